"""« What it does with them », étapes: the participation that holds them, keys, ranks."""

from __future__ import annotations

from typing import Any

import pytest

from deplie.acteurs.models import Organisation
from deplie.parcours.models import Etape
from tests.socle.imports.atelier import Atelier, personne


def etape(identifiant: str, debut: str, fin: str = "", categorie: str = "PREPA", **autres: Any) -> dict[str, Any]:
    return {"identifiant": identifiant, "categorie": categorie, "date_debut": debut, "date_fin": fin} | autres


def test_une_etape_est_de_la_participation_qui_contient_son_debut(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2020-01-10", "2020-06-30", "A_ABAND"), personne("A", "2020-07-01")],
        etapes=[etape("A", "2020-01-09"), etape("A", "2020-01-10"), etape("A", "2020-06-30"), etape("A", "2020-07-01")],
    )
    assert rapport.comptes("etapes") == (3, 0, 0, 1)
    assert rapport.rejets("etapes") == [(2, "date_debut")]
    assert "du 10/01/2020 au 30/06/2020, du 01/07/2020 à ce jour" in rapport.phrase(2, "date_debut", "etapes")
    assert [e.participation.date_entree.month for e in Etape.objects.order_by("date_debut")] == [1, 1, 7]


def test_une_etape_sans_sa_personne_est_rejetee(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2020-01-10"), personne("B", "2030-01-10")],
        etapes=[etape("X", "2020-02-01"), etape("B", "2020-02-01"), etape("A", "2020-02-01", dispositif="ARPE")],
    )
    assert rapport.rejets("etapes") == [(2, "identifiant"), (3, "identifiant"), (4, "date_debut")]


def test_une_participation_reelle_passe_avant_un_doublon(atelier: Atelier) -> None:
    atelier.importer(
        participants=[
            personne("A", "2020-01-10", "2020-09-01", "A_DOUBLON"),
            personne("A", "2020-02-10", "2020-03-01", "A_ABAND"),
        ],
        etapes=[etape("A", "2020-02-20"), etape("A", "2020-05-01")],
    )
    assert [e.participation.motif_sortie for e in Etape.objects.order_by("date_debut")] == ["A_ABAND", "A_DOUBLON"]


def test_le_suivi_en_emploi_commence_jusqu_a_douze_mois_apres_la_sortie(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", "2020-06-30", "P_CDI")], etapes=[
        etape("A", "2020-07-01", "", "SUIVI_EMPLOI"), etape("A", "2021-06-30", "", "SUIVI_EMPLOI"),
        etape("A", "2021-07-01", "", "SUIVI_EMPLOI"), etape("A", "2020-07-01", "", "PREPA"),
    ])  # fmt: skip
    assert rapport.rejets("etapes") == [(4, "date_debut"), (5, "date_debut")]
    assert "12 mois" in rapport.phrase(4, "date_debut", "etapes")


def test_ce_qui_depasse_la_sortie_est_garde_et_signale(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", "2020-06-30", "A_ABAND")], etapes=[
        etape("A", "2020-02-01", "2020-07-01"), etape("A", "2020-02-02", "2020-06-30"), etape("A", "2020-02-03"),
    ])  # fmt: skip
    assert rapport.comptes("etapes") == (3, 0, 0, 0)
    assert rapport.avertis("date_fin", "etapes") == [2]


def test_une_etape_peut_etre_a_venir_mais_pas_a_l_envers(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[personne("A", "2020-01-10")], etapes=[
        etape("A", "2030-02-01", "2030-03-01"), etape("A", "2020-05-01", "2020-04-30"),
    ])  # fmt: skip
    assert rapport.rejets("etapes") == [(3, "date_fin")]


def test_n_lignes_identiques_sont_n_etapes(atelier: Atelier) -> None:
    trois = [etape("A", "2020-02-01", heures="7,5")] * 3
    rapport = atelier.importer(participants=[personne("A", "2020-01-10")], etapes=trois)
    assert rapport.comptes("etapes") == (3, 0, 0, 0)
    assert rapport.avertis("", "etapes") == [3, 4]
    assert sorted(Etape.objects.values_list("rang", flat=True)) == [1, 2, 3]
    assert atelier.importer(etapes=trois).comptes("etapes") == (0, 0, 3, 0)
    assert atelier.importer(etapes=[*trois, trois[0]]).comptes("etapes") == (1, 0, 3, 0)


