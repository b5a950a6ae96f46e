"""What the server needs of the way requests come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

REQUEST_BYTES = 64 * 1024
"""A longer line is no request; its sender is hung up on."""

Answer = Callable[[bytes], None]
"""Sends the answer, once, and hangs up; silent when nobody is there any more."""

OnLine = Callable[[bytes, Answer], None]
"""Called with the one line that a caller wrote."""


class Listener(Protocol):
    """A local endpoint that only this user can reach; it lives in Qt's main loop."""

    def listen(self) -> str:
        """Begin to listen; the endpoint's name for `remote.client`.

        Raises:
            OSError: It cannot be made.
        """

    def close(self) -> None:
        """Hang up on everybody and listen no more."""
