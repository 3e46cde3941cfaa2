"""Every URL × role: the door of each page, from one declared table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from deplie.acteurs.models import Habilitation
from deplie.acteurs.rules import DROITS, ROLES
from deplie.acteurs.views.acces import ADMINISTRATION, CONNECTE, PUBLIQUE
from deplie.socle.models import Lot
from tests.acteurs.portes_du_lien import DU_LIEN
from tests.acteurs.voisin import financements_du_voisin
from tests.factories import (
    AgentFactory,
    AvenantFactory,
    ContratPlieFactory,
    DecisionFactory,
    Distribution,
    EmploiFactory,
    EntretienFactory,
    EtapeFactory,
    FusionFactory,
    InstanceFactory,
    LienOrientationFactory,
    MembreInstanceFactory,
    OrganisationFactory,
    OrientationRecueFactory,
    ParticipationFactory,
    PersonneFactory,
    PrescriptionFactory,
    ProtocoleFactory,
    RemplacementFactory,
    SeanceFactory,
    TempsReferentFactory,
)
from tests.factories_cadre import (
    AccordTerritorialFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartieFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)
from tests.factories_fiche import DiagnosticFactory, FreinSuiviFactory, JalonFactory, TrameFactory
from tests.factories_offre import (
    AtelierFactory,
    EnvoiFactory,
    InscriptionAtelierFactory,
    LieuFactory,
    PassageFactory,
    PermanenceFactory,
    SeanceAtelierFactory,
)
from tests.factories_pieces import (
    AssiduiteFactory,
    FabricationFactory,
    ModeleCourrierFactory,
    ModeleProcesVerbalFactory,
    PieceJointeFactory,
)
from tests.factories_pilotage import PublicationFactory

# What each page of the product asks for. An address that is not here fails; so does one that is here no more.
EXPORTER_FSE = (
    "exports nouvelle_correspondance correspondance exporter_participants regler_forme "
    "retirer_correspondance ajouter_colonne colonne deplacer_colonne retours retour erreur "
    "issue_erreur"
)
PORTES: dict[str, str] = {
    # Everybody
    "accueil": PUBLIQUE,
    "sante": PUBLIQUE,
    "premiere_installation": PUBLIQUE,
    "demonstration": PUBLIQUE,
    "invitation": PUBLIQUE,
    "orientation": PUBLIQUE,
    "appels_publics": PUBLIQUE,
    "subventions_publiques": PUBLIQUE,
    "echeances_suivies": PUBLIQUE,
    "retrouver_dossier": PUBLIQUE,
    "appel_public": PUBLIQUE,
    "deposer": PUBLIQUE,
    **dict.fromkeys(DU_LIEN.split(), PUBLIQUE),
    "mentions_legales": PUBLIQUE,
    "donnees_personnelles": PUBLIQUE,
    "accessibilite": PUBLIQUE,
    "aide": PUBLIQUE,
    "couleurs": PUBLIQUE,
    "parcours_flux": PUBLIQUE,
    "account_login": PUBLIQUE,
    "account_logout": PUBLIQUE,
    "account_inactive": PUBLIQUE,
    "account_reset_password": PUBLIQUE,
    "account_reset_password_done": PUBLIQUE,
    "account_reset_password_from_key": PUBLIQUE,
    "account_reset_password_from_key_done": PUBLIQUE,
    "mfa_authenticate": PUBLIQUE,
    "mfa_login_webauthn": PUBLIQUE,
    # Whoever is signed in
    "garder_brouillon": CONNECTE,
    "effacer_brouillon": CONNECTE,
    "compte": CONNECTE,
    "modele": CONNECTE,
    "metiers": CONNECTE,
    "territoires": CONNECTE,
    "account_change_password": CONNECTE,
    "account_set_password": CONNECTE,
    "account_reauthenticate": CONNECTE,
    "mfa_reauthenticate": CONNECTE,
    "mfa_reauthenticate_webauthn": CONNECTE,
    "mfa_index": CONNECTE,
    "mfa_activate_totp": CONNECTE,
    "mfa_deactivate_totp": CONNECTE,
    "mfa_view_recovery_codes": CONNECTE,
    "mfa_generate_recovery_codes": CONNECTE,
    "mfa_download_recovery_codes": CONNECTE,
    "mfa_list_webauthn": CONNECTE,
    "mfa_add_webauthn": CONNECTE,
    "mfa_remove_webauthn": CONNECTE,
    "mfa_edit_webauthn": CONNECTE,
    # The installation
    "creer_territoire": ADMINISTRATION,
    # A territory
    "acteurs:equipe": "equipe.voir",
    "acteurs:agent": "equipe.voir",
    "acteurs:inviter": "equipe.gerer",
    "acteurs:completer_agent": "equipe.gerer",
    "acteurs:donner_role": "equipe.gerer",
    "acteurs:noter_temps": "equipe.gerer",
    "acteurs:renvoyer_invitation": "equipe.gerer",
    "acteurs:remplacer": "equipe.gerer",
    "acteurs:finir_remplacement": "equipe.gerer",
    "acteurs:retirer_role": "equipe.gerer",
    "acteurs:retirer_temps": "equipe.gerer",
    "acteurs:creer_structure": "equipe.gerer",
    "acteurs:doublons_structures": "structure.reunir",
    "acteurs:reunir_structures": "structure.reunir",
    "acteurs:separer_structures": "structure.reunir",
    "acteurs:structure": "equipe.gerer",
    "acteurs:journal": "journal.voir",
    "acteurs:reglages": "reglage.modifier",
    "imports:liste": "import.faire",
    "imports:nouveau": "import.faire",
    "imports:lot": "import.faire",
    "imports:avancement": "import.faire",
    "imports:corriger": "import.faire",
    "imports:abandonner": "import.faire",
    "imports:rejets": "import.faire",
    "imports:lignes": "import.faire",
    "imports:appliquer": "import.appliquer",
    "territoire": "accueil.voir",
    "recherche": "participation.voir",
    "parcours:participants": "participation.voir",
    "parcours:exporter": "participation.nominatif",
    "parcours:personne": "participation.voir",
    "parcours:accueillir": "participation.modifier",
    "parcours:inscrire": "participation.modifier",
    "parcours:identite": "participation.modifier",
    "parcours:admettre": "participation.modifier",
    "parcours:entree": "participation.modifier",
    "parcours:nouvelle_etape": "participation.modifier",
    "parcours:etape": "participation.modifier",
    "parcours:sortie": "participation.modifier",
    "parcours:annuler_sortie": "participation.modifier",
    "parcours:sixieme_mois": "participation.modifier",
    "parcours:doublons": "doublon.traiter",
    "parcours:ecarter_doublon": "doublon.traiter",
    "parcours:comparer": "doublon.traiter",
    "parcours:fusion": "doublon.traiter",
    "parcours:doublon": "participation.modifier",
    "parcours:sensible": "sensible.lire",
    "parcours:prescriptions": "prescription.voir",
    "parcours:prescription": "prescription.voir",
    "parcours:decider_prescription": "prescription.voir",
    "parcours:liens": "prescription.instruire",
    "parcours:nouveau_lien": "prescription.instruire",
    "parcours:revoquer_lien": "prescription.instruire",
    "parcours:orientation_recue": "prescription.instruire",
    "parcours:orienter": "prescription.faire",
    "parcours:orienter_connue": "prescription.faire",
    "parcours:agenda": "entretien.voir",
    "parcours:agenda_fichier": "entretien.voir",
    "parcours:entretien": "entretien.voir",
    "parcours:nouveau_rendez_vous": "entretien.tenir",
    "parcours:planifier_entretien": "entretien.tenir",
    "parcours:ecrire_entretien": "entretien.tenir",
    "parcours:tenir_entretien": "entretien.tenir",
    "parcours:deplacer_entretien": "entretien.tenir",
    "parcours:noter_absence": "entretien.tenir",
    "parcours:annuler_entretien": "entretien.tenir",
    "parcours:accueils": "etape.accueillir",
    "parcours:accueil": "etape.accueillir",
    "parcours:noter_heures": "etape.accueillir",
    "parcours:conclure_etape": "etape.accueillir",
    "parcours:oter_heures": "etape.accueillir",
    "parcours:proposer_etape": "participation.modifier",
    "parcours:dossier": "personne.dossier",
    "parcours:courrier": "courrier.ecrire",
    "parcours:courriers": "courrier.ecrire",
    "parcours:messages": "message.suivre",
    "parcours:renvoyer_message": "message.suivre",
    "parcours:laisser_message": "message.suivre",
    "parcours:archives_courriers": "courrier.ecrire",
    "parcours:archive_courriers": "courrier.ecrire",
    "parcours:avancement_courriers": "courrier.ecrire",
    "parcours:telecharger_courriers": "courrier.ecrire",
    "parcours:effacer_courriers": "courrier.ecrire",
    "parcours:modeles_courrier": "reglage.modifier",
    "parcours:modele_courrier": "reglage.modifier",
    "parcours:retirer_modele": "reglage.modifier",
    "parcours:piece": "piece.voir",
    "parcours:joindre_piece": "piece.joindre",
    "parcours:retirer_piece": "piece.joindre",
    "parcours:contrat": "participation.modifier",
    "parcours:signer": "participation.modifier",
    "parcours:ecrire_diagnostic": "diagnostic.tenir",
    "parcours:diagnostic": "diagnostic.lire",
    "parcours:identifier_frein": "diagnostic.tenir",
    "parcours:travailler_frein": "diagnostic.tenir",
    "parcours:lever_frein": "diagnostic.tenir",
    "parcours:reprendre_frein": "diagnostic.tenir",
    "parcours:passer_portefeuille": "portefeuille.passer",
    "parcours:contrat_word": "contrat.imprimer",
    "parcours:contrat_pdf": "contrat.imprimer",
    "parcours:modele_contrat": "reglage.modifier",
    "parcours:telecharger_modele_contrat": "reglage.modifier",
    "parcours:retirer_modele_contrat": "reglage.modifier",
    "parcours:nouveau_jalon": "participation.modifier",
    "parcours:jalon": "participation.modifier",
    "parcours:trames": "reglage.modifier",
    "parcours:nouvelle_trame": "reglage.modifier",
    "parcours:reprendre_trame": "reglage.modifier",
    "parcours:trame": "reglage.modifier",
    "parcours:retirer_trame": "reglage.modifier",
    "parcours:referent": "participation.modifier",
    "parcours:suspendre": "participation.modifier",
    "parcours:reprendre": "participation.modifier",
    "parcours:embaucher": "participation.modifier",
    "parcours:fin_emploi": "participation.modifier",
    "parcours:emploi": "participation.modifier",
    "parcours:constat": "participation.modifier",
    "offre:lieux": "lieu.voir",
    "offre:creer_lieu": "lieu.gerer",
    "offre:lieu": "lieu.gerer",
    "offre:poser_permanence": "lieu.gerer",
    "offre:retirer_permanence": "lieu.gerer",
    "parcours:ateliers": "atelier.voir",
    "parcours:atelier": "atelier.voir",
    "parcours:creer_atelier": "atelier.gerer",
    "parcours:modifier_atelier": "atelier.gerer",
    "parcours:ajouter_seance": "atelier.gerer",
    "parcours:deplacer_seance": "atelier.gerer",
    "parcours:annuler_seance": "atelier.gerer",
    "parcours:inscrire_atelier": "atelier.inscrire",
    "parcours:inscrire_personne": "atelier.inscrire",
    "parcours:desinscrire": "atelier.inscrire",
    "parcours:agenda_lieu": "entretien.voir",
    "parcours:flux": "entretien.voir",
    "parcours:passages": "passage.voir",
    "parcours:exporter_passages": "passage.voir",
    "parcours:noter_passage": "passage.noter",
    "parcours:passage": "passage.noter",
    "parcours:retirer_passage": "passage.noter",
    "parcours:rappels": "participation.modifier",
    "parcours:presences": "atelier.presence",
    "parcours:emargement": "atelier.presence",
    "financements:appels": "appel.voir",
    "financements:nouvel_appel": "appel.gerer",
    "financements:subventions": "appel.gerer",
    "financements:appel": "dossier.voir",
    "financements:exporter_dossiers": "dossier.voir",
    "financements:classement": "dossier.instruire",
    "financements:reglement": "appel.voir",
    "financements:modifier_appel": "appel.gerer",
    "financements:publier_appel": "appel.gerer",
    "financements:prolonger_appel": "appel.gerer",
    "financements:retirer_appel": "appel.gerer",
    "financements:copier_appel": "appel.gerer",
    "financements:liste_appel": "appel.gerer",
    "financements:dossier": "dossier.voir",
    "financements:porteur": "dossier.instruire",
    "financements:recevabilite": "dossier.instruire",
    "financements:demander_complement": "dossier.instruire",
    "financements:instruire": "dossier.instruire",
    "financements:designer_lecteur": "appel.gerer",
    "financements:lecture": "dossier.noter",
    "financements:avis": "dossier.instruire",
    "financements:lettre": "dossier.instruire",
    "financements:piece": "dossier.voir",
    "instances:seances": "seance.voir",
    "instances:instances": "seance.voir",
    "instances:seance": "seance.voir",
    "instances:dossiers": "seance.voir",
    "instances:nouvelle_seance": "seance.tenir",
    "instances:nouvelle_instance": "seance.tenir",
    "instances:instance": "seance.tenir",
    "instances:retirer_membre": "seance.tenir",
    "instances:modifier_seance": "seance.tenir",
    "instances:annuler_seance": "seance.tenir",
    "instances:presences": "seance.tenir",
    "instances:convoquer": "seance.tenir",
    "instances:proces_verbal": "seance.proces_verbal",
    "instances:rectifier": "seance.tenir",
    "instances:reprendre_modele": "seance.tenir",
    "instances:modeles": "reglage.modifier",
    "instances:modele": "reglage.modifier",
    "instances:retirer_modele": "reglage.modifier",
    "financements:operations": "operation.voir",
    "financements:exporter_operations": "operation.voir",
    "financements:operation": "operation.voir",
    **{f"financements:{nom}echeances": "echeance.voir" for nom in ("", "fichier_", "flux_")},
    **{f"financements:{acte}_piste": "piste.exporter" for acte in ("imprimer", "archives", "telecharger", "effacer")},
    **{f"financements:piste{de}": "depense.voir" for de in ("", "_depense", "_versement")},
    "financements:signer": "operation.gerer",
    "financements:avenant": "operation.gerer",
    "financements:rattacher_appel": "appel.gerer",
    "financements:programmation": "programmation.voir",
    "financements:programmation_operations": "programmation.voir",
    "financements:exporter_programmation": "programmation.voir",
    "financements:reprogrammer": "operation.gerer",
    "financements:retirer_reprogrammation": "operation.gerer",
    "financements:plan": "plan.ecrire",
    "financements:avenant_plan": "operation.gerer",
    "financements:version_plan": "operation.voir",
    "financements:nouveau_versement": "operation.gerer",
    "financements:acte": "operation.gerer",
    "financements:versement": "operation.gerer",
    "financements:payer": "operation.gerer",
    "financements:retirer_versement": "operation.gerer",
    "financements:nouveau_bilan": "depense.declarer",
    "financements:bilan": "depense.voir",
    "financements:raconter_bilan": "depense.declarer",
    "financements:nouvelle_depense": "depense.declarer",
    "financements:tableau_depenses": "depense.declarer",
    "financements:deposer_bilan": "depense.declarer",
    **{f"financements:{acte}_document_bilan": "depense.declarer" for acte in ("joindre", "retirer")},
    "financements:document_bilan": "depense.voir",
    "financements:joindre_convention": "operation.gerer",
    "financements:convention_signee": "depense.voir",
    "financements:rendre_bilan": "operation.gerer",
    "financements:accepter_bilan": "operation.gerer",
    "financements:nouvel_engagement": "depense.declarer",
    "financements:engagement": "depense.declarer",
    "financements:annuler_engagement": "depense.declarer",
    "financements:joindre_engagement": "depense.declarer",
    "financements:piece_engagement": "depense.voir",
    "financements:depense": "depense.declarer",
    "financements:retirer_depense": "depense.declarer",
    "financements:joindre_depense": "depense.declarer",
    "financements:piece_depense": "depense.voir",
    "fse:operations": "fse.voir",
    "fse:a_completer": "fse.voir",
    "fse:indicateurs": "fse.compter",
    "fse:exporter_indicateurs": "fse.compter",
    **{f"fse:{nom}": "fse.exporter" for nom in EXPORTER_FSE.split()},
    "fse:participants": "fse.voir",
    "fse:soutiens": "fse.voir",
    "fse:inscrire_soutien": "fse.saisir",
    "fse:retirer_soutien": "fse.saisir",
    "fse:preuve_soutien": "fse.voir",
    "fse:ouvrir_toutes": "fse.saisir",
    "fse:completer": "fse.saisir",
    "fse:ouvrir": "fse.saisir",
    "fse:fiche": "fse.voir",
    "fse:entree": "fse.saisir",
    "fse:sortie": "fse.saisir",
    "fse:six_mois": "fse.saisir",
    "fse:reprise": "fse.saisir",
    "fse:retirer": "fse.saisir",
    **{f"fse:{nom}": "participation.voir" for nom in ("piste_participants", "piste_participant", "codes_inconnus")},
    "financements:controler": "controle.tenir",
    "financements:controle": "depense.voir",
    "financements:notifier_controle": "controle.tenir",
    "financements:repondre_controle": "depense.declarer",
    "financements:conclure_controle": "controle.tenir",
    "financements:imprimer_controle": "depense.voir",
    "financements:ligne_controle": "controle.tenir",
    **{f"financements:{acte}": "operation.gerer" for acte in ("poursuivre", "solder")},
    "financements:modeles": "appel.gerer",
    "financements:modele_fourni": "appel.gerer",
    "financements:modele": "appel.gerer",
    "financements:retirer_modele": "appel.gerer",
    "financements:lettres": "dossier.instruire",
    "financements:document_convention": "operation.gerer",
    "financements:document_avenant": "operation.gerer",
    "financements:nouveau_reversement": "operation.gerer",
    "financements:reversement": "operation.gerer",
    "financements:regler_reversement": "operation.gerer",
    "financements:retirer_reversement": "operation.gerer",
    "parcours:etapes_operation": "participation.voir",
    "parcours:operation_du_code": "operation.voir",
    "pilotage:bilan": "bilan.voir",
    "pilotage:definition": "bilan.voir",
    "pilotage:liste": "bilan.ouvrir",
    "pilotage:exporter_liste": "bilan.ouvrir",
    "pilotage:exporter": "bilan.exporter",
    "pilotage:comparer": "bilan.voir",
    "pilotage:projection": "bilan.voir",
    "pilotage:controles": "bilan.ouvrir",
    "pilotage:fiches_en_doute": "bilan.ouvrir",
    "pilotage:incompletes": "bilan.ouvrir",
    **{f"pilotage:{nom}": "publication.voir" for nom in ("publications", "publication", "depuis", "dossier")},
    "pilotage:recompte": "publication.voir",
    "pilotage:figer": "publication.preparer",
    "pilotage:texte_chapitre": "publication.preparer",
    "pilotage:chapitres": "publication.preparer",
    "pilotage:liste_publiee": "bilan.ouvrir",
    "pilotage:avancer_publication": "publication.preparer",
    "pilotage:rectifier_publication": "publication.preparer",
    **{f"pilotage:{nom}": "bilan.exporter" for nom in ("document_dossier", "exporter_publication")},
    "pilotage:releves": "releve.voir",
    "cadre:cadre": "cadre.voir",
    "cadre:protocole": "cadre.voir",
    "cadre:subvention": "cadre.voir",
    "cadre:fixer_objectif": "cadre.modifier",
    "cadre:creer_protocole": "cadre.modifier",
    "cadre:modifier_protocole": "cadre.modifier",
    "cadre:ajouter_avenant": "cadre.modifier",
    "cadre:ajouter_partie": "cadre.modifier",
    "cadre:signer_avenant": "cadre.modifier",
    "cadre:modifier_partie": "cadre.modifier",
    "cadre:retirer_partie": "cadre.modifier",
    "cadre:declarer_oi": "cadre.modifier",
    "cadre:rattacher_plan": "cadre.modifier",
    "cadre:enregistrer_subvention": "cadre.modifier",
    "cadre:modifier_subvention": "cadre.modifier",
    "cadre:ajouter_avenant_subvention": "enveloppe.fixer",
    "cadre:fixer_enveloppe": "enveloppe.fixer",
    "cadre:corriger_enveloppe": "enveloppe.fixer",
    "cadre:fixer_parts": "enveloppe.fixer",
    "cadre:modifier_oi": "cadre.modifier",
    "cadre:modifier_rattachement": "cadre.modifier",
    "cadre:modifier_accord": "cadre.modifier",
    "cadre:declarer_competence": "cadre.modifier",
    "cadre:modifier_competence": "cadre.modifier",
    "cadre:passer_competence": "cadre.modifier",
    "cadre:noter_accord": "cadre.modifier",
}

# A number that no object bears: inside a territory, a right that is held then answers 404 rather than 403.
ABSENT = {"int": "999999999", "str": "absent", "slug": "absent", "path": "absent", "numero36": "zz"}


def adresses(
    motifs: list[URLPattern | URLResolver], debut: str = "/", espace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Name, route and pattern of every address."""
    for motif in motifs:
        route = debut + str(motif.pattern)
        if isinstance(motif, URLResolver):
            dedans = f"{espace}{motif.namespace}:" if motif.namespace else espace
            yield from adresses(motif.url_patterns, route, dedans)
        else:
            yield f"{espace}{motif.name}", route, motif


