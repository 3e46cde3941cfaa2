"""Decisions on figures."""

from deplie.pilotage.actions.publication import avancer, figer, rectifier

__all__ = ["avancer", "figer", "rectifier"]
