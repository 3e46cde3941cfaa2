"""The list of operations, and the page of one, where the rooms above show what they know of it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.financements.exports import tableau_des_operations
from deplie.financements.models import Operation
from deplie.financements.queries import operation as lues
from deplie.financements.queries.convention import situation
from deplie.financements.queries.plan import plan_de_l_operation
from deplie.financements.queries.version import versions_de
from deplie.financements.rules.cycle import CLOS, RETENUS, TRANSITIONS, refus
from deplie.financements.rules.version import ecarts_au_signe, refus_d_etablir
from deplie.financements.views.convention import ACTES
from deplie.socle import emplacements, journal

PAR_PAGE: Final = 50
ANNEES: Final = range(2000, 2101)


def _choix(request: HttpRequest) -> lues.Choix:
    """What the address asks for; what is unknown is left out."""
    onglet, annee = request.GET.get("onglet", ""), request.GET.get("annee", "")
    return lues.Choix(
        onglet if onglet in lues.ONGLETS else "retenues",
        int(annee) if annee.isascii() and annee.isdigit() and int(annee) in ANNEES else None,
        " ".join(request.GET.get("q", "").split())[:100],
    )


@page("operation.voir")
def operations(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """Operations by where they stand, with the sum of what is programmed."""
    choix = _choix(request)
    trouvees = lues.liste(acteur, choix)
    nombres = lues.comptes(acteur)
    parametres = {"onglet": choix.onglet, "annee": choix.annee or "", "q": choix.texte}
    contexte = {
        "choix": choix,
        "onglets": [(nom, libelle, nombres[nom]) for nom, (libelle, _) in lues.ONGLETS.items()],
        "page": Paginator(trouvees, PAR_PAGE).get_page(request.GET.get("page")),
        "programme": lues.total_programme(trouvees),
        "annees": lues.annees(acteur),
        "voir_appels": acteur.peut("appel.voir"),
        "parametres": urlencode({nom: valeur for nom, valeur in parametres.items() if valeur}),
    }
    return render(request, "financements/operations.html", contexte)


@page("operation.voir")
def exporter(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The same list as a CSV file; no person is in it."""
    choix = _choix(request)
    trouvees = list(lues.liste(acteur, choix))
    journal.exporter("exporter les opérations", par=acteur, lignes=len(trouvees), onglet=choix.onglet)
    reponse = HttpResponse(tableau_des_operations().en_csv(trouvees), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="operations.csv"'
    return reponse


@page("operation.voir")
def operation(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """One operation: what it is, its life, and what each room knows of it."""
    vue = lues.operation_ou_404(acteur, pk)
    gerer = acteur.peut("operation.gerer")
    contexte = _plan(vue, acteur) | {
        "operation": vue,
        "objectif": _objectif(vue),
        "objectif_vers": _vers_l_objectif(vue, acteur),
        "vie": [(pas, TRANSITIONS[pas.acte].libelle) for pas in lues.vie(vue)],
        "jour": timezone.localdate(),
        "gerer": gerer,
        "clos": vue.statut in CLOS,
        "actes": [
            (acte, TRANSITIONS[acte].libelle)
            for acte in ("conventionner", *ACTES)
            if gerer and not refus(acte, vue.statut)
        ],
        "panneaux": emplacements.lire("operation", acteur, vue),
        "contact": acteur.peut("dossier.voir"),
        "piste": acteur.peut("depense.voir"),
        "appel": acteur.peut("dossier.tous"),
        "seances": acteur.peut("seance.voir"),
    }
    return render(request, "financements/operation.html", contexte)


def _objectif(vue: Operation) -> str:
    """What an operation says of its specific objective, else its call."""
    return vue.objectif_specifique or (vue.appel.objectif_specifique if vue.appel else "")


def _vers_l_objectif(vue: Operation, acteur: Acteur) -> str:
    """The operations of its objective in what pays its call; empty for who may not read them."""
    appel, objectif = vue.appel, _objectif(vue)
    if appel is None or appel.subvention_id is None or not objectif or not acteur.peut("programmation.voir"):
        return ""
    adresse = reverse("financements:programmation_operations", args=[acteur.territoire.code, appel.subvention_id])
    return f"{adresse}?{urlencode({'axe': appel.axe, 'objectif': objectif})}"


def _plan(vue: Operation, acteur: Acteur) -> dict[str, Any]:
    """The plan of today, its versions, what it says otherwise than the convention, and who may change it how."""
    jour = timezone.localdate()
    plan, ici, versions = plan_de_l_operation(vue), situation(vue, jour), versions_de(vue)
    ecrire = acteur.peut("plan.ecrire") and not refus_d_etablir(
        vue.statut, signee=ici is not None, etabli=plan is not None
    )
    termes = ici.a_terme if ici else None
    return {
        "plan": plan,
        "situation": ici,
        "versions": versions,
        "reprogrammations": list(vue.reprogrammations.select_related("seance__instance").order_by("-pk")),
        "reprogrammer": acteur.peut("operation.gerer") and vue.statut in RETENUS - CLOS,
        "plan_a_venir": versions[0] if versions and versions[0].effet_le > jour and versions[0].avenant else None,
        "plan_a_ecrire": ecrire,
        "plan_par_avenant": ici is not None and acteur.peut("operation.gerer") and vue.statut not in CLOS,
        "ecarts_au_signe": (
            ecarts_au_signe(plan.cout, plan.aide, termes.cout_total, termes.aide) if plan and termes else []
        ),
    }
