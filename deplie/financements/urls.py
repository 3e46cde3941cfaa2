"""Pages of calls, operations and money, under ``/<CODE>/``."""

from django.urls import path

from deplie.financements.views import convention, operations

app_name = "financements"

urlpatterns = [
    path("operations/", operations.operations, name="operations"),
    path("operations.csv", operations.exporter, name="exporter_operations"),
    path("operations/<int:pk>/", operations.operation, name="operation"),
    path("operations/<int:pk>/convention/", convention.signer, name="signer"),
    path("operations/<int:pk>/avenant/", convention.avenant, name="avenant"),
    path("operations/<int:pk>/versement/", convention.nouveau_versement, name="nouveau_versement"),
    path("operations/<int:pk>/<slug:acte>/inscrire/", convention.acte, name="acte"),
    path("versements/<int:pk>/", convention.versement, name="versement"),
    path("versements/<int:pk>/payer/", convention.payer, name="payer"),
    path("versements/<int:pk>/retirer/", convention.retirer_versement, name="retirer_versement"),
]
