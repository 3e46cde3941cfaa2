"""The contract of ``participants`` and ``etapes`` as a slow, obvious model in memory: what the base must hold.

Written from the sentences of the exchange contract and the readings kept in docs, not from the import's code: one
person at a time, whole lists rebuilt at each step, nothing remembered that could be computed again.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deplie.parcours.imports.etapes.appariement import EtapeConnue, apparier
from deplie.socle.tableaux import VIDE as MARQUE

PERSONNE = ("nom", "nom_usage", "prenom", "date_naissance", "sexe", "adresse")
PARTICIPATION = ("date_prescription", "date_sortie", "motif_sortie", "date_validation_sortie", "commune",
                 "jours_suspension", "referent", "prescripteur")  # fmt: skip
DATES = {c for c in (*PERSONNE, *PARTICIPATION, "date_entree", "date_debut", "date_fin") if c.startswith("date_")}
VIDE = "#VIDE"
Ligne = dict[str, str]


@dataclass
class Monde:
    """What is recorded: persons by number, participations by (number, scheme, entry), étapes as they were created."""

    personnes: dict[str, dict[str, Any]] = field(default_factory=dict)
    participations: dict[tuple[str, str, date], dict[str, Any]] = field(default_factory=dict)
    criteres: dict[tuple[str, str, date], frozenset[str]] = field(default_factory=dict)
    sensibles: dict[tuple[str, date], str] = field(default_factory=dict)
    etapes: list[dict[str, Any]] = field(default_factory=list)


def lu(colonne: str, texte: str) -> Any:
    """A cell as it is recorded."""
    if colonne in DATES:
        return date.fromisoformat(texte)
    return int(texte) if colonne == "jours_suspension" else texte


def poser(ligne: Ligne, colonnes: tuple[str, ...], valeurs: dict[str, Any]) -> None:
    """An empty cell changes nothing, ``#VIDE`` erases."""
    for colonne in colonnes:
        if texte := ligne.get(colonne, ""):
            valeurs[colonne] = None if texte == VIDE else lu(colonne, texte)


def importer_participants(monde: Monde, lignes: list[Ligne], jour: date) -> tuple[Monde, set[int]]:
    """The world after the file, and the ranks of its rejected lines."""
    rejetees: set[int] = set()
    avant = deepcopy(monde.participations)
    for identifiant in dict.fromkeys(ligne["identifiant"] for ligne in lignes):
        siennes = [rang for rang, ligne in enumerate(lignes) if ligne["identifiant"] == identifiant]
        while True:
            gardees = [rang for rang in siennes if rang not in rejetees]
            apres = appliquer(monde, [lignes[rang] for rang in gardees])
            fautives = a_rejeter(monde, apres, lignes, gardees, jour)
            if not fautives:
                break
            rejetees |= fautives
        monde = apres
    reprendre_etapes(monde, {cle[0] for cle, p in monde.participations.items() if avant.get(cle) != p})
    return monde, rejetees


def reprendre_etapes(monde: Monde, changees: set[str]) -> None:
    """Étapes of whoever's participations changed: one that is outside its own, or in a duplicate, moves if it can."""
    for etape in monde.etapes:
        identifiant, dispositif, entree = etape["place"]
        p = monde.participations[etape["place"]]
        dehors = etape["date_debut"] < entree or (p["date_sortie"] and etape["date_debut"] > p["date_sortie"])
        if identifiant in changees and (dehors or p["motif_sortie"] == "A_DOUBLON"):
            etape["place"] = participation_de(monde, identifiant, dispositif, etape) or etape["place"]


def appliquer(monde: Monde, lignes: list[Ligne]) -> Monde:
    """Lines put one over the other, in the order of the file."""
    apres = deepcopy(monde)
    for ligne in lignes:
        cle = cle_de(ligne)
        poser(ligne, PERSONNE, apres.personnes.setdefault(cle[0], dict.fromkeys(PERSONNE)))
        poser(ligne, PARTICIPATION, apres.participations.setdefault(cle, dict.fromkeys(PARTICIPATION)))
        if codes := ligne.get("criteres", ""):
            apres.criteres[cle] = frozenset() if codes == VIDE else frozenset(codes.split("|"))
        if reponse := ligne.get("handicap", ""):
            apres.sensibles.pop((cle[0], cle[2]), None)
            if reponse != VIDE:
                apres.sensibles[cle[0], cle[2]] = reponse
    return apres


def cle_de(ligne: Ligne) -> tuple[str, str, date]:
    return ligne["identifiant"], ligne.get("dispositif") or "PLIE", date.fromisoformat(ligne["date_entree"])


def a_rejeter(avant: Monde, apres: Monde, lignes: list[Ligne], gardees: list[int], jour: date) -> set[int]:
    """Lines of one person to reject at this turn: those that make a state impossible, else those that overlap."""
    impossibles: set[int] = set()
    identifiants = {lignes[rang]["identifiant"] for rang in gardees}
    for cle in [cle for cle in apres.participations if cle[0] in identifiants]:
        siennes = [rang for rang in gardees if cle_de(lignes[rang]) == cle]
        for colonne in fautes(cle[2], apres.personnes[cle[0]], apres.participations[cle], jour):
            # The day of birth is the person's: any line may have brought it.
            parmi = gardees if colonne == "date_naissance" else siennes
            qui = [rang for rang in parmi if lignes[rang].get(colonne)]
            impossibles.update((qui or siennes)[-1:])
    return impossibles or chevauchements(avant, apres, lignes, gardees)


