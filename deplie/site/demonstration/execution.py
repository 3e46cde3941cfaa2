"""The life of operations once a committee chose them: signed, paid in advance, told, controlled, settled.

All of it goes through the actions of the room, on the days it would have had (``horloge``), by who would have done it:
the one who manages never controls. Each operation is written once, whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.financements import actions
from deplie.financements.models import BilanExecution, Controle, Operation, PieceRequise
from deplie.financements.queries import bilan as bilans
from deplie.financements.queries.controle import lignes_de
from deplie.financements.queries.plan import plan_de_l_operation
from deplie.financements.queries.solde import etat_de
from deplie.financements.rules.arrondi import repartir
from deplie.financements.rules.cycle import PROGRAMMEE
from deplie.financements.rules.nomenclature import ACOMPTE, AVANCE, NATURES, PERSONNEL, SOLDE
from deplie.financements.rules.saisie_depenses import LigneLue
from deplie.financements.rules.versements import REVERSER, VERSER
from deplie.site.demonstration import papiers
from deplie.site.demonstration.appels import appels_de
from deplie.site.demonstration.calendrier import ouvre_avant, ouvre_des
from deplie.site.demonstration.casier import en_role
from deplie.site.demonstration.commandes import FOURNISSEURS, commander
from deplie.site.demonstration.declaration import Declaration
from deplie.site.demonstration.horloge import au
from deplie.site.demonstration.plans import poster
from deplie.site.demonstration.tirage import Tirage

# How far an operation has gone, in order; what is written in an ``appels`` table of the files.
SUITES: Final = (
    "PROGRAMMEE", "RETARD", "BROUILLON", "DEPOSE", "CONTROLE", "CONTRADICTOIRE", "VALIDE", "POURSUIVIE",
    "A_REVERSER", "SOLDEE", "REVERSEE", "ARCHIVEE",
)  # fmt: skip
# Of the aid, in percent: what is paid once the convention is signed.
PART_AVANCE: Final = 30
# Of what was planned, in percent: what a holder declares. Who pays back spent little.
DEPENSES: Final = {"REVERSEE": (14, 19), "A_REVERSER": (14, 19)}
# Days since an order to pay back was sent.
EMIS: Final = 25
SEUIL: Final = Decimal(6_000)
PART: Final = 20
MOTIF_PERSONNEL: Final = "Temps de travail non justifié pour deux semaines."
MOTIF_AUTRE: Final = "Part de la dépense sans lien avec l'opération."
REPONSES: Final = "La structure accepte les constats, et joint l'attestation de temps qui manquait."
RECIT: Final = (
    "Les actions prévues ont été conduites sur la période. Les groupes ont été complets dès le deuxième mois ; deux "
    "séances ont été reportées. Récit inventé pour la démonstration."
)


@dataclass(frozen=True)
class Equipe:
    """Who manages, and who controls."""

    gestion: Acteur
    controle: Acteur


def executer(lue: Declaration, par: Acteur, jour: date) -> int:
    """Take every chosen operation of a territory as far as its file says; how many were."""
    equipe = Equipe(en_role(par, "gestionnaire_oi"), en_role(par, "controleur_csf"))
    faites = 0
    for decrit in appels_de(lue, jour):
        suites = decrit.get("suites", ())
        siennes = Operation.objects.filter(territoire=par.territoire, appel__code=decrit["code"]).retenues()
        for operation, suite in zip(siennes.order_by("code"), suites, strict=False):
            # Taken up again after a cut: those that went further are left as they are.
            if operation.statut == PROGRAMMEE and not operation.postes.exists():
                with transaction.atomic():
                    _conduire(operation, suite, equipe, jour)
                    commander(operation, suite, equipe.gestion)
                    fonctions = decrit.get("postes", {}).get(operation.porteur_nom, ())
                    poster(operation, [(fonction, str(etp)) for fonction, etp in fonctions])
                faites += 1
    return faites


def _conduire(operation: Operation, suite: str, equipe: Equipe, jour: date) -> None:
    rang = SUITES.index(suite)
    if suite == "PROGRAMMEE":
        return
    tirage = Tirage(f"{operation.territoire.code}/{operation.code}/{suite}")
    _signer(operation, equipe, tirage)
    if suite == "RETARD":
        return
    assert operation.debut is not None
    assert operation.fin is not None
    annuelle = operation.debut.year == operation.fin.year
    fin = operation.fin if annuelle else date(operation.debut.year, 12, 31)
    depot = _jour_du_depot(fin, suite, tirage, jour)
    with au(depot - timedelta(days=3)):
        bilan = _declarer(operation, fin, suite, equipe, tirage, final=annuelle)
    if suite == "BROUILLON":
        return
    with au(depot):
        _deposer(bilan, suite, equipe)
    if suite == "DEPOSE":
        return
    if not _accepter(operation, bilan, suite, equipe, tirage, jour):
        return
    if suite == "POURSUIVIE":
        _verser_un_acompte(operation, equipe)
    elif suite == "A_REVERSER":
        _ordonner(operation, equipe, jour)
    elif rang >= SUITES.index("SOLDEE"):
        _solder(operation, suite, equipe)


def _signer(operation: Operation, equipe: Equipe, tirage: Tirage) -> None:
    """The convention, six weeks or more after the committee; the advance follows. One in four has an avenant."""
    plan = plan_de_l_operation(operation)
    assert plan is not None
    assert operation.debut is not None
    assert operation.fin is not None
    le = ouvre_des(operation.statut_le + timedelta(days=tirage.entier(45, 75)))
    aide = operation.montant_programme or Decimal(0)
    valeurs = {
        "numero": f"CONV-{operation.code}", "signee_le": le, "notifiee_le": le + timedelta(days=6),
        "debut": operation.debut, "fin": operation.fin, "cout_total": plan.cout, "montant": aide,
    }  # fmt: skip
    with au(le):
        actions.signer_convention(operation=operation, valeurs=valeurs, par=equipe.gestion)
        actions.avancer(operation=operation, acte="executer", par=equipe.gestion, le=le)
    verse = ouvre_des(le + timedelta(days=30))
    with au(verse):
        _payer(operation, AVANCE, Decimal(int(aide * PART_AVANCE / 100)), verse, equipe.gestion)
    if tirage.vrai(0.25):
        effet = operation.debut + timedelta(days=210)
        change = {
            "objet": "Une dépense d'équipe de moins, le reste sans changement (inventé).", "signe_le": effet,
            "effet_le": effet, "fin": None, "cout_total": plan.cout - Decimal("640.50"), "montant": None,
        }  # fmt: skip
        if operation.montant_programme and effet < operation.fin and plan.cout - aide > Decimal(1_000):
            with au(effet):
                actions.ajouter_avenant(operation=operation, valeurs=change, par=equipe.gestion)


def _payer(operation: Operation, genre: str, montant: Decimal, le: date, par: Acteur) -> None:
    versement = actions.prevoir_versement(operation=operation, genre=genre, montant_prevu=montant, prevu_le=le, par=par)
    reference = f"MANDAT-{le:%Y}-{operation.code}-{versement.rang}"
    actions.payer_versement(versement=versement, paye_le=le, montant_paye=montant, reference=reference, par=par)


def _declarer(
    operation: Operation, fin: date, suite: str, equipe: Equipe, tirage: Tirage, *, final: bool
) -> BilanExecution:
    """A bilan of the first year, with an expense and its paper for each part of the year or invoice."""
    assert operation.debut is not None
    gere = equipe.gestion
    bilan = actions.ouvrir_bilan(operation=operation, debut=operation.debut, fin=fin, final=final, par=gere)
    dites = _depenses(operation, bilan, tirage.entier(*DEPENSES.get(suite, (86, 99))), tirage)
    lignes = [LigneLue(rang, "", valeurs) for rang, valeurs in enumerate(dites, 2)]
    gardees, refusees = actions.declarer_tableau(bilan=bilan, lignes=lignes, par=gere)
    assert not refusees, refusees
    for depense in gardees[:-1] if suite == "BROUILLON" else gardees:
        dit = (depense.fournisseur, depense.numero_piece, f"Montant : {depense.montant} euros",
               f"Acquittée le {depense.acquittee_le:%d/%m/%Y}")  # fmt: skip
        fichier = papiers.garder("piece.pdf", papiers.page(depense.libelle, [une for une in dit if une]), gere)
        actions.joindre_a_depense(depense=depense, fichier=fichier, intitule=depense.libelle, par=gere)
    if suite != "BROUILLON":
        _joindre_le_demande(operation, bilan, gere)
    return bilan


def _joindre_le_demande(operation: Operation, bilan: BilanExecution, par: Acteur) -> None:
    """The documents that the call asks for at the bilan; without them it cannot be handed in."""
    requises = PieceRequise.objects.filter(appel=operation.appel_id, moment=PieceRequise.Moment.BILAN)
    for requise in requises.order_by("rang"):
        dit = [operation.intitule, f"Du {bilan.debut:%d/%m/%Y} au {bilan.fin:%d/%m/%Y}", "Texte inventé."]
        fichier = papiers.garder("rapport.pdf", papiers.page(f"{requise.intitule}, {operation.code}", dit), par)
        actions.joindre_au_bilan(bilan=bilan, requise=requise, fichier=fichier, par=par)


def _jour_du_depot(fin: date, suite: str, tirage: Tirage, jour: date) -> date:
    """In time for most; what is looked at now came late."""
    recents = {"BROUILLON": 2, "DEPOSE": 9, "CONTROLE": 34, "CONTRADICTOIRE": 50, "VALIDE": 88}
    if suite in recents:
        return ouvre_des(max(fin + timedelta(days=40), jour - timedelta(days=recents[suite] + 3)))
    return ouvre_des(fin + timedelta(days=tirage.entier(60, 100)))


def _depenses(operation: Operation, bilan: BilanExecution, part: int, tirage: Tirage) -> list[dict[str, Any]]:
    """Of each post of the plan in the years of the bilan, that part, in a few expenses that add up to it."""
    prevus = operation.lignes.filter(annee__gte=bilan.debut.year, annee__lte=bilan.fin.year)
    trouvees = []
    for ligne in prevus.order_by("nature", "annee"):
        total = (ligne.montant * part / 100).quantize(Decimal("0.01"))
        nombre = 3 if ligne.nature == PERSONNEL and operation.programmation else 1
        for rang, montant in enumerate(repartir(total, [Decimal(tirage.entier(8, 12)) for _ in range(nombre)])):
            le = ouvre_des(date(ligne.annee, 12 * (rang + 1) // nombre, 8))
            trouvees.append(_depense(operation, ligne.nature, montant, le, rang, tirage))
    return trouvees


def _depense(
    operation: Operation, nature: str, montant: Decimal, le: date, rang: int, tirage: Tirage
) -> dict[str, Any]:
    if nature == PERSONNEL:
        return {
            "nature": nature, "libelle": f"Salaires et charges {le.year}, part {rang + 1}", "montant": montant,
            "fournisseur": "", "numero_piece": "", "acquittee_le": le, "heures": (montant / 27).quantize(Decimal(1)),
        }  # fmt: skip
    return {
        "nature": nature, "libelle": f"{NATURES[nature].capitalize()}, {le.year}", "montant": montant,
        "fournisseur": tirage.choix(FOURNISSEURS), "numero_piece": f"FA-{operation.code}-{nature[:3]}-{rang + 1}",
        "facturee_le": le - timedelta(days=5), "acquittee_le": le,
    }  # fmt: skip


def _deposer(bilan: BilanExecution, suite: str, equipe: Equipe) -> None:
    """The story, what the other funders brought (nothing, where little was done), and the deposit."""
    lu = BilanExecution.objects.select_related("operation__appel", "operation__territoire").get(pk=bilan.pk)
    recus: dict[int, Decimal | None] = {
        une.ressource.pk: Decimal(0) if suite in DEPENSES else une.ressource.montant for une in bilans.ressources_de(lu)
    }
    actions.raconter_bilan(bilan=lu, recit=RECIT, recus=recus, par=equipe.gestion)
    actions.deposer_bilan(bilan=lu, par=equipe.gestion)


def _accepter(
    operation: Operation, bilan: BilanExecution, suite: str, equipe: Equipe, tirage: Tirage, jour: date
) -> bool:
    """The report taken as it is, or the control; whether it is ended."""
    depose = Operation.objects.get(pk=operation.pk).statut_le
    appel = operation.appel
    if appel is not None and not appel.controle_service_fait:
        with au(ouvre_des(depose + timedelta(days=20))):
            actions.accepter_bilan(bilan=bilan, par=equipe.gestion)
        return True
    ouvert = ouvre_des(min(depose + timedelta(days=tirage.entier(14, 24)), jour))
    # What is drawn under the threshold depends on the numbers of the base: the largest expense is never under it.
    seuil = min(SEUIL, max(bilan.depenses.values_list("montant", flat=True)))
    with au(ouvert):
        controle = actions.ouvrir_controle(
            bilan=bilan, seuil=seuil, part=PART, par=equipe.controle, graine=operation.code
        )
        ecarte = _constater(controle, suite, equipe, tirage)
    if suite == "CONTROLE":
        return False
    fin = ouvert + timedelta(days=10)
    if ecarte:
        fin = _contredire(controle, fin, suite, equipe)
        if suite == "CONTRADICTOIRE":
            return False
    with au(ouvre_des(fin)):
        conclusion = "Dépenses justifiées, hors les montants écartés." if ecarte else "Dépenses justifiées."
        actions.conclure_controle(controle=controle, conclusion=conclusion, par=equipe.controle)
    return True


def _constater(controle: Controle, suite: str, equipe: Equipe, tirage: Tirage) -> bool:
    """Every line that was drawn; under way, the first ones only. Something is taken off in most controls."""
    tirees = [ligne for ligne in lignes_de(controle) if ligne.echantillon]
    tirees.sort(key=lambda ligne: (-ligne.depense.montant, ligne.depense.nature, ligne.depense.libelle))
    en_cause = 0 if suite == "CONTRADICTOIRE" or tirage.vrai(0.7) else -1
    for rang, ligne in enumerate(tirees[: max(1, len(tirees) // 2)] if suite == "CONTROLE" else tirees):
        rejete = Decimal(tirage.entier(60, 420)) if rang == en_cause else Decimal(0)
        motif = MOTIF_PERSONNEL if ligne.depense.nature == PERSONNEL else MOTIF_AUTRE
        actions.constater(
            ligne=ligne, rejete=min(rejete, ligne.depense.montant), motif=motif if rejete else "",
            observation="" if rejete else "Pièce et paiement vus.", par=equipe.controle,
        )  # fmt: skip
    return en_cause == 0


def _contredire(controle: Controle, le: date, suite: str, equipe: Equipe) -> date:
    """The findings sent, answered, one of them eased; the day on which it may be concluded."""
    le = ouvre_des(le)
    with au(le):
        actions.notifier_controle(controle=controle, extrapoler=False, jours=30, par=equipe.controle)
    if suite == "CONTRADICTOIRE":
        return le
    with au(le + timedelta(days=18)):
        actions.repondre_au_controle(controle=controle, reponse=REPONSES, par=equipe.gestion)
        for ligne in controle.lignes.filter(rejete__gt=300):
            reste = (ligne.rejete / 2).quantize(Decimal("0.01"))
            actions.revoir_constat(ligne=ligne, rejete_final=reste, reponse="Moitié justifiée.", par=equipe.controle)
    return le + timedelta(days=24)


def _verser_un_acompte(operation: Operation, equipe: Equipe) -> None:
    """What the first bilan gives beyond the advance; then the operation goes on."""
    ici = Operation.objects.select_related("territoire", "appel").get(pk=operation.pk)
    le = ouvre_des(ici.statut_le + timedelta(days=15))
    with au(le):
        etat = etat_de(ici, le)
        assert etat is not None
        if etat.solde.sens == VERSER:
            _payer(ici, ACOMPTE, etat.solde.montant, le, equipe.gestion)
        actions.poursuivre(operation=ici, par=equipe.gestion)


def _ordonner(operation: Operation, equipe: Equipe, jour: date) -> None:
    """Little was done: what was advanced beyond is asked back, lately, and has not come yet."""
    ici = Operation.objects.select_related("territoire", "appel").get(pk=operation.pk)
    le = ouvre_avant(max(ici.statut_le, jour - timedelta(days=EMIS)))
    with au(le):
        etat = etat_de(ici, le)
        assert etat is not None
        assert etat.solde.sens == REVERSER
        actions.ordonner_reversement(
            operation=ici, montant=etat.solde.montant, motif="Solde inférieur à ce qui est versé", emis_le=le,
            reference=f"TITRE-{le:%Y}-{ici.code}", avant_le=ouvre_des(le + timedelta(days=60)), par=equipe.gestion,
        )  # fmt: skip


def _solder(operation: Operation, suite: str, equipe: Equipe) -> None:
    ici = Operation.objects.select_related("territoire", "appel").get(pk=operation.pk)
    le = ouvre_des(ici.statut_le + timedelta(days=35))
    with au(le):
        etat = etat_de(ici, le)
        assert etat is not None
        if etat.solde.sens == VERSER:
            _payer(ici, SOLDE, etat.solde.montant, le, equipe.gestion)
        reference = f"TITRE-{le:%Y}-{operation.code}" if etat.solde.sens == REVERSER else ""
        actions.solder(operation=ici, par=equipe.gestion, reversement=reference)
    if suite == "ARCHIVEE":
        with au(le + timedelta(days=200)):
            actions.avancer(operation=Operation.objects.get(pk=operation.pk), acte="archiver", par=equipe.gestion)
