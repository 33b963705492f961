"""The root of all addresses. Rooms are wired by dotted name."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = [
    ("", "roundtable.portal.urls"),
    ("ui/", "roundtable.ui.urls"),
    ("account/", "roundtable.ground.trust.urls"),
    ("parties/", "roundtable.ground.parties.urls"),
    ("meetings/", "roundtable.records.meetings.urls"),
    ("observatory/", "roundtable.records.observatory.urls"),
    ("sdmx/", "roundtable.records.observatory.urls.sdmx"),
    ("plan/", "roundtable.operations.plan.urls"),
    ("documents/", "roundtable.ground.documents.urls"),
    ("api/v1/", "roundtable.config.api"),
]

handler400 = "roundtable.ui.refusals.not_understood"
handler500 = "roundtable.config.faults.on_fault"

urlpatterns = [path(prefix, include(urls)) for prefix, urls in ROOMS if find_spec(urls)]
