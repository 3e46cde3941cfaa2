"""What several commands read in their call: a year, a territory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deplie.pilotage.rules.periodes import Periode
    from deplie.territoires.models import Territoire


def lire_annee(texte: str) -> Periode:
    """The whole year. Raises RefusMetier for what is not one."""
    from deplie.pilotage.rules.periodes import annee
    from deplie.socle.erreurs import RefusMetier

    if not texte.isascii() or not texte.isdigit():
        raise RefusMetier(f"L'année « {texte} » n'est pas un nombre. Écrivez-la 2020.")
    return annee(int(texte))


def territoire_de(code: str) -> Territoire:
    """The territory of a code. Raises RefusMetier when there is none."""
    from deplie.socle.erreurs import RefusMetier
    from deplie.territoires.models import Territoire

    code = code.strip().upper()
    territoire = Territoire.objects.filter(code=code).first()
    if territoire is None:
        raise RefusMetier(f'Le territoire « {code} » n\'existe pas : deplie territoire creer {code} "NOM".')
    return territoire
