"""The import of ``entretiens``: a row is a person, who receives them, a day and an hour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from deplie.parcours.actions.prescription import JOURS_D_ATTENTE
from deplie.parcours.imports import acteurs
from deplie.parcours.imports.colonnes import ENTRETIENS
from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEntretien
from deplie.parcours.imports.suivis.commun import (
    CREER,
    DU_TERRITOIRE,
    LA_PARTICIPATION,
    LA_PERSONNE,
    MODIFIER,
    Connue,
    Dossier,
    Fiche,
    LigneLue,
    TableSuivie,
    le,
    personne_inconnue,
)
from deplie.parcours.models import Entretien, Participation
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.entretien import (
    ABSENT,
    ANNULE,
    DUREE_HABITUELLE,
    PREVU,
    TENU,
    mots_de_sante,
    refus_d_absence,
    refus_de_passer,
    refus_de_tenir,
)
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import DescriptionTable

_HEURE: Final = re.compile(r"(\d{1,2})\s*(?:[hH:]\s*(\d{2})?)?(?::\d{2})?", re.A)
PAR_DEFAUT: Final = time(9)
_LIGNES: Final = LigneEntretien._meta.db_table
_AGENT: Final = "JOIN acteurs_agent a ON a.territoire_id = %s AND a.courriel = l.agent"
# Column of the file, its column in the table, what it holds when nothing is said.
_ECRITES: Final = {
    "statut": f"'{PREVU}'", "duree": str(DUREE_HABITUELLE), "mode": "'PRESENCE'", "lieu": "''", "objet": "''",
    "note": "''",
}  # fmt: skip
_CONNUS: Final = (
    "SELECT m.identifiant, a.courriel, o.debut, o.id, o.statut, o.duree, o.mode, NULLIF(o.lieu, ''), "
    "NULLIF(o.objet, ''), NULLIF(o.note, '') FROM parcours_entretien o "
    "JOIN personnes_personne m ON m.id = o.personne_id JOIN acteurs_agent a ON a.id = o.agent_id "
    "WHERE m.territoire_id = %s AND {0} ORDER BY o.id"
)


class TableEntretiens(TableSuivie):
    """One line by appointment."""

    nom = "entretiens"
    ordre = 24
    # An interview may begin a parcours.
    faits = ("entretien", "sejour", "acteur")
    lignes = LigneEntretien
    comparees = tuple(_ECRITES)
    lues_en_plus = ("debut",)

    @property
    def description(self) -> DescriptionTable:
        return ENTRETIENS

    def completer(
        self, lieu: Lieu, cellules: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        jour, ecrite = cellules.get("date_entretien"), cellules.get("heure")
        heure = heure_lue(ecrite) if ecrite else PAR_DEFAUT
        if heure is None:
            phrase = f"« {ecrite} » n'est pas une heure. Écrivez-la comme 9 h 30 ou 09:30."
            return (None,), (Probleme("heure", str(ecrite), phrase),), ()
        debut = _pour_la_base(timezone.make_aware(datetime.combine(jour, heure))) if jour else None
        mots = mots_de_sante(cellules.get("note") or "")
        if not mots:
            return (debut,), (), ()
        phrase = (
            f"La note semble parler de santé (« {' », « '.join(mots[:3])} ») : dites ce que la personne peut et veut, "
            "non ce qu'elle a."
        )
        return (debut,), (), (Probleme("note", "", phrase),)

    def dossiers(self, lieu: Lieu, lot: int, identifiants: Sequence[str]) -> dict[str, Dossier]:
        dossiers = {qui: Dossier(lus) for qui, lus in S.lire(lieu.territoire.pk, lot, identifiants).items()}
        for qui in prescrits(lot, identifiants):
            dossiers.setdefault(qui, Dossier([]))
        condition, parametres = sql.parmi("m.identifiant", identifiants)
        for qui, agent, debut, numero, *contenu in sql.lire(
            _CONNUS.format(condition), [lieu.territoire.pk, *parametres]
        ):
            cle = (qui, agent, _moment(debut).isoformat())
            connues = dossiers[qui].connues
            # A cancelled appointment leaves its place to the one that was made again.
            if cle not in connues or contenu[0] != ANNULE:
                connues[cle] = Connue(numero, tuple(contenu))
        return dossiers

    def situer(self, lieu: Lieu, ligne: LigneLue, dossier: Dossier, course: Course) -> Constat | None:
        if dossier.sejours is None:
            return personne_inconnue(ligne.identifiant)
        jour, debut = ligne.cellules["date_entretien"], _moment(ligne.cellules["debut"])
        ligne.cle = (ligne.identifiant, ligne.cellules["agent"], debut.isoformat())
        sejour = S.trouver(dossier.sejours, ligne.dispositif, jour, "", 0)
        ligne.entree = sejour.entree if sejour else None
        bientot = any(jour < s.entree <= jour + timedelta(days=JOURS_D_ATTENTE) for s in dossier.sejours)
        if sejour is None and dossier.sejours and not bientot:
            phrase = "Aucune participation n'est ouverte ce jour-là : l'entretien est gardé hors de tout parcours."
            course.avertir(self.nom, Ligne(ligne.id, ligne.ligne), "date_entretien", phrase)
        return None

    def verifier(self, fiche: Fiche, dossier: Dossier, course: Course) -> Constat | None:
        ligne, statut = fiche.derniere, fiche.valeurs["statut"]
        jour, debut = ligne.cellules["date_entretien"], _moment(ligne.cellules["debut"])
        if fiche.connue and (phrase := refus_de_passer(fiche.connue.contenu[0], statut)):
            return Constat("statut", phrase) if statut != fiche.connue.contenu[0] else None
        if statut == TENU and (phrase := refus_de_tenir(jour, course.jour)):
            return Constat("statut", phrase)
        if statut == ABSENT and (phrase := refus_d_absence(debut, course.le, excusee=False)):
            return Constat("statut", phrase)
        if fiche.valeurs["note"] and statut != TENU:
            return Constat("note", "Une note s'écrit quand l'entretien a eu lieu.")
        if statut == PREVU and jour < course.jour:
            phrase = f"Le rendez-vous du {le(jour)} est passé : dites s'il a été tenu."
            course.avertir(self.nom, Ligne(ligne.id, ligne.ligne), "statut", phrase)
        return None

    def annoncer(self, course: Course, lieu: Lieu) -> None:
        acteurs.annoncer_agents(course, lieu, acteurs.INTERVENANTS)

    def appliquer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        lignes, territoire = sql.Portees(LigneEntretien, course.lot.pk), lieu.territoire.pk
        if not lignes.actes:
            return
        acteurs.creer_agents(course, lieu, acteurs.INTERVENANTS)
        if lignes.actes & MODIFIER:
            valeurs = ", ".join(f"{c} = {self.reprise(c, f'l.{c}', c, rien)}" for c, rien in _ECRITES.items())
            condition = lignes.portant(MODIFIER)
            sql.executer(f"UPDATE parcours_entretien AS o SET {valeurs} FROM {_LIGNES} l WHERE {condition} "
                         "AND o.id = l.numero")  # fmt: skip
            self.historiser(course, Entretien, f"o.id IN (SELECT l.numero FROM {_LIGNES} l WHERE {condition})", [], "~")
        if lignes.actes & CREER:
            avant = sql.dernier(Entretien)
            colonnes = ", ".join(("personne_id", "participation_id", "agent_id", "debut", *_ECRITES))
            valeurs = ", ".join(f"COALESCE(l.{c}, {rien})" for c, rien in _ECRITES.items())
            sql.executer(
                f"INSERT INTO parcours_entretien ({colonnes}) "
                f"SELECT m.id, p.id, a.id, l.debut, {valeurs} FROM {_LIGNES} l {LA_PERSONNE} {_AGENT} "
                f"LEFT {LA_PARTICIPATION} WHERE {lignes.portant(CREER)} ORDER BY m.id, l.debut, l.id",
                [territoire, territoire],
            )
            self.historiser(course, Entretien, f"o.id > %s AND {DU_TERRITOIRE}", [avant, territoire], "+")
        self._commencer(course, lignes)

    def _commencer(self, course: Course, lignes: sql.Portees) -> None:
        """The first interview held begins the parcours, as when it is written here."""
        lues = sql.lire(
            f"SELECT p.id, p.date_entree, MIN(o.debut) FROM {_LIGNES} l {LA_PERSONNE} {LA_PARTICIPATION} "
            f"JOIN parcours_entretien o ON o.participation_id = p.id AND o.statut = '{TENU}' "
            f"WHERE {lignes.du_lot} AND l.actions <> 0 AND p.commencee_le IS NULL AND p.date_sortie IS NULL "
            "GROUP BY p.id, p.date_entree",
            [Lieu.lire(course.lot.territoire).territoire.pk],
        )
        debuts = [(max(_moment(debut).date(), entree), numero) for numero, entree, debut in lues]
        sql.modifier(Participation, ("commencee_le",), debuts)
        condition, parametres = sql.parmi("o.id", [numero for _, numero in debuts])
        self.historiser(course, Participation, condition, parametres, "~")


def heure_lue(texte: Any) -> time | None:
    """« 9 h 30 », « 9h », « 09:30 », « 09:30:00 »; None for anything else."""
    trouve = _HEURE.fullmatch(str(texte).strip())
    if not trouve or int(trouve[1]) > 23 or int(trouve[2] or 0) > 59:
        return None
    return time(int(trouve[1]), int(trouve[2] or 0))


def prescrits(lot: int, identifiants: Sequence[str]) -> list[str]:
    """Those whom the prescriptions of the same run bring."""
    condition, parametres = sql.parmi("l.identifiant", identifiants)
    lus = sql.lire(
        f"SELECT DISTINCT l.identifiant FROM parcours_ligneprescription l WHERE l.lot_id = %s AND l.actions <> 0 "
        f"AND {condition}",
        [lot, *parametres],
    )
    return [identifiant for (identifiant,) in lus]


def _pour_la_base(moment: datetime) -> Any:
    """A moment as the base compares it, whichever it is: rows are written without the ORM."""
    return connection.ops.adapt_datetimefield_value(moment)


def _moment(lu: Any) -> datetime:
    """A moment as a raw cursor gives it, in the territory's time."""
    moment = datetime.fromisoformat(lu) if isinstance(lu, str) else lu
    return timezone.localtime(moment if timezone.is_aware(moment) else timezone.make_aware(moment, UTC))
