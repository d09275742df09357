"""Commands about SOP files alone: check, rehearse, stories. No database, no Django."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from kolokasi.cli import rehearsing, telling
from kolokasi.cli.checking import findings_on
from kolokasi.core.proof import rehearsal
from kolokasi.sources.library import Library


def check(chosen: argparse.Namespace) -> int:
    """Print what is wrong with SOP files. Exit code 1 if something cannot run; warnings alone are 0,
    unless ``--strict``."""
    found = list(findings_on(chosen.files, chosen.folder))
    errors = sum(one.is_error for one in found)
    if chosen.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(one)
        print(f"{errors} galat, {len(found) - errors} peringatan.", file=sys.stderr)
    return 1 if errors or (chosen.strict and found) else 0


def rehearse(chosen: argparse.Namespace) -> int:
    """Print every path of one SOP. Exit code 1 where it is not found or cannot be read."""
    library = Library.load(chosen.folder)
    try:
        procedure = rehearsing.find(chosen.procedure, library)
        calendar = rehearsing.calendar_of(procedure, library)
    except rehearsing.NotFound as fault:
        print(fault, file=sys.stderr)
        return 1
    office = library.offices.get(procedure.office)
    options = office.options if office else ()
    try:
        found = rehearsal.paths(procedure, calendar, services=chosen.service, options=options)
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(rehearsal.to_json(procedure, found), ensure_ascii=False, indent=1))
    else:
        for line in rehearsing.told(procedure, found):
            print(line)
    return 0


def stories(chosen: argparse.Namespace) -> int:
    """Play the stories of some SOPs, or of all. Exit code 1 if one does not come true."""
    library = Library.load(chosen.folder)
    failed = told = 0
    for name in chosen.procedures or sorted(library.stories):
        try:
            played = telling.play(name, library)
        except rehearsing.NotFound as fault:
            print(fault, file=sys.stderr)
            failed += 1
            continue
        print(f"{played.procedure.key}")
        for line in played.lines():
            print(f"  {line}")
        told += len(played.results)
        failed += sum(not one.passed for one in played.results)
    print(f"{told} cerita dimainkan, {failed} gagal.", file=sys.stderr)
    return 1 if failed else 0
