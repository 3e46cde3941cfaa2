"""A territory's logo: what is accepted, what is kept of it, where it is shown."""

from __future__ import annotations

from html import escape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from deplie.acteurs.queries import Acteur
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import lire
from deplie.socle.fichiers.lieux import chemin_de
from deplie.socle.fichiers.logos import OCTETS_MAX, ImageLogo, refaire
from deplie.socle.models import Journal
from deplie.territoires.actions import poser_logo
from deplie.territoires.models import Logo, Territoire
from deplie.territoires.queries.logo import image_du_logo
from tests.factories_pilotage import DiffusionFactory

LIEU = ["OUEST"]


def image(taille=(600, 200), teinte="#0b5f66", fond=(0, 0, 0, 0), genre="PNG", **suite) -> bytes:
    """A block of colour in the middle of a ground."""
    dessin = Image.new("RGBA", taille, fond)
    bord = [cote // 10 for cote in taille]
    ImageDraw.Draw(dessin).rectangle((*bord, taille[0] - bord[0] - 1, taille[1] - bord[1] - 1), fill=teinte)
    # A second tone: a logo of one colour alone is a ground.
    ImageDraw.Draw(dessin).line((0, 0, taille[0] // 2, taille[1] // 2), fill="#c75b12", width=1)
    sortie = BytesIO()
    (dessin.convert("RGB") if genre == "JPEG" else dessin).save(sortie, genre, **suite)
    return sortie.getvalue()


def blanche() -> bytes:
    dessin = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(dessin).ellipse((40, 40, 300, 300), fill="white")
    sortie = BytesIO()
    dessin.save(sortie, "PNG")
    return sortie.getvalue()


def unie() -> bytes:
    sortie = BytesIO()
    Image.new("RGB", (200, 200), "white").save(sortie, "PNG")
    return sortie.getvalue()


def test_l_image_est_redessinee_sans_ce_que_le_fichier_cachait() -> None:
    dits = PngInfo()
    dits.add_text("auteur", "Jeanne Secret")
    refaite = refaire(image(pnginfo=dits) + b"<script>suite</script>")
    assert b"Secret" not in refaite.octets
    assert b"script" not in refaite.octets
    with Image.open(BytesIO(refaite.octets)) as lue:
        assert (lue.format, lue.mode, lue.size) == ("PNG", "RGBA", (refaite.largeur, refaite.hauteur))
        assert lue.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("genre", ["PNG", "JPEG"])
def test_une_tres_grande_image_est_reduite_et_garde_sa_forme(genre: str) -> None:
    refaite = refaire(image((3000, 1000), fond=(255, 255, 255, 255), genre=genre))
    assert (refaite.largeur, refaite.hauteur) == (1200, 400)


@pytest.mark.parametrize("taille", [(1200, 12), (12, 1200), (300, 300)])
def test_un_logo_de_toute_forme_tient_dans_sa_boite(taille: tuple[int, int]) -> None:
    lue = refaire(image(taille, fond=(255, 255, 255, 255)))
    largeur, hauteur = lue.dans(5.0, 1.5)
    assert largeur <= 5.0
    assert hauteur <= 1.5
    assert largeur / hauteur == pytest.approx(taille[0] / taille[1])
    assert largeur == pytest.approx(5.0) or hauteur == pytest.approx(1.5)


def test_un_logo_blanc_sur_rien_est_dit_clair_et_un_autre_non() -> None:
    assert refaire(blanche()).clair
    assert not refaire(image()).clair
    assert not refaire(image(teinte="white", fond=(255, 255, 255, 255), genre="JPEG")).clair


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"", "vide"),
        (b"GIF89a" + b"\0" * 80, "image GIF"),
        (b"%PDF-1.7 %%EOF", "PNG ou JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG ou JPEG"),
        (image()[:400], "abîmée"),
        (image((32, 32)), "trop petite"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (50_000).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0", "démesurée"),
        (image() + b"\0" * OCTETS_MAX, "5 Mo"),
        (unie(), "Rien n'est dessiné"),
    ],
)
def test_ce_qui_n_est_pas_un_logo_est_refuse_en_une_phrase(octets: bytes, phrase: str) -> None:
    with pytest.raises(RefusMetier, match=phrase):
        refaire(octets)


@pytest.mark.django_db
def test_un_logo_se_depose_se_remplace_et_se_retire(distribution, client_de) -> None:
    adresse, animatrice = reverse("acteurs:logo", args=LIEU), client_de("animatrice")
    assert adresse in animatrice.get(reverse("acteurs:reglages", args=LIEU)).text
    assert "Aucun logo" in animatrice.get(adresse).text
    recu = animatrice.post(adresse, {"octets": SimpleUploadedFile("logo.png", image())}, follow=True)
    assert escape(f"Logo de {distribution.territoire.nom}") in recu.text
    premier = Logo.objects.get().fichier
    animatrice.post(adresse, {"octets": SimpleUploadedFile("autre.jpg", image((300, 300), genre="JPEG"))})
    pose = Logo.objects.get()
    assert pose.fichier != premier
    assert lire(pose.fichier).read().startswith(b"\x89PNG")
    retirer = reverse("acteurs:retirer_logo", args=LIEU)
    assert "retiré" in animatrice.post(retirer, follow=True).text
    assert "pas de logo" in animatrice.post(retirer, follow=True).text
    assert not Logo.objects.exists()
    verbes = Journal.objects.filter(verbe__contains="logo").order_by("pk").values_list("verbe", flat=True)
    assert list(verbes) == ["déposer un logo", "remplacer un logo", "retirer un logo"]


@pytest.mark.django_db
def test_un_fichier_refuse_laisse_le_logo_en_place(distribution, client_de) -> None:
    poser_logo(territoire=distribution.territoire, octets=image(), par=Acteur.systeme(distribution.territoire))
    adresse, animatrice = reverse("acteurs:logo", args=LIEU), client_de("animatrice")
    refuse = animatrice.post(adresse, {"octets": SimpleUploadedFile("logo.png", b"ceci n'est pas une image")})
    assert "PNG ou JPEG" in refuse.text
    assert "Choisissez une image" in animatrice.post(adresse, {}).text
    assert Logo.objects.count() == 1


@pytest.mark.django_db
def test_un_fichier_perdu_le_dit_et_les_documents_s_en_passent(distribution, client_de) -> None:
    lieu: Territoire = distribution.territoire
    logo = poser_logo(territoire=lieu, octets=image(), par=Acteur.systeme(lieu))
    chemin_de(logo.fichier.cle).unlink()
    assert image_du_logo(lieu) is None
    assert "introuvable" in client_de("animatrice").get(reverse("acteurs:logo", args=LIEU)).text


@pytest.mark.django_db
def test_la_page_publique_montre_le_logo_de_qui_publie() -> None:
    lieu = DiffusionFactory().publication.territoire
    client, adresse, image_ = Client(), f"/publications/{lieu.code}/", f"/publications/{lieu.code}/logo.png"
    assert "<img" not in client.get(adresse).text
    assert client.get(image_).status_code == 404
    poser_logo(territoire=lieu, octets=blanche(), par=Acteur.systeme(lieu))
    page = client.get(adresse).text
    assert f'alt="Logo de {lieu.nom}"' in page
    assert "sur-couleur" in page
    servie = client.get(image_)
    assert servie["Content-Type"] == "image/png"
    assert servie.content == image_du_logo(lieu).octets
    muet = Territoire.objects.create(code="MUET", nom="Muet")
    poser_logo(territoire=muet, octets=image(), par=Acteur.systeme(muet))
    assert client.get("/publications/MUET/logo.png").status_code == 404


def test_la_boite_ne_change_pas_la_forme() -> None:
    assert ImageLogo(b"", 100, 50).dans(10, 10) == (10, 5)
