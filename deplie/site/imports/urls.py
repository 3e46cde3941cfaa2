"""Pages of imports, under ``/<CODE>/``."""

from django.urls import path

from deplie.site.imports import views

app_name = "imports"

urlpatterns = [
    path("imports/", views.liste, name="liste"),
    path("imports/nouveau/", views.nouveau, name="nouveau"),
    path("imports/<int:pk>/", views.lot, name="lot"),
    path("imports/<int:pk>/lignes/<slug:table>/<slug:etat>/", views.lignes, name="lignes"),
    path("imports/<int:pk>/avancement/", views.avancement, name="avancement"),
    path("imports/<int:pk>/corriger/", views.corriger, name="corriger"),
    path("imports/<int:pk>/appliquer/", views.appliquer, name="appliquer"),
    path("imports/<int:pk>/abandonner/", views.abandonner, name="abandonner"),
    path("imports/<int:pk>/rejets/<slug:table>.csv", views.rejets, name="rejets"),
]
