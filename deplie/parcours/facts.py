"""What parcours gives to measure: three facts, yielded from the base one row at a time.

``sejour``: a participation, its presence and its exit. ``etape``: an étape, with what its participation was at entry.
``critere``: an eligibility criterion of a participation. Participations ended as duplicates are in none of them.

Ages, bands, durations and flags are computed here, once, by the tested rules. Référents, prescribers and operators
are told by their number: their names are read when an answer is shown, so that renaming one changes no fact. Bands and
groups of categories follow the territory's settings, whose print (``Decoupage.empreinte``) tells a file from another.

Each fact is one SELECT, so one moment of the base, and Python holds a chunk of rows at most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from deplie.mesure.colonnes import Colonne, Fait, Type, Valeur
from deplie.parcours.models import Critere, Etape, Participation
from deplie.parcours.rules.duree import age, jours_de_parcours, tranche
from deplie.parcours.rules.etape import fin_comptee, groupe_de_chaque, se_compte
from deplie.parcours.rules.sortie import famille, fin_du_sixieme_mois
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

# The day of exit of who is still there, of the end of who is still in an étape: later than any period.
SANS_FIN: Final = date.max.toordinal()
PAR_PAQUETS: Final = 5_000
_E, _I, _T = Type.ENTIER, Type.IDENTIFIANT, Type.TEXTE

A_L_ENTREE: Final = (
    Colonne("sexe", _T, "le sexe"),
    Colonne("tranche_age", _T, "la tranche d'âge à l'entrée"),
    Colonne("qpv", _T, "la résidence en quartier prioritaire à l'entrée"),
    Colonne("niveau", _T, "le niveau de formation à l'entrée"),
    Colonne("commune", _T, "la commune de résidence à l'entrée"),
    Colonne("duree_chomage", _T, "la durée de chômage à l'entrée"),
    Colonne("referent", _I, "le référent"),
    Colonne("prescripteur", _I, "le prescripteur"),
    Colonne("criteres", _E, "le nombre de critères d'éligibilité"),
)
SEJOUR: Final = Fait(
    "sejour",
    "participations",
    (
        Colonne("participation", _I, "la participation"),
        Colonne("personne", _I, "personnes"),
        Colonne("dispositif", _T, "le dispositif"),
        Colonne("rang", _E, "l'ordre de déclaration du dispositif"),
        Colonne("seule", _E, "l'unique participation de la personne"),
        Colonne("entree", _E, "la date d'entrée"),
        Colonne("sortie", _E, "la date de sortie"),
        *A_L_ENTREE,
        Colonne("age", _E, "l'âge à l'entrée"),
        Colonne("statut", _T, "la situation sur le marché du travail à l'entrée"),
        Colonne("motif", _T, "le motif de sortie"),
        Colonne("famille", _T, "la famille de sortie"),
        Colonne("validee", _E, "la validation de la sortie"),
        Colonne("jours", _E, "jours de parcours"),
        Colonne("sixieme", _E, "la fin du sixième mois après la sortie"),
        Colonne("situation", _T, "la situation au sixième mois"),
    ),
)
ETAPE: Final = Fait(
    "etape",
    "étapes",
    (
        Colonne("etape", _I, "l'étape"),
        Colonne("participation", _I, "la participation"),
        Colonne("personne", _I, "personnes"),
        Colonne("dispositif", _T, "le dispositif"),
        Colonne("comptee", _E, "l'étape se compte"),
        Colonne("debut", _E, "le début de l'étape"),
        Colonne("fin", _E, "la fin de l'étape"),
        Colonne("categorie", _T, "la catégorie d'étape"),
        Colonne("groupe_categorie", _T, "le groupe de catégories"),
        Colonne("finance_plie", _T, "le financement par le plan"),
        Colonne("operateur", _I, "l'opérateur"),
        *A_L_ENTREE,
    ),
)
CRITERE: Final = Fait(
    "critere",
    "critères",
    (Colonne("participation", _I, "la participation"), Colonne("code", _T, "le critère d'éligibilité")),
)
FAITS: Final = {fait.nom: fait for fait in (SEJOUR, ETAPE, CRITERE)}


@dataclass(frozen=True)
class Decoupage:
    """The settings that facts depend on: where bands begin, which categories stand together."""

    ages: tuple[int, ...]
    chomage: tuple[int, ...]
    groupes: dict[str, Any]

    @property
    def empreinte(self) -> str:
        """A short print: two files of one territory with the same print were cut alike."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


_ENTREE_DE = (
    "referent_id",
    "prescripteur_id",
    "date_entree",
    "qpv",
    "niveau_formation",
    "code_commune",
    "duree_chomage_mois",
)


