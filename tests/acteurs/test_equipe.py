"""Composing the team: invitations, roles between two dates, working time, bodies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from hypothesis import example, given
from hypothesis import strategies as st

from deplie.acteurs import actions
from deplie.acteurs.models import Agent, Habilitation, Organisation
from deplie.acteurs.queries import Acteur, acteur_de, territoires_de
from deplie.acteurs.queries.equipe import equipe
from deplie.acteurs.rules import DROITS, ROLES, cle_organisation, en_vigueur, perimetres_de, peut_attribuer
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.models import Compte, Journal
from tests.factories import AgentFactory, OrganisationFactory, jouer

AUJOURD_HUI = date(2021, 3, 15)


@pytest.fixture(autouse=True)
def le_15_mars_2021():
    with time_machine.travel("2021-03-15T10:00:00+04:00", tick=False):
        yield


def inviter(par, **champs):
    return actions.inviter(
        **{"courriel": "Zelie@Exemple.fr", "nom": "Exemple", "prenom": "Zélie", "role": "elu_copil", "par": par}
        | champs
    )


def test_an_invitation_opens_an_account_a_role_and_writes(distribution, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        agent = inviter(distribution.animatrice)
    compte = Compte.objects.get(courriel="zelie@exemple.fr")
    assert (agent.compte, compte.has_usable_password(), agent.a_completer) == (compte, False, False)
    assert acteur_de(compte, "OUEST").roles == {"elu_copil"}
    assert mail.outbox[0].to == ["zelie@exemple.fr"]
    assert "/invitation/" in mail.outbox[0].body
    assert "Élu·e du comité de pilotage" in mail.outbox[0].body
    assert mail.outbox[0].subject == "[Déplie] Votre accès à Territoire d'essai"
    assert {"ouvrir un compte", "donner un rôle", "inviter"} <= set(Journal.objects.values_list("verbe", flat=True))


def test_an_agent_that_an_import_created_is_completed(distribution):
    importe = Agent.objects.create(territoire=distribution.territoire, courriel="zelie@exemple.fr", a_completer=True)
    assert inviter(distribution.animatrice) == importe
    importe.refresh_from_db()
    assert (importe.nom, importe.a_completer) == ("Exemple", False)


def test_whoever_has_an_account_only_learns_the_role(distribution, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        inviter(distribution.animatrice, courriel=distribution.etrangere.compte.courriel)
    assert "/invitation/" not in mail.outbox[0].body
    assert [t.code for t in territoires_de(distribution.etrangere.compte)] == ["OUEST", "OUEST2"]
    with pytest.raises(RefusMetier, match="mot de passe"):
        actions.renvoyer_invitation(agent=distribution.referent.agent, par=distribution.animatrice)


def test_the_demonstration_s_addresses_are_refused(distribution):
    with pytest.raises(RefusMetier, match="réservée à la démonstration"):
        inviter(distribution.animatrice, courriel="x@demonstration.invalid")


@pytest.mark.parametrize(
    ("qui", "role", "mot"),
    [
        ("animatrice", "dpo", "administration"),
        ("directeur", "administrateur", "administration"),
        ("referent", "elu_copil", "administration"),
        ("animatrice", "roi", "n'existe pas"),
    ],
)
def test_a_role_that_is_not_theirs_to_give(distribution, qui, role, mot):
    with pytest.raises(RefusMetier, match=mot):
        actions.donner_role(agent=distribution.elue.agent, role=role, par=distribution.acteurs[qui])


def test_nobody_gives_a_role_to_themselves_but_the_installation(distribution):
    with pytest.raises(RefusMetier, match="soi-même"):
        actions.donner_role(agent=distribution.directeur.agent, role="referent_parcours", par=distribution.directeur)
    seul = jouer("seule", "administrateur", distribution.territoire)
    seul.compte.est_administrateur = True
    actions.donner_role(agent=seul.agent, role="animateur_coordonnateur", par=seul)


def test_another_territory_s_agent_is_refused(distribution):
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.donner_role(agent=distribution.etrangere.agent, role="elu_copil", par=distribution.animatrice)


@pytest.mark.parametrize(
    ("debut", "fin", "refuse"),
    [
        (date(2021, 1, 1), None, True),
        (date(2021, 1, 1), date(2021, 1, 31), False),
        (date(2021, 1, 1), date(2021, 2, 1), True),
        (date(2021, 6, 30), date(2021, 12, 31), True),
        (date(2021, 7, 1), None, False),
    ],
)
def test_a_role_is_held_once_at_a_time(distribution, debut, fin, refuse):
    agent, par = distribution.elue.agent, distribution.animatrice
    actions.donner_role(agent=agent, role="financeur", debut=date(2021, 2, 1), fin=date(2021, 6, 30), par=par)
    if refuse:
        with pytest.raises(RefusMetier, match="tient déjà"):
            actions.donner_role(agent=agent, role="financeur", debut=debut, fin=fin, par=par)
    else:
        assert actions.donner_role(agent=agent, role="financeur", debut=debut, fin=fin, par=par)


def test_dates_in_order(distribution):
    with pytest.raises(RefusMetier, match=r"La fin \(01/01/2021\) précède le début \(02/01/2021\)"):
        actions.donner_role(
            agent=distribution.elue.agent,
            role="financeur",
            debut=date(2021, 1, 2),
            fin=date(2021, 1, 1),
            par=distribution.animatrice,
        )


def test_a_withdrawn_role_is_gone_at_once_and_kept_in_time(distribution):
    tenue = Habilitation.objects.get(agent=distribution.elue.agent)
    actions.retirer_role(habilitation=tenue, par=distribution.animatrice)
    tenue.refresh_from_db()
    assert tenue.fin == date(2021, 3, 14)
    assert acteur_de(distribution.elue.compte, "OUEST") is None


def test_a_role_given_today_and_withdrawn_today_leaves_the_journal(distribution):
    donnee = actions.donner_role(agent=distribution.elue.agent, role="financeur", par=distribution.animatrice)
    actions.retirer_role(habilitation=donnee, par=distribution.animatrice)
    assert not Habilitation.objects.filter(pk=donnee.pk).exists()
    assert Journal.objects.filter(verbe="retirer un rôle", objet_id=str(distribution.elue.agent.pk)).exists()


def test_a_reserved_role_is_withdrawn_by_the_administration(distribution):
    tenue = Habilitation.objects.get(agent=distribution.dpo.agent)
    with pytest.raises(RefusMetier, match="administration"):
        actions.retirer_role(habilitation=tenue, par=distribution.directeur)
    actions.retirer_role(habilitation=tenue, par=distribution.administratrice)


def test_a_role_to_come_or_gone_opens_nothing(distribution):
    agent = AgentFactory(territoire=distribution.territoire)
    for debut, fin in [(date(2021, 3, 16), None), (date(2020, 1, 1), date(2021, 3, 14))]:
        Habilitation.objects.create(agent=agent, role="dpo", debut=debut, fin=fin)
    assert acteur_de(agent.compte, "OUEST") is None
    assert territoires_de(agent.compte) == []


def test_working_time_follows_on(distribution):
    agent, par = distribution.referent.agent, distribution.animatrice
    avant = generations.lire("OUEST")["acteur"]
    premier = actions.noter_temps(agent=agent, etp=Decimal("1"), debut=date(2020, 1, 1), par=par)
    actions.noter_temps(agent=agent, etp=Decimal("0.8"), debut=date(2021, 1, 1), par=par)
    premier.refresh_from_db()
    assert premier.fin == date(2020, 12, 31)
    assert generations.lire("OUEST")["acteur"] == avant + 2
    with pytest.raises(RefusMetier, match="déjà noté"):
        actions.noter_temps(agent=agent, etp=Decimal("0.5"), debut=date(2020, 6, 1), fin=date(2020, 6, 30), par=par)


@pytest.mark.parametrize("etp", ["0", "1.01", "-1"])
def test_a_working_time_is_a_part_of_one_post(distribution, etp):
    with pytest.raises(RefusMetier, match="0,8 pour quatre jours"):
        actions.noter_temps(
            agent=distribution.referent.agent, etp=Decimal(etp), debut=AUJOURD_HUI, par=distribution.animatrice
        )


def test_bodies_are_named_once(distribution):
    with pytest.raises(RefusMetier, match="porte déjà le nom"):
        actions.creer_organisation(nom="CHANTIER du Littoral", par=distribution.animatrice)
    with pytest.raises(RefusMetier, match="nom de la structure"):
        actions.creer_organisation(nom=" - ", par=distribution.animatrice)
    with pytest.raises(RefusMetier, match="SIRET"):
        actions.creer_organisation(nom="Neuve", siret="123", par=distribution.animatrice)
    neuve = actions.creer_organisation(nom="Neuve", siret="732 829 320 00074", par=distribution.animatrice)
    assert neuve.siret == "73282932000074"


def test_a_renamed_body_is_still_found_by_its_first_name(distribution):
    vague = OrganisationFactory(territoire=distribution.territoire, nom="ACI LITTO", a_completer=True)
    actions.completer_organisation(organisation=vague, nom="Littoral vivant", siret="", par=distribution.animatrice)
    vague.refresh_from_db()
    assert (vague.nom, vague.cle, vague.a_completer) == ("Littoral vivant", "aci litto", False)
    with pytest.raises(RefusMetier, match="autre territoire"):
        actions.completer_agent(
            agent=distribution.etrangere.agent, nom="x", prenom="", organisation=vague, par=distribution.etrangere
        )


def test_the_page_s_three_groups(distribution):
    a_completer = Agent.objects.create(territoire=distribution.territoire, courriel="x@y.fr", a_completer=True)
    parti = AgentFactory(territoire=distribution.territoire, courriel="z@y.fr")
    lue = equipe(distribution.territoire)
    assert [m.agent for m in lue.a_completer] == [a_completer]
    assert [m.agent for m in lue.sans_role] == [parti]
    assert len(lue.membres) == len(distribution.ROLES)


def test_the_system_has_every_right(distribution):
    systeme = Acteur.systeme(distribution.territoire)
    assert all(systeme.peut(droit) for droit in DROITS)
    with pytest.raises(KeyError):
        distribution.dpo.peut("inventer")


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_a_role_holds_between_its_days(debut, fin, jour):
    assert en_vigueur(debut, fin, jour) == (jour >= debut and (fin is None or jour <= fin))


@given(st.frozensets(st.sampled_from(sorted(ROLES))), st.sampled_from(sorted(ROLES)))
def test_nobody_gives_more_than_the_administration_lets(roles, role):
    if peut_attribuer(roles, role) and role in {"administrateur", "dpo"}:
        assert "administrateur" in roles
    if peut_attribuer(roles, role):
        assert roles & DROITS["equipe.gerer"].roles


@given(st.frozensets(st.sampled_from(sorted(ROLES))))
def test_perimeters_come_only_with_the_right_to_see(roles):
    assert bool(perimetres_de(roles)) == bool(roles & DROITS["participation.voir"].roles)


@given(st.text())
@example("𝓐")
@example("İstanbul")
def test_the_key_of_a_name_is_its_own_key(nom):
    cle = cle_organisation(nom)
    assert cle_organisation(cle) == cle
    assert len(cle) <= 200
    assert cle_organisation(nom.upper()) == cle_organisation(nom.upper().lower())


def test_keys_of_names_as_people_write_them():
    assert cle_organisation("Mission locale de l'Ouest") == cle_organisation("MISSION  LOCALE DE L’OUEST ")
    assert cle_organisation("Œuvre Sœurs-Unies") == "oeuvre soeurs unies"
    assert Organisation._meta.get_field("cle").max_length == 200
