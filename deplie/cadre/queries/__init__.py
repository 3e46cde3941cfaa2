"""What is read about commitments."""

from deplie.cadre.queries.cible import cibles_de
from deplie.cadre.queries.protocole import ProtocoleLu, protocole_le, protocoles_de

__all__ = ["ProtocoleLu", "cibles_de", "protocole_le", "protocoles_de"]
