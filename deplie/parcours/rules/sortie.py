"""Which exits are positive, which are neutral, who may read a motive.

Sources: CIDEME 2013, « Appréciation de la notion de sortie du PLIE » (manualzilla.com/doc/6495140), after « PLIE mode
d'emploi » (AVE, 2010); Toulouse Métropole for the six months in work. What a territory counts as positive is its
protocole's: ``cadre.rules.definitions``; these families hold where no protocole says otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from deplie.parcours.rules.duree import ajouter_mois
from deplie.territoires.rules import (
    FAMILLE_DU_MOTIF,
    MOTIF_ANNULATION,
    MOTIF_LU_SANS_DROIT,
    MOTIFS_POSITIFS,
    motifs_de,
)

POSITIVE_EMPLOI: Final = "POSITIVE_EMPLOI"
POSITIVE_FORMATION: Final = "POSITIVE_FORMATION"
NEUTRE_EXTERNE: Final = "NEUTRE_EXTERNE"
ADMINISTRATIVE: Final = "ADMINISTRATIVE"
# A departure that no committee appreciates is read from a paper, or decided for everybody: it needs no séance. Every
# other exit is proposed, then validated in séance (``domain/domain.md`` §1.2, step 9).
SANS_SEANCE: Final = frozenset({NEUTRE_EXTERNE, ADMINISTRATIVE})
MOTIFS_EMPLOI: Final = motifs_de(POSITIVE_EMPLOI)
# An exit to work is followed up at its sixth month (Toulouse; FSE long-term results).
MOIS_DE_SUIVI: Final = 6


def famille(motif: str) -> str | None:
    """The family of a motive; None for an exit without motive, which is neither positive nor neutral."""
    return FAMILLE_DU_MOTIF.get(motif)


def compte(motif: str) -> bool:
    """A participation ended as a duplicate counts nowhere."""
    return motif != MOTIF_ANNULATION


def est_positive(motif: str, motifs_positifs: frozenset[str] = MOTIFS_POSITIFS) -> bool:
    """Positive by the protocole's motives, else by the families POSITIVE_EMPLOI and POSITIVE_FORMATION."""
    return motif in motifs_positifs


def motif_lisible(motif: str, sensible: bool) -> str:
    """The motive as a reader sees it: detention reads as health without the sensitive rights (GDPR art. 10)."""
    return motif if sensible else MOTIF_LU_SANS_DROIT.get(motif, motif)


def fin_du_sixieme_mois(sortie: date) -> date:
    """The day the sixth month after an exit ends: 31 August gives 28 or 29 February."""
    return ajouter_mois(sortie, MOIS_DE_SUIVI)


def refus_de_validation(motif: str, *, en_seance: bool, decide: bool) -> str:
    """Why an exit of this motive cannot be validated outside a séance: a French sentence, empty when it can.

    ``en_seance``: the territory validates its exits in séance; ``decide``: the author may record its decisions.
    """
    if not en_seance:
        return ""
    if famille(motif) not in SANS_SEANCE:
        return (
            "Une sortie de ce motif se valide en séance : laissez « Validée le » vide, elle viendra d'elle-même à la "
            "prochaine séance."
        )
    return "" if decide else "La coordination ou la direction du plan valide cette sortie."
