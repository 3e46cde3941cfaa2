from django.apps import AppConfig


class OffreConfig(AppConfig):
    name = "deplie.offre"
    label = "offre"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(
            Entree(
                "Lieux et permanences", "offre:lieux", "lieu.voir", ordre=65, groupe="Territoire",
                aussi=("permanences/",),
            )
        )  # fmt: skip
