"""Lines of one key and recorded étapes of that key: no reordering changes anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.parcours.imports.etapes import appariement
from deplie.parcours.imports.etapes.appariement import EtapeConnue, apparier, ne_change_rien
from deplie.socle.tableaux import VIDE

CELLULE = st.sampled_from([None, VIDE, "a", "b"])
LIGNES = st.lists(st.tuples(CELLULE, CELLULE, CELLULE), min_size=1, max_size=7)


def enregistrer(lignes: list[tuple]) -> list[EtapeConnue]:
    """What a first import of these lines records."""
    return [
        EtapeConnue(rang, rang, tuple(None if c is VIDE else c for c in ligne))
        for rang, ligne in enumerate(lignes, start=1)
    ]


@given(LIGNES, st.randoms())
@settings(max_examples=150)
@pytest.mark.parametrize("couplage", [40_000, 0])
def test_les_memes_lignes_dans_un_autre_ordre_ne_changent_rien(couplage: int, lignes: list[tuple], alea) -> None:
    connues = enregistrer(lignes)
    autrement = list(lignes)
    alea.shuffle(autrement)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(appariement, "COUPLAGE", couplage)
        trouvees = apparier(autrement, connues)
    assert sorted(etape.id for etape in trouvees if etape) == [etape.id for etape in connues]
    assert all(ne_change_rien(ligne, etape.contenu) for ligne, etape in zip(autrement, trouvees, strict=True) if etape)


@given(LIGNES, LIGNES)
@settings(max_examples=150)
def test_le_couplage_est_le_plus_grand_possible(lignes: list[tuple], autres: list[tuple]) -> None:
    connues = enregistrer(autres)
    paires = list(appariement._coupler(list(enumerate(lignes)), connues))
    assert len(paires) == au_plus(lignes, connues)
    assert all(ne_change_rien(lignes[place], etape.contenu) for place, etape in paires)


@given(LIGNES, LIGNES)
def test_chaque_etape_connue_sert_une_fois_et_toutes_servent(lignes: list[tuple], autres: list[tuple]) -> None:
    connues = enregistrer(autres)
    prises = [etape.id for etape in apparier(lignes, connues) if etape]
    assert len(set(prises)) == len(prises) == min(len(lignes), len(connues))


def au_plus(lignes: list[tuple], connues: list[EtapeConnue]) -> int:
    """The largest number of lines that could change nothing, by trying everything."""
    if not lignes:
        return 0
    reste = au_plus(lignes[1:], connues)
    for place, etape in enumerate(connues):
        if ne_change_rien(lignes[0], etape.contenu):
            reste = max(reste, 1 + au_plus(lignes[1:], connues[:place] + connues[place + 1 :]))
    return reste
