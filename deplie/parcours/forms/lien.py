"""A link to send; what a prescriber without an account is asked; what becomes of what they told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.forms.personne import IDENTITE, ChampsIdentite
from deplie.parcours.forms.prescription import ORDRE, ChampsPrescription
from deplie.parcours.queries import choix
from deplie.parcours.queries.doublons import Ressemblance
from deplie.parcours.rules.lien import JOURS_AU_PLUS, JOURS_DE_VALIDITE


class FormulaireNouveauLien(forms.Form):
    """Who receives the link, for how long."""

    organisation = forms.ModelChoiceField(queryset=None, label="Structure qui oriente", empty_label="Choisissez")
    courriel = forms.EmailField(
        label="Adresse électronique professionnelle",
        max_length=254,
        help_text="Le lien part à cette adresse, et n'apparaît nulle part ailleurs.",
        error_messages={"invalid": "Cette adresse n'est pas reconnue. Exemple : prenom.nom@exemple.fr."},
    )
    jours = forms.IntegerField(
        label="Valable pendant",
        min_value=1,
        max_value=JOURS_AU_PLUS,
        initial=JOURS_DE_VALIDITE,
        help_text=f"En jours, {JOURS_AU_PLUS} au plus.",
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = choix.structures(acteur)


class FormulaireParLien(ChampsIdentite, ChampsPrescription):
    """Orienting one person by a link: who they are first, then why, then what they were told and agreed to."""

    auteur = forms.CharField(label="Votre nom et votre fonction", max_length=120)
    field_order = ORDRE

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        self.fields["date_naissance"].required = True
        # The day is today's, the body is the link's, and the origin goes with it.
        for nom in ("le", "origine", "aller_vers", "prescripteur"):
            self.fields.pop(nom, None)

    def clean_date_naissance(self) -> Any:
        jour = self.cleaned_data["date_naissance"]
        if jour and jour > timezone.localdate():
            raise forms.ValidationError("Cette date est dans l'avenir. Corrigez-la.")
        return jour

    def orientation(self) -> dict[str, Any]:
        """The arguments of ``actions.recevoir_orientation``."""
        valeurs = dict(self.cleaned_data)
        identite = {champ: valeurs.pop(champ) for champ in IDENTITE}
        return {"identite": identite, **self.prescription(valeurs)}


class FormulaireRattachement(forms.Form):
    """Who it is: one of the likely records, or somebody new."""

    personne = forms.ChoiceField(label="Cette personne est", widget=forms.RadioSelect)

    def __init__(self, *args: Any, fiches: list[Ressemblance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connues = [(str(fiche.personne.pk), _dire(fiche)) for fiche in fiches]
        self.fields["personne"].choices = [*connues, ("nouvelle", "une personne nouvelle : ouvrir une fiche")]
        self.fields["personne"].initial = "nouvelle" if not connues else None


class FormulaireEcart(forms.Form):
    """Why nothing follows: who oriented reads it."""

    raison = forms.CharField(
        label="Raison",
        max_length=300,
        help_text="Qui oriente la lira. Ne dites pas si la personne était déjà connue.",
    )
    autre_voie = forms.CharField(label="Autre proposition", max_length=300, required=False)


def _dire(fiche: Ressemblance) -> str:
    """« Zélie Exemple, née ou né le 14/05/1985 : fiche probable (même nom, même naissance) »."""
    naissance = f", née ou né le {fiche.personne.date_naissance:%d/%m/%Y}" if fiche.personne.date_naissance else ""
    autre = f" ({fiche.personne.autre_nom})" if fiche.personne.autre_nom else ""
    return f"{fiche.personne}{autre}{naissance} : fiche probable ({', '.join(fiche.raisons)})"
