"""What would fit today, where what was asked does not: fewer devices, smaller ones, less of what is counted.

Each answer is a request that would be judged YES on the same stock; the tests hold that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kolokasi.core.capacity import counting
from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.metering import worst
from kolokasi.core.capacity.need import needs_of
from kolokasi.core.capacity.placing import Bound, Search
from kolokasi.core.capacity.stock import Stock
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.capacity.wording import amount, natural
from kolokasi.core.worktime.wording import daftar


@dataclass(frozen=True, slots=True)
class Smaller:
    """``asks`` would fit today, each by itself; ``phrase`` says so in Indonesian. Both empty where nothing would."""

    asks: tuple[Ask, ...] = ()
    phrase: str = ""


# What of a device may be lessened, how far down it still is a device, and how it is said.
_SIDES = (
    ("height_u", 1, "tinggi", "U"),
    ("depth_mm", 300, "kedalaman", "mm"),
    ("weight_kg", 5, "berat", "kg"),
    ("watts", 100, "daya label", "W"),
    ("ports", 1, "port", ""),
)


_TRIALS = 150


def smaller(ask: Ask, stock: Stock) -> Smaller:
    """What of this request would fit today, for a request that does not."""
    counted = _counted(ask, stock)
    if counted is None:
        return Smaller()
    less, said = counted
    room = _Room(ask, stock)
    if room.takes(less):
        return Smaller((less,), ", ".join(said))
    ways = [*_fewer(less, room), *_slighter(less, room)]
    if not ways:
        return Smaller()
    phrase = " atau ".join(words for _, words in ways)
    if said:
        phrase += f", dengan {daftar(said)}"
    return Smaller(tuple(way for way, _ in ways), phrase)


class _Room:
    """Where variants of one request are tried. A few trials each are enough for an offer."""

    def __init__(self, ask: Ask, stock: Stock) -> None:
        self._policy = stock.policy
        self._racks = stock.racks
        self._search = Search(ask, stock, Bound.SURE, trials=_TRIALS)

    def takes(self, ask: Ask) -> bool:
        needs = needs_of(ask, self._policy)
        if not needs:
            return True
        if any(need.open for need in needs):
            return False
        alone = next(self._search.alone(needs, self._racks), None)
        return alone is not None or self._search.place(needs, self._racks) is not None


def _counted(ask: Ask, stock: Stock) -> tuple[Ask, list[str]] | None:
    """The request with as much of what is counted as there is, and what became less; None if that is nothing."""
    less, said = ask, []
    if _answer(counting.bandwidth(ask, stock)) is Answer.NO:
        most = max(link.left or 0 for link in stock.links)
        less = replace(less, bandwidth_mbps=max(0, most))
        said.append(f"bandwidth {amount(most, 'Mbps')}")
    four, six = counting.addresses(ask, stock)
    if _answer(four) is Answer.NO:
        most = sum(max(0, pool.left or 0) for pool in stock.pools)
        less = replace(less, addresses=most)
        said.append(_addresses(most, "IPv4"))
    if _answer(six) is Answer.NO:
        most = sum(max(0, pool.left or 0) for pool in stock.pools6)
        less = replace(less, addresses6=most)
        said.append(_addresses(most, "IPv6"))
    if ask.hosting and _answer(counting.hosting(ask, stock)) is Answer.NO:
        found = _hosting(ask, ask.hosting, stock)
        if found is None:
            return None
        less = replace(less, hosting=found)
        said.append(f"{found.vcpu} vCPU, memori {found.ram_gb} GB, penyimpanan {found.disk_gb} GB")
    rest = (
        counting.bandwidth(less, stock),
        *counting.addresses(less, stock),
        counting.hosting(less, stock),
    )
    if (
        _answer(counting.joined(rest)) is not Answer.YES
        or less.bandwidth_mbps == 0 != ask.bandwidth_mbps
    ):
        return None
    return less, said


def _addresses(count: int, version: str) -> str:
    return f"{amount(count)} alamat {version} publik" if count else f"tanpa alamat {version} publik"


def _answer(part: counting.Counted) -> Answer:
    return worst(line.answer for line in part.lines) if part.lines else Answer.YES


def _hosting(ask: Ask, wanted: HostingAsked, stock: Stock) -> HostingAsked | None:
    """The cluster that gives the largest share of everything that is asked."""
    offers: list[tuple[float, HostingAsked]] = []
    for cluster in sorted(stock.clusters, key=lambda one: natural(one.name)):
        asked = (wanted.vcpu or 0, wanted.ram_gb or 0, wanted.disk_gb or 0)
        left = (cluster.vcpu.left, cluster.ram.left, cluster.disk.left)
        given = [min(a, max(0, b or 0)) for a, b in zip(asked, left, strict=True)]
        share = min((g / a for g, a in zip(given, asked, strict=True) if a), default=1.0)
        offers.append((share, HostingAsked(vcpu=given[0], ram_gb=given[1], disk_gb=given[2])))
    best = max(offers, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _fewer(ask: Ask, room: _Room) -> Iterator[tuple[Ask, str]]:
    """As many of the devices as fit, the most modest first."""
    modest = sorted(ask.devices, key=lambda one: (one.height_u or 0, one.watts or 0, one.name))
    for count in range(len(modest) - 1, 0, -1):
        less = replace(ask, devices=tuple(modest[:count]))
        if room.takes(less):
            names = daftar([device.name for device in modest[:count]]) if count < 4 else ""
            yield less, f"{count} dari {len(modest)} perangkat" + (f" ({names})" if names else "")
            return


def _slighter(ask: Ask, room: _Room) -> Iterator[tuple[Ask, str]]:
    """The devices with as little taken from each as it needs."""
    asked = {key: max(getattr(one, key) or 0 for one in ask.devices) for key, *_ in _SIDES}
    caps = {key: min(lowest, asked[key]) for key, lowest, *_ in _SIDES}
    if not room.takes(_capped(ask, caps)):
        return
    said: list[str] = []
    for key, _lowest, word, unit in _SIDES:

        def fits(cap: int, key: str = key) -> bool:
            return room.takes(_capped(ask, caps | {key: cap}))

        caps[key] = _largest(fits, caps[key], asked[key])
        if caps[key] < asked[key]:
            said.append(f"{word} paling banyak {amount(caps[key], unit)}")
    each = " masing-masing" if len(ask.devices) > 1 else ""
    yield _capped(ask, caps), f"perangkat{each} dengan {daftar(said)}"


def _capped(ask: Ask, caps: dict[str, int]) -> Ask:
    def less(device: DeviceAsked) -> DeviceAsked:
        return replace(
            device,
            height_u=min(device.height_u or 0, caps["height_u"]),
            depth_mm=min(device.depth_mm or 0, caps["depth_mm"]),
            weight_kg=min(device.weight_kg or 0, caps["weight_kg"]),
            watts=min(device.watts or 0, caps["watts"]),
            ports=min(device.ports or 0, caps["ports"]),
        )

    return replace(ask, devices=tuple(less(device) for device in ask.devices))


def _largest(fits: Callable[[int], bool], low: int, high: int) -> int:
    """The largest number that fits between one that does and one that may."""
    if fits(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low
