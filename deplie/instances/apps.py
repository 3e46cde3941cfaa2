from django.apps import AppConfig


class InstancesConfig(AppConfig):
    name = "deplie.instances"
    label = "instances"

    def ready(self) -> None:
        from deplie.socle import emplacements
        from deplie.socle.menu import Entree, inscrire

        emplacements.offrir("seance", "Page d'une séance, après ses décisions ; objet : Seance.")
        inscrire(Entree("Séances", "instances:seances", "seance.voir", ordre=16))
