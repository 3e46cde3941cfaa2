"""The operator's space: an étape proposed, answered, its hours, its end; what is not theirs is not found."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import Assiduite, Proposition
from deplie.parcours.queries.alertes import alertes_de
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.rules.accueil import mois_a_noter, periode_du_mois, refus_d_heures, refus_de_periode
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from tests.factories import EtapeFactory, OrganisationFactory, ParticipationFactory
from tests.factories_pieces import AssiduiteFactory, PieceJointeFactory, PropositionFactory
from tests.fichiers import donne


def hier(jours=1):
    return timezone.localdate() - timedelta(days=jours)


@pytest.fixture
def etape(distribution):
    """An étape planned at the operator, for somebody whom the référent follows."""
    suivie = ParticipationFactory(
        territoire=distribution.territoire, referent=distribution.referent.agent, date_entree=hier(400)
    )
    return EtapeFactory(
        participation=suivie, operateur=distribution.chantier, prevue=True, date_debut=hier(90), date_fin=None
    )


@pytest.fixture
def proposition(etape, distribution):
    return actions.proposer_etape(etape=etape, attendu="Passer le code", par=distribution.referent)


@pytest.fixture
def recue(etape, proposition, distribution):
    actions.accepter_proposition(proposition=proposition, par=distribution.operateur)
    etape.refresh_from_db()
    return etape


def codes(participation):
    lues = alertes_de([participation.pk], timezone.localdate())[participation.pk]
    return {alerte.code for alerte in lues} & {"etape_declinee", "etape_sans_reponse"}


def test_accepted_the_etape_has_begun_and_counts(etape, proposition, distribution):
    avant = lire(distribution.territoire.code)["etape"]
    actions.accepter_proposition(proposition=proposition, debut=hier(10), par=distribution.operateur)
    etape.refresh_from_db()
    assert (etape.statut, etape.date_debut) == ("EN_COURS", hier(10))
    assert lire(distribution.territoire.code)["etape"] > avant
    assert Proposition.objects.get().repondue_par == distribution.operateur.compte


def test_accepted_for_later_it_is_still_planned(etape, proposition, distribution):
    actions.accepter_proposition(proposition=proposition, debut=hier(-10), par=distribution.operateur)
    etape.refresh_from_db()
    assert etape.statut == "PREVUE"


def test_declined_the_operator_sees_the_person_no_more_and_the_referent_is_told(etape, proposition, distribution):
    assert etape.participation in visibles_par(distribution.operateur)
    with pytest.raises(RefusMetier, match="Dites pourquoi"):
        actions.decliner_proposition(proposition=proposition, raison=" ", par=distribution.operateur)
    actions.decliner_proposition(proposition=proposition, raison="Plus de place", par=distribution.operateur)
    etape.refresh_from_db()
    assert (etape.statut, etape.operateur) == ("PREVUE", None)
    assert etape.participation not in visibles_par(distribution.operateur)
    assert codes(etape.participation) == {"etape_declinee"}
    etape.operateur = OrganisationFactory(territoire=distribution.territoire)
    etape.save()
    assert codes(etape.participation) == set()


def test_without_an_answer_past_the_delay_the_referent_is_told(etape, proposition):
    assert codes(etape.participation) == set()
    Proposition.objects.update(le=hier(9))
    assert codes(etape.participation) == set()
    Proposition.objects.update(le=hier(10))
    assert codes(etape.participation) == {"etape_sans_reponse"}


def test_answered_once(proposition, distribution):
    actions.accepter_proposition(proposition=proposition, par=distribution.operateur)
    with pytest.raises(RefusMetier, match="n'attend plus"):
        actions.decliner_proposition(proposition=proposition, raison="Trop tard", par=distribution.operateur)


def test_proposed_to_another_the_first_has_nothing_to_answer(etape, proposition, distribution):
    with pytest.raises(RefusMetier, match="déjà proposée"):
        actions.proposer_etape(etape=etape, par=distribution.referent)
    autre = OrganisationFactory(territoire=distribution.territoire)
    actions.modifier_etape(etape=etape, valeurs={"operateur": autre}, par=distribution.referent)
    with pytest.raises(RefusMetier, match="n'attend plus"):
        actions.accepter_proposition(proposition=proposition, par=distribution.operateur)
    actions.proposer_etape(etape=etape, par=distribution.referent)
    proposition.refresh_from_db()
    assert proposition.reponse == "RETIREE"


@pytest.mark.parametrize(
    ("champs", "phrase"), [({"operateur": None}, "Choisissez d'abord"), ({"statut": "REALISEE"}, "déjà commencé")]
)
def test_what_cannot_be_proposed(etape, distribution, champs, phrase):
    type(etape).objects.filter(pk=etape.pk).update(**champs)
    with pytest.raises(RefusMetier, match=phrase):
        actions.proposer_etape(etape=etape, par=distribution.referent)


def noter(etape, par, du, heures, absence="", au=None):
    return actions.noter_assiduite(etape=etape, du=du, au=au or du, heures=Decimal(heures), absence=absence, par=par)


def test_hours_are_the_etape_s(recue, distribution):
    noter(recue, distribution.operateur, hier(3), "7")
    seconde = noter(recue, distribution.operateur, hier(2), "3.5")
    noter(recue, distribution.operateur, hier(1), "0", "EXCUSEE")
    recue.refresh_from_db()
    assert recue.heures == Decimal("10.5")
    actions.oter_assiduite(assiduite=seconde, par=distribution.operateur)
    recue.refresh_from_db()
    assert recue.heures == 7
    assert Assiduite.historique.filter(history_type="-").get().history_user == distribution.operateur.compte


def test_hours_wait_for_the_answer(etape, proposition, distribution):
    with pytest.raises(RefusMetier, match="Acceptez d'abord"):
        noter(etape, distribution.operateur, hier(3), "7")
    with pytest.raises(RefusMetier, match="Acceptez d'abord"):
        actions.conclure_etape(etape=etape, le=hier(), statut="REALISEE", par=distribution.operateur)


DEBUT, FIN, JOUR = date(2020, 3, 10), date(2020, 6, 20), date(2020, 6, 30)


@pytest.mark.parametrize(
    ("du", "au", "phrase"),
    [
        (date(2020, 4, 2), date(2020, 4, 1), "précède"),
        (date(2020, 4, 30), date(2020, 5, 1), "un mois à la fois"),
        (date(2020, 7, 1), date(2020, 7, 2), "à venir"),
        (date(2020, 3, 9), date(2020, 3, 10), "commence le 10/03/2020"),
        (date(2020, 6, 1), date(2020, 6, 21), "se termine le 20/06/2020"),
        (date(2020, 4, 15), date(2020, 4, 16), "déjà notées"),
        (date(2020, 4, 1), date(2020, 4, 14), ""),
        (date(2020, 6, 20), date(2020, 6, 20), ""),
    ],
)
def test_days_of_hours(du, au, phrase):
    dite = refus_de_periode(du, au, debut=DEBUT, fin=FIN, jour=JOUR, connues=[(date(2020, 4, 15), date(2020, 4, 30))])
    assert bool(dite) == bool(phrase)
    assert phrase in dite


@pytest.mark.parametrize(
    ("heures", "absence", "phrase"),
    [("0", "", "absence est excusée"), ("2", "EXCUSEE", "pas une absence"), ("13", "", "de 0 à 12"), ("-1", "", "de 0"),
     ("7", "", ""), ("0", "NON_EXCUSEE", "")],
)  # fmt: skip
def test_hours_that_can_be(heures, absence, phrase):
    dite = refus_d_heures(JOUR, JOUR, Decimal(heures), absence)
    assert bool(dite) == bool(phrase)
    assert phrase in dite


jours = st.dates(date(2020, 1, 1), date(2021, 3, 1))


@given(st.lists(jours, max_size=8), jours)
def test_a_month_is_said_once_while_nothing_is_noted_in_it(notes, jour):
    manquent = mois_a_noter(date(2020, 2, 10), None, [(note, note) for note in notes], jour)
    assert len(manquent) == len(set(manquent)) <= 6
    assert all(m.replace(day=1) == m and m < jour.replace(day=1) and m >= date(2020, 2, 1) for m in manquent)
    assert not {(note.year, note.month) for note in notes} & {(m.year, m.month) for m in manquent}


@given(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.one_of(st.none(), st.integers(0, 400)),
    st.integers(0, 500),
)
def test_the_days_of_a_month_to_note_can_be_noted(debut, duree, ecoule):
    """What the page offers for a month is never refused: the étape's first and last days, and today, bound it."""
    fin, jour = None if duree is None else debut + timedelta(days=duree), debut + timedelta(days=ecoule)
    for mois in mois_a_noter(debut, fin, [], jour):
        du, au = periode_du_mois(mois, debut, fin, jour)
        assert not refus_de_periode(du, au, debut=debut, fin=fin, jour=jour, connues=[])
        assert (du.year, du.month) == (mois.year, mois.month)


