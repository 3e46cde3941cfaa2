"""Appointments written as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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


@dataclass(frozen=True)
class Journee:
    """Something of a whole day, with no hour."""

    uid: str
    titre: str
    le: date
    adresse: str


def calendrier(rendez_vous: Iterable[RendezVous], journees: Iterable[Journee] = ()) -> bytes:
    """The file. Instants are written in UTC: every calendar reads them, and shows its own hour; days are days."""
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
    for journee in journees:
        evenement = Event()
        evenement.add("uid", journee.uid)
        evenement.add("summary", journee.titre)
        evenement.add("dtstamp", timezone.now().astimezone(UTC))
        evenement.add("dtstart", journee.le)
        evenement.add("dtend", journee.le + timedelta(days=1))
        evenement.add("transp", "TRANSPARENT")
        evenement.add("url", journee.adresse)
        ecrit.add_component(evenement)
    return bytes(ecrit.to_ical())
