"""What people type: days as they write them, one correction at a time, nothing lost, two at once."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne
from deplie.socle.models import Journal
from tests.instances import fabrique
from tests.parcours import fabrique as f

IDENTITE = {"nom": "Exemple", "prenom": "Zélie", "date_naissance": "14/05/1986"}


@pytest.fixture(autouse=True)
def aujourd_hui():
    with time_machine.travel("2021-06-30T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ines(lieu):
    return f.acteur(lieu, "animateur_coordonnateur")


@pytest.fixture
def suivie(lieu):
    return f.participation(lieu, f.personne(lieu, date_naissance=date(1986, 5, 14)))


@pytest.fixture
def page(client, lieu, ines):
    """``page("parcours:sortie", pk, motif="P_CDI")``: a POST; without values, a GET."""

    def _page(nom, pk=None, /, par=ines, requete="", **valeurs):
        client.force_login(par.compte)
        adresse = reverse(nom, args=[lieu.code, *([pk] if pk else [])]) + requete
        return client.post(adresse, valeurs) if valeurs else client.get(adresse)

    return _page


def cachees(reponse):
    """The hidden values that the browser sends back."""
    formulaire = reponse.context["formulaire"]
    return {champ.name: champ.value() or "" for champ in formulaire.hidden_fields()}


def test_an_exit_typed_as_people_write_it(page, suivie):
    reponse = page("parcours:sortie", suivie.pk, le="12.3.2021", motif="N_DEMEN", validee_le="15-03-2021")
    assert reponse.status_code == 302
    suivie.refresh_from_db()
    assert (suivie.date_sortie, suivie.date_validation_sortie) == (date(2021, 3, 12), date(2021, 3, 15))


def test_the_form_of_an_exit_proposes_and_says_where_it_is_validated(page, lieu, suivie):
    referent = f.acteur(lieu, "referent_parcours")
    suivie.referent = referent.agent
    suivie.save()
    dite = page("parcours:sortie", suivie.pk, par=referent).content.decode()
    assert "Aucune séance n&#x27;est prévue" in dite or "Aucune séance n'est prévue" in dite
    comite = fabrique.seance(lieu, timezone.localdate(), instance=fabrique.commission(lieu, "COMITE_SUIVI"))
    fabrique.seance(lieu, timezone.localdate(), instance=fabrique.commission(lieu, "COPIL"))
    reponse = page("parcours:sortie", suivie.pk, par=referent)
    assert [seance.pk for seance in reponse.context["seances"]] == [comite.pk]
    assert "validee_le" not in reponse.context["formulaire"].fields
    page("parcours:sortie", suivie.pk, par=referent, le="12/03/2021", motif="P_CDI", validee_le="15/03/2021")
    suivie.refresh_from_db()
    assert (suivie.date_sortie, suivie.date_validation_sortie) == (date(2021, 3, 12), None)
    refus = page("parcours:sortie", suivie.pk, le="12/03/2021", motif="P_CDI", validee_le="15/03/2021")
    assert "se valide en séance" in refus.content.decode()


def test_errors_are_said_beside_and_summed_and_what_was_typed_stays(page, suivie):
    texte = page("parcours:sortie", suivie.pk, le="31/02/2021", motif="").content.decode()
    assert "2 corrections sont attendues" in texte
    assert 'value="31/02/2021"' in texte
    assert "Écrivez-la jour, mois, année" in texte
    refus = page("parcours:sortie", suivie.pk, le="01/01/2020", motif="P_CDI").content.decode()
    assert "précède l&#x27;entrée (09/03/2020)" in refus
    assert 'value="01/01/2020"' in refus


def test_open_etapes_stop_an_exit_unless_they_end_with_it(page, suivie):
    assert "Aucune n&#x27;est ouverte" in page("parcours:sortie", suivie.pk).content.decode()
    etape = f.etape(suivie, intitule="Remise à niveau")
    assert "« Remise à niveau »." in page("parcours:sortie", suivie.pk).content.decode()
    assert "encore ouverte" in page("parcours:sortie", suivie.pk, le="01/06/2021", motif="P_CDI").content.decode()
    page("parcours:sortie", suivie.pk, le="01/06/2021", motif="P_CDI", terminer_etapes="on")
    etape.refresh_from_db()
    assert etape.date_fin == date(2021, 6, 1)


def test_a_neutral_label_saved_again_does_not_change_the_motive(page, lieu, suivie):
    Participation.objects.filter(pk=suivie.pk).update(date_sortie=date(2021, 1, 1), motif_sortie="A_DETEN")
    directeur = f.acteur(lieu, "directeur_plie")
    ouverte = page("parcours:sortie", suivie.pk, par=directeur)
    assert "A_DETEN" not in ouverte.content.decode()
    assert ouverte.context["formulaire"]["motif"].value() == "A_SANTE"
    page("parcours:sortie", suivie.pk, par=directeur, le="02/01/2021", motif="A_SANTE", **cachees(ouverte))
    suivie.refresh_from_db()
    assert (suivie.date_sortie, suivie.motif_sortie) == (date(2021, 1, 2), "A_DETEN")


def test_two_people_correct_one_identity(page, lieu, suivie):
    ouverte = cachees(page("parcours:identite", suivie.personne_id))
    page("parcours:identite", suivie.personne_id, **IDENTITE, adresse="1 rue Haute", **ouverte)
    mienne = IDENTITE | {"adresse": "2 rue Basse", "courriel": "zelie@exemple.fr"}
    refus = page("parcours:identite", suivie.personne_id, **mienne, **ouverte)
    texte = refus.content.decode()
    assert "pendant votre saisie : adresse : « 1 rue Haute »" in texte
    assert 'value="2 rue Basse"' in texte
    assert page("parcours:identite", suivie.personne_id, **mienne, **cachees(refus)).status_code == 302
    personne = Personne.objects.get(pk=suivie.personne_id)
    assert (personne.adresse, personne.courriel) == ("2 rue Basse", "zelie@exemple.fr")


def test_an_entry_is_corrected_by_label(page, lieu, suivie):
    ouverte = cachees(page("parcours:entree", suivie.pk))
    valeurs = {"date_entree": "09/03/2020", "commune": "97415", "niveau_formation": "3", "criteres": ["RSA", "DELD"]}
    assert page("parcours:entree", suivie.pk, **valeurs, **ouverte).status_code == 302
    suivie.refresh_from_db()
    assert (suivie.code_commune, suivie.commune, suivie.niveau_formation) == ("97415", "Saint-Paul", "3")
    assert set(suivie.criteres.values_list("code", flat=True)) == {"RSA", "DELD"}
    refus = page("parcours:entree", suivie.pk, **valeurs | {"commune": "Nulle-Part"}, **ouverte).content.decode()
    assert "Cette commune n&#x27;est pas reconnue" in refus


def test_etapes_are_added_and_corrected(page, suivie):
    valeurs = {"categorie": "ATELIER", "intitule": "Oser l'entretien", "date_debut": "01/04/2020", "heures": "12,5"}
    assert page("parcours:nouvelle_etape", suivie.pk, **valeurs).status_code == 302
    etape = Etape.objects.get()
    assert str(etape.heures) == "12.50"
    ouverte = page("parcours:etape", etape.pk)
    assert 'value="01/04/2020"' in ouverte.content.decode()
    page("parcours:etape", etape.pk, **valeurs | {"date_fin": "30/04/2020"}, **cachees(ouverte))
    assert Etape.objects.get().date_fin == date(2020, 4, 30)


def test_sixth_month_duplicate_and_cancelled_exit(page, suivie):
    page("parcours:sortie", suivie.pk, le="01/12/2020", motif="P_CDI")
    page("parcours:sixieme_mois", suivie.pk, situation="EMPLOI", le="01/06/2021")
    suivie.refresh_from_db()
    assert suivie.situation_6_mois == "EMPLOI"
    page("parcours:annuler_sortie", suivie.pk, oui="1")
    suivie.refresh_from_db()
    assert (suivie.date_sortie, suivie.situation_6_mois) == (None, "")
    assert "ne compte plus dans aucun chiffre" in page("parcours:doublon", suivie.pk).content.decode()
    page("parcours:doublon", suivie.pk, oui="1")
    suivie.refresh_from_db()
    assert suivie.motif_sortie == "A_DOUBLON"


def test_a_refused_duplicate_says_why_on_the_persons_page(client, page, suivie):
    f.etape(suivie)
    reponse = page("parcours:doublon", suivie.pk, oui="1")
    assert "porte des étapes" in client.get(reponse["Location"]).content.decode()


def test_a_sensitive_answer_is_noted(page, suivie):
    page("parcours:sensible", suivie.personne_id, question="handicap", reponse="NE_SE_PRONONCE_PAS", le="")
    assert suivie.personne.reponses_sensibles.get().le == date(2021, 6, 30)


def test_search_first_then_join_the_record(page, lieu, suivie):
    requete = "?nom=EXEMPLES&prenom=zelie&date_naissance=14/05/1986"
    trouvee = page("parcours:accueillir", requete=requete)
    assert trouvee.context["ressemblances"][0].raisons == ["même date de naissance", "nom proche", "même prénom"]
    valeurs = {"dispositif": lieu.dispositifs.get(code="ARPE").pk, "date_entree": "01/06/2021"}
    page("parcours:admettre", suivie.personne_id, requete=requete, **valeurs)
    assert Personne.objects.count() == 1
    assert Participation.objects.filter(personne=suivie.personne).count() == 2


def test_nobody_alike_leads_to_the_form_already_filled(client, page, lieu):
    reponse = page("parcours:accueillir", requete="?nom=Nouveau&prenom=Tom&date_naissance=01/02/1990")
    formulaire = client.get(reverse("parcours:accueillir", args=[lieu.code]) + reponse["Location"]).content.decode()
    assert reponse.status_code == 302
    assert "Nouveau" in client.get(f"/{lieu.code}/participants/inscrire/?nom=Nouveau").content.decode() or formulaire
    valeurs = {
        "nom": "Nouveau",
        "prenom": "Tom",
        "dispositif": lieu.dispositifs.first().pk,
        "date_entree": "01/06/2021",
    }
    assert page("parcours:inscrire", **valeurs).status_code == 302
    assert Participation.objects.get().personne.identifiant == "D-000001"


def test_recording_somebody_alike_asks_once_more(page, lieu, suivie):
    valeurs = IDENTITE | {"dispositif": lieu.dispositifs.first().pk, "date_entree": "01/06/2021"}
    refus = page("parcours:inscrire", **valeurs)
    assert "Une personne connue lui ressemble" in refus.content.decode()
    assert f'value="{valeurs["nom"]}"' in refus.content.decode(), "what was typed stays as it was"
    assert page("parcours:inscrire", **valeurs, **cachees(refus)).status_code == 302
    assert Personne.objects.count() == 2


def test_a_refused_admission_records_nobody(page, lieu):
    valeurs = IDENTITE | {"dispositif": lieu.dispositifs.first().pk, "date_entree": "01/06/2030"}
    assert "dans l&#x27;avenir" in page("parcours:inscrire", **valeurs).content.decode()
    assert not Personne.objects.exists()
    assert not Journal.objects.filter(nature=Journal.DECISION).exists()


def test_a_referent_joins_somebody_outside_their_portfolio_only_by_their_identity(page, lieu, suivie):
    loic = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Nord"))
    assert page("parcours:admettre", suivie.personne_id, par=loic).status_code == 404
    requete = "?nom=Exemple&prenom=Zélie&date_naissance=14/05/1986"
    texte = page("parcours:accueillir", par=loic, requete=requete).content.decode()
    assert "suivie par une autre structure" in texte
    assert page("parcours:admettre", suivie.personne_id, par=loic, requete=requete).status_code == 200


FORMULAIRES = [
    "parcours:identite",
    "parcours:sensible",
    "parcours:entree",
    "parcours:nouvelle_etape",
    "parcours:sortie",
]
FORMULAIRES += ["parcours:sixieme_mois", "parcours:doublon"]


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_forms_ask_for_the_right_and_stay_in_the_perimeter(page, lieu, ailleurs, suivie, nom):
    pk = suivie.personne_id if nom in FORMULAIRES[:2] else suivie.pk
    assert page(nom, pk).status_code == 200
    assert page(nom, pk, par=f.acteur(lieu, "gestionnaire_oi")).status_code == 403
    assert page(nom, f.participation(ailleurs).pk + 1000).status_code == 404
    loic = f.acteur(lieu, "referent_parcours", structure=f.organisation(lieu, "Nord"))
    assert page(nom, pk, par=loic).status_code == 404
