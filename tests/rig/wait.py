"""Waiting for something to become true: the only place in the rig that sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_S = 0.01


class TooLate(AssertionError):  # noqa: N818 - it says what happened
    """What was waited for did not happen in time."""


def until(predicate: Callable[[], T], what: str, timeout_s: float = 10.0) -> T:
    """Ask `predicate` again and again until it answers something true, and return that.

    Args:
        predicate: Asked about a hundred times a second.
        what: What is being waited for, in words for the failure message.
        timeout_s: How long to go on asking.

    Raises:
        TooLate: It never became true; the message has `what` and the last answer.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        answer = predicate()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TooLate(f"waited {timeout_s:g} s for {what}; the last answer was {answer!r}")
        time.sleep(POLL_S)


def until_text(text: Callable[[], str], expected: str, where: str, timeout_s: float) -> None:
    """Wait until exactly this stands somewhere; the failure has what stands there instead."""
    seen = ""

    def is_there() -> bool:
        nonlocal seen
        seen = text()
        return seen == expected

    try:
        until(is_there, f"the text in {where}", timeout_s)
    except TooLate:
        raise AssertionError(f"{where} should hold {expected!r}, but holds {seen!r}") from None


def stays(predicate: Callable[[], bool], what: str, for_s: float) -> None:
    """Assert that `predicate` is true now and at every look during the next `for_s` seconds."""
    deadline = time.monotonic() + for_s
    while True:
        assert predicate(), f"{what} did not stay so for {for_s:g} s"
        if time.monotonic() > deadline:
            return
        time.sleep(POLL_S)


def pass_by(seconds: float) -> None:
    """Let time go by, where time itself is what the test is about (an answer 400 ms late)."""
    time.sleep(seconds)
