"""A line is rejected only for what the contract says; each time the column and one sentence say why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deplie.parcours.models import Participation
from deplie.parcours.rules.controles import Etat, refus
from tests.socle.imports.atelier import Atelier, personne

DEMAIN = (date.today() + timedelta(days=1)).isoformat()
REFUSEES = {
    "obligatoire manquante": ({"nom": ""}, "nom"),
    "obligatoire effacée": ({"prenom": "#VIDE"}, "prenom"),
    "valeur illisible": ({"duree_chomage_mois": "douze"}, "duree_chomage_mois"),
    "code inconnu": ({"sexe": "Z"}, "sexe"),
    "dispositif inconnu": ({"dispositif": "XYZ"}, "dispositif"),
    "critère inconnu": ({"criteres": "DELD|ABC"}, "criteres"),
    "sortie avant l'entrée": ({"date_sortie": "2020-01-09", "date_validation_sortie": ""}, "date_sortie"),
    "naissance le jour de l'entrée": ({"date_naissance": "2020-01-10"}, "date_naissance"),
    "naissance à venir": ({"date_naissance": DEMAIN}, "date_naissance"),
    "prescription à venir": ({"date_prescription": DEMAIN}, "date_prescription"),
    "entrée à venir": ({"date_entree": DEMAIN}, "date_entree"),
    "sortie à venir": ({"date_sortie": DEMAIN, "date_validation_sortie": ""}, "date_sortie"),
    "validation à venir": ({"date_sortie": "2020-05-01", "date_validation_sortie": DEMAIN}, "date_validation_sortie"),
    "motif sans sortie": ({"motif_sortie": "P_CDI"}, "motif_sortie"),
}  # fmt: skip


@pytest.mark.parametrize("cas", REFUSEES)
def test_ce_qui_rejette_une_ligne(atelier: Atelier, cas: str) -> None:
    cellules, colonne = REFUSEES[cas]
    rapport = atelier.importer(participants=[personne("A", "2020-01-10") | cellules, personne("B", "2020-01-10")])
    assert rapport.comptes() == (1, 0, 0, 1)
    assert rapport.rejets() == [(2, colonne)]
    assert len(rapport.phrase(2, colonne)) > 30


def test_le_jour_meme_n_est_pas_a_venir() -> None:
    jour = date(2020, 5, 1)
    rien = dict.fromkeys(Etat._fields)
    etat = Etat(**rien | {"date_entree": jour, "date_sortie": jour, "date_validation_sortie": jour, "dispositif": 1})
    assert refus(etat, jour) == []


def test_un_motif_sans_sortie_se_juge_sur_ce_qui_est_enregistre(atelier: Atelier) -> None:
    atelier.importer(
        participants=[personne("A", "2020-01-10", "2020-05-01"), personne("B", "2020-01-10", "2020-05-01", "A_ABAND")]
    )
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", "", "A_ABAND"), personne("B", "2020-01-10", "#VIDE", ""),
    ])  # fmt: skip
    assert rapport.comptes() == (0, 1, 0, 1)
    assert rapport.rejets() == [(3, "motif_sortie")]


def test_une_naissance_qui_dement_une_entree_enregistree_est_rejetee(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2018-01-10", "2018-05-01", "A_ABAND")])
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", date_naissance="2019-01-01")])
    assert rapport.rejets() == [(2, "date_naissance")]
    assert "10/01/2018" in rapport.phrase(2, "date_naissance")


class TestChevauchements:
    """Two participations of one person in one scheme share no day, the day of exit included."""

    def test_de_deux_lignes_la_seconde_est_rejetee(self, atelier: Atelier) -> None:
        rapport = atelier.importer(participants=[
            personne("A", "2020-06-30"), personne("A", "2020-01-10", "2020-06-30", "A_ABAND"),
        ])  # fmt: skip
        assert rapport.rejets() == [(3, "date_entree")]
        assert "ligne 2" in rapport.phrase(3, "date_entree")

    def test_le_lendemain_de_la_sortie_convient(self, atelier: Atelier) -> None:
        lignes = [personne("A", "2020-01-10", "2020-06-30", "A_ABAND"), personne("A", "2020-07-01")]
        assert atelier.importer(participants=lignes).comptes() == (2, 0, 0, 0)

    def test_une_ligne_nouvelle_cede_a_ce_qui_est_enregistre(self, atelier: Atelier) -> None:
        ancienne = personne("A", "2020-01-10", "2020-06-30", "A_ABAND")
        atelier.importer(participants=[ancienne])
        rapport = atelier.importer(participants=[personne("A", "2020-03-01"), ancienne])
        assert rapport.comptes() == (0, 0, 1, 1)
        assert rapport.rejets() == [(2, "date_entree")]

    def test_une_fermeture_du_meme_fichier_laisse_la_place(self, atelier: Atelier) -> None:
        atelier.importer(participants=[personne("A", "2019-01-10")])
        rapport = atelier.importer(
            participants=[personne("A", "2020-03-01"), personne("A", "2019-01-10", "2020-02-29", "A_ABAND")]
        )
        assert rapport.comptes() == (1, 1, 0, 0)

    def test_une_participation_longue_en_chevauche_plusieurs(self, atelier: Atelier) -> None:
        rapport = atelier.importer(participants=[
            personne("A", "2020-01-10"), personne("A", "2020-02-01", "2020-03-01", "A_ABAND"),
            personne("A", "2020-04-01", "2020-05-01", "A_ABAND"), personne("A", "2018-01-10", "2018-05-01", "A_ABAND"),
        ])  # fmt: skip
        assert [ligne for ligne, _ in rapport.rejets()] == [3, 4]

    def test_un_doublon_ne_chevauche_rien(self, atelier: Atelier) -> None:
        rapport = atelier.importer(participants=[
            personne("A", "2020-01-10", "2020-09-01", "A_DOUBLON"), personne("A", "2020-02-10"),
            personne("A", "2020-03-10", "2020-09-01", "A_DOUBLON"),
        ])  # fmt: skip
        assert rapport.comptes() == (3, 0, 0, 0)
        # It stops being one: it overlaps then.
        assert atelier.importer(participants=[personne("A", "2020-01-10", "", "A_ABAND")]).comptes() == (0, 0, 0, 1)

    def test_un_autre_dispositif_ou_une_autre_personne_ne_genent_pas(self, atelier: Atelier) -> None:
        rapport = atelier.importer(participants=[
            personne("A", "2020-01-10"), personne("A", "2020-02-10", dispositif="ARPE"), personne("B", "2020-02-10"),
        ])  # fmt: skip
        assert rapport.comptes() == (3, 0, 0, 0)
        assert Participation.objects.count() == 3
