"""Server time of each tab of a person's page after ten years in the plan.

Run as ``python -m benchmarks.fiche DOSSIER`` on a base made by ``benchmarks.peupler``. Prints JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.chrono import TERRITOIRE, installer, resumer
from benchmarks.peupler import LECTRICE

SEUIL = 0.1
PARCOURS, ETAPES, ENTRETIENS, CONSTATS = 5, 8, 24, 6
ONGLETS = ("parcours", "identite", "situation", "sensible", "historique")
FOIS = 40


def principal(dossier: Path) -> dict[str, Any]:
    installer(dossier)
    qui, tenus = dix_ans()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import config.wsgi  # noqa: F401 - the state in which a server answers
    from benchmarks.pages import demander
    from deplie.socle.models import Compte

    client = Client()
    client.force_login(Compte.objects.get(courriel=LECTRICE))
    lus = {}
    for onglet in ONGLETS:
        adresse = f"personnes/{qui}/?onglet={onglet}"
        demander(client, adresse)
        durees = [demander(client, adresse) for _ in range(FOIS)]
        with CaptureQueriesContext(connection) as requetes:
            demander(client, adresse)
        lus[onglet] = resumer([reelle for reelle, _ in durees], SEUIL) | {
            "processeur": 1000 * statistics.median(processeur for _, processeur in durees),
            "requetes": len(requetes),
        }
    from deplie.personnes.models import Personne

    return {"base": connection.vendor, "personnes": Personne.objects.count(), **tenus, "onglets": lus}


def dix_ans() -> tuple[int, dict[str, int]]:
    """The number of somebody who came back every other year, and how much is kept of them."""
    from deplie.acteurs.models import Agent
    from deplie.parcours import models as m
    from deplie.personnes.models import Personne
    from deplie.territoires.models import Territoire

    lieu = Territoire.objects.get(code=TERRITOIRE)
    agent = Agent.objects.get(courriel=LECTRICE)
    qui = Personne.objects.create(
        territoire=lieu, identifiant="DIXANS", nom="Modèle", prenom="Alix", cle_nom="modele alix", cle_usage="alix"
    )
    for rang in range(PARCOURS):
        _un_parcours(lieu, qui, agent, date(2016 + 2 * rang, 1, 4), rang)
    siens = {"participation__personne": qui}
    tables = (m.Etape, m.Entretien, m.ContratPlie, m.Suspension, m.Emploi, m.Jalon, m.Diagnostic, m.FreinSuivi)
    numeros = {table: list(table.objects.filter(**siens).values_list("pk", flat=True)) for table in tables}
    versions = sum(table.historique.filter(id__in=pks).count() for table, pks in numeros.items())
    tenus = {"etapes": len(numeros[m.Etape]), "entretiens": len(numeros[m.Entretien]), "versions": versions}
    return qui.pk, tenus


def _un_parcours(lieu: Any, qui: Any, agent: Any, entree: date, rang: int) -> None:
    """A participation of two years with all that a référent writes; the last one goes on. Each row was corrected."""
    from deplie.parcours import models as m
    from deplie.parcours.rules.diagnostic import THEMES

    fini = rang < PARCOURS - 1
    sortie = {
        "date_sortie": entree + timedelta(days=700),
        "motif_sortie": "A_ABANDON",
        "date_validation_sortie": entree + timedelta(days=710),
    }
    p = m.Participation.objects.create(
        personne=qui,
        dispositif=lieu.dispositifs.get(code="PLIE"),
        date_entree=entree,
        commencee_le=entree,
        referent=agent,
        **(sortie if fini else {}),
    )
    signes = dict.fromkeys(("signe_personne_le", "signe_referent_le", "signe_plan_le"), entree)
    lignes: list[Any] = [
        m.ContratPlie(participation=p, rang=1, etabli_le=entree, **signes),
        m.Suspension(participation=p, motif="AUTRE", debut=_le(entree, 90), fin=_le(entree, 120)),
        m.Jalon(participation=p, genre="CERTIFICAT", debut=_le(entree, 150)),
        m.Diagnostic(participation=p, le=entree, statut="VALIDE"),
    ]
    for n in range(ETAPES):
        etape = m.Etape(territoire=lieu, participation=p, categorie="ATELIER", cle=f"dix{rang}{n}", statut="PREVUE")
        etape.date_debut, etape.date_fin = _le(entree, 60 * n), _le(entree, 60 * n + 30)
        lignes.append(etape)
    for n in range(ENTRETIENS):
        quand = datetime(entree.year, entree.month, entree.day, 8, tzinfo=UTC) + timedelta(days=28 * n)
        lignes.append(m.Entretien(personne=qui, participation=p, agent=agent, debut=quand, statut="PREVU"))
    emploi = m.Emploi(participation=p, contrat="CDD", debut=_le(entree, 500), fin=_le(entree, 690))
    lignes += [emploi, *(m.FreinSuivi(participation=p, theme=t, identifie_le=entree) for t in ("mobilite", "famille"))]
    for ligne in lignes:
        ligne.save()
        if isinstance(ligne, m.Etape | m.Entretien):
            ligne.statut = "REALISEE" if isinstance(ligne, m.Etape) else "TENU"
        ligne.save()
    for mois in range(1, CONSTATS + 1):
        m.ConstatEmploi.objects.create(emploi=emploi, mois=mois, le=_le(entree, 500 + 30 * mois), situation="EMPLOI")
    diagnostic = next(ligne for ligne in lignes if isinstance(ligne, m.Diagnostic))
    m.PointDiagnostic.objects.bulk_create(
        m.PointDiagnostic(diagnostic=diagnostic, nature="FREIN", code=theme, reponse="AUCUN") for theme in THEMES
    )


def _le(jour: date, jours: int) -> date:
    return jour + timedelta(days=jours)


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]))))
