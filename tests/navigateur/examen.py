"""What every page owes its reader, whatever it shows: structure, accessibility, room on a narrow screen."""

from __future__ import annotations

from typing import Any

REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LARGEURS = (1280, 390)
ETROIT = 360


def fautes_axe(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA: one line per element."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": REGLES}, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{v['id']} ({v['help']}) : {noeud['html'][:160]} — {noeud.get('failureSummary', '')[:300]}"
        for v in violations
        for noeud in v["nodes"]
    ]


def fautes_de_structure(page: Any) -> list[str]:
    """One h1, a title of its own, a main landmark, French declared."""
    fautes = []
    if page.locator("h1").count() != 1:
        fautes.append(f"{page.locator('h1').count()} h1")
    if len(page.title().strip()) < 5:
        fautes.append(f"titre « {page.title()} »")
    if page.locator("main").count() != 1:
        fautes.append(f"{page.locator('main').count()} main")
    if page.locator("html").get_attribute("lang") != "fr":
        fautes.append("lang ≠ fr")
    return fautes


# What scrolls within a box of its own does not overflow the page.
DEBORDEMENT = """() => {
  const large = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= large) return [];
  const droite = e => Math.round(e.getBoundingClientRect().right);
  const tenu = e => {
    for (let p = e.parentElement; p; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== 'visible' && p !== document.body && droite(p) <= large + 1) return true;
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter(e => droite(e) > large + 1 && !tenu(e))
    .slice(0, 5)
    .map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class')} ${droite(e)} px`)
    .concat([`la page fait ${document.scrollingElement.scrollWidth} px`]);
}"""

PETIT_TEXTE = """() => [...document.querySelectorAll('svg text')]
  .filter(e => e.getClientRects().length && e.textContent.trim())
  .map(e => [e.textContent.trim(), parseFloat(getComputedStyle(e).fontSize) * (e.getScreenCTM()?.a ?? 1)])
  .filter(([_, taille]) => taille < 11.95).slice(0, 5).map(([texte, taille]) => `${texte} : ${taille.toFixed(1)} px`)"""


def fautes_de_place(page: Any) -> list[str]:
    """At the narrowest, nothing overflows the page, and no text of a drawing is under 12 px."""
    page.set_viewport_size({"width": ETROIT, "height": 800})
    debords = [f"déborde à {ETROIT} px : {element}" for element in page.evaluate(DEBORDEMENT)]
    return debords + [f"texte trop petit : {texte}" for texte in page.evaluate(PETIT_TEXTE)]


def deplier(page: Any) -> None:
    """Open every fold: what is folded is read too."""
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")


def examiner(page: Any) -> list[str]:
    """Everything that is wrong with the page shown, in words."""
    fautes = fautes_de_structure(page)
    for largeur in LARGEURS:
        page.set_viewport_size({"width": largeur, "height": 900})
        fautes += [f"{largeur} px : {faute}" for faute in fautes_axe(page)]
    fautes += fautes_de_place(page)
    deplier(page)
    page.set_viewport_size({"width": LARGEURS[0], "height": 900})
    fautes += [f"déplié : {faute}" for faute in fautes_axe(page)]
    return list(dict.fromkeys(fautes + page.fautes))
