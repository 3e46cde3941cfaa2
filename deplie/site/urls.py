"""Every URL. A room's ``urls`` is mounted under ``/<CODE>/``; its ``urls_hors_territoire`` at the root."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, register_converter

from deplie.site.views.sante import sante

PIECES = ("pilotage", "parcours", "personnes", "cadre", "acteurs", "territoires")


class CodeTerritoire:
    """A territory's code in an address, upper case; anything else is another page."""

    regex = "[A-Z0-9][A-Z0-9_-]{1,19}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeTerritoire, "code")


def _pieces() -> list[URLPattern | URLResolver]:
    """The pages of the rooms that have some."""
    modules = [import_module(nom) for piece in PIECES if find_spec(nom := f"deplie.{piece}.urls")]
    dedans = [path("<code:code>/", include(module)) for module in modules]
    dehors = [url for module in modules for url in getattr(module, "urls_hors_territoire", ())]
    return [*dehors, *dedans]


urlpatterns = [path("sante", sante, name="sante"), *_pieces()]
