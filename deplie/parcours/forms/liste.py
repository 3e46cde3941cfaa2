"""The filter of the list, read from the URL. What it does not understand is said, and kept out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.forms.edition import Deroulante
from deplie.parcours.queries import choix
from deplie.parcours.queries.alertes import delais_de
from deplie.parcours.queries.liste import ANNULES, EN_COURS, INCONNU, SORTIS, TOUS, TRIS, Filtre
from deplie.parcours.rules.alertes import ALERTES, alertes
from deplie.parcours.rules.duree import tranches
from deplie.socle.formulaires import ChampJour
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import FAMILLE_SORTIE, MOTIF_SORTIE, MOTIFS_SENSIBLES, NIVEAU_FORMATION, OUI_NON_NSP

ETATS = [(EN_COURS, "En cours"), (SORTIS, "Sortis"), (TOUS, "Tous"), (ANNULES, "Annulés comme doublons")]
TOUTES_VALEURS, NON_RENSEIGNE = ("", "Tous"), (INCONNU, "Non renseigné")
# Only who may read the situation at entry filters on it: a filter tells as much as a column.
DE_SITUATION = ("qpv", "niveau", "tranche", "commune", "motif", "famille", "alerte")


class FormulaireListe(forms.Form):
    """One field per parameter of ``queries.liste.Filtre``, of the same name."""

    q = forms.CharField(label="Chercher", max_length=120, required=False, strip=True)
    dispositif = forms.ChoiceField(label="Dispositif", required=False)
    etat = forms.ChoiceField(label="État", choices=ETATS, required=False)
    au = ChampJour(label="État au", required=False, help_text="")
    entree_du = ChampJour(label="Du", required=False, help_text="")
    entree_au = ChampJour(label="Au", required=False, help_text="")
    sortie_du = ChampJour(label="Du", required=False, help_text="")
    sortie_au = ChampJour(label="Au", required=False, help_text="")
    referent = forms.ChoiceField(label="Référent", required=False)
    prescripteur = forms.ChoiceField(label="Prescripteur", required=False)
    qpv = forms.ChoiceField(label="Quartier prioritaire", required=False)
    niveau = forms.ChoiceField(label="Niveau de formation", required=False)
    tranche = forms.ChoiceField(label="Âge à l'entrée", required=False)
    commune = forms.ChoiceField(label="Commune", required=False)
    famille = forms.ChoiceField(label="Famille de sortie", required=False)
    motif = forms.ChoiceField(label="Motif de sortie", required=False)
    alerte = forms.ChoiceField(label="À vérifier", required=False)
    tri = forms.ChoiceField(required=False, choices=[(sens + tri, tri) for tri in TRIS for sens in ("", "-")])

    def __init__(self, *args: Any, acteur: Acteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acteur = acteur
        self.bornes = reglage(acteur.territoire, "tranches_age")
        for nom, valeurs in self._choix().items():
            self.fields[nom].widget = Deroulante(attrs=self.fields[nom].widget.attrs)
            self.fields[nom].choices = [TOUTES_VALEURS, *valeurs]
        if not acteur.peut("participation.situation"):
            for nom in DE_SITUATION:
                del self.fields[nom]

    def _choix(self) -> dict[str, list[tuple[str, str]]]:
        acteur = self.acteur
        motifs = MOTIF_SORTIE.choix()
        if not acteur.peut("sensible.lire"):
            motifs = [(code, libelle) for code, libelle in motifs if code not in MOTIFS_SENSIBLES]
        return {
            "dispositif": choix.dispositifs(acteur.territoire),
            "referent": [*((str(a.pk), str(a)) for a in choix.referents(acteur)), NON_RENSEIGNE],
            "prescripteur": [*((str(o.pk), o.nom) for o in choix.prescripteurs(acteur)), NON_RENSEIGNE],
            "qpv": [*OUI_NON_NSP.choix(), NON_RENSEIGNE],
            "niveau": [*NIVEAU_FORMATION.choix(), NON_RENSEIGNE],
            "tranche": [*((code, _dire_tranche(code)) for code in tranches(self.bornes)), NON_RENSEIGNE],
            "commune": [*choix.communes(acteur.territoire), NON_RENSEIGNE],
            "famille": [f for f in FAMILLE_SORTIE.choix() if f[0] != "ANNULATION"],
            "motif": [*(m for m in motifs if m[0] != "A_DOUBLON"), NON_RENSEIGNE],
            "alerte": [(a.code, a.libelle) for a in alertes(delais_de(acteur.territoire)).values()],
        }

    @property
    def filtre(self) -> Filtre:
        """What is understood of the URL. An alert opens on the state it speaks of, unless another is asked."""
        self.is_valid()
        lus = {champ.name: self.cleaned_data.get(champ.name) for champ in fields(Filtre)}
        donnes = {nom: valeur for nom, valeur in lus.items() if valeur not in (None, "")}
        if (alerte := ALERTES.get(str(donnes.get("alerte", "")))) and "etat" not in donnes:
            donnes["etat"] = alerte.etat
        donnes.setdefault("au", timezone.localdate())
        return Filtre(**donnes)

    @property
    def retenus(self) -> list[tuple[str, str]]:
        """(parameter, « Référent : Loïc Modèle ») of each filter set, for the chips that take it off."""
        self.is_valid()
        dits = []
        for nom, champ in self.fields.items():
            valeur = self.cleaned_data.get(nom)
            if valeur in (None, "") or nom in ("q", "etat", "tri"):
                continue
            ecrite = f"{valeur:%d/%m/%Y}" if hasattr(valeur, "year") else dict(champ.choices)[valeur]
            dits.append((nom, f"{_LIBELLES.get(nom, champ.label)} : {ecrite}"))
        return dits


_LIBELLES = {
    "entree_du": "Entrée à partir du",
    "entree_au": "Entrée jusqu'au",
    "sortie_du": "Sortie à partir du",
    "sortie_au": "Sortie jusqu'au",
}


def _dire_tranche(code: str) -> str:
    """« -26 » → « moins de 26 ans »."""
    if code.startswith("-"):
        return f"moins de {code[1:]} ans"
    if code.endswith("+"):
        return f"{code[:-1]} ans et plus"
    return f"{code.replace('-', ' à ')} ans"
