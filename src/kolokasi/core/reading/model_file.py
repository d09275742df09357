"""``_data/server-models.yaml`` → the library of server models."""

from __future__ import annotations

from collections.abc import Iterator

from kolokasi.core.capacity.models import ServerModel
from kolokasi.core.finding import Finding, Findings
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Located
from kolokasi.core.reading.located import Mapping as Group

_FORMS = ("rak", "tower")


def read_models(tree: Located, *, file: str) -> tuple[tuple[ServerModel, ...], tuple[Finding, ...]]:
    """The models that could be read, in the order of the file, none twice."""
    findings = Findings(file)
    if not isinstance(tree, Group):
        findings.error(
            "jenis-isian", "Berkas model server harus berisi “models: …”.", line=tree.line
        )
        return (), findings.in_order()
    found: dict[str, ServerModel] = {}
    for block, one in _models(Block(tree, "models", findings)):
        if one.name in found:
            block.error("name", "kunci-ganda", f"Model “{one.name}” tertulis dua kali.")
        found.setdefault(one.name, one)
    return tuple(found.values()), findings.in_order()


def _models(block: Block) -> Iterator[tuple[Block, ServerModel]]:
    for one in block.blocks("models", "model"):
        numbers = {
            key: _number(one, key) for key in ("tinggi", "kedalaman", "berat", "daya", "psu")
        }
        name = one.text("name", required="merk dan tipe")
        form = one.ref("bentuk", _FORMS, "bentuk")
        verified = one.flag("verified")
        if name and all(numbers.values()):
            yield (
                one,
                ServerModel(
                    name=name,
                    height_u=numbers["tinggi"],
                    depth_mm=numbers["kedalaman"],
                    weight_kg=numbers["berat"],
                    watts=numbers["daya"],
                    supplies=numbers["psu"],
                    tower=form == "tower",
                    verified=verified,
                ),
            )


def _number(block: Block, key: str) -> int:
    block.require(key, "bilangan bulat")
    return block.integer(key, least=1) or 0
