"""What a case has of the data centre, held against its log: verdicts kept, and the booking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kolokasi.cases.models import CapacitySnapshot, Case
from kolokasi.cases.verify_log import Logged, Said
from kolokasi.core.capacity.snapshot import digest_of
from kolokasi.core.case_state import HELD, CaseState, Claim
from kolokasi.core.events import CapacityChecked
from kolokasi.inventory.booking import booking_of
from kolokasi.inventory.models import Booking
from kolokasi.inventory.waiting import rank_of


def faults_in_capacity(case: Case, log: Sequence[Logged], state: CaseState) -> Iterator[Said]:
    """Every difference between what the log says of capacity and the rows."""
    yield from _snapshots(case, log)
    booking = booking_of(case.pk)
    has = booking.state if booking else ""
    if has not in _may_have(state.capacity):
        yield case.seq, "pemesanan kapasitas tidak sama dengan yang dicatat peristiwanya."
    waits = state.capacity is Claim.WAITING and state.ended is None
    if waits != bool(rank_of(case.pk)):
        yield case.seq, "daftar tunggu tidak sama dengan yang dicatat peristiwanya."


def _may_have(claim: Claim) -> tuple[str, ...]:
    if claim in HELD:
        return (Booking.State.HELD,)
    if claim is Claim.PLACED:  # it may have left since, by an act of the data centre
        return (Booking.State.PLACED, "")
    return ("",)


def _snapshots(case: Case, log: Sequence[Logged]) -> Iterator[Said]:
    wanted = {one.seq: one.event.sha256 for one in log if isinstance(one.event, CapacityChecked)}
    kept = {one.seq: one for one in CapacitySnapshot.objects.filter(case=case)}
    for seq, sha256 in wanted.items():
        row = kept.pop(seq, None)
        if row is None:
            yield seq, "lembar ketersediaan yang dicatat di sini tidak ada."
        elif row.sha256 != sha256 or digest_of(row.facts) != sha256:
            yield seq, "lembar ketersediaan tidak sama dengan yang dicatat peristiwanya."
    for seq in kept:
        yield seq, "lembar ketersediaan ini tidak dicatat peristiwa mana pun."
