from django.apps import AppConfig


class PersonnesConfig(AppConfig):
    name = "deplie.personnes"
    label = "personnes"
