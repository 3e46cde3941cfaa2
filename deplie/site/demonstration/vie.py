"""The months before today, invented on the day the demonstration is made: a believable working day for each account.

The same day gives the same people. Nobody of the years told is touched but those still there at their end: they have
left since, but a few. Nothing here falls in a period of which a figure is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deplie.site.demonstration.calendrier import annee_courante, commissions, ouvre_des
from deplie.site.demonstration.declaration import PLIE, Cohorte, Declaration, declaration, lire
from deplie.site.demonstration.fabrique import fabriquer
from deplie.site.demonstration.identites import naitre, nommer
from deplie.site.demonstration.mots import numero_du_referent
from deplie.site.demonstration.parcours import Etape, Parcours
from deplie.site.demonstration.profils import courriel_referent, profiler
from deplie.site.demonstration.suivi import PRESENCES, Ligne, emploi, entretien, prescription
from deplie.site.demonstration.tables import ligne_etape, ligne_participant
from deplie.site.demonstration.tirage import Tirage

SUIVIS: Final = 66
# Those of the two years before who have left, so that the last whole year has something to say.
PASSES: Final = 48
# A few of those of before are still there: long parcours exist.
ANCIENS: Final = 4
DEPARTS: Final = {"P_CDI": 16, "P_CDD6": 18, "P_FORM": 10, "N_DEMEN": 8, "A_ABAND": 26, "A_REOR": 12, "A_SANTE": 10}
# What a commission and its prescribers have before them.
ATTENTES: Final = (
    ("PRESCRIT", 2), ("PRESCRIT", 5), ("PRESCRIT", 12), ("PRESCRIT", 41), ("PRESCRIT", 78), ("RECEVABLE", 16),
    ("RECEVABLE", 24), ("RECEVABLE", 35), ("EN_COMMISSION", 20), ("EN_COMMISSION", 27), ("EN_COMMISSION", 31),
    ("EN_COMMISSION", 33), ("EN_COMMISSION", 46), ("AJOURNE", 38), ("AJOURNE", 52), ("REFUSE", 44), ("REFUSE", 60),
    ("ANNULE", 70),
)  # fmt: skip
AUJOURD_HUI: Final = ("08:30", "09:30", "11:00", "14:00", "15:30")
CATEGORIES: Final = {"ATELIER": 26, "PREPA": 18, "MOB": 12, "EMPLOI_COURT": 14, "PMSMP": 8, "QUALIF": 12, "IAE_ACI": 10}
INTITULES: Final = {
    "ATELIER": "Atelier recherche d'emploi", "PREPA": "Remise à niveau", "MOB": "Aide à la mobilité",
    "EMPLOI_COURT": "CDD de deux mois", "PMSMP": "Immersion en entreprise", "QUALIF": "Titre professionnel",
    "IAE_ACI": "Chantier d'insertion",
}  # fmt: skip


@dataclass(frozen=True)
class Vie:
    """The tables to import, and what no table brings: who signs when, who is suspended since when."""

    tables: dict[str, list[Ligne]]
    suivis: tuple[Parcours, ...]
    # (identifiant, entry, days after it when each of the three signed; empty: not all of them).
    contrats: tuple[tuple[str, date, tuple[int, ...]], ...]
    suspensions: tuple[tuple[str, date, date], ...]


def vivre(code: str, jour: date) -> Vie | None:
    """What happened in a demonstration territory up to a day; None where nobody is followed."""
    lue = declaration(code)
    if not lue.cohortes:
        return None
    suivis = _gens(lue, "vie", SUIVIS, jour)
    tirage = Tirage(f"{code}/vie/{jour:%Y}")
    _entrer(suivis, lue, jour, tirage)
    en_emploi, suspendus, sortis = suivis[4:12], suivis[12:15], suivis[15:24]
    _etapes(suivis, lue, jour, tirage)
    _sortir(sortis, jour, tirage)
    # Followed in work by who knows the employers.
    for p in en_emploi[::2]:
        p.referent = courriel_referent({"role": "charge_relation_entreprise"}, code)
    for p in suivis[24:46:2]:
        p.niveau = ""
    suivis[27].referent = ""
    attentes = _gens(lue, "attentes", len(ATTENTES), jour, depuis=len(suivis))
    passes = _gens(lue, "passés", PASSES, jour, depuis=len(suivis) + len(attentes))
    _passer(passes, jour, tirage)
    anciens, closes = _departs(lue, jour, tirage)
    return Vie(
        {
            "participants": [*anciens, *map(ligne_participant, [*passes, *suivis])],
            "prescriptions": [*_admises([*passes, *suivis]), *_attentes(attentes, lue, jour, tirage)],
            "etapes": [*closes, *(ligne_etape(p, etape) for p in suivis for etape in p.etapes)],
            "entretiens": list(_entretiens(suivis, attentes, suspendus, jour, tirage)),
            "emplois": list(_emplois(en_emploi, sortis, jour, tirage)),
        },
        tuple(suivis),
        tuple(_contrats(suivis, tirage)),
        tuple((p.personne.identifiant, p.entree, jour - timedelta(days=20 + 15 * i)) for i, p in enumerate(suspendus)),
    )


def _gens(lue: Declaration, sujet: str, nombre: int, jour: date, depuis: int = 0) -> list[Parcours]:
    """People with everything that is known at entry; their entry is today until told otherwise."""
    genres = Tirage(f"{lue.code}/{sujet}/genres")
    dispositifs = list(dict.fromkeys(c.dispositif for c in lue.cohortes))
    quartiers = bool(lue.lieux.get("qpv"))
    cohortes = {
        d: Cohorte(f"{sujet} {d}", d, (jour, jour), None, 0, None, None, None, None) for d in dispositifs
    }  # fmt: skip
    gens = [
        Parcours(
            cohortes[dispositifs[rang % len(dispositifs)]], jour, None, sexe="F" if genres.vrai(0.6) else "H",
            plus_25=genres.vrai(0.86), qpv="OUI" if quartiers and genres.vrai(0.35) else "NON",
        )
        for rang in range(nombre)
    ]  # fmt: skip
    effectifs = tuple(
        replace(c, effectif=sum(p.cohorte is c for p in gens)) for c in cohortes.values()
    )  # fmt: skip
    par_nom = {c.nom: c for c in effectifs}
    for p in gens:
        p.cohorte = par_nom[p.cohorte.nom]
        p.referent = _referent(lue, genres, p.dispositif)
    ici = replace(lue, code=f"{lue.code}/{sujet}", cohortes=effectifs)
    naitre(gens, ici)
    profiler(gens, ici)
    nommer(gens, ici)
    for rang, p in enumerate(gens, start=depuis):
        p.personne.identifiant = f"{lue.prefixe}-{jour.year}-9{rang:03}"
        if p.personne.telephone:
            p.personne.telephone = f"+33 2 61 91 9{rang // 100} {rang % 100:02}"
    return gens


def _referent(lue: Declaration, tirage: Tirage, dispositif: str) -> str:
    """The cast's référent follows two people in five: theirs is the home page that visitors open first."""
    siens = [r for r in lue.brut["referents"] if r.get("dispositif", dispositif) == dispositif]
    de_la_distribution = [r for r in siens if "role" in r]
    if de_la_distribution and tirage.vrai(0.4):
        return courriel_referent(de_la_distribution[0], lue.code)
    return courriel_referent(tirage.choix(siens), lue.code)


