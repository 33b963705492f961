"""Texts that are kept by language."""

from collections.abc import Mapping
from typing import Any

from i18nfield.strings import LazyI18nString

from roundtable.records.meetings.models import Meeting


def texts_of(value: Any) -> dict[str, str]:
    """Give a translated field as texts by language, without any falling back."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {language: text for language, text in data.items() if text}
    return {"en": str(data)} if data else {}


def words_of(meeting: Meeting) -> str:
    """Give the words by which a meeting is found, in small letters."""
    parts = [meeting.code, *texts_of(meeting.title).values(), *texts_of(meeting.place).values()]
    return " ".join(parts).casefold()
