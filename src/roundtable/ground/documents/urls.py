"""Addresses of documents."""

from django.urls import URLPattern, path

from roundtable.ground.documents.views import (
    approval,
    drafting,
    importing,
    languages,
    reading,
    silence,
    texts,
    verifying,
    working,
)

app_name = "documents"

urlpatterns: list[URLPattern] = [
    path("", texts.documents, name="documents"),
    path("new/", texts.new, name="document-new"),
    path("verify/", verifying.verify_page, name="verify"),
    path("keys.json", verifying.keys, name="keys"),
    path("<int:pk>/", texts.document, name="document"),
    path("<int:pk>/change/", texts.change, name="document-change"),
    path("<int:pk>/import/", importing.upload, name="import"),
    path("<int:pk>/import/<int:number>/", importing.preview, name="import-preview"),
    path("<int:pk>/working/", working.write, name="working"),
    path("<int:pk>/working/paragraph/<str:key>/", working.paragraph, name="working-paragraph"),
    path("<int:pk>/working/autosave/", working.autosave, name="working-autosave"),
    path("<int:pk>/working/accepted/", working.put_in, name="working-accepted"),
    path("<int:pk>/working/issue/", working.issue, name="issue"),
    path("<int:pk>/steps/", approval.steps, name="steps"),
    path("<int:pk>/steps/<int:number>/confirm/", approval.confirm, name="step-confirm"),
    path("<int:pk>/adopt/", approval.adopt, name="adopt"),
    path("<int:pk>/contributions/<int:number>/withdraw/", drafting.withdraw, name="withdraw"),
    path("<int:pk>/contributions/<int:number>/lift/", drafting.lift, name="lift"),
    path("<int:pk>/languages/<str:language>/", languages.version, name="version"),
    path("<int:pk>/languages/<str:language>/<str:key>/", languages.paragraph, name="version-paragraph"),
    path("<int:pk>/languages/<str:language>/<str:key>/unchanged/", languages.no_change, name="version-unchanged"),
    path("silence/<int:pk>/", silence.procedure, name="silence"),
    path("silence/<int:pk>/certify/", silence.certify, name="certify"),
    path("silence/<int:pk>/certificate.<str:fmt>", silence.certificate, name="certificate"),
    path("<int:pk>/<str:name>/", reading.revision, name="revision"),
    path("<int:pk>/<str:name>/redline/", reading.redline, name="redline"),
    path("<int:pk>/<str:name>/table/", drafting.drafting_table, name="table"),
    path("<int:pk>/<str:name>/silence/", silence.new, name="silence-new"),
    path("<int:pk>/<str:name>/text.<str:fmt>", reading.file, name="file"),
    path("<int:pk>/<str:name>/paragraph/<str:key>/", drafting.paragraph, name="paragraph"),
    path("<int:pk>/<str:name>/paragraph/<str:key>/words/", reading.credits, name="credits"),
]
