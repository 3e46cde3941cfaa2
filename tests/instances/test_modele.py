"""Minutes that follow a territory's own template: checked when it comes, kept with the séance that was held with it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from deplie.instances import actions
from deplie.instances.models import ModeleProcesVerbal, Seance
from deplie.instances.queries.proces_verbal import champs_du_proces_verbal, gabarit_de, modele_en_service
from deplie.instances.queries.seance import sieges
from deplie.instances.rules import CHAMPS_DU_PROCES_VERBAL
from deplie.socle.documents import rendre_word
from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import recevoir
from deplie.socle.gabarits import exemples
from deplie.socle.models import Journal
from tests.instances import fabrique
from tests.parcours import fabrique as f

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
JOUR = date(2024, 3, 20)


@pytest.fixture(autouse=True)
def ici(settings, tmp_path):
    import time_machine

    settings.DONNEES = tmp_path
    with time_machine.travel("2024-03-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def lieu():
    return f.territoire()


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def seance(lieu):
    seance = fabrique.seance(lieu, JOUR)
    fabrique.siege(seance.instance, f.organisation(lieu, "CCAS"))
    return seance


def depose(texte, nom="modele.docx"):
    document, tampon = Document(), BytesIO()
    document.add_paragraph(texte)
    document.save(tampon)
    return SimpleUploadedFile(nom, tampon.getvalue())


def deposer(texte, par, nature=""):
    return actions.deposer_modele(
        fichier=recevoir(depose(texte), territoire=par.territoire.code, par=par), par=par, nature=nature
    )


def tenir(seance, par):
    presences = {membre: "PRESENT" for membre, _ in sieges(seance).lignes}
    actions.noter_presences(seance=seance, presences=presences, par=par)


def texte(octets):
    return "\n".join(paragraphe.text for paragraphe in Document(BytesIO(octets)).paragraphs)


def proces_verbal(par, seance):
    client = Client()
    client.force_login(par.compte)
    return client.get(f"/OUEST/seances/{seance.pk}/proces-verbal.docx")


def test_the_fields_that_a_template_may_name_are_those_of_the_minutes(seance):
    assert set(champs_du_proces_verbal(seance, sieges(seance), [])) == set(CHAMPS_DU_PROCES_VERBAL)
    for exemple in exemples(CHAMPS_DU_PROCES_VERBAL):
        assert "{" not in texte(rendre_word(gabarit_de(None), exemple))


def test_a_territory_brings_its_template(ines, seance):
    client = Client()
    client.force_login(ines.compte)
    page = "/OUEST/seances/modeles/"
    assert "Aucun encore" in client.get(page).content.decode()
    refus = client.post(page, {"nature": "", "fichier": depose("{{ numero_du_chien }}")})
    assert "« numero_du_chien »" in refus.content.decode()
    assert not ModeleProcesVerbal.objects.exists()
    assert client.post(page, {"nature": "", "fichier": depose("{{ instance }}, à notre façon")}).status_code == 302
    tenir(seance, ines)
    assert texte(proces_verbal(ines, seance).content) == f"{seance.instance}, à notre façon"
    modele = ModeleProcesVerbal.objects.get()
    assert Journal.objects.get(verbe="télécharger un procès-verbal").detail["modele"] == modele.pk
    assert "à notre façon" in texte(client.get(f"{page}{modele.pk}/").content)
    assert "Procès-verbal" in texte(client.get(f"{page}0/").content)


@pytest.mark.parametrize("ligne", ["{{ decision.nom }}", "{{ presents ", "{{ groupes[0].decisions[3].nom }}"])
def test_a_template_that_does_not_render_is_refused(ines, ligne):
    with pytest.raises(RefusMetier):
        deposer(ligne, ines)


def test_a_nested_field_that_does_not_exist_is_named(ines):
    with pytest.raises(RefusMetier, match="« chien »"):
        deposer("{% for g in groupes %}{% for d in g.decisions %}{{ d.chien }}{% endfor %}{% endfor %}", ines)


def test_the_template_of_a_nature_goes_before_that_of_all(lieu, ines, seance):
    tous, commission = deposer("pour tous", ines), deposer("pour elle", ines, "COMMISSION_ENTREE")
    assert modele_en_service(seance.instance) == commission
    assert modele_en_service(fabrique.commission(lieu, "COPIL")) == tous
    with pytest.raises(RefusMetier, match="dans la liste"):
        deposer("pour personne", ines, "AUTRE")


def test_a_seance_keeps_the_template_it_was_held_with(ines, seance):
    premier = deposer("première façon", ines)
    tenir(seance, ines)
    deposer("seconde façon", ines)
    premier.refresh_from_db()
    assert premier.retire_le is not None
    assert texte(proces_verbal(ines, seance).content) == "première façon"
    actions.reprendre_modele(seance=seance, par=ines)
    assert texte(proces_verbal(ines, seance).content) == "seconde façon"
    with pytest.raises(RefusMetier, match="suit déjà"):
        actions.reprendre_modele(seance=seance, par=ines)
    assert Journal.objects.get(verbe="changer le modèle d'un procès-verbal").detail["avant"] == premier.pk


def test_a_withdrawn_template_leaves_ours_to_the_next_seances(lieu, ines, seance):
    modele = deposer("à nous", ines)
    actions.retirer_modele(modele=modele, par=ines)
    with pytest.raises(RefusMetier, match="déjà retiré"):
        actions.retirer_modele(modele=modele, par=ines)
    with pytest.raises(RefusMetier, match="quand la séance est tenue"):
        actions.reprendre_modele(seance=seance, par=ines)
    tenir(seance, ines)
    assert Seance.objects.get(pk=seance.pk).modele is None
    assert "Procès-verbal" in texte(proces_verbal(ines, seance).content)


def test_the_page_of_a_seance_says_which_template_its_minutes_follow(ines, seance):
    tenir(seance, ines)
    deposer("à nous", ines)
    client = Client()
    client.force_login(ines.compte)
    adresse = f"/OUEST/seances/{seance.pk}/"
    assert "Suivre le modèle en service" in client.get(adresse).content.decode()
    client.post(f"{adresse}modele/")
    page = client.get(adresse).content.decode()
    assert "le modèle du territoire déposé le 25 mars 2024" in page
    assert "Suivre le modèle en service" not in page


def test_a_file_that_is_lost_is_said(ines, seance, tmp_path):
    modele = deposer("à nous", ines)
    tenir(seance, ines)
    for chemin in tmp_path.rglob(modele.fichier.cle):
        chemin.unlink()
    reponse = proces_verbal(ines, seance)
    assert (reponse.status_code, reponse["Location"]) == (302, f"/OUEST/seances/{seance.pk}/")
