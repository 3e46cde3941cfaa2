"""The life of an object as a printed diagram and table: the same for a parcours and for an operation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def tableau_de_cycle(
    etats: Mapping[str, str], actes: Iterable[tuple[str, Collection[str], Collection[str]]]
) -> list[str]:
    """Lines of Markdown for a table of transitions: ``(label of the act, from, to)``; the start is an empty state.

    A state that an act may leave as it is has no arrow to itself.
    """
    lus = [(libelle, sorted(depuis), sorted(vers)) for libelle, depuis, vers in actes]
    fleches = [
        f"    {depart or '[*]'} --> {arrivee}: {libelle}"
        for libelle, depuis, vers in lus
        for depart in depuis
        for arrivee in vers
        if arrivee != depart
    ]
    cases = [f"| {libelle} | {_dire(etats, depuis)} | {_dire(etats, vers)} |" for libelle, depuis, vers in lus]
    return ["```mermaid", "stateDiagram-v2", *fleches, "```", "", "| acte | depuis | vers |", "|---|---|---|", *cases]


def _dire(etats: Mapping[str, str], codes: Iterable[str]) -> str:
    return " ; ".join(etats.get(code, "rien") for code in codes)
