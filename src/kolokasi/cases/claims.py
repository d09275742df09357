"""What a capacity event does to the data centre's rows, and whom it tells. Part of ``consequences``.

The rows are written in the transaction of the decision: a reservation and the step that grants it are true
together, or neither is. The database is the last judge of whether there is room.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kolokasi.cases.models import CapacitySnapshot, Case
from kolokasi.cases.recording import Act
from kolokasi.core.capacity.snapshot import facts_of
from kolokasi.core.case_state import Claim
from kolokasi.core.events import (
    CapacityChecked,
    CapacityHeld,
    CapacityLapsed,
    CapacityOverridden,
    CapacityPlaced,
    CapacityQueued,
    CapacityReleased,
    CapacityWarned,
    Event,
)
from kolokasi.core.procedure import End
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import booking, ledger, waiting
from kolokasi.inventory.models import Booking

EVENTS = (
    CapacityChecked,
    CapacityOverridden,
    CapacityHeld,
    CapacityQueued,
    CapacityWarned,
    CapacityLapsed,
    CapacityPlaced,
    CapacityReleased,
)


def follow(act: Act, seq: int, event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    """Write what the event implies. Yields what the applicant and the officers are to be told."""
    case, by = act.case, act.person or None
    match event:
        case CapacityChecked():
            _keep(act, seq, event)
        case CapacityOverridden():
            ledger.enter(
                office=case.office_id,
                kind="overridden",
                at=act.now,
                person=by,
                why=event.reason,
                case_id=case.pk,
                case_number=case.number,
                facts={},
            )
        case CapacityHeld():
            _hold(act, event)
            if act.before.capacity is Claim.WAITING:
                waiting.leave(case.pk, now=act.now, how="offered")
            if event.offered:
                yield "tempat-tersedia", {"until": event.lapses_at.isoformat()}
        case CapacityQueued():
            if act.check is not None and act.before.capacity is not Claim.WAITING:
                waiting.join(
                    office=case.office_id,
                    agency=case.agency_id,
                    case_id=case.pk,
                    case_number=case.number,
                    title=_subject(case.pk),
                    ask=act.check.ask,
                    now=act.now,
                )
        case CapacityWarned():
            booking.warn(_booking(act), now=act.now)
            yield "pesanan-hampir-gugur", {"until": event.lapses_at.isoformat()}
        case CapacityLapsed():
            booking.lapse(_booking(act), now=act.now)
            yield "pesanan-gugur", {}
        case CapacityPlaced():
            booking.place(_booking(act), now=act.now, person=by)
        case CapacityReleased():
            how = "withdrawn" if event.why == End.WITHDRAWN else "released"
            booking.release(_booking(act), how=how, now=act.now, person=by, why=event.why)


def ended(act: Act) -> None:
    """A case that ends waits for nothing any more."""
    if act.before.capacity is Claim.WAITING:
        waiting.leave(act.case.pk, now=act.now, how="withdrawn")


def _hold(act: Act, event: CapacityHeld) -> None:
    """Reserve what the verdict found. What no longer fits is said where the decision was typed, as any other
    lack of room is."""
    assert act.check is not None
    case = act.case
    try:
        booking.hold(
            verdict=act.check.verdict,
            ask=act.check.ask,
            office=case.office_id,
            agency=case.agency_id,
            case_id=case.pk,
            case_number=case.number,
            title=_subject(case.pk),
            now=act.now,
            person=act.person or None,
            warn_at=event.warn_at,
            expires_at=event.lapses_at,
            override=act.before.overridden if event.overridden else "",
            offered=event.offered,
        )
    except Refused as full:
        full.why = Why.NO_ROOM
        raise


def _keep(act: Act, seq: int, event: CapacityChecked) -> None:
    assert act.check is not None
    CapacitySnapshot.objects.create(
        case_id=act.case.pk,
        seq=seq,
        step=event.step,
        facts=facts_of(act.check.verdict),
        sha256=event.sha256,
    )


def _booking(act: Act) -> Booking:
    found = booking.booking_of(act.case.pk)
    assert found is not None, "the state says that it has one"
    return found


def _subject(case: int) -> str:
    subject: str = Case.objects.values_list("subject", flat=True).get(pk=case)
    return subject
