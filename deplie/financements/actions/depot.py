"""What an applicant does without an account, by its secret link: begin, write part by part, hand in, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.actions._controle import PHRASES
from deplie.financements.actions.cycle import avancer
from deplie.financements.models import (
    Appel,
    EvenementOperation,
    LienPorteur,
    LignePlan,
    Operation,
    PieceDossier,
    PieceRequise,
    QuestionEligibilite,
    ReponseEligibilite,
    Ressource,
    SaisiePorteur,
)
from deplie.financements.queries.depot import (
    complement_ouvert,
    dossiers_d_un_courriel,
    empreinte_de,
    est_brouillon,
    manques_de,
    pieces_de,
    plan_de,
    refus_de_depot,
    reponses_de,
    version_des_reponses,
)
from deplie.financements.rules.appel import JOURS_D_UN_BROUILLON, JOURS_DU_LIEN, refus_de_deposer
from deplie.financements.rules.cycle import BROUILLON, CSF_CONTRADICTOIRE, EN_EXECUTION
from deplie.financements.rules.depot import PIECES_AU_PLUS, SAISIES_DU_BILAN, SAISIES_DU_CONTROLE
from deplie.socle import courrier, editions, generations, jetons
from deplie.socle.contraintes import traduire
from deplie.socle.editions import Edition, EditionConcurrente
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier
from deplie.territoires.models import Territoire

# One address begins so many drafts for one call; then the former ones are sent again.
BROUILLONS_AU_PLUS: Final = 3
TAILLE_D_UNE_SAISIE: Final = 60_000
FIGE: Final = "Ce dossier est déposé : il ne change plus. Le service peut vous demander un complément."


@transaction.atomic
def ouvrir_dossier(*, appel: Appel, courriel: str, par: Acteur | None) -> Operation | None:
    """Begin a draft and send its secret link; None when the address already has too many, which are sent again.

    The page that calls it says the same in every case: nobody learns who applies. Raises RefusMetier for a call that
    takes no application now.
    """
    local = timezone.localtime
    if phrase := refus_de_deposer(appel.statut, local(appel.ouvre_le), local(appel.ferme_le), timezone.now()):
        raise RefusMetier(phrase)
    propre = courriel.strip().lower()
    deja = Operation.objects.filter(appel=appel, statut=BROUILLON, liens__courriel=propre).distinct()
    if deja.count() >= BROUILLONS_AU_PLUS:
        for operation in deja.order_by("pk"):
            envoyer_lien(operation=operation, courriel=propre, modele="reprise", par=par)
        return None
    jour = timezone.localdate()
    operation = Operation.objects.create(
        territoire=appel.territoire,
        appel=appel,
        dispositif=appel.dispositif,
        programmation=appel.programmation,
        objectif_specifique=appel.objectif_specifique,
        statut=BROUILLON,
        statut_le=jour,
        contact_courriel=propre,
    )
    EvenementOperation.objects.create(operation=operation, acte="preparer", vers=BROUILLON, le=jour, par=None)
    consigner("commencer un dossier", par=par, objet=operation, territoire=appel.territoire.code)
    envoyer_lien(operation=operation, courriel=propre, modele="lien", par=par)
    return operation


@transaction.atomic
def envoyer_lien(
    *, operation: Operation, courriel: str, modele: str, par: Acteur | None, **contexte: Any
) -> tuple[LienPorteur, str]:
    """Draw a secret for an application, sent by a letter of ``courrier/``: the link, and its token."""
    appel = operation.appel
    jeton, jour = jetons.tirer(), timezone.localdate()
    cloture = timezone.localtime(appel.ferme_le).date() if appel else jour
    lien = LienPorteur.objects.create(
        operation=operation,
        courriel=courriel,
        empreinte=empreinte_de(jeton),
        expire_le=max(jour, cloture) + timedelta(days=JOURS_DU_LIEN),
    )
    consigner("envoyer le lien d'un dossier", par=par, objet=operation, territoire=operation.territoire.code)
    dit = {"operation": operation, "appel": appel, "lien": lien, "adresse": settings.ADRESSE, "jeton": jeton}
    courrier.ecrire(f"financements/courrier/{modele}.txt", a=courriel, contexte=dit | contexte)
    return lien, jeton


@transaction.atomic
def renvoyer_liens(*, territoire: Territoire, courriel: str, par: Acteur | None) -> int:
    """Send again the links of an address's applications; how many. The page says the same whatever it is."""
    trouvees = dossiers_d_un_courriel(courriel.strip().lower(), territoire)
    for operation in trouvees:
        envoyer_lien(operation=operation, courriel=courriel.strip().lower(), modele="reprise", par=par)
    return len(trouvees)


