"""Something right for every field of a form, required or not."""

from __future__ import annotations

from kolokasi.core.procedure import Form
from kolokasi.core.stories.examples import example


def filled(form: Form) -> dict[str, object]:
    return {one.key: example(one) for one in form.fields}
