"""A file of errors: deposited, its columns chosen, each line matched to a record, settled; no line is ever lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.fse.actions._controle import PHRASES
from deplie.fse.models import ErreurService, ParticipationFSE, RetourService
from deplie.fse.queries.retour import candidates
from deplie.fse.rules.retour import MAIN, SANS_MESSAGE, Candidate, Dite, dire, rapprocher
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

# As the register says (``socle.registre.fse``).
JOURS_D_UNE_COPIE: Final = 30
NOM_EFFACE = "fichier du service"
EFFACE = "La copie de ce fichier a été effacée : déposez-le de nouveau."
REDITE = "redite par un retour plus récent"


@transaction.atomic
def deposer_retour(
    *, fichier: str, entetes: Sequence[str], lignes: Sequence[tuple[int, list[str]]], empreinte: str, par: Acteur
) -> RetourService:
    """Keep the lines of a file until they are settled. Raises RefusMetier for one that was given before."""
    depose = RetourService(territoire=par.territoire, fichier=fichier[:200], depose_par=par.compte)
    depose.entetes, depose.lignes, depose.empreinte = list(entetes), [list(ligne) for ligne in lignes], empreinte
    with traduire(PHRASES):
        depose.save()
    consigner("déposer un retour du service", par=par, objet=depose, detail={"lignes": len(lignes)})
    return depose


@transaction.atomic
def rapprocher_retour(*, retour: RetourService, colonnes: Mapping[str, int], par: Acteur) -> tuple[int, int]:
    """Make an error of each line, on the record that it speaks of; (matched, left to be resolved by hand).

    Raises RefusMetier without a column for the error, or for the person, and when it was done already.
    """
    ici = RetourService.objects.select_for_update().get(pk=retour.pk)
    if ici.rapproche_le:
        raise RefusMetier("Ce fichier est déjà rapproché.")
    if ici.efface_le:
        raise RefusMetier(EFFACE)
    if len(set(colonnes.values())) < len(colonnes):
        raise RefusMetier("Une même colonne ne peut pas dire deux choses.")
    if "message" not in colonnes and "code" not in colonnes:
        raise RefusMetier("Dites quelle colonne porte l'erreur.")
    if not {"fiche", "personne", "nom"} & set(colonnes):
        raise RefusMetier("Dites quelle colonne nomme la personne : son nom, son identifiant ou le numéro de sa fiche.")
    toutes = candidates(par)
    dites = [dire(ligne, cellules, colonnes) for ligne, cellules in ici.lignes]
    erreurs = [_erreur(ici, dite, toutes) for dite in dites]
    ErreurService.objects.bulk_create(erreurs)
    for erreur in erreurs:
        _remplacer(erreur, par)
    ici.colonnes, ici.rapproche_le = dict(colonnes), timezone.now()
    ici.save(update_fields=["colonnes", "rapproche_le"])
    _alleger(ici)
    trouvees = sum(erreur.participation_id is not None for erreur in erreurs)
    detail = {"reconnues": trouvees, "a_rattacher": len(erreurs) - trouvees}
    consigner("rapprocher un retour du service", par=par, objet=ici, detail=detail)
    retour.refresh_from_db()
    return trouvees, len(erreurs) - trouvees


def _erreur(retour: RetourService, dite: Dite, toutes: Sequence[Candidate]) -> ErreurService:
    trouvee = rapprocher(dite, toutes)
    return ErreurService(
        retour=retour,
        participation_id=trouvee.pk,
        ligne=dite.ligne,
        repere=dite.repere,
        message=dite.message or dite.code or SANS_MESSAGE,
        code=dite.code[:60],
        colonne=dite.colonne[:200],
        rapprochement=trouvee.par,
        raison=trouvee.raison,
    )


def _remplacer(erreur: ErreurService, par: Acteur) -> None:
    """The same error of the same record, said by an older file, is set aside: it is waited for once."""
    if erreur.participation_id is None:
        return
    memes = ErreurService.objects.filter(
        participation_id=erreur.participation_id,
        message=erreur.message,
        code=erreur.code,
        colonne=erreur.colonne,
        corrigee_le=None,
        ecartee_le=None,
    ).exclude(retour=erreur.retour_id)
    memes.update(ecartee_le=timezone.now(), ecartee_par=par.compte, raison=REDITE)


def _alleger(retour: RetourService) -> None:
    """The copy of the file goes once each of its lines has its record, or was set aside."""
    if not retour.erreurs.filter(participation=None, ecartee_le=None).exists():
        retour.lignes = []
        retour.save(update_fields=["lignes"])


@transaction.atomic
def purger_copies(*, par: Acteur | None) -> int:
    """Erase the copies of files deposited long ago, whatever is left of their lines; how many. The worker does it.

    What the lines said of a record stays with the record. A file that nobody had read may be deposited again.
    """
    limite = timezone.now() - timedelta(days=JOURS_D_UNE_COPIE)
    vieux = RetourService.objects.filter(depose_le__lt=limite, efface_le=None).select_for_update(of=("self",))
    effaces = list(vieux.select_related("territoire"))
    for retour in effaces:
        retour.entetes, retour.lignes, retour.fichier, retour.efface_le = [], [], NOM_EFFACE, timezone.now()
        if retour.rapproche_le is None:
            retour.empreinte = ""
        retour.save(update_fields=["entetes", "lignes", "fichier", "efface_le", "empreinte"])
        consigner("effacer la copie d'un retour", par=par, objet=retour, territoire=retour.territoire.code)
    return len(effaces)


@transaction.atomic
def rattacher_erreur(*, erreur: ErreurService, participation: ParticipationFSE, par: Acteur) -> None:
    """Say by hand of which record a line speaks."""
    ici = _verrouiller(erreur)
    ici.participation, ici.rapprochement, ici.raison = participation, MAIN, ""
    ici.ecartee_le = ici.ecartee_par = None
    ici.save()
    _remplacer(ici, par)
    _alleger(ici.retour)
    consigner("rattacher une erreur du service", par=par, objet=ici, detail={"fiche": participation.pk})


@transaction.atomic
def ecarter_erreur(*, erreur: ErreurService, raison: str, par: Acteur) -> None:
    """Set a line aside: it is none of ours. It stays, with why."""
    if not raison.strip():
        raise RefusMetier("Dites pourquoi cette ligne est écartée.")
    ici = _verrouiller(erreur)
    ici.ecartee_le, ici.ecartee_par, ici.raison = timezone.now(), par.compte, raison.strip()[:200]
    ici.corrigee_le = ici.corrigee_par = None
    ici.save()
    _alleger(ici.retour)
    consigner("écarter une erreur du service", par=par, objet=ici)


@transaction.atomic
def corriger_erreur(*, erreur: ErreurService, par: Acteur) -> None:
    """Say that an error is fixed. Raises RefusMetier for a line whose record is not known."""
    ici = _verrouiller(erreur)
    if ici.participation_id is None:
        raise RefusMetier("Rattachez d'abord cette ligne à une fiche.")
    ici.corrigee_le, ici.corrigee_par = timezone.now(), par.compte
    ici.ecartee_le = ici.ecartee_par = None
    ici.save()
    consigner("corriger une erreur du service", par=par, objet=ici)


@transaction.atomic
def rouvrir_erreur(*, erreur: ErreurService, par: Acteur) -> None:
    """It was not fixed, or not to be set aside."""
    ici = _verrouiller(erreur)
    ici.corrigee_le = ici.corrigee_par = ici.ecartee_le = ici.ecartee_par = None
    ici.save()
    consigner("rouvrir une erreur du service", par=par, objet=ici)


def _verrouiller(erreur: ErreurService) -> ErreurService:
    return ErreurService.objects.select_for_update(of=("self",)).select_related("retour").get(pk=erreur.pk)
