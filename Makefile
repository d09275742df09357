# make run   – start Kolokasi here, with five offices and invented people
# make test  – everything that must hold; this is what CI calls
.PHONY: setup setup-dev messages run test test-fast lint bench lock
.DEFAULT_GOAL := run

BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest

setup:
	@scripts/setup.sh

setup-dev: setup
	@scripts/setup.sh dev

run: setup
	@$(BIN)/kolokasi migrate
	@$(BIN)/kolokasi demo
	@$(BIN)/kolokasi serve --host $(HOST) --port $(PORT)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Once on each database: SQLite takes every test, PostgreSQL those that touch a database.
test: setup-dev
	@scripts/ensure_test_tools.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python scripts/run_tests.py

test-fast: setup-dev
	$(PYTEST) -q -n 2 -m "not slow" tests/core tests/sources tests/drawing tests/accounts tests/cli tests/config tests/architecture

bench: setup-dev
	@scripts/ensure_test_tools.sh
	@scripts/setup.sh bench
	$(BIN)/python -m benchmarks

lock: setup-dev
	scripts/lock.sh
