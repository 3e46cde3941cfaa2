"""A job found and followed up: its beginning, what is seen of it month by month, its break."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES, ecrire
from deplie.parcours.actions._passage import passage
from deplie.parcours.models import ConstatEmploi, Emploi, Participation
from deplie.parcours.rules.emploi import CONTRATS, fin_du_mois
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI
from deplie.socle import generations
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.rules import SITUATION_6_MOIS

CHAMPS: Final = ("employeur", "metier", "code_rome", "quotite", "fin_prevue", "preuve", "preuve_du")


@transaction.atomic
def embaucher(
    *, participation: Participation, contrat: str, debut: date, par: Acteur, valeurs: Mapping[str, Any] | None = None
) -> Emploi:
    """Record a job, followed up from its first day. ``valeurs`` gives values of ``CHAMPS``.

    Raises RefusMetier out of turn, for an unknown contract, a first day to come or before the entry.
    """
    if contrat not in CONTRATS:
        raise RefusMetier("Choisissez un contrat de la liste.")
    if debut > timezone.localdate():
        raise RefusMetier(f"L'embauche ({debut:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if debut < participation.date_entree:
        raise RefusMetier(f"L'embauche précède l'entrée ({participation.date_entree:%d/%m/%Y}).")
    generations.noter(par.territoire.code, "emploi")
    propres = {champ: valeur for champ, valeur in (valeurs or {}).items() if champ in CHAMPS}
    with passage("embaucher", participation):
        emploi = Emploi(participation=participation, contrat=contrat, debut=debut, **propres)
        _verifier(emploi)
        with traduire(PHRASES):
            enregistrer(emploi, par=par)
    consigner("enregistrer un emploi", par=par, objet=emploi, detail={"contrat": contrat, "debut": ecrire(debut)})
    return emploi


@transaction.atomic
def modifier_emploi(
    *, emploi: Emploi, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> list[str]:
    """Complete or correct a job (values of ``CHAMPS``); returns the names of the fields that changed.

    Raises RefusMetier for an end foreseen before the first day, EditionConcurrente when somebody else changed the same
    fields since ``edition``.
    """
    generations.noter(par.territoire.code, "emploi")
    propres = {champ: valeur for champ, valeur in valeurs.items() if champ in CHAMPS}
    with traduire(PHRASES):
        changes = modifier(emploi, propres, par=par, edition=edition, verifier=_verifier)
    if changes:
        consigner("modifier un emploi", par=par, objet=emploi, detail={"champs": sorted(changes)})
    return changes


@transaction.atomic
def rompre_emploi(*, participation: Participation, le: date, raison: str, par: Acteur) -> None:
    """Record that the job ended: the parcours goes on. Raises RefusMetier out of turn, or before its first day."""
    generations.noter(par.territoire.code, "emploi")
    with passage("rompre_emploi", participation):
        emploi = participation.emplois.filter(fin=None).get()
        if le < emploi.debut:
            raise RefusMetier(f"La fin ({le:%d/%m/%Y}) précède l'embauche ({emploi.debut:%d/%m/%Y}).")
        if le > timezone.localdate():
            raise RefusMetier(f"La fin ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
        emploi.fin, emploi.raison_fin = le, " ".join(raison.split())
        enregistrer(emploi, par=par)
    consigner("enregistrer la fin d'un emploi", par=par, objet=emploi, detail={"le": ecrire(le)})


@transaction.atomic
def constater(*, emploi: Emploi, mois: int, situation: str, le: date, par: Acteur, preuve: str = "") -> ConstatEmploi:
    """Record what is seen at the end of a month of the job (the sixth is the last); said again, it is replaced.

    Raises RefusMetier for a month that is not over on that day, a day to come, an unknown situation.
    """
    if situation not in SITUATION_6_MOIS:
        raise RefusMetier("Choisissez la situation constatée dans la liste.")
    if not 1 <= mois <= MOIS_DE_SUIVI:
        raise RefusMetier(f"Le suivi dans l'emploi va du 1er au {MOIS_DE_SUIVI}e mois.")
    if le > timezone.localdate():
        raise RefusMetier(f"Le constat ({le:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if le < fin_du_mois(emploi.debut, mois):
        raise RefusMetier(f"Ce mois s'achève le {fin_du_mois(emploi.debut, mois):%d/%m/%Y} : le constat le suit.")
    generations.noter(par.territoire.code, "emploi")
    constat, _ = ConstatEmploi.objects.update_or_create(
        emploi=emploi, mois=mois, defaults={"situation": situation, "le": le, "preuve": preuve.strip()}
    )
    consigner("constater un mois d'emploi", par=par, objet=emploi, detail={"mois": mois, "situation": situation})
    return constat


def _verifier(emploi: Emploi) -> None:
    if emploi.fin_prevue and emploi.fin_prevue < emploi.debut:
        raise RefusMetier(f"La fin prévue ({emploi.fin_prevue:%d/%m/%Y}) précède l'embauche ({emploi.debut:%d/%m/%Y}).")
    if emploi.preuve_du and emploi.preuve_du > timezone.localdate():
        raise RefusMetier(f"La pièce est datée du {emploi.preuve_du:%d/%m/%Y}, dans l'avenir.")
