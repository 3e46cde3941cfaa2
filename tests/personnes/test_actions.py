"""People are recorded once, corrected by several at a time, and the journal names nobody."""

from datetime import date

import pytest
import time_machine

from deplie.personnes.actions import creer_personne, modifier_personne, repondre_sensible
from deplie.personnes.models import Personne, ReponseSensible
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from tests.parcours import fabrique as f

IDENTITE = {"nom": "N’Exemple", "prenom": "Zélie", "nom_usage": "Témoin", "telephone": "0692 00 11 22"}


@pytest.fixture
def ines(db):
    return f.acteur(f.territoire(), "animateur_coordonnateur")


@pytest.fixture
def zelie(ines):
    return creer_personne(par=ines, identite=IDENTITE)


def test_somebody_is_recorded_with_their_keys_and_next_number(ines, zelie):
    f.personne(ines.territoire, identifiant="D-99999x")
    suivante = creer_personne(par=ines, identite=IDENTITE | {"prenom": "Ana"})
    assert (zelie.identifiant, suivante.identifiant) == ("D-000001", "D-000002")
    assert (zelie.cle_nom, zelie.cle_usage) == ("nexemple zelie", "temoin zelie")
    assert zelie.telephone == "+262692001122"
    assert lire(ines.territoire.code)["personne"] == 2
    version = zelie.historique.get()
    assert version.history_user == ines.compte


def test_the_journal_says_who_and_which_fields_never_what(ines, zelie):
    modifier_personne(personne=zelie, identite={"nom": "Autre"}, par=ines)
    ligne = Journal.objects.get(verbe="modifier une personne")
    assert (ligne.par, ligne.objet_id, ligne.detail) == (ines.compte, str(zelie.pk), {"champs": ["nom"]})
    assert "exemple" not in str(list(Journal.objects.values())).lower()
    zelie.refresh_from_db()
    assert (zelie.cle_nom, zelie.cle_usage) == ("autre zelie", "temoin zelie")


def test_nothing_changed_is_not_a_decision(ines, zelie):
    assert modifier_personne(personne=zelie, identite=IDENTITE, par=ines) == []
    assert zelie.historique.count() == 1
    assert not Journal.objects.filter(verbe="modifier une personne").exists()


def test_how_somebody_is_reached_moves_no_figure(ines, zelie):
    avant = lire(ines.territoire.code)
    modifier_personne(personne=zelie, identite={"telephone": "0692 00 11 33"}, par=ines)
    apres = lire(ines.territoire.code)
    assert (apres["contact"], apres["personne"]) == (avant["contact"] + 1, avant["personne"])
    modifier_personne(personne=zelie, identite={"sexe": "H"}, par=ines)
    assert lire(ines.territoire.code)["personne"] == avant["personne"] + 1


@pytest.mark.parametrize(
    ("identite", "phrase"),
    [
        ({"nom": " ", "prenom": "Ana"}, "nom de naissance"),
        ({"nom": "💥", "prenom": "Ana"}, "en lettres"),
        ({"nom": "Exemple", "prenom": "  "}, "prénom"),
        ({"nom": "Exemple", "prenom": "Ana", "telephone": "12"}, "téléphone"),
        ({"nom": "Exemple", "prenom": "Ana", "date_naissance": date(2199, 1, 1)}, "dans l'avenir"),
        ({"nom": "Exemple", "prenom": "Ana", "sexe": "Z"}, "sexe attendu"),
    ],
)
def test_refused_with_a_sentence_and_nothing_written(ines, identite, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        creer_personne(par=ines, identite=identite)
    assert not Personne.objects.exists()
    assert not Journal.objects.exists()


def test_an_identifier_is_given_once(ines, zelie):
    with pytest.raises(RefusMetier, match="déjà celui d'une autre"):
        creer_personne(par=ines, identite=IDENTITE, identifiant=zelie.identifiant)
    assert Personne.objects.count() == 1


def test_two_people_who_change_other_fields_both_keep_theirs(ines, zelie):
    ouverte = Edition(version_de(zelie))
    modifier_personne(personne=zelie, identite=IDENTITE | {"telephone": "0692 33 44 55"}, par=ines, edition=ouverte)
    changes = modifier_personne(personne=zelie, identite=IDENTITE | {"prenom": "Zélia"}, par=ines, edition=ouverte)
    zelie.refresh_from_db()
    assert changes == ["prenom"]
    assert (zelie.prenom, zelie.telephone, zelie.cle_nom) == ("Zélia", "+262692334455", "nexemple zelia")


def test_two_people_who_change_the_same_field_are_told(ines, zelie):
    ouverte = Edition(version_de(zelie))
    with time_machine.travel("2026-11-20T09:05:00+00:00", tick=False):
        modifier_personne(personne=zelie, identite=IDENTITE | {"adresse": "1 rue Haute"}, par=ines, edition=ouverte)
    with pytest.raises(EditionConcurrente) as refus:
        modifier_personne(personne=zelie, identite=IDENTITE | {"adresse": "2 rue Basse"}, par=ines, edition=ouverte)
    assert refus.value.message.startswith("Inès Modèle a enregistré cette fiche à 10 h 05, pendant votre saisie")
    assert "adresse : « 1 rue Haute »" in refus.value.message
    informee = Edition(ouverte.version, refus.value.vu)
    modifier_personne(personne=zelie, identite=IDENTITE | {"adresse": "2 rue Basse"}, par=ines, edition=informee)
    zelie.refresh_from_db()
    assert zelie.adresse == "2 rue Basse"
    assert [v.adresse for v in zelie.historique.order_by("history_id")] == ["", "1 rue Haute", "2 rue Basse"]


def test_the_same_change_made_by_two_is_not_a_clash(ines, zelie):
    ouverte = Edition(version_de(zelie))
    for _ in range(2):
        modifier_personne(personne=zelie, identite=IDENTITE | {"adresse": "1 rue Haute"}, par=ines, edition=ouverte)
    assert zelie.historique.count() == 2


def test_a_sensitive_answer_is_dated_and_its_value_stays_out_of_the_journal(ines, zelie):
    for reponse in ("OUI", "NE_SE_PRONONCE_PAS"):
        repondre_sensible(personne=zelie, question="handicap", reponse=reponse, par=ines, le=date(2020, 3, 9))
    assert [r.reponse for r in ReponseSensible.objects.all()] == ["NE_SE_PRONONCE_PAS"]
    ligne = Journal.objects.filter(verbe="noter une réponse sensible").first()
    assert ligne.detail == {"question": "handicap"}
    with pytest.raises(RefusMetier, match="dans l'avenir"):
        repondre_sensible(personne=zelie, question="handicap", reponse="OUI", par=ines, le=date(2199, 1, 1))
    with pytest.raises(RefusMetier, match="de la liste"):
        repondre_sensible(personne=zelie, question="couleur", reponse="OUI", par=ines)
