"""Files that no case and no draft names: forms that were given up, drafts that were thrown away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from kolokasi.cases.models import CaseFile, Draft
from kolokasi.letters.files import sweep


def clear_away(now: datetime) -> int:
    """Remove files that nobody has named for more than a day. Returns how many.

    Drafts are read first: what is handed in meanwhile moves from a draft to its case, not the other way.
    """
    drafted = {
        sha256
        for files in Draft.objects.values_list("files", flat=True)
        for _document, _name, sha256 in files
    }

    def named(contents: Sequence[str]) -> Collection[str]:
        filed = CaseFile.objects.filter(sha256__in=contents).values_list("sha256", flat=True)
        return drafted | set(filed)

    return sweep(now, named=named)
