"""Appointments written as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from icalendar import Calendar, Event


@dataclass(frozen=True)
class RendezVous:
    """What a calendar is told. ``uid`` stays the same from a file to the next: a calendar replaces, never doubles."""

    uid: str
    titre: str
    debut: datetime
    fin: datetime
    adresse: str
    lieu: str = ""


def calendrier(rendez_vous: Iterable[RendezVous]) -> bytes:
    """The file. Instants are written in UTC: every calendar reads them, and shows its own hour."""
    ecrit = Calendar()
    ecrit.add("prodid", "-//Deplie//Agenda//FR")
    ecrit.add("version", "2.0")
    for lu in rendez_vous:
        evenement = Event()
        evenement.add("uid", lu.uid)
        evenement.add("summary", lu.titre)
        evenement.add("dtstamp", timezone.now().astimezone(UTC))
        evenement.add("dtstart", lu.debut.astimezone(UTC))
        evenement.add("dtend", lu.fin.astimezone(UTC))
        evenement.add("url", lu.adresse)
        if lu.lieu:
            evenement.add("location", lu.lieu)
        ecrit.add_component(evenement)
    return bytes(ecrit.to_ical())
