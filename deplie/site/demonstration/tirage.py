"""Draws that are the same on every machine: one seeded stream per subject, built on ``random()`` alone.

Python promises the sequence of ``random.Random(texte).random()`` from one version to the next, and nothing about its
other methods; so everything here is made of that one. No set is ever iterated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Tirage:
    """A stream of draws named by its subject: changing one subject does not reshuffle the others."""

    def __init__(self, sujet: str) -> None:
        self._alea = Random(sujet)  # noqa: S311 - invented people, not secrets

    def reel(self) -> float:
        """A number from 0 included to 1 excluded."""
        return self._alea.random()

    def entier(self, bas: int, haut: int) -> int:
        """An integer between two bounds, both included."""
        return bas + int(self.reel() * (haut - bas + 1))

    def vrai(self, part: float) -> bool:
        """True that part of the times."""
        return self.reel() < part

    def choix(self, suite: Sequence[T]) -> T:
        """One element, each as likely."""
        return suite[int(self.reel() * len(suite))]

    def pondere(self, poids: Mapping[T, float]) -> T:
        """One key, as likely as its weight."""
        reste = self.reel() * sum(poids.values())
        for cle, valeur in poids.items():
            reste -= valeur
            if reste < 0:
                return cle
        return next(reversed(list(poids)))

    def melange(self, suite: Sequence[T]) -> list[T]:
        """The same elements in another order."""
        liste = list(suite)
        for i in range(len(liste) - 1, 0, -1):
            j = int(self.reel() * (i + 1))
            liste[i], liste[j] = liste[j], liste[i]
        return liste

    def paquet(self, effectifs: Mapping[T, int]) -> list[T]:
        """A shuffled deck holding each key the given number of times: its counts are exact, its order random."""
        return self.melange([cle for cle, nombre in effectifs.items() for _ in range(nombre)])

    def marques(self, oui: int, total: int) -> list[bool]:
        """A shuffled deck of ``oui`` True among ``total``."""
        return self.paquet({True: oui, False: total - oui})

    def preleves(self, nombre: int, candidats: Sequence[tuple[T, float]]) -> list[T]:
        """``nombre`` draws among (candidate, weight), evenly: each comes the floor or the ceiling of its share."""
        if nombre == 0:
            return []
        ordre = self.melange([(c, poids) for c, poids in candidats if poids > 0])
        pas = sum(poids for _, poids in ordre) / nombre
        seuil, cumul, pris = pas * self.reel(), 0.0, list[T]()
        for candidat, poids in ordre:
            cumul += poids
            while seuil < cumul and len(pris) < nombre:
                pris.append(candidat)
                seuil += pas
        # Rounding of the sums may leave the last one out.
        return pris + [ordre[-1][0]] * (nombre - len(pris))


def repartir(total: int, poids: Mapping[T, float]) -> dict[T, int]:
    """``total`` cut in integers proportional to the weights (largest remainders; ties go to the first)."""
    somme = sum(poids.values())
    exacts = {cle: total * valeur / somme for cle, valeur in poids.items()}
    parts = {cle: int(exact) for cle, exact in exacts.items()}
    par_reste = sorted(parts, key=lambda cle: parts[cle] - exacts[cle])
    for cle in par_reste[: total - sum(parts.values())]:
        parts[cle] += 1
    return parts
