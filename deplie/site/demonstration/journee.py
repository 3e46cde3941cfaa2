"""What no table brings of a territory that lives: contracts, suspensions, obstacles, the next commission, workshops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.instances.actions import ajouter_membre, creer_instance, planifier_seance
from deplie.instances.rules import COMMISSION_ENTREE
from deplie.offre.actions import creer_lieu, poser_permanence
from deplie.parcours.actions import creer_atelier_et_seance, inscrire_a_l_atelier
from deplie.parcours.models import (
    ContratPlie,
    Diagnostic,
    FreinSuivi,
    Participation,
    PointDiagnostic,
    Prescription,
    Suspension,
)
from deplie.parcours.rules.cycle import EN_COMMISSION
from deplie.parcours.rules.frein import theme_suivi
from deplie.personnes.models import Personne
from deplie.site.demonstration.calendrier import ouvre_des
from deplie.site.demonstration.diagnostics import diagnostics, points
from deplie.site.demonstration.parcours import Parcours
from deplie.site.demonstration.vie import Vie
from deplie.socle import generations
from deplie.socle.imports import sql

SIGNATURES: Final = ("signe_personne_le", "signe_referent_le", "signe_plan_le")
Cles = Mapping[tuple[str, date], tuple[int, int | None]]


def completer(vie: Vie, par: Acteur) -> None:
    """Write it, inside the caller's transaction: rows at once, decisions through their actions."""
    cles = _cles(par)
    jour = timezone.localdate()
    _ecrire(ContratPlie, (_contrat(cles[qui, entree][0], entree, jours, jour) for qui, entree, jours in vie.contrats))
    _ecrire(Suspension, (_suspension(cles[qui, entree][0], entree, depuis) for qui, entree, depuis in vie.suspensions))
    _ecrire(FreinSuivi, (frein for rang, p in enumerate(vie.suivis) for frein in _freins(rang, p, cles, jour)))
    _ecrire(Diagnostic, diagnostics(vie.suivis, cles, jour))
    PointDiagnostic.objects.bulk_create(points(vie.suivis, cles, jour), batch_size=2_000)
    generations.noter(par.territoire.code, "sejour", "contrat", "diagnostic", "frein")
    _commission(par, jour)
    _atelier(vie, par, jour)


def _cles(par: Acteur) -> Cles:
    """Participations and their référent, by number of the person and day of entry."""
    lues = Participation.objects.filter(personne__territoire=par.territoire)
    return {
        (identifiant, entree): (pk, referent)
        for identifiant, entree, pk, referent in lues.values_list(
            "personne__identifiant", "date_entree", "pk", "referent"
        )
    }


def _contrat(participation: int, entree: date, jours: tuple[int, ...], jour: date) -> ContratPlie:
    dates = {champ: min(entree + timedelta(days=n), jour) for champ, n in zip(SIGNATURES, jours, strict=False)}
    return ContratPlie(participation_id=participation, etabli_le=entree, objet="Retour à l'emploi durable", **dates)


def _suspension(participation: int, entree: date, depuis: date) -> Suspension:
    return Suspension(participation_id=participation, motif="PARENTALITE", debut=max(depuis, entree))


def _freins(rang: int, p: Parcours, cles: Cles, jour: date) -> Iterator[FreinSuivi]:
    """One in three lifted by now, one in three worked at."""
    participation, referent = cles[p.personne.identifiant, p.entree]
    vu = min(p.entree + timedelta(days=10), jour)
    for place, theme in enumerate(dict.fromkeys(map(theme_suivi, p.freins))):
        travaille = (rang + place) % 3
        yield FreinSuivi(
            participation_id=participation, theme=theme, identifie_le=vu, identifie_par_id=referent,
            pris_en_charge_le=min(vu + timedelta(days=15), jour) if travaille else None,
            leve_le=min(vu + timedelta(days=70), jour) if travaille == 2 else None,
        )  # fmt: skip


def _commission(par: Acteur, jour: date) -> None:
    """The next one, within the week, with its members; files wait for it."""
    schema = par.territoire.dispositifs.first()
    if schema is None:
        return
    instance = creer_instance(
        nature=COMMISSION_ENTREE, nom=f"Commission d'entrée, {schema.code}", dispositif=schema, quorum=2, par=par
    )
    agents = Agent.objects.filter(territoire=par.territoire, habilitations__role__in=_MEMBRES)
    for agent in agents.select_related("organisation").distinct():
        ajouter_membre(instance=instance, titulaire=agent, organisation=agent.organisation, debut=jour, par=par)
    seance = planifier_seance(
        instance=instance, le=ouvre_des(jour + timedelta(days=4)), heure=time(9, 30), lieu="Salle du conseil",
        ordre_du_jour="Entrées, puis sorties à valider.", par=par,
    )  # fmt: skip
    attendent = Prescription.objects.filter(territoire=par.territoire, dispositif=schema, statut=EN_COMMISSION)
    attendent.update(seance=seance)


_MEMBRES: Final = ("animateur_coordonnateur", "directeur_plie", "prescripteur")


def _atelier(vie: Vie, par: Acteur, jour: date) -> None:
    """A place open each week, a workshop ahead with one person too many."""
    agent = Agent.objects.filter(territoire=par.territoire, habilitations__role="referent_parcours").first()
    if agent is None:
        return
    lieu = creer_lieu(valeurs={"nom": "Antenne témoin", "genre": "ANTENNE", "adresse": "1 place du Marché"}, par=par)
    for jour_semaine in (0, 3):
        poser_permanence(
            lieu=lieu, agent=agent, jour_semaine=jour_semaine, heure_debut=time(9), heure_fin=time(12), par=par
        )
    debut = timezone.make_aware(datetime.combine(ouvre_des(jour + timedelta(days=3)), time(14)))
    valeurs = {"titre": "Préparer un entretien d'embauche", "theme": "RECHERCHE", "lieu": lieu, "places": 8}
    atelier = creer_atelier_et_seance(valeurs=valeurs, debut=debut, duree=120, animateurs=[agent], par=par)
    inscrits = [p.personne.identifiant for p in vie.suivis if p.sortie is None][1:30:3]
    personnes = Personne.objects.filter(territoire=par.territoire, identifiant__in=inscrits).order_by("pk")
    inscrire_a_l_atelier(seances=list(atelier.seances.all()), personnes=list(personnes), par=par)


def _ecrire(modele: Any, lignes: Iterator[Any]) -> None:
    """Rows and their first version, a few statements in all."""
    avant = sql.dernier(modele)
    modele.objects.bulk_create(lignes)
    sql.historiser(
        modele, f"{modele._meta.db_table} o WHERE o.id > %s", [avant],
        genre="+", le=timezone.now(), par=None, raison="Démonstration",
    )  # fmt: skip
