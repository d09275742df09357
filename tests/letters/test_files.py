"""What comes in as a file: taken for what it opens as, refused in words, kept byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kolokasi.accounts.models import Person
from kolokasi.core.refusal import Refused, Why
from kolokasi.letters import files, opening
from kolokasi.letters.files import clean_name, path_of, store, sweep, touch
from kolokasi.letters.models import StoredFile
from lying_files import LIES, endless_jpeg, picture_of, raw_pdf, unfolding_pdf
from papers import pdf, picture

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def wati(settings: object, tmp_path: Path) -> Person:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Person.objects.create_user("wati", "wati@contoh.example", name="Wati Rekaan")


def keep(content: bytes, person: Person, name: str = "surat.pdf") -> StoredFile:
    chunks = [content[at : at + 65536] for at in range(0, len(content), 65536)]
    return store(chunks, name=name, person=person.pk, at=NOW)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (raw_pdf(b"/Title(tentang /JavaScript dan /Launch)"), "application/pdf"),
        (raw_pdf(b"/OpenAction[3 0 R/Fit]"), "application/pdf"),
        (raw_pdf(page=b"/Annots[<</Subtype/Link/A<</S/URI/URI(https://contoh.example)>>>>]"), "application/pdf"),
    ],
    ids=["PDF", "PNG", "JPEG", "a sentence about scripts", "opens at a page", "a link"],
)  # fmt: skip
def test_an_honest_file_is_kept_byte_for_byte_under_its_own_hash(
    wati: Person, content: bytes, kind: str
) -> None:
    stored = keep(content, wati, "apa pun namanya.bin")
    assert stored.media_type == kind
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert path_of(stored.sha256).read_bytes() == content


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_file_is_refused_in_words_and_leaves_nothing(
    wati: Person, tmp_path: Path, lie: str
) -> None:
    name, content, word = LIES[lie]
    with pytest.raises(Refused) as refused:
        keep(content, wati, name)
    assert refused.value.why is Why.INVALID
    assert word in str(refused.value)
    assert name in str(refused.value)
    assert not StoredFile.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("bomb", [unfolding_pdf(3000), endless_jpeg()], ids=["PDF", "JPEG"])
def test_a_bomb_brings_down_only_the_process_that_opens_it(wati: Person, bomb: bytes) -> None:
    """Three gigabytes out of three megabytes, and hours of drawing out of a hundred kilobytes."""
    assert len(bomb) < files.MAX_BYTES / 4
    with pytest.raises(Refused, match="terlalu berat"):
        keep(bomb, wati)


@pytest.mark.control
def test_the_bounds_are_what_stops_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Opened here, without bounds, a smaller one of the kind unfolds to the end and passes for honest."""
    path = tmp_path / "bom.pdf"
    path.write_bytes(unfolding_pdf(50))
    assert opening.open_here(path).media_type == "application/pdf"


def test_a_file_of_more_than_twenty_megabytes_is_refused_while_it_comes_in(wati: Person) -> None:
    came = []

    def flood() -> object:
        for number in range(10_000):
            came.append(number)
            yield b"%PDF-1.7" + b"\0" * 65_528

    with pytest.raises(Refused, match="lebih besar dari 20 MB"):
        store(flood(), name="raksasa.pdf", person=wati.pk, at=NOW)
    assert len(came) == 321, "reading stops with the first byte too many"


