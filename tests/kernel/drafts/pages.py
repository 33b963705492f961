"""A page with one text that saves itself, for the tests in a browser."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from roundtable.kernel import drafts
from roundtable.kernel.drafts import http

PAGE = """{% load drafts static %}<!doctype html><html lang="en"><title>Report</title><body>
<form method="post" data-drafts="/save/{{ who }}/">{% csrf_token %}{% draft_marks marks %}
{% include "drafts/conflicts.html" %}
<div class="field"><label for="n">Narrative</label><textarea id="n" name="narrative">{{ marks.0.text }}</textarea></div>
<button type="submit">Submit</button>{% include "drafts/status.html" %}</form>
<script src="{% static 'drafts/autosave.js' %}" defer></script></body></html>"""


def page(request, who):
    if request.method == "POST":
        return HttpResponse(http.from_form(request, "t", "1", ["narrative"], who)["narrative"].text)
    marks = http.marks("t", "1", {"narrative": "ten people came"}, request, scope="GE")
    told = {"marks": marks, "who": who, "conflicts": drafts.conflicts("t", "1", by=who)}
    return HttpResponse(engines["django"].from_string(PAGE).render(told, request))


def save(request, who):
    return http.answer(request, "t", "1", ["narrative"], who, names=lambda _numbers: {1: "Ana", 2: "Beka"})


urlpatterns = [path("page/<int:who>/", page), path("save/<int:who>/", save)]
