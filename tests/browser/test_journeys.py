"""Whole journeys in Chromium against the running server, everybody signing in as himself."""

from __future__ import annotations

import pytest
from browser_people import Journey
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("browser")]


def kra(journey: Journey) -> None:
    """Karanganyar as far as the capacity check: the letter, and the disposition from hand to hand."""
    journey.request("kra.dinkes", "karanganyar", "penempatan-server", services=("penempatan",))
    journey.take("kra.kabid-tki", "2")
    journey.take("kra.pengawas-infrastruktur", "2")
    journey.take("kra.pengelola-dc", "2")


def test_karanganyar_from_letter_to_granted(journey: Journey) -> None:
    kra(journey)
    journey.take("kra.pengelola-dc", "3", "tersedia$")
    journey.take("kra.dinkes", "4")
    journey.take("kra.kabid-tki", "5")
    journey.take("kra.pengawas-infrastruktur", "6")
    journey.take("kra.dinkes", "7")
    journey.take("kra.pemeriksa-dc", "8")
    journey.take("kra.pengelola-dc", "9")
    page = journey.page_of("kra.dinkes")
    page.goto(f"/permohonan/{journey.case}/")
    expect(page.locator("main")).to_contain_text("Disetujui")
    journey.look(page)
    page.goto("/daftar-server/")
    expect(page.locator("main")).to_contain_text(journey.case)
    journey.look(page)
    assert journey.office.mails_to("kra.dinkes@contoh.go.id", f"{journey.case}: disetujui")


def test_karanganyar_refused_with_its_reason(journey: Journey) -> None:
    kra(journey)
    journey.take("kra.pengelola-dc", "3", "tidak", note="Daya UPS tinggal 300 watt.")
    page = journey.page_of("kra.dinkes")
    page.goto(f"/permohonan/{journey.case}/")
    expect(page.locator("main")).to_contain_text("Ditolak")
    expect(page.locator("main")).to_contain_text("Daya UPS tinggal 300 watt.")
    mails = journey.office.mails_to("kra.dinkes@contoh.go.id", f"{journey.case}: ditolak")
    assert "Daya UPS tinggal 300 watt." in mails[0].get_payload(decode=True).decode()


def test_kudus_returned_mended_and_granted(journey: Journey) -> None:
    journey.request("kds.dinkes", "kudus", "penempatan-server")
    journey.take("kds.kadis", "2")
    journey.take("kds.kabid-informatika", "3")
    journey.take("kds.kasi-ti", "3")
    journey.take("kds.kabid-informatika", "3")
    head = journey.page_of("kds.kabid-informatika")
    head.goto(f"/permohonan/{journey.case}/kegiatan/4/")
    head.locator(".returning summary").click()
    flag = head.locator("input[name=flagged]").first
    field = flag.get_attribute("value") or ""
    flag.check()
    head.locator("textarea[name=note]").fill("Nama layanan belum jelas.")
    head.locator(".returning button").click()
    expect(head.locator(".message.success")).to_be_visible()

    applicant = journey.page_of("kds.dinkes")
    applicant.goto(f"/permohonan/{journey.case}/kegiatan/1/")
    expect(applicant.locator("main")).to_contain_text("Nama layanan belum jelas.")
    mended = applicant.locator(f'[name="{field}"]')
    expect(
        applicant.locator('main [name*="."]:not([type=file]):not([type=checkbox])')
    ).to_have_count(1)
    mended.fill("e-Puskesmas versi dua")
    journey.look(applicant)
    applicant.locator(".outcome.positive button").first.click()
    expect(applicant.locator(".message.success")).to_be_visible()

    for name, step in (
        ("kds.kadis", "2"),
        ("kds.kabid-informatika", "3"),
        ("kds.kasi-ti", "3"),
        ("kds.kabid-informatika", "3"),
    ):
        journey.take(name, step)
    head.goto(f"/permohonan/{journey.case}/kegiatan/4/")
    expect(head.locator(".diff ins").first).to_contain_text("e-Puskesmas versi dua")
    journey.take("kds.kabid-informatika", "4", "^(?!.*(tidak|Tidak|kembali|Kembali)).*")
    journey.take("kds.staf-teknis", "5")
    applicant.goto(f"/permohonan/{journey.case}/")
    expect(applicant.locator("main")).to_contain_text("Disetujui")


def test_temanggung_draft_sent_back_twice_then_signed(journey: Journey) -> None:
    journey.request("tmg.dinkes", "temanggung", "penitipan-server")
    for name, step, button in (
        ("tmg.pengadministrasi", "1", ""),
        ("tmg.kadis", "2", ""),
        ("tmg.kabid-informatika", "3", ""),
        ("tmg.kasi-pengembangan", "4", ""),
        ("tmg.pranata-komputer", "5", "^(?!.*(tidak|Tidak)).*"),
        ("tmg.kasi-pengembangan", "6", ""),
        ("tmg.pengadministrasi", "7", ""),
    ):
        journey.take(name, step, button)
    back, on = "[Kk]embali", "^(?!.*[Kk]embali).*"
    journey.take("tmg.kasi-pengembangan", "8", back, note="Nama instansi keliru.")
    journey.take("tmg.pengadministrasi", "7")
    journey.take("tmg.kasi-pengembangan", "8", on)
    journey.take("tmg.kabid-informatika", "9", back, note="Tembusan belum ada.")
    journey.take("tmg.kasi-pengembangan", "8", on)
    journey.take("tmg.kabid-informatika", "9", on)
    journey.take("tmg.kadis", "10")
    journey.take("tmg.pengadministrasi", "11", note="Surat balasan terkirim.")
    page = journey.page_of("tmg.dinkes")
    page.goto(f"/permohonan/{journey.case}/")
    expect(page.locator("main")).to_contain_text("Disetujui")
    expect(page.locator("main")).to_contain_text("putaran ke-3")
