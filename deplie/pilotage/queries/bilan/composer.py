"""From the counts to the bilan: figures with their definition, their target and their alerts, whole and cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from deplie.cadre.queries import cibles_de
from deplie.cadre.rules import CibleRetenue, cible_de_la_periode
from deplie.mesure.mesures import PartSelon
from deplie.mesure.nombres import arrondi, rapport
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.queries.bilan.alertes import EN_PLUS, alertes, manquants
from deplie.pilotage.queries.bilan.calcul import Calcul, Par, PartLue
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.pilotage.queries.bilan.declares import (
    ChiffreDeclare,
    Confrontation,
    alertes_ouvertes,
    comparables,
    coupes_de,
    declares_du_territoire,
)
from deplie.pilotage.queries.bilan.noms import Noms
from deplie.pilotage.queries.bilan.phrases import phrases
from deplie.pilotage.queries.bilan.resultat import Alerte, Bilan, Chiffre, DefinitionLue, ObjectifLu, Valeur
from deplie.pilotage.rules.ecriture import nombre
from deplie.pilotage.rules.periodes import TOUS, Periode
from deplie.socle.phrases import insecables


class Composition:
    """The pieces of one bilan."""

    def __init__(
        self, contexte: Contexte, par: Par, aussi: tuple[Par, ...], seuls: Mapping[Par, Collection[str]]
    ) -> None:
        self.contexte, self.par, self.aussi = contexte, par, aussi
        self.releves = comparables(contexte)
        pars = tuple(dict.fromkeys([*([par] if par else []), *aussi]))
        # What the reader asks to see cuts every figure.
        limites = {coupe: codes for coupe, codes in seuls.items() if coupe != par}
        self.calcul = Calcul(contexte, pars, EN_PLUS, coupes_de(self.releves), limites)
        self.noms = Noms(contexte)
        self.objectifs = self._objectifs()
        self.confrontation = Confrontation(self.calcul, self.noms, self.objectifs, self.releves)
        self.alertes = self._alertes()

    def bilan(self) -> Bilan:
        totaux = [self._total(indicateur) for indicateur in CATALOGUE.values()]
        tableaux = {par: tuple(self._parts(par)) for par in self.calcul.pars}
        contexte = self.contexte
        return Bilan(
            territoire=(contexte.territoire.code, contexte.territoire.nom),
            dispositif=contexte.dispositif,
            periode=contexte.periode,
            precedente=contexte.precedente,
            donnees_au=contexte.donnees_au,
            en_retard=contexte.en_retard,
            chiffres=(*totaux, *tableaux.get(self.par, ())),
            alertes=tuple(self.alertes),
            manquants=manquants(self.calcul),
            tableaux=tableaux,
            par=self.par,
            declares=self._declares(),
            phrases=phrases({c.code: c for c in totaux}, contexte.periode, contexte.precedente),
        )

    def _declares(self) -> tuple[ChiffreDeclare, ...]:
        """Figures declared about a part of the period, and the others of the same documents."""
        tous = list(declares_du_territoire(self.contexte))
        periode = self.contexte.periode
        sources = {releve.source for releve in tous if releve.debut <= periode.fin and releve.fin >= periode.debut}
        return tuple(self.confrontation.lire(releve) for releve in tous if releve.source in sources)

    def _alertes(self) -> list[Alerte]:
        """Contradictions first: they are what a committee would trip over."""
        ouvertes = alertes_ouvertes(self.releves)
        return [*self.confrontation.alertes(), *ouvertes, *alertes(self.calcul), *self._autres_periodes()]

    def _autres_periodes(self) -> Iterator[Alerte]:
        """A target set for another period is shown, without attainment."""
        for code, objectif in self.objectifs.items():
            if not objectif.comparable:
                porte = Periode(objectif.debut, objectif.fin).libelle
                phrase = f"L'objectif affiché porte sur une autre période ({porte}) : son atteinte n'est pas calculée."
                yield Alerte("objectif", insecables(phrase), (code,))

    def _objectifs(self) -> dict[str, ObjectifLu]:
        """Targets stand on totals, of one scheme."""
        contexte = self.contexte
        if contexte.dispositif == TOUS:
            return {}
        periode = contexte.periode
        retenues = {
            code: cible_de_la_periode(cibles, code, periode.debut, periode.fin)
            for code, cibles in cibles_de(contexte.dispositifs[0]).items()
            if code in CATALOGUE
        }
        return {code: self._objectif(CATALOGUE[code], cible) for code, cible in retenues.items() if cible}

    def _objectif(self, indicateur: Indicateur, cible: CibleRetenue) -> ObjectifLu:
        exacte: Fraction | None = None
        if cible.comparable:
            exacte = rapport(self.calcul.valeur(indicateur).exacte, cible.cible, 100)
        atteinte = None if exacte is None else arrondi(exacte)
        return ObjectifLu(cible.cible, atteinte, exacte, cible.source, cible.debut, cible.fin, cible.comparable)

    def _total(self, indicateur: Indicateur) -> Chiffre:
        lue = self.calcul.valeur(indicateur)
        phrases = [alerte.phrase for alerte in self.alertes if indicateur.code in alerte.codes]
        return self._chiffre(indicateur, {}, lue, self._precedent(indicateur), phrases)

    def _precedent(self, indicateur: Indicateur, par: Par = (), part: PartLue = ()) -> Valeur | None:
        return self.calcul.valeur(indicateur, 1, par, part) if self.contexte.precedente else None

    def _parts(self, par: Par) -> Iterable[Chiffre]:
        """Every part of every indicator that the breakdown cuts, in the order of the catalogue then of its lists."""
        for indicateur in CATALOGUE.values():
            coupe = self.calcul.coupe(indicateur, par)
            if not coupe or not self.calcul.voulu(indicateur, par) or self._rien(indicateur):
                continue
            parts = {
                tuple(self.noms.valeur(code, cle) for code, cle in zip(coupe, part, strict=True)): part
                for part in self.calcul.parts(indicateur, coupe)
            }
            for valeurs in self.noms.trier(coupe, parts):
                yield self._part(indicateur, coupe, parts[valeurs], valeurs)

    def _rien(self, indicateur: Indicateur) -> bool:
        """A figure that does not exist has no parts: never recorded, or a share without a base chosen."""
        if not all(self.calcul.recueil[nom] for nom in indicateur.recueil):
            return True
        bases = [self.contexte.denominateur(periode) for periode in self.contexte.periodes]
        return isinstance(indicateur.figure, PartSelon) and not any(bases)

    def _part(self, indicateur: Indicateur, coupe: Par, part: PartLue, valeurs: tuple[str | None, ...]) -> Chiffre:
        lue = self.calcul.valeur(indicateur, 0, coupe, part)
        precedent = self._precedent(indicateur, coupe, part)
        ventilation = dict(zip(coupe, valeurs, strict=True))
        libelles = tuple(self.noms.libelle(code, valeur) for code, valeur in ventilation.items())
        return self._chiffre(indicateur, ventilation, lue, precedent, [], libelles)

    def _chiffre(
        self,
        indicateur: Indicateur,
        ventilation: dict[str, str | None],
        lue: Valeur,
        precedent: Valeur | None,
        phrases: list[str],
        libelles: tuple[str, ...] = (),
    ) -> Chiffre:
        petite = self._petite_base(indicateur, lue)
        return Chiffre(
            indicateur=indicateur,
            ventilation=ventilation,
            lue=lue,
            precedent=precedent,
            definition=self._definition(indicateur),
            objectif=None if ventilation else self.objectifs.get(indicateur.code),
            alertes=(*phrases, *petite),
            parts=libelles,
            ferme=indicateur.sensible and not self.contexte.sensible,
        )

    def _petite_base(self, indicateur: Indicateur, lue: Valeur) -> tuple[str, ...]:
        seuil = self.contexte.reglages["petite_base"]
        if not indicateur.est_rapport or indicateur.apport or not lue.denominateur or lue.denominateur >= seuil:
            return ()
        phrase = f"Petite base : {nombre(lue.numerateur)} sur {nombre(lue.denominateur)}."
        if indicateur.a_mediane or indicateur.unite != "%":
            phrase = f"Petite base : {nombre(lue.denominateur)}."
        return (insecables(phrase),)

    def _definition(self, indicateur: Indicateur) -> DefinitionLue:
        if indicateur.code not in self._definitions:
            self._definitions[indicateur.code] = definition_lue(indicateur, self.contexte)
        return self._definitions[indicateur.code]

    @property
    def _definitions(self) -> dict[str, DefinitionLue]:
        return self.__dict__.setdefault("_definitions_lues", {})


def definition_lue(indicateur: Indicateur, contexte: Contexte) -> DefinitionLue:
    """The definition of a figure in force on the last day of the period: the protocole's for positive exits."""
    version, source, protocole, motifs = indicateur.version, indicateur.source, "", ()
    denominateur, formule = indicateur.denominateur, indicateur.formule
    if indicateur.protocole:
        lues = contexte.definitions(contexte.periode)
        retenues = list(dict.fromkeys(lues[code] for code in contexte.avec_participations))
        version = " ; ".join([version, *(lue.version for lue in retenues)])
        source = " ; ".join([*(lue.source for lue in retenues), source])
        protocole = " ; ".join(lue.nom for lue in retenues)
        motifs = tuple(sorted(frozenset().union(*(lue.motifs for lue in retenues))))
    if isinstance(indicateur.figure, PartSelon):
        base = dict(indicateur.figure.bases).get(contexte.denominateur(contexte.periode) or "")
        denominateur = base.phrase() if base else "aucune base : pas de protocole en vigueur"
        formule = f"{indicateur.numerateur} / {denominateur}"
    return DefinitionLue(
        version=version,
        phrase=insecables(indicateur.phrase),
        numerateur=insecables(indicateur.numerateur),
        denominateur=insecables(denominateur),
        base=insecables(indicateur.base),
        formule=insecables(formule),
        source=insecables(source),
        effet_le=indicateur.effet_le,
        protocole=insecables(protocole),
        motifs=motifs,
    )
