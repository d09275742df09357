"""Take the README's pictures from a real running demo, on the way of the README's own tour.

Needs Debian's Chromium (``apt-get install chromium``). Writes docs/pictures/*.png, quantised so that a
clone stays small. The clock of the demo is told, so the same tour gives the same pictures.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path

from demo_server import running_demo
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tour import ACTS, HEAD, KEEPER, OPD, REQUEST, SERVICE, Walk

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MOST_BYTES = 120 * 1024
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]
PHONE = {"width": 390, "height": 844}


def main() -> int:
    if not CHROMIUM.exists():
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    start = datetime.fromisoformat("2026-11-02 08:00+07:00")
    with running_demo(start) as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        walk = Walk(demo, browser)
        take_all(walk, browser)
        walk.close()
        browser.close()
    return 0


def take_all(walk: Walk, browser: Browser) -> None:
    visitor = walk.page()
    visitor.goto("/dinas/karanganyar/")
    shoot(visitor, "office")
    visitor.goto(SERVICE)
    shoot(visitor, "sop")

    walk.request(REQUEST)
    for act in ACTS[:3]:
        walk.take(act)
    capacity, rest = ACTS[3], ACTS[4:]
    phone = walk.signed_in(KEEPER, at="2026-11-02 08:40", **PHONE)
    phone.goto("/tugas/")  # once more, without the greeting
    shoot(phone, "inbox-phone")
    walk.take(capacity, look=shoot_decision)
    shoot_rack(walk)
    for act in rest[:-2]:
        walk.take(act)
    page = walk.signed_in(HEAD, at="2026-11-03 10:00")
    page.goto(f"/permohonan/{walk.case}/")
    shoot(page, "case")
    shoot(page, "sheet", part="section[aria-labelledby=lembar]")
    for act in rest[-2:]:
        walk.take(act)
    page = walk.signed_in(OPD, at="2026-11-03 11:30")
    page.goto("/daftar-server/")
    shoot(page, "register")


def shoot_decision(page: Page) -> None:
    """The head of the page with what is asked, the verdict, and the foot with the ways out."""
    shoot(page, "decision")
    shoot(page, "verdict", part="section[aria-labelledby=ketersediaan]")
    shoot(page, "ways-out", part=".outcomes")


def shoot_rack(walk: Walk) -> None:
    """The rack in which the server has its place now."""
    page = walk.signed_in(KEEPER, at="2026-11-02 09:10")
    page.goto("/pusat-data/karanganyar/pemesanan/")
    page.get_by_role("link", name=walk.case).first.wait_for()
    page.locator('main a[href*="/perangkat/"], main a[href*="/rak/"]').first.click()
    if "/perangkat/" in page.url:
        page.locator('main a[href*="/rak/"]').first.click()
    shoot(page, "rack", part="main svg.sheet")


def shoot(page: Page, name: str, *, part: str = "") -> None:
    """What the window shows, or one part of the page whole."""
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    shown = page.locator(part) if part else page
    raw = shown.screenshot(animations="disabled", caret="hide")
    path = FOLDER / f"{name}.png"
    path.write_bytes(small(raw))
    print(f"{path.relative_to(FOLDER.parents[1])}  {path.stat().st_size // 1024} KB")


def small(raw: bytes) -> bytes:
    """The picture with as many colours as fit into the limit."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    for colours in (128, 64, 32, 16):
        target = io.BytesIO()
        quantised = picture.quantize(colours, dither=Image.Dither.NONE)
        quantised.save(target, "PNG", optimize=True)
        if target.tell() <= MOST_BYTES:
            return target.getvalue()
    raise SystemExit(f"{picture.size} does not fit into {MOST_BYTES} bytes; take less of the page")


if __name__ == "__main__":
    sys.exit(main())
