"""What financements gives to measure: the links of an operation."""

from deplie.financements.facts.chaine import CHAINE, INCONNUS, LIENS, liens_de, liens_des_operations

__all__ = ["CHAINE", "INCONNUS", "LIENS", "liens_de", "liens_des_operations"]
