"""The documents of a committee's pack, each made of the same composed pack.

``DOCUMENTS``: the end of each file's name, its title, its writer. The summary, the paragraph for the press and the
double page of an annual report may leave the restricted circle: small numbers are masked there. The others are for the
committee.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from deplie.pilotage.exports.pack import annexe, deck, mots, papier, texte
from deplie.pilotage.queries.pack import Pack

DOCUMENTS: Final[dict[str, tuple[str, Callable[[Pack], bytes]]]] = {
    "presentation.pptx": ("Présentation (PowerPoint)", deck.en_pptx),
    "bilan.docx": ("Bilan (Word)", texte.bilan_word),
    "bilan.pdf": ("Bilan (PDF accessible)", papier.bilan_pdf),
    "annexe.xlsx": ("Annexe chiffrée (classeur)", annexe.en_xlsx),
    "synthese.docx": ("Synthèse d'une page (Word)", texte.synthese_word),
    "synthese.pdf": ("Synthèse d'une page (PDF accessible)", papier.synthese_pdf),
    "presse.txt": ("Paragraphe pour la presse (texte)", mots.presse_txt),
    "double-page.docx": ("Double page du rapport annuel (Word)", texte.rapport_word),
    "double-page.pdf": ("Double page du rapport annuel (PDF accessible)", papier.rapport_pdf),
}
# Those of the territories that chose them.
CHOISIS: Final = frozenset({"double-page.docx", "double-page.pdf"})
TYPES: Final = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


def documents_de(pack: Pack) -> list[str]:
    """The documents of a pack: the double page is among them where the territory chose it."""
    return [nom for nom in DOCUMENTS if pack.rapport or nom not in CHOISIS]


def rangs_de(pack: Pack) -> list[int]:
    """Their ranks among ``DOCUMENTS``: what an archive remembers of them."""
    return [rang for rang, nom in enumerate(DOCUMENTS) if nom in documents_de(pack)]


def nom_de(pack: Pack, document: str) -> str:
    """« TCO-PLIE-2020-presentation.pptx »: says nobody."""
    return f"{pack.code}-{pack.bilan.dispositif}-{pack.periode.replace(' ', '-')}-{document}"


def ecrire(pack: Pack, document: str) -> bytes:
    """One document of the pack. KeyError for one that is not among them."""
    return DOCUMENTS[document][1](pack)


__all__ = ["DOCUMENTS", "TYPES", "documents_de", "ecrire", "nom_de", "rangs_de"]
