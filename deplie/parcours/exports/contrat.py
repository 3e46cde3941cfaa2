"""The contract PLIE on paper: Word from the territory's template, PDF from our page."""

from __future__ import annotations

from django.utils import timezone

from deplie.parcours.models import ContratPlie
from deplie.parcours.queries.contrat import champs_du_contrat, gabarit_de
from deplie.socle.documents import rendre_pdf, rendre_word
from deplie.territoires.queries.reglages import reglage


def word_du_contrat(contrat: ContratPlie) -> bytes:
    """Raises RefusMetier when the territory's template does not render, FichierPerdu when it cannot be read."""
    return rendre_word(gabarit_de(contrat.participation.dispositif.territoire), champs_du_contrat(contrat))


def pdf_du_contrat(contrat: ContratPlie) -> bytes:
    champs = champs_du_contrat(contrat)

    def dite(le: str) -> str:
        return f"signé le {le}" if le else "date et signature"

    paires = [
        ["Personne accompagnée", ", ".join(filter(None, (champs["personne"], champs["adresse"])))],
        ["Née ou né le", champs["naissance"] or "non renseigné"],
        ["Référent", ", ".join(filter(None, (champs["referent"], champs["structure"]))) or "non désigné"],
        ["Équipe du plan", f"{champs['dispositif']}, {champs['territoire']}"],
        ["Entrée dans le plan", champs["entree_le"]],
    ]
    donnees = champs | {
        "sur": champs["territoire"],
        "sous": f"{champs['dispositif']}, établi le {champs['etabli_le']}",
        "pied": "Contrat PLIE : document nominatif, remis aux trois parties.",
        "paires": paires,
        "etapes": [[e["nom"], e["operateur"], e["debut"], e["fin"]] for e in champs["etapes"]],
        "signatures": [
            f"{', '.join(filter(None, (s['qui'], s['nom'])))} : {dite(s['le'])}" for s in champs["signatures"]
        ],
    }
    couleur = reglage(contrat.participation.dispositif.territoire, "couleur")
    return rendre_pdf("parcours/documents/contrat.typ", donnees, couleur=couleur, le=timezone.now())
