"""A jalon of a parcours; the minimum steps of a scheme."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions.jalon import CHAMPS
from deplie.parcours.forms.edition import VIDE, FormulaireEdition
from deplie.parcours.models import Jalon, Trame
from deplie.parcours.queries import choix
from deplie.parcours.rules.jalon import GENRES, RESULTATS, RESULTATS_DE
from deplie.parcours.rules.trame import REGLES, SEUIL_MAX
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, ChampNombre

# Lines offered beyond those already there.
EN_PLUS, LIGNES = 3, 6


class FormulaireJalon(FormulaireEdition):
    """What was given, obtained or tried."""

    genre = forms.ChoiceField(label="Genre", choices=[("", "Choisissez"), *GENRES.items()])
    intitule = forms.CharField(
        label="Intitulé", max_length=200, required=False, help_text="CléA, Pix, SST, CACES, ordinateur portable…"
    )
    organisme = forms.ModelChoiceField(queryset=None, label="Organisme", required=False, empty_label="Non renseigné")
    debut = ChampJour(label="Date", help_text="Jour du jury, de la remise ou de l'épreuve ; début d'une préparation.")
    fin = ChampJour(label="Fin", required=False)
    heures = ChampNombre(label="Heures", min_value=0, max_digits=7, decimal_places=2, required=False)
    resultat = forms.ChoiceField(
        label="Résultat",
        choices=[
            ("", "Pas encore connu"),
            *((GENRES[genre], [(code, RESULTATS[code]) for code in codes]) for genre, codes in RESULTATS_DE.items()),
        ],
        required=False,
    )
    preuve_du = ChampJour(label="Pièce datée du", required=False)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisme"].queryset = choix.structures(acteur)

    @classmethod
    def initial_de(cls, jalon: Jalon) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(jalon, champ) for champ in CHAMPS} | {"version": version_de(jalon)}


class FormulaireTrame(forms.Form):
    """The steps, one a line; a line without a name is left out."""

    dispositif = forms.ModelChoiceField(queryset=None, label="Dispositif", empty_label=None)
    nom = forms.CharField(label="Nom", max_length=120, help_text="Par exemple : Trame 2021-2027.")
    debut = ChampJour(label="Premier jour")
    fin = ChampJour(label="Dernier jour", required=False, help_text="Laissez vide si elle n'a pas de fin.")

    def __init__(self, *args: Any, acteur: Acteur, trame: Trame | None = None, **kwargs: Any) -> None:
        pas = sorted(trame.pas.all(), key=lambda p: p.rang) if trame else []
        initial = {} if trame is None else {c: getattr(trame, c) for c in ("dispositif", "nom", "debut", "fin")}
        for n, un in enumerate(pas):
            initial |= {f"libelle_{n}": un.libelle, f"regle_{n}": un.regle, f"seuil_{n}": un.seuil}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["dispositif"].queryset = acteur.territoire.dispositifs.all()
        self.fields["dispositif"].label_from_instance = lambda dispositif: dispositif.nom
        self.lignes = max(LIGNES, len(pas) + EN_PLUS)
        for n in range(self.lignes):
            self.fields[f"libelle_{n}"] = forms.CharField(label=f"Étape {n + 1}", max_length=200, required=False)
            self.fields[f"regle_{n}"] = forms.ChoiceField(
                label=f"Étape {n + 1} : se vérifie par", choices=[VIDE, *REGLES.items()], required=False
            )
            self.fields[f"seuil_{n}"] = forms.IntegerField(
                label=f"Étape {n + 1} : combien", min_value=1, max_value=SEUIL_MAX, required=False, initial=1
            )

    def rangees(self) -> list[list[forms.BoundField]]:
        """The fields of each line."""
        return [[self[f"{nom}_{n}"] for nom in ("libelle", "regle", "seuil")] for n in range(self.lignes)]

    def clean(self) -> dict[str, Any]:
        """``pas`` holds the steps that have a name."""
        lues = super().clean() or {}
        lignes = [[lues.pop(f"{nom}_{n}", None) for nom in ("libelle", "regle", "seuil")] for n in range(self.lignes)]
        pas = [(libelle, regle or "", seuil or 1) for libelle, regle, seuil in lignes if libelle]
        return lues | {"pas": pas}
