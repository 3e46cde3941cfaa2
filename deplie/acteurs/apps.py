from django.apps import AppConfig


class ActeursConfig(AppConfig):
    name = "deplie.acteurs"
    label = "acteurs"
