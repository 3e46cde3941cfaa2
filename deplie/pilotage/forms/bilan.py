"""What a bilan is asked for: a scheme, a period, one or two breakdowns. Everything stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils import timezone

from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.queries.groupes import DU_LIEU, Groupe, publics_de
from deplie.pilotage.queries.periodes import annees, protocole_du
from deplie.pilotage.rules import periodes
from deplie.pilotage.rules.periodes import TOUS, Periode
from deplie.socle.erreurs import RefusMetier
from deplie.socle.formulaires import ChampJour
from deplie.territoires.models import Territoire

PARTIES: Final = (
    ("", "année entière"),
    ("S1", "1er semestre"), ("S2", "2e semestre"),
    ("T1", "1er trimestre"), ("T2", "2e trimestre"), ("T3", "3e trimestre"), ("T4", "4e trimestre"),
    *((f"M{rang:02d}", nom) for rang, nom in enumerate(periodes.MOIS, 1)),
    ("protocole", "depuis le début du protocole"),
)  # fmt: skip


@dataclass(frozen=True)
class Demande:
    """A bilan asked for: its period, its scheme, what it is cut by."""

    periode: Periode
    dispositif: str
    par: tuple[str, ...]


class FiltreBilan(forms.Form):
    """The filter of the bilan, read from the address; what is missing takes its usual value."""

    dispositif = forms.ChoiceField(label="Dispositif", required=False)
    annee = forms.TypedChoiceField(label="Année", coerce=int, required=False)
    partie = forms.ChoiceField(label="Partie de l'année", choices=PARTIES, required=False)
    du = ChampJour(label="Du", required=False)
    au = ChampJour(label="au", required=False)
    par = forms.CharField(required=False, widget=forms.HiddenInput)
    par1 = forms.ChoiceField(label="Ventiler par", required=False)
    par2 = forms.ChoiceField(label="et par", required=False)

    def __init__(self, recu: QueryDict, *, territoire: Territoire) -> None:
        self.territoire = territoire
        self.dispositifs = list(territoire.dispositifs.all())
        self.annees = annees(territoire)
        lu = recu.copy()
        lu.setdefault("dispositif", self.dispositifs[0].code if self.dispositifs else TOUS)
        if not lu.get("annee"):
            lu["annee"] = str(self.annees[0])
        for rang, code in enumerate(filter(None, lu.get("par", "").split(",")), 1):
            lu.setdefault(f"par{rang}", code)
        super().__init__(lu)
        self._offrir(lu["annee"])

    def _offrir(self, annee: str) -> None:
        """Choices of this territory; a year asked for by address is offered too."""
        tous = [(TOUS, "tous")] if len(self.dispositifs) > 1 else []
        offertes = sorted(
            {*self.annees, *([int(annee)] if annee.isdecimal() and len(annee) == 4 else [])}, reverse=True
        )
        dimensions = [("", "rien"), *((code, d.libelle) for code, d in DIMENSIONS.items())]
        choix = {
            "dispositif": [(d.code, d.nom) for d in self.dispositifs] + tous,
            "annee": [(numero, str(numero)) for numero in offertes],
            "par1": dimensions,
            "par2": dimensions,
        }
        for nom, offre in choix.items():
            self.fields[nom].choices = offre  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        lu: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        try:
            lu["demande"] = Demande(self._periode(lu), lu["dispositif"], self._par(lu))
        except RefusMetier as refus:
            raise forms.ValidationError(refus.message) from refus
        return lu

    @property
    def demande(self) -> Demande:
        """What is asked for; only once the form is valid."""
        demande: Demande = self.cleaned_data["demande"]
        return demande

    def _periode(self, lu: dict[str, Any]) -> Periode:
        du, au, annee, partie = lu.get("du"), lu.get("au"), lu["annee"], lu["partie"]
        if du or au:
            return periodes.periode(du or date(annee, 1, 1), au or date(annee, 12, 31))
        if partie == "protocole":
            return self._protocole(annee)
        if partie:
            decoupe = {"S": periodes.semestre, "T": periodes.trimestre, "M": periodes.mois}[partie[0]]
            return decoupe(annee, int(partie[1:]))
        return periodes.annee(annee)

    def _protocole(self, annee: int) -> Periode:
        """From the first day of the protocole in force that year to the end of that year, or to today."""
        trouve = protocole_du(self.territoire, self.cleaned_data["dispositif"], date(annee, 12, 31))
        if trouve is None:
            raise RefusMetier(f"Aucun protocole n'est en vigueur en {annee}. Choisissez une autre période.")
        return periodes.protocole_a_ce_jour(trouve.debut, date(annee, 12, 31), timezone.localdate())

    def _par(self, lu: dict[str, Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for code in (lu.get("par1"), lu.get("par2")) if code))

    def voisines(self) -> dict[str, tuple[str, str]]:
        """The same bilan a year earlier and later: its year and its query string; only years that have something."""
        annee = int(self.cleaned_data["annee"])
        return {
            sens: (str(voisine), self.adresse(annee=str(voisine), du="", au=""))
            for sens, voisine in (("avant", annee - 1), ("apres", annee + 1))
            if voisine in self.annees
        }

    def adresse(self, **autres: str) -> str:
        """The query string that asks for the same bilan again, changed by ``autres``."""
        lu = QueryDict(mutable=True)
        champs = {nom: self.data.get(nom, "") for nom in ("dispositif", "annee", "partie", "du", "au", "par1", "par2")}
        for nom, valeur in {**champs, **autres}.items():
            if valeur:
                lu[nom] = valeur
        return lu.urlencode()


class FiltreControle(FiltreBilan):
    """A period and a scheme: the filter of the bilan, but for what it is cut by."""

    def __init__(self, recu: QueryDict, *, territoire: Territoire) -> None:
        super().__init__(recu, territoire=territoire)
        for nom in ("par", "par1", "par2"):
            del self.fields[nom]


class FiltreProjection(FiltreControle):
    """A year and a scheme, and the day on which its pace is read."""

    le = ChampJour(label="Arrêté au", required=False)

    def __init__(self, recu: QueryDict, *, territoire: Territoire) -> None:
        super().__init__(recu, territoire=territoire)
        for nom in ("partie", "du", "au"):
            self.fields[nom].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if not self.errors and lu.get("le") and lu["le"] < self.demande.periode.debut:
            self.add_error("le", "Ce jour est avant le début de l'année choisie : il n'y a rien à projeter.")
        return lu

    @property
    def jour(self) -> date:
        """The day asked for; else today in a period that runs, 30 June or the day in the middle of another."""
        voulu: date | None = self.cleaned_data.get("le")
        periode, aujourd_hui = self.demande.periode, timezone.localdate()
        if voulu:
            return voulu
        if periode.debut <= aujourd_hui <= periode.fin:
            return aujourd_hui
        juin = date(periode.fin.year, 6, 30)
        return juin if periode.debut < juin < periode.fin else periode.debut + (periode.fin - periode.debut) // 2


class FormulaireFiger(FiltreControle):
    """The period whose figures are frozen."""


class FormulaireComparaison(forms.Form):
    """Two groups, read from the address, and the definition that both are counted on.

    ``lieux``: the territories whose figures the reader may see, the present one first.
    """

    a_groupe = forms.ChoiceField(label="Dispositif")
    a_annee = forms.TypedChoiceField(label="Année", coerce=int)
    a_public = forms.ChoiceField(label="Public", required=False)
    b_groupe = forms.ChoiceField(label="Dispositif")
    b_annee = forms.TypedChoiceField(label="Année", coerce=int)
    b_public = forms.ChoiceField(label="Public", required=False)
    definition = forms.ChoiceField(
        label="Définition d'une sortie positive",
        required=False,
        choices=[
            ("", "la même pour tous : emploi et formation qualifiante"),
            ("a", "celle du protocole du premier groupe"),
            ("b", "celle du protocole du second groupe"),
        ],
    )

    def __init__(self, recu: QueryDict, *, lieux: Sequence[Territoire]) -> None:
        self.lieux = {lieu.code: lieu for lieu in lieux}
        self.offerts = {
            f"{lieu.code}:{code}": f"{nom}, {lieu.nom}" if len(lieux) > 1 else nom
            for lieu in lieux
            for code, nom in _dispositifs_offerts(lieu)
        }
        offertes = sorted({annee for lieu in lieux for annee in annees(lieu)}, reverse=True)
        lu = recu.copy()
        for nom, usuel in _usuels(list(self.offerts), annees(lieux[0])).items():
            lu.setdefault(nom, usuel)
        super().__init__(lu)
        familles = publics_de(lieux[0])
        nommees = [(nom, list(parts.items())) for nom, parts in familles.items() if nom and parts]
        choix = [*familles[""].items(), *nommees]
        for rang in "ab":
            self.fields[f"{rang}_groupe"].choices = list(self.offerts.items())  # type: ignore[attr-defined]
            self.fields[f"{rang}_annee"].choices = [(n, str(n)) for n in offertes]  # type: ignore[attr-defined]
            self.fields[f"{rang}_public"].choices = choix  # type: ignore[attr-defined]
        self.publics = {valeur: dite for parts in familles.values() for valeur, dite in parts.items()}

    def clean(self) -> dict[str, Any]:
        lu: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        ici = next(iter(self.lieux.values()))
        for groupe in (self.groupe("a"), self.groupe("b")):
            if groupe.public and groupe.public[0] in DU_LIEU and groupe.territoire != ici:
                dit = self.publics[":".join(groupe.public)]
                raise forms.ValidationError(f"« {dit} » est de {ici.nom} : choisissez-y aussi le dispositif.")
        if self.groupe("a") == self.groupe("b"):
            raise forms.ValidationError("Les deux groupes sont les mêmes. Changez le dispositif, l'année ou le public.")
        return lu

    def groupe(self, rang: str) -> Groupe:
        """The group « a » or « b »; only once its fields are valid."""
        lu = self.cleaned_data
        code, _, dispositif = lu[f"{rang}_groupe"].partition(":")
        annee, public = lu[f"{rang}_annee"], lu[f"{rang}_public"]
        lieu = f", {code}" if len(self.lieux) > 1 else ""
        nom = f"{'tous dispositifs' if dispositif == TOUS else dispositif}{lieu} {annee}"
        if public:
            nom += f", {self.publics[public]}"
        dimension, _, valeur = public.partition(":")
        part = (dimension, valeur) if public else None
        return Groupe(nom, self.lieux[code], dispositif, periodes.annee(annee), part)


def _dispositifs_offerts(lieu: Territoire) -> list[tuple[str, str]]:
    siens = [(d.code, d.code) for d in lieu.dispositifs.all()]
    return siens + ([(TOUS, "tous dispositifs")] if len(siens) > 1 else [])


def _usuels(offerts: Sequence[str], siennes: Sequence[int]) -> dict[str, str]:
    """Two schemes of one year where there are two; else a year and the one before."""
    annee = siennes[0] if siennes else timezone.localdate().year
    deux = len(offerts) > 1 and offerts[0].split(":")[0] == offerts[1].split(":")[0]
    premier = offerts[0] if offerts else ""
    return {
        "a_groupe": premier,
        "b_groupe": offerts[1] if deux else premier,
        "a_annee": str(annee),
        "b_annee": str(annee if deux else annee - 1),
    }
