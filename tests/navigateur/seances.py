"""What a browser needs to visit the demonstration: a session per role, and the number of one row of each table.

Run in a process of its own, on the records of the served demonstration: ``python -m tests.navigateur.seances``.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from types import SimpleNamespace
from typing import Any


def seances() -> dict[str, str]:
    """Session key by « TERRITOIRE/role », by « installation » and by « titulaire », who has a password of their own."""
    from deplie.acteurs.models import Habilitation
    from deplie.acteurs.queries.demonstration import administrateur_de_demonstration

    tenues = Habilitation.objects.filter(agent__compte__isnull=False)
    tenues = tenues.select_related("agent__compte", "agent__territoire")
    comptes = {f"{t.agent.territoire.code}/{t.role}": t.agent.compte for t in tenues.order_by("-pk")}
    comptes |= {"installation": administrateur_de_demonstration(), "titulaire": _titulaire()}
    return {nom: _ouvrir(compte) for nom, compte in comptes.items() if compte}


def _titulaire() -> Any:
    from allauth.account.models import EmailAddress

    from deplie.socle.models import Compte

    compte = Compte.objects.create_user("titulaire@exemple.invalid", "phrase de passe d'essai", prenom="Camille")
    EmailAddress.objects.create(user=compte, email=compte.courriel, verified=True, primary=True)
    return compte


def _ouvrir(compte: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    seance = SessionStore()
    seance[SESSION_KEY] = str(compte.pk)
    seance[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    seance[HASH_SESSION_KEY] = compte.get_session_auth_hash()
    # The pages that protect the account ask for a recent sign-in.
    seance["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    seance.create()
    return str(seance.session_key)


def exemples() -> dict[str, Any]:
    """The number of a row that the coordinator of the TCO may open, table by table."""
    from deplie.acteurs.models import Agent, Organisation
    from deplie.cadre.models import Objectif, Protocole
    from deplie.parcours.models import Etape, Participation
    from deplie.pilotage.models import Releve
    from deplie.socle.models import Lot
    from deplie.territoires.models import Territoire

    lieu = Territoire.objects.get(code="TCO")
    suivies = Participation.objects.filter(personne__territoire=lieu, etapes__isnull=False).order_by("pk")
    ouverte = suivies.filter(date_sortie__isnull=True).first()
    en_emploi = suivies.filter(motif_sortie__startswith="P_").first()
    sortie = suivies.filter(date_sortie__isnull=False).exclude(motif_sortie="A_DOUBLON").first()
    assert ouverte
    assert sortie
    lignes = (
        _vie(lieu, ouverte, sortie)
        | _accueils(lieu, ouverte)
        | _doubles(lieu)
        | _ateliers(lieu, ouverte)
        | _archives(lieu, ouverte)
        | _cadre(lieu)
        | _plans(lieu)
        | _appels(lieu)
        | _publications(lieu)
        | {
            "personne": ouverte and ouverte.personne,
            "participation": ouverte,
            "personne_sortie": sortie and sortie.personne,
            "sortie_emploi": en_emploi,
            "etape": Etape.objects.filter(participation=ouverte).order_by("pk").first(),
            "agent": Agent.objects.filter(territoire=lieu).order_by("pk").first(),
            "organisation": Organisation.objects.filter(territoire=lieu).order_by("pk").first(),
            "autre_organisation": Organisation.objects.filter(territoire=lieu).order_by("pk").last(),
            "protocole": Protocole.objects.filter(dispositif__territoire=lieu).order_by("pk").first(),
            "objectif": Objectif.objects.filter(dispositif__territoire=lieu).order_by("pk").first(),
            "releve": Releve.objects.filter(territoire=lieu).order_by("pk").first(),
            "lot": Lot.objects.filter(territoire="TCO").order_by("pk").first(),
        }
    )
    return {nom: ligne.pk for nom, ligne in lignes.items() if ligne}


def _publications(lieu: Any) -> dict[str, Any]:
    """The figures that the committee approved, and others that wait for it."""
    from datetime import date

    from deplie.acteurs.queries import Acteur
    from deplie.pilotage import actions
    from deplie.pilotage.models import Publication

    par = Acteur.systeme(lieu)
    attend = actions.figer(territoire=lieu, debut=date(2019, 1, 1), fin=date(2019, 12, 31), dispositif="PLIE", par=par)
    actions.avancer(publication=attend, acte="controler", par=par)
    approuvee = Publication.objects.get(territoire=lieu, debut=date(2020, 1, 1), statut="DEFINITIF")
    interne = actions.figer(territoire=lieu, debut=date(2018, 1, 1), fin=date(2018, 12, 31), dispositif="PLIE", par=par)
    for acte in ("controler", "valider"):
        actions.avancer(publication=interne, acte=acte, par=par)
    return {"publication": approuvee, "publication_au_controle": attend, "publication_interne": interne}


def _archives(lieu: Any, suivie: Any) -> dict[str, Any]:
    """Letters and a committee's pack that the coordinator asked for, being made."""
    from datetime import date

    from deplie.acteurs.models import Habilitation
    from deplie.acteurs.queries.acteur import acteur_de
    from deplie.parcours import actions
    from deplie.pilotage.actions import demander_dossier
    from deplie.pilotage.models import Publication

    tenues = Habilitation.objects.filter(agent__territoire=lieu, agent__compte__isnull=False)
    compte = tenues.filter(role="animateur_coordonnateur").earliest("pk").agent.compte
    par = acteur_de(compte, lieu.code)
    assert par
    figee = Publication.objects.get(territoire=lieu, debut=date(2020, 1, 1), statut="DEFINITIF")
    dossier = demander_dossier(publication=figee, documents=range(7), adresse="", par=par)
    return {
        "archive": actions.demander_courriers(objets=[suivie.pk], modele="relance", message="", par=par),
        # It is opened by its key.
        "archive_du_dossier": SimpleNamespace(pk=dossier.cle),
    }


