"""The series of common indicators: what makes a complete record count in each.

Sources: règlement (UE) 2021/1057, annex I (S28); règlement (UE) 1304/2013, annex I (S32), whose CR and numbering are K;
``catalogue_indicateurs.csv`` for the conditions; EECR06: S36. K, to verify before money depends on it: precarious = job
of less than six months or subsidised; disadvantaged of CR05 and CR09 = CO12 to CO17; level 0 (no school or primary)
counted in CO09, which the list of levels does not part from ISCED 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from deplie.financements.rules.forfait import FSE_2014_2020, FSE_PLUS_2021_2027
from deplie.fse.rules.fiche import CHOMEUR, EMPLOI, INACTIF, NON, OUI, Fiche
from deplie.fse.rules.questionnaire import DURABLE, PRECAIRES
from deplie.parcours.rules.duree import age
from deplie.territoires.rules import CITE

ENTREE: Final = "ENTREE"
SORTIE: Final = "SORTIE"
SIX_MOIS: Final = "SIX_MOIS"
ENTITE: Final = "ENTITE"


@dataclass(frozen=True)
class ChomageLong:
    """From how many months an unemployed person is long-term: ``mois`` and more; under 25, more than ``mois_jeune``."""

    mois: int = 12
    mois_jeune: int | None = None


# K: 12 months; in the guidance of 2014-2020, more than 6 months under 25.
CHOMAGE_LONG: Final = {FSE_PLUS_2021_2027: ChomageLong(12), FSE_2014_2020: ChomageLong(12, 6)}

Condition = Callable[[Fiche, ChomageLong], bool]


@dataclass(frozen=True)
class Indicateur:
    """A common indicator: when it is seen, what makes a complete record count. None: computed, or of entities."""

    code: str
    libelle: str
    programmation: str
    moment: str
    condition: Condition | None = None
    echantillon: bool = False


def _age(fiche: Fiche) -> int:
    """Completed years on the day of entry; a complete record has a day of birth."""
    return age(fiche.date_naissance, fiche.date_entree) if fiche.date_naissance else -1


def _cite(fiche: Fiche) -> str:
    return CITE.get(fiche.niveau_formation or "", "")


def _statut(statut: str) -> Condition:
    return lambda fiche, _: fiche.statut == statut


def _oui(champ: str) -> Condition:
    return lambda fiche, _: getattr(fiche, champ) == OUI


def _ages(debut: int, fin: int = 200) -> Condition:
    return lambda fiche, _: debut <= _age(fiche) <= fin


def _cites(*niveaux: str) -> Condition:
    return lambda fiche, _: _cite(fiche) in niveaux


def _chomage_long(fiche: Fiche, seuil: ChomageLong) -> bool:
    if fiche.statut != CHOMEUR or fiche.duree_chomage_mois is None:
        return False
    if seuil.mois_jeune is not None and _age(fiche) < 25 and fiche.duree_chomage_mois > seuil.mois_jeune:
        return True
    return fiche.duree_chomage_mois >= seuil.mois


def _inactif_hors_formation(fiche: Fiche, _: ChomageLong) -> bool:
    return fiche.statut == INACTIF and fiche.en_formation == NON


def _plus_de_54_sans_emploi(fiche: Fiche, seuil: ChomageLong) -> bool:
    return _age(fiche) > 54 and (fiche.statut == CHOMEUR or _inactif_hors_formation(fiche, seuil))


def _cherche(fiche: Fiche, _: ChomageLong) -> bool:
    """Looking for a job on leaving, for who was inactive at entry."""
    return fiche.statut == INACTIF and fiche.recherche_sortie == OUI


def _se_forme(fiche: Fiche, _: ChomageLong) -> bool:
    """In education or training on leaving, for who was not at entry: not known is not « no »."""
    return fiche.en_formation == NON and fiche.formation_sortie == OUI


def _travaille(fiche: Fiche, _: ChomageLong) -> bool:
    return fiche.statut in (CHOMEUR, INACTIF) and fiche.statut_sortie == EMPLOI


def _travaille_six_mois(fiche: Fiche, _: ChomageLong) -> bool:
    return fiche.statut in (CHOMEUR, INACTIF) and fiche.statut_six_mois == EMPLOI


def _mieux_six_mois(fiche: Fiche, _: ChomageLong) -> bool:
    """In employment at both ends, and better: precarious to stable, under-employed to full, a more skilled post."""
    if fiche.statut != EMPLOI or fiche.statut_six_mois != EMPLOI:
        return False
    stable = fiche.emploi in PRECAIRES and fiche.emploi_six_mois == DURABLE
    plein = fiche.sous_emploi == OUI and fiche.sous_emploi_six_mois == NON
    return stable or plein or fiche.progression_six_mois == OUI


def _menage_avec_enfants(fiche: Fiche, _: ChomageLong) -> bool:
    return fiche.menage_sans_emploi == OUI and fiche.enfants_a_charge == OUI


def _seul_avec_enfants(fiche: Fiche, _: ChomageLong) -> bool:
    return fiche.adulte_seul == OUI and fiche.enfants_a_charge == OUI


def _origines(fiche: Fiche, _: ChomageLong) -> bool:
    return OUI in (fiche.pays_tiers, fiche.origine_etrangere, fiche.minorite)


def _defavorise(fiche: Fiche, seuil: ChomageLong) -> bool:
    return (
        OUI in (fiche.menage_sans_emploi, fiche.handicap, fiche.autre_defavorise)
        or _seul_avec_enfants(fiche, seuil)
        or _origines(fiche, seuil)
    )


def _et(*conditions: Condition) -> Condition:
    return lambda fiche, seuil: all(condition(fiche, seuil) for condition in conditions)


def _ou(*conditions: Condition) -> Condition:
    return lambda fiche, seuil: any(condition(fiche, seuil) for condition in conditions)


_RESULTAT: Final = _ou(_cherche, _se_forme, _oui("qualification_sortie"), _travaille)
_2021: Final = FSE_PLUS_2021_2027
_2014: Final = FSE_2014_2020
INDICATEURS: Final[dict[str, Indicateur]] = {
    un.code: un
    for un in (
        Indicateur("EECO01", "Nombre total de participants", _2021, ENTREE),
        Indicateur("EECO02", "Chômeurs, y compris de longue durée", _2021, ENTREE, _statut(CHOMEUR)),
        Indicateur("EECO03", "Chômeurs de longue durée", _2021, ENTREE, _chomage_long),
        Indicateur("EECO04", "Inactifs", _2021, ENTREE, _statut(INACTIF)),
        Indicateur("EECO05", "Personnes en emploi, y compris indépendants", _2021, ENTREE, _statut(EMPLOI)),
        Indicateur("EECO06", "Moins de 18 ans", _2021, ENTREE, _ages(0, 17)),
        Indicateur("EECO07", "18 à 29 ans", _2021, ENTREE, _ages(18, 29)),
        Indicateur("EECO08", "55 ans et plus", _2021, ENTREE, _ages(55)),
        Indicateur("EECO09", "Premier cycle du secondaire ou moins", _2021, ENTREE, _cites("0-1", "2")),
        Indicateur("EECO10", "Deuxième cycle du secondaire ou post-secondaire", _2021, ENTREE, _cites("3", "4")),
        Indicateur("EECO11", "Enseignement supérieur", _2021, ENTREE, _cites("5", "6", "7", "8")),
        Indicateur("EECO12", "Personnes handicapées", _2021, ENTREE, _oui("handicap")),
        Indicateur("EECO13", "Ressortissants de pays tiers", _2021, ENTREE, _oui("pays_tiers")),
        Indicateur("EECO14", "Origine étrangère", _2021, ENTREE, _oui("origine_etrangere")),
        Indicateur("EECO15", "Minorités", _2021, ENTREE, _oui("minorite")),
        Indicateur("EECO16", "Sans-abri ou exclusion du logement", _2021, ENTREE, _oui("sans_abri")),
        Indicateur("EECO17", "Zones rurales", _2021, ENTREE, _oui("zone_rurale")),
        Indicateur("EECO18", "Administrations ou services publics soutenus", _2021, ENTITE),
        Indicateur("EECO19", "Petites et moyennes entreprises soutenues", _2021, ENTITE),
        Indicateur("EECR01", "En recherche d'emploi à la sortie", _2021, SORTIE, _cherche),
        Indicateur("EECR02", "En études ou en formation à la sortie", _2021, SORTIE, _se_forme),
        Indicateur("EECR03", "Ont obtenu une certification à la sortie", _2021, SORTIE, _oui("qualification_sortie")),
        Indicateur("EECR04", "En emploi à la sortie", _2021, SORTIE, _travaille),
        Indicateur("EECR05", "En emploi six mois après", _2021, SIX_MOIS, _travaille_six_mois),
        Indicateur("EECR06", "Situation améliorée six mois après", _2021, SIX_MOIS, _mieux_six_mois),
        Indicateur("CO01", "Chômeurs, y compris de longue durée", _2014, ENTREE, _statut(CHOMEUR)),
        Indicateur("CO02", "Chômeurs de longue durée", _2014, ENTREE, _chomage_long),
        Indicateur("CO03", "Inactifs", _2014, ENTREE, _statut(INACTIF)),
        Indicateur("CO04", "Inactifs hors études et formation", _2014, ENTREE, _inactif_hors_formation),
        Indicateur("CO05", "En emploi", _2014, ENTREE, _statut(EMPLOI)),
        Indicateur("CO06", "Moins de 25 ans", _2014, ENTREE, _ages(0, 24)),
        Indicateur("CO07", "Plus de 54 ans", _2014, ENTREE, _ages(55)),
        Indicateur("CO08", "Plus de 54 ans sans emploi ni formation", _2014, ENTREE, _plus_de_54_sans_emploi),
        Indicateur("CO09", "Enseignement primaire ou premier cycle (CITE 1-2)", _2014, ENTREE, _cites("0-1", "2")),
        Indicateur("CO10", "Deuxième cycle ou post-secondaire (CITE 3-4)", _2014, ENTREE, _cites("3", "4")),
        Indicateur("CO11", "Enseignement supérieur (CITE 5-8)", _2014, ENTREE, _cites("5", "6", "7", "8")),
        Indicateur("CO12", "Ménage sans emploi", _2014, ENTREE, _oui("menage_sans_emploi")),
        Indicateur("CO13", "Ménage sans emploi avec enfants", _2014, ENTREE, _menage_avec_enfants),
        Indicateur("CO14", "Adulte seul avec enfants", _2014, ENTREE, _seul_avec_enfants),
        Indicateur("CO15", "Migrants, origine étrangère, minorités", _2014, ENTREE, _origines),
        Indicateur("CO16", "Personnes handicapées", _2014, ENTREE, _oui("handicap")),
        Indicateur("CO17", "Autres personnes défavorisées", _2014, ENTREE, _oui("autre_defavorise")),
        Indicateur("CO18", "Sans-abri", _2014, ENTREE, _oui("sans_abri"), echantillon=True),
        Indicateur("CO19", "Zones rurales", _2014, ENTREE, _oui("zone_rurale"), echantillon=True),
        Indicateur("CO20", "Projets de partenaires sociaux ou d'associations", _2014, ENTITE),
        Indicateur("CO21", "Projets pour l'emploi des femmes", _2014, ENTITE),
        Indicateur("CO22", "Projets d'administrations ou de services publics", _2014, ENTITE),
        Indicateur("CO23", "Petites et moyennes entreprises soutenues", _2014, ENTITE),
        Indicateur("CR01", "Inactifs en recherche d'emploi à la sortie", _2014, SORTIE, _cherche),
        Indicateur("CR02", "En études ou en formation à la sortie", _2014, SORTIE, _se_forme),
        Indicateur("CR03", "Ont obtenu une qualification à la sortie", _2014, SORTIE, _oui("qualification_sortie")),
        Indicateur("CR04", "En emploi à la sortie", _2014, SORTIE, _travaille),
        Indicateur("CR05", "Défavorisés, un résultat à la sortie", _2014, SORTIE, _et(_defavorise, _RESULTAT)),
        Indicateur("CR06", "En emploi six mois après", _2014, SIX_MOIS, _travaille_six_mois),
        Indicateur("CR07", "Situation améliorée six mois après", _2014, SIX_MOIS, _mieux_six_mois),
        Indicateur(
            "CR08", "Plus de 54 ans en emploi six mois après", _2014, SIX_MOIS, _et(_ages(55), _travaille_six_mois)
        ),
        Indicateur(
            "CR09", "Défavorisés en emploi six mois après", _2014, SIX_MOIS, _et(_defavorise, _travaille_six_mois)
        ),
    )
}


# Not asked in France unless somebody decides it (``catalogue_indicateurs.csv``): nobody's « no » is told by a zero.
NON_COLLECTES: Final = frozenset({"EECO15"})


def non_releve(code: str, total: int, relevees: frozenset[str] = frozenset()) -> str:
    """Why an indicator has no figure, « non renseigné » or « non collecté »; empty where its count is one.

    ``relevees``: the indicators of entities of which something was ever written, whose zero is one.
    """
    if total:
        return ""
    if code in NON_COLLECTES:
        return "non collecté"
    return "non renseigné" if INDICATEURS[code].moment == ENTITE and code not in relevees else ""


def indicateurs_de(programmation: str) -> list[Indicateur]:
    """The series of a programmation, in the order of its regulation."""
    return [indicateur for indicateur in INDICATEURS.values() if indicateur.programmation == programmation]
