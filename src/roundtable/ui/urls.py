"""Addresses of the interface itself."""

from django.urls import path

from roundtable.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("charts/<slug:name>.<slug:form>", views.chart, name="chart"),
    path("preferences", views.preferences, name="preferences"),
]
