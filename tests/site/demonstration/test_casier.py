"""Operators have people and hours, papers are attached, letters are written: all of it read back as anybody would."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from docx import Document

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import ModeleCourrier, PieceJointe
from deplie.parcours.rules.piece import CIBLES
from deplie.site.accueil import panneaux
from deplie.site.demonstration import papiers
from deplie.site.demonstration.casier import MODELES, en_role
from deplie.socle.fabrications import archive_de
from deplie.socle.fichiers.depot import lire
from deplie.socle.models import Fabrication
from deplie.territoires.models import Territoire

pytestmark = pytest.mark.django_db


@pytest.fixture
def systeme(petites: dict[str, Any]) -> Acteur:
    return Acteur.systeme(Territoire.objects.get(code="MIDIQUERCY"))


@pytest.mark.parametrize("role", ["operateur", "siae"])
def test_un_operateur_a_des_gens_des_propositions_et_des_heures(systeme: Acteur, role: str) -> None:
    lus = {p.gabarit: p.contenu for p in panneaux(en_role(systeme, role), timezone.localdate())}
    assert len(lus["a_accueillir"]["proposees"]) == 2
    assert len(lus["accueillies"]["etapes"]) >= 3


def test_des_pieces_prouvent_et_se_relisent(systeme: Acteur) -> None:
    pieces = PieceJointe.objects.filter(fichier__territoire="MIDIQUERCY").select_related("fichier")
    assert {piece.prouve for piece in pieces} == {"critere", "etape", "emploi", "sortie"} < set(CIBLES)
    assert {piece.fichier.genre for piece in pieces} == {"PDF", "PNG"}
    assert all(lire(piece.fichier).read() for piece in pieces)


def test_les_modeles_sont_deposes_et_des_courriers_ecrits(systeme: Acteur) -> None:
    assert set(ModeleCourrier.objects.filter(territoire=systeme.territoire).values_list("nom", flat=True)) == set(
        MODELES
    )
    (archive,) = Fabrication.objects.filter(territoire="MIDIQUERCY")
    assert (archive.etat, archive.faits) == (Fabrication.Etat.FAITE, 2)
    assert archive_de(archive).exists()


def test_un_papier_dit_qu_il_est_fictif() -> None:
    assert papiers.BANDEAU.encode("cp1252") in papiers.page("Un titre (ou deux)", ("é", "→"))
    assert [p.text for p in Document(BytesIO(papiers.modele(("Bonjour",)))).paragraphs] == ["Bonjour"]
