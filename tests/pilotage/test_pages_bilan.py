"""The bilan as its pages show it: figures, lists behind them, files, filters, rights, and what is empty."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.rubriques import RUBRIQUES
from deplie.pilotage.queries.bilan import etablir
from deplie.pilotage.views.bilan import TETE
from deplie.socle.models import Journal
from tests.factories import ObjectifFactory, ReleveFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = {"annee": "2020"}
Ouvrir = Callable[[str], Client]


@pytest.fixture
def lieu(distribution: Any) -> Any:
    """Twelve people followed in 2020, of whom four are gone; one of them well."""
    territoire = distribution.territoire
    territoire.dispositifs.update(donnees_completes_depuis=D(2015, 1, 1))
    etapes = [Etape("PREPA", D(2020, 2, 1)), Etape("IAE_ACI", D(2020, 3, 1), finance="OUI")]
    monde.peupler(territoire, [
        Participation(n, "PLIE", D(2019 + n % 2, 1, 5), D(2020, 9, n) if n <= 4 else None, "P_CDI" if n == 1 else "",
                      sexe="F" if n % 3 else "H", qpv="OUI", niveau="3", naissance=D(1990, 1, n), etapes=etapes)
        for n in range(1, 13)
    ])  # fmt: skip
    plie = territoire.dispositifs.get(code="PLIE")
    ObjectifFactory(dispositif=plie, indicateur="personnes_suivies", debut=D(2020, 1, 1), fin=D(2020, 12, 31), cible=10)
    return territoire


def page(client: Client, lieu: Any, chemin: str = "bilan/", **requete: str) -> Any:
    return client.get(f"/{lieu.code}/{chemin}", {**ANNEE, **requete})


def texte(reponse: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.content.decode())).replace("\u202f", " ")


def test_chaque_chiffre_du_catalogue_a_sa_place_sur_la_page() -> None:
    rangees = [code for codes in RUBRIQUES.values() for code in codes]
    assert sorted(rangees) == sorted(CATALOGUE)
    assert set(TETE) <= set(CATALOGUE)


def test_le_titre_donne_la_reponse_et_les_chiffres_leur_objectif(lieu: Any, client_de: Ouvrir) -> None:
    lu = page(client_de("animatrice"), lieu)
    assert lu.status_code == 200
    (titre,) = re.findall(r"<h1>(.*?)</h1>", lu.content.decode(), re.DOTALL)
    assert "12 personnes suivies, 120,0 % de l'objectif" in re.sub(r"\s+", " ", titre)
    assert "Bilan 2020, PLIE · provisoire" in titre
    dit = texte(lu)
    assert "120,0 % de l'objectif (10)" in dit.replace("\u00a0", " ")
    assert "1 sur 4 sorties" in dit


def test_le_flux_est_dessine_avec_son_tableau(lieu: Any, client_de: Ouvrir) -> None:
    contenu = page(client_de("animatrice"), lieu).content.decode()
    assert "6 en parcours au 1er janvier, plus 6 entrées : 12 suivies ; moins 4 sorties : 8" in contenu
    assert contenu.count("<svg xmlns") == contenu.count("</title>") - 1, "chaque dessin a un titre"


def test_aucun_style_ni_script_en_ligne(lieu: Any, client_de: Ouvrir) -> None:
    contenu = page(client_de("animatrice"), lieu, par1="sexe").content.decode()
    assert not re.search(r'\sstyle="|<style|\son\w+="|<script(?![^>]*\ssrc=)', contenu)


@pytest.mark.parametrize("indicateur", ["personnes_suivies", "entrees", "sorties", "etapes", "taux_sorties_positives"])
def test_la_liste_derriere_un_chiffre_a_sa_longueur_et_s_exporte(
    lieu: Any, client_de: Ouvrir, distribution: Any, indicateur: str
) -> None:
    acteur = distribution.animatrice
    chiffre = etablir(lieu, D(2020, 1, 1), D(2020, 12, 31), acteur=acteur).chiffre(indicateur)
    attendu = chiffre.numerateur if chiffre.denominateur is not None else chiffre.valeur
    client = client_de("animatrice")
    liste = page(client, lieu, f"bilan/liste/{indicateur}/")
    assert liste.content.decode().count('<th scope="row">') == attendu
    classeur = page(client, lieu, f"bilan/liste/{indicateur}/export.xlsx")
    feuille = ZipFile(io.BytesIO(classeur.content)).read("xl/worksheets/sheet1.xml").decode()
    assert feuille.count("<row ") == attendu + 1
    assert Journal.objects.filter(nature=Journal.EXPORT, territoire=lieu.code).exists()


def test_une_part_ouvre_sa_propre_liste(lieu: Any, client_de: Ouvrir) -> None:
    client = client_de("animatrice")
    contenu = page(client, lieu, par1="sexe").content.decode()
    adresses = re.findall(r'href="([^"]*/liste/personnes_suivies/[^"]*part=sexe:F)"', contenu)
    assert adresses
    liste = client.get(adresses[0].replace("&amp;", "&")).content.decode()
    assert liste.count('<th scope="row">') == 8


def test_qui_ne_voit_personne_ne_voit_que_les_chiffres(lieu: Any, client_de: Ouvrir) -> None:
    client = client_de("elue")
    contenu = page(client, lieu).content.decode()
    assert "/bilan/liste/" not in contenu
    assert page(client, lieu, "bilan/liste/entrees/").status_code == 403
    assert page(client, lieu, "bilan/definition/entrees/").status_code == 200
    assert page(client_de("etrangere"), lieu).status_code == 404


def test_les_fichiers_suivent_le_filtre_de_l_adresse(lieu: Any, client_de: Ouvrir) -> None:
    client = client_de("animatrice")
    requete = {"annee": "2020", "partie": "S1", "par1": "sexe"}
    document = json.loads(page(client, lieu, "bilan/export.json", **requete).content)
    assert document["periode"] == {"debut": "2020-01-01", "fin": "2020-06-30"}
    assert {"sexe": "F"} in [chiffre["ventilation"] for chiffre in document["chiffres"]]
    brut = page(client, lieu, "bilan/export.csv", **requete).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(brut), delimiter=";"))) > len(document["chiffres"])
    assert page(client, lieu, "bilan/export.xlsx", **requete).content.startswith(b"PK")


@pytest.mark.parametrize(
    ("requete", "libelle"),
    [
        ({"annee": "2020"}, "Bilan 2020"),
        ({"annee": "2020", "partie": "S2"}, "Bilan 2e semestre 2020"),
        ({"annee": "2020", "partie": "T1"}, "Bilan 1er trimestre 2020"),
        ({"annee": "2020", "partie": "M03"}, "Bilan mars 2020"),
        ({"du": "03/03/2020", "au": "04/04/2020"}, "Bilan du 3 mars au 4 avril 2020"),
    ],
)
def test_la_periode_est_dans_l_adresse(lieu: Any, client_de: Ouvrir, requete: dict[str, str], libelle: str) -> None:
    assert libelle in texte(client_de("animatrice").get(f"/{lieu.code}/bilan/", requete))


def test_les_autres_annees_sont_a_un_lien(lieu: Any, client_de: Ouvrir) -> None:
    contenu = page(client_de("animatrice"), lieu, par1="sexe").content.decode()
    (precedente,) = re.findall(r'<a href="\?([^"]*)" rel="prev">', contenu)
    assert "annee=2019" in precedente
    assert "par1=sexe" in precedente
    assert 'rel="next"' not in contenu


def test_une_periode_inversee_est_refusee_en_francais(lieu: Any, client_de: Ouvrir) -> None:
    lu = client_de("animatrice").get(f"/{lieu.code}/bilan/", {"du": "04/04/2020", "au": "03/03/2020"})
    assert "se termine (03/03/2020) avant de commencer (04/04/2020)" in texte(lu)


def test_deux_ventilations_se_dessinent_en_petits_multiples(lieu: Any, client_de: Ouvrir) -> None:
    lu = page(client_de("animatrice"), lieu, par1="sexe", par2="niveau")
    assert "Par sexe et par niveau de formation" in texte(lu)
    entrees = next(t for t in lu.context["croise"] if t["chiffre"].code == "entrees")
    assert [ligne[:2] for ligne in entrees["panneaux"].lignes] == [["Femme", "CAP, BEP"], ["Homme", "CAP, BEP"]]
    taux = next(t for t in lu.context["croise"] if t["chiffre"].code == "taux_sorties_positives")
    assert taux["panneaux"] is None, "des parts ne s'empilent pas"


def test_un_chiffre_declare_qui_contredit_est_nomme_avec_son_ecart(lieu: Any, client_de: Ouvrir) -> None:
    ReleveFactory(territoire=lieu, dispositif=lieu.dispositifs.get(code="PLIE"), indicateur="personnes_suivies",
                  libelle="Personnes suivies", valeur=15, unite="personne", source="Communiqué d'essai")  # fmt: skip
    dit = texte(page(client_de("animatrice"), lieu))
    assert "contredit : écart de 3" in dit
    assert dit.index("déclaré 15, calculé 12") < dit.index("Sorties"), "les points à regarder viennent d'abord"


def test_un_territoire_sans_rien_propose_le_premier_acte(distribution: Any, client_de: Ouvrir) -> None:
    dit = texte(page(client_de("animatrice"), distribution.territoire))
    assert "Aucune donnée pour l'instant" in dit
    assert "Importer un fichier" in dit


def test_un_territoire_de_chiffres_declares_les_montre(distribution: Any, client_de: Ouvrir) -> None:
    ReleveFactory(territoire=distribution.territoire, libelle="Part de l'emploi", valeur=6.5, unite="%")
    client = client_de("animatrice")
    assert "seuls des chiffres déclarés" in texte(page(client, distribution.territoire))
    assert "Voir tous les chiffres déclarés" in texte(page(client, distribution.territoire, annee="2018"))


def test_la_projection_montre_les_memes_chiffres_sur_fond_sombre(lieu: Any, client_de: Ouvrir) -> None:
    client = client_de("elue")
    lu = page(client, lieu, vue="projection")
    assert '<body class="projection">' in lu.content.decode()
    assert "vue=projection" in page(client, lieu).content.decode()
    dit = texte(lu)
    for tuile in page(client, lieu).context["tuiles"]:
        assert tuile.chiffre.texte.replace("\u202f", " ").replace("\u00a0", " ") in dit.replace("\u00a0", " ")


def test_la_definition_dit_d_ou_vient_le_chiffre(lieu: Any, client_de: Ouvrir) -> None:
    dit = texte(page(client_de("animatrice"), lieu, "bilan/definition/taux_sorties_positives/"))
    for attendu in ("D'où vient « 25,0", "Numérateur", "Dénominateur", "Version", "Source", "Motifs positifs", "CDI"):
        assert attendu in dit.replace("«\u00a0", "« ")
    assert page(client_de("animatrice"), lieu, "bilan/definition/inconnu/").status_code == 404


def test_la_page_fait_peu_de_requetes(lieu: Any, client_de: Ouvrir, nombre_de_requetes: Callable[..., int]) -> None:
    """The figures come from the engine: the number of queries does not follow the number of people."""
    client = client_de("animatrice")
    page(client, lieu)
    avant = nombre_de_requetes(lambda: page(client, lieu))
    monde.peupler(lieu, [Participation(n, "PLIE", D(2020, 3, 1), sexe="F") for n in range(100, 160)])
    page(client, lieu)
    assert nombre_de_requetes(lambda: page(client, lieu)) <= avant <= 60
