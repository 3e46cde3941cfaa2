"""What the database refuses about bodies and séances, said in French; the day a séance becomes one that was held."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from deplie.instances.models import Seance
from deplie.instances.queries.proces_verbal import modele_en_service

PHRASES: Final = {
    "instance_nom_unique": "Une instance du territoire porte déjà ce nom.",
    "instance_quorum": "Le quorum se compte à partir d'un membre.",
    "membre_quelqu_un": "Indiquez la structure représentée, la personne qui siège, ou les deux.",
    "membre_un_seul": "Choisissez le titulaire dans la liste, ou écrivez son nom : pas les deux.",
    "membre_libre": "Écrivez le nom de qui siège : sa structure et son adresse vont avec lui.",
    "membre_une_structure": "Choisissez la structure dans la liste, ou écrivez-la : pas les deux.",
    "membre_dates": "La fin du siège précède son début. Corrigez l'une des deux.",
    "membre_suppleant": "Le suppléant est une autre personne que le titulaire.",
    "membre_un_suppleant": "Choisissez le suppléant dans la liste, ou écrivez son nom : pas les deux.",
    "membre_suppleant_libre": "Écrivez le nom de qui supplée : son adresse va avec lui.",
    "suite_objet": "Écrivez ce qui est à faire.",
    "suite_responsable": "Choisissez qui en répond : un membre de l'instance, ou quelqu'un de l'équipe.",
    "suite_faite": "Écrivez en une phrase ce qui a été fait : la séance suivante le lira.",
    "seance_une_par_jour": "Une séance de cette instance est déjà prévue ce jour-là.",
    "modele_proces_verbal_un": "Un autre modèle vient d'être déposé pour ces instances. Rouvrez la page.",
    "rectification_pourquoi": "Indiquez pourquoi la décision est rectifiée : le procès-verbal le dira.",
    "seance_annulee": "Indiquez pourquoi la séance est annulée.",
}


def tenir(seance: Seance) -> None:
    """A séance that decides, or where somebody came, was held; the template of its minutes is settled."""
    if seance.statut == Seance.Statut.PREVUE:
        seance.statut = Seance.Statut.TENUE
        seance.modele, seance.modele_le = modele_en_service(seance.instance), timezone.now()
        seance.save(update_fields=["statut", "modele", "modele_le"])
