"""The words on the sheet: activities, standard times, words from another SOP, secrets on forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import error, warn
from kolokasi.core.lint.verbs import Opening, better, opening_of
from kolokasi.core.procedure import Field, FieldType, Procedure, Step, StepKind
from kolokasi.core.proof.wording import names_of, shorten
from kolokasi.core.worktime.duration import Unit, parse_duration

NO_VERB = "bukan-kata-kerja"
SUBJECT = "subjek-di-depan"
NO_TIME = "waktu-kosong"
TIME = "waktu"
SLIP = "waktu-salah-eja"
FOREIGN = "istilah-sop-lain"
SECRET = "sandi-di-formulir"

_UNITS = {*Unit, "pekan", "mnt", "hr", "bln", "thn"}  # written out, or shortened on purpose
_LETTERS = re.compile(r"[^\W\d_]+")
_SECRET = re.compile(r"\b(?:password|pasword|kata sandi|sandi|pin)\b", re.IGNORECASE)
_COMMON = frozenset(
    [
        "sop",
        "kebijakan",
        "dan",
        "prosedur",
        "tentang",
        "di",
        "untuk",
        "pada",
        "server",
        "aplikasi",
        "layanan",
        "data",
        "sub",
        "standar",
        "operasional",
        "virtual",
        "private",
        "pembuatan",
        "pengelolaan",
        "penyelenggaraan",
        "permohonan",
        "permintaan",
    ]
)


def check_words(procedure: Procedure) -> Iterator[Finding]:
    for step in procedure.steps.values():
        if step.number and step.kind is not StepKind.WAIT:
            yield from _opening(procedure, step)
            if not _needs_no_time(procedure, step):
                yield from _time(step)
    yield from _foreign_words(procedure)
    yield from _secrets(procedure)


# --- activities -------------------------------------------------------------------------------------


def _opening(procedure: Procedure, step: Step) -> Iterator[Finding]:
    names = (
        _LETTERS.findall(label.lower())
        for role in procedure.roles.values()
        for label in (role.label, *role.also_called)
    )
    opening, word = opening_of(step.text, names)
    if opening is Opening.SUBJECT:
        yield warn(
            SUBJECT,
            f"Kegiatan diawali pelakunya, “{word}”; pelaku sudah tampak pada kolom pelaksana. Tulis kata "
            "kerja aktif tanpa subjek.",
            step=step,
            field="text",
        )
    if opening is Opening.OTHER:
        verb = better(word)
        instead = f", misalnya “{verb} …”" if verb else ""
        yield warn(
            NO_VERB,
            f"Kegiatan diawali “{word}”, bukan kata kerja. Tulis kata kerja aktif tanpa subjek{instead}.",
            step=step,
            field="text",
        )


# --- standard times ---------------------------------------------------------------------------------


def _time(step: Step) -> Iterator[Finding]:
    if step.time is None:
        try:
            parse_duration(step.time_text)
        except ValueError as unreadable:
            yield error(TIME, f"{unreadable}{_meant(step.time_text)}", step=step, field="time")
        else:
            yield warn(NO_TIME, "Waktu baku belum diisi.", step=step, field="time")
        return
    wrong = [word for word in _unit_words(step.time_text) if word not in _UNITS]
    if wrong:
        yield warn(
            SLIP,
            f"Waktu baku “{step.time_text}” salah eja; dibaca sebagai {step.time.amount} "
            f"{step.time.unit}.",
            step=step,
            field="time",
        )


def _needs_no_time(procedure: Procedure, step: Step) -> bool:
    """Before the request is in, nobody's time runs; and for the applicant a sheet may say "-"."""
    if step.time_text and not step.time_text.strip(" -–—"):
        return procedure.is_applicants(step)
    return not step.time_text and step.key == procedure.start and procedure.starts_with_applicant


def _unit_words(text: str) -> list[str]:
    kept = ("kurang", "lebih", "kira", "sekitar", "kerja", "kalender", "x")
    return [word for word in _LETTERS.findall(text.lower()) if word not in kept]


def _meant(text: str) -> str:
    near = [
        match for word in _unit_words(text) for match in get_close_matches(word, list(Unit), 1, 0.6)
    ]
    return f" Mungkin maksudnya “{near[0]}”." if near else ""


# --- words that belong to another SOP ---------------------------------------------------------------


def _foreign_words(procedure: Procedure) -> Iterator[Finding]:
    """Requirements and outputs that speak of the subject of a related SOP, of which no activity speaks:
    the row was probably copied from there."""
    own = _LETTERS.findall(f"{procedure.title} {_all_texts(procedure)}".lower())
    for subject in sorted(_related_subjects(procedure) - set(own)):
        steps = [
            key
            for key, step in procedure.steps.items()
            if subject in _LETTERS.findall(_cells(step).lower())
        ]
        if steps:
            yield warn(
                FOREIGN,
                f"Kelengkapan atau output kegiatan {names_of(procedure, steps)} menyebut “{subject}”, padahal "
                "tidak satu pun kegiatannya tentang itu; mungkin tersalin dari SOP lain.",
                step=procedure.steps[steps[0]],
                field="output",
            )


def _related_subjects(procedure: Procedure) -> set[str]:
    sheets = [
        one for one in procedure.identity.related if one.lower().lstrip(" -").startswith("sop")
    ]
    words = {word for one in sheets for word in _LETTERS.findall(one.lower())}
    return {word for word in words if len(word) > 3} - _COMMON


def _all_texts(procedure: Procedure) -> str:
    return " ".join(step.text for step in procedure.steps.values())


def _cells(step: Step) -> str:
    return " ".join(one.text for one in (*step.requires, *step.outputs))


# --- secrets on forms -------------------------------------------------------------------------------


def _secrets(procedure: Procedure) -> Iterator[Finding]:
    for form in procedure.forms.values():
        for field in form.fields:
            for one in (field, *field.columns):
                if _SECRET.search(one.label):
                    yield _secret(form.title, form.key, one)


def _secret(title: str, form: str, field: Field) -> Finding:
    where = f"forms.{form}.fields.{field.key}"
    asked = f"“{shorten(title)}” menyediakan tempat untuk “{field.label}”"
    if field.type is FieldType.SECRET:
        return warn(
            SECRET,
            f"{asked}. Kata sandi tidak boleh tertulis pada formulir; di sini hanya dicatat bahwa sudah "
            "diserahkan.",
            field=where,
        )
    return warn(
        SECRET,
        f"{asked} sebagai isian biasa, sehingga tersimpan dan tercetak. Pakai jenis “rahasia”.",
        field=where,
    )
