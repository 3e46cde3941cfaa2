"""What forms share: a date, an hour, an amount typed as people write them, and a decision that may be refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html

from deplie.socle.argent import MAXIMUM, MontantRefuse, ecrire, lire_montant
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier

FORMATS_DE_DATE = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]


class ChampJour(forms.DateField):
    """A day, typed « 12/03/2025 » (dashes, dots, spaces or the ISO form are read too)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "size": 12}))
        options.setdefault("help_text", "Jour, mois, année : 12/03/2025.")
        phrase = "Cette date n'est pas reconnue. Écrivez-la jour, mois, année : 12/03/2025."
        options.setdefault("error_messages", {"invalid": phrase})
        super().__init__(input_formats=FORMATS_DE_DATE, **options)


class JourAChoisir(forms.DateInput):
    """A day that is typed, else « aujourd'hui » that is ticked: nothing is dated unless somebody says so."""

    def __init__(self, pour: str) -> None:
        """``pour``: what happened that day, for who hears the box: « notice remise »."""
        self.pour = pour
        super().__init__(format="%d/%m/%Y", attrs={"inputmode": "numeric", "size": 12})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typee = super().value_from_datadict(data, files, name)
        return typee or (f"{timezone.localdate():%d/%m/%Y}" if data.get(_coche(name)) else typee)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        case = (
            '<span class="jour-a-choisir">{} <label><input type="checkbox" name="{}"> aujourd\'hui'
            '<span class="lecteur-ecran"> : {}</span></label></span>'
        )
        return format_html(case, super().render(name, value, attrs, renderer), _coche(name), self.pour)


def _coche(nom: str) -> str:
    return f"{nom}-aujourd-hui"


class ChampHeure(forms.TimeField):
    """An hour, typed « 14:30 », « 14h30 » or « 14 h »."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"size": 6}))
        options.setdefault("help_text", "Heures et minutes : 14:30.")
        options.setdefault("error_messages", {"invalid": "Cette heure n'est pas reconnue. Écrivez-la ainsi : 14:30."})
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H:%M:%S"], **options)


class ChampNombre(forms.DecimalField):
    """A number that is not money, typed « 1 234,5 » or « 1234.5 » and shown with a comma."""

    def __init__(self, **options: Any) -> None:
        super().__init__(localize=True, **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, its thousands parted or not; None where the field is empty."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class ChampMontant(forms.Field):
    """An amount in euros, typed « 1 234,56 » or « 1,234.56 »; what may be read two ways is refused."""

    def __init__(self, *, maximum: Decimal = MAXIMUM, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 16, "autocomplete": "off"}))
        options.setdefault("help_text", "En euros : 1 234,56.")
        super().__init__(**options)
        self.maximum = maximum

    def to_python(self, value: Any) -> Decimal | None:
        """The amount, to the cent; None where the field is empty."""
        if value in self.empty_values:
            return None
        try:
            return lire_montant(str(value), maximum=self.maximum)
        except MontantRefuse as refus:
            raise ValidationError(refus.message, code="invalid") from refus

    def prepare_value(self, value: Any) -> Any:
        """An amount recorded, as it is typed; what somebody typed stays as it is."""
        return ecrire(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares amounts, not their notations."""
        try:
            lu = self.to_python(data)
        except ValidationError:
            return True
        return lu != (initial if initial not in self.empty_values else None)


class ListeProposee(forms.TextInput):
    """A text with proposals (native ``datalist``): works with the keyboard and without script."""

    template_name = "socle/liste_proposee.html"

    def __init__(self, propositions: list[str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.propositions = propositions or []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        contexte = super().get_context(name, value, attrs)
        contexte["widget"]["propositions"] = self.propositions
        contexte["widget"]["attrs"]["list"] = f"propositions-{name}"
        return contexte


class FormulaireEdition(forms.Form):
    """Carries the version it was opened on; what clashes with somebody else's save is said and nothing is lost."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    vu = forms.CharField(widget=forms.HiddenInput, required=False)

    def soumettre(self, decider: Callable[[dict[str, Any], Edition], Any]) -> bool:
        """``decider(values, edition)``; a refusal becomes an error of the form. True when it was done."""
        if not self.is_valid():
            return False
        valeurs = {nom: valeur for nom, valeur in self.cleaned_data.items() if nom not in ("version", "vu")}
        try:
            decider(valeurs, Edition(self.cleaned_data["version"], self.cleaned_data["vu"]))
        except EditionConcurrente as refus:
            # Saved again after it was read, what was typed will replace the other's values.
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, when it is bound
            self.data["vu"] = refus.vu  # type: ignore[index]
            self.add_error(None, refus.message)
            return False
        except RefusMetier as refus:
            self.add_error(None, refus.message)
            return False
        return True


def soumettre(formulaire: forms.BaseForm, action: Callable[..., Any], /, **fixes: Any) -> bool:
    """Run ``action`` with the form's values and ``fixes``; a refusal becomes an error of the form.

    True when it was done. What was typed stays in the form otherwise.
    """
    if not formulaire.is_valid():
        return False
    try:
        action(**formulaire.cleaned_data, **fixes)
    except RefusMetier as refus:
        formulaire.add_error(None, refus.message)
        return False
    return True
