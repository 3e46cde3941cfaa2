"""A call as it is written: its calendar, its money, and the four lists of what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import SubventionGlobale
from deplie.financements.models import Appel, PieceRequise
from deplie.financements.queries.appel import dispositifs_de, organisations_de
from deplie.financements.queries.programmation import cellules_de
from deplie.financements.rules.appel import USAGES
from deplie.financements.rules.forfait import PROGRAMMATIONS
from deplie.financements.rules.nomenclature import RESSOURCES
from deplie.financements.rules.programmation import nom_de
from deplie.socle.formulaires import ChampHeure, ChampJour, ChampMontant, ChampNombre, FormulaireEdition

# Empty lines offered after those that are filled.
LIGNES_EN_PLUS: Final = 3
LIGNES_AU_PLUS: Final = 40
FIN_DE_JOURNEE: Final = time(23, 59, 59)


class ChampTaux(forms.DecimalField):
    """A percentage typed « 60 », « 66,67 » or « 60 % »: more than 0, up to 100."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 8}))
        options.setdefault("help_text", "En pour cent du coût : 60.")
        super().__init__(max_digits=5, decimal_places=2, **options)

    def to_python(self, value: Any) -> Decimal | None:
        propre = str(value or "").replace("%", "").replace(",", ".").strip()
        try:
            taux = super().to_python(propre)
        except forms.ValidationError as erreur:
            raise forms.ValidationError("Ce taux n'est pas reconnu. Écrivez-le ainsi : 60 ou 66,67.") from erreur
        if taux is not None and not 0 < taux <= 100:
            raise forms.ValidationError("Le taux maximum est un pourcentage, de plus de 0 à 100.")
        return taux

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class ChampsCalendrier(forms.Form):
    """When a call opens and closes: a day and an hour, the second of the closure included."""

    ouvre_jour = ChampJour(label="Dépôt à partir du")
    ferme_jour = ChampJour(label="Dépôt jusqu'au")
    ferme_heure = ChampHeure(label="Heure de la clôture", required=False, help_text="23:59:59 si rien n'est indiqué.")

    def ouvre_le(self) -> datetime:
        """The first moment of the opening day."""
        return _moment(self.cleaned_data["ouvre_jour"], time(0, 0))

    def ferme_le(self) -> datetime:
        """The last second in which an application is in time."""
        return _moment(self.cleaned_data["ferme_jour"], self.cleaned_data["ferme_heure"] or FIN_DE_JOURNEE)


