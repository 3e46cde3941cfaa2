"""What is taken away of a plan: every file is read back, and says what the pages say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from deplie.gouvernance.exports import (
    bilan_en_pdf,
    bilan_en_word,
    champs_du_bilan,
    ecrire_classeur,
    fiche_en_pdf,
    fiches_en_word,
)
from deplie.gouvernance.queries import axes_de
from deplie.gouvernance.queries.bilan import annees_de, dresser
from deplie.gouvernance.queries.lecture import lire_plan
from deplie.gouvernance.rules.cycle import REALISEE
from deplie.socle.models import Journal
from tests.factories import OrganisationFactory
from tests.factories_gouvernance import (
    ActionFactory,
    AxeFactory,
    FinancementActionFactory,
    IndicateurActionFactory,
    JalonActionFactory,
    PartenaireActionFactory,
    PlanFactory,
    PointAvancementFactory,
    ValeurIndicateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(distribution):
    """A pact with two axes: an action done in 2019, one late, one that nothing was told of."""
    pacte = PlanFactory(territoire=distribution.territoire, nom="Pacte d'essai", debut=date(2017, 1, 11))
    premier, second = (AxeFactory(plan=pacte, numero=n, titre=f"Axe {n}") for n in (1, 2))
    etat = OrganisationFactory(territoire=pacte.territoire, nom="État")
    faite = ActionFactory(
        axe=premier, numero=1, titre="=Accueillir", statut=REALISEE, debut=date(2018, 1, 1), fin=date(2019, 6, 30)
    )
    PartenaireActionFactory(action=faite, organisation=etat)
    PointAvancementFactory(action=faite, le=date(2018, 3, 1), texte="Lancée.")
    PointAvancementFactory(action=faite, le=date(2019, 7, 1), etat=REALISEE, texte="Tout est fait.", fait=7, total=9)
    JalonActionFactory(action=faite, prevu_le=date(2019, 6, 30), atteint_le=date(2019, 6, 28))
    FinancementActionFactory(action=faite, financeur=etat, annee=2019, prevu="10000.10", obtenu="9000.20")
    tardive = ActionFactory(axe=second, numero=1, titre="Loger", statut="EN_COURS", fin=date(2019, 3, 31))
    PointAvancementFactory(action=tardive, le=date(2019, 7, 2), texte="Le marché est relancé.")
    JalonActionFactory(action=tardive, libelle="Premier logement", prevu_le=date(2019, 2, 1))
    FinancementActionFactory(action=tardive, financeur=etat, annee=2019, prevu="500.20")
    mesure = IndicateurActionFactory(action=tardive, reference=Decimal(3), cible=Decimal("12.5"), unite="personnes")
    ValeurIndicateurFactory(indicateur=mesure, le=date(2018, 12, 31), valeur=5)
    ValeurIndicateurFactory(indicateur=mesure, le=date(2019, 6, 30), valeur=8)
    ActionFactory(axe=second, numero=2, titre="Former")
    return pacte


def textes(octets):
    document = Document(BytesIO(octets))
    cellules = [c.text for t in document.tables for ligne in t.rows for c in ligne.cells]
    return "\n".join([p.text for p in document.paragraphs] + cellules)


def test_the_workbook_holds_the_whole_plan_with_real_days_and_numbers(plan):
    sortie = BytesIO()
    ecrire_classeur(sortie, lire_plan(plan))
    lu = CalamineWorkbook.from_filelike(BytesIO(sortie.getvalue()))
    feuilles = {nom: lu.get_sheet_by_name(nom).to_python()[1:] for nom in lu.sheet_names}
    assert list(feuilles) == [
        "Plan", "Axes", "Actions", "Jalons", "Budget", "Indicateurs", "Valeurs", "Liens", "Avancement", "Lisez-moi",
        "Listes",
    ]  # fmt: skip
    assert [ligne[0] for ligne in feuilles["Actions"]] == ["1.1", "2.1", "2.2"]
    # A title that begins like a formula stays a title.
    assert (feuilles["Actions"][0][3], feuilles["Actions"][0][5]) == ("=Accueillir", "État")
    assert feuilles["Jalons"][0][2] == date(2019, 6, 30)
    assert feuilles["Budget"][0] == ["1.1", "État", 2019, 10000.1, 9000.2]
    assert feuilles["Indicateurs"][0][4:] == [3, 12.5]
    assert [ligne[3] for ligne in feuilles["Valeurs"]] == [5, 8]
    assert [ligne[3] for ligne in feuilles["Avancement"]] == ["en cours", "réalisée", "en cours"]


def test_the_bilan_of_a_year_counts_that_year(plan):
    bilan = dresser(lire_plan(plan), 2019, axes_de(plan))
    assert (bilan.tout.actions, bilan.tout.etats[REALISEE], bilan.tout.en_retard) == (3, 1, 1)
    assert [axe.actions for axe in bilan.axes] == [1, 2]
    assert [dite.action.titre for dite in bilan.realisees] == ["=Accueillir"]
    assert [dite.action.titre for dite in bilan.en_retard] == ["Loger"]
    total = bilan.total
    assert (total.prevu, total.obtenu, total.attendues) == (Decimal("10500.30"), Decimal("9000.20"), 1)
    assert [m.derniere.valeur for m in bilan.mesures] == [8]
    assert ([j.libelle for j in bilan.atteints], [j.libelle for j in bilan.manques]) == (
        ["Cartographie rendue"],
        ["Premier logement"],
    )


def test_a_year_gone_by_is_told_as_it_was_at_its_end(plan):
    bilan = dresser(lire_plan(plan), 2018, axes_de(plan))
    assert (bilan.jour, bilan.tout.etats[REALISEE], bilan.realisees) == (date(2018, 12, 31), 0, [])
    assert [m.derniere.valeur for m in bilan.mesures] == [5]
    assert (bilan.apports, bilan.total.prevu) == ([], 0)


def test_the_years_of_a_plan_stop_where_nothing_more_is_known(plan):
    assert annees_de(lire_plan(plan)) == [2019, 2018, 2017]


def test_word_and_pdf_say_what_the_page_says(plan):
    bilan = dresser(lire_plan(plan), 2019, axes_de(plan))
    champs = champs_du_bilan(bilan, {})
    lu = textes(bilan_en_word(bilan, {}))
    for dit in (champs["resume"], "Tout est fait.", "Premier logement", champs["apports"][-1]["prevu"], "8 le"):
        assert dit in lu, dit
    assert "{{" not in lu
    assert "{%" not in lu
    assert bilan_en_pdf(bilan, {}, timezone.now()).startswith(b"%PDF")


def test_a_sheet_tells_one_action_and_the_document_all_of_them(plan):
    lu = lire_plan(plan)
    toutes = textes(fiches_en_word(lu, lu.actions, {}, {}))
    assert all(titre in toutes for titre in ("1.1 =Accueillir", "2.1 Loger", "2.2 Former"))
    une = textes(fiches_en_word(lu, lu.actions[:1], {}, {}))
    assert "7 sur 9" in une
    assert "Loger" not in une
    pdf = fiche_en_pdf(fiches_en_word(lu, lu.actions[:1], {}, {}), lu.actions[0], timezone.now())
    assert pdf.startswith(b"%PDF")
    assert "{%" not in une


@pytest.mark.parametrize("nom", ["bilan", "bilan_word", "bilan_pdf", "classeur", "fiches"])
def test_who_may_read_the_plan_takes_it_away_and_the_journal_says_so(client_de, plan, nom):
    client = client_de("elue")
    reponse = client.get(reverse(f"gouvernance:{nom}", args=[plan.territoire.code, plan.pk]), {"annee": "2019"})
    assert reponse.status_code == 200
    if nom != "bilan":
        assert Journal.objects.filter(verbe__startswith="télécharger", objet_id=str(plan.pk)).exists()
    else:
        assert "10\u202f500,30" in reponse.content.decode()


def test_the_bilan_of_a_plan_costs_the_same_whatever_its_size(plan, django_assert_max_num_queries):
    lu = lire_plan(plan)
    with django_assert_max_num_queries(4):
        dresser(lu, 2019, list(axes_de(plan)))
