"""The columns of the list of participations: the same on the screen and in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from deplie.acteurs.queries import Acteur
from deplie.offre.models import SeanceAtelier
from deplie.parcours.models import Entretien, InscriptionAtelier
from deplie.parcours.queries.rangs import Rang
from deplie.parcours.rules.atelier import APRES_MIDI, MATIN, demi_journees
from deplie.parcours.rules.cycle import ETATS, TRANSITIONS
from deplie.parcours.rules.duree import age
from deplie.parcours.rules.sortie import SANS_SEANCE, motif_lisible
from deplie.socle.calendrier import RendezVous, calendrier
from deplie.socle.cycles import tableau_de_cycle
from deplie.socle.documents import rendre_pdf
from deplie.socle.tableaux import Colonne, Tableau, Type
from deplie.territoires.queries.reglages import reglage
from deplie.territoires.rules import (
    CATEGORIE_ETAPE,
    FAMILLE_SORTIE,
    MOTIF_SORTIE,
    NIVEAU_FORMATION,
    OUI_NON_NSP,
    SEXE,
    STATUT_ENTREE,
)

# Lines left empty on a sheet to sign.
LIGNES_LIBRES = 3
COLONNES_D_OFFICE = ("nom", "prenom", "etat", "entree", "sortie", "referent", "commune", "etape")


def _personne(nom: str) -> Any:
    return lambda rang: getattr(rang.participation.personne, nom)


def _participation(nom: str) -> Any:
    return lambda rang: getattr(rang.participation, nom)


def _age(rang: Rang) -> int | None:
    naissance = rang.participation.personne.date_naissance
    return age(naissance, rang.participation.date_entree) if naissance else None


def _etape(rang: Rang) -> str | None:
    if rang.etape is None:
        return None
    return rang.etape.intitule or CATEGORIE_ETAPE.libelle(rang.etape.categorie)


def tableau_des_participations(acteur: Acteur) -> Tableau:
    """What the actor may see of a row, in order. A sensitive motive has a neutral label for who lacks the right."""
    sensible = acteur.peut("sensible.lire")
    communes = (
        Colonne("nom", "Nom", lambda r: r.participation.personne.nom),
        Colonne("prenom", "Prénom", _personne("prenom")),
        Colonne("nom_usage", "Nom d'usage", _personne("nom_usage")),
        Colonne("identifiant", "Identifiant", _personne("identifiant"), Type.IDENTIFIANT),
        Colonne("naissance", "Naissance", _personne("date_naissance"), Type.DATE),
        Colonne("telephone", "Téléphone", _personne("telephone"), Type.TELEPHONE),
        Colonne("courriel", "Courriel", _personne("courriel"), Type.COURRIEL),
        Colonne("dispositif", "Dispositif", lambda r: r.participation.dispositif.code),
        Colonne("etat", "État", lambda r: r.etat),
        Colonne("entree", "Entrée", _participation("date_entree"), Type.DATE),
        Colonne("sortie", "Sortie", _participation("date_sortie"), Type.DATE),
        Colonne("duree", "Mois de parcours", lambda r: r.duree, Type.ENTIER),
        Colonne("referent", "Référent", lambda r: str(r.participation.referent or "")),
        Colonne("prescripteur", "Prescripteur", lambda r: acteur.dit(r.participation.prescripteur)),
        Colonne("etape", "Étape du moment", _etape),
    )
    if not acteur.peut("participation.situation"):
        return Tableau("participants", "Participants", communes)
    situation = (
        Colonne(
            "motif",
            "Motif de sortie",
            lambda r: motif_lisible(r.participation.motif_sortie, sensible),
            codes=MOTIF_SORTIE,
        ),
        Colonne("validation", "Sortie validée le", _participation("date_validation_sortie"), Type.DATE),
        Colonne("commune", "Commune", lambda r: r.participation.commune or r.participation.code_commune),
        Colonne("qpv", "QPV", _participation("qpv"), codes=OUI_NON_NSP),
        Colonne("niveau", "Niveau", _participation("niveau_formation"), codes=NIVEAU_FORMATION),
        Colonne("statut", "Situation à l'entrée", _participation("statut_entree"), codes=STATUT_ENTREE),
        Colonne("chomage", "Mois de chômage", _participation("duree_chomage_mois"), Type.ENTIER),
        Colonne("age", "Âge à l'entrée", _age, Type.ENTIER),
        Colonne("sexe", "Sexe", _personne("sexe"), codes=SEXE),
    )
    return Tableau("participants", "Participants", (*communes, *situation))


def cycle() -> str:
    """The life of a parcours as a diagram and a table (docs/cycle.md)."""
    lignes = [
        "# La vie d'un parcours",
        "",
        "Un seul tableau, `deplie/parcours/rules/cycle.py` : aucun autre chemin n'existe. Avant la commission, l'état",
        "est celui de la prescription ; ensuite, il se lit de ce qui est daté.",
        "",
        *tableau_de_cycle(ETATS, ((t.libelle, t.depuis, t.vers) for t in TRANSITIONS.values())),
    ]
    familles = " ou ".join(f"« {FAMILLE_SORTIE.libelle(code).lower()} »" for code in sorted(SANS_SEANCE))
    lignes += [
        "",
        "Une sortie se valide en séance : le formulaire d'une personne la propose, rien d'autre. Seule une sortie de",
        f"la famille {familles} se valide hors séance, par qui inscrit les décisions ; un territoire",
        "peut lever cette règle (réglage `sorties_en_seance`). Un import d'historique reprend ce qui fut validé.",
    ]
    return "\n".join(lignes)


def calendrier_des_entretiens(
    acteur: Acteur,
    entretiens: Iterable[Entretien],
    adresse: Callable[[str], str],
    seances: Iterable[SeanceAtelier] = (),
) -> bytes:
    """Appointments and workshops for somebody's own calendar: no name, no subject, no title. The link opens what it
    is, for who may see it; the place is one of the territory's list, never a free text."""
    code = acteur.territoire.code
    rendez_vous = [
        RendezVous(
            uid=f"entretien-{entretien.pk}@{code.lower()}.deplie",
            titre=f"Rendez-vous {entretien.get_mode_display()}",
            debut=entretien.debut,
            fin=entretien.fin,
            adresse=adresse(reverse("parcours:entretien", args=[code, entretien.pk])),
            lieu=str(entretien.lieu_repertorie or ""),
        )
        for entretien in entretiens
    ]
    ateliers = [
        RendezVous(
            uid=f"atelier-{seance.pk}@{code.lower()}.deplie",
            titre="Atelier",
            debut=seance.debut,
            fin=seance.fin,
            adresse=adresse(reverse("parcours:atelier", args=[code, seance.atelier.pk]) + f"?seance={seance.pk}"),
            lieu=str(seance.atelier.lieu or ""),
        )
        for seance in seances
    ]
    return calendrier([*rendez_vous, *ateliers])


