"""Django's SQLite backend, with one thing remembered: how a statement reads in SQLite's own words.

Django writes ``%s`` where SQLite wants ``?``, and goes through the text of a statement each time that it
runs. The same few hundred statements run all day; looking them up saves a tenth of a step's Python, and
more of a page's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

_LONGEST = 4_000  # characters: what is longer is composed for one occasion, and not worth keeping


class _RememberingCursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None and len(query) <= _LONGEST:
            return _in_own_words(query)
        spoken: str = super().convert_query(query, param_names=param_names)
        return spoken


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=_RememberingCursor)


@lru_cache(maxsize=1_024)
def _in_own_words(query: str) -> str:
    spoken: str = base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return spoken