def _vie(lieu: Any, ouverte: Any, sortie: Any) -> dict[str, Any]:
    """A prescription that waits, one refused, a contract to sign and a job: what the demonstration has not."""
    from datetime import date, timedelta

    from deplie.acteurs.queries import Acteur
    from deplie.parcours import actions
    from deplie.parcours.models import Trame
    from deplie.personnes.actions import creer_personne

    par, jour = Acteur.systeme(lieu), date.today()
    dites = {"le": jour, "information_le": jour, "consentement_le": jour, "dispositif": ouverte.dispositif, "par": par}
    autre = creer_personne(par=par, identite={"nom": "Fictif-Prescrit", "prenom": "Noa"})
    attend = actions.prescrire(
        personne=autre, criteres={"RSA": jour, "QPV": jour - timedelta(days=400)}, freins=["mobilite"], **dites
    )
    refusee = actions.prescrire(personne=sortie.personne, **dites)
    actions.declarer_recevable(prescription=refusee, le=jour, par=par)
    actions.presenter(prescription=refusee, le=jour, par=par)
    tierce = creer_personne(par=par, identite={"nom": "Fictif-Commission", "prenom": "Lou"})
    presentee = actions.prescrire(personne=tierce, criteres={"RSA": jour}, **dites)
    actions.declarer_recevable(prescription=presentee, le=jour, par=par)
    actions.presenter(prescription=presentee, le=jour, par=par)
    actions.refuser(prescription=refusee, le=jour, raison="Autre besoin", autre_voie="Mission locale", par=par)
    commission = _commission(lieu, par, dites) | _liens(lieu, par, dites) | _operation(lieu, par, ouverte)
    commission |= _executions(lieu, par)
    contrat = actions.etablir_contrat(participation=ouverte, le=jour, par=par)
    emploi = actions.embaucher(participation=ouverte, contrat="CDI", debut=jour, par=par)
    diagnostic = actions.ecrire_diagnostic(
        participation=ouverte,
        le=jour,
        valeurs={"metier": "Cariste", "code_rome": "N1101", "savoir_faire": "Conduire un chariot"},
        points={("FREIN", "mobilite"): "FREINANT", ("CLE", "CALCUL"): "CONSOLIDER", ("SAVOIR_ETRE", "ECOUTE"): "FORT"},
        par=par,
    )
    frein = actions.identifier_frein(participation=ouverte, theme="numerique", le=jour, par=par)
    jalon = actions.noter_jalon(
        participation=ouverte, valeurs={"genre": "CERTIFICAT", "intitule": "Pix", "debut": jour}, par=par
    )
    return (
        _entretiens(lieu, par)
        | commission
        | {
            "jalon": jalon,
            "trame": Trame.objects.filter(dispositif__territoire=lieu).order_by("pk").first(),
            "diagnostic": diagnostic,
            "frein": frein,
            "prescription": attend,
            "critere": attend.criteres.get(code="RSA"),
            "piece": _piece(ouverte, par),
            "prescription_refusee": refusee,
            "contrat": contrat,
            "emploi": emploi,
        }
    )


