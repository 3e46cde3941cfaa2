"""Pages of plans of action, under ``/<CODE>/``."""

from django.urls import path

from deplie.gouvernance.views import action, classeur, comite, documents, moyens, plan

app_name = "gouvernance"

urlpatterns = [
    path("plans/", plan.plans, name="plans"),
    path("plans/nouveau/", plan.creer_plan, name="creer_plan"),
    path("plans/importer/", classeur.importer_plan, name="importer_plan"),
    path("plans/classeur-vierge.xlsx", classeur.classeur_vierge, name="classeur_vierge"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    path("plans/<int:pk>/calendrier/", plan.calendrier, name="calendrier"),
    path("plans/<int:pk>/calendrier.svg", plan.calendrier_svg, name="calendrier_svg"),
    path("plans/<int:pk>/suivi/", plan.suivi, name="suivi"),
    path("plans/<int:pk>/bilan/", documents.bilan, name="bilan"),
    path("plans/<int:pk>/bilan.docx", documents.bilan_word, name="bilan_word"),
    path("plans/<int:pk>/bilan.pdf", documents.bilan_pdf, name="bilan_pdf"),
    path("plans/<int:pk>/plan.xlsx", documents.classeur, name="classeur"),
    path("plans/<int:pk>/fiches.docx", documents.fiches, name="fiches"),
    path("plans/<int:pk>/importer/", classeur.importer, name="importer"),
    path("plans/<int:pk>/modifier/", plan.modifier_plan, name="modifier_plan"),
    path("plans/<int:pk>/reconduire/", plan.reconduire_plan, name="reconduire_plan"),
    path("plans/<int:pk>/axes/", plan.ajouter_axe, name="ajouter_axe"),
    path("plans/<int:pk>/actions/", plan.inscrire_action, name="inscrire_action"),
    path("plans/<int:pk>/seances/<int:seance>/", comite.comite, name="comite"),
    path("plans/axes/<int:pk>/", plan.modifier_axe, name="modifier_axe"),
    path("plans/axes/<int:pk>/retirer/", plan.retirer_axe, name="retirer_axe"),
    path("plans/actions/<int:pk>/", action.action, name="action"),
    path("plans/actions/<int:pk>/fiche.docx", documents.fiche, name="fiche"),
    path("plans/actions/<int:pk>/fiche.pdf", documents.fiche_pdf, name="fiche_pdf"),
    path("plans/actions/<int:pk>/modifier/", action.modifier_action, name="modifier_action"),
    path("plans/actions/<int:pk>/retirer/", action.retirer_action, name="retirer_action"),
    path("plans/actions/<int:pk>/avancement/", action.noter_point, name="noter_point"),
    path("plans/actions/<int:pk>/jalons/", moyens.poser_jalon, name="poser_jalon"),
    path("plans/actions/<int:pk>/budget/", moyens.financer, name="financer"),
    path("plans/actions/<int:pk>/indicateurs/", moyens.mesurer, name="mesurer"),
    path("plans/actions/<int:pk>/liens/", moyens.relier, name="relier"),
    path("plans/points/<int:pk>/", action.corriger_point, name="corriger_point"),
    path("plans/jalons/<int:pk>/", moyens.modifier_jalon, name="modifier_jalon"),
    path("plans/jalons/<int:pk>/atteint/", moyens.atteindre_jalon, name="atteindre_jalon"),
    path("plans/jalons/<int:pk>/retirer/", moyens.retirer_jalon, name="retirer_jalon"),
    path("plans/budget/<int:pk>/", moyens.corriger_financement, name="corriger_financement"),
    path("plans/budget/<int:pk>/retirer/", moyens.retirer_financement, name="retirer_financement"),
    path("plans/indicateurs/<int:pk>/", moyens.corriger_mesure, name="corriger_mesure"),
    path("plans/indicateurs/<int:pk>/retirer/", moyens.retirer_mesure, name="retirer_mesure"),
    path("plans/indicateurs/<int:pk>/valeur/", moyens.relever, name="relever"),
    path("plans/valeurs/<int:pk>/effacer/", moyens.effacer_valeur, name="effacer_valeur"),
    path("plans/liens/<int:pk>/retirer/", moyens.delier, name="delier"),
]
