"""Documents inside an installation of the bench: a very long one, comments that revisions carry along, kept words."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from figures import say

PAGES, PARAGRAPHS_A_PAGE, COMMENTS, SHORT_PAGES = 400, 12, 5_000, 10
TIMES_SHORT = 5
ROUNDS = 12


def _seed(number: str, pages: int, comments: int, at: Any) -> Any:
    """Issue a made-up text of so many pages with so many comments of members on it."""
    from roundtable.ground.documents.domain.numbering import Number
    from roundtable.ground.documents.models import Contribution, Place
    from roundtable.ground.documents.proofs.revisions import made_up
    from roundtable.ground.documents.services import documents
    from roundtable.ground.trust.public import User

    office = User.objects.get(email="secretariat@demo.example")
    chance = random.Random(pages)  # noqa: S311 - repeatable trials
    facts = documents.Facts(title=f"A text of {pages} pages", marking="LIMITE")
    document = documents.open_document(Number.parse(number), facts, by=office, at=at, demonstration=True)
    text = made_up(chance, pages * PARAGRAPHS_A_PAGE, rich=True)
    revision, _told = documents.issue(document, document.number, text, day=at.date(), by=office, at=at)
    said = [
        Contribution(
            document=document,
            revision=revision,
            speaker=chance.choice("ABC"),
            kind=Contribution.Kind.COMMENT,
            text="Could this be said more plainly?",
            made_by=office,
            made_at=at + timedelta(seconds=place),
            demonstration=True,
        )
        for place in range(comments)
    ]
    Contribution.objects.bulk_create(said)
    places = []
    for one in said:
        paragraph = chance.choice(text.paragraphs)
        quote = paragraph.plain[:12]
        span = {"paragraph": paragraph.key, "start": 0, "end": len(quote), "quote": quote}
        places.append(
            Place(contribution=one, revision=revision, speaker=one.speaker, state=Place.Found.KEPT, sure=True, **span)
        )
    Place.objects.bulk_create(places)
    return revision


def inside_documents() -> None:
    """Open, and comment on, a text of 400 pages with 5,000 comments, in turn with one of ten, as the source has."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from django.utils.module_loading import import_string

    from roundtable.ground.trust.public import User

    settings.ALLOWED_HOSTS = ["*"]
    at = timezone.now() - timedelta(days=1)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("parties_seed", verbosity=0)
    import_string("roundtable.ground.parties.services.founding.mark_as_demonstration")()
    import_string("roundtable.ground.trust.services.demo.demo")(seed=1, at=at)
    texts = {
        "short": _seed("1/26", SHORT_PAGES, COMMENTS * SHORT_PAGES // PAGES, at),
        "long": _seed("2/26", PAGES, COMMENTS, at),
    }
    client = Client()
    client.force_login(User.objects.get(email="contact.ge@demo.example"))
    spent: dict[tuple[str, str], list[float]] = {}
    for _round in range(ROUNDS):
        for name, revision in texts.items():
            paragraph = f"{revision.get_absolute_url()}paragraph/p2/"
            words = revision.content.by_key["p2"].plain.split(" ")
            form = {"kind": "comment", "speaker": "GE", "quote": " ".join(words[:8]), "text": "Why is that so?"}
            asks: tuple[tuple[str, Callable[[], Any]], ...] = (
                ("open", partial(client.get, revision.get_absolute_url())),
                ("open a paragraph", partial(client.get, paragraph)),
                ("comment", partial(client.post, paragraph, form)),
            )
            for what, ask in asks:
                begin = time.process_time()
                answer = ask()
                spent.setdefault((what, name), []).append((time.process_time() - begin) * 1000)
                if answer.status_code not in {200, 302}:
                    sys.exit(f"{what} {name}: {answer.status_code}")
    for what in ("open", "open a paragraph", "comment"):
        short, long = (statistics.median(spent[what, name]) for name in ("short", "long"))
        say(
            f"{what}: {PAGES} pages with {COMMENTS:,} comments",
            f"{long:.0f} ms = {long / short:.1f} x {SHORT_PAGES} pages ({short:.0f} ms)",
            f"{TIMES_SHORT} x",
            met=long <= TIMES_SHORT * short,
        )