def _plans(lieu: Any) -> dict[str, Any]:
    """A pact that runs: an action told at a committee, with its milestone and its money, another one late."""
    from datetime import date, timedelta
    from decimal import Decimal

    from deplie.acteurs.queries import Acteur
    from deplie.gouvernance import actions
    from deplie.instances.actions import creer_instance, planifier_seance

    par, jour = Acteur.systeme(lieu), date.today()
    comite = creer_instance(nature="COPIL", nom="Comité fictif du pacte", par=par)
    seance = planifier_seance(instance=comite, le=jour - timedelta(days=40), par=par)
    dates = {"debut": jour - timedelta(days=400), "fin": jour + timedelta(days=400)}
    valeurs = {"nature": "PACTE", "nom": "Pacte fictif d'insertion", "comite": comite, **dates}
    plan = actions.creer_plan(valeurs=valeurs, par=par)
    axes = [actions.ajouter_axe(plan=plan, numero=n, titre=f"Axe fictif {n}", par=par) for n in (1, 2)]
    action, _ = (
        actions.inscrire_action(
            axe=axe, valeurs={"numero": 1, "titre": titre, **dates}, pilote="Pilote Fictif du Pacte", par=par
        )
        for axe, titre in zip(axes, ("Ouvrir un atelier fictif", "Essaimer l'atelier fictif"), strict=True)
    )
    point = actions.noter_point(action=action, point=actions.Point("EN_COURS", 1, 4, "Lancé"), seance=seance, par=par)
    jalon = actions.poser_jalon(action=action, libelle="Local trouvé", prevu_le=jour - timedelta(days=60), par=par)
    budget = {"financeur": "Financeur Fictif du Pacte", "annee": jour.year, "prevu": Decimal(900)}
    ligne = actions.financer(action=action, par=par, **budget)
    actions.mesurer(action=action, libelle="", indicateur="personnes_suivies", par=par)
    mesure = actions.mesurer(action=action, libelle="Personnes venues", cible=Decimal(12), par=par)
    actions.relever(indicateur=mesure, le=jour, valeur=Decimal(3), par=par)
    siennes = {"point_plan": point, "jalon_plan": jalon, "financement_plan": ligne, "mesure_plan": mesure}
    return {"plan": plan, "axe_plan": axes[0], "action_plan": action, "seance_plan": seance, **siennes}


