# make run   – start Kolokasi here, with five offices and invented people
# make test  – everything that must hold; this is what CI calls
# make bench – what a step and a page cost, beside others; writes benchmarks/RESULTS.md
.PHONY: setup setup-dev run test test-fast lint lint-style lint-format lint-types lint-rooms bench lock \
	messages pictures
.DEFAULT_GOAL := run

BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST := $(BIN)/python -m pytest

setup:
	@scripts/setup.sh

setup-dev: setup
	@scripts/setup.sh dev

# The links in mails, the page of invented people and mails as files belong to this first look.
run: export KOLOKASI_BASE_URL ?= http://$(HOST):$(PORT)
run: export KOLOKASI_DEMO ?= true
run: export KOLOKASI_MAIL_FOLDER ?= $(if $(KOLOKASI_SMTP_HOST),,$(or $(KOLOKASI_DATA),var)/mail)
run: setup
	@$(BIN)/kolokasi migrate
	@$(BIN)/kolokasi demo
	@$(BIN)/kolokasi serve --host $(HOST) --port $(PORT)

lint: setup-dev lint-style lint-format lint-types lint-rooms
lint-style:
	$(BIN)/ruff check .
lint-format:
	$(BIN)/ruff format --check .
lint-types:
	$(BIN)/mypy
lint-rooms:
	$(BIN)/lint-imports

# Once on each database: SQLite takes every test, PostgreSQL those that touch a database. A fault of
# style is no reason not to know whether the tests pass; both must hold in the end.
test: setup-dev
	@scripts/ensure_test_tools.sh
	@lint=0; $(MAKE) --no-print-directory --keep-going lint || lint=1; \
	LINT_FAILED=$$lint $(BIN)/python scripts/run_tests.py $(ARGS)

test-fast: setup-dev
	$(PYTEST) -q -n 2 -m "not slow" tests/core tests/sources tests/drawing tests/accounts tests/cli tests/config tests/architecture

# Half an hour, most of it a million cases; make bench SIZE=small takes three minutes and says less.
bench: setup-dev
	@scripts/ensure_test_tools.sh
	@scripts/setup_bench.sh
	@$(BIN)/python -m benchmarks $(or $(SIZE),full)

lock: setup-dev
	scripts/lock.sh

# Sentences of the screens that still want their English.
messages: setup-dev
	@$(BIN)/python scripts/messages.py

# The README's pictures, taken on the way of its own tour; needs Debian's Chromium.
pictures: setup-dev
	@$(BIN)/python scripts/pictures.py
