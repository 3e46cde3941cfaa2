"""The people, participations, étapes, interviews… behind a figure, as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.models import Organisation
from deplie.acteurs.rules import PRESCRIPTEUR_PROTEGE
from deplie.financements.models import Operation
from deplie.fse.models import EntiteSoutenue, ParticipationFSE
from deplie.offre.models import SeanceAtelier
from deplie.parcours.models import (
    ConstatEmploi,
    Emploi,
    Entretien,
    Etape,
    FreinSuivi,
    InscriptionAtelier,
    Participation,
    Passage,
    Prescription,
)
from deplie.parcours.rules.cycle import ETATS
from deplie.parcours.rules.emploi import CONTRATS
from deplie.parcours.rules.entretien import STATUTS
from deplie.parcours.rules.passage import MOTIFS
from deplie.personnes.models import Personne
from deplie.socle.argent import formater
from deplie.socle.tableaux import Colonne, Tableau, Type
from deplie.territoires.rules import CATEGORIE_ETAPE, MOTIF_LU_SANS_DROIT, MOTIF_SORTIE, OUI_NON, SITUATION_6_MOIS

# Identifiers asked for at once: SQLite bounds the variables of a statement.
PAQUET = 5_000

_IDENTITE = (
    Colonne("identifiant", "Identifiant", lambda p: p.identifiant),
    Colonne("nom", "Nom", lambda p: p.nom_dit),
    Colonne("prenom", "Prénom", lambda p: p.prenom),
)


def _de(colonnes: tuple[Colonne, ...], chemin: str) -> tuple[Colonne, ...]:
    """The same columns, read from the object at the end of a path."""

    def lire(colonne: Colonne) -> Any:
        def valeur(objet: Any) -> Any:
            for nom in chemin.split("."):
                objet = getattr(objet, nom)
            return colonne.lire(objet)

        return valeur

    return tuple(Colonne(c.nom, c.libelle, lire(c), c.type, c.codes) for c in colonnes)


def _motif(sensible: bool) -> Colonne:
    def lire(participation: Participation) -> str:
        motif = participation.motif_sortie
        return motif if sensible else MOTIF_LU_SANS_DROIT.get(motif, motif)

    return Colonne("motif_sortie", "Motif de sortie", lire, codes=MOTIF_SORTIE)


def tableau_de(objet: str, *, sensible: bool) -> Tableau:
    """The columns shown for « personne », « participation », « etape »…"""
    if objet in _SUIVIS:
        return _SUIVIS[objet]
    if objet == "personne":
        return Tableau("personnes", "Personnes", _IDENTITE)
    participation = (
        *_de(_IDENTITE, "personne"),
        Colonne("dispositif", "Dispositif", lambda p: p.dispositif.code),
        Colonne("date_entree", "Entrée", lambda p: p.date_entree, Type.DATE),
        Colonne("date_sortie", "Sortie", lambda p: p.date_sortie, Type.DATE),
        _motif(sensible),
        Colonne("referent", "Référent", lambda p: str(p.referent) if p.referent else None),
    )
    if objet == "participation":
        return Tableau("participations", "Participations", participation)
    return Tableau(
        "etapes",
        "Étapes",
        (
            *_de(_IDENTITE, "participation.personne"),
            Colonne("categorie", "Catégorie", lambda e: e.categorie, codes=CATEGORIE_ETAPE),
            Colonne("intitule", "Intitulé", lambda e: e.intitule),
            Colonne("operateur", "Opérateur", lambda e: e.operateur.nom if e.operateur else None),
            Colonne("finance_plie", "Financée par le plan", lambda e: e.finance_plie, codes=OUI_NON),
            Colonne("date_debut", "Début", lambda e: e.date_debut, Type.DATE),
            Colonne("date_fin", "Fin", lambda e: e.date_fin, Type.DATE),
        ),
    )


_EMPLOI = (
    Colonne("contrat", "Contrat", lambda e: CONTRATS.get(e.contrat, e.contrat)),
    Colonne("employeur", "Employeur", lambda e: e.employeur),
    Colonne("debut", "Embauche", lambda e: e.debut, Type.DATE),
    Colonne("fin", "Fin", lambda e: e.fin, Type.DATE),
)


# What is done with people: never what was said with them, nor the name of an action of outreach.
def _nom_du_prescripteur(prescription: Prescription) -> str:
    """In a list that leaves by a file, a name that tells something sensitive is nobody's."""
    ici = prescription.prescripteur
    return "" if ici is None else PRESCRIPTEUR_PROTEGE if ici.est_protegee else ici.nom


