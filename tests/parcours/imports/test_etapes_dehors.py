"""An earlier exit brought by a file: the étapes that no participation holds any more are said, before and after."""

from __future__ import annotations

from datetime import date

from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries import alertes_de
from tests.socle.imports.atelier import Atelier, personne

COMPLET = {"date_validation_sortie": "2020-05-15", "niveau_formation": "3"}


def etape(debut: str, categorie: str = "ATELIER", **autres: str) -> dict[str, str]:
    return {"identifiant": "A", "categorie": categorie, "date_debut": debut} | autres


def test_une_sortie_avancee_dit_les_etapes_qu_elle_laisse_dehors(atelier: Atelier) -> None:
    etapes = [etape("2020-02-01", date_fin="2020-03-01"), etape("2020-09-01", date_fin="2020-10-01"),
              etape("2020-11-01", "PMSMP", date_fin="2020-11-15"), etape("2020-07-01", "SUIVI_EMPLOI"),
              etape("2020-08-01", statut="ANNULEE")]  # fmt: skip
    atelier.importer(participants=[personne("A", "2020-01-10")], etapes=etapes)
    assert Etape.objects.count() == 5
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", "2020-05-01", "A_ABAND", **COMPLET)])
    assert rapport.avertis("date_sortie") == [2]
    phrase = rapport.phrase(2, "date_sortie")
    assert "2 étapes commencent après cette sortie (01/05/2020), la première le 01/09/2020" in phrase
    assert "hors de toute participation" in phrase
    participation = Participation.objects.get()
    dits = [a.code for a in alertes_de([participation.pk], date(2020, 6, 1))[participation.pk]]
    assert "etape_hors_parcours" in dits
    Etape.objects.filter(date_debut__gte=date(2020, 9, 1)).update(date_debut=date(2020, 4, 1))
    dits = [a.code for a in alertes_de([participation.pk], date(2020, 6, 1))[participation.pk]]
    assert "etape_hors_parcours" not in dits


def test_une_etape_qu_une_autre_participation_reprend_n_est_pas_dehors(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")], etapes=[etape("2020-09-01", date_fin="2020-10-01")])
    lignes = [personne("A", "2020-01-10", "2020-05-01", "A_ABAND", **COMPLET), personne("A", "2020-08-01")]
    rapport = atelier.importer(participants=lignes)
    assert rapport.avertis("date_sortie") == []
    [reprise] = Participation.objects.filter(date_entree=date(2020, 8, 1))
    assert Etape.objects.get().participation == reprise


def test_une_sortie_qui_ne_change_pas_ne_dit_rien(atelier: Atelier) -> None:
    lignes = [personne("A", "2020-01-10", "2020-12-01", "A_ABAND", **COMPLET)]
    atelier.importer(participants=lignes, etapes=[etape("2020-09-01", date_fin="2020-10-01")])
    assert atelier.importer(participants=lignes).avertis("date_sortie") == []
    plus_tard = [personne("A", "2020-01-10", "2021-01-01", "A_ABAND", **COMPLET)]
    assert atelier.importer(participants=plus_tard).avertis("date_sortie") == []
