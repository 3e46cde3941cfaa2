"""A call for projects: prepared, published once it is ready, prolonged, withdrawn, copied."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from deplie.financements import actions
from deplie.financements.models import Appel
from deplie.financements.rules.appel import USAGES
from deplie.socle.erreurs import RefusMetier
from tests.factories_financements import SousEnveloppeFactory
from tests.financements import fabrique_appel as fa
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


def envoi(lieu, **champs):
    ouvre, ferme = timezone.localdate(), timezone.localdate() + timedelta(days=30)
    return {
        "titre": "Appel de l'année", "code": "ESS-26", "usage": "ESS", "financeur": "EPCI", "cadrage": "Pour qui",
        "organisation": f.organisation(lieu, "Agglomération").pk, "contact": "ess@exemple.invalid",
        "ouvre_jour": f"{ouvre:%d/%m/%Y}", "ferme_jour": f"{ferme:%d/%m/%Y}", "ferme_heure": "12:00",
        "enveloppe": "25 000", "taux_max": "66,67 %", "lecteurs_min": "2", "version": "",
    } | champs  # fmt: skip


def test_it_is_written_in_french_and_stays_within_the_territory_until_it_is_published(lieu, ines):
    client = fa.ouvrir(ines)
    reponse = client.post("/OUEST/appels/nouveau/", envoi(lieu))
    appel = Appel.objects.get()
    assert reponse["Location"] == f"/OUEST/appels/{appel.pk}/reglement/"
    assert (str(appel.taux_max), appel.enveloppe, appel.lecteurs_min) == ("66.67", 25000, 2)
    assert timezone.localtime(appel.ferme_le).hour == 12
    assert client.get(f"/appels/OUEST/{appel.pk}/").status_code == 404
    assert fa.ouvrir(f.acteur(lieu, "instructeur")).get(f"/OUEST/appels/{appel.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"taux_max": "101"}, "de plus de 0 à 100"),
        ({"taux_max": "0"}, "de plus de 0 à 100"),
        ({"taux_max": "beaucoup"}, "pas reconnu"),
        ({"enveloppe": "-1"}, "est négatif"),
        ({"enveloppe": "25,000"}, "se lit de deux façons"),
        ({"enveloppe": "99999999999999"}, "est trop grand"),
        ({"plancher": "10", "plafond": "5"}, "inférieur au montant le plus bas"),
        ({"ferme_jour": "01/01/2020"}, "précède son ouverture"),
    ],
)
def test_a_bad_input_is_refused_in_a_sentence_and_stays_in_the_form(lieu, ines, champs, phrase):
    page = fa.ouvrir(ines).post("/OUEST/appels/nouveau/", envoi(lieu, **champs)).content.decode()
    assert phrase in page
    assert "ess@exemple.invalid" in page
    assert not Appel.objects.exists()


def test_it_is_published_once_it_is_ready_with_all_that_is_missing_told(lieu, ines):
    appel = fa.appel_ouvert(lieu, statut="PREPARE", ferme_le=timezone.now() - timedelta(hours=1))
    appel.criteres.all().delete()
    SousEnveloppeFactory(appel=appel, montant="25000.01")
    with pytest.raises(RefusMetier) as refus:
        actions.publier_appel(appel=appel, par=ines)
    assert all(dit in refus.value.message for dit in ("dépassent l'enveloppe", "grille", "clôture du dépôt est passée"))


def test_once_published_what_it_asks_does_not_change_but_its_closure_may_be_put_off(lieu, ines):
    appel = fa.appel_ouvert(lieu, statut="PREPARE")
    client = fa.ouvrir(ines)
    client.post(f"/OUEST/appels/{appel.pk}/publier/")
    appel.refresh_from_db()
    assert appel.statut == "PUBLIE"
    with pytest.raises(RefusMetier, match="ne change plus"):
        actions.modifier_appel(appel=appel, valeurs={"titre": "Autre"}, par=ines)
    with pytest.raises(RefusMetier, match="ne change plus"):
        actions.remplacer_liste(appel=appel, liste="grille", lignes=[], par=ines)
    with pytest.raises(RefusMetier, match="ne s'avance pas"):
        actions.prolonger_appel(appel=appel, ferme_le=appel.ferme_le - timedelta(days=1), par=ines)
    jour = timezone.localdate() + timedelta(days=60)
    client.post(f"/OUEST/appels/{appel.pk}/prolonger/", {"jour": f"{jour:%d/%m/%Y}"})
    appel.refresh_from_db()
    assert timezone.localtime(appel.ferme_le).date() == jour


def test_its_lists_are_written_line_by_line(lieu, ines):
    appel = fa.appel_ouvert(lieu, statut="PREPARE")
    client, adresse = fa.ouvrir(ines), f"/OUEST/appels/{appel.pk}/listes/grille/"
    lignes = {"intitule-0": "Utilité", "poids-0": "2,5", "note_max-0": "5", "intitule-1": "", "poids-1": "1"}
    faute = client.post(adresse, lignes | {"intitule-2": "Solidité"}).content.decode()
    assert "Indiquez un nombre" in faute
    assert 'value="Solidité"' in faute
    client.post(adresse, lignes | {"intitule-2": "Solidité", "poids-2": "1", "note_max-2": "10"})
    assert [(c.rang, c.intitule, str(c.poids)) for c in appel.criteres.all()] == [
        (1, "Utilité", "2.50"), (2, "Solidité", "1.00"),
    ]  # fmt: skip


def test_a_copy_asks_the_same_under_new_dates_and_is_to_be_published(lieu, ines):
    appel = fa.appel_ouvert(lieu)
    SousEnveloppeFactory(appel=appel)
    debut, fin = timezone.localdate() + timedelta(days=300), timezone.localdate() + timedelta(days=330)
    dates = {"ouvre_jour": f"{debut:%d/%m/%Y}", "ferme_jour": f"{fin:%d/%m/%Y}"}
    client, adresse = fa.ouvrir(ines), f"/OUEST/appels/{appel.pk}/copier/"
    assert "porte déjà ce code" in client.post(adresse, dates | {"titre": "2", "code": appel.code}).content.decode()
    client.post(adresse, dates | {"titre": "L'année d'après", "code": "ESS-27"})
    copie = Appel.objects.get(code="ESS-27")
    assert (copie.statut, copie.plafond, copie.usage) == ("PREPARE", 5000, "ESS")
    for liste in ("criteres", "questions", "pieces_requises", "sous_enveloppes"):
        assert getattr(copie, liste).count() == getattr(appel, liste).count() > 0


def test_a_withdrawal_says_why_and_is_not_done_twice(lieu, ines):
    appel = fa.appel_ouvert(lieu)
    with pytest.raises(RefusMetier, match="Dites pourquoi"):
        actions.retirer_appel(appel=appel, raison=" ", par=ines)
    actions.retirer_appel(appel=appel, raison="Crédits annulés", par=ines)
    with pytest.raises(RefusMetier, match="déjà retiré"):
        actions.retirer_appel(appel=appel, raison="Encore", par=ines)


def test_two_people_who_edit_a_call_lose_nothing(lieu, ines):
    appel = fa.appel_ouvert(lieu, statut="PREPARE")
    client, adresse = fa.ouvrir(ines), f"/OUEST/appels/{appel.pk}/modifier/"
    initial = client.get(adresse).context["formulaire"].initial
    actions.modifier_appel(appel=appel, valeurs={"titre": "Celui de Paul"}, par=f.acteur(lieu, "directeur_plie"))
    mien = envoi(lieu, code=appel.code, titre="Le mien", organisation=appel.organisation_id, version=initial["version"])
    page = client.post(adresse, mien).content.decode()
    assert "Celui de Paul" in page
    assert "Le mien" in page


@pytest.mark.parametrize("usage", sorted(USAGES))
def test_one_engine_serves_every_use(lieu, ines, usage):
    appel = fa.appel_ouvert(lieu, usage=usage)
    assert fa.depose(appel).statut == "DEPOSEE"


def test_the_list_asks_as_much_for_twenty_calls(lieu, ines, requetes_constantes):
    client = fa.ouvrir(ines)
    requetes_constantes(lambda: client.get("/OUEST/appels/"), lambda: fa.appel_ouvert(lieu))


def test_the_public_list_asks_as_much_for_twenty_calls(lieu, client, requetes_constantes):
    requetes_constantes(lambda: client.get("/appels/OUEST/"), lambda: fa.appel_ouvert(lieu))
