"""The page of a person: what asks for attention, the parcours, then what is known."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.views import page
from deplie.parcours.models import Jalon
from deplie.parcours.queries.atelier import ateliers_de
from deplie.parcours.queries.diagnostic import diagnostics_des, freins_des
from deplie.parcours.queries.entretien import attendus, du_lecteur
from deplie.parcours.queries.entretien import dire as dire_rendez_vous
from deplie.parcours.queries.entretien import rencontres as rencontres_de
from deplie.parcours.queries.historique import historique
from deplie.parcours.queries.perimetre import personne_ou_404
from deplie.parcours.queries.personne import Suivi, dire, prochaines, reponses_sensibles, suivis
from deplie.parcours.queries.pieces import joindre_pieces
from deplie.parcours.queries.rappel import messages_de
from deplie.parcours.queries.referent import periodes_des
from deplie.parcours.queries.trame import PasLu, avancements, jalons_des
from deplie.parcours.rules.alertes import Alerte
from deplie.parcours.rules.diagnostic import SANTE
from deplie.parcours.rules.duree import age
from deplie.parcours.views.dessin import frise_du
from deplie.parcours.views.diagnostic import SENSIBLES
from deplie.personnes.models import Personne
from deplie.personnes.queries import accord_de
from deplie.personnes.rules import telephone_lisible
from deplie.socle import emplacements, journal
from deplie.socle.envois import canaux_ouverts
from deplie.territoires.rules import CRITERES_SENSIBLES

# (name in the URL, label, right): at most five.
ONGLETS = (
    ("parcours", "Parcours", "participation.voir"),
    ("identite", "Identité et contact", "participation.voir"),
    ("situation", "Diagnostic et situation", "participation.situation"),
    ("sensible", "Réponses sensibles", "sensible.lire"),
    ("historique", "Historique", "participation.situation"),
)
CHANGEMENTS_PAR_PAGE = 50
# What answers an alert: the page to open, and its verb.
ACTES = {
    "sortie_provisoire": ("parcours:sortie", "Faire valider"),
    "donnees_sortie": ("parcours:sortie", "Renseigner"),
    "sixieme_mois": ("parcours:sixieme_mois", "Relever"),
    "emploi_six_mois": ("parcours:sortie", "Proposer la sortie"),
    "constat_emploi": ("parcours:constat", "Constater"),
    "emploi_sans_preuve": ("parcours:emploi", "Dater la preuve"),
    "contrat_non_signe": ("parcours:contrat", "Établir"),
    "suspension_echue": ("parcours:reprendre", "Reprendre"),
    "etape_apres_sortie": ("parcours:sortie", "Terminer"),
    "etape_hors_parcours": ("parcours:sortie", "Revoir la sortie"),
    "etape_declinee": ("parcours:etape", "Choisir un opérateur"),
    "etape_sans_reponse": ("parcours:etape", "Revoir"),
    "incomplet": ("parcours:entree", "Compléter"),
    "sans_etape": ("parcours:nouvelle_etape", "Ajouter une étape"),
    "sans_contact": ("parcours:planifier_entretien", "Prendre un rendez-vous"),
    "sans_referent": ("parcours:referent", "Désigner"),
    "deux_dispositifs": ("parcours:sortie", "Prononcer une sortie"),
}


@page("participation.voir")
def personne(request: HttpRequest, acteur: Acteur, pk: int) -> HttpResponse:
    trouvee = personne_ou_404(acteur, pk)
    ouverts, onglet = _onglet(request, acteur)
    journal.consulter(trouvee, par=acteur, onglet=onglet)
    lus = suivis(acteur, trouvee, timezone.localdate(), entree=onglet == "situation")
    contexte = {
        "suivis": lus,
        "courant": lus[0],
        "alertes": [_alerte(acteur, alerte, suivi) for suivi in lus for alerte in suivi.alertes],
        "onglets": ouverts,
        "onglet": onglet,
        "gabarit": f"parcours/onglets/{onglet}.html",
        "modifier": acteur.peut("participation.modifier"),
        "operations": acteur.peut("operation.voir"),
        "situation": acteur.peut("participation.situation"),
        "tenir": acteur.peut("entretien.tenir"),
        "imprimer": acteur.peut("contrat.imprimer"),
        "dossier": acteur.peut("personne.dossier"),
    }
    contexte |= (
        _identite(acteur, trouvee) | _suite(acteur, trouvee, lus) | _contenu(onglet, acteur, trouvee, lus, request)
    )
    return render(request, "parcours/personne.html", contexte)


def _onglet(request: HttpRequest, acteur: Acteur) -> tuple[list[tuple[str, str]], str]:
    """The tabs that the actor may open, and the one asked for. Raises PermissionDenied for one they may not."""
    ouverts = [(nom, libelle) for nom, libelle, droit in ONGLETS if acteur.peut(droit)]
    demande = request.GET.get("onglet", "parcours")
    if demande in dict(ouverts):
        return ouverts, demande
    if demande in {nom for nom, _, _ in ONGLETS}:
        raise PermissionDenied("Cet onglet demande un droit que vous n'avez pas.")
    return ouverts, "parcours"


def _identite(acteur: Acteur, trouvee: Personne) -> dict[str, Any]:
    return {
        "personne": trouvee,
        "age": age(trouvee.date_naissance, timezone.localdate()) if trouvee.date_naissance else None,
        "telephone": telephone_lisible(trouvee.telephone, acteur.territoire.region_telephone),
        "initiales": f"{trouvee.prenom[:1]}{trouvee.nom_dit[:1]}".upper(),
    }


def _suite(acteur: Acteur, trouvee: Personne, lus: list[Suivi]) -> dict[str, Any]:
    """What is dated next, an appointment or a day of a parcours; the appointment of today that is the reader's."""
    jour, maintenant = timezone.localdate(), timezone.now()
    prevus = attendus(trouvee, jour) if acteur.peut("entretien.voir") else []
    dates = [p for suivi in lus for p in prochaines(suivi)]
    if a_venir := next((prevu for prevu in prevus if prevu.debut >= maintenant), None):
        dates.append((timezone.localtime(a_venir.debut).date(), dire_rendez_vous(acteur, a_venir)))
    du_jour = [prevu for prevu in prevus if timezone.localtime(prevu.debut).date() == jour]
    return {"prochaine": min(dates, default=None), "sien": du_lecteur(acteur, du_jour)}


