"""Root of the URLs: everything is declared by the front door."""

from django.urls import include, path

urlpatterns = [path("", include("deplie.site.urls"))]

handler400 = "deplie.site.erreurs.demande_illisible"
handler403 = "deplie.site.erreurs.acces_refuse"
handler404 = "deplie.site.erreurs.page_introuvable"
handler429 = "deplie.site.erreurs.trop_de_demandes"
handler500 = "deplie.site.erreurs.panne"
