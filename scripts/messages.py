"""Collect the sentences of the screens into locale/en/LC_MESSAGES/django.po, and say which want their English.

Needs Debian's gettext. A sentence that is gone leaves the file; one that changed is not guessed at.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kolokasi"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KOLOKASI = [sys.executable, "-c", "import sys; from kolokasi.cli import main; sys.exit(main())"]


def main() -> int:
    if not shutil.which("xgettext"):
        print("gettext is missing: apt-get install gettext", file=sys.stderr)
        return 1
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            *(*KOLOKASI, "manage", "makemessages", "--locale", "en", "--verbosity", "0"),
            *("--add-location", "file", "--no-obsolete", "--no-wrap"),
        ],
        cwd=SOURCE,
        check=True,
    )
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    for entry in catalogue:  # a guess of msgmerge's is worse than nothing
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.previous_msgid, entry.previous_msgid_plural = "", None, None
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To"):
        catalogue.metadata.pop(name, None)  # they say nothing, and change every time
    catalogue.sort(key=lambda entry: (entry.occurrences[:1], entry.msgid))
    catalogue.save()
    missing = catalogue.untranslated_entries()
    for entry in missing:
        print(f"{entry.occurrences[0][0] if entry.occurrences else ''}: {entry.msgid}")
    print(f"{len(catalogue)} sentences, {len(missing)} without English.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
