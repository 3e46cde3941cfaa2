"""Calls and money in the bilan: each figure by hand on random operations, to the cent; each with its reserve."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.financements.facts import candidatures, mouvements
from deplie.pilotage.queries.bilan import Bilan, lignes
from deplie.pilotage.rules.ecriture import nombre
from deplie.socle import generations
from deplie.territoires.models import Territoire
from tests.factories_cadre import EnveloppeFactory, PartEnveloppeFactory, RattachementOIFactory
from tests.factories_financements import (
    AppelFactory,
    AvenantConventionFactory,
    BilanExecutionFactory,
    ConventionFactory,
    DepenseFactory,
    EvenementOperationFactory,
    OperationFactory,
    OperationRetenueFactory,
    VersementFactory,
)
from tests.pilotage import monde

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
FSE_PLUS = "FSE_PLUS_2021_2027"


def noter(lieu: Territoire) -> None:
    generations.noter(lieu.code, "operation", "depense", "versement", "cadre")


def valeurs(bilan: Bilan, *codes: str) -> dict[str, Any]:
    return {code: bilan.chiffre(code).valeur for code in codes}


@pytest.fixture
def lieu() -> Territoire:
    """Two applications of 2019: one chosen, signed, declared and paid in 2020; the other rejected; one still waits."""
    territoire = monde.territoire()
    appel = AppelFactory(territoire=territoire, code="AP-1", programmation=FSE_PLUS, objectif_specifique="h")
    retenue = OperationRetenueFactory(
        territoire=territoire, appel=appel, code="OP-1", programmation=FSE_PLUS, statut="EN_EXECUTION",
        montant_programme=Decimal("10000.01"), montant_demande=Decimal("12000.02"),
    )  # fmt: skip
    EvenementOperationFactory(operation=retenue, acte="retenir", vers="PROGRAMMEE", le=D(2019, 11, 20))
    convention = ConventionFactory(
        operation=retenue, cout_total=Decimal("20000.00"), montant=Decimal("10000.01"), signee_le=D(2020, 1, 8)
    )
    AvenantConventionFactory(
        convention=convention, montant=Decimal("11000.01"), cout_total=Decimal("22000.00"), effet_le=D(2020, 7, 1)
    )
    bilan = BilanExecutionFactory(
        operation=retenue, numero=1, depose_le=datetime(2020, 9, 1, tzinfo=UTC), valide_le=D(2020, 10, 1)
    )
    DepenseFactory(bilan=bilan, montant=Decimal("5000.10"))
    DepenseFactory(bilan=bilan, montant=Decimal("0.20"))
    VersementFactory(operation=retenue, paye_le=D(2020, 3, 3), montant_paye=Decimal("3000.07"))
    rejetee = OperationFactory(territoire=territoire, appel=appel, code="OP-2", statut="REJETEE")
    EvenementOperationFactory(operation=rejetee, acte="rejeter", vers="REJETEE", le=D(2019, 11, 30))
    attend = {"deposee_le": datetime(2020, 2, 1, tzinfo=UTC), "porteur": None, "statut": "RECEVABLE"}
    OperationFactory(territoire=territoire, appel=appel, code="OP-3", montant_demande=Decimal("7.77"), **attend)
    noter(territoire)
    return territoire


def test_ce_qui_est_depose_decide_et_attend(lieu: Territoire) -> None:
    codes = ("appel_candidatures", "appel_porteurs", "appel_recevables", "appel_retenues", "appel_rejetees",
             "appel_en_attente", "appel_taux_selection", "appel_delai_decision", "appel_montant_demande",
             "appel_montant_accorde")  # fmt: skip
    avant, apres = (monde.bilan(lieu, D(an, 1, 1), D(an, 12, 31)) for an in (2019, 2020))
    assert tuple(valeurs(avant, *codes).values()) == (
        2, 2, 2, 1, 1, 0, Decimal("50.0"), Decimal("41.0"), Decimal("22000.02"), Decimal("10000.01"),
    )  # fmt: skip
    assert tuple(valeurs(apres, *codes).values()) == (1, 0, 1, 0, 0, 1, Decimal("0.0"), None, Decimal("7.77"), 0)
    assert apres.chiffre("appel_taux_selection").alertes[1] == (
        "1 dossier recevable attend encore sa décision\u00a0: le taux peut changer."
    )


def test_l_argent_compte_au_jour_de_chaque_etape(lieu: Territoire) -> None:
    codes = ("operations_programmees", "montant_programme", "montant_conventionne", "depenses_declarees",
             "depenses_retenues", "montant_paye")  # fmt: skip
    avant, apres = (monde.bilan(lieu, D(an, 1, 1), D(an, 12, 31)) for an in (2019, 2020))
    assert tuple(valeurs(avant, *codes).values()) == (1, Decimal("10000.01"), 0, 0, 0, 0)
    assert tuple(valeurs(apres, *codes).values()) == (
        0, 0, Decimal("11000.01"), Decimal("5000.30"), Decimal("5000.30"), Decimal("3000.07"),
    )  # fmt: skip
    justification = apres.chiffre("fse_taux_justification")
    assert (justification.valeur, justification.numerateur, justification.denominateur) == (
        Decimal("22.7"), Decimal("5000.30"), Decimal("22000.00"),
    )  # fmt: skip


def test_chaque_somme_dit_ce_qu_elle_est(lieu: Territoire) -> None:
    bilan = monde.bilan(lieu, *ANNEE)
    assert bilan.chiffre("montant_programme").reserves == (
        "Argent programmé par un comité\u00a0: ni dépensé, ni contrôlé.",
    )
    assert bilan.chiffre("montant_paye").reserves == ()
    assert bilan.chiffre("montant_paye").texte == "3\u202f000,07\u00a0€"
    assert bilan.en_json()["chiffres"]


def test_sans_enveloppe_le_taux_n_existe_pas(lieu: Territoire) -> None:
    taux = monde.bilan(lieu, *ANNEE).chiffre("fse_taux_programmation")
    assert taux.valeur is None
    assert any("enveloppe d'une subvention globale" in alerte for alerte in taux.alertes)


def test_l_enveloppe_est_celle_en_vigueur_des_annees_echues(lieu: Territoire) -> None:
    ligne = EnveloppeFactory(
        subvention__organisme__territoire=lieu, subvention__programmation=FSE_PLUS, annee=2020,
        montant=Decimal("40000.00"), date_effet=D(2019, 6, 1),
    )  # fmt: skip
    commun = {"subvention": ligne.subvention, "axe": ligne.axe, "objectif_specifique": ligne.objectif_specifique}
    EnveloppeFactory(**commun, annee=2020, montant=Decimal("50000.05"), date_effet=D(2020, 9, 1))
    EnveloppeFactory(**commun, annee=2021, montant=Decimal("99999.00"), date_effet=D(2020, 9, 1))
    noter(lieu)
    ete, fin = (
        monde.bilan(lieu, D(2020, 1, 1), jour).chiffre("fse_taux_programmation") for jour in (D(2020, 6, 30), ANNEE[1])
    )
    assert (ete.numerateur, ete.denominateur) == (Decimal("10000.01"), Decimal("40000.00"))
    assert (fin.numerateur, fin.denominateur) == (Decimal("10000.01"), Decimal("50000.05"))
    assert not fin.base_ouvrable


def test_une_enveloppe_partagee_compte_pour_sa_part_ou_se_dit_commune(lieu: Territoire) -> None:
    """40,000 € shared by two plans; then 25,000 € of them are this one's; then an avenant, 60,000 €, reserves none."""
    ligne = EnveloppeFactory(
        subvention__organisme__territoire=lieu, subvention__programmation=FSE_PLUS, annee=2020,
        montant=Decimal("40000.00"), date_effet=D(2019, 6, 1),
    )  # fmt: skip
    organisme = ligne.subvention.organisme
    ici, autre = (
        RattachementOIFactory(organisme=organisme, territoire=qui, debut=D(2018, 1, 1)) for qui in (lieu, None)
    )

    def taux(jour: date = ANNEE[1]) -> Any:
        noter(lieu)
        return monde.bilan(lieu, D(2020, 1, 1), jour).chiffre("fse_taux_programmation")

    def commune(chiffre: Any) -> bool:
        return any("communs à plusieurs plans" in alerte for alerte in chiffre.alertes)

    assert (taux().denominateur, commune(taux())) == (40000, True)
    PartEnveloppeFactory(enveloppe=ligne, rattachement=autre, montant="10000.00")
    assert (taux().denominateur, commune(taux())) == (40000, True), "une part de l'autre ne dit pas la sienne"
    PartEnveloppeFactory(enveloppe=ligne, rattachement=ici, montant="25000.00")
    assert (taux().denominateur, commune(taux())) == (25000, False)
    commun = {"axe": ligne.axe, "objectif_specifique": ligne.objectif_specifique, "annee": 2020}
    EnveloppeFactory(subvention=ligne.subvention, montant="60000.00", date_effet=D(2020, 9, 1), **commun)
    assert (taux().denominateur, commune(taux())) == (60000, True)
    assert taux(D(2020, 6, 30)).denominateur == 25000


