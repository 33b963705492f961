"""The proof of export parity finds what leaves unseen, and what is seen and does not leave."""

from typing import Any

import pytest
from django.http import HttpResponse

from roundtable.ground.parties import api as parties_api
from roundtable.ground.trust.domain.canaries import Mint
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Soil
from roundtable.ground.trust.proofs.matrix.asking import targets
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Planted
from roundtable.ground.trust.proofs.parity import leaving as left_behind
from roundtable.ground.trust.proofs.parity.found import Parity
from roundtable.ground.trust.proofs.parity.leaving import Left, undeclared
from roundtable.ground.trust.proofs.parity.sheets import from_file, from_json, from_page
from roundtable.ground.trust.proofs.parity.trying import compared_as
from roundtable.ground.trust.public import NOBODY, apart, leavings
from roundtable.kernel.base.addresses import addresses
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.files.tables import Column, Kind, Table, write
from roundtable.kernel.links.listings import Listing
from tests.factories.parties import DialogueFactory, InstitutionFactory, PartyFactory


def _parity(tmp_path: Any, now: Any, client: Any) -> Parity:
    trial = Trial(tmp_path, long=True)
    nobody = Asker("nobody", "at work", NOBODY, client=client)
    nobody.client.defaults["HTTP_HOST"] = "testserver"
    nobody.__dict__["machine"] = nobody.client
    world = Planted(Soil(Mint(), now), [nobody])
    return Parity(trial, world, targets(Trial(tmp_path), [nobody], most=2), Left())


def _compared(parity: Parity, name: str) -> Trial:
    compared_as(parity, next(one for one in leavings if one.name == name), parity.world.askers[0])
    return parity.trial


@pytest.fixture
def parity(tmp_path, now, client, db):
    DialogueFactory()
    PartyFactory(code="GE")
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    InstitutionFactory(code="ge-interior", party_id="GE", website="https://interior.example/")
    InstitutionFactory(code="am-labour", party_id="AM", website="https://labour.example/")
    return _parity(tmp_path, now, client)


@pytest.mark.parametrize("name", ["parties", "parties.institutions"])
def test_a_list_that_is_the_same_in_every_form_holds(parity, name):
    trial = _compared(parity, name)

    assert trial.told == []
    assert {f"of {name}", "page", "csv", "xlsx", "ods"} <= parity.compared.keys()
    assert any(form.startswith("api-1:") for form in parity.compared)


def test_a_row_that_only_the_file_has_is_found(parity, monkeypatch):
    monkeypatch.setattr(Listing, "page", _without_the_first(Listing.page))

    assert any("rows on the page" in told for told in _compared(parity, "parties.institutions").told)


def _without_the_first(page: Any) -> Any:
    def fewer(listing: Listing, queryset: Any, params: Any, **more: Any) -> Any:
        first = queryset.order_by("pk").first()
        return page(listing, queryset.exclude(pk=first.pk), params, **more)

    return fewer


def test_a_filter_that_a_file_forgets_is_found(parity, monkeypatch):
    table = Listing.table
    monkeypatch.setattr(Listing, "table", lambda self, rows, _params, **told: table(self, rows, {}, **told))

    assert _compared(parity, "parties.institutions").violations


def test_a_column_that_only_files_have_is_found(parity, monkeypatch):
    shown = Listing.columns_shown
    monkeypatch.setattr(Listing, "columns_shown", lambda self, *, wide: shown(self, wide=wide)[:-1])

    assert any("the page has the heads" in told for told in _compared(parity, "parties.institutions").told)


def test_a_word_that_only_machines_are_told_is_found(parity, monkeypatch):
    row = parties_api._party
    monkeypatch.setattr(parties_api, "_party", lambda view: row(view) | {"note": "Between us."})

    told = _compared(parity, "parties").told

    assert any("'Between us.' here, '' in the file" in one for one in told)


def test_an_order_that_machines_do_not_keep_is_found(parity, monkeypatch):
    paged = parties_api._paged
    monkeypatch.setattr(parties_api, "_paged", lambda request, rows, *more: paged(request, rows.reverse(), *more))

    assert any(told.startswith("/api/") for told in _compared(parity, "parties.institutions").told)


def test_a_list_of_which_no_room_said_how_it_leaves_is_found(parity, monkeypatch):
    fewer: Registry[Any] = Registry("fewer")
    fewer.add(*[one for one in leavings if one.name != "parties.institutions"])
    monkeypatch.setattr(left_behind, "leavings", fewer)
    parity.ask(parity.world.askers[0], "/parties/institutions/")

    said = list(undeclared(parity.left))

    assert any(one.startswith("parties:institutions hands out list") for one in said)
    assert any("/api/v1/parties/institutions is read by machines" in one for one in said)


def test_every_form_that_is_named_is_an_address():
    there = {address.name for address in addresses()}
    named = (
        {one.page for one in leavings} | {one.address for one in apart} | {one.drawn for one in leavings if one.drawn}
    )
    named |= {told.address for one in leavings for told in one.told} | {
        one.along.partition("?")[0] for one in leavings if one.along
    }

    assert named - there == set()


def test_every_operation_that_reads_belongs_to_a_list_or_says_why_not(db):
    assert [one for one in undeclared(Left()) if "machines" in one] == []


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_each_kind_of_file_is_read_into_the_same_cells(form):
    columns = [
        Column("name", "Name"),
        Column("day", "Day", Kind.DATE),
        Column("open", "Open", Kind.YES_NO),
        Column("sum", "Sum", Kind.MONEY),
    ]
    table = Table(
        "t", "T", columns, [{"name": "One\u00a0two", "day": None, "open": True, "sum": 1200.5}, {"name": "B"}]
    )

    exact = from_json(write(table, "json"))

    assert exact.rows == [["One two", "", "yes", "1200.5"], ["B", "", "", ""]]
    assert from_file(write(table, form), form, exact).rows == exact.rows


def test_a_page_is_read_as_somebody_sees_it():
    page = HttpResponse(
        "<p>2 rows</p><table data-list='a'><thead><tr><th>Name</th></tr></thead>"
        "<tbody><tr><th><a href='?page=3'>O\u00adne</a> <b>two</b></th></tr></tbody></table>"
    )
    screen = from_page(page.content)

    assert (screen.names, screen.labels, screen.rows, screen.pages) == (["a"], ["Name"], [["One two"]], 3)
