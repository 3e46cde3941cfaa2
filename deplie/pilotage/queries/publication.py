"""Published figures: who reads them, the same figures counted again, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.mesure.moteurs import lister
from deplie.pilotage.facts import figes
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.bilan import Bilan, Chiffre, avec_les_fichiers_du_jour, fige, mesurer
from deplie.pilotage.queries.bilan.lignes import atome_de, objet_de
from deplie.pilotage.rules.periodes import Periode
from deplie.pilotage.rules.publication import ARRETES, EN_VIGUEUR
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire

_LOURDS = ("bilan", "calcul")


def visibles_par(acteur: Acteur) -> QuerySet[Publication]:
    """The publications of the territory: those not approved yet are the team's."""
    if not acteur.peut("publication.voir"):
        return Publication.objects.none()
    lues = Publication.objects.filter(territoire=acteur.territoire).defer(*_LOURDS)
    return lues if acteur.peut("publication.preparer") else lues.filter(statut__in=ARRETES)


def publication_ou_404(acteur: Acteur, pk: int) -> Publication:
    """A publication that the actor may read."""
    lue = visibles_par(acteur).select_related("territoire", "precedente", "figee_par").filter(pk=pk).first()
    if lue is None:
        raise Http404
    return lue


def de_la_periode(territoire: Territoire, dispositif: str, debut: date, fin: date) -> QuerySet[Publication]:
    """All that was frozen of a scheme and a period."""
    return Publication.objects.filter(territoire=territoire, dispositif=dispositif, debut=debut, fin=fin)


def figee_de(territoire: Territoire, dispositif: str, periode: Periode) -> Publication:
    """What stands for a period: the publication in force, else the last one frozen. Raises RefusMetier when none is."""
    lues = de_la_periode(territoire, dispositif, periode.debut, periode.fin).select_related("territoire")
    lue = lues.filter(statut__in=EN_VIGUEUR).first() or lues.order_by("-version").first()
    if lue is None:
        raise RefusMetier(
            f"Aucun chiffre de {territoire.code} n'est figé pour {dispositif}, {periode.libelle} : figez-les d'abord "
            "(menu « Piloter », « Chiffres publiés »)."
        )
    return lue


def bilan_publie(publication: Publication) -> Bilan:
    """The bilan as it was frozen, under its status of today."""
    return replace(fige.lire_bilan(publication.bilan), statut=publication.statut)


def chemins_de(publication: Publication) -> dict[str, Path]:
    """Where the frozen facts stand."""
    dossier = figes.racine() / publication.dossier
    return {fait.fait: dossier / fait.fichier for fait in publication.faits.all()}


@dataclass(frozen=True)
class Verification:
    """What counting again gave. ``abimes``: files that are gone or are not those that were written."""

    bilan: Bilan
    differents: tuple[Chiffre, ...]
    abimes: tuple[str, ...]

    @property
    def identique(self) -> bool:
        return not self.differents and not self.abimes


def verifier(publication: Publication) -> Verification:
    """Count every published figure again, from the frozen rows and definitions."""
    publie = bilan_publie(publication)
    chemins = chemins_de(publication)
    abimes = tuple(f.fait for f in publication.faits.all() if not figes.intact(chemins[f.fait], f.empreinte))
    if abimes:
        return Verification(publie, (), abimes)
    refait = fige.rejouer(publie, fige.lire_contexte(publication.calcul, chemins))
    paires = zip(_tous(publie), _tous(refait), strict=True)
    return Verification(refait, tuple(avant for avant, apres in paires if avant != apres), ())


@dataclass(frozen=True)
class LignesPubliees:
    """Who stood behind a published count: those still there, and how many records were erased since."""

    objet: str
    numeros: tuple[int, ...]
    effaces: int
    phrase: str


def lignes_publiees(
    publication: Publication, code: str, ventilation: dict[str, str | None], cote: str
) -> LignesPubliees:
    """The people, participations or étapes behind one side of a published figure.

    Raises RefusMetier for a figure, a part or a side that was not published.
    """
    contexte = fige.lire_contexte(publication.calcul, chemins_de(publication))
    indicateur = contexte.catalogue.get(code)
    par = tuple(ventilation)
    if indicateur is None or (par and par not in contexte.pars):
        raise RefusMetier("Ce chiffre n'est pas dans cette publication.")
    if indicateur.sensible:
        raise RefusMetier("Qui est derrière ce chiffre ne se lit pas depuis une publication.")
    calcul, atome = fige.CalculFige(contexte), atome_de(indicateur, contexte.bases[0], cote)
    objet = objet_de(atome)
    comptage = calcul.comptage(atome.fait.nom, par, (atome,))
    cles = lister(contexte.moteur, comptage, atome, list(ventilation.values()), atome.fait[objet])
    # Two records joined since are one person: the key follows the person, not the number of a record that is gone.
    numero = "personne" if objet == "personne" else "numero"
    retrouves = dict(publication.cles.filter(objet=objet).values_list("cle", numero))
    trouves = [retrouves[cle] for cle in cles if cle in retrouves]
    return LignesPubliees(objet, tuple(sorted(set(trouves))), len(cles) - len(trouves), atome.phrase())


@dataclass(frozen=True)
class Ecart:
    """A figure that is no longer what was published: as it was, as it is, None where it is there only once."""

    publie: Chiffre | None
    actuel: Chiffre | None

    @property
    def chiffre(self) -> Chiffre:
        lu = self.publie or self.actuel
        assert lu is not None
        return lu


def ecarts(publication: Publication) -> tuple[Bilan, list[Ecart]]:
    """Today's bilan of the same period, and each figure that differs, totals first."""
    publie = bilan_publie(publication)
    publiee = publication.territoire, publication.debut, publication.fin
    actuel = avec_les_fichiers_du_jour(
        lambda: mesurer(*publiee, dispositif=publication.dispositif, attendre=False).bilan
    )
    avant, apres = ({_cle(c): c for c in _tous(lu)} for lu in (publie, actuel))
    cles = list(dict.fromkeys([*avant, *apres]))
    differents = [Ecart(avant.get(cle), apres.get(cle)) for cle in cles if _dit(avant.get(cle)) != _dit(apres.get(cle))]
    return actuel, sorted(differents, key=lambda ecart: bool(ecart.chiffre.ventilation))


def nombre_de_chiffres(bilan: Bilan) -> int:
    """How many figures a bilan publishes, parts included."""
    return len(_tous(bilan))


def _tous(bilan: Bilan) -> list[Chiffre]:
    return [*bilan.chiffres, *(chiffre for lus in bilan.tableaux.values() for chiffre in lus)]


def _cle(chiffre: Chiffre) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    return chiffre.code, tuple(chiffre.ventilation.items())


def _dit(chiffre: Chiffre | None) -> object:
    """What a figure says; a part that is not there says zero."""
    if chiffre is None or chiffre.lue.vide:
        return None
    return chiffre.lue.exacte, chiffre.lue.numerateur, chiffre.lue.denominateur, chiffre.lue.mediane
