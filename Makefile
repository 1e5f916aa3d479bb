# `make` alone tells what there is. Everything works in a fresh clone; the set-up is part of every target.
PYTHON ?= python3
PORT ?= 8000
PY = .venv/bin/python
CODE = $(patsubst %/apps.py,%,$(wildcard */apps.py))

.DEFAULT_GOAL := help
.PHONY: help run test quick coverage check check-code check-settings check-messages check-docs format messages docs landed \
	bench bench-starts fresh-demo pins setup setup-dev clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'

run: setup ## Serve the demo on http://127.0.0.1:8000 (PORT=8001 for another port)
	@exec $(PY) tools/run.py $(PORT)

quick: setup-dev ## The tests of what you are changing: SQLite, no browser, within a minute
	@$(PY) tools/quick.py $(TESTS)

test: setup-dev ## All tests, on SQLite and (where it is installed) on PostgreSQL
	@$(PY) tools/test.py $(TESTS)

coverage: setup-dev ## The same, and at least 95 percent of the branches must be reached
	@$(PY) tools/test.py --coverage $(TESTS)

check: check-code check-settings check-messages check-docs ## Everything that needs no test run

check-code: setup-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m mypy $(CODE)

check-settings: setup-dev
	PORTAL_VAR=$$(mktemp -d) $(PY) tools/check_settings.py

check-messages: setup-dev
	$(PY) -m tools.messages --check

check-docs: setup-dev
	PORTAL_VAR=$$(mktemp -d) $(PY) manage.py write_docs --check

format: setup-dev ## Put the code in our form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

messages: setup-dev ## Bring the catalogue of translations up to date with the code
	@$(PY) -m tools.messages
	@$(PY) -m tools.messages --compile

docs: setup-dev ## Write docs/workflow.md and docs/roles.md from the tables
	@$(PY) manage.py write_docs

landed: setup-dev ## Put new migrations on the list of what landed (tests/landed/landed.json)
	@$(PY) -m tools.landed

bench: setup-dev ## Measure the pages against bare Django views
	@$(PY) tools/with_postgres.py $(PY) -m bench.run

bench-starts: setup-dev ## File plans while the server starts and reloads: nobody may be refused
	@$(PY) tools/with_postgres.py $(PY) -m bench.starts

fresh-demo: ## Throw the demo away; the next `make run` builds it anew
	rm -rf var/demo

pins: setup-dev ## Look for newer packages within pyproject.toml and pin them
	$(PY) tools/pins.py

setup:
	@$(PYTHON) tools/setup.py

setup-dev:
	@$(PYTHON) tools/setup.py --dev

clean: ## Remove what was made here: environment, demo, caches; the data of a real installation stays
	rm -rf .venv var/demo var/demo.lock .coverage.json .mypy_cache .pytest_cache .ruff_cache .hypothesis
