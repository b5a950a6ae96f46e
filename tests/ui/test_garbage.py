"""What nobody holds any more is freed on the main thread, whoever fills the memory."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.garbage import Collector
from desktop.qt.loop import before_each_wait

MANY = 50_000
"""Containers: enough for Python to look several times."""


class Desk(QObject):
    """Refers to itself, as every object does whose method is called by its own timer."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)
        self._me = self

    def _tick(self) -> None:
        pass


class Ring:
    """Nothing but a reference to itself."""

    def __init__(self) -> None:
        self._me = self


def fill() -> None:
    kept = [[number] for number in range(MANY)]
    assert len(kept) == MANY


@pytest.fixture
def collector() -> Iterator[Collector]:
    was_on = gc.isenabled()
    yield Collector()
    if was_on:
        gc.enable()


def test_a_dropped_object_of_qt_dies_on_the_main_thread(collector: Collector, qtbot: QtBot) -> None:
    died_on = []
    weakref.finalize(Desk(), lambda: died_on.append(current_thread()))
    stop = before_each_wait(collector.look)
    thread = Thread(target=fill)
    thread.start()
    thread.join()
    assert not died_on
    kept = [[number] for number in range(MANY)]  # the main thread fills memory too
    qtbot.waitUntil(lambda: bool(died_on))
    assert died_on == [main_thread()]
    assert len(kept) == MANY
    stop()


def test_old_garbage_is_found_in_the_end(collector: Collector) -> None:
    died = []
    ring = Ring()
    weakref.finalize(ring, lambda: died.append(True))
    kept: list[list[int]] = []

    def look_often() -> None:
        for _ in range(100):
            kept.extend([number] for number in range(1000))
            collector.look()

    look_often()  # it is old before it is dropped
    del ring
    look_often()
    assert died


def test_little_garbage_is_no_reason_to_look(collector: Collector) -> None:
    gc.collect()
    died = []
    weakref.finalize(Ring(), lambda: died.append(True))
    collector.look()
    assert not died


def test_after_the_stop_nobody_is_called(qtbot: QtBot) -> None:
    called = []
    stop = before_each_wait(lambda: called.append(True))
    qtbot.wait(1)
    assert called
    stop()
    called.clear()
    qtbot.wait(1)
    assert not called
