"""The data centre in Chromium: its admin walks through every page, rehearses a failure and moves a server; an
applicant asks beforehand."""

from __future__ import annotations

import re

import pytest
from browser_people import Journey
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("browser")]
HOME = "/pusat-data/karanganyar/"


def test_the_admin_walks_through_the_data_centre(journey: Journey) -> None:
    page = journey.page_of("kra.admin")
    page.locator(".main-nav").get_by_role("link", name="Pusat data").click()
    expect(page).to_have_url(re.compile(f"{HOME}$"))
    for path in [str(one.get_attribute("href")) for one in page.locator(".dc-nav a").all()]:
        page.goto(path)
        journey.look(page)
    page.goto(f"{HOME}tempat/")
    page.locator("main ul.cards a").first.click()
    journey.look(page)
    page.locator("table a").first.click()
    journey.look(page)
    device = page.locator("svg a.draw-device").first
    name = device.text_content() or ""
    device.click()
    expect(page).to_have_url(re.compile(r"/perangkat/\d+/$"))
    assert page.locator("h1").inner_text() in name
    journey.look(page)
    for link in ("sambungan", "blok-ip", "port"):
        page.goto(f"{HOME}jaringan/")
        page.locator(f'main a[href*="/{link}/"]').first.click()
        journey.look(page)


def test_a_failure_is_rehearsed(journey: Journey) -> None:
    page = journey.page_of("kra.admin")
    page.goto(f"{HOME}listrik/")
    page.get_by_role("link", name="UPS", exact=True).last.click()
    journey.look(page)
    page.get_by_role("link", name=re.compile("Bagaimana bila UPS mati")).click()
    expect(page.locator("#akibat")).to_have_text("Bila mati: UPS")
    expect(page.locator(".ending").first).to_contain_text("perangkat padam")
    expect(page.locator(".node-padam").first).to_be_visible()


def test_a_server_moves_and_the_ledger_tells_it(journey: Journey) -> None:
    page = journey.page_of("kra.admin")
    page.goto(f"{HOME}tempat/")
    page.locator("main ul.cards a").first.click()
    page.locator("table a").first.click()
    page.locator("svg a.draw-device").last.click()
    page.locator("summary", has_text="Pindahkan").click()
    form = page.locator("#form-move")
    form.locator("[name=unit]").fill("99")
    form.locator("[name=why]").fill("Menata ulang rak.")
    form.get_by_role("button").click()
    expect(page.locator("#f-unit-move-error")).to_contain_text("di luar rak")
    expect(page.locator("#f-why-move")).to_have_value("Menata ulang rak.")
    journey.look(page)
    page.locator("#f-unit-move").fill("20")
    page.locator("#form-move").get_by_role("button").click()
    expect(page.locator(".message.success")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Menata ulang rak.")


def test_an_applicant_asks_beforehand_and_sees_no_rack(journey: Journey) -> None:
    page = journey.page_of("kra.dinkes")
    assert page.goto(HOME).status == 404  # type: ignore[union-attr]
    page.goto("/dinas/karanganyar/sop/penempatan-server/")
    page.get_by_role("link", name=re.compile("Perkirakan dahulu")).click()
    page.locator('[name="perangkat.model"]').fill("Dell PowerEdge R650")
    page.locator('[name="perangkat.model"]').dispatch_event("change")
    expect(page.locator('[name="perangkat.tinggi"]')).to_have_value("1")
    page.locator('[name="perangkat.port"]').fill("2")
    page.locator('[name="bandwidth"]').fill("10")
    journey.look(page)
    page.get_by_role("button", name="Perkirakan").click()
    expect(page.locator("#jawaban")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(re.compile(r"\bRak [A-Z]\d"))
