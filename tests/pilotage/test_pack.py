"""The documents of a committee say the frozen figures, all of them, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from docx import Document
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Participation as Fiche
from deplie.pilotage.actions import avancer, figer
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.exports import pack as documents
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.bilan.resultat import Bilan
from deplie.pilotage.queries.pack import Pack, composer
from deplie.pilotage.queries.publication import bilan_publie, verifier
from deplie.pilotage.rules.ecriture import nombre
from deplie.pilotage.rules.pack import SUJETS, SYNTHESE, USUELS, Chapitre
from deplie.site.cli import main
from deplie.territoires.models import Territoire
from tests.factories import ProtocoleFactory, ReleveFactory
from tests.pdf_ua import fautes_de
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
TEXTES = {"perspectives": "Mieux accompagner.\nTracer un parcours à chacun.", "sorties": "Une année de clôture."}


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire("PLIE", "ARPE")
    ProtocoleFactory(dispositif=territoire.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI"])
    etapes = [Etape("PREPA", D(2020, 2, 1)), Etape("IAE_ACI", D(2020, 3, 1), finance="OUI")]
    monde.peupler(territoire, [
        Participation(rang, "PLIE", D(2020, 1, 1 + rang), D(2020, 9, rang) if rang < 18 else None,
                      ("P_CDI" if rang < 11 else "A_SANTE") if rang < 18 else "", sexe="F" if rang % 3 else "H",
                      naissance=D(1960 + rang, 5, 4), niveau="3", etapes=etapes)
        for rang in range(1, 28)
    ])  # fmt: skip
    return territoire


@pytest.fixture
def publication(lieu: Territoire) -> Publication:
    return figer(territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=D(2020, 1, 1), fin=D(2020, 12, 31))


@pytest.fixture
def pack(publication: Publication) -> Pack:
    return composer(publication, textes=TEXTES)


def textes_de(octets: bytes) -> Iterator[str]:
    """What is read on the slides, in their tables and charts, and by who speaks."""
    for page in Presentation(BytesIO(octets)).slides:
        for forme in page.shapes:
            if forme.has_text_frame:
                yield forme.text_frame.text
            if getattr(forme, "has_table", False):
                yield from (cellule.text for ligne in forme.table.rows for cellule in ligne.cells)
        if page.has_notes_slide:
            yield page.notes_slide.notes_text_frame.text


def graphiques_de(octets: bytes) -> list[dict[str, dict[str, Any]]]:
    """Each chart: its series, by name, of its values by category."""
    return [
        {serie.name: dict(zip(forme.chart.plots[0].categories, serie.values, strict=True))
         for serie in forme.chart.plots[0].series}
        for page in Presentation(BytesIO(octets)).slides for forme in page.shapes if getattr(forme, "has_chart", False)
    ]  # fmt: skip


def nombres(texte: str) -> set[str]:
    """The numbers of a text; « 1 305 » is read as its two groups, for a PDF cuts them like words."""
    return set(re.findall(r"\d+(?:,\d+)?", texte))


def permis(pack: Pack, bilan: Bilan) -> set[str]:
    """The numbers that a document may hold: those of the bilan, its days, its definitions, the ranks of its pages."""
    lus = [*bilan.chiffres, *(c for parts in bilan.tableaux.values() for c in parts)]
    dits = [str(rang) for rang in range(60)]
    for lu in lus:
        dits += [lu.texte, lu.texte_precedent, lu.ecart, *lu.alertes, *lu.parts, lu.libelle]
        lue = lu.definition
        dits += [lue.phrase, lue.numerateur, lue.denominateur, lue.version, lue.source]
        dits += [nombre(n) for n in (lu.numerateur, lu.denominateur, lu.mediane) if n is not None]
        if lu.objectif:
            dits += [nombre(n) for n in (lu.objectif.cible, lu.objectif.atteinte) if n is not None]
    dits += [alerte.phrase for alerte in bilan.alertes] + [pack.statut, pack.periode, pack.comite, pack.empreinte]
    dits += [f"{j:%d/%m/%Y} {j.year}" for j in (pack.donnees_au, bilan.periode.debut, bilan.periode.fin)]
    dits += ["2019", *TEXTES.values(), *bilan.phrases]
    return set().union(*map(nombres, dits))


def test_la_presentation_dit_les_chiffres_figes_et_aucun_autre(pack: Pack, publication: Publication) -> None:
    bilan = bilan_publie(publication)
    octets = documents.ecrire(pack, "presentation.pptx")
    lus = list(textes_de(octets))
    attendus = [bilan.totaux[c] for s in USUELS for c in s.codes if bilan.totaux[c].valeur is not None]
    assert len(attendus) > 15
    for chiffre in attendus:
        assert chiffre.texte in lus
        if chiffre.unite == "%":
            assert any(f"{chiffre.numerateur} sur {chiffre.denominateur}" in lu for lu in lus)
    assert nombres("\n".join(lus)) <= permis(pack, bilan)
    trouves = graphiques_de(octets)
    dessines = [g for chapitre in pack.chapitres for g in chapitre.graphiques]
    assert len(trouves) == len(dessines) >= 3
    for lu, voulu in zip(trouves, dessines, strict=True):
        parts = bilan.parts(voulu.chiffre.code, *next(
            par for s in SUJETS.values() for code, par in s.coupes if code == voulu.chiffre.code
            and {" · ".join(c.parts) for c in bilan.parts(code, *par)} == {p.nom for p in voulu.parts}
        ))  # fmt: skip
        assert lu["2020"] == {" · ".join(part.parts): part.valeur for part in parts}


def test_ce_que_des_documents_declarent_est_garde_et_se_lit_dans_le_dossier(lieu: Territoire) -> None:
    """Declared figures stay as they were read that day, whatever becomes of them."""
    commun = {"territoire": lieu, "source": "Rapport 2020", "debut": D(2020, 1, 1), "fin": D(2020, 12, 31)}
    dit = ReleveFactory(**commun, libelle="Part de l'emploi", valeur="6.5", unite="%", decimales=1, organisme="Région")
    ReleveFactory(**commun, libelle="Personnes suivies", valeur=30, indicateur="personnes_suivies", organisme="PLIE")
    publication = figer(
        territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=D(2020, 1, 1), fin=D(2020, 12, 31)
    )
    avant = publication.bilan
    dit.delete()
    publication.refresh_from_db()
    assert publication.bilan == avant
    assert verifier(publication).identique
    pack = composer(publication, [Chapitre("doc", "declares")])
    table = pack.chapitres[0].tables[0]
    lues = {ligne[0]: ligne[1:] for ligne in table.lignes}
    assert table.titre == "Rapport 2020"
    assert lues["Part de l'emploi, Région"][:2] == ("2020", "6,5\u00a0%")
    ecrits = {
        "presentation.pptx": "\n".join(textes_de(documents.ecrire(pack, "presentation.pptx"))),
        "bilan.docx": "\n".join(
            cellule.text
            for tableau in Document(BytesIO(documents.ecrire(pack, "bilan.docx"))).tables
            for ligne in tableau.rows
            for cellule in ligne.cells
        ),
        "bilan.pdf": "".join(
            page.extract_text() for page in PdfReader(BytesIO(documents.ecrire(pack, "bilan.pdf"))).pages
        ),
    }
    for nom, texte in ecrits.items():
        assert "6,5" in texte, nom
        assert "Part de l'emploi" in texte, nom
    annexe = python_calamine.CalamineWorkbook.from_filelike(BytesIO(documents.ecrire(pack, "annexe.xlsx")))
    assert any(
        "6,5" in str(cellule) for ligne in annexe.get_sheet_by_name("Chapitres").to_python() for cellule in ligne
    )


def test_un_territoire_qui_ne_suit_personne_a_une_synthese(lieu: Territoire) -> None:
    vide = monde.territoire("PLIE")
    seule = figer(
        territoire=vide, dispositif="PLIE", par=Acteur.systeme(vide), debut=D(2020, 1, 1), fin=D(2020, 12, 31)
    )
    pack = composer(seule, [Chapitre("appels", "appels")])
    assert [dit.code for dit in pack.synthese] == [dit.code for c in pack.chapitres for dit in c.chiffres]


def test_chaque_diapositive_a_un_titre_et_chaque_dessin_se_dit(pack: Pack) -> None:
    presentation = Presentation(BytesIO(documents.ecrire(pack, "presentation.pptx")))
    assert round(presentation.slide_width / presentation.slide_height, 2) == 1.78
    for page in presentation.slides:
        assert page.shapes.title.text_frame.text
        assert [p for p in page.placeholders if not p.text_frame.text] == []
        for forme in page.shapes:
            if getattr(forme, "has_table", False) or getattr(forme, "has_chart", False):
                assert len(forme._element.xpath(".//p:cNvPr")[0].get("descr")) > 20
            assert forme.left + forme.width <= presentation.slide_width
            assert forme.top + min(forme.height, 1) <= presentation.slide_height


def textes_du_word(octets: bytes) -> str:
    document = Document(BytesIO(octets))
    cellules = (c.text for table in document.tables for ligne in table.rows for c in ligne.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cellules])


def textes_du_pdf(octets: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages)


@pytest.mark.parametrize("document", ["bilan.docx", "bilan.pdf", "synthese.docx", "synthese.pdf", "presse.txt"])
def test_les_papiers_disent_les_chiffres_figes_et_aucun_autre(
    pack: Pack, publication: Publication, document: str
) -> None:
    bilan, octets = bilan_publie(publication), documents.ecrire(pack, document)
    lire = {"docx": textes_du_word, "pdf": textes_du_pdf, "txt": bytes.decode}[document.rpartition(".")[2]]
    lu = lire(octets)
    assert nombres(lu.replace(pack.empreinte[:12], "")) <= permis(pack, bilan)
    codes = SYNTHESE if document.startswith(("synthese", "presse")) else [c for s in USUELS for c in s.codes]
    dits = [bilan.totaux[code] for code in codes if bilan.totaux[code].valeur is not None]
    assert len(dits) >= 6
    for chiffre in dits:
        assert plat(chiffre.texte) in plat(lu), chiffre.code
        if chiffre.unite == "%":
            assert plat(f"{chiffre.numerateur} sur {chiffre.denominateur}") in plat(lu)


def plat(texte: str) -> str:
    """Without its spaces: a PDF cuts its lines where it likes."""
    return re.sub(r"\s", "", texte)


def test_le_pdf_se_lit_sans_les_yeux(pack: Pack) -> None:
    for document in ("bilan.pdf", "synthese.pdf"):
        lu = PdfReader(BytesIO(documents.ecrire(pack, document)))
        racine = lu.trailer["/Root"]
        assert racine["/MarkInfo"]["/Marked"]
        assert str(racine["/Lang"]).startswith("fr")
        assert "pdfuaid:part" in racine["/Metadata"].get_data().decode()
        assert lu.metadata is not None
        assert lu.metadata.title
        assert fautes_de(documents.ecrire(pack, document)) == []
    assert len(PdfReader(BytesIO(documents.ecrire(pack, "synthese.pdf"))).pages) == 1


def test_le_controleur_entend_ce_qui_manque(pack: Pack) -> None:
    muet = PdfWriter(clone_from=BytesIO(documents.ecrire(pack, "bilan.pdf")))
    del muet.root_object["/StructTreeRoot"]
    tampon = BytesIO()
    muet.write(tampon)
    assert any("StructTreeRoot" in faute for faute in fautes_de(tampon.getvalue()))


def test_chaque_colonne_d_un_tableau_a_un_nom(pack: Pack) -> None:
    dessines = [graphique for chapitre in pack.chapitres for graphique in chapitre.graphiques]
    assert "Tranche d'âge à l'entrée" in [graphique.entetes[0] for graphique in dessines]
    assert all(all(graphique.entetes) for graphique in dessines)


def test_les_graphiques_de_word_sont_de_vrais_graphiques(pack: Pack) -> None:
    with zipfile.ZipFile(BytesIO(documents.ecrire(pack, "bilan.docx"))) as contenu:
        dessines = [g for chapitre in pack.chapitres for g in chapitre.graphiques]
        for rang, graphique in enumerate(dessines, 1):
            xml = contenu.read(f"word/charts/chart{rang}.xml").decode()
            assert all(f"<c:v>{part.valeur}</c:v>" in xml or f"<c:v>{part.valeur}.0</c:v>" in xml
                       for part in graphique.parts)  # fmt: skip
            assert f"word/embeddings/chiffres{rang}.xlsx" in contenu.namelist()
        assert contenu.read("word/document.xml").decode().count("descr=") == len(dessines)


def test_ce_qui_quitte_le_cercle_tait_les_petits_nombres(lieu: Territoire) -> None:
    Fiche.objects.filter(motif_sortie="P_CDI").exclude(date_sortie=D(2020, 9, 1)).update(motif_sortie="A_SANTE")
    publication = figer(
        territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=D(2020, 1, 1), fin=D(2020, 12, 31)
    )
    pack = composer(publication)
    taux = next(dit for dit in pack.synthese if dit.code == "taux_sorties_positives")
    assert taux.masque
    assert taux.texte == "masqué"
    bilan = bilan_publie(publication)
    for document in ("synthese.docx", "synthese.pdf", "presse.txt"):
        lire = {"docx": textes_du_word, "pdf": textes_du_pdf, "txt": bytes.decode}[document.rpartition(".")[2]]
        lu = plat(lire(documents.ecrire(pack, document)))
        assert plat(bilan.totaux["taux_sorties_positives"].texte) not in lu
        assert "secretstatistique" in lu


def test_celui_qui_parle_a_la_definition_et_la_base_de_chaque_chiffre(pack: Pack) -> None:
    notes = "\n".join(textes_de(documents.ecrire(pack, "presentation.pptx")))
    for dit in pack.chapitres[0].chiffres:
        assert dit.chiffre.definition.phrase in notes
    assert "Numérateur" in notes
    assert "Statut" in notes


def test_l_annexe_tient_de_vrais_nombres(pack: Pack, publication: Publication) -> None:
    bilan = bilan_publie(publication)
    classeur = python_calamine.load_workbook(BytesIO(documents.ecrire(pack, "annexe.xlsx")))
    entetes, *lignes = classeur.get_sheet_by_name("Tous les chiffres").to_python()
    rangs = {nom: rang for rang, nom in enumerate(entetes)}
    totaux = {ligne[0]: ligne for ligne in lignes if not ligne[rangs["Ventilation"]]}
    for code, chiffre in bilan.totaux.items():
        lue = totaux[code]
        for nom, valeur in (
            ("Valeur", chiffre.valeur), ("Numérateur", chiffre.numerateur), ("Dénominateur", chiffre.denominateur)
        ):  # fmt: skip
            assert lue[rangs[nom]] == ("" if valeur is None else pytest.approx(float(valeur)))
    assert {"Chapitres", "Définitions", "À savoir", "Source"} <= set(classeur.sheet_names)


def test_figer_de_nouveau_sans_rien_changer_dit_les_memes_chiffres(lieu: Territoire, publication: Publication) -> None:
    avant = [c.texte for c in composer(publication).chiffres]
    suivante = figer(
        territoire=lieu, dispositif="PLIE", par=Acteur.systeme(lieu), debut=D(2020, 1, 1), fin=D(2020, 12, 31)
    )
    assert [c.texte for c in composer(suivante).chiffres] == avant


def test_une_fiche_corrigee_ensuite_ne_change_pas_le_dossier(publication: Publication) -> None:
    avant = list(textes_de(documents.ecrire(composer(publication), "presentation.pptx")))
    Fiche.objects.filter(motif_sortie="P_CDI").update(motif_sortie="A_SANTE")
    assert list(textes_de(documents.ecrire(composer(publication), "presentation.pptx"))) == avant


def test_un_chapitre_sans_chiffre_ni_texte_ne_laisse_pas_de_page_vide(publication: Publication) -> None:
    choisis = [Chapitre("perspectives", "perspectives"), Chapitre("cles", "chiffres_cles", "L'essentiel")]
    assert [c.titre for c in composer(publication, choisis).chapitres] == ["L'essentiel"]
    ecrit = composer(publication, choisis, {"perspectives": "Une suite."})
    assert [c.titre for c in ecrit.chapitres] == ["Perspectives", "L'essentiel"]


def test_les_sujets_nomment_des_chiffres_du_catalogue() -> None:
    nommes = {code for s in SUJETS.values() for code in (*s.chiffres, *(c for c, _ in s.coupes))} | set(SYNTHESE)
    assert nommes <= set(CATALOGUE)


def test_la_commande_ecrit_les_documents_et_dit_ce_que_valent_les_chiffres(
    lieu: Territoire, publication: Publication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    appel = ["pack", lieu.code, "--annee", "2020", "--sortie", str(tmp_path / "copil")]
    assert main(appel) == 0
    assert "aucun comité ne les a validés" in capsys.readouterr().out.replace("\u00a0", " ")
    ecrits = sorted(chemin.name for chemin in (tmp_path / "copil").iterdir())
    attendus = documents.DOCUMENTS.keys() - documents.CHOISIS
    assert ecrits == sorted(f"{lieu.code}-PLIE-2020-{document}" for document in attendus)
    assert main(appel) == 0
    for acte in ("controler", "valider"):
        avancer(publication=publication, acte=acte, par=Acteur.systeme(lieu))
    capsys.readouterr()
    assert main(appel) == 0
    assert "validés en comité" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--annee", "2012"), "n'est figé"),
        (("--annee", "vingt"), "n'est pas un nombre"),
        (("--annee", "2020", "--dispositif", "ARPE"), "n'est figé"),
    ],
)
def test_la_commande_refuse_en_une_phrase(
    publication: Publication, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], phrase: str
) -> None:
    assert main(["pack", publication.territoire.code, *options, "--sortie", str(tmp_path / "x")]) == 2
    erreur = capsys.readouterr().err
    assert phrase in erreur
    assert len(erreur.splitlines()) == 1
    assert not (tmp_path / "x").exists()


def test_le_bilan_fige_se_lit_en_ligne_de_commande(
    publication: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    Fiche.objects.filter(motif_sortie="P_CDI").update(motif_sortie="A_SANTE")
    appel = ["bilan", publication.territoire.code, "--annee", "2020", "--fige"]
    assert main([*appel, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(bilan_publie(publication).en_json()))
    assert main([*appel, "--par", "sexe"]) == 2
    assert "--fige" in capsys.readouterr().err
