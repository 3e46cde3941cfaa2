"""The export of participants: a layout is data, what leaves is seen before, what stays is said, and the file says the
same when it is read again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from deplie.fse import actions
from deplie.fse.models import CorrespondanceFSE
from deplie.fse.queries.export import ECARTER, GARDER, MASQUE, lot_de
from deplie.fse.rules.correspondance import Colonne, Correspondance, de_donnees, ecrire, lire, refus, usuelle
from deplie.fse.rules.exemple import exemple
from deplie.fse.rules.fichier import (
    ENCODAGES,
    SEPARATEURS,
    Forme,
    ecrire_fichier,
    lire_fichier,
    refus_de_texte,
    telephone_national,
)
from deplie.fse.rules.questionnaire import SENSIBLES
from deplie.socle.editions import Edition, EditionConcurrente, version_de
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories_financements import OperationRetenueFactory
from tests.factories_fse import CorrespondanceFSEFactory, ParticipationFSEFactory, ReponseSensibleFSEFactory
from tests.fse.test_correspondance import SERVICE, TEXTES, VALEURS
from tests.parcours import fabrique as f

CELLULES = st.one_of(TEXTES, st.sampled_from(["=1+1", "'=1", "''-3", "+33", "a;b", 'a"b', "l1\nl2", "\t", "'", "|,"]))
FORMES = st.builds(
    Forme, separateur=st.sampled_from(list(SEPARATEURS)), encodage=st.sampled_from(list(ENCODAGES)), bom=st.booleans()
)


@settings(deadline=None)
@given(FORMES, st.lists(st.lists(CELLULES, min_size=2, max_size=2), max_size=6))
def test_a_file_read_again_is_the_file_that_was_written(forme, lignes) -> None:
    lignes = [ligne for ligne in lignes if not refus_de_texte(forme, ligne)]
    entetes = ["Nom", "Prénom"]
    assert lire_fichier(forme, entetes, ecrire_fichier(forme, entetes, lignes)) == lignes


def test_nothing_that_a_spreadsheet_would_run_leaves_in_a_text_file() -> None:
    contenu = ecrire_fichier(Forme(), ["Nom"], [["=CMD()"]]).decode()
    assert "'=CMD()" in contenu


def test_a_character_that_the_encoding_has_not_is_said_and_never_replaced() -> None:
    forme = Forme(encodage="cp1252")
    assert refus_de_texte(forme, ["Łukasz", "Zoé"]) == ["« Ł » ne s'écrit pas en Windows-1252 (Europe de l'Ouest)."]
    assert refus_de_texte(Forme(), ["Łukasz"]) == refus_de_texte(replace(forme, genre="XLSX"), ["Łukasz"]) == []


def test_another_file_is_not_read_as_this_one() -> None:
    with pytest.raises(RefusMetier, match="en-têtes"):
        lire_fichier(Forme(), ["Nom"], b"Autre\r\n")


@pytest.mark.parametrize(
    ("forme", "phrase"),
    [
        (Forme(genre="PDF"), "CSV ou un classeur"),
        (Forme(separateur="!"), "Le séparateur"),
        (Forme(encodage="ebcdic"), "L'encodage"),
        (Forme(bom="oui"), "La marque"),  # type: ignore[arg-type]
    ],
)
def test_a_file_that_could_not_be_made(forme, phrase) -> None:
    assert phrase in refus(replace(SERVICE, forme=forme))[0]


def test_numbers_have_the_digits_that_are_asked() -> None:
    trois = Correspondance("x", "1", (Colonne("Mois", "duree_chomage_mois", chiffres=3),))
    assert ecrire(trois, VALEURS) == ["014"]
    assert lire(trois, ["014"]) == {"duree_chomage_mois": 14}
    assert "9 chiffres" in refus(replace(trois, colonnes=(replace(trois.colonnes[0], chiffres=10),)))[0]


def test_a_number_of_france_is_written_as_it_is_dialled() -> None:
    assert telephone_national("+262692001122") == "0692001122"
    assert telephone_national("+33612345678") == "0612345678"
    assert telephone_national("+3212345678") == "+3212345678"


def test_the_example_can_be_used_and_claims_nothing() -> None:
    assert refus(exemple()) == []
    assert "officiel" not in str(exemple()).lower()


@pytest.fixture
def lieu(db):
    return f.territoire("OUEST")


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def operation(lieu):
    return OperationRetenueFactory(territoire=lieu, code="OP-A", programmation="FSE_PLUS_2021_2027")


def pleine(operation, **champs):
    """A record that may be sent: complete, joined, every sensitive question answered."""
    personne = {"personne__telephone": "+262692001122", "personne__nom": "Fictif", "personne__prenom": "Zoé"}
    une = ParticipationFSEFactory(operation=operation, **personne | champs)
    for question in SENSIBLES:
        ReponseSensibleFSEFactory(participation=une, question=question)
    return une


def test_records_that_leave_come_back_the_same(lieu, ines, operation):
    pleine(operation)
    pleine(operation, personne__nom="=Danger;\n", personne__prenom="Noé", statut="EMPLOI", duree_chomage_mois=None)
    modele = actions.creer_correspondance(nom="Service", correspondance=exemple(), par=ines)
    for forme in (Forme(), Forme(separateur="\t", encodage="cp1252")):
        actions.regler_forme(modele=modele, nom="Service", forme=forme, par=ines)
        lot = lot_de(ines, modele, [operation], ECARTER)
        assert (len(lot.retenues), lot.ecartees) == (2, [])
        entetes = lot.correspondance.entetes
        relues = lire_fichier(forme, entetes, ecrire_fichier(forme, entetes, lot.lignes))
        assert relues == lot.lignes
        lues = [lire(lot.correspondance, cellules) for cellules in relues]
        assert {lue["nom"] for lue in lues} == {"Fictif", "=Danger;\n"}
        assert {(lue["telephone"], lue["date_naissance"]) for lue in lues} == {("0692001122", date(1986, 5, 6))}


def test_what_stays_is_counted_with_its_reasons(ines, operation):
    pleine(operation)
    pleine(operation, niveau_formation="")
    ParticipationFSEFactory(operation=operation, personne__courriel="z@exemple.invalid")
    modele = actions.creer_correspondance(nom="Service", correspondance=exemple(), par=ines)
    lot = lot_de(ines, modele, [operation], ECARTER)
    assert (lot.fiches, len(lot.retenues), lot.incompletes) == (3, 1, 0)
    raisons = sorted(" ".join(une.raisons) for une in lot.ecartees)
    assert raisons[0].startswith("La fiche est incomplète.")
    assert "la question n'a pas été posée" in raisons[1]  # V10: complete, and yet it cannot be sent
    garde = lot_de(ines, modele, [operation], GARDER)
    assert (garde.fiches, len(garde.retenues), garde.incompletes) == (3, 2, 1)


def test_a_layout_is_written_column_by_column_and_each_state_is_kept(ines):
    modele = actions.creer_correspondance(nom="Service", correspondance=usuelle("", ["nom", "prenom"]), par=ines)
    assert actions.ajouter_colonne(modele=modele, champ="sexe", par=ines) == 2
    with pytest.raises(RefusMetier, match="deux colonnes"):
        actions.ajouter_colonne(modele=modele, champ="sexe", par=ines, entete="Genre")
    with pytest.raises(RefusMetier, match="n'existe pas"):
        actions.ajouter_colonne(modele=modele, champ="nir", par=ines)
    actions.ajouter_colonne(modele=modele, champ="", par=ines)
    genre = Colonne("Genre", "sexe", codes={"F": "2", "H": "1", "X": "3"})
    actions.regler_colonne(modele=modele, entete="Sexe", colonne=genre, place=0, par=ines)
    actions.deplacer_colonne(modele=modele, rang=3, entete="Constante 1", vers=1, par=ines)
    assert de_donnees(modele.donnees).entetes == ["Genre", "Constante 1", "nom", "prénom"]
    actions.retirer_colonne(modele=modele, rang=1, entete="Constante 1", par=ines)
    with pytest.raises(RefusMetier, match="a changé entre-temps"):
        actions.retirer_colonne(modele=modele, rang=1, entete="Constante 1", par=ines)
    modele.refresh_from_db()
    assert modele.donnees["version"] == "6"
    assert modele.modifiee_par == ines.compte
    assert [v.donnees["version"] for v in modele.historique.order_by("history_id")] == list("123456")
    with pytest.raises(RefusMetier, match="déjà ce nom"):
        actions.creer_correspondance(nom="Service", correspondance=de_donnees(modele.donnees), par=ines)


def test_a_column_that_could_not_be_read_back_is_refused_and_nothing_changes(ines):
    modele = actions.creer_correspondance(nom="Service", correspondance=usuelle("", ["sexe"]), par=ines)
    avant = dict(modele.donnees)
    deux = Colonne("Sexe", "sexe", codes={"F": "1", "H": "1", "X": "3"})
    with pytest.raises(RefusMetier, match="plusieurs réponses"):
        actions.regler_colonne(modele=modele, entete="Sexe", colonne=deux, place=0, par=ines)
    assert CorrespondanceFSE.objects.get().donnees == avant
    with pytest.raises(RefusMetier, match="aucune colonne"):
        actions.retirer_colonne(modele=modele, rang=0, entete="Sexe", par=ines)


def test_two_people_on_one_column_the_second_is_told(ines):
    modele = actions.creer_correspondance(nom="Service", correspondance=usuelle("", ["nom", "prenom"]), par=ines)
    ouverte = Edition(version_de(modele))
    actions.regler_colonne(
        modele=modele, entete="nom", colonne=Colonne("nom", "nom", obligatoire=True), place=0, par=ines
    )
    with pytest.raises(EditionConcurrente) as refuse:
        actions.regler_colonne(
            modele=modele, entete="nom", colonne=Colonne("NOM", "nom"), place=0, par=ines, edition=ouverte
        )
    vue = Edition(ouverte.version, refuse.value.vu)
    actions.regler_colonne(modele=modele, entete="nom", colonne=Colonne("NOM", "nom"), place=0, par=ines, edition=vue)
    # The other column was left alone: no clash.
    actions.regler_colonne(
        modele=modele, entete="prénom", colonne=Colonne("PRENOM", "prenom"), place=1, par=ines, edition=ouverte
    )
    assert de_donnees(modele.donnees).entetes == ["NOM", "PRENOM"]


def page_de(client, modele, operation, **autres):
    chemin = reverse("fse:correspondance", args=["OUEST", modele.pk])
    return client.get(chemin, {"operations": operation.pk, "incompletes": ECARTER} | autres).content.decode()


def test_the_file_leaves_with_its_purpose_and_the_journal_says_it(distribution, client_de):
    ici = OperationRetenueFactory(territoire=distribution.territoire, programmation="FSE_PLUS_2021_2027")
    pleine(ici)
    client = client_de("animatrice")
    assert client.post(
        reverse("fse:nouvelle_correspondance", args=["OUEST"]), {"nom": "Service", "depart": "exemple"}
    ).status_code == 302  # fmt: skip
    modele = CorrespondanceFSE.objects.get()
    assert "1 fiche sur 1 partirait" in page_de(client, modele, ici)
    chemin = reverse("fse:exporter_participants", args=["OUEST", modele.pk])
    envoi = {"operations": [ici.pk], "incompletes": ECARTER}
    assert "obligatoire" in client.post(chemin, envoi).content.decode()
    assert not Journal.objects.filter(nature=Journal.EXPORT).exists()
    reponse = client.post(chemin, envoi | {"motif": "TRANSMISSION"})
    lues = lire_fichier(Forme(), exemple().entetes, reponse.content)
    assert lire(exemple(), lues[0])["nom"] == "Fictif"
    ligne = Journal.objects.get(nature=Journal.EXPORT)
    assert (ligne.detail["lignes"], ligne.detail["motif"], ligne.detail["operations"]) == (1, "TRANSMISSION", [ici.pk])
    assert "Fictif" not in str(ligne.detail)
    client.post(
        reverse("fse:regler_forme", args=["OUEST", modele.pk]),
        {"nom": "Service", "genre": "XLSX", "separateur": ";", "encodage": "utf-8"},
    )
    reponse = client.post(chemin, envoi | {"motif": "ESSAI"})
    classeur = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
    relues = classeur.get_sheet_by_index(0).to_python()[1:]
    assert relues == lues


def test_a_whole_programmation_leaves_in_one_tick(distribution, client_de):
    lieu = distribution.territoire
    ici, la = (OperationRetenueFactory(territoire=lieu, programmation="FSE_PLUS_2021_2027") for _ in range(2))
    avant = OperationRetenueFactory(territoire=lieu, programmation="FSE_2014_2020")
    for une in (ici, la, avant):
        pleine(une)
    modele = CorrespondanceFSEFactory(territoire=lieu)
    client, chemin = client_de("animatrice"), reverse("fse:correspondance", args=["OUEST", modele.pk])
    page = client.get(chemin, {"programmations": "FSE_PLUS_2021_2027", "incompletes": ECARTER})
    assert page.context["lot"].fiches == 2
    assert set(page.context["choisies"]) == {ici.pk, la.pk}
    page = client.get(chemin, {"programmations": "FSE_PLUS_2021_2027", "operations": avant.pk, "incompletes": ECARTER})
    assert page.context["lot"].fiches == 3
    page = client.get(chemin, {"incompletes": ECARTER}).content.decode()
    assert "Cochez une programmation, ou au moins une opération." in page


def test_sensitive_answers_are_hidden_from_who_may_not_read_them_and_do_not_leave_by_them(distribution, client_de):
    ici = OperationRetenueFactory(territoire=distribution.territoire, programmation="FSE_PLUS_2021_2027")
    une = pleine(ici)
    une.reponses_sensibles.update(reponse="OUI")
    donnees = {"nom": "Essai", "version": "1", "colonnes": [{"entete": "Nom", "champ": "nom"}]}
    modele = CorrespondanceFSEFactory(territoire=distribution.territoire, donnees=donnees)
    handicap = {
        "entete": "Handicap",
        "champ": "handicap",
        "codes": {"OUI": "VRAI9", "NON": "F", "NE_SE_PRONONCE_PAS": "9"},
    }
    gestion, envoi = client_de("gestionnaire"), {"operations": [ici.pk], "incompletes": ECARTER, "motif": "ESSAI"}
    chemin = reverse("fse:exporter_participants", args=["OUEST", modele.pk])
    assert gestion.post(chemin, envoi).status_code == 200
    modele.donnees["colonnes"].append(handicap)
    modele.save()
    page = page_de(gestion, modele, ici)
    assert MASQUE in page
    assert "<td>VRAI9</td>" not in page
    assert gestion.post(chemin, envoi).status_code == 403
    assert not Journal.objects.filter(verbe__contains="sensibles dans un aperçu").exists()
    assert "<td>VRAI9</td>" in page_de(client_de("animatrice"), modele, ici)
    assert Journal.objects.filter(verbe__contains="sensibles dans un aperçu").count() == 1


def test_an_empty_file_does_not_leave(distribution, client_de):
    ici = OperationRetenueFactory(territoire=distribution.territoire, programmation="FSE_PLUS_2021_2027")
    modele = CorrespondanceFSEFactory(territoire=distribution.territoire)
    envoi = {"operations": [ici.pk], "incompletes": ECARTER, "motif": "ESSAI"}
    client = client_de("animatrice")
    assert client.post(reverse("fse:exporter_participants", args=["OUEST", modele.pk]), envoi).status_code == 302
    assert not Journal.objects.filter(nature=Journal.EXPORT).exists()


def test_columns_on_their_pages(distribution, client_de):
    acteur = f.acteur(distribution.territoire, "gestionnaire_oi")
    modele = actions.creer_correspondance(nom="Service", correspondance=exemple(), par=acteur)
    client = client_de("animatrice")
    ici = [distribution.territoire.code, modele.pk]
    rang = exemple().entetes.index("Sexe")
    page = client.get(reverse("fse:colonne", args=[*ici, rang]))
    formulaire = page.context["formulaire"]
    envoi = {nom: formulaire[nom].value() or "" for nom in formulaire.fields if nom != "obligatoire"}
    assert "traduit plusieurs" in client.post(page.request["PATH_INFO"], envoi | {"code_H": "F"}).content.decode()
    assert client.post(page.request["PATH_INFO"], envoi | {"code_H": "M", "place": "1"}).status_code == 302
    modele.refresh_from_db()
    premiere = de_donnees(modele.donnees).colonnes[0]
    assert (premiere.champ, premiere.codes["H"]) == ("sexe", "M")
    place = reverse("fse:deplacer_colonne", args=[*ici, 0])
    client.post(place, {"entete": "Sexe", "vers": "1"})
    modele.refresh_from_db()
    assert de_donnees(modele.donnees).colonnes[1].champ == "sexe"
    reponse = client.post(reverse("fse:ajouter_colonne", args=ici), {"champ": "minima"})
    assert "Choisissez un champ de la liste" in client.get(reponse["Location"]).content.decode()
    client.post(reverse("fse:retirer_correspondance", args=ici))
    assert not CorrespondanceFSE.objects.exists()
    assert CorrespondanceFSE.historique.count() > 3


def test_the_preview_makes_as_many_queries_with_twenty_records(distribution, client_de, requetes_constantes):
    ici = OperationRetenueFactory(territoire=distribution.territoire, programmation="FSE_PLUS_2021_2027")
    modele = CorrespondanceFSEFactory(territoire=distribution.territoire)
    client = client_de("animatrice")
    requetes_constantes(lambda: page_de(client, modele, ici), lambda: pleine(ici))
