"""What the database refuses, in words."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "participation_fse_unique": "Cette personne a déjà une fiche dans cette opération : une rentrée s'y inscrit.",
    "participation_fse_dates": "Une personne présente un jour ou moins n'est pas un participant.",
    "participation_fse_reprise": "La rentrée suit la première entrée, et la sortie suit la rentrée.",
    "participation_fse_constat": "La situation à la sortie s'observe à partir de la sortie.",
    "participation_fse_six_mois": "La situation à six mois s'observe après la sortie.",
    "reponse_fse_unique": "Cette question a déjà sa réponse.",
    "reponse_fse_posee": "Choisissez une réponse de la liste.",
    "reponse_fse_refus": "Cette question ne se refuse pas, ou le jour où elle a été posée manque.",
    "entite_soutenue_unique": "Cette opération a déjà cette ligne : un organisme s'y inscrit une fois par sorte.",
    "entite_soutenue_nommee": "Dites le nom de l'organisme.",
    "entite_soutenue_prouvee": "Dites ce qui le prouve.",
    "correspondance_fse_unique": "Une correspondance porte déjà ce nom.",
    "retour_fse_unique": "Ce fichier a déjà été déposé.",
    "erreur_fse_issue": "Une erreur est corrigée ou écartée, pas les deux.",
    "erreur_fse_reperee": "Une ligne du service nomme une fiche, ou dit qui elle cherche.",
}
