"""Acting on a day gone by: the rooms date what is done from the clock, the demonstration tells years.

Only the loading uses it, in a process of its own; the journal keeps the true moment of each line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone


@contextmanager
def au(jour: date) -> Iterator[None]:
    """What is done inside is done on that day, at ten in the morning."""
    vraie, moment = timezone.now, timezone.make_aware(datetime.combine(jour, time(10)))
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = vraie
