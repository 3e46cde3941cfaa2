"""Folders and zip archives of tables, and what hostile archives are answered."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from datetime import date

import pytest

from deplie.socle.lecture import FichierRefuse, lire
from tests.socle.lecture.fabrique import CLASSEUR, DESCRIPTIONS, LIGNE, PETITES, archive, csv, lignes, lues, refus, xlsx

ETAPES = "identifiant,categorie,date_debut\nA,ACI,11/01/2020\n"


def test_un_dossier(tmp_path):
    (tmp_path / "participants.csv").write_text(csv(LIGNE), encoding="utf-8")
    (tmp_path / "etapes.csv").write_text(ETAPES, encoding="utf-8")
    (tmp_path / "lisez-moi.txt").write_text("Bonjour.", encoding="utf-8")
    (tmp_path / ".cache").write_bytes(b"\0")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n")
    tables = lire([tmp_path], DESCRIPTIONS)
    assert [t.description.nom for t in tables] == ["etapes", "participants"]
    messages = " ".join(c.message for c in tables[0].avertissements)
    assert "lisez-moi.txt" in messages
    assert "logo.png" in messages
    assert ".cache" not in messages


def test_un_csv_non_reconnu_dans_un_dossier_n_est_pas_oublie(tmp_path):
    (tmp_path / "participants.csv").write_text(csv(LIGNE), encoding="utf-8")
    (tmp_path / "autre.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(FichierRefuse, match=r"autre\.csv"):
        lire([tmp_path], DESCRIPTIONS)


def test_une_archive(tmp_path):
    octets = archive({
        "export/participants.csv": csv(LIGNE), "export/etapes.csv": ETAPES, "__MACOSX/._participants.csv": b"\0\5",
        "export/": b"", "export/~$x.xlsx": b"x", "2021.xlsx": xlsx([CLASSEUR, ["B", "F", "Z", date(2020, 1, 2)]]),
    })  # fmt: skip
    tables = lues(tmp_path, octets, "export.zip")
    assert [(t.description.nom, t.attendues) for t in tables] == [
        ("participants", 1),
        ("etapes", 1),
        ("participants", 1),
    ]
    assert tables[0].source == "export.zip › participants.csv"
    # Streams are independent: two tables of one archive are read side by side.
    for une_ligne, autre in zip(lignes(tables[0]), lignes(tables[2]), strict=True):
        assert (une_ligne.valeurs[0], autre.valeurs[0]) == ("A", "B")


@pytest.mark.parametrize(
    "nom", ["../participants.csv", "/etc/participants.csv", "a/../../x.csv", "..\\x.csv", "C:\\x.csv"]
)
def test_traversee_de_dossiers(tmp_path, nom):
    assert "hors d'elle-même" in refus(tmp_path, archive({nom: csv(LIGNE)}), "x.zip")
    assert [f.name for f in tmp_path.iterdir()] == ["x.zip"]


def test_lien_symbolique(tmp_path):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        lien = zipfile.ZipInfo("participants.csv")
        lien.external_attr = (stat.S_IFLNK | 0o777) << 16
        zip_.writestr(lien, "/etc/passwd")
    assert "un lien" in refus(tmp_path, sortie.getvalue(), "x.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_deux_fois_le_meme_nom(tmp_path):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        zip_.writestr("participants.csv", csv(LIGNE))
        zip_.writestr("participants.csv", csv(LIGNE))
    assert "deux fois" in refus(tmp_path, sortie.getvalue(), "x.zip")


@pytest.mark.parametrize(
    ("membres", "phrase"),
    [
        ({}, "aucun fichier"),
        ({"dedans.zip": archive({"participants.csv": csv(LIGNE)})}, "une archive dans une archive"),
        ({f"{i}.csv": csv(LIGNE) for i in range(30)}, "trop de fichiers"),
        ({"participants.csv": b"x" * (5 * 2**20)}, "dépasse 4 Mio"),
        ({"participants.csv": csv(LIGNE).encode() * 40_000}, "dépasse 1 Mio"),
        ({"lisez-moi.md": "Bonjour."}, "aucune ligne d'en-tête"),
    ],
)
def test_archives_refusees(tmp_path, membres, phrase):
    assert phrase in refus(tmp_path, archive(membres), "x.zip", limites=PETITES)


def test_bombe(tmp_path):
    """Sixty megabytes of nothing in sixty kilobytes."""
    bombe = archive({"participants.csv": b"\n" * (60 * 2**20)})
    assert len(bombe) < 100_000
    assert "démesuré" in refus(tmp_path, bombe, "x.zip")


def test_bombe_qui_ment_sur_sa_taille(tmp_path):
    octets = bytearray(archive({"participants.csv": csv(LIGNE).encode() + b"\n" * (3 * 2**20)}))
    centre = octets.rindex(b"PK\x01\x02")
    struct.pack_into("<I", octets, centre + 24, 60)
    assert "abîmé" in refus(tmp_path, bytes(octets), "x.zip", limites=PETITES)


def test_annuaire_demesure(tmp_path):
    octets = bytearray(archive({"participants.csv": csv(LIGNE)}))
    struct.pack_into("<I", octets, octets.rindex(b"PK\x05\x06") + 12, 50 * 2**20)
    assert "trop de fichiers" in refus(tmp_path, bytes(octets), "x.zip")


def test_archive_protegee(tmp_path):
    octets = bytearray(archive({"participants.csv": csv(LIGNE)}))
    for marque, decalage in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        octets[octets.index(marque) + decalage] |= 1
    assert "mot de passe" in refus(tmp_path, bytes(octets), "x.zip")


@pytest.mark.parametrize("methode", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_autres_compressions(tmp_path, methode):
    assert "compression" in refus(tmp_path, archive({"participants.csv": csv(LIGNE)}, methode), "x.zip")


def test_somme_fausse(tmp_path):
    octets = archive({"participants.csv": csv(LIGNE)}, zipfile.ZIP_STORED).replace(b"Fictif", b"Autrui")
    assert "abîmé" in refus(tmp_path, octets, "x.zip")
