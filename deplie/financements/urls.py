"""Pages of calls, operations and money, under ``/<CODE>/``."""

from django.urls import path

from deplie.financements.views import operations

app_name = "financements"

urlpatterns = [
    path("operations/", operations.operations, name="operations"),
    path("operations.csv", operations.exporter, name="exporter_operations"),
    path("operations/<int:pk>/", operations.operation, name="operation"),
]
