"""Lines that still bear the number of a record joined to another: they go to the record that was kept."""

from __future__ import annotations

from typing import Final

from deplie.personnes.models import Personne
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.models import LigneLot
from deplie.territoires.models import Territoire

_LIGNES: Final = "SELECT id, ligne FROM {0} WHERE lot_id = %s AND identifiant = %s ORDER BY id"
_RENDRE: Final = "UPDATE {0} SET identifiant = %s WHERE lot_id = %s AND identifiant = %s"


def rejoindre(course: Course, territoire: Territoire, modele: type[LigneLot], table: str) -> None:
    """Give those lines the number of the kept record, and say so; the key of an étape stays that of its file."""
    nom, lot = modele._meta.db_table, course.lot.pk
    for ancien, garde in _numeros(territoire).items():
        lignes = sql.lire(_LIGNES.format(nom), [lot, ancien])
        if not lignes:
            continue
        phrase = f"La fiche « {ancien} » a été réunie à « {garde} » : la ligne rejoint celle-ci."
        with course.paquet():
            sql.executer(_RENDRE.format(nom), [garde, lot, ancien])
            for numero, ligne in lignes:
                course.avertir(table, Ligne(numero, ligne), "identifiant", phrase, valeur=ancien)
            course.ecrire_messages()


def _numeros(territoire: Territoire) -> dict[str, str]:
    """The number of each joined record, and the number of the one that is kept at the end."""
    jointes = Personne.objects.filter(territoire=territoire, absorbee_par__isnull=False)
    vers = {
        pk: (identifiant, garde) for pk, identifiant, garde in jointes.values_list("pk", "identifiant", "absorbee_par")
    }
    finales = {}
    for identifiant, garde in vers.values():
        while garde in vers:
            garde = vers[garde][1]
        finales[identifiant] = garde
    gardes = dict(Personne.objects.filter(pk__in=set(finales.values())).values_list("pk", "identifiant"))
    return {ancien: gardes[garde] for ancien, garde in finales.items()}
