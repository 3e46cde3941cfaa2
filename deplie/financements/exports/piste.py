"""The audit trail on paper, and as an archive with its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from deplie.acteurs.queries.acteur import acteur_de
from deplie.financements.models import Engagement
from deplie.financements.queries.dossier_audit import DOSSIER, INDEX, DossierAudit, dossier_audit, operation_de
from deplie.financements.queries.piste import BilanPiste, EngagementPiste, LignePiste, Piste, VersementPiste
from deplie.socle.argent import formater
from deplie.socle.documents import rendre_pdf
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fabrications import Documents
from deplie.socle.fichiers.depot import FichierPerdu, lire
from deplie.socle.models import Fabrication, Fichier
from deplie.socle.tableaux import neutraliser
from deplie.territoires.queries.reglages import reglage


def _le(quand: date | None) -> str:
    return f"{quand:%d/%m/%Y}" if quand else "–"


def piste_en_pdf(lu: DossierAudit, le: datetime) -> bytes:
    """The audit trail on paper: choice, amounts, gaps, commitments, expenses, payments, participants, files."""
    operation, lue = lu.operation, lu.piste
    donnees = {
        "sur": operation.territoire.nom,
        "sous": f"{operation.code}, {operation.intitule}, {operation.structure} ; établie le {le:%d/%m/%Y}",
        "pied": f"Piste d'audit, {operation.code}",
        "paires": _choix_de_la_piste(lue),
        "montants": _montants_de_la_piste(lue),
        "manques": [manque.phrase for manque in lue.manques],
        "engagements": [_engagement_de_la_piste(engage) for engage in lue.engagements],
        "bilans": [_bilan_de_la_piste(bilan) for bilan in lue.bilans],
        "versements": [_versement_de_la_piste(paiement) for paiement in lue.versements],
        "reversements": [
            [str(un).capitalize(), un.motif, _le(un.regle_le), formater(un.montant)] for un in lu.reversements
        ],
        "annexes": [
            {"titre": une.titre, "phrase": une.phrase, "entetes": une.entetes, "lignes": une.lignes}
            for une in lu.annexes
        ],
        "pieces": [
            [
                str(rang),
                preuve.prouve,
                f"{timezone.localtime(preuve.fichier.depose_le):%d/%m/%Y}",
                preuve.fichier.empreinte,
            ]
            for rang, preuve in lu.numerotees
        ],
    }
    couleur = reglage(operation.territoire, "couleur")
    return rendre_pdf("financements/documents/piste.typ", donnees, couleur=couleur, le=le)


def _choix_de_la_piste(lue: Piste) -> list[list[str]]:
    operation, decision, signee = lue.operation, lue.decision, lue.situation
    seance = f", {decision.seance}" if decision and decision.seance else ", séance inconnue"
    paires = [
        ["Opération", f"{operation.code}, {operation.structure}"],
        ["Protocole", lue.protocole.nom if lue.protocole else "–"],
        ["Objectif spécifique", operation.objectif_specifique or "–"],
        ["Appel à projets", str(operation.appel) if operation.appel else "aucun : inscrite par l'historique"],
        ["Décision", f"retenue le {decision.le:%d/%m/%Y}{seance}" if decision else "aucune décision enregistrée"],
    ]
    if signee is None:
        return [*paires, ["Convention", "pas encore signée"]]
    convention, termes = signee.convention, signee.termes
    avenants = " ; ".join(f"n° {a.numero}, signé le {a.signe_le:%d/%m/%Y} : {a.objet}" for a in signee.avenants)
    return [
        *paires,
        ["Convention", f"{convention.numero}, signée le {convention.signee_le:%d/%m/%Y}"],
        ["Avenants", avenants or "aucun"],
        ["Termes en vigueur", f"du {termes.debut:%d/%m/%Y} au {termes.fin:%d/%m/%Y}, {termes.taux}"],
        ["Conservation", signee.conservation.phrase],
    ]


def _montants_de_la_piste(lue: Piste) -> list[list[str]]:
    signee = lue.situation
    montants = [["Programmé", formater(lue.operation.montant_programme)]]
    if signee:
        montants.append(["Aide conventionnée", formater(signee.termes.aide)])
    montants += [["Déclaré", formater(lue.declare)], ["Retenu, bilans acceptés", formater(lue.retenu)]]
    if signee:
        montants += [["Payé", formater(signee.paye)], ["Reversé", formater(signee.rendu)]]
        montants.append(["Payé, net de ce qui est reversé", formater(signee.net)])
    return montants


def _engagement_de_la_piste(un: EngagementPiste) -> list[str]:
    engagement, compte = un.lu.engagement, un.lu.compte
    depenses = ", ".join(str(ligne.depense.pk) for ligne in un.lignes)
    reste = f"{un.lu.etat} : {engagement.motif}" if engagement.motif else un.lu.etat
    return [
        str(engagement.numero),
        ", ".join(
            dit
            for dit in (engagement.libelle, _ligne_du_plan(engagement), engagement.fournisseur, engagement.reference)
            if dit
        ),
        _le(engagement.engage_le),
        formater(engagement.montant),
        formater(compte.liquide),
        reste,
        depenses or "–",
        "manque" if un.manques else "jointe" if engagement.fichier_id else "–",
    ]


def _ligne_du_plan(engagement: Engagement) -> str:
    ligne = engagement.ligne
    return f"ligne « {ligne} » de {ligne.annee}" if ligne else ""


def _bilan_de_la_piste(un: BilanPiste) -> dict[str, Any]:
    bilan, compte = un.bilan, un.compte
    controle = "sans contrôle de service fait"
    if un.controle:
        conclu = f", conclu le {un.controle.conclu_le:%d/%m/%Y}" if un.controle.conclu_le else ", en cours"
        controle = f"contrôle de service fait ouvert le {un.controle.ouvert_le:%d/%m/%Y}{conclu}"
    corrections = f" Corrections hors dépenses : {formater(compte.corrections)}." if compte.corrections else ""
    return {
        "titre": f"{'Bilan final' if bilan.final else 'Bilan intermédiaire'} n° {bilan.numero}, "
        f"du {bilan.debut:%d/%m/%Y} au {bilan.fin:%d/%m/%Y}",
        "phrase": f"{formater(compte.declare)} déclarés, {formater(compte.ecarte)} écartés, "
        f"{formater(compte.retenu) if bilan.valide_le else 'rien encore'} retenus ; {controle}.{corrections}",
        "lignes": [_ligne_de_la_piste(ligne, bilan.valide_le is not None) for ligne in un.lignes],
    }


def _ligne_de_la_piste(ligne: LignePiste, validee: bool) -> list[str]:
    observation = ligne.controle.observation.rstrip(" .") if ligne.controle else ""
    return [
        str(ligne.depense.pk),
        ligne.depense.libelle,
        _le(ligne.depense.acquittee_le),
        formater(ligne.depense.montant),
        formater(ligne.ecarte),
        formater(ligne.retenu) if validee else "–",
        f"{ligne.phrase} {observation}." if observation else ligne.phrase,
        str(len(ligne.pieces)) if ligne.pieces else "manque",
    ]


def _versement_de_la_piste(un: VersementPiste) -> list[str]:
    versement = un.versement
    paye = versement.paye_le is not None
    return [
        str(versement).capitalize(),
        versement.reference or "–",
        _le(versement.paye_le) if paye else "à payer",
        formater(versement.montant_paye),
        formater(un.cumul) if paye else "–",
        formater(un.net) if paye else "–",
        formater(un.retenu),
        formater(un.aide),
    ]


def piste_de_fond(fabrication: Fabrication) -> Documents:
    """The trail, its files and their index, made in the background. A file that its author may read no more is left
    out, and so is one that the disk lost; the index says which.

    Raises RefusMetier when its author may no more.
    """
    lu = _dossier_de_fond(fabrication)
    preuves = {preuve.fichier.pk: preuve for preuve in lu.preuves}

    def documents(pks: Sequence[int]) -> Iterator[bytes | None]:
        for pk in pks:
            if pk == DOSSIER:
                yield piste_en_pdf(lu, timezone.localtime(fabrication.cree_le))
            elif pk == INDEX:
                yield _index(lu).encode("utf-8-sig")
            else:
                yield _contenu(preuves[pk].fichier) if pk in preuves else None

    return documents


def noms_de_la_piste(fabrication: Fabrication) -> dict[int, str]:
    """Where each document stands in the archive; nobody is named."""
    lu = _dossier_de_fond(fabrication)
    noms = {preuve.fichier.pk: lu.chemin(rang, preuve) for rang, preuve in lu.numerotees}
    return {DOSSIER: "piste-d-audit.pdf", INDEX: "pieces.csv", **noms}


def _dossier_de_fond(fabrication: Fabrication) -> DossierAudit:
    acteur = acteur_de(fabrication.par, fabrication.territoire) if fabrication.par else None
    if acteur is None or not (acteur.compte and acteur.compte.is_active) or not acteur.peut("piste.exporter"):
        raise RefusMetier("Le compte qui a demandé cette piste d'audit n'en a plus le droit.")
    operation = operation_de(acteur, fabrication)
    if operation is None:
        raise RefusMetier("Cette opération n'est plus de celles que vous pouvez lire.")
    return dossier_audit(acteur, operation, nommer=bool(fabrication.detail["nommer"]))


def _contenu(fichier: Fichier) -> bytes | None:
    try:
        return lire(fichier).read()
    except FichierPerdu:
        return None


def _index(lu: DossierAudit) -> str:
    """The files, what each proves, its print, and whether it is the one that was given."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(["fichier", "prouve", "montant", "déposée le", "empreinte SHA-256", "état"])
    for rang, preuve in lu.numerotees:
        etat = "jointe" if _contenu(preuve.fichier) is not None else "introuvable ou altérée"
        depose = f"{timezone.localtime(preuve.fichier.depose_le):%d/%m/%Y}"
        ligne = [lu.chemin(rang, preuve), preuve.prouve, preuve.montant.replace(".", ","), depose]
        ecrivain.writerow(neutraliser(cellule) for cellule in (*ligne, preuve.fichier.empreinte, etat))
    return tampon.getvalue()
