"""Bodies of a demonstration territory: recorded once, each with a number that nobody bears.

A SIRET that begins with three zeros is plainly invented: it follows the rule of its check digits, so that grants may be
published in the schema of open data, and INSEE gave none of them.
"""

from __future__ import annotations

import zlib
from typing import Final

from stdnum import luhn

from deplie.acteurs.actions import completer_organisation, creer_organisation
from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import cle_organisation

# Of the invented numbers; then five digits from the name, the check digit, and the first establishment.
ZEROS: Final = "000"
ETABLISSEMENT: Final = "0001"


def siret(nom: str, code: str) -> str:
    """The number of a body of a territory: always the same for the same name."""
    corps = ZEROS + f"{zlib.crc32(f'{code}/{cle_organisation(nom)}'.encode()) % 100_000:05}"
    siren = corps + luhn.calc_check_digit(corps)
    return siren + ETABLISSEMENT + str(luhn.calc_check_digit(siren + ETABLISSEMENT))


def structure(nom: str, par: Acteur) -> Organisation:
    """The body of that name, with its number: recorded when it is not, completed when it had none."""
    connue = Organisation.objects.filter(territoire=par.territoire, cle=cle_organisation(nom)).first()
    numero = siret(nom, par.territoire.code)
    if connue is None:
        return creer_organisation(nom=nom, siret=numero, par=par)
    if not connue.siret:
        completer_organisation(organisation=connue, nom=connue.nom, siret=numero, par=par)
    return connue
