"""Two editors, lost answers, retries, conflicts, in any order: no acknowledged word is lost, none is doubled."""

import uuid
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from roundtable.kernel import drafts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EDITORS = st.sampled_from([0, 1])


class Window:
    """What `autosave.js` holds of one field."""

    def __init__(self):
        self.text, self.settled, self.base, self.after = "", "", 0, None
        self.pending = self.conflict = None


class TwoEditors(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.key = str(uuid.uuid4())
        self.windows = [Window(), Window()]
        self.count = 0
        self.acknowledged = set()
        self.taken_out = set()
        self.acknowledged_texts = []

    @rule(editor=EDITORS, place=st.integers(0, 20), break_before=st.booleans())
    def type_a_word(self, editor, place, break_before):
        window = self.windows[editor]
        self.count += 1
        words = window.text.split(" ") if window.text else []
        place = min(place, len(words))
        words.insert(place, ("\n" if break_before else "") + f"{'ab'[editor]}{self.count}")
        window.text = " ".join(words)

    @rule(editor=EDITORS, place=st.integers(0, 20))
    def take_out_a_word(self, editor, place):
        window = self.windows[editor]
        words = window.text.split(" ")
        if window.text and place < len(words):
            self.taken_out.add(words.pop(place).strip())
            window.text = " ".join(words)

    @rule(editor=EDITORS, place=st.integers(0, 20))
    def rewrite_a_word(self, editor, place):
        window = self.windows[editor]
        words = window.text.split(" ")
        if window.text and place < len(words):
            self.count += 1
            self.taken_out.add(words[place].strip())
            words[place] = f"{'ab'[editor]}{self.count}"
            window.text = " ".join(words)

    @rule(editor=EDITORS, answer_is_lost=st.booleans(), typed_meanwhile=st.booleans())
    def send(self, editor, answer_is_lost, typed_meanwhile):
        window = self.windows[editor]
        if window.conflict is not None and window.pending is None:
            return
        if window.pending is None and window.text != window.settled:
            window.pending = {"stroke": uuid.uuid4(), "text": window.text, "base": window.base, "after": window.after}
        if window.pending is None:
            return
        sent = window.pending
        if "conflict" in sent:
            saved = drafts.resolve(sent["conflict"], text=sent["text"], by=editor + 1, at=NOW, stroke=sent["stroke"])
        else:
            saved = drafts.save("t", self.key, "f", by=editor + 1, at=NOW, **sent)
        if answer_is_lost:
            return
        if typed_meanwhile:
            self.type_a_word(editor, 0, break_before=False)
        self._heard(window, sent, saved)

    def _heard(self, window, sent, saved):
        window.pending = None
        self.acknowledged_texts.append(sent["text"])
        window.conflict = saved.conflict
        if saved.conflict:
            window.settled = sent["text"]
            return
        self.acknowledged |= set(sent["text"].split())
        window.base = saved.revision
        if window.text == sent["text"]:
            window.text = window.settled = saved.text
            window.after = None
        else:
            window.settled = sent["text"]
            window.after = None if saved.text == sent["text"] else sent["stroke"]

    @precondition(lambda self: any(window.conflict and not window.pending for window in self.windows))
    @rule(choice=st.sampled_from(["mine", "theirs", "both"]))
    def choose(self, choice):
        for window in self.windows:
            if window.conflict and not window.pending:
                conflict = window.conflict
                text = {"mine": window.text, "theirs": conflict.theirs, "both": conflict.both}[choice]
                # Whoever chooses one text gives up the words that stand in the other alone, knowingly.
                self.taken_out |= (
                    set(conflict.mine.split()) | set(conflict.theirs.split()) | set(window.text.split())
                ) - set(text.split())
                window.text, window.conflict, window.after = text, None, None
                window.pending = {"conflict": conflict.number, "text": text, "stroke": uuid.uuid4()}

    @rule(editor=EDITORS)
    def hear_of_newer_text(self, editor):
        window = self.windows[editor]
        state = drafts.state("t", self.key).get("f")
        if state and not window.pending and not window.conflict and not window.after and window.text == window.settled:
            window.text = window.settled = state.text
            window.base = state.revision

    @invariant()
    def no_acknowledged_word_is_lost_and_none_is_doubled(self):
        state = drafts.state("t", self.key).get("f")
        words = state.text.split() if state else []
        assert len(words) == len(set(words)), f"doubled: {state.text!r}"
        lost = self.acknowledged - set(words) - self.taken_out
        assert not lost, f"lost: {lost} from {words}"

    @invariant()
    def every_acknowledged_text_can_be_found(self):
        kept = {version.sent for version in drafts.versions("t", self.key, "f")}
        assert set(self.acknowledged_texts) <= kept


class TestTwoEditors(TwoEditors.TestCase, TestCase):
    settings = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
