"""Sentences ready to paste: they follow the figures and their reserves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deplie.pilotage.queries.bilan.resultat import Chiffre
from deplie.pilotage.rules.ecriture import MOINS, compte, ecart, nombre, part_dite, pluriel
from deplie.pilotage.rules.periodes import Periode, en_lettres
from deplie.socle.phrases import insecables

Totaux = Mapping[str, Chiffre]
# Below this base a share is told by its two counts.
_DEUX_NOMBRES = 30


def phrases(totaux: Totaux, periode: Periode, precedente: Periode | None) -> tuple[str, ...]:
    """What a bilan says in words, one sentence per subject; nothing about what is not known."""
    regles = (_suivies, _flux, _sorties, _duree, _etapes)
    return tuple(insecables(phrase) for regle in regles for phrase in regle(totaux, periode, precedente))


def _suivies(totaux: Totaux, periode: Periode, precedente: Periode | None) -> Iterator[str]:
    chiffre = totaux["personnes_suivies"]
    if not chiffre.valeur:
        return
    phrase = f"{compte(int(chiffre.valeur), 'personne suivie', 'personnes suivies')} {periode.dans}"
    phrase += _objectif(chiffre)
    parts = [
        _part(totaux[code], mots)
        for code, mots in (
            ("part_femmes", "de femmes"),
            ("part_25_ans_et_plus", "de 25 ans et plus"),
            ("part_qpv", "de résidents de quartiers prioritaires"),
        )
    ]
    dites = [part for part in parts if part]
    yield f"{phrase}{' ; ' if dites else ''}{', '.join(dites)}."


def _flux(totaux: Totaux, periode: Periode, precedente: Periode | None) -> Iterator[str]:
    entrees, fin = totaux["entrees"], totaux["parcours_en_cours_fin"]
    if entrees.valeur is None:
        return
    phrase = f"{compte(int(entrees.valeur), 'entrée')} {periode.dans}{_objectif(entrees)}"
    restent = f"{compte(int(fin.valeur or 0), 'parcours', 'parcours')} en cours au {en_lettres(periode.fin)}"
    yield f"{phrase}{_evolution(entrees, precedente)} ; {restent}."


def _sorties(totaux: Totaux, periode: Periode, precedente: Periode | None) -> Iterator[str]:
    sorties, taux = totaux["sorties"], totaux["taux_sorties_positives"]
    if not sorties.valeur:
        return
    phrase = f"{compte(int(sorties.valeur), 'sortie')} {periode.dans}{_evolution(sorties, precedente)}"
    if taux.numerateur is not None and taux.denominateur:
        mots = pluriel(taux.numerateur, "positive", "positives")
        phrase += f", dont {nombre(taux.numerateur)} {mots} ({_dite(taux)})"
    yield f"{phrase}{_provisoires(sorties)}."


def _duree(totaux: Totaux, periode: Periode, precedente: Periode | None) -> Iterator[str]:
    duree = totaux["duree_parcours_moyenne"]
    if duree.valeur is None or not duree.denominateur:
        return
    yield (
        f"Les parcours achevés {periode.dans} ont duré {nombre(duree.valeur, 1)} mois en moyenne "
        f"(médiane : {nombre(duree.mediane, 1)} ; {compte(int(duree.denominateur), 'sortie')})."
    )


def _etapes(totaux: Totaux, periode: Periode, precedente: Periode | None) -> Iterator[str]:
    etapes, personnes = totaux["etapes"], totaux["personnes_en_etape"]
    if not etapes.valeur:
        return
    yield (
        f"{compte(int(etapes.valeur), 'étape')} de parcours {periode.dans}{_objectif(etapes)}"
        f"{_evolution(etapes, precedente)}, pour {compte(int(personnes.valeur or 0), 'personne')}."
    )


def _objectif(chiffre: Chiffre) -> str:
    objectif = chiffre.objectif
    if objectif is None or objectif.exacte is None or objectif.atteinte is None:
        return ""
    return f", soit {part_dite(objectif.exacte, 100)} de l'objectif ({nombre(objectif.cible)})"


def _part(chiffre: Chiffre, mots: str) -> str:
    return f"{_dite(chiffre)} {mots}" if chiffre.denominateur else ""


def _dite(chiffre: Chiffre) -> str:
    """A share in whole percent; its two counts when the base is small."""
    assert chiffre.numerateur is not None
    assert chiffre.denominateur
    if chiffre.denominateur < _DEUX_NOMBRES:
        return f"{nombre(chiffre.numerateur)} sur {nombre(chiffre.denominateur)}"
    return part_dite(chiffre.numerateur, chiffre.denominateur)


def _evolution(chiffre: Chiffre, precedente: Periode | None) -> str:
    """« (contre 334 en 2019, soit − 4,5 %) »."""
    avant = chiffre.precedent
    if precedente is None or avant is None or avant.exacte is None or chiffre.lue.exacte is None:
        return ""
    phrase = f" (contre {nombre(avant.valeur)} {precedente.dans}"
    if avant.exacte and avant.exacte >= _DEUX_NOMBRES and chiffre.lue.exacte != avant.exacte:
        taux = ecart(chiffre.lue.exacte * 100 / avant.exacte, 100, 1)
        phrase += f", soit {taux} %" if taux[0] in ("+", MOINS) else ""
    return f"{phrase})"


def _provisoires(chiffre: Chiffre) -> str:
    return " ; chiffres provisoires" if any("provisoire" in alerte for alerte in chiffre.alertes) else ""