def _entrer(suivis: list[Parcours], lue: Declaration, jour: date, tirage: Tirage) -> None:
    """Entries on the commissions of a year and a half; the first of the list are the earliest."""
    seances = commissions(jour - timedelta(days=540), jour - timedelta(days=8))
    jours = sorted(tirage.choix(seances) for _ in suivis)
    for p, entree in zip(suivis, jours, strict=True):
        p.prescription = ouvre_des(entree - timedelta(days=tirage.entier(14, 55)))
        p.entree = entree


def _etapes(suivis: list[Parcours], lue: Declaration, jour: date, tirage: Tirage) -> None:
    """One after the other since the entry, three in four still going on; one in ten has had none for long."""
    numero = 0
    for rang, p in enumerate(suivis):
        debut = ouvre_des(p.entree + timedelta(days=tirage.entier(10, 40)))
        arret = jour - timedelta(days=110) if rang % 10 == 9 else jour
        while debut < arret:
            categorie = tirage.pondere(CATEGORIES)
            fin: date | None = ouvre_des(debut + timedelta(days=tirage.entier(30, 120)))
            if fin and fin > jour:
                # Some end soon: what is dated ahead on the home page.
                fin = ouvre_des(jour + timedelta(days=tirage.entier(2, 26))) if tirage.vrai(0.5) else None
            if fin and fin >= arret and arret != jour:
                fin = arret
            numero += 1
            p.etapes.append(
                Etape(
                    categorie, (), debut, fin, INTITULES[categorie], _operateur(lue, categorie, tirage),
                    finance=tirage.vrai(0.5), statut="REALISEE" if fin and fin <= jour else "EN_COURS",
                    reference=f"{lue.prefixe}-V-{numero:04}",
                )
            )  # fmt: skip
            debut = ouvre_des((fin or jour) + timedelta(days=tirage.entier(5, 30)))
    _chez_les_operateurs(suivis, lue, jour, numero)
    financees = [(p, etape) for p in suivis for etape in p.etapes if etape.finance]
    for rang, (suivi, etape) in enumerate(financees):
        etape.operation = _operation(lue, suivi, etape, rang, jour)


