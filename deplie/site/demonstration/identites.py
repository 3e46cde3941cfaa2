"""Names that nobody bears, births that give the declared ages, telephones and addresses that reach nobody.

Telephones are of the range 02 61 91 that ARCEP keeps for works of fiction; domains end in ``.invalid`` (RFC 2606).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from deplie.personnes.rules import cle_de_nom
from deplie.site.demonstration.calendrier import ouvre_des
from deplie.site.demonstration.declaration import Declaration, lire
from deplie.site.demonstration.parcours import Parcours, Personne, age
from deplie.site.demonstration.tirage import Tirage

# Age bands at entry, with their weights.
JEUNES = {(18, 20): 30, (21, 24): 70}
ADULTES = {(25, 34): 32, (35, 44): 31, (45, 49): 14, (50, 59): 20, (60, 62): 3}
RETRAITES = {(60, 64): 1}
REPONSES = {
    "handicap": {"NON": 80, "OUI": 9, "NE_SE_PRONONCE_PAS": 6, "NON_DEMANDE": 5},
    "pays_tiers": {"NON": 88, "OUI": 6, "NE_SE_PRONONCE_PAS": 2, "NON_DEMANDE": 4},
    "origine_etrangere": {"NON": 66, "OUI": 10, "NE_SE_PRONONCE_PAS": 18, "NON_DEMANDE": 6},
    "sans_abri": {"NON": 92, "OUI": 3, "NE_SE_PRONONCE_PAS": 2, "NON_DEMANDE": 3},
}


def naitre(parcours: list[Parcours], lue: Declaration) -> None:
    """Sex, birth and sensitive answers of every person; no two births alike, so that nobody looks like a duplicate."""
    tirage = Tirage(f"{lue.code}/naissances")
    prises: set[date] = {p.personne.naissance for p in parcours if p.personne.naissance}
    for p in premiers(parcours):
        p.personne.sexe = p.sexe
        if p.personne.naissance is None:
            p.personne.naissance = _naissance(p, prises, tirage)
            prises.add(p.personne.naissance)
        p.personne.reponses = {question: tirage.pondere(poids) for question, poids in REPONSES.items()}


def premiers(parcours: list[Parcours]) -> list[Parcours]:
    """The first participation of each person, by entry."""
    par_personne: dict[int, Parcours] = {}
    for p in sorted(parcours, key=lambda p: p.entree):
        par_personne.setdefault(id(p.personne), p)
    return list(par_personne.values())


def _naissance(p: Parcours, prises: set[date], tirage: Tirage) -> date:
    bandes = RETRAITES if p.motif == "N_RETR" else ADULTES if p.plus_25 else JEUNES
    bas, haut = tirage.pondere(bandes)
    ans = tirage.entier(bas, haut)
    while True:
        jour = p.entree - timedelta(days=int(ans * 365.25) + tirage.entier(1, 364))
        if age(jour, p.entree) == ans and jour not in prises:
            return jour


def numeroter(parcours: list[Parcours], lue: Declaration) -> None:
    """Number people by year and order of entry; somebody of the declaration may claim a number, and swaps for it."""
    par_annee: dict[int, int] = {}
    par_numero: dict[str, Parcours] = {}
    for p in premiers(parcours):
        rang = par_annee[p.entree.year] = par_annee.get(p.entree.year, 0) + 1
        p.personne.identifiant = f"{lue.prefixe}-{p.entree.year}-{rang:04}"
        par_numero[p.personne.identifiant] = p
    for vedette in lue.brut.get("vedettes", ()):
        if "numero" in vedette:
            une = next(p for p in parcours if p.vedette and _est(p.personne, vedette))
            autre = par_numero[vedette["numero"]]
            une.personne.identifiant, autre.personne.identifiant = (
                autre.personne.identifiant,
                une.personne.identifiant,
            )


def _est(personne: Personne, vedette: dict[str, str]) -> bool:
    return (personne.prenom, personne.nom) == (vedette["prenom"], vedette["nom"])


def nommer(parcours: list[Parcours], lue: Declaration) -> None:
    """Names, unique in the territory, and ways to write or call that reach nobody."""
    mots = lire("vocabulaire")
    tirage = Tirage(f"{lue.code}/noms")
    pris = {(p.personne.prenom, p.personne.nom) for p in parcours}
    piles = {
        liste: [c for c in tirage.melange([(p, n) for p in mots[liste] for n in mots["noms"]]) if c not in pris]
        for liste in ("prenoms_femmes", "prenoms_hommes")
    }
    for rang, p in enumerate(premiers(parcours)):
        personne = p.personne
        if not personne.nom:
            feminin = p.sexe == "F" or (p.sexe == "X" and tirage.vrai(0.5))
            personne.prenom, personne.nom = piles["prenoms_femmes" if feminin else "prenoms_hommes"].pop()
        if p.sexe == "F" and tirage.vrai(0.22):
            personne.nom_usage = tirage.choix([n for n in mots["noms"] if n != personne.nom])
        _coordonnees(p, rang, tirage)


def _coordonnees(p: Parcours, rang: int, tirage: Tirage) -> None:
    assert p.lieu is not None
    personne = p.personne
    personne.adresse = f"{tirage.entier(1, 90)} {tirage.choix(lire('vocabulaire')['voies'])}"
    personne.code_postal = tirage.choix(p.lieu.codes_postaux)
    if tirage.vrai(0.93):
        personne.telephone = f"+33 2 61 91 {rang // 100 % 100:02} {rang % 100:02}"
    if tirage.vrai(0.58):
        nom = ".".join(cle_de_nom(x, "").replace(" ", "-") for x in (personne.prenom, personne.nom))
        personne.courriel = f"{nom}@courriel.invalid"


def oublier(parcours: list[Parcours], lue: Declaration) -> None:
    """Erase a few births and sexes where no published figure stands on them: real files have such holes."""
    tirage = Tirage(f"{lue.code}/oublis")
    lacunes = lue.personnes.get("lacunes", {})
    for champ, attribut in (("date_naissance", "naissance"), ("sexe", "sexe")):
        for p in tirage.melange(premiers(parcours))[: round(lacunes.get(champ, 0) * len(parcours))]:
            setattr(p.personne, attribut, None if attribut == "naissance" else "")


def revenir(parcours: list[Parcours], lue: Declaration) -> None:
    """Make some entries of a year re-entries of people who had left the year before: one person, two participations."""
    regle = lue.personnes.get("reentrees")
    if not regle:
        return
    tirage = Tirage(f"{lue.code}/reentrees")
    partis = [p for p in parcours if p.sortie and p.sortie.year == regle["sortie"] and p.motif == "A_ABAND"]
    entrants = [p for p in parcours if p.entree.year == regle["entree"] and not p.vedette]
    restent = regle["nombre"]
    for ancien in tirage.melange([p for p in partis if p.plus_25]):
        semblables = [p for p in entrants if p.plus_25 and p.sexe == ancien.sexe]
        if restent and semblables:
            nouveau = tirage.choix(semblables)
            nouveau.personne = ancien.personne
            entrants.remove(nouveau)
            restent -= 1


def doublonner(parcours: list[Parcours], lue: Declaration) -> None:
    """Add entries recorded twice by mistake and cancelled: real files have some, and they count nowhere."""
    regle = lue.personnes.get("doublons")
    if not regle:
        return
    candidats = [p for p in parcours if p.entree.year == regle["annee"] and not p.vedette and (p.jours > 60)]
    for p in Tirage(f"{lue.code}/doublons").melange(candidats)[: regle["nombre"]]:
        entree = ouvre_des(p.entree + timedelta(days=14))
        sortie = ouvre_des(entree + timedelta(days=5))
        vide: dict[str, object] = {"validation": sortie, "suspension": 0, "situation": "", "situation_le": None}
        copie = replace(p, entree=entree, sortie=sortie, motif="A_DOUBLON", provisoire=False, etapes=[], **vide)
        parcours.append(copie)
