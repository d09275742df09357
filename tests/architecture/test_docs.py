"""What the documents say is so: links resolve, rooms and names exist, settings have their defaults."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from kolokasi.config.installation import Installation

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kolokasi"
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")],
    key=lambda path: path.as_posix(),
)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return FENCED.sub("", page.read_text())


def links(text: str) -> list[str]:
    plain = re.sub(r"`[^`\n]*`", "", text)
    return re.findall(r"\]\(([^)\s]+)\)", plain)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as a reader of Markdown on the web makes them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        found.add(words.replace(" ", "-"))
    return found


def broken(page: Path) -> list[str]:
    found = []
    for link in links(prose(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    assert broken(page) == []


@pytest.mark.control
def test_a_broken_link_is_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Satu dua\n[a](#satu-dua) [b](page.md) [c](gone.md) [d](#tiga)\n")
    assert broken(page) == ["gone.md", "#tiga"]


def test_every_page_is_reached_from_the_readme():
    seen, queue = set(), [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in links(prose(page)):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.is_dir():
                target = target / "README.md"
            if target.suffix == ".md" and target.is_file():
                queue.append(target)
    assert {page for page in PAGES if page.is_relative_to(DOCS)} <= seen


def test_every_room_is_named_on_the_one_page():
    text = (DOCS / "architecture.md").read_text()
    rooms = {one.name for one in SOURCE.iterdir() if one.is_dir() and one.name != "__pycache__"}
    assert {room for room in rooms if f"| `{room}` |" not in text} == set()


def files_named(text: str) -> set[str]:
    return set(re.findall(r"`((?:\w+/)+\w+\.(?:py|md|sh|yaml|css|toml))`", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page):
    # The page about the format speaks of an invented office's files.
    if page.name == "procedure-format.md":
        pytest.skip("its files are examples; tests/sources/test_format_page.py reads them")
    near = (ROOT, SOURCE, DOCS, page.parent)
    named = files_named(prose(page))
    assert {one for one in named if not any((root / one).exists() for root in near)} == set()


# --- the glossary -----------------------------------------------------------------------------------

CODE_NAME = re.compile(r"`((?:core|cases|accounts|inventory|letters|notices|web)(?:\.\w+)+)`")


def exists(name: str) -> bool:
    """Whether ``core.procedure.Step.note`` is there: a module, then attributes, the last maybe a field."""
    parts = name.split(".")
    found: object = None
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module("kolokasi." + ".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        rest = parts[length:]
        break
    for one in rest:
        if hasattr(found, one):
            found = getattr(found, one)
        elif one in getattr(found, "__annotations__", {}) or _is_column(found, one):
            found = None
        else:
            return False
    return True


def _is_column(owner: object, name: str) -> bool:
    if not (isinstance(owner, type) and issubclass(owner, Model)):
        return False
    try:
        owner._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def rows_of(page: Path) -> list[list[str]]:
    lines = [one for one in page.read_text().splitlines() if one.startswith("|")]
    cells = [[cell.strip() for cell in one.strip("|").split("|")] for one in lines]
    return [row for row in cells if not set(row[0]) <= {"-"}]


def test_every_code_name_of_the_glossary_exists():
    named = {
        name
        for page in (DOCS / "glossary.md", DOCS / "architecture.md", *DOCS.glob("adr/*.md"))
        for name in CODE_NAME.findall(page.read_text())
        if not name.endswith(".py")
    }
    assert len(named) > 30
    assert {name for name in named if not exists(name)} == set()


@pytest.mark.control
@pytest.mark.parametrize(
    "name", ["core.procedure.Stage", "core.procedure.Step.remark", "cases.models.Case.nomor"]
)
def test_a_name_that_is_not_there_is_seen(name):
    assert not exists(name)


def test_every_screen_word_of_the_glossary_stands_on_a_screen():
    said = "\n".join(
        path.read_text()
        for folder in ("web", "drawing", "cases", "accounts")
        for path in (SOURCE / folder).rglob("*")
        if path.suffix in (".html", ".py")
    )
    missing = set()
    for row in rows_of(DOCS / "glossary.md"):
        if len(row) != 4 or row[1] in ("on the screen", "–") or "button" in row[1]:
            continue
        missing |= {word for word in row[1].split(", ") if word not in said}
    assert missing == set()


# --- settings, and the tour of the README -----------------------------------------------------------


def test_the_table_of_settings_is_that_of_the_code():
    told = {}
    for row in rows_of(DOCS / "operating.md"):
        if found := re.fullmatch(r"`KOLOKASI_([A-Z_]+)`", row[0]):
            told[found[1].lower()] = row[1].strip("`")
    assert set(told) == set(Installation.model_fields)
    for name, field in Installation.model_fields.items():
        if field.default_factory is not None:
            continue  # lists and what depends on the machine are told in words
        default = field.get_default()
        shown = {"": "–", "None": "–", "True": "true", "False": "false"}
        assert told[name] == shown.get(str(default), str(default)), name


def test_the_tour_of_the_readme_is_the_one_that_is_walked_for_its_pictures():
    """``make pictures`` walks scripts/tour.py; the README must tell the same people and buttons."""
    readme = (ROOT / "README.md").read_text()
    tour = (ROOT / "scripts" / "tour.py").read_text()
    texts = {
        node.value
        for node in ast.walk(ast.parse(tour))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    people = {one for one in texts if re.fullmatch(r"kra\.[a-z-]+", one)}
    pressed = {
        key.value.value
        for node in ast.walk(ast.parse(tour))
        if isinstance(node, ast.Call)
        for key in node.keywords
        if key.arg == "press" and isinstance(key.value, ast.Constant)
    }
    assert len(people) == 4
    assert {one for one in people if f"`{one}`" not in readme} == set()
    flat = " ".join(readme.split())
    assert {one for one in pressed if f"**{one}**" not in flat} == set()


def test_the_pictures_of_the_readme_are_all_and_small():
    readme = (ROOT / "README.md").read_text()
    pictures = set((DOCS / "pictures").glob("*.png"))
    shown = {ROOT / one for one in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", readme)}
    assert pictures == shown
    assert {one.name for one in pictures if one.stat().st_size > 120 * 1024} == set()
    assert len(pictures) <= 10
