"""Word documents from a template with fields between double braces: ours, or the one a territory has made of it.

A territory's template is a file from outside: it is read in a sandbox, where fields can be written, tested and looped
over, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from deplie.socle.documents.sources import trouver
from deplie.socle.erreurs import RefusMetier

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

# Beyond, once unfolded, a template is not a letter.
TAILLE_DEPLIEE: Final = 30 * 1024 * 1024
_FILTRES: Final = ("capitalize", "join", "length", "lower", "upper")
# Parts of a Word file that act by themselves.
_ACTIFS: Final = ("vbaproject", "activex", "embeddings/")


def rendre_word(gabarit: str | bytes, champs: Mapping[str, Any]) -> bytes:
    """The bytes of a Word file: ``gabarit`` (a path below a room's ``templates``, or the bytes of a territory's own)
    where each field has its value. Values are text, never markup; « \\n » in a value is a line break.

    Raises RefusMetier when a template names a field that does not exist or cannot be read, LookupError when one of
    ours is missing.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    octets = gabarit if isinstance(gabarit, bytes) else trouver(gabarit).read_bytes()
    _verifier_contenant(octets)
    try:
        document = DocxTemplate(BytesIO(octets))
        document.render(dict(champs), jinja_env=_environnement(), autoescape=True)
        sortie = BytesIO()
        document.save(sortie)
    except TemplateError as erreur:
        raise RefusMetier(_phrase(erreur)) from erreur
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, TypeError) as erreur:
        raise RefusMetier(_ILLISIBLE) from erreur
    return sortie.getvalue()


def verifier_gabarit(octets: bytes, exemple: Mapping[str, Any]) -> None:
    """Refuse a territory's template that does not give a document from the fields of ``exemple``.

    Raises RefusMetier with the field or the line at fault.
    """
    rendre_word(octets, exemple)


_ILLISIBLE: Final = (
    "Ce fichier n'est pas un modèle Word lisible : enregistrez-le au format « Document Word (.docx) », sans macro, "
    "puis déposez-le de nouveau."
)


def _verifier_contenant(octets: bytes) -> None:
    try:
        with ZipFile(BytesIO(octets)) as contenant:
            parties = contenant.infolist()
    except BadZipFile as erreur:
        raise RefusMetier(_ILLISIBLE) from erreur
    if any(actif in partie.filename.lower() for partie in parties for actif in _ACTIFS):
        raise RefusMetier("Ce modèle contient une macro ou un objet incorporé : enregistrez-le sans.")
    if sum(partie.file_size for partie in parties) > TAILLE_DEPLIEE:
        raise RefusMetier("Ce modèle est trop lourd : 30 Mo au plus une fois déplié. Réduisez ses images.")


def _environnement() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Bac(ImmutableSandboxedEnvironment):
        # Neither a long loop nor a long text can be made out of nothing.
        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"opération « {operator} »")

        def call(self, *args: Any, **kwargs: Any) -> Any:
            raise SecurityError("appel de fonction")

    environnement = Bac(autoescape=True, undefined=StrictUndefined)
    environnement.globals.clear()
    environnement.filters = {
        nom: environnement.filters[nom] for nom in ("capitalize", "join", "length", "lower", "upper")
    }
    return environnement


def _phrase(erreur: Exception) -> str:
    from jinja2 import TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    if isinstance(erreur, UndefinedError):
        # jinja2 names the field between quotes: « 'nom_du_chien' is undefined ».
        champ = next(iter(str(erreur).split("'")[-2:-1]), "")
        return f"Le modèle demande un champ qui n'existe pas : « {champ} ». Corrigez son nom entre les accolades."
    if isinstance(erreur, SecurityError):
        return f"Le modèle demande ce qu'un modèle ne peut pas faire ({erreur}) : n'y laissez que des champs."
    if isinstance(erreur, TemplateSyntaxError):
        return (
            "Le modèle a une accolade mal fermée ou une consigne mal écrite "
            f"({erreur.message}) : vérifiez chaque champ « {{{{ … }}}} »."
        )
    return _ILLISIBLE
