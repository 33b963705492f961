"""A real browser for tests: the system's Chromium, driven by Playwright; without one, tests are skipped and say so."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

# Playwright keeps a loop running in this thread; Django would refuse its database there, though nothing runs beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str | None:
    """Where the system's Chromium is."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests of a run."""
    place = chromium()
    if place is None:
        pytest.skip("there is no Chromium here (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=place, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture
def browser_page(browser) -> Iterator:
    """A fresh page; `page.refused` collects what the security policy refused, `page.troubles` errors of scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.refused, page.troubles = [], []
    page.on("console", lambda told: page.refused.append(told.text) if "Content Security Policy" in told.text else None)
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    yield page
    context.close()


def axe(page) -> list[str]:
    """What axe finds wrong on a page, one line for each place."""
    import axe_playwright_python

    source = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
    page.evaluate(source)
    found = page.evaluate("async (tags) => (await axe.run(document, {runOnly: tags})).violations", WCAG)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
