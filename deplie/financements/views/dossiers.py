"""The applications of a call, and one of them: instructed, read, marked, ranked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements import actions, exports
from deplie.financements.forms import dossier as formes
from deplie.financements.models import Operation
from deplie.financements.queries import appel as appels_lus
from deplie.financements.queries import depot as ecrits
from deplie.financements.queries import dossier as lus
from deplie.financements.queries.document import a_ecrire, gabarit_de
from deplie.financements.rules.cycle import ETATS, permis
from deplie.financements.rules.lettre import LETTRES
from deplie.financements.rules.selection import ISSUES
from deplie.socle import emplacements, journal
from deplie.socle.brouillons import saisie
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import FichierPerdu
from deplie.socle.fichiers.service import servir
from deplie.socle.formulaires import soumettre

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page("dossier.voir")
def appel(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """A call and its applications."""
    vu = appels_lus.appel_ou_404(acteur, pk)
    formulaire, filtre = _filtre(request, vu)
    etape = appels_lus.etape_de(vu, timezone.now())
    lignes = lus.dossiers_de(acteur, vu, filtre)
    contexte = {
        "appel": vu,
        "etape": etape,
        "etat": appels_lus.ETAPES[etape],
        "lignes": lignes,
        "formulaire": formulaire,
        "filtre": filtre,
        "demande": sum((lu.operation.montant_demande or 0 for lu in lignes), 0),
        "programme": sum((lu.operation.montant_programme or 0 for lu in lignes), 0),
        "parametres": request.GET.urlencode(),
        "vide": not lignes and filtre == lus.Filtre(),
        "panneaux": emplacements.lire("appel", acteur, vu),
    } | _lettres(acteur, vu)
    return render(request, "financements/appel.html", contexte)


def _lettres(acteur: Acteur, vu: Any) -> dict[str, Any]:
    """How many letters the decisions of a call ask for, by state, for who writes them."""
    par_etat: dict[str, int] = {}
    for une in a_ecrire(acteur, vu) if acteur.peut("dossier.instruire") else []:
        par_etat[une.statut] = par_etat.get(une.statut, 0) + 1
    lettres = [(code, ETATS[code], nombre) for code, nombre in par_etat.items()]
    return {"lettres": lettres, "total_lettres": sum(par_etat.values())}


def _filtre(request: HttpRequest, vu: Any) -> tuple[formes.FormulaireFiltre, lus.Filtre]:
    """What the address asks for; what is unknown is left out."""
    formulaire = formes.FormulaireFiltre(request.GET, enveloppes=list(vu.sous_enveloppes.order_by("rang")))
    formulaire.is_valid()
    lues = formulaire.cleaned_data
    enveloppe = lues.get("enveloppe")
    texte = " ".join(lues.get("q", "").split())
    choix = lus.Filtre(lues.get("statut", ""), texte, int(enveloppe) if enveloppe else None, bool(lues.get("a_lire")))
    return formulaire, choix


@page("dossier.voir")
def exporter(request: HttpRequest, acteur: Acteur, pk: int, forme: str) -> HttpResponse:
    """The same list as a file, CSV or workbook."""
    vu = appels_lus.appel_ou_404(acteur, pk)
    if forme not in ("csv", "xlsx"):
        raise Http404
    lignes = lus.dossiers_de(acteur, vu, _filtre(request, vu)[1])
    journal.exporter("exporter les dossiers d'un appel", par=acteur, objet=vu, lignes=len(lignes))
    tableau = exports.tableau_des_dossiers()
    if forme == "xlsx":
        reponse = HttpResponse(content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        tableau.en_xlsx(reponse, lignes)  # type: ignore[arg-type]  # a response is written like a file
    else:
        reponse = HttpResponse(tableau.en_csv(lignes), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="dossiers.{forme}"'
    return reponse


@page("dossier.instruire")
def classement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The applications in the order of their marks, and what the envelope lets be given."""
    vu = appels_lus.appel_ou_404(acteur, pk)
    etape = appels_lus.etape_de(vu, timezone.now())
    contexte: dict[str, Any] = {"appel": vu, "etape": etape, "etat": appels_lus.ETAPES[etape], "refus": ""}
    try:
        contexte["classement"] = lus.classement(acteur, vu)
    except RefusMetier as cause:
        contexte |= {"classement": None, "refus": cause.message}
    return render(request, "financements/classement.html", contexte | {"issues": ISSUES, "etats": ETATS})