def test_the_end_of_an_etape(recue, distribution):
    noter(recue, distribution.operateur, hier(3), "7")
    for le, phrase in ((hier(4), "après cette fin"), (hier(-1), "dans l'avenir")):
        with pytest.raises(RefusMetier, match=phrase):
            actions.conclure_etape(etape=recue, le=le, statut="REALISEE", par=distribution.operateur)
    actions.conclure_etape(
        etape=recue, le=hier(2), statut="REALISEE", resultat="Code obtenu", par=distribution.operateur
    )
    recue.refresh_from_db()
    assert (recue.statut, recue.date_fin, recue.resultat) == ("REALISEE", hier(2), "Code obtenu")


def page(client, nom, pk, **envoi):
    adresse = reverse(f"parcours:{nom}", args=["OUEST", pk])
    return client.post(adresse, envoi) if envoi else client.get(adresse)


def test_from_the_proposal_to_the_end_on_pages(etape, client_de):
    referent, operateur = client_de("referent"), client_de("operateur")
    assert "Proposer à l" in page(referent, "etape", etape.pk).content.decode()
    assert page(referent, "proposer_etape", etape.pk, attendu="Passer le code").status_code == 302
    assert "On attend de vous" in operateur.get("/OUEST/").content.decode()
    assert "Passer le code" in page(operateur, "accueil", etape.pk).content.decode()
    muette = page(operateur, "accueil", etape.pk, reponse="DECLINER")
    assert "son référent la lira" in str(muette.context["formulaire"].errors)
    assert page(operateur, "accueil", etape.pk, reponse="ACCEPTER", debut=f"{hier(20):%d/%m/%Y}").status_code == 302
    assert page(operateur, "noter_heures", etape.pk, du=f"{hier(3):%d/%m/%Y}", heures="3,5").status_code == 302
    lue = page(operateur, "accueil", etape.pk).content.decode()
    assert "3,50 heures faites" in lue
    joindre = reverse("parcours:joindre_piece", args=["OUEST", "etape", etape.pk])
    assert operateur.post(joindre, {"fichier": donne("e.pdf"), "intitule": "Émargement"}).status_code == 302
    assert "Émargement" in page(operateur, "accueil", etape.pk).content.decode()
    assert page(operateur, "conclure_etape", etape.pk, le=f"{hier():%d/%m/%Y}", statut="REALISEE").status_code == 302
    personne = etape.participation.personne
    assert "Émargement" in page(referent, "personne", personne.pk).content.decode()
    assert Journal.objects.filter(verbe="consulter", objet_id=str(personne.pk), detail__page="accueil").exists()


