# Shared by script/demo and script/test: the virtual environment, the pinned packages, the system libraries.
# POSIX sh; sourced, never run. Expects the working directory to be the project's folder.

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# apt_install PACKAGE...: for root on Debian or Ubuntu only.
apt_install() {
    say "Installing: $*"
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        stop "apt-get could not install: $*"
}

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    [ -x .venv/bin/python ] && return 0
    python=$(find_python) || stop "Python 3.11 or newer is needed. Debian: apt install python3; Fedora: dnf install python3; macOS: brew install python"
    say "Making the virtual environment (.venv)"
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        is_debian_root || stop "Python's venv module is missing. Debian or Ubuntu: sudo apt install python3-venv"
        apt_install python3-venv
        "$python" -m venv .venv || stop "The virtual environment could not be made."
    fi
}

# install_pinned FILE: skipped when this very file (and what it includes) is installed already.
install_pinned() {
    stamp=".venv/.$(basename "$1").$(cat requirements.txt "$1" | cksum | cut -d' ' -f1)"
    [ -f "$stamp" ] && return 0
    say "Installing the pinned packages of $1 (a minute or two the first time)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1" ||
        stop "The packages of $1 could not be installed (see above)."
    : >"$stamp"
}

# WeasyPrint draws text with Pango; importing it is the one check that is right on every system.
pango_works() { .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }

need_pango() {
    [ -f .venv/.pango-checked ] && return 0
    if ! pango_works; then
        if is_debian_root; then
            apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
        fi
        pango_works || stop "Pango is missing (WeasyPrint makes the PDF with it). Install it and run this again:
  Debian, Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  Fedora:         sudo dnf install pango
  macOS:          brew install pango"
    fi
    : >.venv/.pango-checked
}
