from functools import partial

from django.apps import AppConfig


class FinancementsConfig(AppConfig):
    name = "deplie.financements"
    label = "financements"

    def ready(self) -> None:
        from deplie.financements.actions import purger_brouillons
        from deplie.financements.views.seance import OPERATIONS
        from deplie.instances.queries import inscrire_genre
        from deplie.socle import emplacements, horloge
        from deplie.socle.menu import Entree, inscrire

        emplacements.offrir("operation", "Page d'une opération, sous sa fiche ; objet : Operation.")
        inscrire(
            Entree(
                "Opérations", "financements:operations", "operation.voir", ordre=46, groupe="Piloter",
                aussi=("operations/", "versements/"),
            )
        )  # fmt: skip
        appels = Entree("Appels à projets", "financements:appels", "appel.voir", 45, "Piloter", aussi=("dossiers/",))
        inscrire(appels)
        inscrire_genre(OPERATIONS)
        horloge.inscrire("brouillons des porteurs", partial(purger_brouillons, par=None))