def test_the_referent_reads_the_answer(etape, proposition, client_de, distribution):
    actions.decliner_proposition(proposition=proposition, raison="Plus de place", par=distribution.operateur)
    client = client_de("referent")
    lue = page(client, "personne", etape.participation.personne.pk).content.decode()
    assert "déclinée par Chantier du littoral" in lue
    assert "Plus de place" in lue
    assert reverse("parcours:etape", args=["OUEST", etape.pk]) in lue
    assert "Plus de place" in page(client, "proposer_etape", etape.pk).content.decode()


def test_another_structure_s_etape_is_not_found(etape, distribution, client_de):
    autre = OrganisationFactory(territoire=etape.territoire)
    ailleurs = EtapeFactory(participation=etape.participation, operateur=autre)
    heures = AssiduiteFactory(etape=ailleurs)
    PropositionFactory(etape=ailleurs)
    client = client_de("operateur")
    for nom in ("accueil", "noter_heures", "conclure_etape"):
        assert page(client, nom, ailleurs.pk).status_code == 404
    assert page(client, "oter_heures", heures.pk, x="1").status_code == 404
    assert "Atelier d&#x27;essai" not in client.get("/OUEST/accueils/?onglet=terminees").content.decode()


def test_the_operator_s_page_says_nothing_else(etape, distribution, client_de):
    """Neither what the référent knows, nor the étapes of others, nor a piece of something else."""
    suivie = etape.participation
    EtapeFactory(participation=suivie, intitule="Étape confidentielle")
    PieceJointeFactory(etape=None, sortie=suivie, intitule="Pièce de la sortie")
    suivie.personne.adresse = "1 rue de l'Essai"
    suivie.personne.save()
    lue = page(client_de("operateur"), "accueil", etape.pk).content.decode()
    for dit in ("confidentielle", "Pièce de la sortie", "rue de l", "14 mai 1985"):
        assert dit not in lue