def _cadre(lieu: Any) -> dict[str, Any]:
    """European money and a charge that passes, with an avenant that waits for its committee."""
    from datetime import date
    from decimal import Decimal

    from deplie.acteurs.queries import Acteur
    from deplie.cadre import actions
    from deplie.cadre.models import Protocole

    par = Acteur.systeme(lieu)
    protocole = Protocole.objects.filter(dispositif__territoire=lieu).earliest("pk")
    partie = actions.ajouter_partie(protocole=protocole, organisation="Partie Fictive au Cadre", par=par)
    avenant = actions.ajouter_avenant(protocole=protocole, objet="Autres termes", effet_le=date(2020, 1, 1), par=par)
    actions.ajouter_avenant(
        protocole=protocole, objet="Une année de plus", effet_le=date(2021, 1, 1), a_decider=True, par=par
    )
    oi = actions.declarer_oi(
        organisation="Organisme Fictif du Fonds", nom="Organisme pivot d'essai", pivot=True, par=par
    )
    rattachement = actions.rattacher_plan(
        organisme_intermediaire=oi, organisation="Plan Fictif Voisin", debut=date(2022, 1, 1), par=par
    )
    subvention = actions.enregistrer_subvention(
        organisme_intermediaire=oi,
        programmation="FSE_PLUS_2021_2027",
        numero="SG-ESSAI",
        debut=date(2022, 1, 1),
        fin=date(2027, 12, 31),
        par=par,
    )
    ligne = {"subvention": subvention, "annee": 2023, "axe": "Priorité 1", "objectif_specifique": "h", "par": par}
    actions.fixer_enveloppe(montant=Decimal("150000.00"), **ligne)
    plus = actions.ajouter_avenant_subvention(
        subvention=subvention, objet="Abondement", effet_le=date(2024, 1, 1), par=par
    )
    enveloppe = actions.fixer_enveloppe(montant=Decimal("162500.50"), avenant=plus, **ligne)
    actions.fixer_parts(enveloppe=enveloppe, montants={rattachement.pk: Decimal("62500.50")}, par=par)
    accord = actions.noter_accord(
        nature="DELIBERATION",
        objet="Accord d'essai",
        organisations=["Partie Fictive au Cadre"],
        adopte_le=date(2022, 1, 1),
        par=par,
    )
    competence = actions.declarer_competence(objet="Mobilité d'essai", organisation="Partie Fictive au Cadre", par=par)
    return {
        "partie": partie,
        "avenant": avenant,
        "organisme_oi": oi,
        "rattachement_oi": rattachement,
        "enveloppe": enveloppe,
        "accord": accord,
        "subvention": subvention,
        "competence": competence,
    }


def _liens(lieu: Any, par: Any, dites: dict[str, Any]) -> dict[str, Any]:
    """Two links for who has no account: one to use, one that oriented somebody who is likely known."""
    from types import SimpleNamespace

    from deplie.acteurs.models import Organisation
    from deplie.parcours import actions
    from deplie.personnes.actions import creer_personne

    envoi = {"organisation": Organisation.objects.filter(territoire=lieu).earliest("pk"), "jours": 7, "par": par}
    _, neuf = actions.envoyer_lien(courriel="neuf@exemple.invalid", **envoi)
    servi, jeton = actions.envoyer_lien(courriel="servi@exemple.invalid", **envoi)
    identite = {"nom": "Fictif-Lien", "prenom": "Sacha", "date_naissance": dites["le"].replace(year=1990, day=1)}
    creer_personne(par=par, identite=identite)
    dites = {nom: dites[nom] for nom in ("dispositif", "information_le", "consentement_le", "par")}
    orientation = actions.recevoir_orientation(
        lien=servi, identite=identite, criteres={"RSA": None}, freins=["mobilite"], situation="Cherche", **dites
    )
    return {"orientation": orientation, "jeton": SimpleNamespace(pk=neuf), "jeton_servi": SimpleNamespace(pk=jeton)}