TOUTES = {nom: (route, motif) for nom, route, motif in adresses(get_resolver().url_patterns)}
# A page that is not listed fails once, in the first test; the others replay what is listed.
LISTEES = {nom: route for nom, (route, _) in TOUTES.items() if nom in PORTES}
DU_TERRITOIRE = {nom: route for nom, route in LISTEES.items() if "<code:code>" in route}
HORS_TERRITOIRE = {nom: route for nom, route in LISTEES.items() if "<code:code>" not in route}


def adresse(route: str, code: str, **numeros: str) -> str:
    """An address of the route, in the territory ``code``, with numbers that no object bears unless told by type.

    A choice written as a regular expression takes its first value.
    """
    route = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", route).translate({ord(signe): None for signe in "^$\\"})
    morceaux = []
    for morceau in route.replace("<code:code>", code).split("<"):
        converti, ferme, suite = morceau.partition(">")
        morceaux.append((ABSENT | numeros)[converti.split(":")[0]] + suite if ferme else morceau)
    return "".join(morceaux)


def appeler(client: Client, chemin: str) -> int:
    """The answer to a GET, or to an empty POST where a page only takes forms."""
    statut = client.get(chemin).status_code
    return client.post(chemin).status_code if statut == 405 else statut


def test_each_address_has_its_door_and_each_door_its_address():
    assert {nom: motif.callback.acces for nom, (_, motif) in TOUTES.items()} == PORTES