def _operation(lue: Declaration, p: Parcours, etape: Etape, rang: int, jour: date) -> str:
    """An operation of the call in progress, where one receives people and has begun."""
    courant = lue.brut.get("appel_courant", {})
    if "accueillent" not in courant or etape.debut.year < annee_courante(jour):
        return ""
    numero = numero_du_referent(p.referent, lue) or 1 + rang % courant["accueillent"]
    return str(courant["codes"].format(numero))


def _chez_les_operateurs(suivis: list[Parcours], lue: Declaration, jour: date, numero: int) -> None:
    """At the bodies of the cast: people received for two months or more, others proposed, who wait for an answer."""
    for rang, p in enumerate(suivis[28:40], start=1):
        proposee, chantier = rang > 8, rang % 3 == 0
        categorie = "IAE_ACI" if chantier else ("MOB", "PREPA")[rang % 2]
        debut = (
            ouvre_des(jour + timedelta(days=4 + rang % 9)) if proposee else ouvre_des(jour - timedelta(days=66 + rang))
        )
        p.etapes.append(
            Etape(
                categorie, (), max(debut, p.entree), None, INTITULES[categorie], de_la_distribution(lue, chantier),
                finance=True, statut="PREVUE" if proposee else "EN_COURS",
                reference=f"{lue.prefixe}-V-{numero + rang:04}",
            )
        )  # fmt: skip


def de_la_distribution(lue: Declaration, chantier: bool) -> str:
    """The body of the cast's operator, or of its worksite."""
    role, sinon = ("siae", "Chantier témoin") if chantier else ("operateur", "Opérateur témoin")
    return str(lue.brut.get("structures", {}).get(role, sinon))


def _operateur(lue: Declaration, categorie: str, tirage: Tirage) -> str:
    """The bodies of the cast's accounts have their part, so that their home page has people on it."""
    if categorie == "IAE_ACI":
        return de_la_distribution(lue, chantier=True)
    autres = lire("vocabulaire")["operateurs"]
    return de_la_distribution(lue, chantier=False) if tirage.vrai(0.4) else str(tirage.choix(autres))


