"""The settings of one installation: environment ``KOLOKASI_*`` over a TOML file over the defaults here.

A misspelt name, in the file as in the environment, is refused by name: a setting that silently does
nothing is worse than none.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "KOLOKASI_"
FILE_VARIABLE = "KOLOKASI_SETTINGS"
_NOT_OURS = ("KOLOKASI_TEST_", "KOLOKASI_BENCH_", FILE_VARIABLE)

_REPOSITORY = Path(__file__).resolve().parents[3]
ROOT = _REPOSITORY if (_REPOSITORY / "pyproject.toml").is_file() else Path.cwd()

Listed = Annotated[list[str], NoDecode]


class Misconfigured(Exception):
    """Kolokasi may not start like this. The message is a sentence for the operator."""


class Installation(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database: str = Field(
        "sqlite:///var/kolokasi.sqlite3",
        description="sqlite:///berkas, atau postgresql://pengguna:sandi@peladen/nama",
    )
    data: Path = Field(Path("var"), description="berkas unggahan, kunci rahasia, basis data SQLite")
    procedures: Path = Field(Path("procedures"), description="folder SOP")
    base_url: str = Field("http://127.0.0.1:8000", description="alamat yang ditulis dalam surel")
    allowed_hosts: Listed = Field(default_factory=lambda: ["127.0.0.1", "localhost", "[::1]"])
    debug: bool = False
    demo: bool = Field(False, description="instalasi contoh: halaman orang-orang contoh terbuka")
    trusted_proxies: int = Field(0, ge=0, description="jumlah proksi di depan peladen ini")
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: str = Field("", repr=False)
    smtp_tls: bool = False
    mail_from: str = "Kolokasi <kolokasi@localhost>"
    mail_folder: Path | None = Field(
        None, description="untuk mencoba: surel ditulis ke folder ini, tidak dikirim"
    )
    threads: int = Field(
        default_factory=lambda: 2 * (os.cpu_count() or 1) + 1,
        ge=1,
        le=256,
        description="utas per proses peladen",
    )
    workers: int = Field(2, ge=1, le=64, description="proses peladen (hanya PostgreSQL)")
    login_attempts: str = Field("5/5m/key,20/5m/ip", description="batas percobaan masuk")
    log_json: bool = Field(False, description="log sebagai JSON")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [one.strip() for one in value.split(",")] if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("base_url harus diawali http:// atau https://")
        return value.rstrip("/")

    @field_validator("mail_folder", mode="before")
    @classmethod
    def _none_if_empty(cls, value: object) -> object:
        return value or None

    @field_validator("data", "procedures", "mail_folder")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value if value is None or value.is_absolute() else ROOT / value

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = TomlConfigSettingsSource(settings_cls, toml_file=_settings_file())
        return init_settings, env_settings, file


def read_installation() -> Installation:
    """Read the settings, or raise Misconfigured with a sentence that names the faulty one."""
    _refuse_unknown_variables()
    try:
        return Installation()
    except ValidationError as error:
        raise Misconfigured(_explain(error)) from error
    except ValueError as error:  # a TOML file that cannot be read at all
        raise Misconfigured(
            f"Berkas pengaturan {_settings_file()} tidak terbaca: {error}"
        ) from error


def _settings_file() -> Path | None:
    named = os.environ.get(FILE_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise Misconfigured(f"Berkas pengaturan {named} ({FILE_VARIABLE}) tidak ditemukan.")
        return Path(named)
    usual = ROOT / "kolokasi.toml"
    return usual if usual.is_file() else None


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Installation.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known and not name.startswith(_NOT_OURS):
            raise Misconfigured(f"Pengaturan {name} tidak dikenal.{_meant(name, known)}")


def _explain(error: ValidationError) -> str:
    sentences = []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            sentences.append(
                f"Pengaturan “{name}” tidak dikenal.{_meant(name, set(Installation.model_fields))}"
            )
        else:
            sentences.append(
                f"Pengaturan “{name}” tidak dapat dipakai ({fault['msg']}); "
                f"yang tertulis: {fault['input']!r}."
            )
    return " ".join(sentences)


def _meant(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f" Maksudnya “{near[0]}”?" if near else ""
