"""Pages of the minutes: the document of a séance, and the templates that it follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.instances import actions
from deplie.instances.forms.modele import FormulaireModele
from deplie.instances.queries import proces_verbal as lus
from deplie.instances.queries.seance import decisions_de, seance_ou_404, sieges
from deplie.instances.queries.suites import d_avant, de_la_seance
from deplie.instances.rules import CHAMPS_DU_PROCES_VERBAL
from deplie.socle import gabarits, journal
from deplie.socle.documents import rendre_word
from deplie.socle.documents.modele import envoi_de, joindre, repondre
from deplie.socle.formulaires import soumettre


@page("seance.proces_verbal")
def proces_verbal(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The minutes in Word: they name people, and their download is written in the journal, with the template."""
    vue = seance_ou_404(acteur, pk)
    decisions = decisions_de(acteur, vue)
    modele = lus.modele_du_proces_verbal(vue)
    detail = {"decisions": sum(len(g.lues) for g in decisions), "modele": modele.pk if modele else None}
    journal.exporter("télécharger un procès-verbal", par=acteur, objet=vue, **detail)

    def ecrire() -> HttpResponse:
        suites = d_avant(acteur, vue), de_la_seance(acteur, vue, vue.le)
        champs = lus.champs_du_proces_verbal(vue, sieges(vue), decisions, *suites)
        octets = rendre_word(lus.gabarit_de(modele), champs)
        return joindre(octets, f"proces-verbal-{vue.le:%Y-%m-%d}-{vue.pk}")

    return repondre(request, ecrire, "instances:seance", acteur.territoire.code, vue.pk)


@page("reglage.modifier")
def modeles(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The templates of the territory, ours to start from, and what a template may say."""
    formulaire = FormulaireModele(*envoi_de(request), acteur=acteur)
    if request.method == "POST" and soumettre(formulaire, actions.deposer_modele, par=acteur):
        messages.success(request, "Le modèle est déposé : il sert aux séances qui se tiendront.")
        return redirect(*_page(acteur))
    tables = [("pv", "", gabarits.lignes(CHAMPS_DU_PROCES_VERBAL))]
    contexte = {"formulaire": formulaire, "siens": lus.modeles_de(acteur.territoire), "tables": tables}
    return render(request, "instances/modeles.html", contexte)


@page("reglage.modifier")
def modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The Word file of a template, to edit it: it names nobody. Number 0 is ours."""
    trouve = lus.modele_ou_404(acteur, pk) if pk else None
    nom = f"modele-proces-verbal-{pk}" if pk else "modele-proces-verbal"
    return repondre(request, lambda: joindre(lus.gabarit_de(trouve), nom), *_page(acteur))


@require_POST
@page("reglage.modifier")
def retirer_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouve = lus.modele_ou_404(acteur, pk)
    dit = "Le modèle est retiré ; les séances déjà tenues le gardent."
    return repondre(request, lambda: actions.retirer_modele(modele=trouve, par=acteur), *_page(acteur), dit=dit)


@require_POST
@page("seance.tenir")
def reprendre_modele(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """The minutes of a séance take the template in service today."""
    vue = seance_ou_404(acteur, pk)
    dit = "Le procès-verbal suit le modèle en service."
    vers = "instances:seance", acteur.territoire.code, vue.pk
    return repondre(request, lambda: actions.reprendre_modele(seance=vue, par=acteur), *vers, dit=dit)


def _page(acteur: Acteur) -> tuple[str, str]:
    return "instances:modeles", acteur.territoire.code