@page("dossier.voir")
def dossier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One application: what was written, who read it, what is to be done now."""
    vu = lus.dossier_ou_404(acteur, pk)
    journal.consulter(vu, par=acteur, page="dossier")
    instruire = acteur.peut("dossier.instruire")
    actes = set(permis(vu.statut)) if instruire else set()
    contexte = {
        "operation": vu,
        "appel": vu.appel,
        "etat": ETATS[vu.statut],
        "plan": ecrits.plan_de(vu),
        "reponses": ecrits.reponses_de(vu),
        "pieces": ecrits.pieces_de(vu),
        "absentes": _absentes(vu),
        "lectures": lus.lectures_de(acteur, vu),
        "evenements": vu.evenements.select_related("seance__instance", "par").order_by("-pk"),
        "actes": actes,
        "instruire": instruire,
        "complement": instruire and vu.statut in ecrits.EN_EXAMEN,
        "confier": acteur.peut("appel.gerer") and vu.statut in ecrits.EN_EXAMEN,
        "lettre": vu.statut in LETTRES and instruire,
        "suivre": acteur.peut("operation.toutes"),
        "lecteur": formes.FormulaireLecteur(acteur=acteur, operation=vu),
    }
    return render(request, "financements/dossier.html", contexte)


def _absentes(vu: Operation) -> list[str]:
    jointes = {piece.requise_id for piece in ecrits.pieces_de(vu)}
    return [une.intitule for une in ecrits.requises_de(vu) if une.pk not in jointes]


@page("dossier.instruire")
def porteur(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Which structure of the territory applies: near ones are proposed."""
    vu = lus.dossier_ou_404(acteur, pk)
    proches = lus.structures_proches(vu)
    formulaire = formes.FormulairePorteur(saisie(request), proches=proches, operation=vu)
    return _acte(request, acteur, vu, formulaire, actions.reconnaitre_porteur, "Reconnaître le porteur", "Enregistré.")


