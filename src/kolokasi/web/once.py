"""From a form to an act outside a case, and on to a page: sent twice, it does and says the same as once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import get_language, override

from kolokasi.accounts.models import Person
from kolokasi.cases.acts import earlier, is_key, new_key
from kolokasi.cases.once import Again, Sending

KEY = "kunci"  # name of the hidden field that carries the idempotency key

Opened = TypeVar("Opened")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """Where an act leads and what is said there: kept with its key, for whoever sends it again."""

    to: str
    said: str = ""
    level: int = messages.SUCCESS
    warned: tuple[str, ...] = ()

    @classmethod
    def kept(cls, answer: str) -> Then:
        """As ``stored`` wrote it."""
        to, said, level, warned = json.loads(answer)
        return cls(to=to, said=said, level=level, warned=tuple(warned))

    def stored(self) -> str:
        return json.dumps([self.to, self.said, self.level, self.warned], ensure_ascii=False)

    def go(self, request: HttpRequest) -> HttpResponseRedirect:
        if self.said:
            messages.add_message(request, self.level, self.said)
        for sentence in self.warned:
            messages.warning(request, sentence)
        return HttpResponseRedirect(self.to)


def do_once(
    request: HttpRequest,
    opening: Callable[[Sending], AbstractContextManager[Opened]],
    deed: Callable[[Opened], Made],
    then: Callable[[Made], Then],
) -> Then:
    """Do what the form asks under its own key. ``opening`` holds the transaction in which ``deed`` writes
    (``cases.once.once``, ``cases.administration.administering``); ``then`` words the answer.

    Raises Again for a form that was answered before, which ``acting.answered`` turns into that answer.
    """
    sending = _sending(request)
    language = get_language() or "id"  # while it is open, the office's trail may speak another
    with opening(sending) as opened:
        made = deed(opened)
        with override(language):
            answer = then(made)
        sending.answer = answer.stored()
    return answer


def answered_before(request: HttpRequest) -> None:
    """Raises Again where this very form has had its effect: perhaps that is why its row is gone."""
    if request.method == "POST" and is_key(request.POST.get(KEY, "")):
        sent = _sending(request)
        done = earlier(sent.key, person=sent.person, body=sent.body)
        if done is not None:
            raise Again(done)


def key_of(request: HttpRequest) -> str:
    """The key of the form being shown: the one that was sent, so that a second try stays the same act."""
    sent = request.POST.get(KEY, "")
    return sent if is_key(sent) else new_key()


def _sending(request: HttpRequest) -> Sending:
    assert isinstance(request.user, Person)
    fields = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in (KEY, "csrfmiddlewaretoken")
    )
    text = json.dumps([request.path, fields], ensure_ascii=False)
    return Sending(
        key=request.POST.get(KEY, ""),
        person=request.user.pk,
        body=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
