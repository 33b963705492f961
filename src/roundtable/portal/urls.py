"""Addresses under the roof."""

from django.urls import path

from roundtable.portal.views import files, heads, homes, inbox, jobs, proof, search

app_name = "portal"
urlpatterns = [
    path("", homes.home, name="home"),
    path("desk/", homes.desk, name="desk"),
    path("desk/take/", homes.take, name="take"),
    path("search/", search.search, name="search"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("inbox/<int:pk>/", inbox.follow, name="inbox-follow"),
    path("bin/", inbox.bin_page, name="bin"),
    path("views/", inbox.saved_views, name="saved-views"),
    path("views/<int:pk>/remove/", inbox.remove_view, name="saved-view-remove"),
    path("jobs/", jobs.jobs_page, name="jobs"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="job-retry"),
    path("files/<int:pk>/", files.file, name="file"),
    path("proof/", proof.proof, name="proof"),
    path("proof.json", proof.proof_json, name="proof-json"),
    path("heads/", heads.page, name="heads"),
    path("heads/last.json", heads.last, name="heads-last"),
    path("heads/feed.json", heads.feed, name="heads-feed"),
    path("heads/own.json", heads.own, name="heads-own"),
    path(".well-known/security.txt", files.security_contact, name="security-contact"),
    path("about/accessibility/", files.accessibility, name="accessibility"),
    path("about/sources/", files.sources, name="sources"),
]
