"""Failed formulas of an old workbook (.xls), which the library that opens it gives as empty cells.

Only what is needed of the two formats is read: the container ([MS-CFB]: sectors, chains, directory) and three records
of the workbook stream ([MS-XLS]: BOUNDSHEET, BOOLERR, FORMULA).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from deplie.socle.lecture.controle import ERREURS_MAX, Erreurs

_TEXTES: Final = {0: "#NUL!", 7: "#DIV/0!", 15: "#VALEUR!", 23: "#REF!", 29: "#NOM?", 36: "#NOMBRE!", 42: "#N/A"}
_FIN: Final = 0xFFFFFFFA  # sector numbers from here on are marks
_FEUILLE: Final = 0x0085
_ERREUR: Final = 0x0205
_FORMULE: Final = 0x0006
_DEBUT: Final = 0x0809


def erreurs_d_un_ancien(octets: bytes) -> dict[str, Erreurs]:
    """``{rank of the sheet: {(row, column): text}}``, from 0; empty for a file that cannot be followed."""
    try:
        return _erreurs(_flux(octets))
    except (struct.error, IndexError, ValueError):
        return {}


def _flux(octets: bytes) -> bytes:
    """The workbook stream of the container."""
    taille, petite = (1 << exposant for exposant in struct.unpack_from("<HH", octets, 30))
    debut_annuaire, _, seuil, debut_minitable = struct.unpack_from("<4I", octets, 48)
    table = _table(octets, taille)
    annuaire = _chaine(octets, table, debut_annuaire, taille, 512)
    for place in range(0, len(annuaire), 128):
        nom = annuaire[place : place + 64].decode("utf-16-le", "replace").split("\0")[0]
        if nom in ("Workbook", "Book"):
            debut, longueur = struct.unpack_from("<II", annuaire, place + 116)
            if longueur >= seuil:
                return _chaine(octets, table, debut, taille, 512)[:longueur]
            minis = _chaine(octets, table, struct.unpack_from("<I", annuaire, 116)[0], taille, 512)
            minitable = _entiers(_chaine(octets, table, debut_minitable, taille, 512))
            return _chaine(minis, minitable, debut, petite, 0)[:longueur]
    return b""


def _table(octets: bytes, taille: int) -> list[int]:
    """The allocation table; its own sectors past the 109 of the header are chained (files over 7 MB)."""
    secteurs = list(struct.unpack_from("<109I", octets, 76))
    suivant, combien = struct.unpack_from("<II", octets, 68)
    for _ in range(min(combien, len(octets) // taille)):
        if suivant >= _FIN:
            break
        *autres, suivant = struct.unpack_from(f"<{taille // 4}I", octets, 512 + suivant * taille)
        secteurs += autres
    contenu = b"".join(octets[512 + s * taille : 512 + (s + 1) * taille] for s in secteurs if s < _FIN)
    return _entiers(contenu)


def _entiers(octets: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(octets) // 4}I", octets))


def _chaine(octets: bytes, table: list[int], debut: int, taille: int, decalage: int) -> bytes:
    """The sectors of a chain, one after the other; a chain that loops stops."""
    morceaux = []
    secteur = debut
    for _ in range(len(table)):
        if secteur >= _FIN:
            break
        morceaux.append(octets[decalage + secteur * taille : decalage + (secteur + 1) * taille])
        secteur = table[secteur]
    return b"".join(morceaux)


def _enregistrements(flux: bytes) -> Iterator[tuple[int, int, bytes]]:
    """``(place, kind, content)`` of the records."""
    place = 0
    while place + 4 <= len(flux):
        sorte, longueur = struct.unpack_from("<HH", flux, place)
        yield place, sorte, flux[place + 4 : place + 4 + longueur]
        place += 4 + longueur


def _erreurs(flux: bytes) -> dict[str, Erreurs]:
    debuts: list[int] = []
    erreurs: dict[str, Erreurs] = {}
    feuille = -1
    for place, sorte, contenu in _enregistrements(flux):
        if sorte == _FEUILLE:
            debuts.append(struct.unpack_from("<I", contenu)[0])
        elif sorte == _DEBUT and place in debuts:
            feuille = debuts.index(place)
        elif feuille >= 0 and (trouvee := _erreur(sorte, contenu)):
            erreurs.setdefault(str(feuille), {})[trouvee[0], trouvee[1]] = trouvee[2]
            if len(erreurs[str(feuille)]) >= ERREURS_MAX:
                break
    return erreurs


def _erreur(sorte: int, contenu: bytes) -> tuple[int, int, str] | None:
    if sorte == _ERREUR and contenu[7:8] == b"\x01":
        code = contenu[6]
    elif sorte == _FORMULE and contenu[12:14] == b"\xff\xff" and contenu[6:7] == b"\x02":
        code = contenu[8]
    else:
        return None
    ligne, colonne = struct.unpack_from("<HH", contenu)
    return ligne, colonne, _TEXTES.get(code, "#N/A")
