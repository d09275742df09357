#!/bin/sh
# Make .venv with what the locks name: `setup.sh` for running, `setup.sh dev` for testing.
# Safe to repeat: a stamp that remembers the lock's checksum makes the second time take no time.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
lock=requirements.txt
[ "$kind" = dev ] && lock=requirements-dev.txt

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'; then
            echo "$name"
            return
        fi
    done
    say "Kolokasi memerlukan Python 3.11 (Debian: apt-get install python3 python3-venv)."
    exit 1
}

make_venv() {
    python=$(find_python)
    # Debian splits venv off: the module is there, but it cannot put pip into what it makes.
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "python3-venv belum terpasang; memasangnya …"
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        else
            say "python3-venv belum terpasang. Pasang lebih dulu: sudo apt-get install python3-venv"
            exit 1
        fi
    fi
    say "Membuat .venv dengan $("$python" --version) …"
    "$python" -m venv --clear .venv
}

stamp=.venv/.stamp-$kind
sum=$(cat "$lock" pyproject.toml "$0" | sha256sum | cut -c1-64)
if [ -x .venv/bin/kolokasi ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    .venv/bin/python scripts/compile_messages.py
    exit 0
fi
.venv/bin/python -c '' 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
say "Memasang paket dari $lock …"
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement "$lock"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
.venv/bin/python scripts/compile_messages.py
echo "$sum" >"$stamp"
say "Siap: .venv/bin/kolokasi"
