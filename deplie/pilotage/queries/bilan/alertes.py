"""What a reader must know before trusting a figure: each alert is one sentence, on its figures or on the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from deplie.cadre.queries import protocole_le
from deplie.mesure.conditions import Compare, Connue, Parmi
from deplie.mesure.mesures import Atome, Compte, Part, Total
from deplie.mesure.nombres import rapport
from deplie.parcours.facts import SEJOUR
from deplie.parcours.rules.sortie import ADMINISTRATIVE
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.catalogue.dimensions import CHAINE, DIMENSIONS, multiplie
from deplie.pilotage.catalogue.recueil import MOTS
from deplie.pilotage.catalogue.vocabulaire import (
    NB_ENTREES,
    NB_PERSONNES,
    NB_SORTIES,
    NB_SUIVIS,
    POSITIVE,
    SORTIE,
    SORTIES,
    SUIVIE,
    SUIVIS,
)
from deplie.pilotage.facts.tous import FAITS
from deplie.pilotage.queries.bilan import reserves
from deplie.pilotage.queries.bilan.calcul import Calcul
from deplie.pilotage.queries.bilan.definitions import definition_au, sous_periodes
from deplie.pilotage.queries.bilan.resultat import Alerte, Manquant
from deplie.pilotage.rules.ecriture import compte, nombre, pluriel, pourcentage
from deplie.pilotage.rules.periodes import TOUS, en_lettres
from deplie.socle.phrases import insecables

_PROVISOIRE = Compare(SEJOUR["validee"], "=", 0).dite("encore provisoires")
PROVISOIRES = Compte(SORTIES, SORTIE & _PROVISOIRE)
POSITIVES_PROVISOIRES = Compte(SORTIES, SORTIE & _PROVISOIRE & POSITIVE)
SANS_MOTIF = Compte(SORTIES, SORTIE & ~Connue(SEJOUR["motif"]))
CLOTURES = Compte(SORTIES, SORTIE & Parmi(SEJOUR["famille"], (ADMINISTRATIVE,)))
# Fields whose missing values are told: column, words, what « missing » is.
CHAMPS: Final = {
    "sexe": "sexe",
    "age": "date de naissance",
    "statut": "situation à l'entrée",
    "niveau": "niveau de formation",
    "qpv": "résidence en quartier prioritaire",
    "commune": "commune de résidence",
    "duree_chomage": "durée de chômage à l'entrée",
    "referent": "référent",
    "prescripteur": "prescripteur",
    "criteres": "critères d'éligibilité",
}
_MANQUE: Final = {
    "qpv": ~Parmi(SEJOUR["qpv"], ("OUI", "NON")),
    "criteres": Compare(SEJOUR["criteres"], "=", 0),
}
# Of whom it is asked, where it is not of everybody: a length of unemployment, of who was unemployed.
_CONCERNEES: Final = {"duree_chomage": SUIVIE & Parmi(SEJOUR["statut"], ("CHOMEUR",))}
_DE_QUI: Final = {"duree_chomage": "des participations de personnes au chômage à l'entrée"}
MANQUANTS: Final = {
    champ: Compte(SUIVIS, _CONCERNEES.get(champ, SUIVIE) & _MANQUE.get(champ, ~Connue(SEJOUR[champ])))
    for champ in CHAMPS
}
BASES: Final = {champ: Compte(SUIVIS, condition) for champ, condition in _CONCERNEES.items()}
EN_PLUS: Final[tuple[Atome, ...]] = (
    PROVISOIRES, POSITIVES_PROVISOIRES, SANS_MOTIF, CLOTURES, *MANQUANTS.values(), *BASES.values(),
    *reserves.EN_PLUS,
)  # fmt: skip
_TAUX_POSITIFS: Final = tuple(code for code, i in CATALOGUE.items() if i.protocole and i.est_rapport)
_DE_SORTIES: Final = ("sorties", "sorties_positives", *_TAUX_POSITIFS, "taux_sorties_emploi")
_AVEC_PROTOCOLE: Final = tuple(code for code, i in CATALOGUE.items() if i.protocole)
# What was never collected, in words: a fact says its own, where they do for a sentence.
_RECUEIL_DIT: Final = (
    {nom: fait.phrase for nom, fait in FAITS.items()}
    | MOTS
    | {
        "participation": "participations",
        "sortie": "dates de sortie",
        "motif": "motifs de sortie",
        "situation": "situation au sixième mois",
        "entretien": "entretiens",
        "mois_emploi": "constats en emploi",
        "passage": "passages aux lieux d'accueil",
        "attente": "dates de prescription",
        "etp": "temps de travail des référents",
        "dossier": "sexe, date de naissance, situation à l'entrée, niveau de formation",
    }
    | CHAMPS
)


def manquants(calcul: Calcul) -> tuple[Manquant, ...]:
    """The fields of the participations followed in the period, and how many lack each."""
    recueil = calcul.recueil
    return tuple(
        Manquant(
            champ, mots, calcul.compte(MANQUANTS[champ]), calcul.compte(BASES.get(champ, NB_SUIVIS)), not recueil[champ]
        )
        for champ, mots in CHAMPS.items()
    )


def alertes(calcul: Calcul) -> list[Alerte]:
    """Every alert that the figures themselves call for; those of declared figures stand in ``queries.releves``."""
    return [replace(alerte, phrase=insecables(alerte.phrase)) for regle in _REGLES for alerte in regle(calcul)]


def _non_recueillies(calcul: Calcul) -> Iterator[Alerte]:
    for code, indicateur in CATALOGUE.items():
        absents = [_RECUEIL_DIT[nom] for nom in indicateur.recueil if not calcul.recueil[nom]]
        if absents:
            yield Alerte("non_recueillie", f"Donnée non recueillie : {', '.join(absents)}.", (code,))
    if calcul.recueil["dossier"]:
        for champ in ("sexe", "age", "statut", "niveau"):
            if not calcul.recueil[champ]:
                phrase = f"Donnée non recueillie : {CHAMPS[champ]} ; aucun dossier ne peut être complet."
                yield Alerte("non_recueillie", phrase, ("completude",))


def _du_territoire(calcul: Calcul) -> Iterator[Alerte]:
    """What counts the whole territory says so: it stands under the name of one scheme."""
    refus = any("dispositif" in par for par in calcul.pars)
    for code, indicateur in CATALOGUE.items():
        if indicateur.du_territoire and all(calcul.recueil[nom] for nom in indicateur.recueil):
            yield Alerte("du_territoire", indicateur.refus_par_dispositif if refus else indicateur.portee_dite, (code,))


def _retard(calcul: Calcul) -> Iterator[Alerte]:
    if calcul.contexte.en_retard:
        yield Alerte(
            "retard",
            "Des données ont été modifiées depuis ce calcul : il est en cours de mise à jour.",
            generale=True,
        )


def _periode(calcul: Calcul) -> Iterator[Alerte]:
    contexte = calcul.contexte
    if contexte.periode.debut > contexte.aujourd_hui:
        yield Alerte("a_venir", "La période n'a pas commencé.", generale=True)
    elif contexte.periode.fin > contexte.aujourd_hui:
        jour = en_lettres(contexte.aujourd_hui)
        yield Alerte("en_cours", f"La période est en cours : les chiffres s'arrêtent au {jour}.", generale=True)


def _comparaison(calcul: Calcul) -> Iterator[Alerte]:
    contexte = calcul.contexte
    depuis = contexte.completes_depuis
    if not calcul.recueil["participation"]:
        return
    if depuis is None:
        phrase = "Pas de comparaison avec l'année précédente : on ne sait pas depuis quand les données sont complètes."
        yield Alerte("comparaison", phrase, generale=True)
        return
    if contexte.precedente is None:
        complet = f"les données ne sont complètes que depuis le {en_lettres(depuis)}"
        phrase = f"Pas de comparaison avec l'année précédente : {complet}."
        yield Alerte("comparaison", phrase, generale=True)
    if contexte.periode.debut < depuis:
        phrase = f"Les données ne sont complètes que depuis le {en_lettres(depuis)} : la période commence avant."
        yield Alerte("incomplet", phrase, generale=True)


def _rupture(calcul: Calcul) -> Iterator[Alerte]:
    """Two definitions of a positive exit are not compared without saying so."""
    contexte = calcul.contexte
    if contexte.precedente is None:
        return
    ici, avant = contexte.definitions(contexte.periode), contexte.definitions(contexte.precedente)
    for code in contexte.avec_participations:
        if ici[code].differe(avant[code]):
            yield Alerte(
                "rupture",
                f"Rupture de série : la définition d'une sortie positive n'est pas la même {contexte.periode.dans} "
                f"(« {ici[code].nom} ») et {contexte.precedente.dans} (« {avant[code].nom} ») : l'évolution ne se lit "
                "pas.",
                _AVEC_PROTOCOLE,
                generale=True,
            )


def _protocoles(calcul: Calcul) -> Iterator[Alerte]:
    contexte = calcul.contexte
    periode = contexte.periode
    for protocole in contexte.protocoles:
        code = protocole.dispositif
        if periode.debut < protocole.debut <= periode.fin and _autre_avant(calcul, code):
            phrase = f"Le protocole change pendant la période, pour « {protocole.nom} »"
            yield _deux_definitions(calcul, "deux_protocoles", phrase, code)
        debut, fin = (protocole_le([protocole], code, j) for j in (periode.debut, periode.fin))
        if debut and fin and debut.definition.differe(fin.definition):
            phrase = f"La définition change pendant la période, par un avenant à « {protocole.nom} »"
            yield _deux_definitions(calcul, "definition_changee", phrase, code)
    bases = {contexte.definitions(periode)[code].denominateur for code in contexte.avec_participations}
    if not bases - {""}:
        phrase = "Aucun protocole en vigueur le dernier jour de la période : ce taux n'est pas calculé."
        yield Alerte("sans_protocole", phrase, ("taux_sorties_positives_protocole",))
    elif len(bases) > 1:
        phrase = "Les dispositifs n'ont pas la même base : ce taux ne se calcule pas sur leur ensemble."
        yield Alerte("bases", phrase, ("taux_sorties_positives_protocole",))
    motifs = {contexte.definitions(periode)[code].motifs for code in contexte.avec_participations}
    if len(motifs) > 1:
        phrase = "Les dispositifs ne comptent pas positives les mêmes sorties : chacun suit son protocole."
        yield Alerte("definitions", phrase, _AVEC_PROTOCOLE, generale=True)


def _deux_definitions(calcul: Calcul, nature: str, phrase: str, dispositif: str) -> Alerte:
    """Which definition of a positive exit is read, over which days each holds, and the periods to read apart."""
    contexte = calcul.contexte
    parts = sous_periodes(contexte.protocoles, dispositif, contexte.periode)
    lues = [definition_au(contexte.protocoles, dispositif, part.fin).nom for part in parts]
    phrase += f" : la définition du dernier jour (« {lues[-1]} ») vaut ici pour toutes ses sorties"
    if len(parts) > 1:
        avant = " ; ".join(f"{part.libelle}, « {nom} »" for part, nom in zip(parts[:-1], lues[:-1], strict=True))
        phrase += f". Avant elle : {avant}. Ces périodes se lisent séparément"
    return Alerte(nature, f"{phrase}.", _AVEC_PROTOCOLE, generale=True, lire=parts if len(parts) > 1 else ())


def _autre_avant(calcul: Calcul, dispositif: str) -> bool:
    debut = calcul.contexte.periode.debut
    return any(p.dispositif == dispositif and p.en_vigueur_le(debut) for p in calcul.contexte.protocoles)


def _provisoires(calcul: Calcul) -> Iterator[Alerte]:
    provisoires, sorties = calcul.compte(PROVISOIRES), calcul.compte(NB_SORTIES)
    if not provisoires:
        return
    accord = pluriel(provisoires, "est provisoire", "sont provisoires")
    phrase = f"{compte(provisoires, 'sortie')} sur {nombre(sorties)} {accord} : aucune instance ne l'a encore validée."
    if provisoires > 1:
        phrase = phrase.replace("ne l'a encore validée", "ne les a encore validées")
    yield Alerte("provisoires", phrase, ("sorties", "sorties_positives", "taux_sorties_emploi"), generale=True)
    en_suspens = calcul.compte(POSITIVES_PROVISOIRES)
    for code in _TAUX_POSITIFS if en_suspens else ():
        lue = calcul.valeur(CATALOGUE[code])
        if lue.exacte is not None and lue.numerateur is not None:
            bas = rapport(lue.numerateur - en_suspens, lue.denominateur, 100)
            fourchette = f"entre {pourcentage(bas)} et {pourcentage(lue.exacte)}"
            dont = pluriel(en_suspens, "sortie positive est provisoire", "sorties positives sont provisoires")
            yield Alerte("fourchette", f"{nombre(en_suspens)} {dont} : {fourchette} selon leur issue.", (code,))


def _sans_motif(calcul: Calcul) -> Iterator[Alerte]:
    nombre_sans = calcul.compte(SANS_MOTIF)
    if nombre_sans and calcul.recueil["motif"]:
        mots = pluriel(nombre_sans, "est comptée, non positive", "sont comptées, non positives")
        yield Alerte("sans_motif", f"{compte(nombre_sans, 'sortie')} sans motif {mots}.", _DE_SORTIES)


def _cloture(calcul: Calcul) -> Iterator[Alerte]:
    """A closing year does not compare with another: administrative exits swell its denominator."""
    contexte, closes, sorties = calcul.contexte, calcul.compte(CLOTURES), calcul.compte(NB_SORTIES)
    periode = contexte.periode
    fermes = [p for p in contexte.protocoles if p.cloture_le and periode.debut <= p.cloture_le <= periode.fin]
    if not closes and not fermes:
        return
    phrase = "Année de clôture du protocole, à comparer avec prudence"
    if closes:
        mots = pluriel(closes, "clôture administrative", "clôtures administratives")
        phrase += f" : {nombre(closes)} {mots} sur {compte(sorties, 'sortie')}"
    yield Alerte("cloture", f"{phrase}.", _DE_SORTIES, generale=True)


def _inconnus(calcul: Calcul) -> Iterator[Alerte]:
    """The unknown is outside the base of a share: how many."""
    for code, indicateur in CATALOGUE.items():
        figure = indicateur.figure
        if indicateur.recueil[0] not in CHAMPS or not isinstance(figure, Part):
            continue
        if not calcul.recueil[indicateur.recueil[0]]:
            continue
        tous = NB_ENTREES if indicateur.objet == "participation" else NB_PERSONNES
        hors = calcul.compte(tous) - calcul.compte(figure.denominateur)
        if hors:
            mots = compte(hors, "entrée" if tous is NB_ENTREES else "personne")
            champ = _RECUEIL_DIT[indicateur.recueil[0]]
            yield Alerte("hors_base", f"{mots} hors de la base, faute de donnée connue ({champ}).", (code,))


def _donnees_manquantes(calcul: Calcul) -> Iterator[Alerte]:
    seuil = calcul.contexte.reglages["taux_donnees_manquantes"]
    for manquant in manquants(calcul):
        if not manquant.base:
            return
        if manquant.jamais:
            phrase = f"Donnée jamais recueillie : {manquant.libelle}."
            yield Alerte("jamais", phrase, generale=True)
        elif manquant.taux is not None and manquant.taux > seuil:
            phrase = (
                f"Donnée manquante pour {pourcentage(manquant.taux)} "
                f"{_DE_QUI.get(manquant.champ, 'des participations suivies')} "
                f"({nombre(manquant.inconnus)} sur {nombre(manquant.base)}) : {manquant.libelle}."
            )
            yield Alerte("manquante", phrase, generale=True)


def _additions(calcul: Calcul) -> Iterator[Alerte]:
    """Parts that do not make the total: several criteria per person, people in several parts."""
    par = {code for pars in calcul.pars for code in pars}
    if "critere" in par:
        phrase = "Une personne peut avoir plusieurs critères : les parts ne s'additionnent pas."
        if not calcul.contexte.sensible:
            phrase += " Les critères sensibles, que vous ne pouvez pas lire, n'y figurent pas."
        yield Alerte("addition", phrase, generale=True)
    if par & CHAINE:
        phrase = (
            "Une participation compte dans chaque opération que ses étapes nomment, quel que soit le jour de "
            "l'étape : les parts ne s'additionnent pas."
        )
        yield Alerte("addition", phrase, generale=True)
    for code, indicateur in CATALOGUE.items():
        for pars in (pars for pars in calcul.pars if calcul.voulu(indicateur, pars)):
            coupe = calcul.coupe(indicateur, pars)
            fait = indicateur.atomes[0].fait.nom
            if isinstance(indicateur.figure, Total) and coupe and not any(multiplie(c, fait) for c in coupe):
                yield from _somme(calcul, code, indicateur.figure.compte, coupe)
    if "dispositif" in par and len(calcul.contexte.dispositifs) > 1:
        phrase = "Qui est suivi dans plusieurs dispositifs est compté dans celui de sa dernière entrée."
        yield Alerte("dispositifs", phrase, ("personnes_suivies",), generale=True)


def _somme(calcul: Calcul, code: str, atome: Atome, coupe: tuple[str, ...]) -> Iterator[Alerte]:
    somme = sum(calcul.compte(atome, 0, coupe, part) for part in calcul.parts(CATALOGUE[code], coupe))
    total = calcul.compte(atome)
    if somme != total:
        mots = " et ".join(DIMENSIONS[c].libelle.lower() for c in coupe)
        raison = "" if atome.additif else "une personne peut être dans plusieurs parts ; "
        yield Alerte(
            "addition",
            f"{CATALOGUE[code].libelle}, par {mots} : {raison}les parts ne s'additionnent pas "
            f"({nombre(somme)} pour {nombre(total)}).",
            (code,),
            generale=True,
        )


def _charge(calcul: Calcul) -> Iterator[Alerte]:
    if not calcul.recueil["etp"]:
        return
    temps, en_cours = calcul.etp_des_referents[0], calcul.referents_en_cours()
    hors = sum(combien for agent, combien in en_cours.items() if agent not in temps)
    if hors:
        mots = pluriel(hors, "parcours n'a", "parcours n'ont")
        phrase = f"{nombre(hors)} {mots} pas de référent dont le temps de travail soit connu ce jour-là."
        yield Alerte("charge", phrase, ("charge_par_referent",))
    if calcul.contexte.multiple and calcul.contexte.dispositif != TOUS:
        phrase = "Le temps d'un référent qui suit plusieurs dispositifs compte en entier dans chacun."
        yield Alerte("charge", phrase, ("charge_par_referent",))
    lue, repere = calcul.valeur(CATALOGUE["charge_par_referent"]), calcul.contexte.reglages["charge_par_referent"]
    if lue.exacte is not None and lue.exacte > repere:
        phrase = f"La charge dépasse le repère de {repere} parcours par équivalent temps plein."
        yield Alerte("charge", phrase, ("charge_par_referent",), generale=True)


_REGLES: Final[tuple[Callable[[Calcul], Iterator[Alerte]], ...]] = (
    _retard, _periode, _rupture, _protocoles, _cloture, _provisoires, _comparaison, _additions, _donnees_manquantes,
    _non_recueillies, _sans_motif, _inconnus, _charge, _du_territoire,
    *reserves.REGLES,
)  # fmt: skip