def _commission(lieu: Any, par: Any, dites: dict[str, Any]) -> dict[str, Any]:
    """A commission with its members: a séance of today with its files, one held, one to come."""
    from datetime import timedelta

    from deplie.acteurs.models import Agent, Organisation
    from deplie.instances import actions as instances
    from deplie.instances.models import Decision
    from deplie.parcours import actions
    from deplie.personnes.actions import creer_personne

    jour = dites["le"]
    instance = instances.creer_instance(nature="COMMISSION_ENTREE", nom="Commission d'entrée", quorum=2, par=par)
    agents, structures = Agent.objects.filter(territoire=lieu), Organisation.objects.filter(territoire=lieu)
    sieges = [
        instances.ajouter_membre(
            instance=instance, organisation=o, titulaire=a, debut=jour - timedelta(days=99), par=par
        )
        for o, a in zip(structures.order_by("pk")[:3], agents.order_by("pk")[:3], strict=False)
    ]
    ici = instances.planifier_seance(instance=instance, le=jour, lieu="Siège", ordre_du_jour="Entrées", par=par)
    qui = creer_personne(par=par, identite={"nom": "Fictif-Séance", "prenom": "Ari"})
    decidee = actions.prescrire(personne=qui, criteres={"RSA": jour}, **dites)
    actions.declarer_recevable(prescription=decidee, le=jour, par=par)
    actions.presenter(prescription=decidee, le=jour, seance=ici, par=par)
    instances.noter_presences(seance=ici, presences=dict.fromkeys(sieges, "PRESENT"), par=par)
    choix = instances.Choix("prescription", decidee.pk, "ajourner", {"raison": "Une pièce manque"})
    instances.inscrire_decisions(seance=ici, choix=[choix], par=par)
    venir = instances.planifier_seance(instance=instance, le=jour + timedelta(days=9), par=par)
    decision = Decision.objects.get(seance=ici)
    venues = {"seance": ici, "seance_tenue": ici, "seance_a_venir": venir}
    suite = instances.demander_suite(
        seance=ici, decision=decision, objet="Redemander la pièce manquante", responsable=sieges[0],
        echeance=jour + timedelta(days=6), par=par,
    )  # fmt: skip
    return {"instance": instance, "decision": decision, "siege": sieges[0], "suite": suite, **venues}


def _operation(lieu: Any, par: Any, ouverte: Any) -> dict[str, Any]:
    """An operation chosen by its committee, that étapes of the demonstration name."""
    from datetime import date
    from decimal import Decimal

    from deplie.acteurs.models import Organisation
    from deplie.financements import actions
    from deplie.financements.models import Operation

    porteur = Organisation.objects.filter(territoire=lieu).earliest("pk")
    trouvee, _ = Operation.objects.get_or_create(
        territoire=lieu,
        code="TCO-2020-01",
        defaults={
            "intitule": "Accompagnement renforcé vers l'emploi des personnes les plus éloignées du travail",
            "porteur": porteur,
            "programmation": "FSE_2014_2020",
            "debut": date(2020, 1, 1),
            "fin": date(2020, 12, 31),
            "montant_demande": 120000,
            "montant_programme": 100000,
            "statut": "AVIS_TECHNIQUE",
            "statut_le": date(2019, 11, 1),
        },
    )
    if trouvee.statut == "AVIS_TECHNIQUE":
        actions.avancer(operation=trouvee, acte="retenir", le=date(2019, 12, 3), par=par)
    signee = Operation(
        territoire=lieu,
        code="TCO-2020-S",
        intitule="Atelier de remobilisation",
        porteur=porteur,
        montant_programme=50000,
        statut="PROGRAMMEE",
        statut_le=date(2019, 12, 3),
    )
    signee.save()
    convention = {"numero": "C-2020-S", "signee_le": date(2019, 12, 20), "notifiee_le": None}
    montants = {"cout_total": Decimal(80000), "montant": Decimal(50000)}
    dates = {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31)}
    actions.signer_convention(operation=signee, valeurs=convention | montants | dates, par=par)
    prevu = {"prevu_le": date(2020, 2, 1), "montant_prevu": Decimal(25000)}
    versement = actions.prevoir_versement(operation=signee, genre="AVANCE", par=par, **prevu)
    return {"operation": trouvee, "operation_signee": signee, "versement": versement} | _fse(trouvee, par, ouverte)


