"""The life of a parcours: no path but the table's, whatever is tried, in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from deplie.parcours import actions
from deplie.parcours.actions.rectification import rectifier_prescription
from deplie.parcours.actions.seance import decider_sortie
from deplie.parcours.models import Emploi, Etape, Participation, Prescription, Suspension
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.queries.suivi import vies
from deplie.parcours.rules import cycle
from deplie.socle.erreurs import RefusMetier
from tests.parcours import fabrique as f

DEPART = date(2024, 1, 8)


def test_every_state_can_be_reached_and_every_act_leads_somewhere():
    atteints = {code for transition in cycle.TRANSITIONS.values() for code in transition.vers}
    assert atteints == set(cycle.ETATS)
    for transition in cycle.TRANSITIONS.values():
        assert transition.vers
        assert transition.depuis <= {*cycle.ETATS, cycle.DEBUT}


def test_only_a_duplicate_is_never_left():
    quittes = {code for transition in cycle.TRANSITIONS.values() for code in transition.depuis}
    assert set(cycle.ETATS) - quittes == {cycle.ANNULE}


def test_a_refusal_says_where_one_stands_and_from_where_the_act_is_possible():
    phrase = cycle.refus("reprendre", cycle.ACTIF)
    assert phrase == "Le parcours est « en parcours » : « Reprendre » n'est possible que dans l'état « suspendu »."
    assert cycle.refus("reprendre", cycle.SUSPENDU) == ""


class Vie(RuleBasedStateMachine):
    """Somebody's life in a scheme: any act at any moment, one a day."""

    def __init__(self) -> None:
        super().__init__()
        self.bloc = transaction.atomic()
        self.bloc.__enter__()
        self.jour = DEPART
        lieu = f.territoire("VIE")
        self.par = f.acteur(lieu, "animateur_coordonnateur")
        self.qui = f.personne(lieu, date_naissance=date(1985, 5, 14))
        self.dispositif = lieu.dispositifs.get()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.bloc.__exit__(None, None, None)

    @property
    def prescription(self) -> Prescription | None:
        return Prescription.objects.en_attente().filter(personne=self.qui).first()

    @property
    def participation(self) -> Participation | None:
        return Participation.objects.filter(personne=self.qui).order_by("-date_entree", "-pk").first()

    @property
    def etat(self) -> str:
        if prescription := self.prescription:
            return prescription.statut
        return etat_de(self.participation) if self.participation else cycle.DEBUT

    @property
    def decidee(self) -> Prescription | None:
        """The prescription whose decision holds: put off, or admitted and nothing since."""
        if self.etat == cycle.AJOURNE:
            return self.prescription
        ici = self.participation if self.etat == cycle.ADMIS else None
        return Prescription.objects.filter(participation=ici, statut=cycle.ADMIS).first() if ici else None

    def possible(self, acte: str) -> bool:
        """What the table says; somebody who is gone may come back. What no commission decided is not corrected."""
        if acte == "rectifier":
            return self.decidee is not None
        retour = self.etat in {*cycle.SORTIES, cycle.ANNULE} and cycle.DEBUT in cycle.TRANSITIONS[acte].depuis
        return retour or acte in cycle.permis(self.etat)

    @rule(acte=st.sampled_from(sorted(cycle.TRANSITIONS)))
    def tenter(self, acte: str) -> None:
        self.jour += timedelta(days=1)
        avant, possible = self.etat, self.possible(acte)
        with time_machine.travel(self.jour, tick=False):
            try:
                with transaction.atomic():
                    self.faire(acte)
            except (RefusMetier, SansObjet):
                assert not possible, f"{acte} was refused in {avant!r}"
                assert self.etat == avant
                return
        assert possible, f"{acte} was accepted in {avant!r}"
        # A prescription that ends leaves nobody waiting: what is seen then is the former participation, or nothing.
        finie = {cycle.REFUSE, cycle.ANNULE} & cycle.TRANSITIONS[acte].vers and avant in cycle.EN_ATTENTE
        assert finie or self.etat in cycle.TRANSITIONS[acte].vers

    @rule(formulaire=st.booleans())
    def valider_hors_seance(self, formulaire: bool) -> None:
        """No form, no call validates an exit that a séance decides."""
        ici = self.participation
        if ici is None or ici.date_sortie is None or ici.motif_sortie != "A_ABAND" or ici.date_validation_sortie:
            return
        champs = {"motif": ici.motif_sortie, "le": ici.date_sortie, "validee_le": self.jour}
        acte, dits = (actions.prononcer_sortie, champs) if formulaire else (actions.valider_sortie, {"le": self.jour})
        with time_machine.travel(self.jour, tick=False), pytest.raises(RefusMetier, match="en séance"):
            acte(participation=ici, par=self.par, **dits)
        assert etat_de(ici) == cycle.SORTIE_PROPOSEE

    def faire(self, acte: str) -> None:
        un: dict[str, Callable[[], object]] = {
            "prescrire": self.prescrire,
            "rectifier": self.rectifier,
            "admettre_sans_prescription": lambda: actions.admettre(
                personne=self.qui, dispositif=self.dispositif, date_entree=self.jour, par=self.par
            ),
        }
        if acte in un:
            un[acte]()
        elif acte in AVANT:
            AVANT[acte](exister(self.prescription), self)
        elif self.prescription:
            # The person waits for a commission: what is past is not reopened meanwhile.
            raise SansObjet
        else:
            APRES[acte](exister(self.participation), self)

    def prescrire(self) -> None:
        actions.prescrire(
            personne=self.qui, dispositif=self.dispositif, le=self.jour, par=self.par,
            criteres={"RSA": self.jour}, information_le=self.jour, consentement_le=self.jour,
        )  # fmt: skip

    def rectifier(self) -> None:
        """Admitted rather than put off, put off rather than admitted, on the day of the decision."""
        ici = exister(self.decidee)
        avant, apres = ("ajourner", "admettre") if ici.statut == cycle.AJOURNE else ("admettre", "ajourner")
        valeurs = {"raison": "Erreur de saisie"}
        rectifier_prescription(objet=ici.pk, avant=avant, apres=apres, valeurs=valeurs, le=ici.statut_le, par=self.par)

    @invariant()
    def aucun_enregistrement_impossible(self) -> None:
        finies = Participation.objects.exclude(date_sortie=None)
        assert not Suspension.objects.filter(fin=None, participation__in=finies).exists()
        ouvertes = Etape.objects.filter(date_fin=None, participation__in=finies).exclude(statut="ANNULEE")
        assert not ouvertes.exists()
        assert Participation.objects.filter(personne=self.qui, date_sortie=None).count() <= 1
        assert Prescription.objects.en_attente().filter(personne=self.qui).count() <= 1
        for participation in Participation.objects.filter(personne=self.qui):
            assert etat_de(participation) in cycle.ETATS
            assert vies([participation])[participation.pk].etat == etat_de(participation)
            assert Suspension.objects.filter(participation=participation, fin=None).count() <= 1
            assert Emploi.objects.filter(participation=participation, fin=None).count() <= 1


