from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "deplie.socle"
    label = "socle"

    def ready(self) -> None:
        from deplie.socle import fabrications, horloge
        from deplie.socle.envois import partir_dus

        horloge.inscrire("archives de documents", fabrications.reprendre)
        horloge.inscrire("archives anciennes", fabrications.purger)
        horloge.inscrire("messages aux personnes", partir_dus)
