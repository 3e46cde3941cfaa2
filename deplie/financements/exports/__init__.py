"""What is printed of operations."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import slugify

from deplie.acteurs.queries import Acteur
from deplie.financements.models import (
    AvenantConvention,
    BilanExecution,
    Controle,
    Depense,
    EvenementOperation,
    LigneControle,
    Operation,
    PieceDossier,
)
from deplie.financements.queries.depot import Plan, issue_de
from deplie.financements.queries.document import (
    champs_de_l_avenant,
    champs_de_la_convention,
    champs_de_la_lettre,
    gabarit_de,
)
from deplie.financements.queries.echeances import Due
from deplie.financements.rules.bilan import Compte
from deplie.financements.rules.cycle import ETATS, TRANSITIONS
from deplie.financements.rules.document import AVENANT, CONVENTION
from deplie.financements.rules.echantillon import Tirage
from deplie.financements.rules.scdl import COLONNES
from deplie.socle.argent import ZERO, formater
from deplie.socle.calendrier import Journee, calendrier
from deplie.socle.cycles import tableau_de_cycle
from deplie.socle.documents import rendre_pdf, rendre_pdf_du_word, rendre_word
from deplie.socle.tableaux import Colonne, Tableau, Type, neutraliser
from deplie.territoires.queries.reglages import reglage


def cycle() -> str:
    """The life of an operation as a diagram and a table (docs/operations.md)."""
    lignes = [
        "# La vie d'une opération",
        "",
        "Un seul tableau, `deplie/financements/rules/cycle.py` : aucun autre chemin n'existe. Une demande et",
        "l'opération qu'elle devient sont un même objet, qu'il s'agisse d'une opération du PLIE, d'un projet de",
        "l'économie sociale et solidaire ou d'innovation sociale : ce qui diffère est une donnée de l'appel.",
        "",
        *tableau_de_cycle(ETATS, ((t.libelle, t.depuis, {t.vers}) for t in TRANSITIONS.values())),
    ]
    return "\n".join(lignes)


def tableau_des_operations() -> Tableau:
    """The list of operations: amounts in euros, no person."""
    return Tableau(
        "operations",
        "Opérations",
        (
            Colonne("code", "Code", lambda o: o.code, Type.IDENTIFIANT),
            Colonne("intitule", "Intitulé", lambda o: o.intitule),
            Colonne("porteur", "Porteur", lambda o: o.structure),
            Colonne("appel", "Appel à projets", lambda o: str(o.appel) if o.appel else None),
            Colonne("objectif", "Objectif spécifique", lambda o: o.objectif_specifique),
            Colonne("debut", "Début", lambda o: o.debut, Type.DATE),
            Colonne("fin", "Fin", lambda o: o.fin, Type.DATE),
            Colonne("demande", "Montant demandé", lambda o: o.montant_demande, Type.NOMBRE),
            Colonne("programme", "Montant programmé", lambda o: o.montant_programme, Type.NOMBRE),
            Colonne("etat", "État", lambda o: ETATS[o.statut]),
            Colonne("depuis", "Depuis le", lambda o: o.statut_le, Type.DATE),
        ),
    )


def tableau_de_programmation() -> Tableau:
    """What a subvention globale became, by year, axis and objective: euros of aid. A row: a key and its cell."""
    nombre = Type.NOMBRE
    return Tableau(
        "programmation",
        "Programmation",
        (
            Colonne("annee", "Année", lambda r: r[0][0], nombre),
            Colonne("axe", "Axe", lambda r: r[0][1]),
            Colonne("objectif", "Objectif spécifique", lambda r: r[0][2]),
            Colonne("enveloppe", "Enveloppe", lambda r: r[1].enveloppe, nombre),
            Colonne("programme", "Programmé", lambda r: r[1].programme, nombre),
            Colonne("conventionne", "Conventionné", lambda r: r[1].conventionne, nombre),
            Colonne("declare", "Déclaré, en aide", lambda r: r[1].declare, nombre),
            Colonne("retenu", "Retenu, en aide", lambda r: r[1].retenu, nombre),
            Colonne("paye", "Payé", lambda r: r[1].paye, nombre),
            Colonne("reste", "Reste à programmer", lambda r: r[1].reste, nombre),
        ),
    )


def recu_de_depot(operation: Operation, plan: Plan, pieces: Sequence[PieceDossier]) -> bytes:
    """The receipt of an application, in PDF: its number, the second of its deposit, what was handed in."""
    appel = operation.appel
    assert appel is not None
    assert operation.deposee_le is not None
    depot = timezone.localtime(operation.deposee_le)
    couleur = reglage(operation.territoire, "couleur")
    donnees = {
        "sur": operation.territoire.nom,
        "sous": appel.titre,
        "pied": f"{operation.code}, déposé le {depot:%d/%m/%Y à %H:%M:%S}",
        "paires": [
            ("Numéro", operation.code),
            ("Déposé le", f"{depot:%d/%m/%Y à %H:%M:%S}"),
            ("Structure", operation.porteur_nom),
            ("Projet", operation.intitule),
        ],
        "montants": [
            ("Total des dépenses", formater(plan.cout)),
            ("Aide demandée", formater(plan.aide)),
            ("Autres financements", formater(plan.ressources - (plan.aide or ZERO))),
        ],
        "pieces": [f"{piece.intitule} ({piece.fichier.nom})" for piece in pieces],
        "note": "Ce reçu constate le dépôt. Il ne dit pas que le dossier est recevable, ni qu'il sera retenu.",
    }
    return rendre_pdf("financements/documents/recu.typ", donnees, couleur=couleur, le=operation.deposee_le)


def recu_de_bilan(bilan: BilanExecution, depenses: Sequence[Depense], compte: Compte) -> bytes:
    """The receipt of a bilan, in PDF: the second of its deposit, each expense, its proofs."""
    operation = bilan.operation
    assert bilan.depose_le is not None
    depot = timezone.localtime(bilan.depose_le)
    donnees = {
        "sur": operation.territoire.nom,
        "sous": str(operation.appel or operation.intitule),
        "pied": f"{operation.code}, {bilan}, déposé le {depot:%d/%m/%Y à %H:%M:%S}",
        "paires": [
            ("Opération", f"{operation.code}, {operation.intitule}"),
            ("Bilan", f"{str(bilan).capitalize()}, du {bilan.debut:%d/%m/%Y} au {bilan.fin:%d/%m/%Y}"),
            ("Déposé le", f"{depot:%d/%m/%Y à %H:%M:%S}"),
        ],
        "montants": [
            *((une.libelle, formater(une.montant)) for une in depenses),
            *([("Forfait", formater(compte.forfait.declare))] if compte.forfait else []),
            ("Total déclaré", formater(compte.declare)),
        ],
        "pieces": [f"{une.libelle} : {piece.intitule}" for une in depenses for piece in une.jointes],  # type: ignore[attr-defined]
        "note": "Ce reçu constate le dépôt. Il ne dit pas que les dépenses sont retenues.",
    }
    couleur = reglage(operation.territoire, "couleur")
    return rendre_pdf("financements/documents/recu.typ", donnees, couleur=couleur, le=bilan.depose_le)


def lettre_de_decision(gabarit: bytes, operation: Operation, issue: EvenementOperation | None, le: date) -> bytes:
    """The letter of a decision, in Word. Raises RefusMetier for a template that renders no more."""
    return rendre_word(gabarit, champs_de_la_lettre(operation, issue, le))


def lettres_de_decision(acteur: Acteur, operations: Iterable[Operation], le: date) -> bytes:
    """An archive of letters, one for each application, named by its number."""
    tampon, gabarits = io.BytesIO(), {}
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        for operation in operations:
            if operation.statut not in gabarits:
                gabarits[operation.statut] = gabarit_de(acteur.territoire, operation.statut)
            octets = lettre_de_decision(gabarits[operation.statut], operation, issue_de(operation), le)
            archive.writestr(f"lettre-{slugify(operation.code)}.docx", octets)
    return tampon.getvalue()


def convention_ecrite(operation: Operation, le: date) -> bytes:
    """The convention of an operation, in Word, by the territory's template."""
    return rendre_word(gabarit_de(operation.territoire, CONVENTION), champs_de_la_convention(operation, le))


