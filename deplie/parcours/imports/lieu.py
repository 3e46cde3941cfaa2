"""What the lines of an import are read against: the territory's schemes, bodies, référents, communes and settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.rules import cle_organisation
from deplie.cadre.queries.protocole import protocoles_de
from deplie.parcours.rules.controles import Reperes
from deplie.territoires.models import Dispositif, Territoire
from deplie.territoires.queries.geographie import codes_de
from deplie.territoires.queries.reglages import reglages

DISPOSITIF_PAR_DEFAUT = "PLIE"
_SIRET = re.compile(r"\d{14}")


@dataclass
class Lieu:
    """The territory of a run, read once by step."""

    territoire: Territoire
    # {code: id}, {id: code}
    dispositifs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def lire(cls, code: str) -> Lieu:
        """The territory of that code, which the caller has checked."""
        territoire = Territoire.objects.get(code=code)
        codes = Dispositif.objects.filter(territoire=territoire).values_list("code", "pk")
        return cls(territoire, dict(codes))

    @cached_property
    def codes_dispositifs(self) -> dict[int, str]:
        return {numero: code for code, numero in self.dispositifs.items()}

    @cached_property
    def structures(self) -> Structures:
        return Structures(self.territoire)

    @cached_property
    def referents(self) -> frozenset[str]:
        """E-mails of the agents known in the territory."""
        return frozenset(Agent.objects.filter(territoire=self.territoire).values_list("courriel", flat=True))

    def reperes(self, jour: date) -> Reperes:
        """What warnings compare a participation with, on a day."""
        poses = reglages(self.territoire)
        return Reperes(
            jour,
            age_minimum=poses["age_minimum"],
            age_maximum=poses["age_maximum"],
            communes=self._communes(),
            clotures=self._clotures(),
        )

    def _communes(self) -> frozenset[str] | None:
        codes = set(self.territoire.communes.values_list("code", flat=True))
        if not codes and self.territoire.siren:
            codes = set(codes_de(sirens=(self.territoire.siren,)))
        return frozenset(codes) or None

    def _clotures(self) -> dict[int, frozenset[int]]:
        annees: dict[int, set[int]] = {}
        for protocole in protocoles_de(Dispositif.objects.filter(territoire=self.territoire)):
            fins = annees.setdefault(self.dispositifs[protocole.dispositif], set())
            fins.update({protocole.dernier_jour.year, protocole.fin.year})
            if protocole.cloture_le:
                fins.add(protocole.cloture_le.year)
        return {dispositif: frozenset(fins) for dispositif, fins in annees.items()}


class Structures:
    """The bodies known in a territory, found by the name first recorded, the current one, or the SIRET.

    What names a body joined to another names that other.
    """

    def __init__(self, territoire: Territoire) -> None:
        self._par_cle: dict[str, str] = {}
        self._par_siret: dict[str, str] = {}
        self._memoire: dict[str, str] = {}
        lues = Organisation.toutes.filter(territoire=territoire).values_list("cle", "nom", "siret", "absorbee_par__cle")
        # Those joined first: the name or the SIRET of one that stands wins.
        connues = sorted(lues, key=lambda lue: lue[3] is None)
        noms = [(cle_organisation(nom), gardee or cle) for cle, nom, _, gardee in connues]
        self._par_cle = dict(noms) | {cle: gardee or cle for cle, _, _, gardee in connues}
        self._par_siret = {siret: gardee or cle for cle, _, siret, gardee in connues if siret}

    def cle(self, texte: str) -> str:
        """The key of a body named or numbered in a cell, recorded or not; empty when the cell names nothing."""
        cle = self._memoire.get(texte)
        if cle is None:
            cle = self._memoire[texte] = self._chercher(texte)
        return cle

    def _chercher(self, texte: str) -> str:
        if _SIRET.fullmatch(texte) and texte in self._par_siret:
            return self._par_siret[texte]
        cle = cle_organisation(texte)
        return self._par_cle.get(cle, cle)

    def connue(self, cle: str) -> bool:
        """Whether a body of that key is recorded."""
        return self._par_cle.get(cle) == cle


def siret_de(texte: str) -> str:
    """The cell itself when it is a SIRET, else an empty text."""
    return texte if _SIRET.fullmatch(texte) else ""
