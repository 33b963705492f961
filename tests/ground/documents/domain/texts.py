"""Texts that Hypothesis makes: every role and level, brackets, footnotes, emphasis, five scripts, hostile signs."""

import contextlib

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from roundtable.ground.documents.domain.content import Close, Mark, Note, Open, Or, Run, content
from roundtable.ground.documents.domain.text import Paragraph, Role, Text

tried = settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""How hard a property of texts is tried: the same texts in every run, since chance is for the proofs.

No test looks at the time it takes; texts are too large to be made smaller.
"""

WORDS = (
    *("the", "Parties", "shall", "meet", "whole-of-route", "and/or", "Стороны", "миграции", "договорились", "الأطراف"),
    *("الهجرة", "მხარეები", "მიგრაცია", "Poznań", "Tarafları", "e\u0301tat", "Kosovo*", "1.", "a)", "(i)", "IV.", "-"),
    *("#", "##", ">", "*", "**", "_", "`", "[", "]", "[x", "/", "//", "\\", "&amp;", "<b>", "<!--", "-->", "{A}", "|"),
    *("~", "+", "\xa0", "\u200f", "\u0301", "…", "...", ";", ",", '"', "'", "A:", "\n", " ", "  ", "10917/1/22", "="),
    *("–", "—", "!", "[^n1]", "{", "}", "\u2028", "\ufffc", "\x00", "\t", "🕊", "a\u0323\u0302", "&", "http://x.org"),
)
words = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), min_size=1, max_size=6)
marks = st.frozensets(st.sampled_from(list(Mark)), max_size=3)
runs = st.builds(lambda parts, glue, look: Run(glue.join(parts), look), words, st.sampled_from([" ", ""]), marks)
sponsors = st.lists(st.sampled_from(["A", "B", "the Czech Republic", "Турция", "تونس", "საქართველო"]), max_size=2)


def _flat(parts):
    return [piece for part in parts for piece in part]


def _bracket(parts, names):
    pieces = [Open(tuple(names[0]))]
    for place, part in enumerate(parts):
        pieces += [Or(tuple(names[place]))] if place else []
        pieces += part
    return [*pieces, Close()]


plain_pieces = st.lists(runs, min_size=1, max_size=3)
bracketed = st.recursive(
    plain_pieces,
    lambda below: st.builds(
        lambda before, parts, names, after: [*before, *_bracket(parts, names), *after],
        st.lists(runs, max_size=1),
        st.lists(below, min_size=1, max_size=3),
        st.lists(sponsors, min_size=3, max_size=3),
        st.lists(runs, max_size=1),
    ),
    max_leaves=4,
)
notes = st.builds(lambda pieces: [Note(content(*pieces))], bracketed)
contents = st.builds(lambda parts: content(*_flat(parts)), st.lists(bracketed | notes, min_size=1, max_size=3))
LABELS = ("", "", "1.", "2.", "3.", "a)", "b)", "(c)", "IV.", "V.", "–", "1.1", "iv)", "•", "№1", "12/a")
labels = st.sampled_from(LABELS)
keys = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
rows = st.lists(st.lists(contents, min_size=1, max_size=3), min_size=1, max_size=3)


@st.composite
def paragraphs(draw, key):
    role = draw(st.sampled_from(list(Role)))
    level = draw(st.integers(1, 6) if role is Role.HEADING else st.integers(0, 8))
    origins = tuple(draw(st.lists(keys, max_size=2, unique=True)))
    if role is Role.TABLE:
        return Paragraph(key, (), role, level, rows=tuple(map(tuple, draw(rows))), origins=origins)
    inside = draw(contents)
    return Paragraph(key, inside or content("word"), role, level, draw(labels), origins=origins)


@st.composite
def texts(draw, *, tables=True, max_size=6):
    made = [draw(paragraphs(key)) for key in draw(st.lists(keys, min_size=1, max_size=max_size, unique=True))]
    if not tables:
        made = [one for one in made if one.role is not Role.TABLE] or [Paragraph("only", content("words"))]
    with contextlib.suppress(ValueError):
        return Text(tuple(made), language=draw(st.sampled_from(["en", "ru", "ar", "ka"])))
    return Text((Paragraph("only", content("words")),))
