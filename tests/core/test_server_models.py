"""The library of server models: what ships can be read, and slips are named."""

from __future__ import annotations

from pathlib import Path

from kolokasi.core.reading.model_file import read_models
from kolokasi.sources.procedure_source import load_tree
from kolokasi.sources.yaml_tree import read_tree

FILE = Path(__file__).parents[2] / "procedures" / "_data" / "server-models.yaml"


def test_what_ships_can_be_read_whole() -> None:
    models, findings = read_models(load_tree(FILE)[1], file=str(FILE))  # type: ignore[arg-type]
    assert findings == ()
    assert len(models) > 10
    assert {one.supplies for one in models} >= {1, 2}
    assert any(one.tower for one in models)


def test_a_model_without_a_number_or_written_twice_is_named() -> None:
    text = """
models:
  - {name: Contoh A, tinggi: 1, kedalaman: 700, berat: 15, daya: 500, psu: 2}
  - {name: Contoh A, tinggi: 2, kedalaman: 700, berat: 15, daya: 500, psu: 2}
  - {name: Contoh B, tinggi: satu, kedalaman: 700, berat: 15, daya: 500, psu: 2}
"""
    tree, _ = read_tree(text, "x.yaml")
    assert tree is not None
    models, findings = read_models(tree, file="x.yaml")
    assert [(one.name, one.height_u) for one in models] == [("Contoh A", 1)]
    assert {(one.line, one.code) for one in findings} == {(4, "kunci-ganda"), (5, "bilangan")}
