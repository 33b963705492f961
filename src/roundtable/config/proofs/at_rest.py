"""At rest: put a word that is nowhere else into every sealed column and file, use the house, and look for it."""

import base64
import io
import logging
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust.public import Trial, User, chains_opened, everybody, nobody, readerships
from roundtable.kernel.base.privacy import Personal
from roundtable.kernel.files import store
from roundtable.kernel.keys import masters, ring
from roundtable.kernel.keys.addresses import Address
from roundtable.kernel.keys.boxes import Box, Place
from roundtable.kernel.keys.fields import Sealed, sealed_fields

CLEAR: Final = {
    "trust.token": "name",
    "trust.lowering": "reason",
    "trust.reading": "purpose",
    "tasks.job": "title kwargs note error trace result",
    "links.savedview": "name query",
    "documents.document": "title body",
    "parties.participation": "source note",
    "parties.stakeholder": "name website about",
    "meetings.meeting": "title place link about source",
    "meetings.guest": "reason",
    "plan.round": "guidance",
    "plan.extension": "reason",
    "plan.activity": "title reference about place outputs",
    "plan.funding": "source",
    "plan.activitydocument": "title link",
    "plan.corrigendum": "figures wrong right",
    "observatory.dataset": "title about source licence unit",
    "observatory.vintage": "file notice",
    "observatory.finding": "said reason",
    "observatory.intake": "name",
}
"""Fields that not everybody may read and that are not sealed: `docs/run/threats.md` says so. None is added unseen."""
NUMBERS: Final = frozenset(
    {"documents.intake.by_id", "drafts.stroke.by_id", "drafts.presence.by_id", "trust.reading.by"}
)
"""Personal by declaration, and plain numbers: they name nobody once the person is erased."""
ASIDE: Final = frozenset({"keys", "mail", "static"})
"""Folders of the home that are not looked through: keys; mails as they leave the house; styles and scripts."""
PRICED: Final = ("/history/", "/plan/reports/", "/plan/activities/")
PAGES: Final = ("/", "/desk/", "/inbox/", "/people/", "/history/", "/plan/reports/", "/plan/activities/", "/search/?q=")


