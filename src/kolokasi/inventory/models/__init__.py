"""The data centre as rows: places, power, network, hosting, and what is taken of each by whom."""

from kolokasi.inventory.models.bookings import Booking, BookingLine, Device, DeviceFeed
from kolokasi.inventory.models.hosting import Cluster
from kolokasi.inventory.models.imports import ImportBatch
from kolokasi.inventory.models.ledger import LedgerEntry
from kolokasi.inventory.models.meters import Meter, UsageSample
from kolokasi.inventory.models.network import AddressPool, Cable, Port, PortBank, PortGroup, Uplink
from kolokasi.inventory.models.places import Rack, Room, Site
from kolokasi.inventory.models.policy import CapacityPolicy
from kolokasi.inventory.models.power import PowerBackup, PowerNode, PowerPath, RackFeed
from kolokasi.inventory.models.register import RegisterEntry
from kolokasi.inventory.models.taken import TakenAddress, TakenPort, TakenUnit
from kolokasi.inventory.models.waiting import Waiting

__all__ = [
    "Site",
    "Room",
    "Rack",
    "Meter",
    "UsageSample",
    "PowerNode",
    "PowerBackup",
    "PowerPath",
    "RackFeed",
    "Uplink",
    "AddressPool",
    "PortGroup",
    "PortBank",
    "Port",
    "Cable",
    "Cluster",
    "CapacityPolicy",
    "Booking",
    "BookingLine",
    "Device",
    "DeviceFeed",
    "TakenUnit",
    "TakenAddress",
    "TakenPort",
    "LedgerEntry",
    "Waiting",
    "ImportBatch",
    "RegisterEntry",
]
