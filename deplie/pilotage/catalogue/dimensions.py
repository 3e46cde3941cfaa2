"""What figures are cut by: each dimension, its words, the facts that carry it, whether its parts add up."""

from __future__ import annotations

from dataclasses import dataclass

from deplie.financements import facts as financements
from deplie.financements.rules.forfait import PROGRAMMATIONS
from deplie.financements.rules.nomenclature import RESSOURCES
from deplie.fse.facts import FICHE_FSE, SOUTIEN_FSE
from deplie.mesure.colonnes import Fait
from deplie.mesure.comptage import Dimension, Liaison
from deplie.mesure.mesures import Apport, Atome
from deplie.offre.rules import GENRES_LIEU
from deplie.offre.rules import THEMES as THEMES_ATELIER
from deplie.parcours.facts import (
    ACCUEIL,
    COUT_OPERATION,
    CRITERE,
    EMPLOI,
    EN_COURS,
    ENTRETIEN,
    ETAPE,
    FREIN,
    HEURE,
    INSCRIPTION,
    MOIS_EMPLOI,
    PASSAGE,
    PRESCRIPTION,
    RATTACHEMENT,
    SEJOUR,
)
from deplie.parcours.models import Prescription
from deplie.parcours.rules.atelier import MOTIFS
from deplie.parcours.rules.cycle import ADMIS, ANNULE, ETATS, REFUSE
from deplie.parcours.rules.diagnostic import THEMES, THEMES_SENSIBLES
from deplie.parcours.rules.emploi import CONTRATS
from deplie.parcours.rules.entretien import MODES
from deplie.parcours.rules.passage import MOTIFS as MOTIFS_PASSAGE
from deplie.parcours.rules.passage import TRANCHES
from deplie.pilotage.catalogue.vocabulaire import SORTIES
from deplie.pilotage.facts.tous import FAITS
from deplie.pilotage.rules.periodes import MOIS
from deplie.socle.tableaux.codes import Code, ListeDeCodes, liste
from deplie.territoires.rules import (
    CATEGORIE_ETAPE,
    CRITERES_SENSIBLES,
    FAMILLE_SORTIE,
    MOTIF_LU_SANS_DROIT,
    MOTIF_SORTIE,
    NIVEAU_FORMATION,
    OUI_NON,
    SEXE,
)
from deplie.territoires.rules import (
    CRITERE as CRITERES,
)


@dataclass(frozen=True)
class DimensionBilan:
    """A dimension of the bilan.

    ``liste`` is its code list, where it has one; ``exclusive`` is false when someone may stand in several parts
    (``multiplie`` says of which facts);
    ``noms`` says whose names its numbers stand for (agents, organisations, places).
    """

    code: str
    libelle: str
    inconnu: str
    liste: ListeDeCodes | None = None
    exclusive: bool = True
    noms: str = ""


def _codes(nom: str, titre: str, libelles: dict[str, str]) -> ListeDeCodes:
    return liste(nom, titre, *(Code(code, libelle[0].upper() + libelle[1:]) for code, libelle in libelles.items()))


_ISSUES = {EN_COURS: "en attente"} | {code: ETATS[code] for code in (ADMIS, REFUSE, ANNULE)}
_MOIS = {f"{rang:02}": nom for rang, nom in enumerate(MOIS, 1)}
_ORIGINES = {str(origine.value): str(origine.label) for origine in Prescription.Origine}

