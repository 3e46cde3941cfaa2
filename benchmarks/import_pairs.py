"""The peer of the import: django-import-export on the same file, at its defaults or tuned for bulk.

Run as ``python -m benchmarks.import_pairs FICHIER.csv BASE.sqlite3 defaut|tune``: one flat table, every column typed,
as a team that had no reader of its own would do it. Prints the number of rows imported.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings

DATES = {
    "date_naissance",
    "date_prescription",
    "date_entree",
    "date_sortie",
    "date_validation_sortie",
    "date_situation_6_mois",
}
ENTIERS = {"duree_chomage_mois", "jours_suspension"}


def _regler(base: str) -> None:
    settings.configure(
        INSTALLED_APPS=["import_export"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": base,
                "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
            }
        },
        USE_TZ=True,
    )
    django.setup()


def _modele(colonnes: list[str]):
    from django.db import connection, models

    champs: dict[str, object] = {"__module__": "benchmarks", "Meta": type("Meta", (), {"app_label": "import_export"})}
    for nom in colonnes:
        if nom in DATES:
            champs[nom] = models.DateField(null=True, blank=True)
        elif nom in ENTIERS:
            champs[nom] = models.IntegerField(null=True, blank=True)
        else:
            champs[nom] = models.CharField(max_length=300, blank=True, db_index=nom == "identifiant")
    modele = type("LigneParticipant", (models.Model,), champs)
    with connection.schema_editor() as editeur:
        editeur.create_model(modele)
    return modele


def _ressource(modele, tune: bool):
    from import_export import fields, resources, widgets

    reglages = {"model": modele, "import_id_fields": ("identifiant", "dispositif", "date_entree")}
    if tune:
        reglages |= {"use_bulk": True, "batch_size": 2000, "skip_diff": True, "use_transactions": True}
    attributs: dict[str, object] = {"Meta": type("Meta", (), reglages)}
    for nom in DATES:
        attributs[nom] = fields.Field(nom, nom, widget=widgets.DateWidget(format="%d/%m/%Y"))
    return type("Ressource", (resources.ModelResource,), attributs)()


def principal(fichier: str, base: str, maniere: str) -> None:
    import tablib

    _regler(base)
    jeu = tablib.Dataset().load(Path(fichier).read_text(encoding="utf-8"), format="csv", delimiter=";")
    resultat = _ressource(_modele(jeu.headers), maniere == "tune").import_data(jeu, raise_errors=True)
    print(resultat.totals)


if __name__ == "__main__":
    principal(*sys.argv[1:4])
