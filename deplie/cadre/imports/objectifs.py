"""The import of ``objectifs``: a target of an indicator over a period, in force from a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from deplie.cadre.imports.colonnes import OBJECTIFS
from deplie.cadre.imports.indicateurs import codes_connus
from deplie.cadre.imports.lignes import LigneObjectif
from deplie.cadre.models import Objectif
from deplie.socle.imports import sql
from deplie.socle.imports.cles import Connue
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.registre import Controle
from deplie.socle.imports.simple import TableSimple
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import Champ, DescriptionTable
from deplie.territoires.models import Dispositif

DISPOSITIF_PAR_DEFAUT: Final = "PLIE"


class TableObjectifs(TableSimple):
    """One line by target."""

    nom = "objectifs"
    ordre = 30
    faits = ("cadre",)
    lignes = LigneObjectif
    modele = Objectif
    colonnes = {"cible": "cible", "source": "source"}
    propres = {
        "dispositif_id": "dispositif_id",
        "indicateur": "indicateur",
        "debut": "debut",
        "fin": "fin",
        "effet": "date_effet",
    }

    @property
    def description(self) -> DescriptionTable:
        return OBJECTIFS

    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        examen = _Examen(_dispositifs(course), [champ.nom for champ in champs])
        return Controle(("dispositif_id", "effet", "cle"), examen)

    def connues(self, course: Course, cles: Sequence[str]) -> dict[str, Connue]:
        # The targets of a territory are few: all of them, whatever the packet.
        lues = sql.lire(
            "SELECT o.id, d.code, o.indicateur, o.debut, o.fin, o.date_effet, o.cible, NULLIF(o.source, '') "
            "FROM cadre_objectif o JOIN territoires_dispositif d ON d.id = o.dispositif_id "
            "JOIN territoires_territoire t ON t.id = d.territoire_id WHERE t.code = %s",
            [course.lot.territoire],
        )
        return {_cle(*ligne[1:6]): Connue(ligne[0], ligne[6:]) for ligne in lues}

    def remarquer(self, course: Course) -> None:
        """V37: two periods of one indicator that overlap, neither holding the other."""
        periodes: dict[tuple[int, str], set[tuple[date, date, int, int]]] = defaultdict(set)
        for ligne in sql.lire(
            f"SELECT dispositif_id, indicateur, debut, fin, id, ligne FROM {LigneObjectif._meta.db_table} "
            "WHERE lot_id = %s AND etat IN ('C', 'M')",
            [course.lot.pk],
        ):
            periodes[ligne[0], ligne[1]].add((*ligne[2:4], ligne[4], ligne[5]))
        for objectif in Objectif.objects.filter(dispositif__territoire__code=course.lot.territoire):
            cle = (objectif.dispositif_id, objectif.indicateur)
            if cle in periodes:
                periodes[cle].add((objectif.debut, objectif.fin, 0, 0))
        for ensemble in periodes.values():
            for une, autre in combinations(sorted(ensemble, key=lambda p: p[2]), 2):
                self._chevauchement(course, une, autre)

    def _chevauchement(
        self, course: Course, une: tuple[date, date, int, int], autre: tuple[date, date, int, int]
    ) -> None:
        debut, fin, numero, ligne = autre
        if not numero or not _a_cheval(une[0], une[1], debut, fin):
            return
        phrase = (
            f"La période chevauche un autre objectif du même indicateur, du {une[0]:%d/%m/%Y} au {une[1]:%d/%m/%Y}. "
            "Deux périodes sont attendues séparées, ou l'une dans l'autre."
        )
        course.avertir(self.nom, Ligne(numero, ligne), "debut", phrase)


def _a_cheval(debut: date, fin: date, autre_debut: date, autre_fin: date) -> bool:
    """Whether two periods share days and neither is inside the other."""
    if fin < autre_debut or autre_fin < debut:
        return False
    dedans = debut <= autre_debut and autre_fin <= fin
    dehors = autre_debut <= debut and fin <= autre_fin
    return not dedans and not dehors


def _dispositifs(course: Course) -> dict[str, int]:
    return dict(Dispositif.objects.filter(territoire__code=course.lot.territoire).values_list("code", "pk"))


def _cle(dispositif: str, indicateur: str, debut: date, fin: date, effet: date) -> str:
    return "|".join((dispositif, indicateur, debut.isoformat(), fin.isoformat(), effet.isoformat()))


class _Examen:
    """Complete a line of ``objectifs``: scheme, date of effect, key."""

    def __init__(self, dispositifs: dict[str, int], noms: Sequence[str]) -> None:
        self.dispositifs, self.rangs = dispositifs, {nom: rang for rang, nom in enumerate(noms)}
        self.codes = codes_connus()

    def __call__(self, valeurs: list[Any]) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        def cellule(nom: str) -> Any:
            return (valeurs[self.rangs[nom]] or None) if nom in self.rangs else None

        rejets: list[Probleme] = []
        dispositif = cellule("dispositif") or DISPOSITIF_PAR_DEFAUT
        numero = self.dispositifs.get(dispositif)
        if numero is None:
            rejets.append(dispositif_inconnu(dispositif, self.dispositifs))
        indicateur, debut, fin = cellule("indicateur"), cellule("debut"), cellule("fin")
        if indicateur and self.codes is not None and indicateur not in self.codes:
            rejets.append(indicateur_inconnu(indicateur))
        if debut and fin and fin < debut:
            rejets.append(dates_inversees(debut, fin))
        effet = cellule("date_effet") or debut
        if not (indicateur and debut and fin):
            return (numero, effet, None), rejets, ()
        return (numero, effet, _cle(dispositif, indicateur, debut, fin, effet)), rejets, ()


def dispositif_inconnu(code: str, connus: dict[str, int]) -> Probleme:
    """The refusal of a scheme that the territory does not run."""
    attendus = ", ".join(connus)
    phrase = f"Le dispositif « {code} » n'est pas déclaré dans le territoire. Attendu : {attendus}."
    return Probleme("dispositif", code, phrase)


def indicateur_inconnu(code: str) -> Probleme:
    """The refusal of a code that no catalogue knows."""
    phrase = f"L'indicateur « {code} » n'est pas au catalogue. Les codes se lisent par la commande deplie indicateurs."
    return Probleme("indicateur", code, phrase)


def dates_inversees(debut: date, fin: date) -> Probleme:
    """The refusal of a period that ends before it begins."""
    phrase = f"La fin ({fin:%d/%m/%Y}) précède le début ({debut:%d/%m/%Y}). Corrigez l'une des deux."
    return Probleme("fin", fin.isoformat(), phrase)
