"""Driven from Python, without its views and pages: the side on which viewflow is fastest."""

from __future__ import annotations

import os
from time import perf_counter

import django
from django.conf import settings

from kolokasi.config.databases import database_settings

settings.configure(
    DATABASES={"default": database_settings(os.environ["KOLOKASI_DATABASE"])},  # as ours
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
        "benchmarks.viewflow_nine",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    SECRET_KEY="measured",
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402

from benchmarks.conversation import answer  # noqa: E402
from benchmarks.viewflow_nine import flows  # noqa: E402

STEPS = 9


def walk(cases: int) -> float:
    """Seconds for a step."""
    start = perf_counter()
    for _ in range(cases):
        process = flows.Nine.step1.run()
        for _ in range(STEPS - 1):
            take(process.pk)
    took = (perf_counter() - start) / (cases * STEPS)
    assert not Process.objects.exclude(status="DONE").exists()
    return took


def take(process: int) -> None:
    """What a POST to the step's page does between the permission check and the answer."""
    with flows.Nine.lock(process):
        task = Task.objects.get(process=process, status=STATUS.ASSIGNED)
        activation = task.flow_task.activation_class(task)
        activation.start(None)
        activation.execute()


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    flows.worker = User.objects.create_user("petugas")
    answer(walk=walk)
