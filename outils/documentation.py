"""The pages of docs/ that are made from the code: ``python -m outils.documentation [--verifier]``.

Each page asks a room for its own words, so a page cannot say something else than the product. The same code gives the
same text: no date, no machine, no order of chance. ``--verifier`` writes nothing and fails when a page is stale.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

RACINE = Path(__file__).resolve().parent.parent
MENTION = "<!-- Page engendrée par « make docs » : ne pas la corriger à la main. -->\n\n"
ROOMS = (
    "socle", "territoires", "acteurs", "instances", "cadre", "offre", "personnes", "parcours", "pilotage", "site",
)  # fmt: skip


def de(chemin: str) -> Callable[[], str]:
    """A page that a room writes itself: ``de("deplie.pilotage.exports:dictionnaire")``."""

    def ecrire() -> str:
        module, nom = chemin.split(":")
        return str(getattr(import_module(module), nom)())

    return ecrire


def tableau(entetes: list[str], lignes: list[list[str]]) -> Iterator[str]:
    """A Markdown table; a vertical bar in a cell is escaped."""
    yield f"| {' | '.join(entetes)} |"
    yield f"|{'---|' * len(entetes)}"
    for ligne in lignes:
        yield f"| {' | '.join(' '.join(cellule.split()).replace('|', chr(92) + '|') for cellule in ligne)} |"


def commandes() -> str:
    """The ``deplie`` command: what each takes and what it means, in the words of its own help."""
    analyseur = import_module("deplie.site.cli._principal")._analyseur()
    lignes = [
        "# Les commandes",
        "",
        "La commande est `.venv/bin/deplie`. Codes de retour : 0, fait ; 1, fait, avec des lignes rejetées ; 2, appel",
        "incorrect, tableau refusé ou fichier illisible : rien n'est écrit, et une phrase dit pourquoi.",
    ]
    for nom, fils in sorted(_sous_commandes(analyseur).items()):
        petits = {f"{nom} {verbe}": petit for verbe, petit in sorted(_sous_commandes(fils).items())}
        for appel, commande in (petits or {nom: fils}).items():
            lignes += ["", f"## deplie {appel}", "", str(commande.description or fils.description), ""]
            lignes += tableau(["argument", "sens"], list(_arguments(commande)))
    return "\n".join(lignes)


def _sous_commandes(analyseur: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in analyseur._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _arguments(commande: argparse.ArgumentParser) -> Iterator[list[str]]:
    """Written here rather than by argparse, whose layout changes from one Python to the next."""
    for action in commande._actions:
        if not isinstance(action, argparse._HelpAction):
            valeur = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
            valeur = " ".join(valeur) if isinstance(valeur, tuple) else valeur
            nom = ", ".join(action.option_strings) + (f" {valeur}" if action.nargs != 0 else "")
            yield [f"`{nom.strip() if action.option_strings else valeur}`", action.help or ""]


def tables() -> str:
    """Every table, room by room: fields, types, and what the base refuses."""
    from django.apps import apps

    lignes = ["# Tables", "", "Rooms from the bottom up; a table only knows those below it. ∅: may stay empty. Each"]
    lignes += ["constraint is held by the database itself, and broken on purpose by a test.", ""]
    for piece in ROOMS:
        modeles = sorted(apps.get_app_config(piece).get_models(), key=lambda m: m.__name__)
        if modeles:
            lignes += [f"## {piece}", ""]
        for modele in modeles:
            lignes += [*_table(modele), ""]
    return "\n".join(lignes)


def _table(modele: type[models.Model]) -> Iterator[str]:
    meta = modele._meta
    yield f"### {modele.__name__}\n"
    if hasattr(modele, "instance_type"):
        yield f"`{meta.db_table}`: every version of the rows of `{modele.instance_type.__name__}`."
        return
    phrase = (modele.__doc__ or "").split("\n\n")[0]
    yield f"`{meta.db_table}`: {' '.join(phrase.split())}\n"
    champs = [*meta.fields, *meta.many_to_many]
    yield from tableau(["field", "type", "meaning"], [[f"`{c.name}`", _type(c), _sens(c)] for c in champs])
    if meta.constraints:
        yield ""
    for contrainte in sorted(meta.constraints, key=lambda c: c.name):
        yield f"- `{contrainte.name}`: {_refus(contrainte)}"


def _sens(champ: Any) -> str:
    """What the model says of the field, when it says more than its name; and its codes."""
    sens = "" if str(champ.verbose_name) == champ.name.replace("_", " ") else str(champ.verbose_name)
    codes = ", ".join(f"`{code}`" for code, _ in champ.choices or ())
    return f"{sens} ({codes})" if sens and codes else sens or codes


def _type(champ: Any) -> str:
    """The type in a word, its length, its target, and whether it may stay empty."""
    nom = {
        "BigAutoField": "number", "CharField": "text", "TextField": "long text", "DateField": "date",
        "DateTimeField": "instant", "BooleanField": "yes or no", "EmailField": "address", "JSONField": "JSON",
        "DecimalField": "decimal", "ForeignKey": "→", "OneToOneField": "→", "ManyToManyField": "→ several",
    }.get(type(champ).__name__, "integer")  # fmt: skip
    if champ.is_relation:
        nom = f"{nom} {champ.related_model.__name__}"
    elif nom == "text":
        nom = f"text ({champ.max_length})"
    return f"{nom} ∅" if not champ.primary_key and (champ.null or champ.blank) else nom


def _refus(contrainte: models.BaseConstraint) -> str:
    from django.db import models

    if isinstance(contrainte, models.UniqueConstraint):
        unique = f"unique on {', '.join(contrainte.fields)}"
        return f"{unique}, when {_condition(contrainte.condition)}" if contrainte.condition else unique
    assert isinstance(contrainte, models.CheckConstraint)
    return _condition(contrainte.condition)


def _condition(condition: Any) -> str:
    """A condition over columns, in words."""
    if isinstance(condition, tuple):
        colonne, _, operateur = condition[0].partition("__")
        if operateur == "isnull":
            return f"{colonne} is {'empty' if condition[1] else 'filled'}"
        signe = {"gte": "≥", "gt": ">", "lte": "≤", "lt": "<", "in": "among", "": "="}[operateur]
        return f"{colonne} {signe} {getattr(condition[1], 'name', None) or repr(condition[1])}"
    parties = [_condition(e) for e in condition.children]
    if len(parties) > 1:
        composees = [bool(getattr(e, "children", None)) for e in condition.children]
        parties = [f"({p})" if composee else p for p, composee in zip(parties, composees, strict=True)]
    phrase = {"AND": " and ", "OR": " or "}[condition.connector].join(parties)
    return f"not ({phrase})" if condition.negated else phrase


def _schema(nom: str) -> str:
    """The Table Schema of a table that files bring."""
    from deplie.socle.imports.registre import table
    from deplie.socle.tableaux.schema import schema_de

    return schema_de(table(nom).description)


# The tables of the exchange contract, in the order in which they are read.
TABLES = ("participants", "prescriptions", "etapes", "entretiens", "diagnostics", "emplois", "objectifs", "releves")
PAGES: dict[str, Callable[[], str]] = {
    "commandes.md": commandes,
    "cycle.md": de("deplie.parcours.exports:cycle"),
    "droits.md": de("deplie.acteurs.exports:tableau_des_droits"),
    "donnees-personnelles.md": de("deplie.site.registres:donnees_personnelles"),
    "import.md": de("deplie.socle.tableaux.documentation:documentation_import"),
    "indicateurs.md": de("deplie.pilotage.exports:dictionnaire"),
    "operations.md": de("deplie.financements.exports:cycle"),
    "reglages.md": de("deplie.site.registres:reglages"),
    "tables.md": tables,
    **{f"echange/{nom}.schema.json": partial(_schema, nom) for nom in TABLES},
}


def page(nom: str) -> str:
    """The text of a generated page."""
    lignes = PAGES[nom]().strip().splitlines()
    mention = MENTION if nom.endswith(".md") else ""
    return mention + "\n".join(ligne.rstrip() for ligne in lignes) + "\n"


def engendrer() -> dict[Path, str]:
    """Every generated page, by its path."""
    return {RACINE / "docs" / nom: page(nom) for nom in sorted(PAGES)}


def perimees() -> list[str]:
    """Names of the pages whose file does not say what the code says."""
    return [
        chemin.name
        for chemin, texte in engendrer().items()
        if not chemin.exists() or chemin.read_text(encoding="utf-8") != texte
    ]


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as dossier:
        os.environ |= {"DEPLIE_DONNEES": dossier, "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django

        django.setup()
        if "--verifier" in arguments:
            if vieilles := perimees():
                print(f"Pages à refaire par « make docs » : {', '.join(vieilles)}", file=sys.stderr)
            return 1 if vieilles else 0
        for chemin, texte in engendrer().items():
            chemin.parent.mkdir(exist_ok=True)
            chemin.write_text(texte, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
