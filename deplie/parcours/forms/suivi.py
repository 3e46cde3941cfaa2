"""The contract, a suspension, a job: what is asked for each act of the life of a parcours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.parcours.actions.emploi import CHAMPS
from deplie.parcours.forms.edition import ChampMetier, FormulaireEdition, garder_le_metier
from deplie.parcours.models import ContratPlie, Emploi, Participation
from deplie.parcours.queries import choix
from deplie.parcours.rules.emploi import CONTRATS, mois_dit
from deplie.parcours.rules.sortie import MOIS_DE_SUIVI
from deplie.parcours.rules.suspension import MOTIFS_SUSPENSION
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour
from deplie.territoires.rules import SITUATION_6_MOIS

CHOISIR = ("", "Choisissez")


class FormulaireContrat(forms.Form):
    """Drawing up the contract, or an amendment."""

    le = ChampJour(label="Établi le", initial=timezone.localdate)
    objet = forms.CharField(
        label="Ce qui est convenu",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Les objectifs et les engagements. Pour un avenant, ce qu'il change.",
    )


class FormulaireSignatures(forms.Form):
    """The three signatures; those given already are not asked again."""

    personne_le = ChampJour(label="Signé par la personne le", required=False)
    referent_le = ChampJour(label="Signé par le référent le", required=False)
    plan_le = ChampJour(label="Signé par l'équipe du plan le", required=False)

    def __init__(self, *args: Any, contrat: ContratPlie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("personne", "referent", "plan"):
            if getattr(contrat, f"signe_{nom}_le"):
                del self.fields[f"{nom}_le"]
            else:
                self.fields[f"{nom}_le"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if not any(valeurs.values()) and not self.errors:
            raise forms.ValidationError("Datez au moins une signature.")
        return valeurs


class FormulaireReferent(forms.Form):
    """Who follows the parcours from now on."""

    referent = forms.ModelChoiceField(queryset=None, label="Nouveau référent", required=False, empty_label="Personne")
    le = ChampJour(label="À partir du", initial=timezone.localdate)
    raison = forms.CharField(
        label="Raison", max_length=200, required=False, help_text="Départ, nouvelle répartition, demande…"
    )

    def __init__(self, *args: Any, acteur: Acteur, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ouverts = choix.referents(acteur)
        actuel = participation.referent_id
        self.fields["referent"].queryset = ouverts.exclude(pk=actuel) if actuel else ouverts
        # Who sees people by their référent's structure would lose sight of somebody left to nobody.
        borne = acteur.organisation and Perimetre.TERRITOIRE not in acteur.perimetres
        self.fields["referent"].required = bool(borne or not actuel)


class FormulaireSuspension(forms.Form):
    """Stopping for a while."""

    motif = forms.ChoiceField(label="Motif", choices=[CHOISIR, *MOTIFS_SUSPENSION.items()])
    le = ChampJour(label="Suspendu à partir du", initial=timezone.localdate)
    fin_prevue = ChampJour(label="Reprise prévue le", required=False)


class FormulaireReprise(forms.Form):
    """Taking it up again."""

    le = ChampJour(label="Reprise le", initial=timezone.localdate)


class FormulaireModifierEmploi(FormulaireEdition):
    """What is known of a job beside its contract and its first day."""

    fin_prevue = ChampJour(label="Fin prévue", required=False, help_text="Laissez vide pour un CDI.")
    employeur = forms.CharField(label="Employeur", max_length=200, required=False)
    metier = ChampMetier(label="Métier")
    quotite = forms.IntegerField(
        label="Temps de travail", min_value=1, max_value=100, required=False, help_text="En % d'un temps plein."
    )
    preuve = forms.CharField(label="Preuve", max_length=200, required=False, help_text="Contrat, bulletin de paie…")
    preuve_du = ChampJour(label="Pièce datée du", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        garder_le_metier(self)

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        if "metier" in lues:
            lues["code_rome"], lues["metier"] = lues["metier"]
        return lues

    @classmethod
    def initial_de(cls, emploi: Emploi) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(emploi, champ) for champ in CHAMPS} | {"version": version_de(emploi)}


class FormulaireEmploi(FormulaireModifierEmploi):
    """A job that begins."""

    contrat = forms.ChoiceField(label="Contrat", choices=[CHOISIR, *CONTRATS.items()])
    debut = ChampJour(label="Premier jour")
    version = vu = None  # a new row has no version
    field_order = ("contrat", "debut")


class FormulaireFinEmploi(forms.Form):
    """The job ended."""

    le = ChampJour(label="Dernier jour", initial=timezone.localdate)
    raison = forms.CharField(label="Raison", max_length=200, required=False)


class FormulaireConstat(forms.Form):
    """What is seen of a job at the end of one of its months."""

    mois = forms.TypedChoiceField(
        label="Mois",
        coerce=int,
        choices=[(m, mois_dit(m)) for m in range(1, MOIS_DE_SUIVI + 1)],
    )
    situation = forms.ChoiceField(
        label="Situation constatée", choices=SITUATION_6_MOIS.choix(), widget=forms.RadioSelect
    )
    le = ChampJour(label="Constatée le", initial=timezone.localdate)
    preuve = forms.CharField(label="Preuve", max_length=200, required=False, help_text="Bulletin de paie, attestation…")
