"""The short ways through the comparison say exactly what the long way says."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.parcours.imports.participants.cellules import (
    LISTES,
    PARTICIPATION,
    PERSONNE,
    RIEN_SENSIBLES,
    SENSIBLES,
    LigneLue,
    ParticipationConnue,
    PersonneConnue,
    Verdict,
)
from deplie.parcours.imports.participants.groupe import Groupe, juger
from deplie.parcours.rules.controles import Reperes
from deplie.socle.tableaux import VIDE

REPERES = Reperes(date(2022, 1, 1))
JOURS = st.sampled_from([date(1980, 1, 1), date(2019, 1, 1), date(2020, 1, 1), date(2021, 1, 1), date(2023, 1, 1)])
ENTREES = st.sampled_from([date(2019, 1, 1), date(2020, 1, 1)])


def valeurs(colonnes: tuple[str, ...], *, rien: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Cells of these columns, of the right type; ``rien`` are the ways of saying nothing."""
    choix = {"motif_sortie": ["P_CDI", "A_DOUBLON"], "statut_entree": ["CHOMEUR", "EMPLOI"], "sexe": ["F", "H"]}
    nombres = {"jours_suspension", "duree_chomage_mois"}

    def une(colonne: str) -> st.SearchStrategy[Any]:
        if colonne.startswith("date_"):
            pleine = JOURS
        elif colonne in nombres:
            pleine = st.sampled_from([0, 7])
        else:
            pleine = st.sampled_from(choix.get(colonne, ["a", "b"]))
        return st.one_of(pleine, st.sampled_from(rien))

    return st.tuples(*(une(colonne) for colonne in colonnes))


OBLIGATOIRES = st.tuples(st.sampled_from(["Un", "Deux"]), st.none(), st.sampled_from(["Léa", "Zoé"]))


@st.composite
def lignes(draw: st.DrawFn) -> LigneLue:
    nom, _, prenom = draw(OBLIGATOIRES)
    reste = draw(valeurs(PERSONNE, rien=(None, None, VIDE)))
    personne = (nom, reste[1], prenom, *reste[3:])
    parties = (draw(valeurs(c, rien=(None, None, None, VIDE))) for c in (PARTICIPATION, LISTES, SENSIBLES))
    return LigneLue(1, 2, 1, draw(ENTREES), personne, *parties)


@st.composite
def connues(draw: st.DrawFn) -> PersonneConnue:
    nom, _, prenom = draw(OBLIGATOIRES)
    personne = (nom, None, prenom, *draw(valeurs(PERSONNE[3:], rien=(None,))))
    entree = draw(ENTREES)
    sensibles = {entree: draw(valeurs(SENSIBLES, rien=(None,)))}
    participation = ParticipationConnue(
        9, draw(valeurs(PARTICIPATION, rien=(None,))), draw(valeurs(LISTES, rien=(None,)))
    )
    return PersonneConnue(7, personne, {(1, entree): participation}, sensibles)


def dit(verdict: Verdict) -> Any:
    remarques = sorted((constat.colonne, constat.message) for _, constat in verdict.remarques)
    return verdict.sorts, verdict.fusions, [c for _, c in verdict.refus], remarques


@given(lignes(), st.one_of(st.none(), connues()))
@settings(max_examples=400)
def test_le_chemin_court_dit_ce_que_dit_le_long(ligne: LigneLue, connue: PersonneConnue | None) -> None:
    assert dit(juger([ligne], connue, REPERES)) == dit(Groupe([ligne], connue, REPERES).juger())


@given(connues())
@settings(max_examples=100)
def test_ce_qui_est_enregistre_ne_change_rien(connue: PersonneConnue) -> None:
    ((cle, participation),) = connue.participations.items()
    sensibles = connue.sensibles.get(cle[1], RIEN_SENSIBLES)
    ligne = LigneLue(1, 2, *cle, connue.valeurs, participation.valeurs, participation.listes, sensibles)
    verdict = juger([ligne], connue, REPERES)
    assert verdict.refus or (verdict.sorts[0].etat, verdict.sorts[0].actions) == ("I", 0)
