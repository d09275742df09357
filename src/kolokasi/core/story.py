"""An SOP's own tests: who does what with which outcome, and what must then be true. Only the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kolokasi.core.procedure import End


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. ``withdraw`` is the reason where the applicant withdraws, and then there is no step."""

    by: str  # role
    step: str = ""
    outcome: str = ""  # "" where the step has only one way out
    note: str = ""
    fields: Mapping[str, str]  # "<form>.<field>" → value, where the story turns on it
    withdraw: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be true at the end. None: the story does not say."""

    end: End | None = None
    steps: tuple[str, ...] | None = None  # in the order done, as often as done
    told: tuple[str, ...] | None = None  # roles
    answers: Mapping[str, str] | None = None
    open: tuple[str, ...] | None = None  # steps still open: a story may stop half way
    register: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    title: str
    services: tuple[str, ...]
    acts: tuple[Act, ...]
    then: Expectation
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFile:
    procedure: str
    stories: tuple[Story, ...]
