"""What an applicant fills in, part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from stdnum.fr import siret as numero_siret

from deplie.financements.models import Appel, Operation, PieceRequise
from deplie.financements.queries.depot import Plan, ReponseLue, version_des_reponses
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES
from deplie.financements.rules.plan import TOTAL, Cout, LigneCout, contradictions
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, ChampMontant, FormulaireEdition

LIGNES_EN_PLUS: Final = 2
LIGNES_AU_MOINS: Final = 4
LIGNES_AU_PLUS: Final = 60
_RNA: Final = re.compile(r"W[0-9]{9}")
_ANNEE: Final = re.compile(r"20[0-9]{2}")


class FormulaireCourriel(forms.Form):
    """Where the secret link is sent."""

    courriel = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Nous y envoyons un lien secret : il ouvre votre dossier, sans mot de passe.",
        error_messages={"invalid": "Cette adresse n'est pas reconnue. Exemple : prenom.nom@exemple.fr."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class FormulaireStructure(FormulaireEdition):
    """Who applies."""

    porteur_nom = forms.CharField(label="Nom de la structure", max_length=200, required=False)
    porteur_siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="Quatorze chiffres ; laissez vide s'il n'existe pas.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    porteur_rna = forms.CharField(
        label="Numéro RNA", max_length=12, required=False, help_text="Pour une association : W et neuf chiffres."
    )
    contact_nom = forms.CharField(label="Personne à contacter", max_length=120, required=False)
    contact_courriel = forms.EmailField(label="Son courriel", max_length=254, required=False)
    contact_telephone = forms.CharField(
        label="Son téléphone", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    CHAMPS: ClassVar = ("porteur_nom", "porteur_siret", "porteur_rna", "contact_nom", "contact_courriel",
                        "contact_telephone")  # fmt: skip

    def clean_porteur_siret(self) -> str:
        compact = str(numero_siret.compact(self.cleaned_data["porteur_siret"]))
        if compact and not numero_siret.is_valid(compact):
            raise forms.ValidationError("Ce SIRET n'est pas valide : il a quatorze chiffres, et une clé de contrôle.")
        return compact

    def clean_porteur_rna(self) -> str:
        propre = self.cleaned_data["porteur_rna"].replace(" ", "").upper()
        if propre and not _RNA.fullmatch(propre):
            raise forms.ValidationError("Un numéro RNA s'écrit W suivi de neuf chiffres : W123456789.")
        return propre


class FormulaireProjet(FormulaireEdition):
    """What is to be done, when."""

    intitule = forms.CharField(label="Intitulé du projet", max_length=200, required=False)
    sous_enveloppe = forms.ModelChoiceField(
        queryset=None, label="Sous-enveloppe", required=False, empty_label="À choisir"
    )
    resume = forms.CharField(
        label="Ce qui sera fait, pour qui, avec qui", required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    debut = ChampJour(label="Le projet commence le", required=False)
    fin = ChampJour(label="Il finit le", required=False)
    CHAMPS: ClassVar = ("intitule", "sous_enveloppe", "resume", "debut", "fin")

    def __init__(self, *args: Any, appel: Appel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enveloppes = appel.sous_enveloppes.order_by("rang")
        if enveloppes.exists():
            self.fields["sous_enveloppe"].queryset = enveloppes  # type: ignore[attr-defined]
        else:
            del self.fields["sous_enveloppe"]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        debut, fin = valeurs.get("debut"), valeurs.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "La fin précède le début. Corrigez l'une des deux.")
        return valeurs


def initial_de(operation: Operation, noms: Sequence[str]) -> dict[str, Any]:
    """What a part shows of an application."""
    return {nom: getattr(operation, nom) for nom in noms}


class FormulaireEligibilite(FormulaireEdition):
    """The questions of the call, by yes or no."""

    def __init__(self, *args: Any, lues: Sequence[ReponseLue], **kwargs: Any) -> None:
        kwargs["initial"] = {"version": version_des_reponses(lues)}
        super().__init__(*args, **kwargs)
        self.questions = [lue.question for lue in lues]
        for lue in lues:
            nom = f"oui-{lue.question.pk}"
            dite = {True: "oui", False: "non"}.get(lue.reponse.oui) if lue.reponse else None
            self.fields[nom] = forms.ChoiceField(
                label=lue.question.texte, choices=[("oui", "Oui"), ("non", "Non")], widget=forms.RadioSelect,
                required=False, initial=dite, help_text=lue.question.aide,
            )  # fmt: skip
            self.fields[f"precision-{lue.question.pk}"] = forms.CharField(
                label="Précision", max_length=500, required=False, initial=lue.reponse.precision if lue.reponse else "",
                widget=forms.TextInput(attrs={"aria-label": f"Précision : {lue.question.texte}"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        reponses = {
            question: (valeurs[f"oui-{question.pk}"] == "oui", valeurs.get(f"precision-{question.pk}", ""))
            for question in self.questions
            if valeurs.get(f"oui-{question.pk}")
        }
        return {"version": valeurs.get("version", ""), "vu": valeurs.get("vu", ""), "reponses": reponses}


def _annee(libelle: str) -> forms.Field:
    return forms.RegexField(
        _ANNEE, label=libelle, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
        error_messages={"invalid": "L'année s'écrit en quatre chiffres, de 2000 à 2099."},
    )  # fmt: skip


class FormulairePlan(FormulaireEdition):
    """Expenses and resources, line by line; a line without an amount is left out when nothing else is in it."""

    montant_demande = ChampMontant(label="Montant demandé à cet appel", required=False)
    total_annonce = ChampMontant(
        label="Total des dépenses, si vous l'avez déjà compté", required=False,
        help_text="Facultatif : il est comparé à la somme de vos lignes.",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, annee: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": plan.version, "montant_demande": plan.aide}
        super().__init__(*args, **kwargs)
        self.annee = annee
        self.depenses = self._poser("d", plan.lignes, "nature", list(NATURES.items()), "Poste")
        self.ressources = self._poser("r", plan.autres, "genre", list(RESSOURCES.items()), "Financeur")

    def _poser(self, debut: str, lignes: Sequence[Any], cle: str, choix: list[tuple[str, str]], mot: str) -> range:
        """The fields of the lines: as many as were posted, else those recorded and a few empty ones."""
        voulues = max(len(lignes) + LIGNES_EN_PLUS, LIGNES_AU_MOINS)
        if self.is_bound:
            voulues = max(voulues, sum(nom.startswith(f"{debut}-montant-") for nom in self.data))
        quoi = "Dépense" if debut == "d" else "Financement"
        for rang in range(min(voulues, LIGNES_AU_PLUS)):
            ligne = lignes[rang] if rang < len(lignes) else None
            suite = f", {quoi.lower()} {rang + 1}"
            champs = {
                cle: forms.ChoiceField(label=f"{mot}{suite}", choices=[("", "À choisir"), *choix], required=False),
                "libelle": forms.CharField(label=f"Précision{suite}", max_length=160, required=False),
                "annee": _annee(f"Année{suite}"),
                "montant": ChampMontant(label=f"Montant{suite}", required=False, help_text=""),
            }
            for nom, champ in champs.items():
                champ.initial = getattr(ligne, nom) if ligne else (self.annee if nom == "annee" else None)
                self.fields[f"{debut}-{nom}-{rang}"] = champ
        return range(min(voulues, LIGNES_AU_PLUS))

    def lignes_de_depenses(self) -> list[list[BoundField]]:
        """The fields of the expenses, line by line."""
        return [[self[f"d-{nom}-{r}"] for nom in ("nature", "libelle", "annee", "montant")] for r in self.depenses]

    def lignes_de_ressources(self) -> list[list[BoundField]]:
        """The fields of the other resources, line by line."""
        return [[self[f"r-{nom}-{r}"] for nom in ("genre", "libelle", "annee", "montant")] for r in self.ressources]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        lignes = self._lire("d", self.depenses, "nature", valeurs)
        autres = self._lire("r", self.ressources, "genre", valeurs)
        annonce = valeurs.get("total_annonce")
        if annonce is not None and not self.errors:
            cout = Cout(tuple(LigneCout(x["nature"], x["annee"], x["montant"]) for x in lignes))
            for phrase in contradictions({TOTAL: annonce}, cout):
                self.add_error("total_annonce", phrase)
        gardes = {nom: valeurs.get(nom) for nom in ("version", "vu", "montant_demande")}
        return gardes | {"lignes": lignes, "autres": autres}

    def _lire(self, debut: str, rangs: range, cle: str, valeurs: dict[str, Any]) -> list[dict[str, Any]]:
        lues = []
        for rang in rangs:
            nature, montant = valeurs.get(f"{debut}-{cle}-{rang}"), valeurs.get(f"{debut}-montant-{rang}")
            libelle, annee = valeurs.get(f"{debut}-libelle-{rang}") or "", valeurs.get(f"{debut}-annee-{rang}")
            if not nature and montant is None and not libelle and f"{debut}-montant-{rang}" not in self.errors:
                continue
            if not nature:
                self.add_error(f"{debut}-{cle}-{rang}", "Choisissez dans la liste.")
            if montant is None and f"{debut}-montant-{rang}" not in self.errors:
                self.add_error(f"{debut}-montant-{rang}", "Indiquez le montant de cette ligne.")
            lues.append({cle: nature, "libelle": libelle, "annee": int(annee or self.annee), "montant": montant})
        return lues

    def somme(self, lignes: str) -> Decimal | None:
        """The sum of the lines that were read; None when one is refused."""
        lues = getattr(self, "cleaned_data", {}).get(lignes)
        if lues is None or any(ligne["montant"] is None for ligne in lues):
            return None
        return sum((ligne["montant"] for ligne in lues), Decimal(0))


class FormulairePieceDossier(FormulaireFichier):
    """A file, and what it answers to."""

    requise = forms.ModelChoiceField(
        queryset=None, label="Pièce", required=False, empty_label="Une autre pièce", widget=forms.Select
    )
    intitule = forms.CharField(
        label="Son intitulé", max_length=160, required=False, help_text="Pour une autre pièce que celles demandées."
    )
    field_order = ("requise", "intitule", "fichier")

    def __init__(self, *args: Any, requises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requise"].queryset = requises  # type: ignore[attr-defined]


def choix_de_pieces(operation: Operation, moment: str = "") -> Any:
    """The documents that the call asks for, at any step or at one."""
    demandees = PieceRequise.objects.filter(appel=operation.appel_id)
    return (demandees.filter(moment=moment) if moment else demandees).order_by("rang")


class FormulaireComplement(forms.Form):
    """The answer to what was asked."""

    reponse = forms.CharField(label="Votre réponse", max_length=8000, widget=forms.Textarea(attrs={"rows": 7}))
