"""Two groups compared: one definition, profiles, what the difference allows to say; nobody is ranked."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.cadre.rules.definition import DEFINITIONS, PAR_DEFAUT
from deplie.parcours.rules.duree import tranche
from deplie.pilotage.forms import FormulaireComparaison
from deplie.pilotage.queries.comparaison import confronter
from deplie.pilotage.queries.groupes import Groupe, publics_de
from deplie.pilotage.rules.comparaison import COURTE, LONGUE, profil
from deplie.pilotage.rules.newcombe import Conclusion, Proportion, newcombe
from deplie.pilotage.rules.periodes import annee
from tests.factories import AgentFactory, OrganisationFactory, ReleveFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

ADRESSE = {"a_groupe": "OUEST:PLIE", "a_annee": "2020", "b_groupe": "OUEST:PLIE", "b_annee": "2019"}


@given(st.integers(16, 70), st.integers(0, 90), st.lists(st.integers(17, 65), min_size=1, max_size=4, unique=True))
def test_a_band_goes_to_the_class_of_its_first_value_whatever_the_bands(age, mois, bornes):
    classe = profil("4", tranche(age, sorted(bornes)), tranche(mois, (12, 24, 36)))
    assert classe is not None
    debut = max([0, *(borne for borne in bornes if borne <= age)])
    attendue = "moins de 26 ans" if debut < 26 else "26 à 49 ans" if debut < 50 else "50 ans et plus"
    assert classe == ("bac et plus", attendue, LONGUE if mois >= 12 else COURTE)


def test_an_unknown_level_or_age_has_no_profile_and_no_length_is_a_short_one():
    assert profil(None, "26-44", "-12") is None
    assert profil("3", None, "-12") is None
    assert profil("0", "50+", None) == ("CAP, BEP ou moins", "50 ans et plus", COURTE)


@pytest.fixture
def deux_annees(distribution):
    """2020: 18 positive exits of 30; 2019: 6 of 30; twelve of 2020 are positive by the wider definition alone."""
    lieu = distribution.territoire
    communs = {"validee": True, "niveau": "3", "naissance": date(1985, 1, 1), "sexe": "F"}

    def sorties(premier: int, an: int, motifs: list[str]) -> list[Participation]:
        entree, mars = date(an - 1, 1, 1), date(an, 3, 1)
        return [
            Participation(premier + rang, "PLIE", entree, mars + timedelta(rang), motif, **communs)
            for rang, motif in enumerate(motifs)
        ]

    ici = sorties(1, 2020, ["P_CDI"] * 6 + ["T_CDD_COURT"] * 12 + ["A_ABAND"] * 12)
    monde.peupler(lieu, ici + sorties(100, 2019, ["P_CDI"] * 6 + ["A_ABAND"] * 24))
    return Groupe("2020", lieu, "PLIE", annee(2020)), Groupe("2019", lieu, "PLIE", annee(2019))


@pytest.mark.django_db
def test_one_definition_counts_both_groups(deux_annees):
    etroite = confronter(*deux_annees, PAR_DEFAUT).resultats[0]
    assert etroite.textes == ("20,0\u00a0% (6 sur 30)", "20,0\u00a0% (6 sur 30)")
    assert etroite.comparaison.conclusion is Conclusion.NON_SIGNIFICATIF
    large = confronter(*deux_annees, DEFINITIONS["LA_ROCHELLE_2021"]).resultats[0]
    assert large.textes == ("60,0\u00a0% (18 sur 30)", "20,0\u00a0% (6 sur 30)")
    assert large.comparaison.conclusion is Conclusion.SIGNIFICATIF
    assert large.comparaison.intervalle == newcombe(Proportion(18, 30), Proportion(6, 30))


@pytest.mark.django_db
def test_a_public_is_a_part_of_its_group_and_those_in_both_are_said(deux_annees):
    un, _ = deux_annees
    femmes = Groupe("femmes", un.territoire, "PLIE", un.periode, ("sexe", "F"))
    face = confronter(un, femmes)
    assert face.resultats[0].textes[0] == face.resultats[0].textes[1]
    assert face.communes == 30
    assert "à profil égal" in face.a_profil_egal.lower()
    hommes = Groupe("hommes", un.territoire, "PLIE", un.periode, ("sexe", "H"))
    assert confronter(femmes, hommes).a_profil_egal == ""


@pytest.fixture
def secteurs(distribution):
    """Two référents of one organisation at A (12 of 24 positive), one alone at B (3 of 24); as many women as men."""
    lieu = distribution.territoire
    une, autre = OrganisationFactory(territoire=lieu, nom="EREF Nord"), OrganisationFactory(territoire=lieu)
    seule = AgentFactory(territoire=lieu, organisation=autre)
    deux = [AgentFactory(territoire=lieu, organisation=une) for _ in range(2)]

    def suivre(premier: int, nombre: int, positives: int, **communs) -> None:
        entree, mars = date(2019, 1, 1), date(2020, 3, 1)
        monde.peupler(lieu, [
            Participation(premier + rang, "PLIE", entree, mars, "P_CDI" if rang < positives else "A_ABAND",
                          validee=True, niveau="3", naissance=date(1985, 1, 1), sexe="FH"[rang % 2])
            for rang in range(nombre)
        ], **communs)  # fmt: skip

    for rang, referent in enumerate(deux):
        suivre(1 + 50 * rang, 12, 6, referent=referent, code_commune="97415")
    suivre(200, 24, 3, referent=seule, code_commune="97407")
    return lieu, une


@pytest.mark.django_db
def test_a_team_or_a_commune_is_a_group_and_one_referent_alone_is_not(secteurs):
    lieu, une = secteurs
    offerts = publics_de(lieu)
    assert offerts["Équipe de référents"] == {f"organisme:{une.pk}": "EREF Nord"}
    assert set(offerts["Commune à l'entrée"]) == {"commune:97415", "commune:97407"}
    equipe = Groupe("équipe", lieu, "PLIE", annee(2020), ("organisme", str(une.pk)))
    ailleurs = Groupe("commune", lieu, "PLIE", annee(2020), ("commune", "97407"))
    face = confronter(equipe, ailleurs)
    assert face.resultats[0].textes == ("50,0\u00a0% (12 sur 24)", "12,5\u00a0% (3 sur 24)")
    assert face.resultats[0].comparaison.conclusion is Conclusion.SIGNIFICATIF
    assert face.communes == 0
    ici = Groupe("même", lieu, "PLIE", annee(2020), ("commune", "97415"))
    assert confronter(equipe, ici).communes == 24


@pytest.mark.django_db
def test_women_and_men_of_one_scheme_have_nobody_in_common(secteurs):
    lieu, _ = secteurs
    femmes, hommes = (Groupe(sexe, lieu, "PLIE", annee(2020), ("sexe", sexe)) for sexe in "FH")
    assert confronter(femmes, hommes).communes == 0


@pytest.mark.django_db
def test_a_commune_of_here_is_not_compared_in_another_territory(secteurs):
    lieu, _ = secteurs
    voisin = monde.territoire()
    demande = ADRESSE | {"a_public": "commune:97415", "a_groupe": f"{voisin.code}:PLIE"}
    saisi = FormulaireComparaison(QueryDict(urlencode(demande)), lieux=[lieu, voisin])
    assert not saisi.is_valid()
    assert "choisissez-y aussi le dispositif" in str(saisi.errors)


@pytest.mark.django_db
def test_rates_printed_without_their_numbers_conclude_nothing(deux_annees):
    lieu = deux_annees[0].territoire
    for rang, (an, valeur) in enumerate(((2020, 47), (2019, 48))):
        ReleveFactory(
            territoire=lieu, dispositif=lieu.dispositifs.get(code="PLIE"), indicateur="taux_sorties_positives",
            valeur=valeur, unite="%", debut=date(an, 1, 1), fin=date(an, 12, 31), cle=f"p{rang}",
        )  # fmt: skip
    ((indicateur, phrase),) = confronter(*deux_annees).publies
    assert indicateur.code == "taux_sorties_positives"
    assert phrase.startswith("Sans effectif, aucune conclusion")
    assert "47\u00a0% contre 48\u00a0%" in phrase


@pytest.mark.django_db
def test_the_page_compares_refuses_twins_and_offers_no_referent(deux_annees, client_de):
    page = reverse("pilotage:comparer", args=["OUEST"])
    recu = client_de("elue").get(page, ADRESSE)
    assert "Écart non significatif" in recu.text
    assert "referent" not in str(FormulaireComparaison.declared_fields)
    memes = client_de("elue").get(page, ADRESSE | {"b_annee": "2020"})
    assert "Les deux groupes sont les mêmes" in memes.text
    ailleurs = client_de("elue").get(page, ADRESSE | {"b_groupe": "VOISIN:PLIE"})
    assert "Les résultats" not in ailleurs.text
    assert ailleurs.status_code == 200


@pytest.mark.django_db
def test_a_comparison_asks_the_base_a_fixed_number_of_questions(deux_annees, django_assert_max_num_queries):
    confronter(*deux_annees)  # the facts are built once
    with django_assert_max_num_queries(32):
        confronter(*deux_annees)
