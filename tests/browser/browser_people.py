"""People at browsers: each signs in as himself, fills in what the page asks, and takes his step."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from running import Running

from papers import pdf

PASSWORD = "kolokasi-contoh"
_EXAMPLES = (
    (r"nip", "198001012005011001"),
    (r"surel|email", "narahubung@contoh.go.id"),
    (r"telepon|kontak_no|kontak_number|hp|nomor_kontak|telp", "0812 5550 0101"),
    (r"domain", "layanan.contoh.go.id"),
    (r"(^|_)ip(_|$)|alamat_ip", "10.20.30.40"),
)

_NUMBERS = {"kedalaman": "700"}  # where two of its unit would be refused


class Journey:
    """One request on its way. ``case`` is its number once it is handed in."""

    def __init__(self, office: Running, browser: Browser) -> None:
        self.office = office
        self.browser = browser
        self.contexts: dict[str, BrowserContext] = {}
        self.case = ""
        self.seen: set[str] = set()
        self.letter = Path(tempfile.mkdtemp(prefix="kolokasi-surat-")) / "surat.pdf"
        self.letter.write_bytes(pdf("Surat permohonan"))

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()
        shutil.rmtree(self.letter.parent, ignore_errors=True)

    def page_of(self, username: str) -> Page:
        """A page of this person's own session, signed in."""
        if username in self.contexts:
            return self.contexts[username].pages[0]
        context = self.browser.new_context(
            base_url=self.office.url, locale="id-ID", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(20_000)
        self.contexts[username] = context
        page = context.new_page()
        page.on("pageerror", lambda error: self._fail(f"skrip: {error}"))
        page.on(
            "console",
            lambda said: self._fail(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto("/masuk/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator(
            "form:has(input[name=login]) button[type=submit], form:has(input[name=login]) button"
        ).first.click()
        expect(page.locator("header")).to_contain_text("Permohonan")
        return page

    def request(
        self, username: str, office: str, slug: str, *, services: tuple[str, ...] = ()
    ) -> str:
        """Hand in a request with its letter. Returns its number."""
        page = self.page_of(username)
        page.goto(f"/dinas/{office}/sop/{slug}/")
        for box in page.locator("input[name=services]").all():
            if services:
                box.set_checked(box.get_attribute("value") in services)
        page.get_by_role("button", name="Tulis permohonan").click()
        page.locator("input[name=subject]").fill("Penempatan server e-Puskesmas")
        self.fill(page)
        self.look(page)
        page.get_by_role("button", name="Kirim permohonan").click()
        expect(page.locator("main")).to_contain_text("Kode pelacakan")
        found = re.search(r"/permohonan/([^/]+)/", page.url)
        assert found, page.url
        self.case = found[1]
        self.look(page)
        return self.case

    def take(
        self, username: str, step: str, button: str = "", *, note: str = "", **more: str
    ) -> Page:
        """Find the task in the inbox, open it, fill in what is asked, press the button."""
        page = self.page_of(username)
        page.goto("/tugas/")
        link = page.locator(f'a[href="/permohonan/{self.case}/kegiatan/{step}/"]').first
        expect(link).to_be_visible()
        link.click()
        self.look(page)
        self.fill(page)
        for name, value in more.items():
            page.locator(f'[name="{name.replace("__", ".")}"]').fill(value)
        if note:
            page.locator("textarea[name=note]").fill(note)
        outcomes = page.locator(".outcomes button")
        wanted = outcomes.filter(has_text=re.compile(button)) if button else outcomes
        back = page.locator(".returning:not([open]) summary")
        if button and back.filter(has_text=re.compile(button)).count():
            back.first.click()  # the fields to mend come first, the button after them
        wanted.first.click()
        expect(page.locator(".message.success")).to_be_visible()
        return page

    def fill(self, page: Page) -> None:
        """Something right in every empty required or plain field, and a letter in every file place."""
        for control in page.locator("main form [name]").all():
            name = control.get_attribute("name") or ""
            kind = control.get_attribute("type") or ""
            if "." not in name or not control.is_visible():
                continue
            if kind == "file":
                if name != "file.lampiran":
                    control.set_input_files(self.letter)
            elif kind == "radio":
                if not page.locator(f'main [name="{name}"]:checked').count():
                    control.check()
            elif kind == "checkbox":
                if not name.endswith(".kept"):
                    control.check()
            elif control.evaluate("one => one.tagName") == "SELECT":
                if not control.input_value():
                    control.select_option(index=1)
            elif not control.input_value():
                control.fill(self._example(control.get_attribute("inputmode") or "", kind, name))

    def look(self, page: Page) -> None:
        """Axe finds nothing serious, and nothing scrolls sideways on a phone. Once for each kind of page."""
        kind = re.sub(r"[A-Z]{3}-\d{4}-\d{4}|\d+", "*", page.url)
        if kind in self.seen:
            return
        self.seen.add(kind)
        bad = [
            f"{one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert not bad, (page.url, bad)
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert wide <= 390, (page.url, wide)

    @staticmethod
    def _example(mode: str, kind: str, name: str) -> str:
        if kind == "date":
            return "2027-01-31"
        last = name.rsplit(".", 1)[-1]
        if mode in ("numeric", "decimal") and "nip" not in last:
            return _NUMBERS.get(last, "2")
        for pattern, value in _EXAMPLES:
            if re.search(pattern, last):
                return value
        return "Contoh isian"

    @staticmethod
    def _fail(text: str) -> None:
        raise AssertionError(text)
