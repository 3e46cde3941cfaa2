"""A whole plan as a workbook: a sheet for each kind of thing, real days and numbers, and what each column says.

The same workbook comes back (``imports/classeur.py``): its columns are declared once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from deplie.gouvernance.imports.classeur import nom_de
from deplie.gouvernance.imports.colonnes import feuilles
from deplie.gouvernance.models import Action, IndicateurAction, LienAction, Plan
from deplie.gouvernance.queries import axes_de, indicateurs_du_plan, liens_du_plan
from deplie.gouvernance.queries.lecture import PlanLu, lire_plan
from deplie.gouvernance.queries.liens import reference
from deplie.gouvernance.rules import SORTES_DE_LIEN
from deplie.socle.tableaux import MARQUE_VIDE, Classeur, DescriptionTable, Type

# What is computed on the day of the reading: it does not make two workbooks differ.
_DU_JOUR: Final = "retard"
_MODE_D_EMPLOI: Final = (
    ("Importer", "Ce classeur se remplit, puis s'importe depuis la page du plan, ou de « Plans d'actions »."),
    ("Aperçu", "Rien n'est enregistré avant que vous ayez relu ce qui va changer."),
    ("Cellule vide", f"Ce qui est enregistré reste. Pour l'effacer, écrivez {MARQUE_VIDE}."),
    ("Ligne absente", "Ce qui est enregistré reste : un import n'efface rien."),
)


def ecrire_classeur(sortie: IO[bytes], lu: PlanLu) -> int:
    """Write the workbook of a plan; how many lines it holds. One query more for each of axes, indicators, values
    and links."""
    situation = (("Situation", f"Lue au {lu.jour:%d/%m/%Y}, dans {lu.plan.territoire.nom}."), *_MODE_D_EMPLOI)
    return _ecrire(sortie, contenus(lu), situation)


def ecrire_classeur_vierge(sortie: IO[bytes]) -> None:
    """The same, to be filled: its sheets, its drop-down lists, and what each column takes."""
    _ecrire(sortie, {description.nom: [] for description in feuilles()}, _MODE_D_EMPLOI)


def contenus(lu: PlanLu) -> dict[str, list[Sequence[Any]]]:
    """The lines of each sheet, in the order of its columns."""
    plan, actions = lu.plan, [lue.action for lue in lu.actions]
    mesures: dict[int, list[IndicateurAction]] = {action.pk: [] for action in actions}
    for mesure in indicateurs_du_plan(plan):
        mesures[mesure.action_id].append(mesure)
    deux = [(action, mesure) for action in actions for mesure in mesures[action.pk]]
    return {
        "plan": [(plan.get_nature_display(), plan.nom, plan.debut, plan.fin, plan.comite, plan.source)],
        "axes": [(axe.numero, axe.titre) for axe in axes_de(plan)],
        "actions": [_action(lue.action, " ".join(lue.retards)) for lue in lu.actions],
        "jalons": [(a.code, j.libelle, j.prevu_le, j.atteint_le) for a in actions for j in a.jalons.all()],
        "budget": [
            (a.code, str(f.financeur), f.annee, f.prevu, f.obtenu) for a in actions for f in a.financements.all()
        ],
        "indicateurs": [(a.code, m.libelle, m.indicateur, m.unite, m.reference, m.cible) for a, m in deux],
        "liens": [_lien(lien) for lien in liens_du_plan(plan)],
        "valeurs": [(a.code, m.libelle, v.le, v.valeur) for a, m in deux for v in m.valeurs.all()],
        "avancement": [_point(a, p) for a in actions for p in reversed(a.points.all())],
    }


def empreinte(plan: Plan) -> str:
    """What tells a plan from what somebody made of it since: the SHA-256 of all that its workbook says."""
    rang = [champ.nom for description in feuilles() if description.nom == "actions" for champ in description.champs]
    dits = contenus(lire_plan(plan))
    dits["actions"] = [
        [cellule for nom, cellule in zip(rang, ligne, strict=True) if nom != _DU_JOUR] for ligne in dits["actions"]
    ]
    texte = repr({nom: [[str(cellule) for cellule in ligne] for ligne in lignes] for nom, lignes in dits.items()})
    return hashlib.sha256(texte.encode()).hexdigest()


def _ecrire(sortie: IO[bytes], lignes: dict[str, list[Sequence[Any]]], avant: Iterable[tuple[str, str]]) -> int:
    with Classeur(sortie) as classeur:
        nombre = 0
        for description in feuilles():
            listes = {
                rang: [code.libelle for code in champ.codes]
                for rang, champ in enumerate(description.champs)
                if champ.codes is not None
            }
            textes = [rang for rang, champ in enumerate(description.champs) if champ.nom == "action"]
            entetes = [champ.libelle for champ in description.champs]
            nombre += classeur.feuille(
                nom_de(description.nom), entetes, lignes[description.nom], listes=listes, textes=textes
            )
        dites = [*avant, *(dit for description in feuilles() for dit in _colonnes(description))]
        classeur.feuille("Lisez-moi", ("Colonne", "Ce qu'elle dit"), dites)
    return nombre


def _colonnes(description: DescriptionTable) -> list[tuple[str, str]]:
    """What there is to say of the columns of a sheet."""
    dites = [(nom_de(description.nom), description.titre)]
    for champ in description.champs:
        valeurs = ""
        if champ.type is Type.CODE and champ.codes is not None and len(champ.codes) < 20:
            valeurs = "Au choix : " + ", ".join(code.libelle for code in champ.codes) + "."
        obligatoire = "Obligatoire." if champ.obligatoire else ""
        if dit := " ".join(filter(None, (obligatoire, champ.aide, valeurs))):
            dites.append((f"{nom_de(description.nom)} : {champ.libelle}", dit))
    return dites


def _action(action: Action, retards: str) -> Sequence[Any]:
    partenaires = " | ".join(str(p.organisation) for p in action.partenaires.all())
    return (
        action.code, action.axe.numero, action.numero, action.titre, str(action.pilote or ""), partenaires,
        action.public, action.debut, action.fin, action.get_statut_display(), retards, action.description,
    )  # fmt: skip


def _lien(lien: LienAction) -> Sequence[Any]:
    vers = lien.appel or lien.operation or lien.decision
    assert vers is not None
    sorte = "APPEL" if lien.appel_id else "OPERATION" if lien.operation_id else "DECISION"
    return (lien.action.code, SORTES_DE_LIEN[sorte], reference(vers))


def _point(action: Action, point: Any) -> Sequence[Any]:
    seance = point.seance.le if point.seance else None
    dit = (point.get_etat_display(), point.fait, point.total, point.texte, point.suite)
    return (action.code, point.le, seance, *dit)
