#!/usr/bin/env bash
# Leaves everything the program needs in .venv and the system; run again, it does only what is new.
# With the word soak it brings what `make soak` needs beside (packaging/soak-packages.txt).
# PYTHON names the interpreter to build .venv with (default: python3.11, else python3).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

list=packaging/system-packages.txt
stamp=.venv/.setup-$(cat requirements.lock "$list" packaging/setup.sh | sha256sum | cut -c1-16)

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 3; }

python() {
    if [ -n "${PYTHON:-}" ]; then echo "$PYTHON"; return; fi
    # A version manager may leave a python3.11 that only says it is not there: ask each to run.
    for name in python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"; return
        fi
    done
    fail "Python 3.11 or newer is needed and none was found. Install python3.11, or set PYTHON."
}

missing_packages() {
    sed 's/#.*//' "$list" | while read -r name; do
        [ -n "$name" ] || continue
        if [ "$name" = python3-venv ] && "$interpreter" -c 'import ensurepip' 2>/dev/null; then
            continue
        fi
        dpkg -s "$name" 2>/dev/null | grep -q '^Status: install ok installed' || echo "$name"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "these packages are missing and only root may install them: $missing"
    fi
}

system_packages() {
    if ! command -v dpkg >/dev/null; then
        say "setup: no dpkg here; see $list for the libraries that this system must bring."
        return
    fi
    missing=$(missing_packages | xargs)
    [ -n "$missing" ] || return 0
    say "setup: installing system packages: $missing"
    as_root apt-get update -qq || say "setup: apt-get update failed; trying with the lists there are."
    # shellcheck disable=SC2086 — a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
        >/dev/null || fail "apt-get could not install: $missing"
}

virtual_environment() {
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "setup: making .venv with $("$interpreter" --version)"
        rm -rf .venv
        "$interpreter" -m venv .venv || fail "could not make .venv"
    fi
    say "setup: installing the pinned packages (a few minutes the first time)"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
        -r requirements.lock || fail "pip could not install requirements.lock"
}

interpreter=$(python)
if [ "${1:-}" = soak ]; then
    list=packaging/soak-packages.txt
    system_packages
    exit 0
fi
if [ ! -e "$stamp" ]; then
    system_packages
    virtual_environment
    rm -f .venv/.setup-*
    touch "$stamp"
fi
for catalogue in resources/i18n/*/LC_MESSAGES/*.po; do
    [ -e "$catalogue" ] || continue
    if [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
        .venv/bin/pybabel -q compile -i "$catalogue" -o "${catalogue%.po}.mo"
    fi
done
