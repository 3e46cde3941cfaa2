"""Who acts when a command is typed: nobody's account, and every right."""

from __future__ import annotations

from dataclasses import dataclass

from deplie.socle.models import Compte


@dataclass(frozen=True)
class LigneDeCommande:
    compte: Compte | None = None


LIGNE_DE_COMMANDE = LigneDeCommande()
