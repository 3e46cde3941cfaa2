"""« What it does with them », participants: keys, empty cells, #VIDE, lists, sensitive answers, what is created."""

from __future__ import annotations

from datetime import date

from deplie.acteurs.models import Agent, Organisation
from deplie.parcours.models import Participation
from deplie.personnes.models import Personne, ReponseSensible
from deplie.territoires.models import Dispositif
from tests.socle.imports.atelier import Atelier, personne


def criteres() -> set[str]:
    return {c.code for p in Participation.objects.all() for c in p.criteres.all()}


def test_une_participation_se_reconnait_a_la_personne_au_dispositif_et_a_l_entree(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", "2020-03-01", "A_ABAND")])
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", "2020-03-01", "A_ABAND"), personne("A", "2020-05-10"),
        personne("A", "2020-01-10", "2020-03-01", "A_ABAND", dispositif="arpe"), personne("B", "2020-01-10"),
    ])  # fmt: skip
    assert rapport.comptes() == (3, 0, 1, 0)
    assert (Personne.objects.count(), Participation.objects.count()) == (2, 4)


def test_une_cellule_vide_ou_une_colonne_absente_ne_change_rien(atelier: Atelier) -> None:
    atelier.importer(
        participants=[personne("A", "2020-01-10", telephone="0262123456", freins="", commune="Saint-Paul")]
    )
    cles = {"identifiant": "A", "nom": personne("A", "")["nom"], "prenom": "Zélie", "date_entree": "2020-01-10"}
    rapport = atelier.importer(participants=[cles | {"commune": ""}])
    assert rapport.comptes() == (0, 0, 1, 0)
    assert Participation.objects.get().commune == "Saint-Paul"


def test_vide_efface_chaque_sorte_de_valeur(atelier: Atelier) -> None:
    riche = personne(
        "A", "2020-01-10", "2020-06-01", "P_CDI", telephone="0262123456", nom_usage="Autre", referent="r@plie.example",
        prescripteur="CCAS", freins="mobilite--etre-accompagne-dans-son-parcours-mobilite", jours_suspension="4",
        handicap="OUI", qpv="OUI",
    )  # fmt: skip
    atelier.importer(participants=[riche])
    gardees = {"identifiant", "nom", "prenom", "date_entree"}
    rapport = atelier.importer(participants=[{c: v if c in gardees else "#VIDE" for c, v in riche.items()}])
    assert rapport.comptes() == (0, 1, 0, 0)
    participation = Participation.objects.get()
    connue = participation.personne
    assert (connue.telephone, connue.nom_usage, connue.cle_usage, connue.date_naissance, connue.sexe) == (
        "",
        "",
        "",
        None,
        "",
    )
    assert (participation.referent, participation.prescripteur, participation.jours_suspension) == (None, None, None)
    assert (participation.date_sortie, participation.motif_sortie, participation.qpv) == (None, "", "")
    assert not criteres()
    assert not participation.freins.exists()
    assert not ReponseSensible.objects.exists()


