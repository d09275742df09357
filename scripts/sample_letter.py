"""Make docs/contoh/surat-permohonan.pdf: an invented letter, so that whoever tries Kolokasi has one to upload.

The same bytes every time. Run it with ``.venv/bin/python scripts/sample_letter.py``.
"""

from __future__ import annotations

from pathlib import Path

from pikepdf import Array, Dictionary, Name, Page, Pdf

TARGET = Path(__file__).resolve().parents[1] / "docs" / "contoh" / "surat-permohonan.pdf"
LEFT, RIGHT = 72, 524
LETTER = """\
Karanganyar, 2 November 2026

Nomor: 000.1.5/CONTOH
Lampiran: satu berkas spesifikasi server
Perihal: Permohonan penempatan server

Yth. Kepala Dinas Komunikasi dan Informatika
Kabupaten Karanganyar

Dengan hormat,

Dinas Kesehatan sedang menyiapkan layanan e-Puskesmas bagi 21 puskesmas. Kami
memohon tempat di pusat data Dinas Komunikasi dan Informatika untuk satu server:
tinggi 2U, daya 750 watt, dua catu daya. Server sudah dibeli dan siap dibawa.

Demikian permohonan ini kami sampaikan. Terima kasih atas bantuan Saudara.


Kepala Dinas Kesehatan


(ditandatangani)

Rekaan Semata

Surat ini rekaan, untuk mencoba Kolokasi.
Tidak ada orang, nomor, atau server yang nyata di dalamnya."""


def main() -> None:
    pdf = Pdf.new()
    fonts = Dictionary(Biasa=_font("Times-Roman"), Tebal=_font("Times-Bold"))
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595, 842]),  # A4
            Resources=Dictionary(Font=fonts),
            Contents=pdf.make_stream(_drawn()),
        )
    )
    pdf.pages.append(Page(page))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = "Surat permohonan (contoh)"
        about["dc:language"] = ["id"]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    pdf.save(TARGET, deterministic_id=True)


def _font(name: str) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name("/" + name),
        Encoding=Name.WinAnsiEncoding,
    )


def _drawn() -> bytes:
    """Letterhead, a double rule, and the letter's lines."""
    parts = [
        _text("Tebal", 14, 147, 780, "PEMERINTAH KABUPATEN KARANGANYAR"),
        _text("Tebal", 17, 216, 758, "DINAS KESEHATAN"),
        _text("Biasa", 10, 224, 742, "Jalan Contoh Nomor 1, Karanganyar"),
        f"2 w {LEFT} 732 m {RIGHT} 732 l S 0.5 w {LEFT} 728.5 m {RIGHT} 728.5 l S",
    ]
    height = 700
    for line in LETTER.split("\n"):
        parts.append(_text("Biasa", 12, LEFT, height, line) if line else "")
        height -= 17
    return "\n".join(parts).encode("cp1252")


def _text(font: str, size: int, x: int, y: int, said: str) -> str:
    escaped = said.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET"


if __name__ == "__main__":
    main()
