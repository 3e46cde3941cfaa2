"""Addresses of the territories' own look, outside any territory: a colour is no secret."""

from django.urls import re_path

from deplie.territoires.views import couleurs

app_name = "territoires"

urlpatterns: list[object] = []
urls_hors_territoire = [re_path(r"^couleurs/(?P<code>[0-9a-f]{6})\.css$", couleurs, name="couleurs")]