def test_l_argent_d_un_appel_est_de_la_programmation_de_sa_subvention(lieu: Territoire) -> None:
    ligne = EnveloppeFactory(
        subvention__organisme__territoire=lieu, subvention__programmation=FSE_PLUS, annee=2020,
        montant=Decimal("40000.00"), date_effet=D(2019, 6, 1),
    )  # fmt: skip
    appel = AppelFactory(territoire=lieu, subvention=ligne.subvention)
    une = OperationRetenueFactory(territoire=lieu, appel=appel, montant_programme=Decimal("2000.00"))
    EvenementOperationFactory(operation=une, acte="retenir", le=D(2020, 5, 5))
    noter(lieu)
    assert monde.bilan(lieu, *ANNEE).chiffre("fse_taux_programmation").numerateur == Decimal("12000.01")


def test_une_operation_abandonnee_rend_ce_qui_etait_programme(lieu: Territoire) -> None:
    from deplie.financements.models import Operation

    Operation.objects.filter(code="OP-1").update(statut="ABANDONNEE", statut_le=D(2020, 11, 2))
    noter(lieu)
    assert valeurs(monde.bilan(lieu, *ANNEE), "montant_programme", "montant_conventionne", "montant_paye") == {
        "montant_programme": Decimal("-10000.01"), "montant_conventionne": 0, "montant_paye": Decimal("3000.07")
    }  # fmt: skip
    assert monde.bilan(lieu, D(2019, 1, 1), D(2019, 12, 31)).chiffre("appel_retenues").valeur == 1


