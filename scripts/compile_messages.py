"""Compile every translation that is newer than what was compiled from it. Part of ``make setup``."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"


def main() -> None:
    for text in sorted(SOURCE.rglob("*.po")):
        compiled = text.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= text.stat().st_mtime:
            continue
        import polib  # only here: most of the time there is nothing to do

        polib.pofile(str(text), check_for_duplicates=True).save_as_mofile(str(compiled))


if __name__ == "__main__":
    main()
