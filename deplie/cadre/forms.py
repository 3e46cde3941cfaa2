"""Commitments recorded on a page: a target, a protocole, an avenant."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.socle.formulaires import ChampJour
from deplie.territoires.models import Dispositif, Territoire
from deplie.territoires.rules import MOTIF_SORTIE
from deplie.territoires.rules.sorties import DENOMINATEUR, MOTIF_ANNULATION


class FormulaireObjectif(forms.Form):
    """What is fixed, for which period, from when. Codes of the catalogue are given by the page that knows them."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    indicateur = forms.ChoiceField(label="Indicateur")
    debut = ChampJour(label="Début de la période")
    fin = ChampJour(label="Fin de la période (incluse)")
    cible = forms.DecimalField(label="Cible", min_value=0, max_digits=14, decimal_places=4, localize=True)
    date_effet = ChampJour(
        label="En vigueur à partir du",
        required=False,
        help_text="Vide : le premier jour de la période. Une date plus récente remplace la cible précédente.",
    )
    source = forms.CharField(label="Protocole ou avenant qui la fixe", required=False, max_length=500)

    def __init__(self, *args: Any, territoire: Territoire, indicateurs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = territoire.dispositifs.all()  # type: ignore[attr-defined]
        self.fields["indicateur"].choices = indicateurs  # type: ignore[attr-defined]


class FormulaireProtocole(forms.Form):
    """A protocole and its own definition of a positive exit."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    nom = forms.CharField(label="Nom", max_length=200, help_text="Par exemple : Protocole d'accord 2022-2026.")
    debut = ChampJour(label="Premier jour")
    fin = ChampJour(label="Dernier jour")
    motifs_positifs = forms.MultipleChoiceField(
        label="Motifs de sortie comptés positifs", widget=forms.CheckboxSelectMultiple
    )
    denominateur = forms.ChoiceField(label="Base du taux de sorties positives")
    source = forms.CharField(label="Document et article", required=False, max_length=500)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        motifs = [(code.code, code.libelle) for code in MOTIF_SORTIE if code.code != MOTIF_ANNULATION]
        self.fields["dispositif"].queryset = territoire.dispositifs.all()  # type: ignore[attr-defined]
        self.fields["motifs_positifs"].choices = motifs  # type: ignore[attr-defined]
        self.fields["denominateur"].choices = [(c.code, c.libelle) for c in DENOMINATEUR]  # type: ignore[attr-defined]


class FormulaireAvenant(forms.Form):
    """A change to a protocole."""

    objet = forms.CharField(label="Objet", max_length=500)
    effet_le = ChampJour(label="Prend effet le")
    signe_le = ChampJour(label="Signé le", required=False)
    prolonge_au = ChampJour(label="Nouveau dernier jour", required=False, help_text="Vide s'il ne prolonge pas.")
