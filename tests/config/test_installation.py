"""An operator's settings: what is misspelt or out of range is named, and nothing is taken silently."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from kolokasi.config.databases import database_settings
from kolokasi.config.installation import ROOT, Installation, Misconfigured, read_installation
from kolokasi.config.secret_key import secret_key


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KOLOKASI_DATABASE", "KOLOKASI_DATA", "KOLOKASI_SETTINGS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(text: str) -> Installation:
        file = tmp_path / "kolokasi.toml"
        file.write_text(text)
        monkeypatch.setenv("KOLOKASI_SETTINGS", str(file))
        return read_installation()

    return write


def test_without_any_setting_it_is_an_embedded_installation_on_this_machine():
    found = read_installation()
    assert found.database == "sqlite:///var/kolokasi.sqlite3"
    assert found.data == ROOT / "var"
    assert found.base_url == "http://127.0.0.1:8000"
    assert not found.debug


def test_the_environment_stands_over_the_file_and_the_file_over_the_defaults(written, monkeypatch):
    monkeypatch.setenv("KOLOKASI_SMTP_PORT", "2525")
    found = written('smtp_port = 1025\nbase_url = "https://pusatdata.contoh.example/"')
    assert found.smtp_port == 2525
    assert found.base_url == "https://pusatdata.contoh.example"
    assert found.https


def test_a_misspelt_setting_in_the_file_is_named_with_what_was_meant(written):
    with pytest.raises(Misconfigured, match=r"“databse” tidak dikenal\. Maksudnya “database”\?"):
        written('databse = "sqlite:///x.sqlite3"')


def test_a_misspelt_setting_in_the_environment_is_named_too(monkeypatch):
    monkeypatch.setenv("KOLOKASI_BASEURL", "https://contoh.example")
    with pytest.raises(Misconfigured, match="Maksudnya “KOLOKASI_BASE_URL”"):
        read_installation()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("smtp_port = 70000", "“smtp_port” tidak dapat dipakai"),
        ('base_url = "pusatdata.contoh.example"', "harus diawali http"),
        ("threads = 0", "“threads”"),
        ("smtp_port = ", "tidak terbaca"),
    ],
)
def test_a_value_out_of_range_is_refused_in_words(written, text, sentence):
    with pytest.raises(Misconfigured, match=sentence):
        written(text)


def test_a_settings_file_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("KOLOKASI_SETTINGS", str(tmp_path / "tidak-ada.toml"))
    with pytest.raises(Misconfigured, match="tidak ditemukan"):
        read_installation()


def test_hosts_are_a_list_with_commas(monkeypatch):
    monkeypatch.setenv("KOLOKASI_ALLOWED_HOSTS", "a.example, b.example")
    assert read_installation().allowed_hosts == ["a.example", "b.example"]


def test_one_address_says_which_database():
    sqlite = database_settings("sqlite:////srv/kolokasi/data.sqlite3")
    assert sqlite["NAME"] == "/srv/kolokasi/data.sqlite3"
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    near = database_settings("sqlite:///var/data.sqlite3")
    assert near["NAME"] == str(ROOT / "var/data.sqlite3")
    far = database_settings("postgresql://kolokasi:r%40hasia@db.example:5433/pusat?sslmode=require")
    assert (far["HOST"], far["PORT"], far["NAME"]) == ("db.example", "5433", "pusat")
    assert (far["USER"], far["PASSWORD"]) == ("kolokasi", "r@hasia")
    assert far["OPTIONS"]["sslmode"] == "require"
    socket = database_settings("postgresql://kolokasi@/pusat?host=/run/postgresql")
    assert socket["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://u:rahasia@h/d", "tidak dikenal"),
        ("sqlite:///:memory:", "memerlukan berkas"),
        ("sqlite:///", "memerlukan berkas"),
        ("postgresql://u:rahasia@h", "belum menyebut nama"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_its_password(url, sentence):
    with pytest.raises(Misconfigured, match=sentence) as refusal:
        database_settings(url)
    assert "rahasia" not in str(refusal.value)


def test_the_secret_key_is_made_once_and_only_the_owner_may_read_it(tmp_path):
    key = secret_key(tmp_path / "var")
    file = tmp_path / "var" / "secret.key"
    assert len(key) > 60
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(tmp_path / "var") == key
    assert [one.name for one in file.parent.iterdir()] == ["secret.key"]


def test_first_starts_at_the_same_time_agree_on_one_key(tmp_path):
    start, keys = threading.Barrier(8), []

    def begin() -> None:
        start.wait()
        keys.append(secret_key(tmp_path))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_key_that_others_can_read_is_refused(tmp_path):
    secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        secret_key(tmp_path)


def test_a_key_cut_off_by_a_full_disk_is_refused(tmp_path):
    file = tmp_path / "secret.key"
    file.write_text("pendek")
    file.chmod(0o600)
    with pytest.raises(Misconfigured, match="terpotong"):
        secret_key(tmp_path)


def test_for_trying_out_mail_may_go_into_a_folder(written, monkeypatch):
    assert written('mail_folder = "var/surel"').mail_folder == ROOT / "var" / "surel"
    monkeypatch.setenv("KOLOKASI_MAIL_FOLDER", "")  # empty is none, not the folder at hand
    assert read_installation().mail_folder is None
