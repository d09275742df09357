"""Addresses of the settings, under ``/pengaturan/``."""

from django.urls import path

from kolokasi.web.administration import (
    agencies,
    calendar,
    desks,
    overview,
    people,
    positions,
    sops,
)

urlpatterns = [
    path("", overview.offices, name="settings"),
    path("<slug:office>/", overview.overview, name="settings_office"),
    path("<slug:office>/jejak/", overview.trail, name="settings_trail"),
    path("<slug:office>/jabatan/", positions.positions, name="settings_positions"),
    path("<slug:office>/jabatan/<slug:position>/", positions.position, name="settings_position"),
    path("<slug:office>/orang/", people.people, name="settings_people"),
    path("<slug:office>/orang-baru/", people.new_person, name="settings_new_person"),
    path("<slug:office>/orang/<str:username>/", people.person, name="settings_person"),
    path("<slug:office>/opd/", agencies.agencies, name="settings_agencies"),
    path("<slug:office>/opd/<slug:agency>/", agencies.agency, name="settings_agency"),
    path("<slug:office>/meja/", desks.desks, name="settings_desks"),
    path("<slug:office>/meja/<int:desk>/", desks.desk, name="settings_desk"),
    path("<slug:office>/sop/", sops.sops, name="settings_sops"),
    path("<slug:office>/sop-baru/", sops.upload, name="settings_upload"),
    path("<slug:office>/sop/<slug:slug>/<int:version>/", sops.sop, name="settings_sop"),
    path("<slug:office>/sop/<slug:slug>/<int:version>/naskah/", sops.text, name="settings_text"),
    path("<slug:office>/kalender/", calendar.calendar, name="settings_calendar"),
]
