"""What a bilan is made of: figures, their definition, their alerts; and its JSON (exchange contract)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from deplie.mesure.nombres import arrondi, rapport
from deplie.pilotage.catalogue import Indicateur
from deplie.pilotage.rules.ecriture import INSECABLE, ecart, nombre, pluriel, pourcentage
from deplie.pilotage.rules.periodes import Periode
from deplie.socle.argent import formater
from deplie.territoires.rules import MOTIF_SORTIE

EUROS: Final = "€"
Ventilation = Mapping[str, str | None]


@dataclass(frozen=True)
class Valeur:
    """A figure over one period. ``exacte`` is what ``valeur`` rounds; all None when it does not exist."""

    valeur: int | Decimal | None
    numerateur: int | Decimal | None = None
    denominateur: int | Decimal | None = None
    mediane: Decimal | None = None
    exacte: Fraction | None = None

    @property
    def vide(self) -> bool:
        """Nothing to show: a count of zero, a share of nothing."""
        return not (self.numerateur or self.denominateur or self.valeur)


@dataclass(frozen=True)
class ObjectifLu:
    """The target in force. ``atteinte``, in percent, is None where the period is not one that was set."""

    cible: Decimal
    atteinte: Decimal | None
    exacte: Fraction | None
    source: str
    debut: date
    fin: date
    comparable: bool


@dataclass(frozen=True)
class DefinitionLue:
    """Where a figure comes from: one sentence, its numerator and denominator, its version and its source."""

    version: str
    phrase: str
    numerateur: str
    denominateur: str
    base: str
    formule: str
    source: str
    effet_le: date
    protocole: str = ""
    motifs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alerte:
    """A sentence that asks for attention; ``codes`` are the figures it stands on, ``generale`` puts it at the top.

    ``lire``: the periods to read instead, each under one definition.
    """

    nature: str
    phrase: str
    codes: tuple[str, ...] = ()
    generale: bool = False
    lire: tuple[Periode, ...] = ()


@dataclass(frozen=True)
class Chiffre:
    """A figure, whole (``ventilation`` empty) or of one part, with the same one a year earlier."""

    indicateur: Indicateur
    ventilation: Ventilation
    lue: Valeur
    precedent: Valeur | None
    definition: DefinitionLue
    objectif: ObjectifLu | None = None
    alertes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    # Whether its reader may not see who is behind it.
    ferme: bool = False

    @property
    def code(self) -> str:
        return self.indicateur.code

    @property
    def libelle(self) -> str:
        return self.indicateur.libelle

    @property
    def unite(self) -> str:
        return self.indicateur.unite

    @property
    def valeur(self) -> int | Decimal | None:
        return self.lue.valeur

    @property
    def numerateur(self) -> int | Decimal | None:
        return self.lue.numerateur

    @property
    def denominateur(self) -> int | Decimal | None:
        return self.lue.denominateur

    @property
    def mediane(self) -> Decimal | None:
        return self.lue.mediane

    @property
    def ouvrable(self) -> bool:
        """Whether a list of people, participations or étapes stands behind it: a working time lists nobody."""
        return self.lue.valeur is not None and self.code != "charge_par_referent" and not self.ferme

    @property
    def base_ouvrable(self) -> bool:
        """Whether what it is divided by is a list: an envelope is not."""
        return self.ouvrable and self.indicateur.denominateur_liste

    @property
    def reserves(self) -> tuple[str, ...]:
        """Its alerts on the page, but for what the title above it or its definition already says."""
        return tuple(alerte for alerte in self.alertes if alerte != self.indicateur.portee_dite)

    @property
    def en_adresse(self) -> str:
        """What its list adds to the address of the bilan: ``&part=sexe:F``, one per dimension."""
        return "".join(f"&part={code}:{quote(valeur or '')}" for code, valeur in self.ventilation.items())

    @property
    def motifs_dits(self) -> tuple[str, ...]:
        """The motives that its definition counts positive, as people read them."""
        return tuple(MOTIF_SORTIE.libelle(code) for code in self.definition.motifs)

    @property
    def texte(self) -> str:
        """« 448 », « 54,9 % », « 18,0 mois », « – »."""
        return self._dire(self.lue.valeur)

    @property
    def texte_precedent(self) -> str:
        """The same, a year earlier; « – » when it is not known."""
        return self._dire(self.precedent.valeur if self.precedent else None)

    @cached_property
    def ecart(self) -> str:
        """Change over a year: a count with its percentage, points for shares; empty when nothing compares."""
        if self.precedent is None or self.lue.exacte is None or self.precedent.exacte is None:
            return ""
        if self.unite == "%":
            points = arrondi(abs(self.lue.exacte - self.precedent.exacte))
            return f"{ecart(self.lue.exacte, self.precedent.exacte, 1)} {pluriel(points, 'point')}"
        if self.indicateur.est_rapport:
            return ecart(self.lue.exacte, self.precedent.exacte, 2 if self.unite == EUROS else 1)
        return ecart(self.lue.exacte, self.precedent.exacte) + self._en_pourcent()

    @property
    def sens(self) -> int:
        """+1 when the change is for the better, -1 for the worse, 0 when it is neither or not known."""
        if self.precedent is None or self.lue.exacte is None or self.precedent.exacte is None:
            return 0
        difference = self.lue.exacte - self.precedent.exacte
        return self.indicateur.mieux * ((difference > 0) - (difference < 0))

    def _en_pourcent(self) -> str:
        evolution = rapport(self.lue.exacte, self.precedent.exacte if self.precedent else None, 100)
        return "" if evolution is None or evolution == 100 else f" ({ecart(evolution, 100, 1)}{INSECABLE}%)"

    def _dire(self, valeur: int | Decimal | None) -> str:
        if valeur is None:
            return "–"
        if self.unite == "%":
            return pourcentage(valeur)
        if self.unite == EUROS:
            return formater(valeur)
        if self.indicateur.est_rapport:
            dite = {"mois": "mois", "jour": "jours", "heure": "h"}.get(self.unite)
            return f"{nombre(valeur, 1)}{INSECABLE}{dite}" if dite else nombre(valeur, 1)
        return nombre(valeur)


@dataclass(frozen=True)
class Flux:
    """In progress at start + entries − exits = in progress at end; and how many people were followed."""

    debut: int
    entrees: int
    suivies: int
    sorties: int
    fin: int
    positives: int | None
    autres: int | None

    @property
    def juste(self) -> bool:
        return self.debut + self.entrees - self.sorties == self.fin


@dataclass(frozen=True)
class Manquant:
    """A field of the followed participations: how many do not have it. ``jamais``: no value was ever recorded."""

    champ: str
    libelle: str
    inconnus: int
    base: int
    jamais: bool

    @property
    def taux(self) -> Decimal | None:
        exact = rapport(self.inconnus, self.base, 100)
        return None if exact is None else arrondi(exact)


@dataclass(frozen=True)
class DeclareFige:
    """A figure that a document declared, as it stood beside the computed ones when they were frozen.

    ``part`` says what it is a part of; ``permis`` whether the computed value may print so, None without one.
    """

    libelle: str
    texte: str
    periode: Periode
    source: str
    organisme: str = ""
    part: str = ""
    calcule: str = ""
    permis: bool | None = None
    ecart: str = ""
    reserves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bilan:
    """The figures of a territory, a scheme and a period."""

    territoire: tuple[str, str]
    dispositif: str
    periode: Periode
    precedente: Periode | None
    donnees_au: datetime
    en_retard: bool
    chiffres: tuple[Chiffre, ...]
    alertes: tuple[Alerte, ...]
    manquants: tuple[Manquant, ...]
    tableaux: Mapping[tuple[str, ...], tuple[Chiffre, ...]] = field(default_factory=dict)
    par: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    # Figures that a document declares (``declares.ChiffreDeclare``), beside the computed ones; frozen, ``DeclareFige``.
    declares: tuple[Any, ...] = ()
    # A bilan computed on demand binds nobody: only a committee makes it final.
    statut: str = "PROVISOIRE"

    @property
    def totaux(self) -> dict[str, Chiffre]:
        """Whole figures by code."""
        return {chiffre.code: chiffre for chiffre in self.chiffres if not chiffre.ventilation}

    def chiffre(self, code: str, ventilation: Ventilation | None = None) -> Chiffre:
        """The figure of a code, whole or of one part; KeyError when it is not there."""
        voulue = dict(ventilation or {})
        for chiffre in self.chiffres:
            if chiffre.code == code and dict(chiffre.ventilation) == voulue:
                return chiffre
        raise KeyError(code)

    def parts(self, code: str, *par: str) -> tuple[Chiffre, ...]:
        """The parts of a figure, cut by ``par`` (a breakdown asked for), in the order to show them."""
        lus = self.tableaux.get(par or self.par, ())
        return tuple(chiffre for chiffre in lus if chiffre.code == code)

    @property
    def du_territoire(self) -> bool:
        """Whether something of the whole territory is known: it needs no participation."""
        return any(c.indicateur.du_territoire and c.lue.valeur is not None for c in self.chiffres)

    @property
    def flux(self) -> Flux | None:
        """The flow of the period; None when nothing was ever recorded."""
        lus = {c.code: c.lue.valeur for c in self.chiffres if not c.ventilation and not c.indicateur.est_rapport}
        if lus.get("entrees") is None:
            return None
        sorties, positives = int(lus.get("sorties") or 0), lus.get("sorties_positives")
        return Flux(
            debut=int(lus.get("parcours_en_cours_debut") or 0),
            entrees=int(lus["entrees"] or 0),
            suivies=int(lus.get("personnes_suivies") or 0),
            sorties=sorties,
            fin=int(lus.get("parcours_en_cours_fin") or 0),
            positives=None if positives is None else int(positives),
            autres=None if positives is None else sorties - int(positives),
        )

    def en_json(self) -> dict[str, Any]:
        """The document of the exchange contract."""
        code, nom = self.territoire
        return {
            "territoire": {"code": code, "nom": nom},
            "periode": {"debut": self.periode.debut.isoformat(), "fin": self.periode.fin.isoformat()},
            "dispositif": self.dispositif,
            "statut": self.statut,
            "donnees_au": self.donnees_au.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "chiffres": [chiffre_en_json(chiffre) for chiffre in self.chiffres],
            "alertes": [alerte.phrase for alerte in self.alertes if alerte.generale],
        }


def chiffre_en_json(chiffre: Chiffre) -> dict[str, Any]:
    """One figure of the contract's document."""
    objectif, definition = chiffre.objectif, chiffre.definition
    return {
        "code": chiffre.code,
        "libelle": chiffre.libelle,
        "unite": chiffre.unite,
        "ventilation": dict(chiffre.ventilation),
        **_valeur_en_json(chiffre.lue, chiffre.indicateur),
        "precedent": _valeur_en_json(chiffre.precedent, chiffre.indicateur) if chiffre.precedent else None,
        "objectif": {
            "cible": en_nombre(objectif.cible),
            "atteinte": None if objectif.atteinte is None else float(objectif.atteinte),
            "source": objectif.source,
        }
        if objectif
        else None,
        "definition": {"version": definition.version, "formule": definition.formule, "source": definition.source},
        "alertes": list(chiffre.alertes),
    }


def _valeur_en_json(valeur: Valeur, indicateur: Indicateur) -> dict[str, Any]:
    lue = valeur.valeur
    document: dict[str, Any] = {
        "valeur": float(lue) if isinstance(lue, Decimal) else lue,
        "numerateur": en_nombre(valeur.numerateur),
        "denominateur": en_nombre(valeur.denominateur),
    }
    if indicateur.a_mediane:
        document["mediane"] = None if valeur.mediane is None else float(valeur.mediane)
    return document


def en_nombre(valeur: int | Decimal | None) -> int | float | None:
    """An integer when it is whole."""
    if valeur is None or isinstance(valeur, int):
        return valeur
    return int(valeur) if valeur == valeur.to_integral_value() else float(valeur)
