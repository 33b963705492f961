"""Addresses of this room."""

from django.urls import path

from roundtable.records.meetings.views import agenda, conclusions, copy, feeds, meeting, minutes, people

app_name = "meetings"
urlpatterns = [
    path("", meeting.meeting_list, name="list"),
    path("calendar.ics", meeting.calendar, name="calendar"),
    path("conclusions/", conclusions.every, name="conclusions"),
    path("new/", meeting.plan, name="new"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/<str:secret>.ics", feeds.feed_calendar, name="feed-calendar"),
    path("<slug:code>/", meeting.meeting, name="meeting"),
    path("<slug:code>/change/", meeting.change, name="change"),
    path("<slug:code>/move/", meeting.move, name="move"),
    path("<slug:code>/guest/", meeting.guest, name="guest"),
    path("<slug:code>/clone/", meeting.clone, name="clone"),
    path("<slug:code>/meeting.ics", meeting.meeting_calendar, name="meeting-calendar"),
    path("<slug:code>/copy/", copy.copy, name="copy"),
    path("<slug:code>/agenda/", agenda.agenda, name="agenda"),
    path("<slug:code>/agenda/new/", agenda.add_item, name="item-new"),
    path("<slug:code>/agenda/<int:pk>/", agenda.change_item, name="item"),
    path("<slug:code>/room/", agenda.room, name="room"),
    path("<slug:code>/materials/new/", agenda.add_material, name="material-new"),
    path("<slug:code>/materials/<int:pk>/delete/", agenda.delete_material, name="material-delete"),
    path("<slug:code>/delegations/", people.delegations, name="delegations"),
    path("<slug:code>/delegations/new/", people.register, name="register"),
    path("<slug:code>/delegations/<int:pk>/", people.change, name="registration"),
    path("<slug:code>/delegations/<int:pk>/decide/", people.decide, name="decide"),
    path("<slug:code>/delegations/<int:pk>/letter/", people.letter, name="letter"),
    path("<slug:code>/attendance/", people.attendance, name="attendance"),
    path("<slug:code>/participants/", people.participants, name="participants"),
    path("<slug:code>/badges/", people.badges, name="badges"),
    path("<slug:code>/seating/", people.seating, name="seating"),
    path("<slug:code>/conclusions/", conclusions.of_meeting, name="meeting-conclusions"),
    path("<slug:code>/conclusions/new/", conclusions.conclude, name="conclude"),
    path("<slug:code>/conclusions/<int:pk>/", conclusions.conclusion, name="conclusion"),
    path("<slug:code>/conclusions/<int:pk>/change/", conclusions.change, name="conclusion-change"),
    path("<slug:code>/minutes/", minutes.minutes, name="minutes"),
    path("<slug:code>/minutes/autosave/", minutes.autosave, name="minutes-autosave"),
    path("<slug:code>/minutes/publish/", minutes.publish, name="minutes-publish"),
    path("<slug:code>/feedback/", minutes.feedback, name="feedback"),
]
