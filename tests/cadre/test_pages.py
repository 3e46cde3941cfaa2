"""Pages of the frame: one dated line, read on a day, changed by who may; what is typed is never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import AccordTerritorial, Avenant, Competence, Enveloppe, Partie, Protocole, SubventionGlobale
from tests.factories import AvenantFactory, OrganisationFactory, ProtocoleFactory
from tests.factories_cadre import (
    AccordTerritorialFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartieFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu(distribution):
    return distribution.territoire


@pytest.fixture
def protocole(lieu):
    return ProtocoleFactory(dispositif=lieu.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI"])


def lire(client, adresse, **parametres):
    reponse = client.get(f"/OUEST/cadre/{adresse}", parametres)
    assert reponse.status_code == 200
    return unescape(reponse.content.decode())


def poser(client, adresse, **valeurs):
    reponse = client.post(f"/OUEST/cadre/{adresse}", valeurs)
    assert reponse.status_code == 302, reponse.context["formulaire"].errors
    return reponse


def test_an_empty_frame_says_what_it_is_for(client_de, lieu):
    assert "Rien n'est encore enregistré du cadre" in lire(client_de("animatrice"), "")


def test_the_whole_frame_is_one_dated_line_with_its_table(client_de, lieu, protocole):
    AvenantFactory(protocole=protocole, signe_le=date(2021, 10, 13))
    EnveloppeFactory(subvention__organisme__territoire=lieu, subvention__numero="SG-7")
    CompetenceFactory(territoire=lieu, objet="Financement des chantiers", nature="FINANCEMENT")
    AccordTerritorialFactory(territoire=lieu)
    page = lire(client_de("animatrice"), "", le="01/06/2022")
    for dit in (
        "<svg",
        "Protocole d'essai",
        "Avenant n° 1",
        "FSE+ 2021-2027, SG-7",
        "Financement des chantiers",
        "lu le",
    ):
        assert dit in page, dit
    assert "délibération : Intérêt territorial" in page
    assert "jusqu'au 31 décembre 2022" in page


def test_a_day_that_is_not_one_is_said_and_today_is_read(client_de, lieu):
    assert "« hier » n'est pas une date" in lire(client_de("elue"), "", le="hier")


def test_who_reads_changes_nothing(client_de, lieu, protocole):
    page = lire(client_de("elue"), f"protocoles/{protocole.pk}/")
    assert "Ajouter un avenant" not in page
    assert client_de("elue").get(f"/OUEST/cadre/protocoles/{protocole.pk}/avenant/").status_code == 403


def test_a_protocole_is_written_with_its_parties_and_an_avenant_signed(client_de, lieu):
    client = client_de("directeur")
    plie = lieu.dispositifs.get(code="PLIE")
    poser(
        client,
        "protocoles/nouveau/",
        dispositif=plie.pk,
        nom="Protocole 2022-2026",
        debut="01/01/2022",
        fin="31/12/2026",
        motifs_positifs=["P_CDI"],
        denominateur="D_TOTAL",
    )
    protocole = Protocole.objects.get()
    ici = f"protocoles/{protocole.pk}/"
    poser(client, f"{ici}partie/", organisation="Région d'essai", engagement="Formation")
    partie = Partie.objects.get()
    poser(client, f"parties/{partie.pk}/", engagement="Formation", fonction="présidence", signe_le="15/01/2022")
    client.post(f"/OUEST/cadre/parties/{partie.pk}/retirer/")
    assert "ne se retire plus" in lire(client, ici)
    poser(client, f"{ici}avenant/", objet="Deux ans de plus", effet_le="01/01/2027", prolonge_au="31/12/2028")
    poser(client, f"avenants/{Avenant.objects.get().pk}/signer/", signe_le="01/06/2026")
    poser(
        client,
        "objectif/",
        dispositif=plie.pk,
        indicateur="entrees",
        debut="01/01/2027",
        fin="31/12/2027",
        cible="120",
        avenant=Avenant.objects.get().pk,
    )
    page = lire(client, ici, le="01/06/2027")
    for dit in ("Région d'essai", "présidence", "Deux ans de plus", "120"):
        assert dit in page, dit
    page = client.get(f"/OUEST/cadre/{ici}modifier/")
    version = page.context["formulaire"].initial["version"]
    champs = {"debut": "01/01/2022", "fin": "31/12/2026", "motifs_positifs": ["P_CDI"], "denominateur": "D_TOTAL"}
    poser(client, f"{ici}modifier/", nom="Protocole corrigé", version=version, **champs)
    assert Protocole.objects.get().nom == "Protocole corrigé"


def test_european_money_from_the_body_to_the_amount(client_de, lieu):
    client = client_de("directeur")
    poser(client, "organismes/nouveau/", organisation="Agglo d'essai", nom="Pivot d'essai", pivot="on")
    organisme = lieu.organismes_intermediaires.get()
    poser(client, f"organismes/{organisme.pk}/plan/", organisation="Plan voisin", debut="01/01/2022")
    dates = {"debut": "01/01/2022", "fin": "31/12/2026"}
    poser(client, f"organismes/{organisme.pk}/subvention/", programmation="FSE_PLUS_2021_2027", numero="SG-9", **dates)
    subvention = SubventionGlobale.objects.get()
    ici = f"subventions/{subvention.pk}/"
    saisie = {"annee": "2023", "axe": "Priorité 1", "objectif_specifique": "h"}
    refus = client.post(f"/OUEST/cadre/{ici}enveloppe/", saisie | {"montant": "1,234"})
    assert "se lit de deux façons" in refus.content.decode()
    assert 'value="1,234"' in refus.content.decode()
    poser(client, f"{ici}enveloppe/", montant="1,234.56", **saisie)
    assert Enveloppe.objects.get().montant == Decimal("1234.56")
    poser(client, f"{ici}avenant/", objet="Abondement", effet_le="01/01/2024")
    page = lire(client, ici)
    assert page.count("1\u202f234,56\u00a0€") >= 3
    assert "Abondement" in page
    version = client.get(f"/OUEST/cadre/{ici}modifier/").context["formulaire"].initial["version"]
    poser(client, f"{ici}modifier/", programmation="FSE_PLUS_2021_2027", numero="SG-10", version=version, **dates)
    assert "Plan voisin" in lire(client, "")


def test_a_partner_reads_the_amounts_of_a_body_run_elsewhere(client_de, distribution, lieu):
    ailleurs = OrganismeIntermediaireFactory(territoire=distribution.voisin)
    subvention = SubventionGlobaleFactory(organisme=ailleurs)
    EnveloppeFactory(subvention=subvention)
    ici = f"subventions/{subvention.pk}/"
    client = client_de("directeur")
    assert client.get(f"/OUEST/cadre/{ici}").status_code == 404
    RattachementOIFactory(organisme=ailleurs, territoire=lieu)
    page = lire(client, ici)
    assert "vous en lisez les montants" in page
    assert "Fixer un montant" not in page
    assert "dont ce territoire lit les montants" in lire(client, "")
    assert client.get(f"/OUEST/cadre/{ici}enveloppe/").status_code == 404
    assert client.get(f"/OUEST/cadre/{ici}modifier/").status_code == 404


def test_a_charge_is_declared_corrected_and_passes(client_de, lieu):
    client = client_de("directeur")
    champs = {"nature": "FINANCEMENT", "objet": "Chantiers", "debut": "01/01/2015"}
    poser(client, "competences/nouvelle/", organisation="Agglo d'essai", **champs)
    competence = Competence.objects.get()
    ici = f"competences/{competence.pk}/"
    version = client.get(f"/OUEST/cadre/{ici}modifier/").context["formulaire"].initial["version"]
    corrige = {"organisation": "Agglo d'essai", "detail": "Cinq chantiers", "version": version}
    poser(client, f"{ici}modifier/", **corrige, **champs)
    poser(client, f"{ici}passer/", organisation="Département d'essai", le="01/01/2022", fin="31/12/2026")
    page = lire(client, "")
    assert "puis Département d'essai" in page
    assert "à la suite de Agglo d'essai" in page
    refus = client.post("/OUEST/cadre/accords/nouveau/", {"communes": "Nulle-Part"})
    assert "n&#x27;est pas une commune du territoire" in refus.content.decode()
    poser(
        client,
        "accords/nouveau/",
        nature="CONVENTION",
        objet="Chantiers",
        adopte_le="15/12/2021",
        organisations="Agglo d'essai\nDépartement d'essai",
        competence=competence.pk,
    )
    assert AccordTerritorial.objects.get().organisations.count() == 2


def test_a_name_of_a_body_has_letters(client_de, lieu, protocole):
    reponse = client_de("directeur").post(f"/OUEST/cadre/protocoles/{protocole.pk}/partie/", {"organisation": "***"})
    assert "en lettres" in reponse.content.decode()


def test_names_of_bodies_are_proposed(client_de, lieu, protocole):
    PartieFactory(protocole=protocole, organisation=OrganisationFactory(territoire=lieu, nom="Région proposée"))
    assert '<option value="Région proposée">' in lire(client_de("directeur"), f"protocoles/{protocole.pk}/partie/")


def test_rooms_above_add_to_the_line(client_de, lieu, monkeypatch):
    from deplie.cadre.queries import ligne
    from deplie.socle.graphiques import Bande

    def conventions(acteur: Acteur, jour: date) -> tuple[list[Bande], list]:
        return [Bande(date(2020, 1, 1), date(2021, 1, 1), "Convention d'essai", "convention")], []

    monkeypatch.setattr(ligne, "_sources", {})
    ligne.inscrire_source(ligne.Source("conventions", "cadre.voir", conventions))
    ligne.inscrire_source(ligne.Source("secrets", "journal.voir", lambda acteur, jour: 1 / 0))
    page = lire(client_de("elue"), "")
    assert "Convention d'essai" in page
