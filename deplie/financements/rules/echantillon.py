"""The sample of a control, drawn so that anybody may draw it again; and what its findings take off.

The draw uses no generator of numbers: each line is ranked by the SHA-256 print of « seed, line feed, identifier of the
line », and the first ones are taken. The same seed and the same lines give the same sample on every machine, in every
version of every language, whatever the order in which they are read; a larger share only adds lines to a smaller one.

Source: ``domain/domain.md`` §2.4 (contrôle de service fait); threshold, share and extrapolation are parameters of the
control, for the method is the managing authority's (K).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deplie.financements.rules.arrondi import au_cent, pourcent, repartir
from deplie.financements.rules.forfait import Forfait
from deplie.financements.rules.plan import montant_du_forfait
from deplie.socle.argent import ZERO
from deplie.socle.argent import formater as euros
from deplie.socle.erreurs import RefusMetier


@dataclass(frozen=True)
class Unite:
    """A line that may be drawn: its identifier, which never changes, its post, its amount in euros."""

    cle: str
    nature: str
    montant: Decimal


@dataclass(frozen=True)
class Methode:
    """Every line of ``seuil`` euros or more; of the others, ``part`` percent in number, at least ``minimum``."""

    seuil: Decimal
    part: int
    minimum: int = 1
    extrapole: bool = False


@dataclass(frozen=True)
class Tirage:
    """What was drawn: the lines above the threshold, those drawn among the others, in the order of the draw."""

    graine: str
    methode: Methode
    exhaustives: tuple[Unite, ...]
    tirees: tuple[Unite, ...]
    autres: tuple[Unite, ...]

    @property
    def echantillon(self) -> frozenset[str]:
        """The identifiers to control."""
        return frozenset(unite.cle for unite in (*self.exhaustives, *self.tirees))

    def expliquer(self) -> str:
        """The paragraph printed in the dossier: what was taken, out of what, how to draw it again."""
        haut, bas = somme(self.exhaustives), somme((*self.tirees, *self.autres))
        nombre = len(self.tirees) + len(self.autres)
        controle, total = haut + somme(self.tirees), haut + bas
        part = pourcent(Fraction(controle) / Fraction(total) * 100, 1) if total else "aucun montant"
        return (
            f"Toutes les dépenses de {euros(self.methode.seuil)} et plus sont contrôlées : "
            f"{_lignes(len(self.exhaustives))}, {euros(haut)}. "
            f"Parmi les {nombre} autres ({euros(bas)}), {self.methode.part} % du nombre sont tirées : "
            f"{_lignes(len(self.tirees))}, {euros(somme(self.tirees))}. "
            f"L'échantillon porte sur {_lignes(len(self.echantillon))} et {euros(controle)} de {euros(total)} "
            f"({part}). "
            f"Tirage : graine « {self.graine} » ; les lignes sont rangées par l'empreinte SHA-256 de la graine, d'un "
            "saut de ligne et de l'identifiant de la ligne ; les premières sont prises."
        )


@dataclass(frozen=True)
class Correction:
    """What a control takes off, in euros: seen on lines, extrapolated to those not drawn, followed on the flat rate."""

    constate: Decimal
    extrapole: Decimal
    par_nature: Mapping[str, Decimal]
    declare: Decimal
    forfait_declare: Decimal
    forfait_retenu: Decimal
    phrase: str = ""

    @property
    def sur_le_forfait(self) -> Decimal:
        """What the flat rate loses because its base lost something."""
        return self.forfait_declare - self.forfait_retenu

    @property
    def total(self) -> Decimal:
        """Everything that is taken off."""
        return self.constate + self.extrapole + self.sur_le_forfait

    @property
    def retenu(self) -> Decimal:
        """What is kept, flat rate included."""
        return self.declare + self.forfait_declare - self.total


def somme(unites: Iterable[Unite]) -> Decimal:
    """The amounts of these lines, in euros."""
    return sum((unite.montant for unite in unites), ZERO)


def _lignes(nombre: int) -> str:
    return f"{nombre} ligne{'s' if nombre > 1 else ''}"


def rang(graine: str, cle: str) -> str:
    """The rank of a line in a draw: 64 hexadecimal figures, compared as text."""
    return hashlib.sha256(f"{graine}\n{cle}".encode()).hexdigest()


def tirer(unites: Sequence[Unite], methode: Methode, graine: str) -> Tirage:
    """Draw a sample. Raises ``RefusMetier`` without a seed, for a share out of range, for an identifier met twice."""
    if not graine.strip():
        raise RefusMetier("Un tirage a une graine : sans elle, personne ne pourrait le refaire.")
    if not 0 <= methode.part <= 100 or methode.minimum < 0 or methode.seuil < 0:
        raise RefusMetier("La part tirée est entre 0 et 100 %, le seuil et le minimum ne sont pas négatifs.")
    if len({unite.cle for unite in unites}) != len(unites):
        raise RefusMetier("Deux lignes portent le même identifiant : le tirage ne serait pas sûr.")
    ranges = sorted(unites, key=lambda unite: (rang(graine, unite.cle), unite.cle))
    exhaustives = tuple(unite for unite in ranges if unite.montant >= methode.seuil)
    reste = [unite for unite in ranges if unite.montant < methode.seuil]
    nombre = taille(len(reste), methode)
    return Tirage(graine, methode, exhaustives, tuple(reste[:nombre]), tuple(reste[nombre:]))


def taille(population: int, methode: Methode) -> int:
    """How many of the lines below the threshold are drawn: the share rounded up, the minimum, never more than there
    are.

    A share of 0 % draws none.
    """
    if not methode.part:
        return 0
    return min(population, max(methode.minimum, -(-population * methode.part // 100)))


def corriger(
    tirage: Tirage, ecarts: Mapping[str, Decimal], forfait: Forfait | None = None, base_hors_tirage: Decimal = ZERO
) -> Correction:
    """What the findings of a control take off. ``ecarts``: what is rejected, by identifier of line, in euros.

    Extrapolated, when the method says so: the share rejected of the lines drawn at random is taken off those that were
    not drawn; lines above the threshold were all seen and tell nothing of the others. The flat rate is counted again on
    the base that is left. ``base_hors_tirage``: what the base of the flat rate holds beside these lines.
    """
    unites = {unite.cle: unite for unite in (*tirage.exhaustives, *tirage.tirees, *tirage.autres)}
    inconnues = set(ecarts) - set(unites)
    if inconnues:
        raise RefusMetier(f"Un écart est donné pour une ligne qui n'est pas du bilan ({min(inconnues)}).")
    par_nature: dict[str, Decimal] = {}
    for cle, ecart in ecarts.items():
        if not 0 <= ecart <= unites[cle].montant:
            raise RefusMetier(f"L'écart de la ligne {cle} ({euros(ecart)}) n'est pas entre 0 et son montant.")
        _ajouter(par_nature, unites[cle].nature, ecart)
    constate = sum(ecarts.values(), ZERO)
    extrapole, phrase = _extrapoler(tirage, ecarts, par_nature)
    declare = somme(unites.values())
    if forfait is None:
        return Correction(constate, extrapole, par_nature, declare, ZERO, ZERO, phrase)
    base = somme(unite for unite in unites.values() if unite.nature in forfait.assiette) + base_hors_tirage
    perdu = sum((montant for nature, montant in par_nature.items() if nature in forfait.assiette), ZERO)
    return Correction(
        constate,
        extrapole,
        par_nature,
        declare,
        montant_du_forfait(base, forfait),
        montant_du_forfait(base - perdu, forfait),
        phrase,
    )


def _ajouter(sommes: dict[str, Decimal], nature: str, montant: Decimal) -> None:
    if montant:
        sommes[nature] = sommes.get(nature, ZERO) + montant


def _extrapoler(tirage: Tirage, ecarts: Mapping[str, Decimal], par_nature: dict[str, Decimal]) -> tuple[Decimal, str]:
    """What the lines not drawn lose, added to their posts in proportion; and how it was counted."""
    vus, non_vus = somme(tirage.tirees), [u for u in tirage.autres if u.cle not in ecarts]
    trouve = sum((ecarts.get(unite.cle, ZERO) for unite in tirage.tirees), ZERO)
    if not tirage.methode.extrapole or not trouve or not non_vus:
        return ZERO, ""
    reste = somme(non_vus)
    montant = au_cent(Fraction(trouve) / Fraction(vus) * Fraction(reste))
    natures = sorted({unite.nature for unite in non_vus})
    poids = [somme(unite for unite in non_vus if unite.nature == nature) for nature in natures]
    for nature, part in zip(natures, repartir(montant, poids), strict=True):
        _ajouter(par_nature, nature, part)
    return montant, (
        f"{euros(trouve)} écartés sur {euros(vus)} tirés au sort, soit "
        f"{pourcent(Fraction(trouve) / Fraction(vus) * 100)} : appliqués aux {euros(reste)} qui n'ont pas été tirés, "
        f"{euros(montant)}."
    )
