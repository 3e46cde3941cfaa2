"""The run itself: rows as the spreadsheet shows them, staleness, simulation, refusals, purge."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.models import Participation
from deplie.personnes.models import Personne
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports import execution, purge, sql
from deplie.socle.imports.bilan import rapport
from deplie.socle.lecture import FichierRefuse
from deplie.socle.models import Journal, Lot, MessageLot
from tests.socle.imports.atelier import Atelier, Rapport, personne

ENTETE = "Identifiant;NOM;Prénom;Né(e) le;Sexe;Entrée;Inconnue"


def test_la_ligne_est_celle_que_montre_le_tableur(atelier: Atelier) -> None:
    chemin = atelier.dossier / "export.csv"
    chemin.write_text(
        f"Bilan du PLIE;;;;;;\n;;;;;;\n{ENTETE}\n"
        'A;"Fic\ntif";Zélie;14/05/1985;F;10/01/2020;x\nB;Fictif;Tom;x;F;10/01/2020;\n'
    )
    lu = atelier.importer(chemin)
    assert lu.rejets() == [(5, "date_naissance")]
    (rejet,) = lu.document["rejets"]
    assert (rejet["valeur"], rejet["table"]) == ("x", "participants")
    assert "Inconnue" in [a["colonne"] for a in lu.document["avertissements"]]


def test_la_valeur_dite_est_celle_de_la_cellule_meme_en_comparant(atelier: Atelier) -> None:
    lu = atelier.importer(participants=[personne("A", "10/05/2020", "1/5/2020", "A_ABAND", date_validation_sortie="")])
    (rejet,) = lu.document["rejets"]
    assert (rejet["colonne"], rejet["valeur"]) == ("date_sortie", "1/5/2020")


def test_deux_fichiers_d_une_meme_table_disent_lequel(atelier: Atelier) -> None:
    lu = atelier.importer(
        atelier.ecrire("participants_2019", [personne("A", "2019-01-10", sexe="Z")]),
        atelier.ecrire("participants_2020", [personne("B", "2020-01-10", "2020-01-01", "A_ABAND")]),
    )
    assert lu.comptes() == (0, 0, 0, 2)
    assert [r["message"].split(" (")[-1] for r in lu.document["rejets"]] == [
        "participants_2019.csv)",
        "participants_2020.csv)",
    ]


def test_une_simulation_ne_laisse_rien(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10", referent="x@plie.example"), personne("B", "x")])
    lu = Rapport(rapport(lot, simulation=True))
    assert (lu.document["simulation"], lu.comptes()) == (True, (1, 0, 0, 1))
    assert lu.avertis("referent") == [2]
    purge.oublier(lot)
    for modele in (Lot, MessageLot, LigneParticipant, Personne):
        assert not modele.objects.exists()
    assert not Journal.objects.filter(verbe="importer").exists()
    assert set(generations.lire("T1").values()) == {0}


def test_un_fichier_refuse_laisse_sa_raison_et_rien_d_autre(atelier: Atelier) -> None:
    with pytest.raises(FichierRefuse):
        atelier.preparer(participants=[{"identifiant": "A", "nom": "B"}])
    assert atelier.lot
    atelier.lot.refresh_from_db()
    assert (atelier.lot.etat, bool(atelier.lot.message)) == (Lot.Etat.REFUSE, True)
    assert not LigneParticipant.objects.exists()


def test_ce_qui_a_change_depuis_l_apercu_est_compare_de_nouveau(atelier: Atelier) -> None:
    ancien = atelier.preparer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")])
    assert ancien.bilan["participants"]["creees"] == 2
    autre = Atelier(atelier.dossier, "T1")
    autre.importer(participants=[personne("A", "2020-01-10"), personne("B", "2019-12-01")])
    lu = Rapport(rapport(execution.appliquer(ancien, par=atelier.par)))
    assert lu.comptes() == (0, 0, 1, 1)
    assert lu.rejets() == [(3, "date_entree")]
    assert Participation.objects.count() == 2


def test_un_territoire_qui_change_sans_cesse_est_compare_sous_le_verrou(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    verrouiller = execution._verrouiller

    def bouger(lot: Lot) -> dict[str, int]:
        generations.noter("T1", "sejour")  # somebody's save, just before the lock
        return verrouiller(lot)

    monkeypatch.setattr(execution, "_verrouiller", bouger)
    execution.appliquer(lot, par=atelier.par)
    assert Participation.objects.count() == 1


@pytest.fixture
def comparaisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lots compared, in order."""
    faites: list[int] = []
    comparer = execution.comparer

    def compter(lot: Lot, **nommes: Any) -> Lot:
        faites.append(lot.pk)
        return comparer(lot, **nommes)

    monkeypatch.setattr(execution, "comparer", compter)
    return faites


def corriger(identifiant: str) -> None:
    """What a correction by the form leaves: the counter moved once, and a version."""
    generations.noter("T1", "contact")
    corrigee = Personne.objects.get(identifiant=identifiant)
    corrigee.telephone = "+33639980001"
    corrigee.save()


def test_une_correction_de_quelqu_un_d_autre_ne_fait_rien_recomparer(atelier: Atelier, comparaisons: list[int]) -> None:
    atelier.importer(participants=[personne("B", "2020-01-10")])
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    avant = len(comparaisons)
    corriger("B")
    corriger("B")
    execution.appliquer(lot, par=atelier.par)
    assert (len(comparaisons), Participation.objects.count()) == (avant, 2)


