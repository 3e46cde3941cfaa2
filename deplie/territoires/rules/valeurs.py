"""What a value of a setting may be: each gives the French sentence that says why one is refused, "" if it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from deplie.territoires.rules.etapes import CATEGORIE_ETAPE


def bornes(valeur: Any) -> str:
    """Bands are cut at strictly increasing positive integers."""
    if not isinstance(valeur, list) or not valeur or not all(type(b) is int and b > 0 for b in valeur):
        return "Indiquez des nombres entiers positifs, par exemple 26, 45, 50."
    if any(b >= c for b, c in pairwise(valeur)):
        return "Indiquez les bornes dans l'ordre croissant, sans répétition."
    return ""


def entier(minimum: int, maximum: int) -> Callable[[Any], str]:
    def refus(valeur: Any) -> str:
        if type(valeur) is int and minimum <= valeur <= maximum:
            return ""
        return f"Indiquez un nombre entier de {minimum} à {maximum}."

    return refus


def seuils(valeur: Any) -> str:
    """``{"2014-01-01": 35}``: percents, each from a day on."""
    phrase = "Indiquez un seuil par ligne, avec le jour où il prend effet : 01/01/2021 : 35."
    if not isinstance(valeur, dict) or not valeur:
        return phrase
    for jour, seuil in valeur.items():
        try:
            date.fromisoformat(jour)
        except (TypeError, ValueError):
            return phrase
        if type(seuil) is not int or not 0 <= seuil <= 100:
            return "Un seuil est un nombre entier de 0 à 100."
    return ""


def groupes_de_categories(valeur: Any) -> str:
    """``{group: {"libelle": …, "categories": […]}}``: each category in one group at most."""
    vues: set[str] = set()
    if not isinstance(valeur, dict) or not valeur:
        return "Indiquez au moins un groupe de catégories d'étapes."
    for code, groupe in valeur.items():
        categories = groupe.get("categories") if isinstance(groupe, dict) else None
        if not isinstance(categories, list) or not groupe.get("libelle"):
            return f"Donnez au groupe « {code} » un libellé et ses catégories."
        for categorie in categories:
            if categorie not in CATEGORIE_ETAPE:
                return f"« {categorie} » n'est pas une catégorie d'étape."
            if categorie in vues:
                return f"La catégorie « {categorie} » est dans deux groupes."
            vues.add(categorie)
    return ""


def texte(maximum: int) -> Callable[[Any], str]:
    def refus(valeur: Any) -> str:
        if isinstance(valeur, str) and valeur.strip() and len(valeur) <= maximum:
            return ""
        return f"Écrivez un texte de {maximum} signes au plus."

    return refus


def booleen(valeur: Any) -> str:
    return "" if isinstance(valeur, bool) else "Indiquez oui ou non."


def correspondance(valeur: Any) -> str:
    """``{header: field name, or "" to ignore the column}``."""
    if isinstance(valeur, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in valeur.items()):
        return ""
    return "Associez à chaque en-tête de vos fichiers le nom d'une colonne, ou rien pour ignorer l'en-tête."
