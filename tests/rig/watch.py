"""What a program did, as the kernel saw it (strace)."""

from __future__ import annotations

import re
from pathlib import Path

_SOCKET = re.compile(r"\b(?:socket|socketpair)\((\w+)")
_ADDRESS = re.compile(r"sa_family=(\w+)")
_INPUT = re.compile(r"\"(/dev/(?:input|uinput|hidraw|tty\d)[^\"]*)\"")
LOCAL = frozenset({"AF_UNIX", "AF_LOCAL", "AF_UNSPEC"})


def strace_prefix(trace: Path) -> list[str]:
    """What to put before a command so that its sockets and opened files are written down."""
    wanted = "trace=network,open,openat,openat2"
    return ["strace", "-f", "-qq", "--seccomp-bpf", "-e", wanted, "-o", str(trace)]


def complaints(trace: str) -> list[str]:
    """Every line that shows a socket that is not local, or an input device being opened."""
    found = []
    for line in trace.splitlines():
        families = _SOCKET.findall(line) + _ADDRESS.findall(line)
        if any(family not in LOCAL for family in families) or _INPUT.search(line):
            found.append(line)
    return found
