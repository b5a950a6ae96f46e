"""The asking side: plain Python without Qt, because a Stream Deck waits for it."""

from __future__ import annotations

import errno
import json
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import Trouble

if TYPE_CHECKING:
    import io

ANSWER_S = 5.0
_PAUSE_S = 0.02
_NOT_RUNNING = Trouble("Poise is not running.", "Start it with: poise run")


def ask(endpoint_file: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Send one request to the running instance and return its answer.

    Args:
        endpoint_file: Written by the running instance; names its socket or pipe.
        request: JSON-able; `command` names what is wanted.

    Raises:
        Trouble: Nobody runs there, or it does not answer in time.
    """
    try:
        endpoint = endpoint_file.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise _NOT_RUNNING from problem
    line = json.dumps(request).encode() + b"\n"
    try:
        way = _by_pipe if endpoint.startswith("\\\\") else _by_socket
        answer = way(endpoint, line)
    except TimeoutError as problem:
        remedy = "Look at the panel; if it hangs, end it and start it again: nothing is lost."
        raise Trouble(f"Poise did not answer within {ANSWER_S:g} s.", remedy) from problem
    except OSError as problem:
        raise _NOT_RUNNING from problem
    if not answer.endswith(b"\n"):
        raise Trouble("Poise closed the connection before it had answered.", "Try again.")
    decoded: dict[str, Any] = json.loads(answer)
    return decoded


def ask_patiently(endpoint_file: Path, request: dict[str, Any], wait_s: float) -> dict[str, Any]:
    """Like `ask`, for an instance that may still be starting.

    Raises:
        Trouble: It did not come up within `wait_s` seconds.
    """
    until = time.monotonic() + wait_s
    pause = threading.Event()
    while True:
        try:
            return ask(endpoint_file, request)
        except Trouble:
            if time.monotonic() >= until:
                raise
            pause.wait(0.05)


def _by_socket(endpoint: str, line: bytes) -> bytes:
    local = socket.AddressFamily["AF_UNIX"]  # by name: the type stubs of Windows lack it
    with socket.socket(local, socket.SOCK_STREAM) as connection:
        connection.settimeout(ANSWER_S)
        _connect(connection, endpoint)
        connection.sendall(line)
        answer = b""
        while not answer.endswith(b"\n"):
            chunk = connection.recv(65536)
            if not chunk:
                break
            answer += chunk
        return answer


def _connect(connection: socket.socket, endpoint: str) -> None:
    """Connect; where too many others wait for that already, wait with them."""
    until = time.monotonic() + ANSWER_S
    pause = threading.Event()
    while True:
        try:
            connection.connect(endpoint)
        except BlockingIOError as problem:  # the queue of the socket is full
            if time.monotonic() >= until:
                raise TimeoutError from problem
            pause.wait(_PAUSE_S)
        else:
            return


def _by_pipe(endpoint: str, line: bytes) -> bytes:
    """A named pipe opens like a file where sockets of this kind do not exist.

    In a thread of its own, because reading from it cannot be told how long to wait.
    """
    got: list[bytes | OSError] = []

    def talk() -> None:
        try:
            got.append(_through_pipe(endpoint, line))
        except OSError as problem:
            got.append(problem)

    thread = threading.Thread(target=talk, name="pipe", daemon=True)
    thread.start()
    thread.join(ANSWER_S)
    if not got:
        raise TimeoutError
    if isinstance(got[0], OSError):
        raise got[0]
    return got[0]


def _through_pipe(endpoint: str, line: bytes) -> bytes:
    with _open_pipe(endpoint) as pipe:
        pipe.write(line)
        answer = b""
        while not answer.endswith(b"\n"):
            chunk = pipe.read(65536)
            if not chunk:
                break
            answer += chunk
        return answer


def _open_pipe(endpoint: str) -> io.FileIO:
    """Open it; where too many others are being answered already, wait with them."""
    until = time.monotonic() + ANSWER_S
    pause = threading.Event()
    while True:
        try:
            return open(endpoint, "r+b", buffering=0)
        except OSError as problem:
            # What Python makes of ERROR_PIPE_BUSY; a pipe nobody listens on is not found.
            if problem.errno != errno.EINVAL:
                raise
            if time.monotonic() >= until:
                raise TimeoutError from problem
            pause.wait(_PAUSE_S)
