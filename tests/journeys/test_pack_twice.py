"""The pack of a year is the same byte for byte, whoever makes it: the web, and the command, twice each."""

import pytest
from django.core.management import call_command

from roundtable.ground.trust.models import Role
from roundtable.kernel.tasks.worker import run_waiting
from roundtable.operations.plan.models import Pack
from tests.factories.packs import small_year
from tests.factories.trust import person
from tests.journeys.people import carry_session

pytestmark = pytest.mark.browser

FORMATS = ("pdf", "docx", "html", "json", "xlsx")
LANGUAGES = ("en", "ru")


def test_the_web_and_the_command_give_the_same_bytes_in_every_format_and_language(
    live_server, transactional_db, browser_page, settings, tmp_path
):
    settings.ROUNDTABLE_ADDRESS = live_server.url
    small_year()
    page = carry_session(browser_page.context, live_server.url, person(Role.SECRETARIAT))
    page.goto(f"{live_server.url}/plan/packs/")
    page.fill("input[name=year]", "2026")
    page.get_by_role("button", name="Freeze the year and make the pack").dblclick()
    page.get_by_text("The pack is being made.").wait_for()
    run_waiting()
    pack = Pack.objects.get()

    different = []
    for fmt in FORMATS:
        for language in LANGUAGES:
            address = f"{live_server.url}/plan/packs/{pack.pk}/files/main/{language}.{fmt}"
            made = [page.request.get(address).body() for _time in range(2)]
            for number in range(2):
                out = tmp_path / f"{number}-{language}.{fmt}"
                call_command(
                    "plan_pack", "--snapshot", pack.name, "--format", fmt, "--language", language, "--out", str(out)
                )
                made.append(out.read_bytes())
            if len(set(made)) != 1 or len(made[0]) < 1000:
                different.append((fmt, language, [len(body) for body in made]))

    assert different == []
