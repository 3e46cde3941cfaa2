"""People whose name is heard as what was typed: looked for when nobody's is written so."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Q, QuerySet

from deplie.personnes.models import Personne
from deplie.personnes.queries.recherche import Cles
from deplie.personnes.rules import plier, son
from deplie.socle.memoire import retenir
from deplie.territoires.models import Territoire


def entendues(territoire: Territoire, texte: str) -> QuerySet[Personne]:
    """People one of whose names has, for each word typed, a word heard the same; nobody when a word is heard nowhere.

    « Filip Dupon » finds « Philippe Dupont ».
    """
    mots = plier(texte).split()
    sons = retenir(territoire.code, "sons", lambda: _mots_par_son(territoire), faits=("personne",)) if mots else {}
    ecritures = [sons.get(son(mot), []) for mot in mots]
    if not all(ecritures) or not ecritures:
        return Personne.objects.none()
    trouvees = Personne.objects.presentes().filter(territoire=territoire)
    trouvees = trouvees.alias(cles=Cles(F("cle_nom"), F("cle_usage")))
    for memes in ecritures:
        condition = Q()
        for mot in memes:
            condition |= Q(cles__contains=f" {mot}")
        trouvees = trouvees.filter(condition)
    return trouvees


def _mots_par_son(territoire: Territoire) -> dict[str, list[str]]:
    """Every word of the names of a territory, by how it is heard."""
    noms = Personne.objects.filter(territoire=territoire).values_list("cle_nom", "cle_usage")
    mots = {mot for cles in noms.iterator() for cle in cles for mot in cle.split()}
    par_son: dict[str, list[str]] = defaultdict(list)
    for mot in sorted(mots):
        par_son[son(mot)].append(mot)
    return dict(par_son)
