"""Pages of bodies and séances, under ``/<CODE>/``."""

from django.urls import path

from deplie.instances.views import calendrier, instances, modeles, seances, suites

app_name = "instances"

urlpatterns = [
    path("seances/", seances.seances, name="seances"),
    path("seances/calendrier/", calendrier.calendrier, name="calendrier"),
    path("seances/calendrier.ics", calendrier.fichier, name="calendrier_ics"),
    path("seances/nouvelle/", seances.nouvelle, name="nouvelle_seance"),
    path("seances/instances/", instances.instances, name="instances"),
    path("seances/instances/nouvelle/", instances.nouvelle, name="nouvelle_instance"),
    path("seances/instances/<int:pk>/", instances.instance, name="instance"),
    path("seances/membres/<int:pk>/retirer/", instances.retirer_membre, name="retirer_membre"),
    path("seances/membres/<int:pk>/suppleant/", instances.suppleant, name="suppleant"),
    path("seances/suites/", suites.suites, name="suites"),
    path("seances/suites/<int:pk>/", suites.suite, name="suite"),
    path("seances/suites/<int:pk>/retirer/", suites.retirer, name="retirer_suite"),
    path("seances/<int:pk>/suites/nouvelle/", suites.nouvelle, name="nouvelle_suite"),
    path("seances/<int:pk>/", seances.seance, name="seance"),
    path("seances/<int:pk>/dossiers/", seances.dossiers, name="dossiers"),
    path("seances/<int:pk>/modifier/", seances.modifier, name="modifier_seance"),
    path("seances/<int:pk>/annuler/", seances.annuler, name="annuler_seance"),
    path("seances/decisions/<int:pk>/rectifier/", seances.rectifier, name="rectifier"),
    path("seances/<int:pk>/presences/", seances.presences, name="presences"),
    path("seances/<int:pk>/convoquer/", seances.convoquer, name="convoquer"),
    path("seances/<int:pk>/proces-verbal.docx", modeles.proces_verbal, name="proces_verbal"),
    path("seances/<int:pk>/modele/", modeles.reprendre_modele, name="reprendre_modele"),
    path("seances/modeles/", modeles.modeles, name="modeles"),
    path("seances/modeles/<int:pk>/", modeles.modele, name="modele"),
    path("seances/modeles/<int:pk>/retirer/", modeles.retirer_modele, name="retirer_modele"),
]
