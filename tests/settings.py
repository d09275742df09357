"""The product's own settings on a database of the tests: ``KOLOKASI_TEST_DB`` is sqlite or postgresql.

The first process that reads this makes the database's place and tells the others (xdist's workers)
through the environment; at its end it takes everything away again. SQLite lies in a *file*, with the
production options, so that threads really meet in it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import cluster

PLACE = "KOLOKASI_TEST_PLACE"

which = os.environ.setdefault("KOLOKASI_TEST_DB", "sqlite")
if which not in ("sqlite", "postgresql"):
    raise SystemExit(f"KOLOKASI_TEST_DB={which}: tulis sqlite atau postgresql.")

if PLACE not in os.environ:
    for name in [name for name in os.environ if name.startswith("KOLOKASI_")]:
        if not name.startswith("KOLOKASI_TEST_"):
            del os.environ[name]  # a developer's own settings are not the tests'
    # Memory, where there is enough: synchronous=FULL stays, only the disk is fast.
    memory = os.statvfs("/dev/shm") if Path("/dev/shm").is_dir() else None
    roomy = memory is not None and memory.f_bavail * memory.f_frsize > 500_000_000
    place = tempfile.mkdtemp(prefix="kolokasi-test-", dir="/dev/shm" if roomy else None)
    os.environ[PLACE] = place
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    os.environ["KOLOKASI_DATA"] = place
    if which == "postgresql":
        postgresql = cluster.start()
        atexit.register(postgresql.stop)
        os.environ["KOLOKASI_DATABASE"] = postgresql.url("kolokasi")
    else:
        os.environ["KOLOKASI_DATABASE"] = f"sqlite:///{place}/kolokasi.sqlite3"

from kolokasi.config.settings import *  # noqa: E402, F403

if which == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ[PLACE]}/test.sqlite3"}  # noqa: F405
else:
    DATABASES["default"]["TEST"] = {"NAME": "test_kolokasi"}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # people sign in a lot here
STORAGES["staticfiles"] = {  # noqa: F405 - no manifest: nothing was collected
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
