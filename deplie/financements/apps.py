from django.apps import AppConfig


class FinancementsConfig(AppConfig):
    name = "deplie.financements"
    label = "financements"
