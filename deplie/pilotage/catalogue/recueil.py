"""What may have been collected of the whole territory, and how its absence is said: no figure is a false zero."""

from __future__ import annotations

from typing import Final

from deplie.financements.facts import (
    CANDIDATURE,
    CONVENTIONNE,
    COUT,
    DECLARE,
    ENVELOPPE,
    ENVELOPPE_COMMUNE,
    MOUVEMENT,
    PAYE,
    PROGRAMME,
    RETENU,
)
from deplie.fse.rules.serie import INDICATEURS
from deplie.mesure.colonnes import Fait
from deplie.mesure.conditions import Connue, Parmi, Toujours
from deplie.mesure.mesures import Compte
from deplie.parcours.facts import COUT_OPERATION
from deplie.pilotage.catalogue import fse
from deplie.pilotage.facts.tous import DU_TERRITOIRE


def _nature(*natures: str, fait: Fait = MOUVEMENT) -> Compte:
    return Compte(fait, Parmi(fait["nature"], natures))


# What only some rows of a fact tell, by name: those rows, and the words for what was never collected.
_PROPRES: Final[dict[str, tuple[Compte, str]]] = {
    "porteur": (Compte(CANDIDATURE, Connue(CANDIDATURE["porteur"])), "porteurs reconnus"),
    "programme": (_nature(PROGRAMME), "montants programmés"),
    "conventionne": (_nature(CONVENTIONNE), "conventions"),
    "declare": (_nature(DECLARE), "bilans d'exécution déposés"),
    "retenu": (_nature(RETENU), "bilans d'exécution acceptés"),
    "paye": (_nature(PAYE), "paiements"),
    "enveloppe": (_nature(ENVELOPPE, ENVELOPPE_COMMUNE), "enveloppe d'une subvention globale"),
    "cout_retenu": (_nature(RETENU, fait=COUT_OPERATION), "bilans acceptés d'opérations qui reçoivent des personnes"),
    "cout_signe": (_nature(COUT, fait=COUT_OPERATION), "conventions d'opérations qui reçoivent des personnes"),
    **{
        code: (fse.recueil_de(code), fse.mots_de(code))
        for code in fse.CODES
        if code in INDICATEURS and code != "EECO01"
    },
}
RECUEIL: Final[dict[str, Compte]] = {
    **{nom: Compte(fait, Toujours()) for nom, fait in DU_TERRITOIRE.items()},
    **{nom: compte for nom, (compte, _) in _PROPRES.items()},
}
MOTS: Final[dict[str, str]] = {nom: mots for nom, (_, mots) in _PROPRES.items()}
