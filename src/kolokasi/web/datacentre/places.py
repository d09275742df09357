"""Sites, rooms and racks as a list, and the forms that add and change them."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.wording import natural
from kolokasi.inventory import places as writing
from kolokasi.inventory.models import PortGroup, Rack, Room, Site
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, Offered, filled, read
from kolokasi.web.datacentre.overview import rooms_of

_NAME = Input(name="name", label=_("Nama"), required=True, limit=120)
_ADDRESS = Input(name="address", label=_("Alamat"), limit=300)
SITE = Form(
    do="site", title=_("Tambah pusat data"), button=_("Tambah"), inputs=(_NAME, _ADDRESS),
    lede=_("Gedung atau lantai tempat ruang server berada."),
)  # fmt: skip
CHANGE_SITE = Form(
    do="change", title=_("Ubah pusat data"), button=_("Simpan"), inputs=(_NAME, _ADDRESS)
)
ROOM = Form(do="room", title=_("Tambah ruang"), button=_("Tambah"), inputs=(_NAME,))
CHANGE_ROOM = Form(do="change", title=_("Ubah ruang"), button=_("Simpan"), inputs=(_NAME,))
_RACK = (
    Input(name="name", label=_("Nama rak"), required=True, limit=60, help=_("Misalnya A1.")),
    Input(name="row", label=_("Baris"), limit=20),
    Input(name="height_u", label=_("Tinggi"), kind="count", unit="U", required=True),
    Input(
        name="depth_mm", label=_("Kedalaman yang dapat dipakai"), kind="count", unit="mm",
        help=_("Kosongkan bila belum diukur; permintaan yang perlu tahu belum dapat dipastikan."),
    ),
    Input(
        name="max_kg", label=_("Beban paling banyak"), kind="count", unit="kg",
        help=_("Dari buku petunjuk rak, tanpa berat raknya sendiri."),
    ),
    Input(name="switches", label=_("Kelompok switch yang terjangkau"), kind="choice"),
    Input(name="panels", label=_("Kelompok patch panel yang terjangkau"), kind="choice"),
    Input(name="note", label=_("Catatan"), limit=300),
    Input(name="is_open", label=_("Menerima perangkat baru"), kind="check"),
)  # fmt: skip
RACK = Form(do="rack", title=_("Tambah rak"), button=_("Tambah"), inputs=_RACK)
CHANGE_RACK = Form(do="change", title=_("Ubah rak"), button=_("Simpan"), inputs=_RACK)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, office: Office) -> HttpResponse:
    """All sites with their rooms."""
    answer = answered(request, {"site": partial(_add_site, request, office)})
    if isinstance(answer, HttpResponse):
        return answer
    rooms = rooms_of(office)
    context = {
        "sites": [
            {"site": one, "rooms": [room for room in rooms if room["room"].site_id == one.pk]}
            for one in Site.objects.filter(office=office).order_by("name")
        ],
        "form": filled(request, SITE, answer),
    }
    return page(request, "places", office, context, answer, where="site")


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, office: Office, site: int) -> HttpResponse:
    found = Site.objects.filter(office=office, pk=site).first()
    if found is None:
        raise Http404
    answer = answered(
        request,
        {
            "room": partial(_add_room, request, office, found),
            "change": partial(_change_site, request, office, found),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found.refresh_from_db()
    context = {
        "site": found,
        "rooms": rooms_of(office, found),
        "form": filled(request, ROOM, answer),
        "change": filled(request, CHANGE_SITE, answer, name=found.name, address=found.address),
    }
    return page(request, "site", office, context, answer, where=request.POST.get("do", ""))


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, office: Office, room: int) -> HttpResponse:
    """The racks of a room, each with what is left of it."""
    found = Room.objects.filter(site__office=office, pk=room).select_related("site").first()
    if found is None:
        raise Http404
    offered = groups_for(found.site) if may_change(request, office) else {}
    answer = answered(
        request,
        {
            "rack": partial(_add_rack, request, office, found),
            "change": partial(_change_room, request, office, found),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found.refresh_from_db()
    racks = list(Rack.objects.filter(room=found).select_related("units", "weight"))
    sums = figures.racks_by(Rack.objects.filter(room=found), "room").get(found.pk)
    context = {
        "room": found,
        "racks": [
            {
                "rack": one,
                "space": figures.of_meter(one.units),
                "weight": figures.of_meter(one.weight),
            }
            for one in sorted(racks, key=lambda one: (natural(one.row), natural(one.name)))
        ],
        "totals": [
            figures.space(sums, label=gettext("Unit rak (U)")),
            figures.weight(sums, label=gettext("Beban rak")),
        ]
        if sums
        else [],
        "form": filled(request, RACK, answer, choices=offered, height_u=42, is_open=True),
        "change": filled(request, CHANGE_ROOM, answer, name=found.name),
    }
    return page(request, "room", office, context, answer, where=request.POST.get("do", ""))


def groups_for(site: Site) -> dict[str, Offered]:
    """The port groups that racks of a site may reach, by the field that asks for them."""
    found: dict[str, Offered] = {
        "switches": [("", _("belum dicatat"))],
        "panels": [("", _("belum dicatat"))],
    }
    for one in PortGroup.objects.filter(site=site).order_by("name"):
        found["switches" if one.kind == PortGroup.Kind.SWITCH else "panels"].append(
            (one.pk, one.name)
        )
    return found


def rack_facts(request: HttpRequest, form: Form, site: Site) -> writing.RackFacts:
    given = read(request, form, groups_for(site))
    groups = PortGroup.objects.in_bulk([given[one] for one in ("switches", "panels") if given[one]])
    return writing.RackFacts(
        **given | {one: groups.get(given[one]) for one in ("switches", "panels")}
    )


def _add_site(request: HttpRequest, office: Office) -> HttpResponse:
    given = read(request, SITE)
    return done(
        request,
        office,
        lambda act: writing.add_site(act, **given),
        to="dc_site",
        row=lambda made: made.pk,
        said=gettext("Pusat data ditambahkan. Tambahkan ruangnya."),
    )


def _change_site(request: HttpRequest, office: Office, site: Site) -> HttpResponse:
    given = read(request, CHANGE_SITE)
    return done(
        request,
        office,
        lambda act: writing.change_site(act, site, **given),
        to="dc_site",
        row=site.pk,
        said=gettext("Tersimpan."),
    )


def _add_room(request: HttpRequest, office: Office, site: Site) -> HttpResponse:
    given = read(request, ROOM)
    return done(
        request,
        office,
        lambda act: writing.add_room(act, site, **given),
        to="dc_room",
        row=lambda made: made.pk,
        said=gettext("Ruang ditambahkan. Tambahkan raknya."),
    )


def _change_room(request: HttpRequest, office: Office, room: Room) -> HttpResponse:
    given = read(request, CHANGE_ROOM)
    return done(
        request,
        office,
        lambda act: writing.change_room(act, room, **given),
        to="dc_room",
        row=room.pk,
        said=gettext("Tersimpan."),
    )


def _add_rack(request: HttpRequest, office: Office, room: Room) -> HttpResponse:
    facts = rack_facts(request, RACK, room.site)
    return done(
        request,
        office,
        lambda act: writing.add_rack(act, room, facts),
        to="dc_rack",
        row=lambda made: made.pk,
        said=gettext("Rak ditambahkan. Hubungkan dengan jalur listriknya."),
    )
