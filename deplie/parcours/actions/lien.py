"""A one-time link: sent, revoked, used once; then what came by it is joined to a record, or set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.parcours.actions.prescription import JOURS_D_ATTENTE, prescrire
from deplie.parcours.models import LienOrientation, OrientationRecue, Prescription
from deplie.parcours.queries.lien import empreinte_de, etat_de_lien
from deplie.parcours.rules.lien import ATTEND, JOURS_AU_PLUS
from deplie.personnes.actions import creer_personne, modifier_personne
from deplie.personnes.models import Personne
from deplie.personnes.rules import telephone as numero_garde
from deplie.socle import courrier, generations, jetons
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif
from deplie.territoires.rules import CRITERE, FREIN

IDENTITE: Final = (
    "nom", "nom_usage", "prenom", "date_naissance", "sexe", "adresse", "code_postal", "telephone", "courriel",
)  # fmt: skip
# Where somebody known is reached, when their record does not say.
JOINDRE: Final = ("telephone", "courriel", "adresse", "code_postal")
MORT: Final = "Ce lien a déjà servi, ou il n'est plus valable. Demandez-en un autre."


@transaction.atomic
def envoyer_lien(*, organisation: Organisation, courriel: str, jours: int, par: Acteur) -> tuple[LienOrientation, str]:
    """Send a link that orients one person, once, within so many days. The link, and its token, which nothing keeps.

    Raises RefusMetier for a body of another territory, an address that is not one, too many days.
    """
    if organisation.territoire_id != par.territoire.pk:
        raise RefusMetier("Cette structure est d'un autre territoire.")
    if not 1 <= jours <= JOURS_AU_PLUS:
        raise RefusMetier(f"Un lien sert de 1 à {JOURS_AU_PLUS} jours.")
    propre = courriel.strip().lower()
    if "@" not in propre:
        raise RefusMetier("Indiquez l'adresse électronique de qui oriente.")
    jeton = jetons.tirer()
    lien = LienOrientation.objects.create(
        territoire=par.territoire,
        organisation=organisation,
        courriel=propre,
        empreinte=empreinte_de(jeton),
        par=par.compte,
        expire_le=timezone.localdate() + timedelta(days=jours),
    )
    consigner("envoyer un lien d'orientation", par=par, objet=lien, detail={"jours": jours})
    contexte = {"lien": lien, "territoire": par.territoire, "adresse": settings.ADRESSE, "jeton": jeton}
    courrier.ecrire("parcours/courrier/lien.txt", a=propre, contexte=contexte)
    return lien, jeton


@transaction.atomic
def revoquer_lien(*, lien: LienOrientation, par: Acteur) -> None:
    """Kill a link: it orients nobody any more, and tells nothing."""
    if lien.revoque_le is None:
        lien.revoque_le = timezone.now()
        lien.save(update_fields=["revoque_le"])
        consigner("révoquer un lien d'orientation", par=par, objet=lien)


@transaction.atomic
def recevoir_orientation(
    *,
    lien: LienOrientation,
    dispositif: Dispositif,
    identite: Mapping[str, Any],
    criteres: Mapping[str, date | None],
    freins: list[str],
    situation: str,
    information_le: date,
    consentement_le: date,
    par: Acteur,
    auteur: str = "",
) -> OrientationRecue:
    """Keep what a prescriber told by a link, which is then used. Nobody is looked for: the answer never depends on it.

    Raises RefusMetier for a link that is dead or used, a day to come, a number that is not one.
    """
    ici = LienOrientation.objects.select_for_update().get(pk=lien.pk)
    if etat_de_lien(ici, timezone.localdate()) != ATTEND:
        raise RefusMetier(MORT)
    if dispositif.territoire_id != ici.territoire_id:
        raise RefusMetier("Ce dispositif est d'un autre territoire.")
    _verifier_jours(information_le, consentement_le, identite.get("date_naissance"))
    _verifier_codes(criteres, freins)
    propres = {champ: identite.get(champ) or "" for champ in IDENTITE}
    propres["date_naissance"] = identite.get("date_naissance")
    if propres["telephone"]:
        propres["telephone"] = numero_garde(propres["telephone"], ici.territoire.region_telephone)
    orientation = OrientationRecue.objects.create(
        lien=ici,
        territoire=ici.territoire,
        dispositif=dispositif,
        auteur=" ".join(auteur.split()),
        criteres={code: jour.isoformat() if jour else None for code, jour in sorted(criteres.items())},
        freins=sorted(set(freins)),
        situation=situation.strip(),
        information_le=information_le,
        consentement_le=consentement_le,
        statut_le=timezone.localdate(),
        **propres,
    )
    consigner("orienter par un lien", par=par, objet=orientation, detail={"lien": ici.pk})
    if ici.par is not None:
        contexte = {"territoire": ici.territoire, "adresse": settings.ADRESSE, "orientation": orientation}
        courrier.ecrire("parcours/courrier/recue.txt", a=ici.par.courriel, contexte=contexte)
    return orientation


@transaction.atomic
def rattacher_orientation(
    *, orientation: OrientationRecue, par: Acteur, personne: Personne | None = None
) -> Prescription:
    """Make a prescription of what came by a link, for somebody known or for somebody new.

    Raises RefusMetier when it was read meanwhile, and as ``prescrire``.
    """
    ici = _relire(orientation)
    identite = {champ: getattr(ici, champ) for champ in IDENTITE}
    if personne is None:
        personne = creer_personne(par=par, identite=identite)
    elif manquent := {champ: identite[champ] for champ in JOINDRE if identite[champ] and not getattr(personne, champ)}:
        modifier_personne(personne=personne, identite=manquent, par=par)
    prescription = prescrire(
        personne=personne,
        dispositif=ici.dispositif,
        le=ici.le,
        par=par,
        prescripteur=ici.lien.organisation,
        criteres={code: date.fromisoformat(jour) if jour else None for code, jour in ici.criteres.items()},
        freins=ici.freins,
        situation=ici.situation,
        information_le=ici.information_le,
        consentement_le=ici.consentement_le,
        sans_auteur=True,
    )
    _clore(ici, OrientationRecue.Statut.RATTACHEE, prescription=prescription)
    consigner("enregistrer une orientation reçue", par=par, objet=ici, detail={"prescription": prescription.pk})
    return prescription


@transaction.atomic
def ecarter_orientation(*, orientation: OrientationRecue, raison: str, par: Acteur, autre_voie: str = "") -> None:
    """Set aside what came by a link: who oriented reads why."""
    ici = _relire(orientation)
    propre = " ".join(raison.split())
    if not propre:
        raise RefusMetier("Indiquez la raison : le prescripteur la lira.")
    _clore(ici, OrientationRecue.Statut.ECARTEE, raison=propre, autre_voie=" ".join(autre_voie.split()))
    consigner("écarter une orientation reçue", par=par, objet=ici)


@transaction.atomic
def ecarter_expirees(*, par: Acteur, jour: date) -> int:
    """Set aside what nobody read in time, and forget whom it named; how many."""
    limite = jour - timedelta(days=JOURS_D_ATTENTE)
    recues = OrientationRecue.objects.filter(territoire=par.territoire, statut=OrientationRecue.Statut.RECUE)
    vieilles = list(recues.filter(statut_le__lt=limite).order_by("pk"))
    for orientation in vieilles:
        ecarter_orientation(orientation=orientation, raison="Sans réponse dans le délai.", par=par)
    return len(vieilles)


def _relire(orientation: OrientationRecue) -> OrientationRecue:
    """What came, as it is recorded now, locked; refused once it was read."""
    verrou = OrientationRecue.objects.select_for_update(of=("self",))
    ici = verrou.select_related("lien__organisation", "dispositif").get(pk=orientation.pk)
    if ici.statut != OrientationRecue.Statut.RECUE:
        raise RefusMetier("Cette orientation a déjà été traitée.")
    return ici


def _clore(orientation: OrientationRecue, statut: str, **valeurs: Any) -> None:
    """It says what became of it, and names nobody any more."""
    generations.noter(orientation.territoire.code, "prescription")
    vides: dict[str, Any] = {**dict.fromkeys(IDENTITE, ""), "situation": "", "auteur": "", "criteres": {}, "freins": []}
    vides |= {"date_naissance": None, "statut": statut, "statut_le": timezone.localdate(), **valeurs}
    for champ, valeur in vides.items():
        setattr(orientation, champ, valeur)
    orientation.save()


def _verifier_jours(*jours: date | None) -> None:
    if any(jour and jour > timezone.localdate() for jour in jours):
        raise RefusMetier("Une date est dans l'avenir : la naissance, la notice et l'accord sont du jour ou d'avant.")


def _verifier_codes(criteres: Mapping[str, date | None], freins: list[str]) -> None:
    if any(code not in CRITERE for code in criteres) or any(theme not in FREIN for theme in freins):
        raise RefusMetier("Choisissez les critères et les freins dans la liste.")