_SUIVIS: dict[str, Tableau] = {
    "entretien": Tableau(
        "entretiens",
        "Rendez-vous",
        (
            *_de(_IDENTITE, "personne"),
            Colonne("jour", "Jour", lambda e: timezone.localtime(e.debut).date(), Type.DATE),
            Colonne("agent", "Avec", lambda e: str(e.agent)),
            Colonne("statut", "Statut", lambda e: STATUTS[e.statut]),
        ),
    ),
    "prescription": Tableau(
        "prescriptions",
        "Prescriptions",
        (
            *_de(_IDENTITE, "personne"),
            Colonne("dispositif", "Dispositif", lambda p: p.dispositif.code),
            Colonne("le", "Prescrite le", lambda p: p.le, Type.DATE),
            Colonne("prescripteur", "Prescripteur", _nom_du_prescripteur),
            Colonne("statut", "Statut", lambda p: ETATS[p.statut]),
            Colonne("statut_le", "Depuis le", lambda p: p.statut_le, Type.DATE),
        ),
    ),
    "emploi": Tableau("emplois", "Emplois suivis", (*_de(_IDENTITE, "participation.personne"), *_EMPLOI)),
    # The theme of a frein may be health: it is read on the person's page, with its right.
    "frein": Tableau(
        "freins",
        "Freins",
        (
            *_de(_IDENTITE, "participation.personne"),
            Colonne("identifie_le", "Identifié le", lambda f: f.identifie_le, Type.DATE),
            Colonne("leve_le", "Levé le", lambda f: f.leve_le, Type.DATE),
        ),
    ),
    "constat": Tableau(
        "constats",
        "Mois en emploi",
        (
            *_de(_IDENTITE, "emploi.participation.personne"),
            *_de(_EMPLOI[:2], "emploi"),
            Colonne("mois", "Mois", lambda c: c.mois, Type.ENTIER),
            Colonne("situation", "Situation", lambda c: c.situation, codes=SITUATION_6_MOIS),
            Colonne("le", "Constaté le", lambda c: c.le, Type.DATE),
            Colonne("preuve", "Preuve", lambda c: c.preuve),
        ),
    ),
}
_SUIVIS |= {
    "inscription": Tableau(
        "inscriptions",
        "Inscriptions à des ateliers",
        (
            *_de(_IDENTITE, "personne"),
            Colonne("atelier", "Atelier", lambda i: i.seance.atelier.titre),
            Colonne("jour", "Jour", lambda i: timezone.localtime(i.seance.debut).date(), Type.DATE),
            Colonne("statut", "Présence", lambda i: i.get_statut_display()),
            Colonne("motif", "Raison", lambda i: i.get_motif_display()),
        ),
    ),
    "seance_atelier": Tableau(
        "seances",
        "Séances d'ateliers",
        (
            Colonne("atelier", "Atelier", lambda s: s.atelier.titre),
            Colonne("jour", "Jour", lambda s: timezone.localtime(s.debut).date(), Type.DATE),
            Colonne("lieu", "Lieu", lambda s: str(s.atelier.lieu or "")),
        ),
    ),
}


def _euros(montant: Decimal | None) -> str | None:
    return None if montant is None else formater(montant)


