"""Monitoring packs: frozen once, laid out the same for ever, read by whom they are for."""

import io
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere
from roundtable.operations.plan.domain.coverage import total
from roundtable.operations.plan.domain.snapshot import canonical, opened, sha256
from roundtable.operations.plan.exports.pack import annexes, charts
from roundtable.operations.plan.exports.pack.render import FORMATS
from roundtable.operations.plan.models import Download, Pack, Report
from roundtable.operations.plan.queries import money
from roundtable.operations.plan.queries.coverage import matrix
from roundtable.operations.plan.queries.pack_facts import counted_activities
from roundtable.operations.plan.queries.packs import snapshot_of
from roundtable.operations.plan.services import packs
from tests.factories.packs import round_on, small_year
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "data" / "pack.schema.json"
DECISIONS = {"en": "Agree on a lead for III.5.\n\n- First\n- Second", "ru": "Назначить ведущую сторону."}


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


@pytest.fixture
def pack(secretariat, now):
    small_year()
    return packs.freeze(2026, by=secretariat, at=now, decisions=DECISIONS)


@pytest.fixture(scope="module")
def frozen(django_db_setup, django_db_blocker):
    """One frozen pack for all tests that only lay it out: they need no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_year()
        held = packs.freeze(2026, by=None, at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC), decisions=DECISIONS)
        transaction.set_rollback(True)
    return held


def laid_out(pack, fmt, language="en", part="main"):
    return packs.laid_out(pack, fmt=fmt, language=language, part=part)


def test_the_hash_is_that_of_the_canonical_snapshot_and_pins_the_annexes(frozen):
    snapshot = opened(frozen.content)
    assert frozen.sha256 == sha256(canonical(snapshot))
    assert snapshot["annex_sha256"] == sha256(canonical(opened(frozen.annex)))
    assert packs.unchanged(frozen)


def test_a_snapshot_cannot_be_changed(pack):
    pack.sha256 = "0" * 64
    with pytest.raises(ValueError, match="frozen"):
        pack.save()
    with pytest.raises(ValueError, match="frozen"):
        pack.save(update_fields=["sha256"])


def test_packs_of_a_year_are_numbered(pack, secretariat, now):
    second = packs.freeze(2026, by=secretariat, at=now)
    assert (pack.name, second.name) == ("2026-1", "2026-2")


def test_the_same_facts_at_the_same_instant_give_the_same_figures(pack, secretariat, now):
    second = packs.freeze(2026, by=secretariat, at=now, decisions=DECISIONS)
    one, other = (snapshot_of(held)["data"] for held in (pack, second))
    assert {**other, "number": 1, "name": "2026-1"} == one


RENDER = """
import hashlib, json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
import time_machine, django
django.setup()
from roundtable.operations.plan.exports.pack import annexes, render
snapshot, annex = json.load(open(sys.argv[1]))
with time_machine.travel(sys.argv[2], tick=False):
    for language in ("en", "ru"):
        for fmt in render.FORMATS:
            for public in (False, True):
                body = render.main(snapshot, fmt, language, public=public)
                print(fmt, language, public, hashlib.sha256(body).hexdigest())
        part = annexes.part("reports-I", snapshot, annex, language)
        print(language, hashlib.sha256(render.laid_out(part, snapshot, "pdf")).hexdigest())
