"""The list behind a figure has the length of its count, whole or by part, within what the reader may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deplie.acteurs.models import Agent, Organisation
from deplie.acteurs.queries import Acteur
from deplie.mesure.mesures import Moyenne
from deplie.parcours.models import Participation as Ligne
from deplie.pilotage.catalogue import CATALOGUE
from deplie.pilotage.queries import listes
from deplie.pilotage.queries.bilan import Bilan, Chiffre, lignes
from deplie.pilotage.queries.bilan.lignes import objet_de
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire
from tests.factories import ProtocoleFactory
from tests.pilotage import monde
from tests.pilotage.temoin import Etape, Participation

pytestmark = pytest.mark.django_db
D = date
ANNEE = (D(2020, 1, 1), D(2020, 12, 31))


@pytest.fixture
def lieu() -> Territoire:
    territoire = monde.territoire("PLIE", "ARPE")
    ProtocoleFactory(dispositif=territoire.dispositifs.get(code="PLIE"), motifs_positifs=["P_CDI"])
    etapes = [Etape("PREPA", D(2020, 2, 1)), Etape("IAE_ACI", D(2020, 3, 1), finance="OUI")]
    monde.peupler(territoire, [
        Participation(1, "PLIE", D(2019, 1, 1), D(2020, 2, 1), "P_CDI", situation="EMPLOI", sexe="F", qpv="OUI",
                      niveau="3", naissance=D(1990, 1, 1), statut="CHOMEUR", criteres={"RSA", "TH"}, etapes=etapes),
        Participation(1, "PLIE", D(2020, 3, 1), sexe="F", qpv="NON", niveau="5", criteres={"RSA"}, etapes=etapes[:1]),
        Participation(2, "PLIE", D(2020, 3, 1), D(2020, 9, 1), "A_DETEN", sexe="H", qpv="NSP", criteres={"TH"}),
        Participation(3, "PLIE", D(2018, 3, 1), D(2019, 9, 1), "P_CDD6", situation="INCONNUE", sexe="", qpv="OUI"),
        Participation(1, "ARPE", D(2020, 6, 1), sexe="F", qpv="OUI", niveau="3"),
        Participation(4, "PLIE", D(2020, 6, 1), D(2020, 7, 1), "A_DOUBLON", sexe="F", etapes=etapes),
    ])  # fmt: skip
    return territoire


def lister(lieu: Territoire, chiffre: Chiffre, cote: str, **options: Any) -> int:
    options.setdefault("acteur", Acteur.systeme(lieu))
    part = dict(chiffre.ventilation)
    return len(lignes(lieu, *ANNEE, chiffre.code, ventilation=part, cote=cote, aujourd_hui=monde.LE, **options))


def verifier(lieu: Territoire, bilan: Bilan, **options: Any) -> int:
    """Every side of every figure of the bilan; how many were opened."""
    ouverts = 0
    for chiffre in bilan.chiffres:
        if chiffre.valeur is None and not chiffre.denominateur:
            continue
        if not chiffre.indicateur.est_rapport:
            assert lister(lieu, chiffre, "numerateur", **options) == chiffre.valeur, chiffre
            ouverts += 1
            continue
        if not isinstance(chiffre.indicateur.figure, Moyenne):
            assert lister(lieu, chiffre, "numerateur", **options) == chiffre.numerateur, chiffre
        if chiffre.indicateur.apport is None:
            assert lister(lieu, chiffre, "denominateur", **options) == chiffre.denominateur, chiffre
        ouverts += 2
    return ouverts


@pytest.mark.parametrize(
    "par", [(), ("sexe",), ("qpv", "niveau"), ("critere",), ("motif",), ("categorie", "finance_plie")]
)
@pytest.mark.parametrize("dispositif", ["PLIE", "TOUS"])
def test_une_liste_a_la_longueur_de_son_chiffre(lieu: Territoire, par: tuple[str, ...], dispositif: str) -> None:
    assert verifier(lieu, monde.bilan(lieu, *ANNEE, *par, dispositif=dispositif), dispositif=dispositif) > 30


def test_les_listes_sans_droit_sensible(lieu: Territoire) -> None:
    """The reader's own reading of motives and criteria: the part named A_SANTE holds who reads so."""
    direction = Acteur(compte=None, territoire=lieu, agent=None, roles=frozenset({"directeur_plie"}))
    for par in ("motif", "critere"):
        bilan = monde.bilan(lieu, *ANNEE, par, acteur=direction)
        verifier(lieu, bilan, acteur=direction)
    motifs = {
        part.ventilation["motif"] for part in monde.bilan(lieu, *ANNEE, "motif", acteur=direction).parts("sorties")
    }
    assert motifs == {"P_CDI", "P_CDD6", "A_SANTE"}


