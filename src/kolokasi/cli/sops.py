"""Commands about SOP files alone: check, rehearse, stories. No database, no Django."""

from __future__ import annotations

import argparse


def check(chosen: argparse.Namespace) -> int:
    raise NotImplementedError


def rehearse(chosen: argparse.Namespace) -> int:
    raise NotImplementedError


def stories(chosen: argparse.Namespace) -> int:
    raise NotImplementedError
