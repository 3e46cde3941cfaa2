from django.apps import AppConfig


class FinancementsConfig(AppConfig):
    name = "deplie.financements"
    label = "financements"

    def ready(self) -> None:
        from deplie.socle import emplacements
        from deplie.socle.menu import Entree, inscrire

        emplacements.offrir("operation", "Page d'une opération, sous sa fiche ; objet : Operation.")
        inscrire(
            Entree(
                "Opérations", "financements:operations", "operation.voir", ordre=46, groupe="Piloter",
                aussi=("operations/", "versements/"),
            )
        )  # fmt: skip
