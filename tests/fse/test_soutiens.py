"""Bodies that an operation supports: written with their proof, counted once, as the slow reference counts them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse import actions
from deplie.fse.models import EntiteSoutenue
from deplie.fse.queries.indicateurs import Choix, page_de, tableau
from deplie.fse.rules.entites import GENRES, Soutien, en_entites, identites
from deplie.fse.rules.indicateurs import Periode, compter
from deplie.fse.rules.serie import INDICATEURS
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import EntiteSoutenueFactory
from tests.factories_pieces import FichierFactory
from tests.fse import reference
from tests.parcours import fabrique as f

JOUR = date(2026, 1, 1)
LE = date(2020, 3, 4)


# --- The rule, on random lines ----------------------------------------------------------------------------------------


@st.composite
def soutiens(tirer):
    operation = tirer(st.sampled_from(["OP-1", "OP-2", "OP-3"]))
    return {
        "operation": operation,
        "programmation": FSE_2014_2020 if operation == "OP-3" else FSE_PLUS_2021_2027,
        "genre": tirer(st.sampled_from(sorted(GENRES))),
        "nom": tirer(st.sampled_from(["Menuiserie Dupré", "MENUISERIE  DUPRE", "Le Phare", "Cuisine", ""])),
        "siret": tirer(st.sampled_from(["", "", "11111111100001", "11111111100002", "22222222200001"])),
        "le": date(2022 + tirer(st.integers(0, 2)), 5, 1),
    }


@given(st.lists(soutiens(), max_size=10), st.sampled_from([FSE_2014_2020, FSE_PLUS_2021_2027]), st.integers(2022, 2024))
def test_random_bodies_count_as_in_the_slow_reference(tires, programmation, an):
    lus = [Soutien(numero, **tire) for numero, tire in enumerate(tires, 1)]
    for debut in (None, date(an, 1, 1)):
        fin = date(an, 12, 31)
        comptes = compter([], programmation, Periode(debut, fin), en_entites(lus)).indicateurs
        trouve = {code: v.total for code, v in comptes.items() if v.total}
        assert trouve == reference.compter_organismes(tires, programmation, debut, fin)


def test_a_name_leads_to_a_siren_that_leads_to_another_name():
    champs = {"operation": "OP", "programmation": FSE_PLUS_2021_2027, "genre": "PME", "le": LE}
    lus = [
        Soutien(1, nom="Atelier", siret="", **champs),
        Soutien(2, nom="Le Phare", siret="11111111100002", **champs),
        Soutien(3, nom="atelier", siret="11111111100001", **champs),
        Soutien(4, nom="Ailleurs", siret="", **champs),
    ]
    assert identites(lus) == {1: 1, 2: 1, 3: 1, 4: 4}


# --- What is written --------------------------------------------------------------------------------------------------


@pytest.fixture
def ici(db):
    lieu = f.territoire("OUEST")
    dates = {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31)}
    operation = OperationRetenueFactory(territoire=lieu, code="OP-A", programmation=FSE_PLUS_2021_2027, **dates)
    return SimpleNamespace(lieu=lieu, operation=operation, ines=f.acteur(lieu, "animateur_coordonnateur"))


def inscrire(ici, **champs):
    valeurs = {"genre": "PME", "nom": "Le Phare", "le": LE, "preuve": "convention"} | champs
    return actions.inscrire_soutien(operation=ici.operation, par=ici.ines, **valeurs)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"genre": "FEMMES"}, "ne compte pas cette sorte"),
        ({"nom": " - "}, "nom de l'organisme"),
        ({"le": date(2019, 12, 31)}, "commence le 01/01/2020"),
        ({"le": date(2021, 1, 1)}, "finit le 31/12/2020"),
        ({"preuve": " "}, "ce qui le prouve"),
    ],
)
def test_what_is_not_written(ici, champs, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        inscrire(ici, **champs)
    assert not EntiteSoutenue.objects.exists()


def test_a_body_is_written_once_by_kind_and_takes_its_recorded_name(ici):
    f.organisation(ici.lieu, "LE PHARE")
    assert inscrire(ici, nom="le  phare").nom == "LE PHARE"
    with pytest.raises(RefusMetier, match="a déjà cette ligne"):
        inscrire(ici, nom="Le phare")
    inscrire(ici, genre="ADMIN")
    assert EntiteSoutenue.objects.count() == 2


def test_two_operations_that_support_one_body_count_it_once_and_nothing_written_is_no_zero(ici):
    def lu(code, **choix):
        page = page_de(Acteur.systeme(ici.lieu), Choix(**choix), JOUR)
        return next((ligne.compte.total, ligne.sans) for ligne in page.lignes if ligne.code == code)

    assert lu("EECO19") == (0, "non renseigné")
    inscrire(ici)
    autre = OperationRetenueFactory(territoire=ici.lieu, code="OP-B", programmation=FSE_PLUS_2021_2027)
    EntiteSoutenueFactory(operation=autre, nom="le phare", le=date(2021, 2, 1))
    assert lu("EECO19") == (1, "")
    assert (lu("EECO19", annee=2020), lu("EECO19", annee=2022)) == ((1, ""), (0, ""))
    assert lu("EECO19", operation="OP-B") == (1, "")
    assert lu("EECO18") == (0, "non renseigné")
    lignes = [li for li in tableau(Acteur.systeme(ici.lieu), Choix(), JOUR) if li[4] == "EECO19"]
    assert [(li[3], li[10]) for li in lignes] == [("toutes", 1), ("toutes", 1), ("OP-A", 1), ("OP-B", 1)]


def test_projects_of_2014_2020_count_the_operation_once(ici):
    ici.operation.programmation = FSE_2014_2020
    ici.operation.save()
    for nom in ("Association du Port", "Association des Tours"):
        inscrire(ici, genre="PARTENAIRE", nom=nom)
    inscrire(ici, genre="FEMMES", nom="")
    page = page_de(Acteur.systeme(ici.lieu), Choix(FSE_2014_2020), JOUR)
    comptes = {ligne.code: ligne.compte.total for ligne in page.lignes if INDICATEURS[ligne.code].moment == "ENTITE"}
    assert comptes == {"CO20": 1, "CO21": 1, "CO22": 0, "CO23": 0}


def corriger(ici, soutien, edition=None, **champs):
    lus = {champ: getattr(soutien, champ) for champ in ("genre", "nom", "siret", "le", "preuve")}
    valeurs = lus | {"fichier": None} | champs
    actions.modifier_soutien(soutien=soutien, valeurs=valeurs, par=ici.ines, edition=edition)


def test_a_line_is_corrected_its_proof_stays_and_what_was_written_before_is_kept(ici):
    preuve, autre = FichierFactory(territoire="OUEST"), FichierFactory(territoire="OUEST")
    inscrit = inscrire(ici, fichier=preuve)
    f.organisation(ici.lieu, "LA VIGIE")
    corriger(ici, inscrit, nom="la  vigie", genre="ADMIN", le=date(2020, 5, 6))
    inscrit.refresh_from_db()
    lus = (inscrit.nom, inscrit.cle, inscrit.genre, inscrit.le, inscrit.fichier)
    assert lus == ("LA VIGIE", cle_organisation("LA VIGIE"), "ADMIN", date(2020, 5, 6), preuve)
    corriger(ici, inscrit, fichier=autre)
    assert {version.nom for version in inscrit.historique.all()} == {"Le Phare", "LA VIGIE"}
    assert {version.fichier_id for version in inscrit.historique.all()} == {preuve.pk, autre.pk}
    assert Journal.objects.filter(verbe="corriger un organisme soutenu").count() == 2
    corriger(ici, inscrit)
    assert Journal.objects.filter(verbe="corriger un organisme soutenu").count() == 2


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"genre": "FEMMES"}, "ne compte pas cette sorte"),
        ({"nom": " - "}, "nom de l'organisme"),
        ({"le": date(2019, 12, 31)}, "commence le 01/01/2020"),
        ({"preuve": " "}, "ce qui le prouve"),
        ({"nom": "LE PHARE"}, "a déjà cette ligne"),
    ],
)
def test_a_correction_is_held_to_what_a_new_line_is(ici, champs, phrase):
    inscrire(ici)
    autre = inscrire(ici, nom="La Vigie")
    with pytest.raises(RefusMetier, match=phrase):
        corriger(ici, autre, **champs)
    autre.refresh_from_db()
    assert (autre.nom, autre.genre, autre.le, autre.preuve) == ("La Vigie", "PME", LE, "convention")


def test_two_people_who_correct_one_line_are_told_what_clashes_and_lose_nothing(ici):
    inscrit = inscrire(ici)
    ouverte = version_de(inscrit)
    # As each of the two read it.
    une, autre = (EntiteSoutenue.objects.get(pk=inscrit.pk) for _ in range(2))
    corriger(ici, une, Edition(ouverte), nom="La Vigie")
    corriger(ici, autre, Edition(ouverte), preuve="attestation")
    inscrit.refresh_from_db()
    assert (inscrit.nom, inscrit.cle, inscrit.preuve) == ("La Vigie", cle_organisation("La Vigie"), "attestation")
    with pytest.raises(EditionConcurrente, match="« La Vigie »") as heurt:
        corriger(ici, EntiteSoutenue.objects.get(pk=inscrit.pk), Edition(ouverte), nom="Le Fanal", preuve="convention")
    corriger(ici, inscrit, Edition(ouverte, heurt.value.vu), nom="Le Fanal")
    inscrit.refresh_from_db()
    assert inscrit.nom == "Le Fanal"


def test_the_page_writes_withdraws_and_gives_the_proof(distribution, client_de):
    dates = {"debut": date(2020, 1, 1), "fin": date(2020, 12, 31)}
    lieu = distribution.territoire
    operation = OperationRetenueFactory(territoire=lieu, programmation=FSE_PLUS_2021_2027, **dates)
    client = client_de("animatrice")
    page, saisie = (reverse(f"fse:{nom}", args=["OUEST", operation.pk]) for nom in ("soutiens", "inscrire_soutien"))
    envoi = {"genre": "PME", "nom": "Le Phare", "siret": "123", "le": "04/03/2020", "preuve": "convention"}
    refusee = client.post(saisie, envoi).content.decode()
    assert "quatorze chiffres" in refusee
    assert 'value="Le Phare"' in refusee
    assert client.post(saisie, envoi | {"siret": "732 829 320 00074"}).url == page
    inscrit = EntiteSoutenue.objects.get()
    assert inscrit.siret == "73282932000074"
    lue = client.get(page).content.decode()
    assert "Le Phare" in lue
    assert "EECO19" in lue
    preuve = reverse("fse:preuve_soutien", args=["OUEST", inscrit.pk])
    assert client.get(preuve).status_code == 404
    EntiteSoutenue.objects.update(fichier=FichierFactory(territoire="OUEST"))
    client.get(preuve)
    assert Journal.objects.filter(verbe="ouvrir la preuve d'un organisme soutenu").exists()
    assert client_de("elue").get(reverse("fse:modifier_soutien", args=["OUEST", inscrit.pk])).status_code == 403
    _corriger_par_la_page(client, inscrit, envoi)
    client.post(reverse("fse:retirer_soutien", args=["OUEST", inscrit.pk]))
    assert not EntiteSoutenue.objects.exists()


def _corriger_par_la_page(client, inscrit, envoi):
    adresse = reverse("fse:modifier_soutien", args=["OUEST", inscrit.pk])
    page = client.get(adresse).content.decode()
    assert 'value="Le Phare"' in page
    ouverte = version_de(inscrit)
    siret = {"siret": "732 829 320 00074", "version": ouverte}
    assert client.post(adresse, envoi | siret | {"nom": "La Vigie"}).status_code == 302
    heurtee = client.post(adresse, envoi | siret | {"nom": "Le Fanal"}).content.decode()
    assert "pendant votre saisie" in heurtee
    assert 'value="Le Fanal"' in heurtee
    inscrit.refresh_from_db()
    assert (inscrit.nom, inscrit.fichier_id is None) == ("La Vigie", False)
