"""The import understands a plan in every kind of file, and refuses the rest with its line and reason."""

import contextlib
import io
import re
import zipfile

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from roundtable.operations.plan.domain.adopted_text import (
    MESSAGES,
    AdoptedText,
    Finding,
    Kind,
    Level,
    Place,
    Refused,
    Unreadable,
    parse,
    read,
    understand,
)
from roundtable.operations.plan.domain.adopted_text.numerals import ROMAN, read_mark, roman, roman_value
from tests.operations.plan.domain import samples


@pytest.fixture(scope="module")
def real_bytes(shared_data):
    return (shared_data / "source" / "action-plan-2023-2027.txt").read_bytes()


@pytest.fixture(scope="module")
def real(real_bytes) -> AdoptedText:
    return understand(real_bytes).text


def wordings(tree: AdoptedText) -> list[tuple[str, str]]:
    return [(item.code, item.text) for item in tree.items()]


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Refused) as refused:
        understand(text.encode())
    assert str(refused.value)
    return [(finding.line, finding.code) for finding in refused.value.findings]


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as unreadable:
        understand(data)
    sentence = str(unreadable.value)
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return unreadable.value.code


class TestTheRealText:
    pytestmark = pytest.mark.shared_data

    def test_has_the_numbers_that_everybody_knows(self, real):
        assert real.counts() == {"areas": 6, "horizontal_issues": 4, "actions": 53, "points": 15}
        assert [len(area.actions) for area in real.areas] == [9, 7, 11, 6, 9, 11]
        assert {action.code: len(action.points) for action in real.actions if action.points} == {
            "I.1": 5,
            "I.4": 6,
            "II.1": 2,
            "V.2": 2,
        }

    def test_gives_each_area_its_order_and_title_in_the_declaration(self, real):
        assert [area.order_in_declaration for area in real.areas] == [1, 3, 4, 5, 6, 2]
        assert [listed.area_code for listed in real.declaration_areas] == ["I", "VI", "II", "III", "IV", "V"]
        assert real.areas[5].title_in_declaration.endswith("expanding protection capacities in the region")
        assert real.areas[5].title.endswith("international protection")

    def test_knows_its_name_and_years(self, real):
        assert (real.title, real.first_year, real.last_year) == ("Prague Process Action Plan 2023-2027", 2023, 2027)

    def test_leaves_no_mark_of_emphasis_and_no_number_in_a_wording(self, real):
        assert not [item for item in real.items() if re.search(r"[*#<>_\\]|^\(?\w{1,2}[.)]|\s\s", item.text)]

    def test_keeps_the_slip_of_the_editors_out_of_the_wording_and_says_so(self, real_bytes):
        warnings = understand(real_bytes).warnings
        assert [warning.code for warning in warnings] == ["doubled_marker"]
        line = real_bytes.decode().split("\n")[warnings[0].line - 1]
        assert "a) a. Providing" in line

    def test_points_to_the_lines_of_the_file(self, real, real_bytes):
        lines = real_bytes.decode().split("\n")
        for item in real.items():
            assert item.text[:20] in re.sub(r"[*]", "", lines[item.place.line_from - 1])

    @pytest.mark.parametrize("width", [None, 30, 51, 60, 79])
    def test_survives_lines_broken_at_any_width(self, real, width):
        assert understand(samples.as_text(real, width=width).encode()).text.fingerprint() == real.fingerprint()

    def test_comes_back_the_same_from_html(self, real):
        assert wordings(understand(samples.as_html(real)).text) == wordings(real)

    def test_comes_back_the_same_from_docx_with_automatic_numbers(self, real):
        found = understand(samples.as_docx(real))
        assert found.text.fingerprint() == real.fingerprint()
        assert found.warnings == ()

    @pytest.mark.parametrize("justified", [False, True])
    def test_comes_back_the_same_from_pdf_with_headers_footnotes_and_cut_words(self, real, justified):
        assert wordings(understand(samples.as_pdf(real, justified=justified)).text) == wordings(real)


