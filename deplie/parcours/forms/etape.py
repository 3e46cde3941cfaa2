"""An étape, an exit, what was seen at the sixth month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions.etape import CHAMPS
from deplie.parcours.forms.edition import VIDE, FormulaireEdition
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries import choix
from deplie.parcours.rules.jalon import PALIERS
from deplie.parcours.rules.sortie import motif_lisible
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, ChampNombre
from deplie.territoires.rules import (
    CATEGORIE_ETAPE,
    FAMILLE_DU_MOTIF,
    FAMILLE_SORTIE,
    MOTIF_ANNULATION,
    MOTIF_SORTIE,
    MOTIFS_SENSIBLES,
    OUI_NON,
    SITUATION_6_MOIS,
    STATUT_ETAPE,
)


class FormulaireEtape(FormulaireEdition):
    """What is done, where, when, with what result."""

    categorie = forms.ChoiceField(label="Catégorie", choices=[("", "Choisissez"), *CATEGORIE_ETAPE.choix()])
    intitule = forms.CharField(label="Intitulé", max_length=200, required=False)
    operateur = forms.ModelChoiceField(
        queryset=None, label="Opérateur", required=False, empty_label="Non renseigné", help_text="Qui réalise l'étape."
    )
    date_debut = ChampJour(label="Début")
    date_fin = ChampJour(label="Fin", required=False, help_text="Dernier jour ; laissez vide si elle court encore.")
    finance_plie = forms.ChoiceField(label="Financée par le plan", choices=[VIDE, *OUI_NON.choix()], required=False)
    operation = forms.CharField(label="Opération cofinancée", max_length=60, required=False)
    heures = ChampNombre(label="Heures", min_value=0, max_digits=9, decimal_places=2, required=False)
    statut = forms.ChoiceField(label="État", choices=[VIDE, *STATUT_ETAPE.choix()], required=False)
    resultat = forms.CharField(label="Résultat", max_length=300, required=False)
    palier = forms.TypedChoiceField(
        label="Palier de la mise en situation",
        coerce=int,
        empty_value=None,
        choices=[VIDE, *((n, f"{n}. {mots}") for n, mots in PALIERS.items())],
        required=False,
        help_text="Pour une immersion, un chantier ou un poste : jusqu'où va la mise en situation.",
    )
    preuve_du = ChampJour(label="Pièce datée du", required=False, help_text="Attestation, émargement, convention…")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operateur"].queryset = choix.structures(acteur)
        if nommables := choix.operations(acteur, self.initial.get("operation", "")):
            # Where no operation is recorded, a code is typed as a file would bring it.
            self.fields["operation"] = forms.ChoiceField(
                label="Opération cofinancée", choices=[VIDE, *nommables], required=False
            )

    @classmethod
    def initial_de(cls, etape: Etape) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(etape, champ) for champ in CHAMPS} | {"version": version_de(etape)}


class FormulaireSortie(FormulaireEdition):
    """When, why, and whether an instance validated it."""

    le = ChampJour(label="Date de sortie")
    motif = forms.ChoiceField(label="Motif")
    validee_le = ChampJour(
        label="Validée le",
        required=False,
        help_text="Jour de l'instance ; laissez vide tant que la sortie est provisoire.",
    )
    terminer_etapes = forms.BooleanField(
        label="Terminer ce jour-là les étapes encore ouvertes", required=False, initial=True
    )

    def __init__(self, *args: Any, acteur: Acteur, en_seance: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif"].choices = [("", "Choisissez"), *_motifs(acteur)]
        if en_seance:
            self._laisser_a_la_seance(acteur.peut("prescription.decider"))

    def nommer_les_etapes(self, ouvertes: list[str]) -> None:
        """Say which étapes the exit would end."""
        dites = " ; ".join(f"« {nom} »" for nom in ouvertes)
        self.fields["terminer_etapes"].help_text = f"{dites}." if dites else "Aucune n'est ouverte aujourd'hui."

    def _laisser_a_la_seance(self, decide: bool) -> None:
        """A validation is typed here for what needs no séance, or to take back the one recorded."""
        if not (decide or self.initial.get("validee_le")):
            del self.fields["validee_le"]
            return
        self.fields["validee_le"].help_text = (
            "Pour un déménagement, une retraite, un décès ou une clôture. Toute autre sortie se valide en séance : "
            "laissez vide."
        )

    @classmethod
    def initial_de(cls, participation: Participation, sensible: bool) -> dict[str, Any]:
        """What the form opens on; an exit not yet pronounced is proposed for today."""
        return {
            "le": participation.date_sortie or timezone.localdate(),
            "motif": motif_lisible(participation.motif_sortie, sensible),
            "validee_le": participation.date_validation_sortie,
            "terminer_etapes": True,
            "version": version_de(participation),
        }


def _motifs(acteur: Acteur) -> list[tuple[str, list[tuple[str, str]]]]:
    """Motives by family, those that the actor may read."""
    caches = {MOTIF_ANNULATION} | (set() if acteur.peut("sensible.lire") else set(MOTIFS_SENSIBLES))
    groupes: dict[str, list[tuple[str, str]]] = {}
    for code, libelle in MOTIF_SORTIE.choix():
        if code not in caches:
            groupes.setdefault(FAMILLE_SORTIE.libelle(FAMILLE_DU_MOTIF[code]), []).append((code, libelle))
    return list(groupes.items())


class FormulaireSixiemeMois(forms.Form):
    """The situation seen six months after the exit."""

    situation = forms.ChoiceField(
        label="Situation constatée", choices=SITUATION_6_MOIS.choix(), widget=forms.RadioSelect
    )
    le = ChampJour(label="Constatée le")
