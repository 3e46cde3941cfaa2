"""The figures of a publication as they may leave the restricted circle: small numbers masked, and what gives them back.

Totals come first: what they must hide is settled among them, then parts are masked around totals that stay. A breakdown
that cannot be protected so is left out whole. What is left here has no masked value in it: nothing can be shown by
mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from deplie.pilotage.catalogue.publication import COUPES_PUBLIQUES
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.bilan import Alerte, Bilan, Chiffre, Valeur
from deplie.pilotage.queries.publication import bilan_publie
from deplie.pilotage.queries.relations import Cellules, Liens, comptes_de, lieu
from deplie.pilotage.queries.voisines import Voisine, lier_aux_voisines
from deplie.pilotage.rules.masque import masquer
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.queries.reglages import reglages

REGLAGE: Final = "petit_effectif"
MASQUE: Final = "masqué"
# Alerts that say no number of people: the others stay inside.
_SANS_NOMBRE: Final = frozenset(
    {
        "non_recueillie", "du_territoire", "a_venir", "en_cours", "comparaison", "incomplet", "rupture", "reserve",
        "deux_protocoles", "definition_changee", "sans_protocole", "bases", "definitions",
    }
)  # fmt: skip


@dataclass(frozen=True)
class ChiffrePubliable:
    """A figure that may leave: ``chiffre`` holds nothing of it when it is masked. ``masque`` says so, and why."""

    chiffre: Chiffre
    masque: str = ""

    @property
    def texte(self) -> str:
        """« 448 », « 54,9 % », « – », « masqué »."""
        return MASQUE if self.masque else self.chiffre.texte


@dataclass(frozen=True)
class ChiffresPubliables:
    """All that may leave of a publication. ``masquees`` are the places where a number is not said."""

    publication: Publication
    seuil: int
    territoire: tuple[str, str]
    dispositif: str
    periode: Periode
    precedente: Periode | None
    totaux: Mapping[str, ChiffrePubliable]
    tableaux: Mapping[tuple[str, ...], tuple[ChiffrePubliable, ...]]
    alertes: tuple[Alerte, ...]
    masquees: frozenset[str] = field(default=frozenset())

    @property
    def phrase(self) -> str:
        """What is said once, above figures."""
        return phrase_du_masque(self.seuil)

    @property
    def tous(self) -> list[ChiffrePubliable]:
        return [*self.totaux.values(), *(part for parts in self.tableaux.values() for part in parts)]

    @property
    def nombre_masques(self) -> int:
        """How many figures are masked, parts included."""
        return sum(bool(publiable.masque) for publiable in self.tous)

    def parts(self, code: str, *par: str) -> tuple[ChiffrePubliable, ...]:
        """The parts of a figure along a breakdown, in the order to show them."""
        return tuple(part for part in self.tableaux.get(par, ()) if part.chiffre.code == code)


def mention_du_masque(seuil: int) -> str:
    """What stands in place of a number; the same whichever of the two reasons masked it."""
    return f"masqué (moins de {seuil}, secret statistique)"


def phrase_du_masque(seuil: int) -> str:
    return (
        f"Un nombre de moins de {seuil} personnes est masqué (secret statistique), comme ceux qui permettraient de le "
        "retrouver par différence, et les pourcentages qui en viennent."
    )


@dataclass(frozen=True)
class Secret:
    """What must be masked in a bilan, and the bilan without the breakdowns that no mask protects."""

    bilan: Bilan
    cellules: Cellules
    masquees: frozenset[str]

    @property
    def lieux(self) -> frozenset[str]:
        """The places where a masked cell would be printed."""
        return frozenset(ici for ici, cle in self.cellules.lieux.items() if cle in self.masquees)


def chiffres_publiables(publication: Publication, seuil: int | None = None) -> ChiffresPubliables:
    """The figures of a publication, small numbers masked below ``seuil`` people: the territory's setting, unless told.

    Breakdowns are those of ``COUPES_PUBLIQUES``. The year before stands beside totals, masked in the same way.
    """
    seuil = seuil_de(publication) if seuil is None else seuil
    bilan = bilan_publie(publication)
    return publiables(publication, secret_de(bilan, seuil), seuil)


def seuil_de(publication: Publication) -> int:
    """The number of people below which a territory masks."""
    return int(reglages(publication.territoire)[REGLAGE])


def publiables(publication: Publication, secret: Secret, seuil: int, *, un_an_avant: bool = True) -> ChiffresPubliables:
    """A bilan whose masks are known, as it leaves; with the totals of the year before or not."""
    bilan, lieux = secret.bilan, secret.lieux
    avant = _precedent(bilan, secret, seuil) if un_an_avant else {}
    alertes = tuple(alerte for alerte in bilan.alertes if alerte.nature in _SANS_NOMBRE)
    mention = mention_du_masque(seuil)

    def publiable(chiffre: Chiffre) -> ChiffrePubliable:
        phrases = tuple(a.phrase for a in alertes if chiffre.code in a.codes and not chiffre.ventilation)
        precedent = None if chiffre.ventilation else avant.get(chiffre.code)
        masque = est_masque(chiffre, lieux)
        return ChiffrePubliable(_sans(chiffre, phrases, precedent, masque=masque), mention if masque else "")

    return ChiffresPubliables(
        publication=publication,
        seuil=seuil,
        territoire=bilan.territoire,
        dispositif=bilan.dispositif,
        periode=bilan.periode,
        precedente=bilan.precedente,
        totaux={chiffre.code: publiable(chiffre) for chiffre in bilan.chiffres if not chiffre.ventilation},
        tableaux={par: tuple(publiable(chiffre) for chiffre in parts) for par, parts in bilan.tableaux.items()},
        alertes=tuple(alerte for alerte in alertes if alerte.generale),
        masquees=lieux,
    )


def est_masque(chiffre: Chiffre, lieux: Collection[str]) -> bool:
    """Whether one of the counts that a figure prints is masked: all of it is, then."""
    return any(lieu(chiffre, cote) in lieux for cote, _, _ in comptes_de(chiffre))


def secret_de(
    bilan: Bilan, seuil: int, *, deja_masquees: Iterable[str] = (), voisines: Iterable[Voisine] = ()
) -> Secret:
    """What a bilan must mask; ``deja_masquees`` are places that an earlier version masked.

    What ``voisines`` masked stays masked too. Raises RefusMetier when a printed number is negative.
    """
    deja, voisines = frozenset(deja_masquees), tuple(voisines)
    gardes = reduit(bilan)
    seul = replace(gardes, tableaux={})
    # What neighbours do not hide from one another, saying less now would not hide.
    avant = _liens(replace(seul, chiffres=()), voisines).publication()
    perdues_avant = masquer(avant, seuil).sans_defense
    totaux = masquer(_liens(seul, voisines).publication(deja), seuil).cellules
    while True:
        liens = _liens(gardes, voisines)
        cellules = liens.cellules
        siens = {cle for cle in Cellules(seul).valeurs if cle in liens.valeurs}
        liens.connues |= siens - totaux
        declares = liens.publication(deja)
        masque = masquer(replace(declares, deja_masquees=declares.deja_masquees | (totaux & siens)), seuil)
        perdues = {cle for cle in masque.sans_defense - perdues_avant if declares.valeurs[cle]}
        if not perdues or not gardes.tableaux:
            return Secret(gardes, cellules, masque.cellules & cellules.valeurs.keys())
        gardes = _sans_les_coupes(gardes, liens, perdues)


def _liens(bilan: Bilan, voisines: Sequence[Voisine]) -> Liens:
    liens = Liens(Cellules(bilan))
    lier_aux_voisines(liens, voisines)
    return liens


def reduit(bilan: Bilan) -> Bilan:
    """The breakdowns that leave, without the parts that say nothing."""
    tableaux = {
        par: tuple(
            part
            for part in parts
            if part.code in COUPES_PUBLIQUES[par] and tuple(part.ventilation) == par and not part.lue.vide
        )
        for par, parts in bilan.tableaux.items()
        if par in COUPES_PUBLIQUES
    }
    totaux = tuple(chiffre for chiffre in bilan.chiffres if not chiffre.ventilation)
    return replace(bilan, chiffres=totaux, tableaux={par: parts for par, parts in tableaux.items() if parts})


def _sans_les_coupes(bilan: Bilan, liens: Liens, perdues: Collection[str]) -> Bilan:
    """Without the breakdowns where a number stays within reach; without any when it is a total."""
    lieux = liens.cellules.lieux
    ailleurs = {liens.coupes[cle] for cle in perdues if cle in liens.coupes}
    touchees = {
        par
        for par, parts in bilan.tableaux.items()
        if frozenset(par) in ailleurs
        or any(lieux[lieu(part, cote)] in perdues for part in parts for cote, _, _ in comptes_de(part))
    } or set(bilan.tableaux)
    return replace(bilan, tableaux={par: parts for par, parts in bilan.tableaux.items() if par not in touchees})


def _precedent(bilan: Bilan, secret: Secret, seuil: int) -> dict[str, Valeur]:
    """The totals of the year before that may be said beside those of the year."""
    if bilan.precedente is None:
        return {}
    avant = replace(
        bilan,
        chiffres=tuple(replace(c, lue=c.precedent or Valeur(None), precedent=None) for c in bilan.chiffres),
        tableaux={},
        periode=bilan.precedente,
        precedente=None,
    )
    lieux = secret_de(avant, seuil, voisines=[Voisine(secret.cellules, secret.masquees)]).lieux
    return {chiffre.code: chiffre.lue for chiffre in avant.chiffres if not est_masque(chiffre, lieux)}


def _sans(chiffre: Chiffre, phrases: tuple[str, ...], precedent: Valeur | None, *, masque: bool) -> Chiffre:
    """A figure without what may not leave."""
    if not masque:
        return replace(chiffre, precedent=precedent, alertes=phrases)
    objectif = replace(chiffre.objectif, atteinte=None, exacte=None) if chiffre.objectif else None
    return replace(chiffre, lue=Valeur(None), precedent=precedent, objectif=objectif, alertes=phrases)
