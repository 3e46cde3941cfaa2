"""The list keeps what its filter says; its counters are the lengths of the lists they open."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.parcours.queries.liste import ANNULES, EN_COURS, SORTIS, TOUS, Filtre, Liste, proches
from deplie.personnes.actions import creer_personne
from tests.parcours import fabrique as f

JOUR = date(2021, 6, 30)
BORNES = (26, 45, 50)


def gardees(lieu, acteur=None, **champs):
    champs.setdefault("au", JOUR)
    liste = Liste(acteur or Acteur.systeme(lieu), Filtre(**champs), BORNES)
    rangees = list(liste.rangees)
    assert liste.nombre == len(rangees)
    assert [p.pk for p in liste.page(0, 100)] == [p.pk for p in rangees]
    return rangees


def test_states_on_a_day(lieu):
    en_cours = f.participation(lieu, entree=JOUR)
    part_ce_jour = f.participation(lieu, date_sortie=JOUR)
    partira = f.participation(lieu, date_sortie=JOUR + timedelta(1))
    doublon = f.participation(lieu, date_sortie=date(2020, 5, 1), motif_sortie="A_DOUBLON")
    f.participation(lieu, entree=JOUR + timedelta(1))
    assert set(gardees(lieu)) == {en_cours, partira}
    assert gardees(lieu, etat=SORTIS) == [part_ce_jour]
    assert set(gardees(lieu, etat=TOUS)) == {en_cours, partira, part_ce_jour}
    assert gardees(lieu, etat=ANNULES) == [doublon]


def test_each_filter(lieu):
    nord, sud = f.organisation(lieu, "Nord"), f.organisation(lieu, "Sud")
    loic = f.acteur(lieu, "referent_parcours", structure=nord)
    une = f.participation(
        lieu,
        f.personne(lieu, "Alpha", date_naissance=date(1994, 3, 10)),
        referent=loic.agent,
        prescripteur=sud,
        qpv="OUI",
        niveau_formation="3",
        code_commune="97415",
    )
    autre = f.participation(lieu, f.personne(lieu, "Béta"), dispositif="ARPE", entree=date(2021, 1, 5))
    cas = [
        ({"q": "alpha"}, [une]),
        ({"dispositif": "ARPE"}, [autre]),
        ({"entree_du": date(2020, 3, 9), "entree_au": date(2020, 3, 9)}, [une]),
        ({"entree_du": date(2020, 3, 10)}, [autre]),
        ({"referent": str(loic.agent.pk)}, [une]),
        ({"referent": "inconnu"}, [autre]),
        ({"prescripteur": str(sud.pk)}, [une]),
        ({"qpv": "OUI"}, [une]),
        ({"qpv": "inconnu"}, [autre]),
        ({"niveau": "3"}, [une]),
        ({"niveau": "inconnu"}, [autre]),
        ({"commune": "97415"}, [une]),
        ({"tranche": "-26"}, [une]),
        ({"tranche": "26-44"}, []),
        ({"tranche": "inconnu"}, [autre]),
        ({}, [une, autre]),
        ({"tri": "-nom"}, [autre, une]),
        ({"tri": "-entree"}, [autre, une]),
        ({"tri": "entree"}, [une, autre]),
        ({"tri": "referent"}, [une, autre]),
        ({"tri": "-referent"}, [une, autre]),
        ({"tri": "commune"}, [une, autre]),
        ({"tri": "-identifiant"}, [autre, une]),
    ]
    for champs, attendues in cas:
        assert gardees(lieu, **champs) == attendues, champs


@pytest.mark.parametrize(
    ("naissance", "entree", "tranche"),
    [
        (date(1994, 3, 10), date(2020, 3, 9), "-26"),
        (date(1994, 3, 9), date(2020, 3, 9), "26-44"),
        (date(1996, 2, 29), date(2022, 2, 28), "-26"),
        (date(1996, 2, 29), date(2022, 3, 1), "26-44"),
        (date(1970, 1, 1), date(2019, 12, 31), "45-49"),
        (date(1970, 1, 1), date(2020, 1, 1), "50+"),
    ],
)
def test_bands_of_age_at_entry(lieu, naissance, entree, tranche):
    une = f.participation(lieu, f.personne(lieu, date_naissance=naissance), entree=entree)
    for nom in ("-26", "26-44", "45-49", "50+"):
        assert gardees(lieu, tranche=nom, au=date(2026, 1, 1)) == ([une] if nom == tranche else [])


def test_exits_by_period_motive_and_family(lieu):
    cdi = f.participation(lieu, date_sortie=date(2021, 1, 31), motif_sortie="P_CDI")
    sans_motif = f.participation(lieu, date_sortie=date(2021, 2, 1))
    f.participation(lieu)
    assert gardees(lieu, etat=SORTIS, sortie_du=date(2021, 1, 1), sortie_au=date(2021, 1, 31)) == [cdi]
    assert set(gardees(lieu, etat=TOUS, sortie_du=date(2021, 1, 31))) == {cdi, sans_motif}
    assert gardees(lieu, etat=SORTIS, motif="P_CDI") == [cdi]
    assert gardees(lieu, etat=SORTIS, motif="inconnu") == [sans_motif]
    assert gardees(lieu, etat=SORTIS, famille="POSITIVE_EMPLOI") == [cdi]


def test_detention_is_found_under_health_by_who_may_not_read_it(lieu):
    sortie = f.participation(lieu, date_sortie=date(2021, 1, 31), motif_sortie="A_DETEN")
    habilitee, directeur = f.acteur(lieu, "animateur_coordonnateur"), f.acteur(lieu, "directeur_plie")
    assert gardees(lieu, habilitee, etat=SORTIS, motif="A_DETEN") == [sortie]
    assert gardees(lieu, habilitee, etat=SORTIS, motif="A_SANTE") == []
    assert gardees(lieu, directeur, etat=SORTIS, motif="A_SANTE") == [sortie]


def test_a_search_that_finds_many_still_counts_them(lieu, monkeypatch):
    monkeypatch.setattr("deplie.parcours.queries.liste.PEU", 2)
    toutes = [f.participation(lieu, f.personne(lieu, f"Exemple{n}")) for n in range(5)]
    f.participation(lieu, f.personne(lieu, "Autre", "Tom"))
    assert gardees(lieu, q="exemple") == toutes


def test_rows_outside_the_perimeter_are_neither_shown_nor_counted(lieu, ailleurs):
    structure = f.organisation(lieu, "Nord")
    loic = f.acteur(lieu, "referent_parcours", structure=structure)
    sienne = f.participation(lieu, referent=loic.agent)
    f.participation(lieu)
    f.participation(ailleurs)
    assert gardees(lieu, loic) == [sienne]
    assert Liste(loic, Filtre(au=JOUR), BORNES).compteurs == {EN_COURS: 1, SORTIS: 0, TOUS: 1}
    operateur = f.acteur(lieu, "operateur", structure=structure)
    assert gardees(lieu, operateur) == []
    f.etape(sienne, operateur=structure)
    assert gardees(lieu, operateur) == [sienne]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sejours=st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=8), jour=st.integers(0, 70)
)
def test_counters_add_up_and_equal_their_lists(lieu, sejours, jour):
    debut = date(2021, 1, 1)
    lieu.dispositifs.first().participations.all().delete()
    lieu.personnes.all().delete()
    for entree, duree in sejours:
        sortie = None if duree is None else debut + timedelta(entree + duree)
        f.participation(lieu, entree=debut + timedelta(entree), date_sortie=sortie)
    au = debut + timedelta(jour)
    liste = Liste(Acteur.systeme(lieu), Filtre(au=au), BORNES)
    for etat, nombre in liste.compteurs.items():
        assert len(gardees(lieu, au=au, etat=etat)) == nombre
    assert liste.compteurs[TOUS] == sum(debut + timedelta(entree) <= au for entree, _ in sejours)


class TestHeardAlike:
    """A name that nobody writes so is looked for by the ear, within what the reader may see."""

    @pytest.fixture
    def gens(self, lieu, ailleurs):
        for territoire in (lieu, ailleurs):
            f.participation(territoire, f.personne(territoire, "Dupont", "Philippe"))
        f.participation(lieu, f.personne(lieu, "Martin", "Philippe"))

    @pytest.mark.parametrize("texte", ["Dupon", "dupond filip", "Filip Dupons", "DUPOND"])
    def test_it_is_found_by_its_sound(self, lieu, gens, texte):
        assert [p.nom for p in proches(Acteur.systeme(lieu), texte)] == ["Dupont"]

    @pytest.mark.parametrize("texte", ["", "Dupont 1986", "Zzz", "Dupon Zzz", "dupont@exemple.invalid"])
    def test_nobody_is_offered_for_the_rest(self, lieu, gens, texte):
        assert proches(Acteur.systeme(lieu), texte) == []

    def test_only_within_sight(self, lieu, gens):
        autre = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Maison"))
        assert proches(autre, "Dupon") == []

    def test_somebody_new_is_heard_at_once(self, lieu, gens):
        par = f.acteur(lieu, "animateur_coordonnateur")
        assert proches(par, "Lefevre") == []
        qui = creer_personne(identite={"nom": "Lefebvre", "prenom": "Zoé"}, par=par)
        f.participation(lieu, qui)
        assert [p.nom for p in proches(par, "Lefevre")] == ["Lefebvre"]

    def test_the_page_offers_them(self, client, lieu, gens):
        client.force_login(f.acteur(lieu, "animateur_coordonnateur").compte)
        page = client.get(reverse("parcours:participants", args=["OUEST"]), {"q": "Dupons", "etat": "tous"})
        assert "entendent comme celui-là" in page.content.decode()
        assert "Philippe Dupont" in page.content.decode()
