"""The diagnostic, version by version, and the freins followed until they are lifted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import Diagnostic, FreinSuivi
from deplie.parcours.queries.diagnostic import diagnostics_des, freins_des
from deplie.parcours.rules import diagnostic as regles
from deplie.parcours.rules import frein as regles_frein
from deplie.socle import generations
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from deplie.territoires.rules import FREIN
from tests.factories import PrescriptionFactory
from tests.factories_fiche import FreinSuiviFactory
from tests.parcours import fabrique as f

ENTREE, MARS, JUIN, JOUR = date(2021, 1, 4), date(2021, 3, 1), date(2021, 6, 1), date(2021, 6, 30)
COMPLET = {("FREIN", theme): "AUCUN" for theme in regles.THEMES} | {("SAVOIR_ETRE", "ECOUTE"): "FORT"}
SAVOIRS = {"savoir_faire": "Tenir une caisse\nConduire un chariot", "metier": "Cariste", "code_rome": "N1101"}


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def suivie(lieu):
    return f.participation(lieu, entree=ENTREE)


def ecrire(suivie, par, le=MARS, points=COMPLET, **options):
    valeurs = options.pop("valeurs", SAVOIRS)
    return actions.ecrire_diagnostic(participation=suivie, le=le, valeurs=valeurs, points=points, par=par, **options)


def page(client, acteur, nom, pk, donnees=None, **requete):
    client.force_login(acteur.compte)
    adresse = reverse(f"parcours:{nom}", args=[acteur.territoire.code, pk])
    return client.get(adresse, requete) if donnees is None else client.post(adresse, donnees)


def fiche(client, acteur, suivie):
    return page(client, acteur, "personne", suivie.personne_id, onglet="situation").content.decode()


# The diagnostic


def test_there_are_sixteen_themes_and_health_is_one():
    assert len(regles.THEMES) == 16
    assert regles.SANTE in regles.THEMES
    assert {regles_frein.theme_suivi(code.code) for code in FREIN} == set(regles.THEMES)


def test_a_version_is_written_in_several_times_then_validated(ines, suivie):
    ecrire(suivie, ines, points={("FREIN", "mobilite"): "BLOQUANT"})
    diagnostic = ecrire(suivie, ines, points=COMPLET | {("FREIN", "mobilite"): "FREINANT"}, valider=True)
    assert Diagnostic.objects.get() == diagnostic
    assert (diagnostic.rang, diagnostic.statut, diagnostic.savoirs) == (
        1, "VALIDE", ["Tenir une caisse", "Conduire un chariot"]
    )  # fmt: skip
    assert diagnostic.agent == ines.agent
    assert Journal.objects.filter(verbe="valider un diagnostic").count() == 1


def test_a_revision_is_a_new_version_and_the_former_one_stays(client, ines, suivie):
    premiere = ecrire(suivie, ines, valider=True)
    seconde = ecrire(
        suivie, ines, le=JUIN, points=COMPLET | {("FREIN", "logement-hebergement"): "BLOQUANT"},
        valeurs=SAVOIRS | {"permis": "B"},
    )  # fmt: skip
    assert (seconde.rang, seconde.statut) == (2, "EN_COURS")
    assert premiere.points.count() == len(COMPLET)
    lue = page(client, ines, "diagnostic", seconde.pk)
    assert lue.context["ecarts"] == [
        ("Permis", "rien", "permis B"), ("Logement, hébergement", "aucun frein", "bloquant"),
    ]  # fmt: skip
    assert page(client, ines, "diagnostic", premiere.pk, avec="2").context["autre"].diagnostic == seconde


def test_validating_follows_what_holds_the_person_back_and_nothing_twice(ines, suivie):
    actions.identifier_frein(participation=suivie, theme="mobilite", le=MARS, par=ines)
    niveaux = {"mobilite": "BLOQUANT", "numerique": "FREINANT", "famille": "SURVEILLER", "sante": "FREINANT"}
    ecrire(suivie, ines, points=COMPLET | {("FREIN", t): n for t, n in niveaux.items()}, valider=True)
    assert sorted(FreinSuivi.objects.values_list("theme", "identifie_le")) == [
        ("mobilite", MARS), ("numerique", MARS), ("sante", MARS),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"le": JOUR + timedelta(days=1)}, "avenir"),
        ({"le": ENTREE - timedelta(days=1)}, "précède l'entrée"),
        ({"points": {("FREIN", "inconnu"): "AUCUN"}}, "de la liste"),
        ({"points": {("FREIN", "mobilite"): "FORT"}}, "de la liste"),
        ({"points": {}, "valider": True}, "16 thèmes de freins ne sont pas"),
        ({"valeurs": {}, "valider": True}, "au moins un savoir-faire"),
    ],
)
def test_what_cannot_be_is_refused(ines, suivie, change, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        ecrire(suivie, ines, **change)
    assert not Diagnostic.objects.exists()


def test_a_revision_does_not_precede_what_it_revises_nor_follow_the_exit(lieu, ines, suivie):
    ecrire(suivie, ines, le=JUIN, valider=True)
    with pytest.raises(RefusMetier, match="version précédente"):
        ecrire(suivie, ines, le=MARS)
    sortie = f.participation(lieu, entree=ENTREE, date_sortie=MARS, motif_sortie="E_CDI")
    with pytest.raises(RefusMetier, match="terminé"):
        ecrire(sortie, ines)


def test_two_people_who_write_at_once_are_told_apart(ines, suivie):
    diagnostic = ecrire(suivie, ines)
    ouverte = version_de(diagnostic)
    ecrire(suivie, ines, points=COMPLET | {("CLE", "CALCUL"): "ACQUIS"}, edition=Edition(ouverte))
    with pytest.raises(EditionConcurrente) as refus:
        ecrire(suivie, ines, points=COMPLET, edition=Edition(ouverte))
    ecrire(suivie, ines, points=COMPLET, edition=Edition(ouverte, refus.value.vu))
    assert diagnostic.points.count() == len(COMPLET)


def test_words_of_health_are_refused_and_nothing_typed_is_lost(client, ines, suivie):
    donnees = {"le": "01/03/2021", "projet": "Reprendre après sa dépression", "FREIN_sante": "FREINANT"}
    reponse = page(client, ines, "ecrire_diagnostic", suivie.pk, donnees)
    assert "semble parler de santé" in reponse.content.decode()
    assert "Reprendre après sa dépression" in reponse.content.decode()
    assert not Diagnostic.objects.exists()
    donnees |= {"projet": "Reprendre à mi-temps", "metier": "n1101", "CLE_CALCUL": "ACQUIS", "savoir_etre": "ECOUTE"}
    assert page(client, ines, "ecrire_diagnostic", suivie.pk, donnees).status_code == 302
    [lu] = diagnostics_des(ines, [suivie.pk])[suivie.pk]
    assert lu.diagnostic.code_rome == "N1101"
    assert lu.points == {
        ("FREIN", "sante"): "FREINANT", ("CLE", "CALCUL"): "ACQUIS", ("SAVOIR_ETRE", "ECOUTE"): "FORT"
    }  # fmt: skip
    reouvert = page(client, ines, "ecrire_diagnostic", suivie.pk).context["formulaire"]
    assert (reouvert["FREIN_sante"].value(), reouvert["savoir_etre"].value()) == ("FREINANT", ["ECOUTE"])


def test_who_may_not_read_health_neither_sees_nor_erases_it(client, lieu, ines, suivie):
    diagnostic = ecrire(suivie, ines, points=COMPLET | {("FREIN", "sante"): "BLOQUANT"}, valider=True)
    relation = f.acteur(lieu, "charge_relation_entreprise")
    lu = page(client, relation, "diagnostic", diagnostic.pk)
    assert not lu.context["lu"].dit_la_sante
    assert "Santé" not in fiche(client, relation, suivie)
    assert not Journal.objects.filter(verbe="lire les freins sensibles").exists()
    assert page(client, relation, "ecrire_diagnostic", suivie.pk).status_code == 403
    page(client, ines, "diagnostic", diagnostic.pk)
    assert Journal.objects.filter(verbe="lire les freins sensibles").count() == 1


@pytest.mark.parametrize("role", ["gestionnaire_oi", "dpo", "directeur_plie"])
def test_who_leads_or_controls_does_not_read_the_diagnostic(client, lieu, ines, suivie, role):
    diagnostic = ecrire(suivie, ines)
    lecteur = f.acteur(lieu, role)
    assert page(client, lecteur, "diagnostic", diagnostic.pk).status_code == 403
    assert "Diagnostic du" not in fiche(client, lecteur, suivie)


# Freins


def test_a_frein_goes_from_known_to_lifted_and_may_come_back(client, ines, suivie):
    avant = generations.lire("OUEST")["frein"]
    frein = actions.identifier_frein(participation=suivie, theme="mobilite", le=ENTREE, par=ines, precision="Sans bus")
    etape = f.etape(suivie, "MOB", debut=MARS)
    etats = []
    for acte in (
        lambda: None,
        lambda: actions.travailler_frein(frein=frein, etapes=[etape], le=MARS, par=ines),
        lambda: actions.lever_frein(frein=frein, le=JUIN, par=ines),
        lambda: actions.reprendre_frein(frein=frein, par=ines),
    ):
        acte()
        [lu] = freins_des(ines, [suivie])[suivie.pk]
        etats.append(lu.etat)
    assert etats == ["IDENTIFIE", "EN_COURS", "LEVE", "EN_COURS"]
    assert len(lu.etapes) == 1
    assert generations.lire("OUEST")["frein"] == avant + 4
    assert "Mobilité : Sans bus" in fiche(client, ines, suivie)


def test_an_open_frein_is_not_lifted_when_the_person_leaves(ines, suivie):
    actions.identifier_frein(participation=suivie, theme="mobilite", le=ENTREE, par=ines)
    suivie.date_sortie = JUIN
    [lu] = freins_des(ines, [suivie])[suivie.pk]
    assert (lu.etat, lu.ouvert) == ("NON_LEVE", False)


def test_what_cannot_be_of_a_frein_is_refused(lieu, ines, suivie):
    tot = date(2020, 1, 1)
    frein = actions.identifier_frein(participation=suivie, theme="mobilite", le=MARS, par=ines)
    ailleurs = f.etape(f.participation(lieu, entree=ENTREE))
    for acte, phrase in (
        (lambda: actions.identifier_frein(participation=suivie, theme="mobilite", le=MARS, par=ines), "déjà suivi"),
        (lambda: actions.identifier_frein(participation=suivie, theme="x", le=MARS, par=ines), "de la liste"),
        (
            lambda: actions.identifier_frein(participation=suivie, theme="famille", le=tot, par=ines),
            "précède",
        ),
        (
            lambda: actions.identifier_frein(participation=suivie, theme="sante", le=MARS, par=ines, precision="Dos"),
            "thème seul",
        ),
        (lambda: actions.travailler_frein(frein=frein, etapes=[ailleurs], le=MARS, par=ines), "autre parcours"),
        (lambda: actions.lever_frein(frein=frein, le=ENTREE, par=ines), "précède"),
        (lambda: actions.lever_frein(frein=frein, le=JOUR + timedelta(days=1), par=ines), "avenir"),
        (lambda: actions.reprendre_frein(frein=frein, par=ines), "n'est pas levé"),
    ):
        with pytest.raises(RefusMetier, match=phrase):
            acte()
    actions.lever_frein(frein=frein, le=JUIN, par=ines)
    for acte in (
        lambda: actions.lever_frein(frein=frein, le=JUIN, par=ines),
        lambda: actions.travailler_frein(frein=frein, etapes=[], le=JUIN, par=ines),
    ):
        with pytest.raises(RefusMetier, match="levé"):
            acte()
    actions.identifier_frein(participation=suivie, theme="mobilite", le=JUIN, par=ines)
    with pytest.raises(RefusMetier, match="déjà suivi"):
        actions.reprendre_frein(frein=frein, par=ines)


def test_pages_of_a_frein_ask_and_do(client, ines, suivie):
    donnees = {"theme": "numerique", "le": "01/03/2021", "precision": ""}
    assert page(client, ines, "identifier_frein", suivie.pk, donnees).status_code == 302
    frein = FreinSuivi.objects.get()
    etape = f.etape(suivie, debut=MARS)
    page(client, ines, "travailler_frein", frein.pk, {"le": "02/03/2021", "etapes": [etape.pk]})
    assert list(frein.etapes.all()) == [etape]
    assert page(client, ines, "lever_frein", frein.pk, {"le": "01/01/2021"}).status_code == 200
    page(client, ines, "lever_frein", frein.pk, {"le": "01/06/2021"})
    frein.refresh_from_db()
    assert frein.leve_le == JUIN
    page(client, ines, "reprendre_frein", frein.pk, {})
    frein.refresh_from_db()
    assert frein.leve_le is None
    sante = {"theme": "famille", "le": "01/03/2021", "precision": "Maladie d'un enfant"}
    assert "semble parler de santé" in page(client, ines, "identifier_frein", suivie.pk, sante).content.decode()


def test_a_frein_of_health_is_not_found_by_who_may_not_read_it(client, lieu, suivie):
    frein = FreinSuiviFactory(participation=suivie, theme="sante")
    referent = f.acteur(lieu, "referent_parcours")
    assert page(client, referent, "lever_frein", frein.pk).status_code == 200
    assert "lire les freins sensibles" in set(Journal.objects.values_list("verbe", flat=True))


def test_freins_that_the_prescriber_knew_are_followed_from_the_entry(lieu, ines):
    prescription = PrescriptionFactory(
        personne=f.personne(lieu), dispositif=lieu.dispositifs.get(code="PLIE"), statut="EN_COMMISSION", le=MARS,
        statut_le=MARS, expire_le=JOUR,
    )  # fmt: skip
    for theme in ("sante--addictions", "sante--acces-aux-soins", "mobilite--preparer-un-permis"):
        prescription.freins.create(theme=theme)
    admise = actions.admettre_prescription(prescription=prescription, le=JUIN, par=ines, derogation="Situation")
    assert sorted(admise.freins_suivis.values_list("theme", "identifie_le")) == [("mobilite", JUIN), ("sante", JUIN)]


jours = st.one_of(st.none(), st.dates())


@given(jours, jours, jours)
def test_a_state_says_the_last_thing_that_happened(pris, leve, sortie):
    etat = regles_frein.etat(pris, leve, sortie)
    assert (etat == "LEVE") == (leve is not None)
    assert (etat == "NON_LEVE") == (leve is None and sortie is not None)


reponses = st.dictionaries(st.sampled_from(list(COMPLET)), st.sampled_from(["AUCUN", "BLOQUANT"]))


@given(reponses, reponses)
def test_differences_are_those_of_the_answers(avant, apres):
    cles = {(nature, code) for nature, code, _, _ in regles.ecarts(avant, apres)}
    assert cles == {cle for cle in COMPLET if avant.get(cle) != apres.get(cle)}
