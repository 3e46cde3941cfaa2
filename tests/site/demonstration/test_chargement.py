"""Installing the demonstration: through the actions and the import, twice without effect, never over real people."""

from __future__ import annotations

from typing import Any

import pytest

from deplie.acteurs.models import Agent, TempsReferent
from deplie.cadre.models import Avenant, Objectif, Protocole
from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne
from deplie.pilotage.models import Releve
from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
from deplie.site.demonstration import chargement
from deplie.site.demonstration.chargement import installer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from deplie.territoires.models import Commune, Qpv, Territoire
from tests.site.demonstration.conftest import PETITES

pytestmark = pytest.mark.django_db

COMPTES = (Territoire, Commune, Qpv, Agent, TempsReferent, Protocole, Avenant, Objectif, Personne, Participation)


def compter() -> dict[str, int]:
    return {m.__name__: m.objects.count() for m in (*COMPTES, Etape, Releve, Journal)}


def test_une_seconde_fois_ne_change_rien(petites: dict[str, Any]) -> None:
    avant = compter()
    assert [i.rapport for i in installer(par=LIGNE_DE_COMMANDE, codes=PETITES)] == [None, None]
    assert compter() == avant


def test_recharger_ne_change_rien_non_plus(petites: dict[str, Any]) -> None:
    avant = compter()
    (rapport,) = [i.rapport for i in installer(par=LIGNE_DE_COMMANDE, codes=("MIDIQUERCY",), recharger=True)]
    assert rapport is not None
    for compte in rapport["tables"].values():
        assert compte["inchangees"] == compte["lues"]
    apres = compter()
    assert {nom: n for nom, n in apres.items() if n != avant[nom]} == {"Journal": avant["Journal"] + 2}


def test_une_installation_interrompue_se_reprend(petites: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut before the team is composed, then run again: nothing twice, nothing missing."""
    attendu = compter()
    monkeypatch.setattr(chargement, "_en_place", lambda code: False)
    monkeypatch.setattr(chargement, "_composer_equipe", _couper)
    with pytest.raises(KeyboardInterrupt):
        list(installer(par=LIGNE_DE_COMMANDE, codes=("GPSEA",)))
    monkeypatch.undo()
    monkeypatch.setattr(chargement, "_en_place", lambda code: False)
    list(installer(par=LIGNE_DE_COMMANDE, codes=("GPSEA",)))
    obtenu = compter()
    assert {nom for nom in obtenu if obtenu[nom] != attendu[nom]} <= {"Journal"}


def _couper(*_: Any) -> None:
    raise KeyboardInterrupt


def test_un_vrai_territoire_n_est_pas_touche(petites: dict[str, Any]) -> None:
    Territoire.objects.filter(code="GPSEA").update(demonstration=False)
    avant = compter()
    with pytest.raises(RefusMetier, match="n'est pas une démonstration"):
        list(installer(par=LIGNE_DE_COMMANDE))
    assert compter() == avant
