"""One browser and one running Kolokasi for the journeys of a file; every person has a browser session of his own.

Both end with the last journey of the file: while the browser's driver runs, its event loop does, and no other test on
this worker could ask the database anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_people import Journey
from playwright.sync_api import Browser, sync_playwright
from running import Running, running

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def office() -> Iterator[Running]:
    database = ""
    if os.environ["KOLOKASI_TEST_DB"] == "postgresql":
        import psycopg

        address = os.environ["KOLOKASI_DATABASE"]
        name = f"browser_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
        with psycopg.connect(address.replace("/kolokasi?", "/postgres?"), autocommit=True) as one:
            one.execute(f"DROP DATABASE IF EXISTS {name}")
            one.execute(f"CREATE DATABASE {name}")
        database = address.replace("/kolokasi?", f"/{name}?")
    with running(database) as one:
        yield one


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium belum terpasang; jalankan scripts/ensure_test_tools.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def journey(office: Running, chromium: Browser) -> Iterator[Journey]:
    one = Journey(office, chromium)
    yield one
    one.close()
    faults = office.faults()
    if faults:
        pytest.fail(faults)
