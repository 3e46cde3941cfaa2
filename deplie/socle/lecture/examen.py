"""First pass over a sheet whose header is known: what only the whole of a column can tell.

One « 04/13/2021 » condemns its column, roman and new levels may not meet, a column of social security numbers refuses
the table, a quote that never closes refuses the file: all before the first line is typed. Lines are counted too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Protocol

from deplie.socle.lecture.cellules.dates import est_americaine, jour_ecrit
from deplie.socle.lecture.cellules.nir import est_nir
from deplie.socle.lecture.cellules.texte import en_texte
from deplie.socle.lecture.entetes import Entete, cle_entete, lettre, verifier
from deplie.socle.lecture.feuilles import Feuille, Ligne
from deplie.socle.lecture.types import Cellule, Constat, Contexte, FichierRefuse, TableLue
from deplie.socle.phrases import insecables
from deplie.socle.tableaux.champs import Champ, Type
from deplie.socle.tableaux.codes import cle_de_code

# The column that a file of rejected lines adds: sent back once corrected, it says nothing.
MOTIF_REJET: Final = "motif_rejet"
ECHANTILLON: Final = 1_000
VUES_MAX: Final = 20_000


class _Suivi(Protocol):
    """What is watched in one column; each distinct cell is shown once."""

    def voir(self, ligne: int, cellule: Cellule) -> None: ...


class _Dates:
    """A column of dates: American ones, and days that a spreadsheet may have turned round."""

    def __init__(self, champ: Champ) -> None:
        self.champ = champ
        self.americaine: tuple[int, str] | None = None
        self.texte: tuple[int, str] | None = None
        self.retournables = self.franches = False

    def voir(self, ligne: int, cellule: Cellule) -> None:
        if isinstance(cellule, str):
            if self.americaine is None and est_americaine(cellule):
                self.americaine = ligne, cellule
            if (jour := jour_ecrit(cellule)) is not None:
                self.franches = self.franches or jour <= 12
                self.texte = self.texte or (ligne, cellule)
        elif isinstance(cellule, date):
            self.franches = self.franches or cellule.day > 12
            self.retournables = True

    def refus(self) -> str:
        """Why the whole column is refused, "" if it is not."""
        if self.americaine is None:
            return ""
        ligne, texte = self.americaine
        return (
            f"Colonne « {self.champ.libelle} » : format américain probable (« {texte.strip()} » à la ligne {ligne} met "
            "le mois avant le jour). Aucune date de la colonne n'est lue. Indiquez jour/mois/année, comme 29/02/2020."
        )

    def constat(self) -> Constat | None:
        """Days up to the 12th are real dates, the others text: an American spreadsheet opened French dates."""
        if not self.retournables or self.franches or self.texte is None:
            return None
        ligne, texte = self.texte
        phrase = (
            "Les jours jusqu'au 12 sont des dates et les autres du texte : un tableur réglé à l'américaine a peut-être "
            "échangé le jour et le mois. Vérifiez la colonne."
        )
        return Constat(ligne, self.champ.nom, texte, phrase)


class _Melange:
    """A column of codes with two ways of writing."""

    def __init__(self, champ: Champ) -> None:
        self.champ = champ
        self.vus: dict[bool, tuple[int, str]] = {}

    def voir(self, ligne: int, cellule: Cellule) -> None:
        if self.champ.codes is None or self.champ.codes.melange is None:
            return
        cle = cle_de_code(en_texte(cellule))
        for ancien, graphies in ((True, self.champ.codes.melange.anciens), (False, self.champ.codes.melange.nouveaux)):
            if cle in graphies:
                self.vus.setdefault(ancien, (ligne, en_texte(cellule)))

    def constat(self) -> Constat | None:
        if len(self.vus) < 2 or self.champ.codes is None or self.champ.codes.melange is None:
            return None
        ligne, valeur = max(self.vus.values())
        return Constat(ligne, self.champ.nom, valeur, self.champ.codes.melange.message)


class _SansEntete:
    """A column without a header: it is ignored, and said so if it holds something."""

    def __init__(self, indice: int) -> None:
        self.indice, self.premiere = indice, (0, "")

    def voir(self, ligne: int, cellule: Cellule) -> None:
        if not self.premiere[0] and en_texte(cellule).strip():
            self.premiere = ligne, en_texte(cellule)

    def constat(self) -> Constat | None:
        if not self.premiere[0]:
            return None
        return Constat(*self._place(), "Colonne sans en-tête : elle est ignorée.")

    def _place(self) -> tuple[int, str, str]:
        return self.premiere[0], lettre(self.indice), self.premiere[1]


class _Numeros:
    """Social security numbers among the first lines, in any column, known or not."""

    def __init__(self, entete: Entete, source: str) -> None:
        self.entete, self.source = entete, source
        largeur = len(entete.textes)
        self.remplies, self.nirs = [0] * largeur, [0] * largeur

    def voir(self, cellules: list[Cellule]) -> None:
        for i, cellule in enumerate(cellules):
            if cellule != "" and cellule is not None:
                self.remplies[i] += 1
                if (isinstance(cellule, str) and len(cellule) > 14) or isinstance(cellule, float | int):
                    self.nirs[i] += est_nir(en_texte(cellule).strip())

    def verifier(self) -> None:
        """Raise FichierRefuse where at least half of the filled cells of a column are such numbers."""
        for i, combien in enumerate(self.nirs):
            if combien and combien * 2 >= self.remplies[i] and i not in self.entete.ignores:
                titre = self.entete.textes[i] or lettre(i)
                raise FichierRefuse(
                    f"{self.source} : la colonne « {titre} » contient des numéros de sécurité sociale, qui ne doivent "
                    "pas être importés. Retirez cette colonne du fichier."
                )


def examiner(feuille: Feuille, entete: Entete) -> TableLue:
    """The table of a sheet under its header. Raises FichierRefuse."""
    entete = _rogner(entete, feuille)
    verifier(entete, feuille.source)
    suivis: dict[int, _Suivi] = {}
    for i, champ in enumerate(entete.champs):
        if champ is None:
            if not entete.textes[i]:
                suivis[i] = _SansEntete(i)
        elif champ.type is Type.DATE:
            suivis[i] = _Dates(champ)
        elif champ.codes is not None and champ.codes.melange is not None:
            suivis[i] = _Melange(champ)
    attendues = _parcourir(feuille, entete, suivis)
    constats = [*_inconnues(entete), *feuille.constats, *(c for s in suivis.values() if (c := _constat(s)))]
    if not attendues:
        constats.append(Constat(entete.ligne, "", "", "Le tableau n'a que son en-tête : aucune ligne à lire."))
    return TableLue(
        description=entete.description,
        source=feuille.source,
        colonnes=list(entete.champs),
        entetes=list(entete.textes),
        avertissements=[Constat(*constat[:3], insecables(constat.message)) for constat in constats],
        attendues=attendues,
        ligne_entete=entete.ligne,
        contexte=Contexte(classeur=feuille.classeur, depuis_1904=feuille.depuis_1904),
        ouvrir=lambda: _sous_entete(feuille, entete),
        colonnes_refusees={s.champ.nom: s.refus() for s in suivis.values() if isinstance(s, _Dates) and s.refus()},
    )


def _rogner(entete: Entete, feuille: Feuille) -> Entete:
    """In a workbook the table ends at its last header: what stands to the right is another thing."""
    if not feuille.classeur:
        return entete
    largeur = max((i + 1 for i, texte in enumerate(entete.textes) if texte), default=0)
    return Entete(entete.description, entete.ligne, entete.textes[:largeur], entete.champs[:largeur], entete.ignores)


def _constat(suivi: _Suivi) -> Constat | None:
    return suivi.constat() if isinstance(suivi, _Dates | _Melange | _SansEntete) else None


def _inconnues(entete: Entete) -> list[Constat]:
    """One warning a name: several columns may bear it, none is read."""
    par_nom: dict[str, list[int]] = {}
    for i, (texte, champ) in enumerate(zip(entete.textes, entete.champs, strict=True)):
        cle = cle_entete(texte) or texte
        if texte and champ is None and i not in entete.ignores and cle != cle_entete(MOTIF_REJET):
            par_nom.setdefault(cle, []).append(i)
    return [Constat(entete.ligne, entete.textes[rangs[0]], "", _dire_inconnues(rangs)) for rangs in par_nom.values()]


def _dire_inconnues(rangs: list[int]) -> str:
    if len(rangs) == 1:
        return (
            "Colonne inconnue : elle est ignorée. "
            "Associez-la à une colonne par une correspondance si elle doit être lue."
        )
    lettres = ", ".join(lettre(i) for i in rangs[:-1])
    return (
        f"{len(rangs)} colonnes inconnues portent ce nom (colonnes {lettres} et {lettre(rangs[-1])}) : elles sont "
        "ignorées. Donnez un autre nom à celle qui doit être lue."
    )


def _parcourir(feuille: Feuille, entete: Entete, suivis: dict[int, _Suivi]) -> int:
    """Show the columns to those that watch them; the number of lines."""
    numeros = _Numeros(entete, feuille.source)
    largeur, attendues = len(entete.textes), 0
    regards: list[tuple[int, _Suivi, set[Cellule]]] = [(i, suivi, set()) for i, suivi in suivis.items()]
    for numero, cellules in _sous_entete(feuille, entete):
        attendues += 1
        presentes = len(cellules)
        for i, suivi, vues in regards:
            if i < presentes and (cellule := cellules[i]) not in vues:
                if len(vues) > VUES_MAX:
                    vues.clear()
                vues.add(cellule)
                suivi.voir(numero, cellule)
        if attendues <= ECHANTILLON:
            numeros.voir(list(cellules[:largeur]))
    numeros.verifier()
    return attendues


def _sous_entete(feuille: Feuille, entete: Entete) -> Iterator[Ligne]:
    largeur = len(entete.textes)
    for numero, cellules in feuille.lignes():
        if numero > entete.ligne:
            if feuille.classeur and len(cellules) > largeur:
                cellules = cellules[:largeur]
                if not any(cellules):
                    continue
            yield numero, cellules
