"""The sheet's own words, in Indonesian and English. The SOP's text is never translated."""

from __future__ import annotations

from datetime import date, datetime

from kolokasi.core.procedure import End
from kolokasi.core.worktime.wording import month_name, tanggal
from kolokasi.drawing.progress import StepProgress, StepState

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_WORDS: dict[str, tuple[str, str]] = {
    "no": ("No.", "No."),
    "activity": ("Kegiatan", "Activity"),
    "performers": ("Pelaksana", "Performers"),
    "norm": ("Mutu Baku", "Standard"),
    "requires": ("Kelengkapan", "Requirements"),
    "time": ("Waktu", "Time"),
    "output": ("Output", "Output"),
    "note": ("Keterangan", "Remarks"),
    "start": ("Mulai", "Start"),
    "assumed": ("[asumsi]", "[assumed]"),
    "suggested": ("[usulan]", "[proposal]"),
    "any": ("atau", "or"),
    "all": ("bersama", "jointly"),
    "only": ("Hanya untuk: {}", "Only for: {}"),
    "copy": ("Tembusan: {}", "Copy to: {}"),
    "joins": ("Setelah kegiatan {} selesai", "After activities {}"),
    "outside": ("di luar lajur", "outside the lanes"),
    "from": ("dari {}", "from {}"),
    "to": ("kepada {}", "to {}"),
    "waits_for": ("menunggu {}", "waiting for {}"),
    "title": ("Lembar kegiatan SOP: {}", "SOP activity sheet: {}"),
    "page": ("{} · halaman {} dari {}", "{} · page {} of {}"),
    "describe": (
        "{steps} kegiatan oleh {lanes} pelaksana: {roles}.",
        "{steps} activities by {lanes} performers: {roles}.",
    ),
    "describe_now": (" Sekarang pada: {}.", " Now at: {}."),
    "foot_assumed": (
        "[asumsi], garis putus-putus: disimpulkan, tidak tertulis pada lembar SOP asli.",
        "[assumed], dashed: inferred, not written on the office's own sheet.",
    ),
    "foot_suggested": (
        "[usulan]: jalan yang diusulkan, berlaku hanya bila kantor mengaktifkannya.",
        "[proposal]: a suggested way, in force only where the office switched it on.",
    ),
    "foot_wait": (
        "Baris tanpa nomor: menunggu kejadian di luar kantor; waktu baku pelaksana tidak berjalan.",
        "Rows without a number: waiting for an outside event; no performer's clock runs.",
    ),
    "foot_connector": (
        "Segilima berhuruf: alur berlanjut di segilima dengan huruf yang sama.",
        "Lettered pentagon: the flow goes on at the pentagon with the same letter.",
    ),
    "now": ("Sedang dikerjakan", "In progress"),
    "late": ("Lewat waktu baku", "Past the standard time"),
    "waiting": ("Menunggu", "Waiting"),
    "skipped": ("Dilewati", "Passed over"),
    "done": ("Selesai", "Done"),
    "since": ("sejak {}", "since {}"),
    "due": ("jatuh tempo {}", "due {}"),
    "used": ("{} dari {}", "{} of {}"),
    "overrun": ("{} dari {} (lewat)", "{} of {} (late)"),
    "visits": ("putaran ke-{}", "visit {}"),
    "minutes": ("{} menit", "{} min"),
    "hours": ("{} jam", "{} h"),
    "granted": ("Selesai", "Done"),
    "refused": ("Ditolak", "Refused"),
    "withdrawn": ("Ditarik", "Withdrawn"),
    "finished": ("Selesai", "Done"),
    # a rack
    "rack_title": ("{} tampak depan dan belakang", "{}, front and rear"),
    "rack_describe": (
        "{height} U: {devices} perangkat, {free} U kosong, ruang kosong terpanjang {longest} U.",
        "{height} U: {devices} devices, {free} U free, longest free run {longest} U.",
    ),
    "front": ("Depan", "Front"),
    "rear": ("Belakang", "Rear"),
    "held": ("dipesan", "reserved"),
    "asked": ("diusulkan", "proposed"),
    "free_run": ("{} U kosong ({})", "{} U free ({})"),
    "free_here": ("{} U kosong di sisi ini saja", "{} U free on this side only"),
    "key_placed": ("ditempatkan", "placed"),
    "key_held": ("dipesan", "reserved"),
    "key_asked": ("diusulkan", "proposed"),
    "key_free": ("kosong", "free"),
    # power
    "power_title": ("Pohon listrik {}", "Power tree of {}"),
    "power_describe": (
        "{} simpul listrik, {} melewati batas.",
        "{} power nodes, {} past their limit.",
    ),
    "power_load": ("{} dari {} W ({} %)", "{} of {} W ({}%)"),
    "power_load_unknown": ("{} W; batas belum diketahui", "{} W; limit not known"),
    "power_over": ("melewati batas", "past its limit"),
    "power_warn": ("melewati peringatan", "past its warning"),
    "power_dark": ("padam", "off"),
    "power_battery": ("dari baterai", "on battery"),
    "power_backup": ("cadangan: {}", "backed by {}"),
    "power_side": ("jalur {}", "side {}"),
    # a trend
    "trend_limit": ("batas {}", "limit {}"),
    "trend_taken": ("terpakai dan dipesan", "used and reserved"),
    "trend_projected": ("perkiraan", "forecast"),
    "trend_full": ("penuh sekitar {}", "full about {}"),
    "trend_none": ("Belum ada catatan pemakaian.", "Nothing has been recorded yet."),
    "trend_describe": ("Dari {} sampai {}: {} menjadi {} {}.", "From {} to {}: {} to {} {}."),
}
_ENDS = {
    End.GRANTED: "granted",
    End.REFUSED: "refused",
    End.WITHDRAWN: "withdrawn",
    End.DONE: "finished",
}


