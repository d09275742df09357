"""``office.yaml`` → ``Office``, and whether it fits the procedures that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kolokasi.core.finding import Finding, Findings, listed, suggestion
from kolokasi.core.office import Office, OfficePosition
from kolokasi.core.options import suggested
from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Located, items_of
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.procedure_file import check_format

# Indonesia's zones; the short names are what officials say.
ZONES: Mapping[str, str] = {
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
    "Asia/Jakarta": "Asia/Jakarta",
    "Asia/Pontianak": "Asia/Pontianak",
    "Asia/Makassar": "Asia/Makassar",
    "Asia/Jayapura": "Asia/Jayapura",
}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def read_office(tree: Located, *, file: str) -> tuple[Office | None, tuple[Finding, ...]]:
    """The office, or None and at least one error."""
    findings = Findings(file)
    office = None
    if isinstance(tree, Group):
        office = _office(Block(tree, "office", findings))
    else:
        findings.error("jenis-isian", "Berkas dinas harus berisi “office: …”.", line=tree.line)
    return (None if findings.any_error else office), findings.in_order()


def check_office(
    office: Office, tree: Located, procedures: Mapping[str, Procedure], *, file: str
) -> tuple[Finding, ...]:
    """What does not fit between an office and its procedures (by slug). Unread procedures are left out
    of ``procedures`` together with what refers to them."""
    if not isinstance(tree, Group):
        return ()
    findings = Findings(file)
    block = Block(tree, "office", findings)
    for slug, procedure in procedures.items():
        _check_roles(block, office, slug, procedure)
    offered = [name for one in procedures.values() for name in suggested(one)]
    for item in items_of(tree.get("options")):
        word = getattr(item, "text", "").strip()
        if word.partition(":")[0] in procedures and word not in offered:
            block.error(
                "options",
                "opsi-tak-dikenal",
                f"Opsi “{word}” tidak dikenal."
                + (suggestion(word, offered) or f" Yang ada: {listed(offered) or 'belum ada'}."),
                at=item,
            )
    return findings.in_order()


def _office(block: Block) -> Office:
    check_format(block)
    key = block.text("office", required="kunci dinas, sama dengan nama foldernya")
    code = block.text("code", required="awalan nomor permohonan, misalnya KRA")
    if key and not _KEY.fullmatch(key):
        block.error("office", "nama-kunci", f"“{key}” harus huruf kecil, angka, atau tanda hubung.")
    if code and not _CODE.fullmatch(code):
        block.error("code", "kode-dinas", f"“{code}” harus 2 sampai 8 huruf besar atau angka.")
    positions = _positions(block)
    hours, own_hours = _calendar(block)
    return Office(
        key=key,
        code=code,
        name=block.text("name", required="nama dinas"),
        government=block.text("government"),
        letterhead=block.texts("letterhead"),
        address=block.text("address"),
        phone=block.text("phone"),
        email=block.text("email"),
        website=block.text("website"),
        timezone=_timezone(block),
        hours=hours,
        own_hours=own_hours,
        positions=positions,
        roles=_roles(block, positions),
        options=_options(block),
    )


def _timezone(block: Block) -> str:
    word = block.text("timezone")
    if word and word not in ZONES:
        block.error(
            "timezone",
            "zona-waktu",
            f"Zona waktu “{word}” tidak dikenal; tulis WIB, WITA, atau WIT.",
        )
    return ZONES.get(word, ZONES["WIB"])


def _calendar(block: Block) -> tuple[str, Located | None]:
    calendar = block.block("calendar", "calendar")
    if calendar is None:
        return "", None
    hours = calendar.get("hours")
    if isinstance(hours, Group):
        return "", hours
    return calendar.text("hours", required="jam kerja"), None


def _positions(block: Block) -> Mapping[str, OfficePosition]:
    """The tree, top first, whatever the order of the file."""
    block.require("positions", "jabatan")
    written = dict(block.named("positions", "position", short="title"))
    found = {
        key: OfficePosition(
            key=key,
            title=one.text("title", required="nama jabatan"),
            under=one.ref("under", written, "jabatan"),
        )
        for key, one in written.items()
    }
    ordered: dict[str, OfficePosition] = {}
    while len(ordered) < len(found):
        ready = [
            one
            for one in found.values()
            if one.key not in ordered and (not one.under or one.under in ordered)
        ]
        if not ready:
            for key in found.keys() - ordered.keys():
                written[key].error(
                    "under", "jabatan-berputar", "Atasan jabatan ini berputar-putar."
                )
            break
        ordered.update((one.key, one) for one in ready)
    return ordered


def _roles(
    block: Block, positions: Mapping[str, OfficePosition]
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for entry in block.pairs("roles"):
        if not isinstance(entry.value, Group):
            block.error(
                f"roles.{entry.key.text}",
                "jenis-isian",
                "Di sini harus kelompok “peran: [jabatan]”.",
                at=entry.value,
            )
            continue
        found[entry.key.text] = dict(_desks(block, entry.key.text, entry.value, positions))
    return found


def _desks(
    block: Block, slug: str, roles: Group, positions: Mapping[str, OfficePosition]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in roles.entries:
        holders: list[str] = []
        for item in items_of(entry.value):
            word = getattr(item, "text", "").strip()
            path = f"roles.{slug}.{entry.key.text}"
            if block.knows(path, word, positions, "jabatan", at=item):
                holders.append(word)
        yield entry.key.text, tuple(dict.fromkeys(holders))


def _options(block: Block) -> tuple[str, ...]:
    options = block.texts("options")
    for option in options:
        if not re.fullmatch(r"[a-z0-9-]+:.+\..+", option):
            block.error(
                "options",
                "opsi-tak-dikenal",
                f"“{option}” harus berbentuk <sop>:<kegiatan>.<hasil>, misalnya restore:6.ulang.",
            )
    return options


def _check_roles(block: Block, office: Office, slug: str, procedure: Procedure) -> None:
    mapped = office.roles.get(slug, {})
    for name in mapped:
        if block.knows(f"roles.{slug}.{name}", name, procedure.roles, "peran") and (
            procedure.roles[name].applicant
        ):
            block.error(
                f"roles.{slug}.{name}",
                "peran-pemohon",
                f"“{name}” adalah peran pemohon; ia tidak dipegang jabatan dinas.",
            )
    needed = {role for step in procedure.steps.values() for role in step.performers}
    for role in procedure.roles.values():
        if role.key in needed and not role.applicant and not mapped.get(role.key):
            block.warn(
                "roles",
                "peran-tanpa-jabatan",
                f"Peran “{role.key}” ({role.label}) dari SOP {slug} belum dipegang jabatan mana pun.",
            )
