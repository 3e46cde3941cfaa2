"""One's own account, and the doors of the pages that django-allauth answers."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from deplie.acteurs import actions
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries.acteur import Acteur, acteur_de, territoires_de
from deplie.acteurs.rules import ROLES, est_de_demonstration
from deplie.acteurs.views import connecte
from deplie.acteurs.views.acces import Vue
from deplie.site.forms import FormulaireNom
from deplie.socle.formulaires import soumettre
from deplie.socle.journal import Titulaire
from deplie.territoires.models import Territoire


@connecte
def compte(request: HttpRequest) -> HttpResponse:
    """Who one is, what one may do and where, how the account is protected."""
    titulaire = request.user
    formulaire = FormulaireNom(request.POST or None, initial={"prenom": titulaire.prenom, "nom": titulaire.nom})
    if request.method == "POST" and soumettre(
        formulaire, actions.se_nommer, compte=titulaire, par=Titulaire(titulaire)
    ):
        messages.success(request, "Votre nom est enregistré.")
        return redirect("compte")
    acteurs = [acteur_de(titulaire, territoire.code) for territoire in territoires_de(titulaire)]
    contexte = {
        "formulaire": formulaire,
        "places": [_place(acteur) for acteur in acteurs if acteur],
        "second_facteur": is_mfa_enabled(titulaire),
        "de_demonstration": est_de_demonstration(titulaire.courriel),
    }
    return render(request, "site/compte.html", contexte)


def _place(acteur: Acteur) -> tuple[Territoire, list[str], Organisation | None, bool]:
    """Where, what one does there, for whom, and whether one has an agenda there."""
    agenda = acteur.agent is not None and acteur.peut("entretien.voir")
    return acteur.territoire, [ROLES[r].libelle for r in sorted(acteur.roles)], acteur.organisation, agenda


def du_titulaire(vue: Vue) -> Vue:
    """A page where the holder of an account protects it; the cast of the demonstration has nothing to protect."""

    @connecte
    @wraps(vue)
    def porte(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if est_de_demonstration(request.user.courriel):
            raise PermissionDenied("Les comptes de la démonstration n'ont ni mot de passe ni second facteur.")
        return vue(request, **kwargs)

    return porte
