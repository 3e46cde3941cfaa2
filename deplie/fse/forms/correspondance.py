"""A layout of the export: its name and its file, a column; what leaves, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django import forms

from deplie.financements.models import Operation
from deplie.financements.rules.forfait import PROGRAMMATIONS
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.queries.export import ECARTER, INCOMPLETES
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.correspondance import (
    CHIFFRES_MAX,
    IDENTITE,
    NATURES,
    TEXTE,
    Colonne,
    Correspondance,
    codes_attendus,
    intitule,
)
from deplie.fse.rules.fiche import REFUS
from deplie.fse.rules.fichier import ENCODAGES, GENRES, SEPARATEURS, Forme
from deplie.fse.rules.questionnaire import DATE, ENTIER, MOMENTS, QUESTIONS
from deplie.socle.formulaires import FormulaireEdition

EXEMPLE: Final = "exemple"
VIDE: Final = "vide"
MOTIFS: Final = {
    "TRANSMISSION": "Transmettre au service gestionnaire",
    "ESSAI": "Essayer le format avec le service",
    "CONTROLE": "Répondre à un contrôle",
}


def champs_possibles(deja: Collection[str] = ()) -> list[tuple[str, Any]]:
    """The fields of a record, by moment, for a list to choose from; a field is written once."""
    identite = [(champ, libelle.capitalize()) for champ, (libelle, _) in IDENTITE.items() if champ not in deja]
    moments = [
        (
            titre.capitalize(),
            [(q.cle, q.libelle) for q in QUESTIONS.values() if q.moment == moment and q.cle not in deja],
        )
        for moment, titre in MOMENTS.items()
    ]
    return [("", "La même valeur sur toutes les lignes"), ("Personne et opération", identite), *moments]


class FormulaireNouvelle(forms.Form):
    """A new layout, from the example, or from another."""

    nom = forms.CharField(label="Nom", max_length=100, help_text="Par exemple, le nom du service et l'année.")
    depart = forms.ChoiceField(label="Partir de")

    def __init__(self, *args: Any, existantes: Sequence[CorrespondanceFSE], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siennes = [(str(une.pk), f"une copie de « {une.nom} »") for une in existantes]
        self.fields["depart"].choices = [(EXEMPLE, "l'exemple fourni"), (VIDE, "le nom et le prénom seuls"), *siennes]


class FormulaireForme(forms.Form):
    """What the file is made of."""

    nom = forms.CharField(label="Nom", max_length=100)
    genre = forms.ChoiceField(label="Fichier", choices=list(GENRES.items()))
    separateur = forms.ChoiceField(label="Séparateur des colonnes", choices=list(SEPARATEURS.items()))
    encodage = forms.ChoiceField(label="Encodage du texte", choices=list(ENCODAGES.items()))
    bom = forms.BooleanField(
        label="Marquer le début du fichier (BOM)",
        required=False,
        help_text="Pour un fichier UTF-8 que l'on ouvre dans un tableur. Séparateur, encodage et marque ne concernent "
        "que le CSV.",
    )

    def ranger(self) -> tuple[str, Forme]:
        """The name and the file, as the action takes them."""
        lues = dict(self.cleaned_data)
        return lues.pop("nom"), Forme(**lues)


class FormulaireColonne(FormulaireEdition):
    """A column: what its kind of field may be written as."""

    etait = forms.CharField(widget=forms.HiddenInput, strip=False)
    entete = forms.CharField(label="Intitulé", max_length=200)
    place = forms.IntegerField(label="Place dans le fichier", min_value=1)

    def __init__(self, *args: Any, colonne: Colonne, rang: int, nombre: int, version: str, **kwargs: Any) -> None:
        initial = {"etait": colonne.entete, "entete": colonne.entete, "place": rang + 1, "version": version}
        initial |= {nom: getattr(colonne, nom) for nom in ("format", "vide", "constante", "obligatoire", "chiffres")}
        initial |= {f"code_{code}": colonne.codes.get(code, code) for code in codes_attendus(colonne.champ)}
        super().__init__(*args, initial=initial, **kwargs)
        self.colonne = colonne
        self.fields["place"].help_text = f"De 1 à {nombre}."
        self.fields["place"].max_value = nombre
        nature = NATURES.get(colonne.champ, "")
        if not colonne.champ:
            self.fields["constante"] = forms.CharField(label="Valeur sur chaque ligne", max_length=200, required=False)
            return
        if nature == DATE:
            aide = "JJ, MM et AAAA, et leurs séparateurs : JJ/MM/AAAA, AAAA-MM-JJ, AAAAMMJJ."
            self.fields["format"] = forms.CharField(label="Date écrite", max_length=20, help_text=aide)
        if nature == ENTIER:
            self.fields["chiffres"] = forms.IntegerField(
                label="Nombre de chiffres, au moins",
                min_value=0,
                max_value=CHIFFRES_MAX,
                help_text="3 écrit 014 ; 0 écrit 14.",
            )
        for code in codes_attendus(colonne.champ):
            self.fields[f"code_{code}"] = forms.CharField(label=_reponse(colonne.champ, code), max_length=100)
        if nature != TEXTE:
            self.fields["vide"] = forms.CharField(
                label="Valeur inconnue",
                max_length=50,
                required=False,
                help_text="Rien, ou un mot convenu.",
            )
        self.fields["obligatoire"] = forms.BooleanField(label="Sans cette valeur, la fiche ne part pas", required=False)

    def ranger(self, valeurs: dict[str, Any]) -> dict[str, Any]:
        """The column, its heading before and its place, as the action takes them."""
        codes = {code: valeurs[f"code_{code}"] for code in codes_attendus(self.colonne.champ)}
        propres = {n: valeurs[n] for n in ("format", "vide", "constante", "obligatoire", "chiffres") if n in valeurs}
        colonne = Colonne(valeurs["entete"], self.colonne.champ, codes=codes, **propres)
        return {"entete": valeurs["etait"], "colonne": colonne, "place": valeurs["place"] - 1}


def _reponse(champ: str, code: str) -> str:
    """« au chômage », as our own questionnaire says it."""
    dite = (QUESTIONS[champ].reponses or {}).get(code, "ne se prononce pas" if code == REFUS else code)
    return f"« {dite} » s'écrit"


class FormulaireAjout(forms.Form):
    """A column more."""

    champ = forms.ChoiceField(label="Ajouter une colonne", required=False)

    def __init__(self, *args: Any, correspondance: Correspondance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["champ"].choices = champs_possibles({colonne.champ for colonne in correspondance.colonnes})


class FormulaireLot(forms.Form):
    """What leaves: which operations, all those of a programmation or one by one, and what becomes of the records that
    are incomplete. Once valid, ``operations`` are all of those chosen."""

    programmations = forms.MultipleChoiceField(
        label="Toutes les opérations de", widget=forms.CheckboxSelectMultiple, required=False
    )
    operations = forms.ModelMultipleChoiceField(
        queryset=None, label="Opérations", widget=forms.CheckboxSelectMultiple, to_field_name="pk", required=False
    )
    incompletes = forms.ChoiceField(
        label="Les fiches incomplètes", choices=list(INCOMPLETES.items()), initial=ECARTER, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, permises: Sequence[Operation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permises = Operation.objects.filter(pk__in=[une.pk for une in permises]).order_by("-debut", "code")
        self.fields["operations"].queryset = self.permises
        self.fields["operations"].label_from_instance = lambda une: f"{une.code} · {une.intitule}"
        self.par_programmation = {
            code: [une.pk for une in permises if programmation_de(une) == code] for code in PROGRAMMATIONS
        }
        choix = [
            (code, f"{PROGRAMMATIONS[code]}, {len(siennes)} opération{'s' if len(siennes) > 1 else ''}")
            for code, siennes in self.par_programmation.items()
            if siennes
        ]
        self.fields["programmations"].choices = choix
        if not choix:
            del self.fields["programmations"]
        else:
            self.fields["operations"].label = "Ou opération par opération"

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if "operations" not in valeurs:
            return valeurs
        entieres = [pk for code in valeurs.get("programmations", ()) for pk in self.par_programmation[code]]
        valeurs["operations"] = self.permises.filter(pk__in=[une.pk for une in valeurs["operations"]] + entieres)
        if not valeurs["operations"]:
            self.add_error("operations", "Cochez une programmation, ou au moins une opération.")
        return valeurs


class FormulaireExport(FormulaireLot):
    """The same, with the purpose, written to the journal."""

    motif = forms.ChoiceField(label="Pourquoi", choices=[("", "Choisissez"), *MOTIFS.items()])


def intitules(correspondance: Correspondance) -> list[dict[str, Any]]:
    """The columns as the page lists them."""
    return [
        {
            "rang": rang,
            "colonne": colonne,
            "champ": intitule(colonne.champ) if colonne.champ else "",
            "date": NATURES.get(colonne.champ) == DATE,
            "avant": rang - 1,
            "apres": rang + 1,
        }
        for rang, colonne in enumerate(correspondance.colonnes)
    ]
