"""Who commits itself by a protocole: bodies, what each brings, and the function of who signs. Never a name."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions._controle import PHRASES, organisme
from deplie.cadre.models import Partie, Protocole
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def ajouter_partie(
    *,
    protocole: Protocole,
    organisation: str,
    par: Acteur,
    engagement: str = "",
    fonction: str = "",
    signe_le: date | None = None,
) -> Partie:
    """Add a body to a protocole, by its name; ``fonction`` is that of who signs for it. Raises RefusMetier when it is
    there already, or for a signature without the function of who signed.
    """
    _verifier(fonction, signe_le)
    partie = Partie(
        protocole=protocole,
        organisation=organisme(organisation, par),
        engagement=engagement,
        fonction=fonction,
        signe_le=signe_le,
    )
    with traduire(PHRASES):
        partie.save()
    consigner("ajouter une partie", par=par, objet=partie, detail={"protocole": protocole.pk})
    return partie


@transaction.atomic
def modifier_partie(
    *, partie: Partie, par: Acteur, engagement: str = "", fonction: str = "", signe_le: date | None = None
) -> None:
    """Say what a body brings, who signed for it and when. Raises RefusMetier as ``ajouter_partie``."""
    _verifier(fonction, signe_le)
    partie.engagement, partie.fonction, partie.signe_le = engagement, fonction, signe_le
    partie.save(update_fields=["engagement", "fonction", "signe_le"])
    consigner("modifier une partie", par=par, objet=partie)


@transaction.atomic
def retirer_partie(*, partie: Partie, par: Acteur) -> None:
    """Take out a body recorded by mistake. Raises RefusMetier once it has signed."""
    if partie.signe_le:
        raise RefusMetier(
            f"{partie.organisation} a signé le {partie.signe_le:%d/%m/%Y} : elle ne se retire plus. "
            "Si la date est fausse, corrigez-la d'abord."
        )
    consigner("retirer une partie", par=par, objet=partie, detail={"protocole": partie.protocole_id})
    partie.delete()


def _verifier(fonction: str, signe_le: date | None) -> None:
    if signe_le and not fonction.strip():
        raise RefusMetier("Indiquez la fonction de qui a signé, par exemple « présidence ».")
