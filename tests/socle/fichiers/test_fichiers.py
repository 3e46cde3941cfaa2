"""Files that people give: what is kept, what is refused, what a crash leaves, how they are given back."""

from __future__ import annotations

import os
import socket
import threading
import time
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers import depot
from deplie.socle.fichiers.balayage import balayer
from deplie.socle.fichiers.depot import FichierPerdu, lire, recevoir
from deplie.socle.fichiers.images import dimensions
from deplie.socle.fichiers.lieux import chemin_de, racine
from deplie.socle.fichiers.noms import nom_donne, nom_sain
from deplie.socle.fichiers.service import servir
from deplie.socle.journal import Titulaire
from deplie.socle.models import Fichier
from tests.fichiers import PDF, archive, docx, donne, jpeg, odt, png, webp

PERSONNE = Titulaire(None)


@pytest.fixture
def ou(db, settings, tmp_path):
    settings.DONNEES = tmp_path
    return tmp_path


def recu(nom="attestation.pdf", contenu=PDF):
    return recevoir(donne(nom, contenu), territoire="OUEST", par=PERSONNE)


def sur_le_disque():
    return [chemin for chemin in racine().rglob("*") if chemin.is_file() and chemin.name != "balaye"]


@pytest.mark.parametrize(
    ("nom", "contenu", "genre"),
    [
        ("a.pdf", PDF, "PDF"),
        ("a.PDF", PDF, "PDF"),
        ("sans-fin", PDF, "PDF"),
        ("a.jpeg", jpeg(), "JPEG"),
        ("a.png", png(), "PNG"),
        ("a.webp", webp(), "WEBP"),
        ("a.docx", docx(), "DOCX"),
        ("a.odt", odt(), "ODT"),
        ("a.xlsx", archive(xl__workbook___xml="<workbook/>"), "XLSX"),
    ],
)
def test_each_kind_is_known_by_its_content(ou, nom, contenu, genre):
    fichier = recu(nom, contenu)
    assert (fichier.genre, fichier.taille, fichier.nom) == (genre, len(contenu), nom)
    assert lire(fichier).read() == contenu


FLUX_CACHE = zlib.compress(b"<</S/JavaScript/JS(app.alert)>>")


