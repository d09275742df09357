"""What tells the rows of a sheet apart: names, in whatever letters; a block by its network; a cable by its ends."""

from __future__ import annotations

from ipaddress import ip_network

from kolokasi.inventory.exchange.columns import Cells
from kolokasi.inventory.exchange.sheets import BY_KEY

Identity = tuple[str, ...]


def identity_of(sheet: str, cells: Cells) -> Identity:
    """The same for two rows that are about the same thing. A device goes by its code where it has one."""
    match sheet:
        case "pools":
            return (network(str(cells.get("cidr", ""))),)
        case "cables":
            return tuple(sorted(("\x1f".join(end_of(cells, "a")), "\x1f".join(end_of(cells, "b")))))
        case "devices" if cells.get("code"):
            return (str(cells["code"]).strip().upper(),)
        case "devices":
            return (_folded(cells.get("site")), _folded(cells.get("name")))
        case _:
            columns = BY_KEY[sheet].columns
            return tuple(_folded(cells.get(one.key)) for one in columns if one.names)


def key(*names: object) -> Identity:
    """The identity of what a row refers to by its names."""
    return tuple(map(_folded, names))


def end_of(cells: Cells, letter: str) -> Identity:
    """One end of a cable: site, kind, group, switch or panel, port."""
    parts = ("site", "kind", "group", "bank", "port")
    return tuple(_folded(cells.get(f"{letter}_{part}")) for part in parts)


def network(text: str) -> str:
    """A block as everybody writes it; as it stands where it is none."""
    try:
        return str(ip_network(text.strip()))
    except ValueError:
        return text.strip().casefold()


def _folded(value: object) -> str:
    return " ".join(str("" if value is None else value).split()).casefold()
