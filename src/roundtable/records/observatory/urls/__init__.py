"""Addresses of this room."""

from django.urls import path

from roundtable.records.observatory.views import catalogue, dcat, desk, explorer, keeping, loading, mirror, profiles

app_name = "observatory"
urlpatterns = [
    path("", catalogue.listed, name="list"),
    path("catalogue.<str:form>", dcat.catalogue, name="catalogue"),
    path("load/", loading.load, name="load"),
    path("load/<int:pk>/", loading.intake, name="intake"),
    path("countries/", profiles.listed, name="countries"),
    path("countries/<slug:code>/", profiles.country, name="country"),
    path("countries/<slug:code>.<str:form>", profiles.country_file, name="profile"),
    path("mirrors/", desk.listed, name="mirrors"),
    path("mirrors/<slug:origin>/<slug:destination>/", desk.mirror, name="mirror"),
    path("corridors/<slug:origin>/<slug:destination>/", mirror.shown, name="corridor"),
    path("corridors/<slug:origin>/<slug:destination>.<str:form>", mirror.corridor_file, name="corridor_file"),
    path("<slug:code>/", catalogue.dataset, name="dataset"),
    path("<slug:code>/log/", catalogue.log, name="log"),
    path("<slug:code>/explore/", explorer.explore, name="explore"),
    path("<slug:code>/explore.<str:form>", explorer.explored, name="explored"),
    path("<slug:code>/change/", keeping.change, name="change"),
    path("<slug:code>/definition/", keeping.sheet, name="sheet"),
    path("<slug:code>/loads/<int:pk>/", keeping.vintage, name="vintage"),
    path("<slug:code>/loads/<int:pk>/answer/", keeping.answer, name="answer"),
    path("<slug:code>/loads/<int:pk>/publish/", keeping.publish, name="publish"),
    path("<slug:code>/loads/<int:pk>/refuse/", keeping.refuse, name="refuse"),
    path("<slug:code>/loads/<int:pk>/withdraw/", keeping.withdraw, name="withdraw"),
]
