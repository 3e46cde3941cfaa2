from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "deplie.site"
    label = "site"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(Entree("Imports", "imports:liste", "import.faire", ordre=60, groupe="Territoire"))
