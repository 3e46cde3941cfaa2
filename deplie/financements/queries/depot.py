"""An application as its holder reads it by the secret link: what is written, what is missing, what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements.models import (
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
from deplie.financements.rules.appel import refus_de_deposer
from deplie.financements.rules.cycle import A_DECIDER, BROUILLON, EN_INSTRUCTION, RECEVABLE
from deplie.financements.rules.cycle import DEPOSEE as ETAT_DEPOSEE
from deplie.financements.rules.depot import Bornes, Brouillon, Manque, manques
from deplie.financements.rules.plan import Apport, LigneCout, chiffrer, refus_de_plan
from deplie.socle import jetons
from deplie.socle.argent import ZERO, somme

USAGE = "dossier"
# While it stands there, something more may be asked of the holder.
EN_EXAMEN = frozenset({ETAT_DEPOSEE, RECEVABLE, EN_INSTRUCTION})


def empreinte_de(jeton: str) -> str:
    """What is kept of the secret of an application."""
    return jetons.empreinte(jeton, USAGE)


def lien_ouvert(jeton: str, jour: date) -> LienPorteur | None:
    """The link that a token opens; None when it is over, revoked, or never was."""
    proches = LienPorteur.objects.select_related(
        "operation__appel__territoire", "operation__appel__organisation", "operation__sous_enveloppe",
        "operation__porteur", "operation__territoire",
    )  # fmt: skip
    return proches.filter(empreinte=empreinte_de(jeton), revoque_le=None, expire_le__gte=jour).first()


def acteur_du_lien(lien: LienPorteur) -> Acteur:
    """Whoever holds a link: no account, no role, one application."""
    return Acteur(compte=None, territoire=lien.operation.territoire, agent=None, roles=frozenset())


def est_brouillon(operation: Operation) -> bool:
    """Whether its holder still writes it."""
    return operation.statut == BROUILLON


def complement_ouvert(operation: Operation) -> bool:
    """Whether something more is asked and may be given: until the application is decided."""
    return bool(operation.complement_demande) and operation.statut in EN_EXAMEN | A_DECIDER


def refus_de_depot(operation: Operation, moment: datetime) -> str:
    """Why the call takes no application at this moment; empty when it does."""
    appel = operation.appel
    if appel is None:
        return "Ce dossier ne répond à aucun appel."
    local = timezone.localtime
    return refus_de_deposer(appel.statut, local(appel.ouvre_le), local(appel.ferme_le), moment)


@dataclass(frozen=True)
class Plan:
    """The financing plan that a holder wrote; ``autres`` are the resources beside the aid that is asked.

    ``forfait``: what the flat rate of the operation adds to the lines, in euros.
    """

    lignes: list[LignePlan]
    autres: list[Ressource]
    aide: Decimal | None
    forfait: Decimal = ZERO

    @property
    def cout(self) -> Decimal:
        """The sum of the expenses, flat rate included."""
        return somme([*(ligne.montant for ligne in self.lignes), self.forfait])

    @property
    def ressources(self) -> Decimal:
        """The sum of the resources, the aid included."""
        return somme([*(autre.montant for autre in self.autres), self.aide])

    @property
    def ecart(self) -> Decimal:
        """Resources less expenses."""
        return self.ressources - self.cout

    @property
    def version(self) -> str:
        """What tells this plan from another one."""
        lus = [(x.nature, x.libelle, x.annee, x.montant) for x in self.lignes]
        recus = [(x.genre, x.libelle, x.annee, x.montant) for x in self.autres]
        return version_de_lignes([*lus, *recus, self.aide])


def plan_de(operation: Operation) -> Plan:
    """The lines of a plan in the order they were typed."""
    lanceur = operation.appel.organisation_id if operation.appel else None
    ressources = list(operation.ressources.order_by("pk"))
    autres = [r for r in ressources if lanceur is None or r.organisation_id != lanceur]
    lignes = list(operation.lignes.order_by("pk"))
    return Plan(lignes, autres, operation.montant_demande, _forfait(operation, lignes))


def cout_prevu(operation: Operation) -> Decimal:
    """What an application costs, flat rate included, from lines read with it."""
    lignes = list(operation.lignes.all())
    return somme([*(ligne.montant for ligne in lignes), _forfait(operation, lignes)])


def _forfait(operation: Operation, lignes: list[LignePlan]) -> Decimal:
    """What the flat rate gives on these lines; nothing where they do not allow it."""
    options = (operation.option_simplifiee,) if operation.option_simplifiee else ()
    couts = [LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in lignes]
    if not options or refus_de_plan(couts, options, operation.programmation):
        return ZERO
    return chiffrer(couts, options, operation.programmation).forfait


@dataclass(frozen=True)
class ReponseLue:
    """A question of the call and what the holder answered; None when nothing was."""

    question: QuestionEligibilite
    reponse: ReponseEligibilite | None

    @property
    def inattendue(self) -> bool:
        """Answered otherwise than the call expects: to be looked at."""
        return self.reponse is not None and self.reponse.oui != self.question.attendue


def reponses_de(operation: Operation) -> list[ReponseLue]:
    """The questions of the call, in order, with the answers."""
    faites = {reponse.question_id: reponse for reponse in operation.reponses.all()}
    questions = QuestionEligibilite.objects.filter(appel=operation.appel_id).order_by("rang")
    return [ReponseLue(question, faites.get(question.pk)) for question in questions]


def version_des_reponses(lues: Iterable[ReponseLue]) -> str:
    """What tells these answers from others."""
    return version_de_lignes([(lue.reponse.oui, lue.reponse.precision) for lue in lues if lue.reponse])


def version_de_lignes(lignes: Iterable[Any]) -> str:
    """A short print of rows: the same rows, the same print."""
    return hashlib.blake2b(repr(list(lignes)).encode(), digest_size=8).hexdigest()


def pieces_de(operation: Operation) -> list[PieceDossier]:
    """The files of an application, proofs of expenses apart."""
    lues = operation.pieces.en_vigueur().filter(depense=None)
    return list(lues.select_related("fichier", "requise").order_by("pk"))


def piece_du_porteur_ou_404(operation: Operation, pk: int) -> PieceDossier:
    """A file that the holder gave to its own application."""
    lues = operation.pieces.en_vigueur().filter(pk=pk, depense=None)
    lues = lues.select_related("fichier", "operation", "requise")
    trouvee = lues.first()
    if trouvee is None:
        raise Http404
    return trouvee


def requises_de(operation: Operation, moment: str = PieceRequise.Moment.DEPOT) -> list[PieceRequise]:
    """What the call asks for at a step."""
    return list(PieceRequise.objects.filter(appel=operation.appel_id, moment=moment).order_by("rang"))


def manques_de(operation: Operation) -> list[Manque]:
    """What an application lacks before it may be handed in."""
    appel = operation.appel
    assert appel is not None
    plan, reponses = plan_de(operation), reponses_de(operation)
    jointes = {piece.requise_id for piece in pieces_de(operation)}
    annee = operation.debut.year if operation.debut else timezone.localdate().year
    aide = [Apport(appel.financeur, annee, plan.aide)] if plan.aide is not None else []
    brouillon = Brouillon(
        structure=operation.porteur_nom,
        contact=operation.contact_nom,
        courriel=operation.contact_courriel,
        intitule=operation.intitule,
        resume=operation.resume,
        debut=operation.debut,
        fin=operation.fin,
        sous_enveloppe=operation.sous_enveloppe_id is not None,
        aide=plan.aide,
        lignes=[LigneCout(ligne.nature, ligne.annee, ligne.montant) for ligne in plan.lignes],
        apports=[*aide, *(Apport(r.genre, r.annee, r.montant) for r in plan.autres)],
        sans_reponse=sum(lue.reponse is None for lue in reponses),
        pieces_absentes=[p.intitule for p in requises_de(operation) if p.obligatoire and p.pk not in jointes],
    )
    bornes = Bornes(
        plancher=appel.plancher,
        plafond=appel.plafond,
        taux_max=appel.taux_max,
        debut=appel.debut_operations,
        fin=appel.fin_operations,
        sous_enveloppes=appel.sous_enveloppes.exists(),
    )
    return manques(brouillon, bornes)


def saisie_de(operation: Operation, partie: str) -> SaisiePorteur | None:
    """What the holder was writing in a part and has not saved."""
    return operation.saisies.filter(partie=partie).first()


def issue_de(operation: Operation) -> Any:
    """The last step that the holder may read the reason of."""
    pas = operation.evenements.exclude(acte__in=("preparer", "rendre_avis", "rouvrir_instruction"))
    return pas.select_related("seance").order_by("-pk").first()


def dossiers_d_un_courriel(courriel: str, territoire: Any) -> list[Operation]:
    """The applications that an address began or handed in, the latest first."""
    liens = LienPorteur.objects.filter(courriel=courriel, revoque_le=None, operation__territoire=territoire)
    trouvees = Operation.objects.filter(pk__in=liens.values("operation"), appel__isnull=False)
    return list(trouvees.select_related("appel", "territoire").order_by("-pk")[:10])