@transaction.atomic
def ecrire_partie(
    *, operation: Operation, partie: str, valeurs: Mapping[str, Any], edition: Edition, par: Acteur
) -> None:
    """Save a part of a draft. Raises RefusMetier once it is handed in, EditionConcurrente for another tab's values."""
    with traduire(PHRASES):
        editions.modifier(operation, valeurs, par=par, edition=edition, verifier=_encore_brouillon)
    _oublier(operation, partie)


@transaction.atomic
def repondre_questions(
    *, operation: Operation, reponses: Mapping[QuestionEligibilite, tuple[bool, str]], edition: Edition, par: Acteur
) -> None:
    """Save the answers given to the questions of the call."""
    ici = _verrouiller(operation)
    _comparer(version_des_reponses(reponses_de(ici)), edition, "Les réponses")
    ici.reponses.all().delete()
    for question, (oui, precision) in reponses.items():
        ReponseEligibilite.objects.create(operation=ici, question=question, oui=oui, precision=precision)
    _oublier(operation, "eligibilite")


@transaction.atomic
def ecrire_plan(
    *,
    operation: Operation,
    lignes: Sequence[Mapping[str, Any]],
    autres: Sequence[Mapping[str, Any]],
    montant_demande: Any,
    edition: Edition,
    par: Acteur,
) -> None:
    """Save the expenses and the resources; the aid that is asked is one of these, under the name of who launches."""
    ici = _verrouiller(operation)
    _comparer(plan_de(ici).version, edition, "Le plan")
    ici.lignes.all().delete()
    ici.ressources.all().delete()
    with traduire(PHRASES):
        for ligne in lignes:
            LignePlan.objects.create(operation=ici, **ligne)
        if montant_demande is not None:
            _demander(ici, montant_demande, [ligne["annee"] for ligne in lignes])
        for autre in autres:
            Ressource.objects.create(operation=ici, **autre)
        editions.modifier(operation, {"montant_demande": montant_demande}, par=par)
    _oublier(operation, "plan")


def _demander(operation: Operation, montant: Any, annees: list[int]) -> None:
    appel = operation.appel
    assert appel is not None
    annee = operation.debut.year if operation.debut else min(annees, default=timezone.localdate().year)
    Ressource.objects.create(
        operation=operation,
        genre=appel.financeur,
        organisation=appel.organisation,
        libelle="Aide demandée",
        annee=annee,
        montant=montant,
    )


@transaction.atomic
def joindre_au_dossier(
    *, operation: Operation, fichier: Fichier, par: Acteur, requise: PieceRequise | None = None, intitule: str = ""
) -> PieceDossier:
    """Attach a file to a draft, or to the complement that was asked. Raises RefusMetier for one already attached."""
    ici = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if not (est_brouillon(ici) or complement_ouvert(ici) or _demandee_au_bilan(ici, requise)):
        raise RefusMetier(FIGE)
    jointes = pieces_de(ici)
    pareille = next((piece for piece in jointes if piece.fichier.empreinte == fichier.empreinte), None)
    if pareille:
        raise RefusMetier(f"Ce fichier est déjà joint, sous « {pareille.intitule} ».")
    if len(jointes) >= PIECES_AU_PLUS:
        raise RefusMetier(f"Un dossier compte {PIECES_AU_PLUS} pièces au plus. Retirez-en une, ou réunissez-les.")
    piece = PieceDossier.objects.create(
        operation=ici,
        requise=requise,
        fichier=fichier,
        intitule=(requise.intitule if requise else " ".join(intitule.split())) or fichier.nom,
        par=par.compte,
    )
    consigner("joindre une pièce à un dossier", par=par, objet=ici, detail={"piece": piece.pk})
    return piece


