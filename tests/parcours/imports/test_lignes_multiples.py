"""Several lines of one person, or of one participation, in one file."""

from __future__ import annotations

from deplie.parcours.models import Participation
from deplie.personnes.models import Personne, ReponseSensible
from tests.socle.imports.atelier import Atelier, personne


def test_une_ligne_en_double_est_inchangee_et_signalee(atelier: Atelier) -> None:
    lignes = [personne("A", "2020-01-10")] * 2
    rapport = atelier.importer(participants=lignes)
    assert rapport.comptes() == (1, 0, 1, 0)
    assert "même clé que la ligne 2" in rapport.phrase(3, "identifiant")
    assert atelier.importer(participants=lignes).comptes() == (0, 0, 2, 0)


def test_deux_lignes_de_meme_cle_sont_lues_l_une_sur_l_autre(atelier: Atelier) -> None:
    lignes = [
        personne("A", "2020-01-10", commune="Saint-Paul", niveau_formation="3", jours_suspension=""),
        personne("A", "2020-01-10", commune="Le Port", niveau_formation="", jours_suspension="7"),
    ]
    rapport = atelier.importer(participants=lignes)
    assert rapport.comptes() == (1, 1, 0, 0)
    assert "ligne 2 donne « Saint-Paul »" in rapport.phrase(3, "commune")
    lue = Participation.objects.get()
    assert (lue.commune, lue.niveau_formation, lue.jours_suspension) == ("Le Port", "3", 7)
    assert atelier.importer(participants=lignes).comptes() == (0, 0, 2, 0)


def test_la_derniere_cellule_remplie_de_la_personne_l_emporte(atelier: Atelier) -> None:
    lignes = [
        personne("A", "2019-01-10", "2019-06-01", "A_ABAND", adresse="1 rue A", telephone="0262000001"),
        personne("A", "2020-01-10", adresse="2 rue B", telephone=""),
    ]
    rapport = atelier.importer(participants=lignes)
    assert rapport.comptes() == (2, 0, 0, 0)
    assert rapport.avertis("adresse") == [3]
    assert "ligne 2 donne « 1 rue A »" in rapport.phrase(3, "adresse")
    lue = Personne.objects.get()
    assert lue.adresse == "2 rue B"
    assert lue.telephone.endswith("262000001")
    assert atelier.importer(participants=lignes).comptes() == (0, 0, 2, 0)


def test_le_changement_se_compte_sur_la_ligne_qui_l_emporte(atelier: Atelier) -> None:
    avant = [personne("A", "2019-01-10", "2019-06-01", "A_ABAND"), personne("A", "2020-01-10")]
    atelier.importer(participants=avant)
    avant[0]["adresse"], avant[1]["adresse"] = "1 rue A", "2 rue B"
    assert atelier.importer(participants=avant).comptes() == (0, 1, 1, 0)
    assert atelier.importer(participants=avant).comptes() == (0, 0, 2, 0)


def test_deux_dispositifs_le_meme_jour_partagent_les_reponses_de_ce_jour(atelier: Atelier) -> None:
    lignes = [
        personne("A", "2020-01-10", handicap="OUI"),
        personne("A", "2020-01-10", dispositif="ARPE", handicap="NON", sans_abri="NON"),
    ]
    atelier.importer(participants=lignes)
    assert set(ReponseSensible.objects.values_list("question", "reponse")) == {
        ("handicap", "NON"),
        ("sans_abri", "NON"),
    }
    assert atelier.importer(participants=lignes).comptes() == (0, 0, 2, 0)


def test_une_ligne_rejetee_ne_compte_pas_dans_ce_qui_est_fondu(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", adresse="1 rue A"),
        personne("A", "2020-05-10", "2020-05-01", "A_ABAND", adresse="2 rue B"),
    ])  # fmt: skip
    assert rapport.comptes() == (1, 0, 0, 1)
    assert Personne.objects.get().adresse == "1 rue A"


def test_l_ordre_de_fermeture_et_de_reouverture_ne_gene_pas(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2019-01-10", "2019-06-01", "A_ABAND"), personne("A", "2020-01-10")])
    # The first goes on after all; the second was a duplicate.
    rapport = atelier.importer(participants=[
        personne("A", "2019-01-10", "#VIDE", "#VIDE", date_validation_sortie="#VIDE"),
        personne("A", "2020-01-10", "2020-02-01", "A_DOUBLON"),
    ])  # fmt: skip
    assert rapport.comptes() == (0, 2, 0, 0)
    assert Participation.objects.get(date_sortie=None).date_entree.year == 2019


def test_un_identifiant_qui_change_de_personne_est_signale(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", nom="Hibou")])
    rapport = atelier.importer(
        participants=[personne("A", "2020-01-10", nom="Castor", prenom="Marc", date_naissance="1990-01-01")]
    )
    assert rapport.comptes() == (0, 1, 0, 0)
    assert "désigne déjà Zélie Hibou, né(e) le 14/05/1985" in rapport.phrase(2, "identifiant")
    assert not atelier.importer(
        participants=[personne("A", "2020-01-10", nom="Castör", prenom="Marc", date_naissance="")]
    ).avertis("identifiant")
