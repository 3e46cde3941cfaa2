"""Admitting somebody in a scheme; correcting what was true at entry."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.queries import Acteur
from deplie.parcours.forms.edition import VIDE, ChampCommune, FormulaireEdition, ecrire_commune
from deplie.parcours.forms.personne import ChampsIdentite
from deplie.parcours.models import Participation
from deplie.parcours.queries import choix
from deplie.parcours.rules.critere import lisibles
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour
from deplie.territoires.rules import CRITERE, CRITERES_SENSIBLES, NIVEAU_FORMATION, OUI_NON_NSP, STATUT_ENTREE

SITUATION = ("qpv", "code_qpv", "zone_rurale", "niveau_formation", "statut_entree", "duree_chomage_mois")


class ChampsEntree(forms.Form):
    """Dates, people around, situation at entry."""

    date_entree = ChampJour(label="Date d'entrée", help_text="Jour de la commission qui admet : 12/03/2025.")
    referent = forms.ModelChoiceField(queryset=None, label="Référent", required=False, empty_label="Non désigné")
    date_prescription = ChampJour(label="Date de prescription", required=False)
    prescripteur = forms.ModelChoiceField(
        queryset=None, label="Prescripteur", required=False, empty_label="Non renseigné"
    )
    commune = ChampCommune(label="Commune de résidence")
    qpv = forms.ChoiceField(label="Quartier prioritaire", choices=[VIDE, *OUI_NON_NSP.choix()], required=False)
    code_qpv = forms.RegexField(
        r"^(?i:QP\d{6}|QN\d{5}[A-Z])$",
        label="Code du quartier",
        required=False,
        error_messages={"invalid": "Le code d'un quartier s'écrit QP974001."},
    )
    zone_rurale = forms.ChoiceField(label="Zone rurale", choices=[VIDE, *OUI_NON_NSP.choix()], required=False)
    niveau_formation = forms.ChoiceField(
        label="Diplôme le plus élevé", choices=[VIDE, *NIVEAU_FORMATION.choix()], required=False
    )
    statut_entree = forms.ChoiceField(label="Situation", choices=[VIDE, *STATUT_ENTREE.choix()], required=False)
    duree_chomage_mois = forms.IntegerField(
        label="Mois de chômage", min_value=0, max_value=720, required=False, help_text="À l'entrée, en mois."
    )
    criteres = forms.MultipleChoiceField(
        label="Critères d'éligibilité", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referent"].queryset = choix.referents(acteur)
        self.fields["prescripteur"].queryset = choix.structures(acteur)
        self.fields["commune"].proposer(acteur.territoire)
        sensible = acteur.peut("sensible.lire")
        self.fields["criteres"].choices = [c for c in CRITERE.choix() if sensible or c[0] not in CRITERES_SENSIBLES]

    @staticmethod
    def ranger(valeurs: dict[str, Any]) -> dict[str, Any]:
        """The values by the names of the model: the commune is a code and a name."""
        code, nom = valeurs.pop("commune")
        return valeurs | {"code_commune": code, "commune": nom}


class FormulaireAdmission(ChampsEntree):
    """Admitting somebody who is known."""

    dispositif = forms.ModelChoiceField(queryset=None, label="Dispositif", empty_label=None)
    field_order = ("dispositif",)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        self.fields["dispositif"].queryset = acteur.territoire.dispositifs.all()
        self.fields["dispositif"].label_from_instance = lambda dispositif: dispositif.nom
        if acteur.agent and "referent_parcours" in acteur.roles:
            self.fields["referent"].initial = acteur.agent

    @staticmethod
    def admission(valeurs: dict[str, Any]) -> dict[str, Any]:
        """The arguments of ``actions.admettre``."""
        ranges = ChampsEntree.ranger(dict(valeurs))
        situation = {champ: ranges.pop(champ) for champ in (*SITUATION, "code_commune", "commune")}
        return ranges | {"situation": situation}


class FormulaireInscription(ChampsIdentite, FormulaireAdmission):
    """Recording somebody who is not known, and admitting them."""

    field_order = ("nom", "nom_usage", "prenom", "date_naissance", "sexe", "telephone", "courriel", "adresse",
                   "code_postal", "dispositif")  # fmt: skip
    confirme = forms.BooleanField(required=False, widget=forms.HiddenInput)


class FormulaireEntree(ChampsEntree, FormulaireEdition):
    """Correcting an entry. Who follows is not among it: that changes on a day (``actions.changer_referent``)."""

    jours_suspension = forms.IntegerField(
        label="Jours de suspension", min_value=0, required=False, help_text="Retranchés de la durée du parcours."
    )

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, acteur=acteur, **kwargs)
        del self.fields["referent"]
        prescripteur = self.initial.get("prescripteur")
        if prescripteur and acteur.dit(prescripteur) != str(prescripteur):
            # Chosen in a list, it would be named: it stays as it is.
            del self.fields["prescripteur"]

    @classmethod
    def initial_de(cls, participation: Participation, sensible: bool) -> dict[str, Any]:
        """What the form opens on."""
        memes = ("date_entree", "date_prescription", "prescripteur", "jours_suspension", *SITUATION)
        codes = [critere.code for critere in participation.criteres.all()]
        return {champ: getattr(participation, champ) for champ in memes} | {
            "commune": ecrire_commune(participation.code_commune, participation.commune),
            "criteres": lisibles(codes, sensible),
            "version": version_de(participation),
        }
