"""What a file of casework holds of the year told: prescriptions and their issue, interviews, jobs followed up.

Invented, and exact: the same file gives the same lines. No published figure speaks of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from deplie.site.demonstration.calendrier import ouvre_des
from deplie.site.demonstration.declaration import Declaration
from deplie.site.demonstration.parcours import Parcours
from deplie.site.demonstration.tirage import Tirage
from deplie.territoires.queries.metiers import metiers
from deplie.territoires.rules.sorties import FAMILLE_DU_MOTIF

Ligne = dict[str, Any]
EN_EMPLOI: Final = "POSITIVE_EMPLOI"
CONTRATS: Final = {"P_CDI": "CDI", "P_CDD6": "CDD6", "P_CUMUL6": "INTERIM", "P_ALT": "ALTERNANCE", "P_CREA": "CREATION"}
PRESENCES: Final = {"TENU": 84, "ABSENT_EXCUSE": 8, "ABSENT": 6, "ANNULE": 2}
MODES: Final = {"PRESENCE": 74, "TELEPHONE": 18, "VISIO": 4, "DOMICILE": 4}
HEURES: Final = ("08:30", "09:30", "10:30", "11:15", "13:30", "14:30", "15:45")
OBJETS: Final = (
    "Point sur le parcours", "Recherche d'emploi", "Bilan de l'étape", "Préparation d'un entretien d'embauche",
    "Projet professionnel", "Mobilité et garde d'enfant",
)  # fmt: skip
NOTES: Final = (
    "Le projet se précise ; deux offres à regarder ensemble.",
    "Étape en cours suivie avec assiduité. Prochain point dans un mois.",
    "CV repris, lettre à terminer pour la prochaine fois.",
    "Immersion à organiser ; employeur contacté.",
    "Solution de garde trouvée, reprise possible en journée.",
)
RAISONS: Final = {
    "REFUSE": ("Les critères du plan ne sont pas réunis.", "Mission locale d'Exemple, entretien le mois prochain."),
    "ANNULE": ("La personne n'a pas donné suite.", ""),
    "AJOURNE": ("Une pièce manque au dossier.", ""),
}


def suivre(parcours: list[Parcours], lue: Declaration) -> dict[str, list[Ligne]]:
    """The three tables of the year that the declaration tells; nothing where it tells none."""
    regle = lue.brut.get("suivi")
    if not regle:
        return {}
    debut, fin = date(regle["annee"], 1, 1), date(regle["annee"], 12, 31)
    reels = [p for p in parcours if p.motif != "A_DOUBLON"]
    presents = [p for p in reels if p.entree <= fin and (p.sortie is None or p.sortie >= debut)]
    return {
        "prescriptions": list(_prescriptions(reels, lue, debut, fin)),
        "entretiens": list(_entretiens(presents, lue, debut, fin)),
        "emplois": list(_emplois(presents, lue, debut)),
    }


def prescription(p: Parcours, statut: str, le: date, **autres: Any) -> Ligne:
    """A line of ``prescriptions``: identity is told for who is not known yet."""
    personne = p.personne
    raison, voie = RAISONS.get(statut, ("", ""))
    return {
        "identifiant": personne.identifiant, "nom": personne.nom, "nom_usage": personne.nom_usage,
        "prenom": personne.prenom, "date_naissance": personne.naissance, "sexe": personne.sexe,
        "telephone": personne.telephone, "courriel": personne.courriel, "dispositif": p.dispositif,
        "prescrite_le": le, "prescripteur": p.prescripteur, "origine": "STRUCTURE", "receveur": p.referent,
        "statut": statut, "statut_le": None, "information_le": le, "consentement_le": le,
        "criteres": " | ".join(p.criteres), "pieces_du": le - timedelta(days=9), "freins": " | ".join(p.freins),
        "situation": "", "raison": raison, "autre_voie": voie,
    } | autres  # fmt: skip


def _prescriptions(reels: list[Parcours], lue: Declaration, debut: date, fin: date) -> Iterator[Ligne]:
    """Of who entered in the year; and of people already gone once, whom no commission admitted again."""
    for p in reels:
        if p.prescription and debut <= p.entree <= fin:
            yield prescription(p, "ADMIS", p.prescription, statut_le=p.entree)
    tirage = Tirage(f"{lue.code}/prescriptions closes")
    partis = [p for p in reels if p.sortie and p.sortie.year == debut.year - 1 and p.motif == "A_ABAND"]
    revenus = {p.personne.identifiant for p in reels if p.entree >= debut}
    candidats = [p for p in partis if p.personne.identifiant not in revenus]
    for p in tirage.melange(candidats)[: lue.brut["suivi"]["non_admises"]]:
        le = ouvre_des(debut + timedelta(days=tirage.entier(10, 345)))
        issue = tirage.pondere({"REFUSE": 55, "ANNULE": 45})
        yield prescription(p, issue, le, statut_le=ouvre_des(le + timedelta(days=tirage.entier(12, 60))))


def entretien(p: Parcours, jour: date, statut: str, tirage: Tirage, **autres: Any) -> Ligne:
    """A line of ``entretiens``; what is kept of it, only when it was held."""
    return {
        "identifiant": p.personne.identifiant, "dispositif": p.dispositif, "agent": p.referent, "date_entretien": jour,
        "heure": tirage.choix(HEURES), "statut": statut, "duree": tirage.choix((30, 45, 60)),
        "mode": tirage.pondere(MODES), "lieu": "", "objet": tirage.choix(OBJETS),
        "note": tirage.choix(NOTES) if statut == "TENU" and tirage.vrai(0.6) else "",
    } | autres  # fmt: skip


def _entretiens(presents: list[Parcours], lue: Declaration, debut: date, fin: date) -> Iterator[Ligne]:
    """One every five weeks or so while somebody is there, out of the closures."""
    tirage = Tirage(f"{lue.code}/entretiens")
    fermetures = lue.dates.get("fermetures", ())
    for p in presents:
        if p.prescription and p.entree >= debut:
            # Received before the commission.
            recue = ouvre_des(p.prescription + timedelta(days=tirage.entier(3, 16)))
            if debut <= recue < p.entree:
                yield entretien(p, recue, "TENU", tirage, objet="Premier accueil")
        dernier = min(p.sortie or fin, fin)
        jour = ouvre_des(max(p.entree, debut) + timedelta(days=tirage.entier(3, 25)))
        while jour <= dernier:
            if not any(du <= jour <= au for du, au in fermetures):
                yield entretien(p, jour, tirage.pondere(PRESENCES), tirage)
            jour = ouvre_des(jour + timedelta(days=tirage.entier(28, 47)))


def _emplois(presents: list[Parcours], lue: Declaration, debut: date) -> Iterator[Ligne]:
    """The job of who left for one in the year, found weeks before; what was seen of its months by then."""
    tirage, vu_au = Tirage(f"{lue.code}/emplois"), lue.dates["observe_au"]
    for p in presents:
        if p.sortie and p.sortie >= debut and FAMILLE_DU_MOTIF.get(p.motif) == EN_EMPLOI:
            embauche = max(p.entree + timedelta(days=7), p.sortie - timedelta(days=tirage.entier(20, 150)))
            yield emploi(p, ouvre_des(min(embauche, p.sortie)), vu_au, CONTRATS.get(p.motif, "AUTRE"), tirage)


def emploi(p: Parcours, embauche: date, vu_au: date, contrat: str, tirage: Tirage, **autres: Any) -> Ligne:
    """A line of ``emplois``: a month over is seen nine times in ten, proved eight times in ten."""
    from deplie.parcours.rules.emploi import fin_du_mois

    constats: dict[str, Any] = {}
    for mois in range(1, 7):
        vu = fin_du_mois(embauche, mois) <= vu_au and tirage.vrai(0.9)
        constats[f"situation_mois_{mois}"] = tirage.pondere({"EMPLOI": 92, "RECHERCHE": 8}) if vu else ""
        constats[f"preuve_mois_{mois}"] = "Bulletin de paie" if vu and tirage.vrai(0.8) else ""
    metier, employeur, rome = tirage.choix(METIERS)
    base: Mapping[str, Any] = {
        "identifiant": p.personne.identifiant, "dispositif": p.dispositif, "contrat": contrat,
        "date_embauche": embauche, "fin_prevue": None, "fin_emploi": None, "raison_fin": "", "employeur": employeur,
        "metier": metier, "code_rome": rome, "quotite": tirage.pondere({100: 55, 80: 20, 70: 15, 50: 10}),
        "preuve": "Contrat de travail", "preuve_du": embauche,
    }  # fmt: skip
    return {**base, **constats, **autres}


# An occupation of the ROME, with its label, and who employs.
METIERS: Final = tuple(
    (metiers()[rome], employeur, rome)
    for rome, employeur in (
        ("K2205", "Nettoyage Modèle"),
        ("K1304", "Services à domicile Exemple"),
        ("D1106", "Boulangerie fictive"),
        ("G1803", "Restaurant Hypothèse"),
        ("N1103", "Transports Factices"),
        ("M1601", "Collectivité modèle"),
    )
)
