"""Two groups side by side on one declared definition: results beside public, what may be said of their differences.

What a group may be is said in ``groupes``; never a référent: people are not ranked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils import timezone

from deplie.cadre.queries import protocole_le
from deplie.cadre.rules import DefinitionSortie
from deplie.cadre.rules.definition import PAR_DEFAUT
from deplie.mesure.colonnes import Valeur as Cle
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.facts import lire
from deplie.pilotage.models import Releve
from deplie.pilotage.queries.bilan import TOUS, Valeur, avec_les_fichiers_du_jour, lignes_du_contexte
from deplie.pilotage.queries.bilan.calcul import Calcul
from deplie.pilotage.queries.bilan.contexte import Contexte, choisir_dispositifs
from deplie.pilotage.queries.bilan.noms import Noms
from deplie.pilotage.queries.groupes import Groupe
from deplie.pilotage.rules.comparaison import profil
from deplie.pilotage.rules.ecriture import nombre, pourcentage
from deplie.pilotage.rules.newcombe import Comparaison, Conclusion, Proportion, TauxNu, comparer
from deplie.pilotage.rules.periodes import Periode
from deplie.pilotage.rules.standardisation import Resultat, Strate, conclure
from deplie.socle.phrases import insecables

PRINCIPAL: Final = "taux_sorties_positives"
SUIVIES: Final = "personnes_suivies"
RESULTATS: Final = (
    PRINCIPAL, "taux_sorties_emploi", "maintien_emploi_6_mois", "part_entretiens_manques", "duree_parcours_moyenne",
    "etapes_par_personne",
)  # fmt: skip
PUBLICS: Final = (
    SUIVIES, "entrees", "sorties", "part_femmes", "part_25_ans_et_plus", "part_qpv", "part_niveau3_infra",
)  # fmt: skip
PROFIL: Final = ("niveau", "tranche_age", "duree_chomage")


@dataclass(frozen=True)
class Ligne:
    """One figure of both groups, and what their difference allows to say."""

    indicateur: Indicateur
    textes: tuple[str, str]
    comparaison: Comparaison | None

    @property
    def tranche(self) -> bool:
        """Whether the difference is more than chance."""
        return self.comparaison is not None and self.comparaison.conclusion is Conclusion.SIGNIFICATIF


@dataclass(frozen=True)
class FaceAFace:
    """Everything that a page of comparison says."""

    groupes: tuple[Groupe, Groupe]
    definition: DefinitionSortie
    resultats: tuple[Ligne, ...]
    publics: tuple[Ligne, ...]
    publies: tuple[tuple[Indicateur, str], ...]
    a_profil_egal: str
    standardise: Resultat | None
    sans_profil: tuple[int, int]
    communes: int
    reserves: tuple[str, ...]


@dataclass(frozen=True)
class ContexteCommun(Contexte):
    """What a bilan stands on, but for the definition of a positive exit: the same for every group."""

    commune: DefinitionSortie = PAR_DEFAUT

    def definitions(self, periode: Periode) -> dict[str, DefinitionSortie]:
        return dict.fromkeys(self.codes, self.commune)


def definition_de(groupe: Groupe) -> DefinitionSortie | None:
    """The definition that the protocole of a group sets, on the last day of its period; None without a protocole."""
    contexte = _contexte(groupe, PAR_DEFAUT)
    trouve = protocole_le(contexte.protocoles, contexte.codes[0], groupe.periode.fin) if contexte.codes else None
    return trouve.definition if trouve else None


def confronter(premier: Groupe, second: Groupe, definition: DefinitionSortie = PAR_DEFAUT) -> FaceAFace:
    """Two groups on one definition. RefusMetier for a scheme that a territory does not run."""

    def lire_les_deux() -> FaceAFace:
        lectures = (_Lecture(premier, definition), _Lecture(second, definition))
        phrase, standardise, sans_profil = _a_profil_egal(*lectures)
        return FaceAFace(
            groupes=(premier, second),
            definition=definition,
            resultats=tuple(_lignes(lectures, RESULTATS)),
            publics=tuple(_lignes(lectures, PUBLICS)),
            publies=tuple(_publies(premier, second)),
            a_profil_egal=phrase,
            standardise=standardise,
            sans_profil=sans_profil,
            communes=_dans_les_deux(*lectures),
            reserves=tuple(_reserves(lectures)),
        )

    return avec_les_fichiers_du_jour(lire_les_deux)


class _Lecture:
    """The counts of one group."""

    def __init__(self, groupe: Groupe, definition: DefinitionSortie) -> None:
        self.groupe, self.contexte = groupe, _contexte(groupe, definition)
        self.par = (groupe.coupe[0],) if groupe.coupe else ()
        pars = (*((self.par,) if self.par else ()), (*PROFIL, *self.par))
        self.calcul = Calcul(self.contexte, pars, seuls={pars[-1]: (PRINCIPAL,)})
        self.noms = Noms(self.contexte)
        self.part: tuple[Cle, ...] = (self.noms.cle(*groupe.coupe),) if groupe.coupe else ()

    def valeur(self, code: str) -> Valeur:
        """A figure of the group; nothing where its public cannot be told apart."""
        indicateur = CATALOGUE[code]
        if self.calcul.coupe(indicateur, self.par) != self.par:
            return Valeur(None)
        return self.calcul.valeur(indicateur, 0, self.par, self.part)

    def suivies(self) -> tuple[int, ...]:
        """Whom the group counts; nobody where its public cannot be told apart."""
        if self.calcul.coupe(CATALOGUE[SUIVIES], self.par) != self.par:
            return ()
        part = dict([self.groupe.coupe]) if self.groupe.coupe else {}
        return lignes_du_contexte(self.contexte, SUIVIES, part, "numerateur").ids

    def strates(self) -> tuple[dict[Strate, Proportion], int]:
        """The main rate by profile, and how many have no known profile."""
        indicateur, par = CATALOGUE[PRINCIPAL], (*PROFIL, *self.par)
        comptes: dict[Strate, list[int]] = {}
        inconnus = 0
        for part in self.calcul.parts(indicateur, par):
            if part[len(PROFIL) :] != self.part:
                continue
            lue = self.calcul.valeur(indicateur, 0, par, part)
            dites = [None if v is None else str(v) for v in part[: len(PROFIL)]]
            strate = profil(*dites)
            if strate is None:
                inconnus += int(lue.denominateur or 0)
                continue
            cumul = comptes.setdefault(strate, [0, 0])
            cumul[0] += int(lue.numerateur or 0)
            cumul[1] += int(lue.denominateur or 0)
        return {strate: Proportion(n, sur) for strate, (n, sur) in comptes.items() if sur}, inconnus


def _contexte(groupe: Groupe, definition: DefinitionSortie) -> ContexteCommun:
    return ContexteCommun(
        territoire=groupe.territoire,
        dispositifs=choisir_dispositifs(groupe.territoire, groupe.dispositif),
        dispositif=groupe.dispositif,
        periode=groupe.periode,
        aujourd_hui=timezone.localdate(),
        sensible=False,
        perimetre=groupe.vues(),
        faits=lire(groupe.territoire, attendre=False),
        commune=definition,
    )


def _lignes(lectures: tuple[_Lecture, _Lecture], codes: tuple[str, ...]) -> Iterator[Ligne]:
    for code in codes:
        indicateur = CATALOGUE[code]
        lues = (lectures[0].valeur(code), lectures[1].valeur(code))
        if lues[0].valeur is None and lues[1].valeur is None:
            continue
        textes = (_texte(indicateur, lues[0]), _texte(indicateur, lues[1]))
        un, autre = (_proportion(indicateur, lue) for lue in lues)
        dite = comparer(un, autre) if un and autre else None
        yield Ligne(indicateur, textes, dite and replace(dite, phrase=insecables(dite.phrase)))


def _proportion(indicateur: Indicateur, lue: Valeur) -> Proportion | None:
    """A share of people, as a count over another; None for a mean, a sum, nothing."""
    entiers = isinstance(lue.numerateur, int) and isinstance(lue.denominateur, int)
    if indicateur.unite != "%" or not entiers or not lue.denominateur:
        return None
    return Proportion(int(lue.numerateur or 0), int(lue.denominateur))


def _texte(indicateur: Indicateur, lue: Valeur) -> str:
    if lue.valeur is None:
        return "non recueilli"
    if indicateur.unite == "%":
        return f"{pourcentage(lue.valeur)} ({nombre(lue.numerateur)} sur {nombre(lue.denominateur)})"
    return f"{nombre(lue.valeur)}{' mois' if indicateur.unite == 'mois' else ''}"


def _a_profil_egal(un: _Lecture, autre: _Lecture) -> tuple[str, Resultat | None, tuple[int, int]]:
    (premieres, sans), (secondes, sans_aussi) = un.strates(), autre.strates()
    if not premieres or not secondes:
        return "", None, (sans, sans_aussi)
    groupes = {un.groupe.nom: premieres, autre.groupe.nom: secondes}
    _, phrase, resultat = conclure(groupes, un.groupe.nom, autre.groupe.nom)
    return insecables(f"{phrase[0].upper()}{phrase[1:]}."), resultat, (sans, sans_aussi)


def _publies(un: Groupe, autre: Groupe) -> Iterator[tuple[Indicateur, str]]:
    """Rates that a source prints of both groups, without the numbers they come from: nothing is concluded of them."""
    premiers, seconds = _taux_nus(un), _taux_nus(autre)
    for code in premiers:
        if code in seconds:
            phrase = comparer(premiers[code], seconds[code]).phrase
            yield CATALOGUE[code], insecables(f"{phrase[0].upper()}{phrase[1:]}.")


def _taux_nus(groupe: Groupe) -> dict[str, TauxNu]:
    if groupe.public or groupe.dispositif == TOUS:
        return {}
    releves = Releve.objects.filter(
        territoire=groupe.territoire, dispositif__code=groupe.dispositif, debut=groupe.periode.debut,
        fin=groupe.periode.fin, unite="%", base=None, ventilation="",
    )  # fmt: skip
    return {r.indicateur: TauxNu(r.valeur.normalize()) for r in releves if r.indicateur in CATALOGUE}


def _dans_les_deux(un: _Lecture, autre: _Lecture) -> int:
    """How many people are followed in both groups: they make their rates alike."""
    if un.groupe.territoire != autre.groupe.territoire:
        return 0
    return len(set(un.suivies()) & set(autre.suivies()))


def _reserves(lectures: tuple[_Lecture, _Lecture]) -> Iterator[str]:
    """What weakens the comparison whatever the figures."""
    for lecture in lectures:
        contexte, nom = lecture.contexte, lecture.groupe.nom
        depuis = contexte.completes_depuis
        if depuis and contexte.periode.debut < depuis:
            yield f"{nom} : les données ne sont complètes que depuis le {depuis:%d/%m/%Y}."
        if contexte.periode.fin > contexte.aujourd_hui:
            yield f"{nom} : la période est en cours."
        if _cloture(contexte):
            yield f"{nom} : année de clôture du protocole, les sorties administratives y sont nombreuses."
        if contexte.en_retard:
            yield f"{nom} : des données ont changé depuis ce calcul, il est en cours de mise à jour."


def _cloture(contexte: Contexte) -> bool:
    def dedans(jour: date | None) -> bool:
        return jour is not None and contexte.periode.debut <= jour <= contexte.periode.fin

    return any(dedans(protocole.cloture_le) for protocole in contexte.protocoles)
