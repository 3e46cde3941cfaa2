"""The rows given to measure: what is computed once, what is left out, how many queries it takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deplie.parcours.facts import (
    CRITERE,
    EMPLOI,
    ENTRETIEN,
    ETAPE,
    FAITS,
    FREIN,
    INSCRIPTION,
    MOIS_EMPLOI,
    PASSAGE,
    PRESCRIPTION,
    SANS_FIN,
    SEJOUR,
    Decoupage,
    criteres,
    emplois,
    entretiens,
    etapes,
    freins,
    inscriptions,
    mois_emploi,
    passages,
    prescriptions,
    sejours,
)
from deplie.territoires.rules import REGLAGES
from tests.factories import (
    ConstatEmploiFactory,
    CritereFactory,
    EmploiFactory,
    EntretienFactory,
    EtapeFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonneFactory,
    PrescriptionFactory,
    TerritoireFactory,
)
from tests.factories_fiche import FreinSuiviFactory
from tests.factories_offre import InscriptionAtelierFactory, LieuFactory, PassageFactory

pytestmark = pytest.mark.django_db
DECOUPAGE = Decoupage((26, 45, 50), (12, 24, 36), REGLAGES["groupes_categorie"].defaut)

APRES = {"date_debut": date(2020, 6, 1), "date_fin": None}


@pytest.fixture
def lieu() -> Any:
    return TerritoireFactory(dispositifs=["ARPE"])


def lus(fait: Any, lecture: Any, lieu: Any) -> list[dict[str, Any]]:
    return [dict(zip(fait.noms, ligne, strict=True)) for ligne in lecture(lieu, DECOUPAGE)]


def test_un_sejour_complet(lieu: Any) -> None:
    organisation = OrganisationFactory(territoire=lieu)
    personne = PersonneFactory(territoire=lieu, date_naissance=date(1996, 2, 29), sexe="H")
    participation = ParticipationFactory(
        personne=personne, date_entree=date(2022, 2, 28), date_sortie=date(2022, 8, 31), motif_sortie="P_CDI",
        jours_suspension=10, prescripteur=organisation, code_commune="97415", qpv="NSP", situation_6_mois="EMPLOI",
        date_validation_sortie=date(2022, 9, 2), duree_chomage_mois=24,
    )  # fmt: skip
    CritereFactory(participation=participation, code="RSA")
    CritereFactory(participation=participation, code="TH")
    (ligne,) = lus(SEJOUR, sejours, lieu)
    assert ligne == {
        "participation": participation.pk, "personne": personne.pk, "dispositif": "PLIE", "rang": 0, "seule": 1,
        "entree": date(2022, 2, 28).toordinal(), "sortie": date(2022, 8, 31).toordinal(), "sexe": "H",
        "tranche_age": "-26", "age": 25, "qpv": "NSP", "niveau": "3", "commune": "97415", "duree_chomage": "24-35",
        "referent": None, "prescripteur": organisation.pk, "criteres": 2, "statut": "CHOMEUR", "motif": "P_CDI",
        "famille": "POSITIVE_EMPLOI", "validee": 1, "jours": 174, "sixieme": date(2023, 2, 28).toordinal(),
        "situation": "EMPLOI", "attente": None,
    }  # fmt: skip


def test_un_sejour_dont_rien_n_est_connu(lieu: Any) -> None:
    personne = PersonneFactory(territoire=lieu, date_naissance=None, sexe="")
    ParticipationFactory(personne=personne, qpv="", niveau_formation="", statut_entree="", duree_chomage_mois=None)
    (ligne,) = lus(SEJOUR, sejours, lieu)
    inconnus = {nom for nom, valeur in ligne.items() if valeur is None}
    assert inconnus == {
        "sexe", "age", "tranche_age", "qpv", "niveau", "commune", "duree_chomage", "referent", "prescripteur", "statut",
        "motif", "famille", "jours", "sixieme", "situation", "attente",
    }  # fmt: skip
    assert (ligne["sortie"], ligne["validee"]) == (SANS_FIN, 0)


def test_un_doublon_n_est_dans_aucun_fait(lieu: Any) -> None:
    personne = PersonneFactory(territoire=lieu)
    doublon = ParticipationFactory(personne=personne, date_sortie=date(2020, 6, 1), motif_sortie="A_DOUBLON")
    EtapeFactory(participation=doublon)
    CritereFactory(participation=doublon)
    vraie = ParticipationFactory(personne=personne, date_entree=date(2020, 4, 1))
    assert [(ligne["participation"], ligne["seule"]) for ligne in lus(SEJOUR, sejours, lieu)] == [(vraie.pk, 1)]
    assert not lus(ETAPE, etapes, lieu)
    assert not lus(CRITERE, criteres, lieu)


def test_seule_dit_si_la_personne_a_d_autres_participations(lieu: Any) -> None:
    personne = PersonneFactory(territoire=lieu)
    ParticipationFactory(personne=personne)
    ParticipationFactory(personne=personne, dispositif=lieu.dispositifs.get(code="ARPE"))
    ParticipationFactory(territoire=lieu)
    assert sorted(ligne["seule"] for ligne in lus(SEJOUR, sejours, lieu)) == [0, 0, 1]


@pytest.mark.parametrize(
    ("champs", "sortie", "attendu"),
    [
        ({"date_fin": date(2020, 4, 30)}, None, (1, date(2020, 4, 30))),
        ({"date_fin": date(2021, 4, 30)}, date(2020, 5, 1), (1, date(2020, 5, 1))),
        ({"date_fin": None}, date(2020, 5, 1), (1, date(2020, 5, 1))),
        ({"date_fin": None}, None, (1, None)),
        ({"statut": "PREVUE"}, None, (0, date(2020, 4, 30))),
        ({"statut": "ANNULEE"}, None, (0, date(2020, 4, 30))),
        ({"categorie": "ATTENTE"}, None, (0, date(2020, 4, 30))),
        (APRES | {"categorie": "SUIVI_EMPLOI"}, date(2020, 5, 1), (0, date(2020, 5, 1))),
        (APRES, date(2020, 5, 1), (0, date(2020, 5, 1))),
    ],
)  # fmt: skip
def test_une_etape_se_compte_jusqu_a_la_sortie(
    lieu: Any, champs: dict[str, Any], sortie: date | None, attendu: tuple[int, date | None]
) -> None:
    participation = ParticipationFactory(territoire=lieu, date_sortie=sortie)
    EtapeFactory(participation=participation, **champs)
    (ligne,) = lus(ETAPE, etapes, lieu)
    assert (ligne["comptee"], ligne["fin"]) == (attendu[0], attendu[1].toordinal() if attendu[1] else SANS_FIN)


def test_une_etape_porte_les_dimensions_de_sa_participation(lieu: Any) -> None:
    operateur = OrganisationFactory(territoire=lieu)
    participation = ParticipationFactory(territoire=lieu, en_qpv=True)
    CritereFactory(participation=participation)
    etape = EtapeFactory(participation=participation, chantier=True, operateur=operateur)
    (ligne,) = lus(ETAPE, etapes, lieu)
    attendu = {"etape": etape.pk, "categorie": "IAE_ACI", "groupe_categorie": "ACI", "finance_plie": "OUI",
               "operateur": operateur.pk, "qpv": "OUI", "sexe": "F", "tranche_age": "26-44", "criteres": 1,
               "dispositif": "PLIE", "personne": participation.personne_id}  # fmt: skip
    assert {nom: ligne[nom] for nom in attendu} == attendu


def test_chaque_fait_est_une_seule_requete_et_d_un_seul_territoire(lieu: Any) -> None:
    for _ in range(3):
        CritereFactory(participation=EtapeFactory(participation__territoire=lieu).participation)
    CritereFactory(participation=EtapeFactory().participation)
    # The operations of the territory are read before the étapes that name them.
    for fait, lecture, combien in ((SEJOUR, sejours, 1), (ETAPE, etapes, 2), (CRITERE, criteres, 1)):
        with CaptureQueriesContext(connection) as requetes:
            assert len(lus(fait, lecture, lieu)) == 3
        assert len(requetes) == combien


def test_l_empreinte_suit_les_reglages() -> None:
    assert DECOUPAGE.empreinte == Decoupage((26, 45, 50), (12, 24, 36), REGLAGES["groupes_categorie"].defaut).empreinte
    assert DECOUPAGE.empreinte != Decoupage((25, 45, 50), (12, 24, 36), DECOUPAGE.groupes).empreinte
    assert DECOUPAGE.empreinte != Decoupage((26, 45, 50), (12, 24, 36), {}).empreinte


# What is done with people


def a(jour: date, heure: int = 9) -> datetime:
    return timezone.make_aware(datetime(jour.year, jour.month, jour.day, heure))


def test_un_entretien_dit_son_jour_et_qui_recoit(lieu: Any) -> None:
    participation = ParticipationFactory(territoire=lieu, en_qpv=True)
    tenu = EntretienFactory(
        personne=participation.personne, participation=participation, debut=a(date(2020, 6, 1), 0), statut="TENU"
    )
    EntretienFactory(personne=participation.personne, debut=a(date(2020, 6, 2)), statut="ANNULE")
    (ligne,) = lus(ENTRETIEN, entretiens, lieu)
    attendu = {"entretien": tenu.pk, "participation": participation.pk, "dispositif": "PLIE", "tenu": 1, "manque": 0,
               "jour": date(2020, 6, 1).toordinal(), "qpv": "OUI", "referent": tenu.agent_id}  # fmt: skip
    assert {nom: ligne[nom] for nom in attendu} == attendu


def test_un_entretien_d_avant_l_entree_est_du_dispositif_prescrit(lieu: Any) -> None:
    prescription = PrescriptionFactory(
        personne__territoire=lieu, dispositif=lieu.dispositifs.get(code="ARPE"), le=date(2020, 5, 1)
    )
    EntretienFactory(personne=prescription.personne, debut=a(date(2020, 5, 11)), statut="ABSENT")
    EntretienFactory(personne=PersonneFactory(territoire=lieu), debut=a(date(2020, 5, 12)), statut="ABSENT_EXCUSE")
    trouves = sorted(lus(ENTRETIEN, entretiens, lieu), key=lambda ligne: ligne["jour"])
    assert [(ligne["dispositif"], ligne["manque"]) for ligne in trouves] == [("ARPE", 1), (None, 1)]
    assert [ligne["participation"] for ligne in trouves] == [None, None]


def test_une_prescription_dit_son_issue_et_son_premier_entretien(lieu: Any) -> None:
    attend = PrescriptionFactory(
        personne__territoire=lieu, dispositif=lieu.dispositifs.get(code="PLIE"), le=date(2020, 5, 1)
    )
    refusee = PrescriptionFactory(
        personne__territoire=lieu,
        le=date(2020, 5, 1),
        statut="REFUSE",
        statut_le=date(2020, 6, 4),
        raison="Non.",
        autre_voie="Ailleurs.",
    )
    for jour, statut in ((date(2020, 4, 1), "TENU"), (date(2020, 5, 4), "ABSENT"), (date(2020, 5, 11), "TENU")):
        EntretienFactory(personne=refusee.personne, debut=a(jour), statut=statut)
    lues = {ligne["prescription"]: ligne for ligne in lus(PRESCRIPTION, prescriptions, lieu)}
    un, autre = lues[attend.pk], lues[refusee.pk]
    assert (un["issue"], un["fin"], un["premier"]) == ("EN_ATTENTE", SANS_FIN, None)
    assert un["limite"] - un["jour"] == 30
    assert (autre["issue"], autre["fin"], autre["premier"]) == ("REFUSE", date(2020, 6, 4).toordinal(), 10)


def test_une_inscription_dit_sa_seance_et_qui_est_venu(lieu: Any) -> None:
    participation = ParticipationFactory(territoire=lieu, en_qpv=True)
    personne = participation.personne
    dites = {"personne": personne, "participation": participation}
    absente = InscriptionAtelierFactory(**dites, statut="ABSENT_EXCUSE", motif="GARDE")
    InscriptionAtelierFactory(**dites, statut="ANNULE")
    (ligne,) = lus(INSCRIPTION, inscriptions, lieu)
    attendu = {"inscription": absente.pk, "seance_atelier": absente.seance.pk, "dispositif": "PLIE", "present": 0,
               "manque": 1, "motif_absence": "GARDE", "theme_atelier": "RECHERCHE", "qpv": "OUI", "sexe": "F",
               "jour": date(2020, 4, 6).toordinal()}  # fmt: skip
    assert {nom: ligne[nom] for nom in attendu} == attendu


def test_un_passage_est_du_territoire_et_ne_dit_pas_de_nom(lieu: Any) -> None:
    ici = LieuFactory(territoire=lieu, genre="POINT_EMPLOI")
    nee = PersonneFactory(territoire=lieu, sexe="F", date_naissance=date(1970, 4, 7))
    nomme = PassageFactory(lieu=ici, personne=nee, motif="ORIENTATION")
    seul = PassageFactory(lieu=ici, sexe="H", tranche="-26")
    groupe = PassageFactory(lieu=ici, nombre=4, le=date(2020, 12, 31))
    PassageFactory(lieu=LieuFactory())  # another territory's
    lues = {ligne["passage"]: ligne for ligne in lus(PASSAGE, passages, lieu)}
    assert set(lues) == {nomme.pk, seul.pk, groupe.pk}
    assert lues[nomme.pk] == {
        "passage": nomme.pk, "personne": nee.pk, "jour": date(2020, 4, 6).toordinal(), "mois": "04", "lieu": ici.pk,
        "genre_lieu": "POINT_EMPLOI", "motif_passage": "ORIENTATION", "nombre": 1, "sexe": "F",
        "age_passage": "26-49",
    }  # fmt: skip
    assert (lues[seul.pk]["personne"], lues[seul.pk]["sexe"], lues[seul.pk]["age_passage"]) == (None, "H", "-26")
    inconnus = {nom for nom, valeur in lues[groupe.pk].items() if valeur is None}
    assert (inconnus, lues[groupe.pk]["nombre"], lues[groupe.pk]["mois"]) == (
        {"personne", "sexe", "age_passage"},
        4,
        "12",
    )
    assert PASSAGE.du_territoire
    assert "dispositif" not in PASSAGE


def test_un_emploi_et_ses_mois(lieu: Any) -> None:
    participation = ParticipationFactory(territoire=lieu)
    emploi = EmploiFactory(participation=participation, contrat="CDI", debut=date(2020, 4, 15), fin=None)
    ConstatEmploiFactory(emploi=emploi, mois=1, situation="EMPLOI", le=date(2020, 5, 20), preuve="Bulletin")
    ConstatEmploiFactory(emploi=emploi, mois=6, situation="RECHERCHE", le=date(2020, 10, 20), preuve="")
    (ligne,) = lus(EMPLOI, emplois, lieu)
    assert (ligne["sixieme"], ligne["situation"]) == (date(2020, 10, 14).toordinal(), "RECHERCHE")
    assert (ligne["fin"], ligne["contrat"], ligne["sexe"]) == (SANS_FIN, "CDI", "F")
    mois = sorted(lus(MOIS_EMPLOI, mois_emploi, lieu), key=lambda lue: lue["jour"])
    assert [(lue["jour"], lue["situation"], lue["prouve"]) for lue in mois] == [
        (date(2020, 5, 14).toordinal(), "EMPLOI", 1), (date(2020, 10, 14).toordinal(), "RECHERCHE", 0),
    ]  # fmt: skip


def test_un_frein_dit_son_theme_et_ses_jours(lieu: Any) -> None:
    participation = ParticipationFactory(territoire=lieu)
    FreinSuiviFactory(participation=participation, identifie_le=date(2020, 4, 1), leve_le=date(2020, 5, 1))
    FreinSuiviFactory(participation=participation, theme="sante", identifie_le=date(2020, 4, 2))
    leve, ouvert = sorted(lus(FREIN, freins, lieu), key=lambda ligne: ligne["debut"])
    assert (leve["theme"], leve["fin"], leve["jours"]) == ("mobilite", date(2020, 5, 1).toordinal(), 30)
    assert (ouvert["fin"], ouvert["jours"], ouvert["sexe"]) == (SANS_FIN, None, "F")


def test_un_doublon_n_a_ni_entretien_ni_emploi_qui_compte(lieu: Any) -> None:
    doublon = ParticipationFactory(territoire=lieu, date_sortie=date(2020, 6, 1), motif_sortie="A_DOUBLON")
    EntretienFactory(personne=doublon.personne, participation=doublon, statut="TENU")
    ConstatEmploiFactory(emploi=EmploiFactory(participation=doublon))
    for fait, lecture in ((ENTRETIEN, entretiens), (EMPLOI, emplois), (MOIS_EMPLOI, mois_emploi)):
        assert not lus(fait, lecture, lieu)


def test_le_nom_d_une_action_n_est_dans_aucun_fait() -> None:
    for fait in FAITS.values():
        assert "aller_vers" not in fait
