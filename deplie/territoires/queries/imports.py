"""What reading a file needs of a territory."""

from __future__ import annotations

from deplie.socle.erreurs import RefusMetier
from deplie.socle.imports.registre import Lieu
from deplie.territoires.models import Territoire
from deplie.territoires.queries.reglages import reglage


def lieu_d_import(code: str) -> Lieu:
    """Telephone region and header mapping of the territory. Raises RefusMetier when there is no such territory."""
    territoire = Territoire.objects.filter(code=code).first()
    if territoire is None:
        raise RefusMetier(f'Le territoire « {code} » n\'existe pas. Créez-le : deplie territoire creer {code} "NOM".')
    return Lieu(territoire.region_telephone, reglage(territoire, "correspondance"))
