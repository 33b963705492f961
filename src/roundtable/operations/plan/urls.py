"""Addresses of the plan."""

from django.urls import URLPattern, path

from roundtable.operations.plan.views import (
    activities,
    activity_forms,
    activity_import,
    frame,
    matrix,
    packs,
    plan_import,
    reports,
)

app_name = "plan"

urlpatterns: list[URLPattern] = [
    # the frame
    path("", frame.overview, name="overview"),
    path("progress/", frame.overview, name="progress"),
    path("progress.<str:form>", frame.progress_file, name="progress-file"),
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
    path("activities/import/", activity_import.upload, name="activities-import"),
    path("activities/import/<int:pk>/", activity_import.preview, name="activities-import-preview"),
    path("activities/import/template.<str:form>", activity_import.import_template, name="activities-template"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", activities.activity_calendar, name="activity-calendar"),
    path("activities/<int:pk>/change/", activity_forms.change, name="activity-change"),
    path("activities/<int:pk>/delete/", activity_forms.delete, name="activity-delete"),
    path("activities/<int:pk>/restore/", activity_forms.restore, name="activity-restore"),
    # reports
    path("rounds/", reports.round_list, name="rounds"),
    path("rounds/<int:year>/", reports.round_view, name="round"),
    path("reports/", reports.desk_view, name="reports"),
    path("reports/all/", reports.report_list, name="report-list"),
    path("reports/bin/", reports.report_bin, name="report-bin"),
    path("reports/begin/", reports.begin_view, name="report-begin"),
    path("reports/many/", reports.many_view, name="report-many"),
    path("reports/<int:pk>/", reports.report_view, name="report"),
    path("reports/<int:pk>/autosave/", reports.autosave_view, name="report-autosave"),
    path("reports/<int:pk>/move/", reports.move_view, name="report-move"),
    path("reports/<int:pk>/assign/", reports.assign_view, name="report-assign"),
    path("reports/<int:pk>/evidence/", reports.add_evidence_view, name="evidence-add"),
    path("reports/<int:pk>/evidence/<int:number>/delete/", reports.delete_evidence_view, name="evidence-delete"),
    path("reports/<int:pk>/note/", reports.leave_note_view, name="report-note"),
    path("reports/<int:pk>/correction/ask/", reports.ask_correction_view, name="correction-ask"),
    path("reports/<int:pk>/correction/decide/", reports.decide_correction_view, name="correction-decide"),
    path("reports/<int:pk>/correction/", reports.correct_view, name="correction"),
    path("reports/bin/<int:pk>/restore/", reports.restore_report_view, name="report-restore"),
    path("reports/bin/evidence/<int:pk>/restore/", reports.restore_evidence_view, name="evidence-restore"),
    path("review/", reports.review_list, name="review"),
    path("review/accept/", reports.accept_many_view, name="review-accept"),
    path("review/<int:pk>/", reports.review_view, name="review-one"),
    # monitoring packs
    path("packs/", packs.packs_page, name="packs"),
    path("packs/make/", packs.make, name="pack-make"),
    path("packs/feed.atom", packs.feed, name="packs-feed"),
    path("packs/<int:pk>/", packs.pack_page, name="pack"),
    path("packs/<int:pk>/publish/", packs.publish, name="pack-publish"),
    path("packs/<int:pk>/annexes/", packs.annexes, name="pack-annexes"),
    path("packs/<int:pk>/correct/", packs.correct, name="pack-correct"),
    path("packs/<int:pk>/corrigenda/", packs.issue, name="corrigendum-issue"),
    path("packs/<int:pk>/corrigenda/<int:note>/dismiss/", packs.dismiss, name="corrigendum-dismiss"),
    path("packs/<int:pk>/files/<str:part>/<str:language>.<str:fmt>", packs.pack_file, name="pack-file"),
    path("packs/<slug:name>/figures/<str:key>/", packs.pack_figure, name="pack-figure"),
]
