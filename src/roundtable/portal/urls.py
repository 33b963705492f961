"""Addresses under the roof."""

from django.urls import path

from roundtable.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
]
