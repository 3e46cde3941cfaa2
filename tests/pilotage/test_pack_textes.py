"""The chapters that a territory chooses, and the texts that follow from a publication to the next."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.acteurs.queries import Acteur
from deplie.pilotage.actions import avancer, choisir_chapitres, choisir_chiffres, ecrire_texte, figer
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import chapitres_de, dessins_offerts, pack_de, textes_de, version_de
from deplie.pilotage.rules.pack import SUJETS, USUELS, Chapitre
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from tests.factories_pilotage import PublicationFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
QUATRE = (
    Chapitre("efficacite", "sorties", "Garantir l'efficacité du dispositif"),
    Chapitre("innovation", "libre", "Impulser des projets innovants"),
)


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire("PLIE")
    monde.peupler(territoire, [Participation(1, "PLIE", date(2019, 1, 10), sexe="F")])
    return territoire


def publier(lieu: Territoire, annee: int = 2020) -> Publication:
    return figer(
        territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=date(annee, 1, 1), fin=date(annee, 12, 31)
    )


def test_un_territoire_choisit_ses_chapitres_et_les_reprend(lieu: Territoire) -> None:
    par = Acteur.systeme(lieu)
    assert chapitres_de(lieu) == list(USUELS)
    choisir_chapitres(territoire=lieu, chapitres=QUATRE, par=par)
    assert chapitres_de(lieu) == list(QUATRE)
    choisir_chapitres(territoire=lieu, chapitres=(), par=par)
    assert chapitres_de(lieu) == list(USUELS)


@pytest.mark.parametrize("chapitres", [(Chapitre("x", "inconnu"),), (QUATRE[0], QUATRE[0])])
def test_un_sujet_inconnu_ou_une_cle_double_se_refuse(lieu: Territoire, chapitres: tuple[Chapitre, ...]) -> None:
    with pytest.raises(RefusMetier):
        choisir_chapitres(territoire=lieu, chapitres=chapitres, par=Acteur.systeme(lieu))
    assert chapitres_de(lieu) == list(USUELS)


def test_les_textes_suivent_quand_on_fige_de_nouveau_puis_l_annee_suivante(lieu: Territoire) -> None:
    par = Acteur.systeme(lieu)
    essai = publier(lieu)
    ecrire_texte(publication=essai, cle="perspectives", texte="Oser le portage.", par=par)
    approuvee = publier(lieu)
    assert textes_de(approuvee) == {"perspectives": "Oser le portage."}
    for acte in ("controler", "valider"):
        avancer(publication=approuvee, acte=acte, par=par)
    suivante = publier(lieu, 2021)
    assert textes_de(suivante) == {"perspectives": "Oser le portage."}
    ecrire_texte(publication=suivante, cle="perspectives", texte="Un nouveau protocole.", par=par)
    assert textes_de(approuvee) == {"perspectives": "Oser le portage."}
    assert pack_de(suivante).chapitres[-1].paragraphes == ("Un nouveau protocole.",)


def test_ecrire_en_meme_temps_ne_perd_le_texte_de_personne(lieu: Territoire) -> None:
    par, publication = Acteur.systeme(lieu), PublicationFactory(territoire=lieu)

    def ecrire(texte: str, version: str, vu: str = "") -> None:
        edition = Edition(version, vu)
        ecrire_texte(publication=publication, cle="perspectives", texte=texte, par=par, edition=edition)

    ecrire("Le premier.", "0")
    with pytest.raises(EditionConcurrente) as refus:
        ecrire("Le second.", "0")
    assert "Le premier." in refus.value.message
    assert textes_de(publication) == {"perspectives": "Le premier."}
    ecrire("Le second.", "0", refus.value.vu)
    assert textes_de(publication) == {"perspectives": "Le second."}


def test_les_chiffres_d_un_chapitre_se_choisissent_et_s_ordonnent(lieu: Territoire) -> None:
    par, publication = Acteur.systeme(lieu), publier(lieu)
    choisir_chiffres(
        territoire=lieu,
        cle="publics",
        chiffres=["entrees", "part_femmes"],
        coupes=[("personnes_suivies", ("sexe",))],
        par=par,
    )
    publics = next(c for c in pack_de(publication).chapitres if c.cle == "publics")
    assert [dit.code for dit in publics.chiffres] + [nom for nom, _ in publics.muets] == ["entrees", "part_femmes"]
    assert [g.titre for g in publics.graphiques] == ["Personnes suivies, par sexe"]
    autres = [c for c in chapitres_de(lieu) if c.cle != "publics"]
    assert autres == [c for c in USUELS if c.cle != "publics"]
    choisir_chiffres(territoire=lieu, cle="publics", chiffres=None, coupes=None, par=par)
    assert chapitres_de(lieu) == list(USUELS)


def test_ne_rien_montrer_est_un_choix_et_reprendre_le_sujet_n_en_est_pas_un(lieu: Territoire) -> None:
    par = Acteur.systeme(lieu)
    choisir_chiffres(territoire=lieu, cle="publics", chiffres=[], coupes=[], par=par)
    publics = next(c for c in chapitres_de(lieu) if c.cle == "publics")
    assert (publics.codes, publics.dessins, publics.choisi) == ((), (), True)
    sujet = SUJETS["publics"]
    choisir_chiffres(territoire=lieu, cle="publics", chiffres=sujet.chiffres, coupes=sujet.coupes, par=par)
    assert chapitres_de(lieu) == list(USUELS)


@pytest.mark.parametrize(
    ("cle", "chiffres", "coupes"),
    [
        ("absent", ["entrees"], []),
        ("publics", ["inconnu"], []),
        ("publics", ["entrees", "entrees"], []),
        ("publics", ["entrees"], [("taux_sorties_positives", ("sexe",))]),
        ("publics", ["entrees"], [("personnes_suivies", ("critere",))]),
        ("publics", list(CATALOGUE)[:13], []),
    ],
)
def test_un_choix_impossible_se_refuse(
    lieu: Territoire, cle: str, chiffres: list[str], coupes: list[tuple[str, tuple[str, ...]]]
) -> None:
    with pytest.raises(RefusMetier):
        choisir_chiffres(territoire=lieu, cle=cle, chiffres=chiffres, coupes=coupes, par=Acteur.systeme(lieu))
    assert chapitres_de(lieu) == list(USUELS)


def test_choisir_en_meme_temps_se_dit_et_ne_touche_que_son_chapitre(lieu: Territoire) -> None:
    par = Acteur.systeme(lieu)
    lue = Edition(version_de([c for c in USUELS if c.cle == "publics"]))
    toutes = Edition(version_de(USUELS))

    def choisir(cle: str, code: str, edition: Edition | None = None) -> None:
        choisir_chiffres(territoire=lieu, cle=cle, chiffres=[code], coupes=[], par=par, edition=edition)

    choisir("sorties", "entrees")
    choisir("publics", "entrees", lue)
    with pytest.raises(EditionConcurrente) as refus:
        choisir("publics", "part_qpv", lue)
    assert "Ce chapitre montre maintenant : Entrées" in refus.value.message
    choisir("publics", "part_qpv", Edition(lue.version, refus.value.vu))
    with pytest.raises(EditionConcurrente):
        choisir_chapitres(territoire=lieu, chapitres=QUATRE, par=par, edition=toutes)
    assert {c.cle: c.codes for c in chapitres_de(lieu) if c.choisi} == {
        "publics": ("part_qpv",),
        "sorties": ("entrees",),
    }


def test_ce_qui_s_offre_a_dessiner_est_fige_dans_chaque_publication(lieu: Territoire) -> None:
    usuelles = {coupe for sujet in SUJETS.values() for coupe in sujet.coupes}
    assert usuelles <= set(dessins_offerts())
