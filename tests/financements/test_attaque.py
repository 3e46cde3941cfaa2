"""What somebody from outside may try with files: a page disguised, a name that climbs, another's file, another role."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deplie.financements import actions
from deplie.financements.models import Operation, PieceDossier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.models import Fichier, Journal
from tests.factories import Distribution
from tests.financements import fabrique_appel as fa

pytestmark = pytest.mark.django_db
HTML = b"<!doctype html><html><body><script>alert(document.cookie)</script></body></html>"
DEGUISEMENTS = {
    "page.html": ("text/html", HTML),
    "page.pdf": ("application/pdf", HTML),
    "dessin.svg": ("image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "image.png": ("image/png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "script.js": ("application/pdf", b"alert(document.cookie)"),
    "programme.exe": ("application/pdf", b"MZ\x90\x00" + b"\x00" * 200),
    "coquille.sh": ("text/plain", b"#!/bin/sh\ncat /etc/passwd\n"),
    "coquille.php": ("application/pdf", b"<?php system($_GET['c']); ?>"),
    "vide.pdf": ("application/pdf", b""),
}


@pytest.fixture
def appel(distribution):
    return fa.appel_ouvert(distribution.territoire)


@pytest.fixture
def jeton(appel):
    return secret_de(fa.brouillon(appel)[0])


def secret_de(operation):
    """A link that opens a draft."""
    return actions.envoyer_lien(operation=operation, courriel="porteur@exemple.invalid", modele="reprise", par=None)[1]


@pytest.mark.parametrize("nom", sorted(DEGUISEMENTS))
def test_what_runs_or_shows_itself_is_refused_whatever_its_name_says(jeton, nom):
    """Refused in a sentence, and nothing is kept of it."""
    media, octets = DEGUISEMENTS[nom]
    avant = (PieceDossier.objects.count(), Fichier.objects.count())
    envoi = {"intitule": "Budget", "fichier": SimpleUploadedFile(nom, octets, media)}
    reponse = Client().post(f"/dossier/{jeton}/pieces/", envoi)
    assert reponse.status_code == 200
    assert 'value="Budget"' in reponse.content.decode()
    assert (PieceDossier.objects.count(), Fichier.objects.count()) == avant


@pytest.mark.parametrize(
    "nom",
    ["../../../etc/passwd.pdf", "a\r\nX-Mal: 1.pdf", 'x";filename="page.html.pdf', "e\u202efdp.pdf", "a.html.pdf"],
)
def test_a_name_that_climbs_or_lies_gives_an_attachment_and_no_other_header(appel, nom):
    """The name given back is one line, without a path, and ends as what the file is."""
    operation, par = fa.brouillon(appel)
    envoye = fa.pdf(b"%attaque\n%%EOF")
    envoye._name = nom
    fichier = recevoir(envoye, territoire="OUEST", par=par)
    piece = actions.joindre_au_dossier(operation=operation, fichier=fichier, intitule="Budget", par=par)
    rendue = Client().get(f"/dossier/{secret_de(operation)}/pieces/{piece.pk}/")
    disposition = rendue["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert "X-Mal" not in rendue
    assert not {"\r", "\n", "/", "\u202e"} & set(disposition)
    assert disposition.rstrip('"').endswith(".pdf")
    assert (rendue["Content-Type"], rendue["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert rendue["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in rendue["Cache-Control"]


def test_a_file_of_the_public_is_read_by_the_readers_of_its_call_and_by_nobody_else(appel, distribution, client_de):
    """Every role of the cast, a neighbour, somebody signed out, another's link: read by who holds the call alone."""
    operation = fa.depose(appel)
    piece = operation.pieces.get()
    chemin = f"/OUEST/dossiers/pieces/{piece.pk}/"
    for role in Distribution.ROLES:
        par = distribution.acteurs[role]
        lit = par.peut("dossier.voir") and par.peut("dossier.tous")
        code = client_de(role).get(chemin).status_code
        assert (code == 200) == lit, role
        assert code in (200, 403, 404), role
    assert client_de("etrangere").get(chemin).status_code == 404
    assert client_de("etrangere").get(f"/OUEST2/dossiers/pieces/{piece.pk}/").status_code == 404
    assert Client().get(chemin).status_code == 302
    autre, _ = fa.brouillon(appel)
    assert Client().get(f"/dossier/{secret_de(autre)}/pieces/{piece.pk}/").status_code == 404
    assert Client().get(f"/dossier/{'x' * 43}/pieces/{piece.pk}/").status_code == 410
    ouvertes = Journal.objects.filter(verbe="ouvrir une pièce").count()
    lecteurs = [r for r in Distribution.ROLES if distribution.acteurs[r].peut("dossier.tous")]
    assert ouvertes == len([r for r in lecteurs if distribution.acteurs[r].peut("dossier.voir")])


def test_no_address_of_the_site_gives_files_by_their_place_on_the_disk(appel):
    """No folder of files is served: neither by MEDIA, nor beside what is static."""
    operation = fa.depose(appel)
    fichier = Operation.objects.get(pk=operation.pk).pieces.get().fichier
    assert not settings.MEDIA_URL.strip("/")
    essais = [f"/media/{fichier.nom}", f"/static/{fichier.nom}", f"/static/../{fichier.nom}", f"/pieces/{fichier.pk}/"]
    assert {Client().get(essai).status_code for essai in essais} <= {302, 404}
