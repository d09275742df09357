"""Who there is and who may act as what: offices, agencies, people, positions, desks, holidays."""

from kolokasi.accounts.models.holidays import Holiday
from kolokasi.accounts.models.office_acts import OfficeAct
from kolokasi.accounts.models.offices import Agency, Membership, Office, OfficeRole
from kolokasi.accounts.models.people import Person
from kolokasi.accounts.models.positions import Desk, DeskPosition, Holding, Position

__all__ = [
    "Office",
    "Agency",
    "Person",
    "Membership",
    "OfficeRole",
    "Position",
    "Holding",
    "Desk",
    "DeskPosition",
    "Holiday",
    "OfficeAct",
]
