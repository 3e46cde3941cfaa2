"""A territory in miniature: who works there and who is followed. Only what the tests of these pages need."""

from __future__ import annotations

from datetime import date
from itertools import count

from deplie.acteurs.models import Agent, Habilitation, Organisation
from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne
from deplie.personnes.rules import cle_de_nom
from deplie.socle.models import Compte
from deplie.territoires.models import Dispositif, Territoire

_numeros = count(1)


def territoire(code="OUEST", *dispositifs):
    lieu = Territoire.objects.create(code=code, nom=f"Territoire {code}", region_telephone="RE")
    for rang, nom in enumerate(("PLIE", *dispositifs)):
        Dispositif.objects.create(territoire=lieu, code=nom, nom=nom, rang=rang)
    return lieu


def organisation(lieu, nom):
    return Organisation.objects.create(territoire=lieu, nom=nom, cle=nom.casefold())


def acteur(lieu, *roles, structure=None, prenom="Inès", nom="Modèle"):
    numero = next(_numeros)
    compte = Compte.objects.create_user(f"agent{numero}@exemple.invalid", prenom=prenom, nom=nom)
    agent = Agent.objects.create(
        territoire=lieu, compte=compte, courriel=compte.courriel, prenom=prenom, nom=nom, organisation=structure
    )
    Habilitation.objects.bulk_create(Habilitation(agent=agent, role=role, debut=date(2019, 1, 1)) for role in roles)
    return Acteur(compte=compte, territoire=lieu, agent=agent, roles=frozenset(roles))


def personne(lieu, nom="Exemple", prenom="Zélie", **champs):
    champs.setdefault("identifiant", f"P{next(_numeros):05}")
    champs["cle_nom"] = cle_de_nom(nom, prenom)
    champs["cle_usage"] = cle_de_nom(champs.get("nom_usage", ""), prenom)
    return Personne.objects.create(territoire=lieu, nom=nom, prenom=prenom, **champs)


def participation(lieu, qui=None, dispositif="PLIE", entree=date(2020, 3, 9), **champs):
    return Participation.objects.create(
        personne=qui or personne(lieu),
        dispositif=lieu.dispositifs.get(code=dispositif),
        date_entree=entree,
        **champs,
    )


def etape(de, categorie="ATELIER", debut=date(2020, 4, 1), **champs):
    return Etape.objects.create(
        territoire=de.personne.territoire,
        participation=de,
        categorie=categorie,
        date_debut=debut,
        cle=f"e{next(_numeros)}",
        **champs,
    )
