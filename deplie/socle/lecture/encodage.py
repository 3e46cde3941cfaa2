"""Which encoding a text file is in: proved over the whole file, never guessed from its first lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from deplie.socle.lecture.types import FichierEtranger, FichierRefuse

TRANCHE: Final = 2**20
LIGNE_MAX: Final = 4 * 2**20  # bytes without a line break past which a file is no table
_MARQUES: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAUTS: Final = bytes(range(128, 256))
_CONTROLES: Final = bytes(set(range(32)) - {0, 9, 10, 12, 13, 26})
# Bytes without a character in Windows-1252, and those whose character no French text holds (« ‚ƒ„†‡ˆ‰Š‹Žš›ž˜ »): what
# accents of MS-DOS and of old Macintosh systems look like.
_VIDES_1252: Final = b"\x81\x8d\x8f\x90\x9d"
_RARES_1252: Final = b"\x82\x83\x84\x86\x87\x88\x89\x8a\x8b\x8e\x98\x9a\x9b\x9e"
_LETTRES_1252: Final = bytes(range(0xC0, 0x100))
_PAIRES_UTF8: Final = re.compile(rb"[\xc2\xc3\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


@dataclass
class _Mesure:
    """What was seen of a file that is not UTF-8."""

    hauts: int = 0
    vides: int = 0
    rares: int = 0
    lettres: int = 0
    paires: int = 0

    def ajouter(self, octets: bytes) -> None:
        self.hauts += _combien(octets, _HAUTS)
        self.vides += _combien(octets, _VIDES_1252)
        self.rares += _combien(octets, _RARES_1252)
        self.lettres += _combien(octets, _LETTRES_1252)
        self.paires += len(_PAIRES_UTF8.findall(octets))


@dataclass
class _Epreuve:
    """Feed a decoder; remember the row of the first error and whether the file merely stops short."""

    encodage: str
    lignes: int = 1
    faute: int = 0
    coupe: bool = False
    accents: bool = False
    decodeur: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self.decodeur = codecs.getincrementaldecoder(self.encodage)("strict")

    def nourrir(self, octets: bytes, fin: bool) -> bool:
        """True while the file holds."""
        try:
            texte = self.decodeur.decode(octets, fin)
        except UnicodeDecodeError as erreur:
            # A lone accent at the very end is Windows-1252; after other accents in UTF-8, it is a file cut short.
            accents = self.accents or not erreur.object[: erreur.start].isascii()
            self.coupe = fin and accents and "unexpected end" in erreur.reason
            self.faute = self.lignes + octets[: max(erreur.start, 0)].count(b"\n")
            return False
        self.lignes += texte.count("\n")
        self.accents = self.accents or not texte.isascii()
        return True


def _combien(octets: bytes, parmi: bytes) -> int:
    return len(octets) - len(octets.translate(None, parmi))


def _tranches(flux: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    tranche = flux.read(TRANCHE)
    while tranche:
        suivante = flux.read(TRANCHE)
        yield tranche, not suivante
        tranche = suivante


def encodage_de(flux: BinaryIO, source: str) -> str:
    """The encoding of a text stream, read to its end. Raises FichierRefuse with what to do."""
    debut = flux.read(4096)
    encodage = next((nom for marque, nom in _MARQUES if debut.startswith(marque)), "") or _sans_marque(debut)
    if not encodage.startswith(("utf-16", "utf-32")):
        _refuser_binaire(debut, source)
    flux.seek(0)
    epreuve = _Epreuve(encodage)
    for octets, fin in _lignes_bornees(flux, source):
        if not epreuve.nourrir(octets, fin):
            break
    else:
        return encodage
    if epreuve.coupe:
        raise FichierRefuse(f"{source} : le fichier s'arrête au milieu d'un caractère ; il a sans doute été coupé.")
    if encodage != "utf-8":
        raise FichierRefuse(
            f"{source} : le fichier annonce {encodage.upper()} et ne l'est pas (ligne {epreuve.faute})."
        )
    flux.seek(0)
    return _windows(flux, source, epreuve.faute)


def _sans_marque(debut: bytes) -> str:
    """UTF-16 without its mark shows a NUL every other byte; anything else is tried as UTF-8."""
    moitie = len(debut) // 2
    if moitie >= 4 and b"\0" in debut:
        pairs, impairs = debut[0::2].count(0), debut[1::2].count(0)
        if impairs > 0.4 * moitie and pairs < 0.05 * moitie:
            return "utf-16-le"
        if pairs > 0.4 * moitie and impairs < 0.05 * moitie:
            return "utf-16-be"
    return "utf-8"


def _refuser_binaire(debut: bytes, source: str) -> None:
    nuls, controles = debut.count(0), _combien(debut, _CONTROLES)
    if nuls > 0.1 * len(debut) or controles > 0.02 * len(debut) + 2:
        raise FichierEtranger(f"{source} : ce n'est ni un classeur ni un fichier CSV.")


def _lignes_bornees(flux: BinaryIO, source: str) -> Iterator[tuple[bytes, bool]]:
    depuis = 0
    for octets, fin in _tranches(flux):
        dernier = max(octets.rfind(b"\n"), octets.rfind(b"\r"))
        depuis = depuis + len(octets) if dernier < 0 else len(octets) - dernier
        if depuis > LIGNE_MAX:
            raise FichierRefuse(f"{source} : le fichier ne contient pas de lignes ; ce n'est pas un tableau.")
        yield octets, fin


def _windows(flux: BinaryIO, source: str, faute: int) -> str:
    mesure = _Mesure()
    for octets, _ in _tranches(flux):
        mesure.ajouter(octets)
    if mesure.paires * 4 > mesure.hauts:
        raise FichierRefuse(
            f"{source} : le fichier mêle deux encodages (UTF-8, et un autre à partir de la ligne {faute}). "
            "Reprenez l'export d'origine en « CSV UTF-8 »."
        )
    if mesure.vides or mesure.rares > mesure.lettres:
        raise FichierRefuse(
            f"{source} : l'encodage n'est ni UTF-8 ni Windows-1252 (ancien Macintosh ou MS-DOS). "
            "Enregistrez le fichier en « CSV UTF-8 »."
        )
    return "cp1252"
