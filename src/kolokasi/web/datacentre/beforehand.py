"""Before the letter is written: would it fit? Yes, probably or no, for everybody, and never a rack by name."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.cases.procedures import running, shown_version
from kolokasi.cases.server_models import server_models
from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.asking import named_resources
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.precheck import Precheck, precheck
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.refusal import Refused
from kolokasi.inventory import stock
from kolokasi.inventory.fields import whole
from kolokasi.inventory.models import Waiting
from kolokasi.inventory.models.bounds import DEPTH_MM, KILOGRAMS, MBPS, PORTS, UNITS
from kolokasi.web import acting
from kolokasi.web.datacentre.forms import Form, Input, filled, read
from kolokasi.web.limits import too_many_tries
from kolokasi.web.sentences import said

_MOST_DEVICES = 20
_LABEL_W, _CORES, _GB = 1_000_000, 10_000, 10_000_000

WHAT = (
    Input(
        name="jenis", label=_("Yang diminta"), kind="choice", required=True,
        choices=(("server", _("Penempatan server")), ("hosting", _("Hosting aplikasi"))),
    ),
)  # fmt: skip
SERVER = (
    Input(
        name="perangkat.model", label=_("Merek dan tipe"), suggest="model-server",
        help=_("Bila dikenal, isian di bawah terisi sendiri; periksa pada label perangkatnya."),
    ),
    Input(name="perangkat.jumlah", label=_("Jumlah server serupa"), kind="count"),
    Input(name="perangkat.tinggi", label=_("Tinggi"), kind="count", unit="U"),
    Input(name="perangkat.kedalaman", label=_("Kedalaman"), kind="count", unit="mm"),
    Input(name="perangkat.berat", label=_("Berat"), kind="count", unit="kg"),
    Input(name="perangkat.daya", label=_("Daya pada label"), kind="count", unit="W"),
    Input(name="perangkat.psu", label=_("Jumlah catu daya"), kind="count"),
    Input(name="perangkat.port", label=_("Port jaringan"), kind="count"),
    Input(
        name="perangkat.bentuk", label=_("Bentuk"), kind="choice",
        choices=(("rak", _("untuk rak")), ("tower", _("tower"))),
    ),
)  # fmt: skip
HOSTING = (
    Input(name="vcpu", label=_("vCPU"), kind="count"),
    Input(name="ram", label=_("Memori"), kind="count", unit="GB"),
    Input(name="disk", label=_("Penyimpanan"), kind="count", unit="GB"),
)
BOTH = (
    Input(name="bandwidth", label=_("Bandwidth"), kind="count", unit="Mbps"),
    Input(name="ip", label=_("Alamat IPv4 publik"), kind="count"),
)
FORM = Form(
    do="prakira",
    title=_("Yang akan Anda minta"),
    button=_("Perkirakan"),
    inputs=(*WHAT, *SERVER, *HOSTING, *BOTH),
)
_BOUNDS = {
    "perangkat.jumlah": (_("Jumlah server serupa"), 1, _MOST_DEVICES),
    "perangkat.tinggi": (_("Tinggi"), 1, UNITS),
    "perangkat.kedalaman": (_("Kedalaman"), 1, DEPTH_MM),
    "perangkat.berat": (_("Berat"), 0, KILOGRAMS),
    "perangkat.daya": (_("Daya pada label"), 0, _LABEL_W),
    "perangkat.psu": (_("Jumlah catu daya"), 0, 16),
    "perangkat.port": (_("Port jaringan"), 0, PORTS),
    "vcpu": ("vCPU", 1, _CORES),
    "ram": (_("Memori"), 1, _GB),
    "disk": (_("Penyimpanan"), 1, _GB),
    "bandwidth": (_("Bandwidth"), 0, MBPS),
    "ip": (_("Alamat IPv4 publik"), 0, 1_000_000),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def beforehand(request: HttpRequest, office: str) -> HttpResponse:
    """The form, and the answer to what was sent. Tries are counted by where they come from, as tracking's are."""
    found = Office.objects.filter(key=office, is_active=True).first()
    if found is None or not stock.keeps_one(found.pk):
        raise Http404
    refused: Refused | None = None
    answer: Precheck | None = None
    if request.method == "POST":
        if too_many_tries(request, "prakira"):
            return render(request, "429.html", status=429)
        try:
            answer = _answer(found, _asked(_with_model(_checked(read(request, FORM)))), request)
        except Refused as wrong:
            refused = wrong
    slug = request.GET.get("sop", "")[:100]
    begins: Any = {"perangkat.jumlah": 1, "ip": 0}
    shown = filled(request, FORM, refused, **begins)
    errors = acting.errors_of(refused)
    context: dict[str, Any] = {
        "office": found,
        "sop": slug if shown_version(found, slug) else "",
        "parts": _parts(shown.fields),
        "answer": answer,
        "sentences": [_worded(one) for one in answer.sentences] if answer else [],
        "errors": {f"{name}-{FORM.do}": sentence for name, sentence in errors.items()},
        "refused": acting.sentence_of(refused) if refused else "",
        "form": FORM,
    }
    return render(request, "datacentre/beforehand.html", context, status=422 if refused else 200)


