"""Learn from pages what can be asked and sent: the forms that stand on them, and the questions to which they lead."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.domain.canaries import canaries_in

TYPED = "typed by the proof"
OFFERS = re.compile(
    r"<textarea\b[^>]*>.*?</textarea>|</?(?:a|form|input|button|select|option)\b[^>]*>", re.DOTALL | re.IGNORECASE
)
IGNORED = frozenset({"csrfmiddlewaretoken"})


@dataclass
class Form:
    """A form as somebody would send it: every field filled."""

    action: str
    method: str = "get"
    fields: dict[str, Any] = field(default_factory=lambda: defaultdict(list))
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def bodies(self) -> list[dict[str, Any]]:
        """What it sends, once for each button that says something."""
        plain = {name: values for name, values in self.fields.items() if name not in IGNORED}
        return [plain | {name: [value]} for name, value in self.buttons] or [plain]


class Page(HTMLParser):
    """What a page offers."""

    def __init__(self, path: str, today: date) -> None:
        """Read a page that stands at a path; days are filled with today."""
        super().__init__()
        self.path, self.today = path, today
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._outside: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what a tag offers."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "?" in said.get("href", ""):
            self.links.add(urljoin(self.path, said["href"]))
        if tag == "form":
            self._form = Form(urlsplit(urljoin(self.path, said.get("action") or self.path)).path)
            self._form.method = said.get("method", "get").lower()
            self.forms.append(self._form)
            if "id" in said:
                self._outside[said["id"]] = self._form
        form = self._outside.get(said.get("form", ""), self._form)
        if form is None or "disabled" in said:
            return
        name = said.get("name", "")
        if tag == "input" and name:
            self._input(form, name, said)
        elif tag == "button" and name:
            form.buttons.append((name, said.get("value", "")))
        elif tag == "select" and name:
            self._select = (name, [], [])
        elif tag == "option" and self._select:
            _name, chosen, others = self._select
            (chosen if "selected" in said else others).append(said.get("value", ""))
        elif tag == "textarea" and name:
            self._area = (name, [])

    def handle_data(self, data: str) -> None:
        """Take in the text of a field."""
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a field or a form."""
        if tag == "form":
            self._form = None
        if self._form is None:
            return
        if tag == "select" and self._select:
            name, chosen, others = self._select
            self._form.fields[name] += [one for one in chosen if one] or [one for one in others if one][:1]
            self._select = None
        if tag == "textarea" and self._area:
            name, text = self._area
            self._form.fields[name].append(typed("".join(text).strip()))
            self._area = None

    def _input(self, form: Form, name: str, said: Mapping[str, str]) -> None:
        kind, value = said.get("type", "text"), said.get("value", "")
        if kind == "submit":
            form.buttons.append((name, value))
        elif kind == "file":
            form.fields[name].append(SimpleUploadedFile("typed.txt", TYPED.encode()))
        elif kind in {"checkbox", "radio"}:
            if "checked" in said or (kind == "radio" and "required" in said and not form.fields[name]):
                form.fields[name].append(value or "on")
        elif kind == "hidden":
            form.fields[name].append(value)
        else:
            form.fields[name].append(typed(value) if value else self._blank(kind))

    def _blank(self, kind: str) -> str:
        blank = {
            "date": self.today.isoformat(),
            "number": "1",
            "url": "https://typed.example/",
            "email": "typed@canary.example",
            "tel": "+1 234 567",
            "time": "18:00",
            "search": "",
        }
        return blank.get(kind, TYPED)


def typed(value: str) -> str:
    """Give what stands in a field, without canaries: what somebody sends may come back to them.

    >>> typed("Reedbed zqbbbbbbqz"), typed("GE")
    ('typed by the proof', 'GE')
    """
    if not canaries_in(value):
        return value
    if value.startswith("https://"):
        return "https://typed.example/"
    return "typed@canary.example" if "@" in value else TYPED


def learned(path: str, body: bytes, today: date) -> Page:
    """Read a page: of all its tags those that offer something, since reading the others is most of the work."""
    page = Page(path, today)
    page.feed("".join(OFFERS.findall(body.decode("utf-8", errors="replace"))))
    return page
