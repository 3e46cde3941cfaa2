"""A base with many people, made by the product's own import, and how long each part of that import took.

Run as ``python -m benchmarks.peupler DOSSIER PERSONS``: as many participations, one étape each, on the base of
``DATABASE_URL`` or SQLite in DOSSIER. Prints JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import jeux
from benchmarks.chrono import TERRITOIRE, chronometrer, installer

LECTRICE, SAISIE = "lectrice@exemple.invalid", "saisie@exemple.invalid"


def importer(chemin: Path) -> dict[str, float]:
    """Seconds of reading (checks and comparison included) and of the one transaction that writes the territory."""
    from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
    from deplie.socle.imports import execution

    lot = execution.ouvrir(territoire=TERRITOIRE, par=LIGNE_DE_COMMANDE, fichiers=[chemin.name])
    lecture = chronometrer(lambda: execution.preparer(lot, [chemin]))
    transactions: list[float] = []
    d_origine = execution._essayer

    def essayer(*arguments: Any, **nommes: Any) -> bool:
        fait: list[bool] = []
        transactions.append(chronometrer(lambda: fait.append(d_origine(*arguments, **nommes))))
        return fait[0]

    execution._essayer = essayer
    application = chronometrer(lambda: execution.appliquer(lot, par=LIGNE_DE_COMMANDE))
    execution._essayer = d_origine
    return {"lecture": lecture, "transaction": max(transactions), "application": application}


def inscrire(*courriels: str) -> None:
    """Accounts of coordinators of the territory."""
    from deplie.acteurs.models import Agent, Habilitation
    from deplie.socle.models import Compte
    from deplie.territoires.models import Territoire

    lieu = Territoire.objects.get(code=TERRITOIRE)
    for courriel in courriels:
        compte = Compte.objects.create_user(courriel, "phrase de passe du banc", prenom="Inès", nom="Modèle")
        agent = Agent.objects.create(territoire=lieu, compte=compte, courriel=courriel, prenom="Inès", nom="Modèle")
        Habilitation.objects.create(agent=agent, role="animateur_coordonnateur", debut=date(2015, 1, 1))


def principal(dossier: Path, nombre: int) -> dict[str, Any]:
    installer(dossier)
    chemins = jeux.fichiers(dossier / "fichiers", nombre, 1)
    inscrire(LECTRICE, SAISIE)
    temps = {chemin.stem: importer(chemin) for chemin in chemins}
    from django.db import connection

    from deplie.parcours.models import Etape, Participation

    tenus = {"participations": Participation.objects.count(), "etapes": Etape.objects.count()}
    if connection.vendor == "postgresql":
        # What the server does by itself within minutes of such a load.
        with connection.cursor() as curseur:
            curseur.execute("ANALYZE")
    return {"base": connection.vendor, "lignes": nombre, **tenus, "imports": temps}


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]), int(sys.argv[2]))))
