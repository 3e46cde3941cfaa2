"""What letters, conventions and avenants say, as texts: the fields of their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from deplie.acteurs.queries import Acteur
from deplie.cadre.rules.programmation import PROGRAMMATIONS
from deplie.financements.models import (
    Appel,
    AvenantConvention,
    EvenementOperation,
    ModeleDocument,
    Operation,
    PieceRequise,
)
from deplie.financements.queries.convention import changement, convention_de, signes, situation
from deplie.financements.queries.dossier import visibles_par
from deplie.financements.queries.operation import cout_prevu
from deplie.financements.queries.plan import chiffrer_ecrit, plan_de_l_operation
from deplie.financements.queries.version import plans_de_l_avenant
from deplie.financements.rules.convention import Termes, termes_au
from deplie.financements.rules.cycle import DECISIONS
from deplie.financements.rules.document import AVENANT, CONVENTION, USAGES
from deplie.financements.rules.forfait import POSTES
from deplie.financements.rules.lettre import LETTRES, ecrire
from deplie.financements.rules.nomenclature import RESSOURCES
from deplie.financements.rules.obligations import conservation_de, obligations_de
from deplie.financements.rules.plan import par_financeur
from deplie.instances.queries.seance import ou_404
from deplie.socle.argent import ZERO, somme
from deplie.socle.argent import formater as euros
from deplie.socle.documents.modele import gabarit
from deplie.socle.templatetags.deplie import jour
from deplie.territoires.models import Territoire

_ICI: Final = "financements/documents/"
D_OFFICE: Final[dict[str, str]] = {CONVENTION: f"{_ICI}convention.docx", AVENANT: f"{_ICI}avenant.docx"}


def modeles_de(territoire: Territoire) -> dict[str, ModeleDocument]:
    """The territory's own templates in service, by the document that they write."""
    siens = ModeleDocument.objects.filter(territoire=territoire, retire_le=None).select_related("fichier")
    return {modele.usage: modele for modele in siens.order_by("pk")}


def modele_ou_404(acteur: Acteur, pk: int) -> ModeleDocument:
    """A template of the actor's territory, withdrawn or not."""
    siens = ModeleDocument.objects.filter(territoire=acteur.territoire, pk=pk)
    return ou_404(siens.select_related("fichier").first())


def d_office(usage: str) -> str:
    """Where our own template of a document stands; every letter is one file."""
    assert usage in USAGES
    return D_OFFICE.get(usage, f"{_ICI}lettre.docx")


def gabarit_fourni(usage: str) -> bytes:
    """Our own Word file of a document."""
    return gabarit(None, d_office(usage))


def gabarit_de(territoire: Territoire, usage: str) -> bytes:
    """The Word file that writes a document in a territory: its own, else ours. Raises FichierPerdu."""
    return gabarit(modeles_de(territoire).get(usage), d_office(usage))


def decision_de(operation: Operation) -> EvenementOperation | None:
    """The latest decision of a committee."""
    prises = operation.evenements.filter(vers__in=sorted(DECISIONS)).select_related("seance__instance")
    return prises.order_by("-pk").first()


def a_ecrire(acteur: Acteur, appel: Appel, statut: str = "") -> list[Operation]:
    """The applications of a call whose decision calls for a letter, by code; of one state only when it is told."""
    statuts = [statut] if statut in LETTRES else sorted(LETTRES)
    return list(visibles_par(acteur).filter(appel=appel, statut__in=statuts).order_by("code", "pk"))


def _de_l_operation(operation: Operation, le: date) -> dict[str, Any]:
    appel, decision = operation.appel, decision_de(operation)
    return {
        "territoire": operation.territoire.nom,
        "organisme": appel.organisation.nom if appel else operation.territoire.nom,
        "structure": operation.structure,
        "siret": operation.porteur_siret or (operation.porteur.siret if operation.porteur else ""),
        "contact": operation.contact_nom,
        "code": operation.code,
        "intitule": operation.intitule,
        "appel": appel.titre if appel else "",
        "instance": str(decision.seance) if decision and decision.seance else "",
        "date": jour(le),
    }


