"""Files on their way into an act. A good file survives a form that has to be mended: it is stored at
once, and a signed slip in the form says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from kolokasi.core.commands import File
from kolokasi.core.procedure import Attachment
from kolokasi.core.refusal import Refused, Why
from kolokasi.letters.files import clean_name, store, touch
from kolokasi.web.sentences import said

OTHER = Attachment(document="lampiran", label="Lampiran lain (bila ada)")
MAX_FILES = 10
_SALT = "kolokasi.berkas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stored file that waits for its act. ``slip`` proves that this person handed it in."""

    file: File
    slip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One place for files on a page."""

    attachment: Attachment
    name: str
    error: str
    kept: tuple[Kept, ...]


def taken(
    request: HttpRequest, attachments: tuple[Attachment, ...], *, person: int
) -> tuple[File, ...]:
    """The files of this form: those kept from before and those that came now.

    Raises Refused with an error for each place whose file cannot be taken; the others stay kept.
    """
    kept: dict[str, list[File]] = {}
    errors: dict[str, str] = {}
    for one in (*attachments, OTHER):
        name = f"file.{one.document}"
        files, wrong = _still_here(_from_slips(request, name, person))
        wrong += _store_into(files, request.FILES.getlist(name), one.document, person)
        if wrong:
            errors[name] = " ".join(wrong)
        kept[name] = files
    request.kolokasi_kept = kept  # type: ignore[attr-defined]
    if errors:
        raise Refused(
            Why.INVALID, "Ada berkas yang tidak dapat diterima. Periksa bagian yang ditandai.",
            errors=errors,
        )  # fmt: skip
    return tuple(dict.fromkeys(file for files in kept.values() for file in files))


def kept_before(request: HttpRequest, *, person: int) -> tuple[File, ...]:
    """The files that the form's slips name, whatever place they are in."""
    names = {name.removesuffix(".kept") for name in request.POST if name.endswith(".kept")}
    files = [file for name in sorted(names) for file in _from_slips(request, name, person)]
    return tuple(_still_here(files)[0])


def slips_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Fields for the files that came with this request, so that sending it again sends them too."""
    kept: dict[str, list[File]] = getattr(request, "kolokasi_kept", {})
    person = request.user.pk
    slips = [
        (f"{name}.kept", _slip(file, person)) for name, files in kept.items() for file in files
    ]
    return [(name, slip) for name, slip in slips if slip not in request.POST.getlist(name)]


def wanted(
    request: HttpRequest,
    attachments: tuple[Attachment, ...],
    services: frozenset[str],
    answers: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    drafted: tuple[File, ...] = (),
    mending: bool = False,
) -> list[Wanted]:
    """The places for files that apply, with what is kept in each. ``mending``: none of them is owed,
    since what was handed in before stays."""
    kept = getattr(request, "kolokasi_kept", None)
    person = request.user.pk
    found = []
    for one in (*attachments, replace(OTHER, label=said(OTHER.label))):
        if not one.condition.holds(services=services, answers=answers):
            continue
        name = f"file.{one.document}"
        files = (
            kept.get(name, [])
            if kept is not None
            else [file for file in drafted if file.document == one.document]
        )
        found.append(
            Wanted(
                attachment=replace(one, required=False) if mending else one,
                name=name,
                error=errors.get(name, ""),
                kept=tuple(Kept(file=file, slip=_slip(file, person)) for file in files),
            )
        )
    return found


def _still_here(files: list[File]) -> tuple[list[File], list[str]]:
    """Files whose slips came in time; and what to say of those that lay about too long, in a page that
    somebody left open for days."""
    here, wrong = [], []
    for file in files:
        if touch(file.sha256, timezone.now()):
            here.append(file)
        else:
            wrong.append(f"“{file.name}” tidak tersimpan lagi. Pilih berkasnya sekali lagi.")
    return here, wrong


def _store_into(
    files: list[File], uploads: list[UploadedFile], document: str, person: int
) -> list[str]:
    """Store what can be taken. Returns what is wrong with the rest."""
    wrong = []
    room = max(0, MAX_FILES - len(files))
    for upload in uploads[:room]:
        shown = upload.name or "berkas"
        try:
            stored = store(upload.chunks(), name=shown, person=person, at=timezone.now())
        except Refused as refused:
            wrong.append(str(refused))
            continue
        name = clean_name(shown, stored.media_type)
        files.append(File(document=document, name=name, sha256=stored.sha256))
    if len(uploads) > room:
        wrong.append(f"Paling banyak {MAX_FILES} berkas di sini.")
    return wrong


def _from_slips(request: HttpRequest, name: str, person: int) -> list[File]:
    files = []
    for slip in request.POST.getlist(f"{name}.kept"):
        try:
            document, shown, sha256, owner = signing.loads(slip, salt=_SALT)
        except (signing.BadSignature, ValueError):
            continue  # a slip that is not ours is no file
        if owner == person and name == f"file.{document}":
            files.append(File(document=document, name=shown, sha256=sha256))
    return files


def _slip(file: File, person: int | None) -> str:
    return signing.dumps([file.document, file.name, file.sha256, person], salt=_SALT)
