"""The questions of a moment, those of its programmation alone; a record opened by hand; somebody who comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deplie.financements.models import Operation
from deplie.fse.models import A_PART, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.fiche import NON_DEMANDE, REFUS
from deplie.fse.rules.questionnaire import (
    DATE,
    DECLARE,
    ENTIER,
    ENTREE,
    OUI_NON,
    PIECE,
    QUESTIONS,
    REFUSABLES,
    Question,
    questions_de,
)
from deplie.socle.editions import version_de
from deplie.socle.formulaires import ChampJour, FormulaireEdition

DE_LA_PERSONNE = ("sexe", "date_naissance")
ORIGINES = {DECLARE: "dites par la personne", PIECE: "lues sur une pièce"}


def _champ(question: Question) -> forms.Field:
    aide = ""
    if question.si:
        reponses = QUESTIONS[question.si[0]].reponses or {}
        aide = "Seulement si : " + ", ".join(reponses[code] for code in sorted(question.si[1])) + "."
    if question.nature == DATE:
        return ChampJour(label=question.libelle, required=False)
    if question.nature == ENTIER:
        return forms.IntegerField(
            label=question.libelle, min_value=0, max_value=720, required=False, help_text=f"{aide} En mois.".strip()
        )
    choix = [("", "Non renseigné"), *(question.reponses or {}).items()]
    return forms.ChoiceField(label=question.libelle, choices=choix, required=False, help_text=aide)


class FormulaireMoment(FormulaireEdition):
    """The questions of a moment that are not apart; sex and day of birth are changed on the person's page."""

    def __init__(self, *args: Any, participation: ParticipationFSE, moment: str, **kwargs: Any) -> None:
        programmation = programmation_de(participation.operation)
        propres = [
            question
            for question in questions_de(moment, programmation)
            if question.cle not in A_PART and question.cle not in DE_LA_PERSONNE
        ]
        kwargs["initial"] = (
            {"version": version_de(participation)}
            | {question.cle: getattr(participation, question.cle) for question in propres}
            | kwargs.get("initial", {})
        )
        super().__init__(*args, **kwargs)
        for question in propres:
            self.fields[question.cle] = _champ(question)


class FormulaireEntree(FormulaireMoment):
    """The same at entry; with the sensitive questions, for who may ask them: those answered that they may not read
    are ``tues``, and left as they are.
    """

    def __init__(
        self, *args: Any, participation: ParticipationFSE, lues: list[ReponseSensibleFSE] | None, **kwargs: Any
    ) -> None:
        """``lues``: the answers that may be read; None for who may not ask."""
        self.a_part: list[str] = []
        self.tues: list[str] = []
        initial = {"origine": DECLARE}
        if lues is not None:
            permises = {q.cle for q in questions_de(ENTREE, programmation_de(participation.operation))}
            ouvertes = {reponse.question for reponse in lues}
            dites = set(participation.reponses_sensibles.values_list("question", flat=True))
            self.tues = [cle for cle in A_PART if cle in permises and cle in dites - ouvertes]
            self.a_part = [cle for cle in A_PART if cle in permises and cle not in self.tues]
            initial |= {reponse.question: reponse.reponse for reponse in lues}
            initial["demandee_le"] = max((r.demandee_le for r in lues if r.demandee_le), default=timezone.localdate())
        super().__init__(*args, participation=participation, moment=ENTREE, initial=initial, **kwargs)
        for cle in self.a_part:
            refus = [(REFUS, "ne se prononce pas")] if cle in REFUSABLES else []
            self.fields[cle] = forms.ChoiceField(
                label=QUESTIONS[cle].libelle,
                choices=[("", "Question pas encore posée"), *OUI_NON.items(), *refus],
                required=False,
            )
        if self.a_part:
            self.fields["demandee_le"] = ChampJour(
                label="Questions personnelles posées le", required=False, help_text="La trace qu'un refus doit porter."
            )
        self.fields["origine"] = forms.ChoiceField(
            label="Ces réponses sont",
            choices=list(ORIGINES.items()),
            help_text="Jamais estimées : une question sans réponse reste ouverte.",
        )

    def ranger(self, valeurs: dict[str, Any]) -> dict[str, Any]:
        """The same as the action takes them."""
        rangees: dict[str, Any] = {"origine": valeurs.pop("origine")}
        if self.a_part:
            rangees["sensibles"] = {cle: valeurs.pop(cle) or NON_DEMANDE for cle in self.a_part}
            rangees["demandee_le"] = valeurs.pop("demandee_le")
        return rangees | {"valeurs": valeurs}


class FormulaireOuvrir(forms.Form):
    """A record opened by hand."""

    operation = forms.ModelChoiceField(queryset=None, label="Opération")
    date_entree = ChampJour(label="Entrée dans l'opération le")

    def __init__(self, *args: Any, operations: list[Operation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        permises = Operation.objects.filter(pk__in=[operation.pk for operation in operations])
        self.fields["operation"].queryset = permises.order_by("-debut", "code")


class FormulaireReprise(forms.Form):
    """Somebody who comes back."""

    le = ChampJour(label="Revenue dans l'opération le")
