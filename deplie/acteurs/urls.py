"""Pages about actors, under ``/<CODE>/``."""

from django.urls import path

from deplie.acteurs.views import equipe, journal, logo, reglages, structures

app_name = "acteurs"

urlpatterns = [
    path("equipe/", equipe.equipe, name="equipe"),
    path("equipe/inviter/", equipe.inviter, name="inviter"),
    path("equipe/agents/<int:pk>/", equipe.agent, name="agent"),
    path("equipe/agents/<int:pk>/identite/", equipe.completer_agent, name="completer_agent"),
    path("equipe/agents/<int:pk>/roles/", equipe.donner_role, name="donner_role"),
    path("equipe/agents/<int:pk>/temps/", equipe.noter_temps, name="noter_temps"),
    path("equipe/agents/<int:pk>/invitation/", equipe.renvoyer, name="renvoyer_invitation"),
    path("equipe/agents/<int:pk>/remplacement/", equipe.remplacer, name="remplacer"),
    path("equipe/remplacements/<int:pk>/finir/", equipe.finir_remplacement, name="finir_remplacement"),
    path("equipe/roles/<int:pk>/retirer/", equipe.retirer_role, name="retirer_role"),
    path("equipe/temps/<int:pk>/retirer/", equipe.retirer_temps, name="retirer_temps"),
    path("equipe/structures/nouvelle/", structures.creer_structure, name="creer_structure"),
    path("equipe/structures/<int:pk>/", structures.structure, name="structure"),
    path("equipe/structures/doublons/", structures.doublons, name="doublons_structures"),
    path("equipe/structures/<int:pk>/reunir/<int:autre>/", structures.reunir, name="reunir_structures"),
    path("equipe/structures/<int:pk>/separer/", structures.separer, name="separer_structures"),
    path("journal/", journal.journal, name="journal"),
    path("reglages/", reglages.reglages, name="reglages"),
    path("reglages/logo/", logo.logo, name="logo"),
    path("reglages/logo/retirer/", logo.retirer, name="retirer_logo"),
]
