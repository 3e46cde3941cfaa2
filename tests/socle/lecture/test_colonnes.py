"""What files bring fits in the tables that receive it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import models

from deplie.acteurs.models import Agent, Organisation
from deplie.cadre.models import Objectif
from deplie.parcours.models import Critere, Etape, Frein, Participation
from deplie.personnes.models import Personne, ReponseSensible
from deplie.pilotage.models import Releve
from deplie.socle.tableaux import Type
from deplie.territoires.models import Dispositif
from tests.socle.lecture.fabrique import DESCRIPTIONS

MODELES = {
    "participants": (Personne, Participation, Dispositif),
    "etapes": (Etape,),
    "objectifs": (Objectif, Dispositif),
    "releves": (Releve, Dispositif),
}
AILLEURS = {
    "referent": (Agent, "courriel"),
    "prescripteur": (Organisation, "nom"),
    "operateur": (Organisation, "nom"),
    "dispositif": (Dispositif, "code"),
    "criteres": (Critere, "code"),
    "freins": (Frein, "theme"),
} | dict.fromkeys(ReponseSensible.Question.values, (ReponseSensible, "reponse"))
COLONNES = [(description, champ) for description in DESCRIPTIONS for champ in description.champs]


def champ_de_modele(table: str, nom: str) -> models.Field | None:
    if nom in AILLEURS:
        modele, attribut = AILLEURS[nom]
        return modele._meta.get_field(attribut)
    for modele in MODELES[table]:
        if nom in {f.name for f in modele._meta.get_fields()}:
            return modele._meta.get_field(nom)
    return None


@pytest.mark.parametrize(("description", "champ"), COLONNES, ids=lambda x: x.nom)
def test_une_valeur_lue_tient_dans_sa_colonne(description, champ):
    recue = champ_de_modele(description.nom, champ.nom)
    if recue is None:
        assert (description.nom, champ.nom) == ("etapes", "identifiant")
    elif isinstance(recue, models.CharField):
        codes = [len(code.code) for code in champ.codes or ()]
        assert max(codes, default=champ.longueur) <= recue.max_length
    elif isinstance(recue, models.DecimalField):
        assert champ.decimales <= recue.decimal_places
        assert len(str(champ.maximum)) <= recue.max_digits - recue.decimal_places
    elif isinstance(recue, models.SmallIntegerField):
        assert champ.maximum <= 32_767
    else:
        assert isinstance(recue, models.DateField | models.IntegerField | models.TextField)
        assert (champ.type is Type.DATE) == isinstance(recue, models.DateField)


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda d: d.nom)
def test_les_colonnes_sont_celles_du_contrat(description):
    """The schemas are those of the exchange contract, version 1."""
    schema = json.loads(
        (Path(__file__).parent / "schemas" / f"{description.nom}.schema.json").read_text(encoding="utf-8")
    )
    assert [c.nom for c in description.champs] == [champ["name"] for champ in schema["fields"]]
    types = {"date": Type.DATE, "integer": Type.ENTIER, "number": Type.NOMBRE}
    for champ, attendu in zip(description.champs, schema["fields"], strict=True):
        contraintes = attendu.get("constraints", {})
        assert champ.obligatoire == contraintes.get("required", False)
        if enum := contraintes.get("enum"):
            assert [code.code for code in champ.codes] == enum
        if "minimum" in contraintes:
            assert champ.minimum == contraintes["minimum"]
        if attendu["type"] in types:
            assert champ.type is types[attendu["type"]]
