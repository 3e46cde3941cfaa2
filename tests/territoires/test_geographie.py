"""The official communes: what the committed files hold, and loading them twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from deplie.site.demonstration.declaration import declaration
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from deplie.territoires.actions.geographie import charger_communes, declarer_qpv, rattacher_communes
from deplie.territoires.models import Commune, Territoire
from deplie.territoires.queries.geographie import codes_de, groupements, lieux_officiels, millesime

PERSONNE = SimpleNamespace(compte=None)
# Number of communes in the official lists of groupings.
MEMBRES = {"249740101": 5, "241700434": 28, "248200057": 19, "248719312": 20, "200058006": 16}
TZCLD = [
    "Molières",
    "Septfonds",
    "Auty",
    "Montalzat",
    "Saint-Cirq",
    "Saint-Georges",
    "Monteils",
    "Lavaurette",
    "Cayriech",
    "Lapenche",
    "Puylaroque",
]


@pytest.mark.parametrize(("siren", "nombre"), MEMBRES.items())
def test_membres_des_groupements(siren: str, nombre: int) -> None:
    assert len(codes_de(sirens=(siren,))) == nombre
    assert groupements()[siren].nom


def test_departement_et_arrondissements() -> None:
    assert {code[:2] for code in codes_de(departements=("87",))} == {"87"}
    assert lieux_officiels()["75112"].codes_postaux == ("75012",)
    assert "75112" in codes_de(sirens=("200054781",)), "un arrondissement suit l'intercommunalité de sa commune"


def test_les_onze_communes_de_tzcld_sont_du_quercy_caussadais() -> None:
    """Source 002 names eleven communes: all are members of that grouping."""
    noms = {lieux_officiels()[code].nom for code in codes_de(sirens=("248200057",))}
    assert len(TZCLD) == 11
    assert set(TZCLD) <= noms


def test_le_pays_midi_quercy_est_celui_de_ses_trois_communautes() -> None:
    """49 communes until 2024 (PETR); Léojac joined Grand Montauban on 1 January 2025: 48 in the vintage of 2026."""
    sirens = tuple(declaration("MIDIQUERCY").lieux["sirens"])
    assert {groupements()[siren].nom: len(codes_de(sirens=(siren,))) for siren in sirens} == {
        "CC du Quercy Caussadais": 19,
        "CC Quercy Vert-Aveyron": 12,
        "CC du Quercy Rouergue et des Gorges de l'Aveyron": 17,
    }
    noms = {lieux_officiels()[code].nom for code in codes_de(sirens=sirens)}
    assert "Léojac" not in noms
    assert lieux_officiels()["82098"].epci == "248200099", "la CA du Grand Montauban"
    hors = {lieux_officiels()[code].nom for code in codes_de(sirens=sirens) if code[:2] != "82"}
    assert hors == {"Montrosier"}, "seule dans le Tarn"


@pytest.mark.django_db
def test_charger_deux_fois_ne_change_rien() -> None:
    assert charger_communes(par=PERSONNE) == len(lieux_officiels())
    assert charger_communes(par=PERSONNE) == 0
    assert Commune.objects.filter(millesime=millesime()).count() == len(lieux_officiels())
    assert Journal.objects.filter(verbe="charger les communes").count() == 1
    assert Commune.objects.get(code="97415").nom == "Saint-Paul"


@pytest.mark.django_db
def test_un_ancien_millesime_est_mis_a_jour_et_une_commune_disparue_reste() -> None:
    Commune.objects.create(code="97415", nom="Ancien nom", departement="974", millesime=2015)
    Commune.objects.create(code="97499", nom="Disparue", departement="974", millesime=2015)
    charger_communes(par=PERSONNE)
    assert Commune.objects.get(code="97415").nom == "Saint-Paul"
    assert Commune.objects.get(code="97499").millesime == 2015


@pytest.mark.django_db
def test_rattacher_les_communes_d_un_territoire() -> None:
    charger_communes(par=PERSONNE)
    territoire = Territoire.objects.create(code="ESSAI", nom="Essai")
    assert rattacher_communes(territoire=territoire, par=PERSONNE, sirens=("249740101",)) == 5
    assert rattacher_communes(territoire=territoire, par=PERSONNE, sirens=("249740101",)) == 0
    assert rattacher_communes(territoire=territoire, par=PERSONNE, sirens=("200058006",)) == 5 + 16
    with pytest.raises(RefusMetier, match="999999999"):
        rattacher_communes(territoire=territoire, par=PERSONNE, sirens=("999999999",))


@pytest.mark.django_db
def test_un_qpv_fictif_est_marque() -> None:
    Commune.objects.create(code="97415", nom="Saint-Paul", departement="974", millesime=2026)
    attributs = {"nom": "Quartier fictif", "millesime_qpv": 2015, "commune": "97415", "fictif": True}
    premier = declarer_qpv(code="QP974991", par=PERSONNE, **attributs)
    assert declarer_qpv(code="QP974991", par=PERSONNE, **attributs) == premier
    assert premier.fictif
    assert Journal.objects.filter(objet_id=str(premier.pk)).count() == 1
