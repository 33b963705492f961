#!/bin/sh
# Resolve the dependencies of pyproject.toml into pinned files with hashes; no index address is written.
set -eu
cd "$(dirname "$0")/.."
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@" > /dev/null
}
compile pyproject.toml --constraint requirements/constraints.in --output-file requirements/run.txt
compile pyproject.toml --extra dev --constraint requirements/constraints.in --constraint requirements/run.txt --output-file requirements/dev.txt
compile requirements/setup.in --output-file requirements/setup.txt
# The peer of disclosure control in the bench: an environment of its own, never part of the platform.
compile requirements/bench-disclosure.in --output-file requirements/bench-disclosure.txt
# Peers that the bench measures beside us: an environment of their own, never part of the platform.
compile requirements/bench.in --output-file requirements/bench.txt
# A client of SDMX that needs older libraries than the others.
compile requirements/bench-pandasdmx.in --output-file requirements/bench-pandasdmx.txt
# What asks about known weaknesses: an environment of its own, never part of the platform.
compile requirements/audit.in --output-file requirements/audit.txt
# When this was done: `roundtable doctor` says when it is too long ago.
date -u +%F > requirements/resolved.txt
