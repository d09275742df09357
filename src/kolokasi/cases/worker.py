"""Doing what is owed to the outside world: effects become acts, once each as far as anybody can promise.

An effect is leased by a compare-and-set, done, and marked as done afterwards. A worker that dies in
between leaves a lease that runs out; the effect is then done again under the same identity. What
cannot be done is tried again at growing intervals and given up loudly: the row stays, with its error.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread
from time import monotonic

import structlog
from django.db import close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone

from kolokasi.cases import leftovers, mails, recompute, rounds
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import Effect

LEASE = timedelta(seconds=90)
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 720, 1440))
_BATCH = 20
_IDLE_SECONDS = 1.0
# How often it looks for due dates that a change of the calendar, cut short, left unmeasured.
_LOOK = timedelta(seconds=60)
_CLEAR = timedelta(days=1)  # how often it removes files that nobody names

log = structlog.get_logger(__name__)

ACTS: dict[str, Callable[[Effect], None]] = {"surel": mails.send_effect}


def work_off(now: datetime) -> int:
    """Do what is due now. Returns how many effects were tried."""
    due = Effect.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now),
        done_at__isnull=True,
        given_up_at__isnull=True,
        due_at__lte=now,
    ).order_by("due_at", "id")
    tried, begun = 0, monotonic()
    for effect in due.select_related("case__office", "case__version")[:_BATCH]:
        # A slow mail server may make the last of a batch wait: its lease begins when its turn does.
        moment = now + timedelta(seconds=monotonic() - begun)
        if _lease(effect, moment):
            _try(effect, now)
            tried += 1
    return tried


def retry(effect_id: int, now: datetime) -> bool:
    """Somebody mended the cause: an effect that was given up is due again."""
    with write_turn():
        return bool(
            Effect.objects.filter(pk=effect_id, given_up_at__isnull=False).update(
                given_up_at=None, due_at=now, tries=0, leased_until=None
            )
        )


def run(stop: Signal) -> None:
    """Work until told to stop. One error never ends the worker."""
    looked: datetime | None = None
    cleared: datetime | None = None
    while not stop.is_set():
        try:
            close_old_connections()
            now = timezone.now()
            busy = work_off(now)
            if looked is None or now - looked >= _LOOK:
                looked = now
                recompute.catch_up(now)
                rounds.look(now)
                rounds.sample(now)
            if cleared is None or now - cleared >= _CLEAR:
                cleared = now
                leftovers.clear_away(now)
        except Exception as error:
            log.exception("worker_failed", error=str(error))
            connection.close()
            busy = 0
        if not busy:
            stop.wait(_IDLE_SECONDS)


def start_embedded() -> Signal:
    """The worker as a thread of the server (SQLite mode). Returns the signal that stops it."""
    stop = Signal()
    release_leases()
    Thread(target=run, args=(stop,), name="kolokasi-worker", daemon=True).start()
    return stop


def release_leases() -> None:
    """In embedded mode nobody else works: leases left by a killed process are nobody's."""
    with write_turn():
        Effect.objects.filter(leased_until__isnull=False, done_at__isnull=True).update(
            leased_until=None
        )


def _lease(effect: Effect, now: datetime) -> bool:
    """Take an effect, unless another worker has had it in hand since it was read."""
    with write_turn():
        unchanged = Effect.objects.filter(
            pk=effect.pk,
            leased_until=effect.leased_until,
            tries=effect.tries,
            done_at__isnull=True,
            given_up_at__isnull=True,
        )
        return bool(unchanged.update(leased_until=now + LEASE, tries=F("tries") + 1))


def _try(effect: Effect, now: datetime) -> None:
    tries = effect.tries + 1
    try:
        ACTS[effect.kind](effect)
    except Exception as error:
        final = tries > len(WAITS) or _hopeless(error)
        log.warning("effect_failed", effect=effect.pk, tries=tries, error=str(error), final=final)
        with write_turn():
            # Done by another meanwhile, after this one's lease ran out: then done it stays.
            Effect.objects.filter(pk=effect.pk, done_at__isnull=True).update(
                leased_until=None,
                last_error=f"{type(error).__name__}: {error}"[:1000],
                given_up_at=now if final else None,
                due_at=now + WAITS[min(tries, len(WAITS)) - 1],
            )
        return
    with write_turn():
        Effect.objects.filter(pk=effect.pk).update(
            leased_until=None, done_at=timezone.now(), given_up_at=None, last_error=""
        )


def _hopeless(error: Exception) -> bool:
    """The mail server knows that this address does not exist: trying again changes nothing."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    codes = [code for code, _ in error.recipients.values()]
    return bool(codes) and all(code >= 550 and code < 560 for code in codes)
