"""What an SOP's capacity check looks at, in the words that the sheets use.

The sheets ask for *server, listrik, UPS, genset, bandwidth, tempat* (Karanganyar 3, Inhil 3), *listrik, bandwidth,
tempat* (Jateng 3) and *ruang, kelistrikan, ip publik, bandwidth, dan kabel* (Temanggung 5).
"""

from __future__ import annotations

from enum import StrEnum


class Resource(StrEnum):
    SPACE = "tempat"  # contiguous units of a rack, its depth and its weight
    POWER = "listrik"  # watts on the way from the rack's PDU up to the building
    UPS = "ups"
    GENSET = "genset"
    BANDWIDTH = "bandwidth"
    ADDRESS = "ip"  # public addresses
    PORT = "port"  # switch ports that the rack can reach
    CABLE = "kabel"  # patch-panel ports
    SERVER = "server"  # vCPU, memory and storage of a cluster, for hosting

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Resource.SPACE: "Tempat",
    Resource.POWER: "Listrik",
    Resource.UPS: "UPS",
    Resource.GENSET: "Genset",
    Resource.BANDWIDTH: "Bandwidth",
    Resource.ADDRESS: "IP publik",
    Resource.PORT: "Port switch",
    Resource.CABLE: "Kabel",
    Resource.SERVER: "Server",
}

_WORDS = {
    "tempat": Resource.SPACE,
    "ruang": Resource.SPACE,
    "rak": Resource.SPACE,
    "listrik": Resource.POWER,
    "kelistrikan": Resource.POWER,
    "ups": Resource.UPS,
    "genset": Resource.GENSET,
    "bandwidth": Resource.BANDWIDTH,
    "ip": Resource.ADDRESS,
    "ip publik": Resource.ADDRESS,
    "port": Resource.PORT,
    "kabel": Resource.CABLE,
    "server": Resource.SERVER,
}


def resource_of(word: str) -> Resource | None:
    """The resource that a word of a sheet means, or None if no check of ours knows it."""
    return _WORDS.get(" ".join(word.lower().split()))
