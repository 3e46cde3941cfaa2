"""Who agreed to be reminded, and by what."""

from __future__ import annotations

from deplie.personnes.models import AccordRappel, Personne


def accord_de(personne: Personne) -> AccordRappel | None:
    """What somebody answered last; None when they were never asked."""
    return AccordRappel.objects.filter(personne=personne).order_by("-le", "-pk").first()


def canal_de(personne: Personne) -> str:
    """By what somebody agrees to be reminded; empty when they do not."""
    accord = accord_de(personne)
    return accord.canal if accord else ""


def numeros_de(personne: Personne) -> list[int]:
    """The person's number, and those of the records that were joined to theirs: what was sent to them is theirs."""
    numeros, suite = [personne.pk], [personne.pk]
    while suite := list(Personne.objects.filter(absorbee_par__in=suite).order_by("pk").values_list("pk", flat=True)):
        numeros += suite
    return numeros
