"""A control: its sample, what is seen of a line, the answer, the conclusion."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from deplie.socle.formulaires import ChampMontant


class FormulaireOuverture(forms.Form):
    """How the sample is drawn."""

    seuil = ChampMontant(label="Toutes les dépenses à partir de", initial=Decimal(1000))
    part = forms.IntegerField(
        label="Part des autres tirée au sort, en %",
        min_value=0,
        max_value=100,
        initial=20,
        help_text="Du nombre de lignes, arrondi au-dessus.",
    )
    graine = forms.CharField(
        label="Graine du tirage",
        max_length=64,
        required=False,
        help_text="Laissez vide : elle est tirée au sort, puis écrite au dossier pour refaire le tirage.",
    )


class FormulaireConstat(forms.Form):
    """What was seen of an expense."""

    observation = forms.CharField(label="Ce qui a été vérifié", max_length=500, required=False)
    rejete = ChampMontant(label="Montant écarté", initial=Decimal(0))
    motif = forms.CharField(label="Motif de l'écart", max_length=300, required=False, help_text="Le porteur le lira.")


class FormulaireRevision(forms.Form):
    """What is taken off after the holder's answer."""

    rejete_final = ChampMontant(label="Montant écarté après réponse")
    reponse = forms.CharField(label="Ce que le porteur a répondu", max_length=500, required=False)


class FormulaireNotification(forms.Form):
    """What is sent to the holder."""

    extrapoler = forms.BooleanField(
        label="Extrapoler aux dépenses qui n'ont pas été tirées",
        required=False,
        help_text="Le taux d'erreur des lignes tirées au sort est appliqué à celles qui ne l'ont pas été.",
    )


class FormulaireReponse(forms.Form):
    """The holder's answer."""

    reponse = forms.CharField(label="Réponse aux constats", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))


class FormulaireConclusion(forms.Form):
    """What the control concludes."""

    conclusion = forms.CharField(
        label="Conclusion", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class FormulaireSolde(forms.Form):
    """How what was overpaid came back; shown when something has to."""

    reversement = forms.CharField(
        label="Référence de l'ordre de reversement réglé",
        max_length=60,
        required=False,
        help_text="L'opération se solde une fois la somme revenue.",
    )
