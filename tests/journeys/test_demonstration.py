"""Made-up data say that they are made up, wherever they are shown; real ones are never called so."""

import html
import io
import re
import zipfile
from http import HTTPStatus
from urllib.parse import urljoin

import pypdf
import pytest
from django.test import Client
from django.urls import resolve

from roundtable.ground.trust.models import Role, User
from tests.factories.trust import person
from tests.journeys.walking import everywhere

SENTENCE = "Demonstration data. No figure on this page is a statement of any state."
READERS = (
    None,
    "secretariat@demo.example",
    "contact.ge@demo.example",
    "auditor@demo.example",
    "partner.iom@demo.example",
)
MUST_OPEN = {
    *("portal:home", "portal:desk", "portal:bin", "portal:jobs", "portal:inbox", "account_login", "mfa_index"),
    *("trust:account", "trust:people", "trust:person", "trust:history", "trust:rules", "trust:hand-over"),
    *("parties:list", "parties:party", "parties:card", "parties:facts", "parties:institution", "parties:stakeholder"),
    *("plan:overview", "plan:activity", "plan:report", "plan:review-one", "plan:round", "plan:packs", "plan:pack"),
}
"""Pages that show made-up people, places or words; the walk has to have come by."""
LISTS = {"trust:people", "trust:history", "parties:institutions", "plan:activities", "plan:report-list", "plan:matrix"}
SHOWS_ITSELF = {"ui:gallery", "ui:chart"}
"""Samples of charts, made up on every installation."""


def shown_at(client: Client) -> dict[str, str]:
    """What each page shows, by its address."""
    places = dict(everywhere())
    return {places[name]: text for name, (status, text) in pages(client).items() if status == HTTPStatus.OK}


def pages(client: Client) -> dict[str, tuple[int, str]]:
    """What each address shows as a page, refusals included: its status and its text, by name."""
    shown = {}
    for name, place in everywhere():
        if name in {"account_logout", *SHOWS_ITSELF}:
            continue
        answer = client.get(place)
        if not answer.streaming and answer["Content-Type"].startswith("text/html") and answer.content:
            shown[name] = (answer.status_code, answer.content.decode())
        elif answer.streaming:
            answer.close()
    return shown


def test_every_page_of_a_demonstration_says_so(dialogue):
    opened, silent = set(), []
    for reader in READERS:
        client = Client(raise_request_exception=False)
        if reader is not None:
            client.force_login(User.objects.get(email=reader))
        shown = pages(client)
        opened |= {name for name, (status, _text) in shown.items() if status == HTTPStatus.OK}
        silent += [(reader, name, status) for name, (status, text) in shown.items() if SENTENCE not in text]

    assert silent == []
    assert MUST_OPEN - opened == set()


LINK = re.compile(r'href="([^"#]+)"')
FORMAT = re.compile(r"\.(csv|xlsx|ods|json|svg|ics|docx|pdf|html|atom)(?:\?|$)|[?&](?:download|format)=(\w+)")
NOT_MADE_UP = {
    "plan:activities-template": "an empty form",
    "parties:list": "who sits at the table, from the Declaration",
    "parties:map": "the same, as a map",
    "parties:map-file": "the same, as a map",
    "parties:facts": "the same, with its sources",
    "trust:rules": "the rules of the house",
    "trust:held": "what is held about the reader alone",
    "api-1:openapi-json": "the description of the API",
    "portal:proof-json": "what the machine tried",
    "documents:keys": "public keys",
    "portal:heads-last": "hashes and signatures: where the chains of the history stand",
    "portal:heads-feed": "the same, one after the other",
    "portal:heads-own": "the same, of the reader's own chain",
    "portal:file": "what somebody handed in, unchanged",
}
"""Files that say nothing made up about any state."""


def files(client: Client) -> dict[tuple[str, str], str]:
    """One address of each kind and format of file that some page offers."""
    found: dict[tuple[str, str], str] = {}
    for place, text in shown_at(client).items():
        for link in map(html.unescape, LINK.findall(text)):
            whole = urljoin(place, link)
            if whole.startswith("/") and not whole.startswith("/static/") and (kind := FORMAT.search(whole)):
                name = resolve(whole.partition("?")[0]).view_name
                if name not in NOT_MADE_UP:
                    found.setdefault((name, kind[1] or kind[2]), whole)
    return found


def words_of(content: bytes) -> str:
    """What a file says to whoever opens it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


def test_every_file_of_a_demonstration_says_so(dialogue):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(email="secretariat@demo.example"))

    found = files(client)
    silent = []
    for (name, kind), place in found.items():
        answer = client.get(place)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != HTTPStatus.OK or "emonstration" not in words_of(content):
            silent.append(f"{name} ({kind}): {place} answers {answer.status_code}")

    assert {name for name, _kind in found} >= LISTS
    assert {kind for _name, kind in found} >= {
        "csv",
        "xlsx",
        "ods",
        "json",
        "svg",
        "ics",
        "docx",
        "pdf",
        "html",
        "atom",
    }
    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.SECRETARIAT, Role.CONTACT_POINT])
def test_no_page_of_a_real_installation_is_called_a_demonstration(role):
    from tests.factories.packs import small_year

    small_year()
    client = Client(raise_request_exception=False)
    if role is not None:
        client.force_login(person(role, "GE" if role == Role.CONTACT_POINT else ""))

    shown = pages(client)

    opened = {name for name, (status, _text) in shown.items() if status == HTTPStatus.OK}
    assert {"portal:home", "parties:party", "plan:packs"} - opened == set()
    assert [name for name, (_status, text) in shown.items() if SENTENCE in text] == []
