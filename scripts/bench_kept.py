"""What members say on texts and in silences, written by several at once whose processes are killed: all kept, once."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from figures import say

WORDS, WRITERS, KILLS = 10_000, 4, 20
SILENCES, PARAGRAPHS, BREAKS = 25, 40, 25
AGAIN = 0.1
"""The share of words that are sent once more although they were acknowledged."""
SPACE = UUID("6f1d5a0e-6f0f-4f4d-9d0a-5a0f6d1b7c10")
SPEAKERS = ("GE", "CZ", "AT", "UA")
WRITER = "ROUNDTABLE_BENCH_WRITER"


def _share() -> int:
    return WORDS // WRITERS


def _key(writer: int, number: int) -> UUID:
    return uuid5(SPACE, f"{writer}.{number}")


def _acknowledged(home: Path, writer: int) -> list[str]:
    place = home / f"kept-{writer}"
    return place.read_text().split() if place.is_file() else []


def inside_kept_writer() -> None:
    """Say one share of the words, each with its key; what an earlier process of this writer said stays said."""
    from django.conf import settings
    from django.db import OperationalError
    from django.utils import timezone

    from roundtable.ground.documents.models import Revision, SilenceProcedure
    from roundtable.ground.documents.services import contributing, silence
    from roundtable.ground.documents.services.contributing import Words
    from roundtable.ground.trust.public import User

    home, writer = Path(settings.ROUNDTABLE_HOME), int(os.environ[WRITER])
    speaker = SPEAKERS[writer]
    by = User.objects.get(email=f"contact.{speaker.lower()}@demo.example")
    text = Revision.objects.get(document__base=1)
    silences = list(SilenceProcedure.objects.order_by("pk"))
    chance, known = random.Random(writer), set(_acknowledged(home, writer))  # noqa: S311 - repeatable trials

    def said(number: int) -> None:
        key, paragraph = _key(writer, number), f"p{number % PARAGRAPHS + 1}"
        if number % 4 == 3:
            turn = number // 4
            key_of = f"p{turn // SILENCES % BREAKS + 2}"
            silence.break_silence(
                silences[turn % SILENCES],
                speaker,
                f"Reason {number}",
                by=by,
                at=timezone.now(),
                paragraph=key_of,
                key=key,
            )
            return
        kind = ("comment", "amendment", "reservation")[number % 4]
        more = {"amendment": {"wording": "other words"}, "reservation": {"reserves": "scrutiny"}}.get(kind, {})
        words = Words(kind, speaker, paragraph, 0, 8, text=f"Words {number}", **more)
        contributing.contribute(text, words, by=by, at=timezone.now(), key=key)

    with (home / f"kept-{writer}").open("a") as kept:
        for number in range(_share()):
            key = str(_key(writer, number))
            if key in known:
                continue
            for _time in range(1 + (chance.random() < AGAIN)):
                for _try in range(20):
                    try:
                        said(number)
                        break
                    except OperationalError:
                        # Another editor held the table for longer than the database waits: sent again, same key.
                        time.sleep(0.2)
                else:
                    sys.exit("the database did not answer twenty times")
            kept.write(f"{key}\n")
            kept.flush()


def _prepare(at: Any) -> None:
    from django.core.management import call_command
    from django.utils.module_loading import import_string

    from roundtable.ground.documents.domain.numbering import Number
    from roundtable.ground.documents.proofs.revisions import made_up
    from roundtable.ground.documents.services import documents, silence
    from roundtable.ground.documents.services.silence import Opening
    from roundtable.ground.trust.public import User

    call_command("migrate", interactive=False, verbosity=0)
    call_command("parties_seed", verbosity=0)
    import_string("roundtable.ground.parties.services.founding.mark_as_demonstration")()
    import_string("roundtable.ground.trust.services.demo.demo")(seed=1, at=at)
    office = User.objects.get(email="secretariat@demo.example")
    deadline = silence.deadline_read((at + timedelta(days=30)).replace(tzinfo=None), "UTC")
    for base in range(1, SILENCES + 2):
        facts = documents.Facts(title=f"Text {base}", marking="LIMITE")
        one = documents.open_document(Number.parse(f"{base}/26"), facts, by=office, at=at, demonstration=True)
        text = made_up(random.Random(base), PARAGRAPHS)  # noqa: S311 - repeatable trials
        issued, _told = documents.issue(one, one.number, text, day=at.date(), by=office, at=at)
        if base > 1:
            silence.open_silence(issued, Opening(deadline, SPEAKERS), by=office, at=at)


def inside_kept() -> None:
    """Let four editors write at once, kill each now and then, and count what is there against what was acknowledged."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from roundtable.ground.documents.models import Contribution, Place, SilenceEvent

    home = Path(settings.ROUNDTABLE_HOME)
    _prepare(timezone.now() - timedelta(days=1))
    bench = str(Path(__file__).with_name("bench.py"))

    def start(writer: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, bench, "--inside", "kept-writer"]
        return subprocess.Popen(command, env={**os.environ, WRITER: str(writer)})

    running = {writer: start(writer) for writer in range(WRITERS)}
    chance, killed = random.Random(7), 0  # noqa: S311 - repeatable trials
    marks = sorted(chance.sample(range(WORDS // 50, WORDS * 9 // 10), KILLS))
    while running:
        time.sleep(0.05)
        counts = {writer: len(_acknowledged(home, writer)) for writer in range(WRITERS)}
        if killed < KILLS and sum(counts.values()) >= marks[killed]:
            victim = chance.choice(sorted(running))
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            running[victim] = start(victim)
            killed += 1
        for writer, process in list(running.items()):
            if process.poll() is not None:
                if process.returncode != 0:
                    sys.exit(f"writer {writer} stopped with {process.returncode}")
                del running[writer]
    wanted = [UUID(key) for writer in range(WRITERS) for key in _acknowledged(home, writer)]
    said = list(Contribution.objects.values_list("made_by_key", flat=True))
    broken = list(SilenceEvent.objects.filter(kind="broken").values_list("key", flat=True))
    there = [*said, *broken]
    lost, doubled = len(set(wanted) - set(there)), len(there) - len(set(wanted))
    placeless = len(said) - Place.objects.count()
    say(
        f"comments, amendments, reservations, breaks: {WRITERS} editors, {killed} killed ({connection.vendor})",
        f"{len(set(wanted)):,} acknowledged, {lost} lost, {doubled} doubled, {placeless} without a place",
        "0 of 10,000",
        met=lost == doubled == placeless == 0 and len(set(wanted)) >= WORDS,
    )
