"""How much chance the random tests may take: little every day, more when somebody asks for it.

``KOLOKASI_TEST_EXAMPLES=20`` makes twenty times as many examples, and new ones each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("KOLOKASI_TEST_EXAMPLES", "1"))


def examples(everyday: int) -> settings:
    """Every day the same examples, so that a red test is about the change at hand."""
    return settings(
        max_examples=everyday * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