DIMENSIONS: dict[str, DimensionBilan] = {
    dimension.code: dimension
    for dimension in (
        DimensionBilan("sexe", "Sexe", "Sexe inconnu", SEXE),
        DimensionBilan("tranche_age", "Tranche d'âge à l'entrée", "Âge inconnu"),
        DimensionBilan("qpv", "Quartier prioritaire", "Résidence inconnue", OUI_NON),
        DimensionBilan("niveau", "Niveau de formation", "Niveau inconnu", NIVEAU_FORMATION),
        DimensionBilan("commune", "Commune", "Commune inconnue"),
        DimensionBilan("critere", "Critère d'éligibilité", "Aucun critère", CRITERES, exclusive=False),
        DimensionBilan("duree_chomage", "Durée de chômage à l'entrée", "Durée inconnue"),
        DimensionBilan("referent", "Référent", "Sans référent", noms="agent"),
        DimensionBilan("prescripteur", "Prescripteur", "Prescripteur inconnu", noms="organisation"),
        DimensionBilan("categorie", "Catégorie d'étape", "Catégorie inconnue", CATEGORIE_ETAPE),
        DimensionBilan("groupe_categorie", "Groupe de catégories", "Hors groupe"),
        DimensionBilan("finance_plie", "Financée par le plan", "Financement inconnu", OUI_NON),
        DimensionBilan("operateur", "Opérateur", "Opérateur inconnu", noms="organisation"),
        DimensionBilan("motif", "Motif de sortie", "Sans motif", MOTIF_SORTIE),
        DimensionBilan("famille", "Famille de sortie", "Sans motif", FAMILLE_SORTIE),
        DimensionBilan("mode", "Façon de se voir", "Façon inconnue", _codes("mode", "Façon de se voir", MODES)),
        DimensionBilan("issue", "Issue de la prescription", "Issue inconnue", _codes("issue", "Issue", _ISSUES)),
        DimensionBilan(
            "origine", "Origine de la prescription", "Origine inconnue", _codes("origine", "Origine", _ORIGINES)
        ),
        DimensionBilan("contrat", "Contrat de travail", "Contrat inconnu", _codes("contrat", "Contrat", CONTRATS)),
        DimensionBilan("theme", "Thème de frein", "Autre thème", _codes("theme", "Thème", THEMES)),
        DimensionBilan(
            "theme_atelier",
            "Thème de l'atelier",
            "Thème inconnu",
            _codes("theme_atelier", "Thème de l'atelier", THEMES_ATELIER),
        ),
        DimensionBilan(
            "motif_absence", "Raison de l'absence", "Sans raison", _codes("motif_absence", "Raison", MOTIFS)
        ),
        DimensionBilan("lieu", "Lieu d'accueil", "Lieu inconnu", noms="lieu"),
        DimensionBilan(
            "genre_lieu", "Sorte de lieu d'accueil", "Sorte inconnue", _codes("genre_lieu", "Sorte", GENRES_LIEU)
        ),
        DimensionBilan(
            "motif_passage", "Motif du passage", "Motif inconnu", _codes("motif_passage", "Motif", MOTIFS_PASSAGE)
        ),
        DimensionBilan("mois", "Mois du passage", "Mois inconnu", _codes("mois", "Mois", _MOIS)),
        DimensionBilan(
            "age_passage", "Âge au passage", "Âge non dit", _codes("age_passage", "Âge au passage", TRANCHES)
        ),
        DimensionBilan("operation", "Opération", "Sans opération", exclusive=False),
        DimensionBilan("appel", "Appel à projets", "Sans appel à projets", exclusive=False),
        DimensionBilan("objectif_specifique", "Objectif spécifique", "Sans objectif spécifique", exclusive=False),
        DimensionBilan(
            "financeur", "Financeur", "Sans financeur", _codes("financeur", "Financeur", RESSOURCES), exclusive=False
        ),
        DimensionBilan(
            "programmation",
            "Programmation européenne",
            "Hors programmation",
            _codes("programmation", "Programmation", PROGRAMMATIONS),
            exclusive=False,
        ),
        DimensionBilan(
            "issue_dossier",
            "Issue du dossier",
            "Issue inconnue",
            _codes("issue_dossier", "Issue du dossier", financements.ISSUES),
        ),
        DimensionBilan("porteur", "Porteur", "Porteur non reconnu", noms="organisation"),
        DimensionBilan("dispositif", "Dispositif", "Dispositif inconnu"),
    )
}

