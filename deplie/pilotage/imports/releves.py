"""The import of ``releves``: figures declared or published by somebody, with a document behind and no rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deplie.cadre.imports.objectifs import dates_inversees, dispositif_inconnu, indicateur_inconnu
from deplie.pilotage.imports.colonnes import RELEVES
from deplie.pilotage.imports.indicateurs import codes_connus
from deplie.pilotage.imports.lignes import LigneReleve
from deplie.pilotage.models import Releve
from deplie.pilotage.rules.cle_releve import cle_de_releve
from deplie.socle.imports import sql
from deplie.socle.imports.cles import Connue
from deplie.socle.imports.course import Course
from deplie.socle.imports.registre import Controle
from deplie.socle.imports.simple import TableSimple
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import Champ, DescriptionTable
from deplie.territoires.models import Dispositif, Territoire

_REPRISES = ("libelle", "valeur", "unite", "base", "decimales", "date_publication", "qualificatif", "statut")
_DE_LA_CLE = ("organisme", "indicateur", "debut", "fin", "ventilation", "source")
_NOMBRES = {"valeur", "base", "decimales", "date_publication"}


class TableReleves(TableSimple):
    """One line by declared figure."""

    nom = "releves"
    ordre = 40
    faits = ("releve",)
    lignes = LigneReleve
    modele = Releve
    colonnes = {colonne: colonne for colonne in _REPRISES}
    propres = {colonne: colonne for colonne in (*_DE_LA_CLE, "territoire_id", "dispositif_id", "cle")}

    @property
    def description(self) -> DescriptionTable:
        return RELEVES

    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        return Controle(("territoire_id", "dispositif_id", "cle"), _Examen(course, [champ.nom for champ in champs]))

    def connues(self, course: Course, cles: Sequence[str]) -> dict[str, Connue]:
        condition, parametres = sql.parmi("o.cle", cles)
        colonnes = ", ".join(f"o.{c}" if c in _NOMBRES else f"NULLIF(o.{c}, '')" for c in _REPRISES)
        lues = sql.lire(
            f"SELECT o.cle, o.id, {colonnes} FROM pilotage_releve o JOIN territoires_territoire t "
            f"ON t.id = o.territoire_id WHERE t.code = %s AND {condition}",
            [course.lot.territoire, *parametres],
        )
        return {ligne[0]: Connue(ligne[1], ligne[2:]) for ligne in lues}


class _Examen:
    """Complete a line of ``releves``: territory, scheme, key."""

    def __init__(self, course: Course, noms: Sequence[str]) -> None:
        self.territoire = Territoire.objects.get(code=course.lot.territoire).pk
        schemas = Dispositif.objects.filter(territoire=self.territoire).values_list("code", "pk")
        self.dispositifs = dict(schemas)
        self.rangs = {nom: rang for rang, nom in enumerate(noms)}
        self.codes = codes_connus()

    def __call__(self, valeurs: list[Any]) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        def cellule(nom: str) -> Any:
            return (valeurs[self.rangs[nom]] or None) if nom in self.rangs else None

        rejets: list[Probleme] = []
        dispositif, indicateur = cellule("dispositif"), cellule("indicateur")
        numero = self.dispositifs.get(dispositif) if dispositif else None
        if dispositif and numero is None:
            rejets.append(dispositif_inconnu(dispositif, self.dispositifs))
        if indicateur and indicateur not in self.codes:
            rejets.append(indicateur_inconnu(indicateur))
        debut, fin = cellule("debut"), cellule("fin")
        if debut and fin and fin < debut:
            rejets.append(dates_inversees(debut, fin))
        if not (debut and fin and cellule("source") and (indicateur or cellule("libelle"))):
            return (self.territoire, numero, None), rejets, ()
        cle = cle_de_releve(
            organisme=cellule("organisme") or "",
            indicateur=indicateur or "",
            libelle=cellule("libelle") or "",
            dispositif=dispositif or "",
            debut=debut,
            fin=fin,
            ventilation=cellule("ventilation") or "",
            source=cellule("source"),
        )
        return (self.territoire, numero, cle), rejets, ()
