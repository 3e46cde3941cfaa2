"""Models of letters of a territory, and what their fields say of somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Entretien, Etape, ModeleCourrier, Participation
from deplie.parcours.queries.perimetre import ou_404, visibles_par
from deplie.parcours.queries.personne import nom_d_etape
from deplie.parcours.rules.courrier import COURRIERS, D_OFFICE
from deplie.parcours.rules.entretien import PREVU
from deplie.parcours.rules.etape import se_compte
from deplie.personnes.models import Personne
from deplie.personnes.rules import telephone_lisible
from deplie.socle import fabrications
from deplie.socle.documents.modele import gabarit
from deplie.socle.models import Fabrication
from deplie.socle.templatetags.deplie import jour as ecrire_jour
from deplie.territoires.models import Territoire


def modeles_de(territoire: Territoire):
    """The territory's own models, by name."""
    siens = ModeleCourrier.objects.filter(territoire=territoire, retire_le=None)
    return siens.select_related("fichier").order_by("nom")


def modele_ou_404(acteur: Acteur, pk: int) -> ModeleCourrier:
    return ou_404(modeles_de(acteur.territoire).filter(pk=pk).first())


def choix_de_modeles(territoire: Territoire) -> list[tuple[str, str]]:
    """(code, name): those that the product ships, then the territory's own."""
    fournis = [(code, nom) for code, (nom, _) in D_OFFICE.items()]
    return fournis + [(str(modele.pk), modele.nom) for modele in modeles_de(territoire)]


def octets_du_modele(acteur: Acteur, code: str) -> bytes:
    """The Word file of a model; 404 for one that does not exist. Raises FichierPerdu."""
    if code in D_OFFICE:
        return gabarit(None, D_OFFICE[code][1])
    return gabarit(modele_ou_404(acteur, int(code) if code.isdecimal() else 0), "")


def octets_gardes(territoire: str, code: str) -> bytes:
    """The Word file of a model that letters were asked with, withdrawn since or not. Raises FichierPerdu."""
    if code in D_OFFICE:
        return gabarit(None, D_OFFICE[code][1])
    return gabarit(ModeleCourrier.objects.select_related("fichier").get(territoire__code=territoire, pk=code), "")


def archives_de(acteur: Acteur):
    """The archives of letters that the actor asked for, the latest first: nobody else's."""
    return fabrications.de(acteur.compte, acteur.territoire.code, COURRIERS)


def archive_ou_404(acteur: Acteur, pk: int) -> Fabrication:
    return ou_404(archives_de(acteur).filter(pk=pk).first())


def participation_du_courrier(acteur: Acteur, personne: Personne) -> Participation:
    """The participation that a letter speaks of: the one in progress, else the latest."""
    vues = avec_courrier(visibles_par(acteur).reelles().filter(personne=personne))
    return ou_404(min(vues, key=lambda p: (p.date_sortie is not None, -p.date_entree.toordinal()), default=None))


def avec_courrier(participations):
    """What the fields need, in a fixed number of queries."""
    etapes = Etape.objects.select_related("operateur").order_by("date_debut", "pk")
    prevus = Entretien.objects.filter(statut=PREVU, debut__gte=timezone.now()).order_by("debut")
    return participations.select_related(
        "personne", "dispositif__territoire", "referent__organisation"
    ).prefetch_related(
        Prefetch("etapes", queryset=etapes, to_attr="etapes_du_courrier"),
        Prefetch("personne__entretiens", queryset=prevus, to_attr="rendez_vous_prevus"),
    )


def participations_du_courrier(pks: Iterable[int]) -> list[Participation]:
    """Of a list that the actor sees, in its order."""
    voulus = list(pks)
    lues = {p.pk: p for p in avec_courrier(Participation.objects.filter(pk__in=voulus))}
    return [lues[pk] for pk in voulus if pk in lues]


def champs_de(participation: Participation, message: str) -> dict[str, Any]:
    """The fields of ``rules.courrier.CHAMPS``, as text, for somebody."""
    p, personne, referent = participation, participation.personne, participation.referent
    territoire = p.dispositif.territoire
    return {
        "date": _jour(timezone.localdate()),
        "territoire": territoire.nom,
        "dispositif": p.dispositif.nom,
        "message": message.strip(),
        "nom_complet": str(personne),
        "prenom": personne.prenom,
        "nom": personne.nom,
        "nom_usage": personne.nom_usage,
        "date_naissance": _jour(personne.date_naissance),
        "identifiant": personne.identifiant,
        "adresse": personne.adresse,
        "code_postal": personne.code_postal,
        "commune": p.commune,
        "telephone": telephone_lisible(personne.telephone, territoire.region_telephone),
        "courriel": personne.courriel,
        "referent": str(referent or ""),
        "referent_courriel": referent.courriel if referent else "",
        "structure": str(referent.organisation or "") if referent else "",
        "date_entree": _jour(p.date_entree),
        "date_sortie": _jour(p.date_sortie),
    } | (_rendez_vous(personne) | _etapes(p))


def _rendez_vous(personne: Personne) -> dict[str, str]:
    prochain = next(iter(personne.rendez_vous_prevus), None)
    if prochain is None:
        return {"rendez_vous": "", "rendez_vous_heure": "", "rendez_vous_lieu": ""}
    debut = timezone.localtime(prochain.debut)
    heure = f"{debut.hour} h {debut:%M}" if debut.minute else f"{debut.hour} h"
    return {"rendez_vous": _jour(debut.date()), "rendez_vous_heure": heure, "rendez_vous_lieu": prochain.lieu}


def _etapes(participation: Participation) -> dict[str, Any]:
    """Those that count; and one to speak of: the next one planned, else the latest."""
    toutes = [etape for etape in participation.etapes_du_courrier if etape.statut != "ANNULEE"]
    comptees = [etape for etape in toutes if se_compte(etape.categorie, etape.statut)]
    dite = next((etape for etape in toutes if etape.statut == "PREVUE"), toutes[-1] if toutes else None)
    return {
        "etape": nom_d_etape(dite) if dite else "",
        "operateur": str(dite.operateur or "") if dite else "",
        "etape_debut": _jour(dite.date_debut) if dite else "",
        "etapes": [
            {
                "nom": nom_d_etape(etape),
                "operateur": str(etape.operateur or ""),
                "debut": _jour(etape.date_debut),
                "fin": _jour(etape.date_fin),
                "heures": f"{etape.heures.normalize():f}".replace(".", ",") if etape.heures else "",
            }
            for etape in comptees
        ],
    }


def _jour(jour: date | None) -> str:
    return ecrire_jour(jour) if jour else ""
