"""The way through the house."""

from roundtable.ui import navigation
from roundtable.ui.navigation import Item, Link, Place


def test_entries_stand_in_order_and_the_page_belongs_to_the_longest_address(rf):
    navigation.add(Item(label="Parties", url_name="parties", order=30))
    navigation.add(Item(label="Plan", url_name="plan", order=20))
    navigation.add(Item(label="Front", url_name="front", order=10))
    assert navigation.links(rf.get("/plan/actions/3/")) == [
        Link("Front", "/", current=False),
        Link("Plan", "/plan/", current=True),
        Link("Parties", "/parties/", current=False),
    ]


def test_an_entry_is_shown_to_its_audience_only(rf):
    navigation.add(Item(label="Plan", url_name="plan", audience=lambda request: "key" in request.GET))
    assert navigation.links(rf.get("/")) == []
    assert navigation.links(rf.get("/?key")) == [Link("Plan", "/plan/", current=False)]


def test_the_same_address_is_entered_once(rf):
    navigation.add(Item(label="Old", url_name="plan"))
    navigation.add(Item(label="New", url_name="plan"))
    navigation.add(Item(label="Below", url_name="plan", place=Place.FOOT))
    assert [link.label for link in navigation.links(rf.get("/"))] == ["New"]
    assert [link.label for link in navigation.links(rf.get("/"), Place.FOOT)] == ["Below"]
