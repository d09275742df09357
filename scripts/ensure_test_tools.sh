#!/bin/sh
# What the tests need from Debian besides Python: a real PostgreSQL, a real browser, PDF and message tools.
# Installs only what is missing; says what to install where it may not.
set -eu
missing=""
need() { # package, then how to see whether it is there
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
has_postgresql() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }
need postgresql has_postgresql
need chromium command -v chromium
need poppler-utils command -v pdftotext
need gettext command -v msgfmt
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Pengujian memerlukan:$missing. Pasang lebih dulu: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Memasang untuk pengujian:$missing …" >&2
apt-get update -qq
# No cluster of Debian's own: the tests start theirs, on a socket in a private folder.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
