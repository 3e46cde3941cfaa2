"""The import of ``diagnostics``: a row is a participation and a day. A validated one stays; a later day revises it.

Once a version is validated, the freins that hold the person back are followed, as when it is validated here. What a
file does not say of health stays as it was, from a version to the next too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from deplie.parcours.imports import acteurs
from deplie.parcours.imports.colonnes import DIAGNOSTICS
from deplie.parcours.imports.colonnes.diagnostics import REPONSES
from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneDiagnostic
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
from deplie.parcours.models import Diagnostic, FreinSuivi, PointDiagnostic
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.diagnostic import A_SUIVRE, EN_COURS, SANTE, VALIDE, refus_de_valider
from deplie.parcours.rules.entretien import mots_de_sante
from deplie.socle.imports import sql
from deplie.socle.imports.cles import ne_change_rien
from deplie.socle.imports.course import Course
from deplie.socle.imports.lecture import texte_de_liste
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import VIDE, DescriptionTable

_LIGNES: Final = LigneDiagnostic._meta.db_table
_TEXTES: Final = ("projet", "metier", "savoir_faire")
# Column of the file: its column in the table, its value there, what it holds when nothing is said.
_ECRITES: Final = {
    "statut": ("statut", "l.statut", f"'{EN_COURS}'"),
    "agent": ("agent_id", "a.id", "NULL"),
    "rayon_km": ("rayon_km", "l.rayon_km", "NULL"),
    **{
        colonne: (colonne, f"l.{colonne}", "''")
        for colonne in ("projet_etat", *_TEXTES, "code_rome", "permis", "vehicule", "transport")
    },
}
_AGENT: Final = "LEFT JOIN acteurs_agent a ON a.territoire_id = %s AND a.courriel = l.agent"
_CONNUS: Final = (
    "SELECT m.identifiant, p.dispositif_id, p.date_entree, o.le, o.id, "
    + ", ".join(
        {"agent": "a.courriel", "rayon_km": "o.rayon_km"}.get(colonne, f"NULLIF(o.{colonne}, '')")
        for colonne in _ECRITES
    )
    + " FROM parcours_diagnostic o JOIN parcours_participation p ON p.id = o.participation_id "
    "JOIN personnes_personne m ON m.id = p.personne_id LEFT JOIN acteurs_agent a ON a.id = o.agent_id "
    "WHERE m.territoire_id = %s AND {0} ORDER BY o.participation_id, o.rang"
)
_LA_SANTE: Final = ("FREIN", SANTE)
Points = dict[tuple[str, str], str]


class TableDiagnostics(TableSuivie):
    """One line by version of a diagnostic."""

    nom = "diagnostics"
    ordre = 25
    faits = ("diagnostic", "frein", "acteur")
    lignes = LigneDiagnostic
    comparees = (*_ECRITES, *REPONSES, "sante")

    @property
    def description(self) -> DescriptionTable:
        return DIAGNOSTICS

    def completer(
        self, lieu: Lieu, cellules: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        rejets, avertissements = lire_le_metier(cellules)
        if texte := cellules.get("savoir_faire"):
            cellules["savoir_faire"] = "\n".join(s for s in map(str.strip, re.split(r"[|\n]", texte)) if s)
        for colonne in _TEXTES:
            if mots := mots_de_sante(cellules.get(colonne) or ""):
                phrase = (
                    f"Ce texte semble parler de santé (« {' », « '.join(mots[:3])} ») : dites-la par son niveau, dans "
                    "la colonne « Frein de santé »."
                )
                rejets.append(Probleme(colonne, "", phrase))
        return (), rejets, avertissements

    def dossiers(self, lieu: Lieu, lot: int, identifiants: Sequence[str]) -> dict[str, Dossier]:
        territoire = lieu.territoire.pk
        dossiers = {qui: Dossier(lus) for qui, lus in S.lire(territoire, lot, identifiants).items()}
        condition, parametres = sql.parmi("m.identifiant", identifiants)
        lus = sql.lire(_CONNUS.format(condition), [territoire, *parametres])
        tenus = _tenus([ligne[4] for ligne in lus])
        for qui, dispositif, entree, jour, numero, *contenu in lus:
            points = tenus.get(numero, {})
            listes = [_codes_de(points, colonne) for colonne in REPONSES]
            # Two versions of one day: the last.
            dossiers[qui].connues[qui, dispositif, entree, jour] = Connue(
                numero, (*contenu, *listes, points.get(_LA_SANTE))
            )
        return dossiers

    def situer(self, lieu: Lieu, ligne: LigneLue, dossier: Dossier, course: Course) -> Constat | None:
        if dossier.sejours is None:
            return personne_inconnue(ligne.identifiant)
        jour: date = ligne.cellules["date_diagnostic"]
        if jour > course.jour:
            phrase = f"Le diagnostic ({le(jour)}) est dans l'avenir. Une date passée est attendue."
            return Constat("date_diagnostic", phrase)
        sejour = S.trouver(dossier.sejours, ligne.dispositif, jour, "", 0)
        if sejour is None:
            phrase = (
                f"Le diagnostic ({le(jour)}) n'est dans aucune participation de la personne à ce dispositif : "
                "il s'établit pendant le parcours."
            )
            return Constat("date_diagnostic", phrase)
        ligne.entree = sejour.entree
        ligne.cle = (ligne.identifiant, ligne.dispositif, sejour.entree, jour)
        return None

    def verifier(self, fiche: Fiche, dossier: Dossier, course: Course) -> Constat | None:
        connue = fiche.connue
        if connue and connue.contenu[0] == VALIDE and not ne_change_rien(fiche.final, connue.contenu):
            phrase = "Ce diagnostic est validé : un fichier ne le change pas. Datez sa révision d'un jour qui le suit."
            return Constat("date_diagnostic", phrase)
        vus: dict[str, set[str]] = {}
        for colonne, (nature, _) in REPONSES.items():
            codes = set(_codes(fiche.valeurs[colonne]))
            if codes & vus.setdefault(nature, set()):
                phrase = "Un même code aurait deux niveaux. Gardez-en un ; #VIDE efface la liste qui ne le tient plus."
                return Constat(colonne, phrase)
            vus[nature] |= codes
        return None

    def ensemble(self, fiches: Mapping[Cle, Fiche], dossier: Dossier, lieu: Lieu) -> dict[Cle, Constat]:
        """Versions follow one another, one in progress at a time; what is validated is whole."""
        refus: dict[Cle, Constat] = {}
        for parcours in {cle[:3] for cle in fiches}:
            jours = sorted(cle for cle in {*dossier.connues, *fiches} if cle[:3] == parcours)
            dernier = max((cle[3] for cle in dossier.connues if cle[:3] == parcours), default=None)
            en_cours, sante = None, None
            for cle in jours:
                fiche, connue = fiches.get(cle), dossier.connues.get(cle)
                constat = self._suite(fiche, cle[3], dernier, en_cours, sante) if fiche else None
                if constat:
                    refus[cle] = constat
                if fiche and not constat:
                    retenue, sante = fiche.valeurs, _sante(fiche, sante)
                elif connue:
                    retenue = dict(zip(self.comparees, connue.contenu, strict=True))
                    sante = retenue["sante"]
                else:
                    continue
                en_cours = cle[3] if retenue["statut"] == EN_COURS else en_cours
        return refus

    def _suite(
        self, fiche: Fiche, jour: date, dernier: date | None, en_cours: date | None, sante: str | None
    ) -> Constat | None:
        """Why a version cannot take its place after those before it."""
        if fiche.connue is None and dernier and jour < dernier:
            phrase = f"La dernière version est du {le(dernier)}. Une date qui la suit est attendue."
            return Constat("date_diagnostic", phrase)
        if fiche.connue is None and en_cours:
            phrase = f"Le diagnostic du {le(en_cours)} est en cours de rédaction : validez-le d'abord."
            return Constat("date_diagnostic", phrase)
        if fiche.valeurs["statut"] != VALIDE or (fiche.connue and fiche.connue.contenu[0] == VALIDE):
            return None
        phrase = refus_de_valider(_points(fiche.valeurs, _sante(fiche, sante)), fiche.valeurs["savoir_faire"] or "")
        return Constat("statut", phrase) if phrase else None

    def annoncer(self, course: Course, lieu: Lieu) -> None:
        acteurs.annoncer_agents(course, lieu, acteurs.DIAGNOSTIQUEURS)

    def appliquer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        territoire, lignes = lieu.territoire.pk, sql.Portees(LigneDiagnostic, course.lot.pk)
        if not lignes.actes:
            return
        acteurs.creer_agents(course, lieu, acteurs.DIAGNOSTIQUEURS)
        # What was in progress first: it may leave its place to a version that follows.
        if lignes.actes & MODIFIER:
            valeurs = ", ".join(f"{e} = {self.reprise(c, lue, e, rien)}" for c, (e, lue, rien) in _ECRITES.items())
            condition = lignes.portant(MODIFIER)
            sql.executer(
                f"UPDATE parcours_diagnostic AS o SET {valeurs} FROM {_LIGNES} l {_AGENT} "
                f"WHERE {condition} AND o.id = l.numero",
                [territoire],
            )
            suivies = f"o.id IN (SELECT l.numero FROM {_LIGNES} l WHERE {condition})"
            self.historiser(course, Diagnostic, suivies, [], "~")
        if lignes.actes & CREER:
            avant = sql.dernier(Diagnostic)
            colonnes = ", ".join(ecrite for ecrite, _, _ in _ECRITES.values())
            valeurs = ", ".join(f"COALESCE({lue}, {rien})" for _, lue, rien in _ECRITES.values())
            sql.executer(
                f"INSERT INTO parcours_diagnostic (participation_id, le, rang, {colonnes}) "
                "SELECT p.id, l.date_diagnostic, COALESCE((SELECT MAX(d.rang) FROM parcours_diagnostic d "
                "WHERE d.participation_id = p.id), 0) + ROW_NUMBER() OVER (PARTITION BY p.id "
                f"ORDER BY l.date_diagnostic), {valeurs} FROM {_LIGNES} l {LA_PERSONNE} {LA_PARTICIPATION} {_AGENT} "
                f"WHERE {lignes.portant(CREER)} ORDER BY p.id, l.date_diagnostic",
                [territoire, territoire],
            )
            du_territoire = (
                "o.participation_id IN (SELECT p.id FROM parcours_participation p JOIN territoires_dispositif d "
                "ON d.id = p.dispositif_id WHERE d.territoire_id = %s)"
            )
            self.historiser(course, Diagnostic, f"o.id > %s AND {du_territoire}", [avant, territoire], "+")
        numeros = self._noter(lignes, territoire)
        self._suivre(course, numeros)

    def _noter(self, lignes: sql.Portees, territoire: int) -> list[int]:
        """Write the answers that the lines tell or erase, beside those already there. The diagnostics written."""
        colonnes = (*REPONSES, "sante")
        lues = sql.lire(
            f"SELECT o.id, o.participation_id, o.rang, l.actions, l.vides, {', '.join(f'l.{c}' for c in colonnes)} "
            f"FROM {_LIGNES} l {LA_PERSONNE} {LA_PARTICIPATION} JOIN parcours_diagnostic o "
            "ON o.participation_id = p.id AND (o.id = l.numero OR (l.numero IS NULL AND o.le = l.date_diagnostic)) "
            f"WHERE {lignes.du_lot} AND l.actions <> 0 ORDER BY o.participation_id, o.rang",
            [territoire],
        )
        tenus = _tenus([ligne[0] for ligne in lues])
        santes = _santes([ligne[1] for ligne in lues])
        for numero, participation, rang, actes, vides, *cellules in lues:
            points = tenus.setdefault(numero, {})
            for colonne, texte in zip(REPONSES, cellules, strict=False):
                if texte or vides & self._bits[colonne]:
                    _remplacer(points, colonne, texte)
            if cellules[-1]:
                points[_LA_SANTE] = cellules[-1]
            elif vides & self._bits["sante"]:
                points.pop(_LA_SANTE, None)
            elif actes & CREER and (avant := santes.get((participation, rang - 1))):
                points[_LA_SANTE] = avant
            if _LA_SANTE in points:
                santes[participation, rang] = points[_LA_SANTE]
        ecrits = [
            PointDiagnostic(diagnostic_id=numero, nature=nature, code=code, reponse=reponse)
            for numero, points in tenus.items()
            for (nature, code), reponse in sorted(points.items())
        ]
        condition, parametres = sql.parmi("diagnostic_id", list(tenus))
        sql.executer(f"DELETE FROM parcours_pointdiagnostic WHERE {condition}", parametres)
        PointDiagnostic.objects.bulk_create(ecrits, batch_size=1_000)
        return list(tenus)

    def _suivre(self, course: Course, numeros: Sequence[int]) -> None:
        """Freins that hold the person back are followed from the day of the version that is validated."""
        condition, parametres = sql.parmi("o.id", numeros)
        reponses, a_suivre = sql.parmi("c.reponse", sorted(A_SUIVRE))
        avant = sql.dernier(FreinSuivi)
        # The first version of the run that names a theme opens it, unless it is followed already.
        sql.executer(
            "INSERT INTO parcours_freinsuivi (participation_id, theme, precision, identifie_le, identifie_par_id) "
            "SELECT v.participation_id, v.code, '', v.le, v.agent_id FROM (SELECT o.participation_id, c.code, o.le, "
            "o.agent_id, ROW_NUMBER() OVER (PARTITION BY o.participation_id, c.code ORDER BY o.rang) AS place "
            "FROM parcours_diagnostic o JOIN parcours_pointdiagnostic c ON c.diagnostic_id = o.id "
            f"WHERE {condition} AND o.statut = '{VALIDE}' AND c.nature = 'FREIN' AND {reponses}) v "
            "WHERE v.place = 1 AND NOT EXISTS (SELECT 1 FROM parcours_freinsuivi f WHERE f.leve_le IS NULL "
            "AND f.participation_id = v.participation_id AND f.theme = v.code) ORDER BY v.participation_id, v.code",
            [*parametres, *a_suivre],
        )
        leurs = f"SELECT o.participation_id FROM parcours_diagnostic o WHERE {condition}"
        siens = f"o.id > %s AND o.participation_id IN ({leurs})"
        self.historiser(course, FreinSuivi, siens, [avant, *parametres], "+")


def _tenus(diagnostics: Sequence[int]) -> dict[int, Points]:
    """The answers of these diagnostics."""
    condition, parametres = sql.parmi("diagnostic_id", diagnostics)
    tenus: dict[int, Points] = {}
    for numero, nature, code, reponse in sql.lire(
        f"SELECT diagnostic_id, nature, code, reponse FROM parcours_pointdiagnostic WHERE {condition}", parametres
    ):
        tenus.setdefault(numero, {})[nature, code] = reponse
    return tenus


def _santes(participations: Sequence[int]) -> dict[tuple[int, int], str]:
    """``{(participation, version): level of health}``."""
    condition, parametres = sql.parmi("o.participation_id", participations)
    lues = sql.lire(
        "SELECT o.participation_id, o.rang, c.reponse FROM parcours_diagnostic o JOIN parcours_pointdiagnostic c "
        f"ON c.diagnostic_id = o.id WHERE c.nature = 'FREIN' AND c.code = %s AND {condition}",
        [SANTE, *parametres],
    )
    return {(participation, rang): reponse for participation, rang, reponse in lues}


def _remplacer(points: Points, colonne: str, texte: str | None) -> None:
    """Give the level of a column to the codes it names, and to them alone."""
    nature, reponse = REPONSES[colonne]
    for cle in [c for c, r in points.items() if c[0] == nature and r == reponse and c != _LA_SANTE]:
        del points[cle]
    points |= {(nature, code): reponse for code in _codes(texte)}


def _sante(fiche: Fiche, avant: str | None) -> str | None:
    """The level of health of a row: a new version that says nothing of it keeps that of the version before."""
    dite: str | None = fiche.valeurs["sante"]
    return dite or (avant if fiche.connue is None and fiche.final[-1] is not VIDE else None)


def _points(valeurs: Mapping[str, Any], sante: str | None) -> Points:
    """The answers of a row, health included."""
    points = {(nature, code): r for colonne, (nature, r) in REPONSES.items() for code in _codes(valeurs[colonne])}
    return points | ({_LA_SANTE: sante} if sante else {})


def _codes_de(points: Points, colonne: str) -> str | None:
    """The list of a column, as it is staged; health is not of it."""
    nature, reponse = REPONSES[colonne]
    codes = [cle[1] for cle, r in points.items() if cle[0] == nature and r == reponse and cle != _LA_SANTE]
    return texte_de_liste(codes) or None


def _codes(texte: str | None) -> list[str]:
    return [code for code in (texte or "").strip("|").split("|") if code]
