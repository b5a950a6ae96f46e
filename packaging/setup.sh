#!/usr/bin/env bash
# Makes this checkout ready: the Debian packages and the virtual environment.
#
#   packaging/setup.sh          what the program itself needs to show a window
#   packaging/setup.sh rig      ... and what tests, demo and benchmarks need besides
#   packaging/setup.sh package  ... and PyInstaller
#
# Does nothing when nothing is missing. Installs Debian packages only as root; anybody
# else is told exactly what is missing and the one command that installs it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

what="${1:-run}"
venv=.venv

window_packages=(
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0
    libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0
    fonts-dejavu-core fonts-noto-color-emoji fonts-noto-cjk
)
rig_packages=(
    xvfb openbox xdotool xclip xterm chromium mousepad dbus
    x11-utils x11-xserver-utils x11-xkb-utils scrot strace procps
    python3-gi gir1.2-gtk-3.0 libfaketime trayer gnome-keyring
)
package_packages=(binutils)

say() { printf '%s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# ------------------------------------------------------------------ which Python
find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
        [ -n "$candidate" ] || continue
        command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# ----------------------------------------------------------------- Debian packages
is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ] && return 0
    # Newer releases renamed some libraries for 64-bit time; the old name is then provided.
    [ "$(dpkg-query -W -f '${db:Status-Status}' "${1}t64" 2>/dev/null || true)" = installed ]
}

debian_packages() {
    local wanted=("${window_packages[@]}") missing=() package
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "setup: this is no Debian; please see to the counterparts of: ${wanted[*]}"
        return 0
    fi
    [ "$what" = run ] || wanted+=("${rig_packages[@]}")
    if [ "$what" = package ]; then
        wanted+=("${package_packages[@]}")
        # PyInstaller packs the shared library, which Debian's own Python runs without.
        [[ "$python" != /usr/bin/* ]] || wanted+=("lib$("$python" -c \
            'import sys; print("python%d.%d" % sys.version_info[:2])')")
    fi
    for package in "${wanted[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    # Debian ships Python without the part that fills a virtual environment.
    if [ ! -x "$venv/bin/python" ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
        missing+=("python3-venv")
    fi
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "setup: these Debian packages are missing:" >&2
        printf '    %s\n' "${missing[@]}" >&2
        say "setup: install them with:" >&2
        say "    sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    say "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || stop "apt-get update failed; is there a network?"
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        stop "apt-get could not install: ${missing[*]}"
}

# -------------------------------------------------------------- virtual environment
virtual_environment() {
    local extras=dev stamp print
    [ "$what" = package ] && extras=dev,package
    # What the environment was made from; the same print means nothing to do.
    print="$(cat pyproject.toml constraints.txt | cksum | cut -d ' ' -f 1) $extras $PWD"
    stamp="$venv/.stamp-$extras"
    if [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$print" ]; then
        return 0
    fi
    if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        say "setup: making $venv with $("$python" --version)"
        rm -rf "$venv"
        "$python" -m venv "$venv" || stop "$python -m venv failed"
    fi
    say "setup: installing Python packages ($extras)"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --constraint constraints.txt --editable ".[$extras]" ||
        stop "pip could not install the packages; see above"
    printf '%s' "$print" >"$stamp"
}

# The macOS room is held against what PyObjC's wheels for a Mac say of Apple's frameworks.
macos_wheels() {
    local folder=build/macos-wheels names=(
        pyobjc-core pyobjc-framework-Cocoa pyobjc-framework-Quartz
        pyobjc-framework-ApplicationServices pyobjc-framework-ServiceManagement
        pyobjc-framework-UserNotifications
    ) print
    print="$(grep -i '^pyobjc' constraints.txt | cksum | cut -d ' ' -f 1)"
    [ "$(cat "$folder/.stamp" 2>/dev/null || true)" = "$print" ] && return 0
    say "setup: fetching ${#names[@]} wheels for macOS, to read what is in them"
    rm -rf "$folder"
    "$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
        --only-binary :all: --implementation cp --python-version 3.13 \
        --platform macosx_10_13_universal2 --constraint constraints.txt \
        --dest "$folder" "${names[@]}" || stop "pip could not fetch the wheels for macOS; see above"
    printf '%s' "$print" >"$folder/.stamp"
}

case "$what" in
    run | rig | package) ;;
    *) stop "unknown part '$what'; it is run, rig or package" ;;
esac
python="$(find_python)" ||
    stop "Poise needs Python 3.11 or newer; on Debian 12: apt-get install python3 python3-venv"
debian_packages
virtual_environment
[ "$what" = run ] || macos_wheels
