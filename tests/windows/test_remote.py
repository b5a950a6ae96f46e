"""`poise ctl` over a real named pipe, both ends of it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.errors import Trouble
from desktop.remote.client import ANSWER_S, ask
from desktop.remote.server import RemoteServer, Reply
from tests.rig import wait

WAIT_MS = 20_000
LONG = "x" * 2_000_000


class Served:
    """A server that repeats what it is told, and callers in threads of their own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.endpoint = folder / "endpoint"
        self.threads = ThreadPoolExecutor(60)
        self.server = RemoteServer(self.endpoint, self.handle)
        self._qtbot = qtbot
        assert self.server.listen()

    def handle(self, request: dict[str, Any], reply: Reply) -> None:
        reply({"out": LONG if request["command"] == "long" else request["text"]})

    def ask(self, **request: str) -> Future[dict[str, Any]]:
        return self.threads.submit(ask, self.endpoint, request)

    def answers(self, *asked: Future[dict[str, Any]]) -> list[Any]:
        """What they got, while Qt's loop runs."""
        self._qtbot.waitUntil(lambda: all(each.done() for each in asked), timeout=WAIT_MS)
        return [each.result()["out"] for each in asked]


@pytest.fixture
def served(tmp_path: Path, qtbot: QtBot) -> Iterator[Served]:
    made = Served(tmp_path, qtbot)
    yield made
    made.server.close()
    made.threads.shutdown()


def test_the_endpoint_is_a_pipe(served: Served) -> None:
    assert served.endpoint.read_text(encoding="utf-8").startswith("\\\\.\\pipe\\poise-")


@pytest.mark.parametrize("text", ["Müller 😀", "a\nb\x00", "x" * 20_000])
def test_any_text_goes_there_and_back(served: Served, text: str) -> None:
    assert served.answers(served.ask(command="echo", text=text)) == [text]


def test_a_long_answer_comes_whole(served: Served) -> None:
    assert served.answers(served.ask(command="long")) == [LONG]


def test_many_at_once_are_all_answered(served: Served) -> None:
    asked = [served.ask(command="echo", text=str(number)) for number in range(60)]
    wait.pass_by(0.5)  # Qt keeps 50 pipes ready, and no more before its loop turns
    assert served.answers(*asked) == [str(number) for number in range(60)]


def test_a_caller_waits_no_longer_than_promised(served: Served) -> None:
    began = time.monotonic()
    with pytest.raises(Trouble, match="did not answer within 5 s"):
        ask(served.endpoint, {"command": "echo", "text": "x"})  # while Qt's loop stands still
    assert ANSWER_S <= time.monotonic() - began < ANSWER_S + 2


def test_a_caller_who_reads_the_endpoint_stops_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    endpoint = tmp_path / "endpoint"
    endpoint.write_text("left behind by a crash", encoding="utf-8")
    with endpoint.open(encoding="utf-8"):
        served = Served(tmp_path, qtbot)
        assert served.answers(served.ask(command="echo", text="x")) == ["x"]
        served.server.close()
    served.threads.shutdown()


def test_nobody_there(served: Served) -> None:
    endpoint = served.endpoint.read_text(encoding="utf-8")
    served.server.close()
    served.endpoint.write_text(endpoint, encoding="utf-8")
    with pytest.raises(Trouble, match="not running"):
        ask(served.endpoint, {"command": "echo", "text": "x"})
