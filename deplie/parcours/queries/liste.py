"""The list of participations: what a filter keeps, its counters, its rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.parcours.models import Depart, Participation
from deplie.parcours.queries.alertes import CONDITIONS, delais_de
from deplie.parcours.queries.expressions import EnNombre, SansIndex
from deplie.parcours.queries.perimetre import condition_de, personnes_visibles_par, vue_de
from deplie.parcours.rules.duree import tranches
from deplie.personnes.models import Personne
from deplie.personnes.queries import dont_le_nom, ne_cherche_qu_un_nom, trouvees
from deplie.personnes.queries.phonetique import entendues
from deplie.socle import generations
from deplie.socle.memoire import retenir
from deplie.territoires.models import Dispositif
from deplie.territoires.rules import MOTIF_ANNULATION, MOTIF_LU_SANS_DROIT, motifs_de

EN_COURS, SORTIS, TOUS, ANNULES = "en_cours", "sortis", "tous", "annules"
INCONNU = "inconnu"
# Up to so many people found, they are named one by one in the queries.
PEU = 200
# From this row on, the whole order is read once and kept, rather than walked again for each page.
LOIN = 10_000
# Orders that no index gives: the base sorts everything, whatever the page.
TRIES = {"referent", "commune"}
# People whose name is heard alike, shown when nobody is found.
QUELQUES = 12
# Rows read at once for a file.
PAQUET = 2_000
# Each order is made total by the key, so that no row is on two pages.
TRIS = {
    "nom": ("personne__cle_nom", "personne__cle_usage"),
    "entree": ("date_entree",),
    "sortie": ("depart_indexe",),
    "referent": ("referent__nom", "referent__prenom", "personne__cle_nom"),
    "commune": ("commune", "personne__cle_nom"),
    "identifiant": ("personne__identifiant",),
}
JAMAIS_VIDES = {
    "personne__cle_nom",
    "personne__cle_usage",
    "date_entree",
    "depart_indexe",
    "personne__identifiant",
    "commune",
}


@dataclass(frozen=True)
class Filtre:
    """What a list keeps, as the URL says it. Empty fields keep everything; « inconnu » keeps what is not recorded.

    ``au`` is the day of the state: in progress, gone, or entered by then. Periods include both ends.
    """

    q: str = ""
    dispositif: str = ""
    etat: str = EN_COURS
    au: date = field(default_factory=timezone.localdate)
    entree_du: date | None = None
    entree_au: date | None = None
    sortie_du: date | None = None
    sortie_au: date | None = None
    referent: str = ""
    prescripteur: str = ""
    qpv: str = ""
    niveau: str = ""
    tranche: str = ""
    commune: str = ""
    motif: str = ""
    famille: str = ""
    alerte: str = ""
    tri: str = "nom"


def etat_le(etat: str, jour: date, depart: str = "depart") -> Q:
    """The condition of a state on a day; in progress and gone add up to « tous »."""
    return {
        EN_COURS: Q((f"{depart}__gt", jour), date_entree__lte=jour),
        SORTIS: Q((f"{depart}__lte", jour)),
        TOUS: Q(date_entree__lte=jour),
        ANNULES: Q(),
    }[etat]


def _entre(champ: str, debut: date | None, fin: date | None) -> Q:
    condition = Q(**{f"{champ}__gte": debut}) if debut else Q()
    return condition & (Q(**{f"{champ}__lte": fin}) if fin else Q())


def _egal(champ: str, valeur: str, vide: object = "") -> Q:
    return Q(**{champ: vide if valeur == INCONNU else valeur}) if valeur else Q()


def _tranche(filtre: Filtre, bornes: Sequence[int]) -> Q:
    """The band of age at entry, as a comparison of the integers made of both dates."""
    if not filtre.tranche:
        return Q()
    if filtre.tranche == INCONNU:
        return Q(personne__date_naissance=None)
    rang = tranches(bornes).index(filtre.tranche)
    condition = Q(age_brut__gte=bornes[rang - 1] * 10_000) if rang else Q(age_brut__isnull=False)
    return condition & (Q(age_brut__lt=bornes[rang] * 10_000) if rang < len(bornes) else Q())


def _motif(filtre: Filtre, sensible: bool) -> Q:
    """A motive read under another's label by who lacks the right is found under that label."""
    if not filtre.motif:
        return Q()
    if filtre.motif == INCONNU:
        return Q(motif_sortie="", date_sortie__isnull=False)
    lus_ainsi = [] if sensible else [code for code, lu in MOTIF_LU_SANS_DROIT.items() if lu == filtre.motif]
    return Q(motif_sortie__in=[filtre.motif, *lus_ainsi])


