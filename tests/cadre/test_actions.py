"""Protocoles, avenants and targets: what is recorded, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions import ajouter_avenant, creer_protocole, fixer_objectif
from deplie.cadre.models import Objectif, Protocole
from deplie.cadre.queries import protocoles_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import TerritoireFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def acteur() -> Acteur:
    return Acteur.systeme(TerritoireFactory())


def protocole(acteur: Acteur, **champs: Any) -> Protocole:
    attributs: dict[str, Any] = {
        "dispositif": acteur.territoire.dispositifs.get(),
        "nom": "Protocole d'accord 2018-2020",
        "debut": date(2018, 1, 1),
        "fin": date(2020, 12, 31),
        "motifs_positifs": ["P_CDI", "P_CDD6", "P_FORM"],
    }
    return creer_protocole(par=acteur, **(attributs | champs))


def test_creer_un_protocole_ecrit_une_ligne_du_journal(acteur: Acteur) -> None:
    cree = protocole(acteur, motifs_positifs=["P_CDI", "P_FORM", "P_CDI"])
    assert cree.motifs_positifs == ["P_CDI", "P_FORM"]
    assert Journal.objects.get(verbe="créer un protocole").objet_id == str(cree.pk)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"nom": " "}, "nom"),
        ({"fin": date(2017, 12, 31)}, "précède"),
        ({"motifs_positifs": ["P_INCONNU"]}, "P_INCONNU"),
        ({"motifs_positifs": ["A_DOUBLON"]}, "A_DOUBLON"),
        ({"motifs_positifs": []}, "au moins un motif"),
        ({"denominateur": "D_RIEN"}, "D_RIEN"),
    ],
)
def test_protocole_refuse(acteur: Acteur, champs: dict[str, Any], phrase: str) -> None:
    with pytest.raises(RefusMetier, match=phrase):
        protocole(acteur, **champs)
    assert not Protocole.objects.exists()


def test_deux_protocoles_ne_se_chevauchent_pas_avenants_compris(acteur: Acteur) -> None:
    premier = protocole(acteur)
    avenant = ajouter_avenant(
        protocole=premier,
        objet="Prolongation d'un an",
        effet_le=date(2021, 1, 1),
        prolonge_au=date(2021, 12, 31),
        par=acteur,
    )
    assert avenant.numero == 1
    assert protocoles_de([premier.dispositif])[0].dernier_jour == date(2021, 12, 31)
    with pytest.raises(RefusMetier, match="31/12/2021"):
        protocole(acteur, debut=date(2021, 6, 1), fin=date(2022, 12, 31))
    suivant = protocole(acteur, debut=date(2022, 1, 1), fin=date(2026, 12, 31))
    with pytest.raises(RefusMetier, match="ne se chevauchent pas"):
        ajouter_avenant(
            protocole=premier, objet="Encore", effet_le=date(2022, 1, 1), prolonge_au=date(2022, 6, 30), par=acteur
        )
    assert suivant.avenants.count() == 0


def test_un_avenant_ne_raccourcit_pas(acteur: Acteur) -> None:
    with pytest.raises(RefusMetier, match="postérieure"):
        ajouter_avenant(
            protocole=protocole(acteur),
            objet="Fin avancée",
            effet_le=date(2020, 1, 1),
            prolonge_au=date(2020, 6, 30),
            par=acteur,
        )


def test_un_avenant_sans_prolongation_change_d_autres_termes(acteur: Acteur) -> None:
    premier = protocole(acteur)
    ajouter_avenant(protocole=premier, objet="Objectif d'entrées réduit", effet_le=date(2020, 1, 1), par=acteur)
    assert protocoles_de([premier.dispositif])[0].dernier_jour == date(2020, 12, 31)


def test_fixer_un_objectif_le_remplacer_et_le_corriger(acteur: Acteur) -> None:
    annee = {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31), "indicateur": "personnes_suivies", "par": acteur}
    dispositif = acteur.territoire.dispositifs.get()
    premier = fixer_objectif(dispositif=dispositif, cible=Decimal(419), source="Protocole", **annee)
    assert premier.date_effet == date(2020, 1, 1)
    assert fixer_objectif(dispositif=dispositif, cible=Decimal(419), source="Protocole", **annee) == premier
    second = fixer_objectif(dispositif=dispositif, cible=Decimal(400), date_effet=date(2020, 7, 1), **annee)
    assert second != premier
    fixer_objectif(dispositif=dispositif, cible=Decimal(420), source="Protocole", **annee)
    assert sorted(Objectif.objects.values_list("cible", flat=True)) == [400, 420]
    assert Journal.objects.filter(verbe="fixer un objectif").count() == 3


@pytest.mark.parametrize(
    ("champs", "phrase"), [({"fin": date(2019, 12, 31)}, "précède"), ({"cible": Decimal(-1)}, "négative")]
)
def test_objectif_refuse(acteur: Acteur, champs: dict[str, Any], phrase: str) -> None:
    attributs: dict[str, Any] = {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31), "cible": Decimal(1)}
    dispositif = acteur.territoire.dispositifs.get()
    with pytest.raises(RefusMetier, match=phrase):
        fixer_objectif(dispositif=dispositif, indicateur="entrees", par=acteur, **(attributs | champs))
