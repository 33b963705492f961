"""The catalogue for portals says of each dataset what it is, whose it is, and where each form of it lies."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from roundtable.ground.trust.public import Role
from roundtable.records.observatory.domain.triples import Node, Text, Triple, full, json_ld, rdf_xml, turtle
from roundtable.records.observatory.models import Audience
from tests.factories.observatory import MAPPING, published, staged, table
from tests.factories.trust import person

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
OTHER = MAPPING.replace("dataset: arrivals", "dataset: departures")


def of_xml(text):
    found = set()
    for thing in etree.fromstring(text.encode()):
        for told in thing:
            name = etree.QName(told)
            says = f"{name.namespace}{name.localname}"
            resource = told.get(f"{RDF}resource")
            what = resource or (told.text or "", told.get(LANGUAGE, ""), told.get(f"{RDF}datatype", ""))
            found.add((thing.get(f"{RDF}about"), says, what))
    return found


def of_json(text):
    told = json.loads(text)
    found = set()
    for thing in told["@graph"]:
        for name, values in thing.items():
            if name == "@type":
                found |= {(thing["@id"], full("rdf:type"), value) for value in values}
            elif name != "@id":
                for value in values:
                    what = value.get("@id") or (value["@value"], value.get("@language", ""), value.get("@type", ""))
                    found.add((thing["@id"], full(name), what))
    return found


def of_turtle(text):
    found = set()
    for thing, rest in re.findall(r"^<([^>]*)> (.*?) \.$", text, re.MULTILINE | re.DOTALL):
        for part in rest.split(" ;\n    "):
            says, _, what = part.partition(" ")
            literal = re.fullmatch(r'(".*")(?:@(\S+)|\^\^(\S+))?', what, re.DOTALL)
            told = (
                (json.loads(literal[1]), literal[2] or "", full(literal[3]) if literal[3] else "")
                if literal
                else what[1:-1]
            )
            found.add((thing, full(says), told))
    return found


LITERALS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";\ufffe\uffff"), max_size=20)


@given(st.lists(st.tuples(LITERALS, st.sampled_from(["", "en", "fa"])), min_size=1, max_size=5))
def test_three_forms_say_the_same(texts):
    thing = Node("https://example.org/a b")
    told = [Triple(thing, "dct:title", Text(text, language)) for text, language in texts]
    told.append(Triple(thing, "rdf:type", Node(full("dcat:Dataset"))))
    assert of_xml(rdf_xml(told)) == of_json(json_ld(told)) == of_turtle(turtle(told))
    assert (thing.address, len(of_json(json_ld(told)))) == ("https://example.org/a%20b", len(set(texts)) + 1)


@pytest.mark.django_db
def test_the_catalogue_is_the_same_in_three_forms_and_names_every_form_of_a_dataset(client, settings):
    table()
    published(licence_address="https://example.org/licence", about={"en": "Who came."})
    answers = {form: client.get(f"/observatory/catalogue.{form}") for form in ("jsonld", "ttl", "rdf")}
    assert {form: answer["Content-Type"].partition(";")[0] for form, answer in answers.items()} == {
        "jsonld": "application/ld+json",
        "ttl": "text/turtle",
        "rdf": "application/rdf+xml",
    }
    told = of_json(answers["jsonld"].content.decode())
    assert told == of_xml(answers["rdf"].content.decode()) == of_turtle(answers["ttl"].content.decode())

    here = f"{settings.ROUNDTABLE_ADDRESS}/observatory/arrivals/"
    said = {(says, what) for thing, says, what in told if thing == here}
    assert (full("dct:title"), ("Arrivals", "en", "")) in said
    assert (full("dct:title"), ("Прибытия", "ru", "")) in said
    country = "http://publications.europa.eu/resource/authority/country/"
    assert {what for says, what in said if says == full("dct:spatial")} == {f"{country}AUT", f"{country}GEO"}
    days = {what[0] for thing, _says, what in told if thing == f"{here}#period" and isinstance(what, tuple)}
    assert days == {"2023-01-01", "2024-12-31"}
    distributions = {what for says, what in said if says == full("dcat:distribution")}
    assert len(distributions) == 5
    for one in distributions:
        mine = {says: what for thing, says, what in told if thing == one and says != full("rdf:type")}
        assert mine[full("dct:license")] == "https://example.org/licence"
        found = client.get(mine[full("dcat:downloadURL")].removeprefix(settings.ROUNDTABLE_ADDRESS))
        assert found.status_code == 200
        assert mine[full("dcat:mediaType")].endswith(found["Content-Type"].partition(";")[0])


@pytest.mark.django_db
def test_the_catalogue_holds_what_the_reader_may_know_of(client):
    table()
    published()
    published(mapping=OTHER, audience=Audience.PARTIES)
    staged(mapping=MAPPING.replace("arrivals", "waiting"))
    public = client.get("/observatory/catalogue.ttl")
    assert (b"departures" in public.content, b"waiting" in public.content) == (False, False)
    again = client.get("/observatory/catalogue.ttl", headers={"If-None-Match": public["ETag"]})
    assert (again.status_code, client.get("/observatory/catalogue.pdf").status_code) == (304, 404)
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    inside = client.get("/observatory/catalogue.ttl")
    assert b"departures" in inside.content
    assert b"access-right/RESTRICTED" in inside.content
