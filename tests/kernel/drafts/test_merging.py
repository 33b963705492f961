import pytest

from roundtable.kernel.drafts.merging import merge


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "text"),
    [
        ("", "one", "", "one"),
        ("", "one", "one", "one"),
        ("", "one", "two", "one two"),
        ("a b c", "a X c", "a b c d", "a X c d"),
        ("a b c", "b c", "a b C", "b C"),
        ("a b", "x a b", "y a b", "x y a b"),
        (
            "First.\n\nLast.",
            "First.\n\nTheirs.\n\nLast.",
            "First.\n\nMine.\n\nLast.",
            "First.\n\nTheirs.\n\nMine.\n\nLast.",
        ),
        ("Мы встретились.", "Мы встретились в Вене.", "Вчера Мы встретились.", "Вчера Мы встретились в Вене."),
        ("a b", "a b c", "a b c d", "a b c d"),
        ("a b", "a b This", "a b is", "a b This is"),
        ("a b\n", "a b\nc", "a b\nd", "a b\nc\nd"),
    ],
)
def test_the_words_of_both_stay(base, theirs, mine, text):
    assert merge(base, theirs, mine).text == text
    assert not merge(base, theirs, mine).clash


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        ("ten people came", "twelve people came", "eleven people came", "twelve eleven people came"),
        ("ten people came", "people came", "some ten or so people came", None),
        ("old text", "", "old text made new", None),
    ],
)
def test_the_same_words_changed_twice_are_a_question(base, theirs, mine, both):
    merged = merge(base, theirs, mine)

    assert merged.clash or merged.text
    if both is not None:
        assert (merged.clash, merged.text, merged.both) == (True, theirs, both)


def test_what_one_deleted_and_nobody_changed_is_gone():
    assert merge("a b c", "a c", "a b c d").text == "a c d"


def test_a_text_of_ten_thousand_words_is_merged():
    base = " ".join(f"w{number % 500}" for number in range(10_000))
    theirs = f"begin {base}"
    mine = f"{base} end"

    assert merge(base, theirs, mine).text == f"begin {base} end"
