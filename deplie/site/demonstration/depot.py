"""Tables written as files and read like anybody's; the life of a territory brought once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import Personne
from deplie.site.demonstration.casier import accueillir, deposer_modeles, joindre
from deplie.site.demonstration.declaration import declaration
from deplie.site.demonstration.journee import completer
from deplie.site.demonstration.tables import Ligne, ecrire
from deplie.site.demonstration.vie import Vie, vivre
from deplie.socle.imports.bilan import rapport
from deplie.socle.imports.course import Suivi
from deplie.socle.imports.execution import appliquer, ouvrir, preparer


def importer(contenu: Mapping[str, list[Ligne]], par: Acteur, suivi: Suivi | None) -> Mapping[str, Any]:
    """Import the tables; the report."""
    with tempfile.TemporaryDirectory(prefix="deplie-demo-") as dossier:
        chemins = ecrire(contenu, Path(dossier))
        lot = ouvrir(territoire=par.territoire.code, par=par, fichiers=[chemin.name for chemin in chemins])
        preparer(lot, chemins, suivi=suivi)
        appliquer(lot, par=par, suivi=suivi)
    return rapport(lot)


@transaction.atomic
def faire_vivre(code: str, par: Acteur, suivi: Suivi | None) -> Mapping[str, Any] | None:
    """Bring the months before today, once: a territory that lives already is left as its people made it."""
    vie = vivre(code, timezone.localdate())
    if vie is None or _vit(par, vie):
        return None
    compte_rendu = importer({nom: lignes for nom, lignes in vie.tables.items() if lignes}, par, suivi)
    completer(vie, par)
    jour = timezone.localdate()
    accueillir(declaration(code), par, jour)
    joindre(par, jour)
    deposer_modeles(par, jour)
    return compte_rendu


def _vit(par: Acteur, vie: Vie) -> bool:
    """Its people bear numbers that nobody else has, those of whatever year they were invented in."""
    prefixe, _, _ = vie.tables["participants"][-1]["identifiant"].rpartition("-9")
    return Personne.objects.filter(
        territoire=par.territoire, identifiant__regex=rf"^{prefixe.rsplit('-', 1)[0]}-\d+-9\d\d\d$"
    ).exists()
