from django.apps import AppConfig


class InstancesConfig(AppConfig):
    name = "deplie.instances"
    label = "instances"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(Entree("Séances", "instances:seances", "seance.voir", ordre=16))
