"""One device: whose it is, what it takes, where it is plugged in, and what the ledger says of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Agency, Office
from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory import booking as booking_writing
from kolokasi.inventory import moving, standing
from kolokasi.inventory.ledger import entries
from kolokasi.inventory.models import Booking, Device, Rack, TakenAddress, TakenPort
from kolokasi.inventory.policy import policy_of
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, Offered, filled, read, worded
from kolokasi.web.datacentre.racks import rack_of, runs_of

_WHY = Input(name="why", label=_("Alasan"), required=True, limit=300, must="Tulis alasannya.")
_UNIT = Input(
    name="unit", label=_("U paling bawah"), kind="count", required=True,
    must="U paling bawah wajib diisi.",
)  # fmt: skip
_MEASURED = (
    Input(name="name", label=_("Nama perangkat"), required=True),
    Input(name="model", label=_("Merek dan tipe")),
    Input(name="serial", label=_("Nomor seri"), limit=100),
    Input(name="depth_mm", label=_("Kedalaman"), kind="count", unit="mm"),
    Input(name="weight_kg", label=_("Berat"), kind="count", unit="kg"),
    Input(name="label_watts", label=_("Daya pada label"), kind="count", unit="W"),
    Input(
        name="watts", label=_("Daya terukur"), kind="count", unit="W",
        help=_("Bila sudah diukur. Tanpa ukuran, sebagian dari daya label yang dihitung."),
    ),
    Input(name="supplies", label=_("Jumlah catu daya"), kind="count"),
)  # fmt: skip
PLACE = Form(
    do="place",
    title=_("Catat perangkat yang sudah berdiri"),
    button=_("Catat"),
    inputs=(
        *_MEASURED,
        _UNIT,
        Input(name="height_u", label=_("Tinggi"), kind="count", unit="U", required=True),
        Input(name="face", label=_("Sisi rak"), kind="choice", choices=worded(Device.Face.choices)),
        Input(name="ports", label=_("Jumlah port"), kind="count", required=True),
        Input(name="agency", label=_("OPD pemilik"), kind="choice"),
    ),
)
MOVE = Form(
    do="move",
    title=_("Pindahkan"),
    button=_("Pindahkan"),
    inputs=(
        Input(name="rack", label=_("Ke rak"), kind="choice", required=True),
        _UNIT,
        _WHY,
    ),
)
CORRECT = Form(
    do="correct", title=_("Koreksi data"), button=_("Simpan koreksi"), inputs=(*_MEASURED, _WHY)
)
RELEASE = Form(
    do="release",
    title=_("Perangkat ini sudah keluar"),
    button=_("Lepaskan tempatnya"),
    lede=_("Tempat, daya, port, dan alamatnya dilepas. Riwayatnya tetap pada buku kapasitas."),
    inputs=(_WHY,),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, office: Office, rack: int) -> HttpResponse:
    """Record what stands in a rack already, without a request. For the admin."""
    found = rack_of(office, rack)
    if not may_change(request, office):
        raise Http404
    choices = {"agency": [("", gettext("dinas ini sendiri")), *_agencies(office)]}
    answer = answered(request, {"place": partial(_place, request, office, found, choices)})
    if isinstance(answer, HttpResponse):
        return answer
    form = filled(request, PLACE, answer, choices=choices, ports=0, face=Device.Face.BOTH)
    context = {"rack": found, "form": form, "runs": runs_of(found)}
    return page(request, "place", office, context, answer, where="place")


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest, office: Office, device: int) -> HttpResponse:
    found = _device_of(office, device)
    answer = answered(
        request,
        {
            "move": partial(_move, request, office, found),
            "correct": partial(_correct, request, office, found),
            "release": partial(_release, request, office, found),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found = _device_of(office, device)
    ports = TakenPort.objects.filter(device=found, free_at__isnull=True)
    addresses = TakenAddress.objects.filter(booking=found.booking_id, free_at__isnull=True)
    context: dict[str, Any] = {
        "device": found,
        "feeds": [one.node for one in found.feeds.select_related("node").order_by("node__name")],
        "ports": ports.select_related("port__bank__group").order_by("port__bank", "port__number"),
        "addresses": addresses.select_related("pool").order_by("place"),
        "entries": entries(office.pk, booking=found.booking_id),
        "released": found.removed_at is not None,
    }
    if may_change(request, office) and found.removed_at is None:
        here = {"rack": _racks(office)}
        context["forms"] = [
            filled(request, MOVE, answer, choices=here, rack=found.rack_id, unit=found.unit),
            filled(request, CORRECT, answer, **_measured(found)),
        ]
        if _may_release(found):
            context["forms"].append(filled(request, RELEASE, answer))
    return page(request, "device", office, context, answer, where=request.POST.get("do", ""))


def _device_of(office: Office, key: int) -> Device:
    there = Device.objects.select_related("rack__room__site", "booking__agency")
    found = there.filter(office=office, pk=key).first()
    if found is None:
        raise Http404
    return found


def _agencies(office: Office) -> Offered:
    return list(Agency.objects.filter(office=office).order_by("name").values_list("pk", "name"))


def _racks(office: Office) -> Offered:
    racks = Rack.objects.filter(office=office).order_by("room__name", "name")
    return [
        (key, f"{room}: {name}")
        for key, room, name in racks.values_list("pk", "room__name", "name")
    ]


def _measured(device: Device) -> dict[str, Any]:
    """What a correction begins with. Watts that were reckoned from the label are not shown as measured."""
    shown = {one.name: getattr(device, one.name) for one in _MEASURED}
    if device.label_watts is not None:
        percent = policy_of(device.office_id).label_watts
        if device.watts == -(-device.label_watts * percent // 100):
            shown["watts"] = None
    return shown


def _place(request: HttpRequest, office: Office, rack: Rack, choices: Any) -> HttpResponse:
    given = read(request, PLACE, choices)
    unit, agency = given.pop("unit"), given.pop("agency") or None
    given["ports"] = given["ports"] or 0
    return done(
        request,
        office,
        lambda act: standing.place_existing(
            rack,
            standing.DeviceFacts(**given),
            unit=unit,
            now=act.now,
            agency=agency,
            label_percent=policy_of(office.pk).label_watts,
            person=act.by.pk if act.by else None,
        ),
        to="dc_device",
        row=lambda made: made.devices.earliest("pk").pk,
        said=gettext("Perangkat tercatat pada rak dan pada buku kapasitas."),
    )


def _move(request: HttpRequest, office: Office, device: Device) -> HttpResponse:
    given = read(request, MOVE, {"rack": _racks(office)})
    rack = rack_of(office, given["rack"])
    return done(
        request,
        office,
        lambda act: moving.move(
            device,
            rack=rack,
            unit=given["unit"],
            now=act.now,
            why=given["why"],
            person=act.by.pk if act.by else None,
        ),
        to="dc_device",
        row=device.pk,
        said=gettext("Perangkat dipindahkan; tercatat pada buku kapasitas."),
    )


def _correct(request: HttpRequest, office: Office, device: Device) -> HttpResponse:
    given = read(request, CORRECT)
    why = given.pop("why")
    facts = standing.DeviceFacts(
        height_u=device.height_u, face=device.face, ports=device.ports, **given
    )
    return done(
        request,
        office,
        lambda act: moving.correct(
            device,
            facts,
            now=act.now,
            label_percent=policy_of(office.pk).label_watts,
            person=act.by.pk if act.by else None,
            why=why,
        ),
        to="dc_device",
        row=device.pk,
        said=gettext("Koreksi tersimpan; tercatat pada buku kapasitas."),
    )


def _may_release(device: Device) -> bool:
    """What stands without a request, or what a request placed, where this is all that it placed."""
    booking = device.booking
    if booking.case_id is None:
        return True
    alone = booking.devices.filter(removed_at__isnull=True).count() == 1
    return alone and booking.state == Booking.State.PLACED


def _release(request: HttpRequest, office: Office, device: Device) -> HttpResponse:
    """What a request still holds is given back by the request's own way."""
    if not _may_release(device):
        raise Http404
    given = read(request, RELEASE)

    def deed(act: Administration) -> None:
        booking_writing.release(
            device.booking,
            how=Booking.End.RELEASED,
            now=act.now,
            why=given["why"],
            person=act.by.pk if act.by else None,
        )
        act.note(f"Perangkat {device.name} dilepas dari rak {device.rack.name}.")

    return done(
        request,
        office,
        deed,
        to="dc_rack",
        row=device.rack_id,
        said=gettext("Tempatnya dilepas; tercatat pada buku kapasitas."),
    )
