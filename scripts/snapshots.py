"""Write the files that are committed and compared: the API's document, the list of fields, the README's screenshot.

The document is compared by a test; a change of it is meant or it fails. The screenshot is taken of a desk in the
demonstration, served from a folder of its own.
"""

import csv
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

if TYPE_CHECKING:
    from django.forms import BaseForm

ROOT = Path(__file__).resolve().parent.parent
OPENAPI = ROOT / "docs" / "data" / "openapi.json"
FIELDS = ROOT / "docs" / "data" / "fields.csv"
PERSONAL = ROOT / "docs" / "data" / "personal.csv"
PICTURE = ROOT / "docs" / "desk.png"
PORT = 8766


def openapi() -> str:
    """Give the API's document as text, the same for the same code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    import django

    django.setup()
    from roundtable.config.api import api

    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    )


def fields() -> str:
    """Give every field of every form with its bounds as CSV: what may be typed where, from the code itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    import django

    django.setup()
    from django import forms
    from django.utils.translation import override

    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["form", "field", "kind", "required", "bounds"])
    with override("en"):
        for name, form in sorted(_forms().items()):
            for field, shown in getattr(form, "base_fields").items():  # noqa: B009 - the library types only its subclasses
                bounds = {
                    word: getattr(shown, word)
                    for word in ("min_length", "max_length", "min_value", "max_value", "max_digits", "decimal_places")
                    if getattr(shown, word, None) is not None
                }
                if isinstance(shown, forms.ChoiceField):
                    bounds["one of"] = "what the page offers"
                said = "; ".join(f"{word}: {value}" for word, value in bounds.items())
                required = "yes" if shown.required else "no"
                table.writerow([name, field, type(shown).__name__, required, said])
    return written.getvalue()


def personal() -> str:
    """Give what every table holds about people, why, for how long, and how it goes, as CSV."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    import django

    django.setup()
    from django.utils.translation import override

    from roundtable.ground.trust.queries.held import why

    written = io.StringIO()
    with override("en"):
        table = csv.DictWriter(
            written, ["table", "field", "person", "purpose", "basis", "months", "from", "then"], lineterminator="\n"
        )
        table.writeheader()
        table.writerows(sorted(why(), key=lambda row: (row["table"], row["person"], row["field"])))
    return written.getvalue()


def _forms() -> "dict[str, type[BaseForm]]":
    from django.forms import BaseForm

    import roundtable

    found: dict[str, type[BaseForm]] = {}
    for module in pkgutil.walk_packages(roundtable.__path__, "roundtable."):
        if ".forms" not in module.name or ".ui." in module.name:
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            own = isinstance(kind, type) and issubclass(kind, BaseForm) and kind.__module__ == module.name
            if own and getattr(kind, "base_fields", None):
                found[f"{module.name.removeprefix('roundtable.')}.{kind.__name__}"] = kind
    return found


def picture() -> None:
    """Take the screenshot of a desk in the demonstration."""
    place = system.browser()
    if place is None:
        print("No Chromium: the screenshot is left as it is.")
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="roundtable-picture-") as home:
        env = {**os.environ, "ROUNDTABLE_HOME": home, "DJANGO_SETTINGS_MODULE": "roundtable.config.settings"}
        env.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "django", "demo", "--no-serve"], cwd=ROOT, env=env, check=True)
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "roundtable.config.wsgi:application",
            "--bind",
            f"127.0.0.1:{PORT}",
        ]
        server = subprocess.Popen(command, cwd=ROOT, env=env)
        try:
            for _ in range(100):
                if system.answers(PORT):
                    break
                time.sleep(0.2)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-quic"])
                page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
                page.goto(f"http://127.0.0.1:{PORT}/account/login/")
                page.fill("input[name=login]", "contact.ge@demo.example")
                page.fill("input[name=password]", "roundtable-demo")
                page.press("input[name=password]", "Enter")
                page.wait_for_url("**/desk/")
                page.screenshot(path=PICTURE)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    OPENAPI.write_text(openapi())
    FIELDS.write_text(fields())
    PERSONAL.write_text(personal())
    if "--api-only" not in sys.argv:
        picture()
