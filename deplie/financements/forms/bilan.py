"""A bilan, its story, its expenses, their files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from deplie.financements.actions.depense import CHAMPS
from deplie.financements.models import BilanExecution, Depense, Engagement, PieceRequise
from deplie.financements.queries.bilan import RessourceDuBilan
from deplie.financements.queries.engagement import nommables
from deplie.financements.rules.nomenclature import NATURES
from deplie.financements.rules.saisie_depenses import ENTETE
from deplie.socle.fichiers.formulaire import FormulaireFichier
from deplie.socle.formulaires import ChampJour, ChampMontant, ChampNombre

OCTETS_MAX = 2 * 2**20


class FormulaireBilan(forms.Form):
    """The period of a bilan."""

    debut = ChampJour(label="Du")
    fin = ChampJour(label="Au")
    final = forms.BooleanField(
        label="Bilan final", required=False, help_text="Le dernier : son solde clôt l'opération."
    )


class FormulaireRecit(forms.Form):
    """What was done, and what each other funder brought."""

    recit = forms.CharField(
        label="Ce qui a été fait",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Pour qui, combien, avec qui, ce qui a changé. Aucun nom de participant.",
    )

    def __init__(self, *args: Any, bilan: BilanExecution, ressources: list[RessourceDuBilan], **kwargs: Any) -> None:
        initial = {"recit": bilan.recit} | {f"recu_{une.ressource.pk}": une.recu for une in ressources}
        super().__init__(*args, initial=initial, **kwargs)
        self.ressources = ressources
        for une in ressources:
            self.fields[f"recu_{une.ressource.pk}"] = ChampMontant(
                label=f"Reçu : {une.ressource}, {une.ressource.annee}", required=False
            )

    @property
    def recus(self) -> dict[int, Decimal | None]:
        """Resource → euros; None where it is not told."""
        return {une.ressource.pk: self.cleaned_data[f"recu_{une.ressource.pk}"] for une in self.ressources}


class FormulaireDepense(forms.Form):
    """One expense."""

    nature = forms.ChoiceField(label="Poste", choices=list(NATURES.items()))
    libelle = forms.CharField(label="Libellé", max_length=200, help_text="Par exemple : salaire chargé de mars.")
    fournisseur = forms.CharField(label="Fournisseur", max_length=160, required=False)
    numero_piece = forms.CharField(label="Numéro de la pièce", max_length=60, required=False)
    facturee_le = ChampJour(label="Pièce datée du", required=False)
    acquittee_le = ChampJour(label="Acquittée le")
    engagement = forms.ModelChoiceField(
        queryset=Engagement.objects.none(),
        label="Engagement qu'elle liquide",
        required=False,
        empty_label="Aucun",
        help_text="La commande ou le contrat, s'il est inscrit.",
    )
    heures = ChampNombre(
        label="Heures", required=False, min_value=Decimal(0), max_digits=8, decimal_places=2,
        help_text="Pour une dépense de personnel.",
    )  # fmt: skip
    montant = ChampMontant(label="Montant déclaré")

    def __init__(self, *args: Any, bilan: BilanExecution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nomme = self.initial.get("engagement")
        trouves = nommables(bilan, nomme.pk if nomme else None)
        if trouves.exists():
            self.fields["engagement"].queryset = trouves  # type: ignore[attr-defined]
        else:
            del self.fields["engagement"]

    @staticmethod
    def initial_de(depense: Depense) -> dict[str, Any]:
        return {champ: getattr(depense, champ) for champ in CHAMPS}


class FormulaireTableau(forms.Form):
    """A table of expenses, pasted or brought in a CSV file."""

    texte = forms.CharField(
        label="Tableau collé",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "wrap": "off", "spellcheck": "false"}),
        help_text=f"Première ligne, les en-têtes : {ENTETE}. Tabulation, point-virgule ou virgule.",
    )
    fichier = forms.FileField(
        label="Ou fichier CSV", required=False, widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"})
    )

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        fichier = valeurs.pop("fichier", None)
        if fichier is not None:
            valeurs["texte"] = self._lu(fichier)
        if not (valeurs.get("texte") or "").strip() and not self.errors:
            self.add_error("texte", "Collez un tableau, ou choisissez un fichier.")
        return valeurs

    def _lu(self, fichier: Any) -> str:
        if fichier.size > OCTETS_MAX:
            self.add_error("fichier", "Ce fichier dépasse 2 Mo : coupez-le.")
            return ""
        contenu = fichier.read()
        try:
            return contenu.decode("utf-8-sig")
        except UnicodeDecodeError:
            return contenu.decode("cp1252", "replace")


class FormulairePieceDepense(FormulaireFichier):
    """The file that proves an expense."""

    intitule = forms.CharField(
        label="Ce que c'est",
        max_length=160,
        required=False,
        help_text="Facture, bulletin de paie, relevé d'heures… À défaut, le nom du fichier.",
    )
    field_order = ["fichier", "intitule"]


class FormulairePieceDemandee(FormulaireFichier):
    """A document that the call asks for at the bilan."""

    requise = forms.ModelChoiceField(queryset=PieceRequise.objects.none(), label="Document", empty_label=None)
    field_order = ["requise", "fichier"]

    def __init__(self, *args: Any, requises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requise"].queryset = requises  # type: ignore[attr-defined]


class FormulaireMotif(forms.Form):
    """Why."""

    motif = forms.CharField(
        label="Raison", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Le porteur la lira."
    )
