"""Somebody else does something at the same time, on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def a_cote(tache: Callable[[], Any]) -> Callable[[], None]:
    """Run in another thread, with its own connection; the returned function waits and raises what it raised."""
    fautes: list[BaseException] = []

    def courir() -> None:
        try:
            tache()
        except BaseException as faute:
            fautes.append(faute)
        finally:
            connection.close()

    fil = threading.Thread(target=courir)
    fil.start()

    def attendre() -> None:
        fil.join(30)
        assert not fil.is_alive()
        if fautes:
            raise fautes[0]

    return attendre
