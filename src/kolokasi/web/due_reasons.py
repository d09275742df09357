"""Why a due time is what it is, in English: the log keeps the explanation in Indonesian, as it was made.

``core.worktime.due`` composes it of short parts with semicolons between; each part has one shape, and here is
its English. What has no shape known here (a holiday's own name) stays as it is.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language

_DAYS = {
    "Senin": "Monday", "Selasa": "Tuesday", "Rabu": "Wednesday", "Kamis": "Thursday",
    "Jumat": "Friday", "Sabtu": "Saturday", "Minggu": "Sunday",
}  # fmt: skip
_MONTHS = {
    "Januari": "January", "Februari": "February", "Maret": "March", "April": "April",
    "Mei": "May", "Juni": "June", "Juli": "July", "Agustus": "August", "September": "September",
    "Oktober": "October", "November": "November", "Desember": "December",
}  # fmt: skip
_UNITS = {
    "menit": "minute", "jam": "hour", "hari": "day", "minggu": "week", "bulan": "month",
    "tahun": "year",
}  # fmt: skip
_SENTENCES = {
    "Menunggu kejadian dari luar; waktu baku tidak berjalan.": (
        "Waiting for something outside; the standard time does not run."
    ),
    "SOP tidak menyebut waktu baku untuk kegiatan ini.": (
        "The SOP gives no standard time for this activity."
    ),
}
_PARTS = (
    (r"hari libur ikut dihitung", "days off count too"),
    (
        r"dihitung terus-menerus, termasuk malam dan hari libur",
        "counted without a break, nights and days off too",
    ),
    (r"layanan 24 jam setiap hari", "service 24 hours a day"),
    (r"dihitung mulai (.+)", r"counted from \1"),
    (r"dan (\d+) hari libur lainnya", r"and \1 more days off"),
    (r"hari libur (\d+) belum tersedia", r"the days off of \1 are not known yet"),
    (r"jam kerja (.+)", r"office hours: \1"),
    (r"istirahat (\d.+)", r"break \1"),
    (r"istirahat (\D.+) (\d\S+)", r"break on \1 \2"),
    (r"(.+) tutup (\d\S+)", r"closing time \1 \2"),
    (r"(.+) buka (\d\S+)", r"opening time \1 \2"),
    (r"(.+) cuti bersama (.+)", r"\1 joint leave: \2"),
    (r"(.+) masuk kerja: (.+)", r"\1 working day: \2"),
    (r"(.+?) libur", r"\1 closed"),
    (r"(.+?) libur (.+)", r"\1 off: \2"),
    (r"(.+) dari (.+) → (.+)", r"\1 from \2 → \3"),
)
_AMOUNT = re.compile(rf"(\d+) ({'|'.join(_UNITS)})(?: (kerja|kalender))?(?= from | dari |$)")
_NAMES = re.compile(rf"\b({'|'.join([*_DAYS, *_MONTHS])})\b")


def due_reason(why: str) -> str:
    """The explanation in the language of the screen."""
    if get_language() != "en" or not why:
        return why
    if why in _SENTENCES:
        return _SENTENCES[why]
    return "; ".join(_part(one) for one in why.split("; "))


def _part(part: str) -> str:
    part = part.replace("(belum diverifikasi)", "(not verified)")
    own = ""
    for pattern, english in _PARTS:
        if match := re.fullmatch(pattern, part):
            part = match.expand(english)
            break
    head, colon, own = part.partition(": ")  # after it comes a name, which stays as it is
    head = _AMOUNT.sub(_amount, head)
    head = _NAMES.sub(lambda one: _DAYS.get(one[1]) or _MONTHS[one[1]], head)
    head = re.sub(r"(\d\d)\.(\d\d)\b", r"\1:\2", head)
    head = re.sub(r",? dan ", " and ", head).replace("×24 jam", "×24 hours")
    return head + colon + own


def _amount(found: re.Match[str]) -> str:
    number, unit, kind = found[1], _UNITS[found[2]], found[3]
    word = {"kerja": "working ", "kalender": "calendar ", None: ""}[kind]
    return f"{number} {word}{unit}{'' if number == '1' else 's'}"
