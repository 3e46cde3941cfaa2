"""Who may be compared: a scheme of a territory over a period, whole or a part of its public; never one référent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from deplie.acteurs.models import Organisation
from deplie.parcours.models import Participation
from deplie.parcours.rules.duree import tranches
from deplie.pilotage.queries.bilan.contexte import Vues
from deplie.pilotage.queries.bilan.noms import tranche_dite
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.models import Commune, Territoire
from deplie.territoires.queries.reglages import reglages

# Fewer participations than this, in all, say nothing that a comparison could.
ASSEZ: Final = 20
# A team is two référents at least: one alone is a person, and people are not ranked.
EQUIPE: Final = 2
ORGANISME: Final = "organisme"
# What is named by one territory and means nothing in another.
DU_LIEU: Final = frozenset({"commune", ORGANISME})


@dataclass(frozen=True)
class Groupe:
    """Whom is compared: a scheme of a territory over a period, « public » one of its parts or None for all."""

    nom: str
    territoire: Territoire
    dispositif: str
    periode: Periode
    public: tuple[str, str] | None = None

    @property
    def coupe(self) -> tuple[str, str] | None:
        """The part as a breakdown of the bilan cuts it; None for all the public and for a team."""
        return None if self.public is None or self.public[0] == ORGANISME else self.public

    def vues(self) -> Vues | None:
        """The participations of a team of référents; None where the group is no team."""
        if self.public is None or self.public[0] != ORGANISME:
            return None
        siennes = _reelles(self.territoire).filter(referent__organisation=int(self.public[1]))
        couples = list(siennes.order_by("pk").values_list("pk", "personne"))
        return Vues(tuple(pk for pk, _ in couples), tuple(sorted({personne for _, personne in couples})))


def publics_de(lieu: Territoire) -> dict[str, dict[str, str]]:
    """``{family: {"dimension:value": words}}`` of the parts that a group may be; the first family has no name."""
    ages = {f"tranche_age:{code}": tranche_dite(code, "ans") for code in tranches(reglages(lieu)["tranches_age"])}
    partout = {
        "": "tout le public",
        "sexe:F": "femmes",
        "sexe:H": "hommes",
        "qpv:OUI": "en quartier prioritaire",
        "qpv:NON": "hors quartier prioritaire",
    }
    return {"": partout | ages, "Commune à l'entrée": _communes(lieu), "Équipe de référents": _equipes(lieu)}


def _reelles(lieu: Territoire):
    return Participation.objects.reelles().filter(dispositif__territoire=lieu)


def _communes(lieu: Territoire) -> dict[str, str]:
    siennes = _reelles(lieu).exclude(code_commune="").order_by().values("code_commune")
    codes = [une["code_commune"] for une in siennes.annotate(nombre=Count("pk")).filter(nombre__gte=ASSEZ)]
    noms = dict(Commune.objects.filter(code__in=codes).values_list("code", "nom"))
    lues = sorted((noms.get(code, code), code) for code in codes)
    return {f"commune:{code}": nom for nom, code in lues}


def _equipes(lieu: Territoire) -> dict[str, str]:
    siennes = _reelles(lieu).exclude(referent__organisation=None).order_by().values("referent__organisation")
    assez = siennes.annotate(nombre=Count("pk"), referents=Count("referent", distinct=True))
    numeros = [une["referent__organisation"] for une in assez.filter(nombre__gte=ASSEZ, referents__gte=EQUIPE)]
    lues = Organisation.toutes.filter(pk__in=numeros).order_by("nom", "pk").values_list("pk", "nom")
    return {f"{ORGANISME}:{pk}": nom for pk, nom in lues}
