"""Files of errors of the managing service, and whom their lines may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.db.models import Count, Q

from deplie.acteurs.queries import Acteur
from deplie.fse.models import ErreurService, ParticipationFSE, RetourService
from deplie.fse.queries.export import correspondances
from deplie.fse.queries.fiche import toutes
from deplie.fse.rules.correspondance import de_donnees
from deplie.fse.rules.retour import Candidate, cle_des_noms
from deplie.parcours.queries.perimetre import ou_404
from deplie.personnes.rules import plier

OUVERTE: Final = Q(erreurs__corrigee_le=None, erreurs__ecartee_le=None)
# Half of the letters in order, or a word: less says nothing.
ASSEZ: Final = 0.6
ONGLETS: Final = {
    "a_rattacher": "À rattacher",
    "ouvertes": "À corriger",
    "corrigees": "Corrigées",
    "ecartees": "Écartées",
}


def retours(acteur: Acteur):
    """The files of the territory, the latest first, with how many of their lines are to be settled."""
    siens = RetourService.objects.filter(territoire=acteur.territoire).select_related("depose_par").defer("lignes")
    return siens.annotate(
        total=Count("erreurs"),
        a_rattacher=Count("erreurs", filter=OUVERTE & Q(erreurs__participation=None)),
        ouvertes=Count("erreurs", filter=OUVERTE & Q(erreurs__participation__isnull=False)),
    ).order_by("-depose_le", "-pk")


def retour_ou_404(acteur: Acteur, pk: int) -> RetourService:
    """A file of the territory."""
    return ou_404(RetourService.objects.filter(territoire=acteur.territoire, pk=pk).first())


def erreur_ou_404(acteur: Acteur, pk: int) -> ErreurService:
    """A line of a file of the territory."""
    siennes = ErreurService.objects.filter(retour__territoire=acteur.territoire)
    return ou_404(siennes.select_related("retour", "participation__personne").filter(pk=pk).first())


def deja_depose(acteur: Acteur, empreinte: str) -> RetourService | None:
    """The same file, if it was given before."""
    return RetourService.objects.filter(territoire=acteur.territoire, empreinte=empreinte).first()


def erreurs_de(retour: RetourService, onglet: str):
    """The lines of a list, in the order of the file."""
    coupes = {
        "a_rattacher": Q(participation=None, corrigee_le=None, ecartee_le=None),
        "ouvertes": Q(participation__isnull=False, corrigee_le=None, ecartee_le=None),
        "corrigees": Q(corrigee_le__isnull=False),
        "ecartees": Q(ecartee_le__isnull=False),
    }
    lues = retour.erreurs.filter(coupes[onglet])
    proche = ("participation__personne", "participation__operation", "corrigee_par", "ecartee_par")
    return lues.select_related(*proche).order_by("ligne", "pk")


def comptes_de(retour: RetourService) -> dict[str, int]:
    """How many lines each list holds."""
    return {onglet: erreurs_de(retour, onglet).count() for onglet in ONGLETS}


def entetes_connus(acteur: Acteur) -> dict[str, str]:
    """The headings of the territory's layouts, and their fields: a service answers with the columns it was sent."""
    return {
        colonne.entete: colonne.champ
        for modele in correspondances(acteur)
        for colonne in de_donnees(modele.donnees).colonnes
        if colonne.champ
    }


def candidates(acteur: Acteur) -> list[Candidate]:
    """Every record of the territory, as lines are matched to them. The caller may export them all."""
    return [_candidate(une) for une in toutes(acteur)]


def _candidate(une: ParticipationFSE) -> Candidate:
    qui = une.personne
    noms = {cle_des_noms(nom, qui.prenom) for nom in (qui.nom, qui.nom_usage) if nom}
    return Candidate(une.pk, une.operation.code, qui.identifiant, frozenset(noms), qui.date_naissance)


@dataclass(frozen=True)
class Proposition:
    """A record that a line may speak of, the closest first."""

    participation: ParticipationFSE
    proximite: float


def proches(acteur: Acteur, dit: str, au_plus: int = 8) -> list[Proposition]:
    """The records that look most like what is told (names, number, date of birth, operation); none where nothing does.

    What is told is a line of the service, or what somebody types who looks for a record.
    """
    voulu = plier(dit)
    mots = set(voulu.split())
    trouvees = []
    for une in toutes(acteur):
        qui = une.personne
        ecrit = plier(f"{qui.prenom} {qui.nom} {qui.nom_usage} {qui.identifiant}")
        nee = f"{qui.date_naissance:%d %m %Y}" if qui.date_naissance else ""
        communs = mots & set(plier(f"{ecrit} {nee} {une.operation.code}").split())
        # A number of one day or one month says nothing of anybody.
        poids = sum(len(mot) > 2 for mot in communs)
        trouvees.append(Proposition(une, poids + SequenceMatcher(None, voulu, ecrit).ratio()))
    trouvees = [proposition for proposition in trouvees if proposition.proximite >= ASSEZ]
    trouvees.sort(key=lambda proposition: (-proposition.proximite, proposition.participation.pk))
    return trouvees[:au_plus]


def exemple_de(retour: RetourService, lignes: int = 3) -> list[list[Any]]:
    """The first lines, for who says what the columns hold."""
    return [cellules for _, cellules in retour.lignes[:lignes]]
