"""Short words over tests.factories: who works in a territory, who is followed there. What is not told is unknown."""

from __future__ import annotations

from datetime import date
from itertools import count

from deplie.acteurs.queries import Acteur
from tests import factories

_numeros = count(1)
INCONNUE = {"qpv": "", "niveau_formation": "", "statut_entree": "", "duree_chomage_mois": None}


def territoire(code="OUEST", *dispositifs):
    return factories.TerritoireFactory(code=code, region_telephone="RE", dispositifs=list(dispositifs))


def organisation(lieu, nom):
    return factories.OrganisationFactory(territoire=lieu, nom=nom)


def acteur(lieu, *roles, structure=None, prenom="Inès", nom="Modèle"):
    courriel = f"agent{next(_numeros)}@exemple.invalid"
    agent = factories.AgentFactory(
        territoire=lieu,
        courriel=courriel,
        compte__courriel=courriel,
        prenom=prenom,
        nom=nom,
        organisation=structure,
        roles=list(roles),
    )
    return Acteur(compte=agent.compte, territoire=lieu, agent=agent, roles=frozenset(roles))


def personne(lieu, nom="Exemple", prenom="Zélie", **champs):
    inconnue = {"sexe": "", "date_naissance": None}
    return factories.PersonneFactory(territoire=lieu, nom=nom, prenom=prenom, **inconnue | champs)


def participation(lieu, qui=None, dispositif="PLIE", entree=date(2020, 3, 9), **champs):
    return factories.ParticipationFactory(
        personne=qui or personne(lieu),
        dispositif=lieu.dispositifs.get(code=dispositif),
        date_entree=entree,
        **INCONNUE | champs,
    )


def etape(de, categorie="ATELIER", debut=date(2020, 4, 1), **champs):
    ouverte = {"intitule": "", "date_fin": None}
    return factories.EtapeFactory(participation=de, categorie=categorie, date_debut=debut, **ouverte | champs)
