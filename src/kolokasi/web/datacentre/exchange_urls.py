"""Addresses of the exchange, under ``/pusat-data/<office>/pertukaran/``."""

from django.urls import path

from kolokasi.web.datacentre import exchange

urlpatterns = [
    path("", exchange.exchange, name="dc_exchange"),
    path("pusat-data.xlsx", exchange.workbook, name="dc_workbook"),
    path("templat.xlsx", exchange.blank, name="dc_template"),
    path("tabel/<str:sheet>.csv", exchange.table, name="dc_table"),
    path("impor/<int:batch>/", exchange.batch, name="dc_import"),
    path("impor/<int:batch>/perbaikan.csv", exchange.faults, name="dc_import_faults"),
]
