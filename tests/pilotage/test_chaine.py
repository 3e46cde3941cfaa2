"""Figures cut along the chain of an operation: its code, its call, its specific objective, its funder."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Etape as LigneEtape
from deplie.pilotage.queries.bilan import Bilan, lignes
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from tests.factories_financements import AppelFactory, OperationFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
FSE_PLUS = "FSE_PLUS_2021_2027"
LIENS = ("operation", "appel", "objectif_specifique", "financeur", "programmation")


def rattacher(lieu: Territoire, numero: int, **champs: Any) -> None:
    """Give operations to the étapes of a participation, in their order."""
    siennes = LigneEtape.objects.filter(participation__personne__identifiant=f"P{numero}", territoire=lieu)
    for etape, code in zip(siennes.order_by("pk"), champs["codes"], strict=True):
        LigneEtape.objects.filter(pk=etape.pk).update(operation=code)


@pytest.fixture
def lieu() -> Territoire:
    """Two operations of one call, one brought by history, a code that nobody declared; four people."""
    territoire = monde.territoire()
    appel = AppelFactory(
        territoire=territoire, code="AP-1", titre="Accompagner", objectif_specifique="h", financeur="FSE",
        programmation=FSE_PLUS,
    )  # fmt: skip
    OperationFactory(territoire=territoire, appel=appel, code="OP-1", intitule="Renfort", objectif_specifique="")
    OperationFactory(territoire=territoire, appel=appel, code="OP-2", intitule="Ateliers", objectif_specifique="l")
    OperationFactory(territoire=territoire, appel=None, code="OP-3", intitule="Ancienne", programmation="")
    etape = Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1))
    monde.peupler(
        territoire,
        [
            Participation(1, "PLIE", D(2019, 6, 1), etapes=[etape, etape, etape]),
            Participation(2, "PLIE", D(2020, 1, 6), etapes=[etape], sortie=D(2020, 9, 1), motif="P_CDI"),
            Participation(3, "PLIE", D(2020, 1, 6), etapes=[etape, etape]),
            Participation(4, "PLIE", D(2020, 1, 6), etapes=[etape]),
        ],
    )
    for numero, codes in {1: ("OP-1", "OP-1", "OP-2"), 2: ("OP-2",), 3: ("OP-3", "INCONNU"), 4: ("",)}.items():
        rattacher(territoire, numero, codes=codes)
    generations.noter(territoire.code, "etape", "operation")
    return territoire


def parts(bilan: Bilan, code: str, *par: str) -> dict[Any, Any]:
    lues = {tuple(c.ventilation.values()): c.valeur for c in bilan.parts(code, *par)}
    return {cle[0] if len(cle) == 1 else cle: valeur for cle, valeur in lues.items()}


def test_une_etape_a_chaque_lien_de_son_operation(lieu: Territoire) -> None:
    lues = {lien: parts(monde.bilan(lieu, *ANNEE, lien), "etapes") for lien in LIENS}
    assert lues == {
        "operation": {"INCONNU": 1, "OP-1": 2, "OP-2": 2, "OP-3": 1, None: 1},
        "appel": {"AP-1": 4, None: 3},
        "objectif_specifique": {"h": 2, "l": 2, None: 3},
        "financeur": {"FSE": 4, None: 3},
        "programmation": {FSE_PLUS: 4, None: 3},
    }


def test_qui_est_dans_deux_operations_compte_dans_chacune_et_une_fois_dans_leur_appel(lieu: Territoire) -> None:
    bilan = monde.bilan(lieu, *ANNEE, "operation")
    assert parts(bilan, "personnes_suivies") == {"INCONNU": 1, "OP-1": 1, "OP-2": 2, "OP-3": 1, None: 1}
    assert parts(bilan, "personnes_en_etape") == {"INCONNU": 1, "OP-1": 1, "OP-2": 2, "OP-3": 1, None: 1}
    assert parts(monde.bilan(lieu, *ANNEE, "appel"), "personnes_suivies") == {"AP-1": 2, None: 2}
    assert bilan.chiffre("personnes_suivies").valeur == 4
    assert parts(bilan, "sorties_positives") == {"OP-2": 1}


def test_deux_liens_se_lisent_de_la_meme_operation(lieu: Territoire) -> None:
    """The first person is in OP-1 for h and in OP-2 for l, never in OP-1 for l."""
    lues = parts(monde.bilan(lieu, *ANNEE, "operation", "objectif_specifique"), "personnes_suivies")
    assert lues == {
        ("INCONNU", None): 1, ("OP-1", "h"): 1, ("OP-2", "l"): 2, ("OP-3", None): 1, (None, None): 1
    }  # fmt: skip


def test_la_page_dit_que_les_parts_ne_s_additionnent_pas(lieu: Territoire) -> None:
    phrases = [alerte.phrase for alerte in monde.bilan(lieu, *ANNEE, "operation").alertes if alerte.generale]
    assert sum("chaque opération que ses étapes nomment" in phrase for phrase in phrases) == 1
    assert not any("Étapes de parcours, par opération" in phrase for phrase in phrases), "celles des étapes s'ajoutent"
    assert any(phrase.startswith("Personnes en étape, par opération") for phrase in phrases)


def test_une_part_porte_le_nom_de_l_operation(lieu: Territoire) -> None:
    dites = [part.parts[0] for part in monde.bilan(lieu, *ANNEE, "operation").parts("etapes")]
    assert dites == ["INCONNU", "OP-1 Renfort", "OP-2 Ateliers", "OP-3 Ancienne", "Sans opération"]


def test_la_liste_d_une_part_est_longue_comme_son_compte(lieu: Territoire) -> None:
    for code, objet in (("personnes_suivies", "personne"), ("etapes", "etape"), ("sorties", "participation")):
        bilan = monde.bilan(lieu, *ANNEE, "appel")
        for part in bilan.parts(code):
            ouverte = lignes(lieu, *ANNEE, code, acteur=Acteur.systeme(lieu), ventilation=dict(part.ventilation))
            assert (ouverte.objet, len(ouverte)) == (objet, part.valeur)


def test_ce_que_la_chaine_ne_porte_pas_le_refuse(lieu: Territoire) -> None:
    with pytest.raises(RefusMetier, match="ne se ventile pas"):
        lignes(lieu, *ANNEE, "passages", acteur=Acteur.systeme(lieu), ventilation={"operation": "OP-1"})


nommees = st.lists(st.lists(st.sampled_from(["", "OP-1", "OP-2", "OP-3"]), max_size=3), min_size=1, max_size=5)


@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(nommees, st.sampled_from(["operation", "appel"]))
def test_chaque_part_est_celle_comptee_a_la_main(tirees: list[list[str]], par: str) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire()
        appel = AppelFactory(territoire=lieu, code="AP-1")
        de = {"OP-1": appel, "OP-2": appel, "OP-3": None}
        for code, sien in de.items():
            OperationFactory(territoire=lieu, appel=sien, code=code)
        etape = Etape("PREPA", D(2020, 2, 1))
        participations = [
            Participation(rang, "PLIE", D(2020, 1, 6), etapes=[etape] * len(codes)) for rang, codes in enumerate(tirees)
        ]
        monde.peupler(lieu, participations)
        attendues: dict[str | None, set[int]] = defaultdict(set)
        etapes: dict[str | None, int] = defaultdict(int)
        for rang, codes in enumerate(tirees):
            rattacher(lieu, rang, codes=codes)
            valeurs = [code or None if par == "operation" else "AP-1" if de.get(code) else None for code in codes]
            liees = {valeur for code, valeur in zip(codes, valeurs, strict=True) if code} or {None}
            for valeur in liees:
                attendues[valeur].add(rang)
            for valeur in valeurs:
                etapes[valeur] += 1
        generations.noter(lieu.code, "etape", "operation")
        bilan = monde.bilan(lieu, *ANNEE, par)
        assert parts(bilan, "personnes_suivies") == {valeur: len(rangs) for valeur, rangs in attendues.items()}
        assert parts(bilan, "etapes") == etapes
