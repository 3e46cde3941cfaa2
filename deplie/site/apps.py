from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "deplie.site"
    label = "site"

    def ready(self) -> None:
        from deplie.site.delais import tenir_les_delais
        from deplie.socle import brouillons, horloge
        from deplie.socle.menu import Entree, inscrire

        horloge.inscrire("brouillons anciens", brouillons.purger)
        horloge.inscrire("délais des prescriptions", tenir_les_delais)
        inscrire(
            Entree("Accueil", "territoire", "accueil.voir", ordre=10),
            Entree("Imports", "imports:liste", "import.faire", ordre=60, groupe="Territoire"),
        )