def say(key: str, lang: str, *values: object, **named: object) -> str:
    return _WORDS[key][lang == "en"].format(*values, **named)


def end_word(end: End, lang: str) -> str:
    return say(_ENDS[end], lang)


def moment(at: datetime, lang: str) -> str:
    """``4 Mei 2026 09.12``; English writes the hour with a colon."""
    if lang == "en":
        return f"{at.day} {_ENGLISH_MONTHS[at.month - 1]} {at.year} {at.hour:02d}:{at.minute:02d}"
    return f"{tanggal(at)} {at.hour:02d}.{at.minute:02d}"


def day(at: date, lang: str) -> str:
    """``4 Mei 2026``."""
    if lang == "en":
        return f"{at.day} {_ENGLISH_MONTHS[at.month - 1]} {at.year}"
    return tanggal(at)


def short_month(at: date, lang: str) -> str:
    """``Mei 26``, for an axis."""
    name = _ENGLISH_MONTHS[at.month - 1] if lang == "en" else month_name(at.month)
    return f"{name[:3]} {at.year % 100:02d}"


def thousands(value: int, lang: str) -> str:
    """``5.888``; English parts with a comma."""
    return f"{value:,}" if lang == "en" else f"{value:,}".replace(",", ".")


def stretch(minutes: int, lang: str) -> str:
    """Working minutes as a person says them: ``45 menit``, ``2 jam 10 menit``."""
    hours, rest = divmod(max(0, minutes), 60)
    parts = [say("hours", lang, hours)] if hours else []
    if rest or not hours:
        parts.append(say("minutes", lang, rest))
    return " ".join(parts)


def headline(progress: StepProgress, lang: str) -> str:
    """The state in words, so that nobody needs the colour."""
    match progress.state:
        case StepState.DONE:
            word = say("done", lang)
        case StepState.CURRENT:
            word = say("late" if progress.late else "now", lang)
        case StepState.WAITING:
            word = say("waiting", lang)
        case StepState.SKIPPED:
            word = say("skipped", lang)
        case StepState.AHEAD:
            return ""
    if progress.visits > 1:
        word = f"{word} · {say('visits', lang, progress.visits)}"
    return word


def details(progress: StepProgress, lang: str) -> list[str]:
    """When, and how long against the norm."""
    facts: list[str] = []
    match progress.state:
        case StepState.DONE if progress.finished:
            facts.append(moment(progress.finished, lang))
        case StepState.CURRENT | StepState.WAITING:
            if progress.started:
                facts.append(say("since", lang, moment(progress.started, lang)))
            if progress.due:
                facts.append(say("due", lang, moment(progress.due, lang)))
        case _:
            pass
    if progress.minutes_used is not None and progress.state is not StepState.AHEAD:
        used = stretch(progress.minutes_used, lang)
        norm = progress.minutes_norm
        key = "overrun" if progress.late else "used"
        facts.append(used if norm is None else say(key, lang, used, stretch(norm, lang)))
    return facts
