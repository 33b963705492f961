import uuid
from datetime import timedelta

import pytest

from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Collision, Invalid, NotThere

pytestmark = pytest.mark.django_db

ANA, BEKA = 1, 2


@pytest.fixture
def save(now):
    def saved(text, *, base, by=ANA, stroke=None, after=None, field="narrative"):
        return drafts.save(
            "report", 7, field, text=text, base=base, by=by, at=now, stroke=stroke or uuid.uuid4(), after=after
        )

    return saved


def test_a_text_is_saved_and_counted(save):
    assert save("We met.", base=0) == drafts.Saved(1, "We met.", merged=False, conflict=None)
    assert drafts.state("report", 7) == {"narrative": ("We met.", 1)}


def test_the_same_stroke_again_gives_the_same_answer_and_changes_nothing(save):
    mark = uuid.uuid4()
    first = save("We met.", base=0, stroke=mark)
    save("We met. Twice.", base=1)

    assert save("We met.", base=0, stroke=mark) == first
    assert drafts.state("report", 7)["narrative"] == ("We met. Twice.", 2)
    assert len(drafts.versions("report", 7, "narrative")) == 2


def test_two_people_at_one_text_keep_their_words(save):
    save("We met in Vienna.", base=0)
    save("We all met in Vienna.", base=1, by=ANA)

    answer = save("We met in Vienna in May.", base=1, by=BEKA)

    assert answer == drafts.Saved(3, "We all met in Vienna in May.", merged=True, conflict=None)


def test_both_begin_from_the_text_that_was_there(save, now):
    drafts.begin("report", 7, {"narrative": "Ten people came."}, at=now, scope="GE")
    save("Ten people came. More will.", base=0, by=ANA)

    assert save("In May: Ten people came.", base=0, by=BEKA).text == "In May: Ten people came. More will."


def test_beginning_again_leaves_what_was_written(save, now):
    drafts.begin("report", 7, {"narrative": "Old."}, at=now, scope="GE")
    save("New.", base=0)
    drafts.begin("report", 7, {"narrative": "Old.", "needs": "None."}, at=now, scope="GE")

    assert drafts.state("report", 7) == {"narrative": ("New.", 1), "needs": ("None.", 0)}


def test_a_real_conflict_keeps_both_texts_and_asks(save):
    save("ten people came", base=0)
    save("twelve people came", base=1, by=ANA)

    answer = save("eleven people came", base=1, by=BEKA)

    assert (answer.revision, answer.text, answer.merged) == (2, "twelve people came", False)
    assert (answer.conflict.mine, answer.conflict.theirs) == ("eleven people came", "twelve people came")
    assert answer.conflict.theirs_by == ANA
    assert [version.sent for version in drafts.versions("report", 7, "narrative")][-1] == "eleven people came"
    assert drafts.conflicts("report", 7, by=BEKA)["narrative"] == [answer.conflict]
    assert drafts.conflicts("report", 7, by=ANA) == {}


def test_a_choice_ends_the_conflict(save, now):
    save("ten people came", base=0)
    save("twelve people came", base=1, by=ANA)
    conflict = save("eleven people came", base=1, by=BEKA).conflict
    mark = uuid.uuid4()

    chosen = drafts.resolve(conflict.number, text=conflict.mine, by=BEKA, at=now, stroke=mark)

    assert (chosen.revision, chosen.text, chosen.conflict) == (3, "eleven people came", None)
    assert drafts.conflicts("report", 7) == {}
    assert drafts.resolve(conflict.number, text=conflict.mine, by=BEKA, at=now, stroke=mark) == chosen


def test_a_choice_meets_what_was_written_while_one_chose(save, now):
    save("ten people came", base=0)
    save("twelve people came", base=1, by=ANA)
    conflict = save("eleven people came", base=1, by=BEKA).conflict
    save("twelve people came by train", base=2, by=ANA)

    chosen = drafts.resolve(conflict.number, text=conflict.mine, by=BEKA, at=now, stroke=uuid.uuid4())

    assert chosen.text == "eleven people came by train"


def test_words_typed_on_from_an_unanswered_stroke_keep_the_changes_of_others(save):
    save("a b", base=0)
    save("x a b", base=1, by=BEKA)
    mark = uuid.uuid4()
    save("a c", base=1, by=ANA, stroke=mark)  # its answer, “x a c”, is lost

    assert save("a d", base=1, by=ANA, after=mark).text == "x a d"


def test_a_conflict_of_another_text_does_not_exist(save, now):
    save("ten people came", base=0)
    save("twelve people came", base=1)
    conflict = save("eleven people came", base=1, by=BEKA).conflict

    with pytest.raises(NotThere):
        drafts.resolve(conflict.number, text="", by=BEKA, at=now, stroke=uuid.uuid4(), on=("report", "8", "narrative"))


def test_a_revision_that_never_was_is_refused(save):
    with pytest.raises(Invalid, match="ahead of the server"):
        save("x", base=5)


def test_a_stroke_of_another_text_is_refused(save):
    mark = uuid.uuid4()
    save("x", base=0, stroke=mark)

    with pytest.raises(Invalid, match="another text"):
        save("x", base=0, stroke=mark, field="needs")


def test_a_text_beyond_measure_is_refused(save):
    with pytest.raises(Invalid, match="too long"):
        save("x" * 200_001, base=0)


def test_people_who_are_here_see_each_other_for_thirty_seconds(now):
    drafts.present("report", 7, BEKA, now, field="needs")

    assert drafts.present("report", 7, ANA, now + timedelta(seconds=30)) == [drafts.Here(BEKA, "needs", now)]
    assert drafts.present("report", 7, ANA, now + timedelta(seconds=31)) == []


def test_old_strokes_are_thinned_out_and_open_conflicts_stay(save, now):
    save("ten people came", base=0)
    save("twelve people came", base=1)
    save("eleven people came", base=1, by=BEKA)
    for revision in range(2, 12):
        save(f"twelve people came {'on ' * revision}", base=revision)

    assert drafts.prune(before=now + timedelta(days=1), keep=3) == 9
    assert drafts.conflicts("report", 7)["narrative"][0].mine == "eleven people came"
    with pytest.raises(Collision, match="too old"):
        save("x", base=2)


def test_a_finished_thing_leaves_no_drafts(save):
    save("x", base=0)
    drafts.close("report", 7)

    assert drafts.state("report", 7) == {}
