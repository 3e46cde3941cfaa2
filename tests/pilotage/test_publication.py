"""Published figures no longer move: what happens to the records, to the definitions and to people after them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages_hypothesis

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Protocole
from deplie.mesure.conditions import Compare
from deplie.parcours import models as parcours
from deplie.personnes.models import Personne
from deplie.pilotage.actions import avancer, figer, rectifier
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.facts import figes
from deplie.pilotage.models import CleGelee, Publication
from deplie.pilotage.queries import publication as lues
from deplie.pilotage.queries.bilan import fige, mesurer
from deplie.pilotage.rules.publication import (
    ACTES,
    DEFINITIF,
    EN_COURS_DE_CONTROLE,
    PROVISOIRE,
    RECTIFIE,
    VALIDE_COPIL,
)
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from deplie.territoires.rules import MOTIF_LU_SANS_DROIT
from tests.factories import ProtocoleFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation
from tests.pilotage.test_temoin import participations

pytestmark = pytest.mark.django_db
D = date
ANNEE = {"debut": D(2020, 1, 1), "fin": D(2020, 12, 31)}


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire("PLIE", "ARPE")
    ProtocoleFactory(dispositif=territoire.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI"])
    etapes = [Etape("PREPA", D(2020, 2, 1)), Etape("IAE_ACI", D(2020, 3, 1), finance="OUI")]
    monde.peupler(territoire, [
        Participation(1, "PLIE", D(2019, 1, 1), D(2020, 2, 1), "P_CDI", situation="EMPLOI", sexe="F", qpv="OUI",
                      niveau="3", naissance=D(1990, 1, 1), statut="CHOMEUR", criteres={"RSA", "TH"}, etapes=etapes),
        Participation(1, "PLIE", D(2020, 3, 1), sexe="F", naissance=D(1990, 1, 1), criteres={"RSA"}, etapes=etapes),
        Participation(2, "PLIE", D(2020, 3, 1), D(2020, 9, 1), "A_DETEN", sexe="H", naissance=D(2000, 5, 4)),
        Participation(3, "PLIE", D(2018, 3, 1), sexe="", naissance=D(1995, 7, 1)),
        Participation(1, "ARPE", D(2020, 6, 1), sexe="F", naissance=D(1990, 1, 1)),
    ])  # fmt: skip
    return territoire


@pytest.fixture
def par(lieu: Territoire) -> Acteur:
    return Acteur.systeme(lieu)


def publier(lieu: Territoire, dispositif: str = "PLIE", **options: Any) -> Publication:
    return figer(territoire=lieu, dispositif=dispositif, par=Acteur.systeme(lieu), **(ANNEE | options))


def valider(publication: Publication, par: Acteur, le: date | None = None) -> Publication:
    return avancer(
        publication=avancer(publication=publication, acte="controler", par=par), acte="valider", par=par, le=le
    )


def en_json(publication: Publication) -> str:
    return json.dumps(lues.verifier(publication).bilan.en_json(), ensure_ascii=False)


@pytest.mark.parametrize("dispositif", ["PLIE", "ARPE", "TOUS"])
def test_la_publication_dit_le_bilan_du_jour_et_se_recompte_a_l_identique(lieu: Territoire, dispositif: str) -> None:
    publication = publier(lieu, dispositif)
    du_jour = mesurer(lieu, *ANNEE.values(), dispositif=dispositif).bilan
    assert lues.bilan_publie(publication) == du_jour
    verification = lues.verifier(publication)
    assert verification.identique
    assert lues.ecarts(publication)[1] == []
    assert any(chiffre.valeur for chiffre in verification.bilan.chiffres)


@given(participations())
@reglages_hypothesis(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tout_bilan_fige_se_recompte_a_l_identique(ecrites: list[Participation]) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire("PLIE", "ARPE")
        ProtocoleFactory(dispositif=lieu.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI"])
        monde.peupler(lieu, ecrites)
        for dispositif in ("PLIE", "TOUS"):
            assert lues.verifier(publier(lieu, dispositif)).identique


def test_corriger_une_fiche_change_le_bilan_du_jour_pas_celui_qui_est_publie(lieu: Territoire) -> None:
    publication = publier(lieu)
    avant = en_json(publication)
    parcours.Participation.objects.filter(motif_sortie="P_CDI").update(motif_sortie="N_DEMEN")
    generations.noter(lieu.code, "sejour")
    assert en_json(publication) == avant
    actuel, ecarts = lues.ecarts(publication)
    assert actuel.chiffre("sorties_positives").valeur == 0
    trouve = {e.chiffre.code: e for e in ecarts if not e.chiffre.ventilation}["sorties_positives"]
    assert trouve.publie is not None
    assert trouve.actuel is not None
    assert (trouve.publie.valeur, trouve.actuel.valeur) == (1, 0)


def test_ni_les_definitions_ni_les_reglages_d_aujourd_hui_n_y_touchent(
    lieu: Territoire, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = publier(lieu)
    avant = en_json(publication)
    Protocole.objects.update(motifs_positifs=["A_DETEN"])
    lieu.dispositifs.update(donnees_completes_depuis=None)
    generations.noter(lieu.code, "cadre")
    for code, indicateur in list(CATALOGUE.items()):
        monkeypatch.setitem(CATALOGUE, code, replace(CATALOGUE["entrees"], code=code, libelle=indicateur.libelle))
    monkeypatch.delitem(CATALOGUE, "sorties_positives")
    assert en_json(publication) == avant
    assert lues.verifier(publication).identique


def test_figer_deux_fois_les_memes_fiches_donne_les_memes_chiffres_au_bit_pres(lieu: Territoire) -> None:
    premiere = publier(lieu)
    figures = fige.ecrire(fige.lire_bilan(premiere.bilan))
    assert figures == premiere.bilan
    seconde = publier(lieu)
    assert seconde.bilan == figures
    assert seconde.calcul == premiere.calcul


def test_les_lignes_figees_ne_nomment_personne(lieu: Territoire) -> None:
    publication = publier(lieu)
    chemins = lues.chemins_de(publication)
    assert all(chemin.stat().st_mode & 0o777 == 0o600 for chemin in chemins.values())
    lu = duckdb.execute(f"SELECT * FROM read_parquet('{chemins['sejour']}')")
    colonnes = {colonne[0] for colonne in lu.description}
    assert not colonnes & {"nom", "prenom", "date_naissance", "courriel", "telephone", "identifiant"}
    lignes = [dict(zip(sorted(colonnes), ligne, strict=True)) for ligne in duckdb.execute(
        f"SELECT {', '.join(sorted(colonnes))} FROM read_parquet('{chemins['sejour']}') ORDER BY entree"
    ).fetchall()]  # fmt: skip
    # Ages by the bands that the definitions tell apart: under 25, 25 and more.
    assert {ligne["age"] for ligne in lignes} == {0, 25}
    vrais = set(parcours.Participation.objects.values_list("pk", flat=True))
    assert not vrais & {ligne["participation"] for ligne in lignes}
    # A sensitive criterion is not kept, even without a name.
    codes = duckdb.execute(f"SELECT DISTINCT code FROM read_parquet('{chemins['critere']}')").fetchall()
    assert codes == [("RSA",)]
    # Nor a sensitive motive: the one that is read in its place counts the same.
    motifs = duckdb.execute(f"SELECT DISTINCT motif FROM read_parquet('{chemins['sejour']}')").fetchall()
    assert {motif for (motif,) in motifs if motif} == {"P_CDI", "A_SANTE"}


def test_un_protocole_qui_distingue_un_motif_sensible_se_recompte_a_l_identique(lieu: Territoire) -> None:
    assert Protocole.objects.filter(dispositif__territoire=lieu).update(motifs_positifs=["P_CDI", "A_SANTE"])
    assert lues.verifier(publier(lieu)).identique


def test_aucune_definition_ne_distingue_un_motif_sensible() -> None:
    """What stands for it in the frozen rows would be counted otherwise."""
    for indicateur in CATALOGUE.values():
        for atome in indicateur.atomes:
            for feuille in atome.condition.feuilles():
                valeurs = set(getattr(feuille, "valeurs", ()))
                assert all((tu in valeurs) == (lu in valeurs) for tu, lu in MOTIF_LU_SANS_DROIT.items())
                assert "theme" not in feuille.colonnes()


def test_les_definitions_ne_comparent_l_age_que_par_des_bornes() -> None:
    """What bands cannot answer would be counted wrong: an age is only ever compared with a number."""
    for indicateur in CATALOGUE.values():
        for atome in indicateur.atomes:
            for feuille in atome.condition.feuilles():
                if "age" in feuille.colonnes():
                    assert isinstance(feuille, Compare) or type(feuille).__name__ == "Connue"
                    assert not isinstance(feuille, Compare) or isinstance(feuille.droite, int)
            assert "age" not in {getattr(getattr(atome, "colonne", None), "nom", "")}


def test_deux_publications_ne_se_rapprochent_pas_par_leurs_cles(lieu: Territoire, par: Acteur) -> None:
    premiere = valider(publier(lieu), par)
    seconde = rectifier(publication=premiere, motif="Une sortie avait été oubliée.", par=par)
    cles = [set(p.cles.values_list("cle", flat=True)) for p in (premiere, seconde)]
    assert cles[0]
    assert not cles[0] & cles[1]


def test_la_personne_effacee_emporte_ses_cles_et_laisse_les_chiffres(lieu: Territoire) -> None:
    publication = publier(lieu)
    avant = en_json(publication)
    ouverte = lues.lignes_publiees(publication, "personnes_suivies", {}, "numerateur")
    assert (ouverte.objet, len(ouverte.numeros), ouverte.effaces) == ("personne", 3, 0)
    partie = Personne.objects.get(identifiant="P2")
    parcours.Participation.objects.filter(personne=partie).delete()
    partie.delete()
    assert not CleGelee.objects.filter(personne_id=partie.pk).exists()
    assert en_json(publication) == avant
    ouverte = lues.lignes_publiees(publication, "personnes_suivies", {}, "numerateur")
    assert (len(ouverte.numeros), ouverte.effaces) == (2, 1)


def test_la_liste_d_un_chiffre_publie_est_celle_du_jour_ou_il_fut_fige(lieu: Territoire) -> None:
    publication = publier(lieu)
    sortie = parcours.Participation.objects.get(motif_sortie="P_CDI")
    parcours.Participation.objects.filter(pk=sortie.pk).update(motif_sortie="N_DEMEN")
    generations.noter(lieu.code, "sejour")
    ouverte = lues.lignes_publiees(publication, "sorties_positives", {}, "numerateur")
    assert ouverte.numeros == (sortie.pk,)
    par_sexe = lues.lignes_publiees(publication, "personnes_suivies", {"sexe": "F"}, "numerateur")
    assert len(par_sexe.numeros) == 1
    for code, part in (("inconnu", {}), ("personnes_suivies", {"referent": "x"})):
        with pytest.raises(RefusMetier):
            lues.lignes_publiees(publication, code, part, "numerateur")


def test_un_fichier_abime_ou_perdu_se_dit(lieu: Territoire) -> None:
    publication = publier(lieu)
    chemins = lues.chemins_de(publication)
    chemins["sejour"].write_bytes(chemins["sejour"].read_bytes() + b"x")
    chemins["etape"].unlink()
    verification = lues.verifier(publication)
    assert (verification.identique, set(verification.abimes)) == (False, {"sejour", "etape"})


def test_un_disque_plein_ne_laisse_rien(lieu: Territoire, monkeypatch: pytest.MonkeyPatch) -> None:
    avant = dossiers()

    def plein(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figes, "_ecrire", plein)
    with pytest.raises(OSError, match="No space left"):
        publier(lieu)
    assert not Publication.objects.exists()
    assert dossiers() == avant


def test_ce_que_personne_n_a_signe_est_remplace(
    lieu: Territoire, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    premiere = publier(lieu)
    perdu = Path(settings.DONNEES) / "publications" / "perdu"
    perdu.mkdir()
    os.utime(perdu, (0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        seconde = publier(lieu)
    assert list(Publication.objects.all()) == [seconde]
    assert seconde.dossier in dossiers()
    assert not {premiere.dossier, "perdu"} & dossiers()
    assert seconde.version == 1


def dossiers() -> set[str]:
    racine = Path(settings.DONNEES) / "publications"
    return {dossier.name for dossier in racine.iterdir()} if racine.exists() else set()


def test_du_provisoire_au_definitif_avec_qui_quand_et_pourquoi(lieu: Territoire, par: Acteur) -> None:
    publication = publier(lieu)
    controlee = avancer(publication=publication, acte="controler", par=par)
    with pytest.raises(RefusMetier, match="Dites pourquoi"):
        avancer(publication=controlee, acte="reprendre", par=par)
    rouverte = avancer(publication=controlee, acte="reprendre", par=par, motif="Il manque deux sorties.")
    assert rouverte.statut == PROVISOIRE
    validee = valider(rouverte, par, le=D(2021, 2, 24))
    assert (validee.statut, validee.statut_le) == (VALIDE_COPIL, D(2021, 2, 24))
    definitive = avancer(publication=validee, acte="arreter", par=par)
    assert [e.vers for e in definitive.evenements.order_by("pk")] == [
        PROVISOIRE, EN_COURS_DE_CONTROLE, PROVISOIRE, EN_COURS_DE_CONTROLE, VALIDE_COPIL, DEFINITIF,
    ]  # fmt: skip
    assert lues.bilan_publie(definitive).statut == DEFINITIF
    assert definitive.evenements.get(acte="reprendre").motif == "Il manque deux sorties."


@pytest.mark.parametrize("statut", [PROVISOIRE, EN_COURS_DE_CONTROLE, VALIDE_COPIL, DEFINITIF, RECTIFIE])
@pytest.mark.parametrize("acte", sorted(set(ACTES) - {"figer"}))
def test_aucun_autre_chemin(lieu: Territoire, par: Acteur, statut: str, acte: str) -> None:
    publication = publier(lieu)
    Publication.objects.filter(pk=publication.pk).update(statut=statut)
    if statut in ACTES[acte].depuis and acte != "rectifier":
        assert avancer(publication=publication, acte=acte, par=par, motif="Essai.").statut == ACTES[acte].vers
    elif acte != "rectifier":
        with pytest.raises(RefusMetier):
            avancer(publication=publication, acte=acte, par=par, motif="Essai.")
    elif statut not in ACTES[acte].depuis:
        publication.refresh_from_db()
        with pytest.raises(RefusMetier):
            rectifier(publication=publication, motif="Essai.", par=par)


def test_un_acte_ne_se_date_pas_de_demain(lieu: Territoire, par: Acteur) -> None:
    with pytest.raises(RefusMetier, match="à venir"):
        avancer(publication=publier(lieu), acte="controler", par=par, le=D(2099, 1, 1))


def test_une_rectification_prend_la_place_le_jour_ou_elle_est_validee(lieu: Territoire, par: Acteur) -> None:
    premiere = valider(publier(lieu), par)
    avant = en_json(premiere)
    with pytest.raises(RefusMetier, match="Dites pourquoi"):
        rectifier(publication=premiere, motif=" ", par=par)
    parcours.Participation.objects.filter(motif_sortie="P_CDI").update(motif_sortie="N_DEMEN")
    generations.noter(lieu.code, "sejour")
    suite = rectifier(publication=premiere, motif="Un contrat n'a pas été prouvé.", par=par)
    premiere.refresh_from_db()
    assert (premiere.statut, suite.statut, suite.version, suite.precedente) == (VALIDE_COPIL, PROVISOIRE, 2, premiere)
    valider(suite, par)
    premiere.refresh_from_db()
    assert premiere.statut == RECTIFIE
    assert premiere.evenements.get(acte="rectifier").motif == "Un contrat n'a pas été prouvé."
    assert json.loads(en_json(premiere))["chiffres"] == json.loads(avant)["chiffres"]
    assert lues.bilan_publie(suite).chiffre("sorties_positives").valeur == 0


def test_une_seule_publication_en_vigueur_par_periode(lieu: Territoire, par: Acteur) -> None:
    premiere = valider(publier(lieu), par)
    suite = rectifier(publication=premiere, motif="Essai.", par=par)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=suite.pk).update(statut=DEFINITIF)
    assert Publication.objects.filter(statut=VALIDE_COPIL).count() == 1
