# On a machine with Python 3.11 or newer and make: `make demo`, `make test`. Nothing else is needed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV ?= .venv
BIN := $(VENV)/bin
# The first interpreter that runs, is new enough, and can make virtual environments (Debian packs venv apart).
PROBE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2])
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do if $$p -c '$(PROBE)' >/dev/null 2>&1; then echo $$p; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
COMPILE := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet
TRAIN ?= .venv-train
REPORTS ?= 1000
JOBS ?= 2

.PHONY: help demo test train train-smoke lint contracts bench docs wheel lock clean

help: ## Say what the targets do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Makefile: no Python 3.11 or newer that can make virtual environments"; \
	  echo "hint: install Python 3.11 to 3.13 with venv (Debian: apt install python3 python3-venv), or say: make PYTHON=/path/to/python3 demo"; \
	  exit 1; fi
	$(PYTHON) -m venv $(VENV)

# Everything comes from hash-locked files, the build back end too; then the project itself, without dependencies.
$(VENV)/.installed: $(BIN)/python requirements.lock requirements-build.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --require-hashes -r requirements-build.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.installed ## Install, code the sample reports into a fresh store, print the event table
	$(BIN)/dateline demo

test: $(VENV)/.installed-dev ## Install the test tools and run the tests
	$(BIN)/python -m pytest -n $(JOBS)

lint: $(VENV)/.installed-dev ## Formatting, lint rules, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# PyTorch comes apart from the lock files: its CPU build is another file than the registry's.
$(TRAIN)/.installed: $(BIN)/python requirements.lock requirements-train.lock requirements-encoder.lock
	$(BIN)/python -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check -q install torch==2.13.0
	$(TRAIN)/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements.lock
	$(TRAIN)/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements-train.lock
	$(TRAIN)/bin/python -m pip --disable-pip-version-check -q install --no-deps --require-hashes -r requirements-encoder.lock
	@touch $@

train-smoke: $(TRAIN)/.installed ## Fit, export and run a reader on a few reports: shows that training runs from end to end
	PYTHONPATH=src $(TRAIN)/bin/python -m train.reader default --smoke

train: $(TRAIN)/.installed ## Build the reader's weights anew (hours; needs the public sets in ../shared/data)
	PYTHONPATH=src $(TRAIN)/bin/python -m train.reader default
	PYTHONPATH=src $(TRAIN)/bin/python -m train.ship

contracts: $(VENV)/.installed-dev ## The import contracts of the design alone
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev ## Score the reader on the annotated reports (where they are), and time it
	$(BIN)/python -m bench gold
	$(BIN)/python -m bench speed --reports $(REPORTS)

docs: $(VENV)/.installed-dev ## Write the parts of the documentation that follow from the code
	$(BIN)/python docs/generate.py

wheel: $(VENV)/.installed-dev ## Build the wheel into dist/
	$(PIP) wheel --no-deps --no-build-isolation -w dist .

lock: ## Write the lock files anew (needs uv)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml --group build --group test --group lint -c requirements.lock -c requirements-build.lock -o requirements-dev.lock
	$(COMPILE) --group train -c requirements.lock -o requirements-train.lock
	$(COMPILE) --no-deps --group encoder -o requirements-encoder.lock
	$(COMPILE) --no-deps --group encoder-accurate -o requirements-encoder-accurate.lock

clean: ## Remove the virtual environment, the demo and build outputs
	rm -rf $(VENV) .demo dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
