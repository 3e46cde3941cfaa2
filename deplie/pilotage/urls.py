"""Pages of the figures, under ``/<CODE>/``."""

from django.urls import path, re_path

from deplie.pilotage.views import bilan, lignes, releves

app_name = "pilotage"

urlpatterns = [
    path("bilan/", bilan.bilan, name="bilan"),
    path("bilan/definition/<slug:indicateur>/", bilan.definition, name="definition"),
    path("bilan/liste/<slug:indicateur>/", lignes.liste, name="liste"),
    path("bilan/liste/<slug:indicateur>/export.xlsx", lignes.exporter_liste, name="exporter_liste"),
    re_path(r"^bilan/export\.(?P<forme>json|csv|xlsx)$", bilan.exporter, name="exporter"),
    path("releves/", releves.releves, name="releves"),
]
