"""Parts of a breakdown: what their values are called outside, how they read on a page, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.rules import PRESCRIPTEUR_PROTEGE
from deplie.financements.models import Appel, Operation
from deplie.mesure.colonnes import Valeur as Cle
from deplie.offre.models import Lieu
from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Commune

_NOMBRE = re.compile(r"\d+")


class Noms:
    """Names of the référents, organisations, places and communes of a territory, read when a breakdown needs them."""

    def __init__(self, contexte: Contexte) -> None:
        self.contexte = contexte
        self._communes: dict[str, str] = {}

    @cached_property
    def _agents(self) -> dict[int, str]:
        return dict(Agent.objects.filter(territoire=self.contexte.territoire).values_list("pk", "courriel"))

    @cached_property
    def _personnes(self) -> dict[str, str]:
        agents = Agent.objects.filter(territoire=self.contexte.territoire)
        return {agent.courriel: str(agent) for agent in agents}

    @cached_property
    def _organisations(self) -> dict[int, str]:
        return dict(Organisation.toutes.filter(territoire=self.contexte.territoire).values_list("pk", "nom"))

    @cached_property
    def _prescripteurs(self) -> dict[int, str]:
        """Without the right to sensitive answers, a name that tells something of those sent gives way to a rank."""
        if self.contexte.sensible:
            return self._organisations
        lues = Organisation.objects.filter(territoire=self.contexte.territoire).order_by("pk")
        proteges = [organisation.pk for organisation in lues if organisation.est_protegee]
        return self._organisations | {pk: f"{PRESCRIPTEUR_PROTEGE} {n}" for n, pk in enumerate(proteges, 1)}

    @cached_property
    def _lieux(self) -> dict[int, str]:
        return dict(Lieu.objects.filter(territoire=self.contexte.territoire).values_list("pk", "nom"))

    @cached_property
    def _intitules(self) -> dict[str, dict[str, str]]:
        """What operations and calls are called, by their code."""
        ici = {"territoire": self.contexte.territoire}
        return {
            "operation": dict(Operation.objects.filter(**ici).exclude(code="").values_list("code", "intitule")),
            "appel": dict(Appel.objects.filter(**ici).values_list("code", "titre")),
        }

    def _noms(self, code: str) -> dict[int, str] | None:
        if code == "prescripteur":
            return self._prescripteurs
        if code == "lieu":
            return self._lieux
        sorte = DIMENSIONS[code].noms
        return {"agent": self._agents, "organisation": self._organisations}[sorte] if sorte else None

    def valeur(self, code: str, cle: Cle) -> str | None:
        """The value as the contract gives it: an e-mail for a référent, a name for an organisation, else the code."""
        noms = self._noms(code)
        if cle is None:
            return None
        return str(cle) if noms is None else noms.get(int(cle), str(cle))

    def cle(self, code: str, valeur: str | None) -> Cle:
        """The other way round; RefusMetier for a name that the territory does not know."""
        noms = self._noms(code)
        if valeur is None or noms is None:
            return valeur
        for numero, nom in noms.items():
            if nom == valeur:
                return numero
        raise RefusMetier(f"« {valeur} » n'est pas connu dans ce territoire.")

    def libelle(self, code: str, valeur: str | None) -> str:
        """How the value reads on a page."""
        dimension = DIMENSIONS[code]
        if valeur is None:
            return dimension.inconnu
        if dimension.liste:
            return dimension.liste.libelle(valeur)
        if code == "groupe_categorie":
            return str(self.contexte.reglages["groupes_categorie"].get(valeur, {}).get("libelle", valeur))
        if code == "referent":
            return self._personnes.get(valeur, valeur)
        if code == "commune":
            return self._communes.get(valeur, valeur)
        if code in ("operation", "appel"):
            return " ".join(filter(None, (valeur, self._intitules[code].get(valeur))))
        if code in ("tranche_age", "duree_chomage"):
            return tranche_dite(valeur, "ans" if code == "tranche_age" else "mois")
        return valeur

    def rang(self, code: str, valeur: str | None) -> tuple[bool, float, str]:
        """The order of a part: that of its code list, of its band, else of its name; the unknown last."""
        if valeur is None:
            return (True, 0, "")
        return (False, self._position(code, valeur), self.libelle(code, valeur).casefold())

    def _position(self, code: str, valeur: str) -> float:
        if code in ("tranche_age", "duree_chomage"):
            nombres = _NOMBRE.findall(valeur)
            return -1 if valeur.startswith("-") else float(nombres[0])
        ordre = self._ordres.get(code, {})
        return ordre.get(valeur, len(ordre))

    @cached_property
    def _ordres(self) -> dict[str, dict[str, int]]:
        listes: dict[str, Iterable[str]] = {
            code: (ligne.code for ligne in dimension.liste) for code, dimension in DIMENSIONS.items() if dimension.liste
        }
        listes["groupe_categorie"] = self.contexte.reglages["groupes_categorie"]
        listes["dispositif"] = self.contexte.codes
        return {code: {valeur: rang for rang, valeur in enumerate(liste)} for code, liste in listes.items()}

    def trier(self, par: Sequence[str], parts: Iterable[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
        """Parts in the order to show them."""
        parts = list(parts)
        if "commune" in par:
            codes = {part[list(par).index("commune")] for part in parts}
            self._communes.update(Commune.objects.filter(code__in=codes - {None}).values_list("code", "nom"))
        return sorted(parts, key=lambda part: [self.rang(code, v) for code, v in zip(par, part, strict=True)])


def tranche_dite(code: str, unite: str) -> str:
    """« moins de 26 ans », « 26 à 44 ans », « 50 ans et plus »."""
    if code.startswith("-"):
        return f"moins de {code[1:]} {unite}"
    if code.endswith("+"):
        return f"{code[:-1]} {unite} et plus"
    return f"{code.replace('-', ' à ')} {unite}"
