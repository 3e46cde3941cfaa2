"""How each constraint of calls, operations and money is broken, for test_contraintes.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.factories_financements import (
    AppelFactory,
    AvenantConventionFactory,
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    CorrectionFactory,
    CritereNotationFactory,
    DepenseFactory,
    EngagementFactory,
    LectureFactory,
    LigneControleFactory,
    LignePlanFactory,
    ModeleDocumentFactory,
    NoteLectureFactory,
    OperationFactory,
    PieceDossierFactory,
    PieceRequiseFactory,
    PosteTravailFactory,
    QuestionEligibiliteFactory,
    RappelEcheanceFactory,
    ReponseEligibiliteFactory,
    ReprogrammationFactory,
    RessourceConstateeFactory,
    RessourceFactory,
    ReversementFactory,
    SaisiePorteurFactory,
    SousEnveloppeFactory,
    VersementFactory,
    VersionPlanFactory,
)

TARD, TOT = date(2020, 12, 31), date(2020, 1, 1)
MOMENT = datetime(2019, 9, 1, 7, tzinfo=UTC)


def deux_fois(fabrique: Any, *noms: str, **autres: Any) -> None:
    """Make a row, then another that shares these fields."""
    premiere = fabrique(**autres)
    fabrique(**{**autres, **{nom: getattr(premiere, nom) for nom in noms}})


def une_piece_a_deux_places() -> None:
    bilan = BilanExecutionFactory()
    requise = PieceRequiseFactory(appel=bilan.operation.appel)
    PieceDossierFactory(operation=bilan.operation, requise=requise, depense=DepenseFactory(bilan=bilan))


CAS_FINANCEMENTS: dict[str, Callable[[], Any]] = {
    "rappel_echeance_unique": lambda: deux_fois(RappelEcheanceFactory, "agent", "cle", "echue_le", "moment"),
    "appel_code_unique": lambda: deux_fois(AppelFactory, "territoire", "code"),
    "appel_calendrier": lambda: AppelFactory(ferme_le=MOMENT),
    "appel_operations": lambda: AppelFactory(debut_operations=TARD, fin_operations=TOT),
    "appel_taux": lambda: AppelFactory(taux_max="100.01"),
    "appel_bornes": lambda: AppelFactory(plancher=2, plafond=1),
    "appel_lecteurs": lambda: AppelFactory(lecteurs_min=0),
    "appel_retrait": lambda: AppelFactory(statut="RETIRE"),
    "appel_montants": lambda: AppelFactory(enveloppe="-0.01"),
    "sous_enveloppe_rang": lambda: deux_fois(SousEnveloppeFactory, "appel", "rang"),
    "sous_enveloppe_unique": lambda: (lambda s: SousEnveloppeFactory(appel=s.appel, intitule=s.intitule, rang=2))(
        SousEnveloppeFactory()
    ),
    "sous_enveloppe_montant": lambda: SousEnveloppeFactory(montant="-0.01"),
    "question_rang": lambda: deux_fois(QuestionEligibiliteFactory, "appel", "rang"),
    "piece_requise_rang": lambda: deux_fois(PieceRequiseFactory, "appel", "rang"),
    "critere_notation_rang": lambda: deux_fois(CritereNotationFactory, "appel", "rang"),
    "critere_notation_poids": lambda: CritereNotationFactory(poids=0),
    "operation_code_unique": lambda: deux_fois(OperationFactory, "territoire", "code"),
    "operation_dates": lambda: OperationFactory(debut=TARD, fin=TOT),
    "operation_deposee": lambda: OperationFactory(code=""),
    "operation_programmee": lambda: OperationFactory(statut="PROGRAMMEE"),
    "operation_montants": lambda: OperationFactory(montant_demande="-0.01"),
    "saisie_porteur_unique": lambda: deux_fois(SaisiePorteurFactory, "operation", "partie"),
    "reponse_eligibilite_unique": lambda: deux_fois(ReponseEligibiliteFactory, "operation", "question"),
    "piece_dossier_fichier": lambda: deux_fois(PieceDossierFactory, "fichier"),
    "piece_dossier_une_place": une_piece_a_deux_places,
    "lecture_unique": lambda: deux_fois(LectureFactory, "operation", "lecteur"),
    "lecture_declaree": lambda: LectureFactory(conflit=False),
    "lecture_rendue": lambda: LectureFactory(rendue_le=MOMENT),
    "note_lecture_unique": lambda: deux_fois(NoteLectureFactory, "lecture", "critere"),
    "note_lecture_positive": lambda: NoteLectureFactory(note="-0.5"),
    "ligne_plan_montant": lambda: LignePlanFactory(montant="-0.01"),
    "ligne_plan_annee": lambda: LignePlanFactory(annee=20),
    "ressource_montant": lambda: RessourceFactory(montant="-0.01"),
    "ressource_annee": lambda: RessourceFactory(annee=20),
    "reprogrammation_montants": lambda: ReprogrammationFactory(apres="-0.01"),
    "reprogrammation_change": lambda: ReprogrammationFactory(apres="10000.00"),
    "reprogrammation_decidee": lambda: ReprogrammationFactory(statut="ADOPTEE"),
    "reprogrammation_une_demande": lambda: deux_fois(ReprogrammationFactory, "operation"),
    "version_plan_rang": lambda: deux_fois(VersionPlanFactory, "operation"),
    "version_plan_avenant": lambda: VersionPlanFactory(moment="AVENANT"),
    "poste_travail_etp": lambda: PosteTravailFactory(etp=0),
    "poste_travail_annee": lambda: PosteTravailFactory(annee=20),
    "poste_travail_heures": lambda: PosteTravailFactory(heures="-1"),
    "poste_travail_cout": lambda: PosteTravailFactory(cout="-0.01"),
    "convention_dates": lambda: ConventionFactory(debut=TARD, fin=TOT),
    "convention_aide": lambda: ConventionFactory(cout_total="9999.99"),
    "convention_montants": lambda: ConventionFactory(montant="-0.01"),
    "avenant_convention_unique": lambda: deux_fois(AvenantConventionFactory, "convention"),
    "avenant_convention_montants": lambda: AvenantConventionFactory(montant="-0.01"),
    "versement_rang": lambda: deux_fois(VersementFactory, "operation"),
    "versement_un_solde": lambda: VersementFactory(
        operation=VersementFactory(genre="SOLDE").operation, rang=2, genre="SOLDE"
    ),
    "versement_paye": lambda: VersementFactory(paye_le=TARD),
    "versement_montants": lambda: VersementFactory(montant_prevu="-0.01"),
    "modele_document_un": lambda: deux_fois(ModeleDocumentFactory, "territoire"),
    "reversement_rang": lambda: deux_fois(ReversementFactory, "operation"),
    "reversement_montant": lambda: ReversementFactory(montant=0),
    "reversement_regle": lambda: ReversementFactory(emis_le=TARD, regle_le=TOT),
    "reversement_avant": lambda: ReversementFactory(emis_le=TARD, avant_le=TOT),
    "bilan_execution_unique": lambda: deux_fois(BilanExecutionFactory, "operation", depose_le=MOMENT, valide_le=TARD),
    "bilan_execution_un_final": lambda: BilanExecutionFactory(
        operation=BilanExecutionFactory(final=True, depose_le=MOMENT, valide_le=TARD).operation, numero=2, final=True
    ),
    "bilan_execution_un_ouvert": lambda: BilanExecutionFactory(operation=BilanExecutionFactory().operation, numero=2),
    "bilan_execution_dates": lambda: BilanExecutionFactory(debut=TARD, fin=TOT),
    "bilan_execution_valide": lambda: BilanExecutionFactory(valide_le=TARD),
    "engagement_numero": lambda: deux_fois(EngagementFactory, "operation", "numero"),
    "engagement_montant": lambda: EngagementFactory(montant="-0.01"),
    "engagement_annule": lambda: EngagementFactory(annule_le=TARD),
    "depense_montant": lambda: DepenseFactory(montant="-0.01"),
    "depense_heures": lambda: DepenseFactory(heures="-1"),
    "ressource_constatee_unique": lambda: deux_fois(RessourceConstateeFactory, "bilan", "ressource"),
    "ressource_constatee_montant": lambda: RessourceConstateeFactory(montant="-0.01"),
    "controle_part": lambda: ControleFactory(part=101),
    "controle_notifie": lambda: ControleFactory(notifie_le=TARD),
    "controle_seuil": lambda: ControleFactory(seuil="-0.01"),
    "ligne_controle_montants": lambda: LigneControleFactory(rejete_final="-0.01"),
    "ligne_controle_motif": lambda: LigneControleFactory(rejete="10.00"),
    "correction_montant": lambda: CorrectionFactory(montant="-0.01"),
}

__all__ = ["CAS_FINANCEMENTS"]
