"""Every field says what it is for; every setting says what it means."""

from __future__ import annotations

import pytest
from django.apps import apps

from deplie.acteurs.exports import tableau_des_droits
from deplie.acteurs.rules import DROITS, ROLES
from deplie.site import registres
from deplie.socle.registre import Politique, registre


def test_every_field_of_every_table_is_declared():
    oublies = [f"{m._meta.label}.{c}" for m, c in registres.champs() if registres.politique_du_champ(m, c) is None]
    assert oublies == [], "à déclarer dans deplie/socle/registre/"


def test_every_declaration_is_of_a_field_that_exists():
    existants = {(m._meta.label, c) for m, c in registres.champs()}
    declares = {(table, champ) for table, champs in registre().items() for champ in champs}
    assert declares - existants == set()


def test_an_undeclared_field_is_seen():
    modele = apps.get_model("personnes.Personne")
    assert registres.politique_du_champ(modele, "numero_de_securite_sociale") is None
    assert registres.politique_du_champ(apps.get_model("personnes.HistoricalPersonne"), "history_user")


@pytest.mark.parametrize("champ", ["question", "reponse"])
def test_sensitive_answers_are_said_to_be(champ):
    politique = registres.politique_du_champ(apps.get_model("personnes.ReponseSensible"), champ)
    assert politique.nature.startswith("Sensible")


def test_every_policy_is_whole():
    politiques = {p for champs in registre().values() for p in champs.values()}
    assert all(isinstance(p, Politique) and p.finalite and p.conservation and p.anonymisation for p in politiques)


def test_the_printed_register_names_each_table_once():
    texte = registres.donnees_personnelles()
    for table in registre():
        assert texte.count(f"## {table}\n") + texte.count(f"`{table}`") == 1


def test_each_variable_of_the_settings_is_explained_and_no_other():
    assert {nom for nom, _, _ in registres.variables()} == set(registres.VARIABLES)
    assert "DEPLIE_DONNEES" in registres.reglages()


def test_the_printed_rights_say_the_table():
    lignes = tableau_des_droits().splitlines()
    for code, droit in DROITS.items():
        ligne = next(ligne for ligne in lignes if f"(`{code}`)" in ligne)
        cases = [case.strip() == "oui" for case in ligne.split("|")[2:-1]]
        assert cases == [role in droit.roles for role in ROLES]
