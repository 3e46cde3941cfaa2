"""Root of the URLs: everything is declared by the front door."""

from django.urls import include, path

urlpatterns = [path("", include("deplie.site.urls"))]
