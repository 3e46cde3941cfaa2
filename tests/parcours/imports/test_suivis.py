"""« What it does with them », casework: prescriptions, interviews, jobs and their months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.parcours.models import ConstatEmploi, Emploi, Entretien, Participation, Prescription
from deplie.personnes.actions import reunir
from deplie.personnes.models import Personne
from deplie.socle import generations
from tests.factories import PrescriptionFactory, SuspensionFactory
from tests.socle.imports.atelier import Atelier, personne

A = personne("A", "2020-01-10")
RECENTE = (date.today() - timedelta(days=20)).isoformat()


def entretien(qui: str, le: str, statut: str = "TENU", **autres: Any) -> dict[str, Any]:
    base = {"identifiant": qui, "agent": "lea@exemple.invalid", "date_entretien": le, "heure": "9 h 30"}
    return base | {"statut": statut} | autres


def emploi(qui: str, debut: str, fin: str = "", contrat: str = "CDI", **autres: Any) -> dict[str, Any]:
    return {"identifiant": qui, "contrat": contrat, "date_embauche": debut, "fin_emploi": fin} | autres


def prescription(qui: str, le: str, statut: str = "PRESCRIT", **autres: Any) -> dict[str, Any]:
    return {
        "identifiant": qui,
        "nom": "Fictif",
        "prenom": f"Zélie {qui}",
        "prescrite_le": le,
        "statut": statut,
    } | autres


# Interviews


def test_un_entretien_est_de_la_participation_ouverte_ce_jour_la(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2020-01-10", "2020-06-30", "A_ABAND")],
        entretiens=[entretien("A", "2020-02-03", duree="45", mode="Par téléphone", note="Un point d'étape."),
                    entretien("A", "2020-09-01"), entretien("X", "2020-02-03")],
    )  # fmt: skip
    assert rapport.comptes("entretiens") == (2, 0, 0, 1)
    assert rapport.rejets("entretiens") == [(4, "identifiant")]
    assert rapport.avertis("date_entretien", "entretiens") == [3]
    dedans, dehors = Entretien.objects.order_by("debut")
    assert timezone.localtime(dedans.debut).replace(tzinfo=None) == datetime(2020, 2, 3, 9, 30)
    assert (dedans.duree, dedans.mode, dedans.note) == (45, "TELEPHONE", "Un point d'étape.")
    assert dedans.participation is not None
    assert dehors.participation is None
    assert dedans.agent.courriel == "lea@exemple.invalid"
    assert Agent.objects.get(courriel="lea@exemple.invalid").a_completer
    assert [v.history_type for v in dedans.historique.all()] == ["+"]


def test_le_meme_fichier_d_entretiens_ne_change_rien_et_une_cellule_se_corrige(atelier: Atelier) -> None:
    lignes = [entretien("A", "2020-02-03", objet="Premier"), entretien("A", "2020-02-03", heure="14:00")]
    atelier.importer(participants=[A], entretiens=lignes)
    assert atelier.importer(entretiens=lignes).comptes("entretiens") == (0, 0, 2, 0)
    lignes[0]["objet"] = "Second"
    assert atelier.importer(entretiens=lignes).comptes("entretiens") == (0, 1, 1, 0)
    premier = Entretien.objects.order_by("debut").first()
    assert premier is not None
    assert premier.objet == "Second"
    assert [v.history_type for v in premier.historique.order_by("history_id")] == ["+", "~"]
    lignes[0]["objet"] = "#VIDE"
    atelier.importer(entretiens=lignes)
    premier.refresh_from_db()
    assert premier.objet == ""


def test_un_entretien_a_venir_n_est_ni_tenu_ni_manque(atelier: Atelier) -> None:
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    rapport = atelier.importer(participants=[A], entretiens=[
        entretien("A", demain, "TENU"), entretien("A", demain, "ABSENT", heure="10:00"),
        entretien("A", demain, "ABSENT_EXCUSE", heure="11:00"), entretien("A", demain, "PREVU", heure="12:00"),
        entretien("A", demain, "PREVU", heure="13:00", note="Déjà."), entretien("A", "2020-02-03", heure="25 h"),
    ])  # fmt: skip
    assert sorted(rapport.rejets("entretiens")) == [(2, "statut"), (3, "statut"), (6, "note"), (7, "heure")]
    assert set(Entretien.objects.values_list("statut", flat=True)) == {"ABSENT_EXCUSE", "PREVU"}


def test_un_entretien_ecrit_ne_redevient_pas_prevu(atelier: Atelier) -> None:
    atelier.importer(participants=[A], entretiens=[entretien("A", "2020-02-03")])
    rapport = atelier.importer(entretiens=[entretien("A", "2020-02-03", "PREVU")])
    assert rapport.rejets("entretiens") == [(2, "statut")]
    assert "noté « tenu »" in rapport.phrase(2, "statut", "entretiens")


def test_un_prevu_passe_et_un_mot_de_sante_sont_signales(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[A], entretiens=[
        entretien("A", "2020-02-03", "PREVU"), entretien("A", "2020-02-04", note="En dépression depuis mars."),
    ])  # fmt: skip
    assert rapport.comptes("entretiens") == (2, 0, 0, 0)
    assert (rapport.avertis("statut", "entretiens"), rapport.avertis("note", "entretiens")) == ([2], [3])


def test_le_premier_entretien_tenu_commence_le_parcours(atelier: Atelier) -> None:
    atelier.importer(participants=[A])
    Participation.objects.update(commencee_le=None)
    atelier.importer(entretiens=[entretien("A", "2020-03-03"), entretien("A", "2020-02-03", "ABSENT")])
    assert Participation.objects.get().commencee_le == date(2020, 3, 3)


def test_deux_lignes_de_meme_cle_sont_un_entretien(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[A], entretiens=[
        entretien("A", "2020-02-03", objet="Un", lieu="Ici"), entretien("A", "2020-02-03", objet="Deux"),
    ])  # fmt: skip
    assert rapport.comptes("entretiens") == (1, 1, 0, 0)
    assert rapport.avertis("", "entretiens") == [3]
    lu = Entretien.objects.get()
    assert (lu.objet, lu.lieu) == ("Deux", "Ici")


def test_une_fiche_reunie_recoit_les_lignes_de_l_autre(atelier: Atelier) -> None:
    atelier.importer(participants=[A, personne("B", "2020-03-10", dispositif="ARPE")])
    gardee, absorbee = (Personne.objects.get(identifiant=i) for i in "AB")
    from deplie.acteurs.queries import Acteur

    reunir(gardee=gardee, absorbee=absorbee, choix={}, par=Acteur.systeme(atelier.territoire))
    rapport = atelier.importer(entretiens=[entretien("B", "2020-02-03")], emplois=[emploi("B", "2020-02-03")])
    assert rapport.avertis("identifiant", "entretiens") == [2]
    assert Entretien.objects.get().personne == gardee
    assert Emploi.objects.get().participation.personne == gardee


# Jobs


def test_un_emploi_commence_pendant_le_parcours(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[personne("A", "2020-01-10", "2020-06-30", "P_CDI")], emplois=[
        emploi("A", "2020-01-09"), emploi("A", "2020-06-30"), emploi("A", "2020-07-01"), emploi("A", "2030-07-01"),
        emploi("A", "2020-02-01", "2020-01-31"), emploi("A", "2020-03-01", "2030-01-31"),
    ])  # fmt: skip
    assert rapport.comptes("emplois") == (1, 0, 0, 5)
    assert sorted(rapport.rejets("emplois")) == [
        (2, "date_embauche"), (4, "date_embauche"), (5, "date_embauche"), (6, "fin_emploi"), (7, "fin_emploi"),
    ]  # fmt: skip


def test_les_mois_d_un_emploi_se_constatent_et_se_corrigent(atelier: Atelier) -> None:
    ligne = emploi("A", "2020-01-31", situation_mois_1="En emploi", preuve_mois_1="Bulletin", situation_mois_2="EMPLOI")
    atelier.importer(participants=[A], emplois=[ligne])
    lus = ConstatEmploi.objects.order_by("mois").values_list("mois", "situation", "le", "preuve")
    assert list(lus) == [(1, "EMPLOI", date(2020, 2, 29), "Bulletin"), (2, "EMPLOI", date(2020, 3, 30), "")]
    assert atelier.importer(emplois=[ligne]).comptes("emplois") == (0, 0, 1, 0)
    ligne |= {"situation_mois_1": "", "preuve_mois_1": "", "situation_mois_2": "#VIDE", "situation_mois_3": "RECHERCHE"}
    assert atelier.importer(emplois=[ligne]).comptes("emplois") == (0, 1, 0, 0)
    assert list(lus.all()) == [(1, "EMPLOI", date(2020, 2, 29), "Bulletin"), (3, "RECHERCHE", date(2020, 4, 30), "")]


def test_un_mois_qui_n_est_pas_acheve_ne_se_constate_pas(atelier: Atelier) -> None:
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    rapport = atelier.importer(participants=[A], emplois=[
        emploi("A", hier, situation_mois_1="EMPLOI"), emploi("A", "2020-02-01", "2020-05-01", preuve_mois_1="Bulletin"),
    ])  # fmt: skip
    assert sorted(rapport.rejets("emplois")) == [(2, "situation_mois_1"), (3, "preuve_mois_1")]


def test_un_seul_emploi_est_ouvert_et_aucun_pendant_une_suspension(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[A], emplois=[emploi("A", "2020-02-01"), emploi("A", "2020-03-01")])
    assert rapport.rejets("emplois") == [(3, "date_embauche")]
    suite = [emploi("A", "2020-02-01", "2020-02-20", raison_fin="Rupture"), emploi("A", "2020-03-01")]
    assert atelier.importer(emplois=suite).comptes("emplois") == (1, 1, 0, 0)
    assert list(Emploi.objects.order_by("debut").values_list("fin", flat=True)) == [date(2020, 2, 20), None]
    Emploi.objects.filter(fin=None).update(fin=date(2020, 4, 1))
    SuspensionFactory(participation=Participation.objects.get(), fin=None)
    assert atelier.importer(emplois=[emploi("A", "2020-05-01")]).rejets("emplois") == [(2, "date_embauche")]


# Prescriptions


def test_une_prescription_amene_quelqu_un_qu_on_ne_connait_pas(atelier: Atelier) -> None:
    ligne = prescription("N", RECENTE, prescripteur="CCAS", criteres="RSA|DELD", pieces_du=RECENTE, freins="mobilite")
    rapport = atelier.importer(prescriptions=[ligne, {**prescription("M", RECENTE), "nom": ""}])
    assert rapport.rejets("prescriptions") == [(3, "identifiant")]
    lue = Prescription.objects.get()
    assert (lue.personne.nom, lue.statut, lue.expire_le - lue.le) == ("Fictif", "PRESCRIT", timedelta(days=90))
    assert lue.prescripteur is not None
    assert set(lue.criteres.values_list("code", "piece_du")) == {("RSA", lue.le), ("DELD", lue.le)}
    assert lue.personne.historique.count() == 1
    assert atelier.importer(prescriptions=[ligne]).comptes("prescriptions") == (0, 0, 1, 0)
    suite = ligne | {"statut": "RECEVABLE", "statut_le": timezone.localdate().isoformat(), "criteres": "RSA"}
    assert atelier.importer(prescriptions=[suite]).comptes("prescriptions") == (0, 1, 0, 0)
    lue.refresh_from_db()
    assert (lue.statut, lue.statut_le, lue.criteres.count()) == ("RECEVABLE", timezone.localdate(), 1)


def test_une_prescription_admise_a_sa_participation(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2020-02-10", "2020-06-30", "A_ABAND"), personne("B", "2020-02-10")],
        prescriptions=[prescription("A", "2020-01-10", "ADMIS"), prescription("A", "2020-01-20", "ADMIS"),
                       prescription("B", "2020-03-01"), prescription("B", "2020-01-05", "REFUSE", raison="Trop tôt."),
                       prescription("B", "2020-01-06", "AJOURNE")],
    )  # fmt: skip
    assert sorted(rapport.rejets("prescriptions")) == [(3, "statut"), (4, "statut"), (5, "autre_voie"), (6, "raison")]
    lue = Prescription.objects.get()
    assert lue.participation is not None
    assert lue.statut_le == lue.participation.date_entree == date(2020, 2, 10)
    rapport = atelier.importer(prescriptions=[prescription("A", "2020-01-10", "PRESCRIT")])
    assert "n'y revient pas" in rapport.phrase(2, "statut", "prescriptions")


def test_une_seule_prescription_attend_dans_un_dispositif(atelier: Atelier) -> None:
    rapport = atelier.importer(prescriptions=[
        prescription("N", RECENTE), prescription("N", (timezone.localdate() - timedelta(days=5)).isoformat()),
        prescription("N", RECENTE, dispositif="ARPE"),
    ])  # fmt: skip
    assert rapport.rejets("prescriptions") == [(3, "statut")]
    assert Prescription.objects.count() == 2


def test_une_entree_importee_regle_la_prescription_qui_attend(atelier: Atelier) -> None:
    aujourd_hui = timezone.localdate().isoformat()
    atelier.importer(prescriptions=[prescription("N", RECENTE), prescription("O", RECENTE)])
    avant = generations.lire(atelier.code)["prescription"]
    rapport = atelier.importer(participants=[personne("N", aujourd_hui), personne("O", "2020-01-10")])
    assert "cette entrée l'admet" in rapport.phrase(2, "date_entree")
    assert "attend encore" in rapport.phrase(3, "date_entree")
    reglee = Prescription.objects.get(personne__identifiant="N")
    assert (reglee.statut, reglee.statut_le) == ("ADMIS", timezone.localdate())
    assert reglee.participation == Participation.objects.get(personne__identifiant="N")
    assert reglee.historique.count() == 2
    assert Prescription.objects.get(personne__identifiant="O").statut == "PRESCRIT"
    assert generations.lire(atelier.code)["prescription"] > avant


def test_une_prescription_d_un_autre_territoire_n_est_pas_reglee(atelier: Atelier) -> None:
    ailleurs = PrescriptionFactory(personne__identifiant="A")
    atelier.importer(participants=[A])
    ailleurs.refresh_from_db()
    assert ailleurs.statut == "PRESCRIT"


@pytest.mark.parametrize("table", ["prescriptions", "entretiens", "emplois"])
def test_chaque_ecriture_avance_sa_generation(atelier: Atelier, table: str) -> None:
    lignes = {"prescriptions": prescription("N", RECENTE), "entretiens": entretien("A", "2020-02-03"),
              "emplois": emploi("A", "2020-02-03")}  # fmt: skip
    atelier.importer(participants=[A])
    fait = table.removesuffix("s")
    avant = generations.lire(atelier.code)[fait]
    atelier.importer(**{table: [lignes[table]]})
    assert generations.lire(atelier.code)[fait] > avant
