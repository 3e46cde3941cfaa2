"""One-time links and what came by them: those of the territory for who receives people, one of them for who has it."""

from __future__ import annotations

from datetime import date

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import LienOrientation, OrientationRecue
from deplie.parcours.queries.doublons import Ressemblance, ressemblances
from deplie.parcours.queries.perimetre import ou_404
from deplie.parcours.rules.lien import ATTEND, SERVI, etat_du_lien
from deplie.personnes.models import Personne
from deplie.socle import jetons
from deplie.territoires.rules import CRITERE, CRITERES_SENSIBLES

CHERCHES = ("nom", "nom_usage", "prenom", "date_naissance", "telephone", "courriel")


def empreinte_de(jeton: str) -> str:
    """What is kept of a token: a copy of the base opens no link."""
    return jetons.empreinte(jeton, "lien")


def lien_ouvert(jeton: str, jour: date) -> LienOrientation | None:
    """The link that a token opens, to be used or to tell its outcome; None when it is dead, or never was."""
    lien = (
        LienOrientation.objects.select_related("territoire", "organisation", "orientation__prescription__dispositif")
        .filter(empreinte=empreinte_de(jeton))
        .first()
    )
    return lien if lien and etat_de_lien(lien, jour) in (ATTEND, SERVI) else None


def orientation_de(lien: LienOrientation) -> OrientationRecue | None:
    """What came by a link."""
    return getattr(lien, "orientation", None)


def etat_de_lien(lien: LienOrientation, jour: date) -> str:
    """Where a link stands on a day."""
    orientation = orientation_de(lien)
    return etat_du_lien(lien.expire_le, lien.revoque_le is not None, orientation.le if orientation else None, jour)


def acteur_du_lien(lien: LienOrientation) -> Acteur:
    """Whoever holds a link: a prescriber of the territory, without an account, who sees nobody."""
    return Acteur(compte=None, territoire=lien.territoire, agent=None, roles=frozenset({"prescripteur"}))


def liens_visibles_par(acteur: Acteur):
    """The links of the territory, for who receives people."""
    tous = LienOrientation.objects.filter(territoire=acteur.territoire)
    vus = tous if acteur.peut("prescription.instruire") else tous.none()
    return vus.select_related("organisation", "par", "orientation").order_by("-envoye_le", "-pk")


def lien_ou_404(acteur: Acteur, pk: int) -> LienOrientation:
    """A link of the actor's territory."""
    return ou_404(liens_visibles_par(acteur).filter(pk=pk).first())


def orientations_recues(acteur: Acteur):
    """What came by a link and that nobody has read: nobody's yet, it is everybody's who receives people."""
    toutes = OrientationRecue.objects.filter(territoire=acteur.territoire, statut=OrientationRecue.Statut.RECUE)
    vues = toutes if acteur.peut("prescription.instruire") else toutes.none()
    return vues.select_related("lien__organisation", "dispositif").order_by("recue_le", "pk")


def orientation_ou_404(acteur: Acteur, pk: int) -> OrientationRecue:
    """What came by a link and waits to be read."""
    return ou_404(orientations_recues(acteur).filter(pk=pk).first())


def criteres_dits(orientation: OrientationRecue, acteur: Acteur) -> list[tuple[str, date | None]]:
    """The criteria told by a link that the actor may read, with the day of their piece."""
    sensible = acteur.peut("sensible.lire")
    lisibles = {code: jour for code, jour in orientation.criteres.items() if sensible or code not in CRITERES_SENSIBLES}
    return [(CRITERE.libelle(code), date.fromisoformat(jour) if jour else None) for code, jour in lisibles.items()]


def fiches_probables(orientation: OrientationRecue) -> list[Ressemblance]:
    """Who is likely the person that a link oriented; never told to who oriented them."""
    cherches = {champ: getattr(orientation, champ) for champ in CHERCHES}
    return ressemblances(orientation.territoire, **cherches)


def fiche_probable_ou_404(orientation: OrientationRecue, pk: int) -> Personne:
    """One of those likely the person oriented."""
    return ou_404(next((r.personne for r in fiches_probables(orientation) if r.personne.pk == pk), None))
