"""From the prescription to the commission: nobody is doubled, nobody is left without an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.exports import tableau_des_participations
from deplie.parcours.models import CritereProuve, Prescription
from deplie.parcours.queries.prescription import compter, criteres_de, liste, prescriptions_visibles_par
from deplie.parcours.rules.preuve import PREUVES, derniere_perimee, est_valable, valable_jusqu_au
from deplie.personnes.models import Personne
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.rules import CRITERE
from tests.factories import PrescriptionFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(2024, 3, 4)


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def ccas(lieu):
    return f.organisation(lieu, "CCAS d'Exemple")


@pytest.fixture
def prescriptrice(lieu, ccas):
    return f.acteur(lieu, "prescripteur", structure=ccas, prenom="Rose", nom="Fictive")


def prescrire(par, qui=None, **valeurs):
    dites = {"le": JOUR, "information_le": JOUR, "consentement_le": JOUR, "criteres": {"RSA": JOUR}}
    return actions.prescrire(
        personne=qui or f.personne(par.territoire),
        dispositif=par.territoire.dispositifs.get(),
        par=par,
        **dites | valeurs,
    )


def presentee(par, **valeurs):
    prescription = prescrire(par, **valeurs)
    actions.declarer_recevable(prescription=prescription, le=JOUR, par=par)
    actions.presenter(prescription=prescription, le=JOUR, par=par)
    return prescription


def test_every_criterion_has_its_piece():
    assert set(PREUVES) == {code.code for code in CRITERE}


@pytest.mark.parametrize(
    ("critere", "fin"),
    [("RSA", date(2024, 5, 29)), ("QPV", date(2024, 8, 29)), ("ASE", date(2025, 2, 28)), ("TH", None)],
)
def test_a_piece_proves_for_a_time(critere, fin):
    le = date(2024, 2, 29)
    assert valable_jusqu_au(critere, le) == fin
    assert est_valable(critere, le, fin or date(2040, 1, 1))
    assert fin is None or not est_valable(critere, le, fin + timedelta(days=1))
    assert not est_valable(critere, le, le - timedelta(days=1))


def test_the_commission_s_day_is_the_entry_and_nothing_is_asked_twice(ines, ccas):
    prescription = presentee(ines, prescripteur=ccas, freins=["mobilite"])
    participation = actions.admettre_prescription(prescription=prescription, le=date(2024, 3, 20), par=ines)
    participation.refresh_from_db()
    assert (participation.date_entree, participation.date_prescription) == (date(2024, 3, 20), JOUR)
    assert participation.prescripteur == ccas
    assert [c.code for c in participation.criteres.all()] == ["RSA"]
    assert [frein.theme for frein in participation.freins.all()] == ["mobilite"]
    assert participation.prescription == prescription


def test_without_a_proof_a_derogation_says_why(ines):
    prescription = presentee(ines, criteres={"RSA": JOUR - timedelta(days=200), "PI": None})
    with pytest.raises(RefusMetier, match="Datez une pièce, ou motivez une dérogation"):
        actions.admettre_prescription(prescription=prescription, le=JOUR, par=ines)
    participation = actions.admettre_prescription(
        prescription=prescription, le=JOUR, par=ines, derogation="Continuité de parcours"
    )
    assert {c.code for c in participation.criteres.all()} == {"RSA", "PI", "DEROG"}


def test_a_refusal_proposes_another_way_and_the_prescriber_reads_it(ines, prescriptrice, client_de_page):
    prescription = presentee(ines, prescripteur=prescriptrice.organisation)
    with pytest.raises(RefusMetier, match="propose une autre voie"):
        actions.refuser(prescription=prescription, le=JOUR, raison="Autre besoin", autre_voie=" ", par=ines)
    actions.refuser(prescription=prescription, le=JOUR, raison="Autre besoin", autre_voie="Mission locale", par=ines)
    page = client_de_page(prescriptrice).get(f"/OUEST/prescriptions/{prescription.pk}/").content.decode()
    assert "Autre besoin" in page
    assert "Mission locale" in page


def test_nobody_waits_for_ever(ines):
    vieille = prescrire(ines)
    recente = prescrire(ines, le=timezone.localdate(), information_le=JOUR, consentement_le=JOUR)
    assert actions.classer_expirees(par=ines, jour=timezone.localdate()) == 1
    vieille.refresh_from_db()
    recente.refresh_from_db()
    assert (vieille.statut, vieille.raison, recente.statut) == ("ANNULE", "Sans réponse dans le délai.", "PRESCRIT")


def test_the_notice_and_the_agreement_come_first(ines):
    with pytest.raises(RefusMetier, match="Remettez la notice"):
        prescrire(ines, information_le=None)
    with pytest.raises(RefusMetier, match=r"L'accord .* est dans l'avenir"):
        prescrire(ines, consentement_le=timezone.localdate() + timedelta(days=1))


def test_one_prescription_at_a_time_and_none_for_who_is_followed(ines):
    qui = f.personne(ines.territoire)
    prescrire(ines, qui)
    with pytest.raises(RefusMetier, match="déjà une prescription en attente"):
        prescrire(ines, qui)
    suivie = f.participation(ines.territoire)
    with pytest.raises(RefusMetier, match="déjà suivie"):
        prescrire(ines, suivie.personne)


def test_a_decision_follows_the_one_before(ines):
    prescription = prescrire(ines)
    with pytest.raises(RefusMetier, match="précède l'étape d'avant"):
        actions.declarer_recevable(prescription=prescription, le=JOUR - timedelta(days=1), par=ines)


def test_the_name_of_an_outreach_action_is_no_attribute(ines):
    prescription = prescrire(ines, origine="ALLER_VERS", aller_vers="Stand du marché")
    assert prescription.aller_vers == "Stand du marché"
    autre = prescrire(ines, origine="STRUCTURE", aller_vers="Stand du marché")
    assert autre.aller_vers == ""
    assert not {"aller_vers", "origine"} & {c.nom for c in tableau_des_participations(ines).colonnes}
    assert "aller_vers" not in DIMENSIONS
    # Prescriptions are counted by their three origins; none of these values names an action.
    assert [code.code for code in DIMENSIONS["origine"].liste] == [code for code, _ in Prescription.Origine.choices]


def test_each_sees_the_prescriptions_of_their_perimeter(lieu, ines, prescriptrice):
    association = f.organisation(lieu, "Association Fictive")
    referent = f.acteur(lieu, "referent_parcours", structure=association)
    autre_referent = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Autre Fictive"))
    sienne = prescrire(prescriptrice)
    suivie = prescrire(ines, referent=referent.agent)
    assert set(prescriptions_visibles_par(ines)) == {sienne, suivie}
    assert set(prescriptions_visibles_par(prescriptrice)) == {sienne}
    assert set(prescriptions_visibles_par(referent)) == {sienne, suivie}
    assert set(prescriptions_visibles_par(autre_referent)) == {sienne}
    assert not prescriptions_visibles_par(f.acteur(lieu, "elu_copil"))


def test_the_counters_are_those_of_the_lists(ines):
    prescrire(ines)
    presentee(ines)
    actions.admettre_prescription(prescription=presentee(ines), le=JOUR, par=ines)
    comptes = compter(ines)
    assert comptes == {"a_recevoir": 1, "recevables": 0, "commission": 1, "preuves": 2, "decidees": 1}
    assert {onglet: liste(ines, onglet).count() for onglet in comptes} == comptes


def test_sensitive_criteria_are_read_by_those_entitled(ines):
    prescription = prescrire(ines, criteres={"RSA": JOUR, "TH": JOUR})
    dpo = f.acteur(ines.territoire, "dpo")
    assert len(criteres_de(prescription, ines, JOUR)) == 2
    assert len(criteres_de(prescription, dpo, JOUR)) == 1


@pytest.fixture
def client_de_page():
    from django.test import Client

    def ouvrir(acteur):
        client = Client()
        client.force_login(acteur.compte)
        return client

    return ouvrir


ORIENTATION = {
    "nom": "Exemple", "prenom": "Zélie", "date_naissance": "14/05/1985", "sexe": "F", "le": "04/03/2024",
    "origine": "STRUCTURE", "criteres": ["RSA"], "piece_RSA": "01/03/2024", "information_le": "04/03/2024",
    "consentement_le": "04/03/2024",
}  # fmt: skip


def test_somebody_known_is_joined_never_doubled(lieu, prescriptrice, client_de_page):
    connue = f.personne(lieu, "EXEMPLE", "Zelie", date_naissance=date(1985, 5, 14))
    envoi = ORIENTATION | {"dispositif": lieu.dispositifs.get().pk}
    reponse = client_de_page(prescriptrice).post("/OUEST/prescriptions/orienter/", envoi)
    prescription = Prescription.objects.get()
    assert reponse["Location"] == f"/OUEST/prescriptions/{prescription.pk}/"
    assert (prescription.personne, Personne.objects.count()) == (connue, 1)
    assert (prescription.prescripteur, prescription.auteur) == (prescriptrice.organisation, prescriptrice.agent)
    assert [(c.code, c.piece_du) for c in prescription.criteres.all()] == [("RSA", date(2024, 3, 1))]


def test_a_mistake_loses_nothing_and_records_nobody(lieu, prescriptrice, client_de_page):
    envoi = ORIENTATION | {
        "dispositif": lieu.dispositifs.get().pk,
        "consentement_le": "04/03/2094",
        "situation": "Permis",
    }
    page = client_de_page(prescriptrice).post("/OUEST/prescriptions/orienter/", envoi)
    assert page.status_code == 200
    assert "est dans l&#x27;avenir" in page.content.decode()
    assert "Permis" in page.content.decode()
    assert not Personne.objects.exists()


def test_what_is_already_answered_is_folded_and_opens_on_what_it_holds(prescriptrice, client_de_page, lieu):
    client, adresse = client_de_page(prescriptrice), "/OUEST/prescriptions/orienter/"
    assert client.get(adresse).content.decode().count('<details class="partie">') == 1
    tard = ORIENTATION | {"dispositif": lieu.dispositifs.get().pk, "le": "04/03/2094"}
    page = client.post(adresse, tard).content.decode()
    assert page.count('<details class="partie" open>') == 1, "neither an answer nor a fault hides in a fold"


def test_who_receives_says_where_an_orientation_comes_from(ines, client_de_page, lieu):
    """Nothing is answered in their place: the structure, the person or an action."""
    client, adresse = client_de_page(ines), "/OUEST/prescriptions/orienter/"
    assert client.get(adresse).content.decode().count('<details class="partie">') == 0
    envoi = ORIENTATION | {"dispositif": lieu.dispositifs.get().pk, "origine": ""}
    assert client.post(adresse, envoi).context["formulaire"].errors.keys() == {"origine"}


def test_from_the_prescription_to_the_entry_by_the_pages(ines, client_de_page):
    prescription = prescrire(ines)
    client = client_de_page(ines)
    debut = f"/OUEST/prescriptions/{prescription.pk}/"
    assert "Déclarer recevable" in client.get(debut).content.decode()
    for acte in ("declarer_recevable", "presenter"):
        assert client.get(f"{debut}{acte}/").status_code == 200
        assert client.post(f"{debut}{acte}/", {"le": "05/03/2024"})["Location"] == debut
    assert "Décider en séance" in client.get(debut).content.decode()
    assert client.get(f"{debut}admettre/").status_code == 404, "a commission decides in its séance"
    refus = client.post(f"{debut}presenter/", {"le": "06/03/2024"}).content.decode()
    assert "n&#x27;est possible que dans l&#x27;état" in refus


def test_who_oriented_reads_until_when_an_answer_may_come(ines, prescriptrice, client_de_page):
    prescription = prescrire(prescriptrice)
    adresse = f"/OUEST/prescriptions/{prescription.pk}/"
    assert "Réponse avant le" in client_de_page(prescriptrice).get(adresse).content.decode()
    actions.declarer_recevable(prescription=prescription, le=JOUR, par=ines)
    actions.presenter(prescription=prescription, le=JOUR, par=ines)
    actions.refuser(prescription=prescription, le=JOUR, raison="Autre besoin", autre_voie="Mission locale", par=ines)
    assert "Réponse avant le" not in client_de_page(prescriptrice).get(adresse).content.decode()


def test_a_prescriber_decides_nothing(ines, prescriptrice, client_de_page):
    prescription = prescrire(prescriptrice)
    client = client_de_page(prescriptrice)
    assert client.get(f"/OUEST/prescriptions/{prescription.pk}/").status_code == 200
    assert client.post(f"/OUEST/prescriptions/{prescription.pk}/declarer_recevable/").status_code == 403
    autre = PrescriptionFactory(personne__territoire=ines.territoire)
    assert client.get(f"/OUEST/prescriptions/{autre.pk}/").status_code == 404


def test_the_list_asks_as_little_for_fifty_as_for_one(ines, client_de_page, django_assert_max_num_queries):
    client = client_de_page(ines)
    for _ in range(30):
        prescrire(ines, prescripteur=f.organisation(ines.territoire, f"Structure {_}"))
    client.get("/OUEST/prescriptions/")
    with django_assert_max_num_queries(11):
        client.get("/OUEST/prescriptions/")


class TestPreuves:
    """Those that wait with a piece that ages: said before it no longer proves anything."""

    @pytest.fixture
    def attend(self, lieu):
        """A RSA statement of 1 May 2021, good for three months; thirty days before its end is 2 July."""
        prescription = PrescriptionFactory(personne=f.personne(lieu), le=date(2021, 5, 1), expire_le=date(2021, 9, 1))
        CritereProuve.objects.create(prescription=prescription, code="RSA", piece_du=date(2021, 5, 1))
        CritereProuve.objects.create(prescription=prescription, code="SENIOR", piece_du=date(2001, 5, 1))
        return prescription

    @pytest.mark.parametrize(("jour", "nombre"), [("2021-07-01", 0), ("2021-07-02", 1), ("2021-10-01", 1)])
    def test_it_is_said_within_the_delay(self, lieu, attend, jour, nombre):
        with time_machine.travel(f"{jour}T10:00:00+00:00", tick=False):
            acteur = f.acteur(lieu, "animateur_coordonnateur")
            assert list(liste(acteur, "preuves")) == [attend] * nombre
            assert compter(acteur)["preuves"] == nombre

    def test_a_sensitive_criterion_is_not_told_by_a_list(self, lieu, attend):
        attend.criteres.all().delete()
        CritereProuve.objects.create(prescription=attend, code="DETENTION_MJ", piece_du=date(2021, 5, 1))
        with time_machine.travel("2021-11-02T10:00:00+00:00", tick=False):
            assert compter(f.acteur(lieu, "animateur_coordonnateur"))["preuves"] == 1
            assert compter(f.acteur(lieu, "directeur_plie"))["preuves"] == 0

    def test_what_is_decided_waits_for_nothing(self, lieu, attend):
        attend.statut, attend.raison = "ANNULE", "Sans suite"
        attend.save()
        with time_machine.travel("2021-07-20T10:00:00+00:00", tick=False):
            assert compter(f.acteur(lieu, "animateur_coordonnateur"))["preuves"] == 0


QUI_VIEILLISSENT = sorted(code for code, preuve in PREUVES.items() if preuve.mois)


@given(st.sampled_from(QUI_VIEILLISSENT), st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(-4, 4))
def test_the_bound_of_old_pieces_is_exact(code, limite, ecart):
    borne = derniere_perimee(code, limite)
    piece = borne + timedelta(days=ecart)
    assert (valable_jusqu_au(code, piece) <= limite) == (piece <= borne)


def test_nothing_is_dated_unless_said(lieu, prescriptrice, client_de_page):
    client, adresse = client_de_page(prescriptrice), "/OUEST/prescriptions/orienter/"
    vide = client.get(adresse).content.decode()
    assert 'name="information_le" value=' not in vide
    envoi = ORIENTATION | {"dispositif": lieu.dispositifs.get().pk, "information_le": "", "consentement_le": ""}
    assert "obligatoire" in client.post(adresse, envoi).content.decode()
    assert not Prescription.objects.exists()
    coches = {"information_le-aujourd-hui": "on", "consentement_le-aujourd-hui": "on", "consentement_le": "04/03/2024"}
    client.post(adresse, envoi | coches)
    faite = Prescription.objects.get()
    assert faite.information_le == timezone.localdate()
    assert faite.consentement_le == date(2024, 3, 4), "what is typed wins"


def test_those_known_of_who_orients_are_shown_first_and_nobody_else(lieu, prescriptrice, client_de_page):
    vue = f.personne(lieu, "Exemplet", "Zélie", date_naissance=date(1985, 5, 14))
    f.participation(lieu, vue, prescripteur=prescriptrice.organisation)
    f.participation(lieu, f.personne(lieu, "Exemples", "Zélie", date_naissance=date(1985, 5, 14)))
    client, adresse = client_de_page(prescriptrice), "/OUEST/prescriptions/orienter/"
    envoi = ORIENTATION | {"dispositif": lieu.dispositifs.get().pk, "situation": "Permis"}
    cherchee = client.post(adresse, {"nom": "Exemple", "prenom": "Zélie", "chercher": "1", "situation": "Permis"})
    for page in (cherchee, client.post(adresse, envoi)):
        lue = page.content.decode()
        assert "Zélie Exemplet" in lue
        assert f"/OUEST/personnes/{vue.pk}/orienter/" in lue
        assert "Exemples" not in lue, "followed by another body"
        assert "Permis" in lue
        assert "correction" not in lue, "the rest is not asked for yet"
    assert not Prescription.objects.exists()
    client.post(adresse, envoi | {"confirme": "on"})
    assert Prescription.objects.get().personne != vue


def test_enter_in_a_field_goes_on_and_does_not_search(prescriptrice, client_de_page):
    page = client_de_page(prescriptrice).get("/OUEST/prescriptions/orienter/").content.decode()
    formulaire = page[page.index("data-garder") :]
    premier = formulaire[formulaire.index("<button") :].split(">", 1)[0]
    assert 'type="submit"' in premier
    assert "chercher" not in premier


def test_a_search_without_a_name_says_what_is_missing(prescriptrice, client_de_page):
    page = client_de_page(prescriptrice).post("/OUEST/prescriptions/orienter/", {"chercher": "1"}).content.decode()
    assert "2 corrections sont attendues" in page


def test_the_sixteen_themes_are_all_asked():
    from deplie.parcours.rules.diagnostic import THEMES
    from deplie.parcours.rules.frein import GROUPES

    assert sorted(theme for themes in GROUPES.values() for theme in themes) == sorted(THEMES)
