"""The chain of the demonstration: what the sources say of operations holds, every total is the sum of its lines, and no
row is there that a rule would refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from deplie.acteurs.models import Habilitation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import ROLES
from deplie.cadre.models import SubventionGlobale
from deplie.financements.models import Appel, Controle, Engagement, Operation, PosteTravail, Reversement, Versement
from deplie.financements.queries.bilan import bilans_de
from deplie.financements.queries.plan import plan_de_l_operation
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.cycle import ARCHIVEE, SOLDEE
from deplie.fse.models import CorrespondanceFSE, ParticipationFSE, RetourService
from deplie.fse.queries.connu import connu_de, sans_fiche
from deplie.fse.queries.fiche import etats, lire
from deplie.fse.queries.retour import comptes_de
from deplie.fse.rules.correspondance import de_donnees, refus
from deplie.fse.rules.reprise import constat_valable
from deplie.parcours.models import Etape
from deplie.site.accueil import panneaux
from deplie.site.demonstration.appels import appels_de
from deplie.site.demonstration.calendrier import annee_courante
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.declaration import CODES, declaration
from deplie.site.demonstration.execution import SUITES
from deplie.site.demonstration.horloge import au
from deplie.socle.argent import somme
from deplie.territoires.models import Territoire

pytestmark = pytest.mark.django_db


def systeme(code: str) -> Acteur:
    return Acteur.systeme(Territoire.objects.get(code=code))


@pytest.mark.parametrize("jour", [date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29), date(2027, 8, 1)])
@pytest.mark.parametrize("code", CODES)
def test_chaque_appel_a_une_suite_connue_pour_chaque_operation_retenue(code: str, jour: date) -> None:
    for decrit in appels_de(declaration(code), jour):
        assert len(decrit["suites"]) == decrit["retenus"] <= len(decrit["projets"])
        assert set(decrit["suites"]) <= set(SUITES)
    assert jour.year - 2 <= annee_courante(jour) < jour.year


def test_l_horloge_revient_a_l_heure() -> None:
    with au(date(2021, 3, 1)):
        assert timezone.localdate() == date(2021, 3, 1)
    assert timezone.localdate() > date(2021, 3, 1)


def test_les_operations_des_sources(installations: dict[str, Any]) -> None:
    retenues = Operation.objects.retenues()
    assert retenues.filter(appel__code="AAP-2021").count() == 14
    assert retenues.filter(code__startswith="TCO-ACI-2020-").count() == 5
    postes = PosteTravail.objects.filter(operation__appel__code="APP-82-2021").values_list("etp", flat=True)
    assert sorted(map(float, postes)) == [1.0, 1.6, 1.6, 1.6]
    for annee in range(2016, annee_courante(timezone.localdate()) + 1):
        du_fonds = retenues.filter(appel__code=f"ESS-{annee}")
        assert 0 < sum(une.montant_programme or 0 for une in du_fonds) <= 25_000


def test_quatre_vingts_personnes_ont_une_fiche_dans_les_cinq_chantiers(installations: dict[str, Any]) -> None:
    etapes = Etape.objects.filter(operation__startswith="TCO-ACI-2020-")
    fiches = ParticipationFSE.objects.filter(operation__code__startswith="TCO-ACI-2020-")
    assert etapes.count() == 91
    assert etapes.values("participation__personne").distinct().count() == 80
    assert fiches.values("personne").distinct().count() == 80


def test_tout_total_est_la_somme_de_ses_lignes(installations: dict[str, Any]) -> None:
    for operation in Operation.objects.conventionnees().select_related("appel", "territoire", "convention"):
        plan = plan_de_l_operation(operation)
        assert plan is not None
        assert plan.doutes == []
        assert plan.cout == plan.ressources == operation.convention.cout_total
        for _, compte in bilans_de(operation):
            assert compte.retenu == compte.declare - compte.ecarte >= 0
        if operation.statut in (SOLDEE, ARCHIVEE):
            etat = etat_de(operation, timezone.localdate())
            assert etat is not None
            assert not etat.a_regler
        payes = somme(v.montant_paye for v in Versement.objects.filter(operation=operation).payes())
        assert payes <= operation.convention.montant


def test_qui_gere_ne_controle_pas_et_rien_n_est_date_de_demain(installations: dict[str, Any]) -> None:
    jour = timezone.localdate()
    for controle in Controle.objects.select_related("controleur", "bilan__operation"):
        assert controle.controleur.courriel.startswith("controleur-csf.")
        assert controle.ouvert_le <= jour
        assert controle.lignes.filter(echantillon=True).exists()
    assert Controle.objects.filter(conclu_le=None).exists()
    assert not Operation.objects.filter(statut_le__gt=jour).exists()


@pytest.mark.parametrize("code", ["TCO", "LAROCHELLE", "MIDIQUERCY"])
def test_les_fiches_sont_celles_qu_une_action_aurait_ouvertes(installations: dict[str, Any], code: str) -> None:
    """Whom étapes receive has a record, with what the parcours knew; none is there that the room would refuse."""
    acteur, jour = systeme(code), timezone.localdate()
    fiches = ParticipationFSE.objects.filter(operation__territoire=acteur.territoire)
    for fiche in fiches.select_related("operation__appel", "personne").order_by("pk")[::25]:
        dites = {**{r.question: r.reponse for r in fiche.reponses_sensibles.all()}}
        for cle, connu in connu_de(fiche.personne, fiche.operation, fiche.date_entree).items():
            if cle not in ("sexe", "date_naissance"):
                assert dites.get(cle, getattr(fiche, cle, None)) == connu.valeur, cle
    for operation in {fiche.operation for fiche in fiches.select_related("operation__appel")}:
        assert all(a.fin is not None and a.fin <= a.debut for a in sans_fiche(acteur, operation, jour))
    sorties = [lue.fiche for lue in lire(fiches.filter(constat_sortie__isnull=False))]
    assert sorties
    assert all(constat_valable(fiche) for fiche in sorties)


@pytest.mark.parametrize("code", ["TCO", "LAROCHELLE", "MIDIQUERCY"])
def test_des_fiches_manquent_et_une_operation_au_moins_est_en_cours(installations: dict[str, Any], code: str) -> None:
    lus = [etat for etat in etats(systeme(code), timezone.localdate()) if etat.jauge.participants]
    assert any(etat.jauge.incomplets for etat in lus)
    assert any(etat.operation.statut == "EN_EXECUTION" for etat in lus)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("role", ["instructeur", "membre_jury", "gestionnaire_oi", "charge_mission_ess"])
def test_qui_instruit_a_de_quoi_faire(installations: dict[str, Any], code: str, role: str) -> None:
    lus = {p.gabarit: p.contenu for p in panneaux(en_role(systeme(code), role), timezone.localdate())}
    attentes = lus["operations"]["attentes"]
    assert attentes.lectures or any(une.nombre for une in attentes.operations)


def test_un_bilan_depose_porte_le_document_que_son_appel_demande(installations: dict[str, Any]) -> None:
    demandes = Operation.objects.filter(appel__pieces_requises__moment="BILAN")
    deposes = demandes.filter(bilans__depose_le__isnull=False)
    assert deposes.exists()
    assert not deposes.exclude(pieces__requise__moment="BILAN").exists()


@pytest.mark.parametrize("code", ["TCO", "LAROCHELLE", "MIDIQUERCY"])
def test_le_service_a_rendu_des_erreurs_presque_toutes_rattachees(installations: dict[str, Any], code: str) -> None:
    acteur = systeme(code)
    (modele,) = CorrespondanceFSE.objects.filter(territoire=acteur.territoire)
    assert refus(de_donnees(modele.donnees)) == []
    (retour,) = RetourService.objects.filter(territoire=acteur.territoire)
    comptes = comptes_de(retour)
    assert {nom: comptes[nom] for nom in ("a_rattacher", "corrigees", "ecartees")} == {
        "a_rattacher": 1,
        "corrigees": 1,
        "ecartees": 1,
    }
    assert comptes["ouvertes"] >= 2
    assert {e.rapprochement for e in retour.erreurs.exclude(participation=None)} == {"NUMERO", "NAISSANCE"}


def test_un_ordre_de_reversement_attend(installations: dict[str, Any]) -> None:
    (ordre,) = Reversement.objects.filter(regle_le=None)
    etat = etat_de(ordre.operation, timezone.localdate())
    assert etat is not None
    assert ordre.montant == etat.solde.montant
    assert ordre.emis_le <= timezone.localdate() < (ordre.avant_le or date.max)


def test_les_quatorze_operations_comptent_dans_la_subvention_globale(installations: dict[str, Any]) -> None:
    appels = Appel.objects.filter(territoire__code="LAROCHELLE").select_related("subvention")
    assert all(appel.subvention for appel in appels)
    ancienne = SubventionGlobale.objects.get(numero="SG-DÉMO-2018")
    retenues = Operation.objects.retenues().filter(appel__subvention=ancienne)
    assert retenues.count() == 14
    enveloppe = somme(une.montant for une in ancienne.enveloppes.filter(annee=2021))
    assert somme(une.montant_programme for une in retenues) <= enveloppe


def test_qui_ne_suit_personne_n_a_pas_de_referent(installations: dict[str, Any]) -> None:
    roles = set(Habilitation.objects.filter(agent__territoire__code="GPSEA").values_list("role", flat=True))
    assert set(ROLES) - roles == set(declaration("GPSEA").sans_role)
    assert roles & {"operateur", "charge_mission_ess"}
    porteur = en_role(systeme("GPSEA"), "operateur")
    assert Operation.objects.retenues().filter(porteur=porteur.agent.organisation).exists()


def test_des_commandes_attendent_leur_depense_avec_leur_piece(installations: dict[str, Any]) -> None:
    engagements = Engagement.objects.select_related("fichier", "operation")
    lieux = set(engagements.values_list("operation__territoire__code", flat=True))
    assert lieux == {"TCO", "LAROCHELLE", "MIDIQUERCY", "HAUTEVIENNE"}
    assert all(une.fichier for une in engagements)
    assert not any(une.signalements for une in engagements)
    assert {bool(une.annule_le) for une in engagements} == {True, False}
