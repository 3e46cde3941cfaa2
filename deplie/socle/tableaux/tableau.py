"""A list of columns declared once, for the screen, CSV and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import IO, Any

from deplie.socle.tableaux.champs import Champ, Type
from deplie.socle.tableaux.codes import ListeDeCodes
from deplie.socle.tableaux.ecriture import ecrire_csv, ecrire_xlsx


@dataclass(frozen=True)
class Colonne:
    """A column of a table that is shown: ``lire`` gives its value from an object, a code is shown by its label."""

    nom: str
    libelle: str
    lire: Callable[[Any], Any]
    type: Type = Type.TEXTE
    codes: ListeDeCodes | None = None

    @classmethod
    def de(cls, champ: Champ, lire: Callable[[Any], Any] | str = "") -> Colonne:
        """The column of a field declared for import, read from the attribute of that name or as told."""
        source = lire if callable(lire) else attrgetter(lire or champ.nom)
        return cls(champ.nom, champ.libelle, source, champ.type, champ.codes)

    def valeur(self, objet: Any) -> Any:
        """The value as shown: None when empty, labels for codes, typed otherwise."""
        valeur = self.lire(objet)
        if valeur is None or valeur == "":
            return None
        if self.codes is None:
            return valeur
        if isinstance(valeur, str):
            return self.codes.libelle(valeur)
        return tuple(self.codes.libelle(code) for code in valeur) or None


@dataclass(frozen=True)
class Tableau:
    """The columns of a list, in order; the same on the screen and in every file."""

    nom: str
    titre: str
    colonnes: tuple[Colonne, ...]

    @property
    def entetes(self) -> list[str]:
        return [colonne.libelle for colonne in self.colonnes]

    def garder(self, noms: Sequence[str]) -> Tableau:
        """The table with these columns only, in that order; unknown names are left out, none asked means all."""
        par_nom = {colonne.nom: colonne for colonne in self.colonnes}
        gardees = tuple(par_nom[nom] for nom in dict.fromkeys(noms) if nom in par_nom)
        return Tableau(self.nom, self.titre, gardees or self.colonnes)

    def ligne(self, objet: Any) -> list[Any]:
        """The values of an object."""
        return [colonne.valeur(objet) for colonne in self.colonnes]

    def en_csv(self, objets: Iterable[Any]) -> Iterator[str]:
        """The lines of the CSV file."""
        return ecrire_csv(self.entetes, map(self.ligne, objets))

    def en_xlsx(self, sortie: IO[bytes], objets: Iterable[Any]) -> int:
        """Write the workbook; the number of lines."""
        return ecrire_xlsx(sortie, self.titre, self.entetes, map(self.ligne, objets))
