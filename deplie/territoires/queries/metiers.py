"""The committed list of ROME occupations (source and licence: ``donnees/ROME.md``), read without a database."""

from __future__ import annotations

from functools import cache

from deplie.territoires.queries.geographie import lignes_de
from deplie.territoires.rules import metiers as regles

VERSION = "4.60"


@cache
def metiers() -> dict[str, str]:
    """Every occupation of the ROME, by code: its label (1,584, read in 2 ms)."""
    return dict(lignes_de("rome.csv.gz"))  # type: ignore[arg-type]  # two columns


def ecrire(code: str, libelle: str = "") -> str:
    """« Cariste (N1101) », the label being that of the list when it has the code; empty when there is none."""
    dit = libelle or metiers().get(code, "")
    return f"{dit} ({code})" if dit and code else dit or code


def chercher(texte: str) -> list[tuple[str, str]]:
    """(code, label) of the occupations near to some words, or to a code that the list does not hold."""
    code = texte.strip().upper()
    if regles.CODE.fullmatch(code) and code not in metiers():
        return [(voisin, metiers()[voisin]) for voisin in regles.voisins(metiers(), code)]
    seul = regles.reconnaitre(metiers(), texte)
    trouves = [seul] if seul else regles.chercher(metiers(), texte)
    return [(trouve, metiers()[trouve]) for trouve in trouves]


def reconnaitre(texte: str) -> str | None:
    """The code that a text names without doubt."""
    return regles.reconnaitre(metiers(), texte)


def inconnu(code: str) -> str:
    """The sentence said of a code that the list does not hold; empty when it holds it."""
    if code in metiers():
        return ""
    voisins = [ecrire(voisin) for voisin, _ in chercher(code)[:3]]
    suite = f" Codes voisins : {' ; '.join(voisins)}." if voisins else ""
    return f"Le code {code} n'est pas dans le ROME {VERSION}.{suite}"
