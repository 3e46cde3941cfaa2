"""The plan of an operation as those who manage it write it: expenses, resources, posts of work, in one form.

The fields of a recorded line carry its number (``d12-montant``), those of a new one its rank (``dn0-montant``): two
people who write at once never take one line for another, and a line keeps the expenses that name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.rules.forfait import FORFAITS, PROGRAMMATIONS
from deplie.financements.rules.nomenclature import NATURES, RESSOURCES
from deplie.financements.rules.plan import TOTAL, chiffrer, contradictions, refus_de_plan
from deplie.financements.rules.plan_ecrit import (
    LigneEcrite,
    PlanEcrit,
    PosteEcrit,
    RessourceEcrite,
    lignes_des_postes,
)
from deplie.financements.rules.temps import refus_de_poste
from deplie.instances.queries.seance import agents_de, organisations_de
from deplie.socle.formulaires import ChampJour, ChampMontant, FormulaireEdition

LIGNES_EN_PLUS: Final = 2
LIGNES_AU_PLUS: Final = 30
AIDE: Final = "AIDE"
_NOUVELLE: Final = re.compile(r"[drp]n(\d{1,2})-")
_CONNUE: Final = re.compile(r"([drp])(\d{1,18})-")


class ChampDecimal(forms.DecimalField):
    """A number typed « 0,6 » or « 0.6 »."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 7, "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        """The number; a comma is read as a point, thin spaces are left out."""
        propre = re.sub(r"[\s\u00a0\u202f]", "", str(value or "")).replace(",", ".")
        try:
            return super().to_python(propre)
        except forms.ValidationError as erreur:
            raise forms.ValidationError("Ce nombre n'est pas reconnu. Écrivez-le ainsi : 0,6.") from erreur

    def prepare_value(self, value: Any) -> Any:
        """As it is typed, without useless zeros."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Rangee:
    """A line of fields: ``cle`` begins their names; ``numero`` is None for a new one."""

    cle: str
    numero: int | None


def _annee(suite: str) -> forms.Field:
    return forms.RegexField(
        r"^20[0-9]{2}$", label=f"Année{suite}", required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
        error_messages={"invalid": "L'année s'écrit en quatre chiffres, de 2000 à 2099."},
    )  # fmt: skip


def _montant(libelle: str) -> forms.Field:
    return ChampMontant(label=libelle, required=False, help_text="")


class FormulairePlanOperation(FormulaireEdition):
    """A whole plan; a line without an amount and without a name is left out, one that is ticked is taken out."""

    programmation = forms.ChoiceField(label="Programmation européenne", required=False)
    option = forms.ChoiceField(
        label="Coûts simplifiés", required=False,
        help_text="Le forfait est compté sur les lignes permises, au centime ; il n'est jamais saisi.",
    )  # fmt: skip
    des_postes = forms.BooleanField(
        label="Compter les dépenses de personnel d'après les postes de travail", required=False,
        help_text="Une ligne par année est alors écrite, de la somme des coûts des postes.",
    )  # fmt: skip
    total_annonce = ChampMontant(
        label="Total des dépenses, si vous l'avez déjà compté", required=False,
        help_text="Facultatif : il est comparé à la somme des lignes, forfait compris.",
    )  # fmt: skip

    def __init__(self, *args: Any, acteur: Acteur, operation: Operation, ecrit: PlanEcrit, **kwargs: Any) -> None:
        initial = {
            "version": ecrit.version,
            "programmation": ecrit.programmation,
            "option": ecrit.option,
            "des_postes": any(ligne.des_postes for ligne in ecrit.lignes),
        }
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.operation, self.ecrit = operation, ecrit
        self.annee = operation.debut.year if operation.debut else None
        self.fields["programmation"].choices = [("", "Aucune"), *PROGRAMMATIONS.items()]  # type: ignore[attr-defined]
        self.fields["option"].choices = _options()  # type: ignore[attr-defined]
        typees = [ligne for ligne in ecrit.lignes if not ligne.des_postes]
        self.depenses = self._poser("d", typees, self._champs_d)
        self.ressources = self._poser("r", ecrit.ressources, self._champs_r)
        self._agents = [(agent.pk, str(agent)) for agent in agents_de(acteur)]
        self._structures = list(organisations_de(acteur).values_list("pk", "nom"))
        self.postes = self._poser("p", ecrit.postes, self._champs_p)

    # The fields of a line of each kind; « retirer » is offered on a recorded line alone.

    def _champs_d(self, suite: str, ligne: LigneEcrite | None) -> dict[str, tuple[forms.Field, Any]]:
        return {
            "nature": (_choix(f"Poste de dépense{suite}", NATURES.items()), ligne and ligne.nature),
            "libelle": (_texte(f"Libellé{suite}", 160), ligne and ligne.libelle),
            "annee": (_annee(suite), ligne.annee if ligne else self.annee),
            "montant": (_montant(f"Montant{suite}"), ligne and ligne.montant),
        }

    def _champs_r(self, suite: str, une: RessourceEcrite | None) -> dict[str, tuple[forms.Field, Any]]:
        appel = self.operation.appel
        aide = [(AIDE, f"aide de {appel.organisation} ({RESSOURCES[appel.financeur]})")] if appel else []
        genre = (AIDE if appel and une.aide else une.genre) if une else None
        return {
            "genre": (_choix(f"Financeur{suite}", [*aide, *RESSOURCES.items()]), genre),
            "libelle": (_texte(f"Précision{suite}", 160), une and une.libelle),
            "annee": (_annee(suite), une.annee if une else self.annee),
            "montant": (_montant(f"Montant{suite}"), une and une.montant),
            "acquise": (forms.BooleanField(label=f"Notifiée{suite}", required=False), bool(une and une.acquise)),
        }

    def _champs_p(self, suite: str, un: PosteEcrit | None) -> dict[str, tuple[forms.Field, Any]]:
        return {
            "fonction": (_texte(f"Fonction{suite}", 120), un and un.fonction),
            "agent": (_liste(f"Personne{suite}", self._agents), un and un.agent),
            "structure": (_liste(f"Structure{suite}", self._structures), un and un.structure),
            "annee": (_annee(suite), un.annee if un else self.annee),
            "etp": (_nombre(f"ETP{suite}", 5, "100"), un and un.etp),
            "heures": (_nombre(f"Heures{suite}", 8, "172000"), un and un.heures),
            "cout": (_montant(f"Coût de l'année{suite}"), un and un.cout),
        }

    def _poser(self, debut: str, lignes: Sequence[Any], champs: Callable[..., Any]) -> list[Rangee]:
        """The lines recorded, those of a form that was sent, and a few empty ones."""
        connues = {ligne.numero: ligne for ligne in lignes}
        numeros, nouvelles = list(connues), LIGNES_EN_PLUS
        if self.is_bound:
            numeros = sorted({int(m[2]) for nom in self.data if (m := _CONNUE.match(nom)) and m[1] == debut})
            rangs = [int(m[1]) for nom in self.data if nom[0] == debut and (m := _NOUVELLE.match(nom))]
            nouvelles = max([LIGNES_EN_PLUS, *(rang + 1 for rang in rangs)])
        rangees = [Rangee(f"{debut}{numero}", numero) for numero in numeros]
        rangees += [Rangee(f"{debut}n{rang}", None) for rang in range(min(nouvelles, LIGNES_AU_PLUS))]
        mot = {"d": "dépense", "r": "ressource", "p": "poste de travail"}[debut]
        for rang, rangee in enumerate(rangees, 1):
            suite = f", {mot} {rang}"
            for nom, (champ, initial) in champs(suite, connues.get(rangee.numero)).items():
                champ.initial = initial
                self.fields[f"{rangee.cle}-{nom}"] = champ
            if rangee.numero is not None:
                retirer = forms.BooleanField(label=f"Retirer{suite}", required=False)
                self.fields[f"{rangee.cle}-retirer"] = retirer
        return rangees

    def rangees(self, debut: str) -> list[list[BoundField]]:
        """The fields of the lines of a kind, as a template lays them out."""
        par_genre = {"d": self.depenses, "r": self.ressources, "p": self.postes}
        return [[self[nom] for nom in self.fields if nom.startswith(f"{rangee.cle}-")] for rangee in par_genre[debut]]

    def rangees_de_depenses(self) -> list[list[BoundField]]:
        return self.rangees("d")

    def rangees_de_ressources(self) -> list[list[BoundField]]:
        return self.rangees("r")

    def rangees_de_postes(self) -> list[list[BoundField]]:
        return self.rangees("p")

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        postes = [un for un in (self._poste(r, valeurs) for r in self.postes) if un]
        lignes = [une for une in (self._ligne(r, valeurs) for r in self.depenses) if une]
        ressources = [une for une in (self._ressource(r, valeurs) for r in self.ressources) if une]
        if valeurs.get("des_postes") and not self.errors:
            lignes += self._lignes_des_postes(postes)
        plan = PlanEcrit(
            valeurs.get("programmation", ""), valeurs.get("option", ""), tuple(lignes), tuple(ressources),
            tuple(postes),
        )  # fmt: skip
        if not self.errors:
            self._comparer_le_total(plan, valeurs.get("total_annonce"))
        return self._autres(valeurs) | {nom: valeurs.get(nom, "") for nom in ("version", "vu")} | {"plan": plan}

    def _autres(self, valeurs: dict[str, Any]) -> dict[str, Any]:
        """What a form that holds more than a plan gives beside it."""
        return {}

    def _lignes_des_postes(self, postes: Sequence[PosteEcrit]) -> list[LigneEcrite]:
        """The counted lines, each in the row that held its year."""
        comptees = lignes_des_postes(postes)
        if not comptees:
            self.add_error("des_postes", "Aucun poste n'a de coût : indiquez-en un, ou décochez.")
        connues = {ligne.annee: ligne.numero for ligne in self.ecrit.lignes if ligne.des_postes}
        return [replace(ligne, numero=connues.get(ligne.annee)) for ligne in comptees]

    def _comparer_le_total(self, plan: PlanEcrit, annonce: Decimal | None) -> None:
        if annonce is None or refus_de_plan(plan.couts, plan.options, plan.programmation):
            return
        for phrase in contradictions({TOTAL: annonce}, chiffrer(plan.couts, plan.options, plan.programmation)):
            self.add_error("total_annonce", phrase)

    def _lu(self, rangee: Rangee, valeurs: Mapping[str, Any], *noms: str) -> list[Any] | None:
        """The values of a line; None when it is taken out, or when nothing is in it."""
        if valeurs.get(f"{rangee.cle}-retirer"):
            for nom in [nom for nom in self.errors if nom.startswith(f"{rangee.cle}-")]:
                del self.errors[nom]
            return None
        lus = [valeurs.get(f"{rangee.cle}-{nom}") for nom in noms]
        fautif = any(nom.startswith(f"{rangee.cle}-") for nom in self.errors)
        return lus if fautif or any(lu not in (None, "", False) for lu in lus) else None

    def _exiger(self, rangee: Rangee, nom: str, valeur: Any, phrase: str) -> bool:
        """Whether a field of a line is filled; its sentence otherwise, once."""
        if valeur not in (None, ""):
            return True
        if f"{rangee.cle}-{nom}" not in self.errors:
            self.add_error(f"{rangee.cle}-{nom}", phrase)
        return False

    def _datee(self, rangee: Rangee, valeurs: Mapping[str, Any]) -> int:
        lue = valeurs.get(f"{rangee.cle}-annee")
        return int(lue) if self._exiger(rangee, "annee", lue, "Indiquez l'année de cette ligne.") else 0

    def _ligne(self, rangee: Rangee, valeurs: Mapping[str, Any]) -> LigneEcrite | None:
        lus = self._lu(rangee, valeurs, "nature", "libelle", "montant")
        if lus is None:
            return None
        nature, libelle, montant = lus
        juste = self._exiger(rangee, "nature", nature, "Choisissez le poste de dépense.")
        juste &= self._exiger(rangee, "montant", montant, "Indiquez le montant, ou retirez la ligne.")
        annee = self._datee(rangee, valeurs)
        if not juste:
            return None
        return LigneEcrite(nature, libelle or NATURES[nature].capitalize(), annee, montant, False, rangee.numero)

    def _ressource(self, rangee: Rangee, valeurs: Mapping[str, Any]) -> RessourceEcrite | None:
        lus = self._lu(rangee, valeurs, "genre", "libelle", "montant")
        if lus is None:
            return None
        genre, libelle, montant = lus
        juste = self._exiger(rangee, "genre", genre, "Choisissez le financeur.")
        juste &= self._exiger(rangee, "montant", montant, "Indiquez le montant, ou retirez la ligne.")
        annee = self._datee(rangee, valeurs)
        if not juste:
            return None
        appel = self.operation.appel
        aide = genre == AIDE
        reel = appel.financeur if aide and appel else genre
        acquise = bool(valeurs.get(f"{rangee.cle}-acquise"))
        return RessourceEcrite(
            reel, libelle or "", annee, montant, acquise, aide or (appel is None and genre == "FSE"), rangee.numero
        )

    def _poste(self, rangee: Rangee, valeurs: Mapping[str, Any]) -> PosteEcrit | None:
        lus = self._lu(rangee, valeurs, "fonction", "agent", "structure", "etp", "heures", "cout")
        if lus is None:
            return None
        fonction, agent, structure, etp, heures, cout = lus
        juste = self._exiger(rangee, "fonction", fonction, "Dites la fonction de ce poste.")
        juste &= self._exiger(rangee, "etp", etp, "Indiquez le temps de ce poste, en ETP.")
        annee = self._datee(rangee, valeurs)
        if not juste:
            return None
        if phrase := refus_de_poste(etp, heures):
            self.add_error(f"{rangee.cle}-{'heures' if etp > 0 else 'etp'}", phrase)
            return None
        return PosteEcrit(fonction, annee, etp, heures, cout, agent, structure, rangee.numero)


class FormulaireAvenantAuPlan(FormulairePlanOperation):
    """An avenant and the plan that it carries: what is left empty follows the plan."""

    objet = forms.CharField(
        label="Objet", max_length=500, help_text="Par exemple : un poste de plus à partir de septembre."
    )
    signe_le = ChampJour(label="Signé le")
    effet_le = ChampJour(label="Prend effet le")
    fin = ChampJour(label="Nouveau dernier jour des dépenses", required=False)
    cout_total = ChampMontant(
        label="Nouveau coût total", required=False, help_text="Laissez vide : il est compté d'après le plan."
    )
    montant = ChampMontant(
        label="Nouvelle aide", required=False, help_text="Laissez vide : elle est comptée d'après le plan."
    )
    AVENANT: Final = ("objet", "signe_le", "effet_le", "fin", "cout_total", "montant")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was signed stays of its programming period.
        self.fields["programmation"].disabled = True

    def champs_de_l_avenant(self) -> list[BoundField]:
        return [self[nom] for nom in self.AVENANT]

    def _autres(self, valeurs: dict[str, Any]) -> dict[str, Any]:
        return {"avenant": {nom: valeurs.get(nom) for nom in self.AVENANT}}


def _options() -> list[Any]:
    """Real costs, then the flat rates of each programming period: one of another period is refused in a sentence."""
    par_periode = [
        (nom, [(f.code, f.libelle) for f in FORFAITS.values() if f.programmation == code])
        for code, nom in PROGRAMMATIONS.items()
    ]
    return [("", "Coûts réels, sans forfait"), *par_periode]


def _choix(libelle: str, choix: Any) -> forms.Field:
    return forms.ChoiceField(label=libelle, choices=[("", "À choisir"), *choix], required=False)


def _texte(libelle: str, taille: int) -> forms.Field:
    return forms.CharField(label=libelle, max_length=taille, required=False)


def _liste(libelle: str, choix: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=libelle, choices=[("", "–"), *choix], coerce=int, empty_value=None, required=False
    )


def _nombre(libelle: str, chiffres: int, maximum: str) -> forms.Field:
    return ChampDecimal(
        label=libelle, required=False, max_digits=chiffres, decimal_places=2, min_value=Decimal(0),
        max_value=Decimal(maximum),
    )  # fmt: skip
