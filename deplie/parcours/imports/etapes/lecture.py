"""What a line of ``etapes`` is completed with while it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deplie.parcours.imports.lieu import DISPOSITIF_PAR_DEFAUT, Lieu
from deplie.parcours.imports.participants.lecture import dispositif_inconnu, rang_de, structure
from deplie.parcours.rules.etape import cle_de_rapprochement, cle_de_reference
from deplie.socle.imports.registre import Controle, Examen
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import Champ

AJOUTS = ("dispositif_id", "operateur_cle", "cle")
_RIEN: tuple[Probleme, ...] = ()


def controle(lieu: Lieu, champs: Sequence[Champ]) -> Controle:
    """The control of lines whose known columns are ``champs``."""
    return Controle(AJOUTS, _examen(lieu, [champ.nom for champ in champs]))


def _examen(lieu: Lieu, noms: Sequence[str]) -> Examen:
    reference, identifiant, dispositif, categorie, intitule, operateur, debut = (
        rang_de(noms, colonne)
        for colonne in ("reference", "identifiant", "dispositif", "categorie", "intitule", "operateur", "date_debut")
    )

    def cellule(valeurs: list[Any], rang: int | None) -> Any:
        return (valeurs[rang] or "") if rang is not None else ""

    def examiner(valeurs: list[Any]) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        code = cellule(valeurs, dispositif) or DISPOSITIF_PAR_DEFAUT
        numero = lieu.dispositifs.get(code)
        rejets = _RIEN if numero is not None else (dispositif_inconnu(lieu, code),)
        cle_operateur, avertissements = structure(lieu, valeurs, operateur, "operateur")
        cle = None
        if numero_d_origine := cellule(valeurs, reference):
            cle = cle_de_reference(numero_d_origine)
        elif all(cellule(valeurs, rang) for rang in (identifiant, categorie, debut)):
            cle = cle_de_rapprochement(
                identifiant=cellule(valeurs, identifiant),
                dispositif=code,
                categorie=cellule(valeurs, categorie),
                debut=cellule(valeurs, debut),
                intitule=cellule(valeurs, intitule),
                operateur=cle_operateur or "",
            )
        return (numero, cle_operateur, cle), rejets, avertissements

    return examiner
