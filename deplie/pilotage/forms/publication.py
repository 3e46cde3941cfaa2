"""What each step in the life of published figures asks for."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils import timezone

from deplie.instances.models import Seance
from deplie.pilotage.rules.publication import ACTES, NATURES_QUI_VALIDENT
from deplie.socle.formulaires import ChampJour
from deplie.territoires.models import Territoire


class FormulaireActe(forms.Form):
    """A step in the life of published figures: its day, its reason, the séance where it was decided."""

    le = ChampJour(label="Date")
    seance = forms.ModelChoiceField(
        label="Séance où c'est décidé",
        queryset=Seance.objects.none(),
        required=False,
        empty_label="aucune, ou ailleurs",
    )
    motif = forms.CharField(label="Raison", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, recu: QueryDict | None, *, territoire: Territoire, acte: str) -> None:
        super().__init__(recu, initial={"le": timezone.localdate()})
        motif, seance = self.fields["motif"], self.fields["seance"]
        motif.required = ACTES[acte].motive
        if not ACTES[acte].motive:
            motif.label = "Précision"
        if acte != "valider":
            del self.fields["seance"]
            return
        assert isinstance(seance, forms.ModelChoiceField)
        passees = Seance.objects.filter(instance__territoire=territoire, le__lte=timezone.localdate())
        decideurs = passees.filter(instance__nature__in=NATURES_QUI_VALIDENT).exclude(statut=Seance.Statut.ANNULEE)
        seance.queryset = decideurs.select_related("instance").order_by("-le")


class FormulaireRectification(forms.Form):
    """Why approved figures are corrected."""

    motif = forms.CharField(
        label="Pourquoi ces chiffres sont rectifiés", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qui lira les anciens chiffres lira cette raison.",
    )  # fmt: skip


class FormulaireDiffusion(forms.Form):
    """Why approved figures are made public; and why all the same, when a few people show through a change."""

    motif = forms.CharField(
        label="Pourquoi ces chiffres deviennent publics", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : publication décidée par le comité du 24 février 2021. Cette raison reste interne.",
    )  # fmt: skip
    derogation = forms.CharField(
        label="Pourquoi publier malgré ces petits changements", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="À remplir seulement s'il le faut vraiment : chaque écart dit quelque chose de quelques personnes.",
    )  # fmt: skip

    def __init__(self, recu: QueryDict | None, *, glissements: bool) -> None:
        super().__init__(recu)
        if not glissements:
            del self.fields["derogation"]


class FormulaireRetrait(forms.Form):
    """Why figures leave the public page."""

    motif = forms.CharField(
        label="Pourquoi ces chiffres quittent la page publique",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
