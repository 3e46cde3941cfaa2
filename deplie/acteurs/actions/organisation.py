"""Bodies that act in a territory: recorded by hand, or completed after an import created them."""

from __future__ import annotations

from django.db import transaction
from stdnum.fr import siret as numero_siret

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries.acteur import Acteur
from deplie.acteurs.rules import cle_organisation
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def creer_organisation(*, nom: str, par: Acteur, siret: str = "", protegee: bool = False) -> Organisation:
    """Record a body in the author's territory. Raises RefusMetier for a name already there or a wrong SIRET."""
    organisation = Organisation(territoire=par.territoire, cle=cle_organisation(nom), protegee=protegee)
    _nommer(organisation, nom, siret)
    organisation.save()
    generations.noter(par.territoire.code, "acteur")
    detail = {"protegee": True} if protegee else None
    consigner("créer une structure", par=par, objet=organisation, detail=detail)
    return organisation


@transaction.atomic
def completer_organisation(
    *, organisation: Organisation, nom: str, siret: str, par: Acteur, protegee: bool | None = None
) -> None:
    """Correct a body's name, its SIRET, and whether it is a protected prescriber (None: as it was); it is complete from
    then on.

    The key stays that of the name first recorded: the files that use that name keep finding the body.
    """
    _nommer(organisation, nom, siret)
    avant, organisation.a_completer = organisation.protegee, False
    organisation.protegee = avant if protegee is None else protegee
    organisation.save()
    # Its name is a value of two facts: who carries an étape, who prescribed.
    generations.noter(par.territoire.code, "acteur", "etape", "sejour")
    change = {"protegee": organisation.protegee} if organisation.protegee != avant else None
    consigner("compléter une structure", par=par, objet=organisation, detail=change)


def _nommer(organisation: Organisation, nom: str, siret: str) -> None:
    cle = cle_organisation(nom)
    if not cle:
        raise RefusMetier("Indiquez le nom de la structure.")
    autres = Organisation.toutes.filter(territoire_id=organisation.territoire_id, cle=cle).exclude(pk=organisation.pk)
    if autres.exists():
        raise RefusMetier(f"Une structure porte déjà le nom « {nom.strip()} » dans ce territoire.")
    organisation.nom, organisation.siret = nom.strip(), _siret(siret)


def _siret(valeur: str) -> str:
    compact = numero_siret.compact(valeur)
    if compact and not numero_siret.is_valid(compact):
        raise RefusMetier(
            f"Le SIRET « {valeur} » n'est pas valide : quatorze chiffres, le dernier contrôle les autres."
        )
    return str(compact)