def test_the_home_page_calls_for_the_hours_of_a_series_that_stopped(recue, distribution, client_de):
    assert "aucune heure notée" not in client_de("operateur").get("/OUEST/").content.decode()
    AssiduiteFactory(etape=recue, du=hier(89))
    assert "aucune heure notée" in client_de("operateur").get("/OUEST/").content.decode()


def test_a_month_that_is_called_for_opens_on_its_days(recue, distribution, client_de):
    """Who is told « août : aucune heure notée » types the hours, not the month; which may begin in its middle."""
    AssiduiteFactory(etape=recue, du=hier(1))
    premier = recue.date_debut
    client = client_de("operateur")
    assert "/heures/?mois=" in client.get("/OUEST/").content.decode()
    assert f"/heures/?mois={premier:%Y-%m}" in page(client, "accueil", recue.pk).content.decode()
    ouverte = client.get(reverse("parcours:noter_heures", args=["OUEST", recue.pk]), {"mois": f"{premier:%Y-%m}"})
    du, au = (ouverte.context["formulaire"].initial[nom] for nom in ("du", "au"))
    assert du == premier
    assert au + timedelta(days=1) == (premier.replace(day=1) + timedelta(days=32)).replace(day=1)
    for illisible in ("août", "2026-13", "1999-01"):
        lue = client.get(reverse("parcours:noter_heures", args=["OUEST", recue.pk]), {"mois": illisible})
        assert lue.context["formulaire"].initial == {"du": timezone.localdate()}


def test_after_a_proof_the_operator_is_back_at_the_etape(recue, client_de):
    client, joindre = client_de("operateur"), reverse("parcours:joindre_piece", args=["OUEST", "etape", recue.pk])
    retour = reverse("parcours:accueil", args=["OUEST", recue.pk])
    assert f'href="{retour}"' in client.get(joindre).content.decode()
    assert client.post(joindre, {"fichier": donne("e.pdf"), "intitule": "Émargement"}).url == retour
    referent = client_de("referent").get(joindre).content.decode()
    assert retour not in referent


def test_what_is_asked_keeps_its_own_full_stop(etape, distribution, client_de):
    actions.proposer_etape(etape=etape, attendu="Trois jours par semaine.", par=distribution.referent)
    lue = page(client_de("operateur"), "accueil", etape.pk).content.decode()
    assert "Trois jours par semaine." in lue
    assert "semaine.." not in lue
    assert f"à partir du {etape.date_debut.day}" in lue
