"""What a run leaves behind: history rows, one journal row, generations."""

from __future__ import annotations

import datetime as dt

from deplie.parcours.models import Etape, Participation, Suspension
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.models import Journal
from tests.factories import CompteFactory
from tests.parcours.imports.test_etapes import etape
from tests.socle.imports.atelier import Atelier, Auteur, personne


def test_chaque_ligne_ecrite_a_sa_version(atelier: Atelier) -> None:
    atelier.par = Auteur(CompteFactory())
    atelier.importer(
        participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")],
        etapes=[etape("A", "2020-02-01")],
    )
    atelier.importer(
        participants=[personne("A", "2020-01-10", adresse="1 rue A"), personne("B", "2020-01-10", commune="Le Port")],
        etapes=[etape("A", "2020-02-01", heures="3")],
    )
    for objet in (
        Personne.objects.get(identifiant="A"),
        Participation.objects.get(personne__identifiant="B"),
        Etape.objects.get(),
    ):
        versions = objet.historique.order_by("history_id")
        assert [v.history_type for v in versions] == ["+", "~"]
        assert {v.history_user_id for v in versions} == {atelier.par.compte.pk}
        assert versions[1].history_change_reason == f"Import n° {atelier.lot.pk}"
        assert versions[1].history_relation_id == objet.pk
    assert Personne.objects.get(identifiant="A").historique.latest().adresse == "1 rue A"
    assert Personne.objects.get(identifiant="B").historique.count() == 1
    assert Participation.objects.get(personne__identifiant="A").historique.count() == 1


def test_un_seul_rang_de_journal_par_import(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("B", "x")])
    (ligne,) = Journal.objects.filter(verbe="importer")
    assert (ligne.territoire, ligne.objet_id) == ("T1", str(atelier.lot.pk))
    assert ligne.detail["participants"] == {"lues": 2, "creees": 1, "modifiees": 0, "inchangees": 0, "rejetees": 1}


def test_les_generations_avancent_avec_ce_qui_change(atelier: Atelier) -> None:
    lignes = [personne("A", "2020-01-10")]
    atelier.importer(participants=lignes)
    avant = generations.lire("T1")
    assert avant["sejour"] == avant["critere"] == avant["etape"] == 1
    atelier.importer(participants=lignes)
    assert generations.lire("T1") == avant
    atelier.importer(etapes=[etape("A", "2020-02-01")])
    assert generations.lire("T1")["etape"] == 2
    assert generations.lire("T1")["sejour"] == 1


def test_une_sortie_apportee_termine_la_suspension(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")])
    for participation in Participation.objects.all():
        assert participation.commencee_le == participation.date_entree
        Suspension.objects.create(participation=participation, motif="AUTRE", debut=dt.date(2020, 3, 1))
    atelier.importer(participants=[personne("A", "2020-01-10", "2020-05-04", "A_ABAND")])
    finies = Suspension.objects.filter(participation__personne__identifiant="A")
    assert finies.get().fin == dt.date(2020, 5, 4)
    assert finies.get().historique.latest().history_type == "~"
    assert Suspension.objects.get(participation__personne__identifiant="B").fin is None
