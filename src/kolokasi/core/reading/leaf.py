"""One written word becomes a value, or a sentence that says what to write instead."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from kolokasi.core.finding import listed, suggestion
from kolokasi.core.worktime.duration import Duration, parse_duration

Choice = TypeVar("Choice", bound=StrEnum)

_TRUE, _FALSE = {"ya", "true"}, {"tidak", "false"}
_NO_BOUND = -(10**9)
_MOST = 100_000  # a time of more than this many units is a slip of the pen


class Unreadable(Exception):
    """A word that is no such value, with the finding's code and sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def truth(word: str) -> bool:
    if word.lower() in _TRUE | _FALSE:
        return word.lower() in _TRUE
    raise Unreadable("ya-tidak", f"“{word}” tidak terbaca; tulis “ya” atau “tidak”.")


def whole_number(word: str, *, least: int = _NO_BOUND) -> int:
    if re.fullmatch(r"-?[0-9]{1,9}", word) and int(word) >= least:
        return int(word)
    bound = f" mulai dari {least}" if least != _NO_BOUND else ""
    raise Unreadable("bilangan", f"“{word}” tidak terbaca; tulis bilangan bulat{bound}.")


def one_of(word: str, kind: type[Choice]) -> Choice:
    known = [one.value for one in kind]
    if word in known:
        return kind(word)
    raise Unreadable(
        "pilihan",
        f"“{word}” tidak dikenal; pilih salah satu: {listed(known, at_most=20)}."
        + suggestion(word, known),
    )


def standard_time(word: str, *, positive: bool = False) -> Duration | None:
    """None where the sheet states none; with ``positive`` it must state one, longer than nought."""
    if len(word) > 100:
        raise Unreadable("waktu", "Waktu ini terlalu panjang; tulis misalnya “15 menit”.")
    try:
        found = parse_duration(word)
    except ValueError as unreadable:
        raise Unreadable("waktu", str(unreadable)) from None
    amount = found.amount if found else 0
    if amount > _MOST:
        raise Unreadable("waktu", f"Waktu “{word}” tidak masuk akal; periksa lagi angkanya.")
    if positive and amount < 1:
        raise Unreadable("waktu", f"“{word}” harus berupa lama waktu, misalnya “1 minggu”.")
    return found