SIGNATURES = {MATIN: "Signature du matin", APRES_MIDI: "Signature de l'après-midi"}


def feuille_d_emargement(seance: SeanceAtelier, attendues: Iterable[InscriptionAtelier]) -> bytes:
    """The sheet that people sign, in PDF: who is expected, and as many empty lines for who comes besides."""
    atelier, debut = seance.atelier, timezone.localtime(seance.debut)
    animent = ", ".join(str(agent) for agent in atelier.animateurs.all())
    avec = [animent] * bool(animent) + [str(atelier.organisation)] * bool(atelier.organisation)
    noms = [str(inscription.personne) for inscription in attendues]
    fin = timezone.localtime(seance.fin)
    donnees = {
        "sur": atelier.territoire.nom,
        "sous": f"{atelier.titre}, le {format_date(debut, 'l j F Y')}, de {debut:%H:%M} à {fin:%H:%M}",
        "pied": "Document nominatif : à remettre à l'équipe, à ne pas afficher.",
        "paires": [
            ["Lieu", str(atelier.lieu or "à préciser")],
            ["Animation", ", ".join(avec) or "à préciser"],
        ],
        "lignes": noms + [""] * LIGNES_LIBRES,
        "signatures": [SIGNATURES[demi] for demi in demi_journees(debut.time(), fin.time())],
    }
    couleur = reglage(atelier.territoire, "couleur")
    return rendre_pdf("parcours/documents/emargement.typ", donnees, couleur=couleur, le=timezone.now())
