"""The diagnostic, and what is done of a frein."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.forms.edition import VIDE, ChampMetier, FormulaireEdition, garder_le_metier
from deplie.parcours.models import FreinSuivi
from deplie.parcours.queries.diagnostic import DiagnosticLu, etapes_possibles
from deplie.parcours.queries.personne import nom_d_etape
from deplie.parcours.rules import diagnostic as regles
from deplie.parcours.rules.entretien import mots_de_sante
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour

NON_EVALUE = ("", "Non évalué")
SANS_SANTE = "Rien sur la santé : elle se dit par le thème « Santé » et son niveau, jamais en mots."
_TEXTES = ("projet", "savoir_faire")


class FormulaireDiagnostic(FormulaireEdition):
    """A version of the diagnostic. Words of health are refused: the theme says it."""

    le = ChampJour(label="Établi le")
    projet_etat = forms.ChoiceField(label="Projet", choices=[VIDE, *regles.PROJETS.items()], required=False)
    projet = forms.CharField(label="Le projet en une phrase", max_length=300, required=False, help_text=SANS_SANTE)
    metier = ChampMetier(label="Métier visé")
    permis = forms.ChoiceField(label="Permis", choices=[VIDE, *regles.PERMIS.items()], required=False)
    vehicule = forms.ChoiceField(label="Véhicule", choices=[VIDE, *regles.VEHICULES.items()], required=False)
    transport = forms.ChoiceField(
        label="Transports en commun", choices=[VIDE, *regles.TRANSPORTS.items()], required=False
    )
    rayon_km = forms.IntegerField(
        label="Distance acceptée", min_value=0, max_value=500, required=False, help_text="En kilomètres."
    )
    savoir_faire = forms.CharField(
        label="Savoir-faire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Un par ligne : conduire un chariot, tenir une caisse…",
    )
    savoir_etre = forms.MultipleChoiceField(
        label="Savoir-être : points forts",
        choices=list(regles.SAVOIR_ETRE.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        garder_le_metier(self)
        self.notes: dict[str, tuple[str, str]] = {}
        for nature in ("FREIN", "CLE", "NUMERIQUE"):
            _, codes, reponses = regles.NATURES[nature]
            for code, mots in codes.items():
                if (nature, code) == ("FREIN", regles.SANTE) and not acteur.peut("sensible.lire"):
                    continue
                nom = f"{nature}_{code}"
                self.notes[nom] = (nature, code)
                self.fields[nom] = forms.ChoiceField(
                    label=mots, choices=[NON_EVALUE, *((r, dit.capitalize()) for r, dit in reponses.items())],
                    required=False,
                )  # fmt: skip

    def groupe(self, nature: str) -> list[forms.BoundField]:
        """The fields of what is rated, in order."""
        return [self[nom] for nom, (de, _) in self.notes.items() if de == nature]

    def clean(self) -> dict[str, Any]:
        """``points`` holds the answers, ``valeurs`` what else is told."""
        lues = super().clean() or {}
        for nom in _TEXTES:
            if mots := mots_de_sante(str(lues.get(nom, ""))):
                dits = ", ".join(f"« {mot} »" for mot in mots)
                self.add_error(nom, f"Ce texte semble parler de santé : {dits}. Dites-la par le thème « Santé ».")
        points = {cle: lues.pop(nom) for nom, cle in self.notes.items() if lues.get(nom)}
        points |= {("SAVOIR_ETRE", code): "FORT" for code in lues.pop("savoir_etre", [])}
        for nom in self.notes:
            lues.pop(nom, None)
        le, version, vu = lues.pop("le", None), lues.pop("version", ""), lues.pop("vu", "")
        if "metier" in lues:
            lues["code_rome"], lues["metier"] = lues["metier"]
        return {"le": le, "points": points, "valeurs": lues, "version": version, "vu": vu}

    @classmethod
    def initial_de(cls, lu: DiagnosticLu | None) -> dict[str, Any]:
        """What the form opens on: the version in progress, else the last one, to revise it today."""
        if lu is None:
            return {"le": timezone.localdate()}
        d = lu.diagnostic
        initial = {nom: getattr(d, nom) for nom in cls.base_fields if hasattr(d, nom)}
        initial["code_rome"] = d.code_rome
        initial |= {f"{nature}_{code}": reponse for (nature, code), reponse in lu.points.items()}
        initial["savoir_etre"] = [code for nature, code in lu.points if nature == "SAVOIR_ETRE"]
        return initial | ({"le": timezone.localdate()} if lu.valide else {"version": version_de(d)})


class FormulaireFrein(forms.Form):
    """A frein that comes to light."""

    theme = forms.ChoiceField(label="Thème")
    precision = forms.CharField(label="Précision", max_length=200, required=False, help_text=SANS_SANTE)
    le = ChampJour(label="Identifié le", initial=timezone.localdate)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sensible = acteur.peut("sensible.lire")
        themes = [(code, mots) for code, mots in regles.THEMES.items() if sensible or code != regles.SANTE]
        self.fields["theme"].choices = [("", "Choisissez"), *themes]

    def clean_precision(self) -> str:
        precision = self.cleaned_data["precision"]
        if mots := mots_de_sante(precision):
            dits = ", ".join(f"« {mot} »" for mot in mots)
            raise forms.ValidationError(f"Ce texte semble parler de santé : {dits}. Choisissez le thème « Santé ».")
        return precision


class FormulairePriseEnCharge(forms.Form):
    """Which étapes work on a frein."""

    le = ChampJour(label="Prise en charge depuis le")
    etapes = forms.ModelMultipleChoiceField(
        queryset=None, label="Étapes qui y travaillent", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, frein: FreinSuivi, **kwargs: Any) -> None:
        initial = {"le": frein.pris_en_charge_le or timezone.localdate(), "etapes": frein.etapes.all()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["etapes"].queryset = etapes_possibles(frein)
        self.fields["etapes"].label_from_instance = lambda e: f"{nom_d_etape(e)}, {e.date_debut:%d/%m/%Y}"


class FormulaireLevee(forms.Form):
    """A frein is lifted."""

    le = ChampJour(label="Levé le", initial=timezone.localdate)
