"""Model workbooks: an empty sheet to fill in, a worked line, what each column takes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from deplie.socle.tableaux.champs import Champ, DescriptionTable, Type
from deplie.socle.tableaux.ecriture import FORMAT_DATE

LIGNES: Final = 5_000  # rows that carry formats and drop-down lists
# The same code gives the same bytes.
_FIGE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_AU_PLUS: Final = 255  # characters of a message of a spreadsheet
_TEXTES: Final = frozenset(Type) - {Type.DATE, Type.ENTIER, Type.NOMBRE}
_SUITE: Final = {
    Type.DATE: "Une date, comme 29/02/2020.",
    Type.ENTIER: "Un nombre entier.",
    Type.NOMBRE: "Un nombre, comme 1234,5.",
    Type.LISTE: "Un ou plusieurs, séparés par « | ».",
    Type.TELEPHONE: "Un numéro de téléphone.",
    Type.COURRIEL: "Une adresse électronique.",
}


def entete_de_modele(champ: Champ) -> str:
    """The header of a column of a model: an asterisk says that it is obligatory (the reader does not mind it)."""
    return f"{champ.libelle} *" if champ.obligatoire else champ.libelle


def attendu(champ: Champ) -> str:
    """What a column takes, in a few words."""
    if champ.type in _SUITE:
        return _SUITE[champ.type]
    return "Une valeur de la liste." if champ.codes else f"Un texte de {champ.longueur} caractères au plus."


def modele_de(description: DescriptionTable) -> bytes:
    """The model workbook of a table, as an .xlsx file.

    The first sheet bears the table's name and is empty under its header; « Exemple », « Notice » and « Listes » are
    never read: sent back as it is, the model brings no line.
    """
    import xlsxwriter

    sortie = io.BytesIO()
    classeur = xlsxwriter.Workbook(sortie, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    classeur.set_properties({"title": description.titre, "author": "Déplie", "created": _FIGE})
    modele = _Modele(classeur, description)
    modele.saisie()
    modele.exemple()
    modele.notice()
    modele.listes()
    classeur.close()
    return sortie.getvalue()


class _Modele:
    def __init__(self, classeur: Any, description: DescriptionTable) -> None:
        self.classeur, self.description = classeur, description
        self.feuilles = {nom: classeur.add_worksheet(nom) for nom in (description.nom, "Exemple", "Notice", "Listes")}
        fond = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#9AA5A8"}
        self.obligatoire = classeur.add_format({**fond, "bg_color": "#0B5E63", "font_color": "#FFFFFF"})
        self.facultatif = classeur.add_format({**fond, "bg_color": "#E4ECEC"})
        self.texte = classeur.add_format({"num_format": "@"})
        self.jour = classeur.add_format({"num_format": FORMAT_DATE})
        self.titre = classeur.add_format({"bold": True, "font_size": 13})
        self.long = classeur.add_format({"text_wrap": True, "valign": "top"})
        self.avec_liste = [c for c in description.champs if c.codes is not None]

    def _entetes(self, feuille: Any, ligne: int) -> None:
        for colonne, champ in enumerate(self.description.champs):
            style = self.obligatoire if champ.obligatoire else self.facultatif
            feuille.write_string(ligne, colonne, entete_de_modele(champ), style)
            forme = self.jour if champ.type is Type.DATE else self.texte if champ.type in _TEXTES else None
            feuille.set_column(colonne, colonne, max(len(champ.libelle) + 4, 14), forme)

    def saisie(self) -> None:
        """The sheet to fill in: frozen header with a comment on each column, formats, drop-down lists."""
        feuille = self.feuilles[self.description.nom]
        self._entetes(feuille, 0)
        feuille.freeze_panes(1, 0)
        for colonne, champ in enumerate(self.description.champs):
            feuille.write_comment(0, colonne, _commentaire(champ), {"x_scale": 2, "y_scale": 1.2})
            if regle := self._regle(champ):
                feuille.data_validation(1, colonne, LIGNES, colonne, regle)

    def _regle(self, champ: Champ) -> dict[str, Any] | None:
        # Warnings, not refusals: the reader accepts more spellings than the list shows.
        commun = {
            "ignore_blank": True,
            "error_type": "warning",
            "error_title": champ.libelle[:32],
            "error_message": attendu(champ)[:_AU_PLUS],
        }
        if champ.type is Type.CODE and champ.codes is not None:
            from xlsxwriter.utility import xl_col_to_name

            lettre = xl_col_to_name(self.avec_liste.index(champ))
            return {**commun, "validate": "list", "source": f"=Listes!${lettre}$2:${lettre}${len(champ.codes) + 1}"}
        if champ.type is Type.DATE:
            return {**commun, "validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        if champ.type in (Type.ENTIER, Type.NOMBRE) and champ.minimum is not None:
            sorte = "integer" if champ.type is Type.ENTIER else "decimal"
            return {**commun, "validate": sorte, "criteria": ">=", "value": int(champ.minimum)}
        return None

    def exemple(self) -> None:
        """The worked line."""
        feuille = self.feuilles["Exemple"]
        feuille.write_string(0, 0, "Exemple : cette feuille n'est jamais importée.", self.titre)
        self._entetes(feuille, 1)
        feuille.freeze_panes(2, 0)
        for colonne, champ in enumerate(self.description.champs):
            if champ.exemple:
                self._exemple(feuille, colonne, champ)

    def _exemple(self, feuille: Any, colonne: int, champ: Champ) -> None:
        if champ.type is Type.DATE:
            feuille.write_datetime(2, colonne, datetime.strptime(champ.exemple, "%d/%m/%Y"), self.jour)  # noqa: DTZ007
        elif champ.type in (Type.ENTIER, Type.NOMBRE):
            feuille.write_number(2, colonne, float(champ.exemple.replace(",", ".")))
        else:
            feuille.write_string(2, colonne, champ.exemple, self.texte)

    def notice(self) -> None:
        """What each column takes, to be read beside."""
        feuille = self.feuilles["Notice"]
        feuille.write_string(0, 0, f"{self.description.titre} Cette feuille n'est jamais importée.", self.titre)
        titres = ("Colonne", "Obligatoire", "Ce qu'on y met", "Valeurs acceptées")
        for colonne, (titre, largeur) in enumerate(zip(titres, (30, 12, 60, 80), strict=True)):
            feuille.write_string(2, colonne, titre, self.facultatif)
            feuille.set_column(colonne, colonne, largeur)
        for ligne, champ in enumerate(self.description.champs, 3):
            valeurs = " ; ".join(c.libelle for c in champ.codes) if champ.codes else attendu(champ)
            for colonne, texte in enumerate((champ.libelle, "oui" if champ.obligatoire else "", champ.aide, valeurs)):
                feuille.write_string(ligne, colonne, texte, self.long)

    def listes(self) -> None:
        """The labels behind the drop-down lists."""
        feuille = self.feuilles["Listes"]
        for colonne, champ in enumerate(self.avec_liste):
            feuille.write_string(0, colonne, champ.libelle, self.facultatif)
            for ligne, code in enumerate(champ.codes or (), 1):
                feuille.write_string(ligne, colonne, code.libelle)
        feuille.hide()


def _commentaire(champ: Champ) -> str:
    debut = "Obligatoire. " if champ.obligatoire else ""
    return f"{debut}{champ.aide} {attendu(champ)}"


def ecrire_modeles(dossier: Path, descriptions: tuple[DescriptionTable, ...]) -> list[Path]:
    """Write the model of each table in a folder; the files."""
    dossier.mkdir(parents=True, exist_ok=True)
    fichiers = []
    for description in descriptions:
        fichier = dossier / f"{description.nom}.xlsx"
        fichier.write_bytes(modele_de(description))
        fichiers.append(fichier)
    return fichiers
