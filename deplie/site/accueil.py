"""The home page of a territory: the panels that each role comes for, each fed by a room's queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, Final

from django.db.models import Count
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.acteurs.queries.equipe import equipe
from deplie.acteurs.queries.journal import nom_d_objet
from deplie.acteurs.rules import DROITS
from deplie.financements.queries.accueil import attentes as attentes_d_operations
from deplie.financements.queries.echeances import resume as resume_des_echeances
from deplie.instances.queries import proches as seances_proches
from deplie.parcours.queries import accueil as personnes
from deplie.parcours.queries.accueil_etapes import liste as accueils_de
from deplie.parcours.queries.accueil_etapes import sans_heures
from deplie.parcours.queries.entretien import a_completer as rendez_vous_a_completer
from deplie.parcours.queries.entretien import du_jour as rendez_vous_du_jour
from deplie.parcours.queries.lien import orientations_recues
from deplie.parcours.queries.liste import EN_COURS, SORTIS, Filtre
from deplie.parcours.queries.prescription import ONGLETS
from deplie.parcours.queries.prescription import compter as compter_prescriptions
from deplie.parcours.queries.prescription import liste as prescriptions_de
from deplie.parcours.rules.alertes import ALERTES
from deplie.pilotage.queries.bilan import TOUS, Chiffre, etablir
from deplie.pilotage.queries.periodes import annees
from deplie.site import accueil_lecture as lecture
from deplie.socle.graphiques import jauge
from deplie.socle.memoire import retenir
from deplie.socle.models import Journal, Lot

# What a référent answers for; what coordination watches over besides.
ALERTES_DU_REFERENT: Final = tuple(code for code in ALERTES if code != "sans_referent")
TETE: Final = ("personnes_suivies", "entrees", "sorties", "taux_sorties_positives")
DERNIERS: Final = 5
NATURES: Final = {
    Journal.DECISION: "décisions",
    Journal.CONSULTATION: "consultations",
    Journal.EXPORT: "exports",
    Journal.CONNEXION: "connexions",
}
PILOTES: Final = frozenset({"animateur_coordonnateur", "directeur_plie", "gestionnaire_oi"})
SUIVEURS: Final = frozenset({"referent_parcours", "charge_relation_entreprise"})
COORDINATION: Final = frozenset({"animateur_coordonnateur", "directeur_plie"})
LECTEURS: Final = frozenset({"elu_copil", "financeur", "reseau"})
INSTRUCTION: Final = frozenset({"instructeur", "charge_mission_ess", "membre_jury", "controleur_csf"})
AVANCENT: Final = frozenset(DROITS["pacte.avancer"].roles)
ECHEANCES: Final = frozenset({"instructeur", "charge_mission_ess", "controleur_csf", "operateur", "siae"})


@dataclass(frozen=True)
class Panneau:
    """A panel: its template, and what it shows. ``etroit``: beside the others rather than among them."""

    gabarit: str
    contenu: dict[str, Any] = field(default_factory=dict)
    etroit: bool = False

    @property
    def modele(self) -> str:
        """The template's path."""
        return f"site/panneaux/{self.gabarit}.html"


@dataclass(frozen=True)
class Tuile:
    """A headline figure as the home page writes it."""

    code: str
    libelle: str
    texte: str
    valeur: Any
    cible: Any
    atteinte: Any
    numerateur: int | None
    denominateur: Any
    ecart: str


@dataclass(frozen=True)
class Annee:
    """What a year says: headline figures, declared figures that the records contradict."""

    annee: int
    dispositif: str
    precedente: str
    en_retard: bool
    tuiles: tuple[Tuile, ...]
    contredits: tuple[tuple[str, str, str, str], ...]


class Vue:
    """Who looks, on which day; what several panels read is read once."""

    def __init__(self, acteur: Acteur, jour: date) -> None:
        self.acteur, self.jour = acteur, jour
        self._lues: dict[int, Annee] = {}

    @cached_property
    def annees(self) -> list[int]:
        """Years with something to say, the latest first, none ahead."""
        territoire = self.acteur.territoire
        connues = retenir(territoire.code, ["annees", self.jour], lambda: annees(territoire))
        return [annee for annee in connues if annee <= self.jour.year]

    def annee(self, annee: int) -> Annee:
        """The figures of a year, of the first scheme declared; kept while nothing changes."""
        if annee not in self._lues:
            question = ["annee", annee, self.jour, self.acteur.peut("sensible.lire")]
            lire = partial(_lire_annee, self.acteur, annee)
            self._lues[annee] = retenir(self.acteur.territoire.code, question, lire, garder=_a_jour)
        return self._lues[annee]


