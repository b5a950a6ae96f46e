"""Both ends of `poise ctl`, over a real local socket."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.errors import Trouble
from desktop.remote.client import ask
from desktop.remote.listening import Listener, OnLine
from desktop.remote.local_socket import LocalSocket
from desktop.remote.named_pipe import NamedPipe
from desktop.remote.server import OnlyOne, RemoteServer, Reply
from tests.systems import needs_sockets

WAIT_MS = 10_000
LONG = "x" * 2_000_000


class Served:
    """A server whose handler is written by the test."""

    def __init__(self, folder: Path, qtbot: QtBot, kind: str) -> None:
        def listener(_endpoint_file: Path, on_line: OnLine) -> Listener:
            if kind == "named pipe":
                return NamedPipe(f"poise-test-{os.getpid()}", on_line)
            return LocalSocket(folder / ("d" * 120 if kind == "deep" else ""), "socket", on_line)

        self.endpoint = folder / "endpoint"
        self.qtbot = qtbot
        self.replies: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.server = RemoteServer(self.endpoint, self.handle, listener)
        self.threads = ThreadPoolExecutor(200)
        assert self.server.listen()

    def handle(self, request: dict[str, Any], reply: Reply) -> None:
        self.requests.append(request)
        if request["command"] == "later":
            self.replies.append(reply)
        elif request["command"] == "fail":
            raise ZeroDivisionError("ours")
        elif request["command"] == "trouble":
            raise Trouble("No.", "Try.")
        elif request["command"] == "long":
            reply({"out": LONG})
        else:
            reply({"out": request.get("text")})

    def ask(self, request: dict[str, Any]) -> Future[dict[str, Any]]:
        return self.threads.submit(ask, self.endpoint, request)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        asked = self.ask(request)
        self.qtbot.waitUntil(asked.done, timeout=WAIT_MS)
        return asked.result()

    def raw(self, line: bytes) -> dict[str, Any]:
        def talk() -> dict[str, Any]:
            with self.connected() as connection, connection.makefile("rwb") as file:
                file.write(line)
                file.flush()
                answer: dict[str, Any] = json.loads(file.readline())
                return answer

        asked = self.threads.submit(talk)
        self.qtbot.waitUntil(asked.done, timeout=WAIT_MS)
        return asked.result()

    def connected(self) -> socket.socket:
        connection = socket.socket(socket.AddressFamily["AF_UNIX"])
        connection.settimeout(WAIT_MS / 1000)
        connection.connect(self.endpoint.read_text().strip())
        return connection


@pytest.fixture(
    params=[
        pytest.param("local socket", marks=needs_sockets),
        pytest.param("deep", marks=needs_sockets),
        "named pipe",
    ]
)
def served(tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Served]:
    made = Served(tmp_path, qtbot, request.param)
    yield made
    made.server.close()
    made.threads.shutdown()


@pytest.mark.parametrize("text", ["Müller 😀", "\udcfc\ud800", "a\nb\x00", "x" * 20_000])
def test_any_text_goes_there_and_back(served: Served, text: str) -> None:
    assert served.answer({"command": "echo", "text": text}) == {"out": text}


@needs_sockets
@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"[]\n",
        b"7\n",
        b"\xff\xfe\n",
        b"{}\n",
        b'{"command": 7}\n',
        b'{"command": {"a": 1}}\n',
        b"[" * 60_000 + b"\n",
        b'{"command":' * 5_000 + b"\n",
    ],
)
def test_what_is_no_request_is_answered(served: Served, line: bytes) -> None:
    assert "not one line of JSON with a command" in served.raw(line)["error"]
    assert served.requests == []


def test_a_mistake_of_ours_is_answered_and_reported(served: Served, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as reported:
        answer = served.answer({"command": "fail"})
    assert answer == {"error": "This is a mistake in Poise; the log says more."}
    assert [kind for kind, _, _ in reported] == [ZeroDivisionError]
    assert served.answer({"command": "trouble"}) == {"error": "No. Try."}


@needs_sockets
def test_an_answer_for_one_who_left_goes_nowhere(served: Served, qtbot: QtBot) -> None:
    with served.connected() as connection:
        connection.sendall(b'{"command": "later"}\n')
        qtbot.waitUntil(lambda: len(served.replies) == 1, timeout=WAIT_MS)
    assert served.answer({"command": "echo", "text": "x"}) == {"out": "x"}
    served.replies[0]({"out": "too late"})
    served.replies[0]({"out": "twice"})
    assert served.answer({"command": "echo", "text": "y"}) == {"out": "y"}


def test_an_answer_longer_than_the_socket_holds_arrives(served: Served) -> None:
    assert served.answer({"command": "long"}) == {"out": LONG}


@needs_sockets
def test_who_writes_too_much_or_nothing_is_hung_up_on(served: Served, qtbot: QtBot) -> None:
    def flood() -> bytes:
        with served.connected() as connection, contextlib.suppress(BrokenPipeError):
            connection.sendall(b"x" * 1_000_000)
            return connection.recv(10)
        return b""

    def only_knock() -> bytes:
        with served.connected() as connection:
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(10)

    for talk in (flood, only_knock):
        talked = served.threads.submit(talk)
        qtbot.waitUntil(talked.done, timeout=WAIT_MS)
        with contextlib.suppress(ConnectionResetError):
            assert talked.result() == b""
    assert served.requests == []


@needs_sockets
def test_closing_hangs_up_and_leaves_nothing(served: Served, qtbot: QtBot) -> None:
    with served.connected() as connection:
        connection.sendall(b'{"command": "later"}\n')
        qtbot.waitUntil(lambda: len(served.replies) == 1, timeout=WAIT_MS)
        path = Path(served.endpoint.read_text().strip())
        served.server.close()
        served.replies[0]({"out": "too late"})
        assert connection.recv(10) == b""
    assert not path.exists()
    assert not served.endpoint.exists()


@needs_sockets
def test_two_hundred_at_once_are_all_answered(served: Served, qtbot: QtBot) -> None:
    asked = [served.ask({"command": "echo", "text": str(number)}) for number in range(200)]
    # The server begins to listen to them only here: by now its queue is full.
    qtbot.waitUntil(lambda: all(each.done() for each in asked), timeout=WAIT_MS)
    assert [each.result()["out"] for each in asked] == [str(number) for number in range(200)]


def test_the_lock_names_its_owner(tmp_path: Path) -> None:
    first, second = OnlyOne(tmp_path / "lock"), OnlyOne(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    assert second.owner() == os.getpid()
    first.release()
    assert second.take()
    second.release()


@pytest.mark.qt_log_ignore("Got unexpected locking error", extend=True)  # on Windows
def test_a_lock_that_cannot_be_written_is_no_other_instance(tmp_path: Path) -> None:
    lock = OnlyOne(tmp_path / "missing" / "lock")
    with pytest.raises(Trouble, match="cannot be written") as said:
        lock.take()
    assert "--home" in said.value.remedy


@needs_sockets
def test_a_process_out_of_descriptors_is_not_kept_busy_and_answers_later(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, refused = socket.socket.accept, list[int]()
    is_full = True

    def accept_when_there_is_room(listening: socket.socket) -> Any:
        if is_full:
            refused.append(1)
            raise OSError(errno.EMFILE, "Too many open files")
        return accept(listening)

    made = Served(tmp_path, qtbot, "local socket")
    monkeypatch.setattr(socket.socket, "accept", accept_when_there_is_room)
    asked = made.ask({"command": "echo", "text": "still there"})
    qtbot.waitUntil(lambda: bool(refused), timeout=WAIT_MS)
    for _ in range(50):
        QCoreApplication.processEvents()
    assert len(refused) == 1
    is_full = False
    qtbot.waitUntil(asked.done, timeout=WAIT_MS)
    assert asked.result() == {"out": "still there"}
    made.server.close()
    made.threads.shutdown()
