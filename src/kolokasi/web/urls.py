"""Addresses of the pages: nouns of the field, in the language of the screens."""

from django.urls import include, path
from django.views.i18n import set_language

from kolokasi.web import capacity, cases, drafts, duties, effects, inbox, public, register, steps
from kolokasi.web.datacentre import beforehand

urlpatterns = [
    path("", public.home, name="home"),
    path("dinas/<slug:office>/", public.office, name="office"),
    path("dinas/<slug:office>/sop/<slug:slug>/", public.sop, name="sop"),
    path("dinas/<slug:office>/sop/<slug:slug>/permohonan/", drafts.begin, name="begin"),
    path("dinas/<slug:office>/sop/<slug:slug>/lembar/", public.sheet, name="sop_sheet"),
    path("dinas/<slug:office>/sop/<slug:slug>/perkiraan/", public.promised, name="promised"),
    path("dinas/<slug:office>/prakira/", beforehand.beforehand, name="beforehand"),
    path("contoh/", public.people, name="people"),
    path("bahasa/", set_language, name="set_language"),
    path("lacak/", public.track, name="track"),
    path("tugas/", inbox.tasks, name="tasks"),
    path("draf/<int:draft>/", drafts.draft, name="draft"),
    path("draf/<int:draft>/simpan/", drafts.autosave, name="autosave"),
    path("permohonan/", cases.case_list, name="cases"),
    path("permohonan/<str:number>/", cases.case, name="case"),
    path("permohonan/<str:number>/kegiatan/<str:step>/", steps.step, name="step"),
    path("permohonan/<str:number>/lembar/", cases.sheet, name="case_sheet"),
    path("permohonan/<str:number>/kapasitas/", capacity.sheet, name="capacity"),
    path("permohonan/<str:number>/penarikan/", cases.withdraw, name="withdraw"),
    path("permohonan/<str:number>/berkas/<int:file>/", cases.file, name="file"),
    path("tindakan/<str:key>/", cases.settled, name="settled"),
    path("daftar-server/", register.entries, name="register"),
    path("daftar-server/unduh/", register.download, name="register_csv"),
    path("surel/", effects.mails, name="mails"),
    path("kewajiban/", duties.duties, name="duties"),
    path("pusat-data/", include("kolokasi.web.datacentre.urls")),
    path("pusat-data/<slug:office>/pertukaran/", include("kolokasi.web.datacentre.exchange_urls")),
    path("pengaturan/", include("kolokasi.web.administration.urls")),
]
