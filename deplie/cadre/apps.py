from django.apps import AppConfig


class CadreConfig(AppConfig):
    name = "deplie.cadre"
    label = "cadre"

    def ready(self) -> None:
        from deplie.cadre.imports.objectifs import TableObjectifs
        from deplie.cadre.views.seance import AVENANT, OBJECTIF
        from deplie.instances.queries import inscrire_genre
        from deplie.socle import emplacements
        from deplie.socle.imports import registre
        from deplie.socle.menu import Entree, inscrire

        registre.enregistrer(TableObjectifs())
        inscrire(Entree("Cadre du territoire", "cadre:cadre", "cadre.voir", ordre=50, groupe="Piloter"))
        inscrire_genre(AVENANT)
        inscrire_genre(OBJECTIF)
        emplacements.offrir("cadre", "Page du cadre, à la fin ; objet : Territoire.")
        emplacements.offrir("protocole", "Page d'un protocole, à la fin ; objet : Protocole.")
        emplacements.offrir("subvention", "Page d'une subvention globale, à la fin ; objet : SubventionGlobale.")
