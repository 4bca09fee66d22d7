"""All addresses are those of the one application."""

from django.urls import include, path

urlpatterns = [path("", include("plans.urls"))]
