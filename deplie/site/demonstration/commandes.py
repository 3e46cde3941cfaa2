"""What holders ordered for the year in progress and have not declared yet: orders with their paper, one of them off.

Each stands on a line of the plan of the second year, under what that line holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.financements import actions
from deplie.financements.models import LignePlan, Operation
from deplie.financements.rules.cycle import CLOS, CONVENTIONNES
from deplie.financements.rules.nomenclature import FONCTIONNEMENT, PRESTATIONS
from deplie.site.demonstration import papiers
from deplie.site.demonstration.calendrier import ouvre_des
from deplie.site.demonstration.horloge import au
from deplie.site.demonstration.tirage import Tirage

FOURNISSEURS: Final = ("Imprimerie Modèle", "Loueur Exemple", "Formateur Fictif", "Papeterie Témoin")
OBJETS: Final = {FONCTIONNEMENT: "Location de la salle", PRESTATIONS: "Intervenants du second semestre"}
MOTIF: Final = "Intervenant indisponible : la commande sera passée à un autre (inventé)."
# Of a line, in percent: what is ordered.
PART: Final = (35, 60)


def commander(operation: Operation, suite: str, par: Acteur) -> None:
    """Order for the second year of an operation that runs on, on each of its lines; one of them is given up."""
    ici = Operation.objects.select_related("territoire").get(pk=operation.pk)
    if ici.debut is None or ici.fin is None or ici.debut.year == ici.fin.year:
        return
    if ici.statut not in CONVENTIONNES - CLOS:
        return
    tirage = Tirage(f"{ici.territoire.code}/{ici.code}/commandes")
    lignes = ici.lignes.filter(annee=ici.debut.year + 1, nature__in=sorted(OBJETS)).order_by("nature", "libelle")
    for rang, ligne in enumerate(lignes):
        le = ouvre_des(date(ligne.annee, 3 + rang, tirage.entier(3, 24)))
        with au(le):
            _engager(ici, ligne, rang + 1, le, tirage, par, annule=suite == "POURSUIVIE" and rang == 1)


def _engager(
    operation: Operation, ligne: LignePlan, rang: int, le: date, tirage: Tirage, par: Acteur, *, annule: bool
) -> None:
    montant = (ligne.montant * tirage.entier(*PART) / 100).quantize(Decimal("0.01"))
    fournisseur, reference = tirage.choix(FOURNISSEURS), f"BC-{operation.code}-{rang}"
    engagement = actions.engager(
        operation=operation,
        valeurs={
            "ligne": ligne, "nature": ligne.nature, "libelle": OBJETS[ligne.nature], "fournisseur": fournisseur,
            "reference": reference, "engage_le": le, "attendu_le": le + timedelta(days=260), "montant": montant,
        },
        par=par,
    )  # fmt: skip
    dit = (fournisseur, reference, f"Montant : {montant} euros", f"Commandé le {le:%d/%m/%Y}")
    fichier = papiers.garder("commande.pdf", papiers.page("Bon de commande", dit), par)
    actions.joindre_a_engagement(engagement=engagement, fichier=fichier, par=par)
    if annule:
        with au(ouvre_des(le + timedelta(days=41))):
            actions.annuler_engagement(engagement=engagement, motif=MOTIF, par=par)
