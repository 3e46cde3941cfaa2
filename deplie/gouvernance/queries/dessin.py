"""The pictures of a plan: its calendar, a row for each action; its states, a bar for each committee."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from deplie.gouvernance.queries.comites import Releve
from deplie.gouvernance.queries.lecture import ActionLue, PlanLu
from deplie.gouvernance.rules.cycle import ABANDONNEE, EN_COURS, ETATS, PREVUE, REALISEE, SUSPENDUE
from deplie.socle.graphiques import Dessin, Groupe, Part, Rang, Repere, empiles, gantt
from deplie.socle.graphiques.dessin import AVANT, BIEN, CLAIR, ENCRE, FOND, FORT, PALE
from deplie.socle.graphiques.gantt import BARREE, COUPEE, FAITE, PLEINE, VIDE

FORMES: Final = {PREVUE: VIDE, EN_COURS: PLEINE, SUSPENDUE: COUPEE, REALISEE: FAITE, ABANDONNEE: BARREE}
LEGENDE: Final = tuple((FORMES[code], libelle) for code, libelle in ETATS.items())
# What goes well stands at the left: done, then under way.
PARTS: Final = (
    (REALISEE, BIEN, FOND),
    (EN_COURS, FORT, FOND),
    (SUSPENDUE, CLAIR, ENCRE),
    (PREVUE, PALE, ENCRE),
    (ABANDONNEE, AVANT, ENCRE),
)


def calendriers(lu: PlanLu, lignes: Sequence[ActionLue]) -> list[Dessin]:
    """One picture for each axis that has actions shown, on the same days; the first says what its shapes are."""
    axes = [(axe, list(siennes)) for axe, siennes in groupby(lignes, key=lambda ligne: ligne.action.axe)]
    return [
        _dessiner(lu, [Groupe("", _rangs(siennes, lu))], str(axe), len(siennes), avec_legende=rang == 0)
        for rang, (axe, siennes) in enumerate(axes)
    ]


def calendrier_entier(lu: PlanLu, lignes: Sequence[ActionLue]) -> Dessin:
    """The same in one picture, to print or to paste elsewhere."""
    groupes = [
        Groupe(str(axe), _rangs(list(siennes), lu))
        for axe, siennes in groupby(lignes, key=lambda ligne: ligne.action.axe)
    ]
    return _dessiner(lu, groupes, lu.plan.nom, len(lignes), avec_legende=True)


def etats_par_comite(releves: Sequence[Releve]) -> Dessin | None:
    """The actions by state at each committee; None where there is nothing to compare."""
    if len(releves) < 2:
        return None
    parts = [Part(ETATS[code], couleur, encre) for code, couleur, encre in PARTS]
    lignes = [(releve.nom, [releve.etats[code] for code, _, _ in PARTS]) for releve in releves]
    phrase = f"Les actions par état, à chacun des {len(releves) - 1} comités et au {releves[-1].jour:%d/%m/%Y}."
    return empiles(parts, lignes, phrase=phrase, titre="Les actions d'un comité à l'autre", entete="Comité")


def _dessiner(lu: PlanLu, groupes: Sequence[Groupe], titre: str, nombre: int, *, avec_legende: bool) -> Dessin:
    actions = f"{nombre} action{'s' if nombre > 1 else ''}"
    return gantt(
        groupes,
        debut=lu.plan.debut,
        fin=lu.plan.fin,
        jour=lu.jour,
        phrase=f"{titre} : calendrier de {actions}, du {lu.plan.debut:%d/%m/%Y} au {lu.plan.fin:%d/%m/%Y}.",
        titre=titre,
        repere="situation lue" if lu.clos else "aujourd'hui",
        legende=LEGENDE if avec_legende else (),
    )


def _rangs(lignes: Sequence[ActionLue], lu: PlanLu) -> list[Rang]:
    return [
        Rang(
            f"{ligne.action.code} {ligne.action.titre}",
            ligne.action.debut,
            ligne.action.fin,
            ligne.action.get_statut_display(),
            FORMES[ligne.action.statut],
            bool(ligne.retards),
            _reperes(ligne, lu),
        )
        for ligne in lignes
    ]


def _reperes(ligne: ActionLue, lu: PlanLu) -> list[Repere]:
    """Milestones as they were on the day read: one that was reached later is still awaited."""
    return [
        Repere(
            jalon.libelle,
            jalon.prevu_le,
            jalon.atteint_le if jalon.atteint_le and jalon.atteint_le <= lu.jour else None,
            jalon.pk in ligne.jalons_en_retard,
        )
        for jalon in ligne.action.jalons.all()
    ]
