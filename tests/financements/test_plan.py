"""What an operation costs and who pays: flat rates, balance, rates; the sum of the lines is every total."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deplie.financements.rules.arrondi import au_cent, au_cent_inferieur, pourcent, refus_de_montant, repartir
from deplie.financements.rules.forfait import FORFAITS, FSE_2014_2020, FSE_PLUS_2021_2027, RESTE, forfaits_de
from deplie.financements.rules.nomenclature import FSE, NATURES, RESSOURCES
from deplie.financements.rules.plan import (
    TOTAL,
    Apport,
    LigneCout,
    Taux,
    aide_maximale,
    chiffrer,
    contradictions,
    ecarts_annuels,
    par_financeur,
    refus_d_aide,
    refus_de_financement,
    refus_de_plan,
    taux_de,
)
from deplie.socle.erreurs import RefusMetier

D = Decimal
MONTANTS = st.decimals(min_value=0, max_value=10**9, places=2)
ANNEES = st.integers(2021, 2027)


@st.composite
def plans(tirer) -> tuple[list[LigneCout], list[str], str]:
    """Lines that an option allows, some of them in its base; no option now and then."""
    forfait = tirer(st.sampled_from([None, *FORFAITS.values()]))
    natures = sorted(forfait.permises if forfait else NATURES)
    lignes = tirer(st.lists(st.builds(LigneCout, st.sampled_from(natures), ANNEES, MONTANTS), max_size=25))
    if forfait is None:
        return lignes, [], ""
    assiette = st.sampled_from(sorted(forfait.assiette))
    une = tirer(st.builds(LigneCout, assiette, ANNEES, st.decimals("0.01", 10**9, places=2)))
    return tirer(st.permutations([*lignes, une])), [forfait.code], forfait.programmation


def ligne(nature: str, montant: str, annee: int = 2024) -> LigneCout:
    return LigneCout(nature, annee, D(montant))


def refus(lignes: list[LigneCout], *options: str, programmation: str = FSE_PLUS_2021_2027) -> str:
    return " ".join(refus_de_plan(lignes, options, programmation))


def lisible(phrase: str) -> str:
    return phrase.replace("\u202f", " ").replace("\u00a0", " ")


def test_vingt_pour_cent_de_2014_2020_hors_prestations() -> None:
    cout = chiffrer([ligne("PERSONNEL", "120000"), ligne("PRESTATIONS", "80000")], ["INDIRECT_20_2014"], FSE_2014_2020)
    assert (cout.directes, cout.assiette, cout.forfait, cout.total) == (200_000, 120_000, 24_000, 224_000)
    assert cout.par_poste()["INDIRECTES"] == 24_000


@pytest.mark.parametrize(
    ("option", "lignes", "forfait", "total", "poste"),
    [
        ("RESTE_40", {"PERSONNEL": "100000"}, 40_000, 140_000, RESTE),
        ("INDIRECT_15", {"PERSONNEL": "100000"}, 15_000, 115_000, "INDIRECTES"),
        ("INDIRECT_15", {"PERSONNEL": "100000", "PRESTATIONS": "30000"}, 15_000, 145_000, "INDIRECTES"),
        ("INDIRECT_7", {"PERSONNEL": "60000", "FONCTIONNEMENT": "40000"}, 7_000, 107_000, "INDIRECTES"),
        ("PERSONNEL_20", {"PRESTATIONS": "80000", "PARTICIPANTS": "20000"}, 20_000, 120_000, "PERSONNEL"),
    ],
)
def test_les_taux_de_2021_2027(option: str, lignes: dict[str, str], forfait: int, total: int, poste: str) -> None:
    cout = chiffrer([ligne(nature, montant) for nature, montant in lignes.items()], [option], FSE_PLUS_2021_2027)
    assert (cout.forfait, cout.total, cout.par_poste()[poste]) == (forfait, total, forfait)
    assert FORFAITS[option].source


def test_quarante_pour_cent_refuse_d_autres_couts_directs() -> None:
    lignes = [ligne("PERSONNEL", "100000"), ligne("FONCTIONNEMENT", "5000")]
    assert "remplace ces lignes : dépenses directes de fonctionnement" in refus(lignes, "RESTE_40")
    with pytest.raises(RefusMetier, match="remplace ces lignes"):
        chiffrer(lignes, ["RESTE_40"], FSE_PLUS_2021_2027)


def test_vingt_pour_cent_de_personnel_refuse_du_personnel_saisi() -> None:
    assert "dépenses directes de personnel" in refus(
        [ligne("PERSONNEL", "1"), ligne("PRESTATIONS", "1")], "PERSONNEL_20"
    )


def test_deux_options_a_la_fois() -> None:
    assert "gardez-en une" in refus([ligne("PERSONNEL", "1")], "INDIRECT_15", "INDIRECT_7")


def test_une_option_de_l_autre_programmation() -> None:
    personnel = [ligne("PERSONNEL", "1")]
    assert "est de la programmation FSE+ 2021-2027" in refus(personnel, "RESTE_40", programmation=FSE_2014_2020)
    assert "est de la programmation FSE 2014-2020" in refus(personnel, "INDIRECT_20_2014")
    assert "d'aucune programmation européenne" in refus(personnel, "INDIRECT_7", programmation="")
    assert [forfait.code for forfait in forfaits_de(FSE_2014_2020)] == ["INDIRECT_20_2014"]
    assert forfaits_de("") == []


@pytest.mark.parametrize("option", sorted(FORFAITS))
def test_des_indirectes_saisies_a_cote_d_un_forfait(option: str) -> None:
    lignes = [ligne("PERSONNEL", "100"), ligne("INDIRECTES", "10")]
    assert "ne se cumule pas" in refus(lignes, option, programmation=FORFAITS[option].programmation)
    assert "INDIRECTES" in FORFAITS[option].remplacees


def test_un_forfait_sans_assiette() -> None:
    assert "se calcule sur les dépenses directes de personnel" in refus([ligne("PRESTATIONS", "10")], "INDIRECT_15")
    assert "n'est pas connue" in refus([ligne("PERSONNEL", "1")], "FORFAIT_99")


def test_une_ligne_de_zero_ne_contredit_pas_un_forfait() -> None:
    assert refus([ligne("PERSONNEL", "100"), ligne("INDIRECTES", "0")], "RESTE_40") == ""


@pytest.mark.parametrize(
    ("montant", "phrase"),
    [("-1", "négatif"), ("NaN", "n'est pas un nombre"), ("Infinity", "n'est pas un nombre"),
     ("0.001", "plus de deux décimales"), ("1000000000000", "dépasse")],
)  # fmt: skip
def test_un_montant_impossible(montant: str, phrase: str) -> None:
    assert phrase in refus([ligne("PERSONNEL", montant)])
    assert phrase in refus_de_montant(D(montant))


def test_une_annee_hors_de_l_operation() -> None:
    assert refus_de_plan([ligne("PERSONNEL", "1", 2030)], (), "", range(2022, 2025)) == [
        "Dépenses directes de personnel : l'année 2030 est hors de l'opération (2022 à 2024)."
    ]
    assert "n'est pas de la liste" in refus([ligne("LOYER", "1")])


def test_le_forfait_se_partage_entre_les_annees_sans_perdre_un_centime() -> None:
    lignes = [ligne("PERSONNEL", "0.10", annee) for annee in (2022, 2023, 2024)]
    cout = chiffrer(lignes, ["INDIRECT_15"], FSE_PLUS_2021_2027)
    # 15 % of 0.30 is 0.045, half up 0.05: two cents, two cents, one cent.
    assert cout.forfait == D("0.05")
    assert [une.montant for une in cout.lignes if une.forfait] == [D("0.02"), D("0.02"), D("0.01")]


def test_le_forfait_suit_les_annees_de_son_assiette() -> None:
    """Staff of 2024 alone: services of 2025 bring no flat rate to their year."""
    lignes = [ligne("PERSONNEL", "1000", 2024), ligne("PRESTATIONS", "9000", 2025)]
    cout = chiffrer(lignes, ["INDIRECT_15"], FSE_PLUS_2021_2027)
    assert cout.croise()["INDIRECTES", 2024] == 150
    assert ("INDIRECTES", 2025) not in cout.croise()


@settings(deadline=None)
@given(plans())
def test_la_somme_des_lignes_est_chaque_total(plan: tuple[list[LigneCout], list[str], str]) -> None:
    lignes, options, programmation = plan
    cout = chiffrer(lignes, options, programmation)
    somme = sum((une.montant for une in cout.lignes), D(0))
    assert (
        cout.total
        == somme
        == cout.directes + cout.forfait + sum((une.montant for une in lignes if une.nature == "INDIRECTES"), D(0))
    )
    for vue in (cout.par_poste(), cout.par_annee(), cout.croise()):
        assert sum(vue.values(), D(0)) == somme
    for poste, montant in cout.par_poste().items():
        assert montant == sum((m for (p, _), m in cout.croise().items() if p == poste), D(0))
    for annee, montant in cout.par_annee().items():
        assert montant == sum((m for (_, a), m in cout.croise().items() if a == annee), D(0))
    assert all(une.montant == au_cent(une.montant) for une in cout.lignes)


@settings(deadline=None)
@given(plans())
def test_le_forfait_est_son_taux_a_un_demi_centime_pres(plan: tuple[list[LigneCout], list[str], str]) -> None:
    lignes, options, programmation = plan
    cout = chiffrer(lignes, options, programmation)
    taux = FORFAITS[cout.option].taux if cout.option else 0
    exact = Fraction(cout.assiette) * taux / 100
    assert -Fraction(1, 200) < Fraction(cout.forfait) - exact <= Fraction(1, 200)


@settings(deadline=None)
@given(MONTANTS, st.lists(MONTANTS, min_size=1, max_size=12))
def test_un_partage_refait_sa_somme(total: Decimal, poids: list[Decimal]) -> None:
    assume(any(poids))
    parts = repartir(total, poids)
    assert sum(parts, D(0)) == total
    base = sum(map(Fraction, poids), Fraction(0))
    for part, un in zip(parts, poids, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(un) / base) < Fraction(1, 100)


def test_un_partage_sans_poids() -> None:
    assert repartir(D(0), [D(0), D(0)]) == [0, 0]
    with pytest.raises(ValueError, match="nothing"):
        repartir(D(1), [D(0)])


def test_les_ressources_egalent_le_cout() -> None:
    apports = [Apport(FSE, 2024, D(60_000)), Apport("DEPARTEMENT", 2024, D(40_000))]
    assert refus_de_financement(D(100_000), apports) == []
    phrase = lisible(refus_de_financement(D(110_000), apports)[0])
    assert phrase == ("Les ressources (100 000,00 €) n'égalent pas le coût (110 000,00 €) : il manque 10 000,00 €.")
    assert "dépasse de" in refus_de_financement(D("99999.99"), apports)[0]
    assert refus_de_financement(D(1), [Apport("MECENE", 2024, D(1))]) == [
        "Le financeur « MECENE » n'est pas de la liste."
    ]
    assert "négatif" in refus_de_financement(D(1), [Apport(FSE, 2024, D(-1))])[0]


@settings(deadline=None)
@given(st.lists(st.builds(Apport, st.sampled_from(list(RESSOURCES)), st.integers(2021, 2027), MONTANTS), max_size=20))
def test_la_somme_des_financeurs_est_celle_des_apports(apports: list[Apport]) -> None:
    total = sum((apport.montant for apport in apports), D(0))
    assert sum(par_financeur(apports).values(), D(0)) == total
    assert refus_de_financement(total, apports) == []


def test_un_taux_dit_ses_deux_termes() -> None:
    """Clermont, 2015: 15,539.76 of 25,899.60 € = 60 % (domain, §1.1)."""
    taux = taux_de([Apport(FSE, 2015, D("15539.76")), Apport("EPCI", 2015, D("10359.84"))], D("25899.60"))
    assert (taux.numerateur, taux.denominateur, taux.pourcent) == (D("15539.76"), D("25899.60"), D("60.00"))
    assert lisible(str(taux)) == "60 % (15 539,76 € sur 25 899,60 €)"
    vide = Taux(D(5), D(0))
    assert (vide.exact, vide.pourcent) == (None, None)
    assert "sans coût" in str(vide)


def test_les_bornes_d_un_appel() -> None:
    bornes = {"plancher": D(500), "plafond": D(2500), "taux_max": D(80)}
    assert refus_d_aide(D(2500), D(4000), **bornes) == []
    assert "dépasse le plafond" in refus_d_aide(D("2500.01"), D(4000), **bornes)[0]
    assert "au-dessous du minimum" in refus_d_aide(D(499), D(4000), **bornes)[0]
    assert "entre 0 et 100" in refus_d_aide(D(1), D(2), taux_max=D(101))[0]
    assert "nul" in refus_d_aide(D(0), D(2))[0]
    assert "dépasse le coût" in refus_d_aide(D(3), D(2))[0]


def test_le_taux_maximum_se_compare_sans_arrondi() -> None:
    """60.004 % prints 60 %, and is over 60 % all the same."""
    cout = D("100000.00")
    assert refus_d_aide(D(60_000), cout, taux_max=D(60)) == []
    phrase = lisible(refus_d_aide(D("60004.00"), cout, taux_max=D(60))[0])
    assert "le taux maximum est de 60 %, soit 60 000,00 € au plus" in phrase


@settings(deadline=None)
@given(MONTANTS, st.decimals("0.01", 100, places=2))
def test_l_aide_maximale_ne_passe_jamais_son_taux(cout: Decimal, taux_max: Decimal) -> None:
    aide = aide_maximale(cout, None, taux_max)
    assert aide * 100 <= taux_max * cout
    assert (aide + D("0.01")) * 100 > taux_max * cout
    assert aide_maximale(cout, D(10), taux_max) <= 10


def test_un_total_que_ses_lignes_contredisent() -> None:
    cout = chiffrer([ligne("PERSONNEL", "600.00"), ligne("PRESTATIONS", "390.00", 2025)])
    assert contradictions({TOTAL: D(990), "PERSONNEL": D(600), 2025: D(390)}, cout) == []
    phrases = [lisible(p) for p in contradictions({TOTAL: D(1000), "EQUIPEMENT": D(5), 2024: D(601)}, cout)]
    assert phrases == [
        "Total général : 1 000,00 € annoncés, la somme des lignes fait 990,00 € (écart de 10,00 €).",
        "Total équipement et amortissements : 5,00 € annoncés, la somme des lignes fait 0,00 € (écart de 5,00 €).",
        "Total 2024 : 601,00 € annoncés, la somme des lignes fait 600,00 € (écart de 1,00 €).",
    ]


def test_les_ecarts_d_une_annee_se_disent_sans_refuser() -> None:
    cout = chiffrer([ligne("PERSONNEL", "100", 2024), ligne("PERSONNEL", "100", 2025)])
    apports = [Apport(FSE, 2024, D(150)), Apport("ETAT", 2025, D(50))]
    assert refus_de_financement(cout.total, apports) == []
    assert ecarts_annuels(cout, apports) == {2024: 50, 2025: -50}


@pytest.mark.parametrize(
    ("valeur", "attendu"), [("60", "60 %"), ("88.66", "88,66 %"), ("0.5", "0,5 %"), ("100", "100 %")]
)
def test_un_taux_s_ecrit(valeur: str, attendu: str) -> None:
    assert lisible(pourcent(D(valeur))) == attendu


def test_le_demi_centime_monte_et_un_plafond_descend() -> None:
    assert (au_cent(D("0.005")), au_cent(D("2.675")), au_cent_inferieur(D("2.679"))) == (
        D("0.01"),
        D("2.68"),
        D("2.67"),
    )
