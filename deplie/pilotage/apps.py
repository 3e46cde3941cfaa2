from django.apps import AppConfig


class PilotageConfig(AppConfig):
    name = "deplie.pilotage"
    label = "pilotage"
