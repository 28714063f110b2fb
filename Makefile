# Every target sets up what it needs in .venv and does nothing when that is up to date.
SHELL := bash
.SHELLFLAGS := -o pipefail -ec
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.PHONY: help retrain refresh test check up clean
.DEFAULT_GOAL := help

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock 2>&1 | { grep -v '^WARNING: Location' || true; }
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable . 2>&1 | { grep -v '^WARNING: Location' || true; }
	$(BIN)/pip check --quiet || $(BIN)/pip check
	touch $@

retrain: $(READY)  ## The whole loop: data, SFT, RL, evaluation, gate, release (ARGS="--seed 2")
	$(BIN)/reasonloop retrain $(ARGS)

refresh: $(READY)  ## The next dataset version
	$(BIN)/reasonloop refresh $(ARGS)

up: $(READY)  ## Prefect and MLflow with their pages, and a worker; Ctrl-C stops all
	$(BIN)/reasonloop up $(ARGS)

test: $(READY)  ## Tests (ARGS="-m slow" for the long ones)
	$(BIN)/pytest $(ARGS)

check: $(READY)  ## Lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:  ## Delete the environment and all state: runs, releases, data versions
	rm -rf $(VENV) .reasonloop data data.staging
