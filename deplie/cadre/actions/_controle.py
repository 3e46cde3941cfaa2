"""What the base refuses of a frame, said in French; bodies named as people name them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from deplie.acteurs.actions import creer_organisation
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.cadre.models import Enveloppe
from deplie.cadre.rules.enveloppe import refus_de_parts
from deplie.socle.erreurs import RefusMetier

PHRASES: Final = {
    "proposition_objectif_unique": "Cet objectif est déjà proposé pour cette période, et attend un comité.",
    "proposition_objectif_dates": "La fin de l'objectif précède son début. Corrigez l'une des deux dates.",
    "proposition_objectif_raison": "Dites pourquoi cet objectif est proposé : le comité le lira.",
    "proposition_objectif_cible": "Une cible est positive ou nulle.",
    "partie_unique": "Cet organisme est déjà partie au protocole.",
    "avenant_unique": "Un avenant vient d'être enregistré sous le même numéro. Enregistrez de nouveau.",
    "oi_unique": "Cet organisme est déjà un organisme intermédiaire du territoire.",
    "rattachement_unique": "Ce plan est déjà rattaché depuis ce jour.",
    "rattachement_dates": "La fin du rattachement précède son début. Corrigez l'une des deux dates.",
    "subvention_unique": "Cet organisme a déjà une subvention globale de ce numéro.",
    "subvention_dates": "Le dernier jour de la subvention précède le premier. Corrigez l'une des deux dates.",
    "subvention_programmation": "Cette programmation n'est pas connue.",
    "avenant_subvention_unique": "Un avenant vient d'être enregistré sous le même numéro. Enregistrez de nouveau.",
    "enveloppe_unique": "Un montant est déjà fixé pour cette année, cet axe et cet objectif, à la même date d'effet.",
    "enveloppe_montant": "Un montant est positif ou nul.",
    "enveloppe_annee": "L'année s'écrit en quatre chiffres, de 2000 à 2100.",
    "part_unique": "Ce plan vient de recevoir une part de ce montant. Enregistrez de nouveau.",
    "part_montant": "Une part est positive ou nulle.",
    "competence_dates": "La fin précède le début. Corrigez l'une des deux dates.",
    "partie_accord_unique": "Cet organisme est déjà partie à l'accord.",
    "accord_dates": "La fin de l'accord précède sa signature. Corrigez l'une des deux dates.",
}


def organisme(nom: str, par: Acteur) -> Organisation:
    """The body of that name in the author's territory, the one that is kept where two were joined; recorded if nobody
    had yet.
    """
    lues = Organisation.toutes.filter(territoire=par.territoire, cle=cle_organisation(nom))
    connue = lues.select_related("absorbee_par").first()
    if connue is None:
        return creer_organisation(nom=nom, par=par)
    return connue.absorbee_par or connue


def exiger_du_territoire(territoire_id: int, par: Acteur) -> None:
    """A row of another territory is never written from here: the pages say 404, this is the last door."""
    if territoire_id != par.territoire.pk:
        raise RefusMetier("Cet objet est celui d'un autre territoire.")


def dit(jour: date) -> str:
    """« 12/03/2025 »."""
    return f"{jour:%d/%m/%Y}"


def verifier_le_montant(enveloppe: Enveloppe, montant: Decimal) -> None:
    """An amount never falls under the parts that it reserves. Raises RefusMetier."""
    if not enveloppe._state.adding and refus_de_parts(montant, enveloppe.parts.values_list("montant", flat=True)):
        raise RefusMetier("Les parts réservées aux plans dépassent ce montant. Diminuez-les d'abord.")
