"""The public page: what anybody reads of approved figures, as page and as data; how they come there and leave."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import Personne
from deplie.pilotage.actions import avancer, diffuser, figer, rectifier, retirer
from deplie.pilotage.exports import public
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.diffusion import chiffres_publics, diffusion_de
from deplie.pilotage.views.publiques import _rubriques
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from deplie.territoires.models import Reglage, Territoire
from tests.factories import TerritoireFactory
from tests.factories_pilotage import DiffusionFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
D = date
MOTIF = "Décidé par le comité."


def peupler(lieu: Territoire, depuis: int, *, femmes: int = 0, hommes: int = 0, sortis: int = 0) -> None:
    sexes = "F" * femmes + "H" * hommes
    monde.peupler(lieu, [
        Participation(depuis + rang, "PLIE", D(2020, 3, 1), D(2020, 9, 1) if rang < sortis else None,
                      "P_CDI" if rang < sortis else "", sexe=sexe)
        for rang, sexe in enumerate(sexes)
    ])  # fmt: skip


def valider(publication: Publication, par: Acteur) -> Publication:
    return avancer(publication=avancer(publication=publication, acte="controler", par=par), acte="valider", par=par)


@pytest.fixture
def lieu(distribution: Any) -> Territoire:
    peupler(distribution.territoire, 1, femmes=20, hommes=8, sortis=15)
    peupler(distribution.territoire, 100, hommes=2)
    return distribution.territoire


@pytest.fixture
def publication(lieu: Territoire) -> Publication:
    par = Acteur.systeme(lieu)
    figee = figer(territoire=lieu, debut=D(2020, 1, 1), fin=D(2020, 12, 31), dispositif="PLIE", par=par)
    return valider(figee, par)


def adresse(nom: str, publication: Publication, *autres: str) -> str:
    return reverse(nom, args=[publication.territoire.code, publication.pk, *autres])


def test_de_la_validation_a_la_page_publique_et_retour(client_de: Any, publication: Publication) -> None:
    animatrice, inconnu = client_de("animatrice"), Client()
    page = adresse("publication_publique", publication)
    assert inconnu.get(page).status_code == 404
    rendre = reverse("pilotage:diffuser_publication", args=["OUEST", publication.pk])
    assert "Rien n'est masqué" in animatrice.get(rendre).content.decode().replace("&#x27;", "'")
    assert animatrice.post(rendre, {"motif": " "}).status_code == 200
    assert animatrice.post(rendre, {"motif": MOTIF}).status_code == 302
    reponse = inconnu.get(page)
    assert reponse.status_code == 200
    assert "30" in reponse.content.decode()
    assert (
        "la page que tout le monde lit"
        in animatrice.get(reverse("pilotage:publication", args=["OUEST", publication.pk])).content.decode()
    )
    evenement = publication.evenements.get(acte="diffuser")
    assert (evenement.vers, evenement.motif) == ("VALIDE_COPIL", MOTIF)
    assert Journal.objects.filter(verbe="rendre publics").exists()
    retrait = reverse("pilotage:retirer_publication", args=["OUEST", publication.pk])
    assert animatrice.post(retrait, {"motif": "Erreur."}).status_code == 302
    noms = ("publication_publique", "definitions_publiques")
    assert {inconnu.get(adresse(nom, publication)).status_code for nom in noms} == {404}
    assert inconnu.get(adresse("donnees_publiques", publication, "csv")).status_code == 404
    assert publication.evenements.get(acte="retirer").motif == "Erreur."
    publication.refresh_from_db()
    assert publication.statut == "VALIDE_COPIL"


def test_ce_qu_aucun_comite_n_a_valide_ne_devient_pas_public(lieu: Territoire, client_de: Any) -> None:
    par = Acteur.systeme(lieu)
    figee = figer(territoire=lieu, debut=D(2020, 1, 1), fin=D(2020, 12, 31), dispositif="PLIE", par=par)
    with pytest.raises(RefusMetier, match="comité"):
        diffuser(publication=figee, motif=MOTIF, par=par)
    assert client_de("animatrice").get(
        reverse("pilotage:diffuser_publication", args=["OUEST", figee.pk])
    ).status_code == 404  # fmt: skip
    with pytest.raises(RefusMetier):
        retirer(publication=figee, motif=MOTIF, par=par)


def test_un_acte_sans_raison_ou_a_venir_est_refuse(publication: Publication) -> None:
    par = Acteur.systeme(publication.territoire)
    for autres in ({"motif": "  "}, {"motif": MOTIF, "le": D(2099, 1, 1)}, {"motif": MOTIF, "le": D(2019, 1, 1)}):
        with pytest.raises(RefusMetier):
            diffuser(publication=publication, par=par, **autres)
    diffuser(publication=publication, motif=MOTIF, par=par)
    with pytest.raises(RefusMetier, match="déjà publics"):
        diffuser(publication=publication, motif=MOTIF, par=par)


def test_chez_le_voisin_et_la_ou_rien_n_est_public_la_page_n_existe_pas(publication: Publication) -> None:
    diffuser(publication=publication, motif=MOTIF, par=Acteur.systeme(publication.territoire))
    autre = DiffusionFactory(publication__territoire=TerritoireFactory(code="AILLEURS"))
    assert Client().get(f"/publications/AILLEURS/{publication.pk}/").status_code == 404
    assert Client().get(f"/publications/AILLEURS/{autre.publication.pk}/").status_code == 200
    TerritoireFactory(code="RIEN")
    assert Client().get("/publications/RIEN/").status_code == 404
    assert Client().get("/publications/RIEN/schema.json").status_code == 404
    autre.retiree_le, autre.raison_retrait = D(2021, 6, 1), "Erreur."
    autre.save()
    assert "Aucun chiffre public en ce moment" in Client().get("/publications/AILLEURS/").content.decode()


def test_la_page_le_csv_et_le_json_disent_la_meme_chose(lieu: Territoire, publication: Publication) -> None:
    monde.peupler(lieu, [Participation(900, "PLIE", D(2020, 5, 1), sexe="")])
    par = Acteur.systeme(lieu)
    publication = valider(rectifier(publication=publication, motif="Oubli.", par=par), par)
    diffusion = diffuser(publication=publication, motif=MOTIF, par=par)
    en_csv = list(csv.DictReader(io.StringIO(
        Client().get(adresse("donnees_publiques", publication, "csv")).content.decode()
    )))  # fmt: skip
    document = json.loads(Client().get(adresse("donnees_publiques", publication, "json")).content)
    assert tuple(en_csv[0]) == public.NOMS
    assert len(en_csv) == len(document["chiffres"])
    for ligne, autre in zip(en_csv, document["chiffres"], strict=True):
        assert {nom: public._cellule(valeur) for nom, valeur in autre.items()} == ligne
        if autre["masque"]:
            assert (autre["valeur"], autre["numerateur"], autre["denominateur"]) == (None, None, None)
            assert autre["raison_masque"] == "masqué (moins de 5, secret statistique)"
    page = Client().get(adresse("publication_publique", publication)).content.decode()
    publics = chiffres_publics(diffusion)
    assert page.count("(moins de 5, secret statistique)</span>") >= publics.nombre_masques > 0
    for dit in publics.tous:
        if dit.chiffre.valeur is not None:
            assert dit.texte in page.replace("&nbsp;", "\xa0")
    schema = json.loads(Client().get("/publications/OUEST/schema.json").content)
    assert tuple(champ["name"] for champ in schema["fields"]) == public.NOMS
    obligatoires = {champ["name"] for champ in schema["fields"] if champ["constraints"]["required"]}
    assert all(ligne[nom] for ligne in en_csv for nom in obligatoires)
    cles = [tuple(ligne[nom] for nom in schema["primaryKey"]) for ligne in en_csv]
    assert len(set(cles)) == len(cles)


def test_rien_de_personnel_ni_de_masque_ne_sort(lieu: Territoire, publication: Publication) -> None:
    diffuser(publication=publication, motif="Pour Mme Untel.", par=Acteur.systeme(lieu))
    noms = [*Personne.objects.values_list("nom", flat=True), "Untel"]
    for nom, forme in (("publication_publique", ()), ("definitions_publiques", ()),
                       ("donnees_publiques", ("csv",)), ("donnees_publiques", ("json",))):  # fmt: skip
        reponse = Client().get(adresse(nom, publication, *forme))
        assert not [lu for lu in noms if f" {lu}" in reponse.content.decode()]


def test_une_correction_de_quelques_personnes_arrete_la_republication(
    lieu: Territoire, publication: Publication
) -> None:
    par = Acteur.systeme(lieu)
    diffuser(publication=publication, motif=MOTIF, par=par)
    peupler(lieu, 500, femmes=2)
    suite = valider(rectifier(publication=publication, motif="Deux fiches oubliées.", par=par), par)
    with pytest.raises(RefusMetier, match="passe de 30 à 32 : l'écart dit 2 personnes"):
        diffuser(publication=suite, motif=MOTIF, par=par)
    diffusion = diffuser(publication=suite, motif=MOTIF, par=par, derogation="Erreur reconnue en séance.")
    assert diffusion.derogation == "Erreur reconnue en séance."
    assert "Erreur reconnue en séance." in suite.evenements.get(acte="diffuser").motif
    ancienne = Client().get(adresse("publication_publique", publication)).content.decode()
    assert "ont été rectifiés" in ancienne
    assert adresse("publication_publique", suite) in ancienne


def test_une_correction_franche_passe_et_ce_qui_etait_masque_le_reste(lieu: Territoire) -> None:
    peupler(lieu, 300, femmes=0, hommes=20)
    monde.peupler(lieu, [Participation(800 + rang, "PLIE", D(2020, 5, 1), sexe="X") for rang in range(3)])
    par = Acteur.systeme(lieu)
    options = {"territoire": lieu, "debut": D(2020, 1, 1), "fin": D(2020, 12, 31), "dispositif": "PLIE", "par": par}
    publication = valider(figer(**options), par)
    avant = chiffres_publics(diffuser(publication=publication, motif=MOTIF, par=par))
    masques = {dit.chiffre.parts for dit in avant.parts("entrees", "sexe") if dit.masque}
    assert len(masques) == 2
    monde.peupler(lieu, [Participation(850 + rang, "PLIE", D(2020, 5, 1), sexe="X") for rang in range(30)])
    suite = valider(rectifier(publication=publication, motif="Oubli.", par=par), par)
    apres = chiffres_publics(diffuser(publication=suite, motif=MOTIF, par=par))
    assert {dit.chiffre.parts for dit in apres.parts("entrees", "sexe") if dit.masque} >= masques


def test_ce_qui_est_public_ne_change_pas_avec_le_seuil(lieu: Territoire, publication: Publication) -> None:
    diffuser(publication=publication, motif=MOTIF, par=Acteur.systeme(lieu))
    avant = Client().get(adresse("donnees_publiques", publication, "csv")).content
    Reglage.objects.create(territoire=lieu, cle="petit_effectif", valeur=25)
    assert Client().get(adresse("donnees_publiques", publication, "csv")).content == avant


def test_la_liste_lit_autant_pour_une_que_pour_vingt(requetes_constantes: Any, nombre_de_requetes: Any) -> None:
    lieu = TerritoireFactory(code="OUEST9")

    def ajouter() -> None:
        DiffusionFactory(publication__territoire=lieu, publication__statut="RECTIFIE")

    requetes_constantes(lambda: Client().get("/publications/OUEST9/"), ajouter)
    derniere = Publication.objects.filter(territoire=lieu).latest("pk")
    assert diffusion_de(derniere)
    assert nombre_de_requetes(lambda: Client().get(f"/publications/OUEST9/{derniere.pk}/")) <= 6


def test_un_sujet_ou_tout_est_a_zero_tient_en_une_ligne(publication: Publication) -> None:
    diffusee = diffuser(publication=publication, motif=MOTIF, par=Acteur.systeme(publication.territoire))
    lieu = publication.territoire.code
    page = Client().get(reverse("publication_publique", args=[lieu, publication.pk]))
    ouverts = [titre for titre, _ in page.context["rubriques"]]
    assert "Le flux" in ouverts
    assert page.context["a_zero"]
    assert not set(ouverts) & set(page.context["a_zero"])
    assert "Rien sur cette période" in page.text
    # The data say every zero.
    publics = chiffres_publics(diffusee)
    dits = {
        titre: [d.chiffre.valeur for d in lus if d.chiffre.valeur is not None] for titre, lus in _rubriques(publics)
    }
    assert all(set(dits[titre]) == {0} for titre in page.context["a_zero"])
