"""Files that are not what they say, or more than they say: each with what the refusal must name."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf

from papers import pdf, picture


def raw_pdf(catalog: bytes = b"", *more: bytes, page: bytes = b"") -> bytes:
    """A PDF written by hand: what stands in its catalog and page, and further objects from 4 on."""
    return _numbered(
        [
            b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + page + b">>",
            *more,
        ]
    )


def unfolding_pdf(megabytes: int) -> bytes:
    """A PDF whose object stream unfolds to a thousand times its size."""
    packer, blanks = zlib.compressobj(9), b" " * (1 << 20)
    packed = packer.compress(b"4 0 <<>>")
    packed += b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()
    plain = raw_pdf(b"/Extra 4 0 R", b"null", _stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"))  # fmt: skip
    body = plain[: plain.rindex(b"xref\n0")]
    places = [body.index(b"%d 0 obj" % number) for number in (1, 2, 3, 5)] + [len(body)]
    one, two, three, five, six = (b"\x01" + place.to_bytes(4, "big") + b"\0" for place in places)
    free, within = b"\0\0\0\0\0\xff", b"\x02\0\0\0\x05\0"
    table = b"".join((free, one, two, three, within, five, six))
    body += b"6 0 obj\n" + _stream(table, b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R") + b"\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % places[-1]


def endless_jpeg() -> bytes:
    """A small JPEG that asks for the whole picture to be drawn again a thousand times."""
    whole = picture_of("JPEG", (5000, 5000), progressive=True, quality=1)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * 3000 + b"\xff\xd9"


def png_bomb(side: int = 60_000) -> bytes:
    """Seventy bytes that announce a picture of gigabytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND")


def chatty_png() -> bytes:
    """A tiny picture with a comment that unfolds to half a gigabyte."""
    plain = picture("PNG")
    text = _chunk(b"zTXt", b"k\0\0" + zlib.compress(b"A" * 300_000_000, 9))
    return plain[:33] + text + plain[33:]


def locked_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    return target.getvalue()


def picture_of(kind: str, size: tuple[int, int], **options: object) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new("L", size, 0).save(target, kind, **options)
    return target.getvalue()


def _numbered(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n" % count + table
    end += b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + end


def _stream(content: bytes, head: bytes) -> bytes:
    return b"<<" + head + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream"


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


_SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
_WITHIN = b"<</Length 3>>stream\nabc\nendstream"

# what it is → (the name it comes under, its bytes, a word of the refusal)
LIES: dict[str, tuple[str, bytes, str]] = {
    "a program": ("surat.pdf", b"MZ\x90\0" + b"\0" * 500, "bukan PDF"),
    "a web page": ("foto.png", b"<!doctype html><script>alert(1)</script>", "bukan PDF"),
    "a vector picture": ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "bukan PDF"),
    "an archive": ("surat.pdf", b"PK\x03\x04" + b"\0" * 100, "bukan PDF"),
    "a GIF": ("foto.png", picture_of("GIF", (3, 3)), "bukan PDF"),
    "nothing": ("surat.pdf", b"", "kosong"),
    "a header alone": ("surat.pdf", b"%PDF-1.7\n", "utuh"),
    "half a PDF": ("surat.pdf", pdf()[:200], "utuh"),
    "half a PNG": ("foto.png", picture("PNG")[:50], "utuh"),
    "half a JPEG": ("foto.jpg", picture("JPEG", (300, 300))[:400], "utuh"),
    "a PDF under lock": ("surat.pdf", locked_pdf(), "kata sandi"),
    "too many pages": ("surat.pdf", pdf(pages=501), "501 halaman"),
    "a tree of pages that bites its tail": (
        "surat.pdf",
        _numbered([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
        "utuh",
    ),
    "a script on opening": ("surat.pdf", raw_pdf(b"/OpenAction" + _SCRIPT), "JavaScript"),
    "a script elsewhere": ("surat.pdf", raw_pdf(b"/OpenAction 4 0 R", _SCRIPT), "JavaScript"),
    "a script on closing": ("surat.pdf", raw_pdf(b"/AA<</WC" + _SCRIPT + b">>"), "JavaScript"),
    "a script spelt otherwise": (
        "surat.pdf",
        raw_pdf(b"/OpenAction<</S/J#61vaScript/#4aS(x)>>"),
        "JavaScript",
    ),
    "a script deep within": ("surat.pdf", raw_pdf(b"/X[[[<</A" + _SCRIPT + b">>]]]"), "JavaScript"),
    "a program to launch": ("surat.pdf", raw_pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "Launch"),
    "a program named elsewhere": (
        "surat.pdf",
        raw_pdf(b"/OpenAction<</S 4 0 R/F(cmd.exe)>>", b"/Launch"),
        "Launch",
    ),
    "an attached file": (
        "surat.pdf",
        raw_pdf(b"/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 4 0 R>>>>]>>>>", _WITHIN),
        "EmbeddedFiles",
    ),
    "a file pinned to a page": (
        "surat.pdf",
        raw_pdf(b"", _WITHIN, page=b"/Annots[<</Subtype/FileAttachment/FS<</EF<</F 4 0 R>>>>>>]"),
        "EF",
    ),
    "a form that computes": ("surat.pdf", raw_pdf(b"/AcroForm<</XFA[(a)4 0 R]>>", _WITHIN), "XFA"),
    "a PNG bomb": ("foto.png", png_bomb(), "terlalu besar"),
    "a smaller PNG bomb": ("foto.png", png_bomb(9_500), "terlalu besar"),
    "a PNG with a long comment": ("foto.png", chatty_png(), "utuh"),
}  # fmt: skip
