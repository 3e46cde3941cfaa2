"""Dates of options, as people write them."""

from __future__ import annotations

from datetime import date, datetime

from deplie.socle.erreurs import RefusMetier

_FORMES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def lire_date(texte: str, option: str) -> date:
    """A day written ``2020-02-29`` or ``29/02/2020``. Raises RefusMetier naming the option."""
    for forme in _FORMES:
        try:
            return datetime.strptime(texte.strip(), forme).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise RefusMetier(f"La date « {texte} » de {option} n'est pas reconnue. Écrivez-la 2020-02-29 ou 29/02/2020.")
