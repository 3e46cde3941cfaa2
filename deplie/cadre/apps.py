from django.apps import AppConfig


class CadreConfig(AppConfig):
    name = "deplie.cadre"
    label = "cadre"

    def ready(self) -> None:
        from deplie.cadre.imports.objectifs import TableObjectifs
        from deplie.socle.imports import registre

        registre.enregistrer(TableObjectifs())