def _fse(operation: Any, par: Any, ouverte: Any) -> dict[str, Any]:
    """The record of a participant who has left, of which much is still to be told."""
    from datetime import date

    from deplie.fse import actions
    from deplie.fse.rules.exemple import exemple

    fiche = actions.ouvrir_fiche(operation=operation, personne=ouverte.personne, date_entree=date(2020, 2, 3), par=par)
    dits = {"date_sortie": date(2020, 9, 1), "constat_sortie": date(2020, 9, 15), "statut_sortie": "EMPLOI"}
    actions.sortir(participation=fiche, valeurs=dits, par=par)
    soutien = {"genre": "PARTENAIRE", "nom": "Association Les Rails", "le": date(2020, 2, 3), "preuve": "convention"}
    inscrit = actions.inscrire_soutien(operation=operation, par=par, **soutien)
    layout = actions.creer_correspondance(nom="Service gestionnaire", correspondance=exemple(), par=par)
    retours = _retours(fiche, par)
    lus = {"fiche_fse": fiche, "personne_fse": ouverte.personne, "correspondance_fse": layout, "soutien_fse": inscrit}
    return lus | retours


def _retours(fiche: Any, par: Any) -> dict[str, Any]:
    """A file of errors of the service, one line of which speaks of nobody; another whose columns are to be told."""
    from deplie.fse import actions

    entetes, erreur = ["Fiche", "Nom", "Prénom", "Erreur"], "La commune de naissance est inconnue"
    lignes = [(2, [str(fiche.pk), "", "", erreur]), (3, ["", "Retour-Inconnu", "Ayo", erreur])]
    lu = actions.deposer_retour(fichier="erreurs-2020.csv", entetes=entetes, lignes=lignes, empreinte="a", par=par)
    actions.rapprocher_retour(retour=lu, colonnes={"fiche": 0, "nom": 1, "prenom": 2, "message": 3}, par=par)
    autre = actions.deposer_retour(fichier="erreurs-2021.csv", entetes=entetes, lignes=lignes, empreinte="b", par=par)
    return {"retour_fse": lu, "retour_a_lire": autre, "erreur_fse": lu.erreurs.get(participation=None)}


def _appels(lieu: Any) -> dict[str, Any]:
    """An open call: a draft, an application handed in, one that waits for its reader; and a call in preparation."""
    from types import SimpleNamespace

    from deplie.acteurs.models import Habilitation
    from deplie.acteurs.queries import Acteur
    from deplie.financements import actions
    from tests.financements import fabrique_appel as fa

    par = Acteur.systeme(lieu)
    appel = fa.appel_ouvert(lieu, titre="Appel ouvert aux essais", contact="essai@exemple.invalid")
    brouillon, _ = fa.brouillon(appel, intitule="Essai de brouillon")
    depose = fa.depose(appel, intitule="Essai de dossier déposé", porteur_nom="Compagnie du Phare")
    actions.demander_complement(operation=depose, demande="Un budget signé", avant_le=None, par=par)
    lu = fa.depose(appel, intitule="Essai de dossier à lire", porteur_nom="Théâtre des Essais")
    actions.reconnaitre_porteur(operation=lu, par=par)
    actions.statuer_recevabilite(operation=lu, recevable=True, motif="", par=par)
    actions.ouvrir_instruction(operation=lu, par=par)
    tenue = Habilitation.objects.filter(agent__territoire=lieu, role="animateur_coordonnateur").latest("pk")
    lecture = actions.designer_lecteur(operation=lu, lecteur=tenue.agent, par=par)
    soi = Acteur(compte=tenue.agent.compte, territoire=lieu, agent=tenue.agent, roles=frozenset({tenue.role}))
    actions.declarer_interets(lecture=lecture, conflit=False, motif="", par=soi)
    jetons = [
        actions.envoyer_lien(operation=o, courriel="porteur@exemple.invalid", modele="reprise", par=None)[1]
        for o in (brouillon, depose)
    ]
    return {
        "appel": appel,
        "appel_prepare": fa.appel_ouvert(lieu, statut="PREPARE", titre="Appel en préparation aux essais"),
        "dossier": depose,
        "dossier_a_lire": lu,
        "jeton_brouillon": SimpleNamespace(pk=jetons[0]),
        "jeton_depose": SimpleNamespace(pk=jetons[1]),
    }