@pytest.mark.parametrize(
    ("nom", "contenu", "phrase"),
    [
        ("a.pdf", b"", "est vide"),
        ("a.pdf", jpeg(), "celui d'un autre type"),
        ("photo.jpg", PDF, "celui d'un autre type"),
        ("a.exe", b"MZ\x90\x00", "programme"),
        ("a.txt", b"bonjour", "pas un document reconnu"),
        ("a.html", b"<html><script>", "pas un document reconnu"),
        ("a.svg", b"<svg xmlns=''>", "pas un document reconnu"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "HEIC"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien document"),
        ("a.zip", archive(un___txt="un"), "pas un document reconnu"),
        ("a.docx", docx(word__vbaProject___bin="x"), "macros"),
        ("a.docx", docx(word___rels="x", word___rels__settings___xml___rels="attachedTemplate"), "modèle ailleurs"),
        ("a.docx", docx()[:-30], "abîmé"),
        ("a.png", png()[:14], "abîmée"),
        ("a.png", png(60_000, 60_000), "démesurée"),
        ("a.jpg", jpeg(60_000, 60_000), "démesurée"),
        ("a.pdf", PDF.replace(b"%%EOF", b""), "abîmé"),
        ("a.pdf", PDF.replace(b"/Pages 2", b"/OpenAction<</S/JavaScript>>/Pages 2"), "programme"),
        ("a.pdf", PDF.replace(b"/Pages 2", b"/OpenAction<</S/J#61vaScript>>/Pages 2"), "programme"),
        ("a.pdf", PDF.replace(b"%%EOF", b"3 0 obj<</Type/ObjStm>>stream\n" + FLUX_CACHE + b"endstream\n%%EOF"), "prog"),
    ],
)
def test_what_is_not_kept_is_said_and_leaves_nothing(ou, nom, contenu, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        recu(nom, contenu)
    assert sur_le_disque() == []
    assert not Fichier.objects.exists()


def test_a_picture_of_a_pdf_is_not_read_as_a_program(ou):
    """Compressed bytes may spell anything."""
    recu("a.pdf", PDF.replace(b"%%EOF", b"3 0 obj<<>>stream\n/JS /XFA\nendstream\n%%EOF"))


def test_a_pdf_that_repeats_itself_is_read_once(ou):
    """Two million beginnings without an end: a search that began again at each would never end."""
    recu("a.pdf", PDF.replace(b"%%EOF", b"stream\n" * 2_000_000 + b"%%EOF"))


def test_a_program_hidden_between_false_streams_is_seen(ou):
    with pytest.raises(RefusMetier, match="programme"):
        recu("a.pdf", PDF.replace(b"%%EOF", b"% stream\n3 0 obj<</S/JavaScript>>endobj\n% endstream\n%%EOF"))


def test_too_large_is_said_with_the_limit(ou, settings):
    settings.PIECE_TAILLE_MAX = 2**20
    with pytest.raises(RefusMetier, match="dépasse 1 Mo"):
        recu(contenu=PDF + b" " * 2**20)


def test_the_disk_sees_neither_the_name_nor_the_web_root(ou):
    fichier = recu("../../Dupont Camille <cv>.pdf")
    (chemin,) = sur_le_disque()
    assert chemin == chemin_de(fichier.cle)
    assert chemin.is_relative_to(ou)
    assert "Dupont" not in str(chemin)
    assert fichier.nom == "Dupont Camille cv.pdf"
    assert oct(chemin.stat().st_mode)[-3:] == "600"


def test_a_full_disk_is_said_and_leaves_nothing(ou, monkeypatch):
    def plein(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(depot.os, "fsync", plein)
    with pytest.raises(RefusMetier, match="disque du serveur est peut-être plein"):
        recu()
    assert sur_le_disque() == []


def test_a_row_that_cannot_be_written_leaves_no_file(ou, monkeypatch):
    def echec(**_):
        raise RuntimeError

    monkeypatch.setattr(Fichier.objects, "create", echec)
    with pytest.raises(RuntimeError):
        recu()
    assert sur_le_disque() == []


def test_an_altered_or_lost_file_is_never_given(ou):
    fichier = recu()
    chemin_de(fichier.cle).write_bytes(PDF + b"autre")
    with pytest.raises(FichierPerdu):
        lire(fichier)
    chemin_de(fichier.cle).unlink()
    with pytest.raises(FichierPerdu):
        lire(fichier)


def vieillir(chemin: Path) -> None:
    hier = time.time() - 90_000
    os.utime(chemin, (hier, hier))


def test_the_sweep_takes_what_nothing_uses_after_a_day(ou, django_capture_on_commit_callbacks):
    jeune, vieux = recu(), recu()
    Fichier.objects.filter(pk=vieux.pk).update(depose_le=timezone.now() - timedelta(days=2))
    for nom in ("ab/orphelin", "attente/interrompu"):
        (racine() / nom).parent.mkdir(exist_ok=True)
        (racine() / nom).write_bytes(b"x")
        vieillir(racine() / nom)
    (racine() / "attente" / "en-cours").write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        assert balayer() == 3
    assert set(sur_le_disque()) == {chemin_de(jeune.cle), racine() / "attente" / "en-cours"}
    assert list(Fichier.objects.all()) == [jeune]


def test_a_deposit_rolled_back_is_swept(ou):
    class Annulee(Exception):
        pass

    def annuler():
        with transaction.atomic():
            recu()
            raise Annulee

    with pytest.raises(Annulee):
        annuler()
    (chemin,) = sur_le_disque()
    vieillir(chemin)
    assert balayer() == 1
    assert sur_le_disque() == []


def test_given_back_as_an_attachment(ou):
    reponse = servir(recu("Contrat signé"))
    assert reponse["Content-Disposition"].startswith("attachment")
    assert "Contrat%20sign%C3%A9.pdf" in reponse["Content-Disposition"]
    assert (reponse["X-Content-Type-Options"], reponse["Content-Type"]) == ("nosniff", "application/pdf")
    assert "no-store" in reponse["Cache-Control"]
    assert b"".join(reponse.streaming_content) == PDF


def commande(chemin: Path, texte: str) -> str:
    chemin.write_text(f"#!/bin/sh\n{texte}\n", encoding="utf-8")
    chemin.chmod(0o700)
    return str(chemin)


@pytest.mark.parametrize(("sortie", "phrase"), [("exit 1", "refusé par l'antivirus"), ("exit 2", "n'a pas répondu")])
def test_the_antivirus_command_decides_and_silence_refuses(ou, settings, sortie, phrase):
    settings.ANTIVIRUS = commande(ou / "antivirus", sortie)
    with pytest.raises(RefusMetier, match=phrase):
        recu()
    assert sur_le_disque() == []
    settings.ANTIVIRUS = commande(ou / "antivirus", f'cmp -s "$1" {ou}/temoin && exit 1; exit 0')
    recu()


def test_no_antivirus_where_one_is_wanted(ou, settings):
    settings.ANTIVIRUS = f"clamd:{ou}/absent"
    with pytest.raises(RefusMetier, match="n'a pas répondu"):
        recu()


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar FOUND\0", "refusé"),
        (b"size limit exceeded. ERROR\0", "répondu"),
    ],
)
def test_clamd_is_asked_in_its_own_words(ou, settings, reponse, phrase):
    adresse, lus = str(ou / "clamd"), []
    prise = socket.socket(socket.AF_UNIX)
    prise.bind(adresse)
    prise.listen(1)

    def repondre():
        client, _ = prise.accept()
        while not b"".join(lus).endswith(b"\0\0\0\0"):
            lus.append(client.recv(4096))
        client.sendall(reponse)
        client.close()

    fil = threading.Thread(target=repondre)
    fil.start()
    settings.ANTIVIRUS = f"clamd:{adresse}"
    if phrase:
        with pytest.raises(RefusMetier, match=phrase):
            recu()
    else:
        recu()
    fil.join()
    prise.close()
    assert b"".join(lus).startswith(b"zINSTREAM\0")
    assert PDF in b"".join(lus)


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_the_size_of_an_image_is_read_or_refused(contenu, genre):
    try:
        largeur, hauteur = dimensions(genre, contenu)
    except ValueError:
        return
    assert largeur > 0
    assert hauteur > 0


@given(st.text(max_size=200))
def test_a_name_is_a_label_and_nothing_else(nom):
    sain = nom_sain(nom)
    assert sain
    assert not set('/\\<>:"|?*\n\0') & set(sain)
    assert nom_donne(sain, "PDF").lower().endswith(".pdf")
