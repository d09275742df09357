"""How pages of the data centre word and draw quantities: readable without colour, and read aloud."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from kolokasi.core.capacity.wording import amount as indonesian
from kolokasi.core.capacity.wording import units_label
from kolokasi.inventory.models import LedgerEntry
from kolokasi.web.datacentre.figures import Figure
from kolokasi.web.sentences import said

register = template.Library()
_LENGTH, _HEIGHT, _STRIPE = 400, 14, 4
_BEYOND_COUNTING = 1_000_000_000  # addresses of an IPv6 block


@register.filter
def amount(number: int | None, unit: str = "") -> str:
    """``1.200 W``, in English ``1,200 W``; a dash for what is not known."""
    if number is None:
        return "–"
    if abs(number) > _BEYOND_COUNTING:
        text = gettext("lebih dari semiliar")
    else:
        text = f"{number:,}" if get_language() == "en" else indonesian(number)
    return f"{text}\N{NO-BREAK SPACE}{gettext(unit)}" if unit else text


@register.filter
def left(figure: Figure) -> str:
    """What is left, in words."""
    if figure.left is None:
        return gettext("belum diketahui")
    if figure.left < 0:
        return gettext("%(over)s melewati batas") % {"over": amount(-figure.left, figure.unit)}
    return amount(figure.left, figure.unit)


@register.simple_tag
def gauge(figure: Figure) -> SafeString:
    """A bar: solid is used, striped is held, the long mark is where the office stops. Its text says it too."""
    used = _at(figure, figure.used)
    held = _at(figure, figure.used + figure.held)
    stripes = format_html_join(
        "", '<path class="gauge-stripe" stroke="#0b5563" d="M{} 0v{}"/>',
        ((x, _HEIGHT) for x in range(used + 2, held, _STRIPE)),
    )  # fmt: skip
    marks = format_html_join(
        "", '<path class="gauge-{}" stroke="#9a4b00" stroke-width="3" d="M{} {}v{}"/>',
        (
            (kind, _at(figure, value), start, _HEIGHT - start)
            for kind, value, start in (("stop", figure.have, 0), ("warn", figure.warn, 8))
            if value is not None and value < figure.whole
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="gauge" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="gauge-all" fill="#eef2f3" width="{}" height="{}"/><rect class="gauge-used" fill="#0b5563" width="{}" height="{}"/>'
        '<rect class="gauge-held" fill="none" x="{}" width="{}" height="{}"/>{}{}</svg>',
        _LENGTH, _HEIGHT, _LENGTH, _HEIGHT, used, _HEIGHT, used, held - used, _HEIGHT, stripes, marks,
    )  # fmt: skip


def _at(figure: Figure, value: int) -> int:
    return round(min(value, figure.whole) * _LENGTH / figure.whole)


@register.filter
def worded(text: object) -> str:
    """A word of ours that a row keeps, in the language of the screen."""
    return gettext(str(text)) if str(text) else ""


register.filter("said", said)


@register.filter
def happened(entry: LedgerEntry) -> str:
    """What a line of the ledger is about, in a word."""
    return gettext(str(entry.get_kind_display())).capitalize()


@register.filter
def told(entry: LedgerEntry) -> list[str]:
    """What a line of the ledger changed: places, moves, corrections, how much of what is counted one by one."""
    facts = entry.facts
    lines = [
        gettext("%(device)s: rak %(rack)s, %(units)s")
        % {**one, "units": units_label(one["unit"], one["height_u"])}
        for one in facts.get("places", ())
    ]
    if "from" in facts and "to" in facts:
        lines.append(
            gettext("%(device)s: dari rak %(old)s U%(old_unit)s ke rak %(new)s U%(new_unit)s")
            % {
                "device": facts.get("device", ""),
                "old": facts["from"]["rack"],
                "old_unit": facts["from"]["unit"],
                "new": facts["to"]["rack"],
                "new_unit": facts["to"]["unit"],
            }
        )
    if facts.get("changed"):
        names = ", ".join(gettext(_FIELDS.get(one, one)) for one in facts["changed"])
        lines.append(gettext("Dikoreksi: %(names)s") % {"names": names})
    for what, sentence in _COUNTS:
        if count := len(facts.get(what, ())):
            lines.append(gettext(sentence) % {"n": count})
    return lines


_COUNTS = (
    ("addresses_taken", gettext_noop("%(n)s alamat IP dipakai")),
    ("addresses_freed", gettext_noop("%(n)s alamat IP dilepas")),
    ("ports_taken", gettext_noop("%(n)s port dipakai")),
    ("ports_freed", gettext_noop("%(n)s port dilepas")),
)
_FIELDS = {
    "name": gettext_noop("nama"),
    "model": gettext_noop("merek dan tipe"),
    "serial": gettext_noop("nomor seri"),
    "depth_mm": gettext_noop("kedalaman"),
    "weight_kg": gettext_noop("berat"),
    "label_watts": gettext_noop("daya pada label"),
    "watts": gettext_noop("daya terukur"),
    "supplies": gettext_noop("jumlah catu daya"),
}
# Words that rows of the data centre keep: kinds, states and units, as their models write them.
WORDS = (
    gettext_noop("dipesan"), gettext_noop("ditempatkan"), gettext_noop("selesai"),
    gettext_noop("dilepas"), gettext_noop("gugur"), gettext_noop("ditarik"),
    gettext_noop("dipindahkan"), gettext_noop("diperingatkan"), gettext_noop("dikecualikan"),
    gettext_noop("ditawarkan"), gettext_noop("dikoreksi"), gettext_noop("PLN"),
    gettext_noop("genset"), gettext_noop("UPS"), gettext_noop("panel"), gettext_noop("jalur"),
    gettext_noop("PDU"), gettext_noop("stopkontak"), gettext_noop("switch"),
    gettext_noop("patch panel"), gettext_noop("depan"), gettext_noop("belakang"),
    gettext_noop("depan dan belakang"), gettext_noop("alamat"), gettext_noop("menit"),
    gettext_noop("port"),
)  # fmt: skip


@register.filter
def runway(figure: Figure, runways: Mapping[int, str] | None) -> str:
    """When it will be full, where that can be said of it."""
    return (runways or {}).get(figure.meters[0], "") if len(figure.meters) == 1 else ""
