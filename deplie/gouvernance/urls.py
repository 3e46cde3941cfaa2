"""Pages of plans of action, under ``/<CODE>/``."""

from django.urls import path

from deplie.gouvernance.views import action, plan

app_name = "gouvernance"

urlpatterns = [
    path("plans/", plan.plans, name="plans"),
    path("plans/nouveau/", plan.creer_plan, name="creer_plan"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    path("plans/<int:pk>/calendrier/", plan.calendrier, name="calendrier"),
    path("plans/<int:pk>/calendrier.svg", plan.calendrier_svg, name="calendrier_svg"),
    path("plans/<int:pk>/suivi/", plan.suivi, name="suivi"),
    path("plans/<int:pk>/modifier/", plan.modifier_plan, name="modifier_plan"),
    path("plans/<int:pk>/axes/", plan.ajouter_axe, name="ajouter_axe"),
    path("plans/<int:pk>/actions/", plan.inscrire_action, name="inscrire_action"),
    path("plans/<int:pk>/seances/<int:seance>/", action.comite, name="comite"),
    path("plans/actions/<int:pk>/", action.action, name="action"),
    path("plans/actions/<int:pk>/modifier/", action.modifier_action, name="modifier_action"),
    path("plans/actions/<int:pk>/avancement/", action.noter_point, name="noter_point"),
    path("plans/actions/<int:pk>/jalons/", action.poser_jalon, name="poser_jalon"),
    path("plans/actions/<int:pk>/budget/", action.financer, name="financer"),
    path("plans/jalons/<int:pk>/atteint/", action.atteindre_jalon, name="atteindre_jalon"),
]
