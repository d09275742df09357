"""Every address. Registration is absent on purpose: accounts are made by the office."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView

_KEY = r"^sandi/atur-ulang/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

masuk = [
    path("", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/ganti/", account.password_change, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "sandi/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("kode/", include("allauth.mfa.urls")),
    # allauth asks for these names when it renders; both lead to signing in.
    path("daftar/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("surel/", RedirectView.as_view(pattern_name="account_login"), name="account_email"),
]

urlpatterns = [
    path("masuk/", include(masuk)),
    path("", include("kolokasi.web.urls")),
]
