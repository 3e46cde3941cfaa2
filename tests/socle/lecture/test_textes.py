"""CSV files as people send them: encodings, separators, quotes, ragged rows."""

from __future__ import annotations

import codecs
from datetime import date

import pytest

from tests.socle.lecture.fabrique import ENTETE, LIGNE, PETITES, csv, fiches, lignes, refus, une

ATTENDUE = {"identifiant": "A", "nom": "Fictif", "prenom": "Zélie", "date_entree": date(2020, 1, 10)}


@pytest.mark.parametrize(
    "octets",
    [
        csv(LIGNE).encode("utf-8"),
        csv(LIGNE).encode("utf-8-sig"),
        csv(LIGNE).encode("utf-16"),
        codecs.BOM_UTF16_BE + csv(LIGNE).encode("utf-16-be"),
        csv(LIGNE).encode("utf-16-le"),
        csv(LIGNE).encode("cp1252"),
        csv(LIGNE).encode("utf-8").replace(b"\n", b"\r\n"),
        csv(LIGNE).encode("utf-8").replace(b"\n", b"\r"),
        # The last byte of the file is an accent of Windows-1252.
        b"identifiant;date_entree;nom;prenom\nA;10/01/2020;Fictif;Z\xe9",
    ],
)
def test_encodages(tmp_path, octets):
    fiche = fiches(une(tmp_path, octets))[0]
    assert {**fiche, "prenom": fiche["prenom"][:2]} == {**ATTENDUE, "prenom": "Zé"}


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_separateurs(tmp_path, separateur):
    texte = separateur.join(ENTETE.split(";")) + "\n" + separateur.join(["A", '"Fictif;,\tTom"', "Zélie", "10/01/2020"])
    assert fiches(une(tmp_path, texte))[0]["nom"] == "Fictif;, Tom"


def test_separateur_annonce(tmp_path):
    table = une(tmp_path, "sep=,\n" + csv(LIGNE).replace(";", ","))
    assert (table.ligne_entete, lignes(table)[0].numero) == (1, 2)


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"", "est vide"),
        (csv("A;Fictif;Hélène;10/01/2020").encode("mac_roman"), "ni UTF-8 ni Windows-1252"),
        (csv("A;Lefèvre;Hélène;10/01/2020").encode("cp850"), "ni UTF-8 ni Windows-1252"),
        (csv(LIGNE).encode() + "B;Fictif;Zoé;10/01/2020\n".encode("cp1252"), "mêle deux encodages"),
        (csv(LIGNE, "B;Zoé").encode().rstrip(b"\n")[:-1], "coupé"),
        (codecs.BOM_UTF8 + csv("A;Zo\udce9;x;10/01/2020").encode("utf-8", "surrogateescape"), "annonce"),
        (bytes(range(256)) * 20, "ni un classeur ni un fichier CSV"),
        (b"a" * (5 * 2**20), "ne contient pas de lignes"),
        (b"%PDF-1.7\n", "document PDF"),
        (b"<html><table><tr><td>nom</td></tr></table></html>", "page web"),
        (b'<?xml version="1.0"?><Workbook/>', "fichier XML"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"bonjour\n", "aucune ligne d'en-tête reconnue"),
        (b"\n\n;;;\n", "vide"),
    ],
)
def test_ce_qui_n_est_pas_un_tableau(tmp_path, octets, phrase):
    assert phrase in refus(tmp_path, octets, "export.csv")


def test_trop_lourd(tmp_path):
    assert "la limite est de 1 Mio" in refus(tmp_path, b"x" * (2**20 + 1), limites=PETITES)


def test_introuvable_et_vide(tmp_path):
    from deplie.socle.lecture import FichierRefuse, lire
    from tests.socle.lecture.fabrique import DESCRIPTIONS

    with pytest.raises(FichierRefuse, match="introuvable"):
        lire([tmp_path / "nulle-part.csv"], DESCRIPTIONS)
    with pytest.raises(FichierRefuse, match="aucun fichier"):
        lire([tmp_path], DESCRIPTIONS)


def test_accents_enregistres_deux_fois(tmp_path):
    """Cells are kept with a warning that gives the probable reading; a header that is lost this way says so."""
    double = "Zélie".encode().decode("cp1252")
    ligne = lignes(une(tmp_path, csv(f"A;Fictif;{double};10/01/2020")))[0]
    assert ligne.valeurs[2] == double
    assert [a.colonne for a in ligne.avertissements] == ["prenom"]
    assert "Zélie" in ligne.avertissements[0].message
    entete = "Identifiant;Nom;Prénom;Date d'entrée".encode().decode("cp1252")
    phrase = refus(tmp_path, csv(LIGNE, entete=entete))
    assert "« Prénom »" in phrase
    assert "« PrÃ©nom » est sans doute « Prénom »" in phrase