def _a_jour(lue: Annee) -> bool:
    return not lue.en_retard


def _lire_annee(acteur: Acteur, annee: int) -> Annee:
    premier = acteur.territoire.dispositifs.first()
    dispositif = premier.code if premier else TOUS
    debut, fin = date(annee, 1, 1), date(annee, 12, 31)
    bilan = etablir(acteur.territoire, debut, fin, acteur=acteur, dispositif=dispositif)
    chiffres = [bilan.totaux[code] for code in TETE if code in bilan.totaux]
    contredits = [lu for lu in bilan.declares if lu.permis is False]
    return Annee(
        annee=annee,
        dispositif=bilan.dispositif,
        precedente=bilan.precedente.libelle if bilan.precedente else "",
        en_retard=bilan.en_retard,
        tuiles=tuple(_tuile(chiffre) for chiffre in chiffres if chiffre.valeur is not None),
        contredits=tuple((lu.releve.libelle, lu.texte, lu.calcule, lu.ecart) for lu in contredits),
    )


def _tuile(chiffre: Chiffre) -> Tuile:
    objectif = chiffre.objectif
    return Tuile(
        code=chiffre.code,
        libelle=chiffre.libelle,
        texte=chiffre.texte,
        valeur=chiffre.valeur,
        cible=objectif.cible if objectif else None,
        atteinte=objectif.atteinte if objectif else None,
        numerateur=chiffre.numerateur,
        denominateur=chiffre.denominateur,
        ecart=chiffre.ecart if chiffre.precedent else "",
    )


Faiseur = Callable[[Vue], Panneau | None]


def mes_choses_a_faire(vue: Vue) -> Panneau | None:
    if vue.acteur.agent is None:
        return None
    siennes = _siennes(vue.acteur.agent)
    points = personnes.a_verifier(vue.acteur, vue.jour, **siennes)
    contenu = {"anciens": personnes.anciens(vue.acteur, vue.jour, **siennes), "titre": "À faire"}
    return Panneau("a_verifier", {"points": points, "sous": "Parmi les personnes que vous suivez.", **contenu})


def _siennes(agent: Any) -> dict[str, Any]:
    """What is asked of the people of one référent."""
    return {"codes": ALERTES_DU_REFERENT, "referent": str(agent.pk)}


def choses_des_absents(vue: Vue) -> Panneau | None:
    """What waits for the people of those whom the reader stands in for."""
    lus = [
        (
            absent,
            personnes.a_verifier(vue.acteur, vue.jour, **siennes),
            personnes.anciens(vue.acteur, vue.jour, **siennes),
        )
        for absent in vue.acteur.remplaces
        for siennes in [_siennes(absent)]
    ]
    return Panneau("absents", {"absents": lus}) if lus else None


def a_verifier(vue: Vue) -> Panneau | None:
    points = personnes.a_verifier(vue.acteur, vue.jour)
    contenu = {"anciens": personnes.anciens(vue.acteur, vue.jour), "titre": "À vérifier"}
    return Panneau("a_verifier", {"points": points, "sous": "Ce qui fausserait un chiffre d'abord.", **contenu})


def a_recevoir(vue: Vue) -> Panneau | None:
    """Prescriptions that wait: how many at each step, the oldest of those to receive."""
    comptes = compter_prescriptions(vue.acteur)
    contenu = {
        "etapes": [(nom, ONGLETS[nom][0], comptes[nom]) for nom in ONGLETS if nom != "decidees"],
        "premieres": prescriptions_de(vue.acteur, "a_recevoir")[:DERNIERS] if comptes["a_recevoir"] else (),
    }
    contenu["recues"] = orientations_recues(vue.acteur).count()
    # The first act of a prescriber; the others have more urgent ones.
    contenu["orienter"] = "prescripteur" in vue.acteur.roles
    return (
        Panneau("prescriptions", contenu) if any(comptes.values()) or contenu["recues"] or contenu["orienter"] else None
    )


def seances_de_la_semaine(vue: Vue) -> Panneau | None:
    """The séances of the next seven days, with the number of files that wait for each."""
    lues = seances_proches(vue.acteur, vue.jour)
    return Panneau("seances", {"seances": lues}) if lues else None


