"""Pages of the participants of European operations, under ``/<CODE>/fse/``."""

from django.urls import path

from deplie.fse.views import correspondance, export, fiche, indicateurs, operations, piste, retours, soutiens

app_name = "fse"

urlpatterns = [
    path("fse/", operations.operations, name="operations"),
    path("fse/a-completer/", operations.a_completer, name="a_completer"),
    path("fse/indicateurs/", indicateurs.indicateurs, name="indicateurs"),
    path("fse/indicateurs.<str:genre>", indicateurs.exporter, name="exporter_indicateurs"),
    path("fse/exports/", export.exports, name="exports"),
    path("fse/exports/nouvelle/", correspondance.nouvelle_correspondance, name="nouvelle_correspondance"),
    path("fse/exports/<int:pk>/", export.correspondance, name="correspondance"),
    path("fse/exports/<int:pk>/fichier/", export.exporter_participants, name="exporter_participants"),
    path("fse/exports/<int:pk>/forme/", correspondance.regler_forme, name="regler_forme"),
    path("fse/exports/<int:pk>/retirer/", correspondance.retirer_correspondance, name="retirer_correspondance"),
    path("fse/exports/<int:pk>/colonnes/", correspondance.ajouter_colonne, name="ajouter_colonne"),
    path("fse/exports/<int:pk>/colonnes/<int:rang>/", correspondance.colonne, name="colonne"),
    path("fse/exports/<int:pk>/colonnes/<int:rang>/place/", correspondance.deplacer_colonne, name="deplacer_colonne"),
    path("fse/retours/", retours.retours, name="retours"),
    path("fse/retours/<int:pk>/", retours.retour, name="retour"),
    path("fse/erreurs/<int:pk>/", retours.erreur, name="erreur"),
    path("fse/erreurs/<int:pk>/issue/", retours.issue_erreur, name="issue_erreur"),
    path("fse/operations/<int:pk>/", operations.participants, name="participants"),
    path("fse/operations/<int:pk>/ouvrir/", operations.ouvrir_toutes, name="ouvrir_toutes"),
    path("fse/operations/<int:pk>/completer/", operations.completer, name="completer"),
    path("fse/operations/<int:pk>/organismes/", soutiens.soutiens, name="soutiens"),
    path("fse/operations/<int:pk>/organismes/inscrire/", soutiens.inscrire_soutien, name="inscrire_soutien"),
    path("fse/organismes/<int:pk>/", soutiens.modifier_soutien, name="modifier_soutien"),
    path("fse/organismes/<int:pk>/retirer/", soutiens.retirer_soutien, name="retirer_soutien"),
    path("fse/organismes/<int:pk>/preuve/", soutiens.preuve_soutien, name="preuve_soutien"),
    path("operations/<int:pk>/participants/", piste.participants, name="piste_participants"),
    path("operations/<int:pk>/participants/<int:personne>/", piste.participant, name="piste_participant"),
    path("operations/codes-inconnus/", piste.codes, name="codes_inconnus"),
    path("fse/personnes/<int:pk>/ouvrir/", fiche.ouvrir, name="ouvrir"),
    path("fse/fiches/<int:pk>/", fiche.fiche, name="fiche"),
    path("fse/fiches/<int:pk>/entree/", fiche.entree, name="entree"),
    path("fse/fiches/<int:pk>/sortie/", fiche.sortie, name="sortie"),
    path("fse/fiches/<int:pk>/six-mois/", fiche.six_mois, name="six_mois"),
    path("fse/fiches/<int:pk>/reprise/", fiche.reprise, name="reprise"),
    path("fse/fiches/<int:pk>/retirer/", fiche.retirer, name="retirer"),
]