def test_caracteres_perdus(tmp_path):
    ligne = lignes(une(tmp_path, csv("A;Fictif;Z\ufffdlie;10/01/2020")))[0]
    assert "perdus" in ligne.avertissements[0].message


def test_nuls(tmp_path):
    ligne = lignes(une(tmp_path, csv("A;Fic\0tif;Zélie;10/01/2020")))[0]
    assert ligne.valeurs[1] == "Fictif"
    assert "caractères de contrôle" in ligne.avertissements[0].message


def test_titres_lignes_vides_et_sauts_de_ligne_comptent_comme_dans_le_tableur(tmp_path):
    texte = (
        f'PLIE du territoire;;;\n;;;\n\n{ENTETE}\nA;"Fic\r\ntif";Zélie;10/01/2020\n;;;\n  \nB;Fictif;Tom;10/01/2020\n'
    )
    table = une(tmp_path, texte)
    assert (table.ligne_entete, table.attendues) == (4, 2)
    assert [(ligne.numero, ligne.valeurs[1]) for ligne in lignes(table)] == [(5, "Fic tif"), (8, "Fictif")]


@pytest.mark.parametrize(
    ("corps", "ligne"),
    [
        ('A;"Fictif;Zélie;10/01/2020\nB;Fictif;Tom;10/01/2020', 2),
        ('A;Fictif;Zélie;10/01/2020\nB;"Fictif;Tom;10/01/2020\nC;"Fictif";Tom;10/01/2020', 3),
        ('A;"Fictif;Zélie;10/01/2020\n' + "x;y;z;w\n" * 40_000, 2),
        ('"A";"Fictif;"Zélie";"10/01/2020"\n"B";"F";"Z";"10/01/2020"', 2),
    ],
)
def test_un_guillemet_ouvert_refuse_le_fichier_et_dit_ou(tmp_path, corps, ligne):
    assert f"un guillemet ouvert à la ligne {ligne} n'est pas refermé" in refus(tmp_path, csv(corps))


def test_guillemet_ouvert_dans_l_entete(tmp_path):
    assert "un guillemet ouvert à la ligne 1" in refus(tmp_path, f'"{csv(LIGNE)}')


def test_guillemets_mal_places_mais_refermes(tmp_path):
    table = une(tmp_path, csv('A;"Les "Lilas"";Zélie;10/01/2020', 'B;rue "du Port";Tom;10/01/2020'))
    lues = lignes(table)
    assert [len(ligne.brut) for ligne in lues] == [4, 4]
    assert lues[1].valeurs[1] == 'rue "du Port"'
    assert [(c.ligne, "Guillemets mal placés" in c.message) for c in table.avertissements] == [(2, True)]


def test_lignes_inegales(tmp_path):
    """A short row lacks its last cells; a longer one is shifted, and rejected with what to do."""
    table = une(tmp_path, csv("A;Fictif;Zélie", "B;Fictif;Tom;10/01/2020;;;", "C;Fictif;Tom;10/01/2020;trop"))
    courte, pleine, longue = lignes(table)
    assert [p.colonne for p in courte.rejets] == ["date_entree"]
    assert pleine.rejets == ()
    assert "5 cellules pour 4 colonnes" in longue.rejets[0].message


def test_entete_seul(tmp_path):
    table = une(tmp_path, ENTETE)
    assert (table.attendues, lignes(table)) == (0, [])
    assert "n'a que son en-tête" in table.avertissements[0].message


def test_colonnes_sans_entete(tmp_path):
    table = une(tmp_path, csv(f"{LIGNE};remarque;", entete=f"{ENTETE};;"))
    assert [(c.ligne, c.colonne, c.valeur) for c in table.avertissements] == [(2, "E", "remarque")]
    assert lignes(table)[0].rejets == ()


def test_le_nom_montre_n_est_pas_celui_du_disque(tmp_path):
    table = une(tmp_path, csv(LIGNE), "3f2a.bin", noms=["participants du PLIE.csv"])
    assert table.source == "participants du PLIE.csv"


def test_chaque_lecture_recommence_au_debut(tmp_path):
    table = une(tmp_path, csv(*(f"{i};N;P;10/01/2020" for i in range(50))))
    assert [n for n, _ in table.lignes()] == [n for n, _ in table.lignes()] == list(range(2, 52))
