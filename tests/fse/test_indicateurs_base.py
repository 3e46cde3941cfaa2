"""The common indicators of the base are those of the slow reference, whatever was answered, refused, taken up again."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.models import A_PART, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.fiche import COLONNES
from deplie.fse.queries.indicateurs import Choix, page_de, tableau
from deplie.fse.rules.fiche import CHAMPS_SORTIE, NON_DEMANDE, REFUS
from deplie.fse.rules.questionnaire import REFUSABLES
from deplie.personnes.models import Personne
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import ParticipationFSEFactory
from tests.fse import reference
from tests.fse.fabrique import passages
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2026, 1, 1)


def possible(passage):
    """The passage as a base may hold it: what it refuses is unknown, and nobody says of a minority."""
    sortie, constat = passage.date_sortie, passage.constat_sortie
    if sortie and sortie <= passage.date_entree:
        passage = replace(passage, **dict.fromkeys(CHAMPS_SORTIE))
    elif constat and sortie and constat < sortie:
        passage = replace(passage, constat_sortie=None)
    interdites = {
        cle: None
        for cle in A_PART
        if (valeur := getattr(passage, cle)) == NON_DEMANDE or (valeur == REFUS and cle not in REFUSABLES)
    }
    ordinaires = {c: None for c in ("en_formation", "adulte_seul") if getattr(passage, c) in (REFUS, NON_DEMANDE)}
    return replace(passage, minorite=None, **interdites, **ordinaires)


def groupes(tires):
    """Passages by person and operation, in order; of two that begin the same day one is kept, as of two that cross."""
    par = {}
    for passage in sorted(map(possible, tires), key=lambda p: p.date_entree):
        siens = par.setdefault((passage.operation, passage.personne), [])
        if not siens or (siens[-1].date_sortie and siens[-1].date_sortie < passage.date_entree):
            siens.append(passage)
    return par


def inscrire(operations, lieu, siens):
    premier, dernier = siens[0], siens[-1]
    personne = Personne.objects.create(
        territoire=lieu,
        identifiant=f"{premier.operation}-{premier.personne}",
        nom="Exemple",
        prenom="Zélie",
        sexe=premier.sexe or "",
        date_naissance=premier.date_naissance,
    )
    valeurs = {c: getattr(dernier if c in CHAMPS_SORTIE else premier, c) for c in COLONNES}
    textes = {c for c in COLONNES if not c.startswith(("date_", "constat_", "duree_"))}
    valeurs |= {c: valeurs[c] or "" for c in textes}
    une = ParticipationFSE.objects.create(operation=operations[premier.operation], personne=personne, **valeurs)
    for cle in A_PART:
        if reponse := getattr(premier, cle):
            ReponseSensibleFSE.objects.create(
                participation=une, question=cle, reponse=reponse, origine="DECLARE", demandee_le=premier.date_entree
            )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(passages(personnes=5), max_size=12), st.sampled_from([None, 2022, 2023]))
def test_rows_of_the_base_give_the_same_as_the_slow_reference(lieu_fse, tires, an):
    lieu, operations = lieu_fse
    ReponseSensibleFSE.objects.all().delete()
    ParticipationFSE.objects.all().delete()
    Personne.objects.all().delete()
    par = groupes(tires)
    for siens in par.values():
        inscrire(operations, lieu, siens)
    suites = [asdict(passage) for siens in par.values() for passage in siens]
    debut, fin = (date(an, 1, 1), date(an, 12, 31)) if an else (None, JOUR)
    for programmation in (FSE_PLUS_2021_2027, FSE_2014_2020):
        lue = page_de(Acteur.systeme(lieu), Choix(programmation, an), JOUR)
        attendu = reference.compter(suites, programmation, debut, fin)
        comptes = {ligne.code: ligne.compte for ligne in lue.lignes}
        for code, compte in comptes.items():
            voulu = attendu["indicateurs"].get(code, {"F": 0, "H": 0, "X": 0})
            assert (compte.femmes, compte.hommes, compte.non_binaires) == (voulu["F"], voulu["H"], voulu["X"]), code
        assert (lue.comptage.total_general.total, lue.comptage.incomplets) == (attendu["total"], attendu["incomplets"])
        if programmation == FSE_PLUS_2021_2027:
            assert comptes["EECO01"] == comptes["EECO02"] + comptes["EECO04"] + comptes["EECO05"]


@pytest.fixture
def lieu_fse(db):
    lieu = f.territoire("OUEST")
    return lieu, {
        "OP-1": OperationRetenueFactory(territoire=lieu, code="OP-1", programmation=FSE_PLUS_2021_2027),
        "OP-2": OperationRetenueFactory(territoire=lieu, code="OP-2", programmation=FSE_2014_2020),
    }


def test_the_file_gives_the_whole_then_each_objective_and_each_operation(lieu_fse):
    lieu, operations = lieu_fse
    ParticipationFSEFactory(operation=operations["OP-1"])
    lignes = list(tableau(Acteur.systeme(lieu), Choix(), JOUR))
    assert [(li[3], li[10]) for li in lignes if li[4] == "EECO02"] == [("toutes", 1), ("toutes", 1), ("OP-1", 1)]
    assert len(lignes) == 3 * 28
    sans = {li[4]: (li[10], li[11]) for li in lignes if li[11]}
    assert sans == {
        "EECO15": (None, "non collecté"), "EECO18": (None, "non renseigné"), "EECO19": (None, "non renseigné"),
    }  # fmt: skip


def test_the_page_and_its_files(distribution, client_de):
    ParticipationFSEFactory(operation__territoire=distribution.territoire)
    client = client_de("animatrice")
    page = client.get(reverse("fse:indicateurs", args=["OUEST"]) + "?annee=2020")
    assert "1 participant, 2020" in page.content.decode()
    assert page.content.decode().count("non renseigné") == 2
    assert "un tiret ne veut pas dire zéro" in page.content.decode()
    for genre in ("csv", "xlsx"):
        assert client.get(reverse("fse:exporter_indicateurs", args=["OUEST", genre])).status_code == 200
    assert client.get(reverse("fse:exporter_indicateurs", args=["OUEST", "pdf"])).status_code == 404