@transaction.atomic
def retirer_du_dossier(*, piece: PieceDossier, par: Acteur) -> None:
    """Take a file out of a draft, or out of the bilan that is being written.

    Raises RefusMetier once it is handed in: what was read stays what was given.
    """
    if not _au_bilan_en_cours(piece):
        _verrouiller(piece.operation)
    piece.retiree_le = timezone.now()
    piece.raison_retrait = "Retirée avant le dépôt"
    piece.save(update_fields=["retiree_le", "raison_retrait"])
    consigner("retirer une pièce d'un dossier", par=par, objet=piece.operation, detail={"piece": piece.pk})


@transaction.atomic
def deposer_dossier(*, operation: Operation, par: Acteur) -> Operation:
    """Hand in an application: its number, its time, its receipt. The second of the closure is in time.

    Raises RefusMetier before the opening, after the closure, for a withdrawn call, or with all that is missing; the
    draft stays as it is.
    """
    moment = timezone.now()
    appel = operation.appel
    assert appel is not None
    # One deposit at a time gives one number each.
    Appel.objects.select_for_update(of=("self",)).get(pk=appel.pk)
    ici = _verrouiller(operation)
    if phrase := refus_de_depot(ici, moment):
        raise RefusMetier(phrase)
    if absents := manques_de(ici):
        raise RefusMetier("Il manque encore : " + " ".join(manque.phrase for manque in absents))
    deposes = Operation.objects.filter(appel=appel).exclude(code="").count()
    ici.code = _code_libre(appel, deposes + 1)
    ici.deposee_le = moment
    avancer(operation=ici, acte="deposer", par=par)
    ici.saisies.all().delete()
    for champ in ("code", "deposee_le", "statut", "statut_le"):
        setattr(operation, champ, getattr(ici, champ))
    envoyer_lien(operation=ici, courriel=ici.contact_courriel, modele="recu", par=par)
    if appel.contact:
        contexte = {"operation": ici, "appel": appel, "adresse": settings.ADRESSE}
        courrier.ecrire("financements/courrier/arrive.txt", a=appel.contact, contexte=contexte)
    return operation


@transaction.atomic
def repondre_complement(*, operation: Operation, reponse: str, par: Acteur) -> None:
    """Answer what was asked: the service reads it; the date says whether it was in time."""
    ici = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if not complement_ouvert(ici):
        raise RefusMetier("Aucun complément ne vous est demandé.")
    if not reponse.strip():
        raise RefusMetier("Écrivez votre réponse, ne serait-ce que pour dire ce que vous avez joint.")
    valeurs = {"complement_reponse": reponse.strip(), "complement_repondu_le": timezone.now()}
    editions.modifier(operation, valeurs, par=par)
    consigner("répondre à une demande de complément", par=par, objet=ici)
    _oublier(operation, "complement")
    if ici.appel and ici.appel.contact:
        contexte = {"operation": ici, "appel": ici.appel, "adresse": settings.ADRESSE}
        courrier.ecrire("financements/courrier/complement_recu.txt", a=ici.appel.contact, contexte=contexte)


