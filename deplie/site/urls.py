"""Every URL. A room's ``urls`` is mounted under ``/<CODE>/``; its ``urls_hors_territoire`` at the root."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, register_converter

from deplie.site.imports.views import modele
from deplie.site.views import accueil, brouillon, compte, entree, textes
from deplie.site.views.sante import sante
from deplie.site.views.territoires import creer_territoire, territoires

PIECES = (
    "pilotage", "gouvernance", "fse", "parcours", "personnes", "offre", "financements", "cadre", "instances", "acteurs",
    "territoires",
)  # fmt: skip


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


urlpatterns = [
    path("", entree.racine, name="accueil"),
    path("sante", sante, name="sante"),
    path("premiere-installation/", entree.premiere_installation, name="premiere_installation"),
    path("connexion/demonstration/", entree.demonstration, name="demonstration"),
    path("invitation/<str:jeton>/", entree.invitation, name="invitation"),
    path("", include("deplie.site.urls_compte")),
    path("brouillon/", brouillon.garder, name="garder_brouillon"),
    path("brouillon/effacer/", brouillon.effacer, name="effacer_brouillon"),
    path("compte/", compte.compte, name="compte"),
    path("territoires/", territoires, name="territoires"),
    path("territoires/nouveau/", creer_territoire, name="creer_territoire"),
    path("mentions-legales/", textes.mentions_legales, name="mentions_legales"),
    path("donnees-personnelles/", textes.donnees_personnelles, name="donnees_personnelles"),
    path("accessibilite/", textes.accessibilite, name="accessibilite"),
    path("aide/", textes.aide, name="aide"),
    path("modeles/<slug:table>.xlsx", modele, name="modele"),
    path("<code:code>/", accueil.accueil, name="territoire"),
    path("<code:code>/recherche/", accueil.recherche, name="recherche"),
    path("<code:code>/", include("deplie.site.imports.urls")),
    *_pieces(),
]