@pytest.mark.parametrize("reference", ["", "R-1"])
def test_les_lignes_d_une_cle_sont_autant_d_etapes_dans_n_importe_quel_ordre(atelier: Atelier, reference: str) -> None:
    lignes = [etape("A", "2020-02-01", heures=h, reference=reference) for h in ("7", "14", "21")]
    assert atelier.importer(participants=[personne("A", "2020-01-10")], etapes=lignes).comptes("etapes") == (3, 0, 0, 0)
    assert atelier.importer(etapes=lignes[::-1]).comptes("etapes") == (0, 0, 3, 0)
    lignes[1]["heures"] = "15"
    assert atelier.importer(etapes=[lignes[2], lignes[1], lignes[0]]).comptes("etapes") == (0, 1, 2, 0)
    assert sorted(map(float, Etape.objects.values_list("heures", flat=True))) == [7, 15, 21]


def test_la_reference_suffit_a_reconnaitre_une_etape(atelier: Atelier) -> None:
    participants = [personne("A", "2020-01-10"), personne("B", "2020-01-10", date_naissance="1990-01-01")]
    atelier.importer(participants=participants, etapes=[etape("A", "2020-02-01", reference="R-1", intitule="Un")])
    rapport = atelier.importer(etapes=[etape("B", "2020-03-01", reference="R-1", categorie="QUALIF")])
    assert rapport.comptes("etapes") == (0, 1, 0, 0)
    lue = Etape.objects.get()
    assert (lue.participation.personne.identifiant, lue.categorie, lue.intitule) == ("B", "QUALIF", "Un")


def test_une_fin_enregistree_ne_precede_pas_le_nouveau_debut(atelier: Atelier) -> None:
    atelier.importer(
        participants=[personne("A", "2020-01-10")], etapes=[etape("A", "2020-02-01", "2020-03-01", reference="R")]
    )
    rapport = atelier.importer(etapes=[etape("A", "2020-04-01", reference="R")])
    assert rapport.rejets("etapes") == [(2, "date_debut")]
    assert atelier.importer(etapes=[etape("A", "2020-04-01", "#VIDE", reference="R")]).comptes("etapes") == (0, 1, 0, 0)


def test_l_operateur_est_de_la_cle_et_cree_une_fois(atelier: Atelier) -> None:
    lignes = [
        etape("A", "2020-02-01", operateur="Chantier École"), etape("A", "2020-02-01", operateur="CHANTIER ECOLE"),
        etape("A", "2020-02-01", operateur="Autre"),
    ]  # fmt: skip
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", prescripteur="Autre")], etapes=lignes)
    assert rapport.avertis("operateur", "etapes") == [2]
    assert rapport.avertis("prescripteur") == [2]
    assert set(Organisation.objects.values_list("nom", flat=True)) == {"Chantier École", "Autre"}
    assert sorted(Etape.objects.values_list("rang", flat=True)) == [1, 1, 2]
    assert atelier.importer(etapes=lignes).comptes("etapes") == (0, 0, 3, 0)


def test_vide_efface_une_valeur_d_etape(atelier: Atelier) -> None:
    pleine = etape("A", "2020-02-01", "2020-03-01", heures="7", statut="REALISEE", resultat="fait", finance_plie="OUI")
    atelier.importer(participants=[personne("A", "2020-01-10")], etapes=[pleine])
    cles = {"identifiant", "categorie", "date_debut"}
    rapport = atelier.importer(etapes=[{c: v if c in cles else "#VIDE" for c, v in pleine.items()}])
    assert rapport.comptes("etapes") == (0, 1, 0, 0)
    lue = Etape.objects.get()
    assert (lue.date_fin, lue.heures, lue.statut, lue.resultat, lue.finance_plie) == (None, None, "", "", "")


def test_une_etape_suit_sa_personne_quand_les_participations_changent(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")], etapes=[etape("A", "2020-05-01")])
    rapport = atelier.importer(
        participants=[personne("A", "2020-01-10", "2020-03-01", "A_ABAND"), personne("A", "2020-04-01")],
        etapes=[etape("A", "2020-05-01")],
    )
    assert rapport.comptes("etapes") == (0, 1, 0, 0)
    assert Etape.objects.get().participation.date_entree.month == 4


def test_v17_un_suivi_s_appuie_sur_un_emploi_ou_une_formation(atelier: Atelier) -> None:
    suivi = etape("A", "2020-05-01", "", "SUIVI_EMPLOI")
    participants = [personne("A", "2020-01-10")]
    assert atelier.importer(participants=participants, etapes=[suivi]).avertis("categorie", "etapes") == [2]
    avec = [suivi, etape("A", "2020-02-01", "2020-04-01", "EMPLOI_COURT")]
    assert atelier.importer(etapes=avec).avertis("categorie", "etapes") == []
    assert atelier.importer(etapes=[suivi]).avertis("categorie", "etapes") == []
