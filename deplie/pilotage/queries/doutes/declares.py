"""Declared figures that do not hold with those of the same document."""

from __future__ import annotations

from collections.abc import Iterator

from deplie.pilotage.models import Releve
from deplie.pilotage.rules.declares import Declare
from deplie.pilotage.rules.doutes import Dit, PartsDites, d_une_autre_annee, parts_qui_ne_font_pas_le_total
from deplie.pilotage.rules.ecriture import compte, nombre
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.models import Territoire


def doutes_des_documents(territoire: Territoire, periode: Periode) -> Iterator[str]:
    """Sentences on the documents that speak of the period: figures of another year, « dont » that leave a rest out."""
    tous = list(Releve.objects.filter(territoire=territoire).order_by("pk"))
    sources = {r.source for r in tous if r.debut <= periode.fin and r.fin >= periode.debut}
    dits = [_dit(releve) for releve in tous]
    for autre in d_une_autre_annee(dits):
        if any(source.startswith(autre.source) for source in sources):
            yield (
                f"{autre.organisme or 'Un organisme'} : {compte(autre.combien, 'chiffre')} de {autre.annee} dans un "
                f"document qui parle de {autre.du_document} ({autre.source}) : ils ne se comparent pas aux autres."
            )
    for parts in parts_qui_ne_font_pas_le_total(dit for dit in dits if dit.source in sources):
        yield _parts_dites(parts)


def _parts_dites(lues: PartsDites) -> str:
    unite = lues.total.unite
    parts = " et ".join(_valeur(part) for part in lues.parts)
    ecart = f"{nombre(abs(lues.reste), 0)} {'points' if unite == '%' else 'non décrits'}"
    suite = f"il reste {ecart} que la source ne décrit pas" if lues.reste > 0 else f"{ecart} de trop"
    return (
        f"« {lues.total.libelle} » : {_valeur(lues.total)}, dont {parts} ({nombre(lues.somme, 0)}"
        f"{' %' if unite == '%' else ''} en tout) : {suite}, ou la base des parts est une autre ({lues.total.source})."
    )


def _valeur(dit: Dit) -> str:
    return Declare(dit.valeur, dit.unite).texte


def _dit(releve: Releve) -> Dit:
    return Dit(releve.libelle, releve.valeur, releve.unite, releve.fin.year, releve.organisme, releve.source)


__all__ = ["doutes_des_documents"]
