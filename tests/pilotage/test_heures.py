"""Hours done in étapes: a sheet on its last day, a total on the day the étape ends, an unknown one nowhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.parcours.models import Assiduite
from deplie.parcours.models import Etape as LigneEtape
from deplie.socle import generations
from deplie.territoires.models import Territoire
from tests.factories_financements import OperationFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
Feuilles = list[tuple[date, str]]


@pytest.fixture
def lieu() -> Territoire:
    return monde.territoire()


def peupler(lieu: Territoire, *vecues: tuple[int, Etape, str | None, Feuilles], **champs: Any) -> None:
    """Each person's étapes, their total and their sheets, which end on the day told."""
    for numero in dict.fromkeys(vecue[0] for vecue in vecues):
        siennes = [vecue for vecue in vecues if vecue[0] == numero]
        suivie = Participation(numero, "PLIE", D(2019, 1, 1), etapes=[v[1] for v in siennes], **champs)
        ecrites = monde.peupler_un(lieu, suivie).etapes.order_by("pk")
        for etape, (_, _, total, feuilles) in zip(ecrites, siennes, strict=True):
            LigneEtape.objects.filter(pk=etape.pk).update(heures=total and Decimal(total))
            for au, heures in feuilles:
                absence = "" if Decimal(heures) else "EXCUSEE"
                Assiduite.objects.create(etape=etape, du=au, au=au, heures=Decimal(heures), absence=absence)
    generations.noter(lieu.code, "etape")


def chiffres(lieu: Territoire, *jours: date) -> list[Any]:
    bilan = monde.bilan(lieu, *(jours or ANNEE))
    codes = ("heures_etape", "heures_par_personne", "heures_par_etape", "part_etapes_heures")
    return [bilan.chiffre(code).valeur for code in codes]


def test_une_feuille_compte_a_son_dernier_jour_et_un_total_a_la_fin_de_l_etape(lieu: Territoire) -> None:
    encore = Etape("PREPA", D(2019, 11, 1))
    finie = Etape("PREPA", D(2019, 12, 1), D(2020, 2, 10))
    peupler(lieu, (1, encore, "50", [(D(2019, 12, 31), "20"), (D(2020, 1, 31), "30.50")]), (1, finie, "7.25", []))
    assert chiffres(lieu) == [Decimal("37.75"), Decimal("37.75"), Decimal("18.88"), 100]
    assert chiffres(lieu, D(2019, 1, 1), D(2019, 12, 31))[0] == 20


def test_un_total_sans_fin_n_est_d_aucun_jour_et_l_etape_manque_a_la_part(lieu: Territoire) -> None:
    peupler(
        lieu, (1, Etape("PREPA", D(2020, 2, 1)), "40", []), (2, Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1)), "10", [])
    )
    assert chiffres(lieu) == [10, 10, 10, 50]


def test_jamais_notees_ce_n_est_pas_zero(lieu: Territoire) -> None:
    peupler(lieu, (1, Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1)), None, []))
    assert chiffres(lieu) == [None] * 4


def test_ni_absence_ni_accompagnement_ni_etape_prevue(lieu: Territoire) -> None:
    dates = (D(2020, 2, 1), D(2020, 3, 1))
    peupler(
        lieu, (1, Etape("PREPA", *dates), "12", [(D(2020, 2, 15), "12"), (D(2020, 2, 29), "0")]),
        (2, Etape("ACC", *dates), "90", []), (3, Etape("PREPA", *dates, statut="PREVUE"), "90", []),
    )  # fmt: skip
    assert chiffres(lieu) == [12, 12, 12, 100]


def test_les_heures_d_une_operation_sont_celles_de_ses_etapes(lieu: Territoire) -> None:
    for code in ("OP-1", "OP-2"):
        OperationFactory(territoire=lieu, code=code, appel=None)
    etape = Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1))
    peupler(lieu, (1, etape, "10", []), (2, etape, "20", []), (3, etape, "5", []))
    for numero, code in ((1, "OP-1"), (2, "OP-2"), (3, "OP-2")):
        siennes = LigneEtape.objects.filter(territoire=lieu, participation__personne__identifiant=f"P{numero}")
        siennes.update(operation=code)
    generations.noter(lieu.code, "etape", "operation")
    bilan = monde.bilan(lieu, *ANNEE, "operation")
    assert {c.ventilation["operation"]: c.valeur for c in bilan.parts("heures_etape")} == {"OP-1": 10, "OP-2": 25}
    assert {c.ventilation["operation"]: c.valeur for c in bilan.parts("heures_par_personne")} == {
        "OP-1": 10,
        "OP-2": Decimal("12.5"),
    }


JOURS = st.integers(0, 500).map(lambda n: D(2019, 10, 1) + timedelta(days=n))
HEURES = st.integers(1, 9999).map(lambda n: str(Decimal(n) / 100))


@st.composite
def vecues(tirer: st.DrawFn) -> tuple[int, Etape, str | None, Feuilles]:
    debut = tirer(JOURS)
    fin = tirer(st.none() | st.integers(0, 300).map(lambda n: debut + timedelta(days=n)))
    etape = Etape(tirer(st.sampled_from(["PREPA", "ACC"])), debut, fin, tirer(st.sampled_from(["", "ANNULEE"])))
    rangs = sorted(tirer(st.sets(st.integers(0, (fin - debut).days if fin else 200), max_size=3)))
    feuilles = [(debut + timedelta(days=n), tirer(HEURES | st.just("0"))) for n in rangs]
    if feuilles:
        return (tirer(st.integers(1, 3)), etape, str(sum(Decimal(h) for _, h in feuilles)), feuilles)
    return (tirer(st.integers(1, 3)), etape, tirer(st.none() | HEURES), [])


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(vecues(), max_size=5), st.none() | JOURS)
def test_la_reference_lente_dit_les_memes_heures(
    lues: list[tuple[int, Etape, str | None, Feuilles]], sortie: date | None
) -> None:
    """By hand: each hour on its day, never past the exit; what counts as an étape is written out again."""
    par_jour: dict[tuple[int, int], dict[date, Decimal]] = defaultdict(dict)
    for rang, (numero, etape, total, feuilles) in enumerate(lues):
        if etape.categorie == "ACC" or etape.statut == "ANNULEE" or (sortie and sortie < etape.debut):
            continue
        siennes = par_jour[numero, rang]
        for au, heures in feuilles:
            jour = min(au, sortie) if sortie else au
            siennes[jour] = siennes.get(jour, Decimal(0)) + Decimal(heures)
        finie = min((jour for jour in (etape.fin, sortie) if jour), default=None)
        if not feuilles and total and finie:
            siennes[finie] = Decimal(total)
    ici = {cle: sum(h for jour, h in lu.items() if ANNEE[0] <= jour <= ANNEE[1]) for cle, lu in par_jour.items()}
    notees = {cle: heures for cle, heures in ici.items() if heures}
    with monde.effacer_ensuite():
        lieu = monde.territoire()
        peupler(lieu, *lues, sortie=sortie, motif="P_CDI" if sortie else "")
        bilan = monde.bilan(lieu, *ANNEE)
        lu = bilan.chiffre("heures_par_personne").lue
        if bilan.chiffre("heures_etape").valeur is None:
            assert not notees
            return
        assert bilan.chiffre("heures_etape").valeur == sum(notees.values())
        assert (lu.numerateur, lu.denominateur) == (sum(notees.values()), len({numero for numero, _ in notees}))
        assert bilan.chiffre("heures_par_etape").lue.denominateur == len(notees)
        assert bilan.chiffre("part_etapes_heures").lue.numerateur == len(notees)
