"""A calendar of actions: bars stand on their days, a state is a word and a shape, what is late is drawn and said."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle.graphiques import Groupe, Part, Rang, Repere, empiles, gantt
from deplie.socle.graphiques.dessin import ACCENT, BIEN, COULEURS, FORT
from deplie.socle.graphiques.gantt import DROITE, GAUCHE

DEBUT, FIN, JOUR = date(2018, 1, 1), date(2021, 12, 31), date(2019, 12, 31)
SVG = "{http://www.w3.org/2000/svg}"
JOURS = st.dates(date(2016, 1, 1), date(2024, 1, 1))


def x_de(jour):
    """The slow way: the share of the days gone by, between the two edges."""
    return GAUCHE + (jour - DEBUT) / (FIN - DEBUT) * (DROITE - GAUCHE)


def dessiner(*rangs, jour=JOUR):
    return gantt([Groupe("Axe 1", rangs)], debut=DEBUT, fin=FIN, jour=jour, phrase="Calendrier", titre="Axe 1")


def formes(dessin, balise, couleur, attribut="fill"):
    arbre = ElementTree.fromstring(dessin.large)
    return [forme for forme in arbre.iter(f"{SVG}{balise}") if forme.get(attribut) == COULEURS[couleur]]


def rang(**valeurs):
    return Rang(
        **{"nom": "1.1 Un atelier", "debut": None, "fin": None, "etat": "en cours", "forme": "pleine"} | valeurs
    )


def test_a_bar_goes_from_its_first_to_its_last_day():
    dessin = dessiner(rang(debut=date(2018, 7, 1), fin=date(2019, 6, 30)))
    (barre,) = formes(dessin, "rect", FORT)
    assert float(barre.get("x")) == pytest.approx(x_de(date(2018, 7, 1)), abs=0.1)
    fin = float(barre.get("x")) + float(barre.get("width"))
    assert fin == pytest.approx(x_de(date(2019, 6, 30)), abs=0.1)


@given(JOURS, st.integers(0, 1500), JOURS)
def test_nothing_is_drawn_out_of_the_frame(debut, duree, attendu):
    fin = debut + timedelta(days=duree)
    dessin = dessiner(rang(debut=debut, fin=fin, reperes=[Repere("J", attendu)], retard=True))
    for barre in formes(dessin, "rect", FORT):
        assert float(barre.get("x")) >= GAUCHE - 3
        assert float(barre.get("x")) + float(barre.get("width")) <= DROITE + 4.1
    assert len(formes(dessin, "rect", FORT)) == (debut <= FIN and fin >= DEBUT)


def test_a_milestone_stands_on_the_day_it_was_reached_else_on_the_day_it_was_to_be():
    prevu, atteint = date(2019, 3, 1), date(2019, 9, 1)
    faits = [
        (Repere("Bilan", prevu, atteint), BIEN, atteint),
        (Repere("Bilan", prevu, retard=True), ACCENT, prevu),
    ]
    for repere, couleur, jour in faits:
        (losange,) = formes(dessiner(rang(reperes=[repere])), "polygon", couleur)
        haut = losange.get("points").split()[0]
        assert float(haut.split(",")[0]) == pytest.approx(x_de(jour), abs=0.1)


def test_the_day_read_crosses_every_row():
    dessin = dessiner(*[rang(debut=DEBUT, fin=FIN)] * 3)
    (trait,) = formes(dessin, "line", ACCENT, "stroke")
    assert float(trait.get("x1")) == pytest.approx(x_de(JOUR), abs=0.1)
    assert float(trait.get("y2")) - float(trait.get("y1")) > 3 * 20
    assert not formes(dessiner(rang(), jour=date(2030, 1, 1)), "line", ACCENT, "stroke")


def test_what_is_late_by_its_end_is_drawn_up_to_the_day_read():
    fin = date(2019, 6, 30)
    dessin = dessiner(rang(debut=DEBUT, fin=fin, retard=True))
    depassement = min(formes(dessin, "line", ACCENT, "stroke"), key=lambda trait: float(trait.get("x1")))
    assert float(depassement.get("x1")) == pytest.approx(x_de(fin), abs=0.1)
    assert float(depassement.get("x2")) == pytest.approx(x_de(JOUR), abs=0.1)


def test_each_state_is_a_word_and_a_shape_of_its_own():
    vus = set()
    for forme, etat in [("vide", "à lancer"), ("pleine", "en cours"), ("coupee", "suspendue"), ("faite", "réalisée")]:
        dessin = dessiner(rang(debut=date(2018, 7, 1), fin=date(2019, 7, 1), etat=etat, forme=forme))
        assert f">{etat}<" in dessin.large
        assert etat in dessin.etroit
        vus.add(dessin.large.replace(etat, ""))
    assert len(vus) == 4


def test_the_table_says_what_is_drawn():
    repere = Repere("Bilan", date(2019, 3, 1), retard=True)
    dessin = dessiner(rang(debut=date(2018, 7, 1), retard=True, reperes=[repere]))
    attendu = ["1.1 Un atelier", "01/07/2018", "–", "en cours, en retard", "Bilan, attendu le 01/03/2019, en retard"]
    assert dessin.lignes == [attendu]


def test_a_long_name_takes_two_lines_and_no_more():
    dessin = dessiner(rang(nom="1.1 " + "accompagnement " * 20))
    assert dessin.large.count("accompagnement") < 10
    assert "…" in dessin.large


def test_stacked_bars_share_one_scale_and_write_their_counts():
    parts = [Part("réalisée", BIEN, "fond"), Part("en cours", FORT, "fond")]
    dessin = empiles(parts, [("2019", [10, 30]), ("2020", [20, 60])], phrase="P", titre="T", entete="Comité")
    largeurs = [float(r.get("width")) for r in formes(dessin, "rect", FORT) if r.get("height") == "24.0"]
    assert largeurs[1] + 1.5 == pytest.approx(2 * (largeurs[0] + 1.5), abs=0.2)
    assert dessin.lignes == [["2019", "10", "30"], ["2020", "20", "60"]]
