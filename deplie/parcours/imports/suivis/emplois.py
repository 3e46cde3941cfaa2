"""The import of ``emplois``: a row is a participation, a contract and a first day; its months hang on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from deplie.parcours.imports.colonnes import EMPLOIS
from deplie.parcours.imports.colonnes.emplois import PREUVES, SITUATIONS
from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEmploi
from deplie.parcours.imports.suivis.commun import (
    CREER,
    LA_PARTICIPATION,
    LA_PERSONNE,
    MODIFIER,
    Cle,
    Connue,
    Dossier,
    Fiche,
    LigneLue,
    TableSuivie,
    le,
    personne_inconnue,
)
from deplie.parcours.imports.suivis.metier import lire_le_metier
from deplie.parcours.models import ConstatEmploi, Emploi
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.emploi import fin_du_mois
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import DescriptionTable

_LIGNES: Final = LigneEmploi._meta.db_table
# Column of the file: its column in the table.
_ECRITES: Final = {
    "fin_prevue": "fin_prevue", "fin_emploi": "fin", "raison_fin": "raison_fin", "employeur": "employeur",
    "metier": "metier", "code_rome": "code_rome", "quotite": "quotite", "preuve": "preuve", "preuve_du": "preuve_du",
}  # fmt: skip
_NULLES: Final = frozenset({"fin_prevue", "fin", "quotite", "preuve_du"})
_CONNUS: Final = (
    "SELECT m.identifiant, p.dispositif_id, p.date_entree, o.contrat, o.debut, o.id, "
    + ", ".join(f"o.{c}" if c in _NULLES else f"NULLIF(o.{c}, '')" for c in _ECRITES.values())
    + " FROM parcours_emploi o JOIN parcours_participation p ON p.id = o.participation_id "
    "JOIN personnes_personne m ON m.id = p.personne_id WHERE m.territoire_id = %s AND {0} ORDER BY o.id"
)
_SUSPENDUES: Final = (
    "SELECT m.identifiant, p.dispositif_id, p.date_entree FROM parcours_suspension s "
    "JOIN parcours_participation p ON p.id = s.participation_id JOIN personnes_personne m ON m.id = p.personne_id "
    "WHERE s.fin IS NULL AND m.territoire_id = %s AND {0}"
)


class TableEmplois(TableSuivie):
    """One line by job followed up."""

    nom = "emplois"
    ordre = 26
    faits = ("emploi",)
    lignes = LigneEmploi
    comparees = (*_ECRITES, *SITUATIONS, *PREUVES)

    @property
    def description(self) -> DescriptionTable:
        return EMPLOIS

    def completer(
        self, lieu: Lieu, cellules: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        return (), *lire_le_metier(cellules)

    def dossiers(self, lieu: Lieu, lot: int, identifiants: Sequence[str]) -> dict[str, Dossier]:
        territoire = lieu.territoire.pk
        dossiers = {qui: Dossier(lus) for qui, lus in S.lire(territoire, lot, identifiants).items()}
        condition, parametres = sql.parmi("m.identifiant", identifiants)
        lus = sql.lire(_CONNUS.format(condition), [territoire, *parametres])
        mois = _constats([ligne[5] for ligne in lus])
        for qui, dispositif, entree, contrat, debut, numero, *contenu in lus:
            suivi = mois.get(numero, {})
            constats = [suivi.get((rang, nom)) for nom in ("situation", "preuve") for rang in range(1, 7)]
            cle = (qui, dispositif, entree, contrat, debut)
            dossiers[qui].connues[cle] = Connue(numero, (*contenu, *constats))
        for qui, dispositif, entree in sql.lire(_SUSPENDUES.format(condition), [territoire, *parametres]):
            dossiers[qui].suspendus.add((dispositif, entree))
        return dossiers

    def situer(self, lieu: Lieu, ligne: LigneLue, dossier: Dossier, course: Course) -> Constat | None:
        if dossier.sejours is None:
            return personne_inconnue(ligne.identifiant)
        debut: date = ligne.cellules["date_embauche"]
        if debut > course.jour:
            phrase = f"L'embauche ({le(debut)}) est dans l'avenir. Une date passée est attendue."
            return Constat("date_embauche", phrase)
        sejour = S.trouver(dossier.sejours, ligne.dispositif, debut, "", 0)
        if sejour is None:
            phrase = (
                f"L'embauche ({le(debut)}) n'est dans aucune participation de la personne à ce dispositif : "
                "un emploi suivi commence pendant le parcours."
            )
            return Constat("date_embauche", phrase)
        ligne.entree = sejour.entree
        ligne.cle = (ligne.identifiant, ligne.dispositif, sejour.entree, ligne.cellules["contrat"], debut)
        return None

    def verifier(self, fiche: Fiche, dossier: Dossier, course: Course) -> Constat | None:
        debut, fin = fiche.derniere.cellules["date_embauche"], fiche.valeurs["fin_emploi"]
        if fin and fin < debut:
            return Constat(
                "fin_emploi", f"La fin ({le(fin)}) précède l'embauche ({le(debut)}). Corrigez l'une des deux."
            )
        if fin and fin > course.jour:
            return Constat("fin_emploi", f"La fin ({le(fin)}) est dans l'avenir : donnez-la comme fin prévue.")
        for rang, (situation, preuve) in enumerate(zip(SITUATIONS, PREUVES, strict=True), start=1):
            acheve = fin_du_mois(debut, rang)
            if fiche.valeurs[situation] and acheve > course.jour:
                return Constat(situation, f"Ce mois s'achève le {le(acheve)} : le constat le suit.")
            if fiche.valeurs[preuve] and not fiche.valeurs[situation]:
                return Constat(preuve, "Une preuve est donnée sans la situation de ce mois. Indiquez la situation.")
        return None

    def ensemble(self, fiches: Mapping[Cle, Fiche], dossier: Dossier, lieu: Lieu) -> dict[Cle, Constat]:
        """One job open at a time in a participation, and none while it is suspended."""
        place = self.comparees.index("fin_emploi")
        ouverts = {cle for cle, connue in dossier.connues.items() if connue.contenu[place] is None}
        ouverts -= {cle for cle, fiche in fiches.items() if fiche.valeurs["fin_emploi"]}
        refus = {}
        for cle, fiche in fiches.items():
            if fiche.valeurs["fin_emploi"] or cle in ouverts:
                continue
            if any(autre[:3] == cle[:3] for autre in ouverts):
                refus[cle] = Constat("date_embauche", "Un emploi est déjà suivi : terminez-le d'abord.")
            elif cle[1:3] in dossier.suspendus:
                refus[cle] = Constat("date_embauche", "Le parcours est suspendu : reprenez-le d'abord.")
            else:
                ouverts.add(cle)
        return refus

    def appliquer(self, course: Course) -> None:
        territoire = Lieu.lire(course.lot.territoire).territoire.pk
        lignes = sql.Portees(LigneEmploi, course.lot.pk)
        if lignes.actes & MODIFIER:
            valeurs = ", ".join(f"{e} = {self.reprise(c, f'l.{c}', e, _rien(e))}" for c, e in _ECRITES.items())
            condition = lignes.portant(MODIFIER)
            # Those that end first: one job open at most, after each statement.
            for fin in ("IS NOT NULL", "IS NULL"):
                sql.executer(
                    f"UPDATE parcours_emploi AS o SET {valeurs} FROM {_LIGNES} l WHERE {condition} AND o.id = l.numero "
                    f"AND {self.reprise('fin_emploi', 'l.fin_emploi', 'fin', 'NULL')} {fin}"
                )
            self.historiser(course, Emploi, f"o.id IN (SELECT l.numero FROM {_LIGNES} l WHERE {condition})", [], "~")
        if lignes.actes & CREER:
            avant = sql.dernier(Emploi)
            valeurs = ", ".join(f"l.{c}" if e in _NULLES else f"COALESCE(l.{c}, '')" for c, e in _ECRITES.items())
            sql.executer(
                f"INSERT INTO parcours_emploi (participation_id, contrat, debut, {', '.join(_ECRITES.values())}) "
                f"SELECT p.id, l.contrat, l.date_embauche, {valeurs} FROM {_LIGNES} l {LA_PERSONNE} {LA_PARTICIPATION} "
                f"WHERE {lignes.portant(CREER)} ORDER BY p.id, l.date_embauche, l.id",
                [territoire],
            )
            du_territoire = (
                "o.participation_id IN (SELECT p.id FROM parcours_participation p JOIN territoires_dispositif d "
                "ON d.id = p.dispositif_id WHERE d.territoire_id = %s)"
            )
            self.historiser(course, Emploi, f"o.id > %s AND {du_territoire}", [avant, territoire], "+")
        if lignes.actes:
            self._constater(lignes, territoire)

    def _constater(self, lignes: sql.Portees, territoire: int) -> None:
        """The months that the lines tell, beside those already seen; a month erased is forgotten."""
        lues = sql.lire(
            f"SELECT o.id, o.debut, l.vides, {', '.join(f'l.{c}' for c in (*SITUATIONS, *PREUVES))} FROM {_LIGNES} l "
            f"{LA_PERSONNE} {LA_PARTICIPATION} JOIN parcours_emploi o ON o.participation_id = p.id "
            f"AND o.contrat = l.contrat AND o.debut = l.date_embauche WHERE {lignes.du_lot} AND l.actions <> 0 "
            "ORDER BY o.id",
            [territoire],
        )
        connus = _constats([ligne[0] for ligne in lues])
        a_ecrire, oublies = [], []
        for numero, debut, vides, *cellules in lues:
            connu = connus.get(numero, {})
            for rang in range(1, len(SITUATIONS) + 1):
                situation = self._mois(vides, SITUATIONS[rang - 1], cellules[rang - 1], connu.get((rang, "situation")))
                preuve = self._mois(vides, PREUVES[rang - 1], cellules[rang + 5], connu.get((rang, "preuve")))
                if situation:
                    jour = fin_du_mois(_jour(debut), rang)
                    a_ecrire.append(ConstatEmploi(emploi_id=numero, mois=rang, situation=situation, le=jour,
                                                  preuve=preuve or ""))  # fmt: skip
                elif connu.get((rang, "situation")):
                    oublies.append((numero, rang))
        ConstatEmploi.objects.bulk_create(
            a_ecrire, batch_size=1_000, update_conflicts=True, unique_fields=["emploi", "mois"],
            update_fields=["situation", "preuve"],
        )  # fmt: skip
        for numero, rang in oublies:
            ConstatEmploi.objects.filter(emploi=numero, mois=rang).delete()

    def _mois(self, vides: int, colonne: str, lue: str | None, connue: str | None) -> str | None:
        return None if vides & self._bits[colonne] else lue or connue


def _constats(emplois: Sequence[int]) -> dict[int, dict[tuple[int, str], str]]:
    """``{job: {(month, « situation » or « preuve »): value}}``."""
    condition, parametres = sql.parmi("emploi_id", emplois)
    mois: dict[int, dict[tuple[int, str], str]] = {}
    for emploi, rang, situation, preuve in sql.lire(
        f"SELECT emploi_id, mois, situation, preuve FROM parcours_constatemploi WHERE {condition}", parametres
    ):
        mois.setdefault(emploi, {})[rang, "situation"] = situation
        if preuve:
            mois[emploi][rang, "preuve"] = preuve
    return mois


def _rien(colonne: str) -> str:
    return "NULL" if colonne in _NULLES else "''"


def _jour(lu: Any) -> date:
    return date.fromisoformat(lu) if isinstance(lu, str) else lu
