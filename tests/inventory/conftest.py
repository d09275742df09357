from __future__ import annotations

import pytest

from data_centre import DataCentre


@pytest.fixture
def centre(db: None) -> DataCentre:
    return DataCentre()
