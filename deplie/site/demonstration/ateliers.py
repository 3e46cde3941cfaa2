"""Places, permanences and workshops of a demonstration territory: those of the year told, and the weeks around today.

Written through the same actions as anybody's. Invented, and exact for the year: the same files give the same lines.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.offre import actions as offre
from deplie.offre.models import Atelier, Lieu
from deplie.parcours import actions
from deplie.parcours.models import Participation
from deplie.parcours.rules.atelier import ABSENT, ABSENT_EXCUSE, PRESENT
from deplie.parcours.rules.passage import MOTIFS, ORIENTATION, TRANCHES
from deplie.personnes.models import Personne
from deplie.site.demonstration.calendrier import jours_ouvres, ouvre_des
from deplie.site.demonstration.declaration import PLIE, Declaration
from deplie.site.demonstration.tirage import Tirage

LIEUX: Final = (
    ("EREF fictif du littoral", "EREF"),
    ("Point emploi témoin", "POINT_EMPLOI"),
    ("Mairie annexe", "MAIRIE"),
)
ATELIERS: Final = (
    ("Préparer un entretien d'embauche", "RECHERCHE"),
    ("Écrire son CV", "RECHERCHE"),
    ("Son espace en ligne", "NUMERIQUE"),
    ("Se déplacer pour travailler", "MOBILITE"),
    ("Découvrir les métiers du soin à domicile", "METIERS"),
)
PRESENCES: Final = {PRESENT: 78, ABSENT_EXCUSE: 13, ABSENT: 9}
RAISONS: Final = {"EMPLOI": 25, "DEMARCHE": 20, "TRANSPORT": 20, "GARDE": 20, "PERSONNEL": 15}
PLACES, SEANCES_PAR_ATELIER = 8, 4
# Why people come to a desk, how often somebody is named, how often a group comes, and who is said to come.
VENUES: Final = {
    "ACCUEIL": 22, "EMPLOI": 20, "NUMERIQUE": 18, "DROITS": 12, ORIENTATION: 11, "RENDEZ_VOUS": 8, "FORMATION": 5,
    "MOBILITE": 3, "AUTRE": 1,
}  # fmt: skip
FREQUENTATION: Final = {0: 55, 1: 30, 2: 15}
NOMMES, EN_GROUPE, DITS = 0.3, 0.12, 0.6


@transaction.atomic
def animer(lue: Declaration, par: Acteur) -> None:
    """Open the places and hold the workshops, once; nothing where the declaration tells no year of casework."""
    regle = lue.brut.get("suivi")
    if not regle or Lieu.objects.filter(territoire=par.territoire).exists():
        return
    referents = _referents(par)
    lieux = [offre.creer_lieu(valeurs={"nom": nom, "genre": genre}, par=par) for nom, genre in LIEUX]
    for rang, (lieu, agent) in enumerate(zip(lieux, referents * len(lieux), strict=False)):
        offre.poser_permanence(
            lieu=lieu, agent=agent, jour_semaine=rang + 1, heure_debut=time(9), heure_fin=time(12), par=par
        )
    tirage = Tirage(f"{lue.code}/ateliers")
    ateliers = [
        offre.creer_atelier(
            valeurs={"titre": titre, "theme": theme, "lieu": lieux[rang % len(lieux)], "places": PLACES},
            animateurs=referents[:1],
            par=par,
        )
        for rang, (titre, theme) in enumerate(ATELIERS)
    ]
    fermetures = lue.dates.get("fermetures", ())
    for atelier in ateliers:
        for trimestre in range(SEANCES_PAR_ATELIER):
            jour = ouvre_des(date(regle["annee"], 1, 6) + timedelta(days=91 * trimestre + tirage.entier(0, 80)))
            if not any(du <= jour <= au for du, au in fermetures):
                _tenir(atelier, jour, tirage, par)
    _autour_d_aujourd_hui(ateliers, tirage, par)
    _recevoir(lieux, tirage, par)
    _recevoir_l_annee(lieux, lue, par)


def _referents(par: Acteur) -> list[Agent]:
    agents = Agent.objects.filter(territoire=par.territoire, habilitations__role="referent_parcours")
    return list(agents.order_by("-compte", "pk").distinct())


def _tenir(atelier: Atelier, jour: date, tirage: Tirage, par: Acteur) -> None:
    """A session of the past: who was registered, and who came."""
    seance = offre.ajouter_seance(atelier=atelier, debut=_a(jour, 9), par=par)
    presentes = Participation.objects.ouvertes_le(jour).filter(
        dispositif__territoire=par.territoire, dispositif__code=PLIE
    )
    connues = list(presentes.select_related("personne__territoire").order_by("personne__identifiant", "date_entree"))
    choisies = tirage.melange(connues)[:PLACES]
    personnes = list({participation.personne.pk: participation.personne for participation in choisies}.values())
    inscriptions = actions.inscrire_a_l_atelier(seances=[seance], personnes=personnes, par=par)
    actions.relever_presences(seance=seance, presences={i.pk: _presence(tirage) for i in inscriptions}, par=par)


def _presence(tirage: Tirage) -> tuple[str, str]:
    statut = tirage.pondere(PRESENCES)
    return statut, tirage.pondere(RAISONS) if statut == ABSENT_EXCUSE else ""


def _autour_d_aujourd_hui(ateliers: list[Atelier], tirage: Tirage, par: Acteur) -> None:
    """A session of last week whose attendance waits, one that is full next week, one that is not."""
    aujourd_hui = timezone.localdate()
    suivies = Participation.objects.ouvertes_le(aujourd_hui).filter(dispositif__territoire=par.territoire)
    personnes = [p.personne for p in suivies.select_related("personne__territoire").order_by("referent", "pk")[:40]]
    for atelier, ecart, nombre in zip(ateliers, (-5, 3, 9), (6, PLACES + 2, 3), strict=False):
        debut = _a(ouvre_des(aujourd_hui + timedelta(days=ecart)), 14)
        seance = offre.ajouter_seance(atelier=atelier, debut=debut, par=par)
        qui = {p.pk: p for p in tirage.melange(personnes)[:nombre]}
        actions.inscrire_a_l_atelier(seances=[seance], personnes=list(qui.values()), par=par)


def _recevoir(lieux: list[Lieu], tirage: Tirage, par: Acteur) -> None:
    """Visits to the desks of the last weeks, anonymous."""
    for recul in range(1, 40, 2):
        jour = ouvre_des(timezone.localdate() - timedelta(days=recul + 2))
        valeurs = {"motif": tirage.choix(list(MOTIFS)), "nombre": tirage.entier(1, 4)}
        actions.noter_passage(lieu=tirage.choix(lieux), le=jour, valeurs=valeurs, par=par)


def _recevoir_l_annee(lieux: list[Lieu], lue: Declaration, par: Acteur) -> None:
    """Visits to the desks of the year told: anonymous, or of somebody followed then."""
    tirage, annee = Tirage(f"{lue.code}/passages"), lue.brut["suivi"]["annee"]
    fermetures = lue.dates.get("fermetures", ())
    for mois in range(1, 13):
        du = date(annee, mois, 1)
        suivies = _suivies_le(du, par)
        for jour in jours_ouvres(du, (du + timedelta(days=31)).replace(day=1) - timedelta(days=1)):
            if any(premier <= jour <= dernier for premier, dernier in fermetures):
                continue
            for _ in range(tirage.entier(1, 3)):
                personne = tirage.choix(suivies) if suivies and tirage.vrai(NOMMES) else None
                lieu = lieux[tirage.pondere(FREQUENTATION)]
                valeurs = _venue(tirage) if personne is None else {"motif": tirage.pondere(VENUES)}
                actions.noter_passage(lieu=lieu, le=jour, valeurs=valeurs, personne=personne, par=par)


def _suivies_le(jour: date, par: Acteur) -> list[Personne]:
    ouvertes = Participation.objects.ouvertes_le(jour).filter(dispositif__territoire=par.territoire)
    lues = ouvertes.select_related("personne__territoire").order_by("personne__identifiant", "date_entree")
    return list({participation.personne.pk: participation.personne for participation in lues}.values())


def _venue(tirage: Tirage) -> dict[str, Any]:
    """Somebody who is not named, as far as it is said, or a few who come together."""
    motif = tirage.pondere(VENUES)
    if tirage.vrai(EN_GROUPE):
        return {"motif": motif, "nombre": tirage.entier(2, 5)}
    if not tirage.vrai(DITS):
        return {"motif": motif}
    return {"motif": motif, "sexe": tirage.pondere({"F": 58, "H": 42}), "tranche": tirage.choix(list(TRANCHES))}


def _a(jour: date, heure: int) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time(heure)))
