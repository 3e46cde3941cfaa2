"""What is doubtful before a committee: the rules, the faults of the sources, the records behind each doubt."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Emploi
from deplie.pilotage.queries.doutes import douter
from deplie.pilotage.queries.doutes.fiches import combien, en_doute
from deplie.pilotage.queries.doutes.manques import incompletes, manques
from deplie.pilotage.rules.doutes import (
    DOUTES,
    Dit,
    FicheVue,
    d_une_autre_annee,
    impossibilites,
    parts_qui_ne_font_pas_le_total,
)
from deplie.pilotage.rules.periodes import annee
from tests.factories import ReleveFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

JOUR = date(2026, 11, 22)
RAPPORT = "Rapport d'activités 2021 de l'agglomération, page 36"
FICHES = "bilan/controles"


def dit(libelle: str, valeur: int, an: int = 2021, *, qui: str = "Agglomération", source: str = RAPPORT) -> Dit:
    return Dit(libelle, Decimal(valeur), "personne", an, qui, source)


def test_the_mission_locale_speaks_of_another_year_than_the_report():
    dits = [
        dit("Sorties", 373),
        dit("Jeunes", 2436, 2020, qui="Mission locale", source=f"{RAPPORT} (chiffres de 2020)"),
        dit("Jeunes en emploi", 603, 2020, qui="Mission locale", source=f"{RAPPORT} (chiffres de 2020)"),
    ]
    (trouvee,) = d_une_autre_annee(dits)
    assert (trouvee.organisme, trouvee.annee, trouvee.du_document, trouvee.combien) == ("Mission locale", 2020, 2021, 2)


def test_a_body_that_gives_the_year_before_beside_its_own_compares():
    assert not d_une_autre_annee([dit("Sorties", 319), dit("Sorties", 334, 2020)])


def test_7_and_19_do_not_make_40():
    dits = [dit("Non autonomes", 40), dit("Dont exclus", 7), dit("Dont éloignés", 19), dit("Autre", 3)]
    (trouvee,) = parts_qui_ne_font_pas_le_total(dits)
    assert (trouvee.somme, trouvee.reste) == (26, 14)


def test_31_and_417_make_448_and_one_part_alone_divides_nothing():
    assert not parts_qui_ne_font_pas_le_total([dit("Formation", 448), dit("Dont initiale", 31), dit("Dont pro", 417)])
    assert not parts_qui_ne_font_pas_le_total([dit("Préparatoires", 329), dit("Dont ateliers", 215)])


def test_parts_of_another_document_or_year_are_not_parts_of_this_one():
    parts = [dit("Dont a", 7, 2020), dit("Dont b", 19, 2020)]
    assert not parts_qui_ne_font_pas_le_total([dit("Tout", 40), *parts])


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6), st.integers(-50, 50))
def test_parts_are_in_doubt_exactly_when_their_sum_is_not_the_total(valeurs, ecart):
    total = sum(valeurs) + ecart
    lues = parts_qui_ne_font_pas_le_total([dit("Tout", total), *(dit(f"Dont {n}", v) for n, v in enumerate(valeurs))])
    assert [trouvee.reste for trouvee in lues] == ([ecart] if ecart else [])


@pytest.mark.parametrize(
    ("fiche", "mot"),
    [
        (FicheVue(date(2027, 1, 1)), "avenir"),
        (FicheVue(date(2020, 1, 1), date(2027, 1, 1)), "avenir"),
        (FicheVue(date(2020, 1, 1), naissance=date(2021, 1, 1)), "naissance"),
        (FicheVue(date(2020, 1, 1), naissance=date(2005, 1, 1)), "15 ans"),
        (FicheVue(date(2020, 1, 1), naissance=date(1950, 1, 1)), "70 ans"),
        (FicheVue(date(2020, 1, 1), naissance=date(2000, 1, 1), chomage=60), "avant 16 ans"),
        (FicheVue(date(2020, 1, 1), date(2020, 6, 1), validee=date(2020, 5, 1)), "validée"),
        (FicheVue(date(2020, 1, 1), date(2020, 6, 1), releve_le=date(2020, 5, 1)), "avant la sortie"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(fiche, mot):
    (phrase,) = impossibilites(fiche, JOUR)
    assert mot in phrase


@given(st.integers(16, 67), st.integers(0, 600), st.integers(0, 400))
def test_a_possible_life_raises_nothing(ans, jours, suite):
    entree = date(2020, 1, 1)
    naissance = date(entree.year - ans, 1, 1)
    sortie = entree + timedelta(days=jours)
    fiche = FicheVue(entree, sortie, naissance, chomage=(ans - 16) * 12, validee=sortie + timedelta(days=suite))
    assert impossibilites(fiche, JOUR) == []


@pytest.fixture
def douteux(distribution) -> Acteur:
    """One record per doubt, and one that raises none."""
    naissance = date(1985, 5, 5)
    sur = {"naissance": naissance, "niveau": "N3", "statut": "CHOMEUR", "sexe": "F"}
    ecrites = monde.peupler(distribution.territoire, [
        Participation(1, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "P_CDI", True, "EMPLOI", **sur),
        Participation(2, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "P_CDI", True, "EMPLOI", **sur),
        Participation(3, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "P_CDI", True, **sur),
        Participation(4, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "", True, **sur),
        Participation(5, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "A_ABAND", False, **sur),
        Participation(6, "PLIE", date(2020, 1, 1), date(2020, 9, 1), "A_ABAND", True, **sur),
        Participation(6, "PLIE", date(2020, 6, 1), **sur),
        Participation(7, "PLIE", date(2020, 1, 1), **sur | {"naissance": date(2010, 1, 1)}),
        Participation(8, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "A_ABAND", True, **sur,
                      etapes=[Etape("ATELIER", date(2020, 1, 1)), Etape("ATELIER", date(2020, 3, 1), date(2020, 3, 2)),
                              Etape("ATELIER", date(2018, 1, 1), date(2018, 1, 2))]),
        Participation(9, "PLIE", date(2019, 1, 1), **sur | {"niveau": ""}),
    ])  # fmt: skip
    for ecrite in (ecrites[0], ecrites[2]):
        Emploi.objects.create(
            participation=ecrite, contrat="CDI", debut=date(2019, 8, 1), preuve="Contrat", preuve_du=date(2019, 8, 1)
        )
    return Acteur.systeme(distribution.territoire)


@pytest.mark.django_db
def test_each_doubt_finds_its_record_and_no_other(douteux):
    trouves = {
        code: [lue.participation.personne.identifiant for lue in en_doute(douteux, "PLIE", annee(2020), code)]
        for code in DOUTES
    }
    sans_referent = trouves.pop("sans_referent")
    assert len(sans_referent) == 10
    assert trouves == {
        "impossible": ["P7"],
        "chevauchement": ["P6", "P6"],
        "etape_apres_sortie": ["P8"],
        "etape_hors_parcours": ["P8"],
        "etape_avant_entree": ["P8"],
        "donnees_sortie": ["P4"],
        "sortie_provisoire": ["P5"],
        "sortie_sans_preuve": ["P2"],
        "sixieme_mois": ["P3"],
        "deux_dispositifs": [],
    }
    assert combien(douteux, "PLIE", annee(2020)) == {c: len(t) for c, t in trouves.items()} | {"sans_referent": 10}


@pytest.mark.django_db
def test_missing_data_are_counted_and_listed_by_referent(douteux):
    lus = manques(douteux, "PLIE", annee(2020))
    (rangee,) = lus.rangees
    assert (rangee.nom, rangee.suivis) == ("Sans référent", 10)
    manquent = {cellule.champ: cellule.manque for cellule in rangee.cellules if cellule.manque}
    assert manquent["niveau"] == 1
    for champ, nombre in manquent.items():
        assert len(incompletes(douteux, "PLIE", annee(2020), champ, None)) == nombre
    assert incompletes(douteux, "PLIE", annee(2020), "niveau", None)[0].personne.identifiant == "P9"


@pytest.mark.django_db
def test_the_page_tells_the_faults_of_the_documents_and_opens_what_to_mend(douteux, client_de, distribution):
    lieu = distribution.territoire
    for rang, (libelle, valeur) in enumerate((("Non autonomes", 40), ("Dont exclus", 7), ("Dont éloignés", 19))):
        ReleveFactory(territoire=lieu, libelle=libelle, valeur=valeur, unite="%", cle=f"n{rang}")
    recu = client_de("animatrice").get(reverse("pilotage:controles", args=["OUEST"]), {"annee": "2020"})
    assert "il reste 14" in recu.text
    assert "Fausse un chiffre" in recu.text
    lien = reverse("pilotage:fiches_en_doute", args=["OUEST", "impossible"])
    assert lien in recu.text
    fiches = client_de("animatrice").get(lien, {"annee": "2020"})
    assert "10 ans" in fiches.text


@pytest.mark.django_db
def test_names_behind_doubts_are_for_those_who_may_open_them(douteux, client_de):
    for qui in ("elue", "referent"):
        assert client_de(qui).get(reverse("pilotage:controles", args=["OUEST"])).status_code == 403
    faux = reverse("pilotage:fiches_en_doute", args=["OUEST", "invente"])
    assert client_de("animatrice").get(faux).status_code == 404
    champ = reverse("pilotage:incompletes", args=["OUEST", "invente"])
    assert client_de("animatrice").get(champ).status_code == 404
    texte = reverse("pilotage:incompletes", args=["OUEST", "niveau"])
    assert client_de("animatrice").get(texte, {"referent": "x"}).status_code == 404


@pytest.mark.django_db
def test_as_many_queries_for_ten_records_as_for_forty(douteux, distribution, django_assert_max_num_queries):
    sur = {"naissance": date(1985, 5, 5), "sexe": "F"}
    for rang in range(30):
        monde.peupler_un(distribution.territoire, Participation(50 + rang, "PLIE", date(2020, 1, 1), **sur))
    lu = monde.bilan(distribution.territoire, date(2020, 1, 1), date(2020, 12, 31))
    with django_assert_max_num_queries(45):
        doutes = douter(douteux, lu, "annee=2020")
    assert doutes.a_revoir > 40
