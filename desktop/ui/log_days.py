"""Days as an agent writes them into the filter of the log."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_WORDS = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?")


def parse_day(text: str, today: date) -> date | None:
    """The day that a few words mean, None where they mean none.

    Known are `2026-11-22`, `22.11.2026`, `22.11.`, `22 Nov`, `22 November 2026`, `today` and
    `yesterday`. A day without a year is the last one that is not in the future.
    """
    words = " ".join(text.split()).lower()
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday")
    try:
        if found := _ISO.fullmatch(words):
            return date(*map(int, found.groups()))
        if found := _DOTS.fullmatch(words):
            return _last(int(found[1]), int(found[2]), found[3], today)
        if found := _WORDS.fullmatch(words):
            month = next(n for n, name in enumerate(_MONTHS, 1) if found[2].startswith(name))
            return _last(int(found[1]), month, found[3], today)
    except (ValueError, StopIteration):
        pass
    return None


def _last(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, day)
    found = date(today.year, month, day)
    return found if found <= today else date(today.year - 1, month, day)