@page("dossier.instruire")
def recevabilite(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.dossier_ou_404(acteur, pk)
    formulaire = formes.FormulaireRecevabilite(saisie(request))
    action, titre = actions.statuer_recevabilite, "Recevabilité du dossier"
    return _acte(request, acteur, vu, formulaire, action, titre, "La recevabilité est enregistrée.")


@page("dossier.instruire")
def complement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.dossier_ou_404(acteur, pk)
    formulaire = formes.FormulaireDemande(saisie(request))
    fait = "La demande est partie : le porteur répondra par son lien."
    return _acte(request, acteur, vu, formulaire, actions.demander_complement, "Demander un complément", fait)


@require_POST
@page("dossier.instruire")
def instruire(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.dossier_ou_404(acteur, pk)
    return _simple(request, acteur, vu, actions.ouvrir_instruction, "L'instruction est ouverte : les lecteurs notent.")


@require_POST
@page("appel.gerer")
def designer(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.dossier_ou_404(acteur, pk)
    formulaire = formes.FormulaireLecteur(request.POST, acteur=acteur, operation=vu)
    if soumettre(formulaire, actions.designer_lecteur, operation=vu, par=acteur):
        messages.success(request, f"Le dossier est confié à {formulaire.cleaned_data['lecteur']}.")
    else:
        messages.error(request, " ".join(faute for fautes in formulaire.errors.values() for faute in fautes))
    return redirect("financements:dossier", acteur.territoire.code, vu.pk)


@page("dossier.noter")
def lecture(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One's own reading: the declaration of interests first, then the marks."""
    vu = lus.dossier_ou_404(acteur, pk)
    sienne = lus.lecture_de(acteur, vu)
    etat = lus.etat_de_la_lecture(sienne)
    if etat == "a_declarer":
        interets = formes.FormulaireInterets(saisie(request))
        if request.method == "POST" and soumettre(interets, actions.declarer_interets, lecture=sienne, par=acteur):
            return _apres_declaration(request, acteur, vu, interets.cleaned_data["conflit"])
        return _formulaire(request, vu, interets, "Déclarer mes intérêts", "Déclarer")
    if etat != "a_noter":
        messages.info(request, "Votre lecture est rendue." if etat == "rendue" else "Vous ne lisez pas ce dossier.")
        return redirect("financements:dossier", acteur.territoire.code, vu.pk)
    criteres = list(vu.appel.criteres.order_by("rang")) if vu.appel else []
    notes = formes.FormulaireLecture(saisie(request), criteres=criteres)
    if request.method == "POST" and soumettre(notes, actions.rendre_lecture, lecture=sienne, par=acteur):
        messages.success(request, "Votre lecture est rendue.")
        return redirect("financements:dossier", acteur.territoire.code, vu.pk)
    return _formulaire(request, vu, notes, "Ma lecture", "Rendre ma lecture")


def _apres_declaration(request: HttpRequest, acteur: Acteur, vu: Operation, conflit: bool) -> HttpResponse:
    if not conflit:
        messages.success(request, "Votre déclaration est enregistrée : vous pouvez noter.")
        return redirect("financements:lecture", acteur.territoire.code, vu.pk)
    messages.success(request, "Votre déclaration est enregistrée : une autre personne lira ce dossier.")
    assert vu.appel is not None
    return redirect("financements:appel", acteur.territoire.code, vu.appel.pk)


@page("dossier.instruire")
def avis(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    vu = lus.dossier_ou_404(acteur, pk)
    formulaire = formes.FormulaireAvis(saisie(request))
    fait = "L'avis est rendu : le dossier attend un comité."
    return _acte(request, acteur, vu, formulaire, actions.rendre_avis, "Rendre l'avis technique", fait)


@page("dossier.voir")
def piece(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponseBase:
    """Give a file. The journal first: one whose opening cannot be written is not given."""
    trouvee = lus.piece_ou_404(acteur, pk)
    journal.exporter("ouvrir une pièce", par=acteur, objet=trouvee.operation, piece=trouvee.pk)
    try:
        return servir(trouvee.fichier)
    except FichierPerdu as perdu:
        messages.error(request, perdu.message)
        return redirect("financements:dossier", acteur.territoire.code, trouvee.operation_id)


@page("dossier.instruire")
def lettre(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The letter of the decision, in Word, to read again and to sign."""
    vu = lus.dossier_ou_404(acteur, pk)
    if vu.statut not in LETTRES:
        messages.info(request, "Aucune décision n'est encore prise sur ce dossier.")
        return redirect("financements:dossier", acteur.territoire.code, vu.pk)
    journal.exporter("écrire la lettre d'un dossier", par=acteur, objet=vu)
    try:
        gabarit = gabarit_de(acteur.territoire, vu.statut)
        contenu = exports.lettre_de_decision(gabarit, vu, ecrits.issue_de(vu), timezone.localdate())
    except RefusMetier as cause:
        messages.error(request, cause.message)
        return redirect("financements:dossier", acteur.territoire.code, vu.pk)
    reponse = HttpResponse(contenu, content_type=WORD)
    reponse["Content-Disposition"] = 'attachment; filename="lettre.docx"'
    return reponse


def _simple(request: HttpRequest, acteur: Acteur, vu: Operation, action: Callable[..., Any], fait: str) -> HttpResponse:
    formulaire = Form({})
    if soumettre(formulaire, action, operation=vu, par=acteur):
        messages.success(request, fait)
    else:
        messages.error(request, " ".join(formulaire.non_field_errors()))
    return redirect("financements:dossier", acteur.territoire.code, vu.pk)


def _acte(
    request: HttpRequest, acteur: Acteur, vu: Operation, formulaire: Form, action: Callable[..., Any], titre: str,
    fait: str,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and soumettre(formulaire, action, operation=vu, par=acteur):
        messages.success(request, fait)
        return redirect("financements:dossier", acteur.territoire.code, vu.pk)
    return _formulaire(request, vu, formulaire, titre, "Enregistrer")


def _formulaire(request: HttpRequest, vu: Operation, formulaire: Form, titre: str, acte: str) -> HttpResponse:
    contexte = {"formulaire": formulaire, "titre": titre, "acte": acte, "operation": vu}
    return render(request, "financements/formulaire_dossier.html", contexte)
