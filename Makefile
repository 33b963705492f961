# Every command a developer needs. On a fresh machine with Python 3.11, git and make: `make demo` or `make test`.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
RUN := requirements/run.txt requirements/dev.txt requirements/setup.txt frontend/package-lock.json pyproject.toml
WORDS := $(wildcard locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help setup demo test fix check bench prove ci lock audit messages snapshots

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/ready ## make .venv with everything in it and the command .venv/bin/roundtable

.venv/ready: $(RUN) $(WORDS) scripts/setup.py scripts/frontend.py scripts/messages.py
	@$(PYTHON) scripts/setup.py

demo: setup ## set everything up and serve the platform, with demonstration data, on http://127.0.0.1:8000 (BIND=address:port)
	@$(BIN)/roundtable demo $(if $(BIND),--bind $(BIND))

test: setup ## every test, browser tests included
	@$(BIN)/python scripts/test.py

fix: setup ## repair what a machine can repair
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

check: setup ## form, types, floors, pages, migrations: takes a minute
	@$(BIN)/python scripts/check.py

bench: setup ## print the figures
	@$(BIN)/python scripts/bench.py

prove: setup ## try to break what the platform promises; LONG=1 is the full form, PROOF="name name" some of them
	@$(BIN)/python scripts/prove.py $(if $(LONG),--long) $(PROOF)

ci: setup ## what the server runs: the tests on SQLite and on PostgreSQL, then the checks
	@$(BIN)/python scripts/ci.py

lock: setup ## resolve the dependencies again
	@sh requirements/compile.sh

audit: setup ## ask about known weaknesses of the pinned packages (needs the internet)
	@$(BIN)/python scripts/audit.py

messages: setup ## collect the texts to translate and compile what is translated
	@$(BIN)/python scripts/messages.py --collect

snapshots: setup ## write the files that are committed and compared: the API's document, the screenshot of the README
	@$(BIN)/python scripts/snapshots.py
