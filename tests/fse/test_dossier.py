"""A person's own file holds their records of the European fund, with the answers that stand apart and the errors."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from deplie.fse.models import ErreurService, ParticipationFSE, ReponseSensibleFSE
from deplie.parcours.exports.dossier import archive_du_dossier, pdf_du_dossier
from deplie.parcours.queries.dossier import dossier_de
from deplie.socle.registre import registre
from tests.factories_fse import ErreurServiceFactory, ParticipationFSEFactory, ReponseSensibleFSEFactory

pytestmark = pytest.mark.django_db


def test_a_person_s_own_file_has_their_records_and_nobody_else_s():
    une = ReponseSensibleFSEFactory(participation__date_entree=date(2020, 3, 5)).participation
    ErreurServiceFactory(participation=une, message="Commune de naissance inconnue")
    ErreurServiceFactory(participation=ReponseSensibleFSEFactory().participation, message="D'une autre personne")
    ParticipationFSEFactory()
    lu = dossier_de(une.personne)
    comptes = {liasse.modele: len(liasse.lignes) for liasse in lu.liasses}
    assert [comptes[m] for m in (ParticipationFSE, ReponseSensibleFSE, ErreurService)] == [1, 1, 1]
    archive = ZipFile(BytesIO(archive_du_dossier(lu)))
    contenu = "\n".join(archive.read(nom).decode(errors="ignore") for nom in archive.namelist())
    assert "Commune de naissance inconnue" in contenu
    assert "D'une autre personne" not in contenu
    assert pdf_du_dossier(lu, "#0b5563").startswith(b"%PDF")


@pytest.mark.parametrize("table", ["fse.ParticipationFSE", "fse.ReponseSensibleFSE", "fse.ErreurService"])
def test_how_long_a_record_is_kept_is_declared(table):
    durees = {politique.conservation for politique in registre()[table].values() if politique.personnelle}
    assert any(duree.startswith("Cinq ans à compter du 31 décembre") for duree in durees)
