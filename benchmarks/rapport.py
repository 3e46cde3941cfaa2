"""``docs/performance.md`` from what the sections measured: one table of targets, then each section with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Mesures = Mapping[str, Any]
BASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Cible:
    """A target: what is measured, its threshold, and which side of it is good. ``mesure`` None: not measured."""

    nom: str
    seuil: float
    mesure: float | None
    unite: str
    au_plus: bool = True

    @property
    def tenue(self) -> bool | None:
        """None when there is nothing to judge."""
        if self.mesure is None:
            return None
        return self.mesure <= self.seuil if self.au_plus else self.mesure >= self.seuil

    @property
    def rang(self) -> tuple[str, str, str, str]:
        """Its row in the table of targets."""
        sens = "≤" if self.au_plus else "≥"
        dite = "—" if self.mesure is None else ecrire(self.mesure, self.unite)
        verdict = {True: "met", False: "**missed**", None: "not measured"}[self.tenue]
        return self.nom, f"{sens} {ecrire(self.seuil, self.unite)}", dite, verdict


def ecrire(valeur: float, unite: str = "") -> str:
    """Three significant figures for small numbers, whole thousands with a comma, then the unit."""
    texte = f"{valeur:,.0f}" if abs(valeur) >= 100 or valeur == int(valeur) else f"{valeur:.3g}"
    return texte + ("" if unite == "×" else " ") * bool(unite) + unite


def table(entetes: Sequence[str], rangs: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    tirets = ["---", *["---:"] * (len(entetes) - 1)]
    return "\n".join("| " + " | ".join(rang) + " |" for rang in (entetes, tirets, *rangs))


def cibles(mesures: Mesures) -> list[Cible]:
    """Every target, in the order of the page."""
    chiffres, imports = mesures.get("chiffres", {}), mesures.get("imports", {})
    retenues = [
        Cible("1. all figures: time over hand-written SQL", 1.5, _rapport(chiffres, "deplie", "duckdb"), "×"),
        Cible("1. all figures: pandas' time over ours", 5, _rapport(chiffres, "pandas", "deplie"), "×", False),
        Cible("1. figures that differ from a peer's", 0, chiffres.get("nb_fautes"), ""),
    ]
    notre = imports.get("deplie", {})
    vitesse = notre.get("lignes_par_seconde")
    retenues.append(Cible("2. import", 6_000, vitesse, "lines/s", False))
    for maniere, nom, seuil in (("defaut", "at its defaults", 5), ("tune", "tuned for bulk", 2)):
        pair = imports.get(maniere, {}).get("lignes_par_seconde")
        retenues.append(
            Cible(f"2. import over django-import-export {nom}", seuil, vitesse / pair if pair else None, "×", False)
        )
    retenues.append(Cible("2. import: memory at its highest", 400, notre.get("memoire"), "MiB"))
    for base, nom in BASES.items():
        retenues += _cibles_des_pages(mesures.get(f"pages_{base}", {}), nom)
        retenues += _cibles_pendant(mesures.get(f"pendant_{base}", {}), nom)
        retenues += _cibles_de_la_fiche(mesures.get(f"fiche_{base}", {}), nom)
    return sorted(retenues, key=lambda cible: cible.nom[0])


def _rapport(lu: Mesures, dessus: str, dessous: str) -> float | None:
    return lu[dessus] / lu[dessous] if dessus in lu and dessous in lu else None


def _cibles_des_pages(lu: Mesures, base: str) -> Iterator[Cible]:
    for genre, temps in lu.get("pages", {}).items():
        yield Cible(f"3. {base}: {genre}, 95th percentile", 100, temps["centile95"], "ms")
    if not lu.get("pages"):
        yield Cible(f"3. {base}: pages, 95th percentile", 100, None, "ms")


def _cibles_pendant(lu: Mesures, base: str) -> Iterator[Cible]:
    pages, saisies = lu.get("pages", {}), lu.get("enregistrements", {})
    yield Cible(f"4. {base}: pages during an import, 95th percentile", 500, pages.get("centile95"), "ms")
    yield Cible(f"4. {base}: saves that failed", 0, len(saisies["echecs"]) if saisies else None, "")


def _cibles_de_la_fiche(lu: Mesures, base: str) -> Iterator[Cible]:
    for onglet, temps in lu.get("onglets", {}).items():
        yield Cible(f"6. {base}: ten years of somebody, {onglet}, 95th percentile", 100, temps["centile95"], "ms")


def page(mesures: Mesures, raisons: Mapping[str, str]) -> str:
    """The whole page. ``raisons`` says why a target is missed, by the beginning of its name."""
    lues = cibles(mesures)
    manquees = [cible for cible in lues if cible.tenue is False]
    dites = [f"- {_raison(cible, raisons)}" for cible in manquees]
    morceaux = [
        "# Measured\n",
        "<!-- Written by « make bench »: do not correct it by hand. -->\n",
        _conditions(mesures["conditions"]),
        "## Targets\n",
        table(("", "target", "measured", ""), [cible.rang for cible in lues]),
        "\nMissed, and why:\n\n" + "\n".join(dict.fromkeys(dites)) + "\n" if manquees else _aucune(lues),
        *(ecrire_section(mesures) for ecrire_section in SECTIONS),
    ]
    return "\n".join(morceaux).rstrip() + "\n"


def _aucune(lues: Sequence[Cible]) -> str:
    """What is said when nothing is missed: not the same when something was not measured."""
    toutes = all(cible.tenue for cible in lues)
    return "\nEvery target is met.\n" if toutes else "\nNo measured target is missed; some were not measured.\n"


def _raison(cible: Cible, raisons: Mapping[str, str]) -> str:
    connues = [texte for debut, texte in raisons.items() if debut in cible.nom]
    return connues[0] if connues else f"{cible.nom}: no reason was established by this run."


def _conditions(lu: Mesures) -> str:
    versions = ", ".join(f"{nom} {version}" for nom, version in lu["versions"].items())
    return (
        f"One run of `make bench`, {lu['date']}, commit {lu['commit']}, {lu['minutes']:.0f} minutes in all, each "
        "section in its own process, one after the other. Seeded data: the same files every time.\n\n"
        f"- Machine: {lu['machine']}; load of the machine when it began: {lu['charge']:.1f}.\n"
        f"- Versions: {versions}.\n"
        "- PostgreSQL is the test server of `outils/postgres.py`: `fsync` off, 128 MiB of shared buffers, unix socket. "
        "SQLite is set as in production (WAL, `synchronous=NORMAL`).\n"
    )


def _panne(lu: Mesures) -> str:
    return f"This section failed: `{lu['panne']}`\n" if "panne" in lu else "Not measured in this run.\n"


def _chiffres(mesures: Mesures) -> str:
    lu = mesures.get("chiffres", {})
    titre = "## 1. Figures\n\n"
    if "deplie" not in lu:
        return titre + _panne(lu)
    peers = {"deplie": "Déplie", "duckdb": "DuckDB SQL written by hand", "pandas": "pandas script"}
    rangs = [(nom, f"{1000 * lu[cle]:,.0f} ms", f"{lu[cle] / lu['deplie']:.2f}×") for cle, nom in peers.items()]
    return titre + (
        f"`python -m benchmarks.chiffres`: {lu['participations']:,} participations, {lu['etapes']:,} étapes; every "
        f"indicator over a year and the year before, whole and along six breakdowns ({lu['parts']:,} parts). Median of "
        "five runs (pandas: three), answers kept in memory forgotten before each. The peers give the same counts: "
        f"{lu['nb_fautes']} differ.\n\n" + table(("", "median", "over ours"), rangs) + "\n"
    )


def _imports(mesures: Mesures) -> str:
    lu = mesures.get("imports", {})
    titre = "## 2. Import\n\n"
    if "deplie" not in lu:
        return titre + _panne(lu) + _grands(mesures)
    noms = {
        "deplie": "`deplie importer`",
        "defaut": "django-import-export, defaults",
        "tune": "the same, tuned for bulk",
    }
    rangs = [
        (nom, f"{r['fois']}", f"{r['secondes']:.1f} s", f"{r['lignes_par_seconde']:,.0f}", f"{r['memoire']:.0f} MiB",
         f"{lu['deplie']['lignes_par_seconde'] / r['lignes_par_seconde']:.1f}×")
        for nom, r in ((nom, lu[cle]) for cle, nom in noms.items())
    ]  # fmt: skip
    return titre + (
        f"`python -m benchmarks.imports`: {lu['lignes']:,} lines of `participants`, every column filled "
        f"({lu['octets'] / 2**20:.0f} MiB), whole processes, interpreter included. Ours reads, checks, compares, "
        "applies and writes the history on a base that holds the territory alone. The peer fills one flat table with "
        "typed columns; tuned: `use_bulk`, batches of 2,000, no diff.\n\n"
        + table(("", "runs", "median", "lines/s", "memory", "ours is"), rangs) + "\n" + _grands(mesures)
    )  # fmt: skip


def _grands(mesures: Mesures) -> str:
    rangs = [
        (f"{nom}, {fichier}", f"{lu['lignes']:,}", f"{t['lecture']:.1f} s", f"{t['transaction']:.1f} s")
        for base, nom in BASES.items()
        if "imports" in (lu := mesures.get(f"base_{base}", {}))
        for fichier, t in lu["imports"].items()
    ]
    if not rangs:
        return ""
    return (
        "\nLarger files, on both bases (`python -m benchmarks.peupler`), once: reading, checks and comparison, during "
        "which others write; then the one transaction that writes the territory.\n\n"
        + table(("", "lines", "before", "transaction"), rangs)
        + "\n"
    )


def _pages(mesures: Mesures) -> str:
    texte = ["## 3. Pages\n"]
    for base, nom in BASES.items():
        lu, tenus = mesures.get(f"pages_{base}", {}), mesures.get(f"base_{base}", {})
        if "pages" not in lu:
            texte.append(f"{nom}. {_panne(lu)}")
            continue
        texte.append(
            f"{nom}, {tenus['participations']:,} persons and {tenus['etapes']:,} étapes, asked by a coordinator who "
            "sees all of them; server time through the whole of Django, body included, network excluded. Warm: the "
            "process has answered each kind of page once; the first bilan after the import, which writes the facts, "
            f"took {lu['premier_bilan']:.1f} s.\n"
        )
        texte.append(_temps(lu["pages"]))
    return "\n".join([*texte, "`python -m benchmarks.pages`.\n"])


def _temps(pages: Mapping[str, Mapping[str, Any]]) -> str:
    rangs = [
        (genre, f"{t['nombre']}", f"{t['mediane']:.0f} ms", f"{t['centile95']:.0f} ms", f"{t['maximum']:.0f} ms",
         f"{t['processeur']:.0f} ms" if "processeur" in t else "—")
        for genre, t in pages.items()
    ]  # fmt: skip
    return table(("", "asked", "median", "95 %", "longest", "median, processor"), rangs) + "\n"


def _pendant(mesures: Mesures) -> str:
    texte = ["## 4. Pages and saves during an import\n"]
    for base, nom in BASES.items():
        lu = mesures.get(f"pendant_{base}", {})
        if "pages" not in lu:
            texte.append(f"{nom}. {_panne(lu)}")
            continue
        pannes = sorted({echec for genre in ("pages", "enregistrements") for echec in lu[genre]["echecs"]})
        texte.append(
            f"{nom}: `deplie serve`, and {lu['lignes']:,} new lines imported in another process on the same cores "
            f"({lu['import']:.0f} s). {lu['lecteurs']} people read pages over HTTP, half a second after the last one "
            "came; somebody else corrects a telephone by the form, twice a second at most. Failed: "
            f"{len(lu['pages']['echecs'])} pages, {len(lu['enregistrements']['echecs'])} saves"
            f"{' (' + ', '.join(pannes) + ')' if pannes else ''}. Pages over 500 ms: {lu['pages']['au_dela']}.\n"
        )
        texte.append(_temps({"pages": lu["pages"], "saves": lu["enregistrements"]}))
    return "\n".join([*texte, "`python -m benchmarks.pendant_import`.\n"])


def _demarrage(mesures: Mesures) -> str:
    lu = mesures.get("demarrage", {})
    titre = "## 5. Cold start\n\n"
    if "froid" not in lu:
        return titre + _panne(lu)
    return titre + (
        "`git clone`, then `make run` with an empty home and no cache, until the sign-in page answers: "
        f"{lu['froid']:.0f} seconds, packages fetched from the network and demonstration territories included. The "
        f"same command again: {lu['suivant']:.1f} seconds. `python -m benchmarks.demarrage`.\n"
    )


def _a_part(lu: Mesures) -> str:
    """When a section was not measured in the same run as the others."""
    return f" Measured apart: {lu['a_part']}." if "a_part" in lu else ""


def _fiche(mesures: Mesures) -> str:
    texte = ["## 6. Ten years of somebody\n"]
    for base, nom in BASES.items():
        lu = mesures.get(f"fiche_{base}", {})
        if "onglets" not in lu:
            texte.append(f"{nom}. {_panne(lu)}")
            continue
        texte.append(
            f"{nom}, {lu['personnes']:,} people; one of them came back every other year: {lu['etapes']} étapes, "
            f"{lu['entretiens']} interviews, contracts, jobs, freins, {lu['versions']} versions of rows. Each tab of "
            f"their page, asked by a coordinator; the number of queries does not depend on the years.{_a_part(lu)}\n"
        )
        temps = [
            (onglet, f"{t['requetes']}", f"{t['mediane']:.0f} ms", f"{t['centile95']:.0f} ms",
             f"{t['maximum']:.0f} ms", f"{t['processeur']:.0f} ms")
            for onglet, t in lu["onglets"].items()
        ]  # fmt: skip
        entetes = ("tab", "queries", "median", "95 %", "longest", "median, processor")
        texte.append(table(entetes, temps) + "\n")
    return "\n".join([*texte, "`python -m benchmarks.fiche`.\n"])


SECTIONS: tuple[Callable[[Mesures], str], ...] = (_chiffres, _imports, _pages, _pendant, _demarrage, _fiche)
