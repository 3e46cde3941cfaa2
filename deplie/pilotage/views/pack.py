"""The committee's pack: what it holds, its texts, its chapters, its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.pilotage import actions
from deplie.pilotage.exports.pack import DOCUMENTS, TYPES, documents_de, ecrire, nom_de
from deplie.pilotage.forms import FormulaireChapitres, FormulaireChiffres, FormulaireTexte
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import Pack, chapitres_de, pack_de, texte_de, textes_de
from deplie.pilotage.queries.pack.archives import derniere_archive
from deplie.pilotage.queries.publication import publication_ou_404
from deplie.pilotage.rules.pack import SUJETS
from deplie.socle import journal
from deplie.socle.brouillons import saisie


@page("publication.voir")
def dossier(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """What the pack of a publication holds, and its files."""
    lue = publication_ou_404(acteur, pk)
    pack, textes = pack_de(lue), textes_de(lue)
    dits = {chapitre.cle: chapitre for chapitre in pack.chapitres}
    contexte = {
        "publication": lue,
        "pack": pack,
        "chapitres": [(c, dits.get(c.cle), textes.get(c.cle, "")) for c in chapitres_de(lue.territoire)],
        "documents": [(*nom.split("."), titre) for nom in documents_de(pack) for titre in DOCUMENTS[nom][:1]],
        "preparer": acteur.peut("publication.preparer"),
        "exporter": acteur.peut("bilan.exporter"),
        "archive": derniere_archive(acteur, lue),
    }
    return render(request, "pilotage/dossier.html", contexte)


@page("bilan.exporter")
def document(request: HttpRequest, acteur: Acteur, pk: int, nom: str, forme: str) -> HttpResponse:
    """One file of the pack; journaled before it leaves."""
    lue = publication_ou_404(acteur, pk)
    entier = f"{nom}.{forme}"
    pack = _pack(request, lue)
    if entier not in documents_de(pack):
        raise Http404
    octets = ecrire(pack, entier)
    journal.exporter("exporter le dossier du comité", par=acteur, publication=lue.pk, document=entier)
    reponse = HttpResponse(octets, content_type=TYPES[forme])
    reponse["Content-Disposition"] = f'attachment; filename="{nom_de(pack, entier)}"'
    reponse["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _pack(request: HttpRequest, lue: Publication) -> Pack:
    adresse = reverse("pilotage:publication", args=[lue.territoire.code, lue.pk])
    return pack_de(lue, request.build_absolute_uri(adresse))


@page("publication.preparer")
def texte(request: HttpRequest, acteur: Acteur, pk: int, cle: str) -> HttpResponse:
    """What a publication says in a chapter."""
    lue = publication_ou_404(acteur, pk)
    chapitre = next((c for c in chapitres_de(lue.territoire) if c.cle == cle), None)
    if chapitre is None:
        raise Http404
    ecrit = texte_de(lue, cle)
    initial = {"texte": ecrit.texte if ecrit else "", "version": str(ecrit.revision if ecrit else 0)}
    formulaire = FormulaireTexte(saisie(request), initial=initial, aide=SUJETS[chapitre.sujet].aide)
    if request.method == "POST" and formulaire.soumettre(
        lambda valeurs, edition: actions.ecrire_texte(
            publication=lue, cle=cle, par=acteur, edition=edition, texte=valeurs["texte"]
        )
    ):
        messages.success(request, "Le texte est gardé : il suivra dans la publication suivante.")
        return redirect("pilotage:dossier", acteur.territoire.code, lue.pk)
    contexte = {"publication": lue, "formulaire": formulaire, "titre": chapitre.intitule}
    return render(request, "pilotage/texte_chapitre.html", contexte)


@page("publication.preparer")
def chapitres(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    """The chapters of the territory's packs: which, in which order, under which title."""
    formulaire = FormulaireChapitres(saisie(request), chapitres=chapitres_de(acteur.territoire))
    if request.method == "POST" and formulaire.soumettre(
        lambda valeurs, edition: actions.choisir_chapitres(
            territoire=acteur.territoire, par=acteur, edition=edition, chapitres=valeurs["chapitres"]
        )
    ):
        messages.success(request, "Les chapitres sont enregistrés : chaque dossier les suit.")
        return redirect("pilotage:publications", acteur.territoire.code)
    return render(request, "pilotage/chapitres.html", {"formulaire": formulaire})


@page("publication.preparer")
def chiffres(request: HttpRequest, acteur: Acteur, cle: str) -> HttpResponse:
    """The figures and the drawings that a chapter shows in every pack of the territory, in their order."""
    chapitre = next((c for c in chapitres_de(acteur.territoire) if c.cle == cle), None)
    if chapitre is None:
        raise Http404
    formulaire = FormulaireChiffres(saisie(request), chapitre=chapitre)
    usuels = {"chiffres": None, "coupes": None} if "usuels" in request.POST else {}
    if request.method == "POST" and formulaire.soumettre(
        lambda valeurs, edition: actions.choisir_chiffres(
            territoire=acteur.territoire, cle=cle, par=acteur, edition=edition, **(valeurs | usuels)
        )
    ):
        messages.success(request, f"« {chapitre.intitule} » : chaque dossier suit ce choix.")
        return redirect("pilotage:chapitres", acteur.territoire.code)
    return render(request, "pilotage/chiffres_chapitre.html", {"formulaire": formulaire, "chapitre": chapitre})
