"""Records that look alike: scored, shown to be looked at, set aside for good when they are two persons."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from deplie.parcours.queries.doublons import ressemblances
from deplie.parcours.queries.paires import Paires
from deplie.parcours.rules.homonyme import A_REGARDER, Fiche, Identite, comparer
from deplie.personnes.actions import ecarter_doublon
from deplie.personnes.models import EcartDoublon
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.parcours import fabrique as f

JOUR = date(1985, 5, 14)


def fiche(nom="Exemple", prenom="Zélie", naissance=JOUR, usage="", telephone="", courriel=""):
    return Fiche(Identite.de(nom, usage, prenom, naissance), telephone, courriel)


@pytest.mark.parametrize(
    ("autre", "points", "raisons"),
    [
        (fiche("EXEMPLE", "zelie"), 90, ("même date de naissance", "même nom", "même prénom")),
        (fiche("Témoin", usage="Exemple"), 90, ("même date de naissance", "même nom", "même prénom")),
        (fiche("Exempel"), 83, ("même date de naissance", "nom proche", "même prénom")),
        (fiche(prenom="Zéli"), 83, ("même date de naissance", "même nom", "prénom proche")),
        (fiche(naissance=None), 72, ("date de naissance inconnue", "même nom", "même prénom")),
        (fiche(naissance=date(1986, 5, 14)), 70, ("date de naissance proche", "même nom", "même prénom")),
        (fiche(naissance=date(1960, 1, 2)), 30, ("autre date de naissance", "même nom", "même prénom")),
        (fiche(prenom="Tom"), 40, ("même date de naissance", "même nom")),
        (fiche("Factice"), 55, ("même date de naissance", "même prénom")),
    ],
)
def test_a_score_says_why(autre, points, raisons):
    assert comparer(fiche(), autre) == comparer(autre, fiche()) == (points, raisons)


def test_a_telephone_and_an_address_weigh_on_who_changed_name():
    une = fiche("Exemple", telephone="+262692001122", courriel="z@exemple.invalid")
    mariee = une._replace(identite=Identite.de("Factice", "", "Zélie", JOUR))
    assert comparer(une, mariee) == (
        90,
        ("même date de naissance", "même prénom", "même téléphone", "même courriel"),
    )
    assert comparer(une, une).points == 100


def test_twins_and_parents_are_not_shown():
    une = fiche(telephone="+262692001122", courriel="z@exemple.invalid")
    jumelle = une._replace(identite=Identite.de("Exemple", "", "Rose", JOUR))
    assert comparer(une, jumelle).points < A_REGARDER


def test_a_day_and_a_month_exchanged_are_close():
    une, autre = fiche(naissance=date(1985, 5, 4)), fiche(naissance=date(1985, 4, 5))
    assert comparer(une, autre).raisons[0] == "date de naissance proche"


def test_names_heard_alike_are_looked_at():
    assert comparer(fiche("Hoarau"), fiche("Oaro")).raisons[1] == "nom qui se prononce pareil"


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def deux(lieu):
    """Zélie twice: written otherwise, with another number."""
    une = f.participation(lieu, f.personne(lieu, "Exemple", "Zélie", date_naissance=JOUR)).personne
    return une, f.personne(lieu, "EXEMPLE", "Zelie", date_naissance=JOUR, identifiant="B-2")


def test_the_likeliest_come_first_and_homonyms_do_not(lieu, ines, deux):
    f.personne(lieu, "Exemple", "Zélie", date_naissance=date(1960, 1, 2))
    f.personne(lieu, "Exempel", "Zelie", date_naissance=JOUR)
    lues = list(Paires(ines))
    assert (lues[0].une, lues[0].autre) == deux
    assert [paire.points for paire in lues] == sorted((paire.points for paire in lues), reverse=True)
    assert len(lues) == 3


def test_a_crowd_born_on_a_default_day_is_still_compared(lieu, ines):
    for rang in range(70):
        f.personne(lieu, f"Nom{chr(97 + rang % 26)}{rang}", f"Prénom{rang}", date_naissance=date(1980, 1, 1))
    f.personne(lieu, "Hoarau", "Élie", date_naissance=date(1980, 1, 1))
    f.personne(lieu, "Oaro", "Elie", date_naissance=date(1980, 1, 1))
    assert [(paire.une.nom, paire.autre.nom) for paire in Paires(ines) if paire.une.nom == "Hoarau"] == [
        ("Hoarau", "Oaro")
    ]


def test_two_persons_are_not_shown_together_again(lieu, ines, deux):
    une, autre = deux
    ecart = ecarter_doublon(une=autre, autre=une, par=ines)
    assert (ecart.une, ecart.autre, ecart.par) == (une, autre, ines.compte)
    assert ecarter_doublon(une=une, autre=autre, par=ines) == ecart
    assert list(Paires(ines)) == []
    assert Journal.objects.filter(verbe="écarter un doublon").count() == 1


def test_a_record_is_not_its_own_duplicate(ines, deux, ailleurs):
    for autre in (deux[0], f.personne(ailleurs)):
        with pytest.raises(RefusMetier, match="deux fiches différentes du territoire"):
            ecarter_doublon(une=deux[0], autre=autre, par=ines)


def test_nobody_else_sees_them(lieu, deux):
    structure = f.organisation(lieu, "Structure")
    assert list(Paires(f.acteur(lieu, "referent_parcours", structure=structure))) == []


def test_who_is_received_is_found_by_telephone_and_address(lieu):
    f.personne(lieu, "Factice", "Zélie", date_naissance=JOUR, telephone="+262692001122", courriel="Z@exemple.invalid")
    cherchee = {"nom": "Exemple", "prenom": "Zélie", "date_naissance": JOUR}
    assert ressemblances(lieu, **cherchee) == []
    (trouvee,) = ressemblances(lieu, **cherchee, telephone="0692 00 11 22", courriel="z@EXEMPLE.invalid")
    assert trouvee.raisons[-2:] == ["même téléphone", "même courriel"]
    assert ressemblances(lieu, **cherchee, telephone="pas un numéro") == []


def test_who_is_received_is_found_by_what_is_heard(lieu):
    f.personne(lieu, "Hoarau", "Filip", date_naissance=JOUR)
    (trouvee,) = ressemblances(lieu, nom="Oaro", prenom="Philippe", date_naissance=JOUR)
    assert trouvee.raisons == ["même date de naissance", "nom qui se prononce pareil", "prénom qui se prononce pareil"]


def test_the_page_shows_why_and_sets_aside(client, lieu, ines, deux):
    client.force_login(ines.compte)
    adresse = reverse("parcours:doublons", args=[lieu.code])
    page = client.get(adresse).content.decode()
    assert "1 doublon probable" in page
    assert "même date de naissance, même nom, même prénom" in page
    ecarter = reverse("parcours:ecarter_doublon", args=[lieu.code, deux[0].pk, deux[1].pk])
    reponse = client.post(ecarter, follow=True)
    assert "restent deux personnes" in reponse.content.decode()
    assert "Aucun doublon probable" in reponse.content.decode()
    assert EcartDoublon.objects.count() == 1


def test_the_list_asks_the_same_whatever_its_length(client, lieu, ines, deux, requetes_constantes):
    client.force_login(ines.compte)
    adresse = reverse("parcours:doublons", args=[lieu.code])
    requetes_constantes(lambda: client.get(adresse), lambda: f.personne(lieu, "Exemple", "Zélie", date_naissance=JOUR))
