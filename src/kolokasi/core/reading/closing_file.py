"""Where a procedure ends and what remains after it: end texts, withdrawal, duties, the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kolokasi.core.procedure import Duty, End, EndText, Register, Step, Withdrawal
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.names import Names
from kolokasi.core.reading.outcome_file import read_end

# Said at an end for which the file has no words of its own; then marked as not written in the SOP.
DEFAULT_ENDS: Mapping[End, str] = {
    End.GRANTED: "Permohonan Anda disetujui dan prosesnya sudah selesai.",
    End.REFUSED: "Permohonan Anda belum dapat dipenuhi. Alasannya tertulis di bawah ini.",
    End.WITHDRAWN: "Permohonan ini ditarik atas permintaan Anda.",
    End.DONE: "Proses permohonan Anda sudah selesai.",
}


def read_ends(
    block: Block, steps: Mapping[str, Step], withdrawal: Withdrawal | None
) -> Mapping[End, EndText]:
    """The words at each end; where an end is reached and has none, plain ones that say so."""
    ends: dict[End, EndText] = {}
    known = tuple(one.value for one in End)
    for key, one in block.named("ends", "end", short="text"):
        if block.knows(f"ends.{key}", key, known, "akhir"):
            text = one.text("text", required="yang disampaikan kepada pemohon")
            ends[End(key)] = EndText(
                end=End(key), text=text, written=one.flag("written", default=True)
            )
    reached = {way.end for step in steps.values() for way in step.outcomes if way.end}
    if withdrawal is not None:
        reached.add(End.WITHDRAWN)
    for end in End:
        if end in reached and end not in ends:
            ends[end] = EndText(end=end, text=DEFAULT_ENDS[end], written=False)
    return ends


def read_withdrawal(block: Block, names: Names) -> Withdrawal | None:
    one = block.block("withdrawal", "withdrawal")
    if one is None:
        return None
    return Withdrawal(
        until=one.refs("until", names.steps, "kegiatan"), assumption=one.text("assumption")
    )


def read_duties(block: Block, names: Names) -> Iterator[Duty]:
    seen: set[str] = set()
    for one in block.blocks("duties", "duty"):
        key = one.text("key", required="kunci kewajiban")
        if key in seen:
            one.error("key", "kunci-ganda", f"Kewajiban “{key}” tertulis dua kali.")
        seen.add(key)
        every, within = one.duration("every", positive=True), one.duration("within", positive=True)
        if "every" not in one and "within" not in one:
            one.error(
                "every", "wajib-ada", "Tulis “every” (berulang) atau “within” (sekali, tenggatnya)."
            )
        yield Duty(
            key=key,
            text=one.text("text", required="bunyi kewajiban"),
            role=one.ref("role", names.roles, "peran", required="peran yang berkewajiban"),
            every=every,
            within=within,
            after=read_end(one, "after") or End.GRANTED,
            assumption=one.text("assumption"),
        )


def read_register(block: Block, names: Names) -> Register | None:
    one = block.block("register", "register")
    if one is None:
        return None
    columns: list[tuple[str, str]] = []
    one.require("columns", "kolom daftar dan asal isinya")
    for name, source in one.text_pairs("columns"):
        path = source.text.strip()
        if one.knows(f"columns.{name.text}", path, names.field_paths(), "isian", at=source):
            columns.append((name.text, path))
    return Register(name=one.text("name", required="nama daftar"), columns=tuple(columns))
