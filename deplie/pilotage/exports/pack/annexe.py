"""The annex: every frozen figure with its numerator and denominator, what it means, where it is read."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from deplie.pilotage.exports.bilan import (
    ENTETES_DEFINITIONS,
    alertes_dites,
    definitions,
    entetes_et_lignes,
    lignes_du_cadre,
)
from deplie.pilotage.queries.pack import Pack
from deplie.socle.tableaux import Classeur


def en_xlsx(pack: Pack) -> bytes:
    """A workbook: what the pack shows, all the figures, definitions, what to know, where it comes from."""
    tampon = BytesIO()
    with Classeur(tampon) as classeur:
        entetes = (
            "Chapitre", "Indicateur", "Valeur", "Unité", "Numérateur", "Dénominateur", "Écrit", "Un an avant",
            "Objectif", "Définition",
        )  # fmt: skip
        classeur.feuille("Chapitres", entetes, _chapitres(pack))
        classeur.feuille("Tous les chiffres", *entetes_et_lignes(pack.bilan))
        classeur.feuille("Définitions", ENTETES_DEFINITIONS, definitions(pack.bilan))
        classeur.feuille("À savoir", ("Indicateur", "Alerte"), alertes_dites(pack.bilan))
        classeur.feuille("Source", ("", ""), _source(pack))
    return tampon.getvalue()


def _chapitres(pack: Pack) -> Iterator[list[Any]]:
    for chapitre in pack.chapitres:
        for dit in chapitre.chiffres:
            lu = dit.chiffre
            yield [chapitre.titre, dit.libelle, lu.valeur, lu.unite, lu.numerateur, lu.denominateur, dit.texte,
                   dit.avant, dit.objectif, dit.definition]  # fmt: skip
        for graphique in chapitre.graphiques:
            for part in graphique.parts:
                yield [chapitre.titre, f"{graphique.titre} : {part.nom}", part.valeur, graphique.chiffre.chiffre.unite,
                       None, None, part.texte, part.texte_avant, "", graphique.reserve]  # fmt: skip
        for table in chapitre.tables:
            for nom, periode, declare, *compte in table.lignes:
                dit = f"Déclaré, {periode} ; {table.titre}" + (f" ; compté : {compte[0]}" if compte else "")
                yield [chapitre.titre, nom, None, "", None, None, declare, "", "", dit]
        for nom, raison in chapitre.muets:
            yield [chapitre.titre, nom, None, "", None, None, raison, "", "", ""]


def _source(pack: Pack) -> Iterator[list[Any]]:
    yield from lignes_du_cadre(pack.bilan)
    yield ["Ce que valent ces chiffres", pack.statut]
    yield ["Empreinte des chiffres figés (SHA-256)", pack.empreinte]
    if pack.adresse:
        yield ["Où les lire", pack.adresse]
