"""A plan comes in as it went out: looked at, then whole or not at all; and no cell is guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.gouvernance import actions
from deplie.gouvernance.exports import ecrire_classeur, ecrire_classeur_vierge
from deplie.gouvernance.exports.classeur import contenus
from deplie.gouvernance.imports.classeur import ClasseurLu, lire_classeur
from deplie.gouvernance.models import Action, Plan, PointAvancement
from deplie.gouvernance.queries.lecture import lire_plan
from deplie.gouvernance.rules.classeur import AJOUTE, CHANGE, PAREIL, Rapport, numeros_de, numeros_possibles
from deplie.gouvernance.rules.cycle import ETATS, refus_d_etat
from deplie.socle.models import Journal
from tests.factories import DecisionFactory, InstanceFactory, OrganisationFactory, SeanceFactory
from tests.factories_financements import AppelFactory, OperationFactory
from tests.factories_gouvernance import (
    ActionFactory,
    AxeFactory,
    FinancementActionFactory,
    IndicateurActionFactory,
    JalonActionFactory,
    LienActionFactory,
    PartenaireActionFactory,
    PlanFactory,
    PointAvancementFactory,
    ValeurIndicateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def en_decembre_2019():
    with time_machine.travel("2019-12-31T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def par(distribution):
    return Acteur.systeme(distribution.territoire)


@pytest.fixture
def plan(distribution):
    """A pact that a body follows: two actions of one axis, the tenth of another."""
    comite = InstanceFactory(territoire=distribution.territoire, nom="Comité du pacte")
    pacte = PlanFactory(territoire=distribution.territoire, nom="Pacte d'essai", comite=comite)
    un, deux = (AxeFactory(plan=pacte, numero=n, titre=f"Axe {n}") for n in (1, 2))
    etat = OrganisationFactory(territoire=pacte.territoire, nom="État")
    faite = ActionFactory(axe=un, numero=1, titre="Accueillir", statut="EN_COURS", pilote=etat, fin=date(2020, 6, 30))
    PartenaireActionFactory(action=faite, organisation=etat)
    seance = SeanceFactory(instance=comite, le=date(2019, 11, 21))
    PointAvancementFactory(action=faite, le=seance.le, seance=seance, texte="Lancée.", fait=3, total=12)
    JalonActionFactory(action=faite, libelle="Ouverture", prevu_le=date(2019, 6, 30))
    FinancementActionFactory(action=faite, financeur=etat, annee=2019, prevu="10000.10", obtenu="9000.20")
    mesure = IndicateurActionFactory(action=faite, libelle="Places", reference=Decimal(3), cible=Decimal("12.5"))
    ValeurIndicateurFactory(indicateur=mesure, le=date(2019, 6, 30), valeur=8)
    LienActionFactory(action=faite, appel=AppelFactory(territoire=pacte.territoire, code="ESS-2019"))
    LienActionFactory(action=faite, operation=OperationFactory(territoire=pacte.territoire, code="OP-7"))
    LienActionFactory(action=faite, decision=DecisionFactory(seance=seance, genre="avenant", rang=2))
    ActionFactory(axe=un, numero=10, titre="Former")
    ActionFactory(axe=deux, numero=2, titre="Loger")
    return pacte


def octets_de(plan: Plan) -> bytes:
    sortie = BytesIO()
    ecrire_classeur(sortie, lire_plan(plan))
    return sortie.getvalue()


def classeur(**feuilles: list[list[Any]]) -> bytes:
    """A workbook typed by hand: the first line of each sheet is its headings."""
    sortie = BytesIO()
    with xlsxwriter.Workbook(sortie, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}) as ecrit:
        for nom, lignes in feuilles.items():
            feuille = ecrit.add_worksheet(nom)
            for rang, ligne in enumerate(lignes):
                feuille.write_row(rang, 0, ligne)
    return sortie.getvalue()


def lu(octets: bytes) -> ClasseurLu:
    return lire_classeur("plan.xlsx", octets)


def essayer(octets: bytes, plan: Plan | None, par: Acteur) -> Rapport:
    return actions.essayer_classeur(lignes=lu(octets).lignes, plan=plan, par=par)


def importer(octets: bytes, plan: Plan | None, par: Acteur) -> tuple[Plan, Rapport]:
    vu = lu(octets)
    return actions.importer_classeur(lignes=vu.lignes, plan=plan, par=par, fichier="plan.xlsx", refus=vu.refus)


def phrases(rapport: Rapport) -> list[str]:
    return [refus.phrase for refus in rapport.refus]


def test_an_export_sent_back_changes_nothing(plan, par):
    rapport = essayer(octets_de(plan), plan, par)
    assert rapport.refus == []
    assert {changement.sorte for changement in rapport.changements} == {PAREIL}
    assert {nom: dites for nom, *dites in rapport.comptes}["Actions"] == [0, 0, 3]


def test_an_export_opens_the_same_plan_elsewhere(plan, par):
    octets = octets_de(plan)
    avant = contenus(lire_plan(plan))
    plan.nom = "Ancien nom"
    plan.save()
    copie, rapport = importer(octets, None, par)
    assert {changement.sorte for changement in rapport.changements} == {AJOUTE}
    assert contenus(lire_plan(copie)) == avant


def test_looking_at_a_workbook_writes_nothing(plan, par):
    versions = Plan.historique.count()
    octets = classeur(Actions=[["Action", "Titre", "Pilote"], ["1.2", "Nouvelle", "Une maison que nul ne connaît"]])
    rapport = essayer(octets, plan, par)
    assert [c.objet for c in rapport.de_sorte(AJOUTE)] == ["Action 1.2"]
    assert Action.objects.filter(titre="Nouvelle").count() == 0
    assert not Organisation.objects.filter(nom="Une maison que nul ne connaît").exists()
    assert Plan.historique.count() == versions


def test_what_changes_is_said_before_and_after(plan, par):
    octets = classeur(
        Actions=[["CODE ACTION", "titre", "Fin", "public vise"], ["1.1", "Accueillir mieux", "31/12/2020", ""]],
        Jalons=[["Action", "Libellé", "Atteint le"], ["1.1", "Ouverture", date(2019, 7, 2)]],
        Budget=[["Action", "Financeur", "Année", "Prévu", "Obtenu"], ["1,1", "ÉTAT", 2019, "10 500,25", "#VIDE"]],
    )
    rapport = essayer(octets, plan, par)
    assert rapport.refus == []
    assert [changement.champs for changement in rapport.de_sorte(CHANGE)] == [
        (("Titre", "Accueillir", "Accueillir mieux"), ("Fin", "30/06/2020", "31/12/2020")),
        (("Atteint le", "", "02/07/2019"),),
        (("Prévu", "10000,10", "10500,25"), ("Obtenu", "9000,20", "")),
    ]
    importer(octets, plan, par)
    action = Action.objects.get(titre="Accueillir mieux")
    ligne = action.financements.get()
    assert (ligne.prevu, ligne.obtenu, action.jalons.get().atteint_le) == (Decimal("10500.25"), None, date(2019, 7, 2))
    # What the workbook does not hold stays.
    assert (action.partenaires.count(), action.pilote.nom, Action.objects.count()) == (1, "État", 3)
    entree = Journal.objects.get(verbe="importer le classeur d'un plan")
    assert entree.detail == {"fichier": "plan.xlsx", "lignes": 3}


def test_one_line_refused_and_nothing_is_written(plan, par):
    octets = classeur(
        Axes=[["Axe", "Titre"], [3, "Numérique"]],
        Actions=[["Action", "Titre"], ["3.1", "Équiper"], ["4.1", "Sans axe"], ["3.1", "Encore"], ["trois", "X"]],
        Jalons=[["Action", "Libellé", "Attendu le"], ["4.1", "Rien", date(2020, 1, 1)], ["9.9", "Rien", "demain"]],
    )
    vu = lu(octets)
    with pytest.raises(actions.ClasseurRefuse) as refusee:
        importer(octets, plan, par)
    dites = [(r.feuille, r.ligne) for r in refusee.value.rapport.refus]
    assert dites == [("Actions", 3), ("Actions", 4), ("Actions", 5), ("Jalons", 3)]
    assert vu.refus[0].colonne == "Attendu le"
    assert "« demain » n'est pas une date reconnue" in vu.refus[0].phrase.replace("\u00a0", " ")
    assert phrases(refusee.value.rapport)[:3] == [
        "L'axe 4 n'existe pas : dites son titre dans la feuille « Axes ».",
        "La ligne 2 parle déjà de la même chose : gardez une seule des deux.",
        "« trois » n'est pas le numéro d'une action. Écrivez l'axe, un point, l'action : 3.2.",
    ]
    assert not plan.axes.filter(numero=3).exists()


def test_a_cell_of_numbers_does_not_choose_between_two_actions(plan, par):
    """A spreadsheet keeps 1.1 of 1.10: which of the two is not guessed."""
    entetes = ["Action", "Libellé", "Attendu le"]
    confus = essayer(classeur(Jalons=[entetes, [1.1, "Visite", date(2020, 1, 1)]]), plan, par)
    assert "confond 3.1 et 3.10" in phrases(confus)[0]
    franc = essayer(classeur(Jalons=[entetes, [2.2, "Visite", date(2020, 1, 1)]]), plan, par)
    assert [c.objet for c in franc.changements] == ["Jalon « Visite » de 2.2"]
    actions_ = [["Action", "Axe", "Numéro", "Titre"], [1.1, 1, 10, "Former mieux"]]
    assert [c.objet for c in essayer(classeur(Actions=actions_), plan, par).de_sorte(CHANGE)] == ["Action 1.10"]
    faux = [["Action", "Axe", "Numéro", "Titre"], ["1.1", 1, 10, "Former mieux"]]
    assert "ne dit pas l'axe et le numéro" in phrases(essayer(classeur(Actions=faux), plan, par))[0]
    # A new action typed as a number is not guessed either, without its axis and its number beside.
    neuve = essayer(classeur(Actions=[["Action", "Titre"], [2.7, "Visiter"]]), plan, par)
    assert "confond 3.1 et 3.10" in phrases(neuve)[0]
    Action.objects.filter(axe__plan=plan, numero=1).update(numero=9)
    seule = essayer(classeur(Jalons=[entetes, [1.1, "Visite", date(2020, 1, 1)]]), plan, par)
    assert "confond 3.1 et 3.10" in phrases(seule)[0]
    assert numeros_possibles((1, 1), [(1, 1), (1, 10), (1, 11), (2, 1)]) == [(1, 1), (1, 10)]
    assert [numeros_de(t) for t in ("3.2", " 3 , 12 ", "3", "3.2.1", "3.²")] == [(3, 2), (3, 12), None, None, None]


def test_a_state_changes_by_a_point_only(plan, par):
    perdu = essayer(classeur(Actions=[["Action", "État"], ["1.10", "en cours"]]), plan, par)
    assert phrases(perdu) == [
        "L'action serait « à lancer » et non « en cours » : un état se change par un point, dans la feuille "
        "« Avancement »."
    ]
    dit = classeur(
        Actions=[["Action", "État"], ["1.10", "En cours"]],
        Avancement=[["Action", "Date", "Séance", "État", "Fait", "Sur", "Texte"],
                    ["1.10", date(2019, 12, 1), "", "réalisée", 4, 4, "Finie."],
                    ["1.10", date(2019, 11, 21), date(2019, 11, 21), "en cours", "", "", "Lancée."]],
    )  # fmt: skip
    assert "serait « réalisée »" in phrases(essayer(dit, plan, par))[0]
    lignes = dict(lu(dit).lignes) | {"actions": []}
    actions.importer_classeur(lignes=lignes, plan=plan, par=par, fichier="x")
    former = Action.objects.get(titre="Former")
    assert former.statut == "REALISEE"
    assert [(p.le, p.seance is not None) for p in former.points.order_by("le")] == [
        (date(2019, 11, 21), True), (date(2019, 12, 1), False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "phrase"),
    [
        (["1.1", date(2019, 11, 22), date(2019, 11, 22), "en cours"], "n'a pas de séance le 22/11/2019"),
        (["1.1", date(2019, 12, 1), date(2019, 11, 21), "en cours"], "porte sa date : le 21/11/2019"),
        (["1.1", date(2019, 10, 1), "", "en cours"], "Un point plus récent est noté"),
        (["1.10", date(2019, 12, 1), "", "suspendue"], "ne devient pas « suspendue »"),
        (["1.10", date(2020, 2, 1), "", "en cours"], "Ce jour est à venir"),
    ],
)
def test_a_point_obeys_the_rules_of_the_pages(plan, par, point, phrase):
    rapport = essayer(classeur(Avancement=[["Action", "Date", "Séance", "État"], point]), plan, par)
    assert phrase in phrases(rapport)[0]


def test_an_action_is_linked_by_the_code_of_what_it_rests_on(plan, par):
    AppelFactory(territoire=plan.territoire, code="INNO-2020")
    AppelFactory(code="AILLEURS")
    entetes = ["Action", "Sorte", "Référence"]
    octets = classeur(
        Liens=[entetes, ["1.10", "Appel à projets", "inno-2020"], ["1.1", "opération", "OP-7"],
               ["1.1", "décision de séance", "Comité du pacte du 21/11/2019, n° 2"]]
    )  # fmt: skip
    rapport = essayer(octets, plan, par)
    assert [c.sorte for c in rapport.changements] == [AJOUTE, PAREIL, PAREIL]
    importer(octets, plan, par)
    assert Action.objects.get(titre="Former").liens.get().appel.code == "INNO-2020"
    for faux in (["1.10", "appel", "AILLEURS"], ["1.10", "opération", "INNO-2020"]):
        assert "n'est pas dans le territoire" in phrases(essayer(classeur(Liens=[entetes, faux]), plan, par))[0]


def test_paragraphs_and_french_spaces_come_back(plan, par):
    """A page writes its line breaks as two characters, and French puts no-break spaces before its colons."""
    texte = "Deux lieux\u00a0:\r\n- la gare,\r\n- le port.\r\n\r\nPuis  un troisième."
    faite = Action.objects.get(titre="Accueillir")
    Action.objects.filter(pk=faite.pk).update(description=texte, public="Jeunes\u00a0: 16-25 ans")
    faite.points.update(texte=texte, suite=texte)
    faite.jalons.update(libelle="Ouverture\u00a0: le port")
    faite.indicateurs.update(libelle="Places\u00a0: au port")
    octets = octets_de(plan)
    assert {c.sorte for c in essayer(octets, plan, par).changements} == {PAREIL}
    Plan.objects.filter(pk=plan.pk).update(nom="Ancien")
    copie, _ = importer(octets, None, par)
    copiee = Action.objects.get(axe__plan=copie, titre="Accueillir")
    lignes = "Deux lieux :\n- la gare,\n- le port.\n\nPuis un troisième."
    assert (copiee.description, copiee.points.get().texte) == (lignes, lignes)


def test_a_change_beside_leaves_the_text_as_it_was(plan, par):
    texte = "Deux lieux\u00a0:\r\nla gare, le port."
    Action.objects.filter(titre="Accueillir").update(description=texte)
    entetes = ["Action", "Titre", "Description", "Partenaires"]
    importer(
        classeur(Actions=[entetes, ["1.1", "Recevoir", "Deux lieux :\nla gare, le port.", "Ville\nDépartement"]]),
        plan, par,
    )  # fmt: skip
    recue = Action.objects.get(titre="Recevoir")
    assert recue.description == texte
    assert {p.organisation.nom for p in recue.partenaires.all()} == {"Ville", "Département"}


def test_a_new_plan_says_what_it_is(par):
    vide = essayer(classeur(Axes=[["Axe", "Titre"], [1, "Un"]]), None, par)
    assert phrases(vide) == ["Cette feuille manque ou est vide : elle dit le nom du plan, sa nature et ses dates."]
    court = essayer(classeur(Plan=[["Nom", "Suivi par"], ["Pacte", ""]]), None, par)
    assert phrases(court) == ["Un plan nouveau se dit avec : sa nature, le jour où il commence, celui où il finit."]
    inconnu = essayer(classeur(Plan=[["Nom", "Suivi par"], ["Pacte", "Le grand comité"]]), None, par)
    assert "« Le grand comité » n'est pas une instance du territoire." in phrases(inconnu)[0]


def test_the_blank_workbook_brings_no_line(par):
    sortie = BytesIO()
    ecrire_classeur_vierge(sortie)
    vu = lu(sortie.getvalue())
    assert not any(vu.lignes.values())
    assert vu.refus == []


ORGANISMES = ("Région d'essai", "Maison de l'emploi", "Ville")
TEXTES = st.text(st.sampled_from("abc éÀ'=+-@|\n0123"), max_size=25).map(lambda t: " ".join(t.replace("|", "").split()))
TITRES = TEXTES.filter(lambda t: len(t) > 2 and t.strip("'=+-@ ") == t)
JOURS = st.dates(date(2017, 1, 1), date(2019, 12, 30))
SOMMES = st.decimals(0, 99_999, places=2)


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """What a plan holds, in any number."""

    def quelques(quoi: Any, combien: int = 3) -> list[Any]:
        return draw(st.lists(quoi, max_size=combien))

    actions_ = []
    for axe, numero in draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), max_size=5, unique=True)):
        etat, points = "PREVUE", []
        for rang, voulu in enumerate(quelques(st.sampled_from(sorted(ETATS)))):
            if not refus_d_etat(etat, voulu, "Parce que."):
                etat = voulu
                total = draw(st.none() | st.integers(1, 9))
                points.append((rang, etat, None if total is None else draw(st.integers(0, total)), total))
        actions_.append({
            "numeros": (axe, numero), "titre": draw(TITRES), "public": draw(TEXTES), "description": draw(TEXTES),
            "debut": draw(st.none() | JOURS), "pilote": draw(st.none() | st.sampled_from(ORGANISMES)),
            "partenaires": draw(st.sets(st.sampled_from(ORGANISMES))), "points": points, "etat": etat,
            "jalons": dict(quelques(st.tuples(TITRES, st.tuples(JOURS, st.none() | JOURS)))),
            "budget": dict(quelques(st.tuples(st.tuples(st.sampled_from(ORGANISMES), st.integers(2017, 2021)),
                                              st.tuples(SOMMES, st.none() | SOMMES)))),
            "mesures": dict(quelques(st.tuples(TITRES, st.tuples(TEXTES, st.none() | SOMMES,
                                                                 st.dictionaries(JOURS, SOMMES, max_size=3))))),
        })  # fmt: skip
    return {"actions": actions_}


def ecrire(decrit: dict[str, Any], territoire: Any) -> Plan:
    pacte = PlanFactory(territoire=territoire)
    maisons = {nom: Organisation.objects.filter(territoire=territoire, nom=nom).first()
               or OrganisationFactory(territoire=territoire, nom=nom) for nom in ORGANISMES}  # fmt: skip
    axes = {n: AxeFactory(plan=pacte, numero=n, titre=f"Axe {n}") for n in (1, 2, 3)}
    for dite in decrit["actions"]:
        action = ActionFactory(
            axe=axes[dite["numeros"][0]], numero=dite["numeros"][1], titre=dite["titre"], public=dite["public"],
            description=dite["description"], debut=dite["debut"], statut=dite["etat"],
            pilote=maisons.get(dite["pilote"]),
        )  # fmt: skip
        for nom in dite["partenaires"]:
            PartenaireActionFactory(action=action, organisation=maisons[nom])
        for libelle, (prevu, atteint) in dite["jalons"].items():
            JalonActionFactory(action=action, libelle=libelle, prevu_le=prevu, atteint_le=atteint)
        for (qui, annee), (prevu, obtenu) in dite["budget"].items():
            FinancementActionFactory(action=action, financeur=maisons[qui], annee=annee, prevu=prevu, obtenu=obtenu)
        for libelle, (unite, cible, valeurs) in dite["mesures"].items():
            mesure = IndicateurActionFactory(action=action, libelle=libelle, unite=unite, reference=None, cible=cible)
            for le, valeur in valeurs.items():
                ValeurIndicateurFactory(indicateur=mesure, le=le, valeur=valeur)
        for rang, etat, fait, total in dite["points"]:
            PointAvancement.objects.create(action=action, le=date(2019, 1, 1) + timedelta(days=rang), etat=etat,
                                           fait=fait, total=total, texte="Parce que.")  # fmt: skip
    return pacte


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(decrit=plans())
def test_any_plan_comes_back_as_it_went(distribution, par, decrit):
    pacte = ecrire(decrit, distribution.territoire)
    octets, avant = octets_de(pacte), contenus(lire_plan(pacte))
    assert {c.sorte for c in essayer(octets, pacte, par).changements} == {PAREIL}
    Plan.objects.filter(pk=pacte.pk).update(nom=f"Ancien {pacte.pk}")
    copie, _ = importer(octets, None, par)
    assert contenus(lire_plan(copie)) == avant


# --- the pages ---------------------------------------------------------------------------------------------------


def page(reponse: Any) -> str:
    assert reponse.status_code == 200
    return " ".join(unescape(reponse.content.decode()).split())


def envoyer(client: Any, plan: Plan, octets: bytes) -> Any:
    return client.post(f"/OUEST/plans/{plan.pk}/importer/", {"fichier": SimpleUploadedFile("plan.xlsx", octets)})


def test_a_workbook_is_looked_at_then_imported(client_de, plan):
    client = client_de("animatrice")
    vue = envoyer(client, plan, classeur(Actions=[["Action", "Titre"], ["1.1", "Accueillir mieux"]]))
    texte = page(vue)
    assert "1 ligne à écrire" in texte
    assert "<strong>Titre</strong> : Accueillir → Accueillir mieux" in texte
    champs = {champ.html_name: champ.value() for champ in vue.context["confirmer"]}
    fait = client.post(f"/OUEST/plans/{plan.pk}/importer/", champs)
    assert fait.status_code == 302
    assert Action.objects.get(axe__numero=1, numero=1).titre == "Accueillir mieux"


def test_a_plan_changed_meanwhile_is_looked_at_again(client_de, plan):
    client = client_de("animatrice")
    vue = envoyer(client, plan, classeur(Actions=[["Action", "Titre"], ["1.1", "Accueillir mieux"]]))
    Action.objects.filter(axe__numero=1, numero=1).update(titre="Accueillir autrement")
    champs = {champ.html_name: champ.value() for champ in vue.context["confirmer"]}
    texte = page(client.post(f"/OUEST/plans/{plan.pk}/importer/", champs))
    assert "Quelqu'un a changé le plan depuis l'aperçu" in texte
    assert "Accueillir autrement → Accueillir mieux" in texte
    assert Action.objects.get(axe__numero=1, numero=1).titre == "Accueillir autrement"


def test_refused_lines_leave_no_button_to_import(client_de, plan):
    client = client_de("animatrice")
    texte = page(envoyer(client, plan, classeur(Actions=[["Action", "Titre"], ["7.1", "X"]])))
    assert "1 chose à corriger dans le classeur" in texte
    assert '<button type="submit" class="bouton principal">Importer</button>' not in texte
    assert "n'est pas une date" not in texte


def test_a_confirmation_that_is_no_workbook_asks_for_the_file_again(client_de, plan):
    vue = client_de("animatrice").post(
        f"/OUEST/plans/{plan.pk}/importer/", {"nom": "x.xlsx", "contenu": "Ym9uam91cg==", "vu": ""}
    )
    assert page(vue)
    assert vue.context["formulaire"].errors["fichier"]


@pytest.mark.parametrize("octets", [b"", b"bonjour", b"PK\x03\x04abime"])
def test_a_file_that_is_no_workbook_says_so(client_de, plan, octets):
    client = client_de("animatrice")
    vue = envoyer(client, plan, octets)
    assert page(vue)
    assert vue.context["formulaire"].errors["fichier"]


def test_a_confirmation_that_came_back_broken_asks_for_the_file_again(client_de, plan):
    client = client_de("animatrice")
    texte = page(client.post(f"/OUEST/plans/{plan.pk}/importer/", {"nom": "x.xlsx", "contenu": "€", "vu": ""}))
    assert "Déposez-le de nouveau" in texte


def test_a_new_plan_opens_from_its_workbook(client_de, distribution):
    client = client_de("animatrice")
    entetes = ["Nature", "Nom", "Du", "Au"]
    octets = classeur(
        Plan=[entetes, ["projet Territoire zéro chômeur de longue durée", "Projet", "01/01/2019", "31/12/2021"]],
        Axes=[["Axe", "Titre"], [1, "Emplois"]],
        Actions=[["Action", "Titre", "Partenaires"], ["1.1", "Recenser", "Ville | Département"]],
    )
    vue = client.post("/OUEST/plans/importer/", {"fichier": SimpleUploadedFile("p.xlsx", octets)})
    assert "3 lignes à écrire" in page(vue)
    champs = {champ.html_name: champ.value() for champ in vue.context["confirmer"]}
    assert client.post("/OUEST/plans/importer/", champs).status_code == 302
    assert Action.objects.get(titre="Recenser").partenaires.count() == 2
    assert Plan.objects.get(nom="Projet").nature == "TZCLD"
