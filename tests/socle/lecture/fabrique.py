"""Files made on the spot: CSV bytes, workbooks, archives, and how they read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from deplie.cadre.imports.colonnes import OBJECTIFS
from deplie.parcours.imports.colonnes import ETAPES, PARTICIPANTS
from deplie.pilotage.imports.colonnes import RELEVES
from deplie.socle.lecture import FichierRefuse, LigneTypee, Limites, TableLue, lire

DESCRIPTIONS = (PARTICIPANTS, ETAPES, OBJECTIFS, RELEVES)
ENTETE = "identifiant;nom;prenom;date_entree"
LIGNE = "A;Fictif;Zélie;10/01/2020"
CLASSEUR = ["identifiant", "nom", "prenom", "date_entree"]

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?>{dtd}<office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="participants">{lignes}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def lues(dossier: Path, contenu: str | bytes, nom: str = "participants.csv", **options: Any) -> list[TableLue]:
    """The tables of a file of that name and content."""
    chemin = dossier / nom
    chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    return lire([chemin], DESCRIPTIONS, **options)


def une(dossier: Path, contenu: str | bytes, nom: str = "participants.csv", **options: Any) -> TableLue:
    """The only table of the file."""
    [table] = lues(dossier, contenu, nom, **options)
    return table


def lignes(table: TableLue) -> list[LigneTypee]:
    return list(table.typees("RE"))


def fiches(table: TableLue) -> list[dict[str, Any]]:
    """Typed lines as ``{column: value}``."""
    return [dict(zip((c.nom for c in table.champs), ligne.valeurs, strict=True)) for ligne in lignes(table)]


def refus(dossier: Path, contenu: str | bytes, nom: str = "participants.csv", **options: Any) -> str:
    """The one sentence by which the file is refused."""
    with pytest.raises(FichierRefuse) as erreur:
        lues(dossier, contenu, nom, **options)
    phrase = erreur.value.message
    assert "\n" not in phrase
    assert phrase.endswith((".", "…"))
    return phrase.replace("\u00a0", " ")


def csv(*corps: str, entete: str = ENTETE) -> str:
    return "\n".join((entete, *corps)) + "\n"


def xlsx(
    rangees: Sequence[Sequence[Any]],
    *,
    nom: str = "participants",
    suite: Callable[[Any, Any], None] | None = None,
    **options: Any,
) -> bytes:
    """A workbook of one sheet; ``suite(workbook, sheet)`` adds to it. Dates are written as dates."""
    sortie = io.BytesIO()
    classeur = xlsxwriter.Workbook(
        sortie, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "in_memory": True, **options}
    )
    feuille = classeur.add_worksheet(nom)
    for i, rangee in enumerate(rangees):
        for j, cellule in enumerate(rangee):
            if cellule != "":
                feuille.write(i, j, cellule)
    if suite:
        suite(classeur, feuille)
    classeur.close()
    return sortie.getvalue()


def ods(*rangees: str, dtd: str = "", manifeste: str = "", fin: str = "") -> bytes:
    """An .ods whose rows are given as XML; ``texte_ods`` makes the simple ones."""
    corps = "".join(f"<table:table-row>{rangee}</table:table-row>" for rangee in rangees) + fin
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest>{manifeste}</manifest>')
        archive.writestr("content.xml", _ODS.format(dtd=dtd, lignes=corps))
    return sortie.getvalue()


def texte_ods(*cellules: str) -> str:
    modele = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(modele.format(cellule) for cellule in cellules)


def archive(membres: dict[str, str | bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", methode) as zip_:
        for nom, contenu in membres.items():
            zip_.writestr(nom, contenu)
    return sortie.getvalue()


def changer(classeur: bytes, partie: str, modifier: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts modified."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(classeur)) as avant, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres:
        for membre in avant.infolist():
            contenu = avant.read(membre)
            apres.writestr(membre.filename, modifier(contenu) if membre.filename == partie else contenu)
    return sortie.getvalue()


PETITES = Limites(taille=2**20, decompresse=4 * 2**20, membres=20)
