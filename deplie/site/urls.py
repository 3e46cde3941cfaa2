"""Every URL of the product, room by room."""

from django.urls import path

from deplie.site import views

urlpatterns = [path("sante", views.sante, name="sante")]