@transaction.atomic
def garder_saisie(*, operation: Operation, partie: str, champs: str, par: Acteur) -> bool:
    """Keep what is being written in a part; False for what is too long to be a form, or once nothing is written."""
    if len(champs) > TAILLE_D_UNE_SAISIE or not _s_ecrit(operation, partie):
        return False
    valeurs = {"champs": champs, "modifie_le": timezone.now()}
    SaisiePorteur.objects.update_or_create(operation=operation, partie=partie, defaults=valeurs)
    return True


@transaction.atomic
def oublier_saisie(*, operation: Operation, partie: str, par: Acteur) -> None:
    """What was being written is recorded: what waited of it is not needed."""
    _oublier(operation, partie)


@transaction.atomic
def purger_brouillons(*, par: Acteur | None) -> int:
    """Forget the drafts that nobody handed in, long after the closure of their call; how many."""
    limite = timezone.now() - timedelta(days=JOURS_D_UN_BROUILLON)
    vieux = list(Operation.objects.filter(statut=BROUILLON, appel__ferme_le__lt=limite).select_related("territoire"))
    for operation in vieux:
        consigner("oublier un brouillon de dossier", par=par, objet=operation, territoire=operation.territoire.code)
        operation.pieces.all().delete()
        for lignes in (operation.lignes, operation.ressources):
            lignes.model.historique.filter(operation=operation.pk).delete()
        numero = operation.pk
        operation.delete()
        Operation.historique.filter(id=numero).delete()
    return len(vieux)


def _verrouiller(operation: Operation) -> Operation:
    """The draft as it is recorded now, locked; refused once it is handed in."""
    proches = Operation.objects.select_for_update(of=("self",)).select_related("appel__organisation", "territoire")
    ici = proches.get(pk=operation.pk)
    _encore_brouillon(ici)
    return ici


def _encore_brouillon(operation: Operation) -> None:
    if not est_brouillon(operation):
        raise RefusMetier(FIGE)


def _comparer(presente: str, edition: Edition, quoi: str) -> None:
    """Another tab, or another person who has the link, saved meanwhile."""
    if edition.version in ("", presente) or edition.vu == presente:
        return
    raise EditionConcurrente(
        f"{quoi} a été enregistré ailleurs pendant votre saisie, dans un autre onglet peut-être. Ce que vous avez "
        "écrit est gardé ci-dessous : enregistrez de nouveau pour le retenir à la place.",
        presente,
    )


def _code_libre(appel: Appel, rang: int) -> str:
    """The next number of the call that no operation of the territory bears."""
    pris = set(
        Operation.objects.filter(territoire=appel.territoire, code__startswith=f"{appel.code}-").values_list(
            "code", flat=True
        )
    )
    while (code := f"{appel.code}-{rang:03d}") in pris:
        rang += 1
    return code


def _s_ecrit(operation: Operation, partie: str) -> bool:
    """Whether somebody may be writing this part now."""
    if partie in SAISIES_DU_BILAN:
        return operation.statut == EN_EXECUTION
    if partie in SAISIES_DU_CONTROLE:
        return operation.statut == CSF_CONTRADICTOIRE
    return est_brouillon(operation) or complement_ouvert(operation)


def _demandee_au_bilan(operation: Operation, requise: PieceRequise | None) -> bool:
    """Whether a document is one that the call asks at the bilan, while one is being written."""
    if requise is None or requise.moment != PieceRequise.Moment.BILAN:
        return False
    return operation.statut == EN_EXECUTION and operation.bilans.filter(depose_le=None).exists()


def _au_bilan_en_cours(piece: PieceDossier) -> bool:
    """Whether a file was given for the bilan that is being written: those of an earlier one stand."""
    if not _demandee_au_bilan(piece.operation, piece.requise):
        return False
    ouvert = piece.operation.bilans.get(depose_le=None)
    return piece.deposee_le >= ouvert.cree_le


def _oublier(operation: Operation, partie: str) -> None:
    """The part is saved: what waited of it is not needed."""
    SaisiePorteur.objects.filter(operation=operation, partie=partie).delete()
    generations.noter(operation.territoire.code, "operation")
