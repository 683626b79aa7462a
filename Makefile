# The names people and CI use. Needs Python 3.11 or newer and make; everything else is installed
# into .venv from the hashed lock.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

HOST ?= 127.0.0.1
PORT ?= 8000
# How many tests run at once, and what else to tell pytest: make test ARGS="-k matrix"
WORKERS ?= auto
ENGINES ?= sqlite postgres
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
# A candidate may be a stub without a Python behind it, so each one has to run.
PYTHONS := python3.13 python3.12 python3.11 python3 python
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

export PYTHONUNBUFFERED := 1

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; \
	    do printf '  make %-13s %s\n' "$$name" "$$text"; done

$(PY):
	@for candidate in $(PYTHONS); do \
	    if "$$candidate" -c '$(USABLE)' >/dev/null 2>&1; then \
	        echo "Making $(VENV) with $$("$$candidate" --version)"; \
	        exec "$$candidate" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "No Python 3.11 or newer with venv found (Debian: apt install python3-venv)." >&2; exit 1

$(VENV)/run.stamp: requirements/run.txt | $(PY)
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp | $(PY)
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: install
install: $(VENV)/dev.stamp ## Install everything, the tools included

$(VENV)/saml.stamp: requirements/saml.txt $(VENV)/dev.stamp | $(PY)
	$(PIP) install --quiet --require-hashes -r requirements/saml.txt
	@touch $@

.PHONY: install-saml
install-saml: $(VENV)/saml.stamp ## Install the extra for SAML (SWAMID) too; may need a C compiler

.PHONY: messages
messages: $(VENV)/run.stamp ## Compile the translations
	@$(PY) scripts/messages.py compile

.PHONY: run
run: export DEBUG := true
run: export SITE_URL := $(or $(SITE_URL),http://$(HOST):$(PORT))
run: messages ## Serve the demo on http://127.0.0.1:8000 (HOST=, PORT=)
	@$(PY) scripts/demo.py http://$(HOST):$(PORT)/
	@exec $(PY) manage.py runserver --verbosity 0 $(HOST):$(PORT)

.PHONY: test
test: install ## Run every test on SQLite and on PostgreSQL (ARGS="-k matrix", ENGINES=sqlite)
	@failed=; for engine in $(ENGINES); do \
	    $(PY) -m pytest --engine "$$engine" --numprocesses $(WORKERS) $(ARGS) || failed="$$failed $$engine"; \
	done; \
	if [ -n "$$failed" ]; then echo "Tests failed on:$$failed" >&2; exit 1; fi

# Scripts of tests/drills; the modules they share have no main.
DRILLS = $(basename $(notdir $(shell grep -l __main__ tests/drills/*.py)))
.PHONY: drills
drills: install messages ## Run the drills: many at once, killed, cut off, on PostgreSQL
	@failed=; for drill in $(DRILLS); do \
	    $(PY) -m tests.drills.$$drill || failed="$$failed $$drill"; \
	done; \
	if [ -n "$$failed" ]; then echo "Drills failed:$$failed" >&2; exit 1; fi

CHECKS := format lint types templates migrations catalogue links
.PHONY: check $(CHECKS:%=check-%)
check: install ## Check format, lint, types, migrations, translations, links in the documents
	@failed=; for check in $(CHECKS); do \
	    echo "== $$check"; $(MAKE) --no-print-directory check-$$check || failed="$$failed $$check"; \
	done; \
	if [ -n "$$failed" ]; then echo "Checks failed:$$failed" >&2; exit 1; fi

check-format:
	@$(PY) -m ruff format --check .
check-lint:
	@$(PY) -m ruff check .
check-types:
	@$(PY) -m mypy
check-templates:
	@$(PY) -m djlint --lint --quiet templates
check-migrations: export DEBUG := true
check-migrations: export DATABASE_URL := sqlite://:memory:
check-migrations:
	@$(PY) manage.py makemigrations --check --dry-run
check-catalogue:
	@$(PY) scripts/messages.py check
check-links:
	@$(PY) scripts/links.py

.PHONY: format
format: install ## Put the code in order
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

.PHONY: bench
bench: install messages ## Run the benchmarks
	@$(PY) bench/run.py

.PHONY: clean
clean: ## Take away what make made; the data in var/ stays
	rm -rf $(VENV) staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -type f -delete
