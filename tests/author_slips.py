"""What authors do to a small right SOP file (``sop_texts.SMALL``), and what they must then be told."""

from __future__ import annotations

from sop_texts import SMALL

# what happened, (what stood there, what she wrote), words on the line, step, field, code, what is said
Slip = tuple[str, tuple[str, str], str, str, str, str, str]
SLIPS: list[Slip] = [
    (
        "a time that is no time",
        ("time: 15 menit", "time: sebentar"),
        "time: sebentar", "2", "time", "waktu", "Waktu baku “sebentar” tidak terbaca",
    ),
    (
        "a time beyond all measure",
        ("time: 15 menit", "time: 99999999999999999999 hari"),
        "time: 9999", "2", "time", "waktu", "tidak masuk akal",
    ),
    (
        "an essay in place of a time",
        ("time: 15 menit", "time: " + "secepatnya " * 12),
        "time: secepatnya", "2", "time", "waktu", "terlalu panjang",
    ),
    (
        "a key in Indonesian",
        ("time: 15 menit", "waktu: 15 menit"),
        "waktu:", "2", "waktu", "kunci-tak-dikenal", "Maksud Anda “time”?",
    ),
    (
        "a key with a letter missing",
        ("performer: kasi", "perfomer: kasi"),
        "perfomer", "2", "perfomer", "kunci-tak-dikenal", "Maksud Anda “performer”?",
    ),
    (
        "a blank that is none before a key",
        ("    time: 15 menit", "    \u00a0time: 15 menit"),
        "\u00a0time", "2", "\u00a0time", "kunci-tak-dikenal", "spasi khusus yang tidak tampak",
    ),
    (
        "a key that nobody knows",
        ("performer: kasi", "performer: kasi\n    xyz: apa"),
        "xyz", "2", "xyz", "kunci-tak-dikenal", "Yang dikenal di sini: no, key, kind",
    ),
    (
        "a comma inside braces, without quotes",
        ("label: Tidak tersedia,", "label: Tidak tersedia, maaf sekali,"),
        "maaf sekali", "2", "outcomes.tidak", "kunci-tak-dikenal", "apit seluruh teks itu",
    ),
    (
        "a role that does not exist",
        ("performer: kasi", "performer: kassi"),
        "performer: kassi", "2", "performer", "peran-tak-dikenal", "Maksud Anda “kasi”?",
    ),
    (
        "a document that does not exist",
        ("needs: [surat]", "needs: [nota_dinas_x]"),
        "nota_dinas_x", "2", "needs.doc", "dokumen-tak-dikenal", "Yang ada: surat, jawaban.",
    ),
    (
        "a requirement without its document",
        ("needs: [surat]", "needs: [{text: Surat}]"),
        "{text: Surat}", "2", "needs.doc", "wajib-ada", "“doc” (kunci dokumen) belum ditulis.",
    ),
    (
        "a form that does not exist",
        ("fills: [pinjam]", "fills: [pinjaman]"),
        "fills:", "1", "fills", "formulir-tak-dikenal", "Maksud Anda “pinjam”?",
    ),
    (
        "an arrow to nowhere",
        ("next: 3}", "next: 33}"),
        "next: 33", "2", "outcomes.ada.next", "kegiatan-tak-dikenal", "Kegiatan “33” tidak dikenal",
    ),
    (
        "the same arrow twice",
        ("next: 3}", "next: [3, 3]}"),
        "next: [3, 3]", "2", "outcomes.ada.next", "tertulis-dua-kali", "“3” tertulis dua kali.",
    ),
    (
        "an end that does not exist",
        ("end: refused", "end: ditolak"),
        "end: ditolak", "2", "outcomes.tidak.end", "akhir-tak-dikenal", "granted, refused, withdrawn",
    ),
    (
        "an outcome that goes on and ends",
        ("next: 3}", "next: 3, end: granted}"),
        "next: 3, end", "2", "outcomes.ada.end", "jalan-ganda", "Pilih salah satu",
    ),
    (
        "an arrow beside the outcomes",
        ("    outcomes:", "    next: 3\n    outcomes:"),
        "    next: 3", "2", "next", "jalan-ganda", "pindahkan ke dalam salah satu hasilnya",
    ),
    (
        "an outcome of an unknown kind",
        ("end: refused", "kind: gagal, end: refused"),
        "kind: gagal", "2", "outcomes.tidak.kind", "pilihan", "lanjut, kembali, tolak, tunda, tarik",
    ),
    (
        "a return that ends the case",
        ("end: refused", "kind: kembali, end: refused"),
        "kind: kembali", "2", "outcomes.tidak.end", "kembali-berakhir", "harus menuju kegiatan",
    ),
    (
        "an outcome without words for its button",
        ("ada: {label: Proyektor tersedia, next: 3}", "ada: {next: 3}"),
        "ada: {next", "2", "outcomes.ada.label", "wajib-ada", "“label” (tulisan pada tombol)",
    ),
    (
        "a rule for notes that does not exist",
        ("note: wajib", "note: harus"),
        "note: harus", "2", "outcomes.tidak.note", "pilihan", "boleh, wajib",
    ),
    (
        "at most nought times",
        ("next: 3}", "next: 3, at_most: 0}"),
        "at_most", "2", "outcomes.ada.at_most", "bilangan", "mulai dari 1",
    ),
    (
        "a rhythm without a next round",
        ("note: wajib", "after: 1 minggu"),
        "after:", "2", "outcomes.tidak.after", "irama", "hanya berarti bersama “next”",
    ),
    (
        "a rhythm of nothing",
        ("next: 3}", 'next: 3, after: "-"}'),
        "after:", "2", "outcomes.ada.after", "waktu", "harus berupa lama waktu",
    ),
    (
        "a rhythm from a field that is no choice",
        ("next: 3}", "next: 3, after_field: pinjam.kegiatan}"),
        "after_field", "2", "outcomes.ada.after_field", "irama", "harus berjenis pilihan",
    ),
    (
        "a rhythm from choices that are no times",
        ("next: 3}", "next: 3, after_field: pinjam.jenis}"),
        "after_field", "2", "outcomes.ada.after_field", "irama", "bukan lama waktu",
    ),
    (
        "two steps with one number",
        ("- no: 3", "- no: 2"),
        "- no: 2\n    text: Menyerahkan", "2", "no", "nomor-ganda", "sudah dipakai pada baris",
    ),
    (
        "a step without a number",
        ("- no: 3\n    text:", "- text:"),
        "- text:", "ke-3", "no", "wajib-ada", "Tulis “no”",
    ),
    (
        "a number that cannot be one",
        ("- no: 3", "- no: tiga, atau 3"),
        "- no: tiga", "tiga, atau 3", "no", "nama-kunci", "tidak dapat menjadi nomor kegiatan",
    ),
    (
        "a step that is only a sentence",
        ("  - no: 3\n", "  - Membereskan ruangan\n  - no: 3\n"),
        "- Membereskan", "", "steps", "jenis-isian", "Butir ke-3 dari steps",
    ),
    (
        "a step without text",
        ("    text: Memeriksa jadwal proyektor\n", ""),
        "- no: 2", "2", "text", "wajib-ada", "“text” (bunyi kegiatan) belum ditulis.",
    ),
    (
        "a text with a list in it",
        ("text: Memeriksa jadwal proyektor", "text: [Memeriksa, jadwal]"),
        "text: [Mem", "2", "text", "jenis-isian", "apit teksnya dengan tanda kutip",
    ),
    (
        "a step of an unknown kind",
        ("performer: kasi", "performer: kasi\n    kind: keputusn"),
        "kind:", "2", "kind", "pilihan", "Maksud Anda “keputusan”?",
    ),
    (
        "a step without a performer",
        ("    performer: kasi\n", ""),
        "- no: 2", "2", "performer", "wajib-ada", "Pelaksana belum ditulis",
    ),
    (
        "several performers without saying how",
        ("performer: kasi", "performer: [kasi, staf]"),
        "performer: [", "2", "performer", "pelaksana-ganda", "relay (satu demi satu)",
    ),
    (
        "performers written twice",
        ("performer: kasi", "performer: kasi\n    any: [kasi, staf]"),
        "any:", "2", "any", "pelaksana-ganda", "sebagai “performer” dan “any”",
    ),
    (
        "one role twice among those who act together",
        ("performer: staf", "any: [staf, staf]"),
        "any:", "3", "any", "tertulis-dua-kali", "“staf” tertulis dua kali.",
    ),
    (
        "a relay with an unknown hand",
        ("performer: staf", "relay: [kasi, satf]"),
        "relay:", "3", "relay", "peran-tak-dikenal", "Maksud Anda “staf”?",
    ),
    (
        "nobody whose word counts",
        ("performer: kasi", "all: [kasi, staf]"),
        "- no: 2", "2", "decider", "penentu", "tulis “decider”",
    ),
    (
        "a decider who is not among them",
        ("performer: kasi", "all: [kasi, staf]\n    decider: opd"),
        "decider:", "2", "decider", "penentu", "bukan salah satu pelaksana",
    ),
    (
        "a decider alone",
        ("performer: kasi", "performer: kasi\n    decider: kasi"),
        "decider:", "2", "decider", "penentu", "hanya berlaku bersama “all”",
    ),
    (
        "a service that does not exist",
        ("performer: staf", "performer: staf\n    only_for: [hosting]"),
        "only_for", "3", "only_for", "layanan-tak-dikenal", "Layanan “hosting” tidak dikenal",
    ),
    (
        "an answer that no step gives",
        ("performer: staf", "performer: staf\n    when: {layak: ya}"),
        "when:", "3", "when", "jawaban-tak-dikenal", "Belum ada jawaban satu pun",
    ),
    (
        "a check that does not exist",
        ("performer: kasi", "performer: kasi\n    check: kapasitas"),
        "check:", "2", "check", "pemeriksaan-tak-dikenal", "Yang ada: capacity",
    ),
    (
        "an empty place in a list",
        ("needs: [surat]", "copy: [staf, '']\n    needs: [surat]"),
        "copy:", "2", "copy", "kosong", "Ada butir yang kosong",
    ),
    (
        "an assumption without its reason",
        ("performer: kasi", "performer: kasi\n    assumptions: [{about: pelaksana}]"),
        "assumptions", "2", "assumptions.reason", "wajib-ada", "“reason” (alasannya) belum ditulis.",
    ),
    (
        "an assumption that is only a sentence",
        ("performer: kasi", "performer: kasi\n    assumptions: Kolom hilang"),
        "assumptions", "2", "assumptions", "jenis-isian", "harus kelompok isian, bukan teks",
    ),
    (
        "a join with an unknown step",
        ("performer: staf", "performer: staf\n    joins: [2a, 2b]"),
        "joins:", "3", "joins", "kegiatan-tak-dikenal", "tidak dikenal. Yang ada: 1, 2, 3.",
    ),
    (
        "a day that is in no calendar",
        ("date: 2023-05-03", "date: 2023-02-30"),
        "date: 2023", "", "identity.made.date", "tanggal", "tidak ada dalam kalender",
    ),
    (
        "a date the wrong way round",
        ("date: 2023-05-03", "date: 03-05-2023"),
        "date: 03", "", "identity.made.date", "tanggal", "tulis 2023-05-03, 2023-05, atau 2023",
    ),
    (
        "a written day that is in no calendar",
        ('made: {text: "3 Mei 2023", date: 2023-05-03}', "made: 31 Februari 2023"),
        "made: 31", "", "identity.made", "tanggal", "“31 Februari 2023” tidak ada dalam kalender",
    ),
    (
        "a key of the SOP without its office",
        ("procedure: contoh/pinjam-proyektor", "procedure: Pinjam Proyektor"),
        "procedure:", "", "procedure", "kunci-sop", "harus berbentuk <dinas>/<nama>",
    ),
    (
        "another format",
        ("format: 1", "format: 2"),
        "format:", "", "format", "format", "“format: 1”",
    ),
    (
        "no title",
        ("title: Peminjaman Proyektor\n", ""),
        "format: 1", "", "title", "wajib-ada", "“title” (judul SOP) belum ditulis.",
    ),
    (
        "a standing that does not exist",
        ("title: Peminjaman Proyektor", "title: X\nstanding: resmi"),
        "standing:", "", "standing", "pilihan", "sumber, draf, usulan",
    ),
    (
        "nobody who asks",
        ("{label: OPD, applicant: ya}", "{label: OPD}"),
        "roles:", "", "roles", "tanpa-pemohon", "“applicant: ya”",
    ),
    (
        "two who ask",
        ("kasi: {label: Kepala Seksi}", "kasi: {label: Kepala Seksi, applicant: ya}"),
        "kasi:", "", "roles.kasi.applicant", "pemohon-dua", "hanya satu peran",
    ),
    (
        "neither yes nor no",
        ("applicant: ya", "applicant: mungkin"),
        "applicant:", "", "roles.opd.applicant", "ya-tidak", "tulis “ya” atau “tidak”",
    ),
    (
        "a service without a name",
        ("roles:\n", "services:\n  baru: Baru\n  lama:\nroles:\n"),
        "lama:", "", "services.lama", "kosong", "Bagian ini kosong; tulis teks.",
    ),
    (
        "a role whose name has a space",
        ("  staf: {label: Staf}", "  staf: {label: Staf}\n  kepala dinas: {label: Kadis}"),
        "kepala dinas", "", "roles.kepala dinas", "nama-kunci", "tanpa spasi dan titik",
    ),
    (
        "roles as a list",
        (SMALL[SMALL.index("  opd:") : SMALL.index("documents:")], "  - opd\n  - kasi\n"),
        "- opd", "", "roles", "jenis-isian", "“nama: …”",
    ),
    (
        "a document of an unknown form",
        ("surat: {title: Surat permohonan}", "surat: {title: Surat, form: pinjm}"),
        "form: pinjm", "", "documents.surat.form", "formulir-tak-dikenal", "Maksud Anda “pinjam”?",
    ),
    (
        "a document that is a list",
        ("surat: {title: Surat permohonan}", "surat: [Surat]"),
        "surat: [", "", "documents.surat", "jenis-isian", "harus kelompok isian, bukan daftar",
    ),
    (
        "a field of an unknown type",
        ("type: pilihan,", "type: angka,"),
        "type: angka", "", "forms.pinjam.fields.jenis.type", "pilihan", "teks, uraian, bilangan",
    ),
    (
        "choices for a field that takes none",
        ("type: pilihan, ", ""),
        "jenis:", "", "forms.pinjam.fields.jenis.choices", "pilihan-isian", "type: pilihan",
    ),
    (
        "a choice without choices",
        (", choices: {dekat: Dalam kota, jauh: Luar kota}", ""),
        "jenis:", "", "forms.pinjam.fields.jenis.choices", "wajib-ada", "pilihan yang dapat diambil",
    ),
    (
        "shown if a field below it says so",
        ("show_if: {jenis: jauh}", "show_if: {tujuan: jauh}"),
        "show_if", "", "forms.pinjam.fields.kota.show_if", "show-if", "tidak ada di atas isian ini",
    ),
    (
        "shown for a choice that is not there",
        ("show_if: {jenis: jauh}", "show_if: {jenis: jauuh}"),
        "show_if", "", "forms.pinjam.fields.kota.show_if.jenis", "pilihan-tak-dikenal",
        "Maksud Anda “jauh”?",
    ),
    (
        "shown for two fields at once",
        ("show_if: {jenis: jauh}", "show_if: {jenis: jauh, kegiatan: x}"),
        "show_if", "", "forms.pinjam.fields.kota.show_if", "show-if", "satu isian lain",
    ),
    (
        "bounds for a text",
        ("{label: Nama kegiatan, required: ya}", "{label: Nama kegiatan, max: 3}"),
        "max: 3", "", "forms.pinjam.fields.kegiatan.max", "batas", "bilangan dan desimal",
    ),
    (
        "bounds the wrong way round",
        ("{label: Nama kegiatan, required: ya}", "{label: N, type: bilangan, min: 9, max: 3}"),
        "max: 3", "", "forms.pinjam.fields.kegiatan.max", "batas", "lebih kecil daripada min",
    ),
    (
        "a bound in words",
        ("{label: Nama kegiatan, required: ya}", "{label: N, type: bilangan, min: nol}"),
        "min: nol", "", "forms.pinjam.fields.kegiatan.min", "bilangan", "tulis bilangan bulat.",
    ),
    (
        "a table without columns",
        ("{label: Nama kegiatan, required: ya}", "{label: N, type: tabel}"),
        "type: tabel", "", "forms.pinjam.fields.kegiatan.columns", "wajib-ada", "kolom tabel",
    ),
    (
        "columns for a field that is no table",
        ("{label: Nama kegiatan, required: ya}", "{label: N, columns: {a: A}}"),
        "columns", "", "forms.pinjam.fields.kegiatan.columns", "tabel", "type: tabel",
    ),
    (
        "a table in a table",
        (
            "{label: Nama kegiatan, required: ya}",
            "{label: N, type: tabel, columns: {a: {label: A, type: tabel}}}",
        ),
        "type: tabel", "", "forms.pinjam.fields.kegiatan.columns.a.type", "tabel", "tabel lagi",
    ),
    (
        "a prefill from nowhere",
        ("{label: Nama kegiatan, required: ya}", "{label: N, prefill: agency.nama}"),
        "prefill", "", "forms.pinjam.fields.kegiatan.prefill", "asal-isian-tak-dikenal",
        "Maksud Anda “agency.name”?",
    ),
    (
        "a request beside the applicant's own first row",
        ("steps:", "request: {fills: [pinjam]}\nsteps:"),
        "request:", "", "request", "permohonan-ganda", "sudah milik pemohon",
    ),
    (
        "a duty without rhythm",
        ("ends:", "duties: [{key: a, text: Meninjau, role: kasi}]\nends:"),
        "duties:", "", "duties.every", "wajib-ada", "“every” (berulang) atau “within”",
    ),
    (
        "a duty of nobody",
        ("ends:", "duties: [{key: a, text: Meninjau, every: 1 tahun}]\nends:"),
        "duties:", "", "duties.role", "wajib-ada", "peran yang berkewajiban",
    ),
    (
        "two duties with one key",
        (
            "ends:",
            "duties:\n  - {key: a, text: A, role: kasi, every: 1 tahun}\n  - {key: a, text: B, role: kasi, every: 1 tahun}\nends:",
        ),
        "text: B", "", "duties.key", "kunci-ganda", "tertulis dua kali",
    ),
    (
        "a register column from an unknown field",
        ("ends:", "register: {name: Daftar, columns: {nama: pinjam.nama}}\nends:"),
        "register:", "", "register.columns.nama", "isian-tak-dikenal", "Isian “pinjam.nama”",
    ),
    (
        "a withdrawal until an unknown step",
        ("ends:", "withdrawal: {until: [9]}\nends:"),
        "withdrawal:", "", "withdrawal.until", "kegiatan-tak-dikenal", "Kegiatan “9” tidak dikenal",
    ),
    (
        "an identity sheet that is only a sentence",
        (
            SMALL[SMALL.index("identity:") : SMALL.index("roles:")],
            "identity: Nomor 067\n",
        ),
        "identity:", "", "identity", "jenis-isian", "harus kelompok isian, bukan teks",
    ),
    (
        "a related SOP called by its title",
        ("  approved_by:", "  related: [{text: SOP A, procedure: SOP A}]\n  approved_by:"),
        "related:", "", "identity.related.procedure", "kunci-sop", "<dinas>/<nama>",
    ),
]  # fmt: skip
