"""The committee of each source document: who sat, who came, what it read, decided and asked, and its pack."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import PropositionObjectif
from deplie.instances.models import Seance
from deplie.instances.queries.proces_verbal import champs_du_proces_verbal
from deplie.instances.queries.seance import decisions_de, sieges
from deplie.instances.queries.suites import d_avant, de_la_seance
from deplie.instances.rules import EN_RETARD, FAITE
from deplie.pilotage.models import Publication
from deplie.pilotage.rules.publication import ARRETES

pytestmark = pytest.mark.django_db

# The day of each committee, and how many frozen bilans it read. GPSEA follows nobody: one of its committees chooses
# projects, the other reads what the call gave.
COMITES = {
    "TCO": (date(2021, 2, 24), "Comité de pilotage du PLIE", 1),
    "LAROCHELLE": (date(2022, 9, 15), "Comité de pilotage du PLIE", 1),
    "MIDIQUERCY": (date(2020, 10, 13), "Comité de pilotage du PLIE", 1),
    "HAUTEVIENNE": (date(2019, 11, 21), "Comité de pilotage du PTI", 2),
    "GPSEA": (date(2020, 2, 6), "Comité de pilotage de l'économie sociale et solidaire", 1),
    "GPSEA ": (date(2019, 5, 20), "Comité de sélection", 0),
}


@pytest.mark.parametrize("code", sorted(COMITES))
def test_le_comite_est_la_avec_tout_ce_qu_il_a_fait(installations, code):
    le, instance, figees = COMITES[code]
    seance = Seance.objects.get(instance__territoire__code=code.strip(), instance__nom=instance, le=le)
    acteur = Acteur.systeme(seance.instance.territoire)
    assert (seance.statut, bool(seance.ordre_du_jour), bool(seance.lieu)) == ("TENUE", True, True)
    assert seance.convoquee_le is not None
    assert seance.convoquee_le < le
    lus = sieges(seance)
    assert lus.quorum is True
    assert {"PRESENT", "REPRESENTE", "EXCUSE"} <= {etat for _, etat in lus.lignes}
    decisions = decisions_de(acteur, seance)
    assert sum(len(groupe.lues) for groupe in decisions) >= 1
    publiees = Publication.objects.filter(
        pk__in=seance.decisions.filter(genre="publication").values("objet_id"), statut__in=ARRETES
    )
    assert publiees.count() == figees
    etats = [lue.etat for lue in de_la_seance(acteur, seance, timezone.localdate())]
    assert etats.count(FAITE) >= 1
    assert etats.count(EN_RETARD) == 1
    champs = champs_du_proces_verbal(seance, lus, decisions, d_avant(acteur, seance), de_la_seance(acteur, seance, le))
    assert champs["representes"][0].count(", par ") == 1
    assert {suite["note"] for suite in champs["suites"]} == {""}


def test_l_avenant_de_midi_quercy_porte_la_decision_de_son_comite(installations):
    seance = Seance.objects.get(instance__territoire__code="MIDIQUERCY", le=date(2020, 10, 13))
    noms = {g.genre.code: [lue.resultat for lue in g.lues] for g in decisions_de(
        Acteur.systeme(seance.instance.territoire), seance
    )}  # fmt: skip
    assert noms == {"publication": ["Valider"], "avenant": ["Adopter"]}


def test_le_comite_de_la_rochelle_fixe_l_objectif_de_l_annee_suivante(installations):
    proposee = PropositionObjectif.objects.get(dispositif__territoire__code="LAROCHELLE")
    seance = Seance.objects.get(instance__territoire__code="LAROCHELLE", le=date(2022, 9, 15))
    assert proposee.objectif is not None
    assert proposee.objectif.source == f"Comité de pilotage du PLIE du {seance.le:%d/%m/%Y}"
    noms = [g.genre.code for g in decisions_de(Acteur.systeme(seance.instance.territoire), seance)]
    assert noms == ["publication", "objectif"]
