"""Factories of rows, and the fixed cast that tests share: the same few people, in the same territory, every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from deplie.acteurs.models import Agent, Habilitation, Organisation, Remplacement, TempsReferent
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.cadre.models import Avenant, Objectif, PropositionObjectif, Protocole
from deplie.instances.models import Decision, Instance, MembreInstance, Presence, Rectification, Seance, Suite
from deplie.parcours.models import (
    ConstatEmploi,
    ContratPlie,
    Critere,
    CritereProuve,
    Emploi,
    Entretien,
    Etape,
    Frein,
    FreinRepere,
    LienOrientation,
    OrientationRecue,
    Participation,
    Prescription,
    Suspension,
)
from deplie.personnes.models import EcartDoublon, Fusion, Personne, ReponseSensible
from deplie.personnes.queries.fusion import valeurs_de
from deplie.personnes.rules import cle_de_nom
from deplie.pilotage.models import Releve
from deplie.socle.models import Compte
from deplie.territoires.models import Dispositif, Territoire


class TerritoireFactory(DjangoModelFactory[Territoire]):
    """A territory with its PLIE; ``dispositifs=["ARPE"]`` adds schemes, in order."""

    class Meta:
        model = Territoire
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"T{n:03}")
    nom = factory.LazyAttribute(lambda t: f"Territoire {t.code}")

    @factory.post_generation
    def dispositifs(self: Any, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for rang, code in enumerate(["PLIE", *(extracted or [])]):
            Dispositif.objects.create(territoire=self, code=code, nom=code, rang=rang)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    territoire = factory.SubFactory(TerritoireFactory)
    nom = factory.Sequence(lambda n: f"Association d'essai n° {n}")
    cle = factory.LazyAttribute(lambda o: cle_organisation(o.nom))


class CompteFactory(DjangoModelFactory[Compte]):
    """An account; its password is « phrase de passe d'essai »."""

    class Meta:
        model = Compte
        skip_postgeneration_save = True

    courriel = factory.Sequence(lambda n: f"compte{n}@exemple.invalid")
    prenom = "Camille"
    nom = "Exemple"

    @classmethod
    def _create(cls, model_class: type[Compte], *args: Any, **kwargs: Any) -> Compte:
        return Compte.objects.create_user(kwargs.pop("courriel"), "phrase de passe d'essai", **kwargs)


class AgentFactory(DjangoModelFactory[Agent]):
    """A professional with an account; ``roles=["referent_parcours"]`` gives roles held since 2015."""

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    territoire = factory.SubFactory(TerritoireFactory)
    compte = factory.SubFactory(
        CompteFactory, prenom=factory.SelfAttribute("..prenom"), nom=factory.SelfAttribute("..nom")
    )
    courriel = factory.LazyAttribute(lambda a: a.compte.courriel if a.compte else f"{a.prenom}@exemple.invalid".lower())
    prenom = "Camille"
    nom = "Exemple"

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for role in extracted or []:
            Habilitation.objects.create(agent=self, role=role, debut=date(2015, 1, 1))


class RemplacementFactory(DjangoModelFactory[Remplacement]):
    class Meta:
        model = Remplacement

    absent = factory.SubFactory(AgentFactory)
    remplacant = factory.SubFactory(AgentFactory)
    debut = date(2020, 7, 1)
    fin = date(2020, 7, 31)


class TempsReferentFactory(DjangoModelFactory[TempsReferent]):
    class Meta:
        model = TempsReferent

    agent = factory.SubFactory(AgentFactory)
    debut = date(2020, 1, 1)
    etp = "1.00"


class PersonneFactory(DjangoModelFactory[Personne]):
    class Meta:
        model = Personne

    territoire = factory.SubFactory(TerritoireFactory)
    identifiant = factory.Sequence(lambda n: f"P{n:06}")
    nom = factory.Sequence(lambda n: f"Exemple{n}")
    prenom = "Zélie"
    date_naissance = date(1985, 5, 14)
    sexe = "F"
    cle_nom = factory.LazyAttribute(lambda p: cle_de_nom(p.nom, p.prenom))
    nom_usage = ""
    cle_usage = factory.LazyAttribute(lambda p: cle_de_nom(p.nom_usage, p.prenom))


class ReponseSensibleFactory(DjangoModelFactory[ReponseSensible]):
    class Meta:
        model = ReponseSensible

    personne = factory.SubFactory(PersonneFactory)
    question = ReponseSensible.Question.HANDICAP
    le = date(2020, 3, 9)
    reponse = ReponseSensible.Reponse.OUI


class EcartDoublonFactory(DjangoModelFactory[EcartDoublon]):
    class Meta:
        model = EcartDoublon

    une = factory.SubFactory(PersonneFactory)
    autre = factory.SubFactory(PersonneFactory)