CRITERES: tuple[Callable[[Filtre], Q], ...] = (
    lambda f: _entre("date_entree", f.entree_du, f.entree_au),
    lambda f: _entre("depart", f.sortie_du, f.sortie_au),
    # A period of exit asked by its beginning alone does not keep who is still there.
    lambda f: Q(date_sortie__isnull=False) if f.sortie_du else Q(),
    lambda f: _egal("dispositif__code", f.dispositif),
    lambda f: _egal("referent", f.referent, None),
    lambda f: _egal("prescripteur", f.prescripteur, None),
    lambda f: _egal("qpv", f.qpv),
    lambda f: _egal("niveau_formation", f.niveau),
    lambda f: _egal("code_commune", f.commune),
    lambda f: Q(motif_sortie__in=motifs_de(f.famille)) if f.famille else Q(),
)


class Liste:
    """A filter applied to what an actor may see. What is read of the database is read once, when asked."""

    def __init__(self, acteur: Acteur, filtre: Filtre, bornes: Sequence[int]) -> None:
        self.acteur, self.filtre, self.bornes = acteur, filtre, bornes

    @cached_property
    def retenues(self):
        """Participations that the filter keeps, whatever their state (unordered)."""
        filtre, acteur = self.filtre, self.acteur
        annulees = Q(motif_sortie=MOTIF_ANNULATION)
        condition = condition_de(acteur) & (annulees if filtre.etat == ANNULES else ~annulees)
        for critere in CRITERES:
            condition &= critere(filtre)
        condition &= _motif(filtre, acteur.peut("sensible.lire")) & _tranche(filtre, self.bornes)
        if filtre.alerte:
            condition &= CONDITIONS[filtre.alerte](filtre.au, delais_de(acteur.territoire))
        return self._cherchees(self._base().filter(condition))

    def _base(self):
        """Participations of the territory. ``depart`` and ``dispositif`` are kept from the index, unless asked for."""
        participations = Participation.objects.alias(
            depart=SansIndex(Depart("date_sortie"), output_field=models.DateField()),
            depart_indexe=Depart("date_sortie"),
            d_ici=SansIndex("dispositif_id", output_field=models.BigIntegerField()),
        ).filter(d_ici__in=self._dispositifs)
        if not self.filtre.tranche:
            return participations
        return participations.alias(age_brut=EnNombre(F("date_entree")) - EnNombre(F("personne__date_naissance")))

    @cached_property
    def _territoire_dispositifs(self) -> list[Dispositif]:
        return list(self.acteur.territoire.dispositifs.all())

    @property
    def _dispositifs(self) -> list[int]:
        return [dispositif.pk for dispositif in self._territoire_dispositifs]

    def _par_index(self, etat: str):
        """The same, reached by the index of states."""
        return self.retenues.filter(etat_le(etat, self.filtre.au, "depart_indexe"), dispositif__in=self._dispositifs)

    def _cherchees(self, participations):
        """Who is looked for. Few people are named one by one: the search is made once for the page and the counters.

        Many people of a common name are read in the order of names, until the page is full.
        """
        texte = self.filtre.q
        if not texte:
            return participations
        trouvables = trouvees(self.acteur.territoire, texte).values_list("pk", flat=True)
        pks = list(trouvables[: PEU + 1])
        if len(pks) <= PEU:
            return participations.filter(personne__in=pks)
        if ne_cherche_qu_un_nom(texte):
            return dont_le_nom(participations, texte, "personne__")
        return participations.filter(personne__in=trouvables)

    @cached_property
    def rangees(self):
        """The rows of the list, in its order: what is shown, and what is exported."""
        filtre = self.filtre
        tri = filtre.tri.removeprefix("-")
        ordre = [_sens(champ, descend=filtre.tri != tri) for champ in TRIS[tri]]
        if tri == "nom":  # walk the names
            etat = etat_le(filtre.etat, filtre.au)
            return self.retenues.filter(etat, personne__territoire=self.acteur.territoire).order_by(*ordre, "pk")
        return self._par_index(filtre.etat).order_by(*ordre, "pk")

    @cached_property
    def compteurs(self) -> dict[str, int]:
        """How many participations each state keeps under the same filter; each equals the list it opens.

        Kept while nothing changes in the territory. An alert speaks of one state, and an age costs a look at each
        person: the other states are not counted.
        """
        sans_ordre = Liste(self.acteur, replace(self.filtre, tri="nom"), self.bornes)
        question = ["compteurs", *sans_ordre._question]
        return retenir(self.acteur.territoire.code, question, self._compteurs, faits=self._faits)

    @property
    def _faits(self) -> set[str]:
        """What the counters stand on: somebody's telephone corrected does not count the whole territory anew."""
        filtre = self.filtre
        if filtre.alerte:
            return set(generations.FAITS)
        return {"sejour", "acteur", "cadre"} | ({"personne", "contact"} if filtre.q or filtre.tranche else set())

    @property
    def _question(self) -> list[object]:
        """All that the answer depends on, but the records."""
        acteur = self.acteur
        return [asdict(self.filtre), list(self.bornes), acteur.peut("sensible.lire"), *vue_de(acteur)]

    def _compteurs(self) -> dict[str, int]:
        filtre = self.filtre
        if filtre.alerte or filtre.tranche or filtre.etat == ANNULES:
            return {filtre.etat: self._compter(filtre.etat)}
        if self._sans_critere:
            comptes = {etat: self._compter(etat) for etat in (EN_COURS, SORTIS)}
        else:
            comptes = self.retenues.aggregate(
                **{e: Count("pk", filter=etat_le(e, filtre.au)) for e in (EN_COURS, SORTIS)}
            )
        return comptes | {TOUS: comptes[EN_COURS] + comptes[SORTIS]}

    def _compter(self, etat: str) -> int:
        """One state: the index of states is good for the few in progress, and for whoever asks nothing else."""
        if etat == EN_COURS or self._sans_critere:
            return self._par_index(etat).count()
        return self.retenues.filter(etat_le(etat, self.filtre.au)).count()

    @property
    def _sans_critere(self) -> bool:
        """The whole territory, by state alone: the index of states answers by itself."""
        simple = Filtre(etat=self.filtre.etat, au=self.filtre.au, tri=self.filtre.tri)
        return self.filtre == simple and Perimetre.TERRITOIRE in self.acteur.perimetres

    @property
    def nombre(self) -> int:
        """The length of the list."""
        return self.compteurs[self.filtre.etat]

    # What a paginator asks of a list.
    ordered = True

    def count(self) -> int:
        return self.nombre

    def __getitem__(self, tranche: slice) -> list[Participation]:
        return self.page(tranche.start or 0, tranche.stop)

    def page(self, debut: int, fin: int) -> list[Participation]:
        """Rows of a slice of the list, with what the columns show. Sorted narrow, then read wide."""
        if self.nombre <= LOIN or (debut < LOIN and self.filtre.tri.removeprefix("-") not in TRIES):
            return self._larges(list(self._cles[debut:fin]))
        return self._larges(list(self._toutes_les_cles()[debut:fin]))

    @property
    def _cles(self) -> models.QuerySet[Participation, int]:
        return self.rangees.values_list("pk", flat=True)

    def _toutes_les_cles(self) -> array[int]:
        """The whole order, kept while nothing changes: whoever goes far in a long list turns more than one page."""
        faits = {*self._faits, "personne"}
        return retenir(
            self.acteur.territoire.code, ["ordre", *self._question], lambda: array("q", self._cles), faits=faits
        )

    def toutes(self) -> Iterator[list[Participation]]:
        """Every row, by batches, for a file."""
        pks = list(self._cles)
        for debut in range(0, len(pks), PAQUET):
            yield self._larges(pks[debut : debut + PAQUET])

    def _larges(self, pks: list[int]) -> list[Participation]:
        """Those participations, with what the columns show. Schemes are known: joined, SQLite would begin by them."""
        lues = Participation.objects.select_related("personne", "referent", "prescripteur").in_bulk(pks)
        dispositifs = {dispositif.pk: dispositif for dispositif in self._territoire_dispositifs}
        for participation in lues.values():
            participation.dispositif = dispositifs[participation.dispositif_id]
        return [lues[pk] for pk in pks if pk in lues]


def proches(acteur: Acteur, texte: str) -> list[Personne]:
    """The first people of the actor's perimeter whose name is heard as what was looked for, by name."""
    if not ne_cherche_qu_un_nom(texte):
        return []
    trouvees = personnes_visibles_par(acteur).filter(pk__in=entendues(acteur.territoire, texte).values("pk"))
    return list(trouvees.order_by("cle_nom", "pk")[:QUELQUES])


def _sens(champ: str, descend: bool):
    """Empty values come last either way."""
    if champ in JAMAIS_VIDES:
        return F(champ).desc() if descend else F(champ).asc()
    return F(champ).desc(nulls_last=True) if descend else F(champ).asc(nulls_last=True)