def test_une_ligne_absente_ne_supprime_rien(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10"), personne("B", "2020-01-10")])
    assert atelier.importer(participants=[personne("B", "2020-01-10")]).comptes() == (0, 0, 1, 0)
    assert Participation.objects.count() == 2


def test_les_criteres_sont_remplaces_par_la_liste_donnee(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", criteres="DELD|RSA")])
    assert atelier.importer(participants=[personne("A", "2020-01-10", criteres="RSA | DELD")]).comptes() == (0, 0, 1, 0)
    assert atelier.importer(participants=[personne("A", "2020-01-10", criteres="PI")]).comptes() == (0, 1, 0, 0)
    assert criteres() == {"PI"}
    assert atelier.importer(participants=[personne("A", "2020-01-10", criteres="")]).comptes() == (0, 0, 1, 0)
    assert criteres() == {"PI"}


def test_les_reponses_sensibles_sont_a_part_et_datees_de_l_entree(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", handicap="OUI", sans_abri="NON_DEMANDE")])
    lues = set(ReponseSensible.objects.values_list("question", "reponse", "le"))
    assert lues == {("handicap", "OUI", date(2020, 1, 10)), ("sans_abri", "NON_DEMANDE", date(2020, 1, 10))}
    assert atelier.importer(participants=[personne("A", "2020-01-10", handicap="NON")]).comptes() == (0, 1, 0, 0)
    assert ReponseSensible.objects.get(question="handicap").reponse == "NON"


def test_un_referent_et_un_prescripteur_inconnus_sont_crees_avec_un_avertissement_chacun(atelier: Atelier) -> None:
    inconnus = {"referent": "Lea@plie.example", "prescripteur": "Mission locale"}
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", **inconnus), personne("B", "2020-01-10", **inconnus),
        personne("C", "2020-01-10", referent="lea@plie.example", prescripteur="MISSION  LOCALE"),
    ])  # fmt: skip
    assert (rapport.avertis("referent"), rapport.avertis("prescripteur")) == ([2], [2])
    agent, structure = Agent.objects.get(), Organisation.objects.get()
    assert (agent.courriel, agent.a_completer) == ("lea@plie.example", True)
    assert (structure.nom, structure.a_completer) == ("Mission locale", True)
    assert set(Participation.objects.values_list("referent", "prescripteur")) == {(agent.pk, structure.pk)}


def test_une_structure_se_reconnait_a_son_siret_ou_a_son_nom_complete_depuis(atelier: Atelier) -> None:
    siret = "21670482500019"
    atelier.importer(participants=[personne("A", "2020-01-10", prescripteur=siret)])
    structure = Organisation.objects.get()
    assert (structure.siret, structure.nom) == (siret, siret)
    Organisation.objects.update(nom="Ville d'Exemple", a_completer=False)
    rapport = atelier.importer(participants=[
        personne("A", "2020-01-10", prescripteur=siret), personne("B", "2020-01-10", prescripteur="VILLE D'EXEMPLE")
    ])  # fmt: skip
    assert rapport.comptes() == (1, 0, 1, 0)
    assert Organisation.objects.count() == 1


def test_les_lignes_rejetees_ne_creent_ni_referent_ni_structure(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2030-01-10", referent="x@plie.example", prescripteur="Nulle part")]
    )
    assert rapport.comptes() == (0, 0, 0, 1)
    assert not Agent.objects.exists()
    assert not Organisation.objects.exists()


def test_les_donnees_sont_supposees_completes_depuis_la_premiere_annee_de_sortie(atelier: Atelier) -> None:
    rapport = atelier.importer(
        participants=[personne("A", "2019-03-01", "2020-05-01", "A_ABAND"), personne("B", "2018-03-01")]
    )
    plie = Dispositif.objects.get(code="PLIE")
    assert (plie.donnees_completes_depuis, plie.completude_devinee) == (date(2020, 1, 1), True)
    assert "complètes depuis le 01/01/2020" in rapport.phrase(1, "")
    assert Dispositif.objects.get(code="ARPE").donnees_completes_depuis is None
    atelier.importer(participants=[personne("C", "2017-03-01", "2017-05-01", "A_ABAND")])
    plie.refresh_from_db()
    assert plie.donnees_completes_depuis == date(2017, 1, 1)


def test_une_date_de_completude_posee_par_quelqu_un_n_est_plus_devinee(atelier: Atelier) -> None:
    Dispositif.objects.update(donnees_completes_depuis=date(2015, 1, 1))
    atelier.importer(participants=[personne("A", "2019-03-01", "2020-05-01", "A_ABAND")])
    assert set(Dispositif.objects.values_list("donnees_completes_depuis", flat=True)) == {date(2015, 1, 1)}


def test_les_cles_de_nom_suivent_le_nom(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10", nom="L'Étang", nom_usage="Œuvrard")])
    lue = Personne.objects.get()
    assert (lue.cle_nom, lue.cle_usage) == ("letang zelie", "oeuvrard zelie")
    atelier.importer(participants=[personne("A", "2020-01-10", nom="L'Étang", prenom="Ana")])
    lue.refresh_from_db()
    assert (lue.cle_nom, lue.cle_usage) == ("letang ana", "oeuvrard ana")


def test_un_participant_de_meme_numero_dans_un_autre_territoire_est_une_autre_personne(atelier: Atelier) -> None:
    atelier.importer(participants=[personne("A", "2020-01-10")])
    autre = Atelier(atelier.dossier, "T2")
    assert autre.importer(participants=[personne("A", "2020-01-10")]).comptes() == (1, 0, 0, 0)
    assert Personne.objects.count() == 2
