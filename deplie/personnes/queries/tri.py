"""The order of people on a list: that of the name shown."""

from __future__ import annotations

from django.db.models import Case, F, When


def nom_dit_d_abord(chemin: str = "") -> Case:
    """The key that sorts people by the name they go by; ``chemin`` leads to the person (« personne__ »).

    It has no index: for the short lists of a workshop or of a choice, not for a whole territory.
    """
    return Case(When(**{f"{chemin}cle_usage": ""}, then=F(f"{chemin}cle_nom")), default=F(f"{chemin}cle_usage"))