def champs_de_la_lettre(operation: Operation, issue: EvenementOperation | None, le: date) -> dict[str, Any]:
    """The fields of ``rules.document.CHAMPS_LETTRE``; KeyError for a state that calls for no letter."""
    appel, commun = operation.appel, _de_l_operation(operation, le)
    raison = issue.motif if issue else ""
    montant = euros(operation.montant_programme, court=True) if operation.montant_programme is not None else ""
    objet, paragraphes = ecrire(
        operation.statut,
        intitule=operation.intitule,
        appel=commun["appel"],
        instance=f" ({issue.seance})" if issue and issue.seance else "",
        montant=montant,
        raison=raison,
    )
    return commun | {
        "destinataire": operation.contact_nom,
        "courriel": operation.contact_courriel,
        "service": appel.contact if appel else "",
        "objet": objet,
        "montant": montant,
        "raison": raison,
        "paragraphes": paragraphes,
    }


def _termes(operation: Operation, jour_dit: date) -> Termes:
    """What the convention says on a day; before it is signed, what the plan and the committee say of it."""
    if ici := situation(operation, jour_dit):
        return ici.termes
    cout, aide = cout_prevu(operation), operation.montant_programme or Decimal(0)
    return Termes(operation.debut or jour_dit, operation.fin or jour_dit, cout or aide, aide)


def champs_de_la_convention(operation: Operation, le: date) -> dict[str, Any]:
    """The fields of ``rules.document.CHAMPS_CONVENTION``: as it was signed, or as it is proposed to be."""
    convention, ici, appel = convention_de(operation), situation(operation, le), operation.appel
    termes = signes(convention) if convention else _termes(operation, le)
    programmation = PROGRAMMATIONS.get(operation.programmation)
    plan = plan_de_l_operation(operation)
    return _de_l_operation(operation, le) | {
        "numero": convention.numero if convention else operation.code,
        "signee": "oui" if convention else "",
        "resume": operation.resume,
        "programmation": programmation.nom if programmation else "",
        "programme": programmation.programme if programmation else "",
        "axe": appel.axe if appel else "",
        "objectif": operation.objectif_specifique,
        "debut": jour(termes.debut),
        "fin": jour(termes.fin),
        "cout_total": euros(termes.cout_total),
        "aide": euros(termes.aide),
        "taux": str(termes.taux),
        "forfait": plan.forfait if plan else "",
        "plan": _lignes_du_plan(plan),
        "financeurs": [{"financeur": n, "montant": euros(m)} for n, m in plan.financeurs] if plan else [],
        "versements": [
            {
                "nature": str(v),
                "prevu_le": jour(v.prevu_le) if v.prevu_le else "",
                "montant": euros(v.montant_prevu),
            }
            for v in (ici.versements if ici else [])
        ],
        "bilans": _bilans(termes),
        "pieces": _pieces_des_bilans(appel),
        "controle": _controle(appel),
        "obligations": list(obligations_de(operation.programmation)),
        "conservation": conservation_de(operation.programmation, aide_etat=bool(appel and appel.aide_etat)),
        "conserver_jusqu_au": jour(ici.conservation.jusqu_au) if ici and ici.conservation.jusqu_au else "",
    }


def _lignes_du_plan(plan: Any) -> list[dict[str, str]]:
    if plan is None:
        return []
    return [
        {"poste": poste, "annee": str(annee), "montant": euros(montant)}
        for poste, montants, _ in plan.postes
        for annee, montant in zip(plan.annees, montants, strict=True)
        if montant
    ]


def _bilans(termes: Termes) -> list[str]:
    """One bilan for each civil year, the last one final."""
    annees = range(termes.debut.year, termes.fin.year + 1)
    return [
        f"Bilan final de l'opération, jusqu'au {jour(termes.fin)}"
        if annee == termes.fin.year
        else f"Bilan intermédiaire de l'année {annee}"
        for annee in annees
    ]


