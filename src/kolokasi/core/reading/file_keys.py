"""Every key that the files of ``procedures/`` know, block by block. ``docs/procedure-format.md`` names each."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.capacity.asking import QUANTITIES

_CONDITION = ("only_for", "when")
_FIELD = (
    "label", "type", "required", "help", "unit", "choices", "min", "max", "show_if", "restricted",
    *_CONDITION,
)  # fmt: skip

KEYS: Mapping[str, tuple[str, ...]] = {
    # --- a procedure -----------------------------------------------------------------------------
    "procedure": (
        "format", "procedure", "standing", "title", "summary", "source", "identity", "services",
        "roles", "documents", "forms", "request", "capacity", "steps", "ends", "withdrawal",
        "duties", "register",
    ),
    "identity": (
        "same_as", "number", "made", "revised", "effective", "approved_by", "title", "unit",
        "legal_basis", "qualifications", "related", "equipment", "warnings", "records",
    ),
    "date": ("text", "date"),
    "legal_basis": ("text", "ref"),
    "related": ("text", "procedure"),
    "role": ("label", "applicant", "lane", "also_called", "assumption"),
    "document": ("title", "form", "made_by", "outside", "restricted"),
    "form": ("title", "fields"),
    "field": (*_FIELD, "columns", "prefill"),
    "column": _FIELD,
    "request": ("fills", "attach"),
    "attachment": ("doc", "label", "required", *_CONDITION),
    "requirement": ("doc", "text", *_CONDITION),
    "step": (
        "no", "key", "kind", "text", "performer", "relay", "all", "any", "decider", "copy",
        "needs", "time", "output", "note", "fills", "attach", "informs", "check", "resources",
        *_CONDITION, "joins", "assumptions", "next", "end", "outcomes",
    ),
    "assumption": ("about", "reason"),
    "outcome": (
        "label", "kind", "next", "end", "note", "at_most", "answer", *_CONDITION,
        "only_after_return", "cancels", "after", "after_field", "informs", "capacity", "suggested",
        "assumption",
    ),
    "capacity": ("asks", "overrides", "assumption"),
    "asks": QUANTITIES,
    "end": ("text", "written"),
    "withdrawal": ("until", "assumption"),
    "duty": ("key", "text", "role", "every", "within", "after", "assumption"),
    "register": ("name", "columns"),
    # --- an office -------------------------------------------------------------------------------
    "office": (
        "format", "office", "code", "name", "government", "letterhead", "address", "phone",
        "email", "website", "timezone", "calendar", "positions", "roles", "options",
    ),
    "calendar": ("hours",),
    "position": ("title", "under"),
    # --- stories ---------------------------------------------------------------------------------
    "stories": ("procedure", "stories"),
    "story": ("story", "services", "acts", "then"),
    "act": ("by", "step", "outcome", "note", "fields", "withdraw"),
    "then": ("end", "steps", "told", "answers", "open", "register"),
    # --- server models -------------------------------------------------------------------------
    "models": ("models",),
    "model": ("name", "tinggi", "kedalaman", "berat", "daya", "psu", "bentuk", "verified"),
    # --- regulations -----------------------------------------------------------------------------
    "regulations": ("regulations",),
    "regulation": (
        "key", "title", "aliases", "status", "by", "since", "source", "verified",
    ),
}  # fmt: skip