def avenant_ecrit(operation: Operation, avenant: AvenantConvention, le: date) -> bytes:
    """An avenant, in Word, by the territory's template."""
    return rendre_word(gabarit_de(operation.territoire, AVENANT), champs_de_l_avenant(operation, avenant, le))


def en_pdf(octets: bytes, operation: Operation, titre: str) -> bytes:
    """The same document on paper: what the Word file says, laid out by the house."""
    couleur = reglage(operation.territoire, "couleur")
    return rendre_pdf_du_word(
        octets, titre=titre, sur=operation.territoire.nom, pied=f"{operation.code}, {titre.lower()}", couleur=couleur
    )


def tableau_des_dossiers() -> Tableau:
    """The applications of a call, as a list: no person, amounts in euros."""
    return Tableau(
        "dossiers",
        "Dossiers",
        (
            Colonne("code", "Dossier", lambda lu: lu.operation.code, Type.IDENTIFIANT),
            Colonne("intitule", "Projet", lambda lu: lu.operation.intitule),
            Colonne("porteur", "Porteur", lambda lu: lu.operation.structure),
            Colonne("siret", "SIRET", lambda lu: lu.operation.porteur_siret, Type.IDENTIFIANT),
            Colonne("enveloppe", "Sous-enveloppe", lambda lu: str(lu.operation.sous_enveloppe or "")),
            Colonne("etat", "État", lambda lu: lu.etat),
            Colonne("depot", "Déposé le", lambda lu: _local(lu.operation.deposee_le)),
            Colonne("demande", "Montant demandé", lambda lu: lu.operation.montant_demande, Type.NOMBRE),
            Colonne("programme", "Montant programmé", lambda lu: lu.operation.montant_programme, Type.NOMBRE),
            Colonne("designes", "Lecteurs", lambda lu: lu.designes, Type.NOMBRE),
            Colonne("rendues", "Lectures rendues", lambda lu: lu.rendues, Type.NOMBRE),
            Colonne("note", "Note sur 100", lambda lu: lu.note, Type.NOMBRE),
        ),
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def fichier_scdl(lignes: Iterable[Mapping[str, str]]) -> str:
    """The file of awarded grants: comma and UTF-8, as the schema says; nothing that a spreadsheet would run."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, fieldnames=COLONNES, lineterminator="\r\n")
    ecrivain.writeheader()
    ecrivain.writerows({nom: neutraliser(valeur) for nom, valeur in ligne.items()} for ligne in lignes)
    return tampon.getvalue()


def controle_en_pdf(
    controle: Controle, lignes: Sequence[LigneControle], tirage: Tirage, compte: Compte, le: datetime
) -> bytes:
    """A control on paper: how its sample was drawn, each line, what is taken off, the answer, the conclusion."""
    bilan, operation = controle.bilan, controle.bilan.operation
    corrections = [[une.libelle, une.motif, formater(une.montant)] for une in controle.corrections.all()]
    donnees = {
        "sur": operation.territoire.nom,
        "sous": f"{operation.code}, {operation.structure} ; {bilan}, du {bilan.debut:%d/%m/%Y} au {bilan.fin:%d/%m/%Y}",
        "pied": f"Contrôle de service fait, {operation.code}",
        "paires": [
            ["Opération", operation.intitule],
            ["Contrôlé par", str(controle.controleur)],
            ["Ouvert le", _le(controle.ouvert_le)],
            ["Notifié le", _le(controle.notifie_le)],
            ["Réponse reçue le", _le(controle.repondu_le)],
            ["Conclu le", _le(controle.conclu_le)],
        ],
        "tirage": tirage.expliquer(),
        "postes": [
            *([p.libelle, formater(p.declare), formater(p.ecarte), formater(p.retenu)] for p in compte.tous),
            *([["Corrections", "", formater(compte.corrections), ""]] if compte.corrections else []),
            ["Total", formater(compte.declare), formater(compte.ecarte), formater(compte.retenu)],
        ],
        "lignes": [_ligne_de_controle(ligne) for ligne in lignes],
        "corrections": corrections,
        "reponse": controle.reponse,
        "conclusion": controle.conclusion,
    }
    return rendre_pdf(
        "financements/documents/controle.typ", donnees, couleur=reglage(operation.territoire, "couleur"), le=le
    )


def _ligne_de_controle(ligne: LigneControle) -> list[str]:
    ecarte = ligne.rejete if ligne.rejete_final is None else ligne.rejete_final
    return [
        str(ligne.depense_id),
        "oui" if ligne.echantillon else "non",
        ligne.depense.libelle,
        formater(ligne.depense.montant),
        formater(ecarte),
        formater(ligne.depense.montant - ecarte),
        " ".join(filter(None, (ligne.observation, ligne.motif, ligne.reponse))),
    ]


def _le(quand: date | None) -> str:
    return f"{quand:%d/%m/%Y}" if quand else "–"


def calendrier_des_echeances(acteur: Acteur, dues: Iterable[Due], adresse: Callable[[str], str]) -> bytes:
    """What is due, as whole days of a calendar: an operation and an act, nobody's name."""
    code = acteur.territoire.code.lower()
    return calendrier(
        (),
        [
            Journee(f"{due.cle}@{code}.deplie", f"{due.libelle}, {due.sur}", due.le, adresse(due.adresse))
            for due in dues
        ],
    )
