"""What the server loads: the check first, then the pages; with SQLite the worker runs in here too."""

from __future__ import annotations

import importlib.util
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kolokasi.config.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 - only after Django is set up

from kolokasi.config import guard, orphans  # noqa: E402

orphans.die_with_parent()
guard.check()
guard.become_the_only_server()

if connection.vendor == "sqlite" and importlib.util.find_spec("kolokasi.cases.worker"):
    from kolokasi.cases import worker

    worker.start_embedded()
connection.close()
