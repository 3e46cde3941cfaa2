"""The figures of one operation or one call, from its own page: each count leads to its list, the list to the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Appel, Operation
from deplie.financements.rules.cycle import RETENUS
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.queries.bilan import TOUS, lignes_du_contexte, preparer
from deplie.pilotage.queries.bilan.contexte import perimetre_de

# What is counted along a link: people, étapes, exits.
CODES: Final = ("personnes_en_etape", "etapes", "sorties", "sorties_positives")


@dataclass(frozen=True)
class ChiffreDuLien:
    """A count along a link; ``adresse``: what its list is asked with."""

    code: str
    libelle: str
    nombre: int
    adresse: str


@dataclass(frozen=True)
class ChiffresDuLien:
    """The counts of a link over a period; ``coupes``: the bilan cut by each link, as (words, query string)."""

    debut: date
    fin: date
    chiffres: list[ChiffreDuLien]
    coupes: list[tuple[str, str]]


def de_l_operation(acteur: Acteur, operation: Operation) -> ChiffresDuLien | None:
    """The figures of who was received under an operation; None before it is chosen or begun."""
    if operation.statut not in RETENUS or operation.debut is None:
        return None
    coupes = [("par opération", "operation"), ("par objectif spécifique", "objectif_specifique")]
    coupes += [("par appel à projets", "appel")] if operation.appel_id else []
    return _chiffres(acteur, ("operation", operation.code), (operation.debut, operation.fin), coupes)


def de_l_appel(acteur: Acteur, appel: Appel) -> ChiffresDuLien | None:
    """The same for all the operations of a call."""
    if appel.debut_operations is None:
        return None
    coupes = [("par appel à projets", "appel"), ("par opération", "operation")]
    return _chiffres(acteur, ("appel", appel.code), (appel.debut_operations, appel.fin_operations), coupes)


def _chiffres(
    acteur: Acteur, part: tuple[str, str], jours: tuple[date, date | None], coupes: list[tuple[str, str]]
) -> ChiffresDuLien | None:
    """Counts within what the reader may see, on the facts of the moment: as long as the lists that they open."""
    debut, fin = jours[0], min(jours[1] or timezone.localdate(), timezone.localdate())
    codes = list(acteur.territoire.dispositifs.values_list("code", flat=True))
    if debut > fin or not codes:
        return None
    dispositif = codes[0] if len(codes) == 1 else TOUS
    perimetre = perimetre_de(acteur)
    contexte = preparer(acteur.territoire, debut, fin, acteur=acteur, dispositif=dispositif, perimetre=perimetre)
    demande = {"dispositif": dispositif, "annee": fin.year, "du": f"{debut:%d/%m/%Y}", "au": f"{fin:%d/%m/%Y}"}
    adresse = urlencode(demande | {"part": ":".join(part)})
    chiffres = [
        ChiffreDuLien(
            code,
            CATALOGUE[code].libelle,
            len(lignes_du_contexte(contexte, code, dict([part]), "numerateur")),
            adresse,
        )
        for code in CODES
    ]
    return ChiffresDuLien(debut, fin, chiffres, [(mots, urlencode(demande | {"par1": lien})) for mots, lien in coupes])
