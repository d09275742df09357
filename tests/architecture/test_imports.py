"""The rooms of the house: imports go down only, and the core stays pure. The contracts are in pyproject.toml."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kolokasi"


def lint_imports(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for one in contracts for part in ("--contract", one)]
    # Through the function, not the script: the script would put this folder's src first on the path.
    program = (
        "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    )
    return subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "--no-cache",
            "--config",
            str(folder / "pyproject.toml"),
            *chosen,
        ],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_down_only():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house in which walls may be broken."""
    shutil.copytree(
        SOURCE, tmp_path / "src" / "kolokasi", ignore=shutil.ignore_patterns("*.pyc", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.control
@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("rooms", "core/worktime/duration.py", "from kolokasi.accounts import models"),
        ("rooms", "accounts/mandates.py", "from kolokasi.cases import queries"),
        ("rooms", "letters/__init__.py", "from kolokasi.notices import mail"),
        ("rooms", "drawing/__init__.py", "from kolokasi.sources import library"),
        ("pure-core", "core/worktime/duration.py", "import random"),
        ("pure-core", "core/worktime/duration.py", "from time import time"),
        ("pure-core", "core/worktime/duration.py", "def now():\n    import os"),
        ("pure-core", "core/worktime/duration.py", "from django.utils import timezone"),
        ("reading-and-drawing", "sources/__init__.py", "import django"),
        ("one-door", "web/__init__.py", "from kolokasi.core import engine"),
    ],
)
def test_a_broken_wall_is_seen(house, contract, file, line):
    assert lint_imports(house, contract).returncode == 0
    path = house / "src" / "kolokasi" / file
    path.write_text(path.read_text() + f"\n\n{line}\n")
    done = lint_imports(house, contract)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_the_core_imports_nothing_but_the_standard_library():
    graph = grimp.build_graph("kolokasi", include_external_packages=True, cache_dir=None)
    core = {"kolokasi.core"} | graph.find_descendants("kolokasi.core")
    imported = {name for one in core for name in graph.find_modules_directly_imported_by(one)}
    foreign = {
        name
        for name in imported
        if name.partition(".")[0] not in sys.stdlib_module_names and name not in core
    }
    assert foreign == set()


ASKING = {"now", "today", "utcnow", "open", "input", "print"}


def calls(source: str) -> set[str]:
    """Names of what is called: ``f(…)`` and ``module.f(…)``."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {getattr(one, "attr", None) or getattr(one, "id", "") for one in called}


def test_the_core_asks_no_clock_and_opens_no_file():
    """``datetime.now()`` hides in a module that the core may import."""
    found = {
        path.name: calls(path.read_text()) & ASKING for path in (SOURCE / "core").rglob("*.py")
    }
    assert {name: asked for name, asked in found.items() if asked} == {}


@pytest.mark.control
def test_a_call_of_the_clock_is_seen():
    assert calls("from datetime import datetime\nx = [datetime.now() for _ in y]") & ASKING == {
        "now"
    }
    assert calls("def is_open(x): return x.reopen()") & ASKING == set()


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "services", "signals", "misc"])
def test_no_file_is_named_after_nothing(name):
    assert list(SOURCE.rglob(f"{name}.py")) + list(SOURCE.rglob(f"{name}/__init__.py")) == []
