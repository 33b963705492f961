"""Sentences for what the importer finds, by code, with named gaps; the rooms above translate and fill them."""

from typing import Final


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and hand it back as it is."""
    return text


MESSAGES: Final[dict[str, str]] = {
    # the file cannot be read
    "empty": gettext_noop("The file is empty."),
    "too_large": gettext_noop("The file is larger than %(limit_mb)s MB. Upload the text without pictures."),
    "unknown_kind": gettext_noop("This is not a plain text, Markdown, DOCX, HTML or PDF file."),
    "other_kind": gettext_noop(
        "Files of the kind %(kind)s are not read. Save it as DOCX, HTML, PDF or plain text and try again."
    ),
    "not_text": gettext_noop("The file contains characters that are not text, first on line %(line)s."),
    "docx_encrypted": gettext_noop("The document is protected with a password. Save it without one and try again."),
    "docx_broken": gettext_noop("The DOCX file is damaged and cannot be opened. Save it again and retry."),
    "docx_too_large_unpacked": gettext_noop(
        "The DOCX file unpacks to more than %(limit_mb)s MB and was not opened. Save it again without pictures."
    ),
    "pdf_encrypted": gettext_noop("The PDF is protected with a password. Save it without one and try again."),
    "pdf_broken": gettext_noop("The PDF is damaged and cannot be opened."),
    "pdf_without_text": gettext_noop("The PDF holds pictures of pages and no text. Use a PDF made from the document."),
    "pdf_too_long": gettext_noop("The PDF has %(pages)s pages; at most %(limit)s are read."),
    "nothing_to_read": gettext_noop("The file holds no words."),
    "too_many_lines": gettext_noop("The file has more than %(limit)s lines or paragraphs."),
    # the text cannot be understood
    "no_areas": gettext_noop(
        "No area was found from here to %(last)s. An area begins with a line such as “I. Title”: a Roman numeral, "
        "a full stop and the title; its actions follow, numbered “1.”, “2.” and so on."
    ),
    "no_areas_above": gettext_noop(
        "Something is numbered here, but no area begins above it. Put a line such as “I. Title” above: a Roman "
        "numeral, a full stop and the title of the area."
    ),
    "area_gap": gettext_noop("Area %(expected)s was expected here, but area %(found)s follows."),
    "area_duplicate": gettext_noop("Area %(found)s appears twice; it was first at %(first)s."),
    "area_without_title": gettext_noop("Area %(area)s has no title."),
    "area_without_actions": gettext_noop("Area %(area)s has no numbered actions."),
    "area_without_numeral": gettext_noop(
        "After area %(area)s the heading “%(heading)s” has no Roman numeral, but numbered actions follow it."
    ),
    "action_gap": gettext_noop("Action %(expected)s was expected in area %(area)s, but %(found)s follows."),
    "action_duplicate": gettext_noop("Action %(found)s appears twice in area %(area)s; it was first at %(first)s."),
    "action_restart": gettext_noop(
        "Numbering begins again at 1 after action %(last)s of area %(area)s. Is the heading of an area missing?"
    ),
    "action_in_other_area": gettext_noop("Action %(found)s stands in area %(area)s."),
    "action_without_text": gettext_noop("Action %(action)s has no text."),
    "point_gap": gettext_noop("Point %(expected)s was expected in action %(action)s, but %(found)s follows."),
    "point_duplicate": gettext_noop("Point %(found)s appears twice in action %(action)s; it was first at %(first)s."),
    "point_without_action": gettext_noop("Point %(found)s stands in area %(area)s before any action."),
    "point_without_text": gettext_noop("Point %(point)s has no text."),
    "declared_gap": gettext_noop(
        "In the list of the Declaration that begins at %(first)s, number %(expected)s was expected, but %(found)s "
        "follows."
    ),
    "declared_without_text": gettext_noop("Number %(number)s in a list of the Declaration has no text."),
    "declared_areas_differ": gettext_noop("The Declaration lists %(declared)s areas, but the Plan has %(planned)s."),
    "declared_area_unmatched": gettext_noop(
        "The Declaration's area “%(title)s” resembles none of the Plan's areas that are left."
    ),
    # understood, but worth a look
    "no_declaration": gettext_noop(
        "No Declaration was found: areas have no titles of their own there, and there are no horizontal issues."
    ),
    "no_declared_areas": gettext_noop("No list of the thematic areas was found in the Declaration."),
    "no_horizontal_issues": gettext_noop("No list of horizontal issues was found in the Declaration."),
    "declared_area_by_elimination": gettext_noop(
        "The Declaration's area “%(title)s” was taken to be area %(area)s, because no other was left."
    ),
    "doubled_marker": gettext_noop("The mark “%(marker)s” was written twice; the second was left out."),
    "paragraph_joined": gettext_noop("The paragraph without a number was read as part of %(code)s."),
    "mark_in_sentence": gettext_noop("“%(marker)s” stands in the middle of a sentence here and was read as words."),
    "introduction": gettext_noop("The text before the first action of area %(area)s was kept as its introduction."),
    "subheading": gettext_noop("The heading “%(heading)s” inside area %(area)s was left out."),
    "after_the_plan": gettext_noop("The text from here on stands after area %(area)s and was left out."),
    "contents_skipped": gettext_noop("A table of contents was left out."),
    "tracked_changes": gettext_noop("The document has tracked changes; it was read as if all were accepted."),
}
"""Every code that a finding or an unreadable file may carry, with its English sentence."""
