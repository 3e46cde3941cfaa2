"""What a bilan stands on: schemes, definitions in force, settings, rights, the facts and what was ever collected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from deplie.acteurs.queries import Acteur
from deplie.cadre.queries import ProtocoleLu, protocole_le, protocoles_de
from deplie.cadre.rules import DefinitionSortie
from deplie.cadre.rules.definition import PAR_DEFAUT
from deplie.mesure.colonnes import Fait
from deplie.mesure.comptage import Comptage, Dimension
from deplie.mesure.conditions import TOUTES, Compare, Condition, Connue, Parmi, Toujours
from deplie.mesure.mesures import Apport, Atome, Compte
from deplie.mesure.moteurs import Moteur, MoteurParquet, compter
from deplie.parcours.facts import EMPLOI, SANS_FIN, SEJOUR
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.catalogue.dimensions import DIMENSIONS, dimension, dimensions_de, multiplie
from deplie.pilotage.catalogue.moyens import CHAMPS_COMPLETS
from deplie.pilotage.catalogue.recueil import RECUEIL
from deplie.pilotage.facts import FaitLu
from deplie.pilotage.facts.tous import DU_TERRITOIRE, FAITS
from deplie.pilotage.rules.periodes import TOUS, Periode
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Dispositif, Territoire
from deplie.territoires.queries.reglages import reglages

# What may have been collected, by the column that holds it.
_RECUEIL: Final[dict[str, Compte]] = {
    "participation": Compte(SEJOUR, Toujours()),
    "sortie": Compte(SEJOUR, Compare(SEJOUR["sortie"], "<", SANS_FIN)),
    "criteres": Compte(SEJOUR, Compare(SEJOUR["criteres"], ">", 0)),
    **{
        nom: Compte(SEJOUR, Connue(SEJOUR[nom]))
        for nom in ("sexe", "age", "qpv", "niveau", "statut", "commune", "duree_chomage", "referent", "prescripteur",
                    "motif", "situation", "attente")
    },
}  # fmt: skip
# What has a fact of its own, by its name: those of a scheme, whose rows were ever recorded or not.
_PAR_FAIT: Final = {nom: fait for nom, fait in FAITS.items() if "dispositif" in fait and nom != SEJOUR.nom}


@dataclass(frozen=True)
class Vues:
    """What a reader may see of people: the participations, and whom they are of."""

    participations: tuple[int, ...]
    personnes: tuple[int, ...]


@dataclass(frozen=True)
class Contexte:
    """Everything that an answer depends on, read once."""

    territoire: Territoire
    dispositifs: tuple[Dispositif, ...]
    dispositif: str
    periode: Periode
    aujourd_hui: date
    sensible: bool
    faits: dict[str, FaitLu]
    perimetre: Vues | None = None

    @cached_property
    def moteur(self) -> Moteur:
        return MoteurParquet({nom: fait.chemin for nom, fait in self.faits.items()})

    @property
    def catalogue(self) -> Mapping[str, Indicateur]:
        return CATALOGUE

    def fait(self, nom: str) -> Fait:
        return FAITS[nom]

    def dimension(self, code: str, fait: str) -> Dimension:
        """A dimension as a counting reads it on a fact, for this reader."""
        return dimension(code, fait, self.sensible)

    def portee(self, atome: Atome | Apport) -> frozenset[str]:
        """What a count can be cut by."""
        return dimensions_de(atome)

    def multiplie(self, code: str, fait: str) -> bool:
        """Whether a row of a fact may stand in several parts of a dimension."""
        return multiplie(code, fait)

    @cached_property
    def reglages(self) -> dict[str, Any]:
        return reglages(self.territoire)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(dispositif.code for dispositif in self.dispositifs)

    @cached_property
    def multiple(self) -> bool:
        """Whether the territory runs several schemes."""
        return self.territoire.dispositifs.count() > 1

    @property
    def donnees_au(self) -> datetime:
        """The moment that the figures tell of: the oldest fact that is behind; else the last one that changed."""
        anciens = [fait.faite_le for fait in self.faits.values() if not fait.a_jour]
        return min(anciens) if anciens else max(fait.faite_le for fait in self.faits.values())

    @property
    def en_retard(self) -> bool:
        return not all(fait.a_jour for fait in self.faits.values())

    @cached_property
    def protocoles(self) -> list[ProtocoleLu]:
        return protocoles_de(self.dispositifs)

    @cached_property
    def recueil_par_dispositif(self) -> dict[str, dict[str, int]]:
        """How many values of each thing were ever recorded, per scheme; the perimeter of the reader left aside.

        A fact with days of its own counts the rows begun by the end of the period's year: what a scheme began to record
        in a later year was not recorded then, and its absence is no zero.
        """
        filtre, par = Parmi(SEJOUR["dispositif"], self.codes), (dimension("dispositif", SEJOUR.nom, True),)
        lus = compter(self.moteur, Comptage(SEJOUR, tuple(_RECUEIL.values()), ({},), par, filtre))
        recueils = {code: dict.fromkeys([*_RECUEIL, *_PAR_FAIT], 0) for code in self.codes}
        for (code,), comptes in lus.items():
            recueils[str(code)].update({nom: compte[0] for nom, compte in zip(_RECUEIL, comptes, strict=True)})
        fin = date(self.periode.fin.year, 12, 31).toordinal()
        for nom, fait in _PAR_FAIT.items():
            alors = Compare(fait[fait.jours[0]], "<=", fin) if fait.jours else Toujours()
            comptage = Comptage(fait, (Compte(fait, alors),), ({},), par, filtre)
            for (code,), comptes in compter(self.moteur, comptage).items():
                recueils[str(code)][nom] = comptes[0][0]
        return recueils

    @cached_property
    def recueil_du_territoire(self) -> dict[str, bool]:
        """Whether each thing of the whole territory was ever recorded, whatever the scheme."""
        return {nom: bool(jamais) for nom, (jamais, _) in self._recueils_du_territoire.items()}

    @cached_property
    def pas_encore_recueillis(self) -> frozenset[str]:
        """Things of the whole territory of which nothing was recorded yet when the period a year earlier ended.

        No date says since when they are complete: a territory that begins has no false zero to compare with.
        """
        if self.precedente is None:
            return frozenset()
        return frozenset(nom for nom, (_, alors) in self._recueils_du_territoire.items() if not alors)

    @cached_property
    def _recueils_du_territoire(self) -> dict[str, tuple[int, int]]:
        """How many rows tell each thing: ever, and from a day of the period a year earlier at most. Once per fact."""
        fin = (self.precedente or self.periode).fin.toordinal()
        lus: dict[str, tuple[int, int]] = {}
        for nom, fait in DU_TERRITOIRE.items():
            siens = {cle: compte for cle, compte in RECUEIL.items() if compte.fait.nom == nom}
            depuis: Condition = Compare(fait[fait.jours[0]], "<=", fin) if fait.jours else Toujours()
            alors = tuple(Compte(fait, compte.condition & depuis) for compte in siens.values())
            comptes = compter(self.moteur, Comptage(fait, (*siens.values(), *alors), ({},)))[()]
            lus |= {cle: (comptes[rang][0], comptes[len(siens) + rang][0]) for rang, cle in enumerate(siens)}
        return lus

    @cached_property
    def recueil(self) -> dict[str, bool]:
        """Whether each thing was ever recorded: in the schemes asked for, or in the territory."""
        recueillis = dict(self.recueil_du_territoire)
        for recueil in self.recueil_par_dispositif.values():
            for nom, nombre in recueil.items():
                recueillis[nom] = recueillis.get(nom, False) or bool(nombre)
        return recueillis | {"dossier": any(recueillis[champ] for champ in CHAMPS_COMPLETS)}

    @cached_property
    def avec_participations(self) -> tuple[str, ...]:
        """Codes of the schemes where somebody was ever recorded; all of them when there is nobody."""
        peuples = tuple(code for code in self.codes if self.recueil_par_dispositif[code]["participation"])
        return peuples or self.codes

    @cached_property
    def completes_depuis(self) -> date | None:
        """The day since which records are complete: the latest of the schemes' dates; None when one is not known."""
        dates = [d.donnees_completes_depuis for d in self.dispositifs if d.code in self.avec_participations]
        connues = [jour for jour in dates if jour is not None]
        return max(connues) if connues and len(connues) == len(dates) else None

    @cached_property
    def precedente(self) -> Periode | None:
        """The period a year earlier, when records were complete then: no false zero."""
        avant = self.periode.precedente
        return avant if self.completes_depuis and avant.debut >= self.completes_depuis else None

    @property
    def periodes(self) -> tuple[Periode, ...]:
        """N, and N‑1 when it can be told."""
        return (self.periode, self.precedente) if self.precedente else (self.periode,)

    def definitions(self, periode: Periode) -> dict[str, DefinitionSortie]:
        """The definition of a positive exit in force on the last day of a period, per scheme."""
        trouves = {code: protocole_le(self.protocoles, code, periode.fin) for code in self.codes}
        return {code: protocole.definition if protocole else PAR_DEFAUT for code, protocole in trouves.items()}

    def denominateur(self, periode: Periode) -> str | None:
        """The base that the protocole sets; None without a protocole, or when the schemes do not share one."""
        definitions = self.definitions(periode)
        bases = {definitions[code].denominateur for code in self.avec_participations}
        return bases.pop() or None if len(bases) == 1 else None

    def parametres(self, periode: Periode) -> dict[str, Any]:
        """The values of the catalogue's parameters over a period."""
        debut, fin, jour = periode.debut.toordinal(), periode.fin.toordinal(), self.aujourd_hui.toordinal()
        return {
            "debut": debut,
            "fin": fin,
            "ouvertes": jour if jour >= debut else 0,
            "echu": min(fin, jour),
            "motifs_positifs": _par_dispositif({code: lue.motifs for code, lue in self.definitions(periode).items()}),
            "motifs_de_chacun": _par_dispositif(self._motifs_de_chacun(periode)),
        }

    def _motifs_de_chacun(self, periode: Periode) -> dict[str, frozenset[str]]:
        """The positive motives of every scheme of the territory, whichever is asked for."""
        trouves = {d.code: protocole_le(self._tous_les_protocoles, d.code, periode.fin) for d in self._tous}
        return {code: (trouve.definition if trouve else PAR_DEFAUT).motifs for code, trouve in trouves.items()}

    @cached_property
    def _tous(self) -> list[Dispositif]:
        return list(self.territoire.dispositifs.all()) if self.multiple else list(self.dispositifs)

    @cached_property
    def _tous_les_protocoles(self) -> list[ProtocoleLu]:
        return self.protocoles if len(self._tous) == len(self.dispositifs) else protocoles_de(self._tous)

    def filtre(self, fait: str) -> Condition:
        """The rows that can count: of the schemes or of the territory, seen by the reader, near the periods."""
        table = FAITS[fait]
        condition: Condition = Toujours() if table.du_territoire else Parmi(table["dispositif"], self.codes)
        if self.perimetre is not None:
            condition = condition & _vues(table, self.perimetre)
        debut = min(periode.debut for periode in self.periodes).toordinal()
        fin = max(periode.fin for periode in self.periodes).toordinal()
        if table.jours:
            premier, dernier = (table[nom] for nom in table.jours)
            return condition & Compare(premier, "<=", fin) & Compare(dernier, ">=", debut)
        if fait == EMPLOI.nom:
            encore = Compare(table["fin"], ">=", debut) | Compare(table["sixieme"], ">=", debut)
            return condition & Compare(table["debut"], "<=", fin) & encore
        # A sixth month ends in the period up to 184 days after its exit.
        return condition & Compare(table["entree"], "<=", fin) & Compare(table["sortie"], ">=", debut - 190)


