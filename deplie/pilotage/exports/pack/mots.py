"""What the papers of a pack say alike: the head, a figure's row, the paragraph for the press, the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deplie.pilotage.queries.pack import ChiffreDit, Pack
from deplie.pilotage.rules.ecriture import pluriel
from deplie.pilotage.rules.periodes import en_lettres
from deplie.socle.phrases import insecables

COLONNES: Final = ("Chiffre", "Valeur", "Sur", "Comparaison")


def en_tete(pack: Pack) -> list[str]:
    """Whose figures, of which committee, what they are worth."""
    lignes = [pack.territoire, pack.comite, f"{pack.statut}. Données au {en_lettres(pack.donnees_au)}."]
    return [ligne for ligne in lignes if ligne]


def ligne_de(dit: ChiffreDit) -> tuple[str, str, str, str]:
    """A figure as a row: its name, its value, what it stands on, the year before and its target."""
    return dit.libelle, dit.texte, dit.base, ", ".join(texte for texte in (dit.objectif, dit.avant) if texte)


def dessous(dit: ChiffreDit) -> str:
    """What stands under a figure written large: what it rests on, its target, the year before."""
    return " · ".join(texte for texte in (dit.base, dit.objectif, dit.avant) if texte)


def presse(pack: Pack) -> str:
    """The paragraph for the press: whole figures alone, and none that is masked."""
    dits = {dit.code: dit for dit in pack.synthese if not dit.masque}
    phrases = (_suivies(dits, pack), _flux(dits, pack), _etapes(dits)) if pack.bilan.flux else (_autres(dits, pack),)
    return insecables(" ".join(filter(None, phrases)))


def _autres(dits: Mapping[str, ChiffreDit], pack: Pack) -> str:
    """The figures of a territory that follows nobody, one after another."""
    lus = " ; ".join(f"{dit.libelle[0].lower()}{dit.libelle[1:]}, {dit.texte}" for dit in dits.values())
    return f"{pack.territoire}, {pack.dans} : {lus}." if lus else ""


def _suivies(dits: Mapping[str, ChiffreDit], pack: Pack) -> str:
    suivies, femmes = dits.get("personnes_suivies"), dits.get("part_femmes")
    if suivies is None:
        return ""
    aux = "a été suivie" if suivies.chiffre.valeur == 1 else "ont été suivies"
    cible = f" ({suivies.objectif})" if suivies.objectif else ""
    dont = f", dont {femmes.texte} de femmes ({femmes.base})" if femmes else ""
    noms = pluriel(suivies.chiffre.valeur or 0, "personne")
    return f"{pack.territoire}, {pack.dispositif}, {pack.dans} : {suivies.texte} {noms} {aux}{cible}{dont}."


def _flux(dits: Mapping[str, ChiffreDit], pack: Pack) -> str:
    phrases = []
    for code, nom in (("entrees", "entrée"), ("sorties", "sortie")):
        if code in dits:
            phrases.append(f"{dits[code].texte} {pluriel(dits[code].chiffre.valeur or 0, nom)}")
    taux = dits.get("taux_sorties_positives")
    if taux and "sorties" in dits:
        phrases[-1] += f", dont {taux.texte} de sorties positives ({taux.base})"
    return f"La période compte {' et '.join(phrases)}." if phrases else ""


def _etapes(dits: Mapping[str, ChiffreDit]) -> str:
    etapes = dits.get("etapes")
    if etapes is None or not etapes.chiffre.valeur:
        return ""
    return f"Les parcours comptent {etapes.texte} {pluriel(etapes.chiffre.valeur, 'étape')}."


def presse_txt(pack: Pack) -> bytes:
    """The file that a press officer copies from."""
    tete = f"{pack.territoire} – {pack.titre}, {pack.dispositif}"
    lignes = [tete, "", presse(pack), "", f"{pack.statut}.", *([pack.secret] if pack.secret else []), sources(pack), ""]
    return "\n".join(lignes).encode()


def sources(pack: Pack) -> str:
    """Where the figures come from, and how to check them."""
    return insecables(
        f"Source : {pack.territoire}, {pack.dispositif}, chiffres figés sous l'empreinte {pack.empreinte[:12]}."
    )
