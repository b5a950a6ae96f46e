"""The few words of Chromium's DevTools protocol the rig needs, over a pipe: no port, no network."""

from __future__ import annotations

import contextlib
import json
import os
import select
import time
from typing import Any


class DevTools:
    """One conversation with a browser: JSON messages ended by NUL on two pipes."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to = to_browser
        self._from = from_browser
        self._buffer = b""
        self._next_id = 0
        self._session = ""

    def close(self) -> None:
        """Hang up; the browser quits when it notices."""
        for end in (self._to, self._from):
            with contextlib.suppress(OSError):
                os.close(end)

    def attach_to_page(self, timeout_s: float = 20) -> None:
        """Speak to the first page from now on."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            targets = self.call("Target.getTargets", timeout_s=timeout_s)["targetInfos"]
            pages = [t for t in targets if t["type"] == "page" and t["url"].startswith("file:")]
            if pages:
                answer = self.call(
                    "Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True
                )
                self._session = answer["sessionId"]
                return
            select.select([], [], [], 0.05)
        raise AssertionError("the browser opened no page")

    def evaluate(self, expression: str, timeout_s: float = 10) -> Any:
        """Run JavaScript in the page and return its value."""
        answer = self.call(
            "Runtime.evaluate",
            timeout_s=timeout_s,
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def call(self, method: str, timeout_s: float = 10, **params: Any) -> dict[str, Any]:
        """Send one command and wait for its answer; events on the way are dropped."""
        self._next_id += 1
        message: dict[str, Any] = {"id": self._next_id, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + timeout_s
        while True:
            answer = self._read(deadline, method)
            if answer.get("id") != self._next_id:
                continue
            if "error" in answer:
                raise AssertionError(f"{method}: {answer['error']}")
            result: dict[str, Any] = answer["result"]
            return result

    def _read(self, deadline: float, method: str) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                raise AssertionError(f"the browser did not answer {method}")
            chunk = os.read(self._from, 1 << 16)
            if not chunk:
                raise AssertionError(f"the browser hung up during {method}")
            self._buffer += chunk
        raw, self._buffer = self._buffer.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(raw)
        return answer