def _parts(fields: Any) -> dict[str, list[Any]]:
    """The fields by what they are about, so that the page shows only those that matter."""
    names = {"what": WHAT, "server": SERVER, "hosting": HOSTING, "both": BOTH}
    return {part: [one for one in fields if one.input in inputs] for part, inputs in names.items()}


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    for name, (what, low, high) in _BOUNDS.items():
        whole(given[name], field=name, what=str(what), low=low, high=high, needed=False)
    return given


def _with_model(given: dict[str, Any]) -> dict[str, Any]:
    """What was left empty, from the library, where the model is known there."""
    model = next((one for one in server_models() if one.name == given["perangkat.model"]), None)
    if model is None:
        return given
    known = {
        "perangkat.tinggi": model.height_u,
        "perangkat.kedalaman": model.depth_mm,
        "perangkat.berat": model.weight_kg,
        "perangkat.daya": model.watts,
        "perangkat.psu": model.supplies,
    }
    filled_in = {name: value for name, value in known.items() if given[name] is None}
    tower = {"perangkat.bentuk": "tower"} if model.tower else {}
    return given | filled_in | tower


def _asked(given: dict[str, Any]) -> Ask:
    devices: tuple[DeviceAsked, ...] = ()
    hosting = None
    if given["jenis"] == "server":
        count = given["perangkat.jumlah"] or 1
        devices = tuple(
            DeviceAsked(
                name=f"Server {place}" if count > 1 else "Server",
                height_u=given["perangkat.tinggi"],
                depth_mm=given["perangkat.kedalaman"],
                weight_kg=given["perangkat.berat"],
                watts=given["perangkat.daya"],
                supplies=given["perangkat.psu"],
                ports=given["perangkat.port"],
                tower=given["perangkat.bentuk"] == "tower",
            )
            for place in range(1, count + 1)
        )
    else:
        hosting = HostingAsked(vcpu=given["vcpu"], ram_gb=given["ram"], disk_gb=given["disk"])
    return Ask(
        devices=devices,
        hosting=hosting,
        bandwidth_mbps=given["bandwidth"],
        addresses=given["ip"] or 0,
    )


def _answer(office: Office, ask: Ask, request: HttpRequest) -> Precheck:
    """As the SOP's own check would look at it, where one was named."""
    version = shown_version(office, request.GET.get("sop", "")[:100])
    named = named_resources(running(version.pk).procedure) if version else frozenset()
    ask = Ask(
        devices=ask.devices, hosting=ask.hosting, bandwidth_mbps=ask.bandwidth_mbps,
        addresses=ask.addresses, resources=named or frozenset(Resource),
    )  # fmt: skip
    there = stock.read(office.pk, ask, now=timezone.now())
    waiting = Waiting.objects.filter(office=office, left_at__isnull=True).count()
    return precheck(ask, judge(ask, there), there.policy, waiting=waiting)


# The core counts in Indonesian phrases; these are their words, longest first.
_WORDS = {
    "Kapasitas belum mencukupi": "There is not enough room yet",
    "Belum dapat dipastikan": "Not certain yet",
    "Yang masih muat hari ini": "What would still fit today",
    "Muat, tetapi sisa kapasitas tinggal sedikit": "It fits, but little is left",
    "perangkat masing-masing": "devices, each",
    "jumlah catu daya": "number of power supplies",
    "daya label": "label watts",
    "paling banyak": "at most",
    "tanpa alamat": "without addresses",
    "jumlah port": "number of ports",
    "perangkat": "devices",
    "penyimpanan": "storage",
    "kedalaman": "depth",
    "alamat": "addresses",
    "listrik": "power",
    "tempat": "space",
    "tinggi": "height",
    "publik": "public",
    "memori": "memory",
    "dengan": "with",
    "kurang": "short by",
    "genset": "genset",
    "berat": "weight",
    "kabel": "cables",
    "atau": "or",
    "daya": "watts",
    "dari": "of",
    "dan": "and",
}
_ANY = re.compile(rf"\b({'|'.join(map(re.escape, _WORDS))})\b", re.IGNORECASE)


def _worded(sentence: str) -> str:
    """A sentence of the core in the language of the screen: whole where it is known, else word by word."""
    whole_one = said(sentence)
    if get_language() != "en" or whole_one != sentence:
        return whole_one
    words = {word.lower(): english for word, english in _WORDS.items()}
    return _ANY.sub(lambda found: words[found[0].lower()], sentence)
