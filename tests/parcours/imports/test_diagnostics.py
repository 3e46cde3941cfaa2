"""« What it does with them », diagnostics: versions, their answers, the freins that they open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions.diagnostic import ecrire_diagnostic
from deplie.parcours.models import Diagnostic, FreinSuivi, Participation, PointDiagnostic
from deplie.parcours.rules.diagnostic import SANTE, THEMES
from deplie.socle import generations
from tests.socle.imports.atelier import Atelier, personne

A = personne("A", "2020-01-10")
HORS_SANTE = sorted(set(THEMES) - {SANTE})


def diagnostic(qui: str, le: str, statut: str = "EN_COURS", **autres: Any) -> dict[str, Any]:
    return {"identifiant": qui, "date_diagnostic": le, "statut": statut} | autres


def complet(qui: str, le: str, bloquants: str = "", freinants: str = "", **autres: Any) -> dict[str, Any]:
    """A validated one: every theme is looked at."""
    cites = {*bloquants.split("|"), *freinants.split("|")}
    base = diagnostic(qui, le, "VALIDE", freins_bloquants=bloquants, freins_freinants=freinants, sante="AUCUN")
    base |= {"sans_frein": "|".join(t for t in HORS_SANTE if t not in cites)}
    return base | {"savoir_faire": "Tenir une caisse | Compter", "savoir_etre": "RIGUEUR"} | autres


def points(lu: Diagnostic) -> dict[tuple[str, str], str]:
    return {(p.nature, p.code): p.reponse for p in lu.points.all()}


def test_un_diagnostic_se_lit_avec_ses_reponses(atelier: Atelier) -> None:
    ligne = diagnostic(
        "A", "2020-02-03", agent="lea@exemple.invalid", projet_etat="À confirmer", metier="Vente", code_rome="d1106",
        permis="Permis B", rayon_km="20", savoir_faire="Compter | Vendre", freins_bloquants="Mobilité",
        freins_a_surveiller="numerique", cles_a_consolider="FRANCAIS", numerique_acquis="CONTENU|SECURITE",
        savoir_etre="Faire preuve d'autonomie", sante="Freinant",
    )  # fmt: skip
    assert atelier.importer(participants=[A], diagnostics=[ligne]).comptes("diagnostics") == (1, 0, 0, 0)
    lu = Diagnostic.objects.get()
    assert (lu.rang, lu.le, lu.statut) == (1, date(2020, 2, 3), "EN_COURS")
    assert (lu.projet_etat, lu.metier, lu.code_rome, lu.permis, lu.rayon_km) == ("CONFIRMER", "Vente", "D1106", "B", 20)
    assert lu.savoirs == ["Compter", "Vendre"]
    assert lu.agent is not None
    assert lu.agent.a_completer
    assert points(lu) == {
        ("FREIN", "mobilite"): "BLOQUANT", ("FREIN", "numerique"): "SURVEILLER", ("FREIN", SANTE): "FREINANT",
        ("CLE", "FRANCAIS"): "CONSOLIDER", ("NUMERIQUE", "CONTENU"): "ACQUIS", ("NUMERIQUE", "SECURITE"): "ACQUIS",
        ("SAVOIR_ETRE", "AUTONOMIE"): "FORT",
    }  # fmt: skip
    assert not FreinSuivi.objects.exists()
    assert atelier.importer(diagnostics=[ligne]).comptes("diagnostics") == (0, 0, 1, 0)
    assert [v.history_type for v in lu.historique.all()] == ["+"]


def test_le_code_rome_donne_le_metier_et_un_code_inconnu_est_signale(atelier: Atelier) -> None:
    lignes = [
        diagnostic("A", "2020-02-03", code_rome="n1101", metier=""),
        diagnostic("B", "2020-02-03", code_rome="K2299"),
    ]
    rapport = atelier.importer(participants=[A, personne("B", "2020-01-10")], diagnostics=lignes)
    lus = Diagnostic.objects.order_by("participation__personne__identifiant").values_list("code_rome", "metier")
    assert list(lus) == [("N1101", "Cariste"), ("K2299", "")]
    assert rapport.avertis("code_rome", "diagnostics") == [3]
    phrase = rapport.phrase(3, "code_rome", "diagnostics")
    assert "Le code K2299 n'est pas dans le ROME 4.60. Codes voisins : " in phrase
    assert "gardé tel quel" in phrase


def test_une_version_en_cours_se_corrige_cellule_par_cellule(atelier: Atelier) -> None:
    ligne = diagnostic("A", "2020-02-03", metier="Vente", freins_bloquants="mobilite", cles_acquises="EQUIPE")
    atelier.importer(participants=[A], diagnostics=[ligne])
    deplacee = diagnostic("A", "2020-02-03", metier="#VIDE", freins_bloquants="", freins_freinants="mobilite")
    rapport = atelier.importer(diagnostics=[deplacee])
    assert rapport.rejets("diagnostics") == [(2, "freins_freinants")]
    rapport = atelier.importer(diagnostics=[deplacee | {"freins_bloquants": "#VIDE"}])
    assert rapport.comptes("diagnostics") == (0, 1, 0, 0)
    lu = Diagnostic.objects.get()
    assert lu.metier == ""
    assert points(lu) == {("FREIN", "mobilite"): "FREINANT", ("CLE", "EQUIPE"): "ACQUIS"}
    assert [v.history_type for v in lu.historique.order_by("history_id")] == ["+", "~"]


def test_un_diagnostic_s_etablit_pendant_le_parcours(atelier: Atelier) -> None:
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    sortie = personne("A", "2020-01-10", "2020-06-30", "A_ABAND")
    rapport = atelier.importer(participants=[sortie, personne("C", "2020-01-10")], diagnostics=[
        diagnostic("A", "2020-01-09"), diagnostic("A", "2020-06-30"), diagnostic("A", "2020-07-01"),
        diagnostic("X", "2020-02-03"), diagnostic("C", demain),
    ])  # fmt: skip
    assert sorted(rapport.rejets("diagnostics")) == [
        (2, "date_diagnostic"), (4, "date_diagnostic"), (5, "identifiant"), (6, "date_diagnostic"),
    ]  # fmt: skip
    assert "dans l'avenir" in rapport.phrase(6, "date_diagnostic", "diagnostics")
    assert Diagnostic.objects.count() == 1


def test_valider_demande_tous_les_themes_et_ouvre_les_freins(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[A], diagnostics=[diagnostic("A", "2020-02-03", "VALIDE")])
    assert rapport.rejets("diagnostics") == [(2, "statut")]
    assert "16 thèmes" in rapport.phrase(2, "statut", "diagnostics")
    ligne = complet("A", "2020-02-03", "mobilite", "numerique", freins_a_surveiller="", agent="lea@exemple.invalid")
    atelier.importer(diagnostics=[ligne | {"statut": "EN_COURS"}])
    avant = generations.lire(atelier.code)["frein"]
    assert atelier.importer(diagnostics=[ligne]).comptes("diagnostics") == (0, 1, 0, 0)
    assert generations.lire(atelier.code)["frein"] > avant
    suivis = FreinSuivi.objects.order_by("theme")
    assert [(f.theme, f.identifie_le, f.precision) for f in suivis] == [
        ("mobilite", date(2020, 2, 3), ""), ("numerique", date(2020, 2, 3), ""),
    ]  # fmt: skip
    assert {f.identifie_par.courriel for f in suivis if f.identifie_par} == {"lea@exemple.invalid"}
    assert [f.historique.count() for f in suivis] == [1, 1]
    assert atelier.importer(diagnostics=[ligne]).comptes("diagnostics") == (0, 0, 1, 0)


def test_un_diagnostic_valide_reste_et_une_date_qui_suit_est_une_version(atelier: Atelier) -> None:
    atelier.importer(participants=[A], diagnostics=[complet("A", "2020-02-03", "mobilite")])
    rapport = atelier.importer(diagnostics=[
        complet("A", "2020-02-03", "numerique"), complet("A", "2020-01-20"),
        complet("A", "2020-05-04", "mobilite|numerique"), diagnostic("A", "2020-09-01"), diagnostic("A", "2020-10-01"),
    ])  # fmt: skip
    assert sorted(rapport.rejets("diagnostics")) == [(n, "date_diagnostic") for n in (2, 3, 6)]
    assert "validé" in rapport.phrase(2, "date_diagnostic", "diagnostics")
    assert "dernière version" in rapport.phrase(3, "date_diagnostic", "diagnostics")
    assert "validez-le d'abord" in rapport.phrase(6, "date_diagnostic", "diagnostics")
    lues = Diagnostic.objects.order_by("rang").values_list("rang", "le", "statut")
    assert list(lues) == [(1, date(2020, 2, 3), "VALIDE"), (2, date(2020, 5, 4), "VALIDE"),
                          (3, date(2020, 9, 1), "EN_COURS")]  # fmt: skip
    freins = FreinSuivi.objects.order_by("theme").values_list("theme", "identifie_le")
    assert list(freins) == [("mobilite", date(2020, 2, 3)), ("numerique", date(2020, 5, 4))]


def test_ce_qu_un_fichier_ne_dit_pas_de_la_sante_reste(atelier: Atelier) -> None:
    premier = complet("A", "2020-02-03", sante="BLOQUANT")
    suite, sans = complet("A", "2020-05-04"), complet("A", "2020-06-04", sante="#VIDE")
    del suite["sante"]
    atelier.importer(participants=[A], diagnostics=[premier])
    assert atelier.importer(diagnostics=[suite]).comptes("diagnostics") == (1, 0, 0, 0)
    niveaux = PointDiagnostic.objects.filter(code=SANTE).values_list("diagnostic__rang", "reponse")
    assert list(niveaux.order_by("diagnostic__rang")) == [(1, "BLOQUANT"), (2, "BLOQUANT")]
    assert FreinSuivi.objects.get().theme == SANTE
    assert atelier.importer(diagnostics=[suite]).comptes("diagnostics") == (0, 0, 1, 0)
    assert atelier.importer(diagnostics=[sans]).rejets("diagnostics") == [(2, "statut")]


def test_les_versions_d_un_meme_fichier_se_transmettent_la_sante(atelier: Atelier) -> None:
    lignes = [complet("A", "2020-02-03"), complet("A", "2020-05-04", sante=""), complet("A", "2020-06-04", sante="")]
    assert atelier.importer(participants=[A], diagnostics=lignes).comptes("diagnostics") == (3, 0, 0, 0)
    assert PointDiagnostic.objects.filter(code=SANTE, reponse="AUCUN").count() == 3
    assert atelier.importer(diagnostics=lignes).comptes("diagnostics") == (0, 0, 3, 0)


def test_la_sante_ne_se_dit_ni_en_mots_ni_dans_une_liste(atelier: Atelier) -> None:
    rapport = atelier.importer(participants=[A], diagnostics=[
        diagnostic("A", "2020-02-03", projet="En dépression depuis mars."),
        diagnostic("A", "2020-02-04", freins_bloquants="sante"), diagnostic("A", "2020-02-05", code_rome="Z99"),
    ])  # fmt: skip
    assert set(rapport.rejets("diagnostics")) >= {(2, "projet"), (4, "code_rome")}
    assert not PointDiagnostic.objects.filter(code=SANTE).exists()


def test_un_diagnostic_ecrit_ici_pendant_l_import_est_compare_a_nouveau(atelier: Atelier) -> None:
    atelier.importer(participants=[A], diagnostics=[diagnostic("A", "2020-02-03")])
    avant = generations.lire(atelier.code)["diagnostic"]
    ecrire_diagnostic(
        participation=Participation.objects.get(), le=date(2020, 2, 3), valeurs={"metier": "Vente"}, points={},
        par=Acteur.systeme(atelier.territoire),
    )  # fmt: skip
    assert generations.lire(atelier.code)["diagnostic"] > avant


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lignes=st.lists(
        st.tuples(
            st.integers(1, 5), st.sampled_from(["EN_COURS", "VALIDE"]), st.sampled_from(["", "mobilite", "numerique"]),
            st.sampled_from(["", "#VIDE", "AUCUN", "FREINANT"]),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_quel_que_soit_le_fichier_le_relire_ne_change_rien(atelier: Atelier, lignes: list[Any]) -> None:
    FreinSuivi.objects.all().delete()
    Diagnostic.objects.all().delete()
    ecrites = [
        complet("A", f"2020-03-0{jour}", bloquants, statut=statut, sante=sante)
        for jour, statut, bloquants, sante in {ligne[0]: ligne for ligne in lignes}.values()
    ]
    premier = atelier.importer(participants=[A], diagnostics=ecrites)
    creees = premier.comptes("diagnostics")[0]
    rejets = len(premier.rejets("diagnostics"))
    assert creees == Diagnostic.objects.count() == len(ecrites) - rejets
    second = atelier.importer(diagnostics=ecrites)
    assert second.comptes("diagnostics")[:3] == (0, 0, creees)
    assert Diagnostic.objects.filter(statut="EN_COURS").count() <= 1
    suivis = set(FreinSuivi.objects.values_list("theme", flat=True))
    valides = PointDiagnostic.objects.filter(diagnostic__statut="VALIDE", nature="FREIN")
    assert suivis == set(valides.filter(reponse__in=["BLOQUANT", "FREINANT"]).values_list("code", flat=True))
