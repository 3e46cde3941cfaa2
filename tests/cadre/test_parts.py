"""The part of an envelope that each plan is reserved: kept, never past the envelope, read by both plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions
from deplie.cadre.models import PartEnveloppe
from deplie.cadre.queries.part import compte_pour, empreinte_des_parts, lignes_servies
from deplie.cadre.rules.enveloppe import refus_de_parts
from deplie.socle.erreurs import RefusMetier
from tests.factories import TerritoireFactory
from tests.factories_cadre import (
    EnveloppeFactory,
    OrganismeIntermediaireFactory,
    PartEnveloppeFactory,
    RattachementOIFactory,
    SubventionGlobaleFactory,
)

MONTANTS = st.integers(0, 10**8).map(lambda centimes: Decimal(centimes) / 100)


@given(st.lists(MONTANTS, max_size=4), MONTANTS)
def test_parts_are_accepted_exactly_while_they_fit_to_the_cent(parts, reste):
    en_tout = sum(parts, Decimal(0))
    assert refus_de_parts(en_tout + reste, parts) == ""
    assert "de trop" in refus_de_parts(en_tout, [*parts, Decimal("0.01")])


@pytest.fixture
def acteur(db) -> Acteur:
    return Acteur.systeme(TerritoireFactory(code="ROCHELLE"))


@pytest.fixture
def partage(acteur):
    """One line of 100,000 € shared by the territory that runs it and another of this installation."""
    oi = OrganismeIntermediaireFactory(territoire=acteur.territoire)
    chez_elle = RattachementOIFactory(organisme=oi, territoire=acteur.territoire)
    voisine = RattachementOIFactory(organisme=oi, territoire=TerritoireFactory(code="ROCHEFORT"))
    return EnveloppeFactory(subvention=SubventionGlobaleFactory(organisme=oi)), chez_elle, voisine


def fixer(enveloppe, par, montants, **dits):
    lus = {plan.pk: None if montant is None else Decimal(montant) for plan, montant in montants.items()}
    actions.fixer_parts(enveloppe=enveloppe, montants=lus, par=par, **dits)


def parts():
    return dict(PartEnveloppe.objects.values_list("rattachement", "montant"))


def test_a_part_is_set_changed_and_taken_back_its_versions_kept(acteur, partage):
    enveloppe, ici, voisine = partage
    fixer(enveloppe, acteur, {ici: "60000.50", voisine: "39999.50"})
    fixer(enveloppe, acteur, {ici: "50000", voisine: None})
    assert parts() == {ici.pk: 50000}
    assert PartEnveloppe.historique.count() == 4


@pytest.mark.parametrize(
    ("montants", "phrase"), [(("60000", "40000.01"), "0,01\xa0€ de trop"), (("-1", "5"), "positive ou nulle")]
)
def test_parts_that_cannot_be_are_refused_whole(acteur, partage, montants, phrase):
    enveloppe, ici, voisine = partage
    with pytest.raises(RefusMetier, match=phrase):
        fixer(enveloppe, acteur, dict(zip((ici, voisine), montants, strict=True)))
    assert parts() == {}


def test_an_envelope_never_falls_under_its_parts(acteur, partage):
    enveloppe, ici, _ = partage
    fixer(enveloppe, acteur, {ici: "60000"})
    cle = {"annee": enveloppe.annee, "axe": enveloppe.axe, "objectif_specifique": enveloppe.objectif_specifique}
    with pytest.raises(RefusMetier, match="Diminuez-les"):
        actions.fixer_enveloppe(subvention=enveloppe.subvention, montant=Decimal("59999.99"), par=acteur, **cle)
    corrige = {**cle, "montant": Decimal("59999.99"), "avenant": None}
    with pytest.raises(RefusMetier, match="Diminuez-les"):
        actions.corriger_enveloppe(enveloppe=enveloppe, valeurs=corrige, par=acteur)


def test_who_did_not_see_the_last_parts_writes_over_nothing(acteur, partage):
    enveloppe, ici, voisine = partage
    vues = empreinte_des_parts(enveloppe)
    fixer(enveloppe, acteur, {ici: "10"}, vues=vues)
    with pytest.raises(RefusMetier, match="viennent de changer"):
        fixer(enveloppe, acteur, {voisine: "20"}, vues=vues)


def test_a_plan_that_is_not_served_that_year_has_no_part(acteur, partage):
    enveloppe, *_ = partage
    parti = RattachementOIFactory(
        organisme=enveloppe.subvention.organisme, debut=date(2018, 1, 1), fin=date(2021, 12, 31)
    )
    ailleurs = RattachementOIFactory()
    for plan in (parti, ailleurs):
        with pytest.raises(RefusMetier, match="pas rattaché"):
            fixer(enveloppe, acteur, {plan: "10"})


def test_another_territory_sets_no_part(partage):
    enveloppe, ici, _ = partage
    with pytest.raises(RefusMetier, match="autre territoire"):
        fixer(enveloppe, Acteur.systeme(TerritoireFactory()), {ici: "10"})


def test_the_body_s_own_plan_is_that_of_its_territory(acteur):
    oi = actions.declarer_oi(organisation="Agglo d'essai", nom="Pivot", par=acteur)
    debut = date(2022, 1, 1)
    sien = actions.rattacher_plan(organisme_intermediaire=oi, organisation="Agglo d'essai", debut=debut, par=acteur)
    autre = actions.rattacher_plan(organisme_intermediaire=oi, organisation="Autre agglo", debut=debut, par=acteur)
    assert (sien.territoire, autre.territoire) == (acteur.territoire, None)


def test_what_a_line_counts_for_in_each_territory(acteur, partage):
    """Its part where one is kept; else the whole, said to be common, for who runs it, and nothing for the other."""
    enveloppe, ici, voisine = partage
    lieux = (acteur.territoire, voisine.territoire)

    def comptes():
        return [compte_pour(lignes_servies(lieu).get(), lieu) for lieu in lieux]

    assert comptes() == [(100000, False), (0, True)]
    fixer(enveloppe, acteur, {ici: "60000", voisine: "30000"})
    assert comptes() == [(60000, True), (30000, True)]
    seule = EnveloppeFactory(subvention__organisme=OrganismeIntermediaireFactory(territoire=acteur.territoire))
    assert compte_pour(lignes_servies(acteur.territoire).get(pk=seule.pk), acteur.territoire) == (100000, True)


def test_parts_are_written_on_a_page_and_read_by_the_partner(client_de, distribution):
    lue = EnveloppeFactory(subvention__organisme__territoire=distribution.voisin)
    oi = OrganismeIntermediaireFactory(territoire=distribution.territoire)
    ici = RattachementOIFactory(organisme=oi, territoire=distribution.territoire)
    RattachementOIFactory(organisme=oi)
    enveloppe = EnveloppeFactory(subvention__organisme=oi)
    client = client_de("directeur")
    subvention = f"/OUEST/cadre/subventions/{enveloppe.subvention_id}/"
    adresse = f"/OUEST/cadre/enveloppes/{enveloppe.pk}/parts/"
    assert "aucune part réservée" in client.get(subvention).content.decode()
    champ = f"plan_{ici.pk}"
    refus = client.post(adresse, {champ: "100 000,01"}).content.decode()
    assert "0,01\xa0€ de trop" in refus
    assert 'value="100 000,01"' in refus
    assert client.post(adresse, {champ: "62 500,50", "vues": ""}).status_code == 302
    page = client.get(subvention).content.decode()
    assert "62\u202f500,50\xa0€" in page
    assert "37\u202f499,50\xa0€" in page, "what stays common"
    assert "viennent de changer" in client.post(adresse, {champ: "1", "vues": ""}).content.decode()
    assert client.get(f"/OUEST/cadre/enveloppes/{lue.pk}/parts/").status_code == 404


def test_the_partner_reads_its_part_and_changes_nothing(client_de, distribution):
    oi = OrganismeIntermediaireFactory(territoire=distribution.voisin)
    plans = [
        RattachementOIFactory(organisme=oi, territoire=lieu) for lieu in (distribution.voisin, distribution.territoire)
    ]
    enveloppe = EnveloppeFactory(subvention__organisme=oi)
    PartEnveloppeFactory(enveloppe=enveloppe, rattachement=plans[1], montant="777.00")
    page = client_de("directeur").get(f"/OUEST/cadre/subventions/{enveloppe.subvention_id}/").content.decode()
    assert "777,00\xa0€" in page
    assert "Répartir" not in page


def test_the_page_of_parts_takes_a_fixed_number_of_queries(client_de, distribution, requetes_constantes):
    oi = OrganismeIntermediaireFactory(territoire=distribution.territoire)
    for _ in range(2):
        RattachementOIFactory(organisme=oi)
    subvention = SubventionGlobaleFactory(organisme=oi)
    annees = count(2001)

    def une_de_plus():
        PartEnveloppeFactory(enveloppe=EnveloppeFactory(subvention=subvention, annee=next(annees)))

    client = client_de("directeur")
    requetes_constantes(lambda: client.get(f"/OUEST/cadre/subventions/{subvention.pk}/"), une_de_plus)
