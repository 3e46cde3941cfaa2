"""Participants of the European fund: records, how complete they are, common indicators of 2021-2027.

Of the whole territory. Incomplete records count in the grand total alone; the total of the indicators is counted from
them (EECO02 + EECO04 + EECO05). Codes are those of the regulation.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from deplie.financements.rules.forfait import FSE_PLUS_2021_2027
from deplie.fse.facts import FICHE_FSE, REPONSES, SOUTIEN_FSE
from deplie.fse.models import A_PART
from deplie.fse.rules.entites import GENRES, INDICATEURS_DES_GENRES
from deplie.fse.rules.serie import ENTREE, INDICATEURS, SIX_MOIS, SORTIE
from deplie.fse.rules.serie import Indicateur as Commun
from deplie.mesure.colonnes import Colonne
from deplie.mesure.conditions import Compare, Condition, Connue, Parmi
from deplie.mesure.mesures import Compte, Distinctes, Part, Total
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, FIN

_f, _s = FICHE_FSE, SOUTIEN_FSE


def _dans(jour: Colonne, mots: str) -> Condition:
    return (Compare(jour, ">=", DEBUT) & Compare(jour, "<=", FIN)).dite(mots)


_MOMENTS: Final = {
    ENTREE: _dans(_f["entree"], "entrées dans la période"),
    SORTIE: _dans(_f["constat"], "sorties dans la période et observées à temps"),
    SIX_MOIS: _dans(_f["six_mois"], "dont le sixième mois observé est dans la période"),
}
_COMPLETE = Compare(_f["complete"], "=", 1).dite("complètes")
_INCOMPLETE = Compare(_f["complete"], "=", 0).dite("incomplètes")
NB_FICHES = Compte(_f, _MOMENTS[ENTREE])
NB_INCOMPLETES = Compte(_f, _MOMENTS[ENTREE] & _INCOMPLETE)
_REGLEMENT = "Règlement (UE) 2021/1057, annexe I ; fiches complètes seulement."
# What the demonstration counts in 2025, zeros aside; None: never asked, or no list kept.
_EXEMPLES: Final[dict[str, int | None]] = {
    "EECO01": 16, "EECO02": 16, "EECO03": 9, "EECO07": 2, "EECO08": 4, "EECO09": 2, "EECO10": 12, "EECO11": 2,
    "EECO13": 3, "EECO15": None, "EECO16": 1, "EECO18": 1, "EECO19": 3, "EECR04": 2,
}  # fmt: skip
_QUAND: Final = {
    ENTREE: "entrées dans la période",
    SORTIE: "dont la sortie est dans la période et la situation observée dans les quatre semaines",
    SIX_MOIS: "dont le sixième mois après la sortie est dans la période et la situation observée",
}
# Bodies supported, by the indicator that counts their kind.
ENTITES: Final = {code: genre for genre, code in INDICATEURS_DES_GENRES[FSE_PLUS_2021_2027].items()}


def _exemple(code: str) -> Exemple:
    nombre = _EXEMPLES.get(code, 0)
    return Exemple(None if nombre is None else Decimal(nombre), "LAROCHELLE", 2025)


def _vaut(code: str) -> Condition:
    return Compare(_f[code.lower()], "=", 1)


def recueil_de(code: str) -> Compte:
    """The records where an indicator is known, whichever way; the lines of bodies that it counts."""
    return Compte(_s, _entites(code)) if code in ENTITES else Compte(_f, Connue(_f[code.lower()]))


def mots_de(code: str) -> str:
    """What was never collected, in words."""
    quoi = "organismes inscrits" if code in ENTITES else "réponses ou constats"
    return f"{quoi} pour « {INDICATEURS[code].libelle.lower()} »"


def _entites(code: str) -> Condition:
    sorte = Parmi(_s["genre"], (ENTITES[code],)) & Parmi(_s["programmation"], (FSE_PLUS_2021_2027,))
    return sorte.dite(f"de la sorte « {GENRES[ENTITES[code]]} », en 2021-2027")


def _total() -> Condition:
    return (_vaut("EECO02") | _vaut("EECO04") | _vaut("EECO05")).dite(
        "comptées parmi les chômeurs, les inactifs ou les personnes en emploi"
    )


def _communs() -> Iterator[Indicateur]:
    for code in sorted(code for code in INDICATEURS if code.startswith("EEC")):
        un = INDICATEURS[code]
        condition = _total() if code == "EECO01" else None if code in ENTITES else _vaut(code).dite(un.libelle.lower())
        yield _entite(un) if condition is None else _commun(un, _MOMENTS[un.moment] & condition)


def _commun(un: Commun, condition: Condition) -> Indicateur:
    libelle = f"{un.code} – {un.libelle}"
    return Indicateur(
        code=un.code,
        libelle=libelle,
        phrase=f"Nombre de fiches complètes {_QUAND[un.moment]}, pour l'indicateur commun « {un.libelle} » ; une "
        "personne présente dans deux opérations a deux fiches.",
        figure=Total(Compte(_f, condition)),
        unite="fiche",
        compte="fiches",
        recueil=("fiche_fse", "EECO02" if un.code == "EECO01" else un.code),
        objet="fiche",
        sensible=REPONSES.get(un.code) in A_PART,
        exemple=_exemple(un.code),
        source=_REGLEMENT,
    )


def _entite(un: Commun) -> Indicateur:
    dans = (Compare(_s["jour"], ">=", DEBUT) & Compare(_s["jour"], "<=", FIN)).dite("soutenus dans la période")
    return Indicateur(
        code=un.code,
        libelle=f"{un.code} – {un.libelle}",
        phrase=f"Nombre d'organismes différents dont le soutien par une opération de 2021-2027 commence dans la "
        f"période, pour l'indicateur commun « {un.libelle} » ; qui est soutenu par deux opérations compte une fois.",
        figure=Total(Distinctes(_s, dans & _entites(un.code), _s["entite"])),
        unite="entité",
        compte="organismes",
        recueil=("soutien_fse", un.code),
        objet="entite",
        exemple=_exemple(un.code),
        source="Règlement (UE) 2021/1057, annexe I ; un nom ou un SIREN dit que deux inscriptions sont d'un organisme.",
    )


FSE_INDICATEURS = (
    Indicateur(
        code="fse_participants",
        libelle="Participants du fonds européen",
        phrase="Nombre de fiches de participants entrées dans la période, fiches incomplètes comprises ; une personne "
        "présente dans deux opérations a deux fiches.",
        figure=Total(NB_FICHES),
        unite="fiche",
        compte="fiches",
        recueil=("fiche_fse",),
        objet="fiche",
        exemple=Exemple(Decimal(409), "LAROCHELLE", 2021),
        source="Règles du participant : une fiche par personne et par opération (domaine, S12, S13).",
    ),
    Indicateur(
        code="fse_fiches_incompletes",
        libelle="Fiches incomplètes",
        phrase="Nombre de fiches entrées dans la période auxquelles manque une donnée obligatoire ; elles ne comptent "
        "que dans le total général.",
        figure=Total(NB_INCOMPLETES),
        unite="fiche",
        compte="fiches",
        recueil=("fiche_fse",),
        objet="fiche",
        mieux=-1,
        exemple=Exemple(Decimal(81), "LAROCHELLE", 2021),
        source="Complétude : sexe, naissance, situation, diplôme (domaine, S14) ; plus de 35 % expose l'opération.",
    ),
    Indicateur(
        code="fse_taux_completude",
        libelle="Part des fiches complètes",
        phrase="Part, parmi les fiches entrées dans la période, de celles où aucune donnée obligatoire ne manque.",
        figure=Part(Compte(_f, _MOMENTS[ENTREE] & _COMPLETE), NB_FICHES),
        unite="%",
        compte="fiches",
        base="les fiches entrées dans la période",
        recueil=("fiche_fse",),
        objet="fiche",
        mieux=1,
        exemple=Exemple(Decimal("80.2"), "LAROCHELLE", 2021),
        source="Complétude : sexe, naissance, situation, diplôme (domaine, S14) ; plus de 35 % expose l'opération.",
    ),
    *_communs(),
)
CODES: Final = tuple(indicateur.code for indicateur in FSE_INDICATEURS)