class FusionFactory(DjangoModelFactory[Fusion]):
    class Meta:
        model = Fusion

    gardee = factory.SubFactory(PersonneFactory)
    absorbee = factory.SubFactory(PersonneFactory)
    valeurs = factory.LazyAttribute(lambda fusion: {"gardee": {}, "absorbee": {}, "apres": valeurs_de(fusion.gardee)})
    lignes = factory.LazyFunction(lambda: {"propres": {}, "deplacees": {}})


class ParticipationFactory(DjangoModelFactory[Participation]):
    """A participation in the PLIE, entered on 9 March 2020, still open."""

    class Meta:
        model = Participation

    class Params:
        territoire = factory.SubFactory(TerritoireFactory)
        sortie_positive = factory.Trait(
            date_sortie=date(2020, 12, 1), motif_sortie="E_CDI", date_validation_sortie=date(2020, 12, 8)
        )
        sortie_negative = factory.Trait(
            date_sortie=date(2020, 12, 1), motif_sortie="A_ABANDON", date_validation_sortie=date(2020, 12, 8)
        )
        sortie_provisoire = factory.Trait(date_sortie=date(2020, 12, 1), motif_sortie="E_CDI")
        doublon = factory.Trait(date_sortie=date(2020, 12, 1), motif_sortie="A_DOUBLON")
        en_qpv = factory.Trait(qpv="OUI", code_qpv="QP974001")

    personne = factory.SubFactory(PersonneFactory, territoire=factory.SelfAttribute("..territoire"))
    dispositif = factory.LazyAttribute(lambda p: p.personne.territoire.dispositifs.get(code="PLIE"))
    date_entree = date(2020, 3, 9)
    qpv = "NON"
    niveau_formation = "3"
    statut_entree = "CHOMEUR"
    duree_chomage_mois = 14


class CritereFactory(DjangoModelFactory[Critere]):
    class Meta:
        model = Critere

    participation = factory.SubFactory(ParticipationFactory)
    code = "DELD"


class FreinFactory(DjangoModelFactory[Frein]):
    class Meta:
        model = Frein

    participation = factory.SubFactory(ParticipationFactory)
    theme = "mobilite"


class EtapeFactory(DjangoModelFactory[Etape]):
    """An atelier of April 2020, done."""

    class Meta:
        model = Etape

    class Params:
        chantier = factory.Trait(categorie="IAE_ACI", intitule="Chantier d'insertion", finance_plie="OUI")
        ouverte = factory.Trait(date_fin=None, statut="EN_COURS")
        prevue = factory.Trait(statut="PREVUE")
        annulee = factory.Trait(statut="ANNULEE")

    participation = factory.SubFactory(ParticipationFactory)
    territoire = factory.LazyAttribute(lambda e: e.participation.personne.territoire)
    categorie = "ATELIER"
    intitule = "Atelier d'essai"
    date_debut = date(2020, 4, 1)
    date_fin = date(2020, 4, 30)
    cle = factory.Sequence(lambda n: f"essai|{n}")


class EntretienFactory(DjangoModelFactory[Entretien]):
    """An appointment of 6 April 2020, nine o'clock."""

    class Meta:
        model = Entretien

    personne = factory.SubFactory(PersonneFactory)
    agent = factory.SubFactory(AgentFactory, territoire=factory.SelfAttribute("..personne.territoire"))
    debut = datetime(2020, 4, 6, 7, tzinfo=UTC)


class InstanceFactory(DjangoModelFactory[Instance]):
    """An admission commission, for every scheme."""

    class Meta:
        model = Instance

    territoire = factory.SubFactory(TerritoireFactory)
    nature = "COMMISSION_ENTREE"
    nom = factory.Sequence(lambda n: f"Commission d'essai n° {n}")


class MembreInstanceFactory(DjangoModelFactory[MembreInstance]):
    class Meta:
        model = MembreInstance

    instance = factory.SubFactory(InstanceFactory)
    organisation = factory.SubFactory(OrganisationFactory, territoire=factory.SelfAttribute("..instance.territoire"))
    debut = date(2020, 1, 1)


class SeanceFactory(DjangoModelFactory[Seance]):
    """A séance of 20 March 2020, to be held."""

    class Meta:
        model = Seance

    instance = factory.SubFactory(InstanceFactory)
    le = date(2020, 3, 20)


