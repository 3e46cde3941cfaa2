from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "deplie.territoires"
    label = "territoires"

    def ready(self) -> None:
        from deplie.socle.imports import registre
        from deplie.territoires.queries.imports import lieu_d_import

        registre.declarer_lieux(lieu_d_import)
