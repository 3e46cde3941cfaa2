"""Cells, type by type."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.parcours.imports.colonnes import ETAPES, PARTICIPANTS
from deplie.pilotage.imports.colonnes import RELEVES
from deplie.socle.lecture import VIDE, CelluleRefusee, Contexte, Lecture
from deplie.socle.lecture.cellules.dates import est_americaine
from deplie.socle.tableaux import Champ


def lu(nom: str, cellule: object, description=PARTICIPANTS, **contexte: object) -> Lecture:
    return description.champ(nom).lecteur(Contexte(**{"region": "RE", **contexte}))(cellule)


def rejet(nom: str, cellule: object, description=PARTICIPANTS, **contexte: object) -> str:
    with pytest.raises(CelluleRefusee) as erreur:
        lu(nom, cellule, description, **contexte)
    return erreur.value.message.replace("\u00a0", " ")


@pytest.mark.parametrize("champ", [*PARTICIPANTS.champs, *ETAPES.champs], ids=lambda c: c.nom)
def test_vide_effacer_erreur(champ: Champ):
    lire = champ.lecteur()
    for cellule in ("", None, "  \u00a0", "\t"):
        assert lire(cellule).valeur is None
    for cellule in ("#VIDE", " #vide "):
        assert lire(cellule).valeur is VIDE
    for cellule in ("#N/A", "#REF!", "#DIV/0!", "#VALEUR!", "Err:502", "########"):
        with pytest.raises(CelluleRefusee, match="erreur de formule"):
            lire(cellule)


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("2020-02-29", date(2020, 2, 29)),
        ("29/02/2020", date(2020, 2, 29)),
        ("29-02-2020", date(2020, 2, 29)),
        ("29.02.2020", date(2020, 2, 29)),
        (" 29/02/2020 ", date(2020, 2, 29)),
        ("1/2/2020", date(2020, 2, 1)),
        ("29 / 02 / 2020", date(2020, 2, 29)),
        ("29/02/2020 00:00:00", date(2020, 2, 29)),
        ("2020/02/29", date(2020, 2, 29)),
        ("2020-02-29T00:00:00Z", date(2020, 2, 29)),
        ("2020-02-29 14:30", date(2020, 2, 29)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_dates(texte, jour):
    assert lu("date_entree", texte) == Lecture(jour)


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("31/02/1980", "n'existe pas au calendrier"),
        ("29/02/2021", "n'existe pas au calendrier"),
        ("2020-13-01", "n'existe pas au calendrier"),
        ("01/02/20", "n'a que deux chiffres"),
        ("01-02-03", "que deux chiffres"),
        ("04/2020", "n'est pas une date"),
        ("2020", "n'est pas une date"),
        ("43890", "n'est pas une date"),
        ("29 février 2020", "n'est pas une date"),
        ("20200229", "n'est pas une date"),
        ("01/01/0020", "improbable"),
        ("31/12/9999", "improbable"),
        ("2020-02-29T22:00:00Z", "fuseau"),
        ("2020-02-29T00:00:00+0400 x", "n'est pas"),
        (43890.0, "n'est pas une date"),
        (time(8), "n'est pas une date"),
        (timedelta(3), "n'est pas une date"),
        ("²9/02/2020", "n'est pas une date"),
        ("٢٩/02/2020", "n'est pas une date"),
    ],
)
def test_dates_refusees(texte, phrase):
    assert phrase in rejet("date_entree", texte)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
)
def test_toute_date_se_relit(jour, forme):
    texte = jour.strftime(forme).replace(str(jour.year), f"{jour.year:04}")
    assert lu("date_entree", texte).valeur == jour


@given(st.dates(date(1910, 1, 1), date(2100, 12, 31)), st.floats(0, 0.99))
def test_tout_numero_de_serie_se_relit(jour, heure):
    for depuis, origine in ((False, date(1899, 12, 30)), (True, date(1904, 1, 1))):
        nombre = (jour - origine).days
        if nombre >= 3_000:
            assert lu("date_entree", nombre + heure, classeur=True, depuis_1904=depuis).valeur == jour


@pytest.mark.parametrize("texte", ["04/13/2021", "4/13/2021", "12-31-2021", " 04.13.2021", "04/13/2021 08:00"])
def test_format_americain(texte):
    assert est_americaine(texte)


@pytest.mark.parametrize(
    "texte", ["13/04/2021", "04/12/2021", "04/32/2021", "13/13/2021", "04/13/21", "2021-04-13", "", 4.5, None]
)
def test_format_qui_n_est_pas_americain(texte):
    assert not est_americaine(texte)


@pytest.mark.parametrize(
    ("cellule", "valeur"),
    [
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u2009234\u2009567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("12", "12"),
        (12.0, "12"),
        (12, "12"),
        (12.1, "12.1"),
        ("0", "0"),
        ("7 %", "7"),
        ("0,001", "0.00"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_nombres(cellule, valeur):
    assert lu("heures", cellule, ETAPES).valeur == Decimal(valeur)


@pytest.mark.parametrize(
    "cellule", ["douze", "12h30", "1 2", "12 34", "1,2,3", "1.2.3", "1e5", "--1", "12.", "½", "٣", True]
)
def test_nombres_refuses(cellule):
    assert "n'est pas un nombre" in rejet("heures", cellule, ETAPES)


def test_bornes_et_arrondis():
    assert "trop petite" in rejet("heures", "-1", ETAPES)
    assert "trop grande" in rejet("heures", "12345678", ETAPES)
    assert "trop grande" in rejet("base", "3000000000", RELEVES)
    assert "n'est pas un nombre entier" in rejet("duree_chomage_mois", "1,5")
    assert "trop petite" in rejet("jours_suspension", "-3")
    assert lu("duree_chomage_mois", "12,0") == Lecture(12)
    assert "arrondie à 2 décimales : 1,24" in lu("heures", "1,2351", ETAPES).avertissement.replace("\u00a0", " ")
    assert "trois décimales" in lu("valeur", "1.234", RELEVES).avertissement
    assert lu("valeur", "\u221212,5", RELEVES).valeur == Decimal("-12.5")


@pytest.mark.parametrize(
    ("champ", "cellule", "code"),
    [
        ("sexe", "Femme", "F"),
        ("sexe", "M.", "H"),
        ("sexe", "femme ", "F"),
        ("sexe", "Mme", "F"),
        ("sexe", "x", "X"),
        ("motif_sortie", "CDD de 6 mois et plus", "P_CDD6"),
        ("motif_sortie", "p_cdd6", "P_CDD6"),
        ("motif_sortie", "cdi", "P_CDI"),
        ("motif_sortie", "CDD >= 6 mois", "P_CDD6"),
        ("motif_sortie", "CDD < 6 mois", "T_CDD_COURT"),
        ("motif_sortie", "Décès", "N_DECES"),
        ("motif_sortie", "DECES", "N_DECES"),
        ("motif_sortie", "Détention", "A_DETEN"),
        ("niveau_formation", "CAP", "3"),
        ("niveau_formation", "V", "3"),
        ("niveau_formation", "v bis", "1-2"),
        ("niveau_formation", "Vbis", "1-2"),
        ("niveau_formation", "5", "5"),
        ("niveau_formation", "III", "5"),
        ("niveau_formation", 3.0, "3"),
        ("niveau_formation", "1–2", "1-2"),
        ("niveau_formation", "Bac + 2", "5"),
        ("qpv", "oui", "OUI"),
        ("qpv", "VRAI", "OUI"),
        ("qpv", "N", "NON"),
        ("qpv", "ne sait pas", "NSP"),
        ("statut_entree", "Chômeur", "CHOMEUR"),
        ("situation_6_mois", "en emploi", "EMPLOI"),
        ("handicap", "Non demandé", "NON_DEMANDE"),
    ],
)
def test_codes(champ, cellule, code):
    assert lu(champ, cellule) == Lecture(code)


def test_codes_avec_avertissement():
    assert lu("niveau_formation", "I").valeur == "7"
    assert "doctorat" in lu("niveau_formation", "Niveau I").avertissement
    assert lu("niveau_formation", datetime(2026, 2, 1), classeur=True).valeur == "1-2"
    assert "transformé" in lu("niveau_formation", "01-févr").avertissement


@pytest.mark.parametrize(
    "cellule", ["Z", "Femmes et hommes", "12", "<script>", "F;H", 3.5, datetime(2020, 1, 1), "1_2"]
)
def test_codes_inconnus(cellule):
    assert "Valeurs attendues : F (Femme), H (Homme), X" in rejet("sexe", cellule)


def test_un_code_proche_est_propose():
    assert "Vouliez-vous dire « Déménagement hors territoire » ?" in rejet(
        "motif_sortie", "Déménagemant hors teritoire"
    )


def test_listes():
    assert lu("criteres", "RSA | DETLD|rsa").valeur == ("RSA", "DETLD")
    assert lu("criteres", "RSA\nQPV").valeur == ("RSA", "QPV")
    assert lu("criteres", "Réfugié, protégé, demandeur d'asile | RQTH") == Lecture(("REF_DA", "TH"))
    autre = lu("criteres", "RSA, QPV")
    assert (autre.valeur, bool(autre.avertissement)) == (("RSA", "QPV"), True)
    assert lu("criteres", " | ").valeur is None
    assert lu("freins", "Mobilité | numerique--acquerir-un-equipement").valeur == (
        "mobilite",
        "numerique--acquerir-un-equipement",
    )
    assert "« XYZ » est inconnu" in rejet("criteres", "RSA | XYZ")
