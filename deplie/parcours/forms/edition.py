"""Forms that several people may have open at once, and fields that forms of parcours share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from deplie.parcours.queries.choix import communes
from deplie.personnes.rules import plier
from deplie.socle.formulaires import FormulaireEdition, ListeProposee
from deplie.territoires.models import Territoire
from deplie.territoires.queries import metiers
from deplie.territoires.queries.geographie import lieux_officiels
from deplie.territoires.rules.metiers import CODE

__all__ = [
    "VIDE",
    "ChampCommune",
    "ChampMetier",
    "Deroulante",
    "FormulaireEdition",
    "ListeProposee",
    "ecrire_commune",
    "garder_le_metier",
]

VIDE = ("", "Non renseigné")


class Deroulante(forms.Select):
    """The native select, written at once: Django renders a template per option, and a filter holds hundreds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        choisies = {str(v) for v in self.format_value(value)}
        attributs = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((v, " selected" if str(v) in choisies else "", libelle) for v, libelle in self.choices),
        )
        return format_html("<select{}>{}</select>", attributs, options)


class ChampCommune(forms.CharField):
    """A commune chosen by its name among the territory's, or any other by its INSEE code; cleaned to (code, name)."""

    def __init__(self, **options: Any) -> None:
        aide = "Choisissez dans la liste, ou écrivez le code INSEE d'une autre commune."
        super().__init__(required=False, max_length=120, widget=ListeProposee(), help_text=aide, **options)
        self.connues: dict[str, str] = {}

    def proposer(self, territoire: Territoire) -> None:
        """Offer the communes of the territory."""
        self.connues = dict(communes(territoire))
        self.widget.propositions = [ecrire_commune(code, nom) for code, nom in self.connues.items()]

    def clean(self, value: str) -> tuple[str, str]:
        texte = super().clean(value)
        if not texte:
            return "", ""
        code = self._code(texte)
        if code is None:
            raise forms.ValidationError(
                "Cette commune n'est pas reconnue. Choisissez-la dans la liste, ou écrivez son code INSEE (97415)."
            )
        return code, self.connues.get(code) or lieux_officiels()[code].nom

    def _code(self, texte: str) -> str | None:
        entre = re.search(r"\b(\d[\dAB]\d{3})\b", texte.upper())
        if entre and (entre[1] in self.connues or entre[1] in lieux_officiels()):
            return entre[1]
        return next((code for code, nom in self.connues.items() if plier(nom) == plier(texte)), None)


def ecrire_commune(code: str, nom: str) -> str:
    """« Saint-Paul (97415) »; empty when there is none."""
    return f"{nom} ({code})" if nom and code else nom or code


class ChoixMetier(forms.TextInput):
    """The words that look for an occupation, then the near ones to choose from: with a script or without."""

    template_name = "parcours/choix_metier.html"

    def __init__(self) -> None:
        super().__init__(attrs={"maxlength": 200, "autocomplete": "off"})
        self.proposes: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"champ": f"{name}-choisi", "proposes": self.proposes}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The occupation chosen among those proposed, else what was typed."""
        return data.get(f"{name}-choisi") or super().value_from_datadict(data, files, name)


class ChampMetier(forms.CharField):
    """An occupation of the ROME, by its code or its words; cleaned to (code, label of the list).

    A label typed before there was a list stays as it is while nobody changes it.
    """

    widget = ChoixMetier

    def __init__(self, **options: Any) -> None:
        aide = "Écrivez le métier ou son code ROME : cuisinier, K1304."
        super().__init__(required=False, max_length=200, help_text=aide, **options)
        self.ancien: tuple[str, str] = ("", "")

    def garder(self, code: str, libelle: str) -> str:
        """What the form opens on: the occupation recorded, kept as it is if it is not changed."""
        self.ancien = (code, libelle)
        return metiers.ecrire(code, libelle)

    def clean(self, value: str) -> tuple[str, str]:
        texte = super().clean(value)
        if not texte:
            return "", ""
        if texte == metiers.ecrire(*self.ancien):
            return self.ancien
        if code := metiers.reconnaitre(texte):
            return code, metiers.metiers()[code]
        self.widget.proposes = metiers.chercher(texte)
        raise forms.ValidationError(self._refus(texte))

    def _refus(self, texte: str) -> str:
        choisir = "Choisissez parmi les métiers proposés, ou écrivez-le autrement."
        if CODE.fullmatch(texte.upper()):
            dit = f"Le code {texte.upper()} n'est pas dans le ROME {metiers.VERSION}."
        else:
            dit = f"« {texte} » n'est pas le nom d'un métier du ROME {metiers.VERSION}."
        return f"{dit} {choisir if self.widget.proposes else 'Essayez un autre mot, ou laissez vide.'}"


def garder_le_metier(formulaire: forms.Form) -> None:
    """Open the field ``metier`` of a form on the occupation recorded: its code, and the label it bears."""
    champ, initial = formulaire.fields["metier"], formulaire.initial
    assert isinstance(champ, ChampMetier)
    initial["metier"] = champ.garder(initial.get("code_rome", ""), initial.get("metier", ""))
