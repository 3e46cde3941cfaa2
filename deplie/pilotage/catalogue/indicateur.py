"""What an indicator is: data. Screens, exports, dictionary and tests follow from its one entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from deplie.mesure.mesures import Apport, Atome, Figure, Moyenne, PartSelon, Total

# Said wherever a figure of no scheme stands.
TOUT_LE_TERRITOIRE: Final = "tout le territoire, tous dispositifs confondus"
# Facts hold cents, figures are in euros.
CENTIMES: Final = 100


@dataclass(frozen=True)
class Exemple:
    """The value on a demonstration territory: it is the indicator's test. None: never collected there."""

    valeur: Decimal | None
    territoire: str = "TCO"
    annee: int = 2020
    dispositif: str = "PLIE"


@dataclass(frozen=True)
class Indicateur:
    """A figure of the bilan.

    ``phrase`` defines it in one French sentence; ``compte`` says what it counts (people, participations, étapes are
    never mixed); ``base`` what it is a share or a mean of. ``recueil`` names what must have been collected, once at
    least, for the figure to exist. ``objet`` is what the list behind it shows. ``mieux`` is +1 or -1 where more is
    better or worse by definition, 0 where a change is not a virtue. ``reserve`` is said wherever it stands.
    ``sensible``: nobody is named behind it without the right to sensitive answers.
    ``denominateur_liste`` is false where what it is divided by is nobody's list (an envelope).
    """

    code: str
    libelle: str
    phrase: str
    figure: Figure
    unite: str
    compte: str
    recueil: tuple[str, ...]
    exemple: Exemple
    source: str
    base: str = ""
    objet: str = "participation"
    mieux: int = 0
    protocole: bool = False
    reserve: str = ""
    denominateur_liste: bool = True
    sensible: bool = False
    version: str = "1"
    effet_le: date = date(2026, 11, 22)
    revoir_le: date = date(2028, 11, 22)

    @property
    def atomes(self) -> tuple[Atome, ...]:
        return self.figure.atomes

    @property
    def du_territoire(self) -> bool:
        """Whether it counts the whole territory, whatever the scheme asked for."""
        return all(atome.fait.du_territoire for atome in self.atomes)

    @property
    def portee(self) -> str:
        """What it counts on, in a sentence."""
        return TOUT_LE_TERRITOIRE if self.du_territoire else "le dispositif demandé"

    @property
    def portee_dite(self) -> str:
        """Its own reserve, where it stands among figures of one scheme; empty for those."""
        return f"Compté sur {self.portee}." if self.du_territoire else ""

    @property
    def refus_par_dispositif(self) -> str:
        """Why it is not cut by scheme."""
        return f"Compté sur {self.portee} : ce chiffre ne se ventile pas par dispositif."

    @property
    def est_rapport(self) -> bool:
        """A share, a ratio or a mean: it has a numerator and a denominator."""
        return not isinstance(self.figure, Total)

    @property
    def a_mediane(self) -> bool:
        """A mean has its median beside it."""
        return isinstance(self.figure, Moyenne)

    @property
    def numerateur(self) -> str:
        """What is counted, in French; the only count of a figure that is not a ratio."""
        figure = self.figure
        return figure.compte.phrase() if isinstance(figure, Total) else figure.numerateur.phrase()

    @property
    def denominateur(self) -> str:
        """What it is divided by, in French; empty for a count."""
        figure = self.figure
        if isinstance(figure, Total):
            return ""
        if isinstance(figure, PartSelon):
            return "selon le protocole : " + " ; ".join(atome.phrase() for _, atome in figure.bases)
        return figure.denominateur.phrase()

    @property
    def formule(self) -> str:
        """The numerator over the denominator, in French words."""
        if isinstance(self.figure, Total):
            return self.numerateur
        if isinstance(self.figure, Moyenne):
            return f"{self.numerateur} / {self.denominateur} / {float(self.figure.unite)}"
        return f"{self.numerateur} / {self.denominateur}"

    @property
    def apport(self) -> Apport | None:
        """The base that no fact holds, if it has one."""
        base = getattr(self.figure, "denominateur", None)
        return base if isinstance(base, Apport) else None


def sur_l_argent(*, unite: str = "€", **champs: Any) -> Indicateur:
    """An entry about sums of money, whose list shows operations; ``champs``: all that is its own."""
    return Indicateur(unite=unite, compte="montants", objet="dossier", **champs)