class PresenceFactory(DjangoModelFactory[Presence]):
    class Meta:
        model = Presence

    seance = factory.SubFactory(SeanceFactory)
    membre = factory.SubFactory(MembreInstanceFactory, instance=factory.SelfAttribute("..seance.instance"))
    etat = "PRESENT"


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    seance = factory.SubFactory(SeanceFactory)
    rang = factory.Sequence(lambda n: n + 1)
    genre = "prescription"
    objet_id = factory.Sequence(lambda n: n + 1)
    resultat = "admettre"


class SuiteFactory(DjangoModelFactory[Suite]):
    """Asked on 20 March 2020 for the end of April."""

    class Meta:
        model = Suite

    seance = factory.SubFactory(SeanceFactory)
    membre = factory.SubFactory(MembreInstanceFactory, instance=factory.SelfAttribute("..seance.instance"))
    objet = "Envoyer le bilan aux communes"
    echeance = date(2020, 4, 30)


class RectificationFactory(DjangoModelFactory[Rectification]):
    class Meta:
        model = Rectification

    decision = factory.SubFactory(DecisionFactory)
    pourquoi = "Erreur de saisie"
    resultat = "ajourner"


class PrescriptionFactory(DjangoModelFactory[Prescription]):
    """Somebody oriented towards the PLIE on 2 March 2020, not received yet."""

    class Meta:
        model = Prescription

    class Params:
        lieu = factory.SubFactory(TerritoireFactory)

    personne = factory.SubFactory(PersonneFactory, territoire=factory.SelfAttribute("..lieu"))
    territoire = factory.LazyAttribute(lambda p: p.personne.territoire)
    dispositif = factory.LazyAttribute(lambda p: p.personne.territoire.dispositifs.get(code="PLIE"))
    le = date(2020, 3, 2)
    expire_le = date(2020, 5, 31)
    statut = "PRESCRIT"
    statut_le = date(2020, 3, 2)
    information_le = date(2020, 3, 2)
    consentement_le = date(2020, 3, 2)


class LienOrientationFactory(DjangoModelFactory[LienOrientation]):
    """A link that nobody used."""

    class Meta:
        model = LienOrientation

    territoire = factory.SubFactory(TerritoireFactory)
    organisation = factory.SubFactory(OrganisationFactory, territoire=factory.SelfAttribute("..territoire"))
    courriel = "assistante@exemple.invalid"
    empreinte = factory.Sequence(lambda n: f"{n:064}")
    expire_le = date(2040, 1, 1)


class OrientationRecueFactory(DjangoModelFactory[OrientationRecue]):
    """What came by a link, on somebody nobody knows."""

    class Meta:
        model = OrientationRecue

    lien = factory.SubFactory(LienOrientationFactory)
    territoire = factory.LazyAttribute(lambda o: o.lien.territoire)
    dispositif = factory.LazyAttribute(lambda o: o.lien.territoire.dispositifs.get(code="PLIE"))
    nom, prenom = "Exemple", "Zélie"
    date_naissance = date(1985, 5, 14)
    information_le = date(2020, 3, 2)
    consentement_le = date(2020, 3, 2)
    statut_le = date(2020, 3, 2)


class CritereProuveFactory(DjangoModelFactory[CritereProuve]):
    class Meta:
        model = CritereProuve

    prescription = factory.SubFactory(PrescriptionFactory)
    code = "RSA"


class FreinRepereFactory(DjangoModelFactory[FreinRepere]):
    class Meta:
        model = FreinRepere

    prescription = factory.SubFactory(PrescriptionFactory)
    theme = "mobilite"


class ContratPlieFactory(DjangoModelFactory[ContratPlie]):
    class Meta:
        model = ContratPlie

    participation = factory.SubFactory(ParticipationFactory)
    etabli_le = date(2020, 3, 16)


class SuspensionFactory(DjangoModelFactory[Suspension]):
    class Meta:
        model = Suspension

    participation = factory.SubFactory(ParticipationFactory)
    motif = "AUTRE"
    debut = date(2020, 6, 1)


class EmploiFactory(DjangoModelFactory[Emploi]):
    class Meta:
        model = Emploi

    participation = factory.SubFactory(ParticipationFactory)
    contrat = "CDI"
    debut = date(2020, 9, 1)


class ConstatEmploiFactory(DjangoModelFactory[ConstatEmploi]):
    class Meta:
        model = ConstatEmploi

    emploi = factory.SubFactory(EmploiFactory)
    mois = 1
    situation = "EMPLOI"
    le = date(2020, 10, 1)


class ProtocoleFactory(DjangoModelFactory[Protocole]):
    class Meta:
        model = Protocole

    dispositif = factory.LazyFunction(lambda: TerritoireFactory().dispositifs.get(code="PLIE"))
    nom = "Protocole d'essai 2018-2021"
    debut = date(2018, 1, 1)
    fin = date(2021, 12, 31)
    motifs_positifs = factory.LazyFunction(lambda: ["E_CDI"])


