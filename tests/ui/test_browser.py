"""The gallery in a real browser: read aloud, in the dark, from right to left, on a narrow screen, by keyboard."""

import pytest

from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = ["?theme=light", "?theme=dark", "?theme=light&dir=rtl", "?theme=dark&dir=rtl"]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(live_server, browser_page, look):
    browser_page.goto(f"{live_server.url}/ui/{look}")
    assert axe(browser_page) == []
    assert browser_page.refused == []
    assert browser_page.troubles == []


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("look", ["?dir=ltr", "?dir=rtl"])
def test_the_page_itself_never_scrolls_sideways(live_server, browser_page, width, look):
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(f"{live_server.url}/ui/{look}")
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_can_be_read_without_scripts(live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/")
    assert page.locator("figure svg[role=img]").count() == 8
    assert page.locator("details.filters").get_attribute("open") is not None
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_text(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    assert browser_page.locator(".skip").bounding_box()["y"] >= 0
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"


def test_everything_that_can_be_pressed_can_be_reached_by_keyboard(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/")
    away = browser_page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter((part) => part.checkVisibility() && part.tabIndex < 0 && !part.closest(".matrix") && !part.disabled)
            .map((part) => part.outerHTML.slice(0, 120))"""
    )
    assert away == []


def test_arrows_move_in_the_matrix_and_its_heads_stay_in_sight(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/")
    assert browser_page.locator(".matrix td > [tabindex='0']").count() == 1
    browser_page.locator(".matrix td > a").first.focus()
    for key in ("ArrowDown", "ArrowRight", "End"):
        browser_page.keyboard.press(key)
    cell = browser_page.evaluate(
        """() => { const td = document.activeElement.parentElement;
            return [td.parentElement.querySelector("th").innerText.slice(0, 3), td.cellIndex] }"""
    )
    assert cell == ["I.2", 48]
    heads = browser_page.evaluate(
        """() => { const frame = document.querySelector(".matrix");
            frame.scrollTo(400, 600);
            const at = (part) => document.querySelector(part).getBoundingClientRect();
            const [box, top, side] = [".matrix", ".matrix thead th", ".matrix tbody th"].map(at);
            return [top.top - box.top, side.left - box.left] }"""
    )
    assert [round(part) <= 2 for part in heads] == [True, True]


def test_in_a_page_from_right_to_left_the_left_arrow_goes_forward(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/?dir=rtl")
    browser_page.locator(".matrix td > a").first.focus()
    browser_page.keyboard.press("ArrowLeft")
    assert browser_page.evaluate("document.activeElement.parentElement.cellIndex") == 2


@pytest.mark.parametrize(
    "name", ["progress", "budget", "outlook", "four-lines", "activities", "coverage", "reporting", "places"]
)
def test_a_chart_wakes_under_the_policy_and_speaks_to_the_keyboard(live_server, browser_page, name):
    browser_page.goto(f"{live_server.url}/ui/")
    figure = browser_page.locator(f"#chart-{name}")
    before = figure.locator("svg").first.bounding_box()
    figure.locator(".drawing").focus()
    browser_page.wait_for_selector(f"#chart-{name}[data-live]")
    after = figure.locator("svg").first.bounding_box()
    browser_page.keyboard.press("ArrowRight")
    assert figure.locator(".tip").inner_text() != ""
    assert abs(before["width"] - after["width"]) <= 2
    assert abs(before["height"] - after["height"]) <= 2
    assert browser_page.refused == []
    assert browser_page.troubles == []


def test_the_engine_is_loaded_only_when_somebody_turns_to_a_chart(live_server, browser_page):
    asked = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(f"{live_server.url}/ui/")
    browser_page.wait_for_load_state("networkidle")
    assert [url for url in asked if "engine" in url or "chart.js" in url] == []


def test_a_form_is_sent_once(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/")
    sent = browser_page.evaluate(
        """() => { const form = document.querySelector("form[data-theme-form]"); let count = 0;
            document.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) count += 1;
                event.preventDefault();
            });
            form.requestSubmit(); form.requestSubmit(); return count }"""
    )
    assert sent == 1


def test_the_theme_changes_and_stays(live_server, browser_page):
    browser_page.goto(f"{live_server.url}/ui/")
    with browser_page.expect_navigation():
        browser_page.get_by_role("button", name="Dark page").click()
    assert browser_page.evaluate("document.documentElement.dataset.theme") == "dark"
    browser_page.reload()
    assert browser_page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert browser_page.get_by_role("button", name="Light page").count() == 1


def test_filters_begin_closed_on_a_phone(live_server, browser_page):
    browser_page.set_viewport_size({"width": 360, "height": 800})
    browser_page.goto(f"{live_server.url}/ui/")
    assert browser_page.locator("details.filters").get_attribute("open") is None
