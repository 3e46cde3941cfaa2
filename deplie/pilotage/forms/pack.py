"""What the pack of a committee says: its chapters, their figures, their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.catalogue.rubriques import RUBRIQUES
from deplie.pilotage.queries.pack import dessins_offerts, version_de
from deplie.pilotage.rules.pack import CHIFFRES_MAX, DESSINS_MAX, SUJETS, Chapitre, Coupe
from deplie.socle.formulaires import FormulaireEdition


class FormulaireTexte(FormulaireEdition):
    """What a publication says in a chapter; a paragraph a line."""

    texte = forms.CharField(
        label="Texte du chapitre", required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, recu: QueryDict | None, *, initial: dict[str, str], aide: str) -> None:
        super().__init__(recu, initial=initial)
        self.fields["texte"].help_text = f"{aide} Un paragraphe par ligne."


class FormulaireChapitres(FormulaireEdition):
    """The chapters of a territory's packs: a row each, and blank ones to add some. Its value is ``chapitres``.

    A row carries the key of its chapter: somebody else's order does not give a title to another chapter.
    """

    EN_PLUS: Final = 2

    def __init__(self, recu: QueryDict | None, *, chapitres: Sequence[Chapitre]) -> None:
        super().__init__(recu, initial={"version": version_de(chapitres)})
        self.connus = {chapitre.cle: chapitre for chapitre in chapitres}
        self.cles = [chapitre.cle for chapitre in chapitres] + [""] * self.EN_PLUS
        if recu and any(nom.startswith("cle_") for nom in recu):
            nombre = sum(1 for nom in recu if nom.startswith("cle_"))
            self.cles = [recu.get(f"cle_{rang}", "") for rang in range(1, min(nombre, 99) + 1)]
        sujets = [("", "retiré"), *((code, sujet.titre) for code, sujet in SUJETS.items())]
        for rang, cle in enumerate(self.cles, 1):
            present = self.connus.get(cle)
            choix = sujets if cle else [("", "aucun"), *sujets[1:]]
            self.fields[f"cle_{rang}"] = forms.SlugField(
                max_length=40, required=False, widget=forms.HiddenInput, initial=cle
            )
            self.fields[f"sujet_{rang}"] = forms.ChoiceField(
                label="Sujet", choices=choix, required=False, initial=present.sujet if present else ""
            )
            self.fields[f"titre_{rang}"] = forms.CharField(
                label="Titre", max_length=120, required=False, initial=present.titre if present else "",
                help_text="" if present else "Sans titre, celui du sujet.",
            )  # fmt: skip
            self.fields[f"rang_{rang}"] = forms.IntegerField(
                label="Rang", min_value=1, max_value=99, required=False, initial=rang if present else None
            )

    @property
    def lignes(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The name of each row, the key of its chapter (empty for one to add), its fields."""
        return [
            (
                self.connus[cle].intitule if cle in self.connus else "Chapitre à ajouter",
                cle if cle in self.connus else "",
                [self[f"{champ}_{rang}"] for champ in ("cle", "sujet", "titre", "rang")],
            )
            for rang, cle in enumerate(self.cles, 1)
        ]

    def clean(self) -> dict[str, Any]:
        lus = super().clean() or {}
        gardes: list[tuple[int, int, Chapitre]] = []
        cles = set(self.cles)
        for rang, posee in enumerate(self.cles, 1):
            sujet, titre = lus.get(f"sujet_{rang}"), lus.get(f"titre_{rang}") or ""
            if not sujet:
                continue
            present = self.connus.get(posee)
            cle = posee or _cle_libre(titre or sujet, cles)
            cles.add(cle)
            garde = present if present and present.sujet == sujet else None
            chapitre = Chapitre(cle, sujet, titre, garde.chiffres if garde else None, garde.coupes if garde else None)
            gardes.append((lus.get(f"rang_{rang}") or 99, rang, chapitre))
        return {
            "chapitres": [chapitre for _, _, chapitre in sorted(gardes, key=lambda lu: lu[:2])],
            "version": lus.get("version", ""),
            "vu": lus.get("vu", ""),
        }