"""


def test_every_format_is_the_same_byte_for_byte_in_another_process_at_another_time(frozen, tmp_path):
    place = tmp_path / "snapshot.json"
    place.write_text(json.dumps([opened(frozen.content), opened(frozen.annex)]))
    said = [
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", RENDER, str(place), moment],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, moment, zone in (("1", "2026-11-24T10:00:00Z", "UTC"), ("2", "2031-02-03T23:59:59Z", "Asia/Tashkent"))
    ]
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 2 * (2 * len(FORMATS) + 1)


def test_coverage_is_that_of_the_matrix_page(pack, secretariat, now):
    shown = matrix(round_on(2026), secretariat, at=now)
    data = snapshot_of(pack)["data"]
    codes = {action.pk: action.code for action in shown.actions}
    order = [party.code for party in shown.parties]
    cells = {codes[pk]: dict(zip(order, row, strict=True)) for pk, row in shown.rows.items()}
    frozen = {
        code: dict(zip((party["code"] for party in data["parties"]), row, strict=True))
        for code, row in data["said"].items()
    }
    assert frozen == cells
    assert {code: counts["asked"] for code, counts in data["coverage"].items()} == dict.fromkeys(cells, len(order))
    assert total(shown.coverage.values()).reported == 5
    assert data["reported_by_year"]["2026"] == [3, len(order)]


def test_money_is_that_of_the_pages_and_counts_nothing_twice(pack):
    found = money.by_action(counted_activities().filter(starts__year=2026))
    data = snapshot_of(pack)["data"]["money"]
    assert {code: sums["budget"] for code, sums in data["actions"].items() if sums["budget"]} == {
        "I.1": 1100.0,
        "II.2": 400.0,
        "III.4": 300.0,
    }
    assert sum(sums["spent"] for sums in data["actions"].values()) == data["all"]["spent"] == 550.0
    assert sum(float(sums.budget) for sums in found.values()) == data["all"]["budget"] == 1800.0


def test_gaps_delays_and_needs_are_found(frozen):
    data = snapshot_of(frozen)["data"]
    assert data["standing_still"] == {"I.1": 1}
    assert data["late"] == {"I.1": 1}
    assert data["needs"]["II"] == {"training": 1, "staff": 1}
    assert data["gaps"]["III.5"] == "nobody"
    assert data["gaps"]["III.4"] == "no-report"
    assert "I.1" not in data["gaps"]


def test_what_was_said_in_confidence_is_nowhere(frozen):
    held = canonical(opened(frozen.content)) + canonical(opened(frozen.annex))
    assert b"not for others" not in held


def test_the_needs_of_a_confidential_report_are_counted_under_no_theme(pack, secretariat, now):
    for report in Report.objects.filter(party="CZ", answer=Report.Answer.CONFIDENTIAL):
        report.needs = "Training for staff"
        report.save()
    again = packs.freeze(2026, by=secretariat, at=now)
    assert snapshot_of(again)["data"]["needs"] == snapshot_of(pack)["data"]["needs"]


def test_the_snapshot_follows_its_schema(frozen):
    said = json.loads(laid_out(frozen, "json"))
    jsonschema.validate(said, json.loads(SCHEMA.read_text()))


def test_the_pdf_is_tagged_and_says_its_title_and_language(frozen):
    read = pypdf.PdfReader(io.BytesIO(laid_out(frozen, "pdf", "ru")))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "2026" in read.metadata.title
    assert len(read.outline) >= 10
    assert len(read.pages) <= 40


def test_every_chart_of_the_pdf_has_an_alternative_text(frozen):
    read = pypdf.PdfReader(io.BytesIO(laid_out(frozen, "pdf")))
    figures = []

    def walk(node):
        node = node.get_object()
        if node.get("/S") == "/Figure":
            figures.append(str(node.get("/Alt", "")))
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            held = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(held, dict) and "/S" in held:
                walk(held)

    tree = read.trailer["/Root"]["/StructTreeRoot"]
    kids = tree["/K"]
    for kid in kids if isinstance(kids, list) else [kids]:
        walk(kid)
    charts = [block["alt"] for block in snapshot_of(frozen)["documents"]["en"]["blocks"] if block["t"] == "chart"]
    assert charts
    assert set(charts) <= set(figures)
    assert all(figures)


def test_text_that_people_wrote_is_never_markup(frozen):
    words = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(laid_out(frozen, "pdf", part="activities-1"))).pages
    )
    assert "#set text[*] <b>" in words
    page = laid_out(frozen, "html", part="activities-1").decode()
    assert "#set text[*] &lt;b&gt;" in page


def test_the_word_document_has_headings_tables_links_and_a_language(frozen):
    held = docx.Document(io.BytesIO(laid_out(frozen, "docx", "ru")))
    styles = {paragraph.style.name for paragraph in held.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= styles
    assert len(held.tables) > 10
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in held.tables)
    xml = held.element.xml
    assert "TOC " in xml
    assert "w:hyperlink" in xml
    assert len(re.findall(r'<wp:docPr [^>]*descr="[^"]+"', xml)) == len(held.inline_shapes) > 0
    assert 'w:lang w:val="ru-RU"' in held.styles.element.xml
    assert held.core_properties.created == frozen.taken_at


def test_the_word_document_opens_in_libreoffice(frozen, tmp_path):
    from shutil import which

    if not which("soffice"):
        pytest.skip("LibreOffice is not installed here")
    place = tmp_path / "pack.docx"
    place.write_bytes(laid_out(frozen, "docx"))
    subprocess.run(  # noqa: S603 - a program that was found above
        [
            which("soffice"),
            f"-env:UserInstallation=file://{tmp_path}/home",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(place),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert len(pypdf.PdfReader(tmp_path / "pack.pdf").pages) > 10


def test_the_workbook_keeps_numbers_as_numbers_and_has_no_formula(frozen):
    for part in ("main", "activities-1"):
        book = openpyxl.load_workbook(io.BytesIO(laid_out(frozen, "xlsx", part=part)))
        for sheet in book:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(laid_out(frozen, "xlsx")))
    sheet = book["Money by area"]
    assert [sheet.cell(2, 3).value, sheet.cell(2, 5).value] == [1100, 150]
    assert book["Coverage matrix"].cell(2, 1).hyperlink.target.endswith("/plan/action/I.1/")
    with zipfile.ZipFile(io.BytesIO(laid_out(frozen, "xlsx"))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_the_html_stands_alone_without_scripts(frozen):
    page = laid_out(frozen, "html").decode()
    assert "<script" not in page
    assert not re.search(r'\son\w+="', page)
    assert 'style="' not in page
    assert not re.search(r'(?:src|href)="(?!http|#)', page)
    assert page.count("<svg") == 4
    assert page.startswith('<!doctype html>\n<html lang="en">')


def test_the_public_edition_holds_no_single_answer(frozen):
    for fmt in ("html", "json"):
        page = laid_out(frozen, fmt, part="public").decode()
        assert "Who reported what" not in page
        assert 'class="pack-table pack-matrix"' not in page
    data = json.loads(laid_out(frozen, "json", part="public"))["data"]
    assert not {"said", "reported", "evidence"} & set(data)


def test_a_designation_carries_its_footnote_into_every_file(frozen):
    note = next(party["footnotes"]["en"] for party in snapshot_of(frozen)["data"]["parties"] if party["code"] == "XK")
    assert note[:40] in laid_out(frozen, "html").decode()
    assert note[:40] in "".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(laid_out(frozen, "docx"))).paragraphs
    )
    assert note[:20] in " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(laid_out(frozen, "pdf"))).pages
    )
    sheet = openpyxl.load_workbook(io.BytesIO(laid_out(frozen, "xlsx")))["Coverage matrix"]
    assert any(note[:40] in str(row[0].value) for row in sheet.iter_rows())


def test_every_word_of_the_pack_is_russian_in_russian(frozen):
    with override("ru"):
        from django.utils.translation import gettext

        if gettext("The year in one page") == "The year in one page":
            pytest.skip("the Russian messages are not compiled here")
    snapshot = snapshot_of(frozen)
    english = {block["text"] for block in snapshot["documents"]["en"]["blocks"] if block["t"] == "h"}
    russian = {block["text"] for block in snapshot["documents"]["ru"]["blocks"] if block["t"] == "h"}
    assert not english & russian
    said = json.dumps(snapshot["documents"]["ru"]["words"], ensure_ascii=False)
    assert not re.search(r"[A-Za-z]{3,}", re.sub(r"%\(\w+\)s", "", " ".join(json.loads(said).values())))


def hrefs(node):
    if isinstance(node, dict):
        if "href" in node and "{" not in str(node["href"]):
            yield node
        for value in node.values():
            yield from hrefs(value)
    elif isinstance(node, list):
        for value in node:
            yield from hrefs(value)


def test_every_link_of_the_pack_leads_to_a_page(pack, client, secretariat):
    client.force_login(secretariat)
    paths = {
        one["href"].removeprefix(settings.ROUNDTABLE_ADDRESS)
        for one in hrefs(snapshot_of(pack)["documents"]["en"]["blocks"])
    }
    assert len(paths) > 100
    some = sorted(paths)[::7]
    assert {path: client.get(path).status_code for path in some} == dict.fromkeys(some, 200)


def test_the_page_behind_a_figure_shows_as_many_rows_as_the_figure_says(pack, client, secretariat):
    client.force_login(secretariat)
    evidence = snapshot_of(pack)["data"]["evidence"]
    for key in ("late", "still", "needs", "serving-I.1", "money-II.2"):
        page = client.get(reverse("plan:pack-figure", args=[pack.name, key]))
        assert len(page.context["rows"]) == len(evidence[key]["ids"]) > 0


def test_the_list_behind_the_number_of_reports_has_that_many_rows(pack, client, secretariat):
    client.force_login(secretariat)
    table = next(
        block
        for block in snapshot_of(pack)["documents"]["en"]["blocks"]
        if block.get("id") == "achievements-I" and block["t"] == "table"
    )
    cell = table["rows"][0][2]
    page = client.get(cell["href"].removeprefix(settings.ROUNDTABLE_ADDRESS))
    assert page.status_code == 200
    assert page.context["listed"].page.paginator.count == cell["v"] == 2


def test_who_may_make_read_and_publish(pack, secretariat, now):
    contact, observer = person(Role.CONTACT_POINT, "GE"), person(Role.OBSERVER, "dialogue")
    with pytest.raises(NotAllowed):
        packs.freeze(2026, by=contact, at=now)
    with pytest.raises(NotAllowed):
        packs.publish(pack, by=person(Role.CHAIR, "dialogue"), at=now)
    for unseeing in (contact, observer, person(Role.AUDITOR, "dialogue")):
        with pytest.raises(NotThere):
            packs.take(pack, fmt="json", language="en", part="main", person=unseeing, at=now)
    chair = person(Role.CHAIR, "dialogue")
    assert packs.take(pack, fmt="json", language="en", part="main", person=chair, at=now).part == "main"
    packs.publish(pack, by=secretariat, at=now)
    pack.refresh_from_db()
    assert packs.take(pack, fmt="json", language="en", part="main", person=contact, at=now).part == "main"
    assert packs.take(pack, fmt="json", language="en", part="main", person=observer, at=now).part == "public"
    with pytest.raises(NotThere):
        packs.take(pack, fmt="pdf", language="en", part="reports-I", person=observer, at=now)


def test_sheets_parts_and_languages_are_called_by_words(frozen, pack, client, secretariat, now):
    sheets = openpyxl.load_workbook(io.BytesIO(laid_out(frozen, "xlsx"))).sheetnames
    assert {"Coverage matrix", "I Achievements", "Progress by area", "Budget and spending"} <= set(sheets)
    assert not [name for name in sheets if name == name.lower() or "-" in name]
    with override("en"):
        called = [annexes.called(name) for name in ("activities-2", "reports-IV", "main")]
    assert called == ["Annex A: activities of the year, part 2", "Annex B: reports, area IV", "main"]

    packs.render_file(pack, fmt="html", language="ru", part="reports-I", at=now)
    client.force_login(secretariat)
    page = client.get(pack.get_absolute_url()).content.decode()
    assert "Annex B: reports, area I, HTML, Russian" in page
    assert ">reports-I" not in page


def test_a_dark_page_gives_every_colour_of_the_drawings_its_own():
    drawn = Path(charts.__file__).read_text(encoding="utf-8")
    sheet = Path(str(finders.find("plan/pack-web.css"))).read_text(encoding="utf-8")
    colours = set(re.findall(r"#[0-9a-f]{6}", drawn))
    assert len(colours) > 8
    assert {colour for colour in colours if f'"{colour}"' not in sheet} == set()


@pytest.mark.parametrize("role", [Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.AUDITOR, Role.OBSERVER])
def test_a_pack_that_is_not_published_exists_for_those_alone_who_make_it(pack, client, now, role):
    key = next(iter(snapshot_of(pack)["data"]["evidence"]))
    own = [
        pack.get_absolute_url(),
        reverse("plan:pack-file", args=[pack.pk, "main", "en", "json"]),
        reverse("plan:pack-figure", args=[pack.name, key]),
    ]
    reader = person(role, "GE" if role in {Role.CONTACT_POINT, Role.SENIOR_OFFICIAL} else "dialogue")
    client.force_login(reader)

    assert [client.get(one).status_code for one in own] == [404, 404, 404]
    assert pack.name not in client.get(reverse("plan:packs")).content.decode()
    client.force_login(person(Role.SECRETARIAT))
    assert [client.get(one).status_code for one in own] == [200, 200, 200]
    assert pack.name in client.get(reverse("plan:packs")).content.decode()


def test_a_stranger_finds_only_published_packs(pack, client, secretariat, now):
    assert client.get(pack.get_absolute_url()).status_code == 404
    packs.publish(pack, by=secretariat, at=now)
    page = client.get(pack.get_absolute_url())
    assert page.status_code == 200
    assert b'class="pack-table pack-matrix"' not in page.content
    assert client.get(reverse("plan:pack-file", args=[pack.pk, "main", "en", "json"])).status_code == 200
    assert not Download.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("pack")
def test_the_list_of_packs_costs_the_same_for_one_and_for_three(
    client, secretariat, now, count, django_assert_max_num_queries
):
    for number in range(1, count):
        packs.freeze(2026, by=secretariat, at=now + timedelta(days=number))
    client.force_login(secretariat)
    with django_assert_max_num_queries(15) as seen:
        assert client.get(reverse("plan:packs")).status_code == 200
    assert len(seen) <= 15


def test_freezing_needs_few_queries_however_much_there_is(pack, secretariat, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        packs.freeze(2026, by=secretariat, at=now)


def test_a_year_before_there_is_a_plan_cannot_be_frozen(secretariat, now):
    with pytest.raises(Invalid, match="no plan"):
        packs.freeze(2026, by=secretariat, at=now)


def test_the_command_writes_the_same_file_twice_from_a_snapshot(pack, tmp_path, capsys):
    from django.core.management import call_command

    files = [tmp_path / f"{number}.html" for number in (1, 2)]
    for place in files:
        call_command("plan_pack", "--snapshot", pack.name, "--format", "html", "--out", str(place))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert pack.sha256 in capsys.readouterr().out


def test_annexes_come_in_parts(frozen):
    assert packs.parts_of(frozen) == [
        "activities-1",
        *(f"reports-{code}" for code in ("I", "II", "III", "IV", "V", "VI")),
    ]
    page = laid_out(frozen, "html", part="reports-II").decode()
    assert "Training for border staff" in page
    assert "only that a report exists" in page
    with pytest.raises(NotThere):
        laid_out(frozen, "html", part="reports-XX")


def test_a_corrigendum_written_on_the_page_leads_to_the_corrected_pack(client, secretariat, pack, now):
    packs.publish(pack, by=secretariat, at=now)
    corrected = packs.publish(packs.freeze(2026, by=secretariat, at=now, corrects=pack), by=secretariat, at=now)
    client.force_login(secretariat)
    form = client.get(reverse("plan:pack", args=[pack.pk])).context["form"]

    said = {"figures": "Table 2", "wrong": "12", "right": "11", "corrected": form["corrected"].value()}
    client.post(reverse("plan:corrigendum-issue", args=[pack.pk]), said)

    assert pack.corrigenda.get().corrected == corrected


def test_files_made_by_command_on_a_day_come_from_one_snapshot_until_the_data_change(now, tmp_path, monkeypatch):
    monkeypatch.setattr("roundtable.operations.plan.management.commands.plan_pack.timezone.now", lambda: next(moments))
    moments = (now + timedelta(seconds=number) for number in itertools.count())
    small_year()

    def snapshots(fmt):
        call_command("plan_pack", "--year", "2026", "--format", fmt, "--out", str(tmp_path / f"pack.{fmt}"))
        return Pack.objects.count()

    assert [snapshots(fmt) for fmt in ("json", "html", "docx")] == [1, 1, 1]
    Report.objects.filter(stage=Report.Stage.ACCEPTED).first().delete()
    assert snapshots("json") == 2


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_level_of_headings_is_left_out_in_the_word_file(frozen, language):
    held = docx.Document(io.BytesIO(laid_out(frozen, "docx", language)))
    names = [paragraph.style.name for paragraph in held.paragraphs]
    levels = [int(name.removeprefix("Heading ")) for name in names if name.startswith("Heading ")]
    assert {1, 2} <= set(levels)
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_nothing_is_frozen_for_a_file_that_cannot_be_written(tmp_path):
    small_year()
    for place in (tmp_path / "nowhere" / "pack.json", tmp_path):
        with pytest.raises(CommandError, match="Cannot write"):
            call_command("plan_pack", "--year", "2026", "--format", "json", "--out", str(place))
    assert Pack.objects.count() == 0
