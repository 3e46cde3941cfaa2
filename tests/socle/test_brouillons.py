"""Nothing typed is lost: a draft is kept for its author alone, taken up, dropped once the page is saved."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deplie.socle import brouillons
from deplie.socle.models import Brouillon
from tests.parcours import fabrique as f


@pytest.fixture
def lieu(db):
    return f.territoire("OUEST")


@pytest.fixture
def loic(lieu):
    return f.acteur(lieu, "referent_parcours", prenom="Loïc")


@pytest.fixture
def page(lieu):
    """A page with a long text: the contract of somebody."""
    return reverse("parcours:contrat", args=["OUEST", f.participation(lieu).pk])


def taper(client, page, **champs):
    return client.post(reverse("garder_brouillon"), {"adresse-du-brouillon": page, **champs})


def lire(client, adresse):
    return unescape(client.get(adresse).content.decode())


def test_what_is_typed_is_kept_and_taken_up(client, loic, page):
    client.force_login(loic.compte)
    assert taper(client, page, objet="Trois mots", le="12/03/2021").status_code == 204

    offerte = lire(client, page)
    reprise = lire(client, f"{page}?brouillon=1")

    assert "Vous aviez commencé à remplir cette page" in offerte
    assert "Trois mots" not in offerte
    assert "Trois mots" in reprise
    assert 'value="12/03/2021"' in reprise


def test_a_draft_taken_up_says_no_error(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="", le="pas une date")

    reprise = lire(client, f"{page}?brouillon=1")

    assert "pas une date" in reprise
    assert 'class="faute"' not in reprise


def test_typed_again_it_is_replaced(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Un")
    taper(client, page, objet="Deux")

    assert Brouillon.objects.get().champs == "objet=Deux"


def test_it_is_dropped_once_the_page_is_saved(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Trois mots")
    assert client.post(page, {"le": "12/03/2021", "objet": "Trois mots"}).status_code == 302

    assert not Brouillon.objects.exists()


def test_a_refused_save_keeps_it(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Trois mots")
    assert client.post(page, {"le": "pas une date", "objet": "Trois mots"}).status_code == 200

    assert Brouillon.objects.exists()


def test_its_author_drops_it(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Trois mots")

    reponse = client.post(reverse("effacer_brouillon"), {"adresse-du-brouillon": page})

    assert reponse.url == page
    assert not Brouillon.objects.exists()


def test_nobody_else_reads_it(client, lieu, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Trois mots")
    client.force_login(f.acteur(lieu, "animateur_coordonnateur").compte)

    assert "Vous aviez commencé" not in lire(client, page)
    assert "Trois mots" not in lire(client, f"{page}?brouillon=1")


@pytest.mark.parametrize(
    "adresse",
    [
        "https://ailleurs.invalid/OUEST/agenda/",
        "//ailleurs.invalid/",
        "/compte/",
        "/OUEST/rien/",
        "",
        "/OUEST/" + "a" * 300,
    ],
)
def test_only_pages_of_a_territory_have_drafts(client, loic, adresse):
    client.force_login(loic.compte)
    assert taper(client, adresse, objet="x").status_code == 413
    assert client.post(reverse("effacer_brouillon"), {"adresse-du-brouillon": adresse}).url == "/"
    assert not Brouillon.objects.exists()


def test_sensitive_answers_are_never_drafts(client, lieu, loic):
    client.force_login(loic.compte)
    page = reverse("parcours:sensible", args=["OUEST", f.participation(lieu).personne.pk])
    assert taper(client, page, reponse="OUI").status_code == 413


def test_a_text_without_end_is_not_kept(client, loic, page):
    client.force_login(loic.compte)
    assert taper(client, page, objet="x" * 70_000).status_code == 413


def test_tokens_and_passwords_are_not_kept(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Un", csrfmiddlewaretoken="secret", password1="secret")
    assert Brouillon.objects.get().champs == "objet=Un"


def test_it_is_forgotten_after_a_week(client, loic, page):
    client.force_login(loic.compte)
    taper(client, page, objet="Un")
    assert brouillons.purger() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert brouillons.purger() == 1


class TestSessionOver:
    """A form posted once the session is over is not lost, with or without a script."""

    def poster(self, client, page, **champs):
        return client.post(page, champs, headers={"referer": f"http://testserver{page}"})

    def test_it_waits_until_its_author_has_signed_in(self, client, loic, page):
        reponse = self.poster(client, page, objet="Trois mots", le="12/03/2021")
        assert "brouillon%3D1" in reponse.url
        assert "Ce que vous aviez écrit est gardé" in lire(client, reponse.url)
        client.force_login(loic.compte)

        assert "Trois mots" in lire(client, f"{page}?brouillon=1")
        assert self.poster(client, page, objet="Trois mots", le="12/03/2021").status_code == 302
        assert "Vous aviez commencé" not in lire(client, page)

    def test_it_does_not_wait_for_ever(self, client, loic, page):
        self.poster(client, page, objet="Trois mots")
        with time_machine.travel(timezone.now() + timedelta(minutes=31)):
            client.force_login(loic.compte)
            assert "Trois mots" not in lire(client, f"{page}?brouillon=1")

    def test_posted_from_elsewhere_nothing_is_kept(self, client, page):
        reponse = client.post(page, {"objet": "x"}, headers={"referer": "https://ailleurs.invalid/"})
        assert "brouillon" not in reponse.url
        assert "gardé" not in lire(client, reponse.url)


def test_a_page_without_a_form_looks_for_no_draft(client, loic):
    client.force_login(loic.compte)
    assert "data-brouillon" not in lire(client, reverse("parcours:prescriptions", args=["OUEST"]))
