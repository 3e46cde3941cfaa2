"""The minimum steps of a territory, and where each parcours stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Diagnostic, Entretien, Jalon, PasMinimal, PointDiagnostic, Trame
from deplie.parcours.queries.perimetre import ou_404, visibles_par
from deplie.parcours.queries.personne import Suivi
from deplie.parcours.rules.diagnostic import VALIDE
from deplie.parcours.rules.entretien import PREVU, TENU
from deplie.parcours.rules.jalon import NOTES
from deplie.parcours.rules.trame import ETATS, FAIT, JALONS_D_UN_PAS, Acquis, EtapeLue, avancement


class Acte(NamedTuple):
    """What makes a step, and its page."""

    verbe: str
    adresse: str


@dataclass(frozen=True)
class PasLu:
    """A minimum step of a parcours, where it stands, and the acts that make it."""

    pas: PasMinimal
    etat: str
    actes: list[Acte]

    @property
    def libelle(self) -> str:
        return ETATS[self.etat]

    @property
    def a_faire(self) -> bool:
        return self.etat != FAIT


def trames(acteur: Acteur) -> QuerySet[Trame]:
    """The trames of the territory, the latest first in each scheme."""
    visibles = Trame.objects.filter(dispositif__territoire=acteur.territoire)
    return visibles.select_related("dispositif").prefetch_related("pas").order_by("dispositif__rang", "-debut")


def trame_ou_404(acteur: Acteur, pk: int) -> Trame:
    """The trame, with its steps; 404 in another territory."""
    return ou_404(trames(acteur).filter(pk=pk).first())


def jalons_des(participations: Sequence[int]) -> dict[int, list[Jalon]]:
    """``{participation: [jalons, the latest first]}`` of participations already chosen: one query."""
    lus: dict[int, list[Jalon]] = defaultdict(list)
    demandes = Jalon.objects.filter(participation__in=participations).select_related("organisme")
    for jalon in demandes.order_by("-debut", "-pk"):
        lus[jalon.participation_id].append(jalon)
    return lus


def jalon_ou_404(acteur: Acteur, pk: int) -> Jalon:
    """The jalon, with its participation and person; 404 outside the actor's perimeter."""
    proches = Jalon.objects.filter(participation__in=visibles_par(acteur))
    return ou_404(proches.select_related("participation__personne", "participation__dispositif").filter(pk=pk).first())


def avancements(acteur: Acteur, suivis: Sequence[Suivi], jalons: dict[int, list[Jalon]]) -> dict[int, list[PasLu]]:
    """``{participation: [steps]}`` by the trame in force on the last day of each parcours: a fixed number of queries.

    The caller sees whole parcours (right « participation.situation »).
    """
    posees = list(trames(acteur))
    if not posees:
        return {}
    pks = [suivi.participation.pk for suivi in suivis]
    diagnostics, entretiens = _diagnostics(pks), _entretiens(pks)
    trouves = {}
    for suivi in suivis:
        pk = suivi.participation.pk
        trame = _en_vigueur(posees, suivi)
        if trame and not suivi.annule:
            acquis = Acquis(
                jour=suivi.jour,
                diagnostics=diagnostics[pk],
                contrats=[contrat.signe for contrat in suivi.vie.contrats if contrat.rang == 1],
                entretiens_tenus=entretiens[pk].count(TENU),
                entretiens_prevus=entretiens[pk].count(PREVU),
                etapes=[EtapeLue(e.categorie, e.statut, e.date_fin, e.palier) for e in suivi.etapes],
                jalons=[(jalon.genre, jalon.resultat) for jalon in jalons.get(pk, [])],
            )
            trouves[pk] = [
                PasLu(pas, avancement(pas.regle, pas.seuil, acquis), _actes(acteur, suivi, pas.regle))
                for pas in sorted(trame.pas.all(), key=lambda pas: pas.rang)
            ]
    return trouves


def _en_vigueur(posees: list[Trame], suivi: Suivi) -> Trame | None:
    jour = min(suivi.fin, suivi.jour)
    siennes = [trame for trame in posees if trame.dispositif_id == suivi.participation.dispositif_id]
    return next((t for t in siennes if t.debut <= jour and (t.fin is None or t.fin >= jour)), None)


def _diagnostics(pks: list[int]) -> dict[int, list[tuple[bool, bool]]]:
    lus: dict[int, list[tuple[bool, bool]]] = defaultdict(list)
    etres = set(
        PointDiagnostic.objects.filter(diagnostic__participation__in=pks, nature="SAVOIR_ETRE").values_list(
            "diagnostic", flat=True
        )
    )
    versions = Diagnostic.objects.filter(participation__in=pks).values_list(
        "pk", "participation", "statut", "savoir_faire"
    )
    for pk, participation, statut, savoir_faire in versions:
        lus[participation].append((statut == VALIDE, bool(savoir_faire.strip()) and pk in etres))
    return lus


def _entretiens(pks: list[int]) -> dict[int, list[str]]:
    lus: dict[int, list[str]] = defaultdict(list)
    for participation, statut in Entretien.objects.filter(participation__in=pks).values_list("participation", "statut"):
        lus[participation].append(statut)
    return lus


def _actes(acteur: Acteur, suivi: Suivi, regle: str) -> list[Acte]:
    """The acts that make a step, each with its page: two where a step is made in two ways."""
    code, pk = acteur.territoire.code, suivi.participation.pk

    def vers(route: str, numero: int = pk, **parametres: str) -> str:
        return reverse(f"parcours:{route}", args=[code, numero]) + (f"?{urlencode(parametres)}" if parametres else "")

    if regle == "DIAGNOSTIC":
        return [Acte("Écrire le diagnostic", vers("ecrire_diagnostic"))]
    if regle == "CONTRAT" and suivi.vie.a_signer:
        return [Acte("Signer le contrat", vers("signer", suivi.vie.a_signer.pk))]
    if regle == "CONTRAT":
        return [Acte("Établir le contrat", vers("contrat"))]
    if regle == "ENTRETIENS":
        return [Acte("Prendre un rendez-vous", vers("planifier_entretien", suivi.participation.personne.pk))]
    if genres := JALONS_D_UN_PAS.get(regle):
        return [Acte(f"Noter {NOTES[genre]}", vers("nouveau_jalon", genre=genre)) for genre in sorted(genres)]
    if regle == "PALIERS":
        return [Acte("Ajouter une mise en situation", vers("nouvelle_etape", categorie="PMSMP"))]
    return [Acte("Ajouter une étape", vers("nouvelle_etape", categorie=regle.removeprefix("ETAPE_")))]
