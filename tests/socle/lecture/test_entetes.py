"""Headers as people write them, and the table that they announce."""

from __future__ import annotations

import pytest

from deplie.socle.lecture.entetes import cle_entete, index_de, lettre
from deplie.socle.tableaux import DescriptionTable
from tests.socle.lecture.fabrique import DESCRIPTIONS, ENTETE, LIGNE, csv, fiches, lignes, refus, une

NIR = "1 85 05 78 006 084 91"


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda d: d.nom)
def test_aucun_en_tete_ne_designe_deux_colonnes(description: DescriptionTable):
    vus: dict[str, str] = {}
    for champ in description.champs:
        for texte in (champ.nom, champ.libelle, *champ.synonymes):
            assert vus.setdefault(cle_entete(texte), champ.nom) == champ.nom, texte
    assert set(vus) == set(index_de(description))


@pytest.mark.parametrize(
    ("entete", "champ"),
    [
        ("Date de naissance", "date_naissance"),
        ("Né(e) le", "date_naissance"),
        ("NÉ(E)  LE :", "date_naissance"),
        ("Code INSEE", "code_commune"),
        ("Niveau", "niveau_formation"),
        ("Motif de sortie", "motif_sortie"),
        ("motif_sortie", "motif_sortie"),
        ("E\u2011mail", "courriel"),
        ("Date de\u00a0naissance (JJ/MM/AAAA)", "date_naissance"),
        ("Durée de chômage (mois)", "duree_chomage_mois"),
        ("Te\u0301le\u0301phone", "telephone"),
        ("Prescripteur *", "prescripteur"),
    ],
)
def test_les_en_tetes_que_les_gens_ecrivent(tmp_path, entete, champ):
    table = une(tmp_path, csv(f"{LIGNE};", entete=f"{ENTETE};{entete}"))
    assert [c.nom if c else None for c in table.colonnes][-1] == champ


def test_colonnes_inconnues(tmp_path):
    table = une(tmp_path, csv(f"x;{LIGNE}", entete=f"Couleur;{ENTETE}"))
    assert [(c.ligne, c.colonne) for c in table.avertissements] == [(1, "Couleur")]
    assert table.colonnes[0] is None
    assert fiches(table)[0]["identifiant"] == "A"


def test_des_colonnes_inconnues_d_un_meme_nom_sont_signalees_ensemble(tmp_path):
    table = une(tmp_path, csv(f"{LIGNE};x;y;z", entete=f"{ENTETE};Notes;notes;Couleur"))
    assert [(c.ligne, c.colonne) for c in table.avertissements] == [(1, "Notes"), (1, "Couleur")]
    assert table.avertissements[0].message.startswith("2 colonnes inconnues portent ce nom (colonnes E et F)")
    assert fiches(table)[0]["identifiant"] == "A"


def test_un_fichier_de_rejets_corrige_se_renvoie_sans_un_mot(tmp_path):
    table = une(tmp_path, csv(f"{LIGNE};La date manque.", entete=f"{ENTETE};motif_rejet"))
    assert (table.avertissements, lignes(table)[0].rejets) == ([], ())


@pytest.mark.parametrize(
    ("entete", "phrase"),
    [
        ("identifiant;nom;prenom;autre", "il manque la colonne obligatoire « Date d'entrée » (date_entree)"),
        ("identifiant;nom;sexe;autre", "il manque les colonnes obligatoires « Prénom » (prenom), « Date d'entrée »"),
        (f"{ENTETE};Nom", "l'en-tête « Nom » figure deux fois (ligne 1, colonne E)"),
        (f"{ENTETE};Nom de famille", "les en-têtes « nom » et « Nom de famille » désignent la même colonne"),
        (f"{ENTETE};NIR", "numéros de sécurité sociale"),
        (f"{ENTETE};N° de sécurité sociale", "numéros de sécurité sociale"),
        (f"{ENTETE};Numéro sécu", "numéros de sécurité sociale"),
    ],
)
def test_en_tetes_refuses(tmp_path, entete, phrase):
    assert phrase in refus(tmp_path, csv(LIGNE, entete=entete))


