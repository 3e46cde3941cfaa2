"""The proofs of the participants of an operation, and étapes whose operation nobody knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.parcours.models import CritereProuve, Etape, InscriptionAtelier, PieceJointe
from deplie.parcours.queries.perimetre import etapes_visibles_par
from deplie.parcours.rules.atelier import PRESENT
from deplie.parcours.rules.audit import CritereVu, EtapeVue, manque_d_eligibilite, manque_de_presence
from deplie.parcours.rules.cycle import ADMIS
from deplie.personnes.models import Personne


@dataclass(frozen=True)
class CritereLu:
    """A criterion of an admission, its files, and whether it held the day of the prescription."""

    critere: CritereProuve
    pieces: list[PieceJointe]

    @property
    def vu(self) -> CritereVu:
        return CritereVu(self.critere.code, self.critere.piece_du, len(self.pieces), self.critere.prescription.le)


@dataclass(frozen=True)
class EtapeLue:
    """An étape of the operation, with what proves that somebody came."""

    etape: Etape
    pieces: list[PieceJointe]
    ateliers: list[InscriptionAtelier] = field(default_factory=list)

    @property
    def notees(self) -> Decimal:
        """Hours noted by whoever received."""
        return sum((une.heures for une in self.etape.assiduites.all()), Decimal(0))

    @property
    def vue(self) -> EtapeVue:
        datee = self.etape.preuve_du is not None
        return EtapeVue(self.notees, self.etape.heures, len(self.pieces), datee, len(self.ateliers))


@dataclass
class Preuves:
    """What proves the part of one person in an operation."""

    personne: Personne
    etapes: list[EtapeLue] = field(default_factory=list)
    criteres: list[CritereLu] = field(default_factory=list)

    @property
    def manque_d_eligibilite(self) -> str:
        return manque_d_eligibilite([lu.vu for lu in self.criteres])

    @property
    def manque_de_presence(self) -> str:
        return manque_de_presence([lue.vue for lue in self.etapes])

    @property
    def heures(self) -> Decimal:
        """Hours noted in all its étapes."""
        return sum((lue.notees for lue in self.etapes), Decimal(0))


def preuves_de(operation: Operation, autres: Iterable[int] = (), personne: int | None = None) -> list[Preuves]:
    """The proofs of everybody whose étape, begun, names the operation, and of ``autres``, by name: seven queries.

    Nothing is cut by a perimeter: the caller counts, and names only those that its reader may see.
    """
    etapes = _etapes(operation, personne)
    lues: dict[int, Preuves] = {}
    for etape in etapes:
        qui = etape.participation.personne
        lues.setdefault(qui.pk, Preuves(qui)).etapes.append(EtapeLue(etape, etape.pieces_en_vigueur))
    manquent = set(autres) - set(lues)
    for qui in Personne.objects.filter(pk__in=manquent) if manquent else ():
        lues[qui.pk] = Preuves(qui)
    for critere in _criteres(lues):
        lues[critere.prescription.personne_id].criteres.append(CritereLu(critere, critere.pieces_en_vigueur))
    _joindre_ateliers(operation, lues)
    return sorted(lues.values(), key=_nom_dit)


def _nom_dit(preuves: Preuves) -> tuple[str, int]:
    """The order of the names shown."""
    personne = preuves.personne
    return personne.cle_usage or personne.cle_nom, personne.pk


def _en_vigueur() -> Prefetch:
    return Prefetch("pieces", PieceJointe.objects.en_vigueur().select_related("fichier"), to_attr="pieces_en_vigueur")


def _etapes(operation: Operation, personne: int | None) -> QuerySet[Etape]:
    siennes = Etape.objects.filter(territoire=operation.territoire_id, operation=operation.code)
    if personne is not None:
        siennes = siennes.filter(participation__personne=personne)
    siennes = siennes.filter(date_debut__lte=timezone.localdate()).exclude(statut__in=("PREVUE", "ANNULEE"))
    siennes = siennes.exclude(participation__motif_sortie="A_DOUBLON")
    proches = siennes.select_related("participation__personne", "participation__dispositif", "operateur")
    return proches.prefetch_related("assiduites", _en_vigueur()).order_by("date_debut", "pk")


def _criteres(lues: dict[int, Preuves]) -> QuerySet[CritereProuve]:
    """Those that a commission looked at: the criteria of admissions."""
    siens = CritereProuve.objects.filter(prescription__personne__in=list(lues), prescription__statut=ADMIS)
    return siens.select_related("prescription").prefetch_related(_en_vigueur()).order_by("prescription__le", "pk")


def _joindre_ateliers(operation: Operation, lues: dict[int, Preuves]) -> None:
    """Give each étape the workshops that its person came to while it ran, at the same structure."""
    venues: dict[int, list[InscriptionAtelier]] = defaultdict(list)
    presentes = InscriptionAtelier.objects.filter(personne__in=list(lues), statut=PRESENT)
    for une in presentes.select_related("seance__atelier").order_by("seance__debut", "pk"):
        venues[une.personne_id].append(une)
    for numero, inscriptions in venues.items():
        for lue in lues[numero].etapes:
            lue.ateliers.extend(une for une in inscriptions if _pendant(une, lue.etape, operation))


def _pendant(inscription: InscriptionAtelier, etape: Etape, operation: Operation) -> bool:
    atelier = inscription.seance.atelier
    if atelier.organisation_id is None or atelier.organisation_id != etape.operateur_id:
        return False
    jour = timezone.localtime(inscription.seance.debut).date()
    fin = etape.date_fin or operation.fin or date.max
    return etape.date_debut <= jour <= fin


@dataclass(frozen=True)
class CodeInconnu:
    """A code that étapes name and no operation bears; ``proche``: the operation it may stand for."""

    code: str
    etapes: int
    personnes: int
    proche: Operation | None


def etapes_sans_operation(acteur: Acteur) -> QuerySet[Etape]:
    """Étapes that name an operation that the territory does not know, within the perimeter of the reader."""
    connus = Operation.objects.filter(territoire=acteur.territoire).exclude(code="").values("code")
    return etapes_visibles_par(acteur).exclude(operation="").exclude(operation__in=connus)


def _cle(code: str) -> str:
    """A code as an eye reads it: neither case nor marks."""
    return re.sub(r"[^0-9a-z]", "", code.lower())


def codes_inconnus(acteur: Acteur) -> list[CodeInconnu]:
    """Those codes, the most used first, with the operation whose code reads the same. Two queries."""
    connues = {
        _cle(operation.code): operation
        for operation in Operation.objects.filter(territoire=acteur.territoire).exclude(code="").order_by("pk")
    }
    par_code = (
        etapes_sans_operation(acteur)
        .values_list("operation")
        .annotate(etapes=Count("pk"), personnes=Count("participation__personne", distinct=True))
    )
    return [
        CodeInconnu(code, etapes, personnes, connues.get(_cle(code)))
        for code, etapes, personnes in par_code.order_by("-etapes", "operation")
    ]
