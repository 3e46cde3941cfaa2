"""A whole plan as a workbook: a sheet for each kind of thing, real days and numbers, and what each column says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

from deplie.gouvernance.models import Action, IndicateurAction
from deplie.gouvernance.queries import axes_de, indicateurs_du_plan
from deplie.gouvernance.queries.lecture import PlanLu
from deplie.gouvernance.rules import NATURES
from deplie.gouvernance.rules.cycle import ETATS
from deplie.socle.tableaux import Classeur

FEUILLES: Final[dict[str, tuple[str, ...]]] = {
    "Plan": ("Nature", "Nom", "Du", "Au", "Suivi par", "Source"),
    "Axes": ("Axe", "Titre"),
    "Actions": (
        "Action", "Axe", "Numéro", "Titre", "Pilote", "Partenaires", "Public visé", "Début", "Fin", "État", "En retard",
        "Description",
    ),
    "Jalons": ("Action", "Libellé", "Attendu le", "Atteint le"),
    "Budget": ("Action", "Financeur", "Année", "Prévu", "Obtenu"),
    "Indicateurs": ("Action", "Libellé", "Code du catalogue", "Unité", "Départ", "Cible"),
    "Valeurs": ("Action", "Indicateur", "Date", "Valeur"),
    "Avancement": ("Action", "Date", "Séance", "État", "Fait", "Sur", "Texte", "Prochaine étape"),
}  # fmt: skip
LISEZ_MOI: Final = (
    ("Action", "Le numéro de l'axe, puis celui de l'action : 3.2. Il relie les feuilles entre elles."),
    ("Partenaires", "Les organismes qui prennent part à l'action, séparés par « | »."),
    ("État", "Celui que dit le dernier point d'avancement : " + ", ".join(ETATS.values()) + "."),
    ("En retard", "Ce qui est en retard le jour de la lecture ; vide quand rien ne l'est."),
    ("Prévu, obtenu", "Des euros. Une ligne par action, financeur et année ; « obtenu » est vide tant qu'on l'ignore."),
    ("Départ, cible", "La valeur de l'indicateur au début de l'action, et celle qui est visée."),
    ("Code du catalogue", "L'indicateur du bilan qui donne la valeur ; elle n'est alors pas dans « Valeurs »."),
    ("Fait, sur", "L'avancement en deux nombres : 3 ateliers sur 12."),
    ("Séance", "Le jour du comité où le point a été dit ; vide entre deux comités."),
    ("Nature", " ; ".join(NATURES.values()) + "."),
)


def ecrire_classeur(sortie: IO[bytes], lu: PlanLu) -> int:
    """Write the workbook of a plan; how many lines it holds. One query more for each of axes, indicators and values."""
    actions = [lue.action for lue in lu.actions]
    mesures: dict[int, list[IndicateurAction]] = {action.pk: [] for action in actions}
    for mesure in indicateurs_du_plan(lu.plan):
        mesures[mesure.action_id].append(mesure)
    plan = lu.plan
    contenus: dict[str, Iterator[Sequence[Any]]] = {
        "Plan": iter([(plan.get_nature_display(), plan.nom, plan.debut, plan.fin, plan.comite, plan.source)]),
        "Axes": ((axe.numero, axe.titre) for axe in axes_de(plan)),
        "Actions": (_action(lue.action, " ".join(lue.retards)) for lue in lu.actions),
        "Jalons": ((a.code, j.libelle, j.prevu_le, j.atteint_le) for a in actions for j in a.jalons.all()),
        "Budget": (
            (a.code, str(f.financeur), f.annee, f.prevu, f.obtenu) for a in actions for f in a.financements.all()
        ),
        "Indicateurs": (
            (a.code, m.libelle, m.indicateur, m.unite, m.reference, m.cible) for a in actions for m in mesures[a.pk]
        ),
        "Valeurs": (
            (a.code, m.libelle, v.le, v.valeur) for a in actions for m in mesures[a.pk] for v in m.valeurs.all()
        ),
        "Avancement": (_point(a, p) for a in actions for p in reversed(a.points.all())),
    }
    with Classeur(sortie) as classeur:
        nombre = sum(classeur.feuille(nom, FEUILLES[nom], lignes) for nom, lignes in contenus.items())
        dit = ("Situation", f"Lue au {lu.jour:%d/%m/%Y}, dans {plan.territoire.nom}.")
        classeur.feuille("Lisez-moi", ("Colonne", "Ce qu'elle dit"), [dit, *LISEZ_MOI])
    return nombre


def _action(action: Action, retards: str) -> Sequence[Any]:
    partenaires = " | ".join(str(p.organisation) for p in action.partenaires.all())
    return (
        action.code, action.axe.numero, action.numero, action.titre, str(action.pilote or ""), partenaires,
        action.public, action.debut, action.fin, action.get_statut_display(), retards, action.description,
    )  # fmt: skip


def _point(action: Action, point: Any) -> Sequence[Any]:
    seance = point.seance.le if point.seance else None
    dit = (point.get_etat_display(), point.fait, point.total, point.texte, point.suite)
    return (action.code, point.le, seance, *dit)
