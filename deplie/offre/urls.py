"""Pages of the offer, under ``/<CODE>/``."""

from django.urls import path

from deplie.offre import views

app_name = "offre"

urlpatterns = [
    path("lieux/", views.lieux, name="lieux"),
    path("lieux/nouveau/", views.creer_lieu, name="creer_lieu"),
    path("lieux/<int:pk>/", views.lieu, name="lieu"),
    path("lieux/<int:pk>/permanences/", views.poser_permanence, name="poser_permanence"),
    path("permanences/<int:pk>/retirer/", views.retirer_permanence, name="retirer_permanence"),
]
