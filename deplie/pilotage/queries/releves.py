"""Declared figures by document, as their page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.pilotage.models import Releve
from deplie.pilotage.queries.bilan import TOUS, etablir
from deplie.pilotage.queries.bilan.declares import ChiffreDeclare
from deplie.pilotage.rules.declares import Declare
from deplie.territoires.models import Territoire


@dataclass(frozen=True)
class Document:
    """A source, its date, and what it declares: what the records contradict first, then what they confirm."""

    source: str
    date_publication: date | None
    chiffres: tuple[ChiffreDeclare, ...]

    @property
    def organismes(self) -> list[str]:
        """Who declares, each once."""
        return list(dict.fromkeys(lu.releve.organisme for lu in self.chiffres if lu.releve.organisme))

    @property
    def reserves(self) -> list[str]:
        """The reserves that all its figures share: said once, above them."""
        if len(self.chiffres) < 2:
            return []
        return [r for r in self.chiffres[0].reserves if all(r in lu.reserves for lu in self.chiffres)]


def declares_par_document(acteur: Acteur) -> list[Document]:
    """Every declared figure of the territory, the latest document first, each beside what the records give."""
    lus: dict[int, ChiffreDeclare] = {}
    for dispositif, debut, fin in _periodes(acteur):
        bilan = etablir(acteur.territoire, debut, fin, acteur=acteur, dispositif=dispositif)
        for chiffre in bilan.declares:
            connu = lus.get(chiffre.releve.pk)
            if connu is None or (chiffre.calcule and not connu.calcule):
                lus[chiffre.releve.pk] = chiffre
    return par_document(lus.values())


def _periodes(acteur: Acteur) -> list[tuple[str, date, date]]:
    """The bilans that declared figures speak of: one per scheme and period."""
    releves = Releve.objects.filter(territoire=acteur.territoire)
    trouvees = releves.order_by("debut", "fin").values_list("dispositif__code", "debut", "fin").distinct()
    usuel = acteur.territoire.dispositifs.values_list("code", flat=True).first() or TOUS
    aujourd_hui = timezone.localdate()
    return sorted({(code or usuel, debut, fin) for code, debut, fin in trouvees if debut <= aujourd_hui})


def par_document(chiffres: Iterable[ChiffreDeclare]) -> list[Document]:
    """Declared figures gathered by source, the latest document first."""
    rang = {False: 0, True: 1, None: 2}

    def cle(chiffre: ChiffreDeclare) -> tuple[str, date]:
        return (chiffre.releve.source, chiffre.releve.date_publication or date.min)

    tries = sorted(chiffres, key=lambda c: (*cle(c), rang[c.permis], c.releve.pk))
    documents = [
        Document(source, publie if publie > date.min else None, tuple(groupe))
        for (source, publie), groupe in groupby(tries, key=cle)
    ]
    return sorted(documents, key=lambda d: (d.date_publication or date.min, d.source), reverse=True)


def declare_quelque_chose(territoire: Territoire) -> bool:
    """Whether anything at all was declared about this territory, whatever the period."""
    return Releve.objects.filter(territoire=territoire).exists()


def derniers_declares(acteur: Acteur, au_plus: int) -> list[tuple[Releve, str]]:
    """The latest declared figures that are not a part of another, each as its source prints it. One query."""
    if not acteur.peut("releve.voir"):
        return []
    lus = Releve.objects.filter(territoire=acteur.territoire, ventilation="").order_by("-fin", "pk")[:au_plus]
    return [(lu, Declare(lu.valeur, lu.unite, lu.decimales, lu.qualificatif).texte) for lu in lus]
