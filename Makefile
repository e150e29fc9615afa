# Doorstep: everything a fresh machine with Python 3.11 and make needs.
#   make run    set up, serve the sample sources, ingest them, serve the graph
#   make test   set up, check and test everything
#   make help   the rest

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Doorstep needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "setting up $(VENV) (once; about a minute)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@$(BIN)/python -m compileall -q gateway connectors schema cache fixtures
	@touch $(READY)

.PHONY: setup
setup: $(READY) ## Make the environment in .venv

.PHONY: run
run: $(READY) ## Serve the sample sources, ingest them, serve the graph (DOORSTEP_PORT chooses the port)
	@$(BIN)/doorstep demo

.PHONY: check
check: $(READY) ## Lint, check types and the rooms' imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: test
test: check ## Check and test everything
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

.PHONY: test-slow
test-slow: $(READY) ## Kill workers and databases again and again: nothing may be lost (minutes)
	$(BIN)/python -m pytest -m slow

.PHONY: equality
equality: $(READY) ## Hold planned answers to executed ones for 20,000 random operations (half an hour)
	DOORSTEP_OPERATIONS=5000 $(BIN)/python -m pytest tests/plan/test_equality.py

.PHONY: exactness
exactness: $(READY) ## Hold the response cache to its law for 10,000 steps on both stores (half an hour)
	$(BIN)/python -m tests.cache.exactness 10000

.PHONY: format
format: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: schema
schema: $(READY) ## Write the graph's SDL to docs/schema.graphql
	$(BIN)/doorstep schema > docs/schema.graphql

.PHONY: lock
lock: $(READY) ## Lock the versions anew, with hashes (needs uv)
	uv pip compile pyproject.toml --group dev --extra telemetry --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --output-file requirements.lock

.PHONY: clean
clean: ## Remove the environment and the demo's state
	rm -rf $(VENV) .doorstep .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
