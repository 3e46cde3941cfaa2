"""A file of errors of the managing service: read whatever its form, each line to its record or left to be settled."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from deplie.fse import actions
from deplie.fse.actions.retour import JOURS_D_UNE_COPIE
from deplie.fse.models import CorrespondanceFSE, ErreurService, RetourService
from deplie.fse.queries.export import ECARTER, lot_de
from deplie.fse.queries.fiche import erreurs_ouvertes
from deplie.fse.rules.exemple import exemple
from deplie.fse.rules.retour import SANS_MESSAGE, Candidate, Dite, cle_des_noms, deviner, lire_jour, rapprocher
from deplie.socle import horloge
from deplie.socle.erreurs import RefusMetier
from deplie.socle.lecture.libre import lire_libre, source_de
from deplie.socle.tableaux.ecriture import ecrire_xlsx
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import CorrespondanceFSEFactory, ErreurServiceFactory, ParticipationFSEFactory
from tests.fse.test_export import pleine
from tests.parcours import fabrique as f

D = date
ZELIE = Candidate(7, "OP-A", "A-12", frozenset({"exemple zelie", "modele zelie"}), D(1986, 5, 6))
NOE = Candidate(8, "OP-B", "A-12", frozenset({"exemple noe"}), D(1990, 1, 1))


def dite(**champs: str) -> Dite:
    return Dite(2, message="Commune inconnue", **champs)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"fiche": "7"}, (7, "FICHE")),
        ({"personne": "a-12", "operation": "op-a"}, (7, "NUMERO")),
        ({"nom": "EXEMPLE", "prenom": "Zélie", "date_naissance": "06/05/1986"}, (7, "NAISSANCE")),
        ({"nom": "Modèle", "prenom": "ZELIE", "date_naissance": "1986-05-06"}, (7, "NAISSANCE")),
        ({"fiche": "99", "nom": "Exemple", "prenom": "Noé", "date_naissance": "19900101"}, (8, "NAISSANCE")),
    ],
)
def test_a_line_finds_its_record(champs, attendu) -> None:
    trouvee = rapprocher(dite(**champs), [ZELIE, NOE])
    assert (trouvee.pk, trouvee.par) == attendu


@pytest.mark.parametrize(
    ("champs", "raison"),
    [
        ({"personne": "A-12"}, "2 fiches possibles"),
        ({"fiche": "7", "nom": "Autre", "prenom": "Nom"}, "quelqu'un d'autre"),
        ({"operation": "OP-Z", "fiche": "7"}, "Aucune fiche dans l'opération"),
        ({"nom": "Exemple", "prenom": "Zélie"}, "Personne n'est reconnu"),
        ({"nom": "Exemple", "prenom": "Zélie", "date_naissance": "31/02/1986"}, "Personne n'est reconnu"),
        ({}, "Personne n'est reconnu"),
    ],
)
def test_what_may_be_somebody_else_is_left_to_be_settled(champs, raison) -> None:
    trouvee = rapprocher(dite(**champs), [ZELIE, NOE])
    assert trouvee.pk is None
    assert raison in trouvee.raison
    assert dite(**champs).repere


MOTS = st.sampled_from(
    ["", "7", "8", "x", "OP-A", "op-b", "A-12", "Exemple", "Zélie", "NOE", "06/05/1986", "1990-01-01"]
)


@settings(deadline=None)
@given(st.builds(Dite, st.integers(1, 9), *[MOTS] * 9))
def test_whatever_is_written_a_line_has_one_record_or_a_reason(une) -> None:
    trouvee = rapprocher(une, [ZELIE, NOE])
    assert (trouvee.pk is None) == bool(trouvee.raison)
    assert (trouvee.pk is None) != bool(trouvee.par)


def test_columns_are_recognised_by_their_words_or_by_a_layout() -> None:
    entetes = ["N° fiche", "Nom", "Prénom", "Né(e) le", "Libellé erreur", "Code erreur"]
    trouves = deviner(entetes, {"N° fiche": "fiche"})
    assert trouves == {"message": 4, "code": 5, "fiche": 0, "nom": 1, "prenom": 2, "date_naissance": 3}
    assert deviner(["a", "b"]) == {}


def test_days_as_such_files_write_them() -> None:
    assert {lire_jour(t) for t in ("06/05/1986", "6.5.1986", "1986-05-06", "19860506")} == {D(1986, 5, 6)}
    assert lire_jour("mai 1986") is None
    assert cle_des_noms("N'Diaye", "Anne-Lise") == "ndiaye anne lise"


CSV = "Fiche;Nom;Prénom;Erreur\n{pk};Fictif;Zoé;Commune inconnue\n;Inconnu;Ayo;Diplôme absent\n;;;\n12;;;\n"


def lire(contenu: bytes, nom: str = "erreurs.csv"):
    return lire_libre(source_de(nom, [contenu]))


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_text_file_is_read(separateur, encodage) -> None:
    table = lire(CSV.replace(";", separateur).encode(encodage))
    assert table.entetes == ["Fiche", "Nom", "Prénom", "Erreur"]
    assert [numero for numero, _ in table.lignes] == [2, 3, 5]
    assert table.lignes[1][1] == ["", "Inconnu", "Ayo", "Diplôme absent"]


def test_a_workbook_is_read_as_texts() -> None:
    sortie = BytesIO()
    ecrire_xlsx(sortie, "Erreurs", ["Fiche", "Né le", "Erreur"], [[12, D(1986, 5, 6), "Commune"]])
    table = lire(sortie.getvalue(), "erreurs.xlsx")
    assert table.lignes == [(2, ["12", "06/05/1986", "Commune"])]


@pytest.mark.parametrize(
    ("contenu", "phrase"), [(b"", "vide"), (b"Nom;Erreur\n", "vide"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "abîm")]
)
def test_what_is_no_table_is_refused_in_a_sentence(contenu, phrase) -> None:
    with pytest.raises(RefusMetier):
        lire(contenu)
    assert phrase


@pytest.fixture
def lieu(db):
    return f.territoire("OUEST")


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def zoe(lieu):
    return pleine(OperationRetenueFactory(territoire=lieu, code="OP-A", programmation="FSE_PLUS_2021_2027"))


COLONNES = {"fiche": 0, "nom": 1, "prenom": 2, "message": 3}


def deposer(ines, texte: str, empreinte: str = "a", colonnes=COLONNES):
    table = lire(texte.encode())
    retour = actions.deposer_retour(
        fichier="erreurs.csv", entetes=table.entetes, lignes=table.lignes, empreinte=empreinte, par=ines
    )
    actions.rapprocher_retour(retour=retour, colonnes=colonnes, par=ines)
    return retour


def test_no_line_is_lost(ines, zoe):
    retour = deposer(ines, CSV.format(pk=zoe.pk))
    lues = list(retour.erreurs.order_by("ligne"))
    assert [(e.ligne, e.participation_id, e.message) for e in lues] == [
        (2, zoe.pk, "Commune inconnue"), (3, None, "Diplôme absent"), (5, None, SANS_MESSAGE),
    ]  # fmt: skip
    assert lues[1].repere == "Ayo Inconnu"
    assert len(retour.lignes) == 3  # kept until the last is settled
    actions.rattacher_erreur(erreur=lues[1], participation=zoe, par=ines)
    with pytest.raises(RefusMetier, match="pourquoi"):
        actions.ecarter_erreur(erreur=lues[2], raison=" ", par=ines)
    actions.ecarter_erreur(erreur=lues[2], raison="Ligne vide", par=ines)
    retour.refresh_from_db()
    assert retour.lignes == []
    assert retour.erreurs.count() == 3
    assert {e.ligne for e in erreurs_ouvertes(ines)} == {2, 3}


@pytest.mark.parametrize(
    ("colonnes", "phrase"),
    [
        ({"fiche": 0}, "porte l'erreur"),
        ({"message": 3}, "nomme la personne"),
        ({"message": 3, "nom": 3}, "deux choses"),
    ],
)
def test_columns_that_say_too_little(ines, zoe, colonnes, phrase):
    with pytest.raises(RefusMetier, match=phrase):
        deposer(ines, CSV.format(pk=zoe.pk), colonnes=colonnes)
    assert not ErreurService.objects.exists()


def test_a_file_is_matched_once_and_an_error_said_again_is_waited_for_once(ines, zoe):
    retour = deposer(ines, CSV.format(pk=zoe.pk))
    with pytest.raises(RefusMetier, match="déjà rapproché"):
        actions.rapprocher_retour(retour=retour, colonnes=COLONNES, par=ines)
    with pytest.raises(RefusMetier, match="déjà été déposé"):
        deposer(ines, CSV.format(pk=zoe.pk))
    deposer(ines, CSV.format(pk=zoe.pk), "b")
    assert erreurs_ouvertes(ines).count() == 1
    assert retour.erreurs.get(ligne=2).raison == "redite par un retour plus récent"


def test_what_was_changed_and_leaves_again_is_fixed_and_what_nobody_touched_is_not(ines, lieu, zoe):
    autre = pleine(zoe.operation, personne__nom="Autre")
    modele = actions.creer_correspondance(nom="Service", correspondance=exemple(), par=ines)
    retour = deposer(ines, f"Fiche;Erreur\n{zoe.pk};Commune\n{autre.pk};Commune\n", colonnes={"fiche": 0, "message": 1})
    RetourService.objects.update(depose_le=timezone.now() + timedelta(seconds=5))
    versions = zoe.historique.latest()
    versions.history_date = timezone.now() + timedelta(seconds=9)
    versions.save()
    lot = lot_de(ines, modele, [zoe.operation], ECARTER)
    for motif, restent in (("ESSAI", 2), ("TRANSMISSION", 1)):
        actions.noter_export(modele=modele, lot=lot, operations=[zoe.operation], motif=motif, par=ines)
        assert erreurs_ouvertes(ines).count() == restent
    assert erreurs_ouvertes(ines).get().participation == autre
    assert retour.erreurs.get(participation=zoe).corrigee_par == ines.compte


def test_an_error_is_closed_and_opened_again_by_hand(ines, zoe):
    erreur = deposer(ines, CSV.format(pk=zoe.pk)).erreurs.get(ligne=2)
    actions.corriger_erreur(erreur=erreur, par=ines)
    assert not erreurs_ouvertes(ines).exists()
    actions.rouvrir_erreur(erreur=erreur, par=ines)
    assert erreurs_ouvertes(ines).count() == 1
    sans = ErreurServiceFactory(retour__territoire=ines.territoire)
    with pytest.raises(RefusMetier, match="Rattachez"):
        actions.corriger_erreur(erreur=sans, par=ines)


def _rattacher_a_la_main(client, zoe):
    """The line that the file does not name is joined to a record by a search; the other one is not an error."""
    perdue = ErreurService.objects.get(ligne=3)
    chemin = reverse("fse:erreur", args=["OUEST", perdue.pk])
    assert "Choisissez une fiche" in client.post(chemin, {}).content.decode()
    assert client.post(chemin, {"fiche": "999999"}).status_code == 200
    page = client.post(chemin, {"cherche": "Personne qui ressemble", "chercher": "1"}).content.decode()
    assert "Aucune fiche ne ressemble à" in page
    cherche = {"cherche": f"{zoe.personne.nom} {zoe.personne.date_naissance:%d/%m/%Y}"}
    page = client.post(chemin, cherche | {"chercher": "1"}).content.decode()
    assert f'name="fiche" value="{zoe.pk}"' in page
    assert ErreurService.objects.get(ligne=3).participation is None
    assert "l&#x27;un des deux" in client.post(chemin, cherche | {"fiche": zoe.pk, "raison": "vide"}).content.decode()
    assert client.post(chemin, cherche | {"fiche": str(zoe.pk)}).status_code == 302
    assert client.post(reverse("fse:erreur", args=["OUEST", ErreurService.objects.get(ligne=5).pk]),
                       {"raison": "vide"}).status_code == 302  # fmt: skip
    return perdue


def test_from_the_file_to_the_record_and_back(distribution, client_de):
    lieu = distribution.territoire
    zoe = pleine(OperationRetenueFactory(territoire=lieu, code="OP-A", programmation="FSE_PLUS_2021_2027"))
    CorrespondanceFSEFactory(
        territoire=lieu, donnees={"nom": "x", "version": "1", "colonnes": [{"entete": "Rep", "champ": "fiche"}]}
    )
    assert CorrespondanceFSE.objects.exists()
    client = client_de("gestionnaire")
    chemin = reverse("fse:retours", args=["OUEST"])
    assert "obligatoire" in client.post(chemin, {}).content.decode()
    texte = CSV.format(pk=zoe.pk).replace("Fiche", "Rep")
    envoi = {"fichier": SimpleUploadedFile("erreurs.csv", texte.encode())}
    page = client.post(chemin, envoi, follow=True)
    formulaire = page.context["formulaire"]
    choix = {nom: str(champ.initial) for nom, champ in formulaire.fields.items()}
    assert (choix["fiche"], choix["message"]) == ("0", "3")
    page = client.post(page.request["PATH_INFO"], choix, follow=True).content.decode()
    assert "Lignes reconnues : 1. À rattacher à la main : 2." in page
    assert "Ayo Inconnu" in page
    again = {"fichier": SimpleUploadedFile("copie.csv", texte.encode())}
    assert "a déjà été déposé" in client.post(chemin, again, follow=True).content.decode()
    assert RetourService.objects.count() == 1
    fiche = client.get(reverse("fse:fiche", args=["OUEST", zoe.pk])).content.decode()
    assert "Commune inconnue" in fiche
    assert "n&#x27;a pas pris la fiche" in fiche or "n'a pas pris la fiche" in fiche
    assert "Commune inconnue" in client.get(reverse("fse:a_completer", args=["OUEST"])).content.decode()
    perdue = _rattacher_a_la_main(client, zoe)
    issue = reverse("fse:issue_erreur", args=["OUEST", perdue.pk])
    retour = reverse("fse:fiche", args=["OUEST", zoe.pk])
    assert client.post(issue, {"suite": retour})["Location"] == retour
    assert client.post(issue, {"suite": "https://ailleurs.invalid/", "rouvrir": "1"})["Location"].startswith("/OUEST/")
    assert erreurs_ouvertes(distribution.acteurs["animatrice"]).count() == 2


def test_the_lines_of_a_file_make_as_many_queries_with_twenty(distribution, client_de, requetes_constantes):
    retour = ErreurServiceFactory(retour__territoire=distribution.territoire).retour
    RetourService.objects.update(rapproche_le=timezone.now())
    client, ici = client_de("animatrice"), ParticipationFSEFactory(operation__territoire=distribution.territoire)
    chemin = reverse("fse:retour", args=["OUEST", retour.pk]) + "?onglet=ouvertes"
    requetes_constantes(lambda: client.get(chemin), lambda: ErreurServiceFactory(retour=retour, participation=ici))
    liste = reverse("fse:retours", args=["OUEST"])
    requetes_constantes(
        lambda: client.get(liste), lambda: ErreurServiceFactory(retour__territoire=distribution.territoire)
    )


def test_the_copy_of_a_file_goes_with_time_and_what_it_said_of_a_record_stays(ines, zoe):
    lu = deposer(ines, CSV.format(pk=zoe.pk))
    table = lire(CSV.format(pk=zoe.pk).encode())
    valeurs = {"entetes": table.entetes, "lignes": table.lignes, "par": ines}
    jamais_lu = actions.deposer_retour(fichier="juin.csv", empreinte="b", **valeurs)
    recent = actions.deposer_retour(fichier="juillet.csv", empreinte="c", **valeurs)
    vieux = RetourService.objects.exclude(pk=recent.pk)
    vieux.update(depose_le=timezone.now() - timedelta(days=JOURS_D_UNE_COPIE, hours=1))
    assert actions.purger_copies(par=None) == 2
    assert actions.purger_copies(par=None) == 0
    for retour in (lu, jamais_lu, recent):
        retour.refresh_from_db()
    assert [(r.lignes, r.entetes, r.fichier) for r in (lu, jamais_lu)] == [([], [], "fichier du service")] * 2
    assert (len(recent.lignes), recent.fichier, recent.efface_le) == (3, "juillet.csv", None)
    assert lu.erreurs.count() == 3
    with pytest.raises(RefusMetier, match="effacée"):
        actions.rapprocher_retour(retour=jamais_lu, colonnes=COLONNES, par=ines)
    # The file that nobody read may come again; the one that was matched is still known.
    actions.deposer_retour(fichier="juin.csv", empreinte="b", **valeurs)
    with pytest.raises(RefusMetier, match="déjà été déposé"):
        actions.deposer_retour(fichier="erreurs.csv", empreinte="a", **valeurs)


def test_the_worker_purges_the_copies():
    assert "copies des retours du service" in horloge.inscrites()
