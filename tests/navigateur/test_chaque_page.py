"""A browser visits every page, wide and narrow: axe finds nothing, nothing overflows, nothing complains."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.navigateur.adresses import motifs, visitees
from tests.navigateur.examen import examiner
from tests.navigateur.visite import SANS_TERRITOIRE, Visite


def chemin(nom: str, visite: Visite, exemples: dict[str, object]) -> str:
    """The address to visit, with the territory and the sample rows that it asks for."""
    parametres = {cle: exemples[v[1:]] if v.startswith("@") else v for cle, v in visite.parametres.items()}
    if "<code:" in dict(motifs())[nom]:
        parametres.setdefault("code", visite.territoire)
    requete = re.sub("@([a-z_]+)", lambda repere: str(exemples[repere[1]]), visite.requete)
    return reverse(nom, kwargs=parametres) + requete


@pytest.mark.parametrize(("nom", "visite"), visitees(), ids=lambda v: v if isinstance(v, str) else "")
def test_page(nom, visite, ouvrir, serveur):
    qui = visite.qui if visite.qui in SANS_TERRITOIRE else f"{visite.territoire}/{visite.qui}"
    page = ouvrir(qui)
    reponse = page.goto(chemin(nom, visite, serveur.exemples), wait_until="load")
    assert reponse.status == visite.statut, serveur.journal()
    fautes = examiner(page)
    assert not fautes, "\n".join(fautes)
