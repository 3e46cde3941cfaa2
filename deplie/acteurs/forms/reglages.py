"""The territory's settings as a form: one field per declared setting, typed as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from deplie.socle.formulaires import ChampJour
from deplie.territoires.models import Dispositif
from deplie.territoires.rules.etapes import CATEGORIE_ETAPE
from deplie.territoires.rules.reglages import GROUPES, REGLAGES, DeclarationReglage, refus_de_reglage


class ChampBornes(forms.CharField):
    """Whole numbers in order, typed « 26, 45, 50 »."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        morceaux = [m for m in re.split(r"[\s,;]+", super().to_python(value)) if m]
        if not all(m.isdecimal() for m in morceaux):
            raise ValidationError("Indiquez des nombres entiers séparés par des virgules, par exemple 26, 45, 50.")
        return [int(m) for m in morceaux]


class ChampLignes(forms.CharField):
    """One entry a line; ``lire`` makes the value of the lines, ``ecrire`` the lines of the value."""

    def __init__(self, *, lire: Callable[[list[str]], Any], ecrire: Callable[[Any], Iterator[str]], **options: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}), **options)
        self.lire, self.ecrire = lire, ecrire

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.ecrire(value)) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        return self.lire([ligne.strip() for ligne in super().to_python(value).splitlines() if ligne.strip()])


def lire_groupes(lignes: list[str]) -> dict[str, Any]:
    """« EMPLOIS : Emplois : EMPLOI_COURT, EMPLOI_DUR » gives a group. Raises ValidationError naming the line."""
    groupes: dict[str, Any] = {}
    for ligne in lignes:
        morceaux = [m.strip() for m in ligne.split(":")]
        if len(morceaux) != 3 or not all(morceaux):
            raise ValidationError(f"« {ligne} » n'est pas lisible. Écrivez : CODE : libellé : catégorie, catégorie.")
        code, libelle, categories = morceaux
        groupes[code] = {"libelle": libelle, "categories": [c.strip() for c in categories.split(",") if c.strip()]}
    return groupes


def ecrire_groupes(groupes: dict[str, Any]) -> Iterator[str]:
    for code, groupe in groupes.items():
        yield f"{code} : {groupe['libelle']} : {', '.join(groupe['categories'])}"


def lire_correspondance(lignes: list[str]) -> dict[str, str]:
    """« Né(e) le = date_naissance » ; nothing after the sign ignores the header."""
    for ligne in lignes:
        if "=" not in ligne:
            raise ValidationError(f"« {ligne} » n'est pas lisible. Écrivez : en-tête du fichier = colonne.")
    paires = (ligne.rsplit("=", 1) for ligne in lignes)
    return {entete.strip(): champ.strip() for entete, champ in paires}


def ecrire_correspondance(correspondance: dict[str, str]) -> Iterator[str]:
    for entete, champ in correspondance.items():
        yield f"{entete} = {champ}"


def lire_seuils(lignes: list[str]) -> dict[str, int]:
    """« 01/01/2021 : 35 », from that day on. Raises ValidationError naming the line."""
    seuils: dict[str, int] = {}
    for ligne in lignes:
        jour, _, seuil = (morceau.strip() for morceau in ligne.partition(":"))
        try:
            lu = datetime.strptime(jour, "%d/%m/%Y").date()  # noqa: DTZ007  # a day, without an hour
            seuils[lu.isoformat()] = int(seuil.removesuffix("%").strip())
        except ValueError:
            raise ValidationError(f"« {ligne} » n'est pas lisible. Écrivez : 01/01/2021 : 35.") from None
    return seuils


def ecrire_seuils(seuils: dict[str, int]) -> Iterator[str]:
    for jour, seuil in sorted(seuils.items()):
        yield f"{date.fromisoformat(jour):%d/%m/%Y} : {seuil}"


def _champ(declaration: DeclarationReglage) -> forms.Field:
    commun: dict[str, Any] = {"label": declaration.titre, "help_text": declaration.phrase, "required": False}
    if declaration.type == "bornes":
        return ChampBornes(**commun)
    if declaration.type == "groupes":
        codes = ", ".join(code.code for code in CATEGORIE_ETAPE)
        commun["help_text"] += f" Un groupe par ligne, CODE : libellé : catégories. Catégories : {codes}."
        return ChampLignes(lire=lire_groupes, ecrire=ecrire_groupes, **commun)
    if declaration.type == "correspondance":
        commun["help_text"] += " Une par ligne : en-tête du fichier = colonne ; rien après le signe ignore l'en-tête."
        return ChampLignes(lire=lire_correspondance, ecrire=ecrire_correspondance, **commun)
    if declaration.type == "seuils":
        commun["help_text"] += " Un par ligne : 01/01/2021 : 35."
        return ChampLignes(lire=lire_seuils, ecrire=ecrire_seuils, **commun)
    if declaration.type == "couleur":
        return forms.CharField(widget=forms.TextInput(attrs={"type": "color"}), **commun | {"required": True})
    if declaration.type == "texte":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 12}), **commun | {"required": True})
    if declaration.type == "booleen":
        return forms.BooleanField(**commun)
    return forms.IntegerField(**commun | {"required": True})


class FormulaireReglages(forms.Form):
    """Every setting, and the day since when each scheme's records are complete."""

    def __init__(self, *args: Any, valeurs: dict[str, Any], dispositifs: list[Dispositif], **kwargs: Any) -> None:
        self.dispositifs = {f"complet_{d.pk}": d for d in dispositifs}
        dates = {cle: d.donnees_completes_depuis for cle, d in self.dispositifs.items()}
        super().__init__(*args, initial=valeurs | dates, **kwargs)
        for cle, dispositif in self.dispositifs.items():
            self.fields[cle] = ChampJour(label=f"{dispositif.nom} : données complètes depuis le", required=False)
            if dispositif.completude_devinee:
                self.fields[f"confirmer_{dispositif.pk}"] = forms.BooleanField(
                    label="Cette date, devinée à l'import, est la bonne", required=False
                )
        for cle, declaration in REGLAGES.items():
            self.fields[cle] = _champ(declaration)

    def clean(self) -> dict[str, Any]:
        valeurs: dict[str, Any] = super().clean() or self.cleaned_data
        for cle in REGLAGES:
            if cle in valeurs and (refus := refus_de_reglage(cle, valeurs[cle])):
                self.add_error(cle, refus)
        return valeurs

    def completudes(self) -> Iterator[BoundField]:
        """The dates, for the page to show them apart."""
        return (self[cle] for cle in self.fields if cle not in REGLAGES)

    def completudes_posees(self) -> dict[Dispositif, date | None]:
        """The dates that were changed or confirmed: an untouched guess stays one."""
        lues = self.cleaned_data
        return {
            d: lues[cle]
            for cle, d in self.dispositifs.items()
            if lues[cle] != d.donnees_completes_depuis or lues.get(f"confirmer_{d.pk}")
        }

    def reglages_poses(self) -> dict[str, Any]:
        """Value of each setting."""
        return {cle: self.cleaned_data[cle] for cle in REGLAGES}

    def groupes(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """(anchor, title, settings) of each group, in the order of the page."""
        for ancre, (titre, cles) in GROUPES.items():
            yield ancre, titre, [self[cle] for cle in cles]
