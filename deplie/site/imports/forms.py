"""The deposit of a file."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.socle.imports.registre import tables


class PlusieursFichiers(forms.ClearableFileInput):
    allow_multiple_selected = True


class ChampFichiers(forms.FileField):
    """Several files at once; an empty one is refused by the reader, with its sentence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", PlusieursFichiers(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.zip"}))
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        recus = data if isinstance(data, list | tuple) else [data]
        return [super(ChampFichiers, self).clean(recu, initial) for recu in recus]


class FormulaireDepot(forms.Form):
    """What to import."""

    fichiers = ChampFichiers(
        label="Fichiers",
        help_text="CSV, classeur (xlsx, xls, ods) ou archive zip. Rien n'est écrit avant que vous l'ayez décidé.",
        error_messages={"required": "Choisissez au moins un fichier."},
    )
    table = forms.ChoiceField(
        label="Contenu",
        required=False,
        help_text="Laissez « à reconnaître » : le contenu se devine aux noms des fichiers et des colonnes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connues = [(table.nom, table.description.titre) for table in tables()]
        self.fields["table"].choices = [("", "à reconnaître"), *connues]  # type: ignore[attr-defined]
