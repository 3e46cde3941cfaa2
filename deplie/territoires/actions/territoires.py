"""Create a territory and declare the schemes it runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from stdnum.exceptions import ValidationError as NumeroFaux
from stdnum.fr import siren as numero_siren

from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import Auteur, consigner
from deplie.territoires.models import Dispositif, Territoire
from deplie.territoires.queries.geographie import codes_de

PLIE = "PLIE"
NOMS = {PLIE: "Plan local pour l'insertion et l'emploi", "ARPE": "Accompagnement renforcé pour l'emploi"}
# The numbering plan of the overseas départements: their national numbers are not valid as FR.
REGIONS_TELEPHONE = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT"}


@transaction.atomic
def creer_territoire(
    *,
    code: str,
    nom: str,
    par: Auteur,
    dispositifs: Sequence[str] = (),
    complet_depuis: date | None = None,
    siren: str = "",
) -> Territoire:
    """Create the territory, or complete the one of that code; the same call twice changes nothing.

    ``dispositifs`` are added to PLIE, in that order; ``complet_depuis`` is set on every scheme of the territory.
    Raises RefusMetier for a malformed code, name, scheme or SIREN.
    """
    territoire, changements = _territoire(code.strip().upper(), nom.strip(), _siren(siren))
    for dispositif in dict.fromkeys([PLIE, *(d.strip().upper() for d in dispositifs)]):
        changements += _declarer(territoire, dispositif)
    if complet_depuis:
        changements += _dater(territoire, complet_depuis)
    if changements:
        consigner(
            "créer ou compléter un territoire",
            par=par,
            objet=territoire,
            territoire=territoire.code,
            detail={"champs": changements},
        )
    return territoire


def _siren(siren: str) -> str:
    try:
        return str(numero_siren.validate(siren)) if siren else ""
    except NumeroFaux:
        raise RefusMetier(
            f"Le SIREN « {siren} » n'est pas valable : neuf chiffres, le dernier étant une clé."
        ) from None


def _territoire(code: str, nom: str, siren: str) -> tuple[Territoire, list[str]]:
    territoire = Territoire.objects.select_for_update().filter(code=code).first() or Territoire(code=code)
    voulus = {"nom": nom, "siren": siren or territoire.siren}
    if siren and siren != territoire.siren:
        voulus["region_telephone"] = _region(siren)
    changes = [champ for champ, valeur in voulus.items() if getattr(territoire, champ) != valeur]
    for champ in changes:
        setattr(territoire, champ, voulus[champ])
    if changes or territoire.pk is None:
        _verifier(territoire)
        territoire.save()
    return territoire, changes


def _region(siren: str) -> str:
    codes = codes_de(sirens=(siren,))
    return REGIONS_TELEPHONE.get(codes[0][:3], "FR") if codes else "FR"


def _verifier(territoire: Territoire) -> None:
    try:
        territoire.full_clean(validate_unique=False)
    except ValidationError as erreur:
        if "code" in erreur.error_dict:
            raise RefusMetier(
                f"Le code de territoire « {territoire.code} » n'est pas valable : deux à vingt lettres sans accent, "
                "chiffres, « _ » ou « - »."
            ) from None
        raise RefusMetier("Le nom du territoire est attendu, en 150 caractères au plus.") from None


def _declarer(territoire: Territoire, code: str) -> list[str]:
    if territoire.dispositifs.filter(code=code).exists():
        return []
    if not code.isascii() or not code.replace("_", "").replace("-", "").isalnum() or len(code) > 20 or code == "TOUS":
        raise RefusMetier(
            f"Le code de dispositif « {code} » n'est pas valable : au plus vingt lettres sans accent ou chiffres ; "
            "TOUS est réservé."
        )
    rang = territoire.dispositifs.count() + 1
    Dispositif.objects.create(territoire=territoire, code=code, nom=NOMS.get(code, code), rang=rang)
    return [f"dispositif {code}"]


def _dater(territoire: Territoire, jour: date) -> list[str]:
    a_dater = [d for d in territoire.dispositifs.all() if d.donnees_completes_depuis != jour or d.completude_devinee]
    for dispositif in a_dater:
        dispositif.donnees_completes_depuis, dispositif.completude_devinee = jour, False
        dispositif.save(update_fields=["donnees_completes_depuis", "completude_devinee"])
    return ["données complètes depuis"] if a_dater else []
