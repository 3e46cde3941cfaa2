"""The people, participations or étapes behind a figure, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne
from deplie.socle.tableaux import Colonne, Tableau, Type
from deplie.territoires.rules import CATEGORIE_ETAPE, MOTIF_LU_SANS_DROIT, MOTIF_SORTIE, OUI_NON

# Identifiers asked for at once: SQLite bounds the variables of a statement.
PAQUET = 5_000

_IDENTITE = (
    Colonne("identifiant", "Identifiant", lambda p: p.identifiant),
    Colonne("nom", "Nom", lambda p: p.nom_usage or p.nom),
    Colonne("prenom", "Prénom", lambda p: p.prenom),
)


def _de(colonnes: tuple[Colonne, ...], chemin: str) -> tuple[Colonne, ...]:
    """The same columns, read from the object at the end of a path."""

    def lire(colonne: Colonne) -> Any:
        def valeur(objet: Any) -> Any:
            for nom in chemin.split("."):
                objet = getattr(objet, nom)
            return colonne.lire(objet)

        return valeur

    return tuple(Colonne(c.nom, c.libelle, lire(c), c.type, c.codes) for c in colonnes)


def _motif(sensible: bool) -> Colonne:
    def lire(participation: Participation) -> str:
        motif = participation.motif_sortie
        return motif if sensible else MOTIF_LU_SANS_DROIT.get(motif, motif)

    return Colonne("motif_sortie", "Motif de sortie", lire, codes=MOTIF_SORTIE)


def tableau_de(objet: str, *, sensible: bool) -> Tableau:
    """The columns shown for « personne », « participation » or « etape »."""
    if objet == "personne":
        return Tableau("personnes", "Personnes", _IDENTITE)
    participation = (
        *_de(_IDENTITE, "personne"),
        Colonne("dispositif", "Dispositif", lambda p: p.dispositif.code),
        Colonne("date_entree", "Entrée", lambda p: p.date_entree, Type.DATE),
        Colonne("date_sortie", "Sortie", lambda p: p.date_sortie, Type.DATE),
        _motif(sensible),
        Colonne("referent", "Référent", lambda p: str(p.referent) if p.referent else None),
    )
    if objet == "participation":
        return Tableau("participations", "Participations", participation)
    return Tableau(
        "etapes",
        "Étapes",
        (
            *_de(_IDENTITE, "participation.personne"),
            Colonne("categorie", "Catégorie", lambda e: e.categorie, codes=CATEGORIE_ETAPE),
            Colonne("intitule", "Intitulé", lambda e: e.intitule),
            Colonne("operateur", "Opérateur", lambda e: e.operateur.nom if e.operateur else None),
            Colonne("finance_plie", "Financée par le plan", lambda e: e.finance_plie, codes=OUI_NON),
            Colonne("date_debut", "Début", lambda e: e.date_debut, Type.DATE),
            Colonne("date_fin", "Fin", lambda e: e.date_fin, Type.DATE),
        ),
    )


def _source(objet: str) -> QuerySet[Any]:
    if objet == "personne":
        return Personne.objects.all()
    if objet == "participation":
        return Participation.objects.select_related("personne", "dispositif", "referent")
    return Etape.objects.select_related("participation__personne", "operateur")


def objets(objet: str, ids: Sequence[int]) -> list[Model]:
    """The rows of these keys, sorted by name; keys come from a list already bounded to what the actor sees."""
    trouves: list[Any] = []
    for debut in range(0, len(ids), PAQUET):
        trouves += _source(objet).filter(pk__in=ids[debut : debut + PAQUET])
    return sorted(trouves, key=_ordre)


def personne_de(ligne: Any) -> Personne:
    """Whom a row is about."""
    if isinstance(ligne, Personne):
        return ligne
    if isinstance(ligne, Etape):
        return ligne.participation.personne
    return ligne.personne


def _ordre(ligne: Any) -> tuple[str, str, int]:
    personne = personne_de(ligne)
    # The name shown is the one of use, where there is one.
    return (personne.cle_usage if personne.nom_usage else personne.cle_nom, personne.identifiant, ligne.pk)