class TestAnotherPlan:
    def test_of_the_same_form_is_understood_without_knowing_its_titles(self):
        tree = samples.invented()
        assert tree.counts() == {"areas": 3, "horizontal_issues": 2, "actions": 7, "points": 5}
        assert [(area.code, area.title, area.order_in_declaration) for area in tree.areas] == [
            ("I", "Honest tolls on bridges", 2),
            ("II", "Clean banks and quiet water", 3),
            ("III", "Safe crossings for all", 1),
        ]
        assert [(issue.code, issue.text) for issue in tree.horizontal_issues] == [
            ("H1", "Learning from each other"),
            ("H2", "Tools that fit in a pocket"),
        ]
        assert tree.actions[0].text == "Publish every toll in two languages, including by:"
        assert tree.actions[0].points[1].code == "I.1.b"
        assert tree.actions[0].place == Place(26, 26)

    @pytest.mark.parametrize("write", [samples.as_html, samples.as_docx, samples.as_pdf])
    def test_comes_back_the_same_from_every_kind_of_file(self, write):
        tree = samples.invented()
        assert understand(write(tree)).text.fingerprint() == tree.fingerprint()

    def test_may_have_twenty_areas(self):
        text = "\n\n".join(f"{numeral}. Title {numeral}\n\n1. Do {numeral}." for numeral in ROMAN)
        assert [area.code for area in understand(text.encode()).text.areas] == list(ROMAN)

    @pytest.mark.parametrize("shape", ["{0}) {1}", "({0}) {1}", "{0}. {1}", "  - {0}) {1}", "* ({0}) {1}"])
    def test_may_write_its_points_in_any_usual_way(self, shape):
        points = "\n".join(shape.format(letter, f"word {letter};") for letter in "abc")
        tree = understand(f"I. Title\n\n1. Do this:\n{points}\n2. Do that.".encode()).text
        assert [(point.code, point.text) for point in tree.points] == [
            ("I.1.a", "word a;"),
            ("I.1.b", "word b;"),
            ("I.1.c", "word c;"),
        ]

    def test_counts_small_roman_numerals_as_part_of_a_point_but_the_ninth_letter_as_a_letter(self):
        points = "\n".join(f"{letter}) word {letter};" for letter in "abcdefgh")
        text = f"I. Title\n\n1. Do:\n{points}\ni) nine:\n(i) one;\n(ii) two;\nj) ten."
        tree = understand(text.encode()).text
        assert [point.text for point in tree.points][-2:] == ["nine: (i) one; (ii) two;", "ten."]

    def test_may_break_its_headings_and_words(self):
        text = (
            "## **I. A title that is\nbroken**\n\n1. The migra-\ntion of birds is\n12 days long.\n\n2. Migration ends."
        )
        tree = understand(text.encode()).text
        assert tree.areas[0].title == "A title that is broken"
        assert [action.text for action in tree.actions] == [
            "The migration of birds is 12 days long.",
            "Migration ends.",
        ]

    def test_does_not_take_a_number_in_the_middle_of_a_sentence_for_an_action(self):
        text = "I. Title\n\n1. Meet in the week of the\n24. October and then go on\nuntil the snow comes.\n2. Stop."
        found = understand(text.encode())
        assert [action.text for action in found.text.actions] == [
            "Meet in the week of the 24. October and then go on until the snow comes.",
            "Stop.",
        ]
        assert [warning.code for warning in found.warnings] == ["mark_in_sentence", "no_declaration"]

    def test_but_does_not_hide_a_gap_where_actions_end_without_a_full_stop(self):
        assert faults("I. Title\n1. First action\n3. Third action\na) one\nc) three") == [
            (3, "action_gap"),
            (5, "point_gap"),
        ]

    def test_may_begin_with_a_table_of_contents(self):
        text = (
            "I. First ..... 2\nII. Second ..... 3\n\n1. A preamble.\n\nI. First\n\n1. Do.\n\nII. Second\n\n1. Do more."
        )
        found = understand(text.encode())
        assert [area.title for area in found.text.areas] == ["First", "Second"]
        assert "contents_skipped" in {warning.code for warning in found.warnings}

    def test_may_write_whole_codes_and_the_word_area(self):
        text = "Area I: First\n\nI.1. Do.\nI.2. Do more.\n\nArea II: Second\n\nII.1. Rest."
        assert [action.code for action in understand(text.encode()).text.actions] == ["I.1", "I.2", "II.1"]

    def test_keeps_curly_quotes_and_drops_footnotes(self):
        text = (
            "I. Title\n\n1. Say “yes”\\*<sup>1</sup> and *mean* it, see [here](https://example.org).\n\n"
            "<sup>1</sup> A note\nthat goes on.\n\n2. Don’t."
        )
        assert [action.text for action in understand(text.encode()).text.actions] == [
            "Say “yes”* and mean it, see here.",
            "Don’t.",
        ]

    def test_without_a_declaration_is_accepted_with_a_remark(self):
        found = understand(b"I. Title\n\n1. Do.")
        assert found.text.horizontal_issues == ()
        assert found.text.areas[0].title_in_declaration is None
        assert [warning.code for warning in found.warnings] == ["no_declaration"]

    def test_loses_no_paragraph_that_has_no_number_and_tells_where_it_went(self):
        text = "I. Title\n\nWhy we do it.\n\n1. Do.\n\nAnd do it well.\n\n## Last words\n\nThanks."
        found = understand(text.encode())
        assert found.text.areas[0].introduction == "Why we do it."
        assert found.text.actions[0].text == "Do. And do it well."
        assert [(warning.line, warning.code) for warning in found.warnings] == [
            (3, "introduction"),
            (7, "paragraph_joined"),
            (9, "after_the_plan"),
            (None, "no_declaration"),
        ]

    def test_is_followed_across_pages_of_a_text(self):
        page = "River Council\n{}\n{}\n"
        text = "\f".join(
            page.format(words, number)
            for number, words in enumerate(["I. Title\n\n1. Do it on", "this page\n\n2. Rest.", "3. Go."], start=1)
        )
        tree = understand(text.encode()).text
        assert [(action.text, action.place.page) for action in tree.actions] == [
            ("Do it on this page", 1),
            ("Rest.", 2),
            ("Go.", 3),
        ]


