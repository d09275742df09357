"""Sheets to draw, built by hand: a straight one, one with loops, one with a return, one with jumps."""

from __future__ import annotations

from collections.abc import Iterable

from kolokasi.core.procedure import (
    Assumption,
    Condition,
    Document,
    End,
    EndText,
    Identity,
    Mode,
    NoteRule,
    Outcome,
    OutcomeKind,
    Procedure,
    Requirement,
    Role,
    Standing,
    Step,
    StepKind,
)
from kolokasi.core.worktime.duration import parse_duration


def way(
    key: str,
    to: str | Iterable[str] = (),
    *,
    label: str = "",
    end: End | None = None,
    kind: OutcomeKind = OutcomeKind.FORWARD,
    assumption: str = "",
    suggested: bool = False,
) -> Outcome:
    targets = (to,) if isinstance(to, str) else tuple(to)
    return Outcome(
        key=key,
        label=label or key.capitalize(),
        kind=kind,
        next=targets,
        end=end,
        note=NoteRule.OPTIONAL,
        assumption=assumption,
        suggested=suggested,
    )


def step(
    number: str,
    text: str,
    performers: str,
    *outcomes: Outcome,
    key: str = "",
    mode: Mode = Mode.ONE,
    kind: StepKind = StepKind.TASK,
    decider: str = "",
    needs: Iterable[str] = (),
    time: str = "",
    output: Iterable[str] = (),
    note: str = "",
    assumed: str = "",
    services: Iterable[str] = (),
    copies: Iterable[str] = (),
    joins: Iterable[str] = (),
    informs: Iterable[str] = (),
) -> Step:
    return Step(
        key=key or number,
        number=number,
        text=text,
        kind=kind,
        mode=mode,
        performers=tuple(performers.split()),
        decider=decider,
        copies=tuple(copies),
        requires=tuple(Requirement(document="x", text=one) for one in needs),
        outputs=tuple(Requirement(document="x", text=one) for one in output),
        time_text=time,
        time=parse_duration(time),
        note=note,
        outcomes=outcomes,
        condition=Condition(services=frozenset(services)),
        joins=tuple(joins),
        informs=tuple(informs),
        assumptions=(Assumption(about="pelaksana", reason=assumed),) if assumed else (),
    )


def procedure(key: str, title: str, roles: Iterable[Role], steps: Iterable[Step]) -> Procedure:
    by_key = {one.key: one for one in steps}
    return Procedure(
        key=key,
        title=title,
        standing=Standing.SOURCE,
        identity=Identity(number="555/10/V TAHUN 2023", title=title),
        services={"penempatan": "Penempatan server", "hosting": "Hosting aplikasi"},
        roles={role.key: role for role in roles},
        documents={"x": Document(key="x", title="Surat permohonan")},
        forms={},
        steps=by_key,
        start=next(iter(by_key)),
        ends={end: EndText(end=end, text="") for end in End},
    )


