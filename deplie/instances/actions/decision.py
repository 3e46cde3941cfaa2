"""What a séance decides: each kind of object does what its room registered, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.actions._controle import PHRASES, tenir
from deplie.instances.models import Decision, Rectification, Seance
from deplie.instances.queries.objets import genre
from deplie.instances.rules import refus_de_decider
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@dataclass(frozen=True)
class Choix:
    """A decision to record: on what, its result, and what was typed beside it."""

    genre: str
    objet: int
    resultat: str
    valeurs: Mapping[str, Any] = field(default_factory=dict)


class DecisionsRefusees(RefusMetier):
    """Some decisions cannot be: ``refus`` gives the sentence of each. Nothing was recorded."""

    def __init__(self, refus: Mapping[tuple[str, int], str]) -> None:
        super().__init__(" ".join(refus.values()))
        self.refus = refus


@transaction.atomic
def inscrire_decisions(*, seance: Seance, choix: Sequence[Choix], par: Acteur) -> int:
    """Record what a séance decided, and do it: the day of the séance is the day of each decision. How many.

    All of them or none. Raises RefusMetier for a séance to come or cancelled, without any decision, or by who may not;
    DecisionsRefusees with the sentence of each that cannot be.
    """
    ici = Seance.objects.select_for_update(of=("self",)).select_related("instance").get(pk=seance.pk)
    if phrase := refus_de_decider(ici.le, ici.statut == Seance.Statut.ANNULEE, timezone.localdate()):
        raise RefusMetier(phrase)
    if not choix:
        raise RefusMetier("Aucune décision n'est choisie.")
    refus: dict[tuple[str, int], str] = {}
    rang = ici.decisions.count()
    for un in choix:
        try:
            with transaction.atomic():
                _inscrire(ici, un, rang + 1, par)
        except RefusMetier as cause:
            refus[un.genre, un.objet] = cause.message
        else:
            rang += 1
    if refus:
        raise DecisionsRefusees(refus)
    tenir(ici)
    seance.statut = ici.statut
    consigner("inscrire des décisions", par=par, objet=ici, detail={"decisions": len(choix)})
    return len(choix)


@transaction.atomic
def rectifier_decision(
    *,
    decision: Decision,
    resultat: str,
    pourquoi: str,
    par: Acteur,
    raison: str = "",
    autre_voie: str = "",
    autres: Mapping[str, Any] | None = None,
) -> Rectification:
    """Correct what a séance decided of one object, while nothing later depends on it: what was recorded first is kept
    with the reason, and the day stays that of the séance. ``autres``: what its kind asks beside (an amount).

    Raises RefusMetier without a reason, when nothing changes, by who may not, or with what depends on the decision.
    """
    ici = Decision.objects.select_for_update(of=("self",)).select_related("seance__instance").get(pk=decision.pk)
    sorte = genre(ici.genre)
    if not par.peut(sorte.droit):
        raise RefusMetier("Cette décision demande un droit que vous n'avez pas.")
    if sorte.rectifier is None or resultat not in sorte.resultats:
        raise RefusMetier("Cette décision ne se rectifie pas ainsi.")
    textes = {"motif": " ".join(raison.split()), "proposition": " ".join(autre_voie.split())}
    # What its kind asks beside is compared where it is kept.
    if not autres and (ici.resultat, ici.motif, ici.proposition) == (resultat, *textes.values()):
        raise RefusMetier("Rien ne change : la décision dit déjà cela.")
    rectification = Rectification(decision=ici, par=par.compte, pourquoi=" ".join(pourquoi.split()))
    for champ in ("resultat", "motif", "proposition", "derogation"):
        setattr(rectification, champ, getattr(ici, champ))
    with traduire(PHRASES):
        rectification.save()
    valeurs = {"raison": textes["motif"], "autre_voie": textes["proposition"], **(autres or {})}
    derogation = sorte.rectifier(
        objet=ici.objet_id, avant=ici.resultat, apres=resultat, valeurs=valeurs, le=ici.seance.le, par=par
    )
    for champ, valeur in {"resultat": resultat, "derogation": derogation, **textes}.items():
        setattr(ici, champ, valeur)
        setattr(decision, champ, valeur)
    ici.save(update_fields=["resultat", "motif", "proposition", "derogation"])
    detail = {"decision": ici.pk, "genre": ici.genre, "avant": rectification.resultat, "apres": resultat}
    consigner("rectifier une décision", par=par, objet=ici.seance, detail=detail)
    return rectification


def _inscrire(seance: Seance, un: Choix, rang: int, par: Acteur) -> None:
    sorte = genre(un.genre)
    if not par.peut(sorte.droit):
        raise RefusMetier("Cette décision demande un droit que vous n'avez pas.")
    if seance.instance.nature not in sorte.natures or un.resultat not in sorte.resultats:
        raise RefusMetier("Cette instance ne prend pas cette décision.")
    if Decision.objects.filter(seance=seance, genre=un.genre, objet_id=un.objet).exists():
        raise RefusMetier("Cette séance a déjà décidé de ce dossier.")
    derogation = sorte.decider(
        objet=un.objet, resultat=un.resultat, valeurs=un.valeurs, le=seance.le, par=par, seance=seance
    )
    Decision.objects.create(
        seance=seance,
        rang=rang,
        genre=un.genre,
        objet_id=un.objet,
        resultat=un.resultat,
        motif=" ".join(str(un.valeurs.get("raison", "")).split()),
        proposition=" ".join(str(un.valeurs.get("autre_voie", "")).split()),
        derogation=derogation,
        par=par.compte,
    )
