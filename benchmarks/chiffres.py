"""Figures: the engine against hand-written DuckDB SQL and a pandas script that give the same numbers.

Run as ``python -m benchmarks.chiffres DOSSIER NOMBRE`` (participations; three étapes each). Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

DIMENSIONS = ("sexe", "tranche_age", "qpv", "niveau", "duree_chomage", "commune")
PERIODES = ((date(2020, 1, 1), date(2020, 12, 31)), (date(2019, 1, 1), date(2019, 12, 31)))
POSITIFS = ("P_CDI", "P_CDD6", "P_CUMUL6", "P_SAISON", "P_ALT", "P_FP", "P_CREA", "P_AI55", "P_FORM")
MOTIFS = {"P_CDI": "POSITIVE_EMPLOI", "P_CDD6": "POSITIVE_EMPLOI", "P_FORM": "POSITIVE_FORMATION",
          "N_DEMEN": "NEUTRE_EXTERNE", "A_ABAND": "AUTRE_ABANDON", "A_REOR": "AUTRE_REORIENTATION"}  # fmt: skip
COMPTES = (
    "personnes", "entrees", "debut", "fin", "sorties", "positives", "externes", "emploi", "jours", "echues",
    "maintenues", "femmes", "sexe_connu", "qpv_oui", "qpv_connu", "niveau3", "niveau_connu", "age25", "age_connu",
    "e_femmes", "e_sexe_connu", "e_qpv_oui", "e_qpv_connu", "e_niveau3", "e_niveau_connu", "e_age25", "e_age_connu",
    "suivies", "complets", "mediane", "etapes", "en_etape",
)  # fmt: skip
FAMILLES = list(MOTIFS.items())
ORIGINE, HORIZON = date(2014, 1, 1).toordinal(), date(2021, 12, 31).toordinal()
SANS_FIN = date.max.toordinal()


def _entree_de(alea: random.Random) -> tuple[Any, ...]:
    """Values at entry: sexe, tranche_age, qpv, niveau, commune, duree_chomage, referent, prescripteur, criteres."""
    return (
        alea.choice("FFFHH") if alea.random() < 0.99 else None,
        alea.choice(["-26", "26-44", "26-44", "45-49", "50+", None]),
        alea.choice(["OUI", "NON", "NON", None]),
        alea.choice(["0", "1-2", "3", "3", "4", "5", None]),
        f"974{alea.randrange(1, 25):02d}",
        alea.choice(["-12", "12-23", "24-35", "36+", None]),
        alea.randrange(1, 250),
        alea.randrange(1, 60),
        1,
    )


def sejours(nombre: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the fact ``sejour``: nine persons in ten have one participation, the others two."""
    alea = random.Random(7)
    for i in range(nombre):
        seconde = i % 10 == 9
        entree = alea.randrange(ORIGINE, HORIZON)
        jours = alea.randrange(30, 1400)
        finie = entree + jours < HORIZON
        motif, famille = alea.choice(FAMILLES) if finie else (None, None)
        sortie = entree + jours if finie else SANS_FIN
        yield (
            i, i - 1 if seconde else i, "PLIE", 0, int(i % 10 < 8), entree, sortie, *_entree_de(alea),
            alea.randrange(18, 62) if alea.random() < 0.98 else None, alea.choice(["CHOMEUR", "CHOMEUR", None]), motif,
            famille, alea.randrange(2) if finie else 0, jours if finie else None, sortie + 182 if finie else None,
            alea.choice(["EMPLOI", "EMPLOI", "INCONNUE", None]) if finie else None,
        )  # fmt: skip