class SansObjet(Exception):
    """Nothing to act on."""


def exister(objet):
    if objet is None:
        raise SansObjet
    return objet


def signer(participation: Participation, vie: Vie) -> None:
    """Signed once the parcours has begun, it is in order late: the state stays, and no act of the table is made."""
    if etat_de(participation) in {cycle.ACTIF, cycle.SUSPENDU, cycle.EN_EMPLOI_SUIVI}:
        raise SansObjet
    contrat = participation.contrats.order_by("-rang").first()
    if contrat is None:
        contrat = actions.etablir_contrat(participation=participation, le=vie.jour, par=vie.par)
    elif contrat.signe:
        raise RefusMetier("Le contrat est déjà signé.")
    actions.signer_contrat(contrat=contrat, par=vie.par, personne_le=vie.jour, referent_le=vie.jour, plan_le=vie.jour)


def commencer(participation: Participation, vie: Vie) -> None:
    if etat_de(participation) not in cycle.TRANSITIONS["commencer"].depuis:
        raise SansObjet
    valeurs = {"categorie": "ATELIER", "date_debut": vie.jour, "date_fin": vie.jour}
    actions.ajouter_etape(participation=participation, valeurs=valeurs, par=vie.par)


AVANT = {
    "declarer_recevable": lambda p, v: actions.declarer_recevable(prescription=p, le=v.jour, par=v.par),
    "presenter": lambda p, v: actions.presenter(prescription=p, le=v.jour, par=v.par),
    "retirer": lambda p, v: actions.retirer(prescription=p, le=v.jour, par=v.par),
    "admettre": lambda p, v: actions.admettre_prescription(prescription=p, le=v.jour, par=v.par),
    "ajourner": lambda p, v: actions.ajourner(prescription=p, le=v.jour, raison="Pièce à fournir", par=v.par),
    "refuser": lambda p, v: actions.refuser(
        prescription=p, le=v.jour, raison="Autre besoin", autre_voie="Mission locale", par=v.par
    ),
    "classer": lambda p, v: actions.classer(prescription=p, le=v.jour, raison="Injoignable", par=v.par),
}
APRES = {
    "signer_contrat": signer,
    "commencer": commencer,
    "suspendre": lambda p, v: actions.suspendre(participation=p, motif="SANTE", le=v.jour, par=v.par),
    "reprendre": lambda p, v: actions.reprendre(participation=p, le=v.jour, par=v.par),
    "embaucher": lambda p, v: actions.embaucher(participation=p, contrat="CDI", debut=v.jour, par=v.par),
    "rompre_emploi": lambda p, v: actions.rompre_emploi(participation=p, le=v.jour, raison="Essai", par=v.par),
    "proposer_sortie": lambda p, v: exiger_ouverte(p) or actions.prononcer_sortie(
        participation=p, motif="A_ABAND", le=v.jour, par=v.par, terminer_etapes=True
    ),
    "valider_sortie": lambda p, v: exiger_non_validee(p) or decider_sortie(
        objet=p.pk, resultat="valider", valeurs={}, le=v.jour, par=v.par
    ),
    "revenir_sur_validation": lambda p, v: actions.prononcer_sortie(
        participation=exister(p if p.date_validation_sortie else None),
        motif=p.motif_sortie, le=p.date_sortie, par=v.par, validee_le=None,
    ),
    "annuler_sortie": lambda p, v: exiger_reelle(p) or actions.annuler_sortie(participation=p, par=v.par),
    "annuler_doublon": lambda p, v: annuler_les_etapes(p, v) or actions.annuler_doublon(participation=p, par=v.par),
}  # fmt: skip


def exiger_ouverte(participation: Participation) -> None:
    """Proposing again an exit that is proposed corrects it: that is not an act of the table."""
    if participation.date_sortie:
        raise SansObjet


def exiger_non_validee(participation: Participation) -> None:
    """Validating again corrects the day."""
    if participation.date_validation_sortie:
        raise SansObjet


def exiger_reelle(participation: Participation) -> None:
    if participation.motif_sortie == "A_DOUBLON":
        raise SansObjet


def annuler_les_etapes(participation: Participation, vie: Vie) -> None:
    """A duplicate holds no étape that counts."""
    if participation.motif_sortie == "A_DOUBLON":
        raise SansObjet
    for etape in participation.etapes.exclude(statut="ANNULEE"):
        actions.modifier_etape(etape=etape, valeurs={"statut": "ANNULEE"}, par=vie.par)


@pytest.mark.django_db
def test_no_path_but_the_table_s():
    run_state_machine_as_test(
        Vie,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
