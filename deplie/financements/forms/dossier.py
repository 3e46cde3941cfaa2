"""What those who instruct, mark and decide fill in on an application."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.financements.models import CritereNotation, Operation
from deplie.financements.queries.dossier import lecteurs_possibles, visibles_par
from deplie.financements.rules.cycle import ETATS, PRIVES
from deplie.financements.rules.nomenclature import AVIS
from deplie.instances.queries.objets import Dossier
from deplie.socle.formulaires import ChampJour, ChampMontant, ChampNombre

NOUVELLE: Final = "nouvelle"


class FormulairePorteur(forms.Form):
    """Which structure of the territory applies."""

    structure = forms.ChoiceField(label="Ce porteur est", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, proches: list[tuple[Organisation, str]], operation: Operation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proches = {str(structure.pk): structure for structure, _ in proches}
        connues = [(str(s.pk), f"{s.nom}{f', SIRET {s.siret}' if s.siret else ''} ({raison})") for s, raison in proches]
        nouvelle = (NOUVELLE, f"une structure nouvelle : enregistrer « {operation.porteur_nom} »")
        self.fields["structure"].choices = [*connues, nouvelle]  # type: ignore[attr-defined]
        self.fields["structure"].initial = connues[0][0] if connues else NOUVELLE

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if self.errors:
            return valeurs
        return {"structure": self.proches.get(valeurs["structure"])}


class FormulaireRecevabilite(forms.Form):
    """Admissible or not."""

    recevable = forms.TypedChoiceField(
        label="Ce dossier est", choices=[("oui", "recevable"), ("non", "irrecevable")], widget=forms.RadioSelect,
        coerce=lambda dit: dit == "oui",
    )  # fmt: skip
    motif = forms.CharField(
        label="Raison", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire s'il est irrecevable : le porteur la lira.",
    )  # fmt: skip


class FormulaireDemande(forms.Form):
    """What is asked more."""

    demande = forms.CharField(
        label="Ce qui est demandé", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le porteur le reçoit par courriel, avec un lien pour répondre.",
    )  # fmt: skip
    avant_le = ChampJour(label="À fournir avant le", required=False)


class FormulaireLecteur(forms.Form):
    """Who reads."""

    lecteur = forms.ModelChoiceField(queryset=None, label="Confier le dossier à", empty_label="À choisir")

    def __init__(self, *args: Any, acteur: Acteur, operation: Operation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lecteur"].queryset = lecteurs_possibles(acteur, operation)  # type: ignore[attr-defined]


class FormulaireInterets(forms.Form):
    """The declaration, before anything is marked."""

    conflit = forms.TypedChoiceField(
        label="Avez-vous un lien d'intérêts avec le porteur ?",
        choices=[("non", "Non, aucun"), ("oui", "Oui : je ne lirai pas ce dossier")],
        widget=forms.RadioSelect,
        coerce=lambda dit: dit == "oui",
        help_text="Emploi, mandat, parenté, bénévolat, contrat : ce qui ferait douter de votre avis.",
    )
    motif = forms.CharField(label="Lequel", max_length=300, required=False)


class FormulaireLecture(forms.Form):
    """Marks, one per criterion, and an opinion."""

    avis = forms.ChoiceField(label="Avis", choices=[("", "À choisir"), *AVIS.items()])
    commentaire = forms.CharField(label="Commentaire", required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, criteres: list[CritereNotation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteres = criteres
        for critere in criteres:
            self.fields[f"note-{critere.pk}"] = ChampNombre(
                label=critere.intitule, max_digits=5, decimal_places=2,
                help_text=f"De 0 à {critere.note_max}.",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
            )  # fmt: skip
        self.order_fields([*(f"note-{c.pk}" for c in criteres), "avis", "commentaire"])

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if self.errors:
            return valeurs
        notes = {critere: valeurs.get(f"note-{critere.pk}") for critere in self.criteres}
        return {"notes": notes, "avis": valeurs["avis"], "commentaire": valeurs["commentaire"]}


class FormulaireAvis(forms.Form):
    """The technical opinion."""

    avis = forms.CharField(
        label="Avis technique", max_length=500, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le comité le lit ; le porteur ne le voit pas.",
    )  # fmt: skip


class FormulaireFiltre(forms.Form):
    """What the list is cut by."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    statut = forms.ChoiceField(
        label="État", required=False,
        choices=[("", "Tous"), *((code, nom) for code, nom in ETATS.items() if code not in PRIVES)],
    )  # fmt: skip
    enveloppe = forms.ChoiceField(label="Sous-enveloppe", required=False)
    a_lire = forms.BooleanField(label="Ceux que j'ai à lire", required=False)

    def __init__(self, *args: Any, enveloppes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if enveloppes:
            choix = [("", "Toutes"), *((str(une.pk), une.intitule) for une in enveloppes)]
            self.fields["enveloppe"].choices = choix  # type: ignore[attr-defined]
        else:
            del self.fields["enveloppe"]


def champs_d_une_operation(acteur: Acteur, dossier: Dossier) -> dict[str, Any]:
    """What a committee tells beside its decision: the amount, and the reason."""
    montant = dossier.contenu["accordable"]
    return {
        "montant": ChampMontant(
            label="Montant accordé", required=False, initial=montant, help_text="Pour retenir, en euros."
        ),
        "raison": forms.CharField(
            label="Raison", max_length=300, required=False, help_text="Pour ajourner ou rejeter : le porteur la lira."
        ),
    }


def champs_rectifies(acteur: Acteur, pk: int) -> dict[str, Any]:
    """What correcting a committee's decision asks beside: the amount, as it was granted."""
    operation = visibles_par(acteur).filter(pk=pk).first()
    montant = operation.montant_programme if operation else None
    champ = ChampMontant(label="Montant accordé", required=False, initial=montant, help_text="Pour retenir, en euros.")
    return {"montant": champ}
