"""The pack on paper, as PDF/UA: the whole bilan, and the page for elected people."""

from __future__ import annotations

from typing import Any, Final

from deplie.pilotage.exports.pack.mots import COLONNES, dessous, en_tete, ligne_de, presse, sources
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


def rapport_pdf(pack: Pack) -> bytes:
    """Two facing pages of an annual report. Raises ValueError for a pack that has none."""
    if pack.rapport is None:
        raise ValueError("a pack without its double page")
    volets = [_volet(titre, lu) for titre, lu in pack.rapport.volets]
    cles = [{"libelle": dit.libelle, "texte": dit.texte, "dessous": dessous(dit)} for dit in pack.rapport.cles]
    return _rendre(
        pack,
        f"{pack.titre}, {pack.dispositif}",
        [],
        gabarit="double",
        cles=cles,
        gauche=volets[:1],
        droite=volets[1:],
        textes=[{"titre": lu.titre, "paragraphes": lu.paragraphes} for lu in pack.rapport.textes],
        secret=pack.secret_du_rapport,
    )


def _volet(titre: str, lu: Graphique) -> dict[str, Any]:
    return _graphique(lu) | {"titre": titre, "sous": f"{lu.titre} : {lu.chiffre.texte}"}


def _rendre(pack: Pack, titre: str, chapitres: list[dict[str, Any]], gabarit: str = "pack", **suite: Any) -> bytes:
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
    feuille = f"pilotage/documents/{gabarit}.typ"
    return rendre_pdf(feuille, donnees | suite, couleur=pack.couleur, le=pack.fige_le, images=images)


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
