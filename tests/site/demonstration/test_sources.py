"""Every figure of the source documents that these rooms can hold, through the import and the bilan.

``tests/donnees/source_facts.json`` is the list of the sources' figures with the arithmetic checks on them: the expected
values. What the bilan prints is read from the command line, as anybody would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q, Sum

from deplie.acteurs.models import Agent, TempsReferent
from deplie.cadre.models import Avenant, Protocole
from deplie.mesure.nombres import compatibles
from deplie.pilotage.models import Releve
from deplie.site.cli import main
from deplie.site.demonstration.declaration import CODES, declaration, lire
from deplie.territoires.models import Qpv, Territoire
from tests.site.demonstration.compteur import arrondi, part
from tests.site.demonstration.test_nombres import lignes

pytestmark = pytest.mark.django_db

FICHIER = Path(__file__).resolve().parents[2] / "donnees" / "source_facts.json"
SOURCES = json.loads(FICHIER.read_text(encoding="utf-8"))
FAITS: list[dict[str, Any]] = SOURCES["faits"]
CONTROLES: dict[str, dict[str, Any]] = {c["id"]: c for c in SOURCES["controles"]}
# The only figure that the rows contradict, on purpose: the source contradicts itself (check C1).
CONTREDIT = ("tco.etapes.total", "2020")
# Declared, with no indicator of this catalogue behind.
SANS_INDICATEUR = {"lr.operations", "tco.attitudepro", "tco.aci.finances", "hv.pti.actions", "hv.pti.axes"}
SANS_INDICATEUR_DE = ("ml_lr.", "pmq.", "gpsea.", "fr.numerique.")

Bilan = Callable[..., dict[str, Any]]


def chiffres_declares() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(document, figure) of the declarative file."""
    for document in lire("releves")["documents"].values():
        for chiffre in document["chiffres"]:
            yield document, chiffre