@pytest.mark.parametrize("entete", ["Code INSEE", "Sécurité", "Nirvana", "N° dossier"])
def test_en_tetes_qui_n_annoncent_pas_de_nir(tmp_path, entete):
    corps = LIGNE.split(";", 1)[1] if entete == "N° dossier" else LIGNE
    debut = ENTETE.split(";", 1)[1] if entete == "N° dossier" else ENTETE
    assert une(tmp_path, csv(f"{corps};97415", entete=f"{debut};{entete}"))


@pytest.mark.parametrize("colonne", ["Notes", "identifiant", ""])
def test_une_colonne_de_numeros_de_securite_sociale_refuse_la_table(tmp_path, colonne):
    entete = ENTETE if colonne == "identifiant" else f"{ENTETE};{colonne}"
    corps = [";".join((NIR if c == colonne else f"x{i}") for c in entete.split(";")) for i in range(3)]
    assert "contient des numéros de sécurité sociale" in refus(tmp_path, csv(*corps, entete=entete))


def test_un_numero_isole_rejette_sa_ligne(tmp_path):
    corps = [f"{i};Fictif;Tom;10/01/2020;note {i}" for i in range(5)] + [f"9;Fictif;Tom;10/01/2020;{NIR}"]
    table = une(tmp_path, csv(*corps, entete=f"{ENTETE};adresse"))
    assert [bool(ligne.rejets) for ligne in lignes(table)] == [False] * 5 + [True]


def test_correspondance(tmp_path):
    texte = csv(
        f"{NIR};{LIGNE};x;Tom", entete=f"NIR;{ENTETE.replace('date_entree', 'Jour J')};Nom d'épouse;Prénom usuel"
    )
    propre = {"jour j": "date_entree", "NIR": "", "Prénom usuel": None}
    table = une(tmp_path, texte, correspondance=propre)
    assert [c.nom if c else None for c in table.colonnes] == [
        None, "identifiant", "nom", "prenom", "date_entree", "nom_usage", None,
    ]  # fmt: skip
    assert table.avertissements == []
    assert une(tmp_path, texte, correspondance={"participants": propre}).description.nom == "participants"


@pytest.mark.parametrize("brut", [{"x": "couleur"}, {"participants": {"x": "cible"}}])
def test_correspondance_fausse(tmp_path, brut):
    assert "n'est pas une colonne connue" in refus(tmp_path, csv(LIGNE), correspondance=brut)


@pytest.mark.parametrize(
    ("entete", "corps", "table"),
    [
        (ENTETE, LIGNE, "participants"),
        ("Identifiant;Type d'étape;Début", "A;ACI;10/01/2020", "etapes"),
        ("Indicateur;Du;Au;Cible", "entrees;01/01/2020;31/12/2020;10", "objectifs"),
        ("Libellé;Du;Au;Valeur;Document", "x;01/01/2020;31/12/2020;10;rapport", "releves"),
    ],
)
def test_la_table_se_reconnait_a_ses_colonnes(tmp_path, entete, corps, table):
    assert une(tmp_path, csv(corps, entete=entete), "export du logiciel.csv").description.nom == table


def test_table_imposee_ou_nommee(tmp_path):
    entete, corps = "identifiant;nom;prenom;date_entree;categorie;date_debut", "A;F;T;10/01/2020;ACI;11/01/2020"
    for nom, imposee, attendue in (
        ("x.csv", "etapes", "etapes"),
        ("Étapes.csv", None, "etapes"),
        ("x.csv", None, "participants"),
    ):
        assert une(tmp_path, csv(corps, entete=entete), nom, table=imposee).description.nom == attendue
    assert "La table « xyz » est inconnue" in refus(tmp_path, csv(LIGNE), table="xyz")
    assert "les colonnes sont celles de la table participants" in refus(tmp_path, csv(LIGNE), "etapes.csv")


def test_lettres_des_colonnes():
    assert [lettre(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
