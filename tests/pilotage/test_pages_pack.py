"""The pages of a committee's pack: its texts, its chapters, its files."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.pilotage.actions import choisir_chapitres, figer
from deplie.pilotage.exports.pack import DOCUMENTS
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import chapitres_de, textes_de
from deplie.pilotage.rules.pack import USUELS
from deplie.socle.models import Journal
from deplie.territoires.actions import regler
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
LIEU = ["OUEST"]


@pytest.fixture
def publication(distribution) -> Publication:
    lieu = distribution.territoire
    monde.peupler(lieu, [Participation(1, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "P_CDI", sexe="F")])
    return figer(
        territoire=lieu, debut=date(2020, 1, 1), fin=date(2020, 12, 31), dispositif="PLIE", par=Acteur.systeme(lieu)
    )


def test_le_dossier_s_ouvre_de_la_page_des_chiffres(client_de, publication) -> None:
    page = client_de("animatrice").get(reverse("pilotage:publication", args=[*LIEU, publication.pk])).text
    assert reverse("pilotage:dossier", args=[*LIEU, publication.pk]) in page


def test_un_texte_s_ecrit_et_se_lit_dans_le_dossier(client_de, publication) -> None:
    animatrice = client_de("animatrice")
    adresse = reverse("pilotage:texte_chapitre", args=[*LIEU, publication.pk, "perspectives"])
    assert animatrice.get(adresse).status_code == 200
    recu = animatrice.post(adresse, {"texte": "Oser le portage.", "version": "0"}, follow=True)
    assert "Oser le portage." in recu.text
    refuse = animatrice.post(adresse, {"texte": "Autre chose.", "version": "0"})
    assert "Oser le portage." in refuse.text
    assert "Autre chose." in refuse.text
    assert textes_de(publication) == {"perspectives": "Oser le portage."}
    inconnu = reverse("pilotage:texte_chapitre", args=[*LIEU, publication.pk, "inconnu"])
    assert animatrice.get(inconnu).status_code == 404


def test_les_chapitres_se_choisissent_et_s_ordonnent(distribution, client_de) -> None:
    animatrice, adresse = client_de("animatrice"), reverse("pilotage:chapitres", args=LIEU)
    assert "Chapitre à ajouter" in animatrice.get(adresse).text
    saisis = {"sujet_1": "chiffres_cles", "titre_1": "L'essentiel", "rang_1": "2"}
    nouveau = {"sujet_8": "libre", "titre_8": "Dynamiser les partenariats", "rang_8": "1"}
    assert animatrice.post(adresse, saisis | nouveau).status_code == 302
    choisis = chapitres_de(distribution.territoire)
    assert [(c.cle, c.intitule) for c in choisis] == [
        ("dynamiser-les-partenariats", "Dynamiser les partenariats"),
        ("chiffres_cles", "L'essentiel"),
    ]


def test_les_chiffres_d_un_chapitre_se_choisissent_dans_une_page(distribution, client_de) -> None:
    animatrice, adresse = client_de("animatrice"), reverse("pilotage:chiffres_chapitre", args=[*LIEU, "publics"])
    assert adresse in animatrice.get(reverse("pilotage:chapitres", args=LIEU)).text
    page = animatrice.get(adresse).text
    assert "Reprendre ceux du sujet" not in page
    saisis = {"chiffre_1": "entrees", "rang_chiffre_1": "2", "chiffre_2": "sorties", "rang_chiffre_2": "1"}
    dessin = {"dessin_1": "personnes_suivies:sexe", "rang_dessin_1": "1"}
    assert animatrice.post(adresse, saisis | dessin).status_code == 302
    publics = next(c for c in chapitres_de(distribution.territoire) if c.cle == "publics")
    assert (publics.codes, publics.dessins) == (("sorties", "entrees"), (("personnes_suivies", ("sexe",)),))
    refuse = animatrice.post(adresse, saisis | {"chiffre_2": "entrees"})
    assert "choisi deux fois" in refuse.text
    assert "Reprendre ceux du sujet" in refuse.text
    assert animatrice.post(adresse, saisis | {"usuels": "oui"}).status_code == 302
    assert not any(c.choisi for c in chapitres_de(distribution.territoire))
    absent = reverse("pilotage:chiffres_chapitre", args=[*LIEU, "absent"])
    assert animatrice.get(absent).status_code == 404


def test_l_ordre_de_quelqu_un_d_autre_ne_donne_pas_un_titre_a_un_autre_chapitre(distribution, client_de) -> None:
    animatrice, adresse = client_de("animatrice"), reverse("pilotage:chapitres", args=LIEU)
    lu = animatrice.get(adresse).context["formulaire"]
    saisis = {champ.html_name: champ.initial or "" for _, _, champs in lu.lignes for champ in champs}
    saisis |= {"version": lu["version"].initial, "titre_1": "L'essentiel"}
    par = Acteur.systeme(distribution.territoire)
    choisir_chapitres(territoire=distribution.territoire, chapitres=list(reversed(USUELS)), par=par)
    refuse = animatrice.post(adresse, saisis)
    assert "pendant que vous faisiez le vôtre" in refuse.text
    vu = refuse.context["formulaire"]["vu"].value()
    assert animatrice.post(adresse, saisis | {"vu": vu}).status_code == 302
    choisis = {c.cle: c.titre for c in chapitres_de(distribution.territoire)}
    assert choisis == {c.cle: "L'essentiel" if c.cle == "chiffres_cles" else "" for c in USUELS}


def _document(publication: Publication, nom: str) -> str:
    return reverse("pilotage:document_dossier", args=[*LIEU, publication.pk, *nom.split(".")])


def test_chaque_document_s_emporte_et_le_journal_le_dit(client_de, publication) -> None:
    animatrice = client_de("animatrice")
    assert client_de("animatrice").get(_document(publication, "double-page.pdf")).status_code == 404
    par = Acteur.systeme(publication.territoire)
    regler(territoire=publication.territoire, cle="double_page", valeur=True, par=par)
    for nom in DOCUMENTS:
        recu = animatrice.get(_document(publication, nom))
        assert recu.status_code == 200
        assert nom in recu["Content-Disposition"]
    assert Journal.objects.filter(verbe="exporter le dossier du comité").count() == len(DOCUMENTS)
    absent = reverse("pilotage:document_dossier", args=[*LIEU, publication.pk, "autre", "pptx"])
    assert animatrice.get(absent).status_code == 404


def test_l_elue_lit_le_dossier_valide_sans_pouvoir_l_ecrire(client_de, publication) -> None:
    elue = client_de("elue")
    adresse = reverse("pilotage:dossier", args=[*LIEU, publication.pk])
    assert elue.get(adresse).status_code == 404
    Publication.objects.update(statut="VALIDE_COPIL")
    lu = elue.get(adresse)
    assert lu.status_code == 200
    assert "Écrire un texte" not in lu.text


def test_la_page_du_dossier_ne_demande_pas_plus_avec_plus_de_chapitres(
    client_de, publication, django_assert_max_num_queries
) -> None:
    animatrice = client_de("animatrice")
    with django_assert_max_num_queries(32):
        animatrice.get(reverse("pilotage:dossier", args=[*LIEU, publication.pk]))
