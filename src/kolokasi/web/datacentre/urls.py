"""Addresses of the data centre's pages, under ``/pusat-data/``."""

from django.urls import path

from kolokasi.web.datacentre import (
    clusters,
    devices,
    ledger,
    lines,
    network,
    overview,
    places,
    policy,
    pools,
    ports,
    power,
    queue,
    racks,
    rehearsal,
    trends,
)

urlpatterns = [
    path("", overview.offices, name="dc"),
    path("<slug:office>/", overview.overview, name="dc_office"),
    path("<slug:office>/tempat/", places.places, name="dc_places"),
    path("<slug:office>/situs/<int:site>/", places.site, name="dc_site"),
    path("<slug:office>/ruang/<int:room>/", places.room, name="dc_room"),
    path("<slug:office>/rak/<int:rack>/", racks.rack, name="dc_rack"),
    path("<slug:office>/rak/<int:rack>/isi/", devices.place, name="dc_place"),
    path("<slug:office>/perangkat/<int:device>/", devices.device, name="dc_device"),
    path("<slug:office>/listrik/", power.tree, name="dc_power"),
    path("<slug:office>/listrik/<int:node>/", power.node, name="dc_node"),
    path("<slug:office>/jaringan/", network.network, name="dc_network"),
    path("<slug:office>/sambungan/<int:uplink>/", lines.uplink, name="dc_uplink"),
    path("<slug:office>/blok-ip/<int:pool>/", pools.pool, name="dc_pool"),
    path("<slug:office>/port/<int:group>/", ports.group, name="dc_ports"),
    path("<slug:office>/klaster/", clusters.clusters, name="dc_clusters"),
    path("<slug:office>/batas-aman/", policy.policy, name="dc_policy"),
    path("<slug:office>/pemesanan/", queue.queue, name="dc_queue"),
    path("<slug:office>/buku-kapasitas/", ledger.ledger, name="dc_ledger"),
    path("<slug:office>/uji-padam/", rehearsal.rehearsal, name="dc_rehearsal"),
    path("<slug:office>/jalur-tunggal/", rehearsal.exceptions, name="dc_exceptions"),
    path("<slug:office>/perkembangan/", trends.trends, name="dc_trends"),
]
