"""Pages of people and parcours, under ``/<CODE>/``."""

from django.urls import path

from deplie.parcours.views import accueil, decisions, participants, personne

app_name = "parcours"

urlpatterns = [
    path("participants/", participants.participants, name="participants"),
    path("participants/export.<str:genre>", participants.exporter, name="exporter"),
    path("participants/accueillir/", accueil.accueillir, name="accueillir"),
    path("participants/inscrire/", accueil.inscrire, name="inscrire"),
    path("personnes/<int:pk>/", personne.personne, name="personne"),
    path("personnes/<int:pk>/identite/", decisions.identite, name="identite"),
    path("personnes/<int:pk>/admettre/", accueil.admettre_connue, name="admettre"),
    path("personnes/<int:pk>/sensible/", decisions.sensible, name="sensible"),
    path("participations/<int:pk>/entree/", decisions.entree, name="entree"),
    path("participations/<int:pk>/etapes/nouvelle/", decisions.nouvelle_etape, name="nouvelle_etape"),
    path("participations/<int:pk>/sortie/", decisions.sortie, name="sortie"),
    path("participations/<int:pk>/sortie/annuler/", decisions.annuler_sortie, name="annuler_sortie"),
    path("participations/<int:pk>/sixieme-mois/", decisions.sixieme_mois, name="sixieme_mois"),
    path("participations/<int:pk>/doublon/", decisions.doublon, name="doublon"),
    path("etapes/<int:pk>/", decisions.etape, name="etape"),
]