def _par_dispositif(listes: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Motives per scheme, or for all of them when they share one list."""
    return {TOUTES: next(iter(listes.values()))} if len(set(listes.values())) == 1 else listes


def _vues(table: Fait, vues: Vues) -> Condition:
    """Rows of the participations seen; where there is none, rows of the people seen, and those that name nobody."""
    if "participation" in table:
        return Parmi(table["participation"], vues.participations)
    if "personne" in table:
        return ~Connue(table["personne"]) | Parmi(table["personne"], vues.personnes)
    return Toujours()


def choisir_dispositifs(territoire: Territoire, dispositif: str) -> tuple[Dispositif, ...]:
    """The schemes that a code asks for; RefusMetier when the territory does not run it."""
    tous = list(territoire.dispositifs.order_by("rang"))
    choisis = tous if dispositif == TOUS else [d for d in tous if d.code == dispositif]
    if not choisis:
        connus = ", ".join([*(d.code for d in tous), TOUS])
        raise RefusMetier(
            f"Le territoire {territoire.code} n'a pas de dispositif « {dispositif} » (attendu : {connus})."
        )
    return tuple(choisis)


def choisir_dimensions(par: Iterable[str]) -> tuple[str, ...]:
    """One or two known dimensions, each once; RefusMetier otherwise."""
    voulues = tuple(par)
    for code in voulues:
        if code not in DIMENSIONS:
            raise RefusMetier(f"« {code} » n'est pas une ventilation connue (attendu : {', '.join(DIMENSIONS)}).")
    if len(voulues) > 2:
        raise RefusMetier("Une ou deux ventilations à la fois, pas davantage.")
    if len(set(voulues)) != len(voulues):
        raise RefusMetier(f"La ventilation « {voulues[0]} » est demandée deux fois.")
    return voulues


def perimetre_de(acteur: Acteur) -> Vues | None:
    """What a reader may see of people, None for all of the territory."""
    from deplie.parcours.queries.perimetre import condition_de, visibles_par

    if not condition_de(acteur):
        return None
    couples = visibles_par(acteur).order_by("pk").values_list("pk", "personne")
    return Vues(tuple(pk for pk, _ in couples), tuple(sorted({personne for _, personne in couples})))
