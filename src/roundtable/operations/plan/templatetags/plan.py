"""Small words for the templates of the plan."""

from collections.abc import Mapping

from django import template

from roundtable.operations.plan.exports.pack.annexes import called
from roundtable.operations.plan.exports.pack.speech import in_words
from roundtable.ui import amounts

register = template.Library()
register.filter("euro", amounts.euro)
register.filter("annex_part", called)
register.filter("in_words", in_words)
register.filter("euro_exactly", amounts.euro_exactly)


@register.filter
def entry(table: Mapping[str, str], key: str) -> str:
    """Look a code up in a table of names; a code that is not in it stays as it is."""
    return table.get(str(key), str(key))


@register.filter
def split(words: str) -> list[str]:
    """Take words apart."""
    return words.split()
