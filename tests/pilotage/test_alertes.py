"""What a reader must know before trusting a figure, one alert a test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deplie.acteurs.models import Agent, TempsReferent
from deplie.cadre.models import Protocole
from deplie.pilotage.queries.bilan import Bilan
from deplie.pilotage.rules.periodes import Periode
from deplie.territoires.models import Territoire
from tests.factories import ObjectifFactory, ParticipationFactory, ProtocoleFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
INSECABLE = "\u00a0"


@pytest.fixture
def lieu() -> Territoire:
    return monde.territoire()


def p(personne: int, sortie: date | None = None, motif: str = "", **champs: Any) -> Participation:
    champs = {"sexe": "F", "naissance": D(1985, 5, 14), "niveau": "3", "statut": "CHOMEUR"} | champs
    return Participation(
        personne, champs.pop("dispositif", "PLIE"), champs.pop("entree", D(2018, 3, 1)), sortie, motif, **champs
    )


def protocole(lieu: Territoire, debut: date, fin: date, *motifs: str, **champs: Any) -> Protocole:
    champs = {"version": "1", "nom": f"Protocole {debut.year}"} | champs
    return ProtocoleFactory(dispositif=lieu.dispositifs.get(code="PLIE"), debut=debut, fin=fin,
                            motifs_positifs=list(motifs), **champs)  # fmt: skip


def phrases(bilan: Bilan, nature: str) -> list[str]:
    return [alerte.phrase for alerte in bilan.alertes if alerte.nature == nature]


def test_deux_definitions_rompent_la_serie(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_CDI")])
    protocole(lieu, D(2018, 1, 1), D(2019, 12, 31), "P_CDI", "P_FORM")
    protocole(lieu, D(2020, 1, 1), D(2024, 12, 31), "P_CDI")
    bilan = monde.bilan(lieu, *ANNEE)
    (phrase,) = phrases(bilan, "rupture")
    assert phrase.startswith("Rupture de série")
    assert "Protocole 2018" in phrase
    assert "Protocole 2020" in phrase
    for code in ("sorties_positives", "taux_sorties_positives", "taux_sorties_positives_protocole"):
        assert phrase in bilan.chiffre(code).alertes
        assert bilan.chiffre(code).precedent is not None
    assert phrase not in bilan.chiffre("sorties").alertes


def test_une_meme_definition_ne_rompt_rien(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_CDI")])
    protocole(lieu, D(2018, 1, 1), D(2019, 12, 31), "P_CDI", "P_FORM")
    protocole(lieu, D(2020, 1, 1), D(2024, 12, 31), "P_FORM", "P_CDI")
    assert phrases(monde.bilan(lieu, *ANNEE), "rupture") == []


def test_une_autre_base_rompt_la_serie(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_CDI")])
    protocole(lieu, D(2018, 1, 1), D(2019, 12, 31), "P_CDI")
    protocole(lieu, D(2020, 1, 1), D(2024, 12, 31), "P_CDI", denominateur="D_HORS_EXTERNE")
    assert phrases(monde.bilan(lieu, *ANNEE), "rupture")


def test_un_protocole_qui_change_pendant_la_periode(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_FORM")])
    protocole(lieu, D(2018, 1, 1), D(2020, 6, 30), "P_CDI", "P_FORM")
    protocole(lieu, D(2020, 7, 1), D(2024, 12, 31), "P_CDI")
    bilan = monde.bilan(lieu, *ANNEE)
    (phrase,) = phrases(bilan, "deux_protocoles")
    assert "Protocole 2020" in phrase
    assert "1er semestre 2020" in phrase
    (alerte,) = [une for une in bilan.alertes if une.nature == "deux_protocoles"]
    assert alerte.lire == (Periode(D(2020, 1, 1), D(2020, 6, 30)), Periode(D(2020, 7, 1), D(2020, 12, 31)))
    # The one in force on the last day holds for the whole period.
    assert bilan.chiffre("sorties_positives").valeur == 0


def test_un_protocole_qui_change_sans_changer_sa_definition_se_lit_en_une_fois(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_CDI")])
    protocole(lieu, D(2018, 1, 1), D(2020, 6, 30), "P_CDI")
    protocole(lieu, D(2020, 7, 1), D(2024, 12, 31), "P_CDI")
    (alerte,) = [une for une in monde.bilan(lieu, *ANNEE).alertes if une.nature == "deux_protocoles"]
    assert alerte.lire == ()


def test_le_bilan_offre_chaque_periode_sous_sa_definition(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_FORM")])
    protocole(lieu, D(2018, 1, 1), D(2020, 6, 30), "P_CDI", "P_FORM")
    protocole(lieu, D(2020, 7, 1), D(2024, 12, 31), "P_CDI")
    premiere, seconde = (
        monde.bilan(lieu, *bornes) for bornes in ((ANNEE[0], D(2020, 6, 30)), (D(2020, 7, 1), ANNEE[1]))
    )
    assert premiere.chiffre("sorties_positives").valeur == 1
    assert seconde.chiffre("sorties_positives").valeur == 0
    assert phrases(premiere, "deux_protocoles") == phrases(seconde, "deux_protocoles") == []


def test_la_page_mene_a_chaque_periode(distribution: Any, client_de: Any) -> None:
    ParticipationFactory(territoire=distribution.territoire)
    protocole(distribution.territoire, D(2018, 1, 1), D(2020, 5, 10), "P_CDI", "P_FORM")
    protocole(distribution.territoire, D(2020, 5, 11), D(2024, 12, 31), "P_CDI")
    page = client_de("directeur").get("/OUEST/bilan/?dispositif=PLIE&du=01/01/2020&au=31/12/2020").content.decode()
    assert "Une définition à la fois" in page
    assert "du=01%2F01%2F2020&amp;au=10%2F05%2F2020" in page
    assert "du=11%2F05%2F2020&amp;au=31%2F12%2F2020" in page


def test_les_sorties_provisoires_et_la_fourchette_du_taux(lieu: Territoire) -> None:
    sorties = [p(i, D(2020, 3, 1), "P_CDI" if i < 6 else "A_ABAND", validee=i not in (0, 1, 9)) for i in range(10)]
    monde.peupler(lieu, sorties)
    bilan = monde.bilan(lieu, *ANNEE)
    assert phrases(bilan, "provisoires") == [
        f"3 sorties sur 10 sont provisoires{INSECABLE}: aucune instance ne les a encore validées."
    ]
    taux = bilan.chiffre("taux_sorties_positives")
    (fourchette,) = [alerte for alerte in taux.alertes if "selon leur issue" in alerte]
    assert f"entre 40,0{INSECABLE}% et 60,0{INSECABLE}%" in fourchette


def test_une_sortie_sans_motif_est_comptee_non_positive(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 3, 1), ""), p(2, D(2020, 3, 1), "P_CDI")])
    bilan = monde.bilan(lieu, *ANNEE)
    assert phrases(bilan, "sans_motif") == ["1 sortie sans motif est comptée, non positive."]
    assert bilan.chiffre("taux_sorties_positives").numerateur == 1


def test_une_annee_de_cloture_se_compare_avec_prudence(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 3, 1), "A_CLOTURE" if i else "P_CDI", validee=True) for i in range(3)])
    (phrase,) = phrases(monde.bilan(lieu, *ANNEE), "cloture")
    assert "à comparer avec prudence" in phrase
    assert "2 clôtures administratives sur 3 sorties" in phrase


def test_l_annee_de_cloture_d_un_protocole_se_dit_sans_sortie_administrative(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1)])
    protocole(lieu, D(2015, 1, 1), D(2020, 12, 31), "P_CDI", cloture_le=D(2020, 12, 31))
    assert phrases(monde.bilan(lieu, *ANNEE), "cloture") == ["Année de clôture du protocole, à comparer avec prudence."]
    assert phrases(monde.bilan(lieu, D(2019, 1, 1), D(2019, 12, 31)), "cloture") == []


def test_la_petite_base(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 3, 1), "P_CDI" if i % 2 else "A_ABAND", sexe="FH"[i > 27]) for i in range(31)])
    bilan = monde.bilan(lieu, *ANNEE, "sexe")
    assert not any("Petite base" in a for a in bilan.chiffre("taux_sorties_positives").alertes)
    hommes = bilan.chiffre("taux_sorties_positives", {"sexe": "H"})
    assert f"Petite base{INSECABLE}: 1 sur 3." in hommes.alertes


def test_le_taux_de_donnees_manquantes_par_champ(lieu: Territoire) -> None:
    inactifs = {"statut": "INACTIF"}  # of whom no length of unemployment is asked
    monde.peupler(
        lieu,
        [p(i, niveau="3" if i else "", chomage=12 if i < 5 else None, **inactifs if i > 7 else {}) for i in range(10)],
    )
    bilan = monde.bilan(lieu, *ANNEE)
    manquants = {m.champ: m for m in bilan.manquants}
    assert (manquants["niveau"].inconnus, manquants["niveau"].base, manquants["niveau"].jamais) == (1, 10, False)
    assert (manquants["duree_chomage"].inconnus, manquants["duree_chomage"].base) == (3, 8)
    assert str(manquants["duree_chomage"].taux) == "37.5"
    assert (manquants["commune"].jamais, manquants["sexe"].inconnus) == (True, 0)
    assert [phrase for phrase in phrases(bilan, "manquante") if "durée de chômage" in phrase]
    assert not [phrase for phrase in phrases(bilan, "manquante") if "niveau" in phrase]  # 10 %: not above the setting
    assert any("commune de résidence" in phrase for phrase in phrases(bilan, "jamais"))


def test_n_moins_1_incomplet(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1)])
    lieu.dispositifs.update(donnees_completes_depuis=D(2020, 6, 1))
    bilan = monde.bilan(lieu, *ANNEE)
    assert bilan.precedente is None
    assert len(phrases(bilan, "comparaison")) == len(phrases(bilan, "incomplet")) == 1
    lieu.dispositifs.update(donnees_completes_depuis=None)
    assert "on ne sait pas" in phrases(monde.bilan(lieu, *ANNEE), "comparaison")[0]


def test_une_periode_en_cours_ou_a_venir(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1)])
    (phrase,) = phrases(monde.bilan(lieu, *ANNEE, aujourd_hui=D(2020, 6, 15)), "en_cours")
    assert "s'arrêtent au 15 juin 2020" in phrase
    assert phrases(monde.bilan(lieu, *ANNEE, aujourd_hui=D(2019, 6, 15)), "a_venir")
    assert not phrases(monde.bilan(lieu, *ANNEE, aujourd_hui=D(2020, 12, 31)), "en_cours")


def test_tous_les_dispositifs_n_ont_pas_la_meme_definition() -> None:
    lieu = monde.territoire("PLIE", "ARPE")
    monde.peupler(lieu, [p(1, D(2020, 3, 1), "P_FORM"), p(2, D(2020, 3, 1), "P_FORM", dispositif="ARPE")])
    protocole(lieu, D(2018, 1, 1), D(2024, 12, 31), "P_CDI")
    bilan = monde.bilan(lieu, *ANNEE, "dispositif", dispositif="TOUS")
    assert phrases(bilan, "definitions")
    assert phrases(bilan, "dispositifs")
    # Each scheme by its own protocole: training counts where no protocole says otherwise.
    assert bilan.chiffre("sorties_positives", {"dispositif": "ARPE"}).valeur == 1
    assert bilan.chiffre("sorties_positives").valeur == 1
    assert bilan.chiffre("taux_sorties_positives_protocole").valeur is None
    assert phrases(bilan, "bases")


def test_la_charge_dit_ce_qu_elle_ne_sait_pas(lieu: Territoire) -> None:
    agent = Agent.objects.create(territoire=lieu, courriel="anouk@exemple.invalid")
    TempsReferent.objects.create(agent=agent, debut=D(2018, 1, 1), etp="0.10")
    monde.peupler(lieu, [p(i) for i in range(8)], referent=agent)
    monde.peupler(lieu, [p(i) for i in range(20, 22)])
    bilan = monde.bilan(lieu, *ANNEE)
    assert bilan.chiffre("charge_par_referent").valeur == 100
    assert any("2 parcours n'ont pas de référent" in phrase for phrase in phrases(bilan, "charge"))
    assert any("dépasse le repère de 70" in phrase for phrase in phrases(bilan, "charge"))


def test_une_cible_d_une_autre_periode_se_dit_telle(lieu: Territoire) -> None:
    ObjectifFactory(dispositif=lieu.dispositifs.get(), cible=12)
    monde.peupler(lieu, [p(1)])
    semestre = monde.bilan(lieu, D(2020, 1, 1), D(2020, 6, 30)).chiffre("personnes_suivies")
    assert semestre.objectif is not None
    assert (semestre.objectif.cible, semestre.objectif.atteinte) == (12, None)
    assert any("autre période (2020)" in alerte for alerte in semestre.alertes)
    annee = monde.bilan(lieu, *ANNEE).chiffre("personnes_suivies")
    assert not any("autre période" in alerte for alerte in annee.alertes)


def test_les_phrases_suivent_les_chiffres(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 3, 1) if i < 20 else None, "P_CDI" if i < 10 else "A_ABAND" if i < 20 else "",
                           validee=True, sexe="F" if i < 30 else "H") for i in range(50)])  # fmt: skip
    suivies, *autres = monde.bilan(lieu, *ANNEE).phrases
    assert suivies == (
        f"50 personnes suivies en 2020{INSECABLE}; 60{INSECABLE}% de femmes, 100{INSECABLE}% de 25 ans et plus."
    )
    assert any(
        phrase.startswith("20 sorties en 2020 (contre 0 en 2019), dont 10 positives (10 sur 20)") for phrase in autres
    )
    assert not any("étape" in phrase for phrase in autres)
