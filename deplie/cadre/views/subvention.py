"""European money: the intermediate body, its plans, a subvention globale and its envelope read on a day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.cadre import actions
from deplie.cadre.forms import subvention as formes
from deplie.cadre.models import PartEnveloppe
from deplie.cadre.queries.part import empreinte_des_parts, parts_de, plans_servis
from deplie.cadre.queries.subvention import (
    SubventionLue,
    enveloppe_ou_404,
    organisme_ou_404,
    rattachement_ou_404,
    subvention_lisible_ou_404,
    subvention_lue,
    subvention_ou_404,
)
from deplie.cadre.rules.enveloppe import LigneEnveloppe
from deplie.cadre.views._commun import Retour, corriger, enregistrer, jour_lu, retour
from deplie.socle import emplacements
from deplie.socle.argent import formater, somme
from deplie.socle.brouillons import saisie


@page("cadre.voir")
def subvention(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    """Who runs it and who it serves read the same amounts; only the first changes them."""
    lue = subvention_lisible_ou_404(acteur.territoire, pk)
    jour, illisible = jour_lu(request)
    vue = subvention_lue(lue, jour)
    a_elle = lue.organisme.territoire_id == acteur.territoire.pk
    contexte = {
        "subvention": lue,
        "vue": vue,
        "jour": jour,
        "illisible": illisible,
        "par_annee": vue.enveloppes.par_annee(),
        "par_axe": vue.enveloppes.par_axe(),
        "montants": list(lue.enveloppes.all()),
        "parts": _parts(vue),
        "partagee": lue.organisme.rattachements.exists(),
        "modifier": a_elle and acteur.peut("cadre.modifier"),
        "fixer": a_elle and acteur.peut("enveloppe.fixer"),
        "a_elle": a_elle,
        "panneaux": emplacements.lire("subvention", acteur, lue),
    }
    return render(request, "cadre/subvention.html", contexte)


def _parts(vue: SubventionLue) -> list[tuple[LigneEnveloppe, list[PartEnveloppe], Decimal]]:
    """Each line in force, the parts that it reserves, and what stays common."""
    parts = parts_de(vue)
    lignes = ((ligne, parts.get(ligne.rang, [])) for ligne in vue.enveloppes.lignes)
    return [(ligne, siennes, ligne.montant - somme(part.montant for part in siennes)) for ligne, siennes in lignes]


@page("cadre.modifier")
def declarer_oi(request: HttpRequest, acteur: Acteur) -> HttpResponse:
    return enregistrer(
        request,
        acteur,
        formes.FormulaireOrganisme(saisie(request), territoire=acteur.territoire),
        actions.declarer_oi,
        titre="Déclarer un organisme intermédiaire",
        acte="Déclarer l'organisme",
        fait="L'organisme intermédiaire est déclaré.",
    )


@page("cadre.modifier")
def rattacher_plan(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = organisme_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireRattachement(saisie(request), territoire=acteur.territoire),
        actions.rattacher_plan,
        titre=f"Plan géré par {lu.nom}",
        acte="Rattacher le plan",
        fait="Le plan est rattaché.",
        fixes={"organisme_intermediaire": lu},
    )


@page("cadre.modifier")
def modifier_oi(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = organisme_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierOrganisme.initial_de(lu)
    formulaire = formes.FormulaireModifierOrganisme(saisie(request), territoire=acteur.territoire, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_oi(organisme_intermediaire=lu, valeurs=valeurs, par=acteur, edition=edition)

    fait = "L'organisme intermédiaire est corrigé."
    return corriger(request, acteur, formulaire, changer, titre=f"Corriger « {lu.nom} »", fait=fait)


@page("cadre.modifier")
def modifier_rattachement(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = rattachement_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierRattachement.initial_de(lu)
    formulaire = formes.FormulaireModifierRattachement(saisie(request), territoire=acteur.territoire, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_rattachement(rattachement=lu, valeurs=valeurs, par=acteur, edition=edition)

    titre = f"Corriger le plan de {lu.organisation}, géré par {lu.organisme.nom}"
    return corriger(request, acteur, formulaire, changer, titre=titre, fait="Le rattachement est corrigé.")


@page("cadre.modifier")
def enregistrer_subvention(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lu = organisme_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireSubvention(saisie(request)),
        actions.enregistrer_subvention,
        titre=f"Subvention globale de {lu.nom}",
        acte="Enregistrer la subvention",
        fait="La subvention globale est enregistrée.",
        fixes={"organisme_intermediaire": lu},
    )


@page("cadre.modifier")
def modifier_subvention(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = subvention_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireModifierSubvention.initial_de(lue)
    formulaire = formes.FormulaireModifierSubvention(saisie(request), initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.modifier_subvention(subvention=lue, valeurs=valeurs, par=acteur, edition=edition)

    if request.method == "POST" and formulaire.soumettre(changer):
        return retour(request, acteur, "La subvention globale est modifiée.", _vers(pk))
    contexte = {"formulaire": formulaire, "titre": f"Corriger la subvention globale {lue.numero}"}
    return render(request, "cadre/formulaire.html", contexte | {"acte": "Enregistrer", "phrase": ""})


@page("enveloppe.fixer")
def ajouter_avenant(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = subvention_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireAvenantSubvention(saisie(request)),
        actions.ajouter_avenant_subvention,
        titre=f"Avenant à la subvention globale {lue.numero}",
        acte="Enregistrer l'avenant",
        fait="L'avenant est enregistré.",
        vers=_vers(pk),
        fixes={"subvention": lue},
    )


@page("enveloppe.fixer")
def corriger_enveloppe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = enveloppe_ou_404(acteur.territoire, pk)
    initial = formes.FormulaireCorrigerEnveloppe.initial_de(lue)
    formulaire = formes.FormulaireCorrigerEnveloppe(saisie(request), subvention=lue.subvention, initial=initial)

    def changer(valeurs: dict[str, Any], edition: Any) -> None:
        actions.corriger_enveloppe(enveloppe=lue, valeurs=valeurs, par=acteur, edition=edition)

    titre, vers = f"Corriger un montant de la subvention globale {lue.subvention.numero}", _vers(lue.subvention_id)
    return corriger(request, acteur, formulaire, changer, titre=titre, fait="Le montant est corrigé.", vers=vers)


@page("enveloppe.fixer")
def fixer_parts(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = enveloppe_ou_404(acteur.territoire, pk)
    initial: dict[str, Any] = {f"plan_{part.rattachement_id}": part.montant for part in lue.parts.all()}
    initial["vues"] = empreinte_des_parts(lue)
    objectif = f", objectif {lue.objectif_specifique}" if lue.objectif_specifique else ""
    return enregistrer(
        request,
        acteur,
        formes.FormulaireParts(saisie(request), plans=plans_servis(lue), initial=initial),
        actions.fixer_parts,
        titre=f"Parts de chaque plan : {lue.annee}, {lue.axe}{objectif}",
        acte="Enregistrer les parts",
        fait="Les parts sont enregistrées.",
        vers=_vers(lue.subvention_id),
        fixes={"enveloppe": lue},
        phrase=f"{formater(lue.montant)} à répartir. Laissez vide un plan sans part : le reste est commun à tous.",
    )


@page("enveloppe.fixer")
def fixer_enveloppe(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    lue = subvention_ou_404(acteur.territoire, pk)
    return enregistrer(
        request,
        acteur,
        formes.FormulaireEnveloppe(saisie(request), subvention=lue),
        actions.fixer_enveloppe,
        titre=f"Enveloppe de la subvention globale {lue.numero}",
        acte="Fixer le montant",
        fait="Le montant est fixé.",
        vers=_vers(pk),
        fixes={"subvention": lue},
    )


def _vers(pk: int) -> Retour:
    return ("cadre:subvention", (pk,))
