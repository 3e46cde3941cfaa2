"""Declared figures beside the computed ones: each with what it allows, and the contradictions with their size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from deplie.mesure.colonnes import Valeur as Cle
from deplie.mesure.mesures import Total
from deplie.mesure.nombres import rapport
from deplie.parcours.rules.duree import tranches
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.models import Releve
from deplie.pilotage.queries.bilan.calcul import Calcul, Par
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.pilotage.queries.bilan.noms import Noms
from deplie.pilotage.queries.bilan.resultat import Alerte, DeclareFige, ObjectifLu
from deplie.pilotage.rules.declares import Declare, lire_ventilation, nature_ouverte, somme_des_parts
from deplie.pilotage.rules.ecriture import nombre, pourcentage
from deplie.pilotage.rules.periodes import TOUS, Periode
from deplie.socle.erreurs import RefusMetier
from deplie.socle.phrases import insecables
from deplie.territoires.rules import STATUT_PUBLICATION


@dataclass(frozen=True)
class ChiffreDeclare:
    """A declared figure as a page shows it.

    ``calcule`` is the computed value it stands beside, where there is one; ``permis`` whether that value may print so.
    ``effectifs`` are the counts that a bare percentage allows, on ``base`` people.
    """

    releve: Releve
    texte: str
    periode: Periode
    ventilation: dict[str, str]
    calcule: str = ""
    permis: bool | None = None
    ecart: str = ""
    effectifs: tuple[int, int] | None = None
    base: int | None = None
    base_precisee: bool = True
    reserves: tuple[str, ...] = ()

    @property
    def effectifs_dits(self) -> str:
        """« 272 à 275 sur 448 », « 273 sur 448 »; empty when nothing is allowed or known."""
        if self.effectifs is None or self.base is None:
            return ""
        bas, haut = self.effectifs
        return f"{nombre(bas)}{'' if bas == haut else f' à {nombre(haut)}'} sur {nombre(self.base)}"

    @property
    def fige(self) -> DeclareFige:
        """What is kept of it beside frozen figures: all that is read, without the row of the base."""
        releve = self.releve
        return DeclareFige(
            releve.libelle, self.texte, self.periode, releve.source, releve.organisme, releve.ventilation, self.calcule,
            self.permis, self.ecart, self.reserves,
        )  # fmt: skip


def declares_du_territoire(contexte: Contexte) -> QuerySet[Releve]:
    """The figures declared about the schemes asked for, or about none; oldest period first."""
    concernes = Q(dispositif__in=contexte.dispositifs) | Q(dispositif__isnull=True)
    trouves = Releve.objects.filter(concernes, territoire=contexte.territoire).select_related("dispositif")
    return trouves.order_by("debut", "fin", "organisme", "libelle", "pk")


def comparables(contexte: Contexte) -> list[Releve]:
    """Those of exactly this period, of an indicator of the catalogue, about exactly these schemes."""
    return [
        releve
        for releve in declares_du_territoire(contexte).filter(debut=contexte.periode.debut, fin=contexte.periode.fin)
        if releve.indicateur in CATALOGUE
        and (not contexte.multiple or _meme_portee(releve, contexte))
        and lire_ventilation(releve.ventilation) is not None
    ]


def _meme_portee(releve: Releve, contexte: Contexte) -> bool:
    """A figure of the whole territory is declared of no scheme, whatever the one asked for."""
    sans = CATALOGUE[releve.indicateur].du_territoire or contexte.dispositif == TOUS
    return (releve.dispositif is None) == sans


def coupes_de(releves: Iterable[Releve]) -> tuple[Par, ...]:
    """The breakdowns that the declared parts need, to be computed with the others."""
    lues = (lire_ventilation(releve.ventilation) or {} for releve in releves)
    return tuple(
        {tuple(lue): None for lue in lues if lue and len(lue) <= 2 and all(code in DIMENSIONS for code in lue)}
    )


class Confrontation:
    """Declared figures against the counts of a bilan."""

    def __init__(self, calcul: Calcul, noms: Noms, objectifs: dict[str, ObjectifLu], releves: Sequence[Releve]) -> None:
        self.calcul, self.noms, self.objectifs, self.releves = calcul, noms, objectifs, releves

    def lire(self, releve: Releve) -> ChiffreDeclare:
        """One declared figure, with the computed one beside it when they speak of the same thing."""
        declare, ventilation = _declare(releve), lire_ventilation(releve.ventilation) or {}
        chiffre = ChiffreDeclare(
            releve, declare.texte, Periode(releve.debut, releve.fin), ventilation, reserves=tuple(_reserves(releve))
        )
        exacte, base = self._calcule(releve, declare, ventilation)
        sur = releve.base or base
        return ChiffreDeclare(
            **{
                **chiffre.__dict__,
                "calcule": "" if exacte is None else _ecrire(exacte, declare, releve.indicateur),
                "permis": None if exacte is None else declare.permet(exacte),
                "ecart": "" if exacte is None else _ecart(declare, exacte),
                "effectifs": declare.effectifs(sur),
                "base": sur,
                "base_precisee": not declare.en_pourcent or releve.base is not None,
            }
        )

    def alertes(self) -> Iterator[Alerte]:
        """Contradictions with their size, bare percentages, declared parts that do not make their total."""
        for releve in self.releves:
            chiffre = self.lire(releve)
            if chiffre.permis is False:
                yield _contradiction(chiffre)
            elif not chiffre.base_precisee and CATALOGUE[releve.indicateur].unite == "%":
                yield _base_non_precisee(chiffre)
        yield from self._sommes(self.releves)

    def _calcule(
        self, releve: Releve, declare: Declare, ventilation: dict[str, str]
    ) -> tuple[Fraction | None, int | None]:
        """The exact computed value, in the declared unit, and the base it stands on."""
        if releve not in self.releves:
            return None, None
        indicateur = CATALOGUE[releve.indicateur]
        par, part = tuple(ventilation), self._part(ventilation)
        if part is None or self.calcul.coupe(indicateur, par) != par:
            return None, None
        lue = self.calcul.valeur(indicateur, 0, par, part)
        if declare.en_pourcent and indicateur.unite != "%":
            return self._en_part(indicateur, lue.exacte, bool(par))
        base = lue.denominateur if isinstance(lue.denominateur, int) else None
        return lue.exacte, base

    def _en_part(
        self, indicateur: Indicateur, exacte: Fraction | None, part: bool
    ) -> tuple[Fraction | None, int | None]:
        """A percentage declared of a count: the share of a part in the total; of the total, its attainment."""
        if not part:
            objectif = self.objectifs.get(indicateur.code)
            return (objectif.exacte if objectif else None), None
        total = self.calcul.valeur(indicateur).valeur
        return (rapport(exacte, total, 100), int(total)) if total else (None, None)

    def _part(self, ventilation: dict[str, str]) -> tuple[Cle, ...] | None:
        """The part as counts know it; None when a name is not known here or a value is none of the code list."""
        cles: list[Cle] = []
        for code, valeur in ventilation.items():
            dimension = DIMENSIONS.get(code)
            if dimension is None:
                return None
            trouve = dimension.liste.trouver(valeur) if dimension.liste else None
            try:
                cles.append(self.noms.cle(code, trouve[0] if trouve else valeur))
            except RefusMetier:
                return None
        return tuple(cles)

    def _sommes(self, releves: Sequence[Releve]) -> Iterator[Alerte]:
        totaux = {_famille(r): r for r in releves if not r.ventilation.strip() and not _declare(r).en_pourcent}
        for famille, total in totaux.items():
            parts: dict[str, dict[str, Decimal]] = {}
            for releve in releves:
                lue = lire_ventilation(releve.ventilation) or {}
                if len(lue) == 1 and _famille(releve) == famille and not _declare(releve).en_pourcent:
                    ((code, valeur),) = lue.items()
                    parts.setdefault(code, {})[valeur] = releve.valeur
            for code, valeurs in parts.items():
                yield from self._somme(total, code, valeurs)

    def _somme(self, total: Releve, code: str, valeurs: dict[str, Decimal]) -> Iterator[Alerte]:
        indicateur, dimension = CATALOGUE[total.indicateur], DIMENSIONS.get(code)
        if dimension is None or not isinstance(indicateur.figure, Total):
            return
        exclusives = dimension.exclusive and indicateur.figure.compte.additif
        ecart = somme_des_parts(total.valeur, valeurs, self._attendues(code), exclusives)
        if ecart:
            somme, manque = ecart
            mots = "non ventilées" if manque > 0 else "de trop"
            yield Alerte(
                "parts_declarees",
                insecables(
                    f"{indicateur.libelle} : le total déclaré est {nombre(total.valeur, 0)}, ses parts déclarées font "
                    f"{nombre(somme, 0)} (écart de {nombre(abs(manque), 0)}, {mots} ; source : {total.source})."
                ),
                (indicateur.code,),
                generale=True,
            )

    def _attendues(self, code: str) -> set[str]:
        """The parts that make a whole, where the dimension is a closed list; something never declared otherwise."""
        reglages = self.calcul.contexte.reglages
        if code in ("tranche_age", "duree_chomage"):
            return set(tranches(reglages["tranches_age" if code == "tranche_age" else "tranches_duree_chomage"]))
        if code == "groupe_categorie":
            return set(reglages["groupes_categorie"])
        return {"sexe": {"F", "H"}, "qpv": {"OUI", "NON"}, "finance_plie": {"OUI", "NON"}}.get(code, {""})


def alertes_ouvertes(releves: Iterable[Releve]) -> Iterator[Alerte]:
    """What a source leaves open about the nature of a figure: its label says so, in brackets."""
    for releve in releves:
        ouverte = nature_ouverte(releve.libelle)
        if ouverte:
            mots, question = ouverte
            codes = (releve.indicateur,) if releve.indicateur in CATALOGUE else ()
            declare = _declare(releve)
            lu = f", lu ici comme « {CATALOGUE[codes[0]].libelle} »" if codes and not declare.en_pourcent else ""
            phrase = f"« {mots} » ({declare.texte}){lu} : la source ne précise pas ({question} ; {releve.source})."
            yield Alerte("nature", insecables(phrase), codes, generale=True)


def _declare(releve: Releve) -> Declare:
    return Declare(releve.valeur, releve.unite, releve.decimales, releve.qualificatif)


def _famille(releve: Releve) -> tuple[object, ...]:
    """Figures of one family come from one source and speak of one thing."""
    return (releve.indicateur, releve.dispositif_id, releve.debut, releve.fin, releve.organisme, releve.source)


def _reserves(releve: Releve) -> Iterator[str]:
    """What to know before reading it: its year, its state, what it leaves open."""
    publie = releve.date_publication
    if publie and publie.year != releve.fin.year:
        yield f"chiffre de {Periode(releve.debut, releve.fin).libelle} dans un document de {publie.year}"
    if releve.statut in ("PROVISOIRE", "EN_COURS_DE_CONTROLE"):
        yield STATUT_PUBLICATION.libelle(releve.statut).lower()
    ouverte = nature_ouverte(releve.libelle)
    if ouverte:
        yield ouverte[1]


def _ecrire(exacte: Fraction, declare: Declare, code: str) -> str:
    if declare.en_pourcent:
        return pourcentage(exacte)
    entier = exacte.denominator == 1 and not (code in CATALOGUE and CATALOGUE[code].est_rapport)
    return nombre(exacte, 0 if entier else 1)


def _ecart(declare: Declare, exacte: Fraction) -> str:
    """The size of the gap: points for percentages."""
    difference = abs(Fraction(declare.valeur) - exacte)
    if declare.en_pourcent:
        return f"{nombre(difference, 1)} points" if difference >= 2 else f"{nombre(difference, 1)} point"
    return nombre(difference, 0 if difference.denominator == 1 else 1)


def _contradiction(chiffre: ChiffreDeclare) -> Alerte:
    releve = chiffre.releve
    parts = " ".join(f"({code} = {valeur})" for code, valeur in chiffre.ventilation.items())
    sujet = f"{CATALOGUE[releve.indicateur].libelle} {parts}".strip()
    qui = f"{releve.organisme}, {releve.source}" if releve.organisme else releve.source
    phrase = f"{sujet} : déclaré {chiffre.texte} ({qui}), calculé {chiffre.calcule} ; écart de {chiffre.ecart}."
    return Alerte("contradiction", insecables(phrase), (releve.indicateur,), generale=True)


def _base_non_precisee(chiffre: ChiffreDeclare) -> Alerte:
    permis = f" ; si c'est celle du calcul, {chiffre.effectifs_dits}" if chiffre.effectifs_dits else ""
    phrase = f"Publié {chiffre.texte} ({chiffre.releve.source}), base non précisée{permis}."
    return Alerte("base_non_precisee", insecables(phrase), (chiffre.releve.indicateur,))
