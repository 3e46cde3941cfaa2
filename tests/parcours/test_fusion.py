"""Two records of one person: joined with all they hold, parted again with every row as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.parcours import actions
from deplie.parcours.models import Entretien, Participation, PieceJointe, Prescription
from deplie.parcours.queries.doublons import ressemblances
from deplie.parcours.queries.fusion import contenu, empechements
from deplie.personnes.actions import modifier_personne
from deplie.personnes.models import Fusion, Personne, ReponseSensible
from deplie.personnes.queries import RESTENT, liens, nom_de_lien, retouches, visibles_par
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Journal
from tests.factories import (
    CritereProuveFactory,
    EntretienFactory,
    PrescriptionFactory,
    ReponseSensibleFactory,
)
from tests.factories_fse import ParticipationFSEFactory
from tests.factories_offre import AccordRappelFactory, InscriptionAtelierFactory, PassageFactory
from tests.factories_pieces import PieceJointeFactory
from tests.factories_pilotage import CleGeleeFactory
from tests.parcours import fabrique as f

pytestmark = pytest.mark.django_db
JOUR = date(1985, 5, 14)
# Tables that only grow, or that say that something moved: they are not what is put back.
TRACES = {"socle.Journal", "socle.Generation", "personnes.Fusion"}


def toutes_les_lignes():
    """Every row of the product but traces and versions, as text."""
    modeles = [m for m in apps.get_models() if m.__module__.startswith("deplie.") and m._meta.label not in TRACES]
    sujets = [m for m in modeles if not m.__name__.startswith("Historical")]
    return {m._meta.label: serializers.serialize("json", m._base_manager.order_by("pk")) for m in sujets}


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def deux(lieu):
    """Zélie twice: once followed and gone, once oriented, under another telephone."""
    une = f.personne(lieu, "Exemple", "Zélie", date_naissance=JOUR, telephone="+262692001122")
    autre = f.personne(lieu, "EXEMPLE", "Zelie", date_naissance=JOUR, courriel="z@exemple.invalid", identifiant="B-2")
    f.etape(f.participation(lieu, une, entree=date(2020, 3, 9)))
    suivie = f.participation(
        lieu, autre, "ARPE", entree=date(2018, 3, 9), date_sortie=date(2019, 1, 1), motif_sortie="E_CDI"
    )
    f.etape(suivie, debut=date(2018, 4, 1))
    PrescriptionFactory(personne=autre, dispositif=lieu.dispositifs.get(code="ARPE"))
    ReponseSensibleFactory(personne=autre)
    EntretienFactory(personne=autre, participation=suivie)
    InscriptionAtelierFactory(personne=autre, participation=suivie)
    AccordRappelFactory(personne=autre)
    PassageFactory(lieu__territoire=lieu, personne=autre)
    ParticipationFSEFactory(operation__territoire=lieu, personne=autre)
    CleGeleeFactory(publication__territoire=lieu, personne=autre)
    return une, autre


def reunir(deux, par, **choix):
    gardee, absorbee = deux
    return actions.fusionner(gardee=gardee, absorbee=absorbee, choix=choix, par=par)


def test_every_link_to_a_person_is_known():
    """A table added later follows the person by itself, or is said here to stay."""
    pointent = {
        m._meta.label
        for m in apps.get_models()
        if not m.__name__.startswith("Historical")
        and any(champ.is_relation and champ.related_model is Personne for champ in m._meta.fields)
    }
    assert {lien.model._meta.label for lien in liens()} == pointent - RESTENT
    assert pointent >= RESTENT


def test_every_link_to_a_person_is_tried_here(deux):
    """The record that is joined below holds a row of each table that follows a person."""
    vides = [nom_de_lien(li) for li in liens() if not li.model._base_manager.filter(**{li.name: deux[1]}).exists()]
    assert vides == []


def test_all_that_a_record_holds_goes_to_the_other(ines, deux):
    gardee, absorbee = deux
    fusion = reunir(deux, ines, prenom="absorbee", courriel="absorbee")
    gardee.refresh_from_db()
    absorbee.refresh_from_db()
    assert (gardee.prenom, gardee.telephone, gardee.courriel) == ("Zelie", "+262692001122", "z@exemple.invalid")
    assert gardee.cle_nom == "exemple zelie"
    assert gardee.participations.count() == 2
    assert {modele.objects.get().personne for modele in (Prescription, ReponseSensible, Entretien)} == {gardee}
    assert contenu(absorbee) == []
    assert absorbee.absorbee_par == gardee
    assert (fusion.par, fusion.absorbee) == (ines.compte, absorbee)
    ligne = Journal.objects.get(verbe="réunir deux fiches")
    assert ligne.detail["absorbee"] == absorbee.pk
    assert "Exemple" not in str(ligne.detail)


def test_the_joined_record_is_shown_nowhere_and_keeps_its_versions(lieu, ines, deux):
    _, absorbee = deux
    versions = absorbee.historique.count()
    reunir(deux, ines)
    assert absorbee.historique.count() == versions
    assert absorbee not in visibles_par(ines)
    trouvees = ressemblances(lieu, nom="Exemple", prenom="Zelie", date_naissance=JOUR)
    assert [ressemblance.personne for ressemblance in trouvees] == [deux[0]]


def test_moved_rows_say_who_moved_them(ines, deux):
    reunir(deux, ines)
    assert Prescription.objects.get().historique.latest().history_user == ines.compte


@pytest.mark.parametrize(
    ("entree", "sortie", "phrase"),
    [
        (date(2020, 6, 1), None, "participation ouverte dans"),
        (date(2020, 3, 9), date(2021, 1, 1), "entrent dans"),
        (date(2019, 1, 1), date(2020, 3, 9), "se chevauchent"),
    ],
)
def test_two_stays_that_could_not_be_one_person_s(lieu, ines, deux, entree, sortie, phrase):
    f.participation(lieu, deux[1], entree=entree, date_sortie=sortie, motif_sortie="E_CDI" if sortie else "")
    avant = toutes_les_lignes()
    with pytest.raises(RefusMetier, match=phrase):
        reunir(deux, ines)
    assert toutes_les_lignes() == avant


def test_two_prescriptions_that_wait(lieu, ines, deux):
    PrescriptionFactory(personne=deux[0], dispositif=lieu.dispositifs.get(code="ARPE"))
    with pytest.raises(RefusMetier, match="prescription en attente vers"):
        reunir(deux, ines)


def test_a_prescription_towards_where_the_other_is_followed(lieu, ines, deux):
    PrescriptionFactory(personne=deux[1], dispositif=lieu.dispositifs.get(code="PLIE"))
    assert "où l'autre est déjà suivie" in empechements(*deux)[0]


def test_one_interview_noted_on_both(ines, deux):
    entretien = Entretien.objects.get()
    EntretienFactory(personne=deux[0], agent=entretien.agent, debut=entretien.debut)
    with pytest.raises(RefusMetier, match="rendez-vous est déjà noté"):
        reunir(deux, ines)


def test_answers_that_contradict_each_other_are_not_told(ines, deux):
    ReponseSensibleFactory(personne=deux[0], reponse="NON")
    with pytest.raises(RefusMetier, match="deux réponses différentes") as refus:
        reunir(deux, ines)
    assert "handicap" not in refus.value.message


def test_the_same_answer_twice_stays_once_on_each(ines, deux):
    ReponseSensibleFactory(personne=deux[0])
    reunir(deux, ines)
    assert {reponse.personne for reponse in ReponseSensible.objects.all()} == set(deux)


def test_records_that_cannot_be_joined(ines, deux, ailleurs):
    for autre in (deux[0], f.personne(ailleurs)):
        with pytest.raises(RefusMetier, match="deux fiches différentes du territoire"):
            actions.fusionner(gardee=deux[0], absorbee=autre, choix={}, par=ines)
    reunir(deux, ines)
    with pytest.raises(RefusMetier, match="déjà été réunie"):
        reunir(deux, ines)


def test_undone_it_is_as_before(ines, deux):
    avant = toutes_les_lignes()
    fusion = reunir(deux, ines, **dict.fromkeys(("nom", "prenom", "telephone", "courriel"), "absorbee"))
    assert retouches(fusion) == []
    actions.defaire_fusion(fusion=fusion, choix={}, par=ines)
    assert toutes_les_lignes() == avant
    fusion.refresh_from_db()
    assert fusion.defaite_par == ines.compte
    with pytest.raises(RefusMetier, match="déjà séparées"):
        actions.defaire_fusion(fusion=fusion, choix={}, par=ines)


def test_thirty_days_no_more(ines, deux):
    fusion = reunir(deux, ines)
    Fusion.objects.filter(pk=fusion.pk).update(le=timezone.now() - timedelta(days=30, minutes=1))
    with pytest.raises(RefusMetier, match="trente jours"):
        actions.defaire_fusion(fusion=fusion, choix={}, par=ines)


def test_the_last_joined_is_parted_first(lieu, ines, deux):
    premiere = reunir(deux, ines)
    seconde = reunir((deux[0], f.personne(lieu)), ines)
    with pytest.raises(RefusMetier, match="Séparez d'abord la dernière"):
        actions.defaire_fusion(fusion=premiere, choix={}, par=ines)
    actions.defaire_fusion(fusion=seconde, choix={}, par=ines)
    ailleurs = reunir((f.personne(lieu), deux[0]), ines)
    with pytest.raises(RefusMetier, match="réunie à une autre depuis"):
        actions.defaire_fusion(fusion=premiere, choix={}, par=ines)
    actions.defaire_fusion(fusion=ailleurs, choix={}, par=ines)
    actions.defaire_fusion(fusion=premiere, choix={}, par=ines)


def test_a_later_edit_of_a_moved_row_goes_with_it(ines, deux):
    fusion = reunir(deux, ines)
    Participation.objects.filter(personne=deux[0], dispositif__code="ARPE").update(commune="Saint-Exemple")
    assert retouches(fusion) == []
    actions.defaire_fusion(fusion=fusion, choix={}, par=ines)
    assert deux[1].participations.get().commune == "Saint-Exemple"


@pytest.mark.parametrize(("a_qui", "chez_gardee", "chez_absorbee"), [
    ("gardee", "+262692009999", ""),
    ("absorbee", "+262692001122", "+262692009999"),
])  # fmt: skip
def test_a_later_edit_is_given_to_one_of_them(ines, deux, a_qui, chez_gardee, chez_absorbee):
    gardee, absorbee = deux
    fusion = reunir(deux, ines)
    modifier_personne(personne=Personne.objects.get(pk=gardee.pk), identite={"telephone": "0692009999"}, par=ines)
    fusion = Fusion.objects.get(pk=fusion.pk)
    (retouche,) = retouches(fusion)
    assert (retouche.cle, retouche.libelle) == ("champ:telephone", "Téléphone : « +262692009999 »")
    actions.defaire_fusion(fusion=fusion, choix={retouche.cle: a_qui}, par=ines)
    gardee.refresh_from_db()
    absorbee.refresh_from_db()
    assert (gardee.telephone, absorbee.telephone) == (chez_gardee, chez_absorbee)


def test_a_later_row_is_given_to_one_of_them_with_what_hangs_on_it(lieu, ines, deux):
    gardee, absorbee = deux
    fusion = reunir(deux, ines)
    nouvelle = f.participation(lieu, gardee, "ARPE", entree=date(2022, 1, 3))
    moment = datetime(2022, 2, 1, 7, tzinfo=UTC)
    sur_elle = EntretienFactory(personne=gardee, participation=nouvelle, debut=moment)
    sur_l_ancienne = EntretienFactory(
        personne=gardee, participation=gardee.participations.get(date_entree=date(2018, 3, 9)), debut=moment
    )
    cle = f"parcours.Participation.personne:{nouvelle.pk}"
    assert [retouche.cle for retouche in retouches(fusion)] == [cle]
    actions.defaire_fusion(fusion=fusion, choix={cle: "absorbee"}, par=ines)
    for ligne in (nouvelle, sur_elle, sur_l_ancienne):
        ligne.refresh_from_db()
        assert ligne.personne == absorbee


def test_parted_so_it_could_not_be(lieu, ines, deux):
    gardee, _ = deux
    fusion = reunir(deux, ines)
    gardee.participations.filter(dispositif__code="ARPE").update(date_entree=date(2017, 1, 1))
    nouvelle = f.participation(
        lieu, gardee, "ARPE", entree=date(2019, 2, 1), date_sortie=date(2019, 3, 1), motif_sortie="E_CDI"
    )
    gardee.participations.filter(date_entree=date(2017, 1, 1)).update(date_sortie=date(2019, 2, 15))
    with pytest.raises(RefusMetier, match="se chevaucheraient"):
        actions.defaire_fusion(
            fusion=fusion, choix={f"parcours.Participation.personne:{nouvelle.pk}": "absorbee"}, par=ines
        )


textes = st.sampled_from(["", "Exemple", "EXEMPLE", "Témoin"])
fiches = st.fixed_dictionaries(
    {
        "nom": st.sampled_from(["Exemple", "Témoin", "D’Essai"]),
        "nom_usage": textes,
        "prenom": st.sampled_from(["Zélie", "Zelie", "Anne-Lise"]),
        "date_naissance": st.sampled_from([None, JOUR, date(1985, 5, 15)]),
        "sexe": st.sampled_from(["", "F", "H", "X"]),
        "adresse": textes,
        "telephone": st.sampled_from(["", "+262692001122", "numéro illisible"]),
        "courriel": st.sampled_from(["", "z@exemple.invalid"]),
    }
)
sejours = st.lists(
    st.tuples(st.sampled_from(["PLIE", "ARPE"]), st.integers(2000, 2020), st.integers(0, 3), st.booleans()),
    max_size=3,
    unique_by=lambda sejour: sejour[:2],
)
reponses = st.sets(st.tuples(st.sampled_from(ReponseSensible.Question.values), st.integers(2018, 2020)), max_size=3)
CHAMPS = ("nom", "nom_usage", "prenom", "date_naissance", "sexe", "adresse", "telephone", "courriel")


def monter(lieu, identite, stays, dites):
    qui = f.personne(lieu, **identite)
    for code, annee, duree, avec_etape in stays:
        sortie = date(annee + duree, 6, 1)
        participation = f.participation(
            lieu, qui, code, entree=date(annee, 3, 1), date_sortie=sortie, motif_sortie="E_CDI"
        )
        EntretienFactory(personne=qui, participation=participation)
        if avec_etape:
            f.etape(participation, debut=date(annee, 4, 1))
    for question, annee in dites:
        ReponseSensibleFactory(personne=qui, question=question, le=date(annee, 1, 1))
    return qui


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(fiches, sejours, reponses), min_size=2, max_size=2), st.sets(st.sampled_from(CHAMPS)))
def test_joined_then_parted_every_row_is_back(lieu, ines, fiches_tirees, de_l_autre):
    deux = [monter(lieu, *fiche) for fiche in fiches_tirees]
    avant = toutes_les_lignes()
    try:
        fusion = reunir(deux, ines, **dict.fromkeys(de_l_autre, "absorbee"))
    except RefusMetier:
        assert toutes_les_lignes() == avant
        return
    assert contenu(Personne.objects.get(pk=deux[1].pk)) == [] or ReponseSensible.objects.filter(personne=deux[1])
    actions.defaire_fusion(fusion=fusion, choix={}, par=ines)
    assert toutes_les_lignes() == avant


@pytest.fixture
def page(client, lieu, ines):
    client.force_login(ines.compte)

    def ouvrir(adresse, /, *numeros, **envoi):
        chemin = reverse(adresse, args=[lieu.code, *numeros])
        return client.post(chemin, envoi) if envoi else client.get(chemin)

    return ouvrir


def test_the_page_reviews_field_by_field_then_parts(page, deux):
    gardee, absorbee = deux
    vue = page("parcours:comparer", gardee.pk, absorbee.pk)
    assert list(vue.context["formulaire"].fields) == ["vues", "nom", "prenom", "telephone", "courriel"]
    assert vue.context["formulaire"]["courriel"].initial == "absorbee"
    vues = vue.context["formulaire"].versions
    choix = {"nom": "gardee", "prenom": "absorbee", "telephone": "gardee", "courriel": "absorbee"}
    assert page("parcours:comparer", gardee.pk, absorbee.pk, vues=vues, **choix).status_code == 302
    fusion = Fusion.objects.get()
    assert str(Personne.objects.get(pk=gardee.pk)) == "Zelie Exemple"
    assert "Fiches réunies depuis trente jours" in page("parcours:doublons").content.decode()
    assert "Rien n'a changé depuis" in page("parcours:fusion", fusion.pk).content.decode()
    assert page("parcours:fusion", fusion.pk, oui="1").status_code == 302
    assert "déjà séparées" in page("parcours:fusion", fusion.pk).content.decode()
    assert page("parcours:comparer", gardee.pk, absorbee.pk).status_code == 200


def test_a_joined_record_is_not_found(page, ines, deux):
    reunir(deux, ines)
    assert page("parcours:comparer", deux[0].pk, deux[1].pk).status_code == 404


def test_a_record_corrected_meanwhile_is_looked_at_again(page, ines, deux):
    gardee, absorbee = deux
    vues = page("parcours:comparer", gardee.pk, absorbee.pk).context["formulaire"].versions
    modifier_personne(personne=gardee, identite={"prenom": "Zélie-Anne"}, par=ines)
    choix = dict.fromkeys(("nom", "prenom", "telephone", "courriel"), "gardee")
    refusee = page("parcours:comparer", gardee.pk, absorbee.pk, vues=vues, **choix)
    assert "a changé pendant la comparaison" in refusee.content.decode()
    assert not Fusion.objects.exists()
    nouvelles = refusee.context["formulaire"].versions
    assert page("parcours:comparer", gardee.pk, absorbee.pk, vues=nouvelles, **choix).status_code == 302


def test_what_forbids_it_is_said_before(page, lieu, deux):
    f.participation(lieu, deux[1], entree=date(2020, 6, 1))
    assert "Chacune a une participation ouverte" in page("parcours:comparer", deux[0].pk, deux[1].pk).content.decode()


def test_a_later_edit_is_chosen_on_the_page(page, ines, deux):
    fusion = reunir(deux, ines)
    modifier_personne(personne=Personne.objects.get(pk=deux[0].pk), identite={"adresse": "1 rue"}, par=ines)
    assert "1 rue" in page("parcours:fusion", fusion.pk).content.decode()
    assert page("parcours:fusion", fusion.pk, **{"champ:adresse": "absorbee"}).status_code == 302
    assert Personne.objects.get(pk=deux[1].pk).adresse == "1 rue"


def test_the_history_of_the_kept_record_is_still_read(client, lieu, ines, deux):
    reunir(deux, ines, prenom="absorbee")
    client.force_login(ines.compte)
    vue = client.get(reverse("parcours:personne", args=[lieu.code, deux[0].pk]), {"onglet": "historique"})
    assert "Zelie" in vue.content.decode()


def test_pieces_follow_what_they_prove_and_come_back(ines, deux):
    """They point to no person: joined or parted, each stays with the étape, the criterion or the exit it proves."""
    gardee, absorbee = deux
    suivie = absorbee.participations.get()
    pieces = [
        PieceJointeFactory(etape=suivie.etapes.get()),
        PieceJointeFactory(etape=None, sortie=suivie),
        PieceJointeFactory(etape=None, critere=CritereProuveFactory(prescription=Prescription.objects.get())),
    ]
    fusion = reunir(deux, ines)
    depuis = PieceJointeFactory(etape=suivie.etapes.get())
    assert {PieceJointe.objects.get(pk=piece.pk).personne for piece in pieces} == {gardee}
    actions.defaire_fusion(fusion=fusion, choix={}, par=ines)
    assert {PieceJointe.objects.get(pk=piece.pk).personne for piece in [*pieces, depuis]} == {absorbee}
