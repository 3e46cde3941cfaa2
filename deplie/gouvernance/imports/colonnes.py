"""The sheets of a plan's workbook: read, written and modelled from here. One sheet for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from deplie.cadre.queries.indicateurs import libelles
from deplie.gouvernance.rules import ANNEE_MAX, ANNEE_MIN, NATURES, SORTES_DE_LIEN
from deplie.gouvernance.rules.cycle import ETATS
from deplie.socle.tableaux import Champ, Code, DescriptionTable, Type, liste

# A long text in a cell: a spreadsheet holds no more.
_LONG: Final = 32_000


def _codes(nom: str, titre: str, lus: Mapping[str, str]) -> dict[str, object]:
    return {"codes": liste(nom, titre, *(Code(code, libelle) for code, libelle in lus.items()))}


def _texte(nom: str, libelle: str, aide: str = "", **autres: object) -> Champ:
    return Champ(nom, libelle, Type.TEXTE, aide=aide, **autres)  # type: ignore[arg-type]


def _jour(nom: str, libelle: str, aide: str = "", **autres: object) -> Champ:
    return Champ(nom, libelle, Type.DATE, aide=aide, **autres)  # type: ignore[arg-type]


def _montant(nom: str, libelle: str, aide: str = "", **autres: object) -> Champ:
    return Champ(nom, libelle, Type.NOMBRE, aide=aide, maximum=999_999_999_999, **autres)  # type: ignore[arg-type]


def _entier(nom: str, libelle: str, aide: str = "", **autres: object) -> Champ:
    return Champ(nom, libelle, Type.ENTIER, aide=aide, **{"minimum": 0, "maximum": 30_000, **autres})  # type: ignore[arg-type]


def _action() -> Champ:
    aide = "Le numéro de l'axe, puis celui de l'action : 3.2. Il relie les feuilles entre elles."
    return _texte("action", "Action", aide, obligatoire=True, longueur=12, synonymes=("Code", "Code action"))


def _etat(nom: str, libelle: str, aide: str, **autres: object) -> Champ:
    return Champ(nom, libelle, Type.CODE, aide=aide, **_codes("etat", "État d'une action", ETATS), **autres)  # type: ignore[arg-type]


@cache
def feuilles() -> tuple[DescriptionTable, ...]:
    """Every sheet in its order. The codes of the catalogue are known once the application is ready."""
    return (
        DescriptionTable(
            "plan",
            "Le plan lui-même, sur une ligne.",
            (
                Champ("nature", "Nature", Type.CODE, **_codes("nature", "Nature d'un plan", NATURES)),  # type: ignore[arg-type]
                _texte("nom", "Nom", obligatoire=True, longueur=150),
                _jour("debut", "Du"),
                _jour("fin", "Au"),
                _texte("comite", "Suivi par", "L'instance qui le suit, sous le nom qu'elle porte dans le territoire."),
                _texte("source", "Source", longueur=_LONG, paragraphes=True),
            ),
        ),
        DescriptionTable(
            "axes",
            "Une ligne par axe.",
            (
                _entier("axe", "Axe", "Son numéro.", obligatoire=True, minimum=1),
                _texte("titre", "Titre", obligatoire=True, longueur=200),
            ),
        ),
        _feuille_des_actions(),
        *_feuilles_d_une_action(),
    )


def _feuille_des_actions() -> DescriptionTable:
    return DescriptionTable(
        "actions",
        "Une ligne par action.",
        (
            _action(),
            _entier("axe", "Axe", "Le numéro de l'axe, comme dans « Action ».", minimum=1),
            _entier("numero", "Numéro", "Le numéro de l'action dans l'axe, comme dans « Action ».", minimum=1),
            _texte("titre", "Titre", longueur=200),
            _texte("pilote", "Pilote", "L'organisme qui mène l'action.", longueur=200),
            _texte(
                "partenaires",
                "Partenaires",
                "Les organismes qui y prennent part, séparés par « | », ou un par ligne de la cellule.",
                longueur=_LONG,
                paragraphes=True,
            ),
            _texte("public", "Public visé", longueur=300),
            _jour("debut", "Début"),
            _jour("fin", "Fin"),
            _etat("etat", "État", "Celui du dernier point d'avancement : il se lit ici, il ne s'y change pas."),
            _texte(
                "retard", "En retard", "Ce qui est en retard le jour de la lecture ; n'est pas importé.", longueur=_LONG
            ),
            _texte("description", "Description", longueur=_LONG, paragraphes=True),
        ),
    )


def _feuilles_d_une_action() -> tuple[DescriptionTable, ...]:
    return (
        DescriptionTable(
            "jalons",
            "Une ligne par jalon.",
            (
                _action(),
                _texte("libelle", "Libellé", obligatoire=True, longueur=200),
                _jour("prevu_le", "Attendu le"),
                _jour("atteint_le", "Atteint le"),
            ),
        ),
        DescriptionTable(
            "budget",
            "Une ligne par action, financeur et année. Des euros.",
            (
                _action(),
                _texte("financeur", "Financeur", obligatoire=True, longueur=200),
                _entier("annee", "Année", obligatoire=True, minimum=ANNEE_MIN, maximum=ANNEE_MAX),
                _montant("prevu", "Prévu", "Des euros.", minimum=0),
                _montant("obtenu", "Obtenu", "Des euros ; vide tant qu'on l'ignore.", minimum=0),
            ),
        ),
        *_mesures(),
        _liens(),
        DescriptionTable(
            "avancement",
            "Une ligne par point d'avancement, dans l'ordre des jours.",
            (
                _action(),
                _jour("le", "Date", obligatoire=True),
                _jour("seance", "Séance", "Le jour du comité où le point a été dit ; vide entre deux comités."),
                _etat("etat", "État", "Ce que l'action est ce jour-là.", obligatoire=True),
                _entier("fait", "Fait", "L'avancement en deux nombres : 3 ateliers…", maximum=2_000_000_000),
                _entier("total", "Sur", "… sur 12.", maximum=2_000_000_000),
                _texte("texte", "Texte", longueur=_LONG, paragraphes=True),
                _texte("suite", "Prochaine étape", longueur=_LONG, paragraphes=True),
            ),
        ),
    )


def _mesures() -> tuple[DescriptionTable, ...]:
    return (
        DescriptionTable(
            "indicateurs",
            "Une ligne par indicateur d'une action.",
            (
                _action(),
                _texte("libelle", "Libellé", obligatoire=True, longueur=200),
                Champ(
                    "indicateur",
                    "Code du catalogue",
                    Type.CODE,
                    aide="L'indicateur du bilan qui donne la valeur ; elle n'est alors pas dans « Valeurs ».",
                    **_codes("indicateur", "Indicateur du catalogue", {code: code for code in libelles()}),  # type: ignore[arg-type]
                ),
                _texte("unite", "Unité", longueur=40),
                _montant("reference", "Départ", "La valeur au début de l'action.", minimum=-999_999_999_999),
                _montant("cible", "Cible", "La valeur visée.", minimum=-999_999_999_999),
            ),
        ),
        DescriptionTable(
            "valeurs",
            "Une ligne par valeur relevée d'un indicateur saisi.",
            (
                _action(),
                _texte("indicateur", "Indicateur", "Son libellé.", obligatoire=True, longueur=200),
                _jour("le", "Date", obligatoire=True),
                _montant("valeur", "Valeur", obligatoire=True, minimum=-999_999_999_999),
            ),
        ),
    )


def _liens() -> DescriptionTable:
    return DescriptionTable(
        "liens",
        "Une ligne par appel, opération ou décision sur quoi une action s'appuie.",
        (
            _action(),
            Champ(
                "sorte",
                "Sorte",
                Type.CODE,
                obligatoire=True,
                **_codes("sorte", "Sorte de lien", SORTES_DE_LIEN),  # type: ignore[arg-type]
            ),
            _texte(
                "reference",
                "Référence",
                "Le code de l'appel ou de l'opération ; pour une décision, sa séance et son rang : "
                "« Comité de pilotage du 24/02/2021, n° 1 ».",
                obligatoire=True,
                longueur=300,
            ),
        ),
    )