def _executions(lieu: Any, par: Any) -> dict[str, Any]:
    """Operations that are spent and controlled."""
    from tests.navigateur.executions import executions

    return executions(lieu, par)


def _accueils(lieu: Any, suivie: Any) -> dict[str, Any]:
    """An étape proposed to the operator whose session is open, and one received there, with its hours."""
    from datetime import date

    from deplie.acteurs.models import Habilitation
    from deplie.acteurs.queries import Acteur
    from deplie.parcours import actions

    par = Acteur.systeme(lieu)
    tenues = Habilitation.objects.filter(agent__territoire=lieu, agent__compte__isnull=False, role="operateur")
    chez = {"operateur": tenues.earliest("pk").agent.organisation, "date_debut": date.today().replace(day=1)}
    proposee, accueillie = (
        actions.ajouter_etape(
            participation=suivie,
            valeurs={"categorie": "ATELIER", "intitule": nom, "statut": "PREVUE", **chez},
            par=par,
        )
        for nom in ("Atelier mobilité", "Atelier numérique")
    )
    actions.proposer_etape(etape=proposee, attendu="Passer le code", par=par)
    jour = chez["date_debut"]
    actions.noter_assiduite(etape=accueillie, du=jour, au=jour, heures=7, par=par)
    return {"proposee": proposee, "accueillie": accueillie}


def _piece(suivie: Any, par: Any) -> Any:
    """A file that proves an étape."""
    from deplie.parcours.actions import joindre_piece
    from deplie.socle.fichiers.depot import recevoir
    from tests.fichiers import donne

    fichier = recevoir(donne("attestation.pdf"), territoire="TCO", par=par)
    return joindre_piece(fichier=fichier, cible=suivie.etapes.earliest("pk"), intitule="Attestation", par=par)


def _entretiens(lieu: Any, par: Any) -> dict[str, Any]:
    """An appointment of today and an interview held, of the référent whose session is open."""
    from datetime import timedelta

    from django.utils import timezone

    from deplie.acteurs.models import Habilitation
    from deplie.parcours import actions
    from deplie.parcours.models import Participation

    tenues = Habilitation.objects.filter(agent__territoire=lieu, agent__compte__isnull=False)
    agent = tenues.filter(role="referent_parcours").earliest("pk").agent
    suivie = Participation.objects.filter(referent=agent, date_sortie=None).earliest("pk")
    dits = {"personne": suivie.personne, "participation": suivie, "agent": agent, "par": par}
    maintenant = timezone.now().replace(second=0, microsecond=0)
    rendez_vous = actions.planifier_entretien(debut=maintenant, valeurs={"objet": "Point du mois"}, **dits)
    tenu = actions.ecrire_entretien(debut=maintenant - timedelta(days=1), note="Projet de vente confirmé.", **dits)
    return {"rendez_vous": rendez_vous, "entretien": tenu, "suivie": suivie.personne}


