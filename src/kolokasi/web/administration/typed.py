"""What an admin typed into a form: read as what it should be, and kept as it was typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest

from kolokasi.core.refusal import Refused, Why

_FROM, _UNTIL = dt.date(1950, 1, 1), dt.date(2199, 12, 31)


class Typed:
    """Reads fields one by one and notes what is wrong; ``check`` refuses once, with all of it."""

    def __init__(self, request: HttpRequest) -> None:
        self._posted = request.POST
        self.errors: dict[str, str] = {}

    def line(self, name: str, *, required: str = "", limit: int = 200) -> str:
        """One line of text. ``required`` is the sentence that is said where there is none."""
        text = " ".join(self._posted.get(name, "").replace("\x00", "\ufffd").split())
        if not text and required:
            self.errors[name] = required
        if len(text) > limit:
            self.errors[name] = f"Paling panjang {limit} karakter; sekarang {len(text)}."
        return text

    def day(self, name: str, *, required: str = "") -> dt.date | None:
        text = self._posted.get(name, "").strip()
        if not text:
            if required:
                self.errors[name] = required
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not _FROM <= day <= _UNTIL:
            self.errors[name] = "Tanggal ini tidak terbaca; tulis misalnya 2026-11-20."
            return None
        return day

    def since(self, name: str = "starts_on") -> dt.date:
        """The first day of something; there must be one. What stands for a missing one is never used."""
        return self.day(name, required="Tulis mulai kapan.") or _FROM

    def choice(self, name: str, among: Collection[str], *, required: str) -> str:
        chosen = self._posted.get(name, "")
        if chosen not in among:
            self.errors[name] = required
            return ""
        return chosen

    def count(self, name: str) -> int | None:
        """A whole number, also one below zero; None where nothing is written. Its bounds are the writer's."""
        text = self._posted.get(name, "").strip()
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            self.errors[name] = "Tulis bilangan bulat tanpa titik atau koma, misalnya 1200."
            return None
        return int(text)

    def number(self, name: str) -> int:
        """The id of a row; 0 for anything else."""
        text = self._posted.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

    def check(self) -> None:
        if self.errors:
            raise Refused(
                Why.INVALID,
                "Ada isian yang perlu diperbaiki. Periksa bagian yang ditandai.",
                errors=self.errors,
            )


def kept(request: HttpRequest, do: str = "", **defaults: Any) -> Mapping[str, Any]:
    """The values that a form shows: as they were typed, or what it begins with. ``do`` tells the form from
    the others on its page."""
    sent = request.method == "POST" and request.POST.get("do", "") == do
    return request.POST.dict() if sent else defaults
