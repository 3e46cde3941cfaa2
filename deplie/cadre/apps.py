from django.apps import AppConfig


class CadreConfig(AppConfig):
    name = "deplie.cadre"
    label = "cadre"
