"""Records of the participants of European operations, written at once from what the parcours tells of each.

The rules of the room decide who is a participant, what is known, what may be kept: nothing here that an action would
refuse. Some records are incomplete, some answers refused, some exits never observed, as in any territory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements.models import Operation
from deplie.fse.models import A_PART, ParticipationFSE, ReponseSensibleFSE
from deplie.fse.queries.fiche import programmation_de
from deplie.fse.rules.fiche import CHOMEUR, EMPLOI, INACTIF, NON, OUI, REFUS
from deplie.fse.rules.questionnaire import (
    AIDE,
    DECLARE,
    DURABLE,
    ENTREE,
    PARCOURS,
    REFUSABLES,
    TEMPORAIRE,
    FaitsParcours,
    deduire,
    questions_de,
    refus_de_reponse,
    s_applique,
)
from deplie.fse.rules.reprise import Presence, date_six_mois, refus_de_constat, refus_de_participant
from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import ReponseSensible
from deplie.site.demonstration.ecriture import creer
from deplie.site.demonstration.tirage import Tirage
from deplie.socle import generations
from deplie.socle.journal import consigner

# What a record lacks the most often to be complete, and how often a question is asked at all.
REQUISES: Final = {"menage_sans_emploi", "enfants_a_charge", "adulte_seul", "niveau_formation", "statut"}
POSEES, REFUSEES, OBSERVEES, RAPPELEES = 0.91, 0.06, 0.86, 0.68
# One operation in so many keeps its records badly.
NEGLIGEE, POSEES_LA = 6, 0.6
# What is answered to a question of two answers, in percent of « oui ».
OUIS: Final = {
    "en_formation": 8, "sous_emploi": 60, "zone_rurale": 22, "menage_sans_emploi": 55, "enfants_a_charge": 40,
    "adulte_seul": 45, "handicap": 11, "pays_tiers": 14, "origine_etrangere": 24, "sans_abri": 6,
    "autre_defavorise": 15, "recherche_sortie": 70, "formation_sortie": 10, "qualification_sortie": 12,
}  # fmt: skip
EMPLOIS: Final = {DURABLE: 45, TEMPORAIRE: 35, AIDE: 20}


@dataclass
class Arrivee:
    """Somebody whom étapes of an operation receive: the stay they are of, the first and the last day."""

    sejour: Participation
    debut: date
    fin: date | None
    reponses: list[ReponseSensible] = field(default_factory=list)


@transaction.atomic
def remplir(par: Acteur, jour: date) -> int:
    """Open and fill the records of every European operation that has none; how many."""
    operations = [
        une
        for une in Operation.objects.filter(territoire=par.territoire, participants_fse=None)
        .conventionnees()
        .select_related("appel")
        .order_by("code")
        if programmation_de(une)
    ]
    arrivees = _arrivees(par, operations, jour)
    fiches: list[tuple[ParticipationFSE, dict[str, tuple[str, date, str]]]] = []
    for rang, une in enumerate(operations):
        siennes = [fiche for a in arrivees[une.code] if (fiche := _fiche(une, a, rang, jour))]
        fiches += siennes
        if siennes:
            consigner("ouvrir des fiches de participants", par=par, objet=une, detail={"fiches": len(siennes)})
    _ecrire(fiches, par)
    return len(fiches)


def _arrivees(par: Acteur, operations: list[Operation], jour: date) -> Mapping[str, list[Arrivee]]:
    """By operation, whom its étapes receive, in the order of their numbers: three queries in all."""
    lues = Etape.objects.filter(
        territoire=par.territoire, operation__in=[une.code for une in operations], date_debut__lte=jour
    ).exclude(statut__in=("ANNULEE", "PREVUE"))
    lues = lues.exclude(participation__motif_sortie="A_DOUBLON").select_related("participation__personne")
    trouvees: dict[str, dict[int, Arrivee]] = defaultdict(dict)
    for etape in lues.prefetch_related("participation__criteres").order_by(
        "participation__personne__identifiant", "date_debut", "pk"
    ):
        gens, personne = trouvees[etape.operation], etape.participation.personne_id
        deja = gens.setdefault(personne, Arrivee(etape.participation, etape.date_debut, etape.date_fin))
        deja.fin = max(deja.fin, etape.date_fin) if deja.fin and etape.date_fin else None
    dites: dict[int, list[ReponseSensible]] = defaultdict(list)
    for reponse in ReponseSensible.objects.filter(personne__territoire=par.territoire).order_by("le", "pk"):
        dites[reponse.personne_id].append(reponse)
    return defaultdict(
        list,
        {
            code: [_avec(arrivee, dites[personne]) for personne, arrivee in gens.items()]
            for code, gens in trouvees.items()
        },
    )


def _avec(arrivee: Arrivee, reponses: list[ReponseSensible]) -> Arrivee:
    arrivee.reponses = reponses
    return arrivee


def _fiche(
    operation: Operation, arrivee: Arrivee, rang: int, jour: date
) -> tuple[ParticipationFSE, dict[str, tuple[str, date, str]]] | None:
    """A record and its sensitive answers (answer, day of the asking, origin); None for who is not a participant."""
    assert operation.debut is not None
    assert operation.fin is not None
    entree = max(arrivee.debut, operation.debut)
    jours = (arrivee.fin - arrivee.debut).days + 1 if arrivee.fin else 2
    if refus_de_participant(Presence(jours)) or entree > operation.fin or (arrivee.fin and arrivee.fin <= entree):
        return None
    tirage = Tirage(f"{operation.code}/{arrivee.sejour.personne.identifiant}")
    fiche = ParticipationFSE(operation=operation, personne=arrivee.sejour.personne, date_entree=entree)
    sensibles = _entrer(fiche, arrivee, tirage, POSEES_LA if rang % NEGLIGEE == NEGLIGEE - 1 else POSEES, jour)
    sortie = min(arrivee.fin or date.max, operation.fin)
    if entree < sortie < jour:
        _sortir(fiche, arrivee, sortie, tirage, jour)
    return fiche, sensibles


def _connu(arrivee: Arrivee, entree: date) -> dict[str, Any]:
    """What the parcours holds on the day of entry, as the room deduces it."""
    sejour = arrivee.sejour
    dites: dict[str, str] = {}
    for reponse in arrivee.reponses:
        if reponse.le <= entree or reponse.question not in dites:
            dites[reponse.question] = reponse.reponse
    return deduire(
        FaitsParcours(
            statut_entree=sejour.statut_entree, duree_chomage_mois=sejour.duree_chomage_mois,
            niveau_formation=sejour.niveau_formation, zone_rurale=sejour.zone_rurale,
            criteres=frozenset(critere.code for critere in sejour.criteres.all()), sensibles=dites,
        )
    )  # fmt: skip


def _entrer(
    fiche: ParticipationFSE, arrivee: Arrivee, tirage: Tirage, posees: float, jour: date
) -> dict[str, tuple[str, date, str]]:
    """The answers at entry: what is known first, then what was asked, but not everything to everybody."""
    connus, sensibles = _connu(arrivee, fiche.date_entree), dict[str, tuple[str, date, str]]()
    demandee = min(fiche.date_entree + timedelta(days=tirage.entier(0, 12)), jour)
    bien_tenue = tirage.vrai(posees)
    for question in questions_de(ENTREE, programmation_de(fiche.operation)):
        cle, connu = question.cle, connus.get(question.cle)
        if cle in ("sexe", "date_naissance"):
            continue
        requise = cle in REQUISES
        valeur, origine = (connu, PARCOURS) if connu is not None else (None, DECLARE)
        souvent = (0.97 if requise else posees) if bien_tenue else 0.45
        if valeur is None and s_applique(question, {"statut": fiche.statut}) and tirage.vrai(souvent):
            valeur = _repondre(cle, question.reponses or {}, tirage)
        if valeur is None or refus_de_reponse(question, valeur, origine=origine, demandee_le=demandee):
            continue
        if cle in A_PART:
            sensibles[cle] = (valeur, demandee, origine)
        else:
            setattr(fiche, cle, valeur)
            fiche.origines[cle] = origine
    return sensibles


def _repondre(cle: str, reponses: Mapping[str, str], tirage: Tirage) -> Any:
    if cle == "duree_chomage_mois":
        return tirage.entier(3, 40)
    if cle in REFUSABLES and tirage.vrai(REFUSEES):
        return REFUS
    if cle in OUIS:
        return OUI if tirage.entier(1, 100) <= OUIS[cle] else NON
    if cle == "statut":
        return tirage.pondere({CHOMEUR: 80, INACTIF: 15, EMPLOI: 5})
    return tirage.choix(list(reponses)) if reponses else None


def _sortir(fiche: ParticipationFSE, arrivee: Arrivee, sortie: date, tirage: Tirage, jour: date) -> None:
    """The exit; its situation if somebody asked within four weeks; the sixth month if somebody called."""
    fiche.date_sortie = sortie
    fiche.fin_sortie = "TERMINE" if tirage.vrai(0.88) else "ABANDON"
    constat = sortie + timedelta(days=tirage.entier(0, 26))
    observee = tirage.vrai(OBSERVEES) and constat < jour and not refus_de_constat(sortie, constat)
    if observee:
        fiche.constat_sortie = constat
        fiche.statut_sortie = _situation(arrivee, constat, tirage)
        if fiche.statut_sortie == EMPLOI:
            fiche.emploi_sortie = tirage.pondere(EMPLOIS)
        else:
            fiche.recherche_sortie = _oui_non("recherche_sortie", tirage)
        fiche.formation_sortie = _oui_non("formation_sortie", tirage)
        fiche.qualification_sortie = _oui_non("qualification_sortie", tirage)
    rappel = date_six_mois(sortie) + timedelta(days=tirage.entier(-8, 15))
    if rappel < jour and tirage.vrai(RAPPELEES):
        fiche.constat_six_mois = rappel
        fiche.statut_six_mois = _situation(arrivee, rappel, tirage)
        if fiche.statut_six_mois == EMPLOI:
            fiche.emploi_six_mois = tirage.pondere(EMPLOIS)
            fiche.sous_emploi_six_mois = _oui_non("sous_emploi", tirage)
            fiche.progression_six_mois = NON


def _oui_non(cle: str, tirage: Tirage) -> str:
    return OUI if tirage.entier(1, 100) <= OUIS[cle] else NON


def _situation(arrivee: Arrivee, le: date, tirage: Tirage) -> str:
    """What the parcours tells on that day, else a draw: who left for a job has one."""
    sejour = arrivee.sejour
    if sejour.date_sortie and sejour.date_sortie <= le and sejour.motif_sortie.startswith(("P_C", "P_ALT")):
        return EMPLOI
    return tirage.pondere({CHOMEUR: 62, EMPLOI: 24, INACTIF: 14})


def _ecrire(fiches: list[tuple[ParticipationFSE, dict[str, tuple[str, date, str]]]], par: Acteur) -> None:
    """Rows and their first version, a few statements in all."""
    if not fiches:
        return
    creer(ParticipationFSE, [fiche for fiche, _ in fiches])
    creer(ReponseSensibleFSE, list(_reponses(fiches)))
    generations.noter(par.territoire.code, "participation_fse")


def _reponses(
    fiches: list[tuple[ParticipationFSE, dict[str, tuple[str, date, str]]]],
) -> Iterator[ReponseSensibleFSE]:
    for fiche, sensibles in fiches:
        for cle, (reponse, le, origine) in sensibles.items():
            yield ReponseSensibleFSE(
                participation=fiche, question=cle, reponse=reponse, origine=origine, demandee_le=le
            )
