"""Installing the demonstration: through the actions and the import, twice without effect, never over real people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q, Sum

from deplie.acteurs.models import Agent, TempsReferent
from deplie.cadre.models import Avenant, Objectif, Protocole
from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne
from deplie.pilotage.models import Releve
from deplie.site.cli._auteur import LIGNE_DE_COMMANDE
from deplie.site.demonstration import chargement
from deplie.site.demonstration.chargement import installer
from deplie.site.demonstration.declaration import CODES, declaration
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from deplie.territoires.models import Commune, Qpv, Territoire
from tests.site.demonstration.test_nombres import lignes

pytestmark = pytest.mark.django_db

COMPTES = (Territoire, Commune, Qpv, Agent, TempsReferent, Protocole, Avenant, Objectif, Personne, Participation)


def compter() -> dict[str, int]:
    return {m.__name__: m.objects.count() for m in (*COMPTES, Etape, Releve, Journal)}


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
    imprevus = [a for a in avertissements if a["table"] == "participants" and a["colonne"] not in voulues]
    assert imprevus == []


def test_une_seconde_fois_ne_change_rien(installations: dict[str, Any]) -> None:
    avant = compter()
    assert [i.rapport for i in installer(par=LIGNE_DE_COMMANDE)] == [None] * len(CODES)
    assert compter() == avant


def test_recharger_ne_change_rien_non_plus(installations: dict[str, Any]) -> None:
    avant = compter()
    (rapport,) = [i.rapport for i in installer(par=LIGNE_DE_COMMANDE, codes=("MIDIQUERCY",), recharger=True)]
    assert rapport is not None
    for compte in rapport["tables"].values():
        assert compte["inchangees"] == compte["lues"]
    apres = compter()
    assert {nom: n for nom, n in apres.items() if n != avant[nom]} == {"Journal": avant["Journal"] + 2}


def test_une_installation_interrompue_se_reprend(
    installations: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut before the team is composed, then run again: nothing twice, nothing missing."""
    attendu = compter()
    monkeypatch.setattr(chargement, "_en_place", lambda code: False)
    monkeypatch.setattr(chargement, "_composer_equipe", _couper)
    with pytest.raises(KeyboardInterrupt):
        list(installer(par=LIGNE_DE_COMMANDE, codes=("GPSEA",)))
    monkeypatch.undo()
    monkeypatch.setattr(chargement, "_en_place", lambda code: False)
    list(installer(par=LIGNE_DE_COMMANDE, codes=("GPSEA",)))
    obtenu = compter()
    assert {nom for nom in obtenu if obtenu[nom] != attendu[nom]} <= {"Journal"}


def _couper(*_: Any) -> None:
    raise KeyboardInterrupt


def test_un_vrai_territoire_n_est_pas_touche(installations: dict[str, Any]) -> None:
    Territoire.objects.filter(code="TCO").update(demonstration=False)
    avant = compter()
    with pytest.raises(RefusMetier, match="n'est pas une démonstration"):
        list(installer(par=LIGNE_DE_COMMANDE))
    assert compter() == avant


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
    par_cle = {(p.dispositif.territoire.code, p.dispositif.code): p for p in Protocole.objects.all()}
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