def mes_rendez_vous(vue: Vue) -> Panneau | None:
    """Today's appointments of somebody who holds interviews, and the last ones of which nothing was said."""
    if vue.acteur.agent is None or not vue.acteur.peut("entretien.tenir"):
        return None
    lus = rendez_vous_du_jour(vue.acteur, vue.acteur.agent, vue.jour)
    oublies = rendez_vous_a_completer(vue.acteur, vue.acteur.agent, vue.jour)
    return Panneau("rendez_vous", {"entretiens": lus, "oublies": oublies, "jour": vue.jour})


def mon_portefeuille(vue: Vue) -> Panneau | None:
    if vue.acteur.agent is None:
        return None
    lu = personnes.portefeuille(vue.acteur, vue.acteur.agent, vue.jour)
    dessin = jauge(lu.en_cours, lu.plafond, f"{lu.en_cours} personnes suivies pour {lu.plafond}") if lu.plafond else ""
    return Panneau("portefeuille", {"portefeuille": lu, "jauge": dessin}, etroit=True)


def mes_echeances(vue: Vue) -> Panneau | None:
    return Panneau("echeances", {"echeances": personnes.echeances(vue.acteur, vue.jour, agent=vue.acteur.agent)})


def charges(vue: Vue) -> Panneau | None:
    lues = personnes.charges(vue.acteur, vue.jour)
    passer = vue.acteur.peut("portefeuille.passer")
    return Panneau("charges", {"charges": lues, "passer": passer}) if lues else None


def l_annee(vue: Vue) -> Panneau | None:
    """The figures of this year, else of the last one with something to say; with the objective in force."""
    return _annee(vue, vue.annees[:1])


def derniere_annee(vue: Vue) -> Panneau | None:
    """The figures of the last whole year with something to say."""
    return _annee(vue, [annee for annee in vue.annees if annee < vue.jour.year][:1])


def _annee(vue: Vue, annees: list[int]) -> Panneau:
    if not annees:
        return Panneau("sans_bilan")
    lue = vue.annee(annees[0])
    return Panneau("annee", {"lue": lue, "annee": str(lue.annee), "en_cours": lue.annee == vue.jour.year})


def contredits(vue: Vue) -> Panneau | None:
    """The declared figures that the records contradict, over the year shown."""
    lus = vue.annee(vue.annees[0]).contredits if vue.annees else ()
    contenu = {"chiffres": lus[:DERNIERS], "reste": max(0, len(lus) - DERNIERS)}
    return Panneau("contredits", contenu) if lus else None


def imports(vue: Vue) -> Panneau | None:
    lots = Lot.objects.filter(territoire=vue.acteur.territoire.code).select_related("par").order_by("-cree_le")
    return Panneau("imports", {"lots": lots[:DERNIERS]}, etroit=True)


def a_accueillir(vue: Vue) -> Panneau | None:
    """What waits for an operator: étapes proposed, whole months without an hour."""
    proposees = list(accueils_de(vue.acteur, "a_repondre", vue.jour)[:DERNIERS])
    contenu = {"proposees": proposees, "sans_heures": sans_heures(vue.acteur, vue.jour, DERNIERS)}
    return Panneau("a_accueillir", contenu) if any(contenu.values()) else None


def accueillies(vue: Vue) -> Panneau | None:
    en_cours = personnes.compter(vue.acteur, "en cours", Filtre(etat=EN_COURS, au=vue.jour))
    return Panneau("accueillies", {"etapes": personnes.accueillies(vue.acteur, vue.jour), "compteur": en_cours})


def orientees(vue: Vue) -> Panneau | None:
    compteurs = [
        personnes.compter(vue.acteur, "en parcours", Filtre(etat=EN_COURS, au=vue.jour)),
        personnes.compter(vue.acteur, "sorties", Filtre(etat=SORTIS, au=vue.jour)),
    ]
    return Panneau("orientees", {"participations": personnes.orientees(vue.acteur), "compteurs": compteurs})


def appels_et_operations(vue: Vue) -> Panneau | None:
    """Applications to read, operations by what they wait for."""
    return Panneau("operations", {"attentes": attentes_d_operations(vue.acteur)})


def echeances_des_operations(vue: Vue) -> Panneau | None:
    """What operations and the frame have due, that the reader may end: how many are late, the next ones."""
    resume = resume_des_echeances(vue.acteur, vue.jour)
    return Panneau("echeances_operations", {"resume": resume, "jour": vue.jour}) if resume else None


