"""The pack on paper, as PDF/UA: the whole bilan, and the page for elected people."""

from __future__ import annotations

from typing import Any, Final

from deplie.pilotage.exports.pack.mots import COLONNES, en_tete, ligne_de, presse, sources
from deplie.pilotage.queries.pack import ChapitreDit, Graphique, Pack
from deplie.socle.documents import rendre_pdf
from deplie.socle.fichiers.logos import ImageLogo

# The box of the logo at the head of a sheet, in millimetres.
_LOGO: Final = (50.0, 15.0)


def bilan_pdf(pack: Pack) -> bytes:
    """The bilan: chapters with text, tables and charts, what to know, definitions."""
    return _rendre(
        pack,
        f"{pack.titre}, {pack.dispositif}",
        [_chapitre(f"{rang}. {chapitre.titre}", chapitre) for rang, chapitre in enumerate(pack.chapitres, 1)],
        alertes=pack.alertes,
        definitions=[(dit.libelle, dit.definition) for dit in pack.chiffres],
    )


def synthese_pdf(pack: Pack) -> bytes:
    """One page: the headline figures, what they rest on, what comes next."""
    chapitres = [
        _vide("Les chiffres", lignes=[ligne_de(dit) for dit in pack.synthese]),
        _vide("En quelques phrases", paragraphes=[phrase for phrase in (presse(pack), pack.secret) if phrase]),
    ]
    perspectives = list(pack.perspectives())[:4]
    if perspectives:
        chapitres.append(_vide("Et ensuite", paragraphes=perspectives))
    return _rendre(pack, f"L'essentiel : {pack.titre}, {pack.dispositif}", chapitres)


def _rendre(pack: Pack, titre: str, chapitres: list[dict[str, Any]], **suite: Any) -> bytes:
    sur, *sous = en_tete(pack)
    donnees = {
        "titre": titre,
        "sur": sur,
        "sous": " ".join(ligne if ligne.endswith(".") else f"{ligne}." for ligne in sous),
        "pied": f"{pack.territoire} · {pack.titre}, {pack.dispositif}",
        "colonnes": COLONNES,
        "chapitres": chapitres,
        "alertes": (),
        "definitions": (),
        "source": sources(pack),
        "logo": _logo(pack.logo) if pack.logo else None,
    }
    images = {"logo.png": pack.logo.octets} if pack.logo else {}
    gabarit = "pilotage/documents/pack.typ"
    return rendre_pdf(gabarit, donnees | suite, couleur=pack.couleur, le=pack.fige_le, images=images)


def _logo(logo: ImageLogo) -> dict[str, Any]:
    """Its size in millimetres, its words, whether it needs a ground."""
    largeur, hauteur = logo.dans(*_LOGO)
    return {"largeur": largeur, "hauteur": hauteur, "texte": logo.texte, "clair": logo.clair}


def _vide(titre: str, **contenu: Any) -> dict[str, Any]:
    return {"titre": titre, "paragraphes": (), "lignes": (), "muets": (), "graphiques": (), "tables": ()} | contenu


def _chapitre(titre: str, chapitre: ChapitreDit) -> dict[str, Any]:
    return _vide(
        titre,
        paragraphes=chapitre.paragraphes,
        lignes=[ligne_de(dit) for dit in chapitre.chiffres],
        muets=[f"{nom}\u00a0: {raison}." for nom, raison in chapitre.muets],
        graphiques=[_graphique(lu) for lu in chapitre.graphiques],
        tables=[{"titre": table.titre, "entetes": table.entetes, "lignes": table.lignes} for table in chapitre.tables],
    )


def _graphique(lu: Graphique) -> dict[str, Any]:
    compare = bool(lu.periode_avant)
    return {
        "titre": lu.titre,
        "phrase": lu.phrase,
        "compare": compare,
        "legende": f"En couleur {lu.periode}, en gris {lu.periode_avant}." if compare else "",
        "entetes": lu.entetes,
        "lignes": lu.lignes,
        "reserve": lu.reserve,
        "parts": [
            {
                "nom": part.nom,
                "valeur": part.valeur,
                "texte": part.texte,
                "avant": part.avant or 0,
                "texte_avant": part.texte_avant,
            }
            for part in lu.parts
        ],
    }
