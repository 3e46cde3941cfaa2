"""The ``deplie`` command.

Each module of this package whose name does not start with ``_`` is one command. It declares ``AIDE`` (one French
line), ``declarer(analyseur)`` (its arguments) and ``executer(options) -> int`` (its exit code); it imports Django and
the rooms inside ``executer`` only, so that ``deplie --help`` answers at once. ``SANS_BASE = True`` skips the database.
"""

from __future__ import annotations

from deplie.site.cli._principal import main

__all__ = ["main"]
