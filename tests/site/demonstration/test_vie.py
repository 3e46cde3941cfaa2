"""The months before today: the same on the same day, out of every period told, and somebody's work for each account."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Diagnostic, Entretien, Participation, Prescription
from deplie.parcours.rules.cycle import ETATS
from deplie.parcours.rules.diagnostic import refus_de_valider
from deplie.site.accueil import panneaux
from deplie.site.demonstration.declaration import declaration
from deplie.site.demonstration.vie import vivre
from deplie.socle.models import MessageLot
from deplie.territoires.models import Territoire
from deplie.territoires.queries.metiers import metiers

JOURS = [date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29)]
PEUPLES = ["TCO", "LAROCHELLE", "MIDIQUERCY", "HAUTEVIENNE"]


@pytest.mark.parametrize("jour", JOURS)
def test_le_meme_jour_donne_la_meme_vie(jour: date) -> None:
    une, autre = vivre("MIDIQUERCY", jour), vivre("MIDIQUERCY", jour)
    assert une is not None
    assert autre is not None
    assert (une.tables, une.contrats, une.suspensions) == (autre.tables, autre.contrats, autre.suspensions)


def test_personne_ne_vit_ou_personne_n_est_suivi() -> None:
    assert vivre("GPSEA", JOURS[0]) is None


@pytest.mark.parametrize("jour", JOURS)
@pytest.mark.parametrize("code", PEUPLES)
def test_rien_ne_touche_une_annee_dont_les_chiffres_sont_dits(code: str, jour: date) -> None:
    """Entries and exits are later than the last year told; nothing is later than the day, but what is planned."""
    vie, dites = vivre(code, jour), declaration(code).annees
    assert vie is not None
    for p in vie.tables["participants"]:
        nouvelle = "-9" in p["identifiant"]
        if nouvelle:
            assert p["date_entree"] > date(max(dites, default=2021), 12, 31)
            assert p["date_prescription"] <= p["date_entree"] <= jour
        if p["date_sortie"]:
            assert p["date_sortie"].year > max(dites, default=2021)
            assert p["date_entree"] < p["date_sortie"] <= jour
    for e in vie.tables["entretiens"]:
        assert e["statut"] == "PREVU" or e["date_entretien"] <= jour
    assert sum(e["date_entretien"] == jour for e in vie.tables["entretiens"]) >= 5


@pytest.mark.django_db
def test_une_demonstration_installee_a_sa_journee(petites: dict[str, Any]) -> None:
    lieu = Territoire.objects.get(code="MIDIQUERCY")
    assert not MessageLot.objects.filter(lot__territoire=lieu.code, gravite=MessageLot.REJET).exists()
    aujourd_hui = timezone.localdate()
    assert Entretien.objects.filter(personne__territoire=lieu, debut__date=aujourd_hui).count() >= 5
    statuts = set(Prescription.objects.filter(territoire=lieu).values_list("statut", flat=True))
    assert statuts == {"PRESCRIT", "RECEVABLE", "EN_COMMISSION", "AJOURNE", "REFUSE", "ANNULE", "ADMIS"} <= set(ETATS)
    (seance,) = {p.seance for p in Prescription.objects.filter(territoire=lieu, statut="EN_COMMISSION")}
    assert seance is not None
    assert aujourd_hui < seance.le <= aujourd_hui + timedelta(days=9)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    ["referent_parcours", "animateur_coordonnateur", "directeur_plie", "gestionnaire_oi", "operateur", "siae",
     "prescripteur", "charge_relation_entreprise"],
)  # fmt: skip
def test_chacun_a_de_quoi_faire(petites: dict[str, Any], role: str) -> None:
    lieu = Territoire.objects.get(code="MIDIQUERCY")
    agent = Agent.objects.get(territoire=lieu, courriel__startswith=f"{role.replace('_', '-')}.")
    acteur = Acteur(compte=agent.compte, territoire=lieu, agent=agent, roles=frozenset({role}))
    lus = [panneau.contenu for panneau in panneaux(acteur, timezone.localdate())]
    assert any(contenu.get(nom) for contenu in lus for nom in ("points", "etapes", "portefeuille", "premieres"))


@pytest.mark.django_db
def test_une_vie_deja_la_reste_a_ses_gens(petites: dict[str, Any]) -> None:
    from deplie.site.demonstration.depot import faire_vivre

    lieu = Territoire.objects.get(code="MIDIQUERCY")
    avant = Participation.objects.count()
    assert faire_vivre("MIDIQUERCY", Acteur.systeme(lieu), None) is None
    assert Participation.objects.count() == avant


@pytest.mark.django_db
def test_les_diagnostics_installes_sont_entiers_et_nomment_un_metier_du_rome(petites: dict[str, Any]) -> None:
    lus = list(Diagnostic.objects.filter(participation__dispositif__territoire__code="MIDIQUERCY"))
    assert len(lus) > 20
    for lu in lus:
        points = {(p.nature, p.code): p.reponse for p in lu.points.all()}
        assert refus_de_valider(points, lu.savoir_faire) == ""
        assert lu.metier == metiers()[lu.code_rome]
        assert {nature for nature, _ in points} == {"FREIN", "CLE", "NUMERIQUE", "SAVOIR_ETRE"}
        assert all((lu.permis, lu.vehicule, lu.transport))
