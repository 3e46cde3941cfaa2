"""Bodies that the operations of 2021-2027 support, in the territory whose record of them is kept: invented names."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.financements.rules.forfait import FSE_PLUS_2021_2027
from deplie.fse.actions import inscrire_soutien
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.entites import ADMINISTRATION, ENTREPRISE

LIEU: Final = "LAROCHELLE"
# Kind, name, days after the operation begins, proof; the rank of the operation that supports it.
SOUTENUS: Final = (
    (0, ENTREPRISE, "Les Jardins du Phare, coopérative", 30, "Convention de partenariat"),
    (0, ENTREPRISE, "Menuiserie des Pertuis", 45, "Convention d'accueil de stagiaires"),
    (1, ENTREPRISE, "Menuiserie des Pertuis", 60, "Convention d'accueil de stagiaires"),
    (1, ENTREPRISE, "Cuisine des Deux Tours", 75, "Diagnostic de recrutement signé"),
    (1, ADMINISTRATION, "Service des espaces verts du pays d'Aunis", 90, "Lettre de mission"),
)


def soutenir(par: Acteur) -> None:
    """Write them, once."""
    if par.territoire.code != LIEU:
        return
    lues = Operation.objects.filter(territoire=par.territoire).conventionnees().select_related("appel")
    siennes = [une for une in lues.order_by("code") if programmation_de(une) == FSE_PLUS_2021_2027 and une.debut]
    for rang, genre, nom, jours, preuve in SOUTENUS:
        if rang < len(siennes):
            ici = siennes[rang]
            assert ici.debut is not None
            le = ici.debut + timedelta(days=jours)
            inscrire_soutien(operation=ici, genre=genre, nom=nom, le=le, preuve=preuve, par=par)
