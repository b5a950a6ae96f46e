"""The desktop's notifications, as the session's bus carries them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.rig import process, wait
from tests.rig.xserver import Desk

SERVICE = Path(__file__).with_name("notice_service.py")


class NoticeService:
    """A running notification service on the desk's session bus; use as a context manager.

    Args:
        desk: Whose bus it is on.
        log: A file that does not exist yet; what came is written there.
        is_mute: It takes every call and answers none, as a hung desktop does.
    """

    def __init__(self, desk: Desk, log: Path, *, is_mute: bool = False) -> None:
        self._desk = desk
        self._log = log
        self._is_mute = is_mute

    def __enter__(self) -> Self:
        extra = ["--mute"] if self._is_mute else []
        self._process = self._desk.spawn_logged(
            "notices", sys.executable, SERVICE, self._log, *extra
        )
        wait.until(lambda: self._told("ready"), "the notification service to own its name")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process.end(self._process)

    def shown(self) -> list[tuple[str, str]]:
        """Title and text of every notification so far."""
        return [(str(each["title"]), str(each["text"])) for each in self._told("notice")]

    def calls(self) -> list[str]:
        """Names of the other questions that came."""
        return [str(each["member"]) for each in self._told("call")]

    def _told(self, what: str) -> list[dict[str, object]]:
        if not self._log.exists():
            return []
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [each for each in map(json.loads, lines) if each["what"] == what]
