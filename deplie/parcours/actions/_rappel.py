"""Messages that a decision calls for: written in its transaction, taken back when it changes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from deplie.parcours.models import Entretien, InscriptionAtelier
from deplie.parcours.queries.rappel import ANNULATION_ATELIER, PLACE_ATELIER, RAPPEL_ATELIER, RAPPEL_ENTRETIEN
from deplie.parcours.rules import atelier, entretien
from deplie.parcours.rules.rappel import instant_du_rappel
from deplie.personnes.models import Personne
from deplie.personnes.queries import canal_de
from deplie.socle import envois
from deplie.territoires.queries.reglages import reglages

DE_L_ATELIER = (RAPPEL_ATELIER, PLACE_ATELIER, ANNULATION_ATELIER)


def rappeler_entretien(rendez_vous: Entretien) -> None:
    """The reminder of an appointment as it now is: the former one is taken back."""
    envois.retirer([RAPPEL_ENTRETIEN], objet_id=rendez_vous.pk)
    if rendez_vous.statut == entretien.PREVU:
        _prevoir(rendez_vous.personne, RAPPEL_ENTRETIEN, rendez_vous.pk, rendez_vous.debut)


def rappeler_atelier(inscription: InscriptionAtelier) -> None:
    """The reminder of a registration as it now is."""
    envois.retirer(DE_L_ATELIER, objet_id=inscription.pk)
    if inscription.statut == atelier.INSCRIT:
        _prevoir(inscription.personne, RAPPEL_ATELIER, inscription.pk, inscription.seance.debut)


def dire_la_place(inscription: InscriptionAtelier) -> None:
    """Tell who waited that they have a place, now; the reminder will come besides."""
    rappeler_atelier(inscription)
    _dire(inscription, PLACE_ATELIER)


def dire_l_annulation(inscription: InscriptionAtelier) -> None:
    """Tell who had a place that the session is called off."""
    envois.retirer(DE_L_ATELIER, objet_id=inscription.pk)
    _dire(inscription, ANNULATION_ATELIER)


def reprendre_les_rappels(personne: Personne) -> None:
    """After an answer: what is ahead is reminded by the channel agreed to, and by no other."""
    envois.retirer([RAPPEL_ENTRETIEN, *DE_L_ATELIER], personne=personne.pk)
    maintenant = timezone.now()
    prevus = Entretien.objects.filter(personne=personne, statut=entretien.PREVU, debut__gt=maintenant)
    for rendez_vous in prevus.select_related("personne__territoire").order_by("pk"):
        rappeler_entretien(rendez_vous)
    siennes = InscriptionAtelier.objects.filter(personne=personne, statut=atelier.INSCRIT, seance__debut__gt=maintenant)
    for inscription in siennes.select_related("personne__territoire", "seance").order_by("pk"):
        rappeler_atelier(inscription)


def _prevoir(personne: Personne, genre: str, objet_id: int, debut: datetime) -> None:
    lus = reglages(personne.territoire)
    canal, heures = canal_de(personne), lus["heures_rappel"]
    le = instant_du_rappel(debut, heures, timezone.now())
    if not (lus["rappels"] and canal and le):
        return
    cle = envois.cle_de(genre, objet_id, canal, f"{debut.timestamp():.0f}", heures)
    _ecrire(personne, genre, objet_id, canal, cle, le)


def _dire(inscription: InscriptionAtelier, genre: str) -> None:
    personne, debut = inscription.personne, inscription.seance.debut
    canal = canal_de(personne)
    if not (canal and reglages(personne.territoire)["rappels"]) or debut <= timezone.now():
        return
    cle = envois.cle_de(genre, inscription.pk, canal, f"{debut.timestamp():.0f}")
    _ecrire(personne, genre, inscription.pk, canal, cle, timezone.now())


def _ecrire(personne: Personne, genre: str, objet_id: int, canal: str, cle: str, le: datetime) -> None:
    envois.prevoir(
        territoire=personne.territoire.code, genre=genre, objet_id=objet_id, personne=personne.pk, canal=canal,
        cle=cle, le=le,
    )  # fmt: skip
