"""What of ours can stand on the clipboard, and which reader gets what.

Both are promises (delayed rendering): Windows asks when somebody reads, and meanwhile tells which
window has the clipboard open. It asks once only, so a promise is made anew after each reader who
proves nothing.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows import clipboard_formats as formats
from desktop.oslayer.windows.clipboard_phrase import phrase_bytes
from desktop.oslayer.windows.processes import belongs_to

TARGET, OTHER, UNKNOWN = "target", "other", "unknown"  # insertion.ports.Reader

RENEWALS_MAX = 200
STEPS_S = 0.03
"""What a nameless reader may take to read in several steps, without finding us in its way."""


class Standing:
    """Something of ours on the clipboard.

    Args:
        kept: What the agent had there.
        text: The phrase.
        pid: Process that the phrase is for.
    """

    SERVINGS_MAX: int
    """How often another program is served. One that reads all the time gets nothing more: a
    renewal after each of its reads would leave the target no moment to open the clipboard."""

    def __init__(self, kept: formats.Formats, text: str, pid: int) -> None:
        self.kept = kept
        self.text = text
        self.pid = pid
        self.is_renewing = False
        self._renewals = 0
        self._servings: dict[int, int] = {}

    def write(self) -> None:
        """Promise it on the clipboard, which is open."""
        raise NotImplementedError

    def serve(self, number: int) -> tuple[str, bytes | None]:
        """Who reads now, and what they get in a format; None: nothing."""
        pid = access.reader_pid()
        reader = OTHER if pid else self._nameless()
        if pid and belongs_to(pid, self.pid):
            reader = TARGET
        data = self._bytes_for(reader, number)
        if reader == OTHER and data is not None:
            self._servings[pid] = self._servings.get(pid, 0) + 1
            if self._servings[pid] > self.SERVINGS_MAX:
                data = None
        return reader, data

    def next_renewal_s(self, reader: str) -> float | None:
        """When to make the promise anew after a reader had it; None: no more."""
        self._renewals += 1
        if self._renewals > RENEWALS_MAX:
            return None
        return STEPS_S if reader == UNKNOWN else 0.0

    def _nameless(self) -> str:
        return UNKNOWN

    def _bytes_for(self, reader: str, number: int) -> bytes | None:
        raise NotImplementedError


class Offer(Standing):
    """A phrase that everybody gets who reads.

    Args:
        number: Of the order that made it.
    """

    SERVINGS_MAX = 2

    def __init__(self, kept: formats.Formats, text: str, pid: int, number: int) -> None:
        super().__init__(kept, text, pid)
        self.number = number
        self._heard: set[str] = set()

    def write(self) -> None:
        access.empty_clipboard()
        formats.put(formats.UNICODE_TEXT, None)
        for mark in formats.MARKS:
            formats.put(mark, formats.MARK_BYTES)

    def news(self, reader: str) -> str | None:
        """What to tell of a read, None when it has been told.

        A nameless reader who comes again reads all the time, so it proves nothing.
        """
        if reader == UNKNOWN and UNKNOWN in self._heard:
            reader = OTHER
        if reader in self._heard:
            return None
        self._heard.add(reader)
        return reader

    def _bytes_for(self, reader: str, number: int) -> bytes | None:
        del reader
        return phrase_bytes(number, self.text)


class Guard(Standing):
    """The agent's own clipboard again, except for a target that has not read its phrase yet.

    It may have hung while the paste key waited; what the agent had copied can be private, and the
    target shows it to a customer.
    """

    SERVINGS_MAX = 60  # a program reads several formats for one paste
    LASTS_S = 60.0
    READ_AGAIN_S = 2.0
    """Programs read more than once for one paste, and one that hung takes its time between."""

    def __init__(self, kept: formats.Formats, text: str, pid: int) -> None:
        super().__init__(kept, text, pid)
        self.is_served = False

    def write(self) -> None:
        access.empty_clipboard()
        numbers = [number for number, _ in self.kept]
        for number, data in self.kept:
            is_real = number in formats.MARKS or number == formats.LOCALE
            formats.put(number, data if is_real else None)
        if formats.UNICODE_TEXT not in numbers:
            formats.put(formats.UNICODE_TEXT, None)
        formats.mark_again(self.kept)

    def _nameless(self) -> str:
        # While the agent works in the target, the phrase is the better guess.
        return TARGET if access.foreground_pid() == self.pid else OTHER

    def _bytes_for(self, reader: str, number: int) -> bytes | None:
        if reader == TARGET:
            # Also where it likes HTML best: the agent's own would be just as private there.
            return phrase_bytes(number, self.text)
        return dict(self.kept).get(number)