def fautes(entree: date, personne: dict[str, Any], p: dict[str, Any], jour: date) -> set[str]:
    """Columns that make a participation impossible."""
    trouvees = {c for c in ("date_prescription", "date_sortie", "date_validation_sortie") if p[c] and p[c] > jour}
    if entree > jour:
        trouvees.add("date_entree")
    if personne["date_naissance"] and personne["date_naissance"] >= entree:
        trouvees.add("date_naissance")
    if p["date_sortie"] and p["date_sortie"] < entree:
        trouvees.add("date_sortie")
    if p["motif_sortie"] and not p["date_sortie"]:
        trouvees.add("motif_sortie")
    return trouvees


def chevauchements(avant: Monde, apres: Monde, lignes: list[Ligne], gardees: list[int]) -> set[int]:
    """Of two participations that share a day, the new one goes before the recorded one, then the later in the file."""
    derniere = {cle_de(lignes[rang]): rang for rang in gardees}
    rejetees: set[tuple[str, str, date]] = set()
    identifiants = {cle[0] for cle in derniere}
    siennes = sorted((cle for cle in apres.participations if cle[0] in identifiants), key=lambda cle: cle[2])
    for cle in siennes:
        for precedente in siennes[: siennes.index(cle)][::-1]:
            if precedente[1] != cle[1] or {precedente, cle} & rejetees or not se_touchent(apres, precedente, cle):
                continue
            faibles = [c for c in (precedente, cle) if c in derniere]
            if faibles:
                rejetees.add(max(faibles, key=lambda c: (c not in avant.participations, derniere[c])))
    return {rang for rang in gardees if cle_de(lignes[rang]) in rejetees}


def se_touchent(monde: Monde, premiere: tuple[str, str, date], seconde: tuple[str, str, date]) -> bool:
    une, autre = monde.participations[premiere], monde.participations[seconde]
    if "A_DOUBLON" in (une["motif_sortie"], autre["motif_sortie"]):
        return False
    return une["date_sortie"] is None or une["date_sortie"] >= seconde[2]


ETAPE = ("reference", "categorie", "intitule", "date_debut", "date_fin")


def importer_etapes(monde: Monde, lignes: list[Ligne]) -> tuple[Monde, set[int]]:
    """The world after the file, and the ranks of its rejected lines. Keys by keys, identical contents first."""
    apres, rejetees, par_cle = deepcopy(monde), set(), {}
    for rang, ligne in enumerate(lignes):
        valeurs = dict.fromkeys(ETAPE)
        poser(ligne, ETAPE, valeurs)
        place = participation_de(monde, ligne["identifiant"], ligne.get("dispositif") or "PLIE", valeurs)
        if place is None or (valeurs["date_fin"] and valeurs["date_fin"] < valeurs["date_debut"]):
            rejetees.add(rang)
        else:
            par_cle.setdefault(cle_d_etape(ligne), []).append((rang, ligne, place))
    for cle, groupe in par_cle.items():
        rejetees |= ranger(apres, cle, groupe)
    return apres, rejetees


def cle_d_etape(ligne: Ligne) -> tuple[str, ...]:
    if ligne.get("reference"):
        return ("reference", ligne["reference"])
    intitule = "" if ligne["intitule"] == VIDE else ligne["intitule"]
    return (ligne["identifiant"], ligne["dispositif"] or "PLIE", ligne["categorie"], ligne["date_debut"], intitule)


def participation_de(monde: Monde, identifiant: str, dispositif: str, etape: dict[str, Any]) -> Any:
    """The person's participation in the scheme that contains the first day; a real one before a duplicate."""
    debut = etape["date_debut"]
    dedans = [
        (p["motif_sortie"] != "A_DOUBLON", cle[2], cle)
        for cle, p in monde.participations.items()
        if cle[:2] == (identifiant, dispositif)
        and cle[2] <= debut
        and (not p["date_sortie"] or debut <= p["date_sortie"])
    ]
    return max(dedans)[2] if dedans else None


def ranger(monde: Monde, cle: tuple[str, ...], groupe: list[tuple[int, Ligne, Any]]) -> set[int]:
    """Lines of one key: each an étape. Which is which is tried apart (test_appariement), and asked here."""
    connues = [
        EtapeConnue(rang, rang, (etape["place"], *(etape[c] for c in ETAPE)))
        for rang, etape in enumerate(monde.etapes)
        if etape["cle"] == cle
    ]
    rejetees = set()
    for (rang, ligne, place), connue in zip(groupe, apparier([contenu(g) for g in groupe], connues), strict=True):
        etape = monde.etapes[connue.id] if connue else {"cle": cle, **dict.fromkeys(ETAPE)}
        essai = dict(etape)
        poser(ligne, ETAPE, essai)
        if essai["date_fin"] and essai["date_fin"] < essai["date_debut"]:
            rejetees.add(rang)
            continue
        etape.update(essai, place=place)
        if connue is None:
            monde.etapes.append(etape)
    return rejetees


def contenu(ligne: tuple[int, Ligne, Any]) -> tuple[Any, ...]:
    """The participation and the cells of a line: None where nothing is said, the mark where it erases."""
    _, cellules, place = ligne
    dits = (cellules.get(colonne, "") for colonne in ETAPE)
    return (place, *(MARQUE if t == VIDE else lu(c, t) if t else None for c, t in zip(ETAPE, dits, strict=True)))
