"""Whether somebody agrees to be reminded of their appointments."""

from __future__ import annotations

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.personnes.models import AccordRappel, Personne
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

PHRASES = {"accord_rappel_canal": "Choisissez une façon de rappeler de la liste."}


@transaction.atomic
def dire_accord_rappel(*, personne: Personne, canal: str, par: Acteur) -> AccordRappel:
    """Write what somebody answered: by SMS, by e-mail, or not at all. Raises RefusMetier without what it needs."""
    if canal == AccordRappel.Canal.SMS and not personne.telephone:
        raise RefusMetier("Il manque le numéro de téléphone. Inscrivez-le d'abord dans l'identité et le contact.")
    if canal == AccordRappel.Canal.COURRIEL and not personne.courriel:
        raise RefusMetier("Il manque l'adresse électronique. Inscrivez-la d'abord dans l'identité et le contact.")
    with traduire(PHRASES):
        accord = AccordRappel.objects.create(personne=personne, canal=canal, par=par.compte)
    consigner("dire l'accord pour les rappels", par=par, objet=personne, detail={"canal": canal})
    return accord