def _cle_libre(titre: str, prises: set[str]) -> str:
    """A key that no chapter has."""
    base = slugify(titre)[:32] or "chapitre"
    return next(cle for cle in (base, *(f"{base}-{n}" for n in range(2, 99))) if cle not in prises)


class FormulaireChiffres(FormulaireEdition):
    """What a chapter shows: a row for each figure and each drawing. Its values are ``chiffres`` and ``coupes``."""

    EN_PLUS: Final = 2

    def __init__(self, recu: QueryDict | None, *, chapitre: Chapitre) -> None:
        super().__init__(recu, initial={"version": version_de([chapitre])})
        self.chiffres = self._rangs("chiffre", "Chiffre", _chiffres(), chapitre.codes, CHIFFRES_MAX)
        dessins = [_ecrite(coupe) for coupe in chapitre.dessins]
        self.dessins = self._rangs("dessin", "Graphique", _dessins(), dessins, DESSINS_MAX)

    def _rangs(self, nom: str, libelle: str, choix: Any, presents: Sequence[str], maximum: int) -> int:
        """As many rows as are shown, and some to add; how many."""
        nombre = min(len(presents) + self.EN_PLUS, max(maximum, len(presents)))
        for rang in range(1, nombre + 1):
            present = presents[rang - 1] if rang <= len(presents) else ""
            self.fields[f"{nom}_{rang}"] = forms.ChoiceField(
                label=f"{libelle} {rang}", choices=choix, required=False, initial=present
            )
            self.fields[f"rang_{nom}_{rang}"] = forms.IntegerField(
                label=f"Rang du {libelle.lower()} {rang}", min_value=1, max_value=99, required=False,
                initial=rang if present else None,
            )  # fmt: skip
        return nombre

    def _lignes(self, nom: str, nombre: int) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{nom}_{rang}"], self[f"rang_{nom}_{rang}"]) for rang in range(1, nombre + 1)]

    @property
    def lignes_de_chiffres(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self._lignes("chiffre", self.chiffres)

    @property
    def lignes_de_dessins(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self._lignes("dessin", self.dessins)

    def clean(self) -> dict[str, Any]:
        lus = super().clean() or {}
        return {
            "chiffres": self._choisis(lus, "chiffre", self.chiffres),
            "coupes": [_lue(texte) for texte in self._choisis(lus, "dessin", self.dessins)],
            "version": lus.get("version", ""),
            "vu": lus.get("vu", ""),
        }

    @staticmethod
    def _choisis(lus: dict[str, Any], nom: str, nombre: int) -> list[str]:
        poses = [
            (lus.get(f"rang_{nom}_{rang}") or 99, rang, lus[f"{nom}_{rang}"])
            for rang in range(1, nombre + 1)
            if lus.get(f"{nom}_{rang}")
        ]
        return [valeur for _, _, valeur in sorted(poses)]


def _chiffres() -> list[Any]:
    rubriques = [(titre, [(code, CATALOGUE[code].libelle) for code in codes]) for titre, codes in RUBRIQUES.items()]
    return [("", "aucun"), *rubriques]


def _dessins() -> list[Any]:
    par_chiffre: dict[str, list[tuple[str, str]]] = {}
    for coupe in dessins_offerts():
        libelle, code = CATALOGUE[coupe[0]].libelle, coupe[1][0]
        dit = f"{libelle}, par {DIMENSIONS[code].libelle.lower()}"
        par_chiffre.setdefault(libelle, []).append((_ecrite(coupe), dit))
    return [("", "aucun"), *par_chiffre.items()]


def _ecrite(coupe: Coupe) -> str:
    return f"{coupe[0]}:{'+'.join(coupe[1])}"


def _lue(texte: str) -> Coupe:
    code, _, par = texte.partition(":")
    return code, tuple(par.split("+"))
