"""What the lint says about the offices' own sheets: their faults, all of them, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.lint.check import check, publishable
from kolokasi.core.lint.identity import EFFECTIVE, NUMBER
from kolokasi.core.proof.soundness import prove
from kolokasi.sources.library import Library

PROCEDURES = Path(__file__).parents[2] / "procedures"

# Every finding: step ("" for the sheet as a whole), code, and words that must be in its sentence.
EXPECTED = {
    "karanganyar/penempatan-server": [
        ("2", "nama-peran-berubah", "“Pengawas Infrastruktur TIK”, sedangkan kolomnya “Pengawas Infrastuktur TIK”"),
        ("3", "pemohon-tak-diberi-tahu", "berakhir (ditolak)"),
        ("5", "bukan-kata-kerja", "Persetujuan"),
        ("8", "bukan-kata-kerja", "verifikasi"),
    ],
    "inhil/co-location": [
        ("", "nama-peran-berubah", "Pengelola Data Center"),
        ("", "dasar-hukum-diubah", "Undang-Undang Nomor 23 Tahun 2014"),
        ("", "dasar-hukum-tanpa-tahun", "Undang - Undang Nomor 25"),
        ("", "dasar-hukum-dicabut", "Peraturan Pemerintah Nomor 82 Tahun 2012"),
        ("", "nomor-sop", "belum diisi"),
        ("", "tanggal-efektif", "belum diisi"),
        ("3", "pemohon-tak-diberi-tahu", "berakhir (ditolak)"),
        ("5", "nama-peran-berubah", "“Kepala Bidang TIK”, sedangkan kolomnya “Kepala Bidang Infrastruktur”"),
        ("5", "bukan-kata-kerja", "Persetujuan"),
        ("6", "waktu-salah-eja", "15 Ment"),
        ("8", "keluaran-tak-terpakai", "Pemasangan server"),
        ("8", "bukan-kata-kerja", "verifikasi"),
        ("9", "mutu-baku-kosong", "kelengkapan"),
        ("9", "waktu-salah-eja", "30 Menti"),
    ],
    "kudus/penempatan-server": [
        ("", "nomor-sop", "067/ /18.01/2020"),
        ("1", "keluaran-mendahului-pembuatnya", "Kepala Dinas, yang baru bertindak di kegiatan 2"),
        ("1", "subjek-di-depan", "Pemohon"),
        ("2", "keluaran-mendahului-pembuatnya", "Kepala Bidang Informatika, yang baru bertindak di kegiatan 3"),
        ("2", "subjek-di-depan", "Kepala Dinas"),
        ("3", "mutu-baku-kosong", "output"),
        ("3", "subjek-di-depan", "Kepala Bidang Informatika"),
        ("4", "putaran-tanpa-batas", "kembali ke kegiatan 1"),
        ("4", "mutu-baku-kosong", "kelengkapan"),
        ("4", "subjek-di-depan", "Kepala Bidang Informatika"),
        ("5", "pemohon-tak-diberi-tahu", "berakhir (disetujui)"),
        ("5", "subjek-di-depan", "Staf Teknis"),
    ],
    "jateng/serah-terima-colocation": [
        ("", "sandi-di-formulir", "Password"),
        ("", "dasar-hukum-diubah", "Undang-Undang Nomor 19 Tahun 2016"),
        ("", "dasar-hukum-dicabut", "Peraturan Pemerintah Nomor 82 Tahun 2012"),
        ("5", "pemohon-tak-diberi-tahu", "berakhir (ditolak)"),
        ("8", "kelengkapan-belum-ada", "“Persetujuan Kepala Dinas” belum ada bila jalannya 1 → 2 → 3 → 4 (Tidak, kapasitas tidak tersedia) → 8"),
        ("8", "bukan-kata-kerja", "Surat"),
    ],
    "jateng/backup": [
        ("", "dasar-hukum-diubah", "Undang-Undang Nomor 19 Tahun 2016"),
        ("", "dasar-hukum-dicabut", "Peraturan Pemerintah Nomor 82 Tahun 2012"),
        ("4", "keluaran-tak-terpakai", "Data ketersediaan kapasitas bandwidth"),
        ("4", "istilah-sop-lain", "“bandwidth”"),
        ("5", "kelengkapan-tanpa-asal", "Formulir isian kebutuhan"),
        ("6", "kelengkapan-tanpa-asal", "Rekomendasi Teknis"),
        ("7", "kelengkapan-tanpa-asal", "Data kebutuhan back up"),
        ("8", "kelengkapan-tanpa-asal", "Data ketersediaan back up"),
        ("8", "bukan-kata-kerja", "Surat"),
    ],
    "jateng/restore": [
        ("", "nama-peran-berubah", "KASI INFRAS"),
        ("", "dasar-hukum-diubah", "Undang-Undang Nomor 19 Tahun 2016"),
        ("", "dasar-hukum-dicabut", "Peraturan Pemerintah Nomor 82 Tahun 2012"),
        ("2", "bukan-kata-kerja", "Pembahasan"),
        ("3", "pemohon-tak-diberi-tahu", "berakhir (ditolak)"),
        ("4", "keluaran-tak-terpakai", "Data ketersediaan kapasitas bandwidth"),
        ("4", "istilah-sop-lain", "kegiatan 4 dan 5 menyebut “bandwidth”"),
        ("6", "kelengkapan-tanpa-asal", "Formulir isian kebutuhan"),
        ("7", "kelengkapan-tanpa-asal", "Data ketersediaan back up"),
    ],
    "temanggung/penitipan-server": [
        ("", "kolom-tak-terpakai", "Sekretaris"),
        ("", "dasar-hukum-dicabut", "Peraturan Pemerintah Nomor 3 Tahun 2007"),
        ("2", "kelengkapan-belum-ada", "disposisi surat permohonan"),
        ("4", "keluaran-tak-terpakai", "Rencana Kerja"),
        ("5", "kelengkapan-belum-ada", "serah terima barang"),
        ("8", "putaran-tanpa-batas", "kembali ke kegiatan 7"),
        ("9", "putaran-tanpa-batas", "kembali ke kegiatan 8"),
    ],
    "jateng/penarikan-colocation": [],
    "temanggung/pengambilan-server": [],
}  # fmt: skip


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load(PROCEDURES)


def found(key: str) -> tuple[Finding, ...]:
    return check(library().procedure(key), regulations=library().regulations)


def test_every_shipped_procedure_is_expected_here() -> None:
    assert set(EXPECTED) == set(library().procedures())


@pytest.mark.parametrize("key", EXPECTED)
def test_no_shipped_procedure_has_an_error(key: str) -> None:
    assert [str(one) for one in found(key) if one.is_error] == []
    assert prove(library().procedure(key)).sound
    assert prove(
        library().in_force(key), options=library().offices[key.partition("/")[0]].options
    ).sound


@pytest.mark.parametrize("key", EXPECTED)
def test_the_faults_of_the_sheet_are_found_and_no_others(key: str) -> None:
    given = [(one.step, one.code, one.message) for one in found(key)]
    expected = EXPECTED[key]
    assert sorted((step, code) for step, code, _ in given) == sorted(
        (step, code) for step, code, _ in expected
    )
    for step, code, words in expected:
        assert any(
            (step, code) == (one, other) and words in message for one, other, message in given
        ), (step, code, words)


def test_every_finding_points_at_the_line_of_its_step() -> None:
    for key in EXPECTED:
        lines = library().files[key].text.split("\n")
        for one in found(key):
            if one.step:
                assert lines[one.line - 1].lstrip(" -") in (
                    f"no: {one.step}",
                    f"key: {one.step}",
                ), one


def test_indragiri_hilirs_draft_must_be_numbered_and_dated_first() -> None:
    missing = publishable(library().procedure("inhil/co-location"))
    assert [one.code for one in missing] == [NUMBER, EFFECTIVE]
    for key in set(EXPECTED) - {"inhil/co-location"}:
        assert publishable(library().procedure(key)) == ()
