"""What changes calls, operations and money: one function per decision."""

from deplie.financements.actions.convention import ajouter_avenant, signer_convention
from deplie.financements.actions.cycle import avancer
from deplie.financements.actions.versement import (
    modifier_versement,
    payer_versement,
    prevoir_versement,
    retirer_versement,
)

__all__ = [
    "ajouter_avenant",
    "avancer",
    "modifier_versement",
    "payer_versement",
    "prevoir_versement",
    "retirer_versement",
    "signer_convention",
]