def karanganyar() -> Procedure:
    return procedure(
        "karanganyar/penempatan-server",
        "Penempatan Server dan Hosting Aplikasi pada Pusat Data",
        (
            Role(key="opd", label="OPD / SKPD", applicant=True),
            Role(key="administrator", label="Administrator Bidang TIK"),
            Role(key="pengawas", label="Pengawas Infrastuktur TIK"),
            Role(key="personil", label="Personil DC (Pengelola & Pemeriksa TIK)"),
        ),
        (
            step("1", "Mengajukan surat permohonan layanan penempatan server dan hosting aplikasi di "
                 "Diskominfo dengan memberikan spesifikasi server dan data-data lainnya", "opd",
                 way("selesai", "2"), output=["Surat Permohonan"]),
            step("2", "Memverifikasi dan mendisposisikan ke Pengawas Infrastruktur TIK dilanjutkan kepada "
                 "Tim Personil DC (Pengelola & Pemeriksa TIK) untuk proses pelaksanaan",
                 "administrator pengawas personil", way("selesai", "3"), mode=Mode.RELAY,
                 needs=["Surat permohonan"], time="15 menit", output=["Disposisi"]),
            step("3", "Mengecek ketersediaan kapasitas infrastruktur (server, listrik, UPS, genset, "
                 "bandwidth, tempat)\nKapasitas masih tersedia :\na) YA, lanjutkan ke aktivitas no. 4\n"
                 "b) TIDAK, proses selesai", "personil",
                 way("tersedia", "4", label="Ya, kapasitas tersedia"),
                 way("penuh", label="Tidak, kapasitas penuh", end=End.REFUSED, kind=OutcomeKind.REFUSE),
                 needs=["Disposisi"], time="1 jam", output=["Laporan"]),
            step("4", "Mengisi form. Pengajuan Penempatan server dan hosting aplikasi", "opd",
                 way("selesai", "5"), needs=["Surat permohonan dan disposisi"], time="15 menit",
                 output=["Form Ajuan"]),
            step("5", "Persetujuan Administrator Bidang TIK dengan mengisi form. Persetujuan penempatan "
                 "server dan hosting aplikasi", "administrator", way("selesai", "6"),
                 needs=["Form pengajuan"], time="15 menit", output=["Form persetujuan"]),
            step("6", "Menginformasikan pengguna bahwa permintaan penempatan server dan hosting aplikasi "
                 "telah disetujui", "pengawas", way("selesai", "7"), needs=["Form persetujuan"],
                 time="15 menit", output=["Laporan"], assumed="tanda pelaksana hilang"),
            step("7", "Membawa perangkat server dengan OS, perangkat lunak, dan aplikasi pendukung sesuai "
                 "dengan spesifikasi", "opd", way("selesai", "8"), services=["penempatan"],
                 needs=["Form pengajuan dan persetujuan"], time="1 hari", output=["Peralatan"]),
            step("8", "a. verifikasi kesesuaian spesifikasi server,\nb. proses penempatan server dan proses "
                 "instalasi lainnya, dan\nc. memberikan berita acara kerja", "personil",
                 way("sesuai", "9", label="Sesuai"),
                 way("kembali", "7", label="Tidak sesuai", kind=OutcomeKind.RETURN, assumption="lembar diam"),
                 needs=["Form pengajuan dan persetujuan"], time="1 hari",
                 output=["Pemasangan server dan laporan hasil"]),
            step("9", "Melaporkan kepada pengguna dengan tembusan kepada Kepala Bidang, bahwa server dan "
                 "hosting aplikasi sudah selesai dan dapat diakses", "personil",
                 way("selesai", end=End.GRANTED), needs=["Laporan"], time="15 menit",
                 output=["Berita acara Laporan"], copies=["administrator"]),
        ),
    )  # fmt: skip


def kudus() -> Procedure:
    return procedure(
        "kudus/penempatan-server",
        "Penempatan Server",
        (
            Role(key="pemohon", label="Pemohon", applicant=True),
            Role(key="kadis", label="Kepala Dinas"),
            Role(key="kabid", label="Kepala Bidang Informatika"),
            Role(key="kasi", label="Kepala Seksi TI dan Persandian"),
            Role(key="staf", label="Staf Teknis"),
        ),
        (
            step("1", "Mengajukan surat permohonan dan formulir", "pemohon", way("selesai", "2"),
                 time="15 menit", output=["Surat permohonan", "Form pengajuan"]),
            step("2", "Disposisi ke Kepala Bidang Informatika", "kadis", way("selesai", "3"),
                 time="10 menit"),
            step("3", "Memverifikasi dan mendisposisi ke Kepala Seksi", "kabid kasi kabid",
                 way("selesai", "4"), mode=Mode.RELAY, time="10 menit"),
            step("4", "Menyetujui atau mengembalikan permohonan", "kabid",
                 way("setuju", "5", label="Setuju"),
                 way("kembali", "1", label="Tidak setuju", kind=OutcomeKind.RETURN),
                 way("tolak", label="Pemohon menarik diri", end=End.WITHDRAWN, kind=OutcomeKind.WITHDRAW,
                     assumption="tidak tertulis"), time="10 menit"),
            step("5", "Menempatkan server di ruang server dan mencatatnya", "staf",
                 way("selesai", end=End.GRANTED), time="30 menit"),
        ),
    )  # fmt: skip


