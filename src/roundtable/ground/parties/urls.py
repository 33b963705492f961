"""Addresses of this room."""

from django.urls import path

from roundtable.ground.parties.views import government, table

app_name = "parties"
urlpatterns = [
    path("", table.table, name="list"),
    path("map/", table.map_page, name="map"),
    path("map.<slug:form>", table.map_file, name="map-file"),
    path("dialogue/", table.dialogue, name="dialogue"),
    path("institutions/", government.institutions, name="institutions"),
    path("institutions/<slug:code>/", government.institution, name="institution"),
    path("institutions/<slug:code>/change/", government.change_institution, name="institution-change"),
    path("stakeholders/", government.stakeholders, name="stakeholders"),
    path("stakeholders/new/", government.add_stakeholder, name="stakeholder-new"),
    path("stakeholders/<int:pk>/", government.stakeholder, name="stakeholder"),
    path("stakeholders/<int:pk>/change/", government.change_stakeholder, name="stakeholder-change"),
    path("stakeholders/<int:pk>/delete/", government.delete_stakeholder, name="stakeholder-delete"),
    path("stakeholders/<int:pk>/restore/", government.restore_stakeholder, name="stakeholder-restore"),
    path("<slug:code>/", table.party, name="party"),
    path("<slug:code>/designation/", table.designation, name="designation"),
    path("<slug:code>/facts/", table.facts, name="facts"),
    path("<slug:code>/facts/<int:pk>/", table.fact, name="fact"),
    path("<slug:code>/facts/<int:pk>/delete/", table.delete_fact, name="fact-delete"),
    path("<slug:code>/facts/<int:pk>/restore/", table.restore_fact, name="fact-restore"),
    path("<slug:code>/institutions/new/", government.add_institution, name="institution-new"),
    path("<slug:code>/people/<int:user_id>/card/", government.card, name="card"),
]
