"""The base refuses the impossible: each constraint of each table is broken on purpose, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from deplie.pilotage.models import Partition
from deplie.socle.models import Brouillon, Generation, Lot
from deplie.territoires.models import Dispositif, Qpv, Reglage
from tests.factories import (
    AgentFactory,
    AvenantFactory,
    CompteFactory,
    ConstatEmploiFactory,
    ContratPlieFactory,
    CritereFactory,
    CritereProuveFactory,
    DecisionFactory,
    EcartDoublonFactory,
    EmploiFactory,
    EntretienFactory,
    EtapeFactory,
    FreinFactory,
    FreinRepereFactory,
    FusionFactory,
    InstanceFactory,
    MembreInstanceFactory,
    ObjectifFactory,
    OrganisationFactory,
    OrientationRecueFactory,
    ParticipationFactory,
    PersonneFactory,
    PrescriptionFactory,
    PresenceFactory,
    PropositionObjectifFactory,
    ProtocoleFactory,
    RectificationFactory,
    ReleveFactory,
    RemplacementFactory,
    ReponseSensibleFactory,
    SeanceFactory,
    SuiteFactory,
    SuspensionFactory,
    TempsReferentFactory,
    TerritoireFactory,
)
from tests.factories_cadre import (
    AccordTerritorialFactory,
    AvenantSubventionFactory,
    CompetenceFactory,
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartEnveloppeFactory,
    PartieAccordFactory,
    PartieFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)
from tests.factories_fiche import (
    ChangementReferentFactory,
    DiagnosticFactory,
    FreinSuiviFactory,
    JalonFactory,
    PasMinimalFactory,
    PointDiagnosticFactory,
    TrameFactory,
)
from tests.factories_offre import (
    AccordRappelFactory,
    AtelierFactory,
    EnvoiFactory,
    InscriptionAtelierFactory,
    LieuFactory,
    PassageFactory,
    PermanenceFactory,
    SeanceAtelierFactory,
)
from tests.factories_pieces import (
    AssiduiteFactory,
    FabricationFactory,
    LogoFactory,
    ModeleCourrierFactory,
    ModeleProcesVerbalFactory,
    PieceJointeFactory,
    PropositionFactory,
)
from tests.maison.cas_financements import CAS_FINANCEMENTS
from tests.maison.cas_fse import CAS_FSE
from tests.maison.cas_gouvernance import CAS_GOUVERNANCE
from tests.maison.cas_pilotage import CAS_PILOTAGE

TARD, TOT = date(2020, 12, 31), date(2020, 1, 1)


def champs(ligne: models.Model, *noms: str) -> dict[str, Any]:
    return {nom: getattr(ligne, nom) for nom in noms}


def deux_fois(fabrique: Any, *noms: str, **autres: Any) -> None:
    """Make a row, then another that shares these fields."""
    fabrique(**autres, **champs(fabrique(**autres), *noms))


def creer_deux_fois(modele: type[models.Model], **valeurs: Any) -> None:
    for _ in range(2):
        modele._default_manager.create(**valeurs)


def deux_ouvertes() -> None:
    premiere = ParticipationFactory(date_entree=TOT)
    ParticipationFactory(**champs(premiere, "personne", "dispositif"), date_entree=TARD)


def habilitation(**valeurs: Any) -> None:
    AgentFactory().habilitations.create(role="referent_parcours", **valeurs)


def reunie_a_elle_meme() -> None:
    structure = OrganisationFactory()
    structure.absorbee_par, structure.absorbee_le = structure, timezone.now()
    structure.save()


def meme_role_deux_fois() -> None:
    agent = AgentFactory()
    for _ in range(2):
        agent.habilitations.create(role="referent_parcours", debut=TOT)


def dispositif(**valeurs: Any) -> Callable[[], Any]:
    return lambda: Dispositif.objects.create(territoire=TerritoireFactory(), nom="Essai", **valeurs)


CAS: dict[str, Callable[[], Any]] = CAS_FINANCEMENTS | {
    **CAS_FSE,
    **CAS_PILOTAGE,
    **CAS_GOUVERNANCE,
    "partie_unique": lambda: deux_fois(PartieFactory, "protocole", "organisation"),
    "oi_unique": lambda: deux_fois(OrganismeIntermediaireFactory, "territoire", "organisation"),
    "rattachement_unique": lambda: deux_fois(RattachementOIFactory, "organisme", "organisation"),
    "rattachement_dates": lambda: RattachementOIFactory(debut=TARD, fin=TOT),
    "subvention_unique": lambda: deux_fois(SubventionGlobaleFactory, "organisme", "numero"),
    "subvention_dates": lambda: SubventionGlobaleFactory(debut=TARD, fin=TOT),
    "subvention_programmation": lambda: SubventionGlobaleFactory(programmation="FSE_1900"),
    "avenant_subvention_unique": lambda: deux_fois(AvenantSubventionFactory, "subvention"),
    "enveloppe_unique": lambda: deux_fois(EnveloppeFactory, "subvention"),
    "enveloppe_montant": lambda: EnveloppeFactory(montant="-0.01"),
    "enveloppe_annee": lambda: EnveloppeFactory(annee=22),
    "part_unique": lambda: deux_fois(PartEnveloppeFactory, "enveloppe", "rattachement"),
    "part_montant": lambda: PartEnveloppeFactory(montant="-0.01"),
    "competence_dates": lambda: CompetenceFactory(debut=TARD, fin=TOT),
    "partie_accord_unique": lambda: deux_fois(PartieAccordFactory, "accord", "organisation"),
    "accord_dates": lambda: AccordTerritorialFactory(adopte_le=TARD, fin=TOT),
    "prescription_une_en_attente": lambda: deux_fois(PrescriptionFactory, "personne", "dispositif"),
    "prescription_admise": lambda: PrescriptionFactory(statut="ADMIS"),
    "prescription_refus": lambda: PrescriptionFactory(statut="REFUSE", raison="Autre besoin"),
    "prescription_raison": lambda: PrescriptionFactory(statut="AJOURNE"),
    "prescription_expire": lambda: PrescriptionFactory(expire_le=TOT),
    "prescription_aller_vers": lambda: PrescriptionFactory(aller_vers="Marché du quartier"),
    "critere_prouve_unique": lambda: deux_fois(CritereProuveFactory, "prescription"),
    "frein_repere_unique": lambda: deux_fois(FreinRepereFactory, "prescription"),
    "orientation_rattachee": lambda: OrientationRecueFactory(
        statut="RATTACHEE", nom="", prenom="", date_naissance=None
    ),
    "orientation_ecartee": lambda: OrientationRecueFactory(statut="ECARTEE", nom="", prenom="", date_naissance=None),
    "orientation_videe": lambda: OrientationRecueFactory(statut="ECARTEE", raison="Injoignable"),
    "instance_nom_unique": lambda: deux_fois(InstanceFactory, "territoire", "nom"),
    "instance_quorum": lambda: InstanceFactory(quorum=0),
    "membre_quelqu_un": lambda: MembreInstanceFactory(organisation=None),
    "membre_un_seul": lambda: MembreInstanceFactory(titulaire=AgentFactory(), nom="Fictif"),
    "membre_libre": lambda: MembreInstanceFactory(organisation=None, titulaire=AgentFactory(), structure="Mairie"),
    "membre_une_structure": lambda: MembreInstanceFactory(nom="Fictif", structure="Mairie"),
    "membre_dates": lambda: MembreInstanceFactory(debut=TARD, fin=TOT),
    "membre_suppleant": lambda: MembreInstanceFactory(**dict.fromkeys(("titulaire", "suppleant"), AgentFactory())),
    "membre_un_suppleant": lambda: MembreInstanceFactory(suppleant=AgentFactory(), suppleant_nom="Fictif"),
    "membre_suppleant_libre": lambda: MembreInstanceFactory(suppleant_courriel="a@exemple.invalid"),
    "suite_objet": lambda: SuiteFactory(objet=""),
    "suite_responsable": lambda: SuiteFactory(membre=None),
    "suite_faite": lambda: SuiteFactory(faite_le=TARD),
    "seance_une_par_jour": lambda: deux_fois(SeanceFactory, "instance"),
    "seance_annulee": lambda: SeanceFactory(statut="ANNULEE"),
    "presence_unique": lambda: deux_fois(PresenceFactory, "seance", "membre"),
    "decision_unique": lambda: deux_fois(DecisionFactory, "seance", "genre", "objet_id"),
    "decision_rang": lambda: deux_fois(DecisionFactory, "seance", "rang"),
    "decision_derogation": lambda: DecisionFactory(derogation=True),
    "contrat_rang": lambda: deux_fois(ContratPlieFactory, "participation"),
    "contrat_rang_positif": lambda: ContratPlieFactory(rang=0),
    "changement_referent_jour": lambda: deux_fois(ChangementReferentFactory, "participation"),
    "changement_referent_reel": lambda: ChangementReferentFactory(nouveau=None),
    "diagnostic_rang": lambda: deux_fois(DiagnosticFactory, "participation", statut="VALIDE"),
    "diagnostic_un_en_cours": lambda: DiagnosticFactory(**champs(DiagnosticFactory(), "participation"), rang=2),
    "diagnostic_rang_positif": lambda: DiagnosticFactory(rang=0),
    "point_unique": lambda: deux_fois(PointDiagnosticFactory, "diagnostic"),
    "frein_suivi_un_ouvert": lambda: deux_fois(FreinSuiviFactory, "participation"),
    "frein_suivi_prise_en_charge": lambda: FreinSuiviFactory(pris_en_charge_le=TOT),
    "frein_suivi_dates": lambda: FreinSuiviFactory(leve_le=TOT),
    "frein_suivi_sante": lambda: FreinSuiviFactory(theme="sante", precision="Dit en mots"),
    "jalon_dates": lambda: JalonFactory(fin=TOT),
    "jalon_heures": lambda: JalonFactory(heures="-1"),
    "etape_palier": lambda: EtapeFactory(palier=5),
    "trame_unique": lambda: deux_fois(TrameFactory, "dispositif"),
    "trame_dates": lambda: TrameFactory(debut=TARD, fin=TOT),
    "pas_rang": lambda: deux_fois(PasMinimalFactory, "trame"),
    "pas_seuil": lambda: PasMinimalFactory(seuil=0),
    "suspension_unique": lambda: deux_fois(SuspensionFactory, "participation", fin=TARD),
    "suspension_une_ouverte": lambda: SuspensionFactory(**champs(SuspensionFactory(), "participation"), debut=TARD),
    "suspension_dates": lambda: SuspensionFactory(debut=TARD, fin=TOT),
    "emploi_unique": lambda: deux_fois(EmploiFactory, "participation", fin=TARD),
    "emploi_un_ouvert": lambda: EmploiFactory(**champs(EmploiFactory(), "participation"), contrat="CDD6"),
    "emploi_dates": lambda: EmploiFactory(debut=TARD, fin=TOT),
    "emploi_quotite": lambda: EmploiFactory(quotite=101),
    "constat_emploi_mois": lambda: deux_fois(ConstatEmploiFactory, "emploi"),
    "constat_emploi_borne": lambda: ConstatEmploiFactory(mois=7),
    "entretien_unique": lambda: deux_fois(EntretienFactory, "personne", "agent"),
    "entretien_duree": lambda: EntretienFactory(duree=481),
    "entretien_note": lambda: EntretienFactory(note="Dit avant d'avoir eu lieu"),
    "proposition_une_en_attente": lambda: deux_fois(PropositionFactory, "etape", "operateur"),
    "proposition_reponse": lambda: PropositionFactory(reponse="ACCEPTEE"),
    "proposition_raison": lambda: PropositionFactory(reponse="DECLINEE", repondue_le=TARD),
    "assiduite_unique": lambda: deux_fois(AssiduiteFactory, "etape"),
    "assiduite_dates": lambda: AssiduiteFactory(du=TARD, au=TOT),
    "assiduite_heures": lambda: AssiduiteFactory(heures=0),
    "rectification_pourquoi": lambda: RectificationFactory(pourquoi=""),
    "fabrication_finie": lambda: FabricationFactory(etat="FAITE"),
    "modele_proces_verbal_un": lambda: deux_fois(ModeleProcesVerbalFactory, "territoire"),
    "seance_modele": lambda: SeanceFactory(modele=ModeleProcesVerbalFactory()),
    "modele_courrier_nom": lambda: deux_fois(ModeleCourrierFactory, "territoire", "nom"),
    "piece_une_cible": lambda: PieceJointeFactory(etape=None),
    "piece_fichier": lambda: deux_fois(PieceJointeFactory, "fichier"),
    "piece_retrait": lambda: PieceJointeFactory(raison_retrait="Illisible"),
    "accord_rappel_canal": lambda: AccordRappelFactory(canal="PIGEON"),
    "envoi_envoye": lambda: EnvoiFactory(etat="ENVOYE"),
    "passage_nombre": lambda: PassageFactory(nombre=0),
    "passage_nomme": lambda: PassageFactory(personne=PersonneFactory(), sexe="F"),
    "passage_public": lambda: PassageFactory(nombre=2, tranche="-26"),
    "lieu_unique": lambda: deux_fois(LieuFactory, "territoire", "nom"),
    "permanence_quand": lambda: PermanenceFactory(le=TARD),
    "permanence_heures": lambda: PermanenceFactory(heure_debut=time(12), heure_fin=time(9)),
    "permanence_dates": lambda: PermanenceFactory(debut=TARD, fin=TOT),
    "atelier_places": lambda: AtelierFactory(places=0),
    "seance_atelier_unique": lambda: deux_fois(SeanceAtelierFactory, "atelier"),
    "seance_atelier_duree": lambda: SeanceAtelierFactory(duree=601),
    "inscription_atelier_unique": lambda: deux_fois(InscriptionAtelierFactory, "seance", "personne"),
    "inscription_atelier_motif": lambda: InscriptionAtelierFactory(motif="GARDE"),
    "releve_unique": lambda: deux_fois(ReleveFactory, "territoire", "cle"),
    "releve_dates": lambda: ReleveFactory(debut=TARD, fin=TOT),
    "partition_unique": lambda: creer_deux_fois(
        Partition, territoire=TerritoireFactory(), fait="sejour", generation=1, lignes=0, fichier="x"
    ),
    "participation_unique": lambda: deux_fois(
        ParticipationFactory, "personne", "dispositif", "date_entree", sortie_positive=True
    ),
    "participation_une_ouverte": deux_ouvertes,
    "participation_dates": lambda: ParticipationFactory(date_entree=TARD, date_sortie=TOT),
    "participation_motif_date": lambda: ParticipationFactory(motif_sortie="E_CDI", date_sortie=None),
    "participation_suspension": lambda: ParticipationFactory(jours_suspension=-1),
    "participation_chomage": lambda: ParticipationFactory(duree_chomage_mois=-1),
    "critere_unique": lambda: deux_fois(CritereFactory, "participation"),
    "frein_unique": lambda: deux_fois(FreinFactory, "participation"),
    "etape_unique": lambda: deux_fois(EtapeFactory, "territoire", "cle", "participation"),
    "etape_dates": lambda: EtapeFactory(date_debut=TARD, date_fin=TOT),
    "etape_heures": lambda: EtapeFactory(heures="-0.5"),
    "personne_identifiant_unique": lambda: deux_fois(PersonneFactory, "territoire", "identifiant"),
    "personne_sexe": lambda: PersonneFactory(sexe="Z"),
    "reponse_sensible_unique": lambda: deux_fois(ReponseSensibleFactory, "personne"),
    "ecart_doublon_unique": lambda: deux_fois(EcartDoublonFactory, "une", "autre"),
    "ecart_doublon_ordre": lambda: EcartDoublonFactory(autre=PersonneFactory(), une=PersonneFactory()),
    "fusion_deux_fiches": lambda: FusionFactory(**dict.fromkeys(("gardee", "absorbee"), PersonneFactory())),
    "fusion_defaite": lambda: FusionFactory(defaite_le=datetime(2020, 1, 1, tzinfo=UTC)),
    "fusion_une_en_vigueur": lambda: deux_fois(FusionFactory, "absorbee"),
    "protocole_unique": lambda: deux_fois(ProtocoleFactory, "dispositif"),
    "protocole_dates": lambda: ProtocoleFactory(debut=TARD, fin=TOT),
    "avenant_unique": lambda: deux_fois(AvenantFactory, "protocole"),
    "objectif_unique": lambda: deux_fois(ObjectifFactory, "dispositif"),
    "proposition_objectif_unique": lambda: deux_fois(PropositionObjectifFactory, "dispositif"),
    "proposition_objectif_dates": lambda: PropositionObjectifFactory(debut=TARD, fin=TOT),
    "proposition_objectif_raison": lambda: PropositionObjectifFactory(raison=""),
    "proposition_objectif_cible": lambda: PropositionObjectifFactory(cible=-1),
    "proposition_objectif_issue": lambda: PropositionObjectifFactory(objectif=ObjectifFactory(), ecartee_le=TARD),
    "objectif_dates": lambda: ObjectifFactory(debut=TARD, fin=TOT),
    "organisation_deux": lambda: reunie_a_elle_meme(),
    "organisation_absorbee": lambda: OrganisationFactory(absorbee_par=OrganisationFactory()),
    "organisation_unique": lambda: deux_fois(OrganisationFactory, "territoire", "nom"),
    "agent_courriel_unique": lambda: deux_fois(AgentFactory, "territoire", "courriel"),
    "agent_compte_unique": lambda: AgentFactory(
        **champs(AgentFactory(), "territoire", "compte"), courriel="b@c.invalid"
    ),
    "habilitation_unique": meme_role_deux_fois,
    "habilitation_dates": lambda: habilitation(debut=TARD, fin=TOT),
    "remplacement_unique": lambda: deux_fois(RemplacementFactory, "absent", "remplacant"),
    "remplacement_dates": lambda: RemplacementFactory(debut=TARD, fin=TOT),
    "remplacement_un_autre": lambda: (lambda a: RemplacementFactory(absent=a, remplacant=a))(AgentFactory()),
    "temps_unique": lambda: deux_fois(TempsReferentFactory, "agent"),
    "temps_dates": lambda: TempsReferentFactory(debut=TARD, fin=TOT),
    "temps_etp": lambda: TempsReferentFactory(etp="1.01"),
    "dispositif_code_unique": dispositif(code="PLIE", rang=5),
    "dispositif_rang_unique": dispositif(code="ARPE", rang=0),
    "dispositif_pas_tous": dispositif(code="TOUS", rang=5),
    "qpv_unique": lambda: creer_deux_fois(Qpv, code="QP974001", nom="Essai", millesime=2024),
    "logo_dimensions": lambda: LogoFactory(largeur=0),
    "reglage_unique": lambda: creer_deux_fois(Reglage, territoire=TerritoireFactory(), cle="x", valeur=1),
    "brouillon_unique": lambda: creer_deux_fois(Brouillon, compte=CompteFactory(), adresse="/T1/agenda/"),
    "generation_unique": lambda: creer_deux_fois(Generation, territoire="T1", fait="sejour"),
    "lot_applique_date": lambda: Lot.objects.create(territoire="T1", etat=Lot.Etat.FAIT, applique_le=None),
}


def contraintes() -> dict[str, models.BaseConstraint]:
    ici = [m for m in apps.get_models() if m._meta.app_config.name.startswith("deplie.")]
    return {contrainte.name: contrainte for modele in ici for contrainte in modele._meta.constraints}


def test_each_constraint_has_its_case():
    assert sorted(contraintes()) == sorted(CAS)


@pytest.mark.django_db
@pytest.mark.parametrize("nom", sorted(CAS))
def test_the_base_refuses(nom):
    contrainte = contraintes()[nom]
    with pytest.raises(IntegrityError) as refus, transaction.atomic():
        CAS[nom]()
    attendu = nom
    if connection.vendor == "sqlite" and isinstance(contrainte, models.UniqueConstraint) and not contrainte.expressions:
        # SQLite names the columns of a unique constraint, not the constraint.
        attendu = contrainte.fields[-1]
    assert attendu in str(refus.value)


@pytest.mark.django_db
def test_a_run_that_is_not_applied_has_no_date_of_application():
    with pytest.raises(IntegrityError, match="lot_applique_date"), transaction.atomic():
        Lot.objects.create(territoire="T1", etat=Lot.Etat.PRET, applique_le=timezone.now())
    assert Lot.objects.create(territoire="T1", etat=Lot.Etat.FAIT, applique_le=timezone.now()).pk