class TestWhatCannotBeUnderstood:
    def test_a_text_without_areas(self):
        assert faults("Dear all,\n\n1. thank you.") == [(3, "no_areas_above")]
        assert faults("Dear all,\n\nthank you.") == [(1, "no_areas")]

    def test_a_gap_a_double_and_a_missing_point_are_all_told_at_once(self):
        text = "I. A\n\n1. Do.\n3. Skip.\n3. Again.\n4. With:\na) one;\nc) three;\nc) four.\n\nIII. B\n\n2. Late."
        assert faults(text) == [
            (4, "action_gap"),
            (5, "action_duplicate"),
            (8, "point_gap"),
            (9, "point_duplicate"),
            (11, "area_gap"),
            (13, "action_gap"),
        ]

    def test_areas_that_are_empty_double_or_nameless(self):
        text = "I. A\n\n1. Do.\n\nII. B\n\nII. C\n\n1. Do.\n\nIII.\n\n1. Do."
        assert faults(text) == [(5, "area_without_actions"), (7, "area_duplicate"), (11, "area_without_title")]

    def test_an_action_or_a_point_without_words(self):
        text = "I. A\n\n1.\n\n2. Do:\na)\nb) this."
        assert faults(text) == [(3, "action_without_text"), (6, "point_without_text")]

    def test_a_heading_that_lost_its_numeral(self):
        assert faults("# I. A\n\n1. Do.\n2. Rest.\n\n# B\n\n1. Do.\n2. Rest.") == [(6, "area_without_numeral")]

    def test_numbers_that_begin_again_without_a_heading(self):
        assert faults("I. A\n\n1. Do.\n2. Rest.\n\nB\n\n1. Do.\n2. Rest.\n") == [(8, "action_restart")]

    def test_a_point_before_any_action_and_an_action_of_another_area(self):
        assert faults("I. A\n\na) point.\n\n1. Do.\n\nII.2. Do.") == [
            (3, "point_without_action"),
            (7, "action_in_other_area"),
        ]

    def test_a_declaration_that_lists_other_areas(self):
        declared = "The thematic areas:\n\n1. Honey\n2. Wax\n{}\n\nI. {}\n\n1. Do.\n\nII. Rivers\n\n1. Do."
        assert faults(declared.format("3. Bees", "Honey")) == [(3, "declared_areas_differ")]
        assert faults(declared.format("", "Roads")) == [(3, "declared_area_unmatched"), (4, "declared_area_unmatched")]

    def test_but_one_area_with_another_name_is_taken_by_elimination_with_a_remark(self):
        text = "The thematic areas:\n\n1. Wax\n2. Honey\n\nI. Honey\n\n1. Do.\n\nII. Rivers\n\n1. Do."
        found = understand(text.encode())
        assert [area.title_in_declaration for area in found.text.areas] == ["Honey", "Wax"]
        assert "declared_area_by_elimination" in {warning.code for warning in found.warnings}

    def test_a_gap_in_a_list_of_the_declaration(self):
        assert faults("Horizontal issues:\n\n1. One\n3. Three\n\nI. A\n\n1. Do.") == [(4, "declared_gap")]

    def test_every_fault_has_a_whole_sentence_with_filled_gaps(self):
        with pytest.raises(Refused) as refused:
            understand(b"I. A\n\n1. Do.\n3. Skip.\n\nIII. B")
        assert refused.value.findings[0].as_json() == {
            "line": 4,
            "unit": "line",
            "page": None,
            "code": "action_gap",
            "params": {"expected": 2, "found": 3, "area": "I"},
            "message": "Action 2 was expected in area I, but 3 follows.",
        }
        assert str(refused.value).startswith("line 4: Action 2 was expected")
        assert all(re.search(r"[.?]$", message) for message in MESSAGES.values())


