from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "deplie.territoires"
    label = "territoires"
