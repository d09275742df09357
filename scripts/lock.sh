#!/bin/sh
# Write requirements*.txt: every package with its version and hashes, and no line that names a host.
# A week's cool-down keeps a release that was withdrawn or hijacked yesterday out of our locks.
set -eu
cd "$(dirname "$0")/.."
UV="${UV:-.venv/bin/uv}"
[ -x "$UV" ] || UV=uv
# Dev and bench are held to the versions of the runtime lock, so that tests run what is delivered.
common="--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
        --no-annotate --exclude-newer ${LOCK_DATE:-$(date -u -d '-7 days' +%F)}"
compile() { # file, then what goes in
    out=$1
    shift
    echo "$out"
    # shellcheck disable=SC2086
    "$UV" pip compile --quiet $common --output-file "$out" "$@" >/dev/null
}
compile requirements.txt pyproject.toml --extra pg --group build
compile requirements-dev.txt pyproject.toml --extra pg --group build --group dev -c requirements.txt
compile requirements-bench.txt --group bench -c requirements-dev.txt
if grep -nE '://|index-url|find-links' requirements*.txt; then
    echo "Berkas kunci menyebut nama peladen paket; tidak disimpan begitu." >&2
    exit 1
fi