def test_une_somme_se_coupe_le_long_de_la_chaine_et_mene_a_ses_operations(lieu: Territoire) -> None:
    for lien, attendu in (("operation", "OP-1"), ("appel", "AP-1"), ("objectif_specifique", "h"), ("financeur", "FSE")):
        parts = monde.bilan(lieu, *ANNEE, lien).parts("montant_paye")
        assert [(dict(part.ventilation), part.valeur) for part in parts] == [({lien: attendu}, Decimal("3000.07"))]
    ouverte = lignes(lieu, *ANNEE, "montant_paye", acteur=Acteur.systeme(lieu), ventilation={"operation": "OP-1"})
    assert (ouverte.objet, len(ouverte)) == ("dossier", 1)


# --- By hand, on random operations ---------------------------------------------------------------------------------

centimes = st.integers(0, 10**9).map(lambda lu: Decimal(lu) / 100)
jours = st.dates(D(2019, 1, 1), D(2021, 12, 31))
operations = st.lists(
    st.tuples(jours, st.none() | st.tuples(st.integers(0, 200), st.booleans(), centimes), centimes,
              st.lists(st.tuples(jours, centimes), max_size=3)),
    max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(operations, st.tuples(jours, jours).map(sorted))
def test_chaque_chiffre_est_celui_compte_a_la_main(tirees: list[Any], periode: list[date]) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire()
        appel = AppelFactory(territoire=lieu)
        demandes, accordes, payes, delais, retenues = [], [], [], [], 0
        for depot, decision, demande, versements in tirees:
            dans = periode[0] <= depot <= periode[1]
            ici = {"territoire": lieu, "appel": appel, "montant_demande": demande,
                   "deposee_le": datetime(depot.year, depot.month, depot.day, 10, tzinfo=UTC)}  # fmt: skip
            demandes += [demande] if dans else []
            if decision is None:
                OperationFactory(**ici)
                continue
            attente, choisie, montant = decision
            le = depot + timedelta(days=attente)
            if choisie:
                une = OperationRetenueFactory(**ici, montant_programme=montant, statut_le=le)
            else:
                une = OperationFactory(**ici, statut="REJETEE", statut_le=le)
            EvenementOperationFactory(operation=une, acte="retenir" if choisie else "rejeter", le=le)
            if periode[0] <= le <= periode[1]:
                delais.append(attente)
                accordes += [montant] if choisie else []
                retenues += choisie
            for rang, (paye, somme) in enumerate(versements if choisie else (), 1):
                VersementFactory(operation=une, rang=rang, paye_le=paye, montant_paye=somme)
                payes += [somme] if periode[0] <= paye <= periode[1] else []
        noter(lieu)
        bilan = monde.bilan(lieu, *periode)
        if not tirees:
            assert bilan.chiffre("appel_candidatures").valeur is None
            return
        assert bilan.chiffre("appel_montant_demande").valeur == sum(demandes, Decimal(0))
        assert bilan.chiffre("appel_montant_accorde").valeur == sum(accordes, Decimal(0))
        assert bilan.chiffre("appel_retenues").valeur == retenues
        delai = bilan.chiffre("appel_delai_decision")
        assert ((delai.numerateur or 0), (delai.denominateur or 0)) == (sum(delais), len(delais))
        assert (bilan.chiffre("montant_paye").valeur or 0) == sum(payes, Decimal(0))


# --- Queries and pages ---------------------------------------------------------------------------------------------


def test_les_faits_demandent_autant_de_requetes_pour_vingt_operations(
    lieu: Territoire, requetes_constantes: Callable[..., None]
) -> None:
    def ajouter() -> None:
        convention = ConventionFactory(operation__territoire=lieu)
        bilan = BilanExecutionFactory(operation=convention.operation, depose_le=datetime(2020, 9, 1, tzinfo=UTC))
        DepenseFactory(bilan=bilan)
        VersementFactory(operation=convention.operation, paye_le=D(2020, 3, 3), montant_paye=Decimal(1))

    ajouter()
    requetes_constantes(lambda: (list(candidatures(lieu, None)), list(mouvements(lieu, None))), ajouter)


def test_la_liste_derriere_une_somme_mene_aux_operations(
    distribution: Any, client_de: Callable[[str], Client], requetes_constantes: Callable[..., None]
) -> None:
    lieu, client = distribution.territoire, client_de("animatrice")
    une = OperationRetenueFactory(territoire=lieu, code="OP-CHOISIE", montant_programme=Decimal("1234.56"))
    EvenementOperationFactory(operation=une, acte="retenir", le=D(2020, 5, 5))
    noter(lieu)

    def page() -> str:
        reponse = client.get(f"/{lieu.code}/bilan/liste/montant_programme/", {"annee": "2020"})
        assert reponse.status_code == 200
        return unescape(reponse.content.decode())

    lue = page()
    assert f'href="/{lieu.code}/operations/{une.pk}/"' in lue
    assert f"{nombre(Decimal('1234.56'))}\u00a0€" in lue

    def ajouter() -> None:
        autre = OperationRetenueFactory(territoire=lieu)
        EvenementOperationFactory(operation=autre, acte="retenir", le=D(2020, 5, 5))

    def relue() -> None:
        noter(lieu)
        page()

    requetes_constantes(relue, ajouter)
