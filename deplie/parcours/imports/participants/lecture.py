"""What a line of ``participants`` is completed with while it is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from deplie.parcours.imports.lieu import DISPOSITIF_PAR_DEFAUT, Lieu
from deplie.personnes.rules import cle_de_nom
from deplie.socle.imports.registre import Controle, Examen
from deplie.socle.lecture import VIDE, Probleme
from deplie.socle.tableaux import Champ

AJOUTS = ("dispositif_id", "prescripteur_cle", "cle_nom", "cle_usage")
_cle_de_nom = lru_cache(maxsize=20_000)(cle_de_nom)
_RIEN: tuple[Probleme, ...] = ()


def controle(lieu: Lieu, champs: Sequence[Champ]) -> Controle:
    """The control of lines whose known columns are ``champs``."""
    return Controle(AJOUTS, _examen(lieu, [champ.nom for champ in champs]))


def rang_de(noms: Sequence[str], nom: str) -> int | None:
    """The place of a column among those read, None where the file does not have it."""
    return noms.index(nom) if nom in noms else None


def dispositif_inconnu(lieu: Lieu, code: str) -> Probleme:
    """The refusal of a scheme that the territory does not run."""
    connus = ", ".join(lieu.dispositifs)
    return Probleme(
        "dispositif", code, f"Le dispositif « {code} » n'est pas déclaré dans le territoire. Attendu : {connus}."
    )


def structure(
    lieu: Lieu, valeurs: list[Any], rang: int | None, colonne: str
) -> tuple[str | None, tuple[Probleme, ...]]:
    """The key of the body that a cell names; a cell without letter nor digit is emptied, with a warning."""
    if rang is None or not (texte := valeurs[rang]):
        return None, _RIEN
    if cle := lieu.structures.cle(texte):
        return cle, _RIEN
    valeurs[rang] = None
    phrase = "Ce nom de structure n'a ni lettre ni chiffre : la cellule est lue comme vide."
    return None, (Probleme(colonne, texte, phrase),)


def _examen(lieu: Lieu, noms: Sequence[str]) -> Examen:
    nom, usage, prenom = (rang_de(noms, colonne) for colonne in ("nom", "nom_usage", "prenom"))
    dispositif, prescripteur = rang_de(noms, "dispositif"), rang_de(noms, "prescripteur")
    numeros = lieu.dispositifs
    defaut = numeros.get(DISPOSITIF_PAR_DEFAUT)

    def examiner(valeurs: list[Any]) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        rejets, avertissements = _RIEN, _RIEN
        numero = defaut
        if dispositif is not None and (code := valeurs[dispositif]):
            numero = numeros.get(code)
            if numero is None:
                rejets = (dispositif_inconnu(lieu, code),)
        cle_prescripteur = None
        if prescripteur is not None and valeurs[prescripteur]:
            cle_prescripteur, avertissements = structure(lieu, valeurs, prescripteur, "prescripteur")
        cle_nom = cle_usage = None
        if (prenoms := valeurs[prenom]) and (naissance := valeurs[nom]):
            cle_nom = _cle_de_nom(naissance, prenoms)
            if usage is not None and (epouse := valeurs[usage]) is not VIDE and epouse:
                cle_usage = _cle_de_nom(epouse, prenoms)
        return (numero, cle_prescripteur, cle_nom, cle_usage), rejets, avertissements

    return examiner