def _ateliers(lieu: Any, ouverte: Any) -> dict[str, Any]:
    """A place and who receives there, a workshop to come that is full, one of yesterday whose attendance waits."""
    from datetime import time, timedelta

    from django.utils import timezone

    from deplie.acteurs.queries import Acteur
    from deplie.offre import actions as offre
    from deplie.offre.models import Lieu
    from deplie.parcours import actions
    from deplie.parcours.models import Participation

    par, referent = Acteur.systeme(lieu), ouverte.referent
    ou = Lieu.objects.filter(territoire=lieu).order_by("pk").first()
    ou = ou or offre.creer_lieu(valeurs={"nom": "EREF d'essai", "genre": "EREF"}, par=par)
    offre.poser_permanence(lieu=ou, agent=referent, jour_semaine=1, heure_debut=time(9), heure_fin=time(12), par=par)
    suivies = Participation.objects.filter(personne__territoire=lieu, date_sortie=None).select_related("personne")
    personnes = [suivie.personne for suivie in suivies.order_by("pk")[:4]]
    trouves: dict[str, Any] = {"lieu": ou, "passage": _passage(lieu, ou)}
    for nom, atelier, jours in (("seance_atelier", "atelier", 3), ("seance_passee", "atelier_passe", -1)):
        valeurs = {"titre": "Préparer un entretien", "theme": "RECHERCHE", "lieu": ou, "places": 3}
        fait = offre.creer_atelier(valeurs=valeurs, animateurs=[referent], par=par)
        debut = (timezone.localtime() + timedelta(days=jours)).replace(hour=9, minute=0, second=0, microsecond=0)
        seance = offre.ajouter_seance(atelier=fait, debut=debut, par=par)
        offre.ajouter_seance(atelier=fait, debut=debut + timedelta(days=7), par=par)
        actions.inscrire_a_l_atelier(seances=[seance], personnes=personnes, par=par)
        trouves |= {nom: seance, atelier: fait}
    return trouves


def _passage(lieu: Any, ou: Any) -> Any:
    """Visits of today, noted by the coordinator whose session is open."""
    from django.utils import timezone

    from deplie.acteurs.models import Habilitation
    from deplie.acteurs.queries.acteur import acteur_de
    from deplie.parcours import actions

    tenue = Habilitation.objects.filter(agent__territoire=lieu, role="animateur_coordonnateur").latest("pk")
    par, jour = acteur_de(tenue.agent.compte, lieu.code), timezone.localdate()
    actions.noter_passage(lieu=ou, le=jour, valeurs={"motif": "NUMERIQUE", "nombre": 4}, par=par)
    return actions.noter_passage(lieu=ou, le=jour, valeurs={"motif": "ACCUEIL", "sexe": "F"}, par=par)


def _doubles(lieu: Any) -> dict[str, Any]:
    """Two records alike, and two that were joined, one corrected since."""
    from deplie.acteurs.queries import Acteur
    from deplie.parcours.actions import fusionner
    from deplie.personnes.actions import creer_personne, modifier_personne

    par = Acteur.systeme(lieu)
    autre, doublon, gardee, reunie = (
        creer_personne(par=par, identite={"nom": nom, "prenom": prenom})
        for nom, prenom in (("Fictif-Double", "Noa"), ("FICTIF DOUBLE", "Noah"), ("Réuni", "Lou"), ("Réuni", "Loup"))
    )
    fusion = fusionner(gardee=gardee, absorbee=reunie, choix={"prenom": "absorbee"}, par=par)
    modifier_personne(personne=fusion.gardee, identite={"adresse": "1 rue de l'Essai"}, par=par)
    return {"double": autre, "doublon": doublon, "fusion": fusion}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Letters would be written among what is read.
    os.environ["DEPLIE_COURRIEL"] = "django.core.mail.backends.dummy.EmailBackend"
    import django

    django.setup()
    # A letter shown in the terminal is not what the tests read.
    with contextlib.redirect_stdout(sys.stderr):
        lus = {"seances": seances(), "exemples": exemples()}
    json.dump(lus, sys.stdout)
