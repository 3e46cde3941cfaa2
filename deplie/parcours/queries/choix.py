"""What a filter or a form offers: schemes, référents, bodies, communes of the territory."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from deplie.acteurs.models import Agent, Habilitation, Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.financements.queries.operation import a_nommer
from deplie.parcours.models import Participation
from deplie.parcours.queries.perimetre import collegues
from deplie.territoires.models import Territoire
from deplie.territoires.queries.geographie import codes_de, lieux_officiels

Choix = list[tuple[str, str]]


def referents(acteur: Acteur):
    """Agents of the territory who follow somebody, or may: of the actor's organisation alone where it bounds them."""
    suivies = Exists(Participation.objects.filter(referent=OuterRef("pk")))
    habilites = Exists(Habilitation.objects.filter(agent=OuterRef("pk"), role="referent_parcours"))
    agents = Agent.objects.filter(suivies | habilites, territoire=acteur.territoire)
    if Perimetre.TERRITOIRE not in acteur.perimetres and acteur.organisation:
        agents = agents.filter(pk__in=collegues(acteur).values("pk"))
    return agents.order_by("nom", "prenom", "courriel")


def prescripteurs(acteur: Acteur) -> list[Organisation]:
    """Bodies that prescribed somebody in the territory, but those that the actor may not name."""
    orientees = Participation.objects.filter(prescripteur=OuterRef("pk"))
    trouves = Organisation.objects.filter(Exists(orientees), territoire=acteur.territoire).order_by("cle")
    return [trouve for trouve in trouves if acteur.dit(trouve) == str(trouve)]


def structures(acteur: Acteur):
    """Bodies of the territory: any may prescribe or carry an étape."""
    return Organisation.objects.filter(territoire=acteur.territoire).order_by("cle")


def operations(acteur: Acteur, presente: str = "") -> Choix:
    """Operations that an étape may name, by code; the one it names already stays, whatever became of it."""
    nommables = [(o.code, f"{o.code} – {o.intitule} ({o.structure})") for o in a_nommer(acteur)]
    if nommables and presente and presente not in dict(nommables):
        nommables.append((presente, presente))
    return nommables


def dispositifs(territoire: Territoire) -> Choix:
    return [(dispositif.code, dispositif.nom) for dispositif in territoire.dispositifs.all()]


def communes(territoire: Territoire) -> Choix:
    """Communes declared for the territory, else those of its EPCI; none where neither is known."""
    declarees = list(territoire.communes.order_by("nom").values_list("code", "nom"))
    if declarees or not territoire.siren:
        return declarees
    lieux = lieux_officiels()
    trouvees = [(code, lieux[code].nom) for code in codes_de(sirens=(territoire.siren,)) if code in lieux]
    return sorted(trouvees, key=lambda commune: commune[1])
