"""Finding people: any word of any of their names, their birth date, their number, their telephone, their e-mail."""

from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.personnes.models import Personne
from deplie.personnes.rules import plier, telephone
from deplie.socle.erreurs import RefusMetier
from deplie.territoires.models import Territoire

DATE = re.compile(r"(?<!\d)(?<!\d )(?:(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))(?! ?\d)")
NUMERO = re.compile(r"\+?[\d .()\-]{9,}")


class Cles(models.Func):
    """Every word of a person's names, each after a space: read from the index alone."""

    template = "(' ' || %(expressions)s)"
    arg_joiner = " || ' ' || "
    arity = 2
    output_field = models.TextField()


def visibles_par(acteur: Acteur):
    """People of the territory for who may see them all; nobody otherwise: only a parcours gives sight of somebody."""
    if Perimetre.TERRITOIRE in acteur.perimetres:
        return Personne.objects.presentes().filter(territoire=acteur.territoire)
    return Personne.objects.none()


def personne_ou_404(acteur: Acteur, pk: int) -> Personne:
    """A person of the whole territory's perimeter; ``parcours.queries.personne_ou_404`` is the one for pages."""
    personne = visibles_par(acteur).filter(pk=pk).first()
    if personne is None:
        raise Http404
    return personne


def nommees(territoire: Territoire, texte: str):
    """People one of whose names has, for each word typed, a word that begins with it, in any order."""
    return dont_le_nom(Personne.objects.filter(territoire=territoire), texte)


def dont_le_nom(lignes, texte: str, chemin: str = ""):
    """The rows of a queryset whose person (at ``chemin``, « personne__ ») is named so."""
    trouvees = lignes.alias(cles=Cles(F(f"{chemin}cle_nom"), F(f"{chemin}cle_usage")))
    for mot in plier(texte).split():
        trouvees = trouvees.filter(cles__contains=f" {mot}")
    return trouvees


def ne_cherche_qu_un_nom(texte: str) -> bool:
    """Whether a search holds words alone: no number, no day, no e-mail address."""
    return bool(plier(texte)) and not any(caractere.isdigit() or caractere == "@" for caractere in texte)


def trouvees(territoire: Territoire, texte: str):
    """People that a search finds: names, birth date, identifier (its beginning), telephone, e-mail address.

    « exemple 14/05/1986 » asks for both. Words alone are names; what holds a digit is looked for as a name, an
    identifier and a telephone. Nothing typed finds everybody.
    """
    naissance, reste = lire_date(texte)
    personnes = Personne.objects.filter(territoire=territoire)
    if naissance:
        personnes = personnes.filter(date_naissance=naissance)
    if not reste:
        return personnes
    if "@" in reste:
        return personnes.filter(courriel__iexact=reste)
    if ne_cherche_qu_un_nom(reste):
        return dont_le_nom(personnes, reste)
    return personnes.filter(_noms_ou_numeros(territoire, reste))


def lire_date(texte: str) -> tuple[date | None, str]:
    """The first real date written in a text, and the text without it."""
    for trouve in DATE.finditer(texte):
        jour, mois, annee, annee2, mois2, jour2 = (int(groupe) if groupe else 0 for groupe in trouve.groups())
        try:
            lue = date(annee or annee2, mois or mois2, jour or jour2)
        except ValueError:
            continue
        if lue.year >= 1900:  # else the middle of a telephone number
            return lue, " ".join(f"{texte[: trouve.start()]} {texte[trouve.end() :]}".split())
    return None, texte.strip()


def _noms_ou_numeros(territoire: Territoire, texte: str) -> Q:
    """Each way of reading the text is its own subquery, so that each uses its own index."""
    personnes = Personne.objects.filter(territoire=territoire)
    lectures = [personnes.filter(identifiant__startswith=texte)]
    lectures.append(personnes.filter(telephone__in=_telephones(territoire, texte)))
    if plier(texte):
        lectures.append(nommees(territoire, texte))
    condition = Q()
    for lecture in lectures:
        condition |= Q(pk__in=lecture.values("pk"))
    return condition


def _telephones(territoire: Territoire, texte: str) -> list[str]:
    """The forms under which a number typed may have been kept; none when it is not one."""
    if not NUMERO.fullmatch(texte):
        return []
    try:
        return [telephone(texte, territoire.region_telephone), texte]
    except RefusMetier:
        return [texte]
