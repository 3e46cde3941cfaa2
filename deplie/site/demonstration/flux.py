"""Entries and exits: cohort by cohort, exact counts, dates drawn on commissions and working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from deplie.site.demonstration.calendrier import commissions, jours_ouvres, ouvre_des
from deplie.site.demonstration.declaration import Cohorte, Declaration, Sorties
from deplie.site.demonstration.parcours import Parcours
from deplie.site.demonstration.tirage import Tirage

SEJOUR_MINIMAL = timedelta(days=60)
EMPLOI = "POSITIVE_EMPLOI"
# Days of a month, as in the exchange contract.
MOIS = Decimal("30.4375")
SUITES = {
    EMPLOI: {"EMPLOI": 78, "RECHERCHE": 10, "FORMATION": 2, "INACTIF": 2, "INCONNUE": 8},
    "POSITIVE_FORMATION": {"EMPLOI": 44, "RECHERCHE": 32, "FORMATION": 12, "INACTIF": 4, "INCONNUE": 8},
    "": {"EMPLOI": 12, "RECHERCHE": 34, "FORMATION": 4, "INACTIF": 10, "INCONNUE": 40},
}


def tirer_flux(lue: Declaration) -> list[Parcours]:
    """Every participation of the territory with its dates, its marks (sex, 25 and over, QPV) and its motive of exit."""
    parcours = [p for cohorte in lue.cohortes for p in _cohorte(cohorte, lue)]
    for sorties in lue.sorties:
        partis = [
            p for p in parcours if p.sortie and (p.dispositif, p.sortie.year) == (sorties.dispositif, sorties.annee)
        ]
        _motiver(partis, sorties, Tirage(f"{lue.code}/motifs/{sorties.dispositif}/{sorties.annee}"))
        _suspendre(partis, sorties, Tirage(f"{lue.code}/suspensions/{sorties.dispositif}/{sorties.annee}"))
    _autre_sexe(parcours, lue)
    return parcours


def _cohorte(cohorte: Cohorte, lue: Declaration) -> list[Parcours]:
    tirage = Tirage(f"{lue.code}/cohorte/{cohorte.nom}")
    profil = lue.personnes
    femmes = _nombre(cohorte.femmes, profil.get("femmes"), cohorte)
    plus_25 = _nombre(cohorte.plus_25, profil.get("plus_25"), cohorte)
    dates = _dates(cohorte, lue, tirage)
    marques = zip(
        dates,
        tirage.marques(femmes, cohorte.effectif),
        tirage.marques(plus_25, cohorte.effectif),
        _qpv(cohorte, lue, tirage),
        strict=True,
    )
    return [Parcours(cohorte, *d, sexe="F" if f else "H", plus_25=a, qpv=q) for d, f, a, q in marques]


def _nombre(exact: int | None, part: float | None, cohorte: Cohorte) -> int:
    return exact if exact is not None else round((part or 0) * cohorte.effectif)


def _qpv(cohorte: Cohorte, lue: Declaration, tirage: Tirage) -> list[str]:
    """OUI, NON, NSP; all empty where the territory has no priority neighbourhood."""
    if not lue.lieux.get("qpv"):
        return ["NON"] * cohorte.effectif
    oui = _nombre(cohorte.qpv, lue.personnes.get("qpv"), cohorte)
    inconnus = 0 if cohorte.qpv is not None else _nombre(None, lue.personnes.get("qpv_nsp"), cohorte)
    return tirage.paquet({"OUI": oui, "NSP": inconnus, "NON": cohorte.effectif - oui - inconnus})


def _dates(cohorte: Cohorte, lue: Declaration, tirage: Tirage) -> list[tuple[date, date | None]]:
    seances = commissions(*cohorte.entree, lue.dates.get("fermetures", ()))
    if cohorte.sortie is None:
        return [(_seance(seances, tirage), None) for _ in range(cohorte.effectif)]
    debut = max(cohorte.sortie[0], seances[0] + SEJOUR_MINIMAL)
    poids = _poids(jours_ouvres(debut, cohorte.sortie[1]), lue)
    sorties = [tirage.pondere(poids) for _ in range(cohorte.effectif)]
    return [(_seance([s for s in seances if s <= sortie - SEJOUR_MINIMAL], tirage), sortie) for sortie in sorties]


def _seance(seances: Sequence[date], tirage: Tirage) -> date:
    """One commission; the last ones come up to three times as often as the first, for people leave with time."""
    return tirage.pondere({seance: 1 + 2 * rang / len(seances) for rang, seance in enumerate(seances)})


def _poids(jours: Sequence[date], lue: Declaration) -> dict[date, float]:
    par_annee = lue.dates.get("poids_mois", {})
    return {jour: par_annee.get(str(jour.year), [1] * 12)[jour.month - 1] for jour in jours}


def _motiver(partis: list[Parcours], sorties: Sorties, tirage: Tirage) -> None:
    """Give each exit its motive: what depends on dates and ages first, the rest of the deck at random."""
    restants = dict(sorties.motifs)
    libres = sorted(partis, key=lambda p: p.sortie or p.entree)
    if sorties.provisoires:
        libres = _emplois_dates(libres, restants, sorties, tirage)
    if sorties.tardifs:
        motif, depuis = sorties.tardifs["motif"], sorties.tardifs["depuis"]
        libres = _attribuer(libres, [p for p in libres if p.sortie and p.sortie >= depuis], motif, restants, tirage)
    libres = _attribuer(libres, [p for p in libres if p.plus_25], "N_RETR", restants, tirage)
    longs = sorted(libres, key=lambda p: -p.jours)[: 3 * restants.get("A_FINDUR", 0)]
    libres = _attribuer(libres, longs, "A_FINDUR", restants, tirage)
    for p, motif in zip(libres, tirage.paquet(restants), strict=True):
        p.motif = motif


def _attribuer(
    libres: list[Parcours], candidats: list[Parcours], motif: str, restants: dict[str, int], tirage: Tirage
) -> list[Parcours]:
    """Give a motive, as often as it remains, to candidates at random; returns those still without one."""
    for p in tirage.melange(candidats)[: restants.pop(motif, 0)]:
        p.motif = motif
    return [p for p in libres if not p.motif]


def _emplois_dates(
    libres: list[Parcours], restants: dict[str, int], sorties: Sorties, tirage: Tirage
) -> list[Parcours]:
    """Exits to a job: those of the last months are provisional, for the job is not six months old; no other is."""
    assert sorties.provisoires is not None
    nombre, depuis = sorties.provisoires["nombre"], sorties.provisoires["depuis"]
    motifs = [m for m in restants if m.startswith("P_") and m != "P_FORM"]
    paquet = tirage.paquet({m: restants.pop(m) for m in motifs})
    tard = tirage.melange([p for p in libres if p.sortie and p.sortie >= depuis])[:nombre]
    tot = tirage.melange([p for p in libres if p.sortie and p.sortie < depuis])[: len(paquet) - nombre]
    for p, motif in zip([*tard, *tot], paquet, strict=True):
        p.motif = motif
    for p in tard:
        p.provisoire = True
    return [p for p in libres if not p.motif]


def _suspendre(partis: list[Parcours], sorties: Sorties, tirage: Tirage) -> None:
    """Suspend one parcours in twelve. Where a mean stay is published, suspensions bring the total to it, to the day."""
    longs = [p for p in partis if p.jours > 200]
    suspendus = tirage.melange(longs)[: max(1, len(partis) // 12)]
    for p in suspendus:
        p.suspension = tirage.entier(20, 110)
    if sorties.duree_moyenne_mois is None:
        return
    cible = int((MOIS * sorties.duree_moyenne_mois * len(partis)).quantize(Decimal(1), ROUND_HALF_UP))
    voulu = sum(p.suspension for p in suspendus)
    _deplacer_entrees([p for p in partis if p.entree.year < sorties.annee], partis, cible + voulu)
    manque = sum(p.jours - p.suspension for p in partis) - cible
    for rang, p in enumerate(suspendus):
        p.suspension += manque // len(suspendus) + (rang < manque % len(suspendus))


def _deplacer_entrees(deplacables: list[Parcours], partis: list[Parcours], total: int) -> None:
    """Move entries by one commission until the stays add up to ``total`` days, within a fortnight."""
    ecart = total - sum(p.jours for p in partis)
    rang = 0
    while abs(ecart) > 14:
        p = deplacables[rang % len(deplacables)]
        rang += 1
        pas = 14 if ecart < 0 else -14
        arrivee = ouvre_des(p.entree + timedelta(days=pas))
        if p.cohorte.entree[0] <= arrivee <= p.cohorte.entree[1] and p.sortie and arrivee <= p.sortie - SEJOUR_MINIMAL:
            ecart -= (p.entree - arrivee).days
            p.entree = arrivee


def _autre_sexe(parcours: list[Parcours], lue: Declaration) -> None:
    hommes = [p for p in parcours if p.sexe == "H"]
    for p in Tirage(f"{lue.code}/sexe").melange(hommes)[: lue.personnes.get("autre_sexe", 0)]:
        p.sexe = "X"


def constater(parcours: list[Parcours], lue: Declaration) -> None:
    """Validate the exits and note the situation at six months, as known on the day the file is closed."""
    tirage = Tirage(f"{lue.code}/suites")
    for p in parcours:
        if p.sortie is None or p.provisoire:
            continue
        _observer(p, lue.dates["observe_au"], tirage)
        apres_six_mois = p.famille == EMPLOI and lue.dates.get("validation") != "a_la_sortie"
        if apres_six_mois and p.situation_le:
            p.validation = p.situation_le
        else:
            p.validation = min(ouvre_des(p.sortie + timedelta(days=tirage.entier(6, 35))), lue.dates["observe_au"])


def _observer(p: Parcours, observe_au: date, tirage: Tirage) -> None:
    """The situation at six months: always looked for after a positive exit, one time in three after another."""
    assert p.sortie is not None
    suite = SUITES.get(p.famille, SUITES[""])
    le = ouvre_des(six_mois_apres(p.sortie) + timedelta(days=tirage.entier(0, 5)))
    cherchee = p.famille in SUITES or tirage.vrai(0.33)
    if cherchee and le <= observe_au and p.motif != "N_DECES":
        p.situation, p.situation_le = tirage.pondere(suite), le


def six_mois_apres(jour: date) -> date:
    """The same day six months later, or the last day of that month."""
    annee, mois = divmod(jour.month + 5, 12)
    suivant = date(jour.year + annee + (mois + 1) // 12, (mois + 1) % 12 + 1, 1)
    return min(date(jour.year + annee, mois + 1, 1) + timedelta(days=jour.day - 1), suivant - timedelta(days=1))