def run(trial: Trial) -> None:
    """Plant, use, and look through the database, the folder and the log."""
    _declared(trial)
    _price(trial)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    planted = {}
    for number, field in enumerate(_fields()):
        word = f"zq{trial.seed}x{number:03d}qz"
        with chains_opened(connection):  # rows of a chain are not changed by anybody else
            rows = _plant(field, word)
        planted[word] = (field, rows)
        trial.holds(rows, f"{_name(field)}: there is no row in which a word could be planted")
    public = _control()
    file = _file()
    _use(next(iter(planted)))
    places = list(_places(trial.home))
    log.flush()
    logging.getLogger().removeHandler(handler)
    places.append(("the log", log.getvalue().encode()))
    for word, (field, rows) in planted.items():
        _look(trial, word, places, _name(field))
        read = sum(word in str(getattr(one, field.attname)) for one in field.model._default_manager.filter(pk__in=rows))
        trial.holds(read == len(rows), f"{_name(field)}: only {read} of {len(rows)} rows open again")
    _look(trial, file, places, "the bytes of a kept file")
    trial.holds(any(public.encode() in content for _place, content in places), "the search finds nothing at all")
    trial.figure("fields", len(planted))
    trial.figure("MB looked through", sum(len(content) for _place, content in places) // 1024**2)
    trial.figure(
        "fields that not everybody reads and that lie in clear", sum(len(names.split()) for names in CLEAR.values())
    )


def _price(trial: Trial) -> None:
    """Tell what opening costs: the same pages with boxes, and with a memory of what stood in them, in the same run."""
    person = User.objects.filter(terms__role="secretariat", is_active=True).order_by("pk").first()
    if person is None:
        return
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    memory: dict[str, str] = {}
    open_it = ring.unseal

    def remembered(box: Box, *, place: Place) -> str:
        if box.text not in memory:
            memory[box.text] = open_it(box, place=place)
        return memory[box.text]

    for page in PRICED:
        client.get(page, follow=True)
        with_boxes = _measured(client, page)
        ring.unseal = remembered
        client.get(page, follow=True)
        without = _measured(client, page)
        ring.unseal = open_it
        trial.figure(f"{page}: queries and ms with boxes", "{} and {:.1f}".format(*with_boxes))
        trial.figure(f"{page}: queries and ms with nothing to open", "{} and {:.1f}".format(*without))


def _measured(client: Client, page: str) -> tuple[int, float]:
    """Give the number of queries of one answer, and the shortest of several times in milliseconds."""
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's shape
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(page, follow=True)
    times = []
    for _time in range(7):
        began = time.perf_counter()
        client.get(page, follow=True)
        times.append(time.perf_counter() - began)
    return len(asked), min(times) * 1000


def _declared(trial: Trial) -> None:
    """Every field that is personal, or kept from somebody, is sealed, or named among those that are not."""
    for said in readerships:
        model = apps.get_model(said.model)
        sealed, clear = {field.name for field in sealed_fields(model)}, set(CLEAR.get(said.model, "").split())
        for field in model._meta.concrete_fields:
            if field.name not in said.fields or field.name in said.without_words or field.choices:
                continue
            rule = said.rule_of(field.name)
            if rule is everybody or (rule is nobody and not model.__module__.startswith("roundtable.")):
                continue
            trial.holds(field.name in sealed | clear, f"{said.model}.{field.name} is not for everybody, and not sealed")
        trial.holds(not clear & sealed, f"{said.model}: {clear & sealed} is sealed and said to lie in clear")
    for model in apps.get_models():
        sealed = {field.name for field in sealed_fields(model)}
        for name, label in vars(getattr(model, "Privacy", object)).items():
            if isinstance(label, Personal):
                whole = f"{model._meta.label_lower}.{name}"
                trial.holds(name in sealed or whole in NUMBERS, f"{whole} is personal, and not sealed")


def _fields() -> list[Sealed]:
    found = [field for model in apps.get_models() for field in sealed_fields(model)]
    # People last: whoever is renamed is named so in no other row that is made here.
    return sorted(found, key=lambda field: (field.model._meta.label_lower == "trust.user", _name(field)))


def _name(field: Sealed) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def _plant(field: Sealed, word: str) -> list[Any]:
    """Put the word into up to three rows, as the house does: by saving them."""
    rows: list[Any] = list(field.model._default_manager.order_by("pk")[:3]) or _made(field.model)
    for one in rows:
        value: Any = {"title": word} if isinstance(field, models.JSONField) else f"Here {word} stands."
        if isinstance(field, Address):
            value = f"{word}.{one.pk}@example.org"
        if field.name == "link" and getattr(one, "file_id", None) is not None:
            one.file_id = None  # evidence is a link or a file
        setattr(one, field.attname, value)
        one.save()
    return [one.pk for one in rows]


def _made(model: type[models.Model]) -> list[Any]:
    """Make a row where the demonstration has none: filled with what its columns need, and no more."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.has_default() or field.null or isinstance(field, Sealed):
            continue
        if isinstance(field, models.ForeignKey):
            other: type[models.Model] = field.remote_field.model
            there = other._default_manager.first() or next(iter(_made(other)), None)
            if there is None:
                return []
            values[field.name] = there
        elif isinstance(field, models.DateTimeField):
            values[field.name] = timezone.now()
        elif isinstance(field, models.DateField):
            values[field.name] = timezone.now().date()
        elif isinstance(field, models.UUIDField):
            values[field.name] = f"{os.urandom(16).hex()}"
        elif isinstance(field, models.CharField | models.TextField):
            values[field.name] = str(field.choices[0][0]) if field.choices else os.urandom(8).hex()[: field.max_length]
        else:
            values[field.name] = 1
    _as_constraints_ask(model, values)
    return [model._default_manager.create(**values)]


def _as_constraints_ask(model: type[models.Model], values: dict[str, Any]) -> None:
    # Evidence is a link or a file: its constraint would refuse a row that is neither.
    if any(field.name == "file_id" for field in model._meta.concrete_fields):
        values["file_id"] = 1
    # A side of a mirror is written by one of the two between whom it stands.
    if {"origin", "party"} <= values.keys():
        values["party"] = values["origin"]


def _control() -> str:
    """Put a word into a column that is public, so that a search that finds nothing is not taken for a wall."""
    word = "zqcontrolqz"
    institution = apps.get_model("parties.institution")
    institution._default_manager.filter(pk__gt=0).update(website=f"https://{word}.example/")
    return word


def _file() -> str:
    word = "zqfilewordqz"
    upload = SimpleUploadedFile("evidence.txt", f"What {word} shows.".encode())
    kept = store.keep(
        upload, scope="secretariat", by=1, purpose="proof", at=timezone.now(), audience="secretariat", whole=True
    )
    if word not in store.content(kept).decode():
        raise RuntimeError("a kept file cannot be read again")
    return word


def _use(word: str) -> None:
    """Open pages as somebody who may see everything and as a contact point, and let waiting work be done."""
    for role in ("secretariat", "contact-point"):
        person = User.objects.filter(terms__role=role, is_active=True).order_by("pk").first()
        if person is None:
            continue
        client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        for page in PAGES:
            client.get(page + (word if page.endswith("=") else ""), follow=True)
    apps.get_model("tasks.job")._default_manager.filter(made_at__lt=timezone.now() - timedelta(days=3650)).count()


def _places(home: Path) -> Iterator[tuple[str, bytes]]:
    """Give what lies on the disk: the dump or the files of the database, and the whole home but the keys."""
    if connection.vendor == "postgresql":
        told = connection.settings_dict
        names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
        environment = os.environ | {there: str(told[here]) for here, there in names.items() if told.get(here)}
        dumped = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [str(shutil.which("pg_dump")), "--no-owner"], env=environment, capture_output=True, check=True
        )
        yield "pg_dump", dumped.stdout
    keys = masters.folder()
    for folder, folders, names_here in os.walk(home):
        folders[:] = [name for name in folders if not (Path(folder) == home and name in ASIDE)]
        for name in names_here:
            place = Path(folder) / name
            if keys not in place.parents and place.is_file():
                yield str(place.relative_to(home)), place.read_bytes()


def _look(trial: Trial, word: str, places: list[tuple[str, bytes]], what: str) -> None:
    """Look for a word as it is, in capitals, in UTF-16, as hexadecimal digits and within base64."""
    plain = word.encode()
    forms = {plain, plain.upper(), word.encode("utf-16-le"), plain.hex().encode()}
    for ahead in range(3):
        whole = base64.b64encode(b"\0" * ahead + plain)
        forms.add(whole[4 : 4 + (len(plain) // 3 - 1) * 4])
    for place, content in places:
        trial.holds(not any(form in content for form in forms), f"{what} is readable in {place}")
