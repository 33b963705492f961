"""Monitoring packs: their list, one to read and cite, its files, what is behind a figure, corrigenda, the feed."""

from roundtable.operations.plan.views.packs.corrections import correct, dismiss, issue
from roundtable.operations.plan.views.packs.figure import pack_figure
from roundtable.operations.plan.views.packs.making import annexes, make, publish
from roundtable.operations.plan.views.packs.news import feed
from roundtable.operations.plan.views.packs.pages import pack_file, pack_page, packs_page

__all__ = [
    "annexes",
    "correct",
    "dismiss",
    "feed",
    "issue",
    "make",
    "pack_figure",
    "pack_file",
    "pack_page",
    "packs_page",
    "publish",
]
