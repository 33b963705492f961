"""The answers behind a form that saves itself. A room's view checks who may write, then hands the request to `answer`.

The page: the form carries `data-drafts="ADDRESS"`, a hidden field `draft-NAME` for each text that saves itself (`{%
draft_marks marks %}`, from `marks`), and includes `drafts/status.html`; the page loads `drafts/autosave.js`. Without
JavaScript the same form, posted as a whole, goes through `from_form` and is merged in the same way.

The wire (JSON, POST to ADDRESS, X-CSRFToken in the head):
    asked:    {"strokes": [{"stroke": uuid, "field": name, "text": str, "base": revision, "after": uuid|null}],
               "choices": [{"conflict": number, "field": name, "text": str, "stroke": uuid}],
               "here": name, "known": {name: revision}}
    answered: {"at": instant,
               "fields": {name: {"revision", "text", "merged", "conflict": null|{…}, "error": null|sentence}},
               "newer": {name: {"revision", "text"}}, "conflicts": {name: {…}}, "people": [{"name", "field"}]}
A conflict is {"number", "mine", "theirs", "both", "who", "own"}; `own` says that the other text came from another
window of the same person. GET answers the same without `fields`.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid, Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.drafts import saving
from roundtable.kernel.drafts.saving import Conflict, Saved

MOST = 60
"""Strokes in one request."""
PREFIX = "draft-"
CHOICE = "draft-choice-"

Names = Callable[[set[int]], Mapping[int, str]]
Kept = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a form remembers of a field: the revision it shows, and the stroke that posting it will be."""

    field: str
    revision: int
    stroke: str
    text: str

    @property
    def value(self) -> str:
        """The mark as a hidden field carries it."""
        return f"{self.revision}:{self.stroke}"


def marks(kind: str, key: object, texts: Mapping[str, str], request: HttpRequest, *, scope: str) -> list[Mark]:
    """Lay down the texts of a thing where that has not happened, and give the marks for its form."""
    moment = at(request)
    state = saving.state(kind, key)
    if missing := {field: text for field, text in texts.items() if field not in state}:
        saving.begin(kind, key, missing, at=moment, scope=scope)
        state = saving.state(kind, key)
    return [Mark(field, state[field].revision, str(uuid.uuid4()), state[field].text) for field in texts]


def answer(  # noqa: PLR0913 - what a room says about its texts
    request: HttpRequest,
    kind: str,
    key: object,
    fields: Iterable[str],
    by: int,
    *,
    names: Names | None = None,
    kept: Kept | None = None,
) -> JsonResponse:
    """Save the strokes in a request, and tell what others did meanwhile and who is here.

    `fields` are the texts that may be saved here. `kept(field, text)` is called in the transaction of each stroke
    with the text that stands after it. `names` turns numbers of people into names. A stroke that is refused carries
    its sentence; the others are saved.
    """
    allowed = frozenset(fields)
    try:
        asked = _read(request)
    except Told as refused:
        return JsonResponse({"error": refused.sentence}, status=refused.status)
    moment = at(request)
    done: dict[str, dict[str, Any]] = {}
    for sent in [*asked.get("choices", []), *asked.get("strokes", [])][:MOST]:
        field = str(sent.get("field", ""))
        try:
            if field not in allowed:
                raise Invalid(_("This form has no text “%(field)s”.") % {"field": field})
            done[field] = _saved(_keep(sent, kind, key, field, by, moment, kept), by, names)
        except Told as refused:
            done[field] = {"error": refused.sentence}
    here = str(asked.get("here", ""))
    people = saving.present(kind, key, by, moment, field=here if here in allowed else "")
    called = names({person.by for person in people}) if names and people else {}
    known = asked.get("known", {})
    state = saving.state(kind, key)
    return JsonResponse(
        {
            "at": moment.isoformat(),
            "fields": done,
            "newer": {
                field: {"revision": state[field].revision, "text": state[field].text}
                for field in sorted(allowed & state.keys())
                if field not in done and isinstance(known.get(field), int) and state[field].revision > known[field]
            },
            "conflicts": {
                field: _spelled(found[-1], by, names)
                for field, found in saving.conflicts(kind, key, by=by).items()
                if field in allowed and field not in done
            },
            "people": [{"name": called.get(person.by, _("Somebody")), "field": person.field} for person in people],
        }
    )