def _contenu(onglet: str, acteur: Acteur, trouvee: Personne, lus: list[Suivi], request: HttpRequest) -> dict[str, Any]:
    """What the tab alone needs. Sensitive answers and criteria have a line of the journal of their own."""
    if onglet == "parcours":
        toutes = request.GET.get("entretiens") == "tous"
        rencontres = rencontres_de(trouvee, toutes=toutes) if acteur.peut("entretien.voir") else None
        joindre_pieces(acteur, lus)
        jalons = jalons_des([suivi.participation.pk for suivi in lus]) if acteur.peut("participation.situation") else {}
        pas = avancements(acteur, lus, jalons) if acteur.peut("participation.situation") else {}
        ateliers = ateliers_de(acteur, trouvee) if acteur.peut("entretien.voir") else None
        return {
            "dessins": [_dessin(suivi, jalons, pas) for suivi in lus],
            "rencontres": rencontres,
            "ateliers": ateliers,
            "inscrire": acteur.peut("atelier.inscrire"),
            "panneaux": emplacements.lire("personne", acteur, trouvee),
        }
    if onglet == "identite":
        return {
            "accord": accord_de(trouvee),
            "canaux": {"": "aucun rappel", **canaux_ouverts()},
            "messages_envoyes": messages_de(trouvee) if acteur.peut("entretien.voir") else [],
        }
    if onglet == "sensible":
        journal.consulter(trouvee, par=acteur, verbe="lire les réponses sensibles")
        return {"reponses": list(reponses_sensibles(trouvee))}
    if onglet == "situation":
        return _situation(acteur, trouvee, lus)
    if onglet == "historique":
        lues = Paginator(historique(acteur, trouvee, lus), CHANGEMENTS_PAR_PAGE)
        return {"changements": lues.get_page(request.GET.get("page")), "references": periodes_des(lus)}
    return {}


def _dessin(suivi: Suivi, jalons: dict[int, list[Jalon]], pas: dict[int, list[PasLu]]) -> dict[str, Any]:
    """A parcours as its tab shows it."""
    pk = suivi.participation.pk
    siens = jalons.get(pk, [])
    return {"suivi": suivi, "dessin": frise_du(suivi, siens), "jalons": siens, "pas": pas.get(pk, [])}


def _situation(acteur: Acteur, trouvee: Personne, lus: list[Suivi]) -> dict[str, Any]:
    """Diagnostics and freins beside what was true at entry, for who may read them."""
    if any(set(suivi.criteres) & CRITERES_SENSIBLES for suivi in lus):
        journal.consulter(trouvee, par=acteur, verbe="lire les critères sensibles")
    if not acteur.peut("diagnostic.lire"):
        return {}
    versions = diagnostics_des(acteur, [suivi.participation.pk for suivi in lus])
    freins = freins_des(acteur, [suivi.participation for suivi in lus])
    if any(lu.frein.theme == SANTE for siens in freins.values() for lu in siens):
        journal.consulter(trouvee, par=acteur, verbe=SENSIBLES)
    trouves = [(s, versions.get(s.participation.pk, []), freins.get(s.participation.pk, [])) for s in lus]
    return {"diagnostics": trouves, "tenir_diagnostic": acteur.peut("diagnostic.tenir")}


def _alerte(acteur: Acteur, alerte: Alerte, suivi: Suivi) -> dict[str, Any]:
    droit = "entretien.tenir" if alerte.code == "sans_contact" else "participation.modifier"
    route, verbe, pk = _acte(alerte.code, suivi)
    return {
        "alerte": alerte,
        "detail": dire(alerte, suivi),
        "suivi": suivi,
        "adresse": reverse(route, args=[acteur.territoire.code, pk]),
        "verbe": verbe,
        "droit": acteur.peut(droit),
    }


def _acte(code: str, suivi: Suivi) -> tuple[str, str, int]:
    """The page that ends an alert, its verb, and what it is opened on."""
    route, verbe = ACTES[code]
    participation, vie = suivi.participation, suivi.vie
    if code == "incomplet" and {"sexe", "date de naissance"} & set(suivi.manques):
        return "parcours:identite", verbe, participation.personne_id
    if code == "sans_contact":
        return route, verbe, participation.personne_id
    if code in ("constat_emploi", "emploi_sans_preuve") and vie.emploi:
        return route, verbe, vie.emploi.pk
    if code in ("etape_declinee", "etape_sans_reponse"):
        seule = code == "etape_declinee"
        return route, verbe, next(e.pk for e in suivi.etapes if e.statut == "PREVUE" and (e.operateur is None) == seule)
    if code == "contrat_non_signe" and vie.a_signer:
        return "parcours:signer", "Signer", vie.a_signer.pk
    return route, verbe, participation.pk
