"""Recording an answer to a sensitive question."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import Personne, ReponseSensible
from deplie.socle import generations
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner


@transaction.atomic
def repondre_sensible(
    *, personne: Personne, question: str, reponse: str, par: Acteur, le: date | None = None
) -> ReponseSensible:
    """Record what somebody answered on a day (today unless told); an answer of the same day is replaced.

    The journal says which question was asked, never the answer. Raises RefusMetier for an answer in the future or one
    that does not exist.
    """
    jour = le or timezone.localdate()
    if jour > timezone.localdate():
        raise RefusMetier(f"La réponse est datée du {jour:%d/%m/%Y}, dans l'avenir. Une date passée est attendue.")
    if question not in ReponseSensible.Question.values or reponse not in ReponseSensible.Reponse.values:
        raise RefusMetier("Choisissez une question et une réponse de la liste.")
    generations.noter(par.territoire.code, "personne")
    reponse_notee, _ = ReponseSensible.objects.update_or_create(
        personne=personne, question=question, le=jour, defaults={"reponse": reponse}
    )
    consigner("noter une réponse sensible", par=par, objet=personne, detail={"question": question})
    return reponse_notee
