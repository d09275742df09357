"""How templates word things: dates in the office's own zone, lengths of time, icons, sentences.

Django's localised date filter costs more than the rest of a list page; these are plain look-ups.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from kolokasi.cases.acts import new_key
from kolokasi.cases.models import CaseFile
from kolokasi.cases.server_models import server_models
from kolokasi.core.capacity.wording import amount
from kolokasi.core.procedure import Mode, Procedure, Step
from kolokasi.core.worktime import wording as time_wording
from kolokasi.web.case_history import Happening, one_line
from kolokasi.web.due_reasons import due_reason
from kolokasi.web.once import KEY

register = template.Library()
register.filter(due_reason)

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@register.filter
def tanggal(value: date | datetime | None, zone: str = "") -> str:
    """``20 November 2026``, in the zone of the office."""
    if value is None:
        return ""
    day = _local(value, zone)
    if get_language() == "en":
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return time_wording.tanggal(day)


@register.filter
def waktu(value: datetime | None, zone: str = "") -> str:
    """``Jumat, 20 November 2026 pukul 15.00 WIB``."""
    if value is None:
        return ""
    at = _local(value, zone)
    name = _ZONES.get(str(at.tzinfo), "")
    if get_language() == "en":
        text = f"{_DAYS_EN[at.weekday()]}, {tanggal(at)}, {at.hour:02}:{at.minute:02}"
    else:
        text = time_wording.waktu(at)
    return f"{text} {name}".rstrip()


@register.filter
def jam(value: datetime, zone: str = "") -> str:
    """``15.04``; English writes a colon."""
    at = _local(value, zone)
    return f"{at.hour:02}{':' if get_language() == 'en' else '.'}{at.minute:02}"


@register.filter
def tenggat(value: datetime | None, zone: str = "") -> str:
    """A due time as one says it today: ``hari ini pukul 15.00``, ``besok pukul 09.00``, ``lewat 2 jam``."""
    if value is None:
        return ""
    now = timezone.now()
    if value < now:
        return gettext("lewat %(lama)s") % {"lama": _roughly(now - value)}
    away = (_local(value, zone).date() - _local(now, zone).date()).days
    clock = {"jam": jam(value, zone)}
    if away == 0:
        return gettext("hari ini pukul %(jam)s") % clock
    if away == 1:
        return gettext("besok pukul %(jam)s") % clock
    return waktu(value, zone)


def _roughly(gone: timedelta) -> str:
    """How long ago in one unit, of the clock."""
    minutes = int(gone.total_seconds()) // 60
    if minutes < 60:
        return gettext("%(n)s menit") % {"n": max(1, minutes)}
    if minutes < 48 * 60:
        return gettext("%(n)s jam") % {"n": minutes // 60}
    return gettext("%(n)s hari") % {"n": minutes // (24 * 60)}


@register.filter
def lama(minutes: int | None) -> str:
    """``2 jam 15 menit``; from a full working day on, ``1 hari kerja 2 jam``."""
    if minutes is None:
        return ""
    text = time_wording.lama(minutes, working_day=450 if minutes >= 450 else None)
    if get_language() == "en":
        for word, english in (
            ("hari kerja", "working days"), ("jam", "h"), ("menit", "min"),
        ):  # fmt: skip
            text = text.replace(word, english)
        text = text.replace("days", "day", 1) if text.startswith("1 ") else text
    return text


@register.filter
def first_line(text: str) -> str:
    """The first line of a literal activity, shortened where it runs on."""
    return one_line(text, 160)


_OFFICE = re.compile(r"^.*?\b(?=(?:Kabupaten|Kota|Provinsi)\b)")


@register.filter
def short_office(name: str) -> str:
    """The government alone: ``Dinas … Kabupaten Karanganyar`` → ``Kabupaten Karanganyar``."""
    return _OFFICE.sub("", name) or name


@register.filter
def lower_first(text: str) -> str:
    """Inside a sentence: ``Hosting aplikasi`` → ``hosting aplikasi``; an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


register.simple_tag(server_models)


@register.filter
def quantity(value: int | None) -> str:
    """A number with its thousands apart, or "–" where it is not known."""
    return "–" if value is None else amount(value)


@register.filter
def of(mapping: dict[object, object], key: object) -> object:
    """What stands in a mapping under a key."""
    return mapping.get(key)


@register.filter
def field_id(path: str) -> str:
    """The id of the field that an error path names."""
    return "f-" + path.replace(".", "-")


@register.filter
def performers(step: Step, procedure: Procedure) -> str:
    """Who does a step, worded by how they share it."""
    labels = [procedure.roles[one].label for one in step.performers]
    joint = {Mode.RELAY: " → ", Mode.ALL: " + ", Mode.ANY: f" {gettext('atau')} "}
    return joint.get(step.mode, ", ").join(labels)


@register.filter
def document_title(file: CaseFile, procedure: Procedure) -> str:
    document = procedure.documents.get(file.document)
    return document.title if document else gettext("Lampiran")


_COLUMNS = {"ip": "Alamat IP", "vcpu": "vCPU", "ram": "RAM", "opd": "OPD", "disk": "Penyimpanan"}


@register.filter
def column_label(key: str) -> str:
    """A register's column as a heading: ``penanggung_jawab`` → ``Penanggung jawab``."""
    return gettext(_COLUMNS.get(key) or key.replace("_", " ").capitalize())


_MAILS = {
    "diterima": gettext_noop("Tanda terima"),
    "giliran": gettext_noop("Giliran pemohon"),
    "kabar": gettext_noop("Kabar dari kegiatan"),
    "tembusan": gettext_noop("Tembusan"),
    "berakhir": gettext_noop("Hasil permohonan"),
    "tempat-tersedia": gettext_noop("Tempat tersedia"),
    "pesanan-hampir-gugur": gettext_noop("Pemesanan hampir gugur"),
    "pesanan-gugur": gettext_noop("Pemesanan gugur"),
}


@register.filter
def mail_label(about: str) -> str:
    """What a mail was about, in two words."""
    return gettext(_MAILS.get(about, about))


@register.filter
def sentence(line: Happening) -> str:
    """What happened, in the language of the screen."""
    facts = {
        key: gettext(str(value)) if key == "end" else value for key, value in line.facts.items()
    }
    return gettext(line.sentence) % facts


@register.filter
def became(line: Happening) -> str:
    """What an activity came to: the decision as the SOP words it, or ours, in the screen's language."""
    return line.detail or gettext(line.became)


@register.simple_tag
def form_key() -> SafeString:
    """A key of its own for each form of a page."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, new_key())


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon inline, drawn in the colour of the text and silent to screen readers."""
    return _icon(name)


@lru_cache(maxsize=200)
def _icon(name: str) -> SafeString:
    try:
        drawn = lucide(name, size=20, **{"class": "icon", "aria-hidden": "true"})
    except IconDoesNotExist:
        return format_html('<span class="icon" aria-hidden="true">{}</span>', "•")
    return mark_safe(str(drawn))  # noqa: S308 - it comes from a package, not from a person


def _local(value: date | datetime, zone: str) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=ZoneInfo("Asia/Jakarta"))
    wanted: tzinfo | None = ZoneInfo(zone) if zone else None
    if wanted is None and str(value.tzinfo) not in _ZONES:
        wanted = ZoneInfo("Asia/Jakarta")
    return value.astimezone(wanted) if wanted else value
