"""What makes two declared figures the same: who says it, of what, of when, in which document (exchange contract)."""

from __future__ import annotations

from datetime import date


def cle_de_releve(
    *,
    organisme: str,
    indicateur: str,
    libelle: str,
    dispositif: str,
    debut: date,
    fin: date,
    ventilation: str,
    source: str,
) -> str:
    """The key of a declared figure; the label counts where there is no code. At most 1,100 characters."""
    quoi = indicateur or libelle
    return "|".join((organisme, quoi, dispositif, debut.isoformat(), fin.isoformat(), ventilation, source))
