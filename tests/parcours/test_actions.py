"""Decisions on a parcours: what they write, what they refuse, and the line each leaves in the journal."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from deplie.acteurs.queries import Acteur
from deplie.parcours import actions
from deplie.parcours.actions.sortie import valider_en_seance
from deplie.parcours.models import Participation
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.generations import lire
from deplie.socle.models import Journal
from deplie.territoires.actions import regler
from tests.parcours import fabrique as f

ENTREE = date(2020, 3, 9)
JOUR = date(2021, 6, 30)


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def plie(lieu):
    return lieu.dispositifs.get(code="PLIE")


@pytest.fixture
def zelie(lieu, ines, plie):
    qui = f.personne(lieu, date_naissance=date(1986, 5, 14))
    return actions.admettre(personne=qui, dispositif=plie, date_entree=ENTREE, par=ines, criteres=["RSA", "TH"])


def verbes():
    return list(Journal.objects.order_by("pk").values_list("verbe", flat=True))


def test_admission(lieu, zelie, ines):
    assert zelie.historique.get().history_user == ines.compte
    assert set(zelie.criteres.values_list("code", flat=True)) == {"RSA", "TH"}
    assert lire(lieu.code)["sejour"] == lire(lieu.code)["critere"] == 1
    assert verbes() == ["admettre dans un dispositif"]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"date_entree": JOUR + timedelta(1)}, "dans l'avenir"),
        ({"date_entree": date(1986, 5, 14)}, "n'est pas antérieure à l'entrée"),
        ({"date_entree": date(2020, 12, 1)}, r"déjà suivie dans ce dispositif, du 09/03/2020 à aujourd'hui"),
        ({"date_entree": date(2019, 1, 1)}, "déjà suivie"),
        ({"date_entree": date(2019, 1, 1), "criteres": ["RIEN"]}, "déjà suivie"),
    ],
)
def test_admission_refused(zelie, plie, ines, champs, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        actions.admettre(personne=zelie.personne, dispositif=plie, par=ines, **champs)
    assert Participation.objects.count() == 1


def test_coming_back_the_day_after_the_exit(zelie, plie, ines):
    actions.prononcer_sortie(participation=zelie, motif="A_ABAND", le=date(2020, 9, 1), par=ines)
    with pytest.raises(RefusMetier, match="déjà suivie"):
        actions.admettre(personne=zelie.personne, dispositif=plie, date_entree=date(2020, 9, 1), par=ines)
    retour = actions.admettre(personne=zelie.personne, dispositif=plie, date_entree=date(2020, 9, 2), par=ines)
    with pytest.raises(RefusMetier, match=r"ouverte|déjà suivie"):
        actions.annuler_sortie(participation=zelie, par=ines)
    actions.annuler_doublon(participation=retour, par=ines)
    actions.annuler_sortie(participation=zelie, par=ines)
    zelie.refresh_from_db()
    assert (zelie.date_sortie, zelie.motif_sortie) == (None, "")


def test_another_scheme_may_be_joined_meanwhile(lieu, zelie, ines):
    arpe = lieu.dispositifs.get(code="ARPE")
    assert actions.admettre(personne=zelie.personne, dispositif=arpe, date_entree=JOUR, par=ines).pk


def test_another_territory_is_refused(ailleurs, zelie, ines):
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.admettre(personne=f.personne(ailleurs), dispositif=zelie.dispositif, date_entree=JOUR, par=ines)


def test_entry_is_corrected_field_by_field(zelie, ines):
    version = Edition(version_de(zelie))
    assert actions.corriger_entree(participation=zelie, valeurs={"qpv": "OUI"}, par=ines, edition=version) == ["qpv"]
    actions.corriger_entree(
        participation=zelie, valeurs={"qpv": "", "commune": " Saint-Paul "}, par=ines, edition=version
    )
    zelie.refresh_from_db()
    assert (zelie.qpv, zelie.commune) == ("OUI", "Saint-Paul")
    with pytest.raises(EditionConcurrente, match="qpv : « oui »"):
        actions.corriger_entree(participation=zelie, valeurs={"qpv": "NSP"}, par=ines, edition=version)


def test_who_may_not_read_sensitive_criteria_does_not_erase_them(lieu, zelie):
    directeur = f.acteur(lieu, "directeur_plie")
    actions.corriger_entree(participation=zelie, valeurs={}, criteres=["DELD", "AAH"], par=directeur)
    assert set(zelie.criteres.values_list("code", flat=True)) == {"DELD", "TH"}


def test_exit_validated_then_corrected(lieu, zelie, ines):
    actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=date(2021, 1, 4), par=ines)
    valider_en_seance(participation=zelie, le=date(2021, 1, 11), par=ines)
    zelie.refresh_from_db()
    assert (zelie.date_sortie, zelie.date_validation_sortie) == (date(2021, 1, 4), date(2021, 1, 11))
    assert lire(lieu.code)["sejour"] == 3
    assert verbes()[-2:] == ["prononcer une sortie", "valider une sortie"]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"motif": "RIEN", "le": JOUR}, "de la liste"),
        ({"motif": "A_DOUBLON", "le": JOUR}, "de la liste"),
        ({"motif": "P_CDI", "le": JOUR + timedelta(1)}, "dans l'avenir"),
        ({"motif": "P_CDI", "le": ENTREE - timedelta(1)}, "précède l'entrée"),
        ({"motif": "N_DEMEN", "le": JOUR, "validee_le": ENTREE}, "précède la sortie"),
    ],
)
def test_exit_refused(zelie, ines, champs, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        actions.prononcer_sortie(participation=zelie, par=ines, **champs)
    assert Participation.objects.get().date_sortie is None


def test_only_a_seance_validates_what_a_committee_appreciates(zelie, ines):
    actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=date(2021, 1, 4), par=ines)
    champs = {"participation": zelie, "motif": "P_CDI", "le": date(2021, 1, 4), "par": ines}
    with pytest.raises(RefusMetier, match="se valide en séance"):
        actions.prononcer_sortie(**champs, validee_le=date(2021, 1, 11))
    with pytest.raises(RefusMetier, match="se valide en séance"):
        actions.valider_sortie(participation=zelie, le=date(2021, 1, 11), par=ines)
    valider_en_seance(participation=zelie, le=date(2021, 1, 11), par=ines)
    actions.prononcer_sortie(**champs, validee_le=date(2021, 1, 11))
    with pytest.raises(RefusMetier, match="Elle redevient proposée"):
        actions.prononcer_sortie(**champs | {"motif": "P_CDD6"}, validee_le=date(2021, 1, 11))
    actions.prononcer_sortie(**champs | {"motif": "P_CDD6"})
    assert Participation.objects.get().date_validation_sortie is None


@pytest.mark.parametrize("motif", ["N_DECES", "N_DEMEN", "N_RETR", "A_CLOTURE"])
def test_a_departure_that_nobody_appreciates_needs_no_seance(lieu, zelie, ines, motif):
    referent = f.acteur(lieu, "referent_parcours")
    champs = {"participation": zelie, "le": date(2021, 1, 4), "validee_le": date(2021, 1, 11)}
    with pytest.raises(RefusMetier, match=r"La coordination ou la direction|direction ou la coordination"):
        actions.prononcer_sortie(motif=motif, par=referent, **champs)
    actions.prononcer_sortie(motif=motif, par=ines, **champs)
    assert Participation.objects.get().date_validation_sortie == date(2021, 1, 11)


def test_a_territory_may_validate_outside_a_seance(lieu, zelie):
    regler(territoire=lieu, cle="sorties_en_seance", valeur=False, par=Acteur.systeme(lieu))
    referent = f.acteur(lieu, "referent_parcours")
    actions.prononcer_sortie(
        participation=zelie, motif="P_CDI", le=date(2021, 1, 4), validee_le=date(2021, 1, 11), par=referent
    )
    assert Participation.objects.get().date_validation_sortie == date(2021, 1, 11)


def test_what_a_seance_does_to_an_exit_is_called_by_its_decision_alone():
    appelants = [
        chemin.as_posix()
        for chemin in Path("deplie").rglob("*.py")
        if "valider_en_seance" in chemin.read_text(encoding="utf-8")
    ]
    assert sorted(appelants) == ["deplie/parcours/actions/seance.py", "deplie/parcours/actions/sortie.py"]


def test_closing_a_protocole_is_not_a_referents_decision(lieu, zelie):
    with pytest.raises(RefusMetier, match="direction ou la coordination"):
        actions.prononcer_sortie(
            participation=zelie, motif="A_CLOTURE", le=JOUR, par=f.acteur(lieu, "referent_parcours")
        )


def test_open_etapes_are_ended_with_the_exit_or_stop_it(zelie, ines):
    ouverte = f.etape(zelie, statut="EN_COURS")
    future = f.etape(zelie, debut=date(2021, 7, 1), statut="PREVUE")
    suivi = f.etape(zelie, "SUIVI_EMPLOI", date(2021, 6, 1))
    with pytest.raises(RefusMetier, match="2 étapes sont encore ouvertes"):
        actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=JOUR, par=ines)
    actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=JOUR, par=ines, terminer_etapes=True)
    for etape in (ouverte, future, suivi):
        etape.refresh_from_db()
    assert (ouverte.date_fin, ouverte.statut) == (JOUR, "REALISEE")
    assert (future.date_fin, future.statut) == (None, "ANNULEE")
    assert suivi.date_fin is None


def test_sixth_month(zelie, ines):
    with pytest.raises(RefusMetier, match="suit la sortie"):
        actions.relever_sixieme_mois(participation=zelie, situation="EMPLOI", le=JOUR, par=ines)
    actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=date(2020, 12, 30), par=ines)
    actions.relever_sixieme_mois(participation=zelie, situation="EMPLOI", le=JOUR, par=ines)
    assert Participation.objects.get().situation_6_mois == "EMPLOI"
    with pytest.raises(RefusMetier, match="liste"):
        actions.relever_sixieme_mois(participation=zelie, situation="?", le=JOUR, par=ines)
    with pytest.raises(RefusMetier, match="avenir"):
        actions.relever_sixieme_mois(participation=zelie, situation="EMPLOI", le=JOUR + timedelta(1), par=ines)


def test_a_duplicate_gives_up_its_etapes_first(lieu, zelie, plie, ines):
    actions.prononcer_sortie(participation=zelie, motif="A_ABAND", le=date(2020, 6, 1), par=ines)
    doublon = f.participation(lieu, zelie.personne, entree=date(2020, 6, 2))
    etape = f.etape(doublon, debut=date(2020, 6, 2), date_fin=date(2020, 6, 2))
    with pytest.raises(RefusMetier, match="porte des étapes"):
        actions.annuler_doublon(participation=doublon, par=ines)
    with pytest.raises(RefusMetier, match="dépasse la sortie"):
        actions.rattacher_etape(etape=etape, participation=zelie, par=ines)
    actions.modifier_etape(etape=etape, valeurs={"statut": "ANNULEE"}, par=ines)
    actions.annuler_doublon(participation=doublon, par=ines)
    doublon.refresh_from_db()
    assert (doublon.motif_sortie, doublon.date_sortie) == ("A_DOUBLON", JOUR)
    assert not Participation.objects.reelles().filter(pk=doublon.pk).exists()


def test_etapes_are_added_with_their_key_and_rank(lieu, zelie, ines):
    valeurs = {"categorie": "ATELIER", "intitule": " Oser  l'entretien ", "date_debut": date(2020, 4, 1)}
    une, autre = (actions.ajouter_etape(participation=zelie, valeurs=valeurs, par=ines) for _ in range(2))
    assert une.cle == autre.cle
    assert (une.rang, autre.rang, une.intitule) == (1, 2, "Oser l'entretien")
    assert lire(lieu.code)["etape"] == 2
    version = Edition(version_de(une))
    actions.modifier_etape(etape=une, valeurs=valeurs | {"resultat": "certifiée"}, par=ines, edition=version)
    with pytest.raises(EditionConcurrente):
        actions.modifier_etape(etape=une, valeurs=valeurs | {"resultat": "abandon"}, par=ines, edition=version)


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ({"categorie": "RIEN"}, "catégorie"),
        ({"statut": "RIEN"}, "état"),
        ({"date_debut": ENTREE - timedelta(1)}, "avant l'entrée"),
        ({"date_debut": date(2021, 2, 1)}, "dépasse la sortie"),
        ({"date_fin": date(2021, 2, 1)}, "dépasse la sortie"),
        ({"date_fin": ENTREE}, "précède son début"),
        ({"categorie": "SUIVI_EMPLOI", "date_debut": date(2022, 2, 1)}, "au plus tard 12 mois"),
        ({"heures": -1}, "heures"),
    ],
)
def test_etape_refused(zelie, ines, valeurs, phrase):
    actions.prononcer_sortie(participation=zelie, motif="P_CDI", le=date(2021, 1, 31), par=ines)
    bases = {"categorie": "ATELIER", "date_debut": date(2020, 4, 1)}
    with pytest.raises(RefusMetier, match=phrase):
        actions.ajouter_etape(participation=zelie, valeurs=bases | valeurs, par=ines)
    assert not zelie.etapes.exists()