def test_each_door_of_a_territory_is_a_right():
    assert {PORTES[nom] for nom in DU_TERRITOIRE} <= set(DROITS)
    assert {PORTES[nom] for nom in HORS_TERRITOIRE} <= {PUBLIQUE, CONNECTE, ADMINISTRATION, *DROITS}


@pytest.mark.parametrize("role", Distribution.ROLES)
def test_each_role_opens_what_its_rights_say(distribution, client_de, role):
    client = client_de(role)
    obtenus = {nom: appeler(client, adresse(route, "OUEST")) for nom, route in DU_TERRITOIRE.items()}
    peut = {nom: distribution.acteurs[role].peut(PORTES[nom]) for nom in DU_TERRITOIRE}
    assert {nom for nom, statut in obtenus.items() if statut == 403} == {nom for nom, p in peut.items() if not p}
    assert {statut for nom, statut in obtenus.items() if peut[nom]} <= {200, 302, 404}


@pytest.mark.parametrize("nom", DU_TERRITOIRE)
def test_another_territory_is_not_found(distribution, client_de, nom):
    route = DU_TERRITOIRE[nom]
    assert appeler(client_de("etrangere"), adresse(route, "OUEST")) == 404
    assert appeler(client_de("animatrice"), adresse(route, "OUEST2")) == 404
    assert appeler(client_de("animatrice"), adresse(route, "ABSENT")) == 404