_ENTREE = frozenset(
    {"sexe", "tranche_age", "qpv", "niveau", "commune", "critere", "duree_chomage", "referent", "prescripteur",
     "dispositif"}
)  # fmt: skip
# The links of an operation: an étape has one of each; a participation, those of all its étapes.
CHAINE = frozenset(colonne.nom for colonne in financements.CHAINE)
_SORTIE = frozenset({"motif", "famille"})
_ETAPE = frozenset({"categorie", "groupe_categorie", "finance_plie", "operateur"})
# Of facts that are not a participation: what each carries.
_PORTEES = {
    ETAPE.nom: _ENTREE | _ETAPE | CHAINE,
    HEURE.nom: _ENTREE | _ETAPE | CHAINE,
    ENTRETIEN.nom: _ENTREE | {"mode"},
    PRESCRIPTION.nom: frozenset({"sexe", "referent", "prescripteur", "issue", "origine", "dispositif"}),
    EMPLOI.nom: _ENTREE | {"contrat"},
    MOIS_EMPLOI.nom: _ENTREE | {"contrat"},
    FREIN.nom: _ENTREE | {"theme"},
    INSCRIPTION.nom: _ENTREE | {"theme_atelier", "motif_absence"},
    financements.CANDIDATURE.nom: CHAINE | {"issue_dossier", "porteur"},
    financements.MOUVEMENT.nom: CHAINE,
    FICHE_FSE.nom: CHAINE | {"sexe"},
    SOUTIEN_FSE.nom: CHAINE,
    ACCUEIL.nom: CHAINE,
    COUT_OPERATION.nom: CHAINE,
    PASSAGE.nom: frozenset({"lieu", "genre_lieu", "motif_passage", "mois", "sexe", "age_passage"}),
}
# « Does not know » is an answer, and unknown in a figure.
_REMPLACE: dict[str, tuple[tuple[str, str | None], ...]] = {"qpv": (("NSP", None),)}


def dimensions_de(atome: Atome | Apport) -> frozenset[str]:
    """What a count can be cut by: exits alone by their motive, étapes alone by their category."""
    if isinstance(atome, Apport):
        return atome.dimensions
    if atome.fait.nom in _PORTEES:
        return _PORTEES[atome.fait.nom]
    return _ENTREE | CHAINE | (_SORTIE if atome.fait.phrase == SORTIES.phrase else frozenset())


def multiplie(code: str, fait: str) -> bool:
    """Whether a row of a fact may stand in several parts of a dimension."""
    return not DIMENSIONS[code].exclusive and (fait == SEJOUR.nom or code not in CHAINE)


def dimension(code: str, fait: str, sensible: bool) -> Dimension:
    """The dimension as a counting reads it on a fact; ``sensible`` says whether the reader may see sensitive values."""
    table = FAITS[fait]
    if code == "critere":
        sauf = () if sensible else tuple(sorted(CRITERES_SENSIBLES))
        return Dimension(code, CRITERE["code"], (), Liaison(CRITERE, table["participation"], table["criteres"], sauf))
    if code in CHAINE and multiplie(code, fait):
        return Dimension(code, RATTACHEMENT[code], (), Liaison(RATTACHEMENT, table["participation"]))
    remplace = _REMPLACE.get(code, ())
    if code == "motif" and not sensible:
        remplace = tuple(sorted(MOTIF_LU_SANS_DROIT.items()))
    if code == "theme" and not sensible:
        remplace = tuple((theme, None) for theme in sorted(THEMES_SENSIBLES))
    return Dimension(code, table[code], remplace)


def lu_sans_droit(fait: Fait, motifs: bool = True) -> dict[str, dict[str, str | None]]:
    """What stands for the sensitive answers of a fact where they are not kept, by column; motives, when ``motifs``."""
    lues: dict[str, dict[str, str | None]] = {}
    if "motif" in fait and motifs:
        lues["motif"] = dict(MOTIF_LU_SANS_DROIT)
    if "theme" in fait:
        lues["theme"] = dict.fromkeys(sorted(THEMES_SENSIBLES))
    return lues
