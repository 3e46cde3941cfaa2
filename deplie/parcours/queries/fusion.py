"""What two records hold, and what forbids joining them: a parcours that could not be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from deplie.parcours.models import Participation, Prescription
from deplie.personnes.models import Personne
from deplie.personnes.queries import liens


def empechements(gardee: Personne, absorbee: Personne) -> list[str]:
    """Why two records cannot be joined as they are: sentences that say what to correct first."""
    siennes, autres = _participations(gardee), _participations(absorbee)
    attentes, autres_attentes = _prescriptions(gardee), _prescriptions(absorbee)
    trouves = [phrase for une, autre in product(siennes, autres) if (phrase := _de_participations(une, autre))]
    trouves += [
        f"Chacune a une prescription en attente vers {une.dispositif.nom}. Classez l'une des deux d'abord."
        for une, autre in product(attentes, autres_attentes)
        if une.dispositif_id == autre.dispositif_id
    ]
    trouves += [*_attendues(attentes, autres), *_attendues(autres_attentes, siennes)]
    return list(dict.fromkeys(trouves))


def _participations(personne: Personne) -> list[Participation]:
    return list(personne.participations.select_related("dispositif").order_by("date_entree", "pk"))


def _prescriptions(personne: Personne) -> list[Prescription]:
    return list(Prescription.objects.en_attente().filter(personne=personne).select_related("dispositif").order_by("pk"))


def _de_participations(une: Participation, autre: Participation) -> str:
    """What forbids two participations to be one person's; empty when nothing does."""
    if une.dispositif_id != autre.dispositif_id:
        return ""
    nom = une.dispositif.nom
    if une.date_entree == autre.date_entree:
        return f"Toutes deux entrent dans {nom} le {une.date_entree:%d/%m/%Y}. Corrigez l'une des deux entrées d'abord."
    if "A_DOUBLON" in (une.motif_sortie, autre.motif_sortie):
        return ""
    if une.date_sortie is None and autre.date_sortie is None:
        return f"Chacune a une participation ouverte dans {nom}. Sortez l'une, ou annulez-la comme doublon, d'abord."
    premiere, seconde = sorted((une, autre), key=lambda participation: participation.date_entree)
    if premiere.date_sortie is None or premiere.date_sortie >= seconde.date_entree:
        return (
            f"Leurs participations dans {nom} se chevauchent : l'une entre le {seconde.date_entree:%d/%m/%Y}, "
            "avant la sortie de l'autre. Corrigez les dates d'abord."
        )
    return ""


def _attendues(attentes: list[Prescription], participations: list[Participation]) -> Iterator[str]:
    ouvertes = {participation.dispositif_id for participation in participations if participation.date_sortie is None}
    for prescription in attentes:
        if prescription.dispositif_id in ouvertes:
            nom = prescription.dispositif.nom
            yield f"L'une attend une décision pour {nom}, où l'autre est déjà suivie. Classez la prescription d'abord."


def contenu(personne: Personne) -> list[str]:
    """What a record holds: « 2 participations », « 1 prescription »."""
    nombres = [(lien.model._meta, lien.model._base_manager.filter(**{lien.name: personne}).count()) for lien in liens()]
    return [
        f"{meta.verbose_name if nombre == 1 else meta.verbose_name_plural} : {nombre}"
        for meta, nombre in nombres
        if nombre
    ]
