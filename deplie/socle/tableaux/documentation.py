"""The page that lists accepted files, headers and labels, made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deplie.socle.tableaux.champs import Champ, DescriptionTable, Type
from deplie.socle.tableaux.codes import Code, ListeDeCodes
from deplie.socle.tableaux.modeles import attendu

_REGLES = """
## Fichiers lus

- Un fichier CSV, un classeur `.xlsx`, `.xls` ou `.ods`, un dossier ou un `.zip` de tels fichiers. La nature du
  fichier est décidée par son contenu, pas par son extension.
- CSV : séparateur `;`, `,` ou tabulation ; UTF-8 avec ou sans marque, UTF-16, ou Windows-1252. Un autre encodage, ou
  deux encodages mêlés dans un fichier, le font refuser. Des accents mal enregistrés (« Ã© ») sont gardés, avec un
  avertissement qui donne la lecture probable : reprenez l'export.
- La table est celle dont le fichier ou la feuille porte le nom, celle que `--table` impose, sinon celle dont les
  colonnes sont reconnues. Les feuilles « Exemple », « Notice » et « Listes », et les feuilles masquées, ne sont pas
  lues.
- Des lignes de titre peuvent précéder l'en-tête (soixante au plus). Les lignes vides sont passées. Le numéro d'une
  ligne est celui du tableur.
- Une valeur fusionnée sur plusieurs lignes est lue sur chacune, avec un avertissement.
- Sont refusés, sans rien écrire : un fichier vide, illisible, coupé, protégé par un mot de passe ou démesuré ; un
  en-tête en double ; une colonne obligatoire absente ; un guillemet qui ne se referme pas ; une colonne de numéros de
  sécurité sociale (sauf à la faire ignorer par une correspondance).

## En-têtes

L'ordre, la casse, les accents, les espaces et la ponctuation ne comptent pas ; ce qui suit une parenthèse non plus.
Une colonne inconnue est signalée et ignorée. Une correspondance ajoute des en-têtes : `{"Mon en-tête":
"date_entree"}`, ou par table `{"participants": {"Mon en-tête": "date_entree"}}` ; une valeur vide fait ignorer la
colonne.

## Cellules

- Une cellule vide ne change rien ; `#VIDE` efface. Une erreur de formule (`#N/A`, `#REF!`) fait rejeter la ligne.
- Dates : `29/02/2020`, `29-02-2020`, `29.02.2020`, `2020-02-29`, une heure éventuelle étant laissée de côté ; dans un
  classeur, aussi les dates du tableur et leurs numéros de série. Une seule date comme `04/13/2021` fait rejeter
  toutes celles de la colonne. Une année à deux chiffres n'est pas devinée.
- Nombres : `1234,5`, `1234.5`, `1 234,5`, `1.234,5`, `1,234.5`. Plus de décimales que n'en garde la colonne :
  arrondi, avec un avertissement.
- Codes : le code, son libellé, le début du libellé avant une parenthèse, ou une graphie de la liste ci-dessous.
  Plusieurs codes se séparent par « | ».
- Codes INSEE et postaux : un zéro initial perdu est rétabli, avec un avertissement. Un code, un SIRET, un numéro de
  téléphone ou une adresse électronique mal formés donnent un avertissement et sont gardés comme texte.
- Textes : toute espace devient une espace simple, les bords sont rognés ; les caractères de contrôle et les marques
  de sens d'écriture sont retirés avec un avertissement ; formules, balises, emoji et lettres de toute écriture
  restent du texte. Un texte plus long que sa colonne fait rejeter la ligne.
- Dans les CSV exportés, une apostrophe précède un texte qui commence par `=`, `+`, `-` ou `@` ; elle est retirée à la
  lecture.
"""


def documentation_import(descriptions: Iterable[DescriptionTable] | None = None) -> str:
    """The page ``docs/import.md``, of these tables or of every table that a room registers for import."""
    if descriptions is None:
        from deplie.socle.imports.registre import tables

        descriptions = [table.description for table in tables()]
    connues = list(descriptions)
    lignes = ["# Importer des fichiers", _REGLES]
    for description in connues:
        lignes += _table(description)
    lignes += ["## Graphies des codes", "", "La casse, les accents, les espaces et la ponctuation ne comptent pas.", ""]
    listes: dict[str, ListeDeCodes] = {}
    for description in connues:
        for champ in description.champs:
            if champ.codes is not None:
                listes.setdefault(champ.codes.nom, champ.codes)
    for liste in listes.values():
        lignes += _liste(liste)
    return "\n".join(lignes).rstrip() + "\n"


def _table(description: DescriptionTable) -> Iterator[str]:
    yield f"## Table `{description.nom}`\n"
    yield f"{description.titre}\n"
    yield "| colonne | en-têtes acceptés | ce qu'on y met |"
    yield "|---|---|---|"
    for champ in description.champs:
        entetes = ", ".join((champ.libelle, *champ.synonymes))
        obligatoire = " (obligatoire)" if champ.obligatoire else ""
        yield f"| `{champ.nom}`{obligatoire} | {_sur(entetes)} | {_sur(f'{champ.aide} {_forme(champ)}'.strip())} |"
    yield ""


def _forme(champ: Champ) -> str:
    if champ.codes is not None and champ.type in (Type.CODE, Type.LISTE):
        return f"{attendu(champ)} Liste : {champ.codes.titre.lower()}."
    return attendu(champ)


def _liste(liste: ListeDeCodes) -> Iterator[str]:
    yield f"### {liste.titre}\n"
    yield "| code | libellé | autres graphies |"
    yield "|---|---|---|"
    for code in liste:
        yield f"| `{code.code}` | {_sur(code.libelle)} | {_sur(_autres(code))} |"
    yield ""


def _autres(code: Code) -> str:
    signales = [f"{texte} (avec un avertissement)" for texte in code.signales]
    return ", ".join((*code.synonymes, *signales))


def _sur(texte: str) -> str:
    return texte.replace("|", "\\|").replace("<", "&lt;")
