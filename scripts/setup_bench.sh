#!/bin/sh
# Make .venv-bench: our own packages and, on top, the engines that we are measured against. They are kept
# apart so that nothing of them ever comes near what is delivered.
set -eu
cd "$(dirname "$0")/.."
sum=$(cat requirements.txt requirements-bench.txt "$0" | sha256sum | cut -c1-64)
[ "$(cat .venv-bench/.stamp 2>/dev/null)" = "$sum" ] && exit 0
echo "Membuat .venv-bench …" >&2
.venv/bin/python -m venv --clear .venv-bench
for lock in requirements.txt requirements-bench.txt; do
    .venv-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement "$lock"
done
echo "$sum" >.venv-bench/.stamp