class FormulaireAppel(ChampsCalendrier, FormulaireEdition):
    """What a call is, when, for how much."""

    titre = forms.CharField(label="Titre", max_length=200)
    code = forms.CharField(label="Code", max_length=40, help_text="Il commence celui des dossiers : AAP-2026.")
    usage = forms.ChoiceField(label="Sorte d'appel", choices=list(USAGES.items()))
    organisation = forms.ModelChoiceField(queryset=None, label="Qui lance l'appel")
    financeur = forms.ChoiceField(label="L'aide vient de", choices=list(RESSOURCES.items()))
    cadrage = forms.CharField(
        label="Objet et attendus", required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ce que les porteurs lisent : qui peut répondre, pour quoi, ce qui est attendu.",
    )  # fmt: skip
    contact = forms.EmailField(label="Courriel du service", required=False, help_text="Les porteurs le lisent.")
    debut_operations = ChampJour(label="Les opérations commencent au plus tôt le", required=False)
    fin_operations = ChampJour(label="Les opérations finissent au plus tard le", required=False)
    enveloppe = ChampMontant(label="Enveloppe")
    plancher = ChampMontant(label="Montant demandé, au moins", required=False)
    plafond = ChampMontant(label="Montant demandé, au plus", required=False)
    taux_max = ChampTaux(label="Taux maximum d'aide", required=False)
    lecteurs_min = forms.IntegerField(label="Lecteurs par dossier, au moins", min_value=1, max_value=20, initial=1)
    dispositif = forms.ModelChoiceField(queryset=None, label="Dispositif", required=False, empty_label="Tous")
    programmation = forms.ChoiceField(label="Programmation européenne", required=False)
    axe = forms.CharField(label="Axe", max_length=120, required=False)
    objectif_specifique = forms.CharField(label="Objectif spécifique", max_length=200, required=False)
    controle_service_fait = forms.BooleanField(
        label="Les bilans sont contrôlés (contrôle de service fait)", required=False, initial=True
    )
    aide_etat = forms.BooleanField(label="L'aide est une aide d'État", required=False)
    field_order = ("titre", "code", "usage", "organisation", "financeur", "cadrage", "contact", "ouvre_jour",
                   "ferme_jour", "ferme_heure")  # fmt: skip
    _CALENDRIER: Final = ("ouvre_jour", "ferme_jour", "ferme_heure")

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_de(acteur)  # type: ignore[attr-defined]
        self.fields["dispositif"].queryset = dispositifs_de(acteur)  # type: ignore[attr-defined]
        self.fields["programmation"].choices = [("", "Aucune"), *PROGRAMMATIONS.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if not self.errors:
            valeurs |= {"ouvre_le": self.ouvre_le(), "ferme_le": self.ferme_le()}
        return {nom: valeur for nom, valeur in valeurs.items() if self.errors or nom not in self._CALENDRIER}

    @staticmethod
    def initial_de(appel: Appel) -> dict[str, Any]:
        """What the form shows of a call."""
        ouvre, ferme = timezone.localtime(appel.ouvre_le), timezone.localtime(appel.ferme_le)
        champs = {champ.name: getattr(appel, champ.name) for champ in Appel._meta.concrete_fields}
        return champs | {"ouvre_jour": ouvre.date(), "ferme_jour": ferme.date(), "ferme_heure": ferme.time()}


class FormulaireCopie(ChampsCalendrier):
    """Another year of the same call."""

    titre = forms.CharField(label="Titre", max_length=200)
    code = forms.CharField(label="Code", max_length=40)
    field_order = ("titre", "code")

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if self.errors:
            return valeurs
        gardes = {nom: valeurs[nom] for nom in ("titre", "code")}
        return gardes | {"ouvre_le": self.ouvre_le(), "ferme_le": self.ferme_le()}


class FormulaireProlongation(forms.Form):
    """A later closure."""

    jour = ChampJour(label="Nouvelle clôture, le")
    heure = ChampHeure(label="À", required=False, help_text="23:59:59 si rien n'est indiqué.")

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        return valeurs if self.errors else {"ferme_le": _moment(valeurs["jour"], valeurs["heure"] or FIN_DE_JOURNEE)}


class FormulaireRattachement(forms.Form):
    """Which subvention globale pays a call, on which axis and objective."""

    cellule = forms.ChoiceField(
        label="Cet appel est payé par", required=False, help_text="Les axes et objectifs sont ceux de l'enveloppe."
    )

    def __init__(self, *args: Any, appel: Appel, **kwargs: Any) -> None:
        self.cellules: dict[str, tuple[SubventionGlobale, str, str]] = {
            f"{subvention.pk}-{rang}": (subvention, axe, objectif)
            for subvention, axes in cellules_de(appel.territoire)
            for rang, (axe, objectif) in enumerate(axes)
        }
        ici = (appel.subvention, appel.axe, appel.objectif_specifique)
        present = next((code for code, cellule in self.cellules.items() if cellule == ici), "")
        kwargs.setdefault("initial", {"cellule": present})
        super().__init__(*args, **kwargs)
        noms = [(code, f"{s}, {nom_de(axe, objectif)}") for code, (s, axe, objectif) in self.cellules.items()]
        self.fields["cellule"].choices = [("", "Aucune subvention globale"), *noms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        if self.errors:
            return valeurs
        subvention, axe, objectif = self.cellules.get(valeurs["cellule"], (None, "", ""))
        return {"subvention": subvention, "axe": axe, "objectif_specifique": objectif}


class FormulaireRaison(forms.Form):
    """Why: the applicants read it."""

    raison = forms.CharField(
        label="Raison", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="Les porteurs la liront."
    )


def _moment(jour: date, heure: time) -> datetime:
    return timezone.make_aware(datetime.combine(jour, heure))


def _oui_non(libelle: str, oui: str, non: str) -> forms.Field:
    return forms.TypedChoiceField(
        label=libelle, choices=[("1", oui), ("", non)], coerce=bool, empty_value=False, required=False, initial="1"
    )


# The fields of a line of each list; the first one, empty, means that there is no line.
def _champs_de(liste: str) -> dict[str, forms.Field]:
    if liste == "enveloppes":
        return {
            "intitule": forms.CharField(label="Intitulé", max_length=120, required=False),
            "montant": ChampMontant(label="Montant", required=False, help_text=""),
        }
    if liste == "questions":
        return {
            "texte": forms.CharField(label="Question", max_length=300, required=False),
            "attendue": _oui_non("Réponse attendue", "oui", "non"),
            "aide": forms.CharField(label="Explication", max_length=300, required=False),
        }
    if liste == "pieces":
        return {
            "intitule": forms.CharField(label="Pièce", max_length=160, required=False),
            "moment": forms.ChoiceField(label="Demandée", choices=PieceRequise.Moment.choices, required=False),
            "obligatoire": _oui_non("Est-elle obligatoire ?", "obligatoire", "facultative"),
        }
    return {
        "intitule": forms.CharField(label="Critère", max_length=160, required=False),
        "poids": ChampNombre(
            label="Poids", max_digits=5, decimal_places=2, required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
        ),
        "note_max": forms.IntegerField(label="Note maximum", min_value=1, max_value=100, required=False),
    }  # fmt: skip


class FormulaireListe(forms.Form):
    """A list of a call, as lines: one emptied goes away, empty ones wait below."""

    def __init__(self, donnees: Any, *, liste: str, lignes: Sequence[Any]) -> None:
        super().__init__(donnees)
        self.liste = liste
        self.noms = list(_champs_de(liste))
        self.rangs = range(min(len(lignes) + LIGNES_EN_PLUS, LIGNES_AU_PLUS))
        for rang in self.rangs:
            for nom, champ in _champs_de(liste).items():
                if rang < len(lignes):
                    valeur = getattr(lignes[rang], nom)
                    champ.initial = ("1" if valeur else "") if isinstance(valeur, bool) else valeur
                champ.label = f"{champ.label}, ligne {rang + 1}"
                self.fields[f"{nom}-{rang}"] = champ

    def tableau(self) -> list[list[BoundField]]:
        """The fields, line by line."""
        return [[self[f"{nom}-{rang}"] for nom in self.noms] for rang in self.rangs]

    def entetes(self) -> list[str]:
        """The heads of the columns."""
        return [str(champ.label) for champ in _champs_de(self.liste).values()]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        lignes = []
        for rang in self.rangs:
            ligne = {nom: valeurs.get(f"{nom}-{rang}") for nom in self.noms}
            if not ligne[self.noms[0]]:
                continue
            for nom in {"montant", "poids", "note_max"} & set(self.noms):
                if ligne[nom] is None and f"{nom}-{rang}" not in self.errors:
                    self.add_error(f"{nom}-{rang}", "Indiquez un nombre pour cette ligne.")
            lignes.append(ligne)
        return valeurs | {"lignes": lignes}
