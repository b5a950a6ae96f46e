"""What an offer was read by, and until when it has to stand for what may still be read."""

from __future__ import annotations

from desktop.insertion.effects import Timing
from desktop.insertion.ports import Reader
from desktop.insertion.quirks import Quirk


class Receipts:
    """The reads of one offer, from the paste key on.

    Args:
        quirk: The target's ways.
        timing: The waits.
        expected: How often the target may read, 0 when not known.
    """

    def __init__(self, quirk: Quirk, timing: Timing, expected: int) -> None:
        self._quirk = quirk
        self._timing = timing
        self._expected = expected
        self.reads = 0  # by the target, as far as the OS tells readers apart
        self.is_making_way = False  # for the next insertion
        self._has_nameless_reader = False
        self._sent_ms = 0.0
        self._first_ms: float | None = None
        self._last_ms: float | None = None

    @property
    def is_read(self) -> bool:
        """Whether there was a read at all."""
        return self._last_ms is not None

    @property
    def is_cut_short(self) -> bool:
        """Whether less was waited than the target may have needed for all of its reads."""
        return self.is_making_way and self.reads < self._expected

    def begin(self, sent_ms: float) -> None:
        """The paste key goes out."""
        self._sent_ms = sent_ms

    def add(self, reader: Reader, now_ms: float) -> None:
        """The text was read."""
        if self._first_ms is None:
            self._first_ms = now_ms
        self._last_ms = now_ms
        if reader is Reader.TARGET:
            self.reads += 1
        else:
            self._has_nameless_reader = True

    def there_at(self) -> float:
        """When the text surely stands in the field: what was read has been made use of."""
        first, last = self._first_and_last()
        there_at = last + max(self._timing.quiet_ms, first - self._sent_ms)
        return max(there_at, first + self._reread_wait_ms())

    def quiet_at(self) -> float:
        """Until when the offer stands."""
        # A program that was slow to read is as slow to make use of it, or to read again.
        first, last = self._first_and_last()
        lag = min(first - self._sent_ms, self._timing.lag_max_ms)
        hold_ms = max(self._quirk.hold_ms, self._reread_wait_ms())
        # Of a reader without a name nobody knows how often it reads, or whether it was the target.
        if self._has_nameless_reader or (self.reads and not self._expected):
            hold_ms = max(hold_ms, self._timing.unknown_wait_ms)
        # One that took its time between two reads may do so before the next: where a page has
        # no field but formatted text to write into, Chromium reads a third time.
        quiet_ms = max(self._timing.quiet_ms, min(last - first, self._quirk.hold_ms))
        return max(last + quiet_ms, first + hold_ms + lag)

    def _first_and_last(self) -> tuple[float, float]:
        if self._first_ms is None or self._last_ms is None:
            return self._sent_ms, self._sent_ms
        return self._first_ms, self._last_ms

    def _reread_wait_ms(self) -> int:
        """How long after its first read the target may still make one that it is known for."""
        if not 0 < self.reads < self._expected:
            return 0
        timing = self._timing
        return timing.unknown_wait_ms if self.is_making_way else timing.reread_wait_ms