class TestFilesThatCannotBeRead:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty"),
            (b" \n\r\n\t", "empty"),
            (b"1. 2. 3.", "nothing_to_read"),
            (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "unknown_kind"),
            (b"\x89PNG\r\n\x1a\n....", "other_kind"),
            (b"{\\rtf1 hello}", "other_kind"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "other_kind"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "docx_encrypted"),
            (b"PK\x03\x04 not a zip", "docx_broken"),
            (b"%PDF-1.7 nothing more", "pdf_broken"),
            (b"I. Title\n" * 200 + b"1. A bell \x07 rings", "not_text"),
        ],
    )
    def test_are_refused_with_the_reason(self, data, code):
        assert reason(data) == code

    def test_name_the_line_of_a_damaged_character(self):
        with pytest.raises(Unreadable) as unreadable:
            read(b"I. Title\n" * 200 + b"1. A bell \x07 rings")
        assert (unreadable.value.line, str(unreadable.value)) == (
            201,
            "The file contains characters that are not text, first on line 201.",
        )

    def test_a_file_that_is_too_large(self):
        assert reason(b"word " * 5_000_000) == "too_large"

    def test_a_docx_that_swells_when_unpacked(self):
        package = _repacked(samples.as_docx(samples.invented()), {"word/media/bomb.xml": b"\0" * 101 * 1024 * 1024})
        assert len(package) < 1_000_000
        assert reason(package) == "docx_too_large_unpacked"

    @pytest.mark.parametrize(
        "damage",
        [
            {"word/document.xml": b"<w:document>"},
            {"word/document.xml": None},
            {"[Content_Types].xml": None},
            {"[Content_Types].xml": b""},
            {"word/_rels/document.xml.rels": b"<no"},
            {"word/numbering.xml": b"<broken"},
            {"word/styles.xml": b"not xml"},
        ],
    )
    def test_a_damaged_docx(self, damage):
        assert reason(_repacked(samples.as_docx(samples.invented()), damage)) == "docx_broken"

    def test_a_docx_cut_short(self):
        whole = samples.as_docx(samples.invented())
        assert reason(whole[: len(whole) // 2]) == "docx_broken"

    def test_entities_of_a_docx_are_not_blown_up(self):
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        whole = samples.as_docx(samples.invented())
        document = zipfile.ZipFile(io.BytesIO(whole)).read("word/document.xml")
        opening, rest = document.split(b"?>", 1)
        changed = opening + b"?>" + bomb + rest.replace(b"River", b"&b;", 1)
        found = read(_repacked(whole, {"word/document.xml": changed}))
        assert not [line for line in found.lines if "aaaaaaaaaa" in line.text]

    def test_other_packages_are_called_by_their_name(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("xl/workbook.xml", "<workbook/>")
        with pytest.raises(Unreadable) as unreadable:
            read(out.getvalue())
        assert str(unreadable.value).startswith("Files of the kind XLSX are not read.")

    def test_a_protected_pdf(self):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(samples.as_pdf(samples.invented())))
        writer.encrypt("secret", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        assert reason(out.getvalue()) == "pdf_encrypted"

    def test_a_pdf_of_pictures(self):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(200, 200)
        out = io.BytesIO()
        writer.write(out)
        assert reason(out.getvalue()) == "pdf_without_text"

    @pytest.mark.parametrize(
        "harm",
        [
            "*a " * 20_000,
            "<!--" * 20_000,
            "- " * 20_000 + "x",
            "# " + "#" * 200_000 + "x",
            "a-" * 20_000,
            "[a](" * 20_000,
            "I. T\n\n1. Do\n" + "word-\n" * 20_000,
        ],
    )
    def test_a_text_made_to_keep_the_machine_busy_does_not(self, harm):
        with contextlib.suppress(Refused, Unreadable):
            understand(harm.encode())

    def test_html_that_is_nested_deeper_than_python_can_call(self):
        deep = b"<!doctype html><body>" + b"<div>" * 5_000 + b"<p>word</p>" + b"</div>" * 5_000 + b"</body>"
        with pytest.raises((Refused, Unreadable)):
            understand(deep)


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_takes_every_usual_encoding(self, encoding):
        text = "I. “Title” – für alle\r\n\r\n1. Don’t.\r\n"
        tree = understand(text.encode(encoding)).text
        assert (tree.areas[0].title, tree.actions[0].text) == ("“Title” – für alle", "Don’t.")
        assert tree.actions[0].place == Place(3, 3)

    def test_takes_the_encoding_that_a_page_declares(self):
        page = '<html><head><meta charset="windows-1251"></head><body><h2>I. Пункт</h2><ol><li>Слово</li></ol></body>'
        assert understand(page.encode("cp1251")).text.areas[0].title == "Пункт"

    def test_numbers_lists_as_a_browser_does(self):
        page = (
            "<body><script>1. no</script><ol type=I start=2><li><b>Two</b>"
            "<ol><li value=4>four<ol type=a><li>a<br>line</li><li>b</li></ol></li><li>five</li></ol></li>"
            '<li>Three<ol style="list-style-type: lower-roman"><li>one</li></ol></li></ol><p hidden>no</p></body>'
        )
        source = read(page.encode())
        assert source.kind is Kind.HTML
        assert [line.text for line in source] == [
            "II. Two",
            "4. four",
            "a) a",
            "line",
            "b) b",
            "5. five",
            "III. Three",
            "(i) one",
        ]

    def test_reads_what_word_shows_and_not_what_was_deleted_or_hidden(self):
        document = docx.Document()
        document.add_paragraph("I. Title")
        changed = (
            f"<w:p {nsdecls('w')}><w:r><w:t>1. Keep this</w:t></w:r>"
            "<w:del w:id='1' w:author='x'><w:r><w:delText>gone</w:delText></w:r></w:del>"
            "<w:ins w:id='2' w:author='x'><w:r><w:t xml:space='preserve'> and this</w:t></w:r></w:ins>"
            "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>7</w:t></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>"
        )
        document.paragraphs[-1]._p.addnext(parse_xml(changed))
        table = document.add_table(1, 1)
        table.cell(0, 0).text = "2. In a table."
        out = io.BytesIO()
        document.save(out)
        found = understand(out.getvalue())
        assert [action.text for action in found.text.actions] == ["Keep this and this.", "In a table."]
        assert "tracked_changes" in {warning.code for warning in found.warnings}

    def test_takes_markdown_that_another_program_escaped(self):
        assert understand(b"I\\. Title\n\n1\\. Do \\*this\\* &amp; that.").text.actions[0].text == "Do *this* & that."

    def test_parse_takes_the_lines_of_read(self):
        assert parse(read(samples.INVENTED.encode())).text == samples.invented()


class TestTheTree:
    def test_as_json_carries_counts_and_places_under_stable_keys(self):
        told = samples.invented().as_json()
        assert {key: told[key] for key in ("areas", "horizontal_issues", "actions", "points")} == {
            "areas": 3,
            "horizontal_issues": 2,
            "actions": 7,
            "points": 5,
        }
        tree = told["tree"]
        assert list(tree) == ["horizontal_issues", "declaration_areas", "areas"]
        assert tree["areas"][0]["actions"][0]["points"][0] == {
            "code": "I.1.a",
            "letter": "a",
            "text": "painting it on the bridge itself;",
            "place": {"line_from": 27, "line_to": 27, "page": None, "page_to": None},
        }

    def test_the_fingerprint_hears_words_and_not_places(self):
        tree = samples.invented()
        again = understand(("\n\n" + samples.INVENTED).encode()).text
        other = understand(samples.INVENTED.replace("horn", "drum").encode()).text
        assert again != tree
        assert again.fingerprint() == tree.fingerprint()
        assert other.fingerprint() != tree.fingerprint()

    def test_items_come_in_the_order_of_the_plan_with_their_parents(self):
        items = list(samples.invented().items())
        assert [(item.level, item.code, item.parent) for item in items[:5]] == [
            (Level.ISSUE, "H1", None),
            (Level.ISSUE, "H2", None),
            (Level.AREA, "I", None),
            (Level.ACTION, "I.1", "I"),
            (Level.POINT, "I.1.a", "I.1"),
        ]

    def test_roman_numerals_go_both_ways(self):
        assert [roman_value(roman(value)) for value in range(1, 21)] == list(range(1, 21))
        assert roman_value("IIII") is None
        assert read_mark("I think so") is None

    def test_a_finding_without_gaps_is_a_sentence_too(self):
        assert Finding(None, "no_declaration").message.startswith("No Declaration")


def _repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()
