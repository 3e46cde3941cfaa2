"""A participation and what hangs on it: its presence and its exit, its étapes, its criteria.

``sejour``: a participation. ``etape``: an étape, with what its participation was at entry. ``critere``: an eligibility
criterion. ``rattachement``: an operation that étapes of a participation name, on whatever day. Participations ended as
duplicates are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Count, F, QuerySet, Window

from deplie.financements.facts import CHAINE, INCONNUS, liens_des_operations
from deplie.mesure.colonnes import Colonne, Fait, Valeur
from deplie.parcours.facts.commun import (
    A_L_ENTREE,
    ENTIER,
    ENTREE_DE,
    NUMERO,
    SANS_FIN,
    TEXTE,
    Decoupage,
    a_l_entree,
    criteres_de,
    lire,
)
from deplie.parcours.models import Critere, Etape, Participation
from deplie.parcours.rules.duree import age, jours_de_parcours
from deplie.parcours.rules.etape import fin_comptee, groupe_de_chaque, se_compte
from deplie.parcours.rules.sortie import famille, fin_du_sixieme_mois
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION, STATUTS_NON_COMPTES

SEJOUR: Final = Fait(
    "sejour",
    "participations",
    (
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("rang", ENTIER, "l'ordre de déclaration du dispositif"),
        Colonne("seule", ENTIER, "l'unique participation de la personne"),
        Colonne("entree", ENTIER, "la date d'entrée"),
        Colonne("sortie", ENTIER, "la date de sortie"),
        *A_L_ENTREE,
        Colonne("age", ENTIER, "l'âge à l'entrée"),
        Colonne("statut", TEXTE, "la situation sur le marché du travail à l'entrée"),
        Colonne("motif", TEXTE, "le motif de sortie"),
        Colonne("famille", TEXTE, "la famille de sortie"),
        Colonne("validee", ENTIER, "la validation de la sortie"),
        Colonne("jours", ENTIER, "jours de parcours"),
        Colonne("sixieme", ENTIER, "la fin du sixième mois après la sortie"),
        Colonne("situation", TEXTE, "la situation au sixième mois"),
        Colonne("attente", ENTIER, "jours entre la prescription et l'entrée"),
    ),
)
ETAPE: Final = Fait(
    "etape",
    "étapes",
    (
        Colonne("etape", NUMERO, "l'étape"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("comptee", ENTIER, "l'étape se compte"),
        Colonne("debut", ENTIER, "le début de l'étape"),
        Colonne("fin", ENTIER, "la fin de l'étape"),
        Colonne("categorie", TEXTE, "la catégorie d'étape"),
        Colonne("groupe_categorie", TEXTE, "le groupe de catégories"),
        Colonne("finance_plie", TEXTE, "le financement par le plan"),
        Colonne("operateur", NUMERO, "l'opérateur"),
        *CHAINE,
        *A_L_ENTREE,
    ),
    jours=("debut", "fin"),
)
RATTACHEMENT: Final = Fait(
    "rattachement",
    "rattachements à des opérations",
    (Colonne("participation", NUMERO, "la participation"), *CHAINE),
)
CRITERE: Final = Fait(
    "critere",
    "critères",
    (Colonne("participation", NUMERO, "la participation"), Colonne("code", TEXTE, "le critère d'éligibilité")),
)


def sejours(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``SEJOUR``, in the order of its columns."""
    champs = ("pk", "personne_id", "dispositif__code", "dispositif__rang", "combien", "date_sortie", "motif_sortie",
              "date_validation_sortie", "jours_suspension", "statut_entree", "situation_6_mois", "date_prescription",
              "personne__sexe",
              "personne__date_naissance", "nb_criteres", *ENTREE_DE)  # fmt: skip
    requete = _participations(territoire).annotate(
        combien=Window(Count("pk"), partition_by=F("personne_id")), nb_criteres=criteres_de("pk")
    )
    for (pk, personne, dispositif, rang, combien, sortie, motif, validation, suspension, statut, situation, prescrite,
         sexe, naissance, criteres, *entree_de) in lire(requete, champs):  # fmt: skip
        entree: date = entree_de[2]
        yield (
            pk, personne, dispositif, rang, int(combien == 1), entree.toordinal(),
            sortie.toordinal() if sortie else SANS_FIN,
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
            age(naissance, entree) if naissance else None,
            statut or None,
            motif or None,
            famille(motif),
            int(bool(sortie and validation)),
            jours_de_parcours(entree, sortie, suspension) if sortie else None,
            fin_du_sixieme_mois(sortie).toordinal() if sortie else None,
            situation or None,
            (entree - prescrite).days if prescrite and prescrite <= entree else None,
        )  # fmt: skip


def etapes(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``ETAPE``, in the order of its columns. Those that never count are there: they were collected."""
    de = [f"participation__{champ}" for champ in ENTREE_DE]
    champs = ("pk", "participation_id", "participation__personne_id", "participation__dispositif__code", "date_debut",
              "date_fin", "statut", "categorie", "finance_plie", "operateur_id", "operation",
              "participation__date_sortie", "participation__personne__sexe",
              "participation__personne__date_naissance", "nb_criteres", *de)  # fmt: skip
    requete = Etape.objects.filter(participation__dispositif__territoire=territoire)
    requete = requete.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    requete = requete.annotate(nb_criteres=criteres_de("participation"))
    groupes, liens = groupe_de_chaque(decoupage.groupes), liens_des_operations(territoire)
    for (pk, participation, personne, dispositif, debut, fin, statut, categorie, finance, operateur, operation, sortie,
         sexe, naissance, criteres, *entree_de) in lire(requete, champs):  # fmt: skip
        dernier = fin_comptee(fin, sortie)
        comptee = se_compte(categorie, statut) and (dernier is None or dernier >= debut)
        yield (
            pk, participation, personne, dispositif, int(comptee), debut.toordinal(),
            dernier.toordinal() if dernier else SANS_FIN,
            categorie,
            groupes.get(categorie),
            finance or None,
            operateur,
            operation or None,
            *liens.get(operation, INCONNUS),
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip


def criteres(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``CRITERE``: one per participation and code, sensitive ones included (the reading leaves them out)."""
    requete = Critere.objects.filter(participation__dispositif__territoire=territoire)
    requete = requete.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    return lire(requete, ("participation_id", "code"))


def rattachements(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``RATTACHEMENT``: one per participation and operation. Planned or cancelled étapes receive nobody."""
    requete = Etape.objects.filter(territoire=territoire).exclude(operation="")
    requete = requete.exclude(statut__in=sorted(STATUTS_NON_COMPTES))
    requete = requete.exclude(participation__motif_sortie=MOTIF_ANNULATION).distinct()
    liens = liens_des_operations(territoire)
    for participation, operation in lire(requete, ("participation_id", "operation")):
        yield (participation, operation, *liens.get(operation, INCONNUS))


def _participations(territoire: Territoire) -> QuerySet[Participation]:
    return Participation.objects.reelles().filter(dispositif__territoire=territoire)
