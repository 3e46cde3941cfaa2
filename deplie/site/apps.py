from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "deplie.site"
    label = "site"
