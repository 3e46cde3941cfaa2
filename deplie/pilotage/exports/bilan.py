"""A bilan as text, CSV and workbook. What a reader may see was decided when it was established."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.queries.bilan.resultat import Bilan, Chiffre
from deplie.pilotage.rules.ecriture import nombre, pourcentage
from deplie.pilotage.rules.periodes import en_lettres
from deplie.pilotage.rules.publication import STATUTS
from deplie.socle.phrases import insecables
from deplie.socle.tableaux import Classeur, ecrire_csv

_ENTETES: Final = (
    "Code", "Indicateur", "Ventilation", "Unité", "Valeur", "Numérateur", "Dénominateur", "Médiane", "N-1",
    "Numérateur N-1", "Dénominateur N-1", "Écart", "Objectif", "Atteinte (%)", "Alertes",
)  # fmt: skip
ENTETES_DEFINITIONS: Final = (
    "Code", "Indicateur", "Définition", "Numérateur", "Dénominateur", "Base", "Porte sur", "Version",
    "En vigueur depuis", "Source",
)  # fmt: skip


def entetes_et_lignes(bilan: Bilan) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The figures as a table: one row each, totals then parts."""
    return _ENTETES, [_ligne(chiffre) for chiffre in chiffres_de(bilan)]


def chiffres_de(bilan: Bilan) -> list[Chiffre]:
    """Totals, then the parts of every breakdown asked for, each once."""
    lus = {(c.code, tuple(c.ventilation.items())): c for c in bilan.chiffres}
    for tableau in bilan.tableaux.values():
        lus.update({(c.code, tuple(c.ventilation.items())): c for c in tableau})
    return list(lus.values())


def en_csv(bilan: Bilan) -> Iterator[str]:
    """The lines of a CSV file."""
    return ecrire_csv(*entetes_et_lignes(bilan))


def en_xlsx(bilan: Bilan) -> bytes:
    """A workbook: figures, definitions, alerts."""
    tampon = io.BytesIO()
    with Classeur(tampon) as classeur:
        classeur.feuille("Chiffres", *entetes_et_lignes(bilan))
        classeur.feuille("Définitions", ENTETES_DEFINITIONS, definitions(bilan))
        classeur.feuille("Alertes", ("Indicateur", "Alerte"), alertes_dites(bilan))
        classeur.feuille("Bilan", ("", ""), lignes_du_cadre(bilan))
    return tampon.getvalue()


def en_texte(bilan: Bilan) -> str:
    """For a terminal: a table of the figures, then what to know."""
    lignes = [titre(bilan), f"Données au {_instant(bilan)}", ""]
    lignes += _colonnes([_entete(bilan), *(_texte(chiffre) for chiffre in bilan.chiffres)])
    lignes += _section("À savoir", (alerte.phrase for alerte in bilan.alertes if alerte.generale))
    lignes += _section("Sur un chiffre", _sur_un_chiffre(bilan))
    lignes += _section("Phrases prêtes", bilan.phrases)
    return "\n".join(lignes)


def _section(titre: str, phrases: Iterable[str]) -> list[str]:
    lignes = [f"- {phrase}" for phrase in dict.fromkeys(phrases)]
    return ["", titre, *lignes] if lignes else []


def _sur_un_chiffre(bilan: Bilan) -> Iterator[str]:
    for alerte in bilan.alertes:
        if not alerte.generale:
            yield insecables(f"{', '.join(bilan.totaux[code].libelle for code in alerte.codes)} : {alerte.phrase}")


def titre(bilan: Bilan) -> str:
    """« Territoire de la Côte Ouest, PLIE : bilan 2020 »."""
    dispositif = "tous dispositifs" if bilan.dispositif == "TOUS" else bilan.dispositif
    statut = STATUTS[bilan.statut].lower()
    return insecables(f"{bilan.territoire[1]}, {dispositif} : bilan {bilan.periode.libelle} ({statut})")


def ventilation_dite(chiffre: Chiffre) -> str:
    """« Sexe : Femme, Commune : Saint-Paul »; empty for a total."""
    return insecables(
        ", ".join(
            f"{DIMENSIONS[code].libelle} : {mots}"
            for code, mots in zip(chiffre.ventilation, chiffre.parts, strict=True)
        )
    )


