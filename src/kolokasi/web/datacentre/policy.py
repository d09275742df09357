"""How full the office lets its data centre become: its rules, where they come from, and what a change does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.refusal import Refused
from kolokasi.inventory.models import Meter
from kolokasi.inventory.policy import change_policy, limits_under, policy_of
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, Text, filled, read

_USUAL = Policy()
_HABIT = _("kebiasaan pengelola pusat data; tidak diatur peraturan")
_NEC = _("NFPA 70 (NEC) pasal 210.20(A): beban menerus paling banyak 80 % dari pemutus arus")
_FLEX = _("kebiasaan: UPS dan genset tidak dibebani penuh agar sanggup menerima lonjakan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    name: str
    label: Text
    unit: Text
    source: Text

    @property
    def usual(self) -> Any:
        return getattr(_USUAL, self.name)


def _rule(name: str, label: Text, unit: Text, source: Text) -> Rule:
    return Rule(name=name, label=label, unit=unit, source=source)


RULES = (
    _rule("units_stop", _("Rak dianggap penuh pada"), "%", _HABIT),
    _rule("units_warn", _("Rak diperingatkan pada"), "%", _HABIT),
    _rule("breaker_stop", _("Pemutus arus, panel, dan PDU paling banyak"), "%", _NEC),
    _rule("ups_stop", _("UPS paling banyak"), "%", _FLEX),
    _rule("ups_warn", _("UPS diperingatkan pada"), "%", _FLEX),
    _rule("genset_stop", _("Genset paling banyak"), "%", _FLEX),
    _rule("link_stop", _("Sambungan internet paling banyak"), "%", _HABIT),
    _rule("addresses_spare", _("Alamat IP yang disimpan sebagai cadangan"), "%", _HABIT),
    _rule("storage_stop", _("Penyimpanan klaster paling banyak"), "%", _HABIT),
    _rule("vcpu_for_core", _("vCPU untuk setiap inti"), "", _HABIT),
    _rule(
        "label_watts", _("Bagian daya label yang dihitung"), "%",
        _("kebiasaan: daya nyata berada di bawah label catu daya; ukur, lalu catat pada perangkatnya"),
    ),
    _rule("hold_days", _("Pemesanan gugur sesudah"), _("hari kerja"), _("pilihan dinas")),
    _rule(
        "warn_days", _("Diperingatkan sebelum gugur"), _("hari kerja sebelumnya"), _("pilihan dinas")
    ),
    _rule(
        "max_depth_mm", _("Kedalaman perangkat paling banyak"), "mm",
        _("pilihan dinas; kosong berarti tanpa batas"),
    ),
)  # fmt: skip
TOWERS = Input(name="towers", label=_("Menerima perangkat berbentuk tower"), kind="check")
FORM = Form(
    do="policy",
    title=_("Ubah batas aman"),
    button=_("Simpan"),
    also=("preview", _("Lihat akibatnya dahulu")),
    inputs=(
        *(
            Input(
                name=one.name, label=one.label, unit=one.unit, kind="count",
                must="" if one.name == "max_depth_mm" else "Tulis bilangannya.",
            )
            for one in RULES
        ),
        TOWERS,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one meter: its stop before and after, and what would be left then."""

    meter: Meter
    before: int | None
    after: int | None

    @property
    def left(self) -> int | None:
        if self.after is None or self.meter.unknown:
            return None
        return self.after - self.meter.used - self.meter.held


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, office: Office) -> HttpResponse:
    looking = request.method == "POST" and "preview" in request.POST
    answer: HttpResponse | Refused | None = None
    effect: dict[str, Any] | None = None
    if looking:
        try:
            effect = _effect(office, Policy(**read(request, FORM)))
        except Refused as wrong:
            answer = wrong
    else:
        answer = answered(request, {"policy": partial(_change, request, office)})
    if isinstance(answer, HttpResponse):
        return answer
    now = policy_of(office.pk)
    context: dict[str, Any] = {
        "rules": [
            {
                "rule": one,
                "value": getattr(now, one.name),
                "own": getattr(now, one.name) != one.usual,
            }
            for one in RULES
        ],
        "towers": now.towers,
        "effect": effect,
    }
    if may_change(request, office):
        context["form"] = filled(request, FORM, answer, **asdict(now))
    return page(request, "policy", office, context, answer, where="policy")


def _effect(office: Office, policy: Policy) -> dict[str, Any]:
    """Every meter whose stop would move, those that would be past it first; the first thirty by name."""
    changes = [
        Change(meter=meter, before=meter.limit, after=found[0])
        for meter, found in limits_under(office.pk, policy)
        if meter.limit != found[0]
    ]
    past = [one for one in changes if one.left is not None and one.left < 0]
    rest = [one for one in changes if one not in past]
    return {"count": len(changes), "past": len(past), "changes": [*past, *rest][:30]}


def _change(request: HttpRequest, office: Office) -> HttpResponse:
    given = read(request, FORM)
    return done(
        request,
        office,
        lambda act: change_policy(act, Policy(**given)),
        to="dc_policy",
        said=gettext("Batas aman tersimpan; sisa kapasitas dihitung ulang."),
    )
