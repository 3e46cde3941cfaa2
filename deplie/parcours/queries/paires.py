"""The likely duplicates of a territory: two records by two, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries.doublons import fiche_de
from deplie.parcours.queries.perimetre import vue_de
from deplie.parcours.rules.homonyme import A_REGARDER, Fiche, comparer, sonner
from deplie.personnes.models import EcartDoublon, Personne
from deplie.personnes.queries import visibles_par
from deplie.socle.memoire import retenir

CHAMPS: Final = ("pk", "nom", "nom_usage", "prenom", "date_naissance", "telephone", "courriel")
# More records than this under one sign (a default date, a shared telephone) are looked at name by name.
BLOC: Final = 60
# Still a crowd then: so many are compared, for the list of a page cannot take minutes.
CROULE: Final = BLOC * 5
PRETES: Final = 2_000
FAITS: Final = {"personne", "contact"}


@dataclass(frozen=True)
class Paire:
    """Two records that look alike, from 0 to 100, and why."""

    une: Personne
    autre: Personne
    points: int
    raisons: tuple[str, ...]


class Paires(Sequence[Paire]):
    """The pairs of a territory but those that somebody set aside; each is read when it is shown."""

    def __init__(self, acteur: Acteur) -> None:
        self.acteur = acteur
        toutes = retenir(acteur.territoire.code, ["doublons", *vue_de(acteur)], self._toutes, faits=FAITS)
        ecartees = EcartDoublon.objects.filter(une__territoire=acteur.territoire)
        hors = set(ecartees.values_list("une_id", "autre_id"))
        self.cles = [(une, autre) for une, autre, _ in toutes if (une, autre) not in hors]

    def __len__(self) -> int:
        return len(self.cles)

    def __getitem__(self, rang):
        cles = self.cles[rang] if isinstance(rang, slice) else [self.cles[rang]]
        lues = self._lues(cles)
        return lues if isinstance(rang, slice) else lues[0]

    def _lues(self, cles: list[tuple[int, int]]) -> list[Paire]:
        personnes = visibles_par(self.acteur).in_bulk({pk for cle in cles for pk in cle})
        return [paire_de(personnes[une], personnes[autre]) for une, autre in cles if {une, autre} <= personnes.keys()]

    def _toutes(self) -> list[tuple[int, int, int]]:
        lues = visibles_par(self.acteur).only(*CHAMPS).order_by("pk")
        fiches = {personne.pk: fiche_de(personne) for personne in lues.iterator()}
        return _les_plus_probables(fiches)


def paire_de(une: Personne, autre: Personne) -> Paire:
    """Two records side by side."""
    return Paire(une, autre, *comparer(fiche_de(une), fiche_de(autre)))


def _les_plus_probables(fiches: dict[int, Fiche]) -> list[tuple[int, int, int]]:
    """(one, other, points) of what is worth a look. Nobody is compared with everybody: only who shares a sign."""
    vues: dict[tuple[int, int], int] = {}
    dans_les_blocs = chain.from_iterable(combinations(sorted(bloc), 2) for bloc in _blocs(fiches))
    for une, autre in chain(dans_les_blocs, _sans_naissance(fiches)):
        if (une, autre) not in vues:
            vues[une, autre] = comparer(fiches[une], fiches[autre]).points
    retenues = [(une, autre, points) for (une, autre), points in vues.items() if points >= A_REGARDER]
    return sorted(retenues, key=lambda trouvee: (-trouvee[2], trouvee[:2]))[:PRETES]


def _blocs(fiches: dict[int, Fiche]) -> Iterator[list[int]]:
    par_signe: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, fiche in fiches.items():
        for signe in _signes(fiche):
            par_signe[signe].append(pk)
    for pks in par_signe.values():
        if len(pks) <= BLOC:
            yield pks
        else:
            yield from _par_nom(pks, fiches)


def _sans_naissance(fiches: dict[int, Fiche]) -> Iterator[tuple[int, int]]:
    """Who has no day of birth, with everybody whose name begins alike."""
    tous: dict[tuple[str, str], list[int]] = defaultdict(list)
    inconnues: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk, fiche in fiches.items():
        for debut in _debuts(fiche):
            tous[debut].append(pk)
            if fiche.identite.naissance is None:
                inconnues[debut].append(pk)
    for debut, pks in inconnues.items():
        for pk in pks[:CROULE]:
            for autre in tous[debut][:CROULE]:
                if pk != autre:
                    yield min(pk, autre), max(pk, autre)


def _debuts(fiche: Fiche) -> set[tuple[str, str]]:
    return {(nom[:3], fiche.identite.prenom[:2]) for nom in fiche.identite.noms}


def _par_nom(pks: Iterable[int], fiches: dict[int, Fiche]) -> Iterator[list[int]]:
    """A crowd under one sign, cut by the beginnings of the names; where it is still a crowd, its first ones."""
    debuts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk in pks:
        identite = fiches[pk].identite
        for nom in identite.noms:
            debuts[sonner(nom)[:2], sonner(identite.prenom)[:1]].append(pk)
    for groupe in debuts.values():
        yield list(dict.fromkeys(groupe))[:CROULE]


def _signes(fiche: Fiche) -> Iterator[tuple[str, ...]]:
    """What two records of one person are likely to share."""
    identite = fiche.identite
    if identite.naissance:
        yield "naissance", identite.naissance.isoformat()
    if fiche.telephone:
        yield "telephone", fiche.telephone
    if fiche.courriel:
        yield "courriel", fiche.courriel
    for nom in identite.noms:
        yield "son", sonner(nom), sonner(identite.prenom)
    if identite.naissance:
        # Two days of birth that are close share their year, or their day and month: the others weigh too much against.
        for debut in _debuts(fiche):
            yield "annee", *debut, f"{identite.naissance:%Y}"
            yield "jour", *debut, f"{identite.naissance:%d%m}"
