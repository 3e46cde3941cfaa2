"""The catalogue of indicators, for machines, for a terminal and for the documentation."""

from __future__ import annotations

from typing import Any

from deplie.cadre.rules import DEFINITIONS
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.catalogue.dimensions import DIMENSIONS, dimensions_de
from deplie.pilotage.queries.bilan.resultat import en_nombre
from deplie.pilotage.rules.ecriture import nombre
from deplie.socle.phrases import insecables
from deplie.territoires.rules import DENOMINATEUR, MOTIF_SORTIE


def catalogue() -> dict[str, Any]:
    """Every indicator as data (``deplie indicateurs --format json``)."""
    return {
        "indicateurs": [_indicateur(indicateur) for indicateur in CATALOGUE.values()],
        "dimensions": [{"code": code, "libelle": dimension.libelle} for code, dimension in DIMENSIONS.items()],
    }


def dimensions_communes(indicateur: Indicateur) -> list[str]:
    """What an indicator can be cut by, in the order of the dimensions."""
    portees = [dimensions_de(atome) for atome in indicateur.atomes]
    if indicateur.apport:
        portees.append(dimensions_de(indicateur.apport))
    return [code for code in DIMENSIONS if all(code in portee for portee in portees)]


def en_texte() -> str:
    """One indicator a paragraph."""
    paragraphes = [
        f"{indicateur.code} (version {indicateur.version}, {indicateur.unite})\n  {indicateur.libelle}\n"
        f"  {insecables(indicateur.phrase)}\n  = {insecables(indicateur.formule)}"
        + (f"\n  Base : {indicateur.base}" if indicateur.base else "")
        + (f"\n  Porte sur {indicateur.portee}" if indicateur.du_territoire else "")
        for indicateur in CATALOGUE.values()
    ]
    return "\n\n".join(paragraphes)


def dictionnaire() -> str:
    """The dictionary of indicators, as Markdown (``docs/indicateurs.md``)."""
    parties = [
        "# Dictionnaire des indicateurs\n\nPage produite par `make docs` depuis `deplie/pilotage/catalogue/`.\n",
        *(_fiche(indicateur) for indicateur in CATALOGUE.values()),
        _ventilations(),
        _definitions(),
    ]
    return "\n".join(parties).rstrip() + "\n"


def _indicateur(indicateur: Indicateur) -> dict[str, Any]:
    exemple = indicateur.exemple
    return {
        "code": indicateur.code,
        "libelle": indicateur.libelle,
        "definition": indicateur.phrase,
        "formule": indicateur.formule,
        "numerateur": indicateur.numerateur,
        "denominateur": indicateur.denominateur or None,
        "base": indicateur.base or None,
        "unite": indicateur.unite,
        "compte": indicateur.compte,
        "fait": indicateur.atomes[0].fait.nom,
        "du_territoire": indicateur.du_territoire,
        "mesure": type(indicateur.figure).__name__,
        "dimensions": dimensions_communes(indicateur),
        "additif": additif(indicateur),
        "version": indicateur.version,
        "effet_le": indicateur.effet_le.isoformat(),
        "revoir_le": indicateur.revoir_le.isoformat(),
        "source": indicateur.source,
        "exemple": {
            "territoire": exemple.territoire,
            "annee": exemple.annee,
            "dispositif": exemple.dispositif,
            "valeur": en_nombre(exemple.valeur),
        },
    }


def additif(indicateur: Indicateur) -> bool:
    """Whether territories consolidate by adding its numerator and its denominator."""
    return not indicateur.a_mediane and all(
        atome.additif and getattr(atome, "premiere", None) is None for atome in indicateur.atomes
    )


def _fiche(indicateur: Indicateur) -> str:
    exemple = indicateur.exemple
    lignes = [
        f"## {indicateur.libelle} (`{indicateur.code}`)\n",
        f"{indicateur.phrase}\n",
        f"- Ce qu'il compte : {indicateur.compte} ; unité : {indicateur.unite}.",
        f"- Numérateur : {indicateur.numerateur}." if indicateur.est_rapport else f"- Formule : {indicateur.formule}.",
        f"- Dénominateur : {indicateur.denominateur}." if indicateur.est_rapport else "",
        f"- Base : {indicateur.base}." if indicateur.base else "",
        f"- Porte sur {indicateur.portee} : il ne se ventile pas par dispositif." if indicateur.du_territoire else "",
        f"- Se ventile par : {', '.join(DIMENSIONS[c].libelle.lower() for c in dimensions_communes(indicateur))}.",
        f"- Entre territoires : {'s’additionne' if additif(indicateur) else 'ne s’additionne pas'}.",
        f"- Version {indicateur.version}, en vigueur depuis le {indicateur.effet_le:%d/%m/%Y}, à revoir le "
        f"{indicateur.revoir_le:%d/%m/%Y}.",
        f"- Source : {indicateur.source}",
        f"- Exemple : {nombre(exemple.valeur)} ({exemple.territoire}, {exemple.dispositif}, {exemple.annee}).",
    ]
    return insecables("\n".join(ligne for ligne in lignes if ligne)) + "\n"


def _ventilations() -> str:
    lignes = [f"| `{code}` | {dimension.libelle} | {dimension.inconnu} |" for code, dimension in DIMENSIONS.items()]
    return "## Ventilations\n\n| code | libellé | valeur inconnue |\n|---|---|---|\n" + "\n".join(lignes) + "\n"


def _definitions() -> str:
    fiches = [
        f"### {definition.nom} (`{code}`)\n\n"
        f"- Motifs : {', '.join(MOTIF_SORTIE.libelle(motif) for motif in sorted(definition.motifs))}.\n"
        f"- Dénominateur : {DENOMINATEUR.libelle(definition.denominateur).lower()}.\n- Source : {definition.source}\n"
        for code, definition in DEFINITIONS.items()
    ]
    return insecables("## Définitions d'une sortie positive\n\n" + "\n".join(fiches))
