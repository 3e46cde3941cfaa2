"""Each role sees the people of its perimeter, of its territory, and nobody else."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.acteur import acteur_de
from deplie.parcours import queries
from deplie.parcours.queries.perimetre import vue_de
from tests.factories import RemplacementFactory
from tests.parcours import fabrique as f


@pytest.fixture
def gens(lieu, ailleurs):
    """Four participations that only one reason makes visible, and one elsewhere."""
    maison, chantier, ccas = (f.organisation(lieu, nom) for nom in ("Maison", "Chantier", "CCAS"))
    loic = f.acteur(lieu, "referent_parcours", structure=maison)
    collegue = f.acteur(lieu, "referent_parcours", structure=maison)
    autre = f.acteur(lieu, "referent_parcours", structure=ccas)
    gens = {
        "sienne": f.participation(lieu, referent=loic.agent),
        "collegue": f.participation(lieu, referent=collegue.agent),
        "prescrite": f.participation(lieu, prescripteur=ccas),
        "chantier": f.participation(lieu, referent=autre.agent),
        "ailleurs": f.participation(ailleurs),
    }
    f.etape(gens["chantier"], "IAE_ACI", operateur=chantier)
    f.etape(gens["chantier"], "ATELIER", operateur=maison)
    return gens | {"loic": loic, "organisations": {"maison": maison, "chantier": chantier, "ccas": ccas}}


ICI = {"sienne", "collegue", "prescrite", "chantier"}
CAS = [
    ("animateur_coordonnateur", None, ICI),
    ("directeur_plie", "maison", ICI),
    ("gestionnaire_oi", None, ICI),
    ("dpo", None, ICI),
    ("referent_parcours", None, ICI),
    ("referent_parcours", "maison", {"sienne", "collegue"}),
    ("charge_relation_entreprise", "maison", {"sienne", "collegue"}),
    ("prescripteur", "ccas", {"prescrite"}),
    ("prescripteur", None, set()),
    ("operateur", "chantier", {"chantier"}),
    ("siae", "chantier", {"chantier"}),
    ("operateur", None, set()),
    ("elu_copil", None, set()),
    ("financeur", "maison", set()),
    ("reseau", None, set()),
    ("administrateur", None, set()),
]


def noms(gens, ensemble):
    vues = set(ensemble)
    return {nom for nom, objet in gens.items() if nom in ICI | {"ailleurs"} and objet in vues}


@pytest.mark.parametrize(("role", "structure", "attendues"), CAS)
def test_perimeter_of_each_role(lieu, gens, role, structure, attendues):
    acteur = f.acteur(lieu, role, structure=gens["organisations"].get(structure))
    assert noms(gens, queries.visibles_par(acteur)) == attendues
    personnes = set(queries.personnes_visibles_par(acteur))
    assert personnes == {gens[nom].personne for nom in attendues}


def test_roles_add_up(lieu, gens):
    acteur = f.acteur(lieu, "prescripteur", "operateur", structure=gens["organisations"]["ccas"])
    assert noms(gens, queries.visibles_par(acteur)) == {"prescrite"}
    f.etape(gens["sienne"], operateur=gens["organisations"]["ccas"])
    assert noms(gens, queries.visibles_par(acteur)) == {"prescrite", "sienne"}


def test_a_referent_keeps_their_own_people_whatever_the_organisation(lieu, gens):
    gens["loic"].agent.organisation = gens["organisations"]["ccas"]
    gens["loic"].agent.save()
    assert noms(gens, queries.visibles_par(gens["loic"])) == {"sienne", "chantier"}


def test_who_stands_in_sees_the_people_of_who_is_away_and_only_meanwhile(lieu, gens):
    absent, jour = gens["chantier"].referent, timezone.localdate()
    remplacement = RemplacementFactory(absent=absent, remplacant=gens["loic"].agent, debut=jour, fin=jour)

    def vus():
        return noms(gens, queries.visibles_par(acteur_de(gens["loic"].compte, "OUEST")))

    assert vus() == {"sienne", "collegue", "chantier"}
    remplacement.debut = remplacement.fin = jour + timedelta(days=1)
    remplacement.save()
    assert vus() == {"sienne", "collegue"}


def test_answers_kept_for_who_stands_in_are_not_those_of_others(lieu, gens):
    RemplacementFactory(
        absent=gens["chantier"].referent,
        remplacant=gens["loic"].agent,
        debut=timezone.localdate(),
        fin=timezone.localdate(),
    )
    collegue = acteur_de(gens["collegue"].referent.compte, "OUEST")
    assert vue_de(acteur_de(gens["loic"].compte, "OUEST")) != vue_de(collegue)


def test_the_system_sees_the_whole_territory(lieu, gens):
    assert noms(gens, queries.visibles_par(Acteur.systeme(lieu))) == ICI


def test_an_operator_sees_its_own_etapes_only(lieu, gens):
    operateur = f.acteur(lieu, "operateur", structure=gens["organisations"]["chantier"])
    assert [etape.categorie for etape in queries.etapes_visibles_par(operateur)] == ["IAE_ACI"]
    assert queries.etapes_visibles_par(f.acteur(lieu, "animateur_coordonnateur")).count() == 2


@pytest.mark.parametrize("chercher", [queries.participation_ou_404, queries.personne_ou_404, queries.etape_ou_404])
def test_elsewhere_is_a_404(lieu, gens, chercher):
    loin = gens["ailleurs"]
    pk = {
        queries.participation_ou_404: loin.pk,
        queries.personne_ou_404: loin.personne_id,
        queries.etape_ou_404: f.etape(loin).pk,
    }[chercher]
    with pytest.raises(Http404):
        chercher(f.acteur(lieu, "animateur_coordonnateur"), pk)


def test_inside_is_found(lieu, gens):
    acteur = f.acteur(lieu, "animateur_coordonnateur")
    assert queries.participation_ou_404(acteur, gens["sienne"].pk) == gens["sienne"]
    assert queries.personne_ou_404(acteur, gens["sienne"].personne_id) == gens["sienne"].personne
