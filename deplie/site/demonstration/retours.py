"""What goes to the managing service and comes back: a layout of the export, a file of errors matched to the records.

What the file says of a record is true of it: an answer that is missing, an exit that nobody looked at. No layout of the
national service is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.fse import actions
from deplie.fse.models import CorrespondanceFSE, ParticipationFSE, RetourService
from deplie.fse.queries.retour import entetes_connus
from deplie.fse.rules.exemple import exemple
from deplie.fse.rules.fichier import ecrire_fichier
from deplie.fse.rules.retour import deviner
from deplie.site.demonstration.casier import en_role
from deplie.socle.lecture.libre import lire_libre, source_de

NOM: Final = "Export pour le service gestionnaire (exemple)"
FICHIER: Final = "retour-du-service.csv"
ENTETES: Final = (
    "Code de l'opération", "N° participant", "Nom", "Prénom", "Date de naissance", "Code erreur", "Erreur",
    "Colonne en erreur",
)  # fmt: skip
# The service names our columns as we wrote them.
COLONNES: Final = {colonne.champ: colonne.entete for colonne in exemple().colonnes}
# Among so many records, the latest operations first.
LUES: Final = 400
# Of each fault, how many lines.
CHACUNE: Final = 3
INCONNU: Final = (
    "",
    "Chimère-Leurre",
    "Zéphyr",
    "01/04/1980",
    "E01",
    "Participant sans courriel ni téléphone.",
    "Courriel",
)
ECARTE: Final = "Personne inconnue ici : la ligne est d'un autre organisme (inventé)."


@transaction.atomic
def echanger(par: Acteur) -> RetourService | None:
    """Write the layout of a territory and read one file of errors, once; None where no record is held."""
    fiches = ParticipationFSE.objects.filter(operation__territoire=par.territoire)
    fiches = fiches.order_by("-operation__debut", "operation__code", "personne__identifiant")
    lues = list(fiches.select_related("operation", "personne")[:LUES])
    if not lues or CorrespondanceFSE.objects.filter(territoire=par.territoire).exists():
        return None
    gestion = en_role(par, "gestionnaire_oi")
    actions.creer_correspondance(nom=NOM, correspondance=exemple(), par=gestion)
    octets = ecrire_fichier(exemple().forme, ENTETES, _lignes(lues))
    table = lire_libre(source_de(FICHIER, [octets]))
    depose = actions.deposer_retour(
        fichier=FICHIER, entetes=table.entetes, lignes=table.lignes, empreinte=table.empreinte, par=gestion
    )
    actions.rapprocher_retour(retour=depose, colonnes=deviner(table.entetes, entetes_connus(gestion)), par=gestion)
    _traiter(depose, gestion)
    return depose


def _lignes(fiches: Sequence[ParticipationFSE]) -> Iterable[Sequence[str]]:
    """A few faults of each kind; then a name that was misspelt, and somebody whom nobody knows here."""
    dites, prises = Counter[str](), set[int]()
    for fiche in fiches:
        for code, phrase, colonne in _fautes(fiche):
            if dites[code] < CHACUNE and fiche.pk not in prises:
                dites[code] += 1
                prises.add(fiche.pk)
                # The service gives our number, but for the last of each fault: the name and the birth then tell.
                numero = fiche.personne.identifiant if dites[code] < CHACUNE else ""
                yield (fiche.operation.code, numero, *_identite(fiche), code, phrase, colonne)
    autre = next(fiche for fiche in fiches if fiche.pk not in prises and fiche.personne.date_naissance)
    nom, *reste = _identite(autre)
    yield (autre.operation.code, "", nom[:-1], *reste, "E07", "Commune absente du référentiel.", "Commune")
    yield (fiches[0].operation.code, *INCONNU)


def _identite(fiche: ParticipationFSE) -> tuple[str, str, str]:
    qui = fiche.personne
    return qui.nom, qui.prenom, _ecrit(qui.date_naissance)


def _ecrit(jour: date | None) -> str:
    return f"{jour:%d/%m/%Y}" if jour else ""


def _fautes(fiche: ParticipationFSE) -> Iterable[tuple[str, str, str]]:
    """What the service would say of a record."""
    if not fiche.niveau_formation:
        yield "E12", "Le diplôme le plus élevé est obligatoire.", COLONNES["niveau_formation"]
    if not fiche.statut:
        yield "E09", "La situation à l'entrée est obligatoire.", COLONNES["statut"]
    if fiche.date_sortie and not fiche.statut_sortie:
        yield "E21", "Sortie sans situation à la sortie.", COLONNES["statut_sortie"]
    if not fiche.minima:
        yield "E14", "Les minima sociaux ne sont pas renseignés.", COLONNES["minima"]


def _traiter(depose: RetourService, par: Acteur) -> None:
    """One line fixed, one set aside; the others wait."""
    rattachees = depose.erreurs.filter(participation__isnull=False).order_by("ligne")
    for erreur in rattachees[:1]:
        actions.corriger_erreur(erreur=erreur, par=par)
    for erreur in depose.erreurs.filter(participation=None).order_by("-ligne")[:1]:
        actions.ecarter_erreur(erreur=erreur, raison=ECARTE, par=par)
