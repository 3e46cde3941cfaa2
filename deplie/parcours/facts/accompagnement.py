"""What is done with people: interviews, prescriptions.

``entretien``: an appointment, held, missed or to come; the cancelled ones are in none. Its référent is who receives.
``prescription``: an orientation towards a scheme, and what became of it. The name of an action of outreach is not in
it: it is told of no one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

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
from deplie.parcours.models import Entretien, Prescription
from deplie.parcours.rules.cycle import EN_ATTENTE
from deplie.parcours.rules.entretien import ABSENCES, TENU
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_ANNULATION

ENTRETIEN: Final = Fait(
    "entretien",
    "rendez-vous",
    (
        Colonne("entretien", NUMERO, "le rendez-vous"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("jour", ENTIER, "le jour du rendez-vous"),
        Colonne("tenu", ENTIER, "l'entretien tenu"),
        Colonne("manque", ENTIER, "l'absence de la personne"),
        Colonne("mode", TEXTE, "la façon de se voir"),
        *A_L_ENTREE,
    ),
    jours=("jour", "jour"),
)
PRESCRIPTION: Final = Fait(
    "prescription",
    "prescriptions",
    (
        Colonne("prescription", NUMERO, "la prescription"),
        Colonne("participation", NUMERO, "la participation"),
        Colonne("personne", NUMERO, "personnes"),
        Colonne("dispositif", TEXTE, "le dispositif"),
        Colonne("jour", ENTIER, "le jour de la prescription"),
        # While nobody has decided: later than any period.
        Colonne("fin", ENTIER, "le jour de la décision"),
        Colonne("limite", ENTIER, "le jour où l'attente devient longue"),
        Colonne("issue", TEXTE, "l'issue"),
        Colonne("origine", TEXTE, "l'origine"),
        Colonne("sexe", TEXTE, "le sexe"),
        Colonne("referent", NUMERO, "qui reçoit la personne"),
        Colonne("prescripteur", NUMERO, "le prescripteur"),
        Colonne("premier", ENTIER, "jours jusqu'au premier entretien"),
    ),
    jours=("jour", "fin"),
)
EN_COURS: Final = "EN_ATTENTE"


def entretiens(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``ENTRETIEN``. One held before any participation is of the scheme that the person was oriented to."""
    orientee = Prescription.objects.filter(personne=OuterRef("personne")).order_by("-le", "-pk")
    requete = (
        Entretien.objects.a_l_agenda()
        .filter(personne__territoire=territoire)
        .exclude(participation__isnull=False, participation__motif_sortie=MOTIF_ANNULATION)
        .annotate(
            nb_criteres=criteres_de("participation"),
            schema=Coalesce("participation__dispositif__code", Subquery(orientee.values("dispositif__code")[:1])),
        )
    )
    de = [f"participation__{champ}" for champ in ENTREE_DE]
    champs = ("pk", "participation_id", "personne_id", "schema", "debut", "statut", "mode", "agent_id",
              "personne__sexe", "personne__date_naissance", "nb_criteres", *de)  # fmt: skip
    for (pk, participation, personne, schema, debut, statut, mode, agent, sexe, naissance, criteres,
         *entree_de) in lire(requete, champs):  # fmt: skip
        _, prescripteur, entree, *situation = entree_de
        connues = naissance if entree else None
        yield (
            pk, participation, personne, schema, _jour(debut).toordinal(), int(statut == TENU),
            int(statut in ABSENCES), mode or None,
            *a_l_entree(decoupage, sexe, connues, criteres, [agent, prescripteur, entree, *situation]),
        )  # fmt: skip


def prescriptions(territoire: Territoire, decoupage: Decoupage) -> Iterator[tuple[Valeur, ...]]:
    """Rows of ``PRESCRIPTION``, in the order of its columns."""
    tenus = Entretien.objects.tenus().filter(personne=OuterRef("personne"), debut__date__gte=OuterRef("le"))
    premiers = tenus.order_by().values("personne").annotate(premier=Min("debut")).values("premier")
    requete = Prescription.objects.filter(territoire=territoire).annotate(
        premier=Subquery(premiers), schema=F("dispositif__code")
    )
    requete = requete.exclude(participation__isnull=False, participation__motif_sortie=MOTIF_ANNULATION)
    champs = ("pk", "participation_id", "personne_id", "schema", "le", "statut", "statut_le", "origine",
              "personne__sexe", "referent_id", "prescripteur_id", "premier")  # fmt: skip
    for (pk, participation, personne, schema, le, statut, statut_le, origine, sexe, referent, prescripteur,
         premier) in lire(requete, champs):  # fmt: skip
        attend = statut in EN_ATTENTE
        yield (
            pk, participation, personne, schema, le.toordinal(),
            SANS_FIN if attend else statut_le.toordinal(),
            le.toordinal() + decoupage.attente,
            EN_COURS if attend else statut,
            origine, sexe or None, referent, prescripteur,
            (_jour(premier) - le).days if premier else None,
        )  # fmt: skip


def _jour(moment: datetime) -> date:
    return timezone.localtime(moment).date()