def declare(fait: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The declared figure that tells a fact of the sources."""
    annee = int(fait["periode"]) if fait["periode"].isdigit() else None
    du_fait = [(document, c) for document, c in chiffres_declares() if c["fait"] == fait["id"]]
    trouves = [(document, c) for document, c in du_fait if annee is None or c.get("annee") == annee]
    assert len(trouves) == 1, fait["id"]
    return trouves[0]


@pytest.fixture
def bilan(installations: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> Bilan:
    """``bilan("TCO", 2020, par="sexe")``: what ``deplie bilan --format json`` prints."""

    def etablir(code: str, annee: int, dispositif: str = "PLIE", par: str = "") -> dict[str, Any]:
        options = ["--par", par] if par else []
        capsys.readouterr()
        appel = ["bilan", code, "--annee", str(annee), "--dispositif", dispositif, "--format", "json", *options]
        assert main(appel) == 0
        lu: dict[str, Any] = json.loads(capsys.readouterr().out)
        return lu

    return etablir


def chiffre(document: dict[str, Any], code: str, **ventilation: str | None) -> dict[str, Any]:
    (trouve,) = [c for c in document["chiffres"] if c["code"] == code and c["ventilation"] == ventilation]
    assert isinstance(trouve, dict)
    return trouve


def alertes(document: dict[str, Any]) -> str:
    """Every alert, no-break spaces made plain."""
    toutes = document["alertes"] + [a for c in document["chiffres"] for a in c["alertes"]]
    return "\n".join(toutes).replace("\u202f", " ").replace("\xa0", " ")


PAR_DOCUMENT = {
    nom: [fait for fait in FAITS if any(c["fait"] == fait["id"] for c in document["chiffres"])]
    for nom, document in lire("releves")["documents"].items()
}


def test_tous_les_chiffres_des_sources_sont_dans_un_document() -> None:
    assert sum(len(faits) for faits in PAR_DOCUMENT.values()) == len(FAITS) == 59


@pytest.mark.parametrize("nom", PAR_DOCUMENT)
def test_chaque_chiffre_des_sources_est_un_chiffre_declare(installations: dict[str, Any], nom: str) -> None:
    for fait in PAR_DOCUMENT[nom]:
        document, decrit = declare(fait)
        releves = Releve.objects.filter(territoire__code=document["territoire"], libelle=decrit["libelle"])
        annee, dispositif = decrit.get("annee"), document.get("dispositif")
        du_dispositif = releves.filter(dispositif__code=dispositif) if dispositif else releves
        (releve,) = [r for r in du_dispositif if annee is None or r.debut.year == annee]
        assert releve.valeur == Decimal(str(fait["valeur"])), fait["id"]
        assert (releve.unite == "%") == (fait["unite"] == "%"), fait["id"]
        assert (releve.statut == "EN_COURS_DE_CONTROLE") == (fait["statut"] == "en cours de contrôle"), fait["id"]
        assert releve.source


def test_il_n_y_a_pas_d_autre_chiffre_declare(installations: dict[str, Any]) -> None:
    assert Releve.objects.count() == len(FAITS) == 59


@pytest.mark.parametrize("nom", PAR_DOCUMENT)
def test_chaque_chiffre_des_sources_est_celui_du_bilan(bilan: Bilan, nom: str) -> None:
    """The computed figure prints as the source does."""
    for fait in PAR_DOCUMENT[nom]:
        document, decrit = declare(fait)
        if "indicateur" not in decrit:
            assert fait["id"] in SANS_INDICATEUR or fait["id"].startswith(SANS_INDICATEUR_DE)
            continue
        ventilation = dict(paire.split("=") for paire in decrit.get("ventilation", "").split(",") if paire)
        lu = bilan(document["territoire"], decrit["annee"], document["dispositif"], ",".join(ventilation))
        calcule = chiffre(lu, decrit["indicateur"], **ventilation)
        if (fait["id"], fait["periode"]) == CONTREDIT:
            assert calcule["valeur"] == 1305 != fait["valeur"] == 1395
        else:
            assert _imprime(fait, calcule, chiffre(lu, decrit["indicateur"])) == fait["valeur"], fait["id"]


def _imprime(fait: dict[str, Any], calcule: dict[str, Any], total: dict[str, Any]) -> Decimal:
    """The figure with the decimals of the source: a percentage of a count is a part of it, or its attainment."""
    if fait["unite"] == "%" and calcule["unite"] != "%":
        if calcule is total or calcule["ventilation"] == {}:
            return arrondi(calcule["objectif"]["atteinte"])
        return part(calcule["valeur"], total["valeur"])
    if fait["unite"] == "%":
        return part(calcule["numerateur"], calcule["denominateur"])
    return arrondi(str(calcule["valeur"]))


def test_ce_qui_est_demande_de_la_commande(bilan: Bilan) -> None:
    """The definition of done: TCO 2020 by group of categories."""
    lu = bilan("TCO", 2020, par="groupe_categorie")
    suivies, sorties = chiffre(lu, "personnes_suivies"), chiffre(lu, "sorties")
    assert suivies["valeur"] == 448
    assert 106.5 <= suivies["objectif"]["atteinte"] <= 107.4
    assert suivies["objectif"]["cible"] == 419
    assert suivies["objectif"]["source"] == "Cible reconstituée : 417 à 420 d'après « 107 % »"
    assert (sorties["valeur"], sorties["precedent"]["valeur"]) == (319, 334)
    groupes = {"EMPLOIS": 679, "PREPA": 329, "QUALIF": 148, "ACI": 149}
    for groupe, attendu in groupes.items():
        assert chiffre(lu, "etapes", groupe_categorie=groupe)["valeur"] == attendu
    assert any("1 395" in a and "1 305" in a for a in alertes(lu).splitlines())


def test_la_rochelle_2021(bilan: Bilan) -> None:
    lu = bilan("LAROCHELLE", 2021)
    codes = ("personnes_suivies", "entrees", "sorties", "sorties_positives")
    assert [chiffre(lu, code)["valeur"] for code in codes] == [743, 269, 373, 68]
    stocks = ("parcours_en_cours_debut", "parcours_en_cours_fin")
    assert [chiffre(lu, code)["valeur"] for code in stocks] == [474, 370]
    assert chiffre(lu, "personnes_suivies")["precedent"] is None


def test_c1_l_ecart_de_90_est_nomme(bilan: Bilan) -> None:
    controle = CONTROLES["C1"]
    dites = [a for a in alertes(bilan("TCO", 2020)).splitlines() if "1 395" in a and "1 305" in a]
    assert dites
    assert (controle["attendu"], controle["resultat"], controle["ecart"]) == (1395, 1305, 90)
    assert any(str(controle["ecart"]) in a for a in dites)


def test_c2_c3_total_de_2019_et_evolution(bilan: Bilan) -> None:
    etapes = chiffre(bilan("TCO", 2020), "etapes")
    assert etapes["precedent"]["valeur"] == CONTROLES["C2"]["resultat"] == 1412
    evolutions = [arrondi(Decimal(100 * (n - 1412)) / 1412, 1) for n in (1395, 1305)]
    assert evolutions == [arrondi(x, 1) for x in CONTROLES["C3"]["resultat"]]
    assert not Releve.objects.filter(indicateur="etapes", ventilation="", debut__year=2019).exists()


def test_c4_la_cible_est_entre_417_et_420(bilan: Bilan) -> None:
    bas, haut = CONTROLES["C4"]["resultat"]
    assert [c for c in range(400, 440) if part(448, c) == 107] == list(range(bas, haut + 1))
    assert bas <= chiffre(bilan("TCO", 2020), "personnes_suivies")["objectif"]["cible"] <= haut


def test_c5_c6_effectifs_permis_par_les_pourcentages(bilan: Bilan) -> None:
    assert list(compatibles(Decimal(55), 0, 319) or ()) == CONTROLES["C5"]["resultat"]
    for pourcentage, intervalle in CONTROLES["C6"]["resultat"].items():
        assert list(compatibles(Decimal(pourcentage), 0, 448) or ()) == intervalle
    lu = bilan("TCO", 2020)
    bornes = {"part_femmes": "61", "part_25_ans_et_plus": "87", "part_qpv": "39"}
    for code, pourcentage in bornes.items():
        bas, haut = CONTROLES["C6"]["resultat"][pourcentage]
        assert bas <= chiffre(lu, code)["numerateur"] <= haut


def test_c7_etapes_par_personne(bilan: Bilan) -> None:
    """About three a person, whether the total is the printed one or the sum of its parts."""
    assert arrondi(Decimal(1395) / 448, 2) == arrondi(CONTROLES["C7"]["resultat"], 2)
    assert chiffre(bilan("TCO", 2020), "etapes_par_personne")["valeur"] == 2.9


def test_c8_c9_la_rochelle_taux_et_flux(bilan: Bilan) -> None:
    lu = bilan("LAROCHELLE", 2021)
    taux = chiffre(lu, "taux_sorties_positives")
    assert (taux["numerateur"], taux["denominateur"], taux["valeur"]) == (68, 373, CONTROLES["C8"]["resultat"])
    assert "clôture" in alertes(lu)
    stocks = [chiffre(lu, code)["valeur"] for code in ("parcours_en_cours_debut", "parcours_en_cours_fin")]
    assert stocks == CONTROLES["C9"]["resultat"]
    assert chiffre(lu, "taux_rotation")["valeur"] == 50.2


def valeur(fait: str) -> Decimal:
    (decrit,) = [c for _, c in chiffres_declares() if c["fait"] == fait]
    return Releve.objects.get(libelle=decrit["libelle"]).valeur


def test_c10_c11_mission_locale(installations: dict[str, Any]) -> None:
    formation = valeur("ml_lr.form_init") + valeur("ml_lr.form_pro")
    assert formation == valeur("ml_lr.formation") == CONTROLES["C10"]["resultat"]
    situations = ("alternance", "emploi", "formation", "immersion")
    somme = sum(valeur(f"ml_lr.{situation}") for situation in situations)
    assert somme == CONTROLES["C11"]["resultat"] <= valeur("ml_lr.jeunes")
    assert compatibles(valeur("ml_lr.qpv"), 1, int(valeur("ml_lr.jeunes"))) is not None


def test_c12_postes_du_midi_quercy(installations: dict[str, Any]) -> None:
    total = 3 * valeur("pmq.poste_eref") + valeur("pmq.poste_coord")
    assert total == Decimal(str(CONTROLES["C12"]["resultat"]))


def test_c13_c14_parts_citees(installations: dict[str, Any]) -> None:
    prive = 100 * valeur("gpsea.ess.emplois") / valeur("gpsea.ess.prives")
    assert arrondi(prive, 1) == arrondi(CONTROLES["C13"]["resultat"], 1)
    decrits = valeur("fr.numerique.exclus") + valeur("fr.numerique.eloignes")
    assert decrits == CONTROLES["C14"]["resultat"] != valeur("fr.numerique.nonauto") == CONTROLES["C14"]["attendu"]


def test_c15_plie_et_arpe(bilan: Bilan) -> None:
    """One point apart on 170 and 125 exits: the counts are shown, and the source's silence is said."""
    for dispositif, attendu in (("PLIE", (80, 170, 47.1)), ("ARPE", (60, 125, 48.0))):
        lu = bilan("HAUTEVIENNE", 2019, dispositif)
        taux = chiffre(lu, "taux_sorties_positives")
        assert (taux["numerateur"], taux["denominateur"], taux["valeur"]) == attendu
        assert "la source ne précise pas (effectif et dénominateur" in alertes(lu)


def test_c16_les_deux_taux_nationaux_de_2014() -> None:
    """35.8 % of all exits, 39.2 % without external causes: why a rate carries its denominator."""
    positives, autres = 14_446, 25_882
    externes = round(Decimal("0.136") * autres)
    taux = [part(positives, positives + autres, 1), part(positives, positives + autres - externes, 1)]
    assert taux == [arrondi(x, 1) for x in CONTROLES["C16"]["resultat"]]


@pytest.mark.parametrize(("dispositif", "mois"), [("PLIE", 18.0), ("ARPE", 19.0)])
def test_haute_vienne_durees_et_niveaux(bilan: Bilan, dispositif: str, mois: float) -> None:
    lu = bilan("HAUTEVIENNE", 2019, dispositif)
    assert chiffre(lu, "duree_parcours_moyenne")["valeur"] == mois
    entrees = chiffre(lu, "part_niveau3_infra_entrees")
    assert (entrees["numerateur"], entrees["denominateur"]) == {"PLIE": (119, 150), "ARPE": (90, 120)}[dispositif]
    etapes = chiffre(lu, "etapes")
    assert etapes["valeur"] is None
    assert any("non recueillie" in a for a in etapes["alertes"])


def test_ce_que_la_source_laisse_ouvert_est_dit(bilan: Bilan) -> None:
    """Whether the 448 were followed or entered; forty-one exits still provisional."""
    dites = alertes(bilan("TCO", 2020))
    assert "la source ne précise pas (personnes suivies ou entrées" in dites
    assert "41 sorties" in dites
    assert "42,0 %" in dites


def test_midi_quercy_avenant_et_annees(bilan: Bilan) -> None:
    """The avenant carries the protocole over 2021: the same definition, no break in the series."""
    lu = bilan("MIDIQUERCY", 2021)
    taux = chiffre(lu, "taux_sorties_positives_protocole")
    assert (taux["numerateur"], taux["denominateur"]) == (22, 48)
    assert taux["precedent"]["denominateur"] == 41
    assert "Rupture de série" not in alertes(lu)


def test_gpsea_n_a_que_des_chiffres_declares(bilan: Bilan) -> None:
    assert set(lignes("GPSEA")) == {"releves"}
    comptes = {c["code"] for c in bilan("GPSEA", 2019)["chiffres"] if c["valeur"] is not None}
    # Its fund has calls and money; nobody is followed.
    assert {code.split("_")[0] for code in comptes} <= {"appel", "operations", "montant", "depenses"}


# --- What is installed beside the figures


@pytest.mark.parametrize("code", CODES)
def test_tout_passe_par_l_import_sans_rejet(installations: dict[str, Any], code: str) -> None:
    rapport = installations[code].rapport
    assert rapport["rejets"] == []
    for table, compte in rapport["tables"].items():
        assert compte["lues"] == compte["creees"] == len(lignes(code)[table])
    assert set(rapport["tables"]) == set(lignes(code))


@pytest.mark.parametrize("code", CODES)
def test_les_seuls_avertissements_sont_voulus(installations: dict[str, Any], code: str) -> None:
    """A référent to complete, an exit still provisional, an answer missing: what a real file would have."""
    voulues = {"referent", "statut_entree", "date_validation_sortie", "sexe", "date_naissance", "duree_chomage_mois"}
    avertissements = installations[code].rapport["avertissements"]
    imprevus = [a for a in avertissements if a["table"] != "participants" or a["colonne"] not in voulues]
    assert imprevus == []


def test_les_territoires_et_leurs_lieux(installations: dict[str, Any]) -> None:
    lus = {t.code: t for t in Territoire.objects.all()}
    assert set(CODES) <= set(lus)
    assert all(lus[code].demonstration for code in CODES)
    assert {code: lus[code].type for code in CODES} == {code: declaration(code).type for code in CODES}
    assert {code: lus[code].communes.count() for code in CODES} == {
        "TCO": 5, "LAROCHELLE": 28, "MIDIQUERCY": 19 + 12 + 17, "GPSEA": 16, "HAUTEVIENNE": 195,
    }  # fmt: skip
    assert lus["TCO"].region_telephone == "RE"
    assert Qpv.objects.filter(fictif=False).count() == 0
    assert Qpv.objects.filter(fictif=True).count() == 11


def test_les_donnees_sont_dites_completes(installations: dict[str, Any]) -> None:
    depuis = {
        (d.territoire.code, d.code): (d.donnees_completes_depuis, d.completude_devinee)
        for t in Territoire.objects.all()
        for d in t.dispositifs.all()
    }
    assert depuis["TCO", "PLIE"] == (date(2019, 1, 1), False)
    assert depuis["LAROCHELLE", "PLIE"] == (date(2021, 1, 1), False)
    assert depuis["MIDIQUERCY", "PLIE"] == (date(2018, 1, 1), False)
    assert depuis["HAUTEVIENNE", "PLIE"] == depuis["HAUTEVIENNE", "ARPE"] == (date(2019, 1, 1), False)
    assert depuis["GPSEA", "PLIE"][0] is None


def test_protocoles_et_avenant(installations: dict[str, Any]) -> None:
    # The first of each scheme: La Rochelle has the next one too.
    par_cle = {(p.dispositif.territoire.code, p.dispositif.code): p for p in Protocole.objects.order_by("-debut")}
    assert set(par_cle) == {("TCO", "PLIE"), ("LAROCHELLE", "PLIE"), ("MIDIQUERCY", "PLIE"),
                            ("HAUTEVIENNE", "PLIE"), ("HAUTEVIENNE", "ARPE")}  # fmt: skip
    assert "P_CREA" in par_cle["TCO", "PLIE"].motifs_positifs
    assert "T_CDD_COURT" in par_cle["LAROCHELLE", "PLIE"].motifs_positifs
    assert set(par_cle["HAUTEVIENNE", "ARPE"].motifs_positifs) == {"P_CDI", "P_CDD6", "P_FORM"}
    assert par_cle["LAROCHELLE", "PLIE"].cloture_le == date(2021, 12, 31)
    avenant = Avenant.objects.get()
    assert avenant.protocole == par_cle["MIDIQUERCY", "PLIE"]
    assert (avenant.signe_le, avenant.prolonge_au) == (date(2020, 10, 13), date(2021, 12, 31))


def test_equipes(installations: dict[str, Any]) -> None:
    """Three EREF at 1.6 posts; nobody of the declared teams is left to complete."""
    assert not Agent.objects.filter(a_completer=True).exists()
    par_eref = (
        TempsReferent.objects.filter(agent__territoire__code="MIDIQUERCY")
        .values("agent__organisation__nom")
        .order_by("agent__organisation__nom")
        .annotate(postes=Sum("etp"))
    )
    assert [ligne["postes"] for ligne in par_eref] == [Decimal("1.60")] * 3
    le = date(2020, 12, 31)
    en_cours = TempsReferent.objects.filter(Q(fin__isnull=True) | Q(fin__gte=le), debut__lte=le)
    assert en_cours.filter(agent__territoire__code="TCO").aggregate(s=Sum("etp"))["s"] == Decimal("4.40")
    assert Agent.objects.get(courriel="referent-parcours.tco@demonstration.invalid").participations.exists()


def test_la_commande_dit_ce_qui_est_en_place(
    installations: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """``deplie demo`` again changes nothing and says so; ``--fichiers`` only writes what would be imported."""
    assert main(["demo"]) == 0
    assert capsys.readouterr().out.count("déjà en place") == len(CODES)
    assert main(["demo", "--fichiers", str(tmp_path)]) == 0
    ecrits = {f"{chemin.parent.name}/{chemin.name}" for chemin in tmp_path.glob("*/*.csv")}
    assert ecrits == {f"{code.lower()}/{table}.csv" for code in CODES for table in lignes(code)}
