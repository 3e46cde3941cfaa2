"""Server time of the main pages with many people in the base, through Django's whole stack, without the network.

Run as ``python -m benchmarks.pages DOSSIER`` on a base made by ``benchmarks.peupler``. Prints JSON.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.chrono import TERRITOIRE, installer, resumer
from benchmarks.jeux import SYLLABES
from benchmarks.peupler import LECTRICE

SEUIL = 0.1
FILTRES = (
    "etat=sortis", "etat=tous", "qpv=OUI", "niveau=3&etat=tous", "tranche=-26", "commune=97410&etat=tous",
    "motif=P_CDI&etat=sortis", "famille=POSITIVE_EMPLOI&etat=sortis", "entree_du=01/01/2020&entree_au=31/12/2020",
    "alerte=sixieme_mois", "alerte=sans_etape", "tri=-entree", "tri=commune&etat=tous", "tri=referent",
    "au=30/06/2018", "qpv=OUI&niveau=3&commune=97405&etat=tous",
)  # fmt: skip
VENTILATIONS = ("", "sexe", "tranche_age", "qpv", "niveau", "commune", "sexe,tranche_age", "critere")
ANNEES = range(2015, 2022)


def liste(alea: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, address under the territory) of the list, as people use it."""
    for _ in range(40):
        yield "list, first page", "participants/"
    for _ in range(40):
        etat = alea.choice(["en_cours", "sortis", "tous"])
        yield "list, far page", f"participants/?etat={etat}&page={alea.randrange(200, 1000)}"
    for _ in range(100):
        nom = "".join(alea.choices(SYLLABES, k=alea.choice([2, 3, 3])))
        yield "list, search of a name", f"participants/?q={nom}&etat=tous"
    for filtre in FILTRES * 4:
        yield "list, filters and orders", f"participants/?{filtre}"


def bilans() -> Iterator[tuple[str, str]]:
    """Each year by each breakdown, whoever asks first paying for the counts; then the same bilans read again.

    By référent apart: the base has 250 of them, ten times a real territory's, each with a row per figure.
    """
    adresses = [f"bilan/?annee={annee}" + (f"&par={par}" if par else "") for annee in ANNEES for par in VENTILATIONS]
    yield from (("bilan, first reading", adresse) for adresse in adresses)
    yield from (("bilan, read again", adresse) for adresse in adresses)
    yield from (("bilan by référent, 250 of them", f"bilan/?annee={annee}&par=referent") for annee in ANNEES)


def personnes(alea: random.Random) -> Iterator[tuple[str, str]]:
    from deplie.personnes.models import Personne

    pks = list(Personne.objects.values_list("pk", flat=True))
    for pk in alea.sample(pks, min(200, len(pks))):
        yield "person", f"personnes/{pk}/"


def demander(client: Any, adresse: str) -> tuple[float, float]:
    """Seconds of one page, its body read, and of this process's processors; stops on anything but a page."""
    depart, processeur = time.perf_counter(), time.process_time()
    reponse = client.get(f"/{TERRITOIRE}/{adresse}")
    durees = time.perf_counter() - depart, time.process_time() - processeur
    if reponse.status_code != 200 or b"</html>" not in reponse.content:
        raise SystemExit(f"{adresse} answered {reponse.status_code}")
    return durees


def principal(dossier: Path) -> dict[str, Any]:
    installer(dossier)
    from django.db import connection
    from django.test import Client

    import config.wsgi  # noqa: F401 - the state in which a server answers
    from deplie.socle.models import Compte

    client, alea = Client(), random.Random(3)
    client.force_login(Compte.objects.get(courriel=LECTRICE))
    # Warm: modules, templates, facts and the address of each kind once, then what is timed.
    froides = {a: demander(client, a) for a in ("bilan/?annee=2014", "participants/", next(personnes(alea))[1])}
    adresses = [*liste(alea), *personnes(alea)]
    alea.shuffle(adresses)
    adresses += bilans()
    temps: dict[str, list[float]] = {}
    processeurs: dict[str, list[float]] = {}
    pires: dict[str, tuple[float, str]] = {}
    for genre, adresse in adresses:
        duree, processeur = demander(client, adresse)
        processeurs.setdefault(genre, []).append(processeur)
        temps.setdefault(genre, []).append(duree)
        pires[genre] = max(pires.get(genre, (0.0, "")), (1000 * duree, adresse))
    lues = {
        genre: resumer(durees, SEUIL)
        | {"pire": pires[genre][1], "processeur": 1000 * statistics.median(processeurs[genre])}
        for genre, durees in sorted(temps.items())
    }
    return {"base": connection.vendor, "premier_bilan": froides["bilan/?annee=2014"][0], "pages": lues}


if __name__ == "__main__":
    print(json.dumps(principal(Path(sys.argv[1]))))
