"""The European fund and its costs in the bilan: as the common indicators of fse count them, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.fse.facts import fiches
from deplie.fse.models import ParticipationFSE
from deplie.fse.queries.fiche import en_fiche
from deplie.fse.rules.indicateurs import Periode, compter
from deplie.parcours.facts import accueils, couts
from deplie.parcours.models import Etape as LigneEtape
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.queries.bilan import lignes
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from tests.factories import PersonneFactory
from tests.factories_financements import (
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    OperationRetenueFactory,
)
from tests.factories_fse import EntiteSoutenueFactory, ParticipationFSEFactory, ReponseSensibleFSEFactory
from tests.fse import reference
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
FSE_PLUS = "FSE_PLUS_2021_2027"
COMMUNS = [code for code in CATALOGUE if code.startswith("EEC") and code not in ("EECO18", "EECO19")]


@pytest.fixture
def lieu() -> Territoire:
    return monde.territoire()


def operation(lieu: Territoire, code: str, **champs: Any) -> Any:
    return OperationRetenueFactory(territoire=lieu, code=code, programmation=FSE_PLUS, **champs)


def noter(lieu: Territoire) -> None:
    generations.noter(lieu.code, "participation_fse", "operation", "depense", "personne", "etape")


def test_une_fiche_incomplete_n_est_que_dans_le_total_general(lieu: Territoire) -> None:
    ici = operation(lieu, "OP-1")
    ParticipationFSEFactory(operation=ici)
    ParticipationFSEFactory(operation=ici, statut="")
    noter(lieu)
    bilan = monde.bilan(lieu, *ANNEE)
    lus = {code: bilan.chiffre(code).valeur for code in ("fse_participants", "fse_fiches_incompletes", "EECO01")}
    assert lus == {"fse_participants": 2, "fse_fiches_incompletes": 1, "EECO01": 1}
    taux = bilan.chiffre("fse_taux_completude")
    assert (taux.numerateur, taux.denominateur) == (1, 2)
    assert any("1 fiche incomplète n'est dans aucun indicateur" in alerte for alerte in bilan.chiffre("EECO01").alertes)


def test_ce_qui_n_a_jamais_ete_demande_n_est_pas_zero(lieu: Territoire) -> None:
    fiche = ParticipationFSEFactory(operation=operation(lieu, "OP-1"))
    noter(lieu)
    bilan = monde.bilan(lieu, *ANNEE)
    assert bilan.chiffre("EECO12").valeur is None
    assert bilan.chiffre("EECO18").valeur is None
    assert bilan.chiffre("EECO04").valeur == 0
    assert any("Donnée non recueillie" in alerte for alerte in bilan.chiffre("EECR04").alertes)
    ReponseSensibleFSEFactory(participation=fiche)
    noter(lieu)
    assert monde.bilan(lieu, *ANNEE).chiffre("EECO12").valeur == 0


def test_un_organisme_soutenu_deux_fois_compte_une_fois_et_se_lit_dans_sa_liste(lieu: Territoire) -> None:
    premier = EntiteSoutenueFactory(operation=operation(lieu, "OP-1"))
    EntiteSoutenueFactory(operation=operation(lieu, "OP-2"), nom="LES ATELIERS DU PORT")
    EntiteSoutenueFactory(operation=premier.operation, nom="Avant", le=D(2019, 5, 1))
    generations.noter(lieu.code, "soutien_fse", "operation")
    bilan = monde.bilan(lieu, *ANNEE, "operation")
    assert bilan.chiffre("EECO19").valeur == 1
    assert {c.ventilation["operation"]: c.valeur for c in bilan.parts("EECO19") if c.valeur} == {"OP-1": 1, "OP-2": 1}
    assert bilan.chiffre("EECO18").valeur is None
    lue = lignes(lieu, *ANNEE, "EECO19", acteur=Acteur.systeme(lieu))
    assert (lue.objet, lue.ids) == ("entite", (premier.pk,))


sortes = st.lists(
    st.tuples(
        st.sampled_from(["OP-1", "OP-2"]),
        st.sampled_from(["ADMIN", "PME"]),
        st.sampled_from(["Le Phare", "LE PHARE", "Cuisine"]),
        st.sampled_from(["", "11111111100001", "11111111100002"]),
        st.dates(D(2019, 6, 1), D(2020, 12, 31)),
    ),
    max_size=6,
    unique_by=lambda tire: (tire[0], tire[1], tire[2].lower()),
)


@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(sortes)
def test_les_organismes_sont_ceux_de_la_reference(tires: list[tuple[Any, ...]]) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire()
        operations = {code: operation(lieu, code) for code in ("OP-1", "OP-2")}
        for code, genre, nom, siret, le in tires:
            EntiteSoutenueFactory(operation=operations[code], genre=genre, nom=nom, siret=siret, le=le)
        generations.noter(lieu.code, "soutien_fse", "operation")
        noms = ("operation", "genre", "nom", "siret", "le")
        lus = [dict(zip(noms, tire, strict=True)) | {"programmation": FSE_PLUS} for tire in tires]
        attendu = reference.compter_organismes(lus, FSE_PLUS, *ANNEE)
        bilan = monde.bilan(lieu, *ANNEE)
        trouve = {code: bilan.chiffre(code).valeur for code in ("EECO18", "EECO19")}
        assert {code: valeur for code, valeur in trouve.items() if valeur} == attendu


def test_qui_est_derriere_une_reponse_sensible_se_lit_avec_son_droit(lieu: Territoire) -> None:
    fiche = ParticipationFSEFactory(operation=operation(lieu, "OP-1"))
    ReponseSensibleFSEFactory(participation=fiche, reponse="OUI")
    noter(lieu)
    entier = Acteur.systeme(lieu)
    assert lignes(lieu, *ANNEE, "EECO12", acteur=entier).ids == (fiche.pk,)
    sans = Acteur(compte=None, territoire=lieu, agent=None, roles=frozenset({"elu_copil"}))
    assert not sans.peut("sensible.lire")
    with pytest.raises(RefusMetier, match="réponses sensibles"):
        lignes(lieu, *ANNEE, "EECO12", acteur=sans)
    chiffre = monde.bilan(lieu, *ANNEE, acteur=sans).chiffre("EECO12")
    assert (chiffre.valeur, chiffre.ouvrable) == (1, False)


def test_une_personne_dans_deux_operations_a_deux_fiches(lieu: Territoire) -> None:
    personne = PersonneFactory(territoire=lieu, sexe="X", date_naissance=D(1990, 1, 1))
    for code in ("OP-1", "OP-2"):
        ParticipationFSEFactory(operation=operation(lieu, code), personne=personne)
    noter(lieu)
    for par, attendues in (("operation", {"OP-1": 1, "OP-2": 1}), ("sexe", {"X": 2})):
        bilan = monde.bilan(lieu, *ANNEE, par)
        assert {c.ventilation[par]: c.valeur for c in bilan.parts("EECO01") if c.valeur} == attendues
        assert bilan.chiffre("EECO01").valeur == 2


# --- On random records, as the rules of the room count them --------------------------------------------------------

jours = st.dates(D(2019, 6, 1), D(2020, 12, 31))
tirages = st.lists(
    st.fixed_dictionaries({
        "date_entree": jours, "statut": st.sampled_from(["", "CHOMEUR", "INACTIF", "EMPLOI"]),
        "duree_chomage_mois": st.none() | st.integers(0, 30), "en_formation": st.sampled_from(["", "NON", "OUI"]),
        "niveau_formation": st.sampled_from(["", "1-2", "3", "5"]), "emploi": st.sampled_from(["", "TEMPORAIRE"]),
        "sexe": st.sampled_from(["", "F", "H", "X"]), "naissance": st.none() | st.dates(D(1955, 1, 1), D(2004, 1, 1)),
        "duree": st.none() | st.integers(2, 300), "constat": st.integers(0, 40), "six": st.booleans(),
        "statut_sortie": st.sampled_from(["", "EMPLOI", "INACTIF"]),
        "statut_six_mois": st.sampled_from(["", "EMPLOI"]), "handicap": st.sampled_from(["", "OUI", "NON"]),
    }),
    max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(tirages, st.tuples(jours, jours).map(sorted))
def test_les_indicateurs_communs_sont_ceux_de_la_reference(tirees: list[dict[str, Any]], periode: list[date]) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire()
        ici = operation(lieu, "OP-1")
        for tiree in tirees:
            _ecrire(ici, tiree)
        noter(lieu)
        bilan = monde.bilan(lieu, *periode, "sexe")
        lues = [en_fiche(une) for une in ParticipationFSE.objects.filter(operation=ici)]
        attendu = compter(lues, FSE_PLUS, Periode(*periode))
        assert (bilan.chiffre("fse_participants").valeur or 0) == attendu.total_general.total
        assert (bilan.chiffre("fse_fiches_incompletes").valeur or 0) == attendu.incomplets
        for code in COMMUNS:
            compte = attendu.indicateurs[code]
            assert (bilan.chiffre(code).valeur or 0) == compte.total, code
            parts = {part.ventilation["sexe"]: part.valeur for part in bilan.parts(code) if part.valeur}
            dites = {"F": compte.femmes, "H": compte.hommes, "X": compte.non_binaires}
            assert parts == {sexe: valeur for sexe, valeur in dites.items() if valeur}, code
        total = sum(bilan.chiffre(code).valeur or 0 for code in ("EECO02", "EECO04", "EECO05"))
        assert (bilan.chiffre("EECO01").valeur or 0) == total


def _ecrire(ici: Any, tiree: dict[str, Any]) -> None:
    champs = {nom: tiree[nom] for nom in ("date_entree", "statut", "duree_chomage_mois", "en_formation",
                                          "niveau_formation", "emploi")}  # fmt: skip
    if tiree["duree"]:
        sortie = date.fromordinal(tiree["date_entree"].toordinal() + tiree["duree"])
        six = date.fromordinal(sortie.toordinal() + 183)
        champs |= {
            "date_sortie": sortie, "constat_sortie": date.fromordinal(sortie.toordinal() + tiree["constat"]),
            "statut_sortie": tiree["statut_sortie"], "recherche_sortie": "OUI", "formation_sortie": "OUI",
            "constat_six_mois": six if tiree["six"] else None, "statut_six_mois": tiree["statut_six_mois"],
        }  # fmt: skip
    personne = PersonneFactory(territoire=ici.territoire, sexe=tiree["sexe"], date_naissance=tiree["naissance"])
    fiche = ParticipationFSEFactory(operation=ici, personne=personne, **champs)
    if tiree["handicap"]:
        ReponseSensibleFSEFactory(participation=fiche, reponse=tiree["handicap"])


# --- Costs ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def finance(lieu: Territoire) -> Territoire:
    """OP-1 costs 9,000.30 €, retained up to June: two people and three étapes by then, one exit; a third after it."""
    convention = ConventionFactory(
        operation=operation(lieu, "OP-1", statut="EN_EXECUTION"), cout_total=Decimal("20000.00")
    )
    bilan = BilanExecutionFactory(
        operation=convention.operation, numero=1, debut=D(2020, 1, 1), fin=D(2020, 6, 30),
        depose_le=datetime(2020, 7, 10, tzinfo=UTC), valide_le=D(2020, 9, 1),
    )  # fmt: skip
    DepenseFactory(bilan=bilan, montant=Decimal("9000.30"))
    ConventionFactory(operation=operation(lieu, "OP-2", statut="EN_EXECUTION"), cout_total=Decimal("77777.00"))
    avant, apres = Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1)), Etape("PREPA", D(2020, 8, 1), D(2020, 9, 1))
    monde.peupler(
        lieu,
        [
            Participation(1, "PLIE", D(2020, 1, 6), etapes=[avant, avant, apres]),
            Participation(2, "PLIE", D(2020, 1, 6), etapes=[avant], sortie=D(2020, 10, 1), motif="P_CDI"),
            Participation(3, "PLIE", D(2020, 1, 6), etapes=[apres], sortie=D(2020, 11, 1), motif="P_CDI"),
            Participation(4, "PLIE", D(2020, 1, 6), etapes=[avant]),
        ],
    )
    nommees = LigneEtape.objects.filter(territoire=lieu).exclude(participation__personne__identifiant="P4")
    nommees.update(operation="OP-1")
    noter(lieu)
    return lieu


def test_le_cout_et_ceux_qu_il_a_recus_sont_des_memes_jours(finance: Territoire) -> None:
    bilan = monde.bilan(finance, *ANNEE, "operation")
    lus = {
        code: (bilan.chiffre(code).valeur, bilan.chiffre(code).denominateur) for code in CATALOGUE if "cout_" in code
    }
    assert lus == {
        "cout_par_participant": (Decimal("4500.15"), 2), "cout_par_etape": (Decimal("3000.10"), 3),
        "cout_par_sortie_positive": (Decimal("9000.30"), 1),
        "cout_conventionne_par_participant": (Decimal("6666.67"), 3),
    }  # fmt: skip
    chiffre = bilan.chiffre("cout_par_participant")
    assert chiffre.numerateur == Decimal("9000.30")
    assert any("1 personne reçue n'est couverte par aucun bilan" in alerte for alerte in chiffre.alertes)
    assert any("Argent conventionné" in a for a in bilan.chiffre("cout_conventionne_par_participant").alertes)
    assert [(p.ventilation["operation"], p.valeur) for p in bilan.parts("cout_par_etape")] == [
        ("OP-1", Decimal("3000.10"))
    ]


def test_avant_le_premier_bilan_accepte_il_n_y_a_pas_de_cout(finance: Territoire) -> None:
    chiffre = monde.bilan(finance, D(2020, 1, 1), D(2020, 8, 31)).chiffre("cout_par_participant")
    assert (chiffre.valeur, chiffre.denominateur) == (None, 0)


def test_les_personnes_derriere_un_cout_se_listent(finance: Territoire) -> None:
    entier = Acteur.systeme(finance)
    ouverte = lignes(finance, *ANNEE, "cout_par_participant", acteur=entier, cote="denominateur")
    assert (ouverte.objet, len(ouverte)) == ("personne", 2)
    assert lignes(finance, *ANNEE, "cout_par_participant", acteur=entier).objet == "dossier"


def test_les_faits_demandent_autant_de_requetes_pour_vingt(
    finance: Territoire, requetes_constantes: Callable[..., None]
) -> None:
    def lire() -> None:
        for lecture in (fiches, accueils, couts):
            list(lecture(finance, None))  # type: ignore[operator]

    def ajouter() -> None:
        fiche = ParticipationFSEFactory(operation=operation(finance, f"X-{ParticipationFSE.objects.count()}"))
        ReponseSensibleFSEFactory(participation=fiche)

    ajouter()
    requetes_constantes(lire, ajouter)


def test_la_page_montre_le_fonds_quand_il_y_a_une_fiche(distribution: Any, client_de: Callable[[str], Client]) -> None:
    lieu, client = distribution.territoire, client_de("animatrice")
    monde.peupler(lieu, [Participation(1, "PLIE", D(2020, 1, 6))])
    assert "Le fonds européen" not in client.get(f"/{lieu.code}/bilan/", {"annee": "2020"}).content.decode()
    ParticipationFSEFactory(operation=operation(lieu, "OP-FSE"))
    noter(lieu)
    page = client.get(f"/{lieu.code}/bilan/", {"annee": "2020"}).content.decode()
    assert "Le fonds européen" in page
    assert "EECO01" in page
    liste = client.get(f"/{lieu.code}/bilan/liste/EECO02/", {"annee": "2020"})
    assert liste.status_code == 200
    assert "OP-FSE" in liste.content.decode()
