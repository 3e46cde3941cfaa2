"""The protocole in force on a day, avenants included, and its definition of a positive exit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from deplie.cadre.models import Avenant, Protocole
from deplie.cadre.rules import DefinitionSortie, definition_le, en_vigueur
from deplie.cadre.rules.statut import ADOPTE
from deplie.territoires.models import Dispositif


@dataclass(frozen=True)
class ProtocoleLu:
    """A protocole as figures read it. ``avenants``: (date of effect, new last day or None), in their order;
    ``redefinitions``: (date of effect, definition from then on). ``definition`` is the one it was read with."""

    pk: int
    dispositif: str
    nom: str
    debut: date
    fin: date
    avenants: tuple[tuple[date, date | None], ...]
    cloture_le: date | None
    definition: DefinitionSortie
    redefinitions: tuple[tuple[date, DefinitionSortie], ...] = ()

    def au(self, jour: date) -> ProtocoleLu:
        """The same, with the definition that holds on a day."""
        return replace(self, definition=definition_le(self.definition, self.redefinitions, jour))

    def en_vigueur_le(self, jour: date) -> bool:
        """Whether it holds on a day, avenants that have taken effect by then included."""
        return en_vigueur(self.debut, self.fin, self.avenants, jour)

    @property
    def dernier_jour(self) -> date:
        """Its last day, every avenant included."""
        return max([self.fin, *(prolonge for _, prolonge in self.avenants if prolonge)])


def protocoles_de(dispositifs: Iterable[Dispositif]) -> list[ProtocoleLu]:
    """Every protocole of the schemes, oldest first."""
    trouves = Protocole.objects.filter(dispositif__in=list(dispositifs)).select_related("dispositif")
    return [_lire(protocole) for protocole in trouves.prefetch_related("avenants").order_by("debut", "pk")]


def protocole_le(protocoles: Iterable[ProtocoleLu], dispositif: str, jour: date) -> ProtocoleLu | None:
    """The one in force in a scheme on a day, among those read, with its definition of that day; None when there is
    none."""
    trouves = [p for p in protocoles if p.dispositif == dispositif and p.en_vigueur_le(jour)]
    return trouves[-1].au(jour) if trouves else None


def definition_du_protocole(protocole: Protocole, jour: date) -> DefinitionSortie:
    """What a protocole counts as a positive exit on a day; its avenants are read already."""
    return _lire(protocole).au(jour).definition


def _lire(protocole: Protocole) -> ProtocoleLu:
    avenants = sorted((a for a in protocole.avenants.all() if a.statut == ADOPTE), key=lambda avenant: avenant.numero)
    return ProtocoleLu(
        pk=protocole.pk,
        dispositif=protocole.dispositif.code,
        nom=protocole.nom,
        debut=protocole.debut,
        fin=protocole.fin,
        avenants=tuple((avenant.effet_le, avenant.prolonge_au) for avenant in avenants),
        cloture_le=protocole.cloture_le,
        definition=DefinitionSortie(
            nom=protocole.nom,
            motifs=frozenset(protocole.motifs_positifs),
            denominateur=protocole.denominateur,
            version=protocole.version,
            source=protocole.source or protocole.nom,
        ),
        redefinitions=tuple(
            (avenant.effet_le, _redefinition(protocole, avenant)) for avenant in avenants if avenant.redefinit
        ),
    )


def _redefinition(protocole: Protocole, avenant: Avenant) -> DefinitionSortie:
    return DefinitionSortie(
        nom=f"{protocole.nom}, avenant n° {avenant.numero}",
        motifs=frozenset(avenant.motifs_positifs),
        denominateur=avenant.denominateur,
        version=f"{protocole.version}, avenant n° {avenant.numero}",
        source=f"Avenant n° {avenant.numero} : {avenant.objet}",
    )
