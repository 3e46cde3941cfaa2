"""What changes calls, operations and money: one function per decision."""

from deplie.financements.actions.cycle import avancer

__all__ = ["avancer"]
