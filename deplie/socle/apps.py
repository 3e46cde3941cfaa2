from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "deplie.socle"
    label = "socle"
