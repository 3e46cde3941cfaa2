"""Pages of the participants of European operations, under ``/<CODE>/fse/``."""

from django.urls import path

from deplie.fse.views import fiche, indicateurs, operations, piste

app_name = "fse"

urlpatterns = [
    path("fse/", operations.operations, name="operations"),
    path("fse/a-completer/", operations.a_completer, name="a_completer"),
    path("fse/indicateurs/", indicateurs.indicateurs, name="indicateurs"),
    path("fse/indicateurs.<str:genre>", indicateurs.exporter, name="exporter_indicateurs"),
    path("fse/operations/<int:pk>/", operations.participants, name="participants"),
    path("fse/operations/<int:pk>/ouvrir/", operations.ouvrir_toutes, name="ouvrir_toutes"),
    path("fse/operations/<int:pk>/completer/", operations.completer, name="completer"),
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