def _pieces_des_bilans(appel: Appel | None) -> list[str]:
    if appel is None:
        return []
    demandees = appel.pieces_requises.filter(moment=PieceRequise.Moment.BILAN).order_by("rang")
    return list(demandees.values_list("intitule", flat=True))


def _controle(appel: Appel | None) -> str:
    if appel is not None and not appel.controle_service_fait:
        return "Le compte rendu du projet est accepté par le service avant le paiement du solde."
    return (
        "Un contrôle de service fait porte sur chaque bilan avant tout acompte et avant le solde. Ce qu'il écarte est "
        "notifié au porteur, qui répond avant qu'il soit conclu."
    )


def champs_de_l_avenant(operation: Operation, avenant: AvenantConvention, le: date) -> dict[str, Any]:
    """The fields of ``rules.document.CHAMPS_AVENANT``: what the avenant changes, before and after."""
    convention = avenant.convention
    autres = [changement(un) for un in convention.avenants.all() if un.numero != avenant.numero]
    poses = [c for c in autres if (c.effet_le, c.numero) < (avenant.effet_le, avenant.numero)]
    avant = termes_au(signes(convention), poses, avenant.effet_le)
    apres = termes_au(signes(convention), [*poses, changement(avenant)], avenant.effet_le)
    return champs_de_la_convention(operation, le) | {
        "debut": jour(apres.debut),
        "fin": jour(apres.fin),
        "cout_total": euros(apres.cout_total),
        "aide": euros(apres.aide),
        "taux": str(apres.taux),
        "avenant": str(avenant.numero),
        "objet": avenant.objet,
        "signe_le": jour(avenant.signe_le),
        "effet_le": jour(avenant.effet_le),
        "signee_le": jour(convention.signee_le),
        "changements": _changements(avant, apres),
        **_plan_avant_apres(avenant),
    }


def _plan_avant_apres(avenant: AvenantConvention) -> dict[str, list[dict[str, str]]]:
    """The plan that an avenant carries beside the one that it found, by post and by funder, their totals last."""
    plans = plans_de_l_avenant(avenant)
    if plans is None:
        return {"plan_postes": [], "plan_financeurs": []}
    couts = [chiffrer_ecrit(plan).par_poste() for plan in plans]
    apports = [par_financeur(plan.apports) for plan in plans]
    return {
        "plan_postes": _avant_apres("poste", {code: nom.capitalize() for code, nom in POSTES.items()}, *couts),
        "plan_financeurs": _avant_apres("financeur", RESSOURCES, *apports),
    }


def _avant_apres(
    sur: str, noms: Mapping[str, str], avant: Mapping[str, Decimal], apres: Mapping[str, Decimal]
) -> list[dict[str, str]]:
    lignes = [
        (nom, avant.get(code, ZERO), apres.get(code, ZERO)) for code, nom in noms.items() if code in {*avant, *apres}
    ]
    lignes.append(("Total", somme(avant.values()), somme(apres.values())))
    return [{sur: nom, "avant": euros(un), "apres": euros(deux), "ecart": euros(deux - un)} for nom, un, deux in lignes]


def _changements(avant: Termes, apres: Termes) -> list[dict[str, str]]:
    termes: Sequence[tuple[str, str, str]] = (
        ("Dernier jour des dépenses", jour(avant.fin), jour(apres.fin)),
        ("Coût total", euros(avant.cout_total), euros(apres.cout_total)),
        ("Aide", euros(avant.aide), euros(apres.aide)),
    )
    return [{"terme": nom, "avant": un, "apres": deux} for nom, un, deux in termes if un != deux]


def avenant_ou_404(operation: Operation, numero: int) -> AvenantConvention:
    """An avenant of an operation that was read already."""
    trouves = AvenantConvention.objects.filter(convention__operation=operation, numero=numero)
    return ou_404(trouves.select_related("convention").first())
