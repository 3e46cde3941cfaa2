from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "deplie.site"
    label = "site"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(
            Entree("Accueil", "territoire", "accueil.voir", ordre=10),
            Entree("Imports", "imports:liste", "import.faire", ordre=60, groupe="Territoire"),
        )
