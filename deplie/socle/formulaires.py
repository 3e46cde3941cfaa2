"""What forms share: a date typed as people write it, and a decision that may be refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

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


def soumettre(formulaire: forms.BaseForm, action: Callable[..., Any], **fixes: Any) -> bool:
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
