"""Records in doubt: how many of each kind over a period, and which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Emploi, Etape, Participation, PieceJointe
from deplie.parcours.queries.alertes import CONDITIONS, avec_depart, delais_de
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.rules.sortie import MOTIFS_EMPLOI
from deplie.pilotage.queries.bilan.contexte import choisir_dispositifs
from deplie.pilotage.rules.doutes import DOUTES, FicheVue, impossibilites
from deplie.pilotage.rules.periodes import Periode

# Those that are raised of exits of the period alone; the others, of every parcours with a day in it.
_DES_SORTIES: Final = frozenset({"donnees_sortie", "sortie_provisoire", "sortie_sans_preuve", "sixieme_mois"})
_LUS: Final = (
    "pk", "date_entree", "date_sortie", "personne__date_naissance", "statut_entree", "duree_chomage_mois",
    "date_validation_sortie", "date_situation_6_mois",
)  # fmt: skip


@dataclass(frozen=True)
class FicheEnDoute:
    """A participation in doubt, and what is said of it."""

    participation: Participation
    phrases: tuple[str, ...]


def combien(acteur: Acteur, dispositif: str, periode: Periode) -> dict[str, int]:
    """How many participations of the actor's perimeter raise each doubt, by its code."""
    jour = _jour(periode)
    dedans = _de_la_periode(acteur, dispositif, periode)
    comptes = {code: _en_doute(acteur, dedans, code, periode, jour).count() for code in DOUTES if code != "impossible"}
    return {"impossible": len(_impossibles(dedans))} | comptes


def en_doute(acteur: Acteur, dispositif: str, periode: Periode, code: str) -> list[FicheEnDoute]:
    """The participations that raise a doubt, by name of person. KeyError for a code that is no doubt."""
    doute, jour = DOUTES[code], _jour(periode)
    dedans = _de_la_periode(acteur, dispositif, periode)
    if code == "impossible":
        phrases = _impossibles(dedans)
        trouvees = dedans.filter(pk__in=phrases)
    else:
        phrases = {}
        trouvees = _en_doute(acteur, dedans, code, periode, jour)
    proches = trouvees.select_related("personne", "dispositif", "referent")
    lues = [FicheEnDoute(lue, tuple(phrases.get(lue.pk, (doute.geste,)))) for lue in proches]
    return sorted(lues, key=lambda lue: (lue.participation.personne.cle_nom, lue.participation.pk))


def _jour(periode: Periode) -> date:
    """The day on which doubts are raised: the last one of the period, or today."""
    return min(periode.fin, timezone.localdate())


def _de_la_periode(acteur: Acteur, dispositif: str, periode: Periode) -> QuerySet[Participation]:
    dispositifs = choisir_dispositifs(acteur.territoire, dispositif)
    reelles = visibles_par(acteur).filter(pk__in=Participation.objects.reelles().values("pk"))
    dedans = avec_depart(reelles).filter(date_entree__lte=periode.fin, depart__gte=periode.debut)
    return dedans.filter(dispositif__in=dispositifs)


def _en_doute(
    acteur: Acteur, dedans: QuerySet[Participation], code: str, periode: Periode, jour: date
) -> QuerySet[Participation]:
    propres = {
        "chevauchement": _chevauchement,
        "sortie_sans_preuve": _sortie_sans_preuve,
        "etape_avant_entree": _etape_avant_entree,
        "sans_referent": lambda: Q(referent=None),
    }
    # A situation is noted, and an exit validated, after the period: what is missing is missing today.
    ce_jour = timezone.localdate() if code in _DES_SORTIES else jour
    condition = propres[code]() if code in propres else CONDITIONS[code](ce_jour, delais_de(acteur.territoire))
    if code in _DES_SORTIES:
        dedans = dedans.filter(date_sortie__range=(periode.debut, periode.fin))
    return dedans.filter(condition)


def _chevauchement() -> Q:
    """V02: another participation of the person in the same scheme, on a common day."""
    autres = Participation.objects.reelles().filter(personne=OuterRef("personne"), dispositif=OuterRef("dispositif"))
    avant = Q(date_sortie=None) | Q(date_sortie__gt=OuterRef("date_entree"))
    return Q(Exists(autres.filter(avant, date_entree__lt=OuterRef("depart")).exclude(pk=OuterRef("pk"))))


def _sortie_sans_preuve() -> Q:
    """V18: an exit to work that neither a dated piece nor a dated job proves."""
    emplois = Emploi.objects.filter(participation=OuterRef("pk"))
    pieces = PieceJointe.objects.filter(retiree_le=None, datee_du__isnull=False)
    prouvee = (
        Exists(emplois.filter(preuve_du__isnull=False))
        | Exists(pieces.filter(sortie=OuterRef("pk")))
        | Exists(pieces.filter(emploi__participation=OuterRef("pk")))
    )
    return Q(motif_sortie__in=MOTIFS_EMPLOI) & ~Q(prouvee)


def _etape_avant_entree() -> Q:
    """V16: an étape over before the parcours began."""
    etapes = Etape.objects.filter(participation=OuterRef("pk"), date_fin__lt=OuterRef("date_entree"))
    return Q(Exists(etapes.exclude(statut="ANNULEE")))


def _impossibles(dedans: QuerySet[Participation]) -> dict[int, list[str]]:
    """``{participation: what cannot be}``, in one query."""
    jour = timezone.localdate()
    lues = ((pk, impossibilites(FicheVue(*champs), jour)) for pk, *champs in dedans.values_list(*_LUS))
    return {pk: phrases for pk, phrases in lues if phrases}


__all__ = ["FicheEnDoute", "combien", "en_doute"]
