"""Addresses of the web services of SDMX.

What names a data flow has an address of its own; all others are read in one place, by the rules of the standard.
"""

from django.urls import path

from roundtable.records.observatory.views import sdmx

app_name = "sdmx"
urlpatterns = [
    path("2.1/data/<str:flow>", sdmx.rest_15, name="data-15"),
    path("2.1/availableconstraint/<str:flow>", sdmx.rest_15, name="available-15"),
    path("2.1/<slug:kind>/<str:agency>/<str:identifier>", sdmx.rest_15, name="structure-15"),
    path("2.1/<path:asked>", sdmx.rest_15, name="rest-15"),
    path("3.0/data/<slug:context>/<str:agency>/<str:identifier>", sdmx.rest_20, name="data-20"),
    path("3.0/availability/<slug:context>/<str:agency>/<str:identifier>", sdmx.rest_20, name="available-20"),
    path("3.0/structure/<slug:kind>/<str:agency>/<str:identifier>", sdmx.rest_20, name="structure-20"),
    path("3.0/<path:asked>", sdmx.rest_20, name="rest-20"),
]
