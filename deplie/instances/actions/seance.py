"""A séance: planned, called, moved or cancelled; who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.actions._controle import PHRASES, tenir
from deplie.instances.models import Instance, MembreInstance, Presence, Seance
from deplie.instances.queries.seance import membres_le
from deplie.instances.rules import PRESENCES, refus_de_decider
from deplie.socle import courrier
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def planifier_seance(
    *,
    instance: Instance,
    le: date,
    par: Acteur,
    heure: time | None = None,
    lieu: str = "",
    ordre_du_jour: str = "",
) -> Seance:
    """Plan a séance; one already held may be recorded too. One a day for each body, those cancelled apart."""
    if instance.territoire_id != par.territoire.pk:
        raise RefusMetier("Cette instance est d'un autre territoire.")
    seance = Seance(instance=instance, le=le, heure=heure, lieu=lieu.strip(), ordre_du_jour=ordre_du_jour.strip())
    with traduire(PHRASES):
        seance.save()
    consigner("planifier une séance", par=par, objet=seance, detail={"le": le.isoformat()})
    return seance


@transaction.atomic
def modifier_seance(*, seance: Seance, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Change the day, the hour, the place or the agenda. The day is settled once a decision bears it."""
    ici = _relire(seance)
    if valeurs.get("le", ici.le) != ici.le and ici.decisions.exists():
        raise RefusMetier("Des décisions portent la date de cette séance : elle ne change plus.")
    for champ, valeur in valeurs.items():
        setattr(ici, champ, valeur.strip() if isinstance(valeur, str) else valeur)
        setattr(seance, champ, getattr(ici, champ))
    with traduire(PHRASES):
        ici.save(update_fields=list(valeurs))
    consigner("modifier une séance", par=par, objet=seance, detail={"le": seance.le.isoformat()})


@transaction.atomic
def annuler_seance(*, seance: Seance, raison: str, par: Acteur) -> None:
    """Cancel a séance that decided nothing: the files that waited for it wait for the next one."""
    ici = _relire(seance)
    if ici.decisions.exists():
        raise RefusMetier("Cette séance a pris des décisions : elle ne s'annule plus.")
    propre = " ".join(raison.split())
    if not propre:
        raise RefusMetier(PHRASES["seance_annulee"])
    for champ, valeur in (("statut", Seance.Statut.ANNULEE), ("raison", propre)):
        setattr(ici, champ, valeur)
        setattr(seance, champ, valeur)
    ici.save(update_fields=["statut", "raison"])
    consigner("annuler une séance", par=par, objet=seance)


@transaction.atomic
def convoquer(*, seance: Seance, par: Acteur) -> int:
    """Write to the members who have an address; how many. The letter names nobody who is followed.

    Raises RefusMetier for a séance that is over or cancelled, or without anybody to write to.
    """
    ici = _relire(seance)
    if ici.statut != Seance.Statut.PREVUE:
        raise RefusMetier("Seule une séance à venir se convoque.")
    adresses = _adresses_de(ici)
    if not adresses:
        raise RefusMetier("Aucun membre n'a d'adresse : complétez les membres de l'instance.")
    ici.convoquee_le = seance.convoquee_le = timezone.localdate()
    ici.save(update_fields=["convoquee_le"])
    consigner("convoquer une séance", par=par, objet=seance, detail={"membres": len(adresses)})
    contexte = {"seance": ici, "territoire": par.territoire, "adresse": settings.ADRESSE}
    for adresse in adresses:
        courrier.ecrire("instances/courrier/convocation.txt", a=adresse, contexte=contexte)
    return len(adresses)


@transaction.atomic
def noter_presences(*, seance: Seance, presences: Mapping[MembreInstance, str], par: Acteur) -> None:
    """Note who came; an empty state takes the note back. The séance is then held.

    Raises RefusMetier before its day, for a cancelled séance, somebody who does not sit there, an unknown state.
    """
    ici = _relire(seance)
    if phrase := refus_de_decider(ici.le, ici.statut == Seance.Statut.ANNULEE, timezone.localdate()):
        raise RefusMetier(phrase)
    for membre, etat in presences.items():
        if membre.instance_id != ici.instance_id or (etat and etat not in PRESENCES):
            raise RefusMetier("Choisissez dans la liste pour chacun des membres de l'instance.")
        if etat:
            Presence.objects.update_or_create(seance=ici, membre=membre, defaults={"etat": etat})
        else:
            Presence.objects.filter(seance=ici, membre=membre).delete()
    if any(presences.values()):
        tenir(ici)
        seance.statut = ici.statut
    consigner("noter les présences", par=par, objet=seance, detail={"notees": sum(map(bool, presences.values()))})


def _relire(seance: Seance) -> Seance:
    """The séance as it is recorded now, locked until the end of the transaction."""
    return Seance.objects.select_for_update(of=("self",)).select_related("instance").get(pk=seance.pk)


def _adresses_de(seance: Seance) -> list[str]:
    """Where to write to the members of that day and to those who replace them."""
    membres = membres_le(seance.instance, seance.le)
    agents = {qui.courriel for m in membres for qui in (m.titulaire, m.suppleant) if qui}
    libres = {adresse for m in membres for adresse in (m.courriel, m.suppleant_courriel)}
    return sorted((agents | libres) - {""})
