"""First look at the lines of ``etapes``: the person, the participation that holds each, what to say of its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEtape
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.sortie import est_positive
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.paquets import par_groupes
from deplie.socle.models import LigneLot
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import MOTIFS_POSITIFS

TABLE: Final = "etapes"
# Étapes of employment or training: a follow-up in work stands on one of them (V17).
EMPLOI_OU_FORMATION: Final = (
    "QUALIF", "IAE_ACI", "IAE_EI", "IAE_AI", "IAE_ETTI", "CLAUSE", "AIDE", "ALTERN", "EMPLOI_COURT", "EMPLOI_DUR",
    "CREA", "PREPA",
)  # fmt: skip
_COLONNES: Final = ("id", "ligne", "dispositif_id", "categorie", "date_debut", "date_fin", "statut")
_APPUIS: Final = """
SELECT DISTINCT o.identifiant FROM personnes_personne o
JOIN parcours_participation p ON p.personne_id = o.id JOIN parcours_etape e ON e.participation_id = p.id
WHERE o.territoire_id = %s AND {0} AND {1}
"""


class LigneLue(NamedTuple):
    identifiant: str
    id: int
    ligne: int
    dispositif: int
    categorie: str
    debut: date
    fin: date | None
    statut: str | None


class Rattachement:
    """Attach each line to a participation, or reject it."""

    def __init__(self, course: Course, lieu: Lieu) -> None:
        self.course, self.lieu = course, lieu
        self.mois_de_suivi = reglage(lieu.territoire, "mois_suivi_emploi")

    def faire(self) -> None:
        """Every readable line, packet after packet."""
        for lignes in par_groupes(LigneEtape, self.course.lot.pk, "identifiant", _COLONNES):
            self._paquet(lignes)

    def _paquet(self, lignes: list[tuple[Any, ...]]) -> None:
        identifiants = list(dict.fromkeys(ligne[0] for ligne in lignes))
        personnes = S.lire(self.lieu.territoire.pk, self.course.lot.pk, identifiants)
        appuis = self._appuis([LigneLue(*ligne) for ligne in lignes if ligne[4] == S.SUIVI])
        sorts = []
        for identifiant, suite in groupby(lignes, itemgetter(0)):
            groupe = [LigneLue(*ligne) for ligne in suite]
            appuye = identifiant in appuis or any(ligne.categorie in EMPLOI_OU_FORMATION for ligne in groupe)
            for ligne in groupe:
                sejour = self._rattacher(ligne, personnes.get(identifiant), appuye=appuye)
                sorts.append(("", sejour.entree, ligne.id) if sejour else (LigneLot.REJETEE, None, ligne.id))
        with self.course.paquet():
            sql.modifier(LigneEtape, ("etat", "entree"), sorts)
            self.course.ecrire_messages()
            self.course.avancer(len(lignes))

    def _appuis(self, suivis: Sequence[LigneLue]) -> set[str]:
        """Those of the people followed in work who have a recorded étape of employment or training."""
        if not suivis:
            return set()
        personnes, p = sql.parmi("o.identifiant", list({ligne.identifiant for ligne in suivis}))
        categories, c = sql.parmi("e.categorie", EMPLOI_OU_FORMATION)
        trouves = sql.lire(_APPUIS.format(personnes, categories), [self.lieu.territoire.pk, *p, *c])
        return {identifiant for (identifiant,) in trouves}

    def _rattacher(self, ligne: LigneLue, sejours: list[S.Sejour] | None, *, appuye: bool) -> S.Sejour | None:
        if sejours is None:
            phrase = (
                f"Personne ne porte l'identifiant « {ligne.identifiant} » dans le territoire. "
                "Importez d'abord sa participation, ou corrigez l'identifiant."
            )
            return self._rejeter(ligne, Constat("identifiant", phrase))
        if ligne.fin is not None and ligne.fin < ligne.debut:
            phrase = f"La fin ({_le(ligne.fin)}) précède le début ({_le(ligne.debut)}). Corrigez l'une des deux."
            return self._rejeter(ligne, Constat("date_fin", phrase))
        sejour = S.trouver(sejours, ligne.dispositif, ligne.debut, ligne.categorie, self.mois_de_suivi)
        if sejour is None:
            return self._rejeter(ligne, Constat("date_debut", self._dehors(ligne, sejours)))
        for constat in _remarques(ligne, sejour, self.course.jour, appuye=appuye):
            self.course.avertir(TABLE, Ligne(ligne.id, ligne.ligne), constat.colonne, constat.message)
        return sejour

    def _rejeter(self, ligne: LigneLue, constat: Constat) -> None:
        self.course.rejeter(TABLE, Ligne(ligne.id, ligne.ligne), constat.colonne, constat.message)

    def _dehors(self, ligne: LigneLue, sejours: Sequence[S.Sejour]) -> str:
        code = self.lieu.codes_dispositifs[ligne.dispositif]
        siens = sorted((s for s in sejours if s.dispositif == ligne.dispositif), key=lambda s: s.entree)
        if not siens:
            return f"La personne n'a pas de participation au dispositif {code} : une étape en fait partie."
        connues = ", ".join(f"du {_le(s.entree)} {f'au {_le(s.sortie)}' if s.sortie else 'à ce jour'}" for s in siens)
        suivi = f", ou dans les {self.mois_de_suivi} mois qui suivent la sortie" if ligne.categorie == S.SUIVI else ""
        return (
            f"L'étape commence le {_le(ligne.debut)}, hors de toute participation au dispositif {code} ({connues}). "
            f"Un jour de la participation est attendu{suivi}."
        )


def _remarques(ligne: LigneLue, sejour: S.Sejour, jour: date, *, appuye: bool) -> list[Constat]:
    constats = []
    sortie = sejour.sortie
    if ligne.categorie == S.SUIVI:
        if not appuye and not est_positive(sejour.motif, MOTIFS_POSITIFS):
            phrase = "Un suivi dans l'emploi s'appuie sur une étape d'emploi ou de formation : il n'y en a pas."
            constats.append(Constat("categorie", phrase))
    elif sortie and ligne.fin and ligne.fin > sortie:
        phrase = f"L'étape finit le {_le(ligne.fin)}, après la sortie ({_le(sortie)}) : elle compte jusqu'à la sortie."
        constats.append(Constat("date_fin", phrase))
    if ligne.statut == "EN_COURS" and sortie and sortie <= jour and ligne.categorie != S.SUIVI:
        phrase = f"L'étape est dite en cours alors que la personne est sortie le {_le(sortie)} : terminez-la."
        constats.append(Constat("statut", phrase))
    return constats


def _le(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
