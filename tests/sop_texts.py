"""SOP files as an author writes them, for tests of reading: one small and right, one that uses everything."""

from __future__ import annotations

# Line numbers count: tests point at them.
SMALL = """\
format: 1
procedure: contoh/pinjam-proyektor
title: Peminjaman Proyektor
identity:
  number: "067/12/2024"
  made: {text: "3 Mei 2023", date: 2023-05-03}
  approved_by: Kepala Dinas
roles:
  opd: {label: OPD, applicant: ya}
  kasi: {label: Kepala Seksi}
  staf: {label: Staf}
documents:
  surat: {title: Surat permohonan}
  jawaban: {title: Surat jawaban, made_by: kasi}
forms:
  pinjam:
    title: Formulir peminjaman
    fields:
      kegiatan: {label: Nama kegiatan, required: ya}
      jenis: {label: Jenis, type: pilihan, choices: {dekat: Dalam kota, jauh: Luar kota}}
      kota: {label: Kota tujuan, show_if: {jenis: jauh}}
steps:
  - no: 1
    text: Mengajukan surat permohonan
    performer: opd
    fills: [pinjam]
    attach: [{doc: surat, label: Surat permohonan (PDF), required: ya}]
    output: [surat]
    next: 2
  - no: 2
    text: Memeriksa jadwal proyektor
    performer: kasi
    needs: [surat]
    time: 15 menit
    output: [{doc: jawaban, text: Jawaban}]
    outcomes:
      ada: {label: Proyektor tersedia, next: 3}
      tidak: {label: Tidak tersedia, end: refused, note: wajib}
  - no: 3
    text: Menyerahkan proyektor
    performer: staf
    time: 1 jam
    end: granted
ends:
  granted: Proyektor dapat diambil.
  refused: {text: Proyektor sedang dipakai., written: tidak}
"""