def _ligne(chiffre: Chiffre) -> list[Any]:
    avant, objectif = chiffre.precedent, chiffre.objectif
    return [
        chiffre.code,
        chiffre.libelle,
        ventilation_dite(chiffre),
        chiffre.unite,
        chiffre.valeur,
        chiffre.numerateur,
        chiffre.denominateur,
        chiffre.mediane,
        avant.valeur if avant else None,
        avant.numerateur if avant else None,
        avant.denominateur if avant else None,
        chiffre.ecart,
        objectif.cible if objectif else None,
        objectif.atteinte if objectif else None,
        " ".join(chiffre.alertes),
    ]


def definitions(bilan: Bilan) -> Iterable[list[Any]]:
    """Each figure's definition, once."""
    for chiffre in bilan.chiffres:
        if not chiffre.ventilation:
            lue = chiffre.definition
            yield [chiffre.code, chiffre.libelle, lue.phrase, lue.numerateur, lue.denominateur, lue.base,
                   chiffre.indicateur.portee, lue.version, lue.effet_le, lue.source]  # fmt: skip


def alertes_dites(bilan: Bilan) -> Iterable[list[Any]]:
    """What to know, with what it is about."""
    for alerte in bilan.alertes:
        yield [", ".join(bilan.totaux[code].libelle for code in alerte.codes) or "Ensemble", alerte.phrase]


def lignes_du_cadre(bilan: Bilan) -> Iterable[list[Any]]:
    """Where the figures come from."""
    periode, avant = bilan.periode, bilan.precedente
    yield ["Territoire", f"{bilan.territoire[1]} ({bilan.territoire[0]})"]
    yield ["Dispositif", bilan.dispositif]
    yield ["Période", f"du {en_lettres(periode.debut)} au {en_lettres(periode.fin)}"]
    yield ["Comparée à", f"du {en_lettres(avant.debut)} au {en_lettres(avant.fin)}" if avant else "sans comparaison"]
    yield ["Données au", _instant(bilan)]
    yield ["Statut", STATUTS[bilan.statut].lower()]
    yield from (["Phrase prête", phrase] for phrase in bilan.phrases)


def _instant(bilan: Bilan) -> str:
    from django.utils import timezone

    local = timezone.localtime(bilan.donnees_au)
    return f"{en_lettres(local.date())} à {local:%H:%M}"


def _entete(bilan: Bilan) -> tuple[str, ...]:
    avant = bilan.precedente.libelle if bilan.precedente else "N-1"
    return ("Indicateur", bilan.periode.libelle, "sur", avant, "écart", "objectif")


def _texte(chiffre: Chiffre) -> tuple[str, ...]:
    nom = f"  {ventilation_dite(chiffre)} · {chiffre.libelle}" if chiffre.ventilation else chiffre.libelle
    sur = ""
    if chiffre.denominateur:
        sur = f"{nombre(chiffre.numerateur)} / {nombre(_lisible(chiffre.denominateur))}"
    objectif = ""
    if chiffre.objectif:
        atteinte = chiffre.objectif.atteinte
        objectif = nombre(_lisible(chiffre.objectif.cible))
        objectif += "" if atteinte is None else f" ({pourcentage(atteinte)})"
    return (nom, chiffre.texte, sur, chiffre.texte_precedent, chiffre.ecart, objectif)


def _lisible(valeur: int | Decimal) -> int | Decimal:
    return valeur.normalize() if isinstance(valeur, Decimal) and valeur != valeur.to_integral_value() else int(valeur)


def _colonnes(lignes: list[tuple[str, ...]]) -> list[str]:
    """Aligned columns: names to the left, figures to the right."""
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(lignes[0]))]
    aligner = [str.ljust] + [str.rjust] * (len(largeurs) - 1)
    return [
        "  ".join(
            cote(cellule, largeur) for cote, cellule, largeur in zip(aligner, ligne, largeurs, strict=True)
        ).rstrip()
        for ligne in lignes
    ]