NUMERO = 777_777


@pytest.fixture
def chez_le_voisin(distribution):
    """One row of every kind in the next territory, all with the same number, that no row here bears."""
    voisin, agent = distribution.voisin, distribution.etrangere.agent
    personne = PersonneFactory(pk=NUMERO, territoire=voisin)
    FusionFactory(pk=NUMERO, gardee=personne, absorbee=PersonneFactory(territoire=voisin))
    participation = ParticipationFactory(pk=NUMERO, personne=personne)
    etape = EtapeFactory(pk=NUMERO, participation=participation)
    AssiduiteFactory(pk=NUMERO, etape=etape)
    ModeleCourrierFactory(pk=NUMERO, territoire=voisin)
    FabricationFactory(pk=NUMERO, territoire=voisin.code, par=distribution.etrangere.compte)
    EnvoiFactory(pk=NUMERO, territoire=voisin.code, etat="ECHOUE")
    ModeleProcesVerbalFactory(pk=NUMERO, territoire=voisin)
    PieceJointeFactory(pk=NUMERO, etape=etape, fichier__territoire=voisin.code)
    PrescriptionFactory(pk=NUMERO, personne=personne)
    OrientationRecueFactory(pk=NUMERO, lien=LienOrientationFactory(pk=NUMERO, territoire=voisin))
    commission = InstanceFactory(pk=NUMERO, territoire=voisin)
    MembreInstanceFactory(pk=NUMERO, instance=commission)
    DecisionFactory(pk=NUMERO, objet_id=NUMERO, seance=SeanceFactory(pk=NUMERO, instance=commission))
    ContratPlieFactory(pk=NUMERO, participation=participation)
    EmploiFactory(pk=NUMERO, participation=participation)
    JalonFactory(pk=NUMERO, participation=participation)
    TrameFactory(pk=NUMERO, dispositif=participation.dispositif)
    DiagnosticFactory(pk=NUMERO, participation=participation)
    FreinSuiviFactory(pk=NUMERO, participation=participation)
    EntretienFactory(pk=NUMERO, personne=personne, agent=agent)
    lieu = LieuFactory(pk=NUMERO, territoire=voisin)
    PassageFactory(pk=NUMERO, lieu=lieu, par=distribution.etrangere.compte)
    PermanenceFactory(pk=NUMERO, lieu=lieu, agent=agent)
    seance = SeanceAtelierFactory(pk=NUMERO, atelier=AtelierFactory(pk=NUMERO, territoire=voisin))
    InscriptionAtelierFactory(pk=NUMERO, personne=personne, seance=seance)
    structure = OrganisationFactory(pk=NUMERO, territoire=voisin)
    jumeau = AgentFactory(pk=NUMERO, territoire=voisin, organisation=structure)
    Habilitation.objects.create(pk=NUMERO, agent=jumeau, role="elu_copil", debut="2020-01-01")
    TempsReferentFactory(pk=NUMERO, agent=agent)
    RemplacementFactory(pk=NUMERO, absent=agent)
    financements_du_voisin(voisin, agent, personne, NUMERO)
    protocole = ProtocoleFactory(pk=NUMERO, dispositif=voisin.dispositifs.get())
    AvenantFactory(pk=NUMERO, protocole=protocole)
    PartieFactory(pk=NUMERO, protocole=protocole)
    oi = OrganismeIntermediaireFactory(pk=NUMERO, territoire=voisin)
    RattachementOIFactory(pk=NUMERO, organisme=oi)
    EnveloppeFactory(pk=NUMERO, subvention=SubventionGlobaleFactory(pk=NUMERO, organisme=oi))
    AccordTerritorialFactory(pk=NUMERO, territoire=voisin)
    CompetenceFactory(pk=NUMERO, territoire=voisin)
    PublicationFactory(pk=NUMERO, territoire=voisin, statut="VALIDE_COPIL")
    Lot.objects.create(pk=NUMERO, territoire=voisin.code)


