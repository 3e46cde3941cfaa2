"""Everything due that somebody may read: of operations, of the frame, and of the rooms above, which add their own.

A deadline names nobody: it says an operation, a day, and leads to the act that ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Prefetch
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries.page import cadre_de
from deplie.cadre.queries.subvention import organismes_de
from deplie.financements.models import BilanExecution, Operation, Reversement
from deplie.financements.queries.convention import conservation_de, termes_de
from deplie.financements.queries.operation import visibles_par
from deplie.financements.rules.cycle import BILAN_DEPOSE, CLOS, CONVENTIONNES, EN_EXECUTION
from deplie.financements.rules.echeances import (
    BILAN,
    COMPLEMENT,
    CONSERVATION,
    CONTROLE,
    FIN_CONVENTION,
    GENRES,
    REPONSE_CSF,
    VERSEMENT,
    Calendrier,
    Contradiction,
    Delais,
    Echeance,
    Periode,
    VersementPrevu,
    echeances,
)
from deplie.territoires.queries.reglages import reglages

FIN_PROTOCOLE: Final = "FIN_PROTOCOLE"
FIN_SUBVENTION: Final = "FIN_SUBVENTION"
FIN_PROGRAMMATION: Final = "FIN_PROGRAMMATION"
REVERSEMENT: Final = "REVERSEMENT"
GENRES_CADRE: Final[dict[str, str]] = {
    REVERSEMENT: "reversement à recevoir",
    FIN_PROTOCOLE: "fin de protocole",
    FIN_SUBVENTION: "fin de subvention globale",
    FIN_PROGRAMMATION: "fin de programmation",
}
# The right of the act that ends each kind, and what its link says.
ACTES: Final[dict[str, tuple[str, str]]] = {
    COMPLEMENT: ("dossier.instruire", "Voir le dossier"),
    BILAN: ("depense.declarer", "Écrire le bilan"),
    CONTROLE: ("controle.tenir", "Contrôler"),
    REPONSE_CSF: ("depense.declarer", "Répondre aux constats"),
    VERSEMENT: ("operation.gerer", "Payer"),
    FIN_CONVENTION: ("operation.gerer", "Prolonger par avenant"),
    CONSERVATION: ("operation.gerer", "Voir l'opération"),
}


@dataclass(frozen=True, order=True)
class Due:
    """Something due on a day. ``cle`` is its own in the territory; ``droit``: of the act that ends it; ``acte``: what
    the link ``adresse`` says, for a reader who holds that right or not."""

    le: date
    genre: str
    cle: str
    libelle: str
    sur: str
    adresse: str
    acte: str
    droit: str

    def etat(self, jour: date, rappel: int) -> str:
        """EN_RETARD, PROCHE or A_VENIR on a day (``rules.echeances``)."""
        return Echeance(self.le, self.genre, self.cle, self.libelle).etat(jour, rappel)


@dataclass(frozen=True)
class Source:
    """What a room adds: its kinds with their French name, the right to read them, and what it reads. ``a_l_accueil``
    is false where the home page has a panel of its own for them."""

    nom: str
    droit: str
    genres: dict[str, str]
    lire: Callable[[Acteur, date], Iterable[Due]]
    a_l_accueil: bool = True


_sources: dict[str, Source] = {}


def inscrire_source(source: Source) -> None:
    """Add what a room has due; the same name again replaces it."""
    _sources[source.nom] = source


def genres() -> dict[str, str]:
    """Every kind, with its French name."""
    tous = GENRES | GENRES_CADRE
    for source in _sources.values():
        tous |= source.genres
    return tous


def toutes(acteur: Acteur, jour: date) -> list[Due]:
    """Everything due that the actor may read and that nothing has ended yet, by date."""
    lues = [*_des_operations(acteur, jour), *_complements(acteur), *_du_cadre(acteur, jour)]
    for source in _sources.values():
        if acteur.peut(source.droit):
            lues += source.lire(acteur, jour)
    return sorted(lues)


def delais_de(acteur: Acteur) -> Delais:
    """The delays of the territory, in days."""
    lus = reglages(acteur.territoire)
    return Delais(
        lus["jours_bilan"], lus["jours_controle_bilan"], lus["jours_contradictoire"], lus["jours_rappel_echeance"]
    )


def _des_operations(acteur: Acteur, jour: date) -> list[Due]:
    """Six queries, whatever their number."""
    bilans = Prefetch("bilans", BilanExecution.objects.select_related("controle"))
    signees = visibles_par(acteur).filter(statut__in=CONVENTIONNES, convention__isnull=False)
    proches = ("convention__avenants", bilans, "versements", "reversements")
    lues = list(signees.select_related("convention").prefetch_related(*proches).order_by("code", "pk"))
    delais = delais_de(acteur)
    return [
        _due(acteur, operation, echeance)
        for operation in lues
        for echeance in echeances(_calendrier(operation, jour), delais)
        if _attend(operation, echeance, jour)
    ] + [
        _reversement(acteur, operation, un)
        for operation in lues
        for un in operation.reversements.all()
        if _a_rendre(un)
    ]


def _a_rendre(reversement: Reversement) -> bool:
    return reversement.avant_le is not None and reversement.regle_le is None


def _reversement(acteur: Acteur, operation: Operation, reversement: Reversement) -> Due:
    page = ("regler_reversement", reversement.pk) if acteur.peut("operation.gerer") else ("operation", operation.pk)
    return Due(
        reversement.avant_le,
        REVERSEMENT,
        f"operation-{operation.pk}-reversement-{reversement.rang}",
        f"{str(reversement).capitalize()} à recevoir",
        f"{operation.code}, {operation.intitule}",
        reverse(f"financements:{page[0]}", args=[acteur.territoire.code, page[1]]),
        "Régler" if acteur.peut("operation.gerer") else "Voir l'opération",
        "operation.gerer",
    )


def _attend(operation: Operation, echeance: Echeance, jour: date) -> bool:
    """Whether something is still expected: the end of a convention ends by itself, a closed operation is only kept."""
    if echeance.faite_le is not None:
        return False
    if operation.statut in CLOS:
        return echeance.genre == CONSERVATION
    return echeance.genre != FIN_CONVENTION or echeance.le >= jour


def _calendrier(operation: Operation, jour: date) -> Calendrier:
    termes = termes_de(operation.convention, jour)
    bilans = list(operation.bilans.all())
    controles = [(bilan, bilan.controle) for bilan in bilans if getattr(bilan, "controle", None)]
    versements = list(operation.versements.all())
    return Calendrier(
        debut=termes.debut,
        fin=termes.fin,
        bilans=tuple(
            Periode(b.numero, b.debut, b.fin, b.final, b.depose_le.date() if b.depose_le else None, b.valide_le)
            for b in bilans
        ),
        contradictions=tuple(
            Contradiction(b.numero, c.notifie_le, c.reponse_avant_le, c.repondu_le or c.conclu_le)
            for b, c in controles
            if c.notifie_le
        ),
        versements=tuple(VersementPrevu(v.rang, v.genre, v.prevu_le, v.paye_le) for v in versements if v.prevu_le),
        conserver_jusqu_au=conservation_de(operation, operation.convention, versements).jusqu_au,
    )


def _due(acteur: Acteur, operation: Operation, echeance: Echeance) -> Due:
    droit, acte = ACTES[echeance.genre]
    adresse = _adresse(acteur, operation, echeance) if acteur.peut(droit) else ""
    ici = reverse("financements:operation", args=[acteur.territoire.code, operation.pk])
    return Due(
        echeance.le,
        echeance.genre,
        f"operation-{operation.pk}-{echeance.cle}",
        echeance.libelle,
        f"{operation.code}, {operation.intitule}",
        adresse or ici,
        acte if adresse else "Voir l'opération",
        droit,
    )


def _adresse(acteur: Acteur, operation: Operation, echeance: Echeance) -> str:
    """The page of the act that ends it, for who holds its right; empty where that act cannot be done yet."""

    def page(nom: str, pk: int) -> str:
        return reverse(f"financements:{nom}", args=[acteur.territoire.code, pk])

    bilans = list(operation.bilans.all())
    fin = echeance.cle.partition("-")[2]
    if echeance.genre in (BILAN, CONTROLE):
        sien = next((bilan for bilan in bilans if bilan.fin.isoformat() == fin), None)
        if sien is None:
            return page("nouveau_bilan", operation.pk) if operation.statut == EN_EXECUTION else ""
        controle = getattr(sien, "controle", None)
        if controle and echeance.genre == CONTROLE:
            return page("controle", controle.pk)
        avec = operation.appel is None or operation.appel.controle_service_fait
        if echeance.genre == CONTROLE and avec and operation.statut == BILAN_DEPOSE:
            return page("controler", sien.pk)
        return page("bilan", sien.pk)
    if echeance.genre == REPONSE_CSF:
        sien = next(bilan for bilan in bilans if str(bilan.numero) == fin)
        return page("repondre_controle", sien.controle.pk)
    if echeance.genre == VERSEMENT:
        return page("payer", next(v.pk for v in operation.versements.all() if str(v.rang) == fin))
    return page("avenant", operation.pk) if echeance.genre == FIN_CONVENTION else ""


def _complements(acteur: Acteur) -> list[Due]:
    """What applicants were asked to add, and have not; for who instructs."""
    if not acteur.peut("dossier.tous"):
        return []
    attendus = visibles_par(acteur).filter(complement_avant_le__isnull=False, complement_repondu_le=None)
    droit, acte = ACTES[COMPLEMENT]
    return [
        Due(
            operation.complement_avant_le,
            COMPLEMENT,
            f"operation-{operation.pk}-complement",
            "Complément demandé au porteur",
            f"{operation.code}, {operation.intitule}",
            reverse("financements:dossier", args=[acteur.territoire.code, operation.pk]),
            acte,
            droit,
        )
        for operation in attendus.exclude(statut__in=CLOS | CONVENTIONNES).order_by("code", "pk")
    ]


def _du_cadre(acteur: Acteur, jour: date) -> list[Due]:
    """The ends of protocoles, of subventions globales and of their programmes, those that are to come."""
    if not acteur.peut("cadre.voir"):
        return []
    code = acteur.territoire.code
    lues = []
    for cadre in cadre_de(acteur.territoire, jour):
        for engagement in cadre.engagements:
            protocole = engagement.protocole
            adresse = reverse("cadre:protocole", args=[code, protocole.pk])
            fin, nom = engagement.dernier_jour, protocole.nom
            lues.append(_fin(fin, FIN_PROTOCOLE, protocole.pk, "Fin du protocole", nom, adresse))
    for organisme in organismes_de(acteur.territoire, jour):
        for lue in organisme.subventions:
            pk, sur = lue.subvention.pk, f"{lue.subvention.numero}, {organisme.organisme.nom}"
            adresse = reverse("cadre:subvention", args=[code, pk])
            lues.append(_fin(lue.dernier_jour, FIN_SUBVENTION, pk, "Fin de la subvention globale", sur, adresse))
            nom = f"Dernier jour d'éligibilité, {lue.programmation.nom}"
            lues.append(_fin(lue.programmation.fin, FIN_PROGRAMMATION, pk, nom, sur, adresse))
    return [due for due in lues if due.le >= jour]


def fins_du_cadre(acteur: Acteur, jour: date, au_plus: int) -> list[Due]:
    """The next ends of the frame, for who reads it."""
    return sorted(_du_cadre(acteur, jour), key=lambda due: (due.le, due.cle))[:au_plus]


def _fin(le: date, genre: str, pk: int, libelle: str, sur: str, adresse: str) -> Due:
    return Due(le, genre, f"{genre.lower()}-{pk}", libelle, sur, adresse, "Voir le cadre", "cadre.modifier")


@dataclass(frozen=True)
class Choix:
    """What the page is cut by: « retard », « 30 », « 90 » (late and to come within so many days) or « tout »."""

    quand: str = "90"
    genre: str = ""


QUAND: Final[dict[str, str]] = {"retard": "En retard", "30": "30 jours", "90": "90 jours", "tout": "Tout"}


def choisir(dues: Iterable[Due], choix: Choix, jour: date) -> list[Due]:
    """Those of a choice."""
    retenues = [due for due in dues if not choix.genre or due.genre == choix.genre]
    if choix.quand == "retard":
        return [due for due in retenues if due.le < jour]
    if choix.quand == "tout":
        return retenues
    return [due for due in retenues if due.le <= jour + timedelta(days=int(choix.quand))]


@dataclass(frozen=True)
class Resume:
    """What the home page says: how many are late, the next ones."""

    retards: int
    prochaines: list[Due]


def resume(acteur: Acteur, jour: date, au_plus: int = 4) -> Resume | None:
    """What is late or near, of what the actor may end; None where nothing is."""
    delais = delais_de(acteur)
    ailleurs = {genre for source in _sources.values() if not source.a_l_accueil for genre in source.genres}
    siennes = [due for due in toutes(acteur, jour) if acteur.peut(due.droit) and due.genre not in ailleurs]
    a_dire = [due for due in siennes if due.etat(jour, delais.rappel) != "A_VENIR"]
    if not a_dire:
        return None
    return Resume(sum(due.le < jour for due in a_dire), a_dire[:au_plus])
