"""The five-minute tour of the README, walked in a browser: who signs in, what is typed, what is pressed.

``make pictures`` walks it and takes the README's pictures on the way; so a tour that no longer works
is noticed there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from demo_server import Demo
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PASSWORD = "kolokasi-contoh"
LETTER = Path(__file__).resolve().parents[1] / "docs" / "contoh" / "surat-permohonan.pdf"
SERVICE = "/dinas/karanganyar/sop/penempatan-server/"

OPD, HEAD, SUPERVISOR, KEEPER = (
    "kra.dinkes", "kra.kabid-tki", "kra.pengawas-infrastruktur", "kra.pengelola-dc",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of the tour. ``types``: field → what is typed or chosen; other fields keep what is there."""

    at: str
    who: str
    step: str
    press: str
    types: dict[str, str] = field(default_factory=dict)


REQUEST = Act(
    at="2026-11-02 08:05",
    who=OPD,
    step="1",
    press="Kirim permohonan",
    types={
        "subject": "Penempatan server e-Puskesmas",
        "permohonan.nama_layanan": "e-Puskesmas",
        "permohonan.kegunaan": "Pendaftaran dan rekam kunjungan pasien di 21 puskesmas.",
        "permohonan.server.0.nama": "puskesmas-1",
        "permohonan.server.0.tinggi": "2",
        "permohonan.server.0.kedalaman": "700",
        "permohonan.server.0.berat": "24",
        "permohonan.server.0.daya": "750",
        "permohonan.server.0.psu": "2",
        "permohonan.server.0.port": "2",
        "permohonan.server.0.bentuk": "rak",
        "permohonan.bandwidth": "10",
    },
)
ACTS = (
    Act(at="2026-11-02 08:12", who=HEAD, step="2", press="Catat dan teruskan"),
    Act(at="2026-11-02 08:15", who=SUPERVISOR, step="2", press="Catat dan teruskan"),
    Act(at="2026-11-02 08:20", who=KEEPER, step="2", press="Selesai"),
    Act(at="2026-11-02 09:05", who=KEEPER, step="3", press="Kapasitas tersedia"),
    Act(
        at="2026-11-02 09:20",
        who=OPD,
        step="4",
        press="Selesai",
        types={
            "pengajuan.masa": "permanen",
            "pengajuan.server.0.merk_tipe": "Contoh R2",
            "pengajuan.server.0.prosesor": "16 inti",
            "pengajuan.server.0.ram": "128",
            "pengajuan.server.0.storage": "2 × 960 GB SSD",
            "pengajuan.server.0.psu": "2",
            "pengajuan.sistem_operasi": "Debian 12",
            "pengajuan.perangkat_lunak": "PostgreSQL 15, nginx",
            "pengajuan.cadangan": "dinas",
            "pengajuan.kontak_teknis_nama": "Gita Nugraha",
            "pengajuan.kontak_teknis_telepon": "0812 5550 0101",
        },
    ),
    Act(at="2026-11-02 09:32", who=HEAD, step="5", press="Selesai"),
    Act(at="2026-11-02 09:45", who=SUPERVISOR, step="6", press="Selesai"),
    Act(at="2026-11-03 08:00", who=OPD, step="7", press="Selesai"),
    Act(
        at="2026-11-03 11:00",
        who=KEEPER,
        step="8",
        press="Spesifikasi sesuai dan terpasang",
        types={
            "pemasangan.tanggal": "2026-11-03",
            "pemasangan.server.0.sn": "CTH-0001",
            "pemasangan.server.0.kesesuaian": "sesuai",
            "pemasangan.pekerjaan": "Server dipasang pada rak A2, dinyalakan, dan dapat diakses.",
        },
    ),
    Act(at="2026-11-03 11:10", who=KEEPER, step="9", press="Selesai"),
)


class Walk:
    """Everybody at a browser of his own. ``case`` is the request's number once it is handed in."""

    def __init__(self, demo: Demo, browser: Browser) -> None:
        self.demo = demo
        self.browser = browser
        self.case = ""
        self._contexts: list[BrowserContext] = []

    def page(self, *, width: int = 1440, height: int = 900) -> Page:
        context = self.browser.new_context(
            base_url=self.demo.url,
            locale="id-ID",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        return context.new_page()

    def signed_in(self, who: str, *, at: str, width: int = 1440, height: int = 900) -> Page:
        """A fresh session, at this minute of the told clock (Karanganyar lies in WIB)."""
        self.demo.set_clock(datetime.fromisoformat(f"{at}+07:00"))
        page = self.page(width=width, height=height)
        page.goto("/masuk/")
        page.locator("input[name=login]").fill(who)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form:has(input[name=login]) button").first.click()
        expect(page.locator("header .menu")).to_be_visible()
        return page

    def request(self, act: Act) -> Page:
        page = self.signed_in(act.who, at=act.at)
        page.goto(SERVICE)
        page.get_by_role("button", name="Tulis permohonan").click()
        self._type(page, act.types)
        page.locator("main input[type=file]").first.set_input_files(LETTER)
        page.get_by_role("button", name=act.press).click()
        page.wait_for_url(re.compile(r"/permohonan/[A-Z]+-\d+-\d+/$"))
        self.case = page.url.rstrip("/").rpartition("/")[2]
        return page

    def take(self, act: Act, *, look: Callable[[Page], None] | None = None) -> Page:
        """Open the task from the inbox, type, press. ``look`` sees the page just before pressing."""
        page = self.signed_in(act.who, at=act.at)
        page.goto("/tugas/")
        page.locator(f'a[href="/permohonan/{self.case}/kegiatan/{act.step}/"]').first.click()
        self._type(page, act.types)
        if look is not None:
            look(page)
        page.locator(".outcomes").get_by_role("button", name=act.press, exact=True).click()
        expect(page.locator(".message.success")).to_be_visible()
        return page

    def close(self) -> None:
        for one in self._contexts:
            one.close()

    @staticmethod
    def _type(page: Page, types: dict[str, str]) -> None:
        for name, said in types.items():
            control = page.locator(f'main [name="{name}"]')
            if control.first.get_attribute("type") == "radio":
                page.locator(f'main [name="{name}"][value="{said}"]').check()
            elif _is_select(control):
                control.select_option(said)
            else:
                control.fill(said)


def _is_select(control: Locator) -> bool:
    return bool(control.evaluate("one => one.tagName === 'SELECT'"))
