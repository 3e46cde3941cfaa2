"""Orienting somebody: who, towards what, with which proofs; then what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.queries import planifiables
from deplie.instances.rules import COMMISSION_ENTREE
from deplie.parcours.forms.personne import IDENTITE, ChampsIdentite
from deplie.parcours.models import Prescription
from deplie.parcours.queries import choix
from deplie.parcours.rules.diagnostic import THEMES
from deplie.parcours.rules.frein import GROUPES
from deplie.parcours.rules.preuve import PREUVES
from deplie.socle.formulaires import ChampJour, JourAChoisir
from deplie.territoires.models import Dispositif
from deplie.territoires.rules import CRITERE, CRITERES_SENSIBLES

DEROGATION = "DEROG"
# A part that opens when it is wanted, for what it holds is already answered.
PLIS = {"Cette orientation": "aujourd'hui, par votre structure"}
SECTIONS = {
    "Qui est-ce ?": IDENTITE[:4],
    "Pour la joindre": ("telephone", "courriel", "adresse", "code_postal", "sexe"),
    "Sa demande": ("dispositif", "situation", "criteres"),
    "Ce qui freine": ("freins",),
    "Son information et son accord": ("information_le", "consentement_le"),
    "Cette orientation": ("auteur", "prescripteur", "le", "origine", "aller_vers"),
}


# A form is read in the order in which it is filled: its summary of errors too.
ORDRE = tuple(nom for noms in SECTIONS.values() for nom in noms)


class ChampsPrescription(forms.Form):
    """What is asked of whoever orients: three minutes, nothing that is known already."""

    dispositif = forms.ModelChoiceField(queryset=None, label="Dispositif", empty_label=None)
    le = ChampJour(label="Date de prescription", initial=timezone.localdate)
    prescripteur = forms.ModelChoiceField(
        queryset=None, label="Structure qui oriente", required=False, empty_label="Ma structure, ou aucune"
    )
    origine = forms.ChoiceField(
        label="D'où vient cette orientation", choices=[("", "Choisir…"), *Prescription.Origine.choices]
    )
    aller_vers = forms.CharField(
        label="Action d'« aller vers »",
        max_length=120,
        required=False,
        help_text="Si l'orientation vient de là. Ce nom n'est ni compté ni exporté.",
    )
    criteres = forms.MultipleChoiceField(
        label="Critères d'éligibilité",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Cochez ce que la personne dit ; la date de la pièce peut venir plus tard.",
    )
    freins = forms.MultipleChoiceField(
        label="Freins repérés",
        choices=[(nom, [(theme, THEMES[theme]) for theme in themes]) for nom, themes in GROUPES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    situation = forms.CharField(
        label="Situation et demande de la personne",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui aide à la recevoir. N'écrivez rien de sa santé.",
    )
    information_le = ChampJour(label="Notice d'information remise le", widget=JourAChoisir("notice remise"))
    consentement_le = ChampJour(label="Accord de la personne recueilli le", widget=JourAChoisir("accord recueilli"))

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = acteur.territoire.dispositifs.all()
        self.fields["dispositif"].label_from_instance = lambda dispositif: dispositif.nom
        if acteur.peut("prescription.instruire"):
            self.fields["prescripteur"].queryset = choix.structures(acteur)
        else:
            # Whoever prescribes does it for their own structure.
            del self.fields["prescripteur"]
            self.fields["origine"].initial = Prescription.Origine.STRUCTURE
        codes = [code for code, _ in CRITERE.choix() if code != DEROGATION]
        sensible = acteur.peut("sensible.lire") or "prescripteur" in acteur.roles
        lisibles = [code for code in codes if sensible or code not in CRITERES_SENSIBLES]
        self.fields["criteres"].choices = [(code, CRITERE.libelle(code)) for code in lisibles]
        for code in lisibles:
            self.fields[f"piece_{code}"] = ChampJour(
                label=f"{CRITERE.libelle(code)} : pièce datée du", required=False, help_text=PREUVES[code].piece
            )

    def sections(self) -> Iterator[tuple[str, list[Any], str, bool]]:
        """The fields in the order of the talk: who, why, what holds back, what the person knows and accepts.

        With each part, what its fold says (nothing: it does not fold), and whether the fold is open: it never hides
        what was answered, what is at fault, nor what this reader has to choose.
        """
        for titre, noms in SECTIONS.items():
            if champs := [self[nom] for nom in noms if nom in self.fields]:
                pli = "" if {"auteur", "prescripteur"} & {champ.name for champ in champs} else PLIS.get(titre, "")
                yield titre, champs, pli, any(champ.errors or self._change(champ) for champ in champs)

    def _change(self, champ: Any) -> bool:
        return self.is_bound and champ.field.has_changed(champ.initial, champ.data)

    def criteres_et_pieces(self) -> Iterator[tuple[Any, Any]]:
        """Each criterion to tick, and the day of its piece."""
        return ((case, self[f"piece_{case.data['value']}"]) for case in self["criteres"])

    @staticmethod
    def prescription(valeurs: dict[str, Any]) -> dict[str, Any]:
        """The arguments of ``actions.prescrire``: a piece that is dated tells its criterion."""
        ranges = {nom: valeur for nom, valeur in valeurs.items() if not nom.startswith("piece_")}
        pieces: dict[str, date | None] = {nom[6:]: jour for nom, jour in valeurs.items() if nom.startswith("piece_")}
        retenus = {code: pieces.get(code) for code in ranges["criteres"]}
        return ranges | {"criteres": retenus | {code: jour for code, jour in pieces.items() if jour}}


class FormulairePrescription(ChampsPrescription):
    """Orienting somebody who is known."""


class FormulaireOrientation(ChampsIdentite, ChampsPrescription):
    """Orienting somebody: found again by name and birth if they are known, recorded otherwise."""

    confirme = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ORDRE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date_naissance"].required = True


class FormulaireDate(forms.Form):
    """A decision that needs its day alone."""

    le = ChampJour(label="Le", initial=timezone.localdate)


class FormulaireRecevable(FormulaireDate):
    """Received: who will follow."""

    referent = forms.ModelChoiceField(queryset=None, label="Référent", required=False, empty_label="Non désigné")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referent"].queryset = choix.referents(acteur)
        if acteur.agent and "referent_parcours" in acteur.roles:
            self.fields["referent"].initial = acteur.agent


class FormulairePresenter(FormulaireDate):
    """Presented to a commission: which séance."""

    seance = forms.ModelChoiceField(
        queryset=None, label="Séance", required=False, empty_label="La prochaine qui décide pour ce dispositif"
    )
    field_order = ("seance", "le")

    def __init__(self, *args: Any, acteur: Acteur, dispositif: Dispositif, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        a_venir = planifiables(acteur, dispositif, frozenset({COMMISSION_ENTREE}), timezone.localdate())
        self.fields["seance"].queryset = a_venir
        self.fields["seance"].initial = a_venir.first()
        self.fields["le"].label = "Inscrite le"


class FormulaireClassement(FormulaireDate):
    """Ended without a commission: the prescriber reads why."""

    raison = forms.CharField(label="Raison", max_length=300, help_text="Le prescripteur la lira.")
    autre_voie = forms.CharField(label="Autre proposition", max_length=300, required=False)