def jateng() -> Procedure:
    return procedure(
        "jateng/serah-terima-colocation",
        "Serah Terima Colocation",
        (
            Role(key="kadin", label="KADIN", assumption="tanda hilang"),
            Role(key="petugas", label="PETUGAS JARINGAN"),
            Role(key="kasi", label="KASI INFRAS"),
            Role(key="kabid", label="KABID TIK"),
            Role(key="skpd", label="SKPD", applicant=True, lane=False),
        ),
        (
            step("1", "Menerima dan mendisposisi Surat dari SKPD", "kadin", way("selesai", "2"),
                 needs=["Buku agenda", "Lembar disposisi"], time="1 jam", output=["Berkas permohonan"],
                 assumed="tanda hilang"),
            step("2", "Memverifikasi dan mengklarifikasi kebutuhan colocation", "kasi", way("selesai", "3"),
                 time="3 jam", assumed="tanda hilang"),
            step("3", "Mengecek ketersediaan kapasitas infrastruktur (listrik, bandwidth, tempat)",
                 "petugas", way("selesai", "4"), time="2 jam", assumed="tanda hilang"),
            step("4", "Apakah kapasitas masih tersedia ?\na. Ya, lanjut ke aktivitas 5\nb. Tidak, lanjut "
                 "ke aktivitas 8", "kasi", way("ya", "5", label="Ya"), way("tidak", "8", label="Tidak"),
                 kind=StepKind.DECISION, time="2 jam", assumed="tanda hilang"),
            step("5", "Melaporkan kepada kepala dinas dan meminta persetujuan Kepala Dinas :\na. Ya, lanjut "
                 "ke aktivitas 6\nb. Tidak, proses selesai", "kabid kadin",
                 way("ya", "6", label="Ya"), way("tidak", label="Tidak", end=End.REFUSED), mode=Mode.RELAY,
                 time="3 jam", assumed="tanda hilang"),
            step("6", "Menginformasikan SKPD bahwa permintaan colocation telah disetujui", "kabid",
                 way("selesai", "tunggu-server"), time="3 jam", informs=["skpd"], assumed="tanda hilang"),
            step("", "Server tiba di pusat data", "skpd", way("tiba", "7"), key="tunggu-server",
                 kind=StepKind.WAIT),
            step("7", "Melakukan cek kesesuaian spesifikasi server dengan memberikan berita acara serah "
                 "terima serta mengupdate aset register", "petugas", way("selesai", end=End.GRANTED),
                 time="2 jam", assumed="tanda hilang"),
            step("8", "Surat pemberitahuan ke SKPD tentang tidak tersedianya kapasitas infrastruktur "
                 "(listrik, bandwidth, tempat)", "kabid", way("selesai", end=End.REFUSED), time="1 hari",
                 informs=["skpd"], assumed="tanda hilang"),
        ),
    )  # fmt: skip


