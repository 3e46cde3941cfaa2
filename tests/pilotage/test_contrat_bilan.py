"""The JSON of ``deplie bilan`` and « How it counts », one sentence of the exchange contract a test."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deplie.acteurs.models import Agent, Organisation, TempsReferent
from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Objectif
from deplie.parcours.models import Participation as Ligne
from deplie.pilotage.catalogue import CATALOGUE
from deplie.socle import generations
from deplie.territoires.models import Territoire
from tests.factories import ProtocoleFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))


@pytest.fixture
def lieu() -> Territoire:
    return monde.territoire("PLIE", "ARPE")


def p(personne: int, entree: date, sortie: date | None = None, motif: str = "", **champs: Any) -> Participation:
    champs.setdefault("sexe", "F")
    champs.setdefault("naissance", D(1985, 5, 14))
    champs.setdefault("qpv", "NON")
    champs.setdefault("niveau", "3")
    champs.setdefault("statut", "CHOMEUR")
    champs.setdefault("chomage", 14)
    return Participation(personne, champs.pop("dispositif", "PLIE"), entree, sortie, motif, **champs)


def document(lieu: Territoire, *par: str, periode: tuple[date, date] = ANNEE, **options: Any) -> dict[str, Any]:
    """The bilan as an outside tool reads it: through JSON."""
    return json.loads(json.dumps(monde.bilan(lieu, *periode, *par, **options).en_json()))


def lire(doc: dict[str, Any], code: str, **ventilation: Any) -> dict[str, Any]:
    (trouve,) = [c for c in doc["chiffres"] if c["code"] == code and c["ventilation"] == ventilation]
    return trouve


def valeurs(doc: dict[str, Any], *codes: str) -> list[Any]:
    return [lire(doc, code)["valeur"] for code in codes]


# --- The document --------------------------------------------------------------------------------------------------


def test_la_forme_du_document(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 1, 10), D(2020, 6, 1), "P_CDI", etapes=[Etape("PREPA", D(2020, 2, 1))])])
    doc = document(lieu, "sexe")
    assert list(doc) == ["territoire", "periode", "dispositif", "statut", "donnees_au", "chiffres", "alertes"]
    assert doc["territoire"] == {"code": lieu.code, "nom": lieu.nom}
    assert doc["periode"] == {"debut": "2020-01-01", "fin": "2020-12-31"}
    assert (doc["dispositif"], doc["statut"]) == ("PLIE", "PROVISOIRE")
    assert doc["donnees_au"].endswith("Z")
    assert len(doc["donnees_au"]) == 20
    cles = {"code", "libelle", "unite", "ventilation", "valeur", "numerateur", "denominateur", "precedent", "objectif",
            "definition", "alertes"}  # fmt: skip
    for chiffre in doc["chiffres"]:
        assert set(chiffre) - {"mediane"} == cles
        assert set(chiffre["definition"]) == {"version", "formule", "source"}
        assert all(isinstance(alerte, str) and alerte for alerte in chiffre["alertes"])
        assert set(chiffre["precedent"]) - {"mediane"} == {"valeur", "numerateur", "denominateur"}
    assert all(isinstance(alerte, str) for alerte in doc["alertes"])


def test_chaque_indicateur_du_catalogue_y_est_une_fois_en_total(lieu: Territoire) -> None:
    codes = [c["code"] for c in document(lieu)["chiffres"] if not c["ventilation"]]
    assert codes == list(CATALOGUE)
    attendus = {
        "entrees", "personnes_suivies", "parcours_en_cours_fin", "parcours_en_cours_debut", "sorties",
        "sorties_positives", "taux_sorties_positives", "taux_sorties_positives_hors_externes", "taux_sorties_emploi",
        "taux_sorties_positives_protocole", "taux_rotation", "etapes", "etapes_par_personne", "personnes_en_etape",
        "heures_etape", "heures_par_personne", "heures_par_etape", "part_etapes_heures",
        "duree_parcours_moyenne", "part_femmes", "part_qpv", "part_niveau3_infra", "part_25_ans_et_plus",
        "part_femmes_entrees", "part_qpv_entrees", "part_niveau3_infra_entrees", "part_25_ans_et_plus_entrees",
        "charge_par_referent", "completude", "maintien_emploi_6_mois",
        "entretiens_tenus", "entretiens_manques", "part_entretiens_manques", "personnes_rencontrees",
        "prescriptions", "part_prescriptions_admises", "prescriptions_en_attente", "prescriptions_attente_longue",
        "delai_premier_entretien", "delai_prescription_entree", "personnes_en_emploi_suivi", "mois_en_emploi",
        "part_mois_prouves", "maintien_emploi_suivi", "freins_identifies", "part_freins_leves", "delai_levee_frein",
        "ateliers_tenus", "inscriptions_ateliers", "personnes_en_atelier", "taux_presence_ateliers",
        "absences_ateliers", "passages", "personnes_recues", "personnes_connues_recues", "part_passages_nommes",
        "part_passages_orientes", "appel_candidatures", "appel_porteurs", "appel_recevables", "appel_retenues",
        "appel_rejetees", "appel_en_attente", "appel_taux_selection", "appel_delai_decision", "appel_montant_demande",
        "appel_montant_accorde", "operations_programmees", "montant_programme", "montant_conventionne",
        "depenses_declarees", "depenses_retenues", "montant_paye", "fse_taux_programmation", "fse_taux_consommation",
        "fse_taux_justification", "fse_participants", "fse_fiches_incompletes", "fse_taux_completude",
        *(f"EECO{rang:02}" for rang in range(1, 20)), *(f"EECR{rang:02}" for rang in range(1, 7)),
        "cout_par_participant", "cout_par_etape", "cout_par_sortie_positive", "cout_conventionne_par_participant",
    }  # fmt: skip
    assert set(codes) == attendus


def test_les_comptes_sont_entiers_et_les_parts_ont_leurs_deux_entiers(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 1, 10), sexe="F" if i else "H") for i in range(16)])
    doc = document(lieu)
    femmes, suivies = lire(doc, "part_femmes"), lire(doc, "personnes_suivies")
    assert (suivies["valeur"], suivies["numerateur"], suivies["denominateur"]) == (16, None, None)
    assert type(suivies["valeur"]) is int
    assert (femmes["valeur"], femmes["numerateur"], femmes["denominateur"]) == (93.8, 15, 16)  # 93.75 half up


def test_la_valeur_inconnue_est_null_et_jamais_perdue(lieu: Territoire) -> None:
    lignes = [p(1, D(2020, 1, 10), qpv="OUI"), p(2, D(2020, 1, 10), qpv="NSP"), p(3, D(2020, 1, 10), qpv="")]
    monde.peupler(lieu, lignes)
    doc = document(lieu, "qpv")
    assert lire(doc, "personnes_suivies", qpv=None)["valeur"] == 2
    parts = [c["valeur"] for c in doc["chiffres"] if c["code"] == "personnes_suivies" and c["ventilation"]]
    assert sum(parts) == 3


def test_la_commune_le_referent_et_l_operateur_sont_dits_comme_le_contrat(lieu: Territoire) -> None:
    agent = Agent.objects.create(territoire=lieu, courriel="anouk@exemple.invalid")
    organisme = Organisation.objects.create(territoire=lieu, nom="Association Témoin", cle="temoin")
    (ligne,) = monde.peupler(lieu, [p(1, D(2020, 1, 10), etapes=[Etape("IAE_ACI", D(2020, 2, 1))])])
    Ligne.objects.filter(pk=ligne.pk).update(referent=agent, prescripteur=organisme, code_commune="97415")
    ligne.etapes.update(operateur=organisme)
    generations.noter(lieu.code, "sejour", "etape")
    assert lire(document(lieu, "referent"), "entrees", referent="anouk@exemple.invalid")["valeur"] == 1
    assert lire(document(lieu, "prescripteur"), "entrees", prescripteur="Association Témoin")["valeur"] == 1
    doc = document(lieu, "commune", "operateur")
    assert lire(doc, "etapes", commune="97415", operateur="Association Témoin")["valeur"] == 1
    # The name is read when the answer is made: renaming needs no new fact.
    Organisation.objects.filter(pk=organisme.pk).update(nom="Association Modèle")
    assert lire(document(lieu, "operateur"), "etapes", operateur="Association Modèle")["valeur"] == 1


# --- How it counts -------------------------------------------------------------------------------------------------


def test_suivi_du_jour_d_entree_au_jour_de_sortie_compris(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 6, 1), D(2020, 1, 1), "P_CDI"), p(2, D(2020, 12, 31)),
                         p(3, D(2019, 6, 1), D(2019, 12, 31), "P_CDI"), p(4, D(2021, 1, 1))])  # fmt: skip
    assert valeurs(document(lieu), "personnes_suivies") == [2]


def test_en_cours_un_jour_donne_et_identite_de_flux(lieu: Territoire) -> None:
    monde.peupler(lieu, [
        p(1, D(2019, 6, 1), D(2019, 12, 31), "P_CDI"),  # gone the day before: not carried over
        p(2, D(2019, 6, 1), D(2020, 1, 1), "P_CDI"), p(3, D(2019, 6, 1)), p(4, D(2020, 5, 5), D(2020, 5, 5), "P_CDI"),
        p(5, D(2020, 6, 1), D(2020, 12, 31), "P_CDI"), p(6, D(2020, 12, 31)),
    ])  # fmt: skip
    codes = ("parcours_en_cours_debut", "entrees", "sorties", "parcours_en_cours_fin")
    debut, entrees, sorties, fin = valeurs(document(lieu), *codes)
    assert (debut, entrees, sorties, fin) == (2, 3, 3, 2)
    assert debut + entrees - sorties == fin


def test_une_sortie_compte_a_sa_date_validee_ou_non(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 6, 1), D(2020, 3, 1), "P_CDI"),
                         p(2, D(2019, 6, 1), D(2020, 3, 1), "P_CDI", validee=True)])  # fmt: skip
    sorties = lire(document(lieu), "sorties")
    assert sorties["valeur"] == 2
    assert any("1 sortie sur 2 est provisoire" in alerte for alerte in sorties["alertes"])


def test_une_sortie_de_doublon_ne_compte_nulle_part(lieu: Territoire) -> None:
    doublon = p(1, D(2020, 1, 10), D(2020, 2, 10), "A_DOUBLON", etapes=[Etape("PREPA", D(2020, 1, 15))])
    monde.peupler(
        lieu, [doublon, p(1, D(2020, 1, 20), D(2020, 6, 1), "P_CDI", etapes=[Etape("ATELIER", D(2020, 2, 1))])]
    )
    assert valeurs(document(lieu), "entrees", "sorties", "personnes_suivies", "etapes") == [1, 1, 1, 1]


def test_les_personnes_sont_distinctes_les_autres_comptent_des_participations(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 1, 10), D(2020, 3, 1), "A_ABAND"), p(1, D(2020, 5, 1)), p(2, D(2020, 5, 1))])
    assert valeurs(document(lieu), "personnes_suivies", "entrees") == [2, 3]


def test_les_etapes_ont_un_jour_dans_la_periode(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 1, 1), etapes=[
        Etape("PREPA", D(2019, 1, 1), D(2020, 1, 1)), Etape("PREPA", D(2020, 12, 31), D(2021, 3, 1)),
        Etape("PREPA", D(2019, 1, 1), D(2019, 12, 31)), Etape("PREPA", D(2021, 1, 1), D(2021, 2, 1)),
    ])])  # fmt: skip
    assert valeurs(document(lieu), "etapes", "personnes_en_etape") == [2, 1]


@pytest.mark.parametrize("champs", [{"statut": "PREVUE"}, {"statut": "ANNULEE"}, {"categorie": "ACC"},
                                    {"categorie": "ATTENTE"}, {"categorie": "SUIVI_EMPLOI"}])  # fmt: skip
def test_ce_qui_n_est_pas_une_etape_comptee(lieu: Territoire, champs: dict[str, str]) -> None:
    laissee = Etape(**{"categorie": "PREPA", "debut": D(2020, 2, 1), **champs})
    monde.peupler(lieu, [p(1, D(2020, 1, 1), etapes=[laissee])])
    assert valeurs(document(lieu), "etapes", "personnes_en_etape") == [0, 0]


def test_sans_fin_une_etape_va_jusqu_a_la_sortie_sinon_jusqu_a_aujourd_hui(lieu: Territoire) -> None:
    ouverte = Etape("PREPA", D(2019, 2, 1))
    monde.peupler(lieu, [p(1, D(2019, 1, 1), D(2019, 12, 31), "P_CDI", etapes=[ouverte]),
                         p(2, D(2019, 1, 1), etapes=[ouverte]),
                         p(3, D(2019, 1, 1), etapes=[Etape("PREPA", D(2020, 11, 1))])])  # fmt: skip
    assert lire(document(lieu), "etapes")["valeur"] == 2
    assert lire(document(lieu, aujourd_hui=D(2020, 6, 1)), "etapes")["valeur"] == 1
    assert lire(document(lieu, aujourd_hui=D(2019, 6, 1)), "etapes")["valeur"] == 0


def test_une_etape_qui_depasse_la_sortie_s_y_arrete(lieu: Territoire) -> None:
    longue = Etape("QUALIF", D(2019, 2, 1), D(2020, 6, 1))
    monde.peupler(lieu, [p(1, D(2019, 1, 1), D(2019, 12, 31), "P_CDI", etapes=[longue])])
    assert lire(document(lieu), "etapes")["valeur"] == 0


def test_personnes_en_etape_par_categorie_et_par_financement(lieu: Territoire) -> None:
    deux = [
        Etape("IAE_ACI", D(2020, 2, 1), finance="OUI"),
        Etape("IAE_ACI", D(2020, 3, 1)),
        Etape("PREPA", D(2020, 3, 1)),
    ]
    monde.peupler(lieu, [p(1, D(2020, 1, 1), etapes=deux), p(2, D(2020, 1, 1), etapes=deux[:1])])
    doc = document(lieu, "categorie", "finance_plie")
    assert lire(doc, "personnes_en_etape")["valeur"] == 2
    assert lire(doc, "personnes_en_etape", categorie="IAE_ACI", finance_plie="OUI")["valeur"] == 2
    assert lire(doc, "personnes_en_etape", categorie="IAE_ACI", finance_plie=None)["valeur"] == 1
    assert any("s'additionnent pas" in alerte for alerte in doc["alertes"])


def test_les_caracteristiques_sont_celles_de_la_derniere_participation(lieu: Territoire) -> None:
    monde.peupler(lieu, [
        p(1, D(2019, 1, 10), D(2020, 2, 10), "A_ABAND", niveau="3"), p(1, D(2020, 3, 1), niveau="5"),
        p(2, D(2020, 3, 1), niveau="5"), p(2, D(2020, 3, 1), dispositif="ARPE", niveau="3"),
    ])  # fmt: skip
    doc = document(lieu, "niveau")
    assert lire(doc, "personnes_suivies", niveau="5")["valeur"] == 2
    assert lire(doc, "part_niveau3_infra")["numerateur"] == 0
    # Same day of entry: the scheme declared first speaks.
    tous = document(lieu, "niveau", dispositif="TOUS")
    assert lire(tous, "personnes_suivies", niveau="5")["valeur"] == 2
    # Before the second entry, the first participation speaks.
    assert (
        lire(document(lieu, "niveau", periode=(D(2020, 1, 1), D(2020, 2, 15))), "personnes_suivies", niveau="3")[
            "valeur"
        ]
        == 1
    )


def test_l_age_est_celui_de_l_entree_et_le_29_fevrier_attend_le_1er_mars(lieu: Territoire) -> None:
    ne = D(1996, 2, 29)
    monde.peupler(lieu, [p(1, D(2022, 2, 28), naissance=ne), p(2, D(2022, 3, 1), naissance=ne)])
    doc = document(lieu, "tranche_age", periode=(D(2022, 1, 1), D(2022, 12, 31)))
    assert lire(doc, "entrees", tranche_age="-26")["valeur"] == 1
    assert lire(doc, "entrees", tranche_age="26-44")["valeur"] == 1


def test_les_bases_des_parts_et_leurs_inconnus(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 1, 10), sexe="F"), p(2, D(2020, 1, 10), sexe="H"), p(3, D(2020, 1, 10), sexe="")])
    doc = document(lieu)
    suivies, entrees = lire(doc, "part_femmes"), lire(doc, "part_femmes_entrees")
    assert (suivies["numerateur"], suivies["denominateur"]) == (1, 2)
    assert (entrees["numerateur"], entrees["denominateur"]) == (0, 1)
    assert any("1 personne hors de la base" in alerte for alerte in suivies["alertes"])
    assert any("1 entrée hors de la base" in alerte for alerte in entrees["alertes"])


def _sorties(lieu: Territoire) -> None:
    motifs = ["P_CDI", "P_FORM", "T_CDD_COURT", "N_DEMEN", "A_CLOTURE", ""]
    monde.peupler(lieu, [p(i, D(2019, 1, 10), D(2020, 2, 1), motif, validee=True) for i, motif in enumerate(motifs)])


def test_sans_protocole_les_familles_et_pas_de_taux_du_protocole(lieu: Territoire) -> None:
    _sorties(lieu)
    doc = document(lieu)
    assert valeurs(doc, "sorties", "sorties_positives", "taux_sorties_emploi") == [6, 2, 16.7]
    hors = lire(doc, "taux_sorties_positives_hors_externes")
    assert (hors["numerateur"], hors["denominateur"]) == (2, 5)
    protocole = lire(doc, "taux_sorties_positives_protocole")
    assert (protocole["valeur"], protocole["numerateur"]) == (None, None)
    assert any("protocole" in alerte for alerte in protocole["alertes"])


@pytest.mark.parametrize(
    ("base", "denominateur"), [("D_TOTAL", 6), ("D_HORS_EXTERNE", 5), ("D_HORS_EXT_ADM", 4), ("D_FILE_ACTIVE", 7)]
)
def test_le_protocole_fixe_ses_motifs_et_sa_base(lieu: Territoire, base: str, denominateur: int) -> None:
    _sorties(lieu)
    monde.peupler_un(lieu, p(90, D(2020, 5, 1)))
    ProtocoleFactory(dispositif=lieu.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI", "P_FORM", "T_CDD_COURT"],
                     denominateur=base, version="3")  # fmt: skip
    doc = document(lieu)
    assert valeurs(doc, "sorties_positives") == [3]
    assert lire(doc, "taux_sorties_positives")["denominateur"] == 6
    protocole = lire(doc, "taux_sorties_positives_protocole")
    assert (protocole["numerateur"], protocole["denominateur"]) == (3, denominateur)
    assert "3" in protocole["definition"]["version"]
    assert not any("rupture" in alerte.lower() for alerte in protocole["alertes"])


def test_les_mois_et_la_mediane(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 1, 1), D(2020, 1, 1), "P_CDI", suspension=65),
                         p(2, D(2019, 12, 1), D(2020, 1, 31), "P_CDI"),
                         p(3, D(2020, 1, 1), D(2020, 1, 11), "P_CDI", suspension=50)])  # fmt: skip
    duree = lire(document(lieu), "duree_parcours_moyenne")
    assert (duree["numerateur"], duree["denominateur"], duree["valeur"], duree["mediane"]) == (361, 3, 4.0, 2.0)


def objectif(lieu: Territoire, code: str, debut: date, fin: date, cible: str, effet: date | None = None) -> None:
    plie = lieu.dispositifs.get(code="PLIE")
    Objectif.objects.create(dispositif=plie, indicateur=code, debut=debut, fin=fin, cible=Decimal(cible),
                            date_effet=effet or debut, source="Protocole")  # fmt: skip


def test_la_cible_est_celle_en_vigueur_le_dernier_jour(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 1, 10)) for i in range(4)])
    objectif(lieu, "personnes_suivies", *ANNEE, "5")
    objectif(lieu, "personnes_suivies", *ANNEE, "8", D(2020, 7, 1))
    assert lire(document(lieu), "personnes_suivies")["objectif"] == {
        "cible": 8,
        "atteinte": 50.0,
        "source": "Protocole",
    }
    semestre = lire(document(lieu, periode=(D(2020, 1, 1), D(2020, 6, 30))), "personnes_suivies")["objectif"]
    assert (semestre["cible"], semestre["atteinte"]) == (5, None)


def test_une_union_de_periodes_entieres_pour_les_flux_seuls(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(i, D(2020, 1, 10)) for i in range(4)])
    for code in ("entrees", "personnes_suivies"):
        objectif(lieu, code, D(2020, 1, 1), D(2020, 6, 30), "3")
        objectif(lieu, code, D(2020, 7, 1), D(2020, 12, 31), "5")
    doc = document(lieu)
    assert lire(doc, "entrees")["objectif"]["cible"] == 8
    assert lire(doc, "entrees")["objectif"]["atteinte"] == 50.0
    assert lire(doc, "personnes_suivies")["objectif"]["atteinte"] is None


def test_les_cibles_sont_sur_les_totaux_d_un_seul_dispositif(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 1, 10))])
    objectif(lieu, "entrees", *ANNEE, "2")
    doc = document(lieu, "sexe")
    assert lire(doc, "entrees")["objectif"]["atteinte"] == 50.0
    assert lire(doc, "entrees", sexe="F")["objectif"] is None
    assert lire(document(lieu, dispositif="TOUS"), "entrees")["objectif"] is None
    assert lire(document(lieu, dispositif="ARPE"), "entrees")["objectif"] is None


def test_n_moins_1_est_un_an_plus_tot_et_fevrier_finit_le_dernier_jour(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 2, 29)), p(2, D(2021, 2, 28))])
    doc = document(lieu, periode=(D(2021, 2, 1), D(2021, 2, 28)))
    assert (lire(doc, "entrees")["valeur"], lire(doc, "entrees")["precedent"]["valeur"]) == (1, 1)
    avant = document(lieu, periode=(D(2020, 2, 1), D(2020, 2, 29)))
    assert lire(avant, "entrees")["precedent"]["valeur"] == 0


def test_avant_les_donnees_completes_pas_de_comparaison(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 3, 1), D(2020, 3, 1), "P_CDI")])
    lieu.dispositifs.filter(code="PLIE").update(donnees_completes_depuis=D(2020, 1, 1))
    doc = document(lieu)
    assert all(c["precedent"] is None for c in doc["chiffres"])
    assert any("complètes que depuis le 1er janvier 2020" in alerte for alerte in doc["alertes"])
    # Over all schemes, the latest date holds, of those where somebody was recorded.
    assert lire(document(lieu, dispositif="TOUS"), "sorties")["precedent"] is None
    lieu.dispositifs.filter(code="PLIE").update(donnees_completes_depuis=D(2019, 1, 1))
    assert lire(document(lieu, dispositif="TOUS"), "sorties")["precedent"]["valeur"] == 0


def test_ce_qui_n_a_jamais_ete_recueilli_est_null_et_le_dit(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2020, 1, 10), qpv="", niveau="")])
    doc = document(lieu)
    for code in ("etapes", "personnes_en_etape", "etapes_par_personne", "part_qpv", "part_niveau3_infra", "sorties",
                 "sorties_positives", "taux_rotation", "duree_parcours_moyenne", "charge_par_referent"):  # fmt: skip
        assert lire(doc, code)["valeur"] is None, code
        assert any("non recueillie" in alerte for alerte in lire(doc, code)["alertes"]), code
    assert valeurs(doc, "entrees", "personnes_suivies", "parcours_en_cours_fin") == [1, 1, 1]


def test_sans_aucune_participation_tout_est_null(lieu: Territoire) -> None:
    doc = document(lieu, "sexe")
    assert all(c["valeur"] is None and c["alertes"] for c in doc["chiffres"])


def test_un_zero_recueilli_reste_un_zero_et_une_base_vide_est_null(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2018, 1, 10), D(2019, 5, 1), "P_CDI"), p(2, D(2018, 1, 10))])
    doc = document(lieu)
    assert lire(doc, "sorties")["valeur"] == 0
    taux = lire(doc, "taux_sorties_positives")
    assert (taux["valeur"], taux["numerateur"], taux["denominateur"]) == (None, 0, 0)


def test_la_charge_lit_le_temps_date_des_referents(lieu: Territoire) -> None:
    lieu.dispositifs.filter(code="ARPE").delete()
    anouk = Agent.objects.create(territoire=lieu, courriel="anouk@exemple.invalid")
    TempsReferent.objects.create(agent=anouk, debut=D(2018, 1, 1), fin=D(2020, 6, 30), etp=Decimal("1.00"))
    TempsReferent.objects.create(agent=anouk, debut=D(2020, 7, 1), etp=Decimal("0.80"))
    josue = Agent.objects.create(territoire=lieu, courriel="josue@exemple.invalid")
    TempsReferent.objects.create(agent=josue, debut=D(2020, 1, 1), etp=Decimal("0.50"))
    monde.peupler(lieu, [p(i, D(2020, 1, 10)) for i in range(13)], referent=anouk)
    doc = document(lieu, "referent")
    charge = lire(doc, "charge_par_referent")
    assert (charge["numerateur"], charge["denominateur"], charge["valeur"]) == (13, 1.3, 10.0)
    sienne = lire(doc, "charge_par_referent", referent="anouk@exemple.invalid")
    assert (sienne["denominateur"], sienne["valeur"]) == (0.8, 16.3)  # 16.25 half up
    juin = lire(document(lieu, periode=(D(2020, 1, 1), D(2020, 6, 30))), "charge_par_referent")
    assert juin["denominateur"] == 1.5


def test_la_completude_porte_sur_quatre_champs_des_participations_suivies(lieu: Territoire) -> None:
    trous: list[dict[str, Any]] = [{}, {"sexe": ""}, {"naissance": None}, {"statut": ""}, {"niveau": ""}, {"qpv": ""}]
    monde.peupler(lieu, [p(i, D(2020, 1, 10), **trou) for i, trou in enumerate(trous)])
    completude = lire(document(lieu), "completude")
    assert (completude["numerateur"], completude["denominateur"]) == (2, 6)


def test_le_maintien_en_emploi_au_sixieme_mois(lieu: Territoire) -> None:
    monde.peupler(lieu, [
        p(1, D(2018, 1, 1), D(2019, 8, 31), "P_CDI", situation="EMPLOI"),  # 29 February 2020
        p(2, D(2018, 1, 1), D(2019, 7, 1), "P_CDD6", situation="INCONNUE"),  # 1 January 2020
        p(3, D(2018, 1, 1), D(2019, 6, 30), "P_CDI", situation="EMPLOI"),  # 30 December 2019
        p(4, D(2018, 1, 1), D(2019, 9, 1), "P_FORM", situation="EMPLOI"),  # not an exit to employment
        p(5, D(2018, 1, 1), D(2020, 6, 30), "P_CDI"),  # not recorded: in the base
    ])  # fmt: skip
    lu = lire(document(lieu), "maintien_emploi_6_mois")
    assert (lu["numerateur"], lu["denominateur"], lu["valeur"]) == (1, 3, 33.3)
    # A sixth month that is not over does not count yet.
    avant = lire(document(lieu, aujourd_hui=D(2020, 12, 29)), "maintien_emploi_6_mois")
    assert (avant["numerateur"], avant["denominateur"]) == (1, 2)


def test_ce_qui_est_sensible_suit_le_droit(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 1, 10), D(2020, 2, 1), "A_DETEN", criteres={"TH"}),
                         p(2, D(2019, 1, 10), D(2020, 2, 1), "A_SANTE", criteres={"TH", "RSA"}),
                         p(3, D(2019, 1, 10), D(2020, 2, 1), "P_CDI")])  # fmt: skip
    elu = Acteur(compte=None, territoire=lieu, agent=None, roles=frozenset({"elu_copil"}))

    def parts(dimension: str, **options: Any) -> dict[Any, Any]:
        doc = document(lieu, dimension, **options)
        lus = [c for c in doc["chiffres"] if c["code"] == "sorties" and c["ventilation"]]
        return {c["ventilation"][dimension]: c["valeur"] for c in lus}

    assert parts("motif", acteur=elu) == {"P_CDI": 1, "A_SANTE": 2}
    assert parts("motif") == {"P_CDI": 1, "A_SANTE": 1, "A_DETEN": 1}
    # Whoever only has sensitive criteria is in no part, not even the unknown one.
    assert parts("critere", acteur=elu) == {"RSA": 1, None: 1}
    assert parts("critere") == {"TH": 2, "RSA": 1, None: 1}
    assert parts("famille", acteur=elu) == {"POSITIVE_EMPLOI": 1, "AUTRE_SANTE": 2}


def test_chaque_fait_n_a_que_ses_dimensions(lieu: Territoire) -> None:
    monde.peupler(
        lieu, [p(1, D(2019, 1, 10), D(2020, 2, 1), "P_CDI", etapes=[Etape("CREA", D(2020, 1, 2), finance="OUI")])]
    )
    codes = lambda *par: {c["code"] for c in document(lieu, *par)["chiffres"] if c["ventilation"]}  # noqa: E731
    sorties = {"sorties", "sorties_positives", "taux_sorties_positives", "taux_sorties_positives_hors_externes",
               "taux_sorties_emploi", "duree_parcours_moyenne"}  # fmt: skip
    assert codes("motif") == codes("famille") == sorties
    for par in ("categorie", "groupe_categorie", "finance_plie", "operateur"):
        assert codes(par) == {"etapes", "personnes_en_etape"}
    # A ratio needs the dimension on both its facts: what is left of « sexe,motif » cuts it by sex.
    doc = document(lieu, "sexe", "motif")
    assert lire(doc, "taux_rotation", sexe="F")["valeur"] == 100.0
    assert lire(doc, "sorties", sexe="F", motif="P_CDI")["valeur"] == 1


def test_une_part_est_listee_si_elle_n_est_pas_nulle_les_deux_annees(lieu: Territoire) -> None:
    monde.peupler(lieu, [p(1, D(2019, 3, 1), D(2019, 9, 1), "P_CDI", niveau="5"), p(2, D(2020, 3, 1), niveau="3"),
                         p(3, D(2017, 3, 1), D(2017, 9, 1), "P_CDI", niveau="7")])  # fmt: skip
    doc = document(lieu, "niveau")
    parts = {c["ventilation"]["niveau"]: (c["valeur"], c["precedent"]["valeur"]) for c in doc["chiffres"]
             if c["code"] == "entrees" and c["ventilation"]}  # fmt: skip
    assert parts == {"3": (1, 0), "5": (0, 1)}


def test_le_groupe_est_celui_du_tco_sauf_reglage(lieu: Territoire) -> None:
    from deplie.territoires.models import Reglage

    monde.peupler(lieu, [p(1, D(2020, 1, 1), etapes=[Etape("CREA", D(2020, 2, 1)), Etape("PMSMP", D(2020, 2, 1))])])
    doc = document(lieu, "groupe_categorie")
    assert lire(doc, "etapes", groupe_categorie="EMPLOIS")["valeur"] == 1
    assert lire(doc, "etapes", groupe_categorie="PREPA")["valeur"] == 1
    propre = {"TOUT": {"libelle": "Création", "categories": ["CREA"]}}
    Reglage.objects.create(territoire=lieu, cle="groupes_categorie", valeur=propre)
    doc = document(lieu, "groupe_categorie")
    assert lire(doc, "etapes", groupe_categorie="TOUT")["valeur"] == 1
    assert lire(doc, "etapes", groupe_categorie=None)["valeur"] == 1
