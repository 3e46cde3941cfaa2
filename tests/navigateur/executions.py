"""Operations of the demonstration that are spent and controlled, for the pages that show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories_financements import (
    AppelFactory,
    AvenantConventionFactory,
    BilanExecutionFactory,
    ControleFactory,
    ConventionFactory,
    DepenseFactory,
    EngagementFactory,
    LigneControleFactory,
    LignePlanFactory,
    PieceDossierFactory,
    PieceRequiseFactory,
    PosteTravailFactory,
    RessourceFactory,
    ReversementFactory,
    VersementFactory,
)
from tests.fichiers import donne


def _bilan(lieu: Any, par: Any, code: str, statut: str, depose: str | None) -> Any:
    from deplie.acteurs.models import Organisation
    from deplie.socle.fichiers.depot import recevoir

    operation = ConventionFactory(
        operation__territoire=lieu,
        operation__appel=None,
        operation__porteur=Organisation.objects.filter(territoire=lieu).earliest("pk"),
        operation__code=code,
        operation__intitule="Chantier d'insertion des sentiers",
        operation__statut=statut,
        operation__statut_le=date(2020, 1, 2),
        operation__programmation="FSE_PLUS_2021_2027",
        operation__option_simplifiee="INDIRECT_15",
        numero=f"C-{code}",
    ).operation
    LignePlanFactory(operation=operation, montant="17000.00")
    PosteTravailFactory(operation=operation)
    RessourceFactory(operation=operation)
    RessourceFactory(operation=operation, genre="REGION", libelle="Région", montant="9550.00")
    bilan = BilanExecutionFactory(operation=operation, recit="Douze personnes accueillies.", depose_le=depose)
    depense = DepenseFactory(bilan=bilan, signalements=["SANS_PIECE"])
    DepenseFactory(bilan=bilan, libelle="Salaire d'avril", acquittee_le=date(2020, 4, 30), montant="900.00")
    fichier = recevoir(donne("bulletin.pdf"), territoire=lieu.code, par=par)
    PieceDossierFactory(operation=operation, depense=depense, fichier=fichier, intitule="Bulletin de paie")
    return bilan


def _lien(lieu: Any, bilan: Any) -> Any:
    """The secret link of an operation, for a holder without an account."""
    from types import SimpleNamespace

    from deplie.financements import actions
    from deplie.financements.models import Appel

    operation = bilan.operation
    operation.appel = Appel.objects.filter(territoire=lieu, code="AAP-EXEC").first()
    if operation.appel is None:
        operation.appel = AppelFactory(
            territoire=lieu, code="AAP-EXEC", titre="Appel des opérations exécutées", organisation=operation.porteur
        )
        au_bilan = {"moment": "BILAN", "obligatoire": False}
        PieceRequiseFactory(appel=operation.appel, intitule="Rapport d'activité", **au_bilan)
    operation.deposee_le = "2019-10-01T10:00:00Z"
    operation.save()
    operation.refresh_from_db()
    envoi = {"courriel": "porteur@exemple.invalid", "modele": "reprise", "par": None}
    return SimpleNamespace(pk=actions.envoyer_lien(operation=operation, **envoi)[1])


def executions(lieu: Any, par: Any) -> dict[str, Any]:
    """One operation whose bilan is being written, one whose bilan is deposited, one that awaits its first bilan."""
    from deplie.financements.actions.version import figer
    from deplie.financements.queries.version import plan_ecrit

    bilan = _bilan(lieu, par, "TCO-2020-B", "EN_EXECUTION", None)
    depose = _bilan(lieu, par, "TCO-2020-D", "BILAN_DEPOSE", "2021-02-01T10:00:00Z")
    engagement = EngagementFactory(operation=bilan.operation, numero=1, fournisseur="Secours en mer", reference="BC 4")
    EngagementFactory(operation=bilan.operation, numero=2, annule_le=date(2020, 5, 4), motif="Commande refusée")
    DepenseFactory(bilan=bilan, nature="PRESTATIONS", libelle="Premiers secours", montant=500, engagement=engagement)
    plan = plan_ecrit(bilan.operation)
    version = figer(operation=bilan.operation, plan=plan, moment="CONVENTION", effet_le=date(2020, 1, 1), par=par)
    return {
        "engagement": engagement,
        "version_plan": version,
        "avenant_convention": AvenantConventionFactory(convention=bilan.operation.convention),
        "bilan": bilan,
        "depense": bilan.depenses.earliest("pk"),
        "operation_en_cours": bilan.operation,
        "bilan_depose": depose,
        "jeton_bilan": _lien(lieu, bilan),
        "jeton_a_rendre": _lien(lieu, _bilan(lieu, par, "TCO-2020-P", "EN_EXECUTION", None)),
    } | _controles(lieu, par)


def _controles(lieu: Any, par: Any) -> dict[str, Any]:
    """A control that is open, one that the holder may answer, and an operation to close."""
    ouvert = ControleFactory(bilan=_bilan(lieu, par, "TCO-2020-E", "CSF_EN_COURS", "2021-02-01T10:00:00Z"))
    lignes = [
        LigneControleFactory(controle=ouvert, depense=une, echantillon=True) for une in ouvert.bilan.depenses.all()
    ]
    notifie = ControleFactory(
        bilan=_bilan(lieu, par, "TCO-2020-F", "CSF_CONTRADICTOIRE", "2021-02-01T10:00:00Z"),
        notifie_le=date(2021, 3, 1),
        reponse_avant_le=date(2021, 3, 31),
    )
    valide = _bilan(lieu, par, "TCO-2020-G", "CSF_VALIDE", "2021-02-01T10:00:00Z")
    valide.final, valide.valide_le = True, date(2021, 4, 1)
    valide.save()
    rendue = _bilan(lieu, par, "TCO-2020-H", "EN_EXECUTION", "2021-02-01T10:00:00Z").operation
    VersementFactory(operation=rendue, paye_le=date(2020, 2, 1), montant_paye="5000.00")
    reversement = ReversementFactory(operation=rendue, avant_le=date(2021, 3, 1))
    return {
        "operation_rendue": rendue,
        "reversement": reversement,
        "controle": ouvert,
        "ligne_controle": lignes[0],
        "controle_notifie": notifie,
        "operation_a_solder": valide.operation,
        "jeton_controle": _lien(lieu, notifie.bilan),
    }
