"""The library of server models that ships beside the SOP files, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kolokasi.core.capacity.models import ServerModel
from kolokasi.core.reading.model_file import read_models
from kolokasi.sources.procedure_source import load_tree


def server_models() -> tuple[ServerModel, ...]:
    """Every model that is known here, in the order of the file; none where there is no file."""
    return _read(Path(settings.INSTALLATION.procedures) / "_data" / "server-models.yaml")


@lru_cache(maxsize=2)
def _read(path: Path) -> tuple[ServerModel, ...]:
    tree = load_tree(path)[1] if path.is_file() else None
    return read_models(tree, file=str(path))[0] if tree is not None else ()