RICH = """\
format: 1
procedure: contoh/akses-vpn
standing: usulan
title: Akses VPN
summary: Satu kalimat untuk pemohon.
source: karangan untuk uji
identity:
  number: "067/ /18.01/2020"
  made: "2020"
  revised: "-"
  effective: April 2020
  approved_by: Kepala Dinas
  title: AKSES VPN
  unit: BIDANG TIK
  legal_basis:
    - {text: Peraturan Pemerintah Nomor 82 Tahun 2012, ref: pp-82-2012}
    - Peraturan Bupati Nomor 1 Tahun 2020
  qualifications: [Memahami jaringan, Memahami arsip]
  related:
    - {text: SOP Pinjam Proyektor, procedure: contoh/pinjam-proyektor}
    - SOP lain
  equipment: [Komputer]
  warnings: []
  records: Disimpan sebagai data elektronik
services:
  baru: Akses baru
  perpanjang: Perpanjangan
roles:
  opd: {label: Pemohon, applicant: ya, lane: tidak}
  kadis: Kepala Dinas
  kabid: {label: Kepala Bidang, also_called: [Kabid TIK], assumption: Kolom hilang dari pindaian.}
  kasi: {label: Kepala Seksi}
  noc: {label: Petugas NOC}
documents:
  surat: {title: Surat permohonan}
  agenda: {title: Buku agenda, outside: ya}
  telaah: {title: Telaah, form: telaah, made_by: kasi}
  akun: {title: Data akun, restricted: ya}
forms:
  permohonan:
    title: Formulir permohonan
    fields:
      unit_kerja: {label: Unit kerja, prefill: agency.name, required: ya}
      alasan: {label: Alasan, type: uraian, help: Dua kalimat cukup.}
      sistem: {label: Sistem, type: pilihan, choices: [Linux, Windows]}
      tetap: {label: Tetap, type: ya-tidak}
      sampai: {label: Sampai, type: tanggal, show_if: {tetap: tidak}}
      perangkat:
        label: Perangkat
        type: tabel
        only_for: [baru]
        columns:
          nama: Nama
          ram: {label: RAM, type: bilangan, unit: GB, min: 1, max: 1024}
      sandi: {label: Kata sandi, type: rahasia}
  telaah:
    title: Telaah
    fields:
      unit_kerja: {label: Unit kerja, prefill: permohonan.unit_kerja}
      irama: {label: Irama, type: pilihan, choices: {1 minggu: Tiap minggu, 1 bulan: Tiap bulan}}
      ip: {label: IP, type: ip, restricted: ya, when: {layak: ya}}
request:
  fills: [permohonan]
  attach: [{doc: surat, label: Surat (PDF), required: ya, only_for: baru}]
steps:
  - no: 1
    text: Menerima surat
    performer: kadis
    needs: [agenda]
    time: 1 jam
    output: [surat]
    outcomes:
      terus: {label: Teruskan, next: 2}
      tutup: {label: Tidak dilengkapi, end: refused, note: wajib, only_after_return: ya}
  - no: 2
    kind: keputusan
    text: Menelaah
    all: [kabid, kasi]
    decider: kabid
    copy: [noc]
    needs: [{doc: surat, text: "Surat, “asli”", only_for: [baru], when: {layak: ya}}]
    time: ± 2×24 jam
    output: [telaah]
    note: "Keterangan 👍 שלום"
    fills: [telaah]
    check: capacity
    resources: [bandwidth, IP publik]
    assumptions: [{about: pelaksana, reason: Tanda kolom hilang.}]
    outcomes:
      layak: {label: Layak, next: [3a, 3b], answer: {layak: ya}}
      tidak: {label: Tidak layak, end: refused, note: wajib, answer: {layak: tidak}}
      kembali: {label: Kembalikan, kind: kembali, next: 1, note: wajib, at_most: 3, assumption: "?"}
      tunda: {label: Daftar tunggu, kind: tunda, next: antre, suggested: ya}
  - key: antre
    kind: tunggu
    text: Menunggu tempat
    performer: kasi
    next: 2
  - no: 3a
    text: Membuat akun
    relay: [kasi, noc, kasi]
    only_for: [baru]
    time: "-"
    output: [akun]
    next: 4
  - no: 3b
    text: Membuka jalur
    any: [noc, kasi]
    when: {layak: ya}
    time: 1 hari
    next: 4
  - no: 4
    text: Menyerahkan akses
    performer: noc
    joins: [3a, 3b]
    informs: [opd]
    time: 3 hari kalender
    next: 5
  - no: 5
    text: Memantau
    performer: noc
    time: 30 Ment
    outcomes:
      lagi: {label: Lagi, next: 5, after: 1 minggu, after_field: telaah.irama}
      cukup: {label: Cukup, end: granted, cancels: "*", informs: [opd]}
ends:
  granted: {text: Akses terbuka., written: ya}
withdrawal: {until: [4], assumption: Tidak tertulis.}
duties:
  - {key: tinjau, text: Meninjau akses, role: noc, every: 1 tahun, after: granted, assumption: "-"}
  - {key: lapor, text: Melapor, role: opd, within: 14 hari}
register:
  name: Daftar akses
  columns: {nama: permohonan.unit_kerja, irama: telaah.irama}
"""

OFFICE = """\
format: 1
office: contoh
code: CTH
name: Dinas Kominfo Contoh
government: Pemerintah Kabupaten Contoh
letterhead: [PEMERINTAH KABUPATEN CONTOH, DINAS KOMINFO]
address: ""
timezone: WITA
calendar: {hours: perpres-21-2023}
positions:
  staf: {title: Staf, under: kasi}
  kasi: {title: Kepala Seksi, under: kadis}
  kadis: {title: Kepala Dinas}
roles:
  pinjam-proyektor: {kasi: [kasi], staf: [staf, kasi]}
options: []
"""

STORIES = """\
procedure: contoh/pinjam-proyektor
stories:
  - story: Proyektor tersedia
    acts:
      - {by: kasi, step: 2, outcome: ada}
      - {by: staf, step: 3}
    then: {end: granted, steps: [1, 2, 3], told: [opd], register: tidak}
  - story: Dibatalkan pemohon
    acts:
      - {by: opd, withdraw: Acara dibatalkan.}
    then: {end: withdrawn, open: []}
"""


def changed(text: str, old: str, new: str) -> str:
    """The text with one place changed; the place must be there."""
    assert old in text, f"{old!r} is not in the text"
    return text.replace(old, new, 1)
