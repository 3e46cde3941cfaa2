"""From counts to figures: one scan per fact and breakdown, every measure, N and N‑1 at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from deplie.acteurs.queries.temps import etp_le, temps_recueillis
from deplie.mesure.colonnes import Valeur as Cle
from deplie.mesure.comptage import Comptage
from deplie.mesure.mesures import Atome, Moyenne, Part, PartSelon, Rapport, Total
from deplie.mesure.moteurs import compter_ensemble, medianes_ensemble
from deplie.mesure.nombres import arrondi, rapport
from deplie.parcours.facts import SEJOUR
from deplie.pilotage.catalogue import Indicateur
from deplie.pilotage.catalogue.vocabulaire import NB_EN_COURS_FIN
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.pilotage.queries.bilan.resultat import Valeur
from deplie.pilotage.rules.periodes import TOUS

# Money is written to the cent.
CENTIEMES: Final = 2
PartLue = tuple[Cle, ...]
Par = tuple[str, ...]
# (fact, breakdown) → part → measure → counts per period
Comptes = dict[PartLue, dict[Atome, list[int]]]


@dataclass
class Calcul:
    """The counts of a bilan: the totals, and the breakdowns asked for.

    ``en_plus`` are measures for the alerts, ``autres`` breakdowns that declared figures need and nobody asked to see;
    ``seuls`` the only indicators that some of ``pars`` cut.
    """

    contexte: Contexte
    pars: tuple[Par, ...] = ()
    en_plus: tuple[Atome, ...] = ()
    autres: tuple[Par, ...] = ()
    seuls: Mapping[Par, Collection[str]] = field(default_factory=dict)
    _medianes: dict[tuple[Moyenne, str, Par], dict[PartLue, list[Fraction | None]]] = field(default_factory=dict)

    @cached_property
    def _comptes(self) -> dict[tuple[str, Par], Comptes]:
        """Every count that the figures need, read when the first one is asked for."""
        besoins: dict[tuple[str, Par], dict[Atome, None]] = {}
        for indicateur in self.contexte.catalogue.values():
            voulues = [*(par for par in self.pars if self.voulu(indicateur, par)), *self.autres]
            for par in dict.fromkeys([(), *(self.coupe(indicateur, par) for par in voulues)]):
                for atome in indicateur.atomes:
                    besoins.setdefault((atome.fait.nom, par), {})[atome] = None
        for atome in self.en_plus:
            besoins.setdefault((atome.fait.nom, ()), {})[atome] = None
        return self._compter({cle: tuple(atomes) for cle, atomes in besoins.items()})

    def voulu(self, indicateur: Indicateur, par: Par) -> bool:
        """Whether a breakdown asked for cuts this indicator."""
        return par not in self.seuls or indicateur.code in self.seuls[par]

    def coupe(self, indicateur: Indicateur, par: Par) -> Par:
        """What a breakdown leaves of itself for an indicator: the dimensions that all its counts carry."""
        portees = [self.contexte.portee(atome) for atome in self._comptes_de(indicateur)]
        if indicateur.apport:
            portees.append(self.contexte.portee(indicateur.apport))
        return tuple(code for code in par if all(code in portee for portee in portees))

    def _comptes_de(self, indicateur: Indicateur) -> Iterable[Atome]:
        figure = indicateur.figure
        if not isinstance(figure, PartSelon):
            return figure.atomes
        bases = {self.contexte.denominateur(periode) for periode in self.contexte.periodes}
        return (figure.numerateur, *(atome for code, atome in figure.bases if code in bases))

    def comptage(self, fait: str, par: Par, atomes: tuple[Atome, ...]) -> Comptage:
        """The counting of some measures of a fact, cut by dimensions."""
        contexte = self.contexte
        return Comptage(
            contexte.fait(fait),
            atomes,
            tuple(contexte.parametres(periode) for periode in contexte.periodes),
            tuple(contexte.dimension(code, fait) for code in par),
            contexte.filtre(fait),
        )

    def _compter(self, besoins: dict[tuple[str, Par], tuple[Atome, ...]]) -> dict[tuple[str, Par], Comptes]:
        """Each fact is read once for all its breakdowns, but for those that multiply its rows."""
        comptes = {}
        for lot in self._par_lecture(besoins):
            comptages = [self.comptage(fait, par, besoins[fait, par]) for fait, par in lot]
            for cle, lus in zip(lot, compter_ensemble(self.contexte.moteur, comptages), strict=True):
                comptes[cle] = {part: dict(zip(besoins[cle], lu, strict=True)) for part, lu in lus.items()}
        return comptes

    def compte(self, atome: Atome, rang: int = 0, par: Par = (), part: PartLue = ()) -> int:
        """An exact count; 0 in a part where there is nothing. ``rang`` 0 is the period, 1 the one a year earlier."""
        comptes = self._comptes[atome.fait.nom, par].get(part)
        return comptes[atome][rang] if comptes else 0

    def parts(self, indicateur: Indicateur, par: Par) -> list[PartLue]:
        """The parts where the indicator is not nothing, in the period or a year earlier."""
        trouvees: dict[PartLue, None] = {}
        for atome in self._comptes_de(indicateur):
            for part, comptes in self._comptes[atome.fait.nom, par].items():
                if any(comptes[atome]):
                    trouvees[part] = None
        return list(trouvees)

    def valeur(self, indicateur: Indicateur, rang: int = 0, par: Par = (), part: PartLue = ()) -> Valeur:
        """The figure over one of the periods; nothing when what it needs was never recorded."""
        if not all(self.recueil[nom] for nom in indicateur.recueil):
            return Valeur(None)
        if rang and not self.contexte.pas_encore_recueillis.isdisjoint(indicateur.recueil):
            return Valeur(None)
        figure = indicateur.figure
        if isinstance(figure, Total):
            compte = self.compte(figure.compte, rang, par, part)
            if figure.unite == 1:
                return Valeur(compte, exacte=Fraction(compte))
            return Valeur(montant(compte, figure.unite), exacte=Fraction(compte, figure.unite))
        if isinstance(figure, PartSelon):
            base = dict(figure.bases).get(self.contexte.denominateur(self.contexte.periodes[rang]) or "")
            if base is None:
                return Valeur(None)
            figure = Part(figure.numerateur, base)
        if isinstance(figure, Moyenne):
            return self._moyenne(figure, rang, par, part)
        return self._rapport(figure, rang, par, part)

    def _rapport(self, figure: Part | Rapport, rang: int, par: Par, part: PartLue) -> Valeur:
        numerateur = self.compte(figure.numerateur, rang, par, part)
        if isinstance(figure, Rapport) and figure.atomes == (figure.numerateur,):
            base: int | Decimal = self.etp(rang, part)
        else:
            base = self.compte(figure.atomes[1], rang, par, part)
        exacte = rapport(numerateur, base, figure.fois)
        if figure.unite == 1 or exacte is None:
            return Valeur(None if exacte is None else arrondi(exacte), numerateur, base, exacte=exacte)
        somme = montant(numerateur, figure.unite)
        if isinstance(figure, Part):
            return Valeur(arrondi(exacte), somme, montant(int(base), figure.unite), exacte=exacte)
        exacte /= figure.unite
        return Valeur(arrondi(exacte, CENTIEMES), somme, base, exacte=exacte)

    def _moyenne(self, figure: Moyenne, rang: int, par: Par, part: PartLue) -> Valeur:
        total = self.compte(figure.numerateur, rang, par, part)
        base = self.compte(figure.denominateur, rang, par, part)
        exacte = rapport(total, base * figure.unite)
        milieux = self._milieux(figure, par).get(part)
        milieu = milieux[rang] if milieux else None
        mediane = None if milieu is None else arrondi(milieu / figure.unite)
        return Valeur(None if exacte is None else arrondi(exacte), total, base, mediane, exacte)

    def _milieux(self, figure: Moyenne, par: Par) -> dict[PartLue, list[Fraction | None]]:
        cle = (figure.fait.nom, par)
        if (figure, *cle) not in self._medianes:
            atome = figure.denominateur
            portees = [autre for autre, comptes in self._comptes.items() if _mesure(comptes, atome)] or [cle]
            for lot in self._par_lecture(dict.fromkeys([cle, *portees])):
                comptages = [self.comptage(fait, coupe, (atome,)) for fait, coupe in lot]
                lues = medianes_ensemble(self.contexte.moteur, comptages, figure)
                self._medianes.update({(figure, *cle_lue): lue for cle_lue, lue in zip(lot, lues, strict=True)})
        return self._medianes[figure, *cle]

    def _par_lecture(self, cles: Iterable[tuple[str, Par]]) -> list[list[tuple[str, Par]]]:
        """Breakdowns that one reading of a fact can serve together."""
        lots: dict[tuple[str, Par], list[tuple[str, Par]]] = {}
        for fait, par in cles:
            seule = any(self.contexte.multiplie(code, fait) for code in par)
            lots.setdefault((fait, par if seule else ()), []).append((fait, par))
        return list(lots.values())

    @cached_property
    def recueil(self) -> dict[str, bool]:
        """Whether each thing was ever recorded, working time included."""
        return self.contexte.recueil | {"etp": temps_recueillis(self.contexte.territoire)}

    def etp(self, rang: int, part: PartLue = ()) -> Decimal:
        """Full-time equivalents of the référents on the last day of a period, or of one of them."""
        temps = self.etp_des_referents[rang]
        if not part:
            return sum(temps.values(), Decimal(0))
        return temps.get(int(part[0]), Decimal(0)) if part[0] is not None else Decimal(0)

    @cached_property
    def etp_des_referents(self) -> list[dict[int, Decimal]]:
        """``{agent: time}`` per period; where a territory runs several schemes, of who follows somebody in this one."""
        contexte = self.contexte
        temps = [etp_le(contexte.territoire, periode.fin) for periode in contexte.periodes]
        if not contexte.multiple or contexte.dispositif == TOUS:
            return temps
        return [
            {agent: etp for agent, etp in lu.items() if agent in self.referents_en_cours(rang)}
            for rang, lu in enumerate(temps)
        ]

    def referents_en_cours(self, rang: int = 0) -> dict[int | None, int]:
        """``{agent: participations in progress at the end}``; None for those without a référent."""
        return {
            None if part[0] is None else int(part[0]): comptes[NB_EN_COURS_FIN][rang]
            for part, comptes in self._en_cours_par_referent.items()
            if comptes[NB_EN_COURS_FIN][rang]
        }

    @cached_property
    def _en_cours_par_referent(self) -> Comptes:
        cle = (SEJOUR.nom, ("referent",))
        return self._compter({cle: (NB_EN_COURS_FIN,)})[cle]


def montant(compte: int, unite: int) -> Decimal:
    """A sum in its own unit: euros, to the cent, from whole cents."""
    return arrondi(Fraction(compte, unite), CENTIEMES)


def _mesure(comptes: Comptes, atome: Atome) -> bool:
    return any(atome in lus for lus in comptes.values())
