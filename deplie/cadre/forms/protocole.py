"""Commitments recorded on a page: a target, a protocole, its parties, an avenant."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.cadre.forms.champs import ChampOrganisme
from deplie.cadre.models import Partie, Protocole
from deplie.cadre.queries.page import avenants_du_dispositif
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, ChampNombre, FormulaireEdition
from deplie.territoires.models import Dispositif, Territoire
from deplie.territoires.rules import MOTIF_SORTIE
from deplie.territoires.rules.sorties import DENOMINATEUR, MOTIF_ANNULATION


class FormulaireObjectif(forms.Form):
    """What is fixed, for which period, from when. Codes of the catalogue are given by the page that knows them."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    indicateur = forms.ChoiceField(label="Indicateur")
    debut = ChampJour(label="Début de la période")
    fin = ChampJour(label="Fin de la période (incluse)")
    cible = ChampNombre(label="Cible", min_value=0, max_digits=14, decimal_places=4)
    avenant = forms.ModelChoiceField(
        label="Fixé par un avenant",
        queryset=Dispositif.objects.none(),
        required=False,
        empty_label="Aucun : fixé par le protocole",
    )
    date_effet = ChampJour(
        label="En vigueur à partir du",
        required=False,
        help_text="Vide : le jour où l'avenant prend effet, sinon le premier jour de la période. La cible précédente "
        "reste celle des jours d'avant.",
    )
    source = forms.CharField(label="Protocole ou avenant qui la fixe", required=False, max_length=500)

    def __init__(self, *args: Any, territoire: Territoire, indicateurs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = territoire.dispositifs.all()  # type: ignore[attr-defined]
        self.fields["indicateur"].choices = indicateurs  # type: ignore[attr-defined]
        champ = self.fields["avenant"]
        champ.queryset = avenants_du_dispositif(territoire)  # type: ignore[attr-defined]
        champ.label_from_instance = lambda lu: f"{lu.protocole.nom}, avenant n° {lu.numero}"  # type: ignore[attr-defined]


class FormulaireProposition(forms.Form):
    """A target to propose: what, for which period, why."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    indicateur = forms.ChoiceField(label="Indicateur")
    debut = ChampJour(label="Début de la période")
    fin = ChampJour(label="Fin de la période (incluse)")
    cible = ChampNombre(label="Cible proposée", min_value=0, max_digits=14, decimal_places=4)
    raison = forms.CharField(label="Pourquoi cette cible", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, territoire: Territoire, indicateurs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = territoire.dispositifs.all()  # type: ignore[attr-defined]
        self.fields["indicateur"].choices = indicateurs  # type: ignore[attr-defined]


MOTIFS = [(code.code, code.libelle) for code in MOTIF_SORTIE if code.code != MOTIF_ANNULATION]
BASES = [(code.code, code.libelle) for code in DENOMINATEUR]


class _Definition(forms.Form):
    """What a protocole counts as a positive exit, and where it is written."""

    nom = forms.CharField(label="Nom", max_length=200, help_text="Par exemple : Protocole d'accord 2022-2026.")
    debut = ChampJour(label="Premier jour")
    fin = ChampJour(label="Dernier jour")
    motifs_positifs = forms.MultipleChoiceField(
        label="Motifs de sortie comptés positifs", widget=forms.CheckboxSelectMultiple, choices=MOTIFS
    )
    denominateur = forms.ChoiceField(label="Base du taux de sorties positives", choices=BASES)
    source = forms.CharField(label="Document et article", required=False, max_length=1000)


class FormulaireProtocole(_Definition):
    """A protocole and its own definition of a positive exit."""

    dispositif = forms.ModelChoiceField(label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None)
    field_order = ["dispositif"]

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = territoire.dispositifs.all()  # type: ignore[attr-defined]


class FormulaireModifierProtocole(_Definition, FormulaireEdition):
    """A mistake of typing corrected; what changes over time is an avenant."""

    @staticmethod
    def initial_de(protocole: Protocole) -> dict[str, Any]:
        champs = ("nom", "debut", "fin", "motifs_positifs", "denominateur", "source")
        return {champ: getattr(protocole, champ) for champ in champs} | {"version": version_de(protocole)}


class FormulairePartie(forms.Form):
    """A body that commits itself."""

    organisation = ChampOrganisme(label="Organisme")
    engagement = forms.CharField(label="Ce qu'il apporte", max_length=300, required=False)
    fonction = forms.CharField(
        label="Fonction du signataire",
        max_length=120,
        required=False,
        help_text="Par exemple : présidence, préfet, direction. Pas de nom.",
    )
    signe_le = ChampJour(label="Signé le", required=False)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].proposer(territoire)  # type: ignore[attr-defined]


class FormulaireSignature(forms.Form):
    """What a body brings, who signed for it."""

    engagement, fonction, signe_le = (FormulairePartie.base_fields[n] for n in ("engagement", "fonction", "signe_le"))

    @staticmethod
    def initial_de(partie: Partie) -> dict[str, Any]:
        return {champ: getattr(partie, champ) for champ in ("engagement", "fonction", "signe_le")}


class FormulaireAvenant(forms.Form):
    """A change to a protocole."""

    objet = forms.CharField(label="Objet", max_length=500)
    effet_le = ChampJour(label="Prend effet le")
    prolonge_au = ChampJour(label="Nouveau dernier jour", required=False, help_text="Vide s'il ne prolonge pas.")
    signe_le = ChampJour(label="Signé le", required=False)
    motifs_positifs = forms.MultipleChoiceField(
        label="Nouveaux motifs de sortie comptés positifs",
        widget=forms.CheckboxSelectMultiple,
        choices=MOTIFS,
        required=False,
        help_text="Rien de coché : la définition ne change pas. Sinon, tous ceux qui comptent à partir de l'effet ; "
        "les sorties d'avant gardent l'ancienne définition.",
    )
    denominateur = forms.ChoiceField(label="Nouvelle base du taux", choices=[("", "La même"), *BASES], required=False)
    a_decider = forms.BooleanField(
        label="À décider en comité de pilotage",
        required=False,
        help_text="Il attend alors une séance, et n'a aucun effet avant d'être adopté.",
    )


class FormulaireSignatureAvenant(forms.Form):
    """The day an adopted avenant was signed."""

    signe_le = ChampJour(label="Signé le")
