"""Forms that several people may have open at once, and fields that forms of parcours share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from deplie.parcours.queries.choix import communes
from deplie.personnes.rules import plier
from deplie.socle.formulaires import FormulaireEdition
from deplie.territoires.models import Territoire
from deplie.territoires.queries.geographie import lieux_officiels

__all__ = ["VIDE", "ChampCommune", "Deroulante", "FormulaireEdition", "ListeProposee", "ecrire_commune"]

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


class ListeProposee(forms.TextInput):
    """A text with proposals (native ``datalist``): works with the keyboard and without script."""

    template_name = "parcours/liste_proposee.html"

    def __init__(self, propositions: list[str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.propositions = propositions or []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        contexte = super().get_context(name, value, attrs)
        contexte["widget"]["propositions"] = self.propositions
        contexte["widget"]["attrs"]["list"] = f"propositions-{name}"
        return contexte


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