def journal(vue: Vue) -> Panneau | None:
    """How many lines of each nature over a week; the last decisions and exports."""
    lignes = Journal.objects.filter(territoire=vue.acteur.territoire.code)
    semaine = lignes.filter(le__gte=timezone.now() - timedelta(days=7))
    comptes = dict(semaine.order_by().values_list("nature").annotate(n=Count("pk")))
    fortes = lignes.filter(nature__in=(Journal.DECISION, Journal.EXPORT)).select_related("par").order_by("-le")
    contenu = {
        "natures": [(nom, comptes.get(nature, 0)) for nature, nom in NATURES.items()],
        "lignes": [(ligne, nom_d_objet(ligne.objet)) for ligne in fortes[:DERNIERS]],
    }
    return Panneau("journal", contenu)


def l_equipe(vue: Vue) -> Panneau | None:
    return Panneau("equipe", {"equipe": equipe(vue.acteur.territoire)}, etroit=True)


def premiers_pas(vue: Vue) -> Panneau | None:
    return _lu("premiers_pas", lecture.premiers_pas(vue.acteur))


def publies(vue: Vue) -> Panneau | None:
    return _lu("publies", lecture.publies(vue.acteur))


def appels_lus(vue: Vue) -> Panneau | None:
    return _lu("appels_lus", lecture.appels(vue.acteur))


def dates_du_cadre(vue: Vue) -> Panneau | None:
    return _lu("dates", lecture.dates(vue.acteur, vue.jour))


def actions_en_retard(vue: Vue) -> Panneau | None:
    return _lu("actions_en_retard", lecture.actions_en_retard(vue.acteur))


def _lu(gabarit: str, contenu: dict[str, Any] | None) -> Panneau | None:
    return Panneau(gabarit, contenu) if contenu else None


# Who comes for what, in order. A panel asked for by two roles is shown once.
PANNEAUX: Final[tuple[tuple[frozenset[str], Faiseur], ...]] = (
    (PILOTES, premiers_pas),
    (frozenset({"referent_parcours"}), mes_rendez_vous),
    (frozenset({"referent_parcours"}), mes_choses_a_faire),
    (SUIVEURS | COORDINATION, choses_des_absents),
    (PILOTES, a_verifier),
    (frozenset({"referent_parcours"}) | COORDINATION, seances_de_la_semaine),
    (frozenset({"referent_parcours", "prescripteur"}) | COORDINATION, a_recevoir),
    (SUIVEURS, mes_echeances),
    (SUIVEURS, mon_portefeuille),
    (frozenset({"operateur", "siae"}), a_accueillir),
    (frozenset({"operateur", "siae"}), accueillies),
    (frozenset({"prescripteur"}), orientees),
    (INSTRUCTION | {"gestionnaire_oi"}, appels_et_operations),
    (PILOTES | ECHEANCES, echeances_des_operations),
    (AVANCENT, actions_en_retard),
    (PILOTES, l_annee),
    (LECTEURS, derniere_annee),
    (LECTEURS, publies),
    (LECTEURS, appels_lus),
    (LECTEURS, dates_du_cadre),
    (PILOTES, charges),
    (PILOTES, contredits),
    (frozenset({"dpo", "administrateur"}), journal),
    (PILOTES | {"administrateur"}, imports),
    (frozenset({"dpo", "administrateur"}), l_equipe),
)


def panneaux(acteur: Acteur, jour: date) -> list[Panneau]:
    """The panels of the actor's roles."""
    vue = Vue(acteur, jour)
    faits = (faire(vue) for roles, faire in PANNEAUX if roles & acteur.roles)
    return [panneau for panneau in faits if panneau]


def titre(acteur: Acteur, panneaux: list[Panneau]) -> str:
    """The page's title says the answer: what waits for the reader, else who they are greeted as."""
    points = [point for panneau in panneaux for point in panneau.contenu.get("points", [])]
    bonjour = f"Bonjour {acteur.agent.prenom}" if acteur.agent and acteur.agent.prenom else "Bonjour"
    if points:
        nombre = sum(point.nombre for point in points)
        return f"{bonjour}, {nombre} point{'s' if nombre > 1 else ''} à vérifier"
    if any(panneau.gabarit == "premiers_pas" for panneau in panneaux):
        return f"{bonjour}, par où commencer"
    if any(panneau.gabarit == "a_verifier" for panneau in panneaux):
        return f"{bonjour}, rien n'attend aujourd'hui"
    lues = [panneau.contenu["lue"] for panneau in panneaux if panneau.gabarit == "annee"]
    if lues and lues[0].tuiles:
        tete = lues[0].tuiles[0]
        nom = tete.libelle.lower()
        accorde = nom if tete.valeur >= 2 else " ".join(mot.removesuffix("s") for mot in nom.split())
        return f"{bonjour}, {tete.texte} {accorde} en {lues[0].annee}"
    return bonjour
