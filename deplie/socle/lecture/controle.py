"""What is looked at inside a workbook before it is opened: XML entities, bombs, and the failed formulas it hides.

The library that opens workbooks gives an empty cell for a failed formula: they are found here, so that nothing is lost.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from deplie.socle.lecture import archives
from deplie.socle.lecture.types import FichierRefuse, Limites

ERREURS_MAX: Final = 100_000
PETIT: Final = 4 * 2**20
CHEVAUCHEMENT: Final = 16_384  # longest cell looked for across two reads: a formula has 8,192 characters
_ERREUR_XLSX: Final = re.compile(
    rb'<(?:\w+:)?c\s([^>]*\bt=["\']e["\'][^>]*)>(?:(?!</(?:\w+:)?c>).){0,9000}?<(?:\w+:)?v>([^<]*)', re.S
)
_PLACE: Final = re.compile(rb'\br=["\']([A-Z]{1,3})(\d{1,7})["\']')
_FUSION_ODS: Final = re.compile(rb'number-rows-spanned="(?!1")')
_FEUILLE: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)

# {(row from 0, column from 0): text of the error}
Erreurs = dict[tuple[int, int], str]


@dataclass
class Controle:
    """``erreurs`` by part of an xlsx, or by rank of the sheet in an ods."""

    depuis_1904: bool = False
    erreurs: dict[str, Erreurs] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    # Of an ods alone, by rank of the sheet: (first row, last row, column) of cells merged over several rows.
    fusions: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)

    def erreurs_de(self, nom: str, rang: int) -> Erreurs:
        """The failed formulas of a sheet."""
        return self.erreurs.get(self.parties.get(nom, ""), {}) or self.erreurs.get(str(rang), {})


class _Assez(Exception):
    """Stops the parser."""


def controler(archive: zipfile.ZipFile, nom: str, limites: Limites) -> Controle:
    """Read every XML part once. Raises FichierRefuse for a declaration of entities, a bomb, a damaged part."""
    vu = Controle()
    for membre in archive.infolist():
        bas = membre.filename.lower()
        if not bas.endswith((".xml", ".rels", ".vml")):
            continue
        contenu = _sans_entites(archives.tranches(archive, membre, nom, limites), nom)
        if _FEUILLE.fullmatch(bas):
            vu.erreurs[bas] = _erreurs_xlsx(contenu)
        elif bas == "content.xml":
            if _a_suivre(contenu):
                suivi = _suivre_ods(archives.tranches(archive, membre, nom, limites))
                vu.erreurs, vu.fusions = suivi.erreurs, suivi.fusions
        elif bas in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels") and membre.file_size < PETIT:
            _annuaire(b"".join(contenu), vu)
        else:
            for _ in contenu:
                pass
    _relier(vu)
    return vu


def _sans_entites(tranches: Iterator[bytes], nom: str) -> Iterator[bytes]:
    """The chunks, once the XML is known to declare no DTD: entities can only be declared before the first element."""

    def refuser(*_: object) -> None:
        raise FichierRefuse(f"{nom} : le classeur contient une déclaration XML (DTD) interdite ; il est refusé.")

    def assez(*_: object) -> None:
        raise _Assez

    analyseur = expat.ParserCreate()
    analyseur.StartDoctypeDeclHandler = refuser
    analyseur.EntityDeclHandler = refuser
    analyseur.StartElementHandler = assez
    cherche = True
    for tranche in tranches:
        if cherche:
            try:
                analyseur.Parse(tranche, False)
            except (_Assez, expat.ExpatError, ValueError):
                # Malformed XML is for the opening of the workbook to refuse.
                cherche = False
        yield tranche


def _erreurs_xlsx(tranches: Iterator[bytes]) -> Erreurs:
    erreurs: Erreurs = {}
    reste = b""
    for tranche in tranches:
        fenetre = reste + tranche
        if (b't="e"' in fenetre or b"t='e'" in fenetre) and len(erreurs) < ERREURS_MAX:
            for cellule in _ERREUR_XLSX.finditer(fenetre):
                if place := _PLACE.search(cellule[1]):
                    erreurs[int(place[2]) - 1, _colonne(place[1])] = cellule[2].decode("utf-8", "replace")
        reste = fenetre[-CHEVAUCHEMENT:]
    return erreurs


def _colonne(lettres: bytes) -> int:
    indice = 0
    for octet in lettres:
        indice = indice * 26 + octet - 64
    return indice - 1


def _annuaire(xml: bytes, vu: Controle) -> None:
    """Names of the sheets and the parts that hold them; whether days are counted from 1904."""

    def debut(balise: str, attributs: dict[str, str]) -> None:
        locale = balise.rpartition(":")[2]
        if locale == "workbookPr" and attributs.get("date1904") in ("1", "true"):
            vu.depuis_1904 = True
        elif locale == "sheet":
            lien = next((v for a, v in attributs.items() if a.rpartition(":")[2] == "id"), "")
            vu.parties[attributs.get("name", "")] = f"#{lien}"
        elif locale == "Relationship":
            cible = attributs.get("Target", "").lower().removeprefix("/xl/").removeprefix("xl/")
            vu.parties[f"#{attributs.get('Id', '')}"] = f"xl/{cible}"

    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = debut
    try:
        analyseur.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        return


def _relier(vu: Controle) -> None:
    for nom, lien in list(vu.parties.items()):
        if lien.startswith("#"):
            vu.parties[nom] = vu.parties.get(lien, "")


def _a_suivre(tranches: Iterator[bytes]) -> bool:
    """Does an ods hold failed formulas or cells merged over several rows? Most do not, and counting cells is slow."""
    trouve, reste = False, b""
    for tranche in tranches:
        fenetre = reste + tranche
        trouve = trouve or b'value-type="error"' in fenetre or _FUSION_ODS.search(fenetre) is not None
        reste = fenetre[-64:]
    return trouve


class _SuiviOds:
    """Positions of failed formulas and of merged cells: rows and cells are counted, with their repetitions."""

    def __init__(self) -> None:
        self.erreurs: dict[str, Erreurs] = {}
        self.fusions: dict[str, list[tuple[int, int, int]]] = {}
        self.feuille, self.ligne, self.colonne = -1, 0, 0
        self._texte: list[str] | None = None
        self._repetees = 1

    def debut(self, balise: str, attributs: dict[str, str]) -> None:
        if balise == "table:table":
            self.feuille, self.ligne = self.feuille + 1, 0
        elif balise == "table:table-row":
            self._repetees, self.colonne = _nombre(attributs.get("table:number-rows-repeated")), 0
        elif balise in ("table:table-cell", "table:covered-table-cell"):
            if attributs.get("calcext:value-type") == "error":
                self._texte = []
            if (hauteur := _nombre(attributs.get("table:number-rows-spanned"))) > 1:
                fusions = self.fusions.setdefault(str(self.feuille), [])
                fusions.append((self.ligne, self.ligne + hauteur - 1, self.colonne))
            self.colonne += _nombre(attributs.get("table:number-columns-repeated"))

    def fin(self, balise: str) -> None:
        if balise == "table:table-row":
            self.ligne += self._repetees
        elif balise == "table:table-cell" and self._texte is not None:
            place = (self.ligne, self.colonne - 1)
            self.erreurs.setdefault(str(self.feuille), {})[place] = "".join(self._texte) or "#N/A"
            self._texte = None
            if sum(map(len, self.erreurs.values())) >= ERREURS_MAX:
                raise _Assez

    def texte(self, texte: str) -> None:
        if self._texte is not None and len(self._texte) < 10:
            self._texte.append(texte)


def _nombre(texte: str | None) -> int:
    return int(texte) if texte and texte.isdecimal() and len(texte) < 10 else 1


def _suivre_ods(tranches: Iterator[bytes]) -> _SuiviOds:
    etat = _SuiviOds()
    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = etat.debut
    analyseur.EndElementHandler = etat.fin
    analyseur.CharacterDataHandler = etat.texte
    actif = True
    for tranche in tranches:
        if actif:
            try:
                analyseur.Parse(tranche, False)
            except (_Assez, expat.ExpatError, ValueError):
                actif = False
    return etat
