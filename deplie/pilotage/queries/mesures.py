"""Indicators of the catalogue as a plan of action reads them: over the year of a day, up to that day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.gouvernance.queries.catalogue import ValeurLue
from deplie.pilotage.queries.bilan import TOUS, Chiffre, etablir
from deplie.pilotage.rules.ecriture import nombre
from deplie.socle.phrases import insecables


def lire(acteur: Acteur, codes: Collection[str], jour: date) -> Mapping[str, ValeurLue]:
    """``{code: value}`` as the bilan of all the schemes writes them; a figure with nothing to count is left out."""
    dispositifs = list(acteur.territoire.dispositifs.values_list("code", flat=True))
    if not dispositifs:
        return {}
    dispositif = dispositifs[0] if len(dispositifs) == 1 else TOUS
    debut = date(jour.year, 1, 1)
    totaux = etablir(acteur.territoire, debut, jour, acteur=acteur, dispositif=dispositif).totaux
    demande = {"dispositif": dispositif, "annee": jour.year, "du": f"{debut:%d/%m/%Y}", "au": f"{jour:%d/%m/%Y}"}
    adresse = f"{reverse('pilotage:bilan', args=[acteur.territoire.code])}?{urlencode(demande)}"
    return {
        code: ValeurLue(_dite(totaux[code]), totaux[code].valeur, debut, jour, adresse)
        for code in codes
        if code in totaux and totaux[code].valeur is not None
    }


def _dite(chiffre: Chiffre) -> str:
    """« 198 », « 54,9 % (175 sur 319) »: a share is never bare."""
    if chiffre.denominateur is None or chiffre.unite != "%" or chiffre.indicateur.compte == "montants":
        return chiffre.texte
    return insecables(f"{chiffre.texte} ({nombre(chiffre.numerateur)} sur {nombre(chiffre.denominateur)})")
