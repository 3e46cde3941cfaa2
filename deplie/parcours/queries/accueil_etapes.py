"""What an operator sees: the étapes at its own structure, whom to call about them, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Assiduite, Etape, Proposition
from deplie.parcours.queries.perimetre import ou_404
from deplie.parcours.queries.pieces import avec_pieces
from deplie.parcours.rules.accueil import mois_a_noter
from deplie.territoires.rules import CATEGORIE_ETAPE, STATUT_ETAPE, STATUTS_NON_COMPTES

ONGLETS: dict[str, str] = {"a_repondre": "À répondre", "en_cours": "En cours", "terminees": "Terminées"}


def accueils_visibles_par(acteur: Acteur):
    """The étapes at the actor's structure, with their person and référent."""
    if acteur.organisation is None:
        return Etape.objects.none()
    siennes = Etape.objects.filter(operateur=acteur.organisation, territoire=acteur.territoire)
    siennes = siennes.exclude(participation__motif_sortie="A_DOUBLON")
    return siennes.select_related("participation__personne", "participation__referent", "participation__dispositif")


def accueil_ou_404(acteur: Acteur, pk: int) -> Etape:
    return ou_404(accueils_visibles_par(acteur).filter(pk=pk).first())


def assiduite_ou_404(acteur: Acteur, pk: int) -> Assiduite:
    """Hours noted in an étape of the actor's structure."""
    notees = Assiduite.objects.filter(etape__in=accueils_visibles_par(acteur)).select_related(
        "etape__participation__personne"
    )
    return ou_404(notees.filter(pk=pk).first())


def proposition_de(etape: Etape) -> Proposition | None:
    """The proposal that waits for this operator."""
    return etape.propositions.en_attente().filter(operateur=etape.operateur).select_related("auteur").first()


def propositions_ouvertes(etape: Etape):
    """What was proposed of an étape, the latest first: the référent reads the answers."""
    return etape.propositions.select_related("operateur", "auteur").order_by("-pk")


def liste(acteur: Acteur, onglet: str, jour: date):
    """The étapes of a tab: the oldest proposals first, else the latest begun."""
    siennes = accueils_visibles_par(acteur).annotate(attend=_attend())
    conditions = {
        "a_repondre": Q(attend=True),
        "en_cours": Q(attend=False) & (Q(date_fin=None) | Q(date_fin__gte=jour)) & ~Q(statut__in=_CLOSES),
        "terminees": Q(attend=False) & (Q(date_fin__lt=jour) | Q(statut__in=_CLOSES)),
    }
    ordre = ("date_debut", "pk") if onglet == "a_repondre" else ("-date_debut", "-pk")
    return siennes.filter(conditions[onglet]).order_by(*ordre)


_CLOSES = ("REALISEE", "INTERROMPUE", "ANNULEE")


def _attend() -> Exists:
    return Exists(Proposition.objects.filter(etape=OuterRef("pk"), reponse="", operateur=OuterRef("operateur")))


def compter(acteur: Acteur, jour: date) -> dict[str, int]:
    """How many étapes each tab holds."""
    return {onglet: liste(acteur, onglet, jour).count() for onglet in ONGLETS}


@dataclass(frozen=True)
class Accueil:
    """An étape as its operator reads it."""

    etape: Etape
    proposition: Proposition | None
    assiduites: list[Assiduite]
    jour: date

    @property
    def nom(self) -> str:
        return self.etape.intitule or CATEGORIE_ETAPE.libelle(self.etape.categorie)

    @property
    def statut(self) -> str:
        return STATUT_ETAPE.libelle(self.etape.statut)

    @property
    def ouverte(self) -> bool:
        """Whether hours may be noted, and the étape ended."""
        return self.proposition is None and self.etape.statut not in _CLOSES

    @property
    def total(self) -> Decimal:
        return sum((assiduite.heures for assiduite in self.assiduites), Decimal(0))

    @property
    def absences(self) -> int:
        return sum(1 for assiduite in self.assiduites if assiduite.absence)

    @property
    def mois_a_noter(self) -> list[date]:
        """Whole months for which nothing is noted; none before the étape is received."""
        if not self.ouverte or self.etape.statut in STATUTS_NON_COMPTES:
            return []
        periodes = [(assiduite.du, assiduite.au) for assiduite in self.assiduites]
        return mois_a_noter(self.etape.date_debut, self.etape.date_fin, periodes, self.jour)


def accueil_de(acteur: Acteur, etape: Etape, jour: date) -> Accueil:
    """The étape with its proposal, its hours and the pieces that the actor may open (``etape.pieces_lues``)."""
    avec_pieces(acteur, [etape])
    return Accueil(etape, proposition_de(etape), list(etape.assiduites.order_by("-du")), jour)


def sans_heures(acteur: Acteur, jour: date, au_plus: int) -> list[tuple[Etape, date]]:
    """Étapes in progress with nothing noted for their last whole month, and that month: an invitation, not a fault."""
    etapes = list(liste(acteur, "en_cours", jour).filter(statut="EN_COURS").prefetch_related("assiduites"))
    trouvees = []
    for etape in etapes:
        notees = [(assiduite.du, assiduite.au) for assiduite in etape.assiduites.all()]
        manquent = mois_a_noter(etape.date_debut, etape.date_fin, notees, jour)
        # Who never noted anything keeps their sheets elsewhere: only a series that stops is said.
        if notees and manquent:
            trouvees.append((etape, manquent[0]))
    return trouvees[:au_plus]
