"""Addresses of the plan."""

from django.urls import URLPattern, path

from roundtable.operations.plan.views import activities, activity_forms, frame, matrix, plan_import

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
    # activities
    path("activities/", activities.activities, name="activities"),
    path("activities/calendar.ics", activities.calendar, name="activities-calendar"),
    path("activities/new/", activity_forms.new, name="activity-new"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", activities.activity_calendar, name="activity-calendar"),
    path("activities/<int:pk>/change/", activity_forms.change, name="activity-change"),
    path("activities/<int:pk>/delete/", activity_forms.delete, name="activity-delete"),
    path("activities/<int:pk>/restore/", activity_forms.restore, name="activity-restore"),
]
