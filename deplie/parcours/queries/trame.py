"""The minimum steps of a territory, and where each parcours stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Diagnostic, Entretien, Jalon, PasMinimal, PointDiagnostic, Trame
from deplie.parcours.queries.perimetre import ou_404, visibles_par
from deplie.parcours.queries.personne import Suivi
from deplie.parcours.rules.diagnostic import VALIDE
from deplie.parcours.rules.entretien import PREVU, TENU
from deplie.parcours.rules.trame import ETATS, FAIT, Acquis, EtapeLue, avancement


@dataclass(frozen=True)
class PasLu:
    """A minimum step of a parcours, where it stands, and the page of the act that makes it."""

    pas: PasMinimal
    etat: str
    adresse: str

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
                PasLu(pas, avancement(pas.regle, pas.seuil, acquis), _adresse(acteur, suivi, pas.regle))
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


def _adresse(acteur: Acteur, suivi: Suivi, regle: str) -> str:
    """The page of the act that makes a step."""
    code, pk = acteur.territoire.code, suivi.participation.pk
    if regle == "DIAGNOSTIC":
        return reverse("parcours:ecrire_diagnostic", args=[code, pk])
    if regle == "CONTRAT":
        attend = suivi.vie.a_signer
        return (
            reverse("parcours:signer", args=[code, attend.pk])
            if attend
            else reverse("parcours:contrat", args=[code, pk])
        )
    if regle == "ENTRETIENS":
        return reverse("parcours:planifier_entretien", args=[code, suivi.participation.personne.pk])
    if regle.startswith("JALON_"):
        genre = regle.removeprefix("JALON_")
        return f"{reverse('parcours:nouveau_jalon', args=[code, pk])}?genre={'' if genre == 'NUMERIQUE' else genre}"
    categorie = "PMSMP" if regle == "PALIERS" else regle.removeprefix("ETAPE_")
    return f"{reverse('parcours:nouvelle_etape', args=[code, pk])}?categorie={categorie}"
