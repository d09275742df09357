"""Django's settings. What an operator may choose is in ``installation``; the rest is decided here."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kolokasi.config.databases import database_settings
from kolokasi.config.installation import read_installation
from kolokasi.config.logs import configure_logs
from kolokasi.config.secret_key import secret_key

INSTALLATION = read_installation()

SECRET_KEY = secret_key(INSTALLATION.data)
DEBUG = INSTALLATION.debug
ALLOWED_HOSTS = [*INSTALLATION.allowed_hosts, str(urlsplit(INSTALLATION.base_url).hostname)]
BASE_URL = INSTALLATION.base_url
DATABASES = {"default": database_settings(INSTALLATION.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "kolokasi.config.static_files.OurStaticFiles",
    "django_htmx",
    "csp",
    "kolokasi.web",  # before allauth: its pages wear our clothes
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "kolokasi.accounts",
    "kolokasi.inventory",
    "kolokasi.letters",
    "kolokasi.notices",
    "kolokasi.cases",
]

MIDDLEWARE = [
    "kolokasi.config.logs.RequestLog",
    "kolokasi.web.limits.BodyLimit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kolokasi.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kolokasi.web.privacy.KeptByNobody",
    "kolokasi.web.address.PlainRequest",
]

ROOT_URLCONF = "kolokasi.config.urls"
WSGI_APPLICATION = "kolokasi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kolokasi.web.context.around",
            ],
        },
    }
]

# --- languages and time: the screens speak Indonesian, English is a choice kept in a cookie -------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
# Stored is UTC. This is whose date "today" is where no office is in play yet (WIB, most of Indonesia);
# acts, due times and what is shown go by the office's own zone.
TIME_ZONE = "Asia/Jakarta"

# --- files that come with the program -------------------------------------------------------------
STATIC_URL = "/statis/"
STATIC_ROOT = INSTALLATION.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = INSTALLATION.data / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # fields; files are counted apart, as they stream in
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_PERMISSIONS = 0o640

# --- who signs in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 30 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kolokasi.config.signing_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the office made the account and knows the address
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if INSTALLATION.https else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": INSTALLATION.login_attempts,
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = INSTALLATION.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kolokasi"
MFA_ADAPTER = "kolokasi.config.signing_in.MfaAdapter"

# --- what all server processes must share lies in the database: sessions, counters ----------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "kolokasi_sesi"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counters",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- what a browser is told -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kolokasi.web.resending.old_form"
CSRF_COOKIE_HTTPONLY = False  # htmx sends it as a header
if INSTALLATION.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [INSTALLATION.base_url]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    if INSTALLATION.trusted_proxies:  # only then can it be known how a request came in
        SECURE_SSL_REDIRECT = True
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- mail: a real SMTP server, or a folder for trying out -----------------------------------------
if INSTALLATION.mail_folder is None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = INSTALLATION.mail_folder
EMAIL_HOST = INSTALLATION.smtp_host
EMAIL_PORT = INSTALLATION.smtp_port
EMAIL_HOST_USER = INSTALLATION.smtp_user
EMAIL_HOST_PASSWORD = INSTALLATION.smtp_password
EMAIL_USE_TLS = INSTALLATION.smtp_tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = INSTALLATION.mail_from

LOGGING_CONFIG = None
configure_logs(json=INSTALLATION.log_json, debug=INSTALLATION.debug)
