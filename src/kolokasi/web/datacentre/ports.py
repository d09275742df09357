"""One group of ports: its switches or patch panels, who has which port, and what is wired to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.inventory import network as writing
from kolokasi.inventory.fields import wrong
from kolokasi.inventory.models import Cable, Port, PortBank, PortGroup, Rack, TakenPort
from kolokasi.web.administration.typed import Typed
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Choices, Form, Input, filled, read

_BANK = (
    Input(name="name", label=_("Nama"), required=True, limit=120),
    Input(name="ports", label=_("Jumlah port"), kind="count", required=True),
    Input(name="rack", label=_("Berada di rak"), kind="choice"),
    Input(name="model", label=_("Merek dan tipe"), limit=120),
    Input(name="speed_mbps", label=_("Kecepatan port"), kind="count", unit="Mbps"),
)
BANK = Form(do="bank", title=_("Tambah switch atau patch panel"), button=_("Tambah"), inputs=_BANK)
_PORT = _("Tulis nama perangkatnya, garis miring, dan nomor port; misalnya SW-1/24.")
CABLE = Form(
    do="cable",
    title=_("Tambah kabel"),
    button=_("Tambah"),
    inputs=(
        Input(name="a", label=_("Dari port"), required=True, help=_PORT, must="Tulis portnya."),
        Input(name="b", label=_("Ke port"), required=True, must="Tulis portnya."),
        Input(name="label", label=_("Label"), limit=60),
        Input(name="kind", label=_("Jenis kabel"), limit=30, help=_("Misalnya Cat 6 atau OM4.")),
    ),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, office: Office, group: int) -> HttpResponse:
    groups = PortGroup.objects.select_related("meter", "site")
    found = groups.filter(office=office, pk=group).first()
    if found is None:
        raise Http404
    banks = list(
        PortBank.objects.filter(group=found)
        .select_related("rack")
        .annotate(taken=Count("port_rows__taken", filter=Q(port_rows__taken__free_at__isnull=True)))
        .order_by("name")
    )
    answer = answered(
        request,
        {
            "bank": partial(_add_bank, request, office, found),
            "cable": partial(_add_cable, request, office, found),
            "unwire": partial(_remove_cable, request, office, found),
            **{
                f"bank-{one.pk}": partial(_change_bank, request, office, found, one)
                for one in banks
            },
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    context: dict[str, Any] = {
        "group": found,
        "figure": figures.of_meter(found.meter),
        "rows": _rows(banks),
        "cables": _cables(found),
    }
    if may_change(request, office):
        racks = _racks(found)
        context["forms"] = [
            filled(request, BANK, answer, choices=racks),
            filled(request, CABLE, answer),
        ]
        context["changes"] = {
            one.pk: filled(
                request, _change_of(one), answer, choices=racks, name=one.name, ports=one.ports,
                rack=one.rack_id, model=one.model, speed_mbps=one.speed_mbps,
            )
            for one in banks
        }  # fmt: skip
    return page(request, "ports", office, context, answer, where=request.POST.get("do", ""))


def _rows(banks: Sequence[PortBank]) -> list[dict[str, Any]]:
    """Each switch or panel with the ports that somebody has."""
    held: dict[int, list[TakenPort]] = defaultdict(list)
    taken = TakenPort.objects.filter(port__bank__in=banks, free_at__isnull=True)
    for one in taken.select_related("port", "device", "booking__agency").order_by("port__number"):
        held[one.port.bank_id].append(one)
    return [{"bank": one, "taken": held[one.pk]} for one in banks]


def _cables(group: PortGroup) -> list[Cable]:
    ends = Cable.objects.filter(Q(a__bank__group=group) | Q(b__bank__group=group))
    return list(ends.select_related("a__bank", "b__bank").order_by("a__bank__name", "a__number"))


def _change_of(bank: PortBank) -> Form:
    title = gettext("Ubah %(name)s") % {"name": bank.name}
    return Form(do=f"bank-{bank.pk}", title=title, button=_("Simpan"), inputs=_BANK)


def _racks(group: PortGroup) -> Choices:
    racks = Rack.objects.filter(room__site=group.site_id).order_by("name")
    return {"rack": [("", gettext("tidak dicatat")), *racks.values_list("pk", "name")]}


def _facts(request: HttpRequest, form: Form, group: PortGroup) -> writing.BankFacts:
    given = read(request, form, _racks(group))
    rack = given.pop("rack")
    found = Rack.objects.select_related("room").get(pk=rack) if rack else None
    return writing.BankFacts(rack=found, **given)


def _add_bank(request: HttpRequest, office: Office, group: PortGroup) -> HttpResponse:
    facts = _facts(request, BANK, group)
    return done(
        request,
        office,
        lambda act: writing.add_bank(act, group, facts),
        to="dc_ports",
        row=group.pk,
        said=gettext("Tersimpan."),
    )


def _change_bank(
    request: HttpRequest, office: Office, group: PortGroup, bank: PortBank
) -> HttpResponse:
    facts = _facts(request, _change_of(bank), group)
    return done(
        request,
        office,
        lambda act: writing.change_bank(act, bank, facts),
        to="dc_ports",
        row=group.pk,
        said=gettext("Tersimpan."),
    )


def _add_cable(request: HttpRequest, office: Office, group: PortGroup) -> HttpResponse:
    given = read(request, CABLE)
    one, other = (_port_named(group, field, given[field]) for field in ("a", "b"))
    return done(
        request,
        office,
        lambda act: writing.add_cable(act, one, other, label=given["label"], kind=given["kind"]),
        to="dc_ports",
        row=group.pk,
        said=gettext("Kabel ditambahkan."),
    )


def _port_named(group: PortGroup, field: str, text: str) -> Port:
    """The port that ``SW-1/24`` names, at the group's site."""
    bank, _slash, number = text.rpartition("/")
    ports = Port.objects.filter(bank__group__site=group.site_id, bank__name__iexact=bank.strip())
    plain = number.strip()
    found = None
    if plain.isascii() and plain.isdigit() and len(plain) < 6:
        found = ports.filter(number=int(plain)).select_related("bank").first()
    if found is None:
        raise wrong(field, f"Port “{text}” tidak ditemukan. Tulis misalnya SW-1/24.")
    return found


def _remove_cable(request: HttpRequest, office: Office, group: PortGroup) -> HttpResponse:
    row = Typed(request).number("row")
    cable = next((one for one in _cables(group) if one.pk == row), None)
    if cable is None:
        raise Http404
    return done(
        request,
        office,
        lambda act: writing.remove_cable(act, cable),
        to="dc_ports",
        row=group.pk,
        said=gettext("Kabel dilepas."),
    )
