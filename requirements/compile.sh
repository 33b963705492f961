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
