"""The catalogue: complete entries, sentences for people, and each indicator's example on the demonstration."""

from __future__ import annotations

from datetime import date

import pytest

from deplie.acteurs.queries import Acteur
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.catalogue.moyens import CHAMPS_COMPLETS
from deplie.pilotage.catalogue.sorties import BASES
from deplie.pilotage.exports import catalogue, dictionnaire
from deplie.pilotage.exports.catalogue import additif
from deplie.pilotage.queries.bilan import etablir
from deplie.territoires.models import Territoire
from deplie.territoires.rules import DENOMINATEUR

INDICATEURS = list(CATALOGUE.values())


@pytest.mark.parametrize("indicateur", INDICATEURS, ids=lambda i: i.code)
def test_une_entree_est_complete(indicateur: Indicateur) -> None:
    assert indicateur.phrase.endswith(".")
    assert indicateur.phrase.count(".") == 1
    assert indicateur.libelle
    assert indicateur.source.endswith(".")
    assert indicateur.recueil
    assert indicateur.effet_le < indicateur.revoir_le
    assert bool(indicateur.base) == indicateur.est_rapport
    assert indicateur.unite in (
        "%", "personne", "participation", "étape", "mois", "ratio", "entretien", "prescription", "jour", "séance",
        "inscription", "frein", "passage", "dossier", "porteur", "€", "fiche", "entité",
        "heure",
    )  # fmt: skip
    assert indicateur.formule == " ".join(indicateur.formule.split())
    assert indicateur.mieux in (-1, 0, 1)


def test_les_bases_d_un_protocole_sont_celles_de_la_nomenclature() -> None:
    assert {code for code, _ in BASES} == {code.code for code in DENOMINATEUR}


def test_les_champs_d_un_dossier_complet_sont_ceux_des_alertes_de_parcours() -> None:
    from deplie.parcours.rules.alertes import CHAMPS_DU_DOSSIER

    du_fait = {"date_naissance": "age", "statut_entree": "statut", "niveau_formation": "niveau"}
    assert {du_fait.get(champ, champ) for champ in CHAMPS_DU_DOSSIER} == set(CHAMPS_COMPLETS)


def test_les_comptes_distincts_et_les_medianes_ne_s_additionnent_pas() -> None:
    assert additif(CATALOGUE["entrees"])
    assert additif(CATALOGUE["taux_sorties_positives"])
    for code in ("personnes_suivies", "personnes_en_etape", "duree_parcours_moyenne", "part_femmes"):
        assert not additif(CATALOGUE[code]), code


def test_le_catalogue_pour_les_machines() -> None:
    document = catalogue()
    assert [lu["code"] for lu in document["indicateurs"]] == list(CATALOGUE)
    taux = next(lu for lu in document["indicateurs"] if lu["code"] == "taux_sorties_positives")
    assert taux["numerateur"].startswith("sorties dans la période, dont le motif est compté positif")
    assert taux["denominateur"] == "sorties dans la période"
    assert "motif" in taux["dimensions"]
    assert {lu["code"] for lu in document["dimensions"]} == set(DIMENSIONS)


def test_le_dictionnaire_dit_tout_en_francais() -> None:
    page = dictionnaire()
    for indicateur in INDICATEURS:
        assert f"(`{indicateur.code}`)" in page
    assert "Contrat de travail, création d'entreprise, formation" in page
    assert "None" not in page


@pytest.mark.django_db
def test_chaque_indicateur_a_sa_valeur_d_exemple() -> None:
    """The example of each entry is what the demonstration gives, through the import and the bilan."""
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.site.demonstration.chargement import installer

    codes = {indicateur.exemple.territoire for indicateur in INDICATEURS}
    list(installer(par=LIGNE_DE_COMMANDE, codes=tuple(sorted(codes))))
    bilans = {}
    for indicateur in INDICATEURS:
        exemple = indicateur.exemple
        cle = (exemple.territoire, exemple.annee, exemple.dispositif)
        if cle not in bilans:
            lieu = Territoire.objects.get(code=exemple.territoire)
            annee = (date(exemple.annee, 1, 1), date(exemple.annee, 12, 31))
            acteur = Acteur.systeme(lieu)
            bilans[cle] = etablir(lieu, *annee, dispositif=exemple.dispositif, acteur=acteur, attendre=True)
        assert bilans[cle].chiffre(indicateur.code).valeur == exemple.valeur, indicateur.code