def _sortir(sortis: list[Parcours], jour: date, tirage: Tirage) -> None:
    """Exits to validate, a motive that is missing, sixth months to look at."""
    motifs = ("P_CDI", "P_CDD6", "", "A_ABAND", "P_CDI", "P_CDD6", "P_FORM", "A_REOR", "P_CDI")
    il_y_a = (6, 15, 30, 12, 200, 192, 60, 90, 75)
    for p, motif, jours in zip(sortis, motifs, il_y_a, strict=True):
        p.sortie = ouvre_des(max(jour - timedelta(days=jours), p.entree + timedelta(days=30)))
        p.motif = motif
        if jours >= 60:
            p.validation = ouvre_des(p.sortie + timedelta(days=20))
        for etape in p.etapes:
            if etape.fin is None or etape.fin > p.sortie:
                etape.fin, etape.statut = max(etape.debut, p.sortie), "REALISEE"
        p.etapes = [etape for etape in p.etapes if etape.debut < p.sortie]


def _passer(passes: list[Parcours], jour: date, tirage: Tirage) -> None:
    """Entered long ago, gone in the last whole year or so, their exit validated and looked at six months after."""
    seances = commissions(jour - timedelta(days=1_050), jour - timedelta(days=720))
    for p in passes:
        p.entree = tirage.choix(seances)
        p.prescription = ouvre_des(p.entree - timedelta(days=tirage.entier(14, 55)))
        p.sortie = ouvre_des(jour - timedelta(days=tirage.entier(240, 680)))
        _finir(p, tirage)


def _finir(p: Parcours, tirage: Tirage) -> None:
    """The motive, the validation and the sixth month of an exit long past."""
    assert p.sortie
    p.motif = tirage.pondere(DEPARTS)
    p.validation = ouvre_des(p.sortie + timedelta(days=tirage.entier(6, 35)))
    if p.motif.startswith("P_"):
        p.situation = tirage.pondere({"EMPLOI": 70, "RECHERCHE": 20, "FORMATION": 10})
        p.situation_le = ouvre_des(p.sortie + timedelta(days=190))


def _departs(lue: Declaration, jour: date, tirage: Tirage) -> tuple[list[Ligne], list[Ligne]]:
    """Those of the years told who were still there have left since, their étapes with them."""
    annees = max(lue.dates["observe_au"].year + 1, lue.annees[-1] + 1) if lue.annees else jour.year - 3
    debut, fin = date(annees, 2, 1), date(jour.year - 2, 12, 15)
    participants: list[Ligne] = []
    etapes: list[Ligne] = []
    restes = [p for p in fabriquer(lue.code) if p.sortie is None]
    for reste in restes[ANCIENS:]:
        p = replace(reste)
        pas_avant = max([debut, *(etape.fin or etape.debut for etape in p.etapes)])
        p.sortie = ouvre_des(pas_avant + timedelta(days=tirage.entier(0, max(1, (fin - pas_avant).days))))
        _finir(p, tirage)
        participants.append(ligne_participant(p))
        for etape in p.etapes:
            if etape.fin is None:
                # What the file of the years told says stays as it is: only what it leaves empty is filled.
                etapes.append(ligne_etape(p, replace(etape, fin=p.sortie)) | {"statut": ""})
    return participants, etapes


def _admises(suivis: list[Parcours]) -> Iterator[Ligne]:
    for p in suivis:
        assert p.prescription
        yield prescription(p, "ADMIS", p.prescription, statut_le=p.entree)


