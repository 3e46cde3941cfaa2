"""Likely duplicates warn with the candidate; nothing is merged."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions import fusionner
from deplie.parcours.imports.participants import doublons
from deplie.parcours.rules.homonyme import Identite, meme_personne_probable, proches
from deplie.personnes.models import Personne
from tests.socle.imports.atelier import Atelier, personne

MEMES = [
    ("Lefèvre-Témoin", "Zoé", "LEFEVRE TEMOIN", "zoe"),
    ("N'Diaye", "Awa", "Ndiaye", "Awa"),
    ("Dupont", "Jean-Pierre", "Dupont", "Jean Pierre"),
    ("Dupont", "Catherine", "Dupond", "Catherine"),
    ("Martin", "Stéphanie", "Martin", "Stephanei"),
    ("Martin Petit", "Lou", "Petit", "Lou"),
    ("Œuvrard", "Éva", "OEUVRARD", "Eva"),
]
AUTRES = [("Dupont", "Marc", "Dupont", "Anne"), ("Petit", "Lou", "Grand", "Lou"), ("Roy", "Ali", "Roi", "Ali")]
JOUR = date(1985, 5, 14)


@pytest.mark.parametrize(("nom", "prenom", "autre_nom", "autre_prenom"), MEMES)
def test_noms_proches(nom: str, prenom: str, autre_nom: str, autre_prenom: str) -> None:
    une, autre = Identite.de(nom, "", prenom, JOUR), Identite.de(autre_nom, "", autre_prenom, JOUR)
    assert meme_personne_probable(une, autre)
    assert meme_personne_probable(autre, une)
    assert meme_personne_probable(une, autre._replace(naissance=None))
    assert not meme_personne_probable(une, autre._replace(naissance=date(1985, 5, 15)))


@pytest.mark.parametrize(("nom", "prenom", "autre_nom", "autre_prenom"), AUTRES)
def test_noms_qui_ne_le_sont_pas(nom: str, prenom: str, autre_nom: str, autre_prenom: str) -> None:
    une, autre = Identite.de(nom, "", prenom, JOUR), Identite.de(autre_nom, "", autre_prenom, JOUR)
    assert not meme_personne_probable(une, autre)


def test_un_nom_de_naissance_vaut_un_nom_d_usage() -> None:
    une = Identite.de("Autre", "Lefèvre", "Zoé", JOUR)
    assert meme_personne_probable(une, Identite.de("Lefevre", "", "Zoé", JOUR))
    assert not proches("", "lefevre")


def test_une_personne_proche_deja_enregistree_est_nommee(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A1", "2020-01-10", nom="Lefêvre-Témoin", prenom="Zoé")])
    rapport = atelier.importer(participants=[
        personne("B", "2020-02-10", nom="LEFEVRE TEMOIN", prenom="zoe"),
        personne("C", "2020-02-10", nom="Lefêvre-Témoin", prenom="Zoé", date_naissance="1999-01-01"),
        personne("D", "2020-02-10", nom="Hibou", nom_usage="Lefevre Temoin", prenom="Zoé"),
    ])  # fmt: skip
    assert rapport.comptes() == (3, 0, 0, 0)
    assert rapport.avertis("nom") == [2, 4]
    assert "« A1 » (déjà enregistrée)" in rapport.phrase(2, "nom")
    assert Personne.objects.count() == 4


def test_dans_le_fichier_la_seconde_nomme_la_premiere(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", nom="Lefèvre"), personne("B", "2020-01-10", nom="LEFEVRE"),
        personne("C", "2020-01-10", nom="Lefèvre", date_naissance="1984-05-14"),
    ])  # fmt: skip
    assert rapport.avertis("nom") == [3]
    assert "« A » (ligne 2)" in rapport.phrase(3, "nom")


@pytest.mark.parametrize("inconnue", ["l'enregistrée", "la nouvelle", "les deux"])
def test_sans_naissance_le_nom_suffit(atelier: Atelier, inconnue: str) -> None:
    ancienne = "" if inconnue != "la nouvelle" else "1985-05-14"
    nouvelle = "" if inconnue != "l'enregistrée" else "1985-05-14"
    atelier.importer(participants=[personne("A", "2020-01-10", nom="Lefèvre", date_naissance=ancienne)])
    rapport = atelier.importer(participants=[
        personne("B", "2020-01-10", nom="Lefevre", date_naissance=nouvelle), personne("C", "2020-01-10", nom="Hibou"),
    ])  # fmt: skip
    assert rapport.avertis("nom") == [2]
    assert "sans que la naissance les distingue" in rapport.phrase(2, "nom")


def test_le_meme_fichier_ne_signale_plus_les_personnes_qu_il_a_creees(atelier: Atelier) -> None:
    lignes = [personne("A", "2020-01-10", nom="Lefèvre"), personne("B", "2020-01-10", nom="LEFEVRE")]
    atelier.importer(participants=lignes)
    assert atelier.importer(participants=lignes).avertis("nom") == []


def test_un_changement_de_nom_est_regarde_de_nouveau(atelier: Atelier) -> None:
    atelier.importer(
        participants=[personne("A", "2020-01-10", nom="Lefèvre"), personne("B", "2020-01-10", nom="Hibou")]
    )
    rapport = atelier.importer(participants=[personne("B", "2020-01-10", nom="Hibou", nom_usage="Lefevre")])
    assert "« A »" in rapport.phrase(2, "nom")
    # The record that changes is not its own duplicate.
    assert "« B »" not in rapport.phrase(2, "nom")


def test_une_personne_sur_deux_lignes_n_est_pas_son_double(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2019-01-10", "2019-02-01", "A_ABAND"), personne("A", "2020-01-10")]
    )
    assert rapport.avertis("nom") == []


@pytest.mark.parametrize("bornes", [(60, 400), (2, 400), (2, 3)])
def test_un_jour_tres_peuple_nomme_les_memes_noms(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch, bornes: tuple[int, int]
) -> None:
    monkeypatch.setattr(doublons, "BLOC", bornes[0])
    monkeypatch.setattr(doublons, "SOUS_BLOC", bornes[1])
    lignes = [personne(f"A{i}", "2020-01-10", nom=f"Lef{'abcdefgh'[i] * 6}") for i in range(8)]
    rapport = atelier.importer(participants=[*lignes, personne("B", "2020-01-10", nom=lignes[3]["nom"].upper())])
    assert rapport.avertis("nom") == [10]
    assert "« A3 » (ligne 5)" in rapport.phrase(10, "nom")


def test_le_numero_d_une_fiche_reunie_rejoint_la_fiche_gardee(atelier: Atelier) -> None:
    atelier.importer(
        participants=[personne("A1", "2020-01-10"), personne("A2", "2018-01-10", date_sortie="2019-01-10")]
    )
    gardee, reunie = Personne.objects.order_by("identifiant")
    par = Acteur.systeme(atelier.territoire)
    fusionner(gardee=gardee, absorbee=reunie, choix={}, par=par)
    rapport = atelier.importer(participants=[personne("A2", "2018-01-10", date_sortie="2019-02-10")])
    assert "réunie à « A1 »" in rapport.phrase(2, "identifiant")
    assert reunie.participations.count() == 0
    assert gardee.participations.get(date_entree=date(2018, 1, 10)).date_sortie == date(2019, 2, 10)
