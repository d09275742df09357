"""A procedure file becomes a ``Procedure``, or findings that say everything that keeps it from being one.

Reading never stops at the first fault: a part that cannot be read is left out, noted, and the rest is
read. Every key is in ``file_keys`` and explained in ``docs/procedure-format.md``. What the parts mean
together (dead ends, unreachable steps, what nothing produces) is for the lint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kolokasi.core.finding import Finding, Findings
from kolokasi.core.procedure import (
    Document,
    Identity,
    Procedure,
    Role,
    Standing,
)
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.capacity_file import read_capacity
from kolokasi.core.reading.closing_file import (
    read_duties,
    read_ends,
    read_register,
    read_withdrawal,
)
from kolokasi.core.reading.form_file import read_forms
from kolokasi.core.reading.identity_file import (
    PROCEDURE_KEY,
    IdentityLookup,
    read_identity,
    read_related,
)
from kolokasi.core.reading.located import Located, Sequence, text_of
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.names import Names, gather
from kolokasi.core.reading.step_file import read_attachments, read_steps

FORMAT = "1"
MOST_PARTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``procedure`` is None if there is any error. ``sketch`` is what could be read in spite of errors:
    for the lint alone, so that an author sees all that is wrong at once; never to be run."""

    procedure: Procedure | None
    sketch: Procedure | None
    findings: tuple[Finding, ...]


def read_procedure(
    tree: Located, *, file: str, identity_of: IdentityLookup | None = None
) -> tuple[Procedure | None, tuple[Finding, ...]]:
    """The procedure, or None and at least one error. ``identity_of`` resolves ``identity: {same_as: …}``."""
    reading = read_file(tree, file=file, identity_of=identity_of)
    return reading.procedure, reading.findings


def read_file(tree: Located, *, file: str, identity_of: IdentityLookup | None = None) -> Reading:
    findings = Findings(file)
    sketch = None
    other, crowded = _other_kind(tree), _crowded(tree)
    if other:
        findings.error("bukan-sop", other, line=tree.line)
    elif crowded is not None:
        findings.error(
            "terlalu-banyak", f"Lebih dari {MOST_PARTS} butir dalam satu bagian.", line=crowded.line
        )
    elif isinstance(tree, Group):
        sketch = _procedure(Block(tree, "procedure", findings), identity_of)
    else:
        findings.error(
            "jenis-isian",
            "Berkas SOP harus berisi isian “format: 1”, “procedure: …”.",
            line=tree.line,
        )
    found = findings.in_order()
    return Reading(procedure=None if findings.any_error else sketch, sketch=sketch, findings=found)


def read_identity_sheet(tree: Located) -> Identity | None:
    """The identity sheet alone, as another procedure sees it through ``same_as``."""
    if not isinstance(tree, Group):
        return None
    block = Block(tree, "procedure", Findings(""))
    return read_identity(
        block.block("identity", "identity"), own=text_of(tree.get("procedure")), identity_of=None
    )


def _other_kind(tree: Located) -> str:
    """What to say to somebody who hands in another file of the folder."""
    if not isinstance(tree, Group) or tree.get("steps") is not None:
        return ""
    if tree.get("stories") is not None:
        return "Berkas ini berisi cerita uji (stories), bukan SOP."
    if tree.get("office") is not None:
        return "Berkas ini menerangkan dinas (office.yaml), bukan SOP."
    return ""


def _crowded(tree: Located) -> Located | None:
    """A part with more entries than any SOP has: it is some other file, or a mischief."""
    match tree:
        case Sequence():
            inner: tuple[Located, ...] = tree.items
        case Group():
            inner = tuple(one.value for one in tree.entries)
        case _:
            return None
    if len(inner) > MOST_PARTS:
        return tree
    return next((one for one in map(_crowded, inner) if one is not None), None)


def check_format(block: Block) -> None:
    if block.text("format", required="tulis “format: 1”") not in ("", FORMAT):
        block.error(
            "format", "format", f"Format ini tidak dikenal; yang terbaca adalah “format: {FORMAT}”."
        )


