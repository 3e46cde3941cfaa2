"""A séance, who came, and what it decides: one screen for the whole list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from deplie.acteurs.queries import Acteur
from deplie.instances.actions import Choix
from deplie.instances.models import Decision, MembreInstance, Seance
from deplie.instances.queries.objets import Dossier, Genre
from deplie.instances.queries.seance import Sieges, actives
from deplie.instances.rules import PRESENCES, PRESENT, REPRESENTE
from deplie.socle.formulaires import ChampHeure, ChampJour

CHAMPS = ("le", "heure", "lieu", "ordre_du_jour")


class FormulaireSeance(forms.Form):
    """When and where a body meets, and on what."""

    le = ChampJour(label="Date")
    heure = ChampHeure(label="Heure", required=False)
    lieu = forms.CharField(label="Lieu", max_length=200, required=False)
    ordre_du_jour = forms.CharField(
        label="Ordre du jour",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Il part dans la convocation : ne nommez aucune personne accompagnée.",
    )

    @staticmethod
    def initial_de(seance: Seance) -> dict[str, Any]:
        """What the form opens on."""
        return {champ: getattr(seance, champ) for champ in CHAMPS}


class FormulaireNouvelleSeance(FormulaireSeance):
    """The same, for a body to choose."""

    instance = forms.ModelChoiceField(queryset=None, label="Instance", empty_label=None)
    field_order = ("instance", *CHAMPS)

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instance"].queryset = actives(acteur)


class FormulaireAnnulation(forms.Form):
    """Why a séance is cancelled."""

    raison = forms.CharField(label="Raison", max_length=300)


class FormulairePresences(forms.Form):
    """Who came: everybody, unless told otherwise."""

    def __init__(self, *args: Any, sieges: Sieges, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membres = {f"membre_{membre.pk}": membre for membre, _ in sieges.lignes}
        for membre, etat in sieges.lignes:
            self.fields[f"membre_{membre.pk}"] = forms.ChoiceField(
                label=str(membre),
                choices=[("", "Non noté"), *(PRESENCES | _par_qui(membre)).items()],
                required=False,
                initial=etat if sieges.notees else PRESENT,
                help_text=f"Suppléant : {membre.remplacant}." if membre.remplacant else "",
            )

    def presences(self) -> dict[MembreInstance, str]:
        """The state of each member."""
        return {membre: self.cleaned_data[nom] for nom, membre in self.membres.items()}


def _par_qui(membre: MembreInstance) -> dict[str, str]:
    """Being represented says by whom, where a deputy is known: a seat counts once."""
    return {REPRESENTE: f"représenté par {membre.remplacant}"} if membre.remplacant else {}


class FormulaireRectification(forms.Form):
    """What a decision should have said, and why it is corrected."""

    resultat = forms.ChoiceField(label="Décision")
    raison = forms.CharField(label="Raison de la décision", max_length=300, required=False)
    autre_voie = forms.CharField(label="Autre proposition", max_length=300, required=False, help_text="Pour un refus.")
    pourquoi = forms.CharField(
        label="Pourquoi la rectifier",
        max_length=300,
        help_text="Le procès-verbal le dira, avec ce qui était inscrit d'abord. Rien sur la santé.",
    )

    def __init__(self, *args: Any, genre: Genre, autres: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resultat"].choices = list(genre.resultats.items())
        self.autres = tuple(autres or ())
        if autres:
            self.fields.update(autres)
            self.order_fields(["resultat", *autres])

    @staticmethod
    def initial_de(decision: Decision) -> dict[str, Any]:
        """What the form opens on."""
        return {"resultat": decision.resultat, "raison": decision.motif, "autre_voie": decision.proposition}


@dataclass(frozen=True)
class Ligne:
    """A file and its fields, to show together."""

    dossier: Dossier
    champs: list[BoundField]


class FormulaireDecisions(forms.Form):
    """What a séance decides of each file; what is left undecided stays as it was."""

    def __init__(
        self, *args: Any, groupes: list[tuple[Genre, list[Dossier]]], acteur: Acteur, ouvert: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groupes = groupes
        self.ouverts = {genre.code for genre, _ in groupes if ouvert and acteur.peut(genre.droit)}
        for genre, dossiers in groupes:
            if genre.code in self.ouverts and genre.pour_tous and len(dossiers) > 1:
                self.fields[pour_tous(genre.code)] = _champ_pour_tous(genre)
        for genre, dossier in self._a_decider():
            debut = prefixe(genre.code, dossier.objet)
            resultats = [("", "Pas encore décidé"), *genre.resultats.items()]
            self.fields[f"{debut}resultat"] = forms.ChoiceField(label="Décision", choices=resultats, required=False)
            for nom, champ in genre.champs(acteur, dossier).items():
                self.fields[f"{debut}{nom}"] = champ

    def _a_decider(self) -> Iterator[tuple[Genre, Dossier]]:
        for genre, dossiers in self.groupes:
            if genre.code in self.ouverts:
                for dossier in dossiers:
                    yield genre, dossier

    def lignes(self) -> list[tuple[Genre, BoundField | None, list[Ligne]]]:
        """Each kind, the field that decides of all its files left if it has one, its files and their fields."""
        return [
            (
                genre,
                self[pour_tous(genre.code)] if pour_tous(genre.code) in self.fields else None,
                [Ligne(dossier, self._champs_de(prefixe(genre.code, dossier.objet))) for dossier in dossiers],
            )
            for genre, dossiers in self.groupes
        ]

    def _champs_de(self, debut: str) -> list[BoundField]:
        return [self[nom] for nom in self.fields if nom.startswith(debut)]

    def clean(self) -> dict[str, Any]:
        """A file that somebody else decided meanwhile is no longer in the list: it is said, and nothing is recorded."""
        lues = super().clean() or {}
        perdus = [nom for nom in self.data if nom.endswith("-resultat") and self.data[nom] and nom not in self.fields]
        if perdus:
            raise forms.ValidationError(
                "Pendant votre saisie, un dossier de la liste a été décidé ou retiré. Rien n'est encore enregistré : "
                "vérifiez les autres, puis enregistrez de nouveau."
            )
        return lues

    def choix(self) -> list[Choix]:
        """Those that are decided, each for itself or with all the others that were left."""
        faits = []
        for genre, dossier in self._a_decider():
            debut = prefixe(genre.code, dossier.objet)
            valeurs = {nom.removeprefix(debut): v for nom, v in self.cleaned_data.items() if nom.startswith(debut)}
            if resultat := valeurs.pop("resultat") or self.cleaned_data.get(pour_tous(genre.code), ""):
                faits.append(Choix(genre.code, dossier.objet, resultat, valeurs))
        return faits

    def refuser(self, refus: dict[tuple[str, int], str]) -> None:
        """Say beside each file why its decision cannot be."""
        for (genre, objet), phrase in refus.items():
            self.add_error(f"{prefixe(genre, objet)}resultat", phrase)


def _champ_pour_tous(genre: Genre) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Tous ceux qui restent « Pas encore décidé » ci-dessous",
        choices=[("", "Ne pas les décider"), *((code, genre.resultats[code]) for code in genre.pour_tous)],
        required=False,
    )


def pour_tous(genre: str) -> str:
    """The name of the field that decides of all the files of a kind that are left."""
    return f"{genre}-tous"


def prefixe(genre: str, objet: int) -> str:
    """What begins the names of the fields of one file."""
    return f"{genre}-{objet}-"
