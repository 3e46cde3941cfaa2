"""What a séance asks to be done, and what became of it."""

from __future__ import annotations

from typing import Any

from django import forms

from deplie.acteurs.models import Agent
from deplie.instances.models import MembreInstance, Suite
from deplie.instances.queries.seance import GroupeDecide
from deplie.socle.formulaires import ChampJour


class FormulaireSuite(forms.Form):
    """What is to be done, by whom, by when."""

    objet = forms.CharField(
        label="Ce qui est à faire",
        max_length=300,
        help_text="Une phrase qui commence par un verbe. Ne nommez aucune personne accompagnée.",
    )
    responsable = forms.ChoiceField(label="Qui en répond")
    echeance = ChampJour(label="Pour le")

    def __init__(self, *args: Any, candidats: dict[str, MembreInstance | Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidats = candidats
        sieges = [(cle, str(qui)) for cle, qui in candidats.items() if isinstance(qui, MembreInstance)]
        equipe = [(cle, str(qui)) for cle, qui in candidats.items() if isinstance(qui, Agent)]
        groupes = [("Membres de l'instance", sieges), ("L'équipe", equipe)]
        self.fields["responsable"].choices = [("", "Choisissez"), *(groupe for groupe in groupes if groupe[1])]

    def clean_responsable(self) -> MembreInstance | Agent:
        return self.candidats[self.cleaned_data["responsable"]]

    @staticmethod
    def initial_de(suite: Suite) -> dict[str, Any]:
        """What the form opens on."""
        qui = f"membre-{suite.membre_id}" if suite.membre_id else f"agent-{suite.agent_id}"
        return {"objet": suite.objet, "responsable": qui, "echeance": suite.echeance}


class FormulaireNouvelleSuite(FormulaireSuite):
    """The same, of a decision or of a point of the agenda."""

    decision = forms.ChoiceField(label="Suite de", required=False)
    field_order = ("decision", "objet", "responsable", "echeance")

    def __init__(self, *args: Any, groupes: list[GroupeDecide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {str(lue.decision.pk): lue.decision for groupe in groupes for lue in groupe.lues}
        self.fields["decision"].choices = [
            ("", "Un point de l'ordre du jour"),
            *(
                (groupe.genre.titre, [(str(lue.decision.pk), f"{lue.resultat} : {lue.nom}") for lue in groupe.lues])
                for groupe in groupes
                if groupe.lues
            ),
        ]

    def clean_decision(self) -> Any:
        return self.decisions.get(self.cleaned_data["decision"])


class FormulaireSolde(forms.Form):
    """The day it was done, and what was done."""

    faite_le = ChampJour(label="Faite le", required=False, help_text="Laissez vide si elle reste à faire.")
    note = forms.CharField(
        label="Ce qui a été fait",
        max_length=300,
        required=False,
        help_text="La séance suivante le lira. Ne nommez aucune personne accompagnée.",
    )
