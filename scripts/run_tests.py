"""Run the tests once on each database, and end with one closing line for both.

SQLite takes every test; PostgreSQL those marked ``both``. Further arguments go to pytest. A lint that
failed before (``LINT_FAILED=1``) counts as one error, so that the closing line never sounds better
than it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

RUNS = (("sqlite", []), ("postgresql", ["-m", "both"]))


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    counted: Counter[str] = Counter()
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for database, chosen in RUNS:
            report = Path(folder) / f"{database}.xml"
            print(f"\n=== {database} ===", flush=True)
            code = subprocess.call(
                [
                    *(sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup"),
                    *("--no-header", "-q", f"--junit-xml={report}", *chosen, *arguments),
                ],
                env={**os.environ, "KOLOKASI_TEST_DB": database},
            )
            worst = max(worst, code)
            counted += count(report)
    lint = int(os.environ.get("LINT_FAILED", "0"))
    print(closing_line(counted, time.monotonic() - started, errors=lint))
    return worst or lint


def count(report: Path) -> Counter[str]:
    if not report.is_file():
        return Counter(errors=1)  # it did not even come to running
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total: Counter[str] = Counter()
    for name in ("tests", "failures", "errors", "skipped"):
        total[name] = sum(int(suite.get(name, 0)) for suite in suites)
    return total


def closing_line(counted: Counter[str], seconds: float, *, errors: int) -> str:
    """In pytest's own form: ``== 3 failed, 812 passed, 1 skipped, 1 errors in 95.10s ==``."""
    passed = counted["tests"] - counted["failures"] - counted["errors"] - counted["skipped"]
    parts = [
        (counted["failures"], "failed"),
        (max(passed, 0), "passed"),
        (counted["skipped"], "skipped"),
        (counted["errors"] + errors, "errors"),
    ]
    said = ", ".join(f"{number} {word}" for number, word in parts if number)
    return f" {said or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
