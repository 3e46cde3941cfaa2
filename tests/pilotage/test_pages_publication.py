"""The pages of published figures: who prepares, who approves, who reads; the séance that decides of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.actions import Choix, inscrire_decisions, rectifier_decision
from deplie.instances.models import Decision
from deplie.instances.rules import COPIL
from deplie.pilotage.actions import avancer, diffuser, figer, rectifier
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import pack_de
from deplie.pilotage.rules.publication import DEFINITIF, EN_COURS_DE_CONTROLE, PROVISOIRE, VALIDE_COPIL
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import InstanceFactory, SeanceFactory
from tests.factories_pilotage import PublicationFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
LIEU = ["OUEST"]


@pytest.fixture
def publication(distribution) -> Publication:
    lieu = distribution.territoire
    monde.peupler(lieu, [
        Participation(1, "PLIE", date(2019, 1, 1), date(2020, 2, 1), "P_CDI", sexe="F"),
        Participation(2, "PLIE", date(2020, 3, 1), sexe="H"),
    ])  # fmt: skip
    return figer(
        territoire=lieu, debut=date(2020, 1, 1), fin=date(2020, 12, 31), dispositif="PLIE", par=Acteur.systeme(lieu)
    )


def test_de_la_periode_figee_aux_chiffres_definitifs(distribution, client_de, publication) -> None:
    animatrice = client_de("animatrice")
    recu = animatrice.post(reverse("pilotage:figer", args=LIEU), {"dispositif": "PLIE", "annee": "2020"}, follow=True)
    assert "Les chiffres sont figés" in recu.text
    figee = Publication.objects.get()
    for acte, statut in (("controler", EN_COURS_DE_CONTROLE), ("valider", VALIDE_COPIL), ("arreter", DEFINITIF)):
        lien = reverse("pilotage:avancer_publication", args=[*LIEU, figee.pk, acte])
        assert lien in animatrice.get(reverse("pilotage:publication", args=[*LIEU, figee.pk])).text
        animatrice.post(lien, {"le": f"{timezone.localdate():%d/%m/%Y}"})
        figee.refresh_from_db()
        assert figee.statut == statut
    verbes = Journal.objects.filter(objet_id=str(figee.pk)).values_list("verbe", flat=True)
    assert {"figer des chiffres", "mettre au contrôle", "valider en comité", "rendre définitif"} <= set(verbes)


def test_la_gestion_prepare_et_ne_valide_pas(distribution, client_de, publication) -> None:
    gestionnaire = client_de("gestionnaire")
    controler = reverse("pilotage:avancer_publication", args=[*LIEU, publication.pk, "controler"])
    gestionnaire.post(controler, {"le": f"{timezone.localdate():%d/%m/%Y}"})
    publication.refresh_from_db()
    assert publication.statut == EN_COURS_DE_CONTROLE
    valider = reverse("pilotage:avancer_publication", args=[*LIEU, publication.pk, "valider"])
    assert gestionnaire.get(valider).status_code == 404
    assert valider not in gestionnaire.get(reverse("pilotage:publication", args=[*LIEU, publication.pk])).text


def test_qui_lit_seulement_ne_lit_que_ce_qu_un_comite_a_valide(distribution, client_de, publication) -> None:
    elue = client_de("elue")
    page = reverse("pilotage:publication", args=[*LIEU, publication.pk])
    assert elue.get(page).status_code == 404
    assert "Aucun chiffre publié" in elue.get(reverse("pilotage:publications", args=LIEU)).text
    Publication.objects.update(statut=VALIDE_COPIL)
    recu = elue.get(page)
    assert recu.status_code == 200
    assert reverse("pilotage:liste_publiee", args=[*LIEU, publication.pk, "personnes_suivies"]) not in recu.text
    assert "Rectifier" not in recu.text


def test_ouvrir_un_chiffre_publie_montre_qui_etait_compte(distribution, client_de, publication) -> None:
    lien = reverse("pilotage:liste_publiee", args=[*LIEU, publication.pk, "personnes_suivies"])
    assert lien in client_de("animatrice").get(reverse("pilotage:publication", args=[*LIEU, publication.pk])).text
    recu = client_de("animatrice").get(lien)
    assert "NOM1" in recu.text.upper()
    assert client_de("animatrice").get(lien + "?part=inconnue:x").status_code == 404


def test_le_recompte_et_les_changements_se_lisent(distribution, client_de, publication) -> None:
    animatrice = client_de("animatrice")
    recompte = animatrice.get(reverse("pilotage:recompte", args=[*LIEU, publication.pk]))
    assert "tous identiques" in recompte.text
    depuis = animatrice.get(reverse("pilotage:depuis", args=[*LIEU, publication.pk]))
    assert "Rien n'a changé depuis" in depuis.text
    monde.peupler(distribution.territoire, [Participation(3, "PLIE", date(2020, 5, 1), sexe="F")])
    depuis = animatrice.get(reverse("pilotage:depuis", args=[*LIEU, publication.pk]))
    assert "Personnes suivies" in depuis.text


def test_des_chiffres_d_un_autre_catalogue_restent_lisibles(distribution, client_de) -> None:
    vide = PublicationFactory(territoire=distribution.territoire, statut=DEFINITIF)
    for nom in ("publication", "recompte", "depuis"):
        assert client_de("animatrice").get(reverse(f"pilotage:{nom}", args=[*LIEU, vide.pk])).status_code == 200


@pytest.mark.parametrize("forme", ["json", "csv", "xlsx"])
def test_exporter_est_journalise(distribution, client_de, publication, forme) -> None:
    recu = client_de("animatrice").get(reverse("pilotage:exporter_publication", args=[*LIEU, publication.pk, forme]))
    assert recu.status_code == 200
    assert Journal.objects.filter(verbe="exporter des chiffres publiés").count() == 1


@pytest.mark.parametrize(
    ("resultat", "statut"), [("valider", VALIDE_COPIL), ("renvoyer", PROVISOIRE), ("ajourner", EN_COURS_DE_CONTROLE)]
)
def test_une_seance_decide_des_chiffres_au_controle(distribution, client_de, publication, resultat, statut) -> None:
    avancer(publication=publication, acte="controler", par=distribution.animatrice)
    copil = InstanceFactory(territoire=distribution.territoire, nature=COPIL)
    seance = SeanceFactory(instance=copil, le=timezone.localdate())
    page = client_de("animatrice").get(reverse("instances:seance", args=[*LIEU, seance.pk]))
    assert publication.nom in page.text
    choix = Choix("publication", publication.pk, resultat, {"raison": "Deux sorties à prouver."})
    inscrire_decisions(seance=seance, choix=[choix], par=distribution.animatrice)
    publication.refresh_from_db()
    assert publication.statut == statut
    if statut == VALIDE_COPIL:
        assert publication.evenements.get(acte="valider").seance == seance


CHEMINS = [
    ("valider", "ajourner", EN_COURS_DE_CONTROLE), ("valider", "renvoyer", PROVISOIRE),
    ("ajourner", "valider", VALIDE_COPIL), ("ajourner", "renvoyer", PROVISOIRE),
    ("renvoyer", "ajourner", EN_COURS_DE_CONTROLE), ("renvoyer", "valider", VALIDE_COPIL),
]  # fmt: skip


def _decidee(distribution, publication, resultat) -> Decision:
    avancer(publication=publication, acte="controler", par=distribution.animatrice)
    copil = InstanceFactory(territoire=distribution.territoire, nature=COPIL)
    seance = SeanceFactory(instance=copil, le=timezone.localdate())
    choix = Choix("publication", publication.pk, resultat, {"raison": "Erreur"})
    inscrire_decisions(seance=seance, choix=[choix], par=distribution.animatrice)
    return Decision.objects.get()


@pytest.mark.parametrize(("avant", "apres", "statut"), CHEMINS)
def test_une_decision_mal_notee_se_rectifie(distribution, publication, avant, apres, statut) -> None:
    decision = _decidee(distribution, publication, avant)
    dites = {"pourquoi": "Mal notée", "raison": "Une sortie à prouver", "par": distribution.animatrice}
    rectifier_decision(decision=decision, resultat=apres, **dites)
    publication.refresh_from_db()
    assert publication.statut == statut
    assert Decision.objects.get().resultat == apres
    if apres == "valider":
        acte = publication.evenements.get(acte="valider")
        assert (acte.seance, acte.le) == (decision.seance, decision.seance.le)
    # Figures that no committee approves bear the name of none.
    assert bool(pack_de(publication).comite) is (apres == "valider")


def test_ce_sur_quoi_quelque_chose_repose_ne_se_rectifie_plus(distribution, publication) -> None:
    decision = _decidee(distribution, publication, "valider")
    par = distribution.animatrice
    dites = {"decision": decision, "resultat": "ajourner", "pourquoi": "Mal notée", "raison": "À revoir", "par": par}
    diffuser(publication=publication, motif="Validés", par=par)
    with pytest.raises(RefusMetier, match="rendus publics"):
        rectifier_decision(**dites)
    publication.diffusions.all().delete()
    publication.refresh_from_db()
    rectifiee = rectifier(publication=publication, motif="Une sortie oubliée", par=par)
    with pytest.raises(RefusMetier, match="est commencée"):
        rectifier_decision(**dites)
    rectifiee.delete()
    avancer(publication=publication, acte="arreter", par=par)
    with pytest.raises(RefusMetier, match="Définitif"):
        rectifier_decision(**dites)
    publication.refresh_from_db()
    assert publication.statut == "DEFINITIF"
    assert Decision.objects.get().resultat == "valider"