def _procedure(block: Block, identity_of: IdentityLookup | None) -> Procedure | None:
    check_format(block)
    key, title = _key(block), block.text("title", required="judul SOP")
    names = gather(block.tree)
    for required, what in (("roles", "kolom pelaksana"), ("steps", "kegiatan")):
        block.require(required, what)
    sheet = block.block("identity", "identity")
    roles = _roles(block)
    forms = read_forms(block, names)
    documents = _documents(block, names)
    capacity = read_capacity(block, names, forms)
    steps = read_steps(block, names, documents, forms)
    request = block.block("request", "request")
    withdrawal = read_withdrawal(block, names)
    register = read_register(block, names)
    duties = tuple(read_duties(block, names))
    ends = read_ends(block, steps, withdrawal)
    standing = block.choice("standing", Standing, Standing.SOURCE)
    identity = read_identity(sheet, own=key, identity_of=identity_of)
    services = _services(block, names, title)
    summary, source = block.text("summary"), block.text("source")
    fills = request.refs("fills", names.forms, "formulir") if request else ()
    attachments = read_attachments(request, names) if request else ()
    if not steps or not any(role.applicant for role in roles.values()):
        return None
    start = next(iter(steps.values()))
    procedure = Procedure(
        key=key,
        title=title,
        standing=standing,
        identity=identity,
        services=services,
        roles=roles,
        documents=documents,
        forms=forms,
        steps=steps,
        start=start.key,
        ends=ends,
        source=source,
        summary=summary,
        request_fills=fills,
        request_attachments=attachments,
        duties=duties,
        withdrawal=withdrawal,
        register=register,
        capacity=capacity,
        related=read_related(sheet),
    )
    if request is not None and procedure.starts_with_applicant:
        block.error(
            "request",
            "permohonan-ganda",
            f"Kegiatan pertama ({start.key}) sudah milik pemohon; pindahkan fills dan attach ke sana "
            "dan hapus “request”.",
        )
    return procedure


def _key(block: Block) -> str:
    key = block.text("procedure", required="<dinas>/<nama>")
    if key and not PROCEDURE_KEY.fullmatch(key):
        block.error(
            "procedure",
            "kunci-sop",
            f"“{key}” harus berbentuk <dinas>/<nama> dengan huruf kecil, angka, dan tanda hubung, "
            "misalnya karanganyar/penempatan-server.",
        )
    return key


def _services(block: Block, names: Names, title: str) -> Mapping[str, str]:
    if "services" not in block:
        return dict.fromkeys(names.services, title)
    services: dict[str, str] = {}
    for name, label in block.text_pairs("services"):
        block.check_name("services", name.text, at=name)
        services[name.text] = label.text.strip()
    return services


def _roles(block: Block) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    for key, one in block.named("roles", "role", short="label"):
        asking = [role.label for role in roles.values() if role.applicant]
        if asking and one.flag("applicant"):
            one.error(
                "applicant",
                "pemohon-dua",
                f"“{asking[0]}” sudah menjadi pemohon; hanya satu peran yang mengajukan permohonan. "
                "Semua orang dari OPD itu bertindak sebagai peran tersebut.",
            )
        roles[key] = Role(
            key=key,
            label=one.text("label", required="nama kolom pada lembar"),
            applicant=one.flag("applicant"),
            lane=one.flag("lane", default=True),
            also_called=one.texts("also_called"),
            assumption=one.text("assumption"),
        )
    if roles and not any(role.applicant for role in roles.values()):
        block.error(
            "roles",
            "tanpa-pemohon",
            "Belum ada peran pemohon; tulis “applicant: ya” pada peran yang mengajukan permohonan "
            "(dengan “lane: tidak” bila ia tidak punya kolom pada lembar).",
        )
    return roles


def _documents(block: Block, names: Names) -> Mapping[str, Document]:
    return {
        key: Document(
            key=key,
            title=one.text("title", required="judul dokumen"),
            form=one.ref("form", names.forms, "formulir"),
            made_by=one.ref("made_by", names.roles, "peran"),
            outside=one.flag("outside"),
            restricted=one.flag("restricted"),
        )
        for key, one in block.named("documents", "document", short="title")
    }