def etapes(nombre: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the fact ``etape``, three per participation of ``sejours``."""
    alea = random.Random(8)
    categories = [("EMPLOI_COURT", "EMPLOIS"), ("ATELIER", "PREPA"), ("QUALIF", "QUALIF"), ("IAE_ACI", "ACI")]
    for i in range(3 * nombre):
        participation = i // 3
        debut = alea.randrange(ORIGINE, HORIZON)
        categorie, groupe = alea.choice(categories)
        yield (
            i, participation, participation - 1 if participation % 10 == 9 else participation, "PLIE", 1, debut,
            debut + alea.randrange(1, 200), categorie, groupe, alea.choice(["OUI", "NON", None]), alea.randrange(1, 80),
            *_entree_de(alea),
        )  # fmt: skip


def preparer(nombre: int) -> Any:
    """A territory whose facts are the generated rows, through the product's own files."""
    from deplie.acteurs.queries import Acteur
    from deplie.pilotage.facts import rafraichir, tous
    from deplie.site.cli import main
    from deplie.territoires.models import Territoire

    if main(["territoire", "creer", "BANC", "Banc d'essai", "--complet-depuis", "2014-01-01"]):
        raise SystemExit("the territory was not created")
    territoire = Territoire.objects.get(code="BANC")
    tous.LECTURES["sejour"] = lambda *_: sejours(nombre)
    tous.LECTURES["etape"] = lambda *_: etapes(nombre)
    tous.LECTURES["critere"] = lambda *_: ((i, "DELD") for i in range(nombre))
    for fait in ("sejour", "etape", "critere"):
        rafraichir(territoire, fait)
    return territoire, Acteur.systeme(territoire)


def deplie(territoire: Any, acteur: Any) -> Any:
    """What the product answers: every indicator, N and N-1, whole and along the six breakdowns."""
    from deplie.mesure import moteurs
    from deplie.pilotage.queries.bilan import etablir

    moteurs.oublier_les_reponses()
    return etablir(territoire, *PERIODES[0], acteur=acteur, aussi=[(d,) for d in DIMENSIONS])


def sql_main(dimension: str, debut: int, fin: int) -> tuple[str, str]:
    """What somebody who knows DuckDB would write for one breakdown of one period."""
    cle = f"{dimension}, " if dimension else ""
    groupe = f"GROUP BY {dimension}" if dimension else ""
    pos = ", ".join(f"'{motif}'" for motif in POSITIFS)
    entree, sortie = f"entree BETWEEN {debut} AND {fin}", f"sortie BETWEEN {debut} AND {fin}"
    suivie, un = f"entree <= {fin} AND sortie >= {debut}", "rang_ = 1"
    parts = [
        (f"count(*) FILTER ({qui} AND sexe = 'F'), count(*) FILTER ({qui} AND sexe IS NOT NULL), "
         f"count(*) FILTER ({qui} AND qpv = 'OUI'), count(*) FILTER ({qui} AND qpv IN ('OUI', 'NON')), "
         f"count(*) FILTER ({qui} AND niveau IN ('0', '1-2', '3')), count(*) FILTER ({qui} AND niveau IS NOT NULL), "
         f"count(*) FILTER ({qui} AND age >= 25), count(*) FILTER ({qui} AND age IS NOT NULL)")
        for qui in (un, entree)
    ]  # fmt: skip
    sejour = f"""
      WITH lu AS (SELECT *, CASE WHEN {suivie} THEN row_number() OVER (PARTITION BY personne ORDER BY ({suivie}) DESC,
                    entree DESC, rang, participation) END AS rang_ FROM sejour WHERE sortie >= {debut - 190})
      SELECT {cle} count(*) FILTER ({un}), count(*) FILTER ({entree}),
        count(*) FILTER (entree < {debut} AND sortie >= {debut}), count(*) FILTER (entree <= {fin} AND sortie > {fin}),
        count(*) FILTER ({sortie}), count(*) FILTER ({sortie} AND motif IN ({pos})),
        count(*) FILTER ({sortie} AND famille = 'NEUTRE_EXTERNE'),
        count(*) FILTER ({sortie} AND famille = 'POSITIVE_EMPLOI'), coalesce(sum(jours) FILTER ({sortie}), 0),
        count(*) FILTER (famille = 'POSITIVE_EMPLOI' AND sixieme BETWEEN {debut} AND {fin}),
        count(*) FILTER (famille = 'POSITIVE_EMPLOI' AND sixieme BETWEEN {debut} AND {fin} AND situation = 'EMPLOI'),
        {parts[0]}, {parts[1]}, count(*) FILTER ({suivie}),
        count(*) FILTER ({suivie} AND sexe IS NOT NULL AND age IS NOT NULL AND statut IS NOT NULL
                         AND niveau IS NOT NULL), median(jours) FILTER ({sortie})
      FROM lu {groupe}"""
    etape = f"""
      SELECT {cle} count(*), count(DISTINCT personne) FROM etape
      WHERE comptee = 1 AND debut <= {fin} AND fin >= {debut} {groupe}"""
    return sejour, etape


def a_la_main(fichiers: dict[str, Path]) -> dict[Any, dict[str, Any]]:
    """The same counts by those texts, on a fresh connection over the same files."""
    import duckdb

    connexion = duckdb.connect(":memory:", config={"threads": str(min(4, os.cpu_count() or 1))})
    for nom, chemin in fichiers.items():
        connexion.execute(f"CREATE VIEW {nom} AS SELECT * FROM read_parquet('{chemin}')")
    resultat: dict[Any, dict[str, Any]] = {}
    for rang, (debut, fin) in enumerate(PERIODES):
        for dimension in ("", *DIMENSIONS):
            for texte, noms in zip(
                sql_main(dimension, debut.toordinal(), fin.toordinal()), (COMPTES[:30], COMPTES[30:]), strict=True
            ):
                for ligne in connexion.execute(texte).fetchall():
                    part, valeurs = (ligne[0], ligne[1:]) if dimension else (None, ligne)
                    resultat.setdefault((rang, dimension, part), {}).update(zip(noms, valeurs, strict=True))
    return resultat


def pandas_(fichiers: dict[str, Path]) -> dict[Any, dict[str, Any]]:
    """The same counts by a pandas script: read, flag, group."""
    import duckdb

    lus = {nom: duckdb.sql(f"SELECT * FROM read_parquet('{chemin}')").df() for nom, chemin in fichiers.items()}
    resultat: dict[Any, dict[str, Any]] = {}
    for rang, (debut, fin) in enumerate(PERIODES):
        table = _drapeaux(lus["sejour"], debut.toordinal(), fin.toordinal())
        e = lus["etape"]
        e = e[(e.comptee == 1) & (e.debut <= fin.toordinal()) & (e.fin >= debut.toordinal())]
        colonnes = list(COMPTES[:29])
        for dimension in ("", *DIMENSIONS):
            cle = table[dimension].fillna("\0") if dimension else table["suivies"] * 0
            sommes = table.groupby(cle)[colonnes].sum()
            milieux = table[table.sorties == 1].groupby(cle[table.sorties == 1])["jours_"].median()
            groupes = e.groupby(e[dimension].fillna("\0") if dimension else e["comptee"] * 0)
            etapes_, en_etape = groupes.size(), groupes["personne"].nunique()
            for part, ligne in sommes.iterrows():
                nom = None if not dimension or part == "\0" else part
                resultat[rang, dimension, nom] = {
                    **{c: int(ligne[c]) for c in colonnes}, "mediane": milieux.get(part),
                    "etapes": int(etapes_.get(part, 0)), "en_etape": int(en_etape.get(part, 0)),
                }  # fmt: skip
    return resultat


def _drapeaux(s: Any, debut: int, fin: int) -> Any:
    import pandas as pd

    suivie = (s.entree <= fin) & (s.sortie >= debut)
    entree, sortie = s.entree.between(debut, fin), s.sortie.between(debut, fin)
    rangees = s[suivie].sort_values(
        ["personne", "entree", "rang", "participation"], ascending=[True, False, True, True]
    )
    un = pd.Series(False, index=s.index)
    un[rangees.drop_duplicates("personne").index] = True
    emploi = s.famille == "POSITIVE_EMPLOI"
    emploi = emploi.fillna(False)
    echue = emploi & s.sixieme.between(debut, fin)
    profils = {
        "femmes": s.sexe == "F", "sexe_connu": s.sexe.notna(), "qpv_oui": s.qpv == "OUI",
        "qpv_connu": s.qpv.isin(["OUI", "NON"]), "niveau3": s.niveau.isin(["0", "1-2", "3"]),
        "niveau_connu": s.niveau.notna(), "age25": s.age >= 25, "age_connu": s.age.notna(),
    }  # fmt: skip
    complet = s.sexe.notna() & s.age.notna() & s.statut.notna() & s.niveau.notna()
    colonnes = {
        "personnes": un, "entrees": entree, "debut": (s.entree < debut) & (s.sortie >= debut),
        "fin": (s.entree <= fin) & (s.sortie > fin), "sorties": sortie, "positives": sortie & s.motif.isin(POSITIFS),
        "externes": sortie & (s.famille == "NEUTRE_EXTERNE"), "emploi": sortie & emploi,
        "jours": s.jours.where(sortie, 0).fillna(0), "echues": echue, "maintenues": echue & (s.situation == "EMPLOI"),
        **{nom: un & drapeau for nom, drapeau in profils.items()},
        **{f"e_{nom}": entree & drapeau for nom, drapeau in profils.items()},
        "suivies": suivie, "complets": suivie & complet,
    }  # fmt: skip
    table = pd.DataFrame({nom: serie.astype("float64").fillna(0).astype("int64") for nom, serie in colonnes.items()})
    table["jours_"] = s.jours
    return table.join(s[list(DIMENSIONS)])


# Our code, and how each count of the peers reads in it: (indicator, side).
LUS = {
    "personnes": ("personnes_suivies", "valeur"), "entrees": ("entrees", "valeur"), "sorties": ("sorties", "valeur"),
    "debut": ("parcours_en_cours_debut", "valeur"), "fin": ("parcours_en_cours_fin", "valeur"),
    "positives": ("sorties_positives", "valeur"), "emploi": ("taux_sorties_emploi", "numerateur"),
    "jours": ("duree_parcours_moyenne", "numerateur"), "maintenues": ("maintien_emploi_6_mois", "numerateur"),
    "echues": ("maintien_emploi_6_mois", "denominateur"), "femmes": ("part_femmes", "numerateur"),
    "sexe_connu": ("part_femmes", "denominateur"), "qpv_oui": ("part_qpv", "numerateur"),
    "qpv_connu": ("part_qpv", "denominateur"), "niveau3": ("part_niveau3_infra", "numerateur"),
    "age25": ("part_25_ans_et_plus", "numerateur"), "e_femmes": ("part_femmes_entrees", "numerateur"),
    "e_age25": ("part_25_ans_et_plus_entrees", "numerateur"), "suivies": ("completude", "denominateur"),
    "complets": ("completude", "numerateur"), "etapes": ("etapes", "valeur"),
    "en_etape": ("personnes_en_etape", "valeur"),
}  # fmt: skip


def differences(bilan: Any, pair: dict[Any, dict[str, Any]]) -> list[str]:
    """Where a peer's count is not ours: nothing is a measure before the numbers are the same."""
    fautes = []
    for (rang, dimension, part), comptes in pair.items():
        for compte, (code, cote) in LUS.items():
            chiffres = bilan.parts(code, dimension) if dimension else [bilan.chiffre(code)]
            trouves = [c for c in chiffres if not dimension or c.ventilation[dimension] == part]
            lu = (trouves[0].lue if rang == 0 else trouves[0].precedent) if trouves else None
            notre = (getattr(lu, cote) or 0) if lu else 0
            if notre != comptes.get(compte, 0):
                fautes.append(f"{rang} {dimension} {part} {compte} : {notre} / {comptes.get(compte, 0)}")
    return fautes


def chronometrer(quoi: Callable[[], Any], fois: int) -> tuple[list[float], Any]:
    durees, dernier = [], None
    for _ in range(fois):
        depart = time.perf_counter()
        dernier = quoi()
        durees.append(time.perf_counter() - depart)
    return durees, dernier


def principal(dossier: str, nombre: int) -> dict[str, Any]:
    os.environ["DEPLIE_DONNEES"] = dossier
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    territoire, acteur = preparer(nombre)
    from deplie.pilotage.facts import lire

    fichiers = {nom: fait.chemin for nom, fait in lire(territoire).items()}
    deplie(territoire, acteur)  # imports and the first reading of the base
    nous, bilan = chronometrer(lambda: deplie(territoire, acteur), 5)
    main, resultat_main = chronometrer(lambda: a_la_main(fichiers), 5)
    pd, resultat_pd = chronometrer(lambda: pandas_(fichiers), 3)
    fautes = differences(bilan, resultat_main) + differences(bilan, resultat_pd)
    medianes = {nom: statistics.median(d) for nom, d in (("deplie", nous), ("duckdb", main), ("pandas", pd))}
    return {"participations": nombre, "etapes": 3 * nombre, "fautes": fautes[:10], "nb_fautes": len(fautes),
            "parts": len(resultat_main), **medianes}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(principal(sys.argv[1], int(sys.argv[2]))))
