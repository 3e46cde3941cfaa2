"""What a reader must know before trusting a figure of calls, of money and of the European fund."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from deplie.mesure.mesures import Atome
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.appels import NB_RECEVABLES_EN_ATTENTE
from deplie.pilotage.catalogue.argent import DECLARE_EN_TOUT, ENVELOPPE_SANS_PART, RETENU_EN_TOUT
from deplie.pilotage.catalogue.couts import NB_COUVERTES, NB_RECUES
from deplie.pilotage.catalogue.fse import NB_FICHES, NB_INCOMPLETES
from deplie.pilotage.catalogue.indicateur import CENTIMES
from deplie.pilotage.queries.bilan.calcul import Calcul
from deplie.pilotage.queries.bilan.resultat import Alerte
from deplie.pilotage.rules.ecriture import compte, nombre, pluriel
from deplie.socle.argent import formater

EN_PLUS: Final[tuple[Atome, ...]] = (
    NB_RECEVABLES_EN_ATTENTE, DECLARE_EN_TOUT, RETENU_EN_TOUT, ENVELOPPE_SANS_PART, NB_COUVERTES, NB_RECUES,
    NB_FICHES, NB_INCOMPLETES,
)  # fmt: skip


def _reserves(calcul: Calcul) -> Iterator[Alerte]:
    """What a figure says of itself wherever it stands: money programmed is not money spent."""
    for code, indicateur in CATALOGUE.items():
        if indicateur.reserve and all(calcul.recueil[nom] for nom in indicateur.recueil):
            yield Alerte("reserve", indicateur.reserve, (code,))


def _dossiers_en_attente(calcul: Calcul) -> Iterator[Alerte]:
    """A rate of selection is not final while admissible applications wait for their decision."""
    if attendent := calcul.compte(NB_RECEVABLES_EN_ATTENTE):
        accord = pluriel(attendent, "attend encore sa décision", "attendent encore leur décision")
        phrase = f"{compte(attendent, 'dossier recevable', 'dossiers recevables')} {accord} : le taux peut changer."
        yield Alerte("en_attente", phrase, ("appel_taux_selection",))


def _a_controler(calcul: Calcul) -> Iterator[Alerte]:
    """Declared, and not retained: waiting for its control, or taken off by it."""
    ecart = calcul.compte(DECLARE_EN_TOUT) - calcul.compte(RETENU_EN_TOUT)
    if ecart > 0 and calcul.recueil["retenu"]:
        somme = formater(Decimal(ecart) / CENTIMES)
        phrase = f"{somme} déclarés depuis le début ne sont pas retenus : écartés, ou pas encore contrôlés."
        yield Alerte("a_controler", phrase, ("depenses_retenues", "fse_taux_justification"))


def _enveloppe_commune(calcul: Calcul) -> Iterator[Alerte]:
    """Where several plans share an envelope and no part is this territory's, the whole of it is below the line."""
    if commune := calcul.compte(ENVELOPPE_SANS_PART):
        phrase = (
            f"{formater(Decimal(commune) / CENTIMES)} de l'enveloppe sont communs à plusieurs plans, sans part "
            "réservée à ce territoire : ils comptent en entier, alors que seules ses opérations sont comptées."
        )
        yield Alerte("enveloppe_commune", phrase, ("fse_taux_programmation", "fse_taux_consommation"))


def _couts_partiels(calcul: Calcul) -> Iterator[Alerte]:
    """A cost speaks of who was received on days that an accepted bilan covers, and of nobody else."""
    manquent = calcul.compte(NB_RECUES) - calcul.compte(NB_COUVERTES)
    if manquent > 0 and calcul.recueil["cout_retenu"]:
        accord = pluriel(manquent, "personne reçue n'est", "personnes reçues ne sont")
        phrase = (
            f"{nombre(manquent)} {accord} couverte{'s' if manquent > 1 else ''} par aucun bilan accepté : ni leur coût "
            "ni elles ne sont dans ce chiffre."
        )
        yield Alerte("couts", phrase, ("cout_par_participant", "cout_par_etape", "cout_par_sortie_positive"))


def _fiches_incompletes(calcul: Calcul) -> Iterator[Alerte]:
    """Incomplete records are in the grand total alone."""
    incompletes, toutes = calcul.compte(NB_INCOMPLETES), calcul.compte(NB_FICHES)
    if incompletes:
        accord = pluriel(incompletes, "fiche incomplète n'est", "fiches incomplètes ne sont")
        phrase = f"{nombre(incompletes)} {accord} dans aucun indicateur commun (sur {nombre(toutes)})."
        yield Alerte("fiches", phrase, ("fse_participants", "EECO01"))


REGLES: Final[tuple[Callable[[Calcul], Iterator[Alerte]], ...]] = (
    _reserves, _dossiers_en_attente, _a_controler, _enveloppe_commune, _couts_partiels, _fiches_incompletes,
)  # fmt: skip
