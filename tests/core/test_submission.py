"""Forms that come with an act: which are looked at, which are kept, and how the log is bound to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kolokasi.core.procedure import Field, Form
from kolokasi.core.submission import Submission, accept_forms, digest
from nets import net

A = Form(key="a", title="A", fields=(Field(key="isi", label="Isi", required=True),))
B = replace(A, key="b", title="B")
SOP = net("1 > granted", forms={"a": A, "b": B})


def accepted(fills: tuple[str, ...], submitted: dict[str, Any], **more: Any) -> Submission:
    given: dict[str, Any] = {
        "services": frozenset(), "answers": {}, "before": {}, "flagged": (), "complete": True,
    } | more  # fmt: skip
    return accept_forms(SOP, fills, submitted, **given)


def test_only_the_forms_of_the_step_are_looked_at() -> None:
    got = accepted(("a",), {"a": {"isi": "x", "lain": "y"}, "b": {"isi": "z"}})
    assert (got.values, got.errors) == ({"a": {"isi": "x"}}, {})


def test_consent_wants_every_form() -> None:
    assert accepted(("a", "b"), {"a": {"isi": "x"}}).errors.keys() == {"b.isi"}


def test_without_consent_an_untouched_form_leaves_no_trace() -> None:
    got = accepted(("a", "b"), {"a": {"isi": "x"}}, complete=False)
    assert (got.values, got.errors) == ({"a": {"isi": "x"}}, {})


def test_a_form_without_a_flagged_field_stays_as_it_was() -> None:
    got = accepted(
        ("a", "b"), {"a": {"isi": "baru"}, "b": {"isi": "baru"}},
        before={"a": {"isi": "lama"}, "b": {"isi": "lama"}}, flagged=("a.isi",),
    )  # fmt: skip
    assert got.values == {"a": {"isi": "baru"}}


def test_a_form_that_was_never_filled_is_asked_for_even_then() -> None:
    got = accepted(("a", "b"), {}, before={"a": {"isi": "lama"}}, flagged=("a.isi",))
    assert got.errors.keys() == {"a.isi", "b.isi"}


def test_the_digest_is_of_the_values_and_not_of_their_order() -> None:
    assert digest({"a": 1, "b": "é"}) == digest({"b": "é", "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
    [bound] = accepted(("a",), {"a": {"isi": "x"}}).digests
    assert (bound.form, bound.sha256) == ("a", digest({"isi": "x"}))