def _critere_de(participation: str) -> Any:
    """How many criteria the participation has, sensitive ones included."""
    comptes = Critere.objects.filter(participation=OuterRef(participation)).order_by().values("participation")
    return Coalesce(Subquery(comptes.annotate(nombre=Count("pk")).values("nombre")), 0)


def sejours(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``SEJOUR``, in the order of its columns."""
    champs = ("pk", "personne_id", "dispositif__code", "dispositif__rang", "combien", "date_sortie", "motif_sortie",
              "date_validation_sortie", "jours_suspension", "statut_entree", "situation_6_mois", "personne__sexe",
              "personne__date_naissance", "nb_criteres", *_ENTREE_DE)  # fmt: skip
    requete = _participations(territoire).annotate(
        combien=Window(Count("pk"), partition_by=F("personne_id")), nb_criteres=_critere_de("pk")
    )
    for (pk, personne, dispositif, rang, combien, sortie, motif, validation, suspension, statut, situation, sexe,
         naissance, criteres, *entree_de) in _lire(requete, champs):  # fmt: skip
        entree: date = entree_de[2]
        yield (
            pk, personne, dispositif, rang, int(combien == 1), entree.toordinal(),
            sortie.toordinal() if sortie else SANS_FIN,
            *_a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
            age(naissance, entree) if naissance else None,
            statut or None,
            motif or None,
            famille(motif),
            int(bool(sortie and validation)),
            jours_de_parcours(entree, sortie, suspension) if sortie else None,
            fin_du_sixieme_mois(sortie).toordinal() if sortie else None,
            situation or None,
        )  # fmt: skip


def etapes(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``ETAPE``, in the order of its columns. Those that never count are there: they were collected."""
    de = [f"participation__{champ}" for champ in _ENTREE_DE]
    champs = ("pk", "participation_id", "participation__personne_id", "participation__dispositif__code", "date_debut",
              "date_fin", "statut", "categorie", "finance_plie", "operateur_id", "participation__date_sortie",
              "participation__personne__sexe", "participation__personne__date_naissance", "nb_criteres",
              *de)  # fmt: skip
    requete = Etape.objects.filter(participation__dispositif__territoire=territoire)
    requete = requete.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    requete = requete.annotate(nb_criteres=_critere_de("participation"))
    groupes = groupe_de_chaque(decoupage.groupes)
    for (pk, participation, personne, dispositif, debut, fin, statut, categorie, finance, operateur, sortie, sexe,
         naissance, criteres, *entree_de) in _lire(requete, champs):  # fmt: skip
        dernier = fin_comptee(fin, sortie)
        comptee = se_compte(categorie, statut) and (dernier is None or dernier >= debut)
        yield (
            pk, participation, personne, dispositif, int(comptee), debut.toordinal(),
            dernier.toordinal() if dernier else SANS_FIN,
            categorie,
            groupes.get(categorie),
            finance or None,
            operateur,
            *_a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip


def criteres(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``CRITERE``: one per participation and code, sensitive ones included (the reading leaves them out)."""
    requete = Critere.objects.filter(participation__dispositif__territoire=territoire)
    requete = requete.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    return _lire(requete, ("participation_id", "code"))


LECTURES: Final = {"sejour": sejours, "etape": etapes, "critere": criteres}
# The counters of ``socle.generations`` behind each fact: a person's sex is in the rows of their étapes.
DEPENDANCES: Final = {
    "sejour": ("sejour", "personne", "critere"),
    "etape": ("etape", "sejour", "personne", "critere"),
    "critere": ("critere", "sejour"),
}


def _participations(territoire: Territoire) -> QuerySet[Participation]:
    return Participation.objects.reelles().filter(dispositif__territoire=territoire)


def _lire(requete: QuerySet[Any], champs: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    return requete.order_by().values_list(*champs).iterator(chunk_size=PAR_PAQUETS)


def _a_l_entree(
    decoupage: Decoupage, sexe: str, naissance: date | None, criteres: int, entree_de: list[Any]
) -> tuple[Valeur, ...]:
    """Values of ``A_L_ENTREE``, from the person and the fields ``_ENTREE_DE`` of the participation."""
    referent, prescripteur, entree, qpv, niveau, commune, chomage = entree_de
    ans = age(naissance, entree) if naissance else None
    return (
        sexe or None,
        tranche(ans, decoupage.ages),
        qpv or None,
        niveau or None,
        commune or None,
        tranche(chomage, decoupage.chomage),
        referent,
        prescripteur,
        criteres,
    )
