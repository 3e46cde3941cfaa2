"""Messages of a territory that nobody knows to have arrived, for who decides what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries.perimetre import ou_404, personnes_visibles_par
from deplie.parcours.queries.rappel import GENRES
from deplie.personnes.models import Personne
from deplie.socle.envois import A_DECIDER, libelle_de
from deplie.socle.models import Envoi


@dataclass(frozen=True)
class MessageLu:
    """A message, what it is, and to whom: None outside the reader's perimeter."""

    envoi: Envoi
    sorte: str
    personne: Personne | None

    @property
    def en_doute(self) -> bool:
        """Perhaps it arrived: sent again, it may come twice."""
        return self.envoi.etat == Envoi.Etat.INCERTAIN


def messages_a_suivre(acteur: Acteur):
    """Those in doubt and those that failed, the latest first."""
    siens = Envoi.objects.filter(territoire=acteur.territoire.code, etat__in=A_DECIDER)
    return siens.order_by("-fini_le", "-pk")


def message_ou_404(acteur: Acteur, pk: int) -> Envoi:
    return ou_404(messages_a_suivre(acteur).filter(pk=pk).first())


def lire_messages(acteur: Acteur, envois: Iterable[Envoi]) -> list[MessageLu]:
    """With their kind and whom they were for, in a fixed number of queries."""
    lus = list(envois)
    qui = _personnes(acteur, {envoi.personne for envoi in lus})
    return [
        MessageLu(envoi, GENRES.get(envoi.genre) or libelle_de(envoi.genre), qui.get(envoi.personne)) for envoi in lus
    ]


def _personnes(acteur: Acteur, numeros: set[int]) -> dict[int, Personne]:
    """By the number that a message bears: a record joined to another since leads to the one that was kept."""
    fiches = Personne.objects.filter(pk__in=numeros).values_list("pk", "absorbee_par")
    gardees = {pk: garde or pk for pk, garde in fiches}
    vues = personnes_visibles_par(acteur).in_bulk(set(gardees.values()))
    return {pk: vues[garde] for pk, garde in gardees.items() if garde in vues}
