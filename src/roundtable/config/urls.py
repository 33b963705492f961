"""The root of all addresses. Rooms are wired by dotted name."""

from django.urls import include, path

urlpatterns = [
    path("", include("roundtable.portal.urls")),
    path("ui/", include("roundtable.ui.urls")),
    path("account/", include("roundtable.ground.trust.urls")),
    path("parties/", include("roundtable.ground.parties.urls")),
    path("plan/", include("roundtable.operations.plan.urls")),
    path("api/v1/", include("roundtable.config.api")),
]
