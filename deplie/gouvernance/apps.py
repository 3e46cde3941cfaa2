from django.apps import AppConfig


class GouvernanceConfig(AppConfig):
    name = "deplie.gouvernance"
    label = "gouvernance"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(Entree("Plans d'actions", "gouvernance:plans", "pacte.voir", ordre=51, groupe="Piloter"))
