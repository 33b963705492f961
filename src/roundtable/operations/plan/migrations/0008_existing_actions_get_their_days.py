"""Give every action the days on which it was in the plan, from the texts that were brought into force.

What was there from the beginning gets the plan's first day, what a revised text brought the day of its import, and what
it dropped the day before. No round that was reported on loses an action: where somebody reported on one in a round that
opened earlier, the action gets that round's first day.
"""

from datetime import date, timedelta

from django.db import migrations
from django.db.models import Min


def is_action(code):
    return code.count(".") == 1


def place(code):
    """The place in the plan: I.10 after I.9, and IX after V; of several that became one, the first one stayed."""
    numeral, number = code.split(".")
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(letter, 0) for letter in numeral]
    value = sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0]))
    return value, int(number)


def beginning_of(frames, earliest_round):
    year = frames[0].period[:4] if frames else ""
    days = [date(int(year), 1, 1)] if year.isdecimal() else []
    return min([*days, earliest_round]) if days and earliest_round else next(iter(days), None)


def days_of(frames, beginning):
    """Follow each code through the texts: since when those in force are there, and what each text dropped."""
    since, dropped = {}, {}
    for frame in frames[1:]:
        day = frame.brought_in_at.date()
        pairs = {old: new for old, new in frame.mapping.get("pairs", {}).items() if is_action(old)}
        areas = frame.tree.get("tree", {}).get("areas", [])
        codes = [action["code"] for area in areas for action in area["actions"]]
        becomes = {}
        for old in sorted(pairs, key=place):
            new = pairs[old]
            if new is None or new in becomes:
                dropped.setdefault(old, []).append((since.get(old, beginning), day - timedelta(days=1)))
            else:
                becomes[new] = old
        since = {code: since.get(becomes[code], beginning) if code in becomes else day for code in codes}
    return since, dropped


def give_days(apps, _schema):
    Action, Frame, Round, Report = (apps.get_model("plan", name) for name in ("Action", "Frame", "Round", "Report"))
    frames = list(Frame.objects.order_by("version"))
    beginning = beginning_of(frames, Round.objects.aggregate(first=Min("opens_on"))["first"])
    since, dropped = days_of(frames, beginning)
    last = frames[-1].brought_in_at.date() if frames else beginning or date.min + timedelta(days=1)
    reported = dict(
        Report.objects.filter(deleted_at=None)
        .order_by()
        .values_list("action")
        .annotate(first=Min("round__opens_on"))
        .values_list("action", "first")
    )
    for action in Action.objects.order_by("pk"):
        if action.gone:
            known = dropped.get(action.code) or []
            action.since, action.until = known.pop(0) if known else (beginning, last - timedelta(days=1))
        else:
            action.since = since.get(action.code, beginning)
        first = reported.get(action.pk)
        if first is not None and action.since is not None:
            action.since = min(action.since, first)
        action.save(update_fields=["since", "until"])
    for place, frame in enumerate(frames):
        frame.since = frame.brought_in_at.date() if place else beginning
        frame.save(update_fields=["since"])


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0007_days_of_actions'),
    ]

    operations = [
        migrations.RunPython(give_days, migrations.RunPython.noop, elidable=True),
    ]
