"""Write the files that are committed and compared: the API's document, and the screenshot of the README.

The document is compared by a test; a change of it is meant or it fails. The screenshot is taken of a desk in the
demonstration, served from a folder of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

ROOT = Path(__file__).resolve().parent.parent
OPENAPI = ROOT / "docs" / "data" / "openapi.json"
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
    if "--api-only" not in sys.argv:
        picture()