class AvenantFactory(DjangoModelFactory[Avenant]):
    class Meta:
        model = Avenant

    protocole = factory.SubFactory(ProtocoleFactory)
    numero = 1
    objet = "Prolongation d'un an"
    effet_le = date(2022, 1, 1)
    prolonge_au = date(2022, 12, 31)


class ObjectifFactory(DjangoModelFactory[Objectif]):
    class Meta:
        model = Objectif

    dispositif = factory.LazyFunction(lambda: TerritoireFactory().dispositifs.get(code="PLIE"))
    indicateur = "personnes_suivies"
    debut = date(2020, 1, 1)
    fin = date(2020, 12, 31)
    cible = 400
    date_effet = date(2020, 1, 1)


class PropositionObjectifFactory(DjangoModelFactory[PropositionObjectif]):
    """A target that waits for a committee."""

    class Meta:
        model = PropositionObjectif

    dispositif = factory.LazyFunction(lambda: TerritoireFactory().dispositifs.get(code="PLIE"))
    indicateur = "personnes_suivies"
    debut = date(2021, 1, 1)
    fin = date(2021, 12, 31)
    cible = 420
    raison = "Le protocole le prévoit"
    proposee_le = date(2020, 11, 1)


class ReleveFactory(DjangoModelFactory[Releve]):
    class Meta:
        model = Releve

    territoire = factory.SubFactory(TerritoireFactory)
    libelle = "Jeunes accueillis"
    organisme = "Mission locale d'essai"
    debut = date(2020, 1, 1)
    fin = date(2020, 12, 31)
    valeur = 2000
    source = "Rapport d'activité d'essai"
    cle = factory.Sequence(lambda n: f"essai|{n}")


@dataclass(frozen=True)
class Distribution:
    """The fixed cast: one territory, those who work there, and a stranger from the next one."""

    territoire: Territoire
    voisin: Territoire
    accompagnement: Organisation  # employs the référent
    chantier: Organisation  # the operator
    orienteur: Organisation  # the prescriber
    acteurs: dict[str, Acteur]

    # Who plays what: name in the tests → role in the code list.
    ROLES = {
        "animatrice": "animateur_coordonnateur",
        "directeur": "directeur_plie",
        "referent": "referent_parcours",
        "gestionnaire": "gestionnaire_oi",
        "emploi": "charge_relation_entreprise",
        "controleuse": "controleur_csf",
        "instructeur": "instructeur",
        "chargee_ess": "charge_mission_ess",
        "juree": "membre_jury",
        "operateur": "operateur",
        "siae": "siae",
        "prescripteur": "prescripteur",
        "elue": "elu_copil",
        "financeur": "financeur",
        "reseau": "reseau",
        "dpo": "dpo",
        "administratrice": "administrateur",
    }

    def __getattr__(self, nom: str) -> Acteur:
        """``distribution.animatrice``, ``distribution.etrangere``…"""
        try:
            return self.__dict__["acteurs"][nom]
        except KeyError:
            raise AttributeError(nom) from None

    @classmethod
    def monter(cls, code: str = "OUEST") -> Distribution:
        territoire = TerritoireFactory(code=code, nom="Territoire d'essai", dispositifs=["ARPE"])
        voisin = TerritoireFactory(code=f"{code}2", nom="Territoire voisin")
        structures = {
            "referent": OrganisationFactory(territoire=territoire, nom="Maison de l'accompagnement"),
            "operateur": OrganisationFactory(territoire=territoire, nom="Chantier du littoral"),
            "prescripteur": OrganisationFactory(territoire=territoire, nom="Agence qui oriente"),
        }
        structures["siae"] = structures["operateur"]
        acteurs = {nom: jouer(nom, role, territoire, structures.get(nom)) for nom, role in cls.ROLES.items()}
        acteurs["etrangere"] = jouer("etrangere", "animateur_coordonnateur", voisin)
        return cls(
            territoire, voisin, structures["referent"], structures["operateur"], structures["prescripteur"], acteurs
        )


def jouer(nom: str, role: str, territoire: Territoire, organisation: Organisation | None = None) -> Acteur:
    """Somebody with an account and one role in a territory."""
    agent = AgentFactory(
        territoire=territoire,
        prenom=nom.capitalize(),
        nom="Exemple",
        courriel=f"{nom}@{territoire.code.lower()}.invalid",
        compte__courriel=f"{nom}@{territoire.code.lower()}.invalid",
        organisation=organisation,
        roles=[role],
    )
    return Acteur(compte=agent.compte, territoire=territoire, agent=agent, roles=frozenset({role}))
