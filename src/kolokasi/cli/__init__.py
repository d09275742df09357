"""The command line ``kolokasi``. Commands about SOP files need no database and load no Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kolokasi.cli import offices, server, sops
from kolokasi.config.installation import ROOT, Misconfigured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the process's exit code (0 well, 1 something was found, 2 cannot run)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:  # Django reads the rest itself, --help included
        return _run(lambda: server.manage(given[1:]))
    chosen = _parser().parse_args(given)
    return _run(lambda: chosen.command(chosen))


def _run(command: Callable[[], int]) -> int:
    os.umask(0o027)  # letters and the database are nobody else's to read
    try:
        return command()
    except Misconfigured as refusal:
        print(f"kolokasi: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `kolokasi check … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kolokasi",
        description="Menjalankan SOP pusat data pemerintah, dari surat sampai serah terima.",
    )
    commands = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)

    check = commands.add_parser(
        "check", help="periksa berkas SOP: galat dan peringatan, dengan tempatnya"
    )
    check.add_argument(
        "files", nargs="*", type=Path, metavar="BERKAS", help="berkas atau folder SOP"
    )
    check.add_argument("--json", action="store_true", help="keluaran untuk program")
    check.add_argument(
        "--strict", action="store_true", help="peringatan pun dianggap gagal (kode keluar 1)"
    )
    check.set_defaults(command=sops.check)

    rehearse = commands.add_parser(
        "rehearse", help="mainkan setiap jalan sebuah SOP tanpa basis data"
    )
    rehearse.add_argument(
        "procedure", metavar="SOP", help="kunci (jateng/serah-terima-colocation) atau berkas"
    )
    rehearse.add_argument("--json", action="store_true", help="keluaran untuk program")
    rehearse.add_argument(
        "--service",
        action="append",
        metavar="LAYANAN",
        help="hanya untuk layanan ini (boleh diulang: diminta bersama-sama)",
    )
    rehearse.set_defaults(command=sops.rehearse)

    stories = commands.add_parser("stories", help="mainkan cerita uji yang menyertai SOP")
    stories.add_argument(
        "procedures", nargs="*", metavar="SOP", help="kunci atau berkas; kosong = semua"
    )
    stories.set_defaults(command=sops.stories)

    for one in (check, rehearse, stories):
        folder = os.environ.get("KOLOKASI_PROCEDURES", str(ROOT / "procedures"))
        one.add_argument(
            "--procedures", dest="folder", type=Path, default=Path(folder), metavar="FOLDER"
        )

    serve = commands.add_parser("serve", help="jalankan peladen web")
    serve.add_argument("--host", default="127.0.0.1", help="alamat (bawaan 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="porta (bawaan 8000)")
    serve.set_defaults(command=server.serve)

    for name, text, command in (
        (
            "worker",
            "jalankan pekerja (hanya PostgreSQL; dengan SQLite ia hidup di dalam peladen)",
            server.worker,
        ),
        ("migrate", "siapkan atau perbarui basis data", server.migrate),
        ("demo", "isi dinas contoh dengan orang-orang rekaan (aman diulang)", server.demo),
        ("verify", "periksa rantai catatan setiap permohonan", server.verify),
    ):
        commands.add_parser(name, help=text).set_defaults(command=command)
    _office_commands(commands)
    commands.add_parser("manage", help="perintah Django (kolokasi manage --help)")
    return parser


def _office_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    install = commands.add_parser(
        "install", help="ambil dinas, jabatan, jam kerja, dan SOP (sebagai draf) dari folder SOP"
    )
    install.add_argument("office", nargs="?", default="", metavar="DINAS", help="kosong = semua")
    install.set_defaults(command=offices.install)

    admin = commands.add_parser("admin", help="jadikan seseorang admin sebuah dinas")
    admin.add_argument("office", metavar="DINAS", help="kunci dinas, misalnya karanganyar")
    admin.add_argument("username", metavar="NAMA_PENGGUNA", help="yang ada, atau yang dibuat")
    admin.add_argument("--name", default="", help="nama lengkap; buat akunnya bila belum ada")
    admin.add_argument("--email", default="", help="surel akun yang dibuat")
    admin.set_defaults(command=offices.admin)

    recompute = commands.add_parser(
        "recompute", help="hitung ulang tenggat permohonan berjalan dengan kalender sekarang"
    )
    recompute.add_argument("offices", nargs="*", metavar="DINAS", help="kosong = semua")
    recompute.add_argument("--reason", default="", help="alasan yang dicatat pada permohonan")
    recompute.set_defaults(command=offices.recompute)