NUMEROTEES = [nom for nom, route in DU_TERRITOIRE.items() if "<int:" in route]


@pytest.mark.parametrize("nom", NUMEROTEES)
def test_a_neighbour_s_row_is_not_found_whoever_asks(chez_le_voisin, distribution, client_de, nom):
    chemin = adresse(DU_TERRITOIRE[nom], "OUEST", int=str(NUMERO))
    for role in ("animatrice", "directeur", "referent", "gestionnaire", "dpo", "administratrice"):
        if distribution.acteurs[role].peut(PORTES[nom]):
            client = client_de(role)
            assert {client.get(chemin).status_code, client.post(chemin).status_code} <= {404, 405}, role
    chez_lui = adresse(DU_TERRITOIRE[nom], "OUEST2", int=str(NUMERO))
    if "absent" not in chez_lui and distribution.etrangere.peut(PORTES[nom]):
        assert client_de("etrangere").get(chez_lui).status_code in (200, 302, 405), "its own people"


@pytest.mark.parametrize("nom", [n for n in LISTEES if PORTES[n] != PUBLIQUE])
def test_nobody_is_sent_to_sign_in_and_back(distribution, nom):
    chemin = adresse(LISTEES[nom], "OUEST")
    reponse = Client().get(chemin)
    if reponse.status_code == 405:
        reponse = Client().post(chemin)
        chemin = "/OUEST/" if nom in DU_TERRITOIRE else "/"
    assert (reponse.status_code, reponse["Location"]) == (302, f"/connexion/?next={chemin}")


@pytest.mark.parametrize("role", Distribution.ROLES)
def test_the_installation_is_run_by_its_administration_alone(distribution, client_de, role):
    client = client_de(role)
    reserves = [route for nom, route in HORS_TERRITOIRE.items() if PORTES[nom] == ADMINISTRATION]
    assert {appeler(client, adresse(route, "")) for route in reserves} == {403}


def test_every_role_can_do_something():
    assert {role for droit in DROITS.values() for role in droit.roles} == set(ROLES)