def from_form(  # noqa: PLR0913 - as `answer`
    request: HttpRequest, kind: str, key: object, fields: Iterable[str], by: int, *, kept: Kept | None = None
) -> dict[str, Saved]:
    """Save the texts of a form that was posted as a whole, with the marks it carries. Answers what became of each.

    A field without a mark was not shown and is left alone. The choices in `drafts/conflicts.html` are taken first.
    """
    moment = at(request)
    saved: dict[str, Saved] = {}
    with transaction.atomic():
        chosen = _choices(request, kind, key, by)
        for field in fields:
            mark = request.POST.get(f"{PREFIX}{field}")
            if mark is None or field not in request.POST:
                continue
            if field in chosen:
                sent = chosen[field]
            else:
                base, stroke, after = [*str(mark).split(":"), "", ""][:3]
                if not base.isdecimal():
                    raise Invalid(_("This form is damaged. Copy your text, open the page again and put it in."))
                sent = {"text": request.POST[field], "base": int(base), "stroke": stroke, "after": after or None}
            saved[field] = _keep(sent, kind, key, field, by, moment, kept)
    return saved


def own_strokes(data: QueryDict, fields: Iterable[str]) -> QueryDict:
    """Give each field of a posted form a stroke of its own text.

    A page that is sent twice must count once, but a page that was gone back to and changed is a new stroke. Raises
    Invalid for a page whose marks are damaged.
    """
    told = data.copy()
    for name in fields:
        revision, _colon, rest = told.get(f"{PREFIX}{name}", "").partition(":")
        mark, _colon, after = rest.partition(":")
        if name not in told or not revision:
            continue
        try:
            mark = str(uuid.uuid5(uuid.UUID(mark), str(told[name]).replace("\r\n", "\n")))
        except ValueError as error:
            raise Invalid(_("This page is damaged: copy your text, open the page again and put it in.")) from error
        told[f"{PREFIX}{name}"] = f"{revision}:{mark}:{after}"
    return told


def _choices(request: HttpRequest, kind: str, key: object, by: int) -> dict[str, dict[str, Any]]:
    chosen = {}
    for field, found in saving.conflicts(kind, key, by=by).items():
        conflict = found[-1]
        choice = request.POST.get(f"{CHOICE}{conflict.number}")
        texts = {"mine": conflict.mine, "theirs": conflict.theirs, "both": conflict.both}
        if choice in texts:
            chosen[field] = {"conflict": conflict.number, "text": texts[choice], "stroke": str(uuid.uuid4())}
    return chosen


def _keep(  # noqa: PLR0913, PLR0917 - as `answer`
    sent: Mapping[str, Any], kind: str, key: object, field: str, by: int, moment: Any, kept: Kept | None
) -> Saved:
    try:
        stroke = uuid.UUID(str(sent.get("stroke")))
        after = uuid.UUID(str(sent["after"])) if sent.get("after") else None
    except ValueError as error:
        raise Invalid(_("This form is damaged. Copy your text, open the page again and put it in.")) from error
    text = str(sent.get("text", ""))
    with transaction.atomic():
        if "conflict" in sent:
            on = (kind, str(key), field)
            if not isinstance(sent["conflict"], int) or isinstance(sent["conflict"], bool):
                raise Invalid(_("This form is damaged. Copy your text, open the page again and put it in."))
            saved = saving.resolve(sent["conflict"], text=text, by=by, at=moment, stroke=stroke, on=on)
        else:
            base = sent.get("base")
            if not isinstance(base, int) or isinstance(base, bool) or base < 0:
                raise Invalid(_("This form is damaged. Copy your text, open the page again and put it in."))
            saved = saving.save(kind, key, field, text=text, base=base, by=by, at=moment, stroke=stroke, after=after)
        if kept is not None and saved.conflict is None:
            kept(field, saved.text)
    return saved


def _read(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST" or not request.body:
        return {}
    try:
        asked = json.loads(request.body)
    except ValueError as error:
        raise Invalid(_("This request cannot be read.")) from error
    if not isinstance(asked, dict) or not all(
        isinstance(asked.get(part, []), list) and all(isinstance(sent, dict) for sent in asked.get(part, []))
        for part in ("choices", "strokes")
    ):
        raise Invalid(_("This request cannot be read."))
    return asked


def _saved(saved: Saved, by: int, names: Names | None) -> dict[str, Any]:
    return {
        "revision": saved.revision,
        "text": saved.text,
        "merged": saved.merged,
        "conflict": _spelled(saved.conflict, by, names) if saved.conflict else None,
        "error": None,
        "by": by,
    }


def _spelled(conflict: Conflict, by: int, names: Names | None) -> dict[str, Any]:
    who = conflict.theirs_by
    called = names({who}).get(who, "") if names and who is not None else ""
    return {
        "number": conflict.number,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "both": conflict.both,
        "who": called or _("Somebody else"),
        "own": who == by,
    }
