"""The double page of an annual report: two pages whatever it holds, masked figures, the same numbers as the others."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation as Fiche
from deplie.pilotage.actions import figer
from deplie.pilotage.exports import pack as documents
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import Pack, composer
from deplie.pilotage.queries.pack.dossier import ChapitreDit, Rapport
from deplie.pilotage.queries.pack.rapport import rapport
from deplie.pilotage.queries.publiable import chiffres_publiables
from deplie.pilotage.queries.publication import bilan_publie
from deplie.pilotage.rules.pack import VOLETS
from deplie.site.cli import main
from deplie.territoires.actions import regler
from deplie.territoires.models import Territoire
from tests.pdf_ua import fautes_de
from tests.pilotage.test_pack import (  # noqa: F401  # fixtures among them
    TEXTES,
    D,
    lieu,
    nombres,
    permis,
    plat,
    publication,
    textes_du_pdf,
    textes_du_word,
)

pytestmark = pytest.mark.django_db
DEUX = ["double-page.docx", "double-page.pdf"]
LIRE = {"double-page.docx": textes_du_word, "double-page.pdf": textes_du_pdf}


@pytest.fixture
def double(publication: Publication) -> Pack:  # noqa: F811
    choisir(publication.territoire)
    return composer(publication, textes=TEXTES)


def choisir(territoire: Territoire) -> None:
    regler(territoire=territoire, cle="double_page", valeur=True, par=Acteur.systeme(territoire))


def du(pack: Pack) -> Rapport:
    assert pack.rapport is not None
    return pack.rapport


@pytest.mark.parametrize("document", DEUX)
def test_elle_dit_les_chiffres_figes_et_aucun_autre(double: Pack, publication: Publication, document: str) -> None:  # noqa: F811
    bilan, lu = bilan_publie(publication), LIRE[document](documents.ecrire(double, document))
    assert nombres(lu.replace(double.empreinte[:12], "")) <= permis(double, bilan)
    assert len(du(double).cles) == 6
    for dit in du(double).cles:
        assert plat(dit.texte) in plat(lu), dit.code
        if not dit.masque:
            assert dit.texte == bilan.totaux[dit.code].texte
    publics = chiffres_publiables(publication)
    assert len(du(double).volets) == len(VOLETS)
    for (titre, volet), (_, (code, par)) in zip(du(double).volets, VOLETS, strict=True):
        assert titre in lu
        assert [p.texte for p in volet.parts] == [
            p.texte for p in publics.parts(code, *par) if p.masque or p.chiffre.valeur
        ]
        for part in volet.parts:
            assert plat(part.nom) in plat(lu)
            assert plat(part.texte) in plat(lu)


def test_elle_tait_les_petits_nombres_et_le_dit(lieu: Territoire) -> None:  # noqa: F811
    Fiche.objects.filter(motif_sortie="P_CDI").exclude(date_sortie=D(2020, 9, 1)).update(motif_sortie="A_SANTE")
    choisir(lieu)
    figee = figer(
        territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=D(2020, 1, 1), fin=D(2020, 12, 31)
    )
    pack = composer(figee)
    masquees = [part for _, volet in du(pack).volets for part in volet.parts if part.texte == "masqué"]
    assert masquees
    assert {part.valeur for part in masquees} == {0}
    for document in DEUX:
        assert "secretstatistique" in plat(LIRE[document](documents.ecrire(pack, document)))


def test_le_pdf_tient_sur_deux_pages_et_se_lit_sans_les_yeux(double: Pack, publication: Publication) -> None:  # noqa: F811
    assert fautes_de(documents.ecrire(double, "double-page.pdf")) == []
    plein = replace(double, rapport=_plein(double, publication))
    for pack in (double, plein):
        octets = documents.ecrire(pack, "double-page.pdf")
        lu = PdfReader(BytesIO(octets))
        assert len(lu.pages) == 2
        assert "Les publics" in lu.pages[0].extract_text()
        assert "Les sorties" in lu.pages[1].extract_text()


def _plein(double: Pack, publication: Publication) -> Rapport:  # noqa: F811
    """As much as a double page ever holds: eight parts of long names, texts that are cut."""
    publics = chiffres_publiables(publication)
    long = " ".join(["Une phrase de l'année, qui dit ce que les chiffres ne disent pas."] * 40)
    textes = [
        ChapitreDit(f"t{n}", f"Un titre de chapitre numéro {n}", (), (), (long[: 250 * n],), ()) for n in (1, 2, 9)
    ]
    lu = rapport(publics, du(double).cles, textes)
    assert lu.textes[-1].paragraphes[-1] == "La suite est dans le bilan."
    assert all(texte.paragraphes[0].endswith(".") or texte is not lu.textes[-1] for texte in lu.textes)

    def gonfler(volet):
        return replace(
            volet, parts=tuple(replace(volet.parts[0], nom=f"Une part au nom plutôt long, {n}") for n in range(8))
        )

    return replace(lu, volets=tuple((titre, gonfler(volet)) for titre, volet in lu.volets), secret="Masqué. " * 30)


def test_word_separe_les_deux_pages(double: Pack) -> None:
    lu = Document(BytesIO(documents.ecrire(double, "double-page.docx")))
    assert len(lu.element.body.xpath(".//w:br[@w:type='page']")) == 1
    titres = [p.text for p in lu.paragraphs if p.style.name == "Heading 1"]
    assert titres == ["Les chiffres de l'année", "Les publics", "Les étapes", "Les sorties", "Perspectives"]


def test_elle_n_est_que_pour_qui_l_a_choisie(
    publication: Publication,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert composer(publication).rapport is None
    assert not set(DEUX) & set(documents.documents_de(composer(publication)))
    choisir(publication.territoire)
    assert set(DEUX) <= set(documents.documents_de(composer(publication)))
    assert main(["pack", publication.territoire.code, "--annee", "2020", "--sortie", str(tmp_path)]) == 0
    assert len(list(tmp_path.glob("*double-page.*"))) == 2