def test_la_liste_dit_ce_qu_elle_contient(lieu: Territoire) -> None:
    acteur = Acteur.systeme(lieu)
    suivies = lignes(lieu, *ANNEE, "personnes_suivies", acteur=acteur)
    assert (suivies.objet, suivies.phrase) == ("personne", "personnes suivies au moins un jour de la période")
    assert suivies.a_jour
    assert lignes(lieu, *ANNEE, "etapes", acteur=acteur).objet == "etape"
    assert lignes(lieu, *ANNEE, "personnes_en_etape", acteur=acteur).objet == "personne"
    assert lignes(lieu, *ANNEE, "sorties", acteur=acteur).objet == "participation"
    assert list(suivies.ids) == sorted(suivies.ids)


def test_la_liste_ne_montre_que_ce_que_le_lecteur_peut_voir(lieu: Territoire) -> None:
    """Filtering comes before measuring: one participation a person, among those seen."""
    structure = Organisation.objects.create(territoire=lieu, nom="Maison témoin", cle="maison")
    agent = Agent.objects.create(territoire=lieu, courriel="anouk@exemple.invalid", organisation=structure)
    Ligne.objects.filter(personne__identifiant="P1", date_entree=D(2019, 1, 1)).update(referent=agent)
    generations.noter(lieu.code, "sejour")
    referente = Acteur(compte=None, territoire=lieu, agent=agent, roles=frozenset({"referent_parcours"}))
    vues = lignes(lieu, *ANNEE, "personnes_suivies", acteur=referente)
    assert len(vues) == 1
    femmes = lignes(lieu, *ANNEE, "personnes_suivies", acteur=referente, ventilation={"qpv": "OUI"})
    assert len(femmes) == 1  # what was true of the participation seen, not of the later one
    elue = Acteur(compte=None, territoire=lieu, agent=None, roles=frozenset({"elu_copil"}))
    assert len(lignes(lieu, *ANNEE, "personnes_suivies", acteur=elue)) == 0


@pytest.mark.parametrize(
    ("code", "cote", "ventilation", "attendu"),
    [
        ("inconnu", "numerateur", {}, "n'est pas un indicateur"),
        ("sorties", "denominateur", {}, "n'a pas de dénominateur"),
        ("sorties", "ailleurs", {}, "ni le numérateur ni le dénominateur"),
        ("entrees", "numerateur", {"motif": "P_CDI"}, "ne se ventile pas ainsi"),
        ("charge_par_referent", "denominateur", {}, "n'est pas une liste de personnes"),
        ("entrees", "numerateur", {"referent": "inconnue@exemple.invalid"}, "n'est pas connu"),
    ],
)
def test_ce_qui_ne_s_ouvre_pas(
    lieu: Territoire, code: str, cote: str, ventilation: dict[str, str | None], attendu: str
) -> None:
    with pytest.raises(RefusMetier, match=attendu):
        lignes(lieu, *ANNEE, code, acteur=Acteur.systeme(lieu), cote=cote, ventilation=ventilation)


def test_chaque_indicateur_a_un_objet_coherent() -> None:
    assert {indicateur.objet for indicateur in CATALOGUE.values()} <= set(listes._SOURCES)
    for indicateur in CATALOGUE.values():
        if indicateur.atomes[0].fait.nom not in ("sejour", "etape"):
            assert objet_de(indicateur.atomes[0]) == indicateur.objet, indicateur.code
