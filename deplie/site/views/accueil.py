"""The home page of a territory, and the search that every page offers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.queries import Filtre, Liste
from deplie.parcours.queries.liste import TOUS
from deplie.site.accueil import panneaux, titre
from deplie.territoires.queries.reglages import reglage


@page("accueil.voir")
def accueil(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    jour = timezone.localdate()
    faits = panneaux(acteur, jour)
    contexte = {
        "titre": titre(acteur, faits),
        "jour": jour,
        "lien_imports": acteur.peut("import.faire"),
        "larges": [panneau for panneau in faits if not panneau.etroit],
        "etroits": [panneau for panneau in faits if panneau.etroit],
    }
    return render(request, "site/accueil.html", contexte)


@page("participation.voir")
def recherche(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """One person answers: their page. Otherwise the list, whatever the state."""
    cherche = request.GET.get("q", "").strip()[:120]
    adresse = reverse("parcours:participants", args=[acteur.territoire.code])
    if not cherche:
        return redirect(adresse)
    liste = Liste(acteur, Filtre(q=cherche, etat=TOUS), reglage(acteur.territoire, "tranches_age"))
    trouvees = {participation.personne_id for participation in liste.page(0, 20)} if liste.nombre <= 20 else set()
    if len(trouvees) == 1:
        return redirect("parcours:personne", acteur.territoire.code, trouvees.pop())
    return redirect(f"{adresse}?{urlencode({'q': cherche, 'etat': TOUS})}")