# Whoever opens a list reads there the names of their perimeter alone: the others' visits were left out before.
_SUIVIS["passage"] = Tableau(
    "passages",
    "Passages",
    (
        Colonne("nom", "Nom", lambda p: (p.personne.nom_usage or p.personne.nom) if p.personne else "Sans nom"),
        Colonne("prenom", "Prénom", lambda p: p.personne.prenom if p.personne else None),
        Colonne("identifiant", "Identifiant", lambda p: p.personne.identifiant if p.personne else None),
        Colonne("jour", "Jour", lambda p: p.le, Type.DATE),
        Colonne("lieu", "Lieu", lambda p: p.lieu.nom),
        Colonne("motif", "Motif", lambda p: MOTIFS[p.motif]),
        Colonne("nombre", "Personnes", lambda p: p.nombre, Type.ENTIER),
    ),
)
_SUIVIS |= {
    "dossier": Tableau(
        "dossiers",
        "Dossiers et opérations",
        (
            Colonne("code", "Code", lambda o: o.code),
            Colonne("intitule", "Intitulé", lambda o: o.intitule),
            Colonne("porteur", "Porteur", lambda o: o.structure),
            Colonne("appel", "Appel à projets", lambda o: o.appel.titre if o.appel else None),
            Colonne("statut", "État", lambda o: o.get_statut_display()),
            Colonne("montant_demande", "Demandé", lambda o: _euros(o.montant_demande)),
            Colonne("montant_programme", "Programmé", lambda o: _euros(o.montant_programme)),
        ),
    ),
    "fiche": Tableau(
        "fiches",
        "Fiches de participants",
        (
            *_de(_IDENTITE, "personne"),
            Colonne("operation", "Opération", lambda f: f.operation.code),
            Colonne("date_entree", "Entrée", lambda f: f.date_entree, Type.DATE),
            Colonne("date_sortie", "Sortie", lambda f: f.date_sortie, Type.DATE),
        ),
    ),
    "entite": Tableau(
        "organismes",
        "Organismes soutenus",
        (
            Colonne("nom", "Nom", str),
            Colonne("genre", "Sorte", lambda e: e.get_genre_display()),
            Colonne("siret", "SIRET", lambda e: e.siret or None, Type.IDENTIFIANT),
        ),
    ),
    "porteur": Tableau("porteurs", "Porteurs", (Colonne("nom", "Nom", lambda o: o.nom),)),
}
_SOURCES: dict[str, Callable[[], QuerySet[Any]]] = {
    "personne": lambda: Personne.objects.all(),
    "participation": lambda: Participation.objects.select_related("personne", "dispositif", "referent"),
    "etape": lambda: Etape.objects.select_related("participation__personne", "operateur"),
    "entretien": lambda: Entretien.objects.select_related("personne", "agent"),
    "prescription": lambda: Prescription.objects.select_related("personne", "dispositif", "prescripteur"),
    "inscription": lambda: InscriptionAtelier.objects.select_related("personne", "seance__atelier"),
    "seance_atelier": lambda: SeanceAtelier.objects.select_related("atelier__lieu"),
    "passage": lambda: Passage.objects.select_related("personne", "lieu"),
    "fiche": lambda: ParticipationFSE.objects.select_related("personne", "operation"),
    "entite": lambda: EntiteSoutenue.objects.select_related("operation"),
    "dossier": lambda: Operation.objects.select_related("appel", "porteur"),
    "porteur": lambda: Organisation.toutes.all(),
    "emploi": lambda: Emploi.objects.select_related("participation__personne"),
    "frein": lambda: FreinSuivi.objects.select_related("participation__personne"),
    "constat": lambda: ConstatEmploi.objects.select_related("emploi__participation__personne"),
}


def objets(objet: str, ids: Sequence[int]) -> list[Model]:
    """The rows of these keys, sorted by name; keys come from a list already bounded to what the actor sees."""
    trouves: list[Any] = []
    for debut in range(0, len(ids), PAQUET):
        trouves += _SOURCES[objet]().filter(pk__in=ids[debut : debut + PAQUET])
    return sorted(trouves, key=_ordre)


def personne_de(ligne: Any) -> Personne | None:
    """Whom a row is about; nobody, for a session, an operation or a visit without a name."""
    if isinstance(ligne, SeanceAtelier | Operation | Organisation | EntiteSoutenue):
        return None
    if isinstance(ligne, Personne):
        return ligne
    if isinstance(ligne, ConstatEmploi):
        ligne = ligne.emploi
    if isinstance(ligne, Etape | Emploi | FreinSuivi):
        return ligne.participation.personne
    return ligne.personne


def adresse_de(ligne: Any, territoire: str) -> str:
    """Where a row leads: the page of whom it is about, or of the operation; empty where it has none."""
    if isinstance(ligne, Operation):
        return reverse("financements:operation", args=[territoire, ligne.pk])
    if isinstance(ligne, EntiteSoutenue):
        return reverse("fse:soutiens", args=[territoire, ligne.operation_id])
    personne = personne_de(ligne)
    return reverse("parcours:personne", args=[territoire, personne.pk]) if personne else ""


def _ordre(ligne: Any) -> tuple[str, str, int]:
    """By name; what may have none, in the order of days."""
    if isinstance(ligne, SeanceAtelier):
        return (f"{ligne.debut:%Y-%m-%d %H:%M}", "", ligne.pk)
    if isinstance(ligne, Passage):
        return (f"{ligne.le:%Y-%m-%d}", f"{ligne.heure or ''}", ligne.pk)
    if isinstance(ligne, Operation | Organisation | EntiteSoutenue):
        return ((ligne.code if isinstance(ligne, Operation) else ligne.cle), "", ligne.pk)
    personne = personne_de(ligne)
    assert personne is not None
    # The name shown is the one of use, where there is one.
    return (personne.cle_usage if personne.nom_usage else personne.cle_nom, personne.identifiant, ligne.pk)
