"""Code lists of declared figures."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux.codes import Code, liste

QUALIFICATIF: Final = liste(
    "qualificatif",
    "Ce que le document dit de la valeur",
    Code("exact", "exactement", ("égal",)),
    Code("environ", "environ", ("à peu près", "près de", "de l'ordre de")),
    Code("plus_de", "plus de", ("plus que", ">")),
    Code("au_moins", "au moins", ("≥", "minimum")),
    Code("moins_de", "moins de", ("<",)),
)

STATUT_PUBLICATION: Final = liste(
    "publication_statut",
    "État du chiffre",
    Code("PROVISOIRE", "Provisoire"),
    Code("EN_COURS_DE_CONTROLE", "En cours de contrôle", ("Contrôle en cours",)),
    Code("VALIDE_COPIL", "Validé par le comité de pilotage", ("Validé COPIL", "Validé", "Validé en COPIL")),
    Code("DEFINITIF", "Définitif", ("Définitive", "Publié")),
    Code("RECTIFIE", "Rectifié", ("Rectifiée", "Corrigé")),
)
