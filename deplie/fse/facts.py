"""What fse gives to measure: ``fiche_fse``, the record of one person in one operation; ``soutien_fse``, a body that an
operation supports; of the whole territory.

Each common indicator is a column, counted once by the tested rules: 1 where a complete record counts in it, 0 where it
does not, unknown where nothing was asked or observed (or the record is incomplete): what was never collected is not
zero. Sensitive answers are in these columns alone; no list is opened behind them without the right to read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from deplie.financements.facts import CHAINE, CHAMPS, INCONNUS, SANS_FIN, liens_de, liens_des_operations
from deplie.financements.rules.forfait import FSE_PLUS_2021_2027
from deplie.fse.models import EntiteSoutenue, ParticipationFSE
from deplie.fse.queries.fiche import en_fiche, programmation_de
from deplie.fse.queries.soutien import du_territoire
from deplie.fse.rules.completude import est_complete
from deplie.fse.rules.entites import identites
from deplie.fse.rules.fiche import NON_DEMANDE, Fiche
from deplie.fse.rules.indicateurs import SEXES, vu_le
from deplie.fse.rules.serie import CHOMAGE_LONG, ENTREE, SIX_MOIS, SORTIE, Indicateur, indicateurs_de
from deplie.mesure.colonnes import Colonne, Fait, Type, Valeur
from deplie.territoires.models import Territoire

ENTIER, NUMERO, TEXTE = Type.ENTIER, Type.IDENTIFIANT, Type.TEXTE
PAR_PAQUETS: Final = 2_000
# The indicators of people, in the order of the regulation: the others count bodies (``SOUTIEN_FSE``).
SERIE: Final[tuple[Indicateur, ...]] = tuple(un for un in indicateurs_de(FSE_PLUS_2021_2027) if un.condition)
# The answer without which nobody can tell: those that may not have been asked.
REPONSES: Final = {
    "EECO12": "handicap", "EECO13": "pays_tiers", "EECO14": "origine_etrangere", "EECO15": "minorite",
    "EECO16": "sans_abri", "EECO17": "zone_rurale",
}  # fmt: skip

FICHE_FSE: Final = Fait(
    "fiche_fse",
    "fiches de participants",
    (
        Colonne("fiche", NUMERO, "la fiche"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("entree", ENTIER, "l'entrée dans l'opération"),
        Colonne("sortie", ENTIER, "la sortie de l'opération"),
        # The day on which results count: observed in time.
        Colonne("constat", ENTIER, "la sortie observée à temps"),
        Colonne("six_mois", ENTIER, "le sixième mois observé"),
        Colonne("fin", ENTIER, "le dernier jour où la fiche peut compter"),
        Colonne("complete", ENTIER, "la fiche complète"),
        Colonne("sexe", TEXTE, "le sexe"),
        *(Colonne(un.code.lower(), ENTIER, un.libelle) for un in SERIE),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("entree", "fin"),
)
SOUTIEN_FSE: Final = Fait(
    "soutien_fse",
    "organismes soutenus par une opération",
    (
        Colonne("soutien", NUMERO, "l'inscription"),
        # The first line of the same body in the territory.
        Colonne("entite", NUMERO, "organismes"),
        Colonne("jour", ENTIER, "le premier jour du soutien"),
        Colonne("fin", ENTIER, "le dernier jour où il compte"),
        Colonne("genre", TEXTE, "la sorte d'organisme"),
        *CHAINE,
    ),
    du_territoire=True,
    jours=("jour", "fin"),
)


def fiches(territoire: Territoire, decoupage: Any) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``FICHE_FSE``, in the order of its columns; records of an operation that is not European are in none."""
    lues = ParticipationFSE.objects.filter(operation__territoire=territoire).order_by("pk")
    lues = lues.select_related("operation__appel", "personne").prefetch_related("reponses_sensibles")
    liens = _liens(territoire)
    for une in lues.iterator(chunk_size=PAR_PAQUETS):
        if programmation_de(une.operation):
            yield _rangee(une, en_fiche(une), liens[une.operation_id])


def _rangee(une: ParticipationFSE, fiche: Fiche, chaine: tuple[Valeur, ...]) -> tuple[Valeur, ...]:
    complete = est_complete(fiche)
    vus = {moment: vu_le(fiche, moment) for moment in (ENTREE, SORTIE, SIX_MOIS)}
    return (
        une.pk, une.personne_id, fiche.date_entree.toordinal(), _ordinal(fiche.date_sortie), _ordinal(vus[SORTIE]),
        _ordinal(vus[SIX_MOIS]), SANS_FIN, int(complete), fiche.sexe if fiche.sexe in SEXES else None,
        *(_compte(un, fiche, vus[un.moment]) if complete else None for un in SERIE), *chaine,
    )  # fmt: skip


def _compte(un: Indicateur, fiche: Fiche, vu: date | None) -> int | None:
    """Whether a complete record counts in an indicator; unknown where nothing was asked or observed."""
    assert un.condition is not None
    if fiche.programmation != un.programmation or vu is None:
        return None
    if un.code in REPONSES and getattr(fiche, REPONSES[un.code]) in (None, "", NON_DEMANDE):
        return None
    return int(un.condition(fiche, CHOMAGE_LONG[un.programmation]))


def _liens(territoire: Territoire) -> dict[int, tuple[Valeur, ...]]:
    siennes = ParticipationFSE.objects.filter(operation__territoire=territoire).order_by()
    champs = ["operation_id", "operation__code", *(f"operation__{champ}" for champ in CHAMPS)]
    return {pk: (code or None, *liens_de(liens)) for pk, code, *liens in siennes.values_list(*champs).distinct()}


def soutiens(territoire: Territoire, decoupage: Any) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``SOUTIEN_FSE``, in the order of its columns; a body is known again across the whole territory."""
    lus = du_territoire(territoire)
    memes, liens = identites(lus), liens_des_operations(territoire)
    for un in lus:
        debut = un.le.toordinal()
        yield (
            un.numero,
            memes[un.numero],
            debut,
            SANS_FIN,
            un.genre,
            un.operation or None,
            *liens.get(un.operation, INCONNUS),
        )


def _ordinal(jour: date | None) -> int | None:
    return jour.toordinal() if jour else None


FAITS: Final = {"fiche_fse": FICHE_FSE, "soutien_fse": SOUTIEN_FSE}
LECTURES: Final = {"fiche_fse": fiches, "soutien_fse": soutiens}
DEPENDANCES: Final = {
    "fiche_fse": ("participation_fse", "personne", "operation", "appel"),
    "soutien_fse": ("soutien_fse", "operation", "appel"),
}
TABLES: Final = {
    "fiche_fse": (ParticipationFSE, "operation__territoire"),
    "soutien_fse": (EntiteSoutenue, "operation__territoire"),
}
