"""The minimum steps of a territory, jalons and graded placements, and who comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import Jalon, Trame
from deplie.parcours.rules import trame as regles
from deplie.parcours.rules.jalon import RESULTATS_DE, refus_de_resultat
from deplie.parcours.rules.trame import EN_COURS, FAIT, MANQUE, TRAME_TCO, Acquis, EtapeLue, avancement
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import (
    ConstatEmploiFactory,
    ContratPlieFactory,
    EmploiFactory,
    EntretienFactory,
    SuspensionFactory,
)
from tests.factories_fiche import DiagnosticFactory, FreinSuiviFactory, JalonFactory
from tests.parcours import fabrique as f

ENTREE, MARS, JUIN, JOUR = date(2021, 1, 4), date(2021, 3, 1), date(2021, 6, 1), date(2021, 6, 30)


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def suivie(lieu):
    return f.participation(lieu, entree=ENTREE)


def poser(lieu, par, **options):
    nom, debut, fin, pas = TRAME_TCO
    plie = lieu.dispositifs.get(code="PLIE")
    voulu = {"dispositif": plie, "nom": nom, "debut": debut, "fin": fin, "pas": pas} | options
    return actions.regler_trame(**voulu, par=par)


def page(client, acteur, nom, *args, donnees=None, **requete):
    client.force_login(acteur.compte)
    adresse = reverse(f"parcours:{nom}", args=[acteur.territoire.code, *args])
    return client.get(adresse, requete) if donnees is None else client.post(adresse, donnees)


def etats(client, acteur, suivie):
    dessins = page(client, acteur, "personne", suivie.personne_id).context["dessins"]
    return [lu.etat for element in dessins for lu in element["pas"]]


# The rules


@pytest.mark.parametrize(
    ("regle", "seuil", "acquis", "attendu"),
    [
        ("DIAGNOSTIC", 1, {}, MANQUE),
        ("DIAGNOSTIC", 1, {"diagnostics": [(False, True)]}, EN_COURS),
        ("DIAGNOSTIC", 1, {"diagnostics": [(True, False)]}, EN_COURS),
        ("DIAGNOSTIC", 1, {"diagnostics": [(True, True), (False, False)]}, FAIT),
        ("CONTRAT", 1, {"contrats": [False]}, EN_COURS),
        ("CONTRAT", 1, {"contrats": [True]}, FAIT),
        ("ENTRETIENS", 3, {"entretiens_tenus": 2}, EN_COURS),
        ("ENTRETIENS", 3, {"entretiens_prevus": 1}, EN_COURS),
        ("ENTRETIENS", 3, {"entretiens_tenus": 3}, FAIT),
        ("ETAPE_PREPA", 1, {"etapes": [EtapeLue("ATELIER", "REALISEE", JUIN)]}, MANQUE),
        ("ETAPE_PREPA", 1, {"etapes": [EtapeLue("PREPA", "PREVUE", None)]}, EN_COURS),
        ("ETAPE_PREPA", 1, {"etapes": [EtapeLue("PREPA", "", JUIN)]}, FAIT),
        ("ETAPE_PREPA", 1, {"etapes": [EtapeLue("PREPA", "", JOUR + timedelta(days=1))]}, EN_COURS),
        ("ETAPE_PREPA", 1, {"etapes": [EtapeLue("PREPA", "INTERROMPUE", JUIN)]}, MANQUE),
        ("PALIERS", 2, {"etapes": [EtapeLue("PMSMP", "REALISEE", JUIN, 2)] * 2}, EN_COURS),
        ("PALIERS", 2, {"etapes": [EtapeLue("PMSMP", "REALISEE", JUIN, n) for n in (2, 3)]}, FAIT),
        ("PALIERS", 2, {"etapes": [EtapeLue("PMSMP", "REALISEE", JUIN)]}, MANQUE),
        ("JALON_NUMERIQUE", 1, {"jalons": [("EQUIPEMENT", "DEMANDE")]}, EN_COURS),
        ("JALON_NUMERIQUE", 1, {"jalons": [("CERTIFICAT", "OBTENU")]}, FAIT),
        ("JALON_NUMERIQUE", 1, {"jalons": [("JURY", "FAVORABLE"), ("CERTIFICAT", "NON_OBTENU")]}, MANQUE),
        ("JALON_JURY", 1, {"jalons": [("JURY", "RETRAVAILLER")]}, FAIT),
    ],
)
def test_a_step_is_done_under_way_or_missing(regle, seuil, acquis, attendu):
    assert avancement(regle, seuil, Acquis(jour=JOUR, **acquis)) == attendu


etapes = st.builds(
    EtapeLue,
    st.sampled_from(["PREPA", "PMSMP"]),
    st.sampled_from(["", "PREVUE", "EN_COURS", "REALISEE", "INTERROMPUE", "ANNULEE"]),
    st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2021, 12, 31))),
    st.one_of(st.none(), st.integers(1, 4)),
)
tout = st.builds(
    Acquis,
    jour=st.just(JOUR),
    diagnostics=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=3),
    contrats=st.lists(st.booleans(), max_size=1),
    entretiens_tenus=st.integers(0, 5),
    entretiens_prevus=st.integers(0, 5),
    etapes=st.lists(etapes, max_size=5),
    jalons=st.lists(st.sampled_from([(g, r) for g, rs in RESULTATS_DE.items() for r in ("", *rs)]), max_size=5),
)


@given(st.sampled_from(sorted(regles.REGLES)), st.integers(1, 3), tout)
def test_asking_for_more_never_makes_a_step_further(regle, seuil, acquis):
    ordre = [MANQUE, EN_COURS, FAIT]
    assert ordre.index(avancement(regle, seuil + 1, acquis)) <= ordre.index(avancement(regle, seuil, acquis))


def test_each_kind_of_jalon_has_its_results():
    assert refus_de_resultat("JURY", "FAVORABLE") == ""
    assert refus_de_resultat("JURY", "") == ""
    assert "favorable, à retravailler" in refus_de_resultat("JURY", "REMIS")
    assert refus_de_resultat("AUTRE", "")


# The page of the person


def test_the_minimum_steps_of_a_parcours_follow_what_is_recorded(client, lieu, ines, suivie):
    assert etats(client, ines, suivie) == []
    poser(lieu, ines)
    assert etats(client, ines, suivie) == [MANQUE] * 5
    f.etape(suivie, "PREPA", debut=MARS, date_fin=JUIN, statut="REALISEE")
    for palier in (2, 3):
        f.etape(suivie, "PMSMP", debut=MARS, date_fin=JUIN, statut="REALISEE", palier=palier)
    actions.noter_jalon(participation=suivie, valeurs={"genre": "CERTIFICAT", "debut": JUIN}, par=ines)
    actions.noter_jalon(
        participation=suivie, valeurs={"genre": "JURY", "debut": JUIN, "resultat": "FAVORABLE"}, par=ines
    )
    assert etats(client, ines, suivie) == [MANQUE, FAIT, EN_COURS, FAIT, FAIT]


def test_a_missing_step_opens_the_act_that_makes_it(client, lieu, ines, suivie):
    poser(lieu, ines)
    contenu = page(client, ines, "personne", suivie.personne_id).content.decode()
    for nom, suite in (
        ("ecrire_diagnostic", ""), ("nouvelle_etape", "?categorie=PREPA"), ("nouveau_jalon", "?genre=JURY")
    ):  # fmt: skip
        assert f'"{reverse(f"parcours:{nom}", args=["OUEST", suivie.pk])}{suite}"' in contenu
    assert "Faire<" not in contenu  # each act has its name
    for genre, mots in (("CERTIFICAT", "Noter un certificat"), ("EQUIPEMENT", "Noter un équipement")):
        assert f"{mots}<" in contenu
        ouvert = page(client, ines, "nouveau_jalon", suivie.pk, genre=genre)
        assert ouvert.context["formulaire"]["genre"].value() == genre
        assert ouvert.context["titre"] == mots
    ouvert = page(client, ines, "nouvelle_etape", suivie.pk, categorie="PMSMP").context["formulaire"]
    assert ouvert["categorie"].value() == "PMSMP"


def test_a_parcours_is_asked_for_the_trame_of_its_last_day(client, lieu, ines):
    poser(lieu, ines)
    ancienne = f.participation(lieu, entree=date(2019, 1, 7), date_sortie=date(2020, 6, 1), motif_sortie="E_CDI")
    assert etats(client, ines, ancienne) == []
    arpe = f.participation(lieu, dispositif="ARPE", entree=ENTREE)
    assert etats(client, ines, arpe) == []


def test_an_operator_sees_neither_steps_nor_jalons(client, lieu, ines, suivie):
    poser(lieu, ines)
    JalonFactory(participation=suivie, debut=JUIN, intitule="Pix d'essai")
    chantier = f.organisation(lieu, "Chantier")
    f.etape(suivie, operateur=chantier, debut=MARS)
    operateur = f.acteur(lieu, "operateur", structure=chantier)
    assert etats(client, operateur, suivie) == []
    assert "Pix d" not in page(client, operateur, "personne", suivie.personne_id).content.decode()


def test_who_comes_back_has_a_second_parcours_linked_to_the_first(client, lieu, ines):
    qui = f.personne(lieu)
    f.participation(lieu, qui, entree=date(2018, 1, 8), date_sortie=date(2019, 2, 1), motif_sortie="E_CDI")
    f.participation(lieu, qui, entree=ENTREE)
    contenu = page(client, ines, "personne", qui.pk).content.decode()
    assert "2e parcours dans ce dispositif, le premier du 08/01/2018 au 01/02/2019." in contenu
    assert contenu.count("parcours dans ce dispositif") == 1


# Jalons


def test_a_jalon_is_recorded_corrected_and_shown_with_its_proof(client, ines, suivie):
    donnees = {
        "genre": "EQUIPEMENT",
        "intitule": "Ordinateur",
        "debut": "01/03/2021",
        "resultat": "REMIS",
        "heures": "",
    }
    assert page(client, ines, "nouveau_jalon", suivie.pk, donnees=donnees).status_code == 302
    jalon = Jalon.objects.get()
    assert "sans pièce" in page(client, ines, "personne", suivie.personne_id).content.decode()
    version = page(client, ines, "jalon", jalon.pk).context["formulaire"]["version"].value()
    page(client, ines, "jalon", jalon.pk, donnees=donnees | {"preuve_du": "02/03/2021", "version": version})
    assert "pièce du 02/03/2021" in page(client, ines, "personne", suivie.personne_id).content.decode()
    assert Journal.objects.filter(verbe="modifier un jalon").count() == 1


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ({"genre": "AUTRE"}, "genre de la liste"),
        ({"resultat": "REMIS"}, "le résultat est"),
        ({"debut": ENTREE - timedelta(days=1)}, "précède l'entrée"),
        ({"fin": ENTREE}, "La fin précède"),
    ],
)
def test_what_cannot_be_of_a_jalon_is_refused(ines, suivie, valeurs, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        actions.noter_jalon(participation=suivie, valeurs={"genre": "JURY", "debut": MARS} | valeurs, par=ines)
    with pytest.raises(RefusMetier, match=phrase):
        actions.modifier_jalon(
            jalon=JalonFactory(participation=suivie, genre="JURY", resultat="", debut=MARS), valeurs=valeurs, par=ines
        )


def test_a_jalon_after_the_exit_is_refused(lieu, ines):
    sortie = f.participation(lieu, entree=ENTREE, date_sortie=MARS, motif_sortie="E_CDI")
    with pytest.raises(RefusMetier, match="suit la sortie"):
        actions.noter_jalon(participation=sortie, valeurs={"genre": "JURY", "debut": JUIN}, par=ines)


# The settings of the territory


def test_the_list_of_the_tco_is_taken_up_then_changed(client, lieu, ines):
    assert "Aucune trame" in page(client, ines, "trames").content.decode()
    page(client, ines, "reprendre_trame", donnees={})
    trame = Trame.objects.get()
    assert [pas.regle for pas in trame.pas.order_by("rang")] == [pas[1] for pas in TRAME_TCO[3]]
    plie = lieu.dispositifs.get(code="PLIE")
    donnees = {
        "dispositif": plie.pk, "nom": "Trame 2022", "debut": "01/01/2022", "fin": "", "libelle_0": "Entretiens",
        "regle_0": "ENTRETIENS", "seuil_0": "6", "libelle_1": "", "regle_1": "CONTRAT", "seuil_1": "1",
    }  # fmt: skip
    assert page(client, ines, "trame", trame.pk, donnees=donnees).status_code == 302
    trame.refresh_from_db()
    assert (trame.nom, trame.fin) == ("Trame 2022", None)
    assert [(pas.libelle, pas.seuil) for pas in trame.pas.all()] == [("Entretiens", 6)]
    page(client, ines, "retirer_trame", trame.pk, donnees={})
    assert not Trame.objects.exists()


def test_two_trames_do_not_hold_at_once_and_each_step_is_verified(client, lieu, ailleurs, ines):
    poser(lieu, ines)
    for options, phrase in (
        ({"debut": JUIN}, "couvre déjà"),
        ({"fin": date(2020, 1, 1)}, "précède le premier"),
        ({"pas": ()}, "au moins une"),
        ({"pas": (("Rien", "INCONNUE", 1),)}, "se vérifie"),
        ({"pas": (("", "CONTRAT", 1),)}, "un nom"),
        ({"pas": (("Contrat", "CONTRAT", 0),)}, "nombre attendu"),
        ({"dispositif": ailleurs.dispositifs.get(code="PLIE")}, "autre territoire"),
    ):
        with pytest.raises(RefusMetier, match=phrase):
            poser(lieu, ines, **options)
    perdue = {
        "dispositif": lieu.dispositifs.get(code="PLIE").pk, "nom": "Autre", "debut": "01/06/2021", "fin": "",
        "libelle_0": "Contrat signé", "regle_0": "CONTRAT", "seuil_0": "1",
    }  # fmt: skip
    reponse = page(client, ines, "nouvelle_trame", donnees=perdue).content.decode()
    assert "couvre déjà" in reponse
    assert "Contrat signé" in reponse


# The history and the queries


def test_interviews_and_jobs_are_in_the_history_as_far_as_rights_go(client, lieu, ines, suivie):
    rendez_vous = EntretienFactory(
        personne=suivie.personne, participation=suivie, debut=datetime(2021, 6, 1, 6, tzinfo=UTC)
    )
    actions.tenir_entretien(
        entretien=rendez_vous, debut=rendez_vous.debut, note="Mots gardés pour peu de lecteurs", valeurs={}, par=ines
    )
    actions.identifier_frein(participation=suivie, theme="sante", le=MARS, par=ines)
    contenu = page(client, ines, "personne", suivie.personne_id, onglet="historique").content.decode()
    assert "entretien du 01/06/2021" in contenu
    assert "frein « santé »" in contenu
    assert "Mots gardés" not in contenu
    gestion = f.acteur(lieu, "gestionnaire_oi")
    assert "frein «" not in page(client, gestion, "personne", suivie.personne_id, onglet="historique").content.decode()


@pytest.mark.parametrize("onglet", ["parcours", "identite", "situation", "sensible", "historique"])
def test_ten_years_cost_no_more_queries_than_one(client, lieu, ines, requetes_constantes, onglet):
    """Each tab, as somebody comes back and everything that may be written of them piles up."""
    poser(lieu, ines)
    qui, nord, annees = f.personne(lieu, "Dix"), f.organisation(lieu, "Nord"), iter(range(1990, 2021))

    def ajouter():
        entree = date(next(annees), 1, 4)
        p = f.participation(lieu, qui, entree=entree, date_sortie=entree, motif_sortie="P_CDD6", referent=ines.agent)
        etape = f.etape(p, debut=entree, date_fin=entree, operateur=nord)
        etape.statut = "REALISEE"
        etape.save()
        ContratPlieFactory(participation=p, etabli_le=entree)
        SuspensionFactory(participation=p, debut=entree, fin=entree)
        emploi = EmploiFactory(participation=p, debut=entree, fin=entree)
        ConstatEmploiFactory(emploi=emploi, mois=1, le=entree)
        JalonFactory(participation=p, debut=entree)
        DiagnosticFactory(participation=p, le=entree, statut="VALIDE")
        FreinSuiviFactory(participation=p, identifie_le=entree)
        EntretienFactory(
            personne=qui,
            participation=p,
            agent=ines.agent,
            debut=datetime(entree.year, 1, 4, 8, tzinfo=UTC),
            statut="TENU",
        )

    requetes_constantes(lambda: page(client, ines, "personne", qui.pk, onglet=onglet), ajouter)
