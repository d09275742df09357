"""What the rooms below say about a data centre; part of ``sentences``."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# Places named "kind" hold words of ours, which are listed below them.
DATA_CENTRE = (
    # numbers and names
    _("Isian belum dapat disimpan."),
    _("%(kind)s perlu diisi di sini."),
    _("%(kind)s terlalu panjang; paling banyak %(most)s huruf."),
    _("%(kind)s tidak boleh kurang dari nol; tertulis %(value)s."),
    _("%(kind)s harus antara %(low)s dan %(high)s; tertulis %(value)s."),
    _("%(kind)s “%(name)s” sudah ada; beri nama yang membedakannya."),
    _(
        "%(kind)s tidak boleh di bawah yang sudah terpakai dan dipesan: %(taken)s (%(used)s terpakai, "
        "%(held)s dipesan); tertulis %(value)s."
    ),
    _("%(name)s berada di pusat data lain."),
    _("Rak %(name)s berada di pusat data lain."),
    # racks
    _("Rak tidak dapat menjadi %(height)sU: masih terisi di atasnya oleh %(names)s."),
    _("Rak tidak dapat menjadi sedalam %(depth)s mm: lebih dalam dari itu %(names)s."),
    _("Kelompok port rak ini masih dipakai oleh %(names)s."),
    _("Rak ini tidak ditemukan."),
    _("U%(low)s–U%(high)s berada di luar rak %(rack)s, yang tingginya %(height)sU."),
    _("U%(unit)s rak %(rack)s sudah terisi oleh %(name)s."),
    _("Perangkat sedalam %(deep)s mm tidak muat di rak %(rack)s, yang dalamnya %(depth)s mm."),
    _("Sisi rak adalah depan, belakang, atau keduanya."),
    # power
    _("Jenis simpul listrik “%(name)s” tidak dikenal."),
    _("PLN dan genset berada paling atas; kosongkan induknya."),
    _("%(name)s berada di bawah %(node)s; susunan listrik tidak boleh berputar."),
    _("Modul cadangan harus lebih sedikit daripada semua modulnya."),
    _("%(name)s bukan genset di pusat data ini."),
    _("Genset tidak dapat mencadangi dirinya sendiri."),
    _("Sisi jalur listrik adalah A atau B."),
    _("Jalur ini masih dipakai oleh %(names)s."),
    _("%(name)s bukan jalur listrik rak %(rack)s."),
    # network
    _("“%(text)s” bukan blok IP. Tulis alamat jaringannya, misalnya %(example)s."),
    _("%(block)s bertumpang tindih dengan blok %(other)s yang sudah ada."),
    _("“%(text)s” bukan alamat IP."),
    _("Alamat %(address)s tidak ada dalam blok IP dinas ini."),
    _("Alamat %(address)s sudah dimiliki %(owner)s."),
    _("Kelompok port berisi switch atau patch panel."),
    _("Port %(number)s masih dipakai oleh %(name)s."),
    _("Port %(number)s masih berkabel."),
    _("Port %(number)s sudah berkabel."),
    _(
        "Port %(number)s pernah dipakai dan tercatat pada buku kapasitas; paling sedikit %(least)s port."
    ),
    _("Kabel menghubungkan dua port yang berbeda."),
    # clusters and policy
    _("Host cadangan harus lebih sedikit daripada semua host."),
    _("Peringatan harus datang sebelum batasnya, bukan sesudahnya."),
    _("Peringatan tidak dapat datang sebelum pemesanan dibuat."),
    # bookings
    _("Masa pemesanan ini belum berakhir."),
    _("Pemesanan ini sudah berubah: sekarang %(state)s."),
    _(
        "Tidak ada yang dapat dipesan: permintaan ini melampaui kapasitas yang terpasang, atau isiannya "
        "belum lengkap."
    ),
    _("%(name)s tidak lagi cukup: diperlukan %(more)s, tersisa %(left)s."),
    _("Blok %(pool)s tidak lagi punya alamat kosong."),
    _("U yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi."),
    _(
        "Alamat IP yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi."
    ),
    _("Port yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi."),
    _("Kapasitas untuk permohonan ini sudah dipesan. Muat ulang halaman, lalu periksa lagi."),
    _("Kapasitas baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi."),
    _("%(name)s sudah tidak berdiri di pusat data ini."),
    _(
        "Tinggi, sisi, dan jumlah port perangkat yang sudah berdiri tidak dapat dikoreksi; lepaskan, lalu "
        "catat lagi."
    ),
)  # fmt: skip

# What such a sentence is about.
KINDS = (
    _("Nama pusat data"), _("Pusat data"), _("Nama ruang"), _("Ruang"), _("Nama rak"), _("Rak"),
    _("Tinggi rak"), _("Kedalaman rak"), _("Beban rak"), _("Nama simpul listrik"),
    _("Simpul listrik"), _("Daya terpasang"), _("Jumlah modul"), _("Modul cadangan"),
    _("Lama bertahan"), _("Nama sambungan"), _("Sambungan internet"), _("Kapasitas sambungan"),
    _("Nama kelompok port"), _("Kelompok port"), _("Nama perangkat"), _("Perangkat"),
    _("Jumlah port"), _("Kecepatan port"), _("Nama klaster"), _("Klaster"), _("Jumlah inti"),
    _("Memori"), _("Penyimpanan"), _("Jumlah host"), _("Host cadangan"), _("Tinggi perangkat"),
    _("Kedalaman perangkat"), _("Berat perangkat"), _("Daya pada label"), _("Daya terukur"),
    _("Jumlah catu daya"), _("Batas isi rak"), _("Peringatan isi rak"),
    _("Batas beban pemutus arus"), _("Batas beban UPS"), _("Peringatan beban UPS"),
    _("Batas beban genset"), _("Batas isi sambungan internet"), _("Batas isi penyimpanan"),
    _("Bagian label daya yang dihitung"), _("Cadangan alamat"), _("vCPU per inti"),
    _("Masa pemesanan"), _("Peringatan sebelum gugur"), _("Kedalaman perangkat paling besar"),
    _("Jumlah yang terpakai"), _("Nama layanan"),
)  # fmt: skip

# When something will be full, and which devices hang on one way (core.capacity.runway, diversity).
OUTLOOK = (
    _("belum ada catatan pemakaian"),
    _("kapasitasnya belum diketahui"),
    _("sudah penuh"),
    _("baru ada catatan %(days)s hari, belum cukup untuk perkiraan"),
    _("tidak ada kecenderungan naik"),
    _("naik perlahan; belum akan penuh dalam %(kind)s ke depan"),
    _("penuh dalam sekitar %(kind)s"),
    _("%(n)s hari"),
    _("%(n)s minggu"),
    _("%(n)s bulan"),
    _("%(n)s tahun"),
    _("Jalur listriknya belum tercatat."),
    _("Hanya memiliki satu catu daya."),
    _("Hanya tersambung ke %(name)s."),
    _("Semua jalurnya melalui %(name)s."),
)

# What an applicant reads before writing the letter (core.capacity.precheck).
BEFOREHAND = (
    _("Menurut keadaan hari ini, kapasitasnya tersedia."),
    _("Kemungkinan besar tersedia."),
    _("%(n)s permohonan lain menunggu lebih dahulu."),
    _("Permohonan ini tidak dapat diterima sebagaimana adanya."),
    _("Permohonan tetap dapat diajukan dan menunggu sampai ada yang dibebaskan."),
    _("Isi %(kind)s setiap perangkat agar dapat dihitung."),
    _("Perangkat berbentuk tower tidak diterima; hanya perangkat untuk rak."),
    _("Kedalaman %(depth)s mm melebihi batas %(most)s mm."),
)

# Fields of the data centre's own forms.
FORMS = (
    _("Pilih salah satu."),
    _("Tulis bilangannya."),
    _("Tulis portnya."),
    _("Tulis alasannya."),
    _("U paling bawah wajib diisi."),
    _("Jumlah modul wajib diisi."),
    _("Modul cadangan wajib diisi."),
    _("Jumlah host wajib diisi."),
    _("Host cadangan wajib diisi."),
    _("Tulis bilangan bulat tanpa titik atau koma, misalnya 1200."),
    _("Port “%(text)s” tidak ditemukan. Tulis misalnya SW-1/24."),
)
