"""The people, participations or étapes behind a count, from the same facts as the count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deplie.mesure.mesures import Apport, Atome, Distinctes, PartSelon, Total
from deplie.mesure.moteurs import lister
from deplie.parcours.facts import SEJOUR
from deplie.pilotage.catalogue import CATALOGUE, Indicateur
from deplie.pilotage.queries.bilan.calcul import Calcul
from deplie.pilotage.queries.bilan.contexte import Contexte
from deplie.pilotage.queries.bilan.noms import Noms
from deplie.socle.erreurs import RefusMetier


@dataclass(frozen=True)
class Lignes:
    """``ids`` are keys of ``objet`` (« personne », « etape »…), as many as the count; ``phrase`` says what they are."""

    objet: str
    ids: tuple[int, ...]
    phrase: str
    donnees_au: datetime
    a_jour: bool

    def __len__(self) -> int:
        return len(self.ids)


def lignes_du_contexte(contexte: Contexte, code: str, ventilation: dict[str, str | None], cote: str) -> Lignes:
    """The list behind one side of a figure, whole or of one part."""
    indicateur = CATALOGUE.get(code)
    if indicateur is None:
        raise RefusMetier(f"« {code} » n'est pas un indicateur du catalogue.")
    calcul, noms, par = Calcul(contexte), Noms(contexte), tuple(ventilation)
    if indicateur.du_territoire and "dispositif" in par:
        raise RefusMetier(indicateur.refus_par_dispositif)
    if indicateur.sensible and not contexte.sensible:
        raise RefusMetier("Qui est derrière ce chiffre ne se lit qu'avec le droit aux réponses sensibles.")
    if calcul.coupe(indicateur, par) != par:
        raise RefusMetier(f"« {indicateur.libelle} » ne se ventile pas ainsi.")
    atome = atome_de(indicateur, contexte.denominateur(contexte.periode), cote)
    part = [noms.cle(dimension, valeur) for dimension, valeur in ventilation.items()]
    colonne = atome.fait[objet_de(atome)]
    comptage = calcul.comptage(atome.fait.nom, par, (atome,))
    ids = lister(contexte.moteur, comptage, atome, part, colonne)
    return Lignes(objet_de(atome), tuple(ids), atome.phrase(), contexte.donnees_au, not contexte.en_retard)


def objet_de(atome: Atome) -> str:
    """What one unit of a count is."""
    if isinstance(atome, Distinctes):
        return atome.colonne.nom
    if atome.premiere is not None:
        return atome.premiere.groupe.nom
    # The first column of a fact is the number of its rows.
    return "participation" if atome.fait.nom == SEJOUR.nom else atome.fait.colonnes[0].nom


def atome_de(indicateur: Indicateur, denominateur: str | None, cote: str) -> Atome:
    """The count on one side of a figure; ``denominateur`` is the base that the protocole sets. Raises RefusMetier."""
    figure = indicateur.figure
    if cote not in ("numerateur", "denominateur"):
        raise RefusMetier(f"« {cote} » n'est ni le numérateur ni le dénominateur.")
    if isinstance(figure, Total):
        if cote == "denominateur":
            raise RefusMetier(f"« {indicateur.libelle} » est un compte : il n'a pas de dénominateur.")
        return figure.compte
    if cote == "numerateur":
        return figure.numerateur
    selon = isinstance(figure, PartSelon)
    base: Atome | Apport | None = dict(figure.bases).get(denominateur or "") if selon else figure.denominateur
    if base is None or isinstance(base, Apport):
        raise RefusMetier(f"Le dénominateur de « {indicateur.libelle} » n'est pas une liste de personnes.")
    return base
