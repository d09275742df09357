"""What the rooms below say to people, so that the screens can say it in English too.

The core and its shell speak finished Indonesian sentences and know nothing of gettext. Their templates
are listed here, where ``make messages`` finds them; a test holds the list against the code. ``said``
recognises a finished sentence by its template and says it in the language of the screen.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from kolokasi.web.capacity_sentences import BEFOREHAND, DATA_CENTRE, FORMS, OUTLOOK
from kolokasi.web.exchange_sentences import EXCHANGE

EVENTS = (
    _("Permohonan diajukan oleh %(who)s"),
    _("Kegiatan %(step)s dimulai"),
    _("Kegiatan %(step)s diteruskan oleh %(who)s"),
    _("Kegiatan %(step)s diselesaikan oleh %(who)s"),
    _("Kegiatan %(step)s dilewati karena tidak berlaku bagi permohonan ini"),
    _("Kegiatan %(step)s dihentikan"),
    _("Kegiatan %(step)s menunggu kegiatan lain selesai"),
    _("Kegiatan %(step)s tidak lagi menunggu"),
    _("Permohonan ditarik oleh %(who)s"),
    _("Permohonan selesai: %(end)s"),
    _("Tenggat kegiatan %(step)s dihitung ulang"),
    _("Ketersediaan kapasitas diperiksa"),
    _("Hasil pemeriksaan kapasitas dikecualikan oleh %(who)s"),
    _("Kapasitas dipesan untuk permohonan ini"),
    _("Permohonan masuk daftar tunggu kapasitas"),
    _("Pemesanan kapasitas akan gugur bila belum dipakai"),
    _("Pemesanan kapasitas gugur karena tidak dipakai pada waktunya"),
    _("Kapasitas yang dipesan kini dipakai"),
    _("Pemesanan kapasitas dilepas"),
)
ENDS = (_("disetujui"), _("ditolak"), _("ditarik"), _("selesai"))

REFUSALS = (
    # requests
    _("Permohonan hanya dapat diajukan oleh orang dari OPD pemohon."),
    _("Permohonan hanya dapat dibuat oleh orang dari OPD pemohon."),
    _("Permohonan hanya dapat diajukan oleh OPD dari dinas ini."),
    _("Permohonan ini tidak ditemukan."),
    _("Layanan ini tidak ditemukan."),
    _("Perihal terlalu panjang."),
    _("Pilih sedikitnya satu layanan yang tersedia pada SOP ini."),
    _("Pilih sedikitnya satu layanan."),
    _(
        "SOP ini tidak sedang berlaku, maka permohonan baru belum dapat diajukan. "
        "Buka halaman layanan dinas untuk SOP yang berlaku."
    ),
    _(
        "Draf ini sudah dikirim atau dihapus, mungkin oleh rekan Anda. Lihat daftar permohonan "
        "sebelum menulis yang baru."
    ),
    # steps and turns
    _("Kegiatan ini tidak ada pada SOP permohonan ini."),
    _("Kegiatan %(step)s sudah dikerjakan rekan Anda."),
    _(
        "Kegiatan %(step)s sudah dikerjakan oleh %(name)s pukul %(at)s. Tidak ada yang perlu Anda "
        "ulangi; lihat keadaan terbarunya pada halaman permohonan."
    ),
    _("Permohonan ini baru saja diubah rekan Anda."),
    _("Giliran ini tidak ada pada kegiatan ini."),
    _("Giliran sebelumnya belum selesai."),
    _("Kegiatan ini ada di meja %(role)s; jabatan Anda saat ini tidak memegang peran itu."),
    _("Kegiatan ini baru dibuka pada %(at)s."),
    _("Anda yang memutuskan kegiatan ini; tunggu catatan dari pelaksana lain lebih dahulu."),
    _("Pilih salah satu keputusan: %(labels)s."),
    _("Keputusan ini tidak tersedia pada kegiatan ini."),
    _("Tuliskan alasannya agar pemohon dan rekan kerja memahami keputusan ini."),
    _("Alasan wajib diisi untuk keputusan ini."),
    _("Isian %(name)s tidak dikenal pada formulir permohonan ini."),
    _("Isian yang ditandai tidak dikenal."),
    _("Catatan terlalu panjang."),
    _("Catatan memuat karakter yang tidak dapat dicetak."),
    _("Ketik ulang catatan ini; ada karakter yang tidak dapat dicetak."),
    _("Paling banyak %(most)s karakter; sekarang %(now)s."),
    _("Ada isian yang perlu diperbaiki. Periksa bagian yang ditandai."),
    # capacity
    _("Kapasitas tidak dapat dipesan. %(short)s Pilih keputusan yang lain."),
    _(
        "Kapasitas tidak dapat dipesan. %(short)s Pilih keputusan yang lain, atau minta pengecualian "
        "kepada %(entitled)s."
    ),
    _(
        "Tidak ada yang dapat dipesan, juga dengan pengecualian. %(short)s Yang belum diketahui dilengkapi "
        "lebih dahulu, dan batas fisik tidak dapat dilampaui."
    ),
    _("Tuliskan alasan pengecualian; alasan ini tercatat pada riwayat permohonan."),
    _("Alasan pengecualian wajib diisi."),
    _("Pengecualian atas hasil pemeriksaan kapasitas bukan wewenang jabatan Anda saat ini."),
    _("Saat ini tidak ada pemeriksaan kapasitas yang menunggu keputusan."),
    _("Pengecualian untuk permohonan ini sudah dicatat."),
    # two sides, withdrawing, the end
    _("Anda yang mengajukan permohonan ini, maka langkah dinas harus dikerjakan orang lain."),
    _("Anda sudah bertindak untuk dinas pada permohonan ini, maka tidak dapat mewakili pemohon."),
    _("Hanya pemohon yang dapat menarik permohonannya."),
    _("Permohonan ini tidak dapat ditarik lagi pada tahap ini; hubungi dinas untuk penarikan."),
    _("Tuliskan alasan penarikan."),
    _("Alasan penarikan wajib diisi."),
    _("Permohonan ini sudah berakhir; tidak ada lagi yang dapat dikerjakan."),
    # keys
    _("Formulir ini tidak lengkap. Muat ulang halaman, lalu kirim sekali lagi."),
    _("Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman sebelum mengirim."),
    _(
        "Sambungan ke basis data terputus tepat saat menyimpan. Tindakan Anda sedang dipastikan; "
        "mengirim ulang aman dan tidak akan tercatat dua kali."
    ),
    _(
        "Sambungan ke basis data terputus tepat saat menyimpan. Lihat jejak tindakan pada "
        "ringkasan dinas: bila tindakan Anda belum ada di sana, ulangi; mengulang aman."
    ),
    # duties
    _("Kewajiban ini tidak ditemukan."),
    _("Kewajiban ini sudah ditandai selesai oleh %(name)s. Tidak ada yang perlu Anda ulangi."),
    _("Kewajiban ini ada di meja lain; jabatan Anda saat ini tidak memegangnya."),
    _("Anda yang mengajukan permohonan ini, maka kewajiban dinas harus dikerjakan orang lain."),
    _("Tuliskan hasilnya."),
    _("Tuliskan singkat apa yang diperiksa dan hasilnya."),
)

FIELDS = (
    _("%(label)s: isian ini wajib diisi."),
    _("%(label)s: berkas ini wajib dilampirkan."),
    _("memuat karakter yang tidak dapat dicetak; ketik ulang isian ini."),
    _("paling banyak %(most)s karakter; sekarang %(now)s."),
    _("paling banyak %(most)s baris."),
    _("tulis bilangan bulat, misalnya 42."),
    _("tulis angka, misalnya 2,5."),
    _("“%(text)s” dapat dibaca dengan dua cara; tulis %(plain)s atau %(exact)s,0."),
    _("angka ini di luar jangkauan."),
    _("paling sedikit %(least)s"),
    _("paling banyak %(most)s"),
    _("tulis tanggal yang ada, misalnya 17-08-2026."),
    _("tahunnya tidak masuk akal; periksa lagi."),
    _(
        "tulis nama domain tanpa http:// dan tanpa garis miring, misalnya data.contoh.go.id; "
        "hanya huruf kecil, angka, dan tanda hubung."
    ),
    _("tulis alamat IP, misalnya 10.1.2.3."),
    _("pilih salah satu dari pilihan yang ada."),
    _("tulis alamat surel lengkap, misalnya nama@contoh.go.id."),
    _("tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
    _("NIP terdiri atas 18 angka."),
)

FILES = (
    _("“%(name)s” kosong. Pilih berkas lain."),
    _("“%(name)s” tidak tersimpan lagi. Pilih berkasnya sekali lagi."),
    _(
        "“%(name)s” lebih besar dari %(most)s MB. Pindai ulang dengan mutu lebih rendah, lalu "
        "unggah lagi."
    ),
    _("“%(name)s” berisi %(pages)s halaman; paling banyak %(most)s."),
    _(
        "“%(name)s” bukan PDF, JPG, atau PNG, apa pun nama berkasnya. Terima kasih, tetapi yang "
        "dapat diterima hanya PDF, JPG, atau PNG."
    ),
    _("“%(name)s” terkunci kata sandi. Simpan ulang tanpa kata sandi."),
    _(
        "“%(name)s” memuat skrip, perintah, atau berkas sisipan (%(what)s). Cetak ke PDF baru, "
        "lalu unggah lagi."
    ),
    _("“%(name)s” rusak atau bukan PDF yang utuh. Simpan ulang sebagai PDF."),
    _("“%(name)s” adalah gambar yang rusak atau tidak utuh. Foto atau pindai ulang."),
    _("“%(name)s” adalah gambar yang terlalu besar untuk dibuka. Kecilkan dahulu."),
    _(
        "“%(name)s” terlalu berat untuk dibuka dengan aman. Pindai atau cetak ke berkas baru yang "
        "lebih sederhana, lalu unggah lagi."
    ),
    _("Ada berkas yang tidak dapat diterima. Periksa bagian yang ditandai."),
    _("Paling banyak %(most)s berkas di sini."),
    _("Lampiran lain (bila ada)"),
)

ADMINISTRATION = (
    _("Anda bukan admin dinas ini (lagi), maka tidak ada yang diubah."),
    _("Hal yang sama baru saja disimpan orang lain. Muat ulang halaman, lalu periksa."),
    # people
    _("Nama pengguna wajib diisi."),
    _("Hanya huruf kecil, angka, titik, garis bawah, dan tanda hubung; paling banyak 60."),
    _("Nama pengguna “%(name)s” sudah dipakai; pilih yang lain."),
    _("Nama wajib diisi."),
    _("Alamat surel ini belum lengkap, misalnya %(example)s."),
    _("Surel ini sudah dipakai akun lain."),
    _("NIP ini sudah dipakai akun lain."),
    _("Akun Anda sendiri hanya dapat ditutup oleh admin lain."),
    _("%(name)s petugas TI instalasi ini; akunnya tidak diurus dari sini."),
    _(
        "%(name)s juga bekerja untuk dinas lain, maka akunnya tidak dapat diubah dari sini. Yang "
        "dapat Anda akhiri adalah jabatan dan keanggotaannya pada dinas ini."
    ),
    _("Akun orang ini tidak aktif."),
    _("Akun orang ini tidak aktif; aktifkan dahulu."),
    _("Akun %(name)s tidak aktif; aktifkan dahulu."),
    _("Akun ini belum punya alamat surel; isi dahulu, lalu simpan."),
    _("Tulis surelnya: ke sanalah kata sandi dibuat."),
    _("Tulis nama pengguna atau surel orangnya."),
    _("“%(name)s” tidak ditemukan. Periksa ejaannya, atau buat akunnya dahulu pada halaman Orang."),
    # roles, positions, agencies, desks
    _("Pilih perannya."),
    _("Orang ini sudah memegang peran itu pada masa tersebut."),
    _("Sudah dipegang %(when)s."),
    _("%(name)s satu-satunya admin dinas ini; tunjuk penggantinya dahulu."),
    _("Tulis nama jabatannya."),
    _("Jabatan ini sudah ada."),
    _("“%(title)s” sudah ada; beri nama yang membedakannya."),
    _("Pilih definitif, Plt., atau Plh."),
    _("Plt. dan Plh. memerlukan surat perintahnya."),
    _("Tulis nomor surat perintah yang menunjuk Plt. atau Plh. ini."),
    _("Orang ini sudah memangku jabatan itu pada masa tersebut."),
    _("%(name)s sudah memangku jabatan ini %(when)s; akhiri dahulu yang itu."),
    _(
        "%(name)s masih tercatat sebagai pejabat definitif %(when)s; akhiri pemangkuannya bila "
        "sudah tidak menjabat, sebab keduanya dapat bertindak."
    ),
    _("%(name)s juga memangku jabatan ini %(when)s; keduanya dapat bertindak."),
    _("Tulis nama OPD-nya."),
    _("OPD ini sudah ada."),
    _("“%(name)s” sudah terdaftar."),
    _("Orang ini sudah menjadi anggota OPD itu pada masa tersebut."),
    _("%(name)s sudah anggota %(when)s; akhiri dahulu yang itu."),
    _("Pilih jabatannya."),
    _("Jabatan ini sudah duduk di meja itu pada masa tersebut."),
    _("%(title)s sudah di meja ini %(when)s; akhiri dahulu yang itu."),
    # dates
    _("Periksa tanggalnya."),
    _("Tanggal akhir tidak boleh mendahului tanggal mulai."),
    _("Masa ini sudah berakhir pada %(day)s; buat penetapan baru bila berlanjut."),
    _("Tulis mulai kapan."),
    _("Tulis hari terakhirnya."),
    _("Tulis tanggalnya."),
    _("Tanggal ini tidak terbaca; tulis misalnya 2026-11-20."),
    _("Paling panjang %(most)s karakter; sekarang %(now)s."),
    _("mulai %(day)s"),
    _("sampai %(day)s"),
    _("berakhir %(day)s"),
    _("%(first)s s.d. %(last)s"),
    _("tanpa tanggal akhir"),
    # the calendar
    _("Pilih libur daerah atau hari kerja pengganti."),
    _("Lengkapi isian hari ini."),
    _("Periksa isian hari ini."),
    _("Hari itu sudah libur."),
    _("%(day)s sudah %(kind)s: %(name)s."),
    _("Tulis nama harinya, misalnya Hari Jadi Kabupaten."),
    _("Tulis keputusan yang menetapkannya; tanpa itu hari kerja tidak berubah."),
    _("Tulis nomor keputusan yang sudah Anda baca."),
    _("Tandai sedikitnya satu hari."),
    _(
        "Hari libur nasional berlaku bagi semua dinas dan tidak dihapus dari sini; bila dinas Anda "
        "bekerja pada hari itu, catat sebagai hari kerja pengganti."
    ),
    # SOPs
    _("Nomor SOP wajib diisi."),
    _("Nomor SOP paling panjang 120 karakter yang dapat dicetak."),
    _("Beri nomor SOP dahulu: SOP tanpa nomor belum dapat diberlakukan."),
    _("Tulis sejak kapan SOP ini berlaku."),
    _("Tanggal efektif belum tiba."),
    _(
        "SOP berlaku begitu diberlakukan di sini; lakukan pada tanggal efektifnya, paling lambat "
        "hari ini."
    ),
    _("SOP ini belum dapat diberlakukan: %(first)s"),
    _("Berkas SOP ini belum benar: %(first)s"),
    _("Versi ini bukan draf lagi; buat draf baru darinya bila perlu diubah."),
    _("Berkas ini menyebut dirinya “%(key)s”; pada dinas ini tulis “%(wanted)s”."),
    _("Naskah ini belum dapat menjadi SOP; belum ada yang disimpan."),
)

CHOICES = (
    # how a version of an SOP stands, how a task was closed, what a day or a post is
    _("Draf"), _("Berlaku"), _("Diganti"), _("Dicabut"),
    _("Diselesaikan"), _("Diteruskan"), _("Dikerjakan rekan"), _("Dihentikan"),
    _("Sedang berjalan"), _("Disetujui"), _("Ditolak"), _("Ditarik"), _("Selesai"),
)  # fmt: skip

COLUMNS = (
    # headings of the register, made of its keys
    _("Nama"), _("Domain"), _("Spesifikasi"), _("Lokasi"), _("Lokasi hosting"), _("Pemilik"),
    _("Penanggung jawab"), _("Kontak"), _("Kontak telepon"), _("Masa berlaku"), _("Sampai"),
    _("Peruntukan"), _("Teknologi"), _("Cadangan"), _("Alamat IP"), _("Penyimpanan"),
)  # fmt: skip

TEMPLATES = (
    *REFUSALS, *FIELDS, *FILES, *ADMINISTRATION, *DATA_CENTRE, *OUTLOOK, *BEFOREHAND, *FORMS,
    *EXCHANGE,
)  # fmt: skip

_PLACE = re.compile(r"%\((\w+)\)s")
_OURS = ("when", "kind")  # places that hold words of ours
_MONTHS = {
    "Januari": "January", "Februari": "February", "Maret": "March", "Mei": "May", "Juni": "June",
    "Juli": "July", "Agustus": "August", "Oktober": "October", "Desember": "December",
}  # fmt: skip
_DATE = re.compile(rf"(?<=\d )({'|'.join(_MONTHS)})(?= \d{{4}})")


def said(sentence: str) -> str:
    """A finished sentence in the language of the screen. One that nobody listed stays as it is."""
    if get_language() != "en":
        return sentence
    return _english(sentence) or sentence


def _english(sentence: str) -> str:
    found = gettext(sentence)
    if found != sentence:
        return found
    for pattern, template in _patterns():
        if match := pattern.fullmatch(sentence):
            return gettext(template) % {
                name: said(dated(fact)) if name in _OURS else dated(fact)
                for name, fact in match.groupdict().items()
            }
    row = re.fullmatch(r"Baris (\d+), (.+)", sentence, re.DOTALL)
    if row and (rest := _english(row[2])):
        return f"Row {row[1]}, {rest}"
    # "Label: fault", where the label is the SOP's own and may have a colon itself.
    for place in [one.end() for one in re.finditer(": ", sentence)]:
        if rest := _english(sentence[place:]):
            return sentence[:place] + rest
    return ""


def dated(fact: str) -> str:
    """A fact with its dates in English. Whatever else it says is somebody's own."""
    return _DATE.sub(lambda month: _MONTHS[month[1]], fact)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Templates with places in them, those with most words of their own first."""
    placed = [one for one in TEMPLATES if _PLACE.search(one)]
    placed.sort(key=lambda one: -len(_PLACE.sub("", one)))
    return [(re.compile(_regex(one), re.DOTALL), one) for one in placed]


def _regex(template: str) -> str:
    pieces = _PLACE.split(template)
    return "".join(
        f"(?P<{piece}>.+?)" if turn % 2 else re.escape(piece) for turn, piece in enumerate(pieces)
    )
