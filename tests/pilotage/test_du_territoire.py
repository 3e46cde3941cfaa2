"""Facts of the whole territory: the visits to desks count the same whatever the scheme, and say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from html import unescape
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import DROITS
from deplie.parcours import facts as parcours
from deplie.parcours.models import Participation as Ligne
from deplie.parcours.models import Passage
from deplie.parcours.queries.passage import activite, lignes_d_activite
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.catalogue.dimensions import dimensions_de
from deplie.pilotage.exports import catalogue, dictionnaire
from deplie.pilotage.facts.tous import DEPENDANCES, FAITS, LECTURES, TABLES, _reunis
from deplie.pilotage.queries.bilan import Bilan, lignes
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from tests.factories import AgentFactory, OrganisationFactory, PersonneFactory, ReleveFactory
from tests.factories_offre import LieuFactory, PassageFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))
DU_TERRITOIRE = [indicateur for indicateur in CATALOGUE.values() if indicateur.du_territoire]
TOUT = "tout le territoire, tous dispositifs confondus"


@pytest.fixture
def lieu() -> Territoire:
    """Two people followed, one in each scheme; four visits, of which one of each of them."""
    territoire = monde.territoire("PLIE", "ARPE")
    peupler(territoire, "PLIE", "ARPE")
    return territoire


def peupler(territoire: Territoire, *dispositifs: str) -> None:
    participations = [Participation(rang, code, D(2019, 1, 1)) for rang, code in enumerate(dispositifs, 1)]
    une, autre = monde.peupler(territoire, participations)
    port, mairie = (LieuFactory(territoire=territoire, nom=nom) for nom in ("EREF du port", "Mairie"))
    PassageFactory(lieu=port, le=D(2020, 1, 9), nombre=4)
    PassageFactory(lieu=port, le=D(2020, 2, 9), motif="ORIENTATION", personne=une.personne)
    PassageFactory(lieu=mairie, le=D(2020, 2, 10), personne=autre.personne)
    PassageFactory(lieu=mairie, le=D(2019, 12, 31), sexe="F", tranche="-26")
    generations.noter(territoire.code, "passage")


def precedent(bilan: Bilan, code: str) -> Any:
    avant = bilan.chiffre(code).precedent
    assert avant is not None
    return avant.valeur


def liste(lieu: Territoire, code: str, **options: Any) -> Any:
    options.setdefault("acteur", Acteur.systeme(lieu))
    return lignes(lieu, *ANNEE, code, aujourd_hui=monde.LE, **options)


# --- Declared once -------------------------------------------------------------------------------------------------


def test_un_fait_est_d_un_dispositif_ou_de_tout_le_territoire() -> None:
    """``critere`` and ``rattachement`` are read through the participation that they are of, never alone."""
    for fait in FAITS.values():
        liee = fait.nom in ("critere", "rattachement")
        assert liee or fait.du_territoire != ("dispositif" in fait), fait.nom


def test_deux_pieces_ne_donnent_pas_le_meme_fait() -> None:
    autre = ModuleType("autre")
    autre.FAITS = {"depense": FAITS["passage"]}  # type: ignore[attr-defined]
    assert {"depense", "passage"} <= _reunis((parcours, autre), "FAITS").keys()
    autre.FAITS = {"passage": FAITS["passage"]}  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="two rooms"):
        _reunis((parcours, autre), "FAITS")
    assert FAITS.keys() == LECTURES.keys() == DEPENDANCES.keys() == TABLES.keys()
    assert set().union(*DEPENDANCES.values()) <= set(generations.FAITS)


@pytest.mark.parametrize("indicateur", CATALOGUE.values(), ids=lambda i: i.code)
def test_un_chiffre_ne_melange_pas_les_deux(indicateur: Indicateur) -> None:
    assert len({atome.fait.du_territoire for atome in indicateur.atomes}) == 1
    portees = [dimensions_de(atome) for atome in indicateur.atomes]
    assert all(("dispositif" in portee) != indicateur.du_territoire for portee in portees)


def test_le_dictionnaire_dit_la_portee() -> None:
    assert dictionnaire().count(TOUT) == len(DU_TERRITOIRE) > 0
    lus = {lu["code"]: lu for lu in catalogue()["indicateurs"]}
    assert lus["passages"]["du_territoire"]
    assert "dispositif" not in lus["passages"]["dimensions"]
    assert not lus["entrees"]["du_territoire"]


# --- Counted once --------------------------------------------------------------------------------------------------


def test_le_chiffre_est_le_meme_quel_que_soit_le_dispositif(lieu: Territoire) -> None:
    bilans = [monde.bilan(lieu, *ANNEE, dispositif=code) for code in ("PLIE", "ARPE", "TOUS")]
    plie, arpe, tous = ({i.code: bilan.chiffre(i.code).lue for i in DU_TERRITOIRE} for bilan in bilans)
    assert plie == arpe == tous
    assert [bilan.chiffre("personnes_suivies").valeur for bilan in bilans] == [1, 1, 2]
    lues = {code: (lue.valeur, lue.numerateur, lue.denominateur) for code, lue in plie.items()}
    assert lues["passages"] == (3, None, None)
    assert lues["personnes_recues"] == (6, None, None)
    assert lues["personnes_connues_recues"] == (2, None, None)
    assert lues["part_passages_nommes"][1:] == (2, 3)
    assert lues["part_passages_orientes"][1:] == (1, 3)
    assert precedent(bilans[0], "passages") == 1


def test_chacun_le_dit_et_refuse_le_dispositif_en_francais(lieu: Territoire) -> None:
    for dispositif in ("PLIE", "TOUS"):
        assert monde.bilan(lieu, *ANNEE, dispositif=dispositif).chiffre("passages").alertes == (f"Compté sur {TOUT}.",)
    bilan = monde.bilan(lieu, *ANNEE, "dispositif", dispositif="TOUS")
    assert not bilan.parts("passages")
    assert len(bilan.parts("personnes_suivies")) == 2
    (alerte,) = bilan.chiffre("passages").alertes
    assert f"Compté sur {TOUT}" in alerte
    assert "ne se ventile pas par dispositif" in alerte
    with pytest.raises(RefusMetier, match="ne se ventile pas par dispositif"):
        liste(lieu, "passages", ventilation={"dispositif": "PLIE"})


def test_sans_un_passage_le_chiffre_n_existe_pas(lieu: Territoire) -> None:
    Passage.objects.all().delete()
    generations.noter(lieu.code, "passage")
    bilan = monde.bilan(lieu, *ANNEE)
    assert bilan.chiffre("passages").valeur is None
    (alerte,) = bilan.chiffre("passages").alertes
    assert alerte.endswith("passages aux lieux d'accueil.")
    assert not bilan.du_territoire


def test_un_accueil_qui_commence_ne_se_compare_pas_a_un_faux_zero(lieu: Territoire) -> None:
    """The first visit noted is of 31 December 2019."""
    assert precedent(monde.bilan(lieu, D(2020, 1, 1), D(2020, 6, 30)), "passages") is None
    assert precedent(monde.bilan(lieu, D(2021, 2, 11), D(2021, 12, 31)), "passages") == 0


def test_un_chiffre_declare_sans_dispositif_se_compare_dans_chacun(lieu: Territoire) -> None:
    dit = {"territoire": lieu, "indicateur": "passages", "libelle": "Passages", "unite": "passage", "valeur": 9}
    ReleveFactory(**dit, dispositif=None, debut=ANNEE[0], fin=ANNEE[1], source="Rapport d'essai")
    for dispositif in ("PLIE", "ARPE", "TOUS"):
        (lu,) = monde.bilan(lieu, *ANNEE, dispositif=dispositif).declares
        assert (lu.calcule, lu.permis) == ("3", False)


def test_le_catalogue_compte_comme_la_page_des_lieux(lieu: Territoire) -> None:
    """The page of the desks and its file, and the catalogue, are two ways to one number."""
    acteur, bilan = Acteur.systeme(lieu), monde.bilan(lieu, *ANNEE, "lieu", "motif_passage")
    assert activite(acteur, 2020).total == bilan.chiffre("personnes_recues").valeur
    attendus: Counter[tuple[str, str]] = Counter()
    for nom, _, motif, fois, _ in lignes_d_activite(acteur, 2020):
        attendus[nom, motif] += fois
    assert {tuple(c.ventilation.values()): c.valeur for c in bilan.parts("passages") if c.valeur} == attendus


# --- By hand, on random visits -------------------------------------------------------------------------------------

visites = st.lists(
    st.tuples(
        st.dates(D(2019, 1, 1), D(2021, 1, 31)), st.integers(0, 1), st.sampled_from(["ACCUEIL", "ORIENTATION"]),
        st.integers(1, 9), st.none() | st.integers(0, 2), st.sampled_from(["", "F"]), st.sampled_from(["", "-26"]),
    ),
    max_size=12,
)  # fmt: skip
bornes = st.tuples(*[st.dates(D(2019, 6, 1), D(2021, 1, 31))] * 2).map(sorted)
PAR = st.sampled_from(["lieu", "motif_passage", "mois", "sexe", "age_passage", "genre_lieu"])
PUBLIC = (("F", D(1990, 5, 5)), ("H", None), ("", D(1960, 1, 1)))


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(visites, bornes, PAR, st.sampled_from(["PLIE", "ARPE", "TOUS"]))
def test_chaque_chiffre_est_celui_compte_a_la_main(
    tirees: list[tuple[Any, ...]], periode: list[date], par: str, dispositif: str
) -> None:
    with monde.effacer_ensuite():
        lieu = monde.territoire("PLIE", "ARPE")
        ou = [LieuFactory(territoire=lieu, genre=genre) for genre in ("EREF", "MAIRIE")]
        qui = [PersonneFactory(territoire=lieu, sexe=sexe, date_naissance=ne) for sexe, ne in PUBLIC]
        faits = [_ecrire(ou, qui, visite) for visite in tirees]
        generations.noter(lieu.code, "passage")
        bilan = monde.bilan(lieu, *periode, par, dispositif=dispositif)
        dedans = [fait for fait in faits if periode[0] <= fait.le <= periode[1]]
        _comparer(bilan, dedans, jamais=not faits)
        lues = {c.ventilation[par]: c.valeur for c in bilan.parts("passages") if c.valeur}
        assert lues == Counter(_valeur(fait, par) for fait in dedans)
        if faits:
            ouverte = lignes(lieu, *periode, "passages", acteur=Acteur.systeme(lieu), dispositif=dispositif)
            assert set(ouverte.ids) == {fait.pk for fait in dedans}


def _ecrire(ou: list[Any], qui: list[Any], visite: tuple[Any, ...]) -> Passage:
    le, rang, motif, nombre, personne, sexe, tranche = visite
    dites = {"sexe": sexe, "tranche": tranche, "nombre": 1} if nombre == 1 else {"nombre": nombre}
    if personne is not None:
        dites = {"personne": qui[personne]}
    return PassageFactory(lieu=ou[rang], le=le, motif=motif, **dites)


def _valeur(fait: Passage, par: str) -> str | None:
    """What a visit is cut by, read by hand."""
    ou = {"lieu": fait.lieu.nom, "genre_lieu": fait.lieu.genre, "motif_passage": fait.motif}
    if par in (*ou, "mois"):
        return ou.get(par, f"{fait.le.month:02}")
    if fait.personne is None or par == "sexe":
        sexe = fait.personne.sexe if fait.personne else fait.sexe
        return (sexe if par == "sexe" else fait.tranche) or None
    ne = fait.personne.date_naissance
    if ne is None:
        return None
    ans = fait.le.year - ne.year - ((fait.le.month, fait.le.day) < (ne.month, ne.day))
    return "-26" if ans < 26 else "26-49" if ans < 50 else "50+"


def _comparer(bilan: Bilan, dedans: list[Passage], *, jamais: bool) -> None:
    passages = [i for i in DU_TERRITOIRE if i.atomes[0].fait.nom == "passage"]
    lus = {indicateur.code: bilan.chiffre(indicateur.code) for indicateur in passages}
    if jamais:
        assert all(chiffre.valeur is None for chiffre in lus.values())
        return
    assert lus["passages"].valeur == len(dedans)
    assert lus["personnes_recues"].valeur == sum(fait.nombre for fait in dedans)
    assert lus["personnes_connues_recues"].valeur == len({fait.personne.pk for fait in dedans if fait.personne})
    assert lus["part_passages_nommes"].numerateur == sum(fait.personne is not None for fait in dedans)
    assert lus["part_passages_orientes"].numerateur == sum(fait.motif == "ORIENTATION" for fait in dedans)
    assert {lus[code].denominateur for code in lus if lus[code].indicateur.est_rapport} == {len(dedans)}


# --- The lists and the pages ---------------------------------------------------------------------------------------


def test_la_liste_ne_nomme_que_qui_le_lecteur_peut_voir(lieu: Territoire) -> None:
    """Of somebody outside a reader's perimeter, neither the name nor the visit; a visit without a name is nobody's."""
    agent = AgentFactory(territoire=lieu, organisation=OrganisationFactory(territoire=lieu), roles=[])
    suivie = Ligne.objects.get(dispositif__territoire=lieu, dispositif__code="PLIE")
    Ligne.objects.filter(pk=suivie.pk).update(referent=agent)
    generations.noter(lieu.code, "sejour")
    referente = Acteur(compte=None, territoire=lieu, agent=agent, roles=frozenset({"referent_parcours"}))
    vus = Passage.objects.filter(pk__in=liste(lieu, "passages", acteur=referente).ids)
    assert set(vus.values_list("personne", flat=True)) == {None, suivie.personne.pk}
    assert list(liste(lieu, "personnes_connues_recues", acteur=referente).ids) == [suivie.personne.pk]
    elue = Acteur(compte=None, territoire=lieu, agent=None, roles=frozenset({"elu_copil"}))
    assert len(liste(lieu, "personnes_connues_recues", acteur=elue)) == 0


def test_qui_ouvre_les_listes_lit_l_activite_des_lieux() -> None:
    assert DROITS["bilan.ouvrir"].roles <= DROITS["passage.voir"].roles


@pytest.fixture
def ouest(distribution: Any) -> Territoire:
    territoire = distribution.territoire
    territoire.dispositifs.update(donnees_completes_depuis=D(2015, 1, 1))
    peupler(territoire, "PLIE", "PLIE")
    return territoire


def ouvrir(client: Client, lieu: Territoire, chemin: str = "bilan/", **requete: str) -> str:
    reponse = client.get(f"/{lieu.code}/{chemin}", {"annee": "2020", **requete})
    assert reponse.status_code == 200
    return unescape(reponse.content.decode())


def test_la_page_dit_que_tout_le_territoire_est_compte(ouest: Territoire, client_de: Callable[[str], Client]) -> None:
    client = client_de("animatrice")
    page = ouvrir(client, ouest)
    assert f"Les lieux d'accueil, {TOUT}</th>" in page
    assert "Compté sur" not in page, "le titre le dit déjà"
    assert 'id="accueil"' in page
    assert "EREF du port" in page
    assert "ne se ventile pas par dispositif" in ouvrir(client, ouest, par1="dispositif")
    assert f"<dd>{TOUT}</dd>" in ouvrir(client, ouest, "bilan/definition/passages/")


def test_un_passage_sans_nom_se_montre_ainsi(ouest: Territoire, client_de: Callable[[str], Client]) -> None:
    client = client_de("animatrice")
    page = ouvrir(client, ouest, "bilan/liste/passages/")
    assert page.count('<th scope="row">') == 3
    assert page.count("Sans nom") == 1
    assert page.index("Sans nom") < page.index("Nom1") < page.index("Nom2"), "dans l'ordre des jours"
    assert 'data-nom="Personnes">4<' in page
    au_port = ouvrir(client, ouest, "bilan/liste/personnes_connues_recues/", part="lieu:EREF du port")
    assert "Nom1" in au_port
    assert "Nom2" not in au_port
    assert client_de("elue").get(f"/{ouest.code}/bilan/liste/passages/", {"annee": "2020"}).status_code == 403


def test_la_liste_des_passages_demande_autant_pour_vingt(
    ouest: Territoire, client_de: Callable[[str], Client], requetes_constantes: Callable[..., None]
) -> None:
    client, ou = client_de("animatrice"), LieuFactory(territoire=ouest)

    def ajouter() -> None:
        PassageFactory(lieu=ou, personne=PersonneFactory(territoire=ouest))

    def page() -> None:
        generations.noter(ouest.code, "passage")
        ouvrir(client, ouest, "bilan/liste/passages/")

    requetes_constantes(page, ajouter)


def test_un_territoire_sans_participation_a_l_activite_de_ses_lieux(
    distribution: Any, client_de: Callable[[str], Client]
) -> None:
    PassageFactory(lieu=LieuFactory(territoire=distribution.territoire), le=D(2020, 5, 5), nombre=7)
    page = ouvrir(client_de("animatrice"), distribution.territoire)
    assert "Aucune donnée pour l'instant" not in page
    assert "Aucune participation n'est enregistrée" in page
    assert "Personnes reçues aux lieux d'accueil" in page
    assert "Sorties positives" not in page
