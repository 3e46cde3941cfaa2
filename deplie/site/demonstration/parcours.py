"""What is invented: a person, a participation, an étape. Plain records, filled one subject after another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from deplie.site.demonstration.declaration import Cohorte
from deplie.territoires.queries.geographie import LieuOfficiel
from deplie.territoires.rules.sorties import FAMILLE_DU_MOTIF


@dataclass(eq=False)
class Personne:
    """Identity, contact and sensitive answers: the cells that are the same on every line of one person."""

    identifiant: str = ""
    nom: str = ""
    nom_usage: str = ""
    prenom: str = ""
    sexe: str = ""
    naissance: date | None = None
    adresse: str = ""
    code_postal: str = ""
    telephone: str = ""
    courriel: str = ""
    reponses: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Etape:
    """A step. ``annees``: the years that it touches, among those whose figures are told; ``fin`` None: still open."""

    categorie: str
    annees: tuple[int, ...]
    debut: date
    fin: date | None
    intitule: str = ""
    operateur: str = ""
    finance: bool = False
    operation: str = ""
    heures: int | None = None
    statut: str = "REALISEE"
    resultat: str = ""
    reference: str = ""


@dataclass(eq=False)
class Parcours:
    """A participation, from the commission to the exit, with what was true at entry."""

    cohorte: Cohorte
    entree: date
    sortie: date | None
    sexe: str
    plus_25: bool
    qpv: str
    personne: Personne = field(default_factory=Personne)
    motif: str = ""
    provisoire: bool = False
    validation: date | None = None
    situation: str = ""
    situation_le: date | None = None
    suspension: int = 0
    lieu: LieuOfficiel | None = None
    code_qpv: str = ""
    rurale: str = ""
    niveau: str = ""
    statut: str = ""
    chomage: int | None = None
    criteres: list[str] = field(default_factory=list)
    freins: list[str] = field(default_factory=list)
    prescription: date | None = None
    prescripteur: str = ""
    referent: str = ""
    etapes: list[Etape] = field(default_factory=list)
    # Somebody named in the declaration: their étapes are written there.
    vedette: bool = False

    @property
    def dispositif(self) -> str:
        return self.cohorte.dispositif

    @property
    def jours(self) -> int:
        """Days between entry and exit, suspensions not taken off; 0 while open."""
        return (self.sortie - self.entree).days if self.sortie else 0

    @property
    def famille(self) -> str:
        return FAMILLE_DU_MOTIF.get(self.motif, "")


def age(naissance: date, jour: date) -> int:
    """Completed years; somebody born on 29 February is older on 1 March in common years."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))
