"""European money recorded on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from deplie.cadre.forms.champs import ChampOrganisme
from deplie.cadre.models import AvenantSubvention, Enveloppe, OrganismeIntermediaire, RattachementOI, SubventionGlobale
from deplie.cadre.rules.programmation import PROGRAMMATIONS
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, ChampMontant, FormulaireEdition
from deplie.territoires.models import Territoire


class FormulaireOrganisme(forms.Form):
    """An intermediate body."""

    organisation = ChampOrganisme(label="Organisme")
    nom = forms.CharField(
        label="Nom", max_length=150, help_text="Par exemple : Organisme intermédiaire pivot La Rochelle – Rochefort."
    )
    pivot = forms.BooleanField(label="Commun à plusieurs plans (organisme pivot)", required=False)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].proposer(territoire)  # type: ignore[attr-defined]


class FormulaireModifierOrganisme(FormulaireOrganisme, FormulaireEdition):
    """An intermediate body corrected."""

    @staticmethod
    def initial_de(organisme: OrganismeIntermediaire) -> dict[str, Any]:
        connus = {"organisation": organisme.organisation.nom, "nom": organisme.nom, "pivot": organisme.pivot}
        return connus | {"version": version_de(organisme)}


class FormulaireRattachement(forms.Form):
    """A plan whose money an intermediate body manages."""

    organisation = ChampOrganisme(label="Qui porte ce plan")
    debut = ChampJour(label="Depuis le")
    fin = ChampJour(label="Jusqu'au", required=False)
    code_territoire = forms.CharField(
        label="Code de son territoire sur cette installation",
        max_length=20,
        required=False,
        help_text="S'il en a un, il lira les montants de la subvention globale, sans pouvoir les changer.",
    )

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].proposer(territoire)  # type: ignore[attr-defined]


class FormulaireModifierRattachement(FormulaireRattachement, FormulaireEdition):
    """A partner plan corrected."""

    @staticmethod
    def initial_de(lu: RattachementOI) -> dict[str, Any]:
        connus = {"organisation": lu.organisation.nom, "debut": lu.debut, "fin": lu.fin}
        return connus | {"code_territoire": lu.territoire.code if lu.territoire else "", "version": version_de(lu)}


class _Subvention(forms.Form):
    """The terms of a subvention globale."""

    programmation = forms.ChoiceField(
        label="Programmation", choices=[(code, p.nom) for code, p in PROGRAMMATIONS.items()]
    )
    numero = forms.CharField(label="Numéro", max_length=40)
    debut = ChampJour(label="Premier jour")
    fin = ChampJour(label="Dernier jour")
    signee_le = ChampJour(label="Signée le", required=False)
    source = forms.CharField(label="Document et article", required=False, max_length=1000)


class FormulaireSubvention(_Subvention):
    """A new subvention globale."""


class FormulaireModifierSubvention(_Subvention, FormulaireEdition):
    """A subvention globale corrected."""

    @staticmethod
    def initial_de(subvention: SubventionGlobale) -> dict[str, Any]:
        champs = ("programmation", "numero", "debut", "fin", "signee_le", "source")
        return {champ: getattr(subvention, champ) for champ in champs} | {"version": version_de(subvention)}


class FormulaireAvenantSubvention(forms.Form):
    """A change to a subvention globale."""

    objet = forms.CharField(label="Objet", max_length=500)
    effet_le = ChampJour(label="Prend effet le")
    prolonge_au = ChampJour(label="Nouveau dernier jour", required=False, help_text="Vide s'il ne prolonge pas.")
    signe_le = ChampJour(label="Signé le", required=False)


class FormulaireEnveloppe(forms.Form):
    """The amount of a year, an axis and a specific objective."""

    annee = forms.IntegerField(label="Année", min_value=2000, max_value=2100)
    axe = forms.CharField(label="Axe ou priorité", max_length=40)
    objectif_specifique = forms.CharField(
        label="Objectif spécifique", max_length=40, required=False, help_text="Par exemple : h."
    )
    montant = ChampMontant(label="Montant")
    avenant = forms.ModelChoiceField(
        label="Fixé par un avenant",
        queryset=AvenantSubvention.objects.none(),
        required=False,
        empty_label="Aucun : montant d'origine",
        help_text="Le montant précédent reste celui des jours d'avant.",
    )

    def __init__(self, *args: Any, subvention: SubventionGlobale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["avenant"]
        champ.queryset = subvention.avenants.order_by("numero")  # type: ignore[attr-defined]
        champ.label_from_instance = lambda lu: f"Avenant n° {lu.numero}, effet le {lu.effet_le:%d/%m/%Y}"  # type: ignore[attr-defined]


class FormulaireCorrigerEnveloppe(FormulaireEnveloppe, FormulaireEdition):
    """An amount corrected."""

    @staticmethod
    def initial_de(enveloppe: Enveloppe) -> dict[str, Any]:
        champs = ("annee", "axe", "objectif_specifique", "montant", "avenant")
        return {champ: getattr(enveloppe, champ) for champ in champs} | {"version": version_de(enveloppe)}


class FormulaireParts(forms.Form):
    """What a line of an envelope reserves to each plan; empty where nothing is reserved."""

    vues = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plans: Iterable[RattachementOI], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = [plan.pk for plan in plans]
        for plan in plans:
            self.fields[f"plan_{plan.pk}"] = ChampMontant(label=str(plan.organisation), required=False)

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        montants = {pk: lues.get(f"plan_{pk}") for pk in self.plans}
        return {"vues": lues.get("vues", ""), "montants": montants}
