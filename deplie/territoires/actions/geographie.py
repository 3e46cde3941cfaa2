"""Load the official communes and attach them to a territory."""

from __future__ import annotations

from django.db import connection, transaction

from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Auteur, consigner
from deplie.territoires.models import Commune, Qpv, Territoire
from deplie.territoires.queries.geographie import codes_de, groupements, lieux_officiels, millesime

# Plain SQL: 35,000 model instances would cost a second at the first start.
POSER_COMMUNE = """
INSERT INTO territoires_commune (code, nom, departement, epci, population, millesime) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, departement = excluded.departement, epci = excluded.epci,
    population = excluded.population, millesime = excluded.millesime
"""


@transaction.atomic
def charger_communes(*, par: Auteur) -> int:
    """Bring the table of communes to the vintage of the committed files; returns the number of places written.

    0 when they are already there. A place that the new vintage no longer holds is kept: old records name it.
    """
    annee = millesime()
    attendus = lieux_officiels()
    if Commune.objects.filter(millesime=annee).count() == len(attendus):
        return 0
    with connection.cursor() as curseur:
        curseur.executemany(
            POSER_COMMUNE, [(x.code, x.nom, x.departement, x.epci, x.population, annee) for x in attendus.values()]
        )
    consigner("charger les communes", par=par, detail={"millesime": annee, "communes": len(attendus)})
    return len(attendus)


@transaction.atomic
def rattacher_communes(
    *, territoire: Territoire, par: Auteur, sirens: tuple[str, ...] = (), departements: tuple[str, ...] = ()
) -> int:
    """Make the territory's communes those of the given groupings and départements; returns how many links changed.

    Raises RefusMetier for a SIREN that is no EPCI nor EPT of the vintage. Needs ``charger_communes`` first.
    """
    for siren in sirens:
        if siren not in groupements():
            raise RefusMetier(
                f"Le SIREN {siren} n'est celui d'aucune intercommunalité en {millesime()}. "
                "Indiquez le SIREN d'un EPCI à fiscalité propre ou d'un établissement public territorial."
            )
    voulues = set(codes_de(sirens=sirens, departements=departements))
    presentes = set(territoire.communes.values_list("code", flat=True))
    if voulues == presentes:
        return 0
    territoire.communes.set(Commune.objects.filter(code__in=voulues))
    detail = {"sirens": list(sirens), "departements": list(departements), "communes": len(voulues)}
    consigner("rattacher des communes", par=par, objet=territoire, territoire=territoire.code, detail=detail)
    return len(voulues ^ presentes)


@transaction.atomic
def declarer_qpv(*, code: str, nom: str, millesime_qpv: int, commune: str, fictif: bool, par: Auteur) -> Qpv:
    """Record a priority neighbourhood of a vintage, or return the one already there; ``fictif``: invented."""
    qpv, nouveau = Qpv.objects.get_or_create(
        code=code, millesime=millesime_qpv, defaults={"nom": nom, "commune_id": commune, "fictif": fictif}
    )
    if nouveau:
        consigner("déclarer un quartier prioritaire", par=par, objet=qpv, detail={"code": code, "fictif": fictif})
    return qpv
