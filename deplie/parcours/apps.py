from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "deplie.parcours"
    label = "parcours"
