"""Addresses of the plan."""

from django.urls import URLPattern, path

from roundtable.operations.plan.views import frame, matrix, plan_import

app_name = "plan"

urlpatterns: list[URLPattern] = [
    # the frame
    path("", frame.overview, name="overview"),
    path("area/<str:numeral>/", frame.area_page, name="area"),
    path("action/<str:code>/", frame.action_page, name="action"),
    path("action/<str:code>/title/", plan_import.short_title, name="action-title"),
    path("coverage/", matrix.matrix_page, name="matrix"),
    path("timeline/", frame.timeline, name="timeline"),
    path("import/", plan_import.upload, name="import"),
    path("import/<str:digest>/", plan_import.preview, name="import-preview"),
]
