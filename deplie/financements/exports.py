"""What is printed of operations."""

from __future__ import annotations

from deplie.financements.rules.cycle import ETATS, TRANSITIONS
from deplie.socle.cycles import tableau_de_cycle
from deplie.socle.tableaux import Colonne, Tableau, Type


def cycle() -> str:
    """The life of an operation as a diagram and a table (docs/operations.md)."""
    lignes = [
        "# La vie d'une opération",
        "",
        "Un seul tableau, `deplie/financements/rules/cycle.py` : aucun autre chemin n'existe. Une demande et",
        "l'opération qu'elle devient sont un même objet, qu'il s'agisse d'une opération du PLIE, d'un projet de",
        "l'économie sociale et solidaire ou d'innovation sociale : ce qui diffère est une donnée de l'appel.",
        "",
        *tableau_de_cycle(ETATS, ((t.libelle, t.depuis, {t.vers}) for t in TRANSITIONS.values())),
    ]
    return "\n".join(lignes)


def tableau_des_operations() -> Tableau:
    """The list of operations: amounts in euros, no person."""
    return Tableau(
        "operations",
        "Opérations",
        (
            Colonne("code", "Code", lambda o: o.code, Type.IDENTIFIANT),
            Colonne("intitule", "Intitulé", lambda o: o.intitule),
            Colonne("porteur", "Porteur", lambda o: o.structure),
            Colonne("appel", "Appel à projets", lambda o: str(o.appel) if o.appel else None),
            Colonne("objectif", "Objectif spécifique", lambda o: o.objectif_specifique),
            Colonne("debut", "Début", lambda o: o.debut, Type.DATE),
            Colonne("fin", "Fin", lambda o: o.fin, Type.DATE),
            Colonne("demande", "Montant demandé", lambda o: o.montant_demande, Type.NOMBRE),
            Colonne("programme", "Montant programmé", lambda o: o.montant_programme, Type.NOMBRE),
            Colonne("etat", "État", lambda o: ETATS[o.statut]),
            Colonne("depuis", "Depuis le", lambda o: o.statut_le, Type.DATE),
        ),
    )
