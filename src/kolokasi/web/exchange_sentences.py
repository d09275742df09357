"""What the exchange of spreadsheets says of files, cells and rows (``inventory.exchange``), for ``web.sentences``."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

EXCHANGE = (
    # cells
    _("Sel ini berisi rumus. Salin, lalu tempel sebagai nilai."),
    _("Sel ini berisi galat %(error)s. Tulis nilainya."),
    _("Sel ini wajib diisi."),
    _(
        "Angka sepanjang ini sudah dibulatkan oleh program lembar kerja. Jadikan selnya "
        "teks, lalu ketik lagi."
    ),
    _("Teks terlalu panjang; paling banyak %(most)s huruf."),
    _("Tulis bilangan bulat, misalnya %(example)s."),
    _("Tulis bilangan bulat; tertulis %(number)s."),
    _("“%(text)s” bukan bilangan. Tulis angka saja, misalnya %(example)s."),
    _(
        "Satuan “%(unit)s” tidak dikenal di sini. Kolom ini dalam %(ours)s; tulis angka "
        "saja, misalnya %(example)s."
    ),
    _("Tertulis %(text)s, sedangkan kolom ini dalam %(unit)s. Tulis %(right)s."),
    _("“%(text)s” dapat dibaca dengan dua cara. Tulis tanpa tanda titik atau koma."),
    _("Bilangan ini tidak boleh kurang dari nol; tertulis %(number)s."),
    _("Tertulis %(number)s; yang masuk akal antara %(low)s dan %(high)s."),
    _(
        "Tertulis %(number)s; yang masuk akal antara %(low)s dan %(high)s. Bila yang "
        "dimaksud %(other)s %(unit)s, tulis %(right)s."
    ),
    _("Tertulis %(number)s %(unit)s: terlalu kecil untuk kolom ini."),
    _("Tertulis %(number)s %(unit)s: terlalu besar untuk kolom ini."),
    _(
        "Tertulis %(number)s %(ours)s: terlalu kecil untuk kolom ini. Bila yang dimaksud "
        "%(other)s %(unit)s, tulis %(right)s."
    ),
    _(
        "Tertulis %(number)s %(ours)s: terlalu besar untuk kolom ini. Bila yang dimaksud "
        "%(other)s %(unit)s, tulis %(right)s."
    ),
    _("Tertulis %(number)s %(unit)s: terlalu %(size)s untuk kolom ini."),
    _("Bila yang dimaksud %(other)s %(unit)s, tulis %(right)s."),
    _("“%(text)s” bukan tanggal. Tulis misalnya 2026-11-20."),
    _("Tulis ya atau tidak; tertulis “%(text)s”."),
    _("“%(text)s” tidak dikenal. Pilih salah satu: %(labels)s."),
    # sheets and their headings
    _(
        "Lembar ini tidak dikenal dan tidak dibaca. Periksa namanya dan judul kolomnya pada "
        "templat."
    ),
    _("Judul kolom tidak ditemukan. Salin baris judul dari templat."),
    _("Judul kolom digabung (%(range)s). Pisahkan sel-selnya: satu judul untuk setiap kolom."),
    _("Ada sel yang digabung (%(range)s). Pisahkan, lalu isi setiap selnya."),
    _("Kolom ini tidak dikenal dan tidak dibaca."),
    _("Judul ini ada dua kali. Sisakan satu."),
    _(
        "Kolom ini harus dalam %(ours)s, tetapi judulnya menyebut %(unit)s. Ubah isinya ke "
        "%(into)s, lalu tulis judulnya “%(heading)s”."
    ),
    _("Kolom ini wajib ada. Salin judulnya dari templat."),
    # rows beside what stands
    _("Hal yang sama sudah disebut pada %(place)s baris %(row)s. Sisakan satu."),
    _("Kode %(code)s tidak ada di sini. Kosongkan kodenya bila perangkat ini baru."),
    _(
        "Ada %(count)s perangkat bernama “%(name)s” di lokasi ini. Isi kolom Kode dari hasil "
        "ekspor."
    ),
    _("%(column)s tidak dapat diubah lewat impor; yang tercatat: %(value)s."),
    _("Lokasi “%(name)s” tidak ada, di sini ataupun dalam berkas ini."),
    _("Ruang “%(name)s” tidak ada di %(site)s. Tambahkan pada lembar Ruang."),
    _(
        "Rak “%(name)s” tidak ada di ruang “%(room)s”, %(site)s. Periksa namanya, atau "
        "tambahkan pada lembar Rak."
    ),
    _("Kelompok “%(name)s” tidak ada di %(site)s."),
    _("Rak tidak dapat menjadi sedalam %(depth)s mm: lebih dalam dari itu %(devices)s."),
    _("PLN dan genset berada paling atas. Kosongkan induknya."),
    _("Simpul listrik “%(name)s” tidak ada di %(site)s."),
    _("Susunan listrik tidak boleh berputar: %(ring)s. Betulkan salah satu induknya."),
    _("“%(name)s” bukan genset di %(site)s."),
    _("“%(text)s” bukan blok IP. Tulis misalnya 203.0.113.0/28."),
    _("%(text)s bukan alamat jaringan. Bila yang dimaksud bloknya, tulis %(right)s."),
    _("%(one)s bertumpang tindih dengan blok %(other)s."),
    _("“%(name)s” tidak ada pada kelompok “%(group)s”."),
    _("%(name)s hanya punya %(count)s port."),
    _("Port ini sudah berkabel: %(cable)s."),
    _("OPD “%(name)s” tidak terdaftar pada dinas ini."),
    _("%(feed)s bukan jalur listrik rak %(rack)s. Lihat lembar Rak-PDU."),
    _("%(units)s berada di luar rak %(rack)s, yang tingginya %(height)sU."),
    _("%(units)s rak %(rack)s sudah terisi oleh %(name)s."),
    _("Alamat %(address)s tidak ada dalam blok IP dinas ini. Lihat lembar Blok IP."),
    _("Alamat %(address)s sudah dimiliki %(owner)s."),
    _("Basis data menolak baris ini. Periksa isinya."),
    _("Impor lembar kerja."),
    # NetBox
    _("Kolom-kolom ini tidak dikenal dan tidak dibaca: %(columns)s."),
    _("Berkas ini bukan ekspor NetBox yang dikenal. Lihat daftar ekspor yang dibaca."),
    _("%(name)s berstatus %(status)s, maka tidak dibaca."),
    _("%(name)s tidak punya rak atau posisi, maka tidak dibaca."),
    _("%(name)s berdiri di U%(unit)s; setengah U tidak dikenal di sini."),
    _(
        "Port %(name)s tidak diketahui, maka lembar Switch dan Panel tidak diisi. Sertakan "
        "ekspor interfaces."
    ),
    _("Tinggi tipe “%(type)s” tidak diketahui. Sertakan ekspor device types."),
    _("“%(text)s” bukan blok IP."),
    _("%(net)s memuat blok lain; hanya blok di dalamnya yang dibaca."),
    _(
        "Ujung “%(device)s %(port)s” bukan port switch atau patch panel, maka kabelnya tidak "
        "dibaca."
    ),
    # files and batches
    _("Pilih berkasnya dahulu."),
    _("Paling banyak %(most)s berkas sekaligus."),
    _("Semua berkas bersama paling banyak %(most)s baris. Impor satu per satu."),
    _(
        "“%(name)s” bukan buku kerja XLSX atau CSV, apa pun nama berkasnya. Simpan ulang "
        "sebagai XLSX atau CSV, lalu unggah lagi."
    ),
    _(
        "“%(name)s” berbentuk XLS lama atau terkunci kata sandi. Simpan ulang sebagai XLSX "
        "tanpa kata sandi."
    ),
    _(
        "“%(name)s” memuat makro atau berkas sisipan. Simpan ulang sebagai XLSX biasa, lalu "
        "unggah lagi."
    ),
    _("“%(name)s” rusak atau tidak utuh. Buka dengan program lembar kerja, lalu simpan ulang."),
    _(
        "“%(name)s” memuat rujukan yang tidak dibuat oleh program lembar kerja mana pun. "
        "Salin isinya ke templat, lalu unggah templat itu."
    ),
    _(
        "“%(name)s” terlalu besar: paling banyak %(mb)s MB dan %(rows)s baris untuk sekali "
        "impor. Hapus baris kosong di bawah data, atau bagi menjadi beberapa berkas."
    ),
    _(
        "“%(name)s” terlalu berat untuk dibuka dengan aman. Salin isinya ke templat, lalu "
        "unggah templat itu."
    ),
    _("Impor ini tidak ditemukan."),
    _("Impor ini sudah dibatalkan. Unggah berkasnya lagi bila diperlukan."),
    _("Impor ini sudah diterapkan, maka tidak dapat dibatalkan."),
    # what a sheet is about
    _("Satu baris untuk setiap pusat data."),
    _("Ruang-ruang pada setiap lokasi."),
    _("Satu baris untuk setiap rak; U dihitung dari 1 di bawah."),
    _("Susunan listrik: setiap simpul menyebut induknya, dari PLN atau genset sampai PDU."),
    _("PDU yang melayani setiap rak, dan pada sisi mana."),
    _("Sambungan ke internet."),
    _("Blok alamat IPv4 dan IPv6; tidak boleh bertumpang tindih."),
    _("Satu baris untuk setiap switch."),
    _("Satu baris untuk setiap patch panel."),
    _("Kabel antara dua port; setiap port paling banyak satu kabel."),
    _("Klaster untuk server virtual; angkanya untuk semua host bersama."),
    _("Perangkat yang berdiri di rak, juga yang sudah ada sebelum Kolokasi dipakai."),
)
