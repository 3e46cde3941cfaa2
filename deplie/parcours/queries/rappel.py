"""What a message says when it leaves, asked of the rows as they are then; and what was sent to somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils import timezone

from deplie.offre.rules import PREVUE
from deplie.parcours.models import Entretien, InscriptionAtelier
from deplie.parcours.rules import atelier, entretien
from deplie.parcours.rules.rappel import OBJET, texte_de_l_annulation, texte_de_la_place, texte_du_rappel
from deplie.personnes.models import Personne
from deplie.personnes.queries import canal_de, numeros_de
from deplie.socle.envois import SMS, Message
from deplie.socle.models import Envoi
from deplie.territoires.queries.reglages import reglage

RAPPEL_ENTRETIEN: Final = "rappel_entretien"
RAPPEL_ATELIER: Final = "rappel_atelier"
PLACE_ATELIER: Final = "place_atelier"
ANNULATION_ATELIER: Final = "annulation_atelier"
GENRES: Final[dict[str, str]] = {
    RAPPEL_ENTRETIEN: "rappel d'un rendez-vous",
    RAPPEL_ATELIER: "rappel d'un atelier",
    PLACE_ATELIER: "place libérée à un atelier",
    ANNULATION_ATELIER: "atelier annulé",
}
DISPARU: Final = "Ce rendez-vous n'existe plus."
CHANGE: Final = "Le rendez-vous a été déplacé ou annulé."
PASSE: Final = "L'heure du rendez-vous était passée."
# Messages shown on the page of a person.
QUELQUES: Final = 20


def du_rappel(envoi: Envoi) -> Message | str:
    """The reminder of an interview."""
    trouve = Entretien.objects.select_related("personne__territoire", "agent").filter(pk=envoi.objet_id).first()
    if trouve is None:
        return DISPARU
    if trouve.statut != entretien.PREVU or not _a_l_heure(envoi, trouve.debut):
        return CHANGE
    return _pour(envoi, trouve.personne, trouve.debut, texte_du_rappel(_local(trouve.debut), str(trouve.agent)))


def de_l_atelier(envoi: Envoi) -> Message | str:
    """The reminder of a workshop: neither its title nor who organises it, which may say what somebody lives."""
    trouvee = _inscription(envoi)
    if trouvee is None:
        return DISPARU
    debut = trouvee.seance.debut
    if trouvee.statut != atelier.INSCRIT or trouvee.seance.statut != PREVUE or not _a_l_heure(envoi, debut):
        return CHANGE
    avec = ", ".join(str(agent) for agent in trouvee.seance.atelier.animateurs.all())
    return _pour(envoi, trouvee.personne, debut, texte_du_rappel(_local(debut), avec))


def de_la_place(envoi: Envoi) -> Message | str:
    """A place that freed itself, for the first of the waiting list."""
    return _de_la_seance(envoi, atelier.INSCRIT, texte_de_la_place)


def de_l_annulation(envoi: Envoi) -> Message | str:
    """A session called off."""
    return _de_la_seance(envoi, atelier.ANNULE, texte_de_l_annulation)


def _de_la_seance(envoi: Envoi, statut: str, texte: Callable[[datetime], str]) -> Message | str:
    trouvee = _inscription(envoi)
    if trouvee is None:
        return DISPARU
    if trouvee.statut != statut or not _a_l_heure(envoi, trouvee.seance.debut):
        return CHANGE
    return _pour(envoi, trouvee.personne, trouvee.seance.debut, texte(_local(trouvee.seance.debut)))


def _inscription(envoi: Envoi) -> InscriptionAtelier | None:
    proches = InscriptionAtelier.objects.select_related("personne__territoire", "seance__atelier")
    return proches.filter(pk=envoi.objet_id).first()


def _pour(envoi: Envoi, personne: Personne, debut: datetime, texte: str) -> Message | str:
    """The message, if the person still agrees and can be reached; else why it does not leave."""
    if debut <= timezone.now():
        return PASSE
    if not reglage(personne.territoire, "rappels"):
        return "Les rappels sont suspendus dans ce territoire."
    if canal_de(personne) != envoi.canal:
        return "La personne n'accepte pas, ou plus, ce rappel."
    adresse = personne.telephone if envoi.canal == SMS else personne.courriel
    if not adresse:
        return "Il manque de quoi joindre la personne."
    return Message(adresse, OBJET, texte, essai=personne.territoire.demonstration)


def _a_l_heure(envoi: Envoi, debut: datetime) -> bool:
    """Whether the message speaks of that hour: it is part of what makes it unique."""
    return f"/{debut.timestamp():.0f}" in envoi.cle


def _local(debut: datetime) -> datetime:
    return timezone.localtime(debut)


def messages_de(personne: Personne) -> list[tuple[Envoi, str]]:
    """What was sent to a person, or will be, the latest first, with its kind; what was taken back is left out."""
    lus = Envoi.objects.filter(personne__in=numeros_de(personne)).exclude(etat=Envoi.Etat.ANNULE, pris_le=None)
    return [(envoi, GENRES.get(envoi.genre, "message")) for envoi in lus.order_by("-partir_le", "-pk")[:QUELQUES]]
