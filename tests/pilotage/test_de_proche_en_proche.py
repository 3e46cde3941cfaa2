"""From a figure to the person, the étape, the operation, its call and the séance that chose it; and back, by links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from deplie.parcours.models import Etape as LigneEtape
from deplie.socle import generations
from tests.factories import SeanceFactory
from tests.factories_financements import AppelFactory, ConventionFactory, EvenementOperationFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def chaine(distribution: Any) -> dict[str, Any]:
    """Somebody received under a signed operation of 2020, chosen by a séance of November 2019 out of a call."""
    lieu = distribution.territoire
    appel = AppelFactory(
        territoire=lieu, code="AP-CHAINE", titre="Appel de la chaîne", objectif_specifique="h",
        debut_operations=D(2020, 1, 1), fin_operations=D(2020, 12, 31),
    )  # fmt: skip
    convention = ConventionFactory(
        operation__territoire=lieu, operation__appel=appel, operation__code="OP-CHAINE", operation__intitule="Renfort"
    )
    seance = SeanceFactory(instance__territoire=lieu, le=D(2019, 11, 20))
    EvenementOperationFactory(
        operation=convention.operation, acte="retenir", vers="PROGRAMMEE", le=seance.le, seance=seance
    )
    etape = Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1))
    (suivie,) = monde.peupler(lieu, [Participation(1, "PLIE", D(2020, 1, 6), etapes=[etape])])
    LigneEtape.objects.filter(participation=suivie).update(operation="OP-CHAINE")
    generations.noter(lieu.code, "etape", "operation", "sejour")
    return {"lieu": lieu, "appel": appel, "operation": convention.operation, "seance": seance, "suivie": suivie}


def test_d_un_chiffre_a_la_decision_et_retour(chaine: dict[str, Any], client_de: Callable[[str], Client]) -> None:
    client, base = client_de("animatrice"), f"/{chaine['lieu'].code}"

    def suivre(page: str, vers: str, avec: str = "") -> str:
        """Follow the first link of a page that leads to an address; it must be there."""
        liens = [unescape(lien.split('"')[0]) for lien in page.split('href="')[1:]]
        menes = [lien for lien in liens if lien.startswith(vers) and avec in lien]
        assert menes, f"pas de lien vers {vers} : {[lien for lien in liens if '/liste/' in lien]}"
        return ouvrir(menes[0].split("#")[0])

    def ouvrir(adresse: str) -> str:
        reponse = client.get(adresse, follow=True)
        assert reponse.status_code == 200, adresse
        return reponse.content.decode()

    operation, appel, seance = (f"{chaine[nom].pk}/" for nom in ("operation", "appel", "seance"))
    bilan = ouvrir(f"{base}/bilan/?annee=2020&par1=operation")
    liste = suivre(bilan, f"{base}/bilan/liste/personnes_en_etape/", "part=operation:OP-CHAINE")
    personne = suivre(liste, f"{base}/personnes/{chaine['suivie'].personne_id}/")
    page = suivre(personne, f"{base}/operations/code/?code=OP-CHAINE")
    assert "CONV-" in page, "la convention est sur la page de l'opération"
    vu = suivre(page, f"{base}/appels/{appel}")
    dossier = suivre(vu, f"{base}/dossiers/{operation}")
    page = suivre(dossier, f"{base}/operations/{operation}")
    decision = suivre(page, f"{base}/seances/{seance}")
    # And back.
    page = suivre(decision, f"{base}/operations/{operation}")
    etapes = suivre(page, f"{base}/operations/{operation}etapes/")
    suivre(etapes, f"{base}/personnes/{chaine['suivie'].personne_id}/")
    retour = suivre(page, f"{base}/bilan/liste/personnes_en_etape/")
    assert "Nom1" in retour
    coupe = suivre(page, f"{base}/bilan/?dispositif=", "par1=operation")
    assert "OP-CHAINE Renfort" in coupe
    assert "Nom1" in suivre(vu, f"{base}/bilan/liste/personnes_en_etape/")


def test_les_chiffres_d_une_operation_demandent_autant_pour_vingt(
    chaine: dict[str, Any], client_de: Callable[[str], Client], requetes_constantes: Callable[..., None]
) -> None:
    client, lieu = client_de("animatrice"), chaine["lieu"]
    numeros = iter(range(2, 200))

    def ajouter() -> None:
        etape = Etape("PREPA", D(2020, 2, 1), D(2020, 3, 1))
        (suivie,) = monde.peupler(lieu, [Participation(next(numeros), "PLIE", D(2020, 1, 6), etapes=[etape])])
        LigneEtape.objects.filter(participation=suivie).update(operation="OP-CHAINE")

    def page() -> None:
        generations.noter(lieu.code, "etape", "sejour", "personne", "critere")
        assert client.get(f"/{lieu.code}/operations/{chaine['operation'].pk}/").status_code == 200

    requetes_constantes(page, ajouter)