@pytest.mark.parametrize("quoi", ["quelqu'un du fichier", "quelqu'un de nouveau", "un autre fait", "sans version"])
def test_le_reste_est_compare_de_nouveau(atelier: Atelier, comparaisons: list[int], quoi: str) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")])
    lot = atelier.preparer(participants=[personne("A", "2020-01-10", referent="x@plie.example")])
    avant = len(comparaisons)
    corriger("B")
    if quoi == "quelqu'un du fichier":
        corriger("A")
    elif quoi == "quelqu'un de nouveau":
        generations.noter("T1", "personne")
        Personne.objects.create(territoire=atelier.territoire, identifiant="C", nom="Nom", prenom="Zélie")
    elif quoi == "un autre fait":
        generations.noter("T1", "sejour")
    else:
        generations.noter("T1", "contact")
    execution.appliquer(lot, par=atelier.par)
    assert len(comparaisons) == avant + 1


def test_ce_que_quelqu_un_ecrit_sans_le_noter_est_vu_aussi(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    connu = Personne.objects.create(territoire=atelier.territoire, identifiant="A", nom="Nom", prenom="Zélie")
    execution.appliquer(lot, par=atelier.par)
    assert Participation.objects.get().personne == connu


def test_une_faute_d_ecriture_n_est_pas_retentee_sans_fin(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])

    def casser(*_: Any, **__: Any) -> None:
        raise IntegrityError("CHECK constraint failed")

    monkeypatch.setattr(execution, "consigner", casser)
    with pytest.raises(IntegrityError):
        execution.appliquer(lot, par=atelier.par)
    lot.refresh_from_db()
    assert (lot.etat, Personne.objects.count()) == (Lot.Etat.PRET, 0)


def test_un_import_ne_s_applique_qu_une_fois(atelier: Atelier) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    execution.appliquer(lot, par=atelier.par)
    with pytest.raises(RefusMetier, match="appliqué"):
        execution.appliquer(Lot.objects.get(pk=lot.pk), par=atelier.par)
    assert Journal.objects.filter(verbe="importer").count() == 1


def test_apres_l_application_seules_les_lignes_rejetees_restent(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("A", "2020-01-10"), personne("B", "x")])
    assert list(LigneParticipant.objects.values_list("etat", flat=True)) == ["R"]


@pytest.mark.parametrize(("etat", "chemin", "apres"), [
    ("LECTURE", "", "ECHOUE"), ("PRET", "", "ECHOUE"), ("APPLICATION", "", "ECHOUE"),
    ("LECTURE", "/x", "ECHOUE"), ("PRET", "/x", "PRET"), ("APPLICATION", "/x", "PRET"),
])  # fmt: skip
def test_les_imports_morts_sont_ranges(atelier: Atelier, etat: str, chemin: str, apres: str) -> None:
    lot = atelier.preparer(participants=[personne("A", "2020-01-10")])
    vivant = timezone.now() - purge.SILENCE + timedelta(minutes=1)
    Lot.objects.update(etat=etat, chemin=chemin, battement=vivant)
    assert purge.purger() == 0
    Lot.objects.update(battement=timezone.now() - purge.SILENCE - timedelta(minutes=1))
    purge.purger()
    lot.refresh_from_db()
    assert lot.etat == apres
    assert LigneParticipant.objects.exists() == (apres == Lot.Etat.PRET)


def test_les_lignes_d_un_vieil_import_sont_oubliees_et_son_compte_rendu_reste(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("B", "x")])
    Lot.objects.update(cree_le=timezone.now() - purge.GARDE - timedelta(days=1))
    assert purge.purger() == 1
    lot = Lot.objects.get()
    assert not LigneParticipant.objects.exists()
    assert rapport(lot)["tables"]["participants"]["rejetees"] == 1
    assert purge.purger() == 0


def test_une_nouvelle_comparaison_remplace_ce_que_disait_l_ancienne(atelier: Atelier) -> None:
    lot = atelier.preparer(
        participants=[
            personne("A", "2020-05-10", "2020-05-01", "A_ABAND"),
            personne("B", "x"),
            personne("C", "2020-01-10", sexe=""),
        ]
    )
    avant = rapport(lot)
    execution.comparer(lot)
    assert rapport(lot) == avant
    assert len(avant["rejets"]) == 2


def test_apres_un_grand_import_les_plans_de_la_base_sont_faits_sur_des_comptes_frais(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch
) -> None:
    comptes: list[tuple[str, ...]] = []
    compter = sql.renseigner_le_planificateur

    def noter(*tables: str) -> None:
        comptes.append(tables)
        compter(*tables)

    monkeypatch.setattr(sql, "renseigner_le_planificateur", noter)
    monkeypatch.setattr(sql, "GRAND", 2)
    atelier.importer(participants=[personne("A", "2020-01-10")])
    assert () not in comptes
    atelier.importer(participants=[personne("B", "2020-01-10"), personne("C", "2020-01-10")])
    assert () in comptes  # all the tables
    assert comptee("personnes_personne")


def test_un_import_rend_le_delai_d_attente_qu_il_a_trouve(atelier: Atelier) -> None:
    avant = delai_d_attente()
    atelier.importer(participants=[personne("A", "2020-01-10")])
    assert delai_d_attente() == avant


def delai_d_attente() -> str:
    """How long the base waits for what another connection holds."""
    demande = "SHOW lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout"
    ((delai,),) = sql.lire(demande)
    return str(delai)


def comptee(table: str) -> bool:
    """Whether the planner of the base knows how many rows a table has."""
    if connection.vendor == "postgresql":
        return bool(sql.lire("SELECT 1 FROM pg_class WHERE relname = %s AND reltuples > 0", [table]))
    return bool(sql.lire("SELECT 1 FROM sqlite_stat1 WHERE tbl = %s", [table]))


def test_un_chemin_absent_est_refuse(atelier: Atelier) -> None:
    with pytest.raises(FichierRefuse, match="introuvable"):
        atelier.preparer(Path("/nulle/part.csv"))
