"""One of two processes that race for the last of something: its own interpreter, its own connection.

``python racing_process.py DATABASE``; then a line ``LAST CASE`` for each round. It answers with a line: the
booking's number where it won, else the words in which it was refused.
"""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from capacity_race import Racer  # noqa: E402
from data_centre import NOON  # noqa: E402
from kolokasi.accounts.models import Office  # noqa: E402
from kolokasi.inventory.models import Booking, Rack  # noqa: E402


def main() -> None:
    office = Office.objects.get(key="contoh")
    racks = list(Rack.objects.filter(office=office).order_by("pk"))
    centre: Any = SimpleNamespace(office=office, racks=racks, now=NOON)
    print("ready", flush=True)
    for line in sys.stdin:
        last, case = line.split()
        got = Racer(centre, last, case=int(case)).decide()
        print(got.pk if isinstance(got, Booking) else f"refused {got}", flush=True)


if __name__ == "__main__":
    main()
