"""Every address of the product, and how the browser visits it. An address that is not here fails a house test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Visite:
    """How to visit an address: as whom (a role of the demonstration, « installation », or nobody), with what."""

    qui: str = "animateur_coordonnateur"
    parametres: dict[str, str] = field(default_factory=dict)  # « @personne » is looked up in the demonstration
    requete: str = ""  # the same
    territoire: str = "TCO"
    statut: int = 200


@dataclass(frozen=True)
class Absente:
    """An address that no page answers to a GET: why."""

    raison: str


DEPOT = Absente("ne répond qu'à un envoi de formulaire")
FICHIER = Absente("rend un fichier")
JETON = Absente("demande un jeton à usage unique ; voir les essais de la pièce")
VIDE = Absente("seulement quand l'installation est vide ; voir test_premiere_installation.py")
DETOUR = Absente("renvoie à une autre page")
SANS_CLE = Absente("demande une clé d'accès enregistrée")

PUBLIQUE = Visite(qui="")
INSTALLATION = Visite(qui="installation")
# Somebody with a password of their own, which the cast of the demonstration has not.
TITULAIRE = Visite(qui="titulaire")
SANS_TERRITOIRE = ("", "installation", "titulaire")

ONGLETS = ("identite", "situation", "sensible", "historique")

ADRESSES: dict[str, Visite | Absente | tuple[Visite, ...]] = {
    "accueil": DETOUR,
    "territoire": (
        Visite(),
        Visite(qui="referent_parcours"),
        Visite(qui="operateur"),
        Visite(qui="prescripteur"),
        Visite(qui="elu_copil"),
        Visite(qui="dpo"),
        Visite(qui="directeur_plie", territoire="GPSEA"),
    ),
    "recherche": DETOUR,
    "sante": Absente("répond en JSON ; voir les essais de site"),
    "premiere_installation": VIDE,
    "demonstration": PUBLIQUE,
    "invitation": JETON,
    "compte": Visite(),
    "territoires": INSTALLATION,
    "creer_territoire": INSTALLATION,
    "mentions_legales": PUBLIQUE,
    "donnees_personnelles": PUBLIQUE,
    "accessibilite": PUBLIQUE,
    "aide": PUBLIQUE,
    "metiers": Absente("rend un morceau de page ; voir tests/parcours/test_metier.py"),
    "couleurs": Absente("rend une feuille de style ; voir tests/territoires/test_couleurs.py"),
    # Sign-in and protection of the account
    "account_login": PUBLIQUE,
    "account_logout": Visite(),
    "account_inactive": PUBLIQUE,
    "account_change_password": TITULAIRE,
    "account_set_password": DETOUR,
    "account_reset_password": PUBLIQUE,
    "account_reset_password_done": PUBLIQUE,
    "account_reset_password_from_key_done": PUBLIQUE,
    "account_reset_password_from_key": Visite(qui="", parametres={"uidb36": "1", "key": "perime"}),
    "account_reauthenticate": TITULAIRE,
    "mfa_authenticate": DETOUR,
    "mfa_login_webauthn": Absente("répond en JSON au script de la page de connexion"),
    "mfa_reauthenticate": DETOUR,
    "mfa_reauthenticate_webauthn": DETOUR,
    "mfa_index": TITULAIRE,
    "mfa_activate_totp": TITULAIRE,
    "mfa_deactivate_totp": DETOUR,
    "mfa_view_recovery_codes": DETOUR,
    "mfa_generate_recovery_codes": DETOUR,
    "mfa_download_recovery_codes": FICHIER,
    "mfa_list_webauthn": TITULAIRE,
    "mfa_add_webauthn": TITULAIRE,
    "mfa_remove_webauthn": SANS_CLE,
    "mfa_edit_webauthn": SANS_CLE,
    # Actors
    "acteurs:equipe": Visite(),
    "acteurs:inviter": Visite(),
    "acteurs:agent": Visite(parametres={"pk": "@agent"}),
    "acteurs:completer_agent": DEPOT,
    "acteurs:donner_role": DEPOT,
    "acteurs:noter_temps": DEPOT,
    "acteurs:renvoyer_invitation": DEPOT,
    "acteurs:retirer_role": DEPOT,
    "garder_brouillon": DEPOT,
    "effacer_brouillon": DEPOT,
    "acteurs:retirer_temps": DEPOT,
    "acteurs:remplacer": DEPOT,
    "acteurs:finir_remplacement": DEPOT,
    "acteurs:creer_structure": Visite(),
    "acteurs:doublons_structures": Visite(),
    "acteurs:reunir_structures": Visite(parametres={"pk": "@organisation", "autre": "@autre_organisation"}),
    "acteurs:separer_structures": DEPOT,
    "acteurs:structure": Visite(parametres={"pk": "@organisation"}),
    "acteurs:journal": Visite(qui="directeur_plie"),
    "acteurs:reglages": Visite(),
    # Figures
    "pilotage:bilan": (
        Visite(requete="?annee=2020"),
        Visite(requete="?annee=2020&par=sexe,tranche_age"),
        Visite(requete="?annee=2020&par=categorie", qui="elu_copil"),
        Visite(requete="?annee=2020&par=lieu,motif_passage"),
        Visite(requete="?annee=2020&vue=projection", qui="elu_copil"),
        Visite(requete="?annee=2021", territoire="LAROCHELLE"),
        Visite(requete="?annee=2019&dispositif=TOUS", territoire="HAUTEVIENNE"),
        Visite(requete="?annee=2020", territoire="GPSEA"),
    ),
    "pilotage:definition": (
        Visite(parametres={"indicateur": "taux_sorties_positives"}, requete="?annee=2020"),
        Visite(parametres={"indicateur": "passages"}, requete="?annee=2020"),
    ),
    "pilotage:liste": (
        Visite(parametres={"indicateur": "personnes_suivies"}, requete="?annee=2020"),
        Visite(parametres={"indicateur": "etapes"}, requete="?annee=2020"),
        Visite(parametres={"indicateur": "passages"}, requete="?annee=2020"),
    ),
    "pilotage:exporter_liste": FICHIER,
    "pilotage:exporter": FICHIER,
    "pilotage:releves": (Visite(), Visite(territoire="GPSEA")),
    "cadre:cadre": (
        Visite(),
        Visite(territoire="LAROCHELLE"),
        Visite(territoire="MIDIQUERCY", requete="?le=01/06/2020"),
        Visite(territoire="GPSEA", requete="?le=hier"),
        Visite(qui="elu_copil"),
    ),
    "cadre:protocole": (
        Visite(parametres={"pk": "@protocole"}),
        Visite(parametres={"pk": "@protocole"}, qui="elu_copil"),
    ),
    "cadre:subvention": (
        Visite(parametres={"pk": "@subvention"}),
        Visite(parametres={"pk": "@subvention"}, requete="?le=01/06/2023"),
    ),
    "cadre:retirer_partie": DEPOT,
    "cadre:fixer_objectif": Visite(),
    "cadre:creer_protocole": Visite(),
    "cadre:modifier_protocole": Visite(parametres={"pk": "@protocole"}),
    "cadre:ajouter_avenant": Visite(parametres={"pk": "@protocole"}),
    "cadre:ajouter_partie": Visite(parametres={"pk": "@protocole"}),
    "cadre:signer_avenant": Visite(parametres={"pk": "@avenant"}),
    "cadre:modifier_partie": Visite(parametres={"pk": "@partie"}),
    "cadre:declarer_oi": Visite(),
    "cadre:rattacher_plan": Visite(parametres={"pk": "@organisme_oi"}),
    "cadre:enregistrer_subvention": Visite(parametres={"pk": "@organisme_oi"}),
    "cadre:modifier_subvention": Visite(parametres={"pk": "@subvention"}),
    "cadre:ajouter_avenant_subvention": Visite(parametres={"pk": "@subvention"}),
    "cadre:fixer_enveloppe": Visite(parametres={"pk": "@subvention"}),
    "cadre:declarer_competence": Visite(),
    "cadre:modifier_competence": Visite(parametres={"pk": "@competence"}),
    "cadre:passer_competence": Visite(parametres={"pk": "@competence"}),
    "cadre:noter_accord": Visite(),
    # People
    "parcours:participants": (
        Visite(),
        Visite(qui="referent_parcours"),
        Visite(qui="operateur"),
        Visite(requete="?q=a", territoire="LAROCHELLE"),
        Visite(requete="?q=zzzz"),
    ),
    "parcours:exporter": FICHIER,
    "parcours:accueillir": (Visite(), Visite(requete="?nom=exemple&prenom=a")),
    "parcours:inscrire": Visite(requete="?nom=Nouvelle&prenom=Personne"),
    "parcours:personne": (
        Visite(parametres={"pk": "@personne"}),
        Visite(parametres={"pk": "@personne_sortie"}),
        *(Visite(parametres={"pk": "@personne"}, requete=f"?onglet={onglet}") for onglet in ONGLETS),
    ),
    "parcours:identite": Visite(parametres={"pk": "@personne"}),
    "parcours:admettre": Visite(parametres={"pk": "@personne_sortie"}),
    "parcours:sensible": Visite(parametres={"pk": "@personne"}),
    "parcours:entree": Visite(parametres={"pk": "@participation"}),
    "parcours:nouvelle_etape": Visite(parametres={"pk": "@participation"}),
    "parcours:sortie": Visite(parametres={"pk": "@participation"}),
    "parcours:annuler_sortie": DEPOT,
    "parcours:sixieme_mois": Visite(parametres={"pk": "@sortie_emploi"}),
    "parcours:doublons": Visite(),
    "parcours:ecarter_doublon": DEPOT,
    "parcours:comparer": (
        Visite(parametres={"pk": "@doublon", "autre": "@double"}),
        Visite(parametres={"pk": "@personne", "autre": "@doublon"}),
    ),
    "parcours:fusion": Visite(parametres={"pk": "@fusion"}),
    "parcours:doublon": Visite(parametres={"pk": "@participation"}),
    "parcours:prescriptions": (
        Visite(),
        Visite(requete="?onglet=decidees"),
        Visite(qui="prescripteur"),
        Visite(qui="referent_parcours"),
    ),
    "parcours:prescription": (
        Visite(parametres={"pk": "@prescription"}),
        Visite(parametres={"pk": "@prescription"}, qui="dpo"),
        Visite(parametres={"pk": "@prescription_refusee"}),
    ),
    "parcours:decider_prescription": (
        Visite(parametres={"pk": "@prescription", "acte": "declarer_recevable"}),
        Visite(parametres={"pk": "@prescription", "acte": "presenter"}),
        Visite(parametres={"pk": "@prescription", "acte": "classer"}),
    ),
    # Operations
    "financements:operations": (Visite(), Visite(requete="?onglet=ecartees"), Visite(qui="elu_copil")),
    "financements:exporter_operations": FICHIER,
    "financements:operation": (
        Visite(parametres={"pk": "@operation"}),
        Visite(parametres={"pk": "@operation_signee"}, qui="gestionnaire_oi"),
        Visite(parametres={"pk": "@operation"}, qui="financeur"),
        Visite(parametres={"pk": "@operation_en_cours"}, qui="gestionnaire_oi"),
    ),
    "financements:signer": Visite(parametres={"pk": "@operation"}, qui="gestionnaire_oi"),
    "financements:avenant": Visite(parametres={"pk": "@operation_signee"}, qui="gestionnaire_oi"),
    "financements:plan": (
        Visite(parametres={"pk": "@operation"}),
        Visite(parametres={"pk": "@operation_signee"}, qui="gestionnaire_oi"),
    ),
    "financements:avenant_plan": Visite(parametres={"pk": "@operation_en_cours"}, qui="gestionnaire_oi"),
    "financements:version_plan": Visite(parametres={"pk": "@version_plan"}),
    "financements:nouveau_versement": Visite(parametres={"pk": "@operation_signee"}, qui="gestionnaire_oi"),
    "financements:versement": Visite(parametres={"pk": "@versement"}, qui="gestionnaire_oi"),
    "financements:payer": Visite(parametres={"pk": "@versement"}, qui="gestionnaire_oi"),
    "financements:retirer_versement": DEPOT,
    "financements:acte": (
        Visite(parametres={"pk": "@operation_signee", "acte": "executer"}, qui="gestionnaire_oi"),
        Visite(parametres={"pk": "@operation_signee", "acte": "abandonner"}, qui="gestionnaire_oi"),
    ),
    "financements:nouveau_bilan": Visite(parametres={"pk": "@operation_en_cours"}, qui="gestionnaire_oi"),
    "financements:bilan": (
        Visite(parametres={"pk": "@bilan"}, qui="gestionnaire_oi"),
        Visite(parametres={"pk": "@bilan_depose"}, qui="gestionnaire_oi"),
    ),
    "financements:raconter_bilan": Visite(parametres={"pk": "@bilan"}, qui="gestionnaire_oi"),
    "financements:nouvelle_depense": Visite(parametres={"pk": "@bilan"}, qui="gestionnaire_oi"),
    "financements:tableau_depenses": Visite(parametres={"pk": "@bilan"}, qui="gestionnaire_oi"),
    "financements:deposer_bilan": DEPOT,
    "financements:rendre_bilan": Visite(parametres={"pk": "@bilan_depose"}, qui="gestionnaire_oi"),
    "financements:accepter_bilan": DEPOT,
    "financements:nouvel_engagement": Visite(parametres={"pk": "@operation_en_cours"}, qui="gestionnaire_oi"),
    "financements:engagement": Visite(parametres={"pk": "@engagement"}, qui="gestionnaire_oi"),
    "financements:annuler_engagement": Visite(parametres={"pk": "@engagement"}, qui="gestionnaire_oi"),
    "financements:joindre_engagement": Visite(parametres={"pk": "@engagement"}, qui="gestionnaire_oi"),
    "financements:piece_engagement": FICHIER,
    "financements:depense": Visite(parametres={"pk": "@depense"}, qui="gestionnaire_oi"),
    "financements:retirer_depense": DEPOT,
    "financements:joindre_depense": Visite(parametres={"pk": "@depense"}, qui="gestionnaire_oi"),
    "financements:piece_depense": FICHIER,
    "fse:operations": (Visite(), Visite(qui="gestionnaire_oi")),
    "fse:a_completer": Visite(),
    "fse:participants": (Visite(parametres={"pk": "@operation"}), Visite(parametres={"pk": "@operation"}, qui="dpo")),
    "fse:indicateurs": (Visite(), Visite(requete="?programmation=FSE_2014_2020&annee=2020")),
    "fse:exporter_indicateurs": FICHIER,
    "fse:exports": (Visite(), Visite(qui="gestionnaire_oi")),
    "fse:nouvelle_correspondance": Visite(),
    "fse:correspondance": (
        Visite(parametres={"pk": "@correspondance_fse"}),
        Visite(parametres={"pk": "@correspondance_fse"}, requete="?operations=@operation&incompletes=GARDER"),
    ),
    "fse:exporter_participants": FICHIER,
    "fse:regler_forme": Visite(parametres={"pk": "@correspondance_fse"}),
    "fse:retirer_correspondance": DEPOT,
    "fse:ajouter_colonne": DEPOT,
    "fse:colonne": (
        Visite(parametres={"pk": "@correspondance_fse", "rang": "5"}),
        Visite(parametres={"pk": "@correspondance_fse", "rang": "12"}),
    ),
    "fse:deplacer_colonne": DEPOT,
    "fse:ouvrir_toutes": DEPOT,
    "fse:completer": DEPOT,
    "fse:ouvrir": Visite(parametres={"pk": "@personne"}),
    "fse:fiche": Visite(parametres={"pk": "@fiche_fse"}),
    "fse:entree": (
        Visite(parametres={"pk": "@fiche_fse"}),
        Visite(parametres={"pk": "@fiche_fse"}, qui="gestionnaire_oi"),
    ),
    "fse:sortie": Visite(parametres={"pk": "@fiche_fse"}),
    "fse:six_mois": Visite(parametres={"pk": "@fiche_fse"}),
    "fse:reprise": Visite(parametres={"pk": "@fiche_fse"}),
    "fse:retirer": DEPOT,
    "fse:piste_participants": (
        Visite(parametres={"pk": "@operation"}, requete="?onglet=tous"),
        Visite(parametres={"pk": "@operation_signee"}, qui="gestionnaire_oi"),
    ),
    "fse:piste_participant": Visite(parametres={"pk": "@operation", "personne": "@personne_fse"}),
    "fse:codes_inconnus": Visite(),
    "financements:controler": Visite(parametres={"pk": "@bilan_depose"}, qui="controleur_csf"),
    "financements:controle": (
        Visite(parametres={"pk": "@controle"}, qui="controleur_csf"),
        Visite(parametres={"pk": "@controle"}, qui="gestionnaire_oi"),
    ),
    "financements:notifier_controle": Visite(parametres={"pk": "@controle"}, qui="controleur_csf"),
    "financements:repondre_controle": Visite(parametres={"pk": "@controle_notifie"}, qui="gestionnaire_oi"),
    "financements:conclure_controle": Visite(parametres={"pk": "@controle"}, qui="controleur_csf"),
    "financements:imprimer_controle": FICHIER,
    "financements:ligne_controle": Visite(parametres={"pk": "@ligne_controle"}, qui="controleur_csf"),
    "financements:nouveau_reversement": Visite(parametres={"pk": "@operation_rendue"}, qui="gestionnaire_oi"),
    "financements:reversement": Visite(parametres={"pk": "@reversement"}, qui="gestionnaire_oi"),
    "financements:regler_reversement": Visite(parametres={"pk": "@reversement"}, qui="gestionnaire_oi"),
    "financements:retirer_reversement": DEPOT,
    "financements:piste": (
        Visite(parametres={"pk": "@operation_a_solder"}, qui="gestionnaire_oi"),
        Visite(parametres={"pk": "@operation"}),
    ),
    "financements:piste_depense": Visite(parametres={"pk": "@depense"}, qui="gestionnaire_oi"),
    "financements:piste_versement": Visite(parametres={"pk": "@versement"}, qui="controleur_csf"),
    "financements:poursuivre": DEPOT,
    "financements:solder": Visite(parametres={"pk": "@operation_a_solder"}, qui="gestionnaire_oi"),
    "parcours:etapes_operation": Visite(parametres={"pk": "@operation"}),
    "parcours:operation_du_code": Visite(requete="?code=TCO-2020-01"),
    # Séances
    "instances:seances": (Visite(), Visite(requete="?onglet=passees"), Visite(qui="referent_parcours")),
    "instances:seance": (
        Visite(parametres={"pk": "@seance"}),
        Visite(parametres={"pk": "@seance_a_venir"}),
        Visite(parametres={"pk": "@seance_tenue"}, qui="gestionnaire_oi"),
    ),
    "instances:dossiers": Visite(parametres={"pk": "@seance"}),
    "instances:nouvelle_seance": Visite(),
    "instances:modifier_seance": Visite(parametres={"pk": "@seance"}),
    "instances:annuler_seance": Visite(parametres={"pk": "@seance_a_venir"}),
    "instances:presences": Visite(parametres={"pk": "@seance"}),
    "instances:convoquer": DEPOT,
    "instances:proces_verbal": FICHIER,
    "instances:rectifier": Visite(parametres={"pk": "@decision"}),
    "instances:reprendre_modele": DEPOT,
    "instances:modeles": Visite(),
    "instances:modele": FICHIER,
    "instances:retirer_modele": DEPOT,
    "instances:instances": (Visite(), Visite(qui="dpo")),
    "instances:nouvelle_instance": Visite(),
    "instances:instance": Visite(parametres={"pk": "@instance"}),
    "instances:retirer_membre": DEPOT,
    "parcours:liens": Visite(),
    "parcours:nouveau_lien": Visite(qui="referent_parcours"),
    "parcours:revoquer_lien": DEPOT,
    "parcours:orientation_recue": Visite(parametres={"pk": "@orientation"}),
    "orientation": (
        Visite(parametres={"jeton": "@jeton"}, qui=""),
        Visite(parametres={"jeton": "@jeton_servi"}, qui=""),
    ),
    "parcours:orienter": (Visite(), Visite(qui="prescripteur")),
    "parcours:orienter_connue": Visite(parametres={"pk": "@personne_sortie"}),
    "parcours:agenda": (Visite(), Visite(qui="referent_parcours"), Visite(qui="dpo")),
    "parcours:agenda_fichier": FICHIER,
    "parcours:entretien": (
        Visite(parametres={"pk": "@rendez_vous"}),
        Visite(parametres={"pk": "@entretien"}),
        Visite(parametres={"pk": "@entretien"}, qui="directeur_plie"),
    ),
    "parcours:nouveau_rendez_vous": Visite(qui="referent_parcours"),
    "parcours:planifier_entretien": Visite(parametres={"pk": "@personne"}),
    "parcours:ecrire_entretien": Visite(parametres={"pk": "@personne_sortie"}),
    "parcours:tenir_entretien": Visite(parametres={"pk": "@rendez_vous"}),
    "parcours:deplacer_entretien": Visite(parametres={"pk": "@rendez_vous"}),
    "parcours:noter_absence": DEPOT,
    "parcours:annuler_entretien": DEPOT,
    "parcours:accueils": (Visite(qui="operateur"), Visite(qui="operateur", requete="?onglet=en_cours")),
    "parcours:accueil": (
        Visite(qui="operateur", parametres={"pk": "@proposee"}),
        Visite(qui="operateur", parametres={"pk": "@accueillie"}),
    ),
    "parcours:noter_heures": Visite(qui="operateur", parametres={"pk": "@accueillie"}),
    "parcours:conclure_etape": Visite(qui="operateur", parametres={"pk": "@accueillie"}),
    "parcours:oter_heures": DEPOT,
    "parcours:proposer_etape": Visite(parametres={"pk": "@proposee"}),
    "parcours:dossier": Visite(parametres={"pk": "@personne"}, qui="dpo"),
    "parcours:courrier": Visite(parametres={"pk": "@personne"}),
    "parcours:courriers": (Visite(requete="?etat=en_cours"), Visite(requete="?recherche=personne-ne-s-appelle-ainsi")),
    "parcours:messages": Visite(),
    "parcours:renvoyer_message": DEPOT,
    "parcours:laisser_message": DEPOT,
    "parcours:archives_courriers": Visite(),
    "parcours:archive_courriers": Visite(parametres={"pk": "@archive"}),
    "parcours:avancement_courriers": Absente("rend le morceau de page qui suit une archive ; voir test_archives.py"),
    "parcours:telecharger_courriers": FICHIER,
    "parcours:effacer_courriers": DEPOT,
    "parcours:modeles_courrier": Visite(),
    "parcours:modele_courrier": FICHIER,
    "parcours:retirer_modele": DEPOT,
    "parcours:piece": FICHIER,
    "parcours:joindre_piece": (
        Visite(parametres={"quoi": "etape", "pk": "@etape"}),
        Visite(parametres={"quoi": "critere", "pk": "@critere"}),
    ),
    "parcours:retirer_piece": Visite(parametres={"pk": "@piece"}),
    "parcours:contrat": Visite(parametres={"pk": "@participation"}),
    "parcours:signer": Visite(parametres={"pk": "@contrat"}),
    "parcours:ecrire_diagnostic": Visite(parametres={"pk": "@participation"}),
    "parcours:diagnostic": (
        Visite(parametres={"pk": "@diagnostic"}),
        Visite(parametres={"pk": "@diagnostic"}, qui="charge_relation_entreprise"),
    ),
    "parcours:identifier_frein": Visite(parametres={"pk": "@participation"}),
    "parcours:travailler_frein": Visite(parametres={"pk": "@frein"}),
    "parcours:lever_frein": Visite(parametres={"pk": "@frein"}),
    "parcours:reprendre_frein": DEPOT,
    "parcours:contrat_word": FICHIER,
    "parcours:contrat_pdf": FICHIER,
    "parcours:modele_contrat": Visite(),
    "parcours:telecharger_modele_contrat": FICHIER,
    "parcours:retirer_modele_contrat": DEPOT,
    "parcours:nouveau_jalon": Visite(parametres={"pk": "@participation"}),
    "parcours:jalon": Visite(parametres={"pk": "@jalon"}),
    "parcours:trames": (Visite(), Visite(territoire="LAROCHELLE")),
    "parcours:nouvelle_trame": Visite(),
    "parcours:reprendre_trame": DEPOT,
    "parcours:trame": Visite(parametres={"pk": "@trame"}),
    "parcours:retirer_trame": DEPOT,
    "parcours:referent": Visite(parametres={"pk": "@participation"}),
    "parcours:suspendre": Visite(parametres={"pk": "@participation"}),
    "parcours:reprendre": Visite(parametres={"pk": "@participation"}),
    "parcours:embaucher": Visite(parametres={"pk": "@participation"}),
    "parcours:fin_emploi": Visite(parametres={"pk": "@participation"}),
    "parcours:passer_portefeuille": Visite(parametres={"pk": "@agent"}),
    "parcours:emploi": Visite(parametres={"pk": "@emploi"}),
    "parcours:constat": Visite(parametres={"pk": "@emploi"}),
    "parcours:etape": Visite(parametres={"pk": "@etape"}),
    # Offer, workshops
    "offre:lieux": (Visite(), Visite(qui="referent_parcours")),
    "offre:creer_lieu": Visite(),
    "offre:lieu": Visite(parametres={"pk": "@lieu"}),
    "offre:poser_permanence": Visite(parametres={"pk": "@lieu"}),
    "offre:retirer_permanence": DEPOT,
    "parcours:ateliers": (Visite(), Visite(requete="?onglet=passes"), Visite(qui="operateur")),
    "parcours:atelier": (
        Visite(parametres={"pk": "@atelier"}),
        Visite(parametres={"pk": "@atelier_passe"}),
        Visite(parametres={"pk": "@atelier"}, qui="prescripteur"),
    ),
    "parcours:creer_atelier": Visite(),
    "parcours:modifier_atelier": Visite(parametres={"pk": "@atelier"}),
    "parcours:ajouter_seance": Visite(parametres={"pk": "@atelier"}),
    "parcours:deplacer_seance": Visite(parametres={"pk": "@seance_atelier"}),
    "parcours:annuler_seance": DEPOT,
    "parcours:inscrire_atelier": (
        Visite(parametres={"pk": "@seance_atelier"}, qui="referent_parcours"),
        Visite(parametres={"pk": "@seance_atelier"}, requete="?q=fictif"),
    ),
    "parcours:inscrire_personne": Visite(parametres={"pk": "@personne"}),
    "parcours:agenda_lieu": (Visite(), Visite(qui="referent_parcours")),
    "parcours:flux": (Visite(), Visite(qui="referent_parcours")),
    "parcours_flux": FICHIER,
    "parcours:passages": (Visite(), Visite(requete="?annee=2020")),
    "parcours:exporter_passages": FICHIER,
    "parcours:noter_passage": (Visite(), Visite(qui="prescripteur")),
    "parcours:passage": Visite(parametres={"pk": "@passage"}),
    "parcours:retirer_passage": DEPOT,
    "parcours:rappels": DEPOT,
    "parcours:desinscrire": DEPOT,
    "parcours:presences": (Visite(parametres={"pk": "@seance_passee"}), Visite(parametres={"pk": "@seance_atelier"})),
    "parcours:emargement": FICHIER,
    # Calls for projects
    "appels_publics": Visite(qui="", parametres={"lieu": "TCO"}),
    "subventions_publiques": FICHIER,
    "retrouver_dossier": Visite(qui="", parametres={"lieu": "TCO"}),
    "appel_public": Visite(qui="", parametres={"lieu": "TCO", "pk": "@appel"}),
    "deposer": Visite(qui="", parametres={"lieu": "TCO", "pk": "@appel"}),
    "dossier_porteur": (
        Visite(qui="", parametres={"jeton": "@jeton_brouillon"}),
        Visite(qui="", parametres={"jeton": "@jeton_depose"}),
    ),
    "pieces_dossier": Visite(qui="", parametres={"jeton": "@jeton_brouillon"}),
    "piece_dossier": FICHIER,
    "retirer_piece_dossier": DEPOT,
    "relire_dossier": Visite(qui="", parametres={"jeton": "@jeton_brouillon"}),
    "recu_dossier": FICHIER,
    "complement_dossier": Visite(qui="", parametres={"jeton": "@jeton_depose"}),
    "partie_dossier": tuple(
        Visite(qui="", parametres={"jeton": "@jeton_brouillon", "partie": partie})
        for partie in ("structure", "projet", "eligibilite", "plan")
    ),
    "saisie_dossier": DEPOT,
    "financements:appels": (Visite(), Visite(qui="elu_copil")),
    "financements:nouvel_appel": Visite(),
    "financements:subventions": Visite(),
    "financements:appel": (Visite(parametres={"pk": "@appel"}), Visite(parametres={"pk": "@appel"}, requete="?q=zz")),
    "financements:exporter_dossiers": FICHIER,
    "financements:classement": Visite(parametres={"pk": "@appel"}),
    "financements:reglement": (Visite(parametres={"pk": "@appel"}), Visite(parametres={"pk": "@appel_prepare"})),
    "financements:modifier_appel": Visite(parametres={"pk": "@appel_prepare"}),
    "financements:publier_appel": DEPOT,
    "financements:prolonger_appel": Visite(parametres={"pk": "@appel"}),
    "financements:retirer_appel": Visite(parametres={"pk": "@appel"}),
    "financements:copier_appel": Visite(parametres={"pk": "@appel"}),
    "financements:liste_appel": tuple(
        Visite(parametres={"pk": "@appel_prepare", "quoi": quoi})
        for quoi in ("enveloppes", "questions", "pieces", "grille")
    ),
    "financements:dossier": (Visite(parametres={"pk": "@dossier"}), Visite(parametres={"pk": "@dossier_a_lire"})),
    "financements:porteur": Visite(parametres={"pk": "@dossier"}),
    "financements:recevabilite": Visite(parametres={"pk": "@dossier"}),
    "financements:demander_complement": Visite(parametres={"pk": "@dossier"}),
    "financements:instruire": DEPOT,
    "financements:designer_lecteur": DEPOT,
    "financements:lecture": Visite(parametres={"pk": "@dossier_a_lire"}),
    "financements:avis": Visite(parametres={"pk": "@dossier_a_lire"}),
    "financements:lettre": FICHIER,
    "financements:piece": FICHIER,
    # Imports
    "modele": FICHIER,
    "imports:liste": Visite(),
    "imports:nouveau": Visite(),
    "imports:lot": Visite(parametres={"pk": "@lot"}),
    "imports:lignes": Visite(parametres={"pk": "@lot", "table": "participants", "etat": "creees"}),
    "imports:avancement": Absente("rend le morceau de page qui suit un import ; voir test_import.py"),
    "imports:corriger": DEPOT,
    "imports:appliquer": DEPOT,
    "imports:abandonner": DEPOT,
    "imports:rejets": FICHIER,
}


def motifs(racine: URLResolver | None = None, espace: str = "", debut: str = "") -> Iterator[tuple[str, str]]:
    """The full name and the route of every pattern of the resolver; an unnamed one comes under its route."""
    for motif in (racine or get_resolver()).url_patterns:
        route = f"{debut}{motif.pattern}"
        if isinstance(motif, URLResolver):
            yield from motifs(motif, f"{espace}{motif.namespace}:" if motif.namespace else espace, route)
        else:
            yield (f"{espace}{motif.name}" if motif.name else f"sans nom : {route}", route)


def visitees() -> list[tuple[str, Visite]]:
    """Every visit to make, with the name of its address."""
    visites = {nom: v if isinstance(v, tuple) else (v,) for nom, v in ADRESSES.items() if not isinstance(v, Absente)}
    return [(nom, visite) for nom, groupe in visites.items() for visite in groupe]
