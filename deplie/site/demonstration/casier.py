"""What a working day leaves beside the tables: people proposed to operators, hours, papers attached, letters."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.models import Agent
from deplie.acteurs.queries import Acteur
from deplie.parcours import actions
from deplie.parcours.models import CritereProuve, Emploi, Etape, Participation, PieceJointe
from deplie.parcours.rules.courrier import COURRIERS
from deplie.parcours.rules.preuve import PREUVES
from deplie.site.demonstration import papiers
from deplie.site.demonstration.declaration import Declaration
from deplie.site.demonstration.vie import de_la_distribution
from deplie.socle import fabrications
from deplie.socle.models import Fabrication
from deplie.territoires.rules import CRITERES_SENSIBLES

ATTENDU: Final = "Un premier rendez-vous cette semaine, puis trois jours par semaine."
INVITATION: Final = (
    "{{ territoire }}",
    "Le {{ date }}",
    "{{ nom_complet }}\n{{ adresse }}\n{{ code_postal }} {{ commune }}",
    "Objet : réunion d'information du {{ dispositif }}",
    "Bonjour {{ prenom }},",
    "{{ referent }}, qui vous accompagne depuis le {{ date_entree }}, vous invite à une réunion. {{ message }}",
    "Modèle de démonstration : tout y est inventé.",
)
PASSAGE: Final = (
    "{{ territoire }}",
    "Le {{ date }}",
    "Point sur le parcours de {{ nom_complet }}, numéro {{ identifiant }}",
    "{% for etape in etapes %}{{ etape.nom }}, {{ etape.operateur }}, depuis le {{ etape.debut }}\n{% endfor %}",
    "Modèle de démonstration : tout y est inventé.",
)
MODELES: Final = {"Invitation à une réunion": INVITATION, "Point sur un parcours": PASSAGE}
LETTRES: Final = 2


def en_role(par: Acteur, role: str) -> Acteur:
    """The one of the cast who plays a role in the territory, with that role alone."""
    agents = Agent.objects.filter(territoire=par.territoire, habilitations__role=role, compte__isnull=False)
    agent = agents.select_related("compte", "organisation").order_by("pk").first()
    assert agent is not None, role
    return Acteur(compte=agent.compte, territoire=par.territoire, agent=agent, roles=frozenset({role}))


def accueillir(lue: Declaration, par: Acteur, jour: date) -> None:
    """At the operator and the worksite of the cast: proposals that wait, hours of the months gone by, their sheets."""
    for role, chantier in (("operateur", False), ("siae", True)):
        ici = Etape.objects.filter(territoire=par.territoire, operateur__nom=de_la_distribution(lue, chantier))
        ici = ici.select_related("participation__referent", "operateur").order_by("date_debut", "pk")
        for etape in ici.filter(statut="PREVUE", date_debut__gt=jour):
            actions.proposer_etape(etape=etape, par=en_role(par, "referent_parcours"), attendu=ATTENDU)
        accueil = en_role(par, role)
        for rang, etape in enumerate(ici.filter(statut="EN_COURS", date_debut__lte=jour - timedelta(days=40))[:5]):
            _noter(etape, rang, jour, accueil)


def _noter(etape: Etape, rang: int, jour: date, par: Acteur) -> None:
    """The last whole months, but the very last for one in three: it is asked for. Their sheet with them."""
    mois = (jour.replace(day=1) - timedelta(days=1)).replace(day=1)
    if rang % 3 == 2:
        mois = (mois - timedelta(days=1)).replace(day=1)
    for _ in range(2):
        dernier = (mois + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        du, au = max(mois, etape.date_debut), min(dernier, etape.date_fin or dernier)
        if du <= au:
            heures = min(Decimal(6 + 10 * (rang + 2)), Decimal(12 * ((au - du).days + 1)))
            actions.noter_assiduite(etape=etape, du=du, au=au, heures=heures, par=par)
            if rang < 2:
                _joindre(par, etape, f"emargement-{mois:%Y-%m}", "Feuille d'émargement", au,
                         (f"Étape : {etape.intitule}", f"Mois de {mois:%m/%Y} : {heures} heures"))  # fmt: skip
        mois = (mois - timedelta(days=1)).replace(day=1)


def joindre(par: Acteur, jour: date) -> None:
    """Papers of those who wait for a commission, of the jobs followed up and of the last exits."""
    equipe = en_role(par, "animateur_coordonnateur")
    criteres = CritereProuve.objects.filter(
        prescription__territoire=par.territoire, prescription__statut="EN_COMMISSION", piece_du__isnull=False
    ).exclude(code__in=CRITERES_SENSIBLES)
    for rang, critere in enumerate(criteres.select_related("prescription").order_by("pk")[:4]):
        piece = PREUVES[critere.code].piece
        if rang == 1:
            fichier = papiers.garder("photo.png", papiers.photo(), equipe)
            actions.joindre_piece(fichier=fichier, cible=critere, datee_du=critere.piece_du, par=equipe)
        else:
            _joindre(equipe, critere, "attestation", piece, critere.piece_du, ("Critère attesté le jour dit.",))
    emplois = Emploi.objects.filter(
        participation__dispositif__territoire=par.territoire,
        preuve_du__isnull=False,
        debut__gte=jour - timedelta(days=200),
    )
    for emploi in emplois.order_by("pk")[:3]:
        dit = (f"Employeur : {emploi.employeur}", f"Métier : {emploi.metier}", f"Embauche : {emploi.debut:%d/%m/%Y}")
        _joindre(equipe, emploi, "contrat-de-travail", "Contrat de travail", emploi.preuve_du, dit)
    sorties = Participation.objects.filter(dispositif__territoire=par.territoire, motif_sortie__in=("P_CDI", "P_CDD6"))
    for sortie in sorties.filter(date_sortie__lte=jour).order_by("-date_sortie", "pk")[:2]:
        _joindre(equipe, sortie, "contrat", "Contrat de travail", sortie.date_sortie, ("Preuve de la sortie.",))


def _joindre(par: Acteur, cible: Any, nom: str, titre: str, le: date | None, lignes: tuple[str, ...]) -> PieceJointe:
    dit = (*lignes, f"Daté du {le:%d/%m/%Y}" if le else "", "Aucune personne, aucun organisme réels.")
    fichier = papiers.garder(f"{nom}.pdf", papiers.page(titre, dit), par)
    return actions.joindre_piece(fichier=fichier, cible=cible, intitule=titre, datee_du=le, par=par)


@transaction.atomic
def deposer_modeles(par: Acteur, jour: date) -> Fabrication:
    """Models of the territory's own, and letters asked for with the first to a few people."""
    equipe = en_role(par, "animateur_coordonnateur")
    deposes = [
        actions.deposer_modele(
            nom=nom, fichier=papiers.garder("modele.docx", papiers.modele(textes), equipe), par=equipe
        )
        for nom, textes in MODELES.items()
    ]
    suivies = Participation.objects.ouvertes_le(jour).filter(dispositif__territoire=par.territoire)
    objets = list(suivies.order_by("personne__identifiant").values_list("pk", flat=True)[:LETTRES])
    return actions.demander_courriers(
        objets=objets, modele=str(deposes[0].pk), message="Mardi à 14 h, salle du conseil.", par=equipe
    )


def ecrire_lettres(par: Acteur) -> None:
    """Make the letters that were asked for, as the worker would."""
    attendues = Fabrication.objects.filter(
        territoire=par.territoire.code, genre=COURRIERS, etat=Fabrication.Etat.DEMANDEE
    )
    for pk in attendues.order_by("pk").values_list("pk", flat=True):
        fabrications.fabriquer.call(pk)