def _attentes(gens: list[Parcours], lue: Declaration, jour: date, tirage: Tirage) -> Iterator[Ligne]:
    """At every state; half come from the structure of the cast's prescriber, who sees what becomes of them."""
    sienne = lue.brut.get("structures", {}).get("prescripteur", "Prescripteur témoin")
    for rang, (p, (statut, jours)) in enumerate(zip(gens, ATTENTES, strict=True)):
        le = jour - timedelta(days=jours)
        avant = {"PRESCRIT": jours, "RECEVABLE": jours // 2, "EN_COMMISSION": 3}.get(statut, jours // 3)
        yield prescription(
            p, statut, le, statut_le=jour - timedelta(days=avant),
            prescripteur=sienne if rang % 2 == 0 else p.prescripteur,
            origine="PERSONNE" if rang % 7 == 6 else "STRUCTURE",
            situation="Souhaite reprendre un emploi à temps partiel, proche de chez elle.",
            pieces_du=le - timedelta(days=9) if rang % 5 else None,
        )  # fmt: skip


def _entretiens(
    suivis: list[Parcours], attentes: list[Parcours], suspendus: list[Parcours], jour: date, tirage: Tirage
) -> Iterator[Ligne]:
    """One a month since the entry, the next one ahead; some people have not been met for long. And today's."""
    for rang, p in enumerate(suivis):
        if p.referent:
            perdu = rang % 9 == 8
            yield from _un_par_mois(p, (p.sortie or jour) - timedelta(days=75 if perdu else 2), tirage)
            if p.sortie is None and p not in suspendus and rang % 3 and not perdu:
                yield entretien(p, ouvre_des(jour + timedelta(days=tirage.entier(1, 18))), "PREVU", tirage)
    for p in attentes[5:]:
        yield entretien(p, jour - timedelta(days=2), "TENU", tirage, objet="Premier accueil")
    yield from _du_jour([p for p in suivis if p.sortie is None and p.referent and p not in suspendus], jour, tirage)


def _un_par_mois(p: Parcours, dernier: date, tirage: Tirage) -> Iterator[Ligne]:
    le = ouvre_des(p.entree + timedelta(days=tirage.entier(4, 20)))
    while le <= dernier:
        yield entretien(p, le, tirage.pondere(PRESENCES), tirage)
        le = ouvre_des(le + timedelta(days=tirage.entier(24, 38)))


def _du_jour(suivis: list[Parcours], jour: date, tirage: Tirage) -> Iterator[Ligne]:
    """Each référent's day; and one of the day before that nobody has written yet."""
    par_referent: dict[str, list[Parcours]] = {}
    for p in suivis:
        par_referent.setdefault(p.referent, []).append(p)
    for siens in par_referent.values():
        for p, heure in zip(siens[::2], AUJOURD_HUI, strict=False):
            yield entretien(p, jour, "PREVU", tirage, heure=heure, duree=45)
        yield entretien(siens[-1], jour - timedelta(days=1), "PREVU", tirage, heure="16:45")


def _emplois(en_emploi: list[Parcours], sortis: list[Parcours], jour: date, tirage: Tirage) -> Iterator[Ligne]:
    """Jobs of one to seven months, their months seen but for the last of some; one broke, one has no proof."""
    contrats = ("CDI", "CDD6", "CDI", "INTERIM", "CDD6", "ALTERNANCE", "CDD_COURT", "CDI")
    for rang, (p, contrat) in enumerate(zip(en_emploi, contrats, strict=True)):
        embauche = max(ouvre_des(jour - timedelta(days=28 * (rang + 1) - 3)), p.entree + timedelta(days=5))
        vu_au = jour - timedelta(days=40) if rang % 3 == 1 else jour
        autres: Ligne = {"preuve": "", "preuve_du": None} if rang == 2 else {}
        if rang == 6:
            autres = {"fin_emploi": jour - timedelta(days=9), "raison_fin": "Fin de la période d'essai"}
        yield emploi(p, min(embauche, jour - timedelta(days=12)), vu_au, contrat, tirage, **autres)
    for p in sortis:
        if p.motif.startswith("P_C") and p.sortie:
            embauche = max(p.entree + timedelta(days=5), p.sortie - timedelta(days=60))
            yield emploi(p, embauche, jour, "CDI" if p.motif == "P_CDI" else "CDD6", tirage)


def _contrats(suivis: list[Parcours], tirage: Tirage) -> Iterator[tuple[str, date, tuple[int, ...]]]:
    """Signed by the three within a month; one in eight waits for a signature, the newest have none."""
    for rang, p in enumerate(suivis[:-6]):
        if p.dispositif == PLIE:
            jours = tuple(tirage.entier(3, 25) for _ in range(3))
            yield p.personne.identifiant, p.entree, jours[:2] if rang % 8 == 5 else jours