def test_a_page_of_a4_at_six_hundred_dots_is_a_letter_and_a3_must_be_made_smaller(
    wati: Person,
) -> None:
    with pytest.raises(Refused, match="terlalu besar"):
        keep(picture_of("PNG", (9_921, 7_016)), wati, "a3.png")
    assert keep(picture_of("PNG", (7_016, 4_960)), wati, "a4.png").media_type == "image/png"


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("surat.pdf", "application/pdf", "surat.pdf"),
        ("../../x.pdf", "application/pdf", "x.pdf"),
        ("..\\..\\x.pdf", "application/pdf", "x.pdf"),
        ("/etc/passwd", "application/pdf", "passwd.pdf"),
        ("surat.pdf.exe", "application/pdf", "surat.pdf.pdf"),
        ("surat\x00.exe", "image/png", "surat.png"),
        ("surat\r\nSet-Cookie: a=b.pdf", "application/pdf", "suratSet-Cookie: a=b.pdf"),
        ("foto\u202egnp.exe", "image/png", "fotognp.png"),
        ("خطاب.pdf", "application/pdf", "خطاب.pdf"),
        ("🏥.pdf", "application/pdf", "🏥.pdf"),
        ("A" * 5_000 + ".pdf", "application/pdf", "A" * 120 + ".pdf"),
        ("", "application/pdf", "berkas.pdf"),
        (".pdf", "application/pdf", "berkas.pdf"),
        ("....", "image/jpeg", "berkas.jpg"),
        ("/", "image/jpeg", "berkas.jpg"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save_and_says_the_true_type(
    name: str, kind: str, shown: str
) -> None:
    assert clean_name(name, kind) == shown


def test_a_long_name_does_not_drown_the_refusal(wati: Person) -> None:
    with pytest.raises(Refused) as refused:
        keep(b"bukan", wati, "A" * 5_000)
    assert len(str(refused.value)) < 300


def test_the_same_file_twice_is_one_file(wati: Person) -> None:
    letter = pdf()
    assert keep(letter, wati) == keep(letter, wati, "salinan.pdf")
    assert StoredFile.objects.count() == 1


def test_what_a_crash_left_is_swept_after_a_day(wati: Person, tmp_path: Path) -> None:
    kept = keep(pdf(), wati)
    left = tmp_path / "baru-sisa"
    left.write_bytes(b"setengah")
    there = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert sweep(there + timedelta(hours=23), named=set) == 0
    assert sweep(there + timedelta(hours=25), named=set) == 1
    assert path_of(kept.sha256).exists()


def test_what_nobody_names_is_swept_a_day_after_it_was_last_handed_in(wati: Person) -> None:
    letter = pdf("Ditinggalkan")
    kept, left = keep(pdf("Bernama"), wati), keep(letter, wati)

    def named(contents: Sequence[str]) -> set[str]:
        return {kept.sha256} & set(contents)

    assert sweep(NOW + timedelta(hours=23), named=named) == 0
    touch(left.sha256, NOW + timedelta(hours=12))
    assert sweep(NOW + timedelta(hours=30), named=named) == 0
    assert sweep(NOW + timedelta(hours=37), named=named) == 1
    assert not path_of(left.sha256).exists()
    assert list(StoredFile.objects.all()) == [kept]
    assert path_of(kept.sha256).exists()
    assert not touch(left.sha256, NOW), "whoever names it now is told"
    assert keep(letter, wati) == left, "and hands it in anew"
    assert path_of(left.sha256).exists()


def test_what_is_handed_in_while_it_is_swept_stays(wati: Person) -> None:
    """Nobody named it when that was asked; a moment later somebody hands in the same letter."""
    letter = pdf()
    left = keep(letter, wati)
    late = NOW + timedelta(hours=30)

    def named(contents: Sequence[str]) -> set[str]:
        store([letter], name="surat.pdf", person=wati.pk, at=late)
        return set()

    assert sweep(late, named=named) == 0
    assert path_of(left.sha256).exists()


@pytest.mark.control
def test_without_noting_when_it_was_handed_in_again_it_would_be_lost(
    wati: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "touch", lambda *_: True)
    letter = pdf()
    left = keep(letter, wati)
    late = NOW + timedelta(hours=30)

    def named(contents: Sequence[str]) -> set[str]:
        store([letter], name="surat.pdf", person=wati.pk, at=late)
        return set()

    assert sweep(late, named=named) == 1
    assert not path_of(left.sha256).exists()