def temanggung() -> Procedure:
    return procedure(
        "temanggung/penitipan-server",
        "Penitipan Server (Collocation) Web Instansi",
        (
            Role(key="jfu", label="JFU"),
            Role(key="kadis", label="Kepala Dinas"),
            Role(key="sekretaris", label="Sekretaris"),
            Role(key="kabid", label="Kabid informatika"),
            Role(key="kasi", label="Kasi Pengembangan dan Informasi"),
            Role(key="jft", label="JFT"),
            Role(key="pemohon", label="Instansi/pemohon", applicant=True, lane=False),
        ),
        (
            step("1", "membuat surat permohonan Penitipan Server (Collocation) web/layanan elektronik/"
                 "kegiatan daerah dengan melampirkan formulir permohonan Penitipan Server (Collocation) "
                 "instansi/pemohon yang ditujukan kepada Kadis cq Kabid", "jfu", way("selesai", "2"),
                 time="5 menit", needs=["surat dan melampirkan formulir"],
                 output=["surat dan melampirkan formulir"]),
            step("2", "memerintahkan kepada Kabid untuk menindak lanjuti permohonan", "kadis",
                 way("selesai", "3"), time="5 menit"),
            step("3", "memerintahkan Kasi untuk menyiapkan sarana dan prasarana pendukung (ketersediaan "
                 "ruang, kelistrikan, ip publik , bandwidth ,dan kabel)", "kabid", way("selesai", "4"),
                 time="5 menit"),
            step("4", "memerintahkan JFT untuk melakukan pengecekan dan verifikasi dan menyiapkan sarana "
                 "dan prasarana pendukung", "kasi", way("selesai", "5"), time="5 menit",
                 output=["Rencana Kerja + Persetujuan"]),
            step("5", "melakukan pengecekan/verifikasi apakah ketersediaan sarana prasarana pendukung "
                 "masih tersedia atau sudah tidak tersedia di ruang server", "jft",
                 way("tersedia", "6", label="Tersedia"), way("habis", "6", label="Tidak tersedia"),
                 time="5 menit", informs=["pemohon"]),
            step("6", "memerintahkan JFU untuk membuat draft surat balasan", "kasi", way("selesai", "7"),
                 time="5 menit", assumed="tanda bergeser satu kolom"),
            step("7", "membuat draft surat balasan ditujukan kepada instansi/pemohon", "jfu",
                 way("selesai", "8"), time="5 menit"),
            step("8", "menerima dan memeriksa draft surat balasan, jika sesuai disampaikan ke KABID, jika "
                 "tidak sesuai dikembalikan ke JFU", "kasi", way("sesuai", "9", label="Sesuai"),
                 way("kembali", "7", label="Tidak sesuai", kind=OutcomeKind.RETURN), time="5 menit",
                 assumed="tanda bergeser satu kolom"),
            step("9", "menerima dan memeriksa draft surat balasan, jika sesuai disampaikan ke KADIS jika "
                 "tidak sesuai dikembalikan ke KASI", "kabid", way("sesuai", "10", label="Sesuai"),
                 way("kembali", "8", label="Tidak sesuai", kind=OutcomeKind.RETURN), time="5 menit"),
            step("10", "menandatangani surat balasan dan memerintahkan JFU untuk mengagendakan, "
                 "mengarsipkan dan mengirim surat balasan kepada instansi/pemohon", "kadis",
                 way("selesai", "11"), time="5 menit", output=["Surat balasan"]),
            step("11", "mengagendakan, mengarsipkan serta mengirim surat balasan kepada instansi / pemohon",
                 "jfu", way("diterima", label="Diterima", end=End.GRANTED),
                 way("ditolak", label="Tidak diterima", end=End.REFUSED), time="5 menit"),
        ),
    )  # fmt: skip


def inhil() -> Procedure:
    """Joint work, a choice of hands, a fork with a join, and a wait in a lane."""
    return procedure(
        "inhil/co-location",
        "Co-location",
        (
            Role(key="opd", label="OPD / SKPD", applicant=True),
            Role(key="kabid", label="Kepala Bidang Infrastruktur"),
            Role(key="pengawas", label="Pengawas TIK"),
            Role(key="admin", label="Administrator TIK"),
            Role(key="personil", label="Personil DC"),
        ),
        (
            step("1", "Mengajukan surat permohonan", "opd", way("selesai", "2"), time="-"),
            step("2", "Memverifikasi dan mendisposisikan", "kabid pengawas admin personil",
                 way("selesai", "3"), mode=Mode.RELAY, time="15 menit"),
            step("3", "Mengecek ketersediaan kapasitas", "admin personil",
                 way("ada", ("4a", "4b"), label="Kapasitas masih tersedia"),
                 way("penuh", label="Kapasitas tidak tersedia", end=End.REFUSED),
                 way("tunda", "3", label="Masuk daftar tunggu", kind=OutcomeKind.DEFER, suggested=True),
                 mode=Mode.ALL, decider="admin", time="1 jam"),
            step("4a", "Mengisi formulir", "opd", way("selesai", "5"), time="15 menit"),
            step("4b", "Menyiapkan rak", "personil", way("selesai", "5"), time="1 jam"),
            step("5", "Menyetujui", "kabid", way("selesai", "bawa"), joins=["4a", "4b"], time="15 menit"),
            step("", "Membawa server", "opd", way("tiba", "9"), key="bawa", kind=StepKind.WAIT),
            step("9", "Melaporkan kepada pengguna", "admin personil", way("selesai", end=End.GRANTED),
                 mode=Mode.ANY, time="30 menit", copies=["kabid", "pengawas"]),
        ),
    )  # fmt: skip


def all_sheets() -> dict[str, Procedure]:
    sheets = (karanganyar(), kudus(), jateng(), temanggung(), inhil())
    return {one.key: one for one in sheets}
