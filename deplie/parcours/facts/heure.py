"""``heure``: hours done in an étape, on the day from which they count.

Hours noted on a sheet count on its last day: a sheet is of one month. Hours that an étape tells in one total, without a
sheet, count on the day it ends, and not before: nobody knows on which days they were done. The sheets of an étape speak
alone where there are some: its total is then their sum. Étapes that never count are left out, with their hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from deplie.financements.facts import CHAINE, INCONNUS, liens_des_operations
from deplie.mesure.colonnes import Colonne, Fait, Type, Valeur
from deplie.parcours.facts.commun import (
    A_L_ENTREE,
    ENTIER,
    ENTREE_DE,
    NUMERO,
    TEXTE,
    Decoupage,
    a_l_entree,
    criteres_de,
    lire,
)
from deplie.parcours.models import Etape
from deplie.parcours.rules.etape import fin_comptee, groupe_de_chaque, se_compte
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

HEURE: Final = Fait(
    "heure",
    "heures réalisées en étape",
    (
        Colonne("etape", NUMERO, "étapes"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("jour", ENTIER, "le jour où elles comptent"),
        # Hundredths, which every engine adds exactly.
        Colonne("centiemes", Type.CENTIMES, "heures"),
        Colonne("categorie", TEXTE, "la catégorie d'étape"),
        Colonne("groupe_categorie", TEXTE, "le groupe de catégories"),
        Colonne("finance_plie", TEXTE, "le financement par le plan"),
        Colonne("operateur", NUMERO, "l'opérateur"),
        *CHAINE,
        *A_L_ENTREE,
    ),
    jours=("jour", "jour"),
)
_ETAPE: Final = (
    "pk", "participation_id", "participation__personne_id", "participation__dispositif__code", "categorie", "statut",
    "finance_plie", "operateur_id", "operation", "date_debut", "date_fin", "participation__date_sortie", "heures",
    "feuille_au", "feuille_heures", "participation__personne__sexe", "participation__personne__date_naissance",
    "nb_criteres", *(f"participation__{champ}" for champ in ENTREE_DE),
)  # fmt: skip


def heures(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``HEURE``: one by sheet, or one by étape without any. Absences and unknown hours are no row."""
    groupes, liens = groupe_de_chaque(decoupage.groupes), liens_des_operations(territoire)
    for (pk, participation, personne, dispositif, categorie, statut, finance, operateur, operation, debut, fin, sortie,
         en_tout, au, notees, sexe, naissance, criteres, *entree_de) in lire(_notees(territoire), _ETAPE):  # fmt: skip
        jour = _jour(debut, fin_comptee(fin, sortie), au)
        if not se_compte(categorie, statut) or jour is None:
            continue
        yield (
            pk, participation, personne, dispositif, jour.toordinal(), _centiemes(en_tout if au is None else notees),
            categorie, groupes.get(categorie), finance or None, operateur,
            operation or None, *liens.get(operation, INCONNUS),
            *a_l_entree(decoupage, sexe, naissance, criteres, entree_de),
        )  # fmt: skip


def _notees(territoire: Territoire) -> QuerySet[Any]:
    """Étapes beside each of their sheets; those without any, once. An absence is a sheet of no hour."""
    siennes = Etape.objects.filter(participation__dispositif__territoire=territoire)
    siennes = siennes.exclude(participation__motif_sortie=MOTIF_ANNULATION)
    jointes = siennes.annotate(feuille_au=F("assiduites__au"), feuille_heures=F("assiduites__heures"))
    connues = Q(feuille_heures__gt=0) | Q(feuille_au__isnull=True, heures__gt=0)
    return jointes.filter(connues).annotate(nb_criteres=criteres_de("participation"))


def _jour(debut: date, dernier: date | None, au: date | None) -> date | None:
    """When hours count: the end of their sheet, else that of the étape; None while a total has no end.

    Never past the last day that counts: the étape is in the period wherever its hours are.
    """
    jours = [jour for jour in (au, dernier) if jour is not None]
    jour = min(jours) if jours else None
    return None if jour is None or jour < debut else jour


def _centiemes(heures: Decimal) -> int:
    return int(heures * 100)
