"""Which time zone this computer lives in."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from desktop.errors import Trouble

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


LOOKED_EVERY_S = 3.0
"""Asking the computer takes milliseconds, and each promise on show wants to know."""

_known: tuple[float, str | None, ZoneInfo] | None = None  # since when, by which TZ, and which


def local_zone() -> ZoneInfo:
    """The computer's zone; its `key` is the IANA name (or `local` where the computer keeps
    its rules without a name). Where the agent has travelled, this is known `LOOKED_EVERY_S` later.

    Raises:
        Trouble: the computer names no zone, or one that is not known. (UTC would be a guess
            that makes every reminder late or early.)
    """
    global _known
    now, named = time.monotonic(), os.environ.get("TZ")
    if _known is not None and _known[1] == named and 0 <= now - _known[0] < LOOKED_EVERY_S:
        return _known[2]
    # Slow and large enough to be loaded only when a promise is made or shown.
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    try:
        zone: ZoneInfo = tzlocal.reload_localzone()  # what it keeps itself may be old
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Trouble(
            f"This computer's time zone is not known: {error}.",
            "Set the time zone in the system settings and start Poise again.",
        ) from error
    _known = now, named, zone
    return zone


def zone_named(text: str) -> ZoneInfo:
    """A zone by its IANA name or its city: `America/New_York`, `new york`.

    Raises:
        Trouble: there is none, or more than one.
    """
    import zoneinfo

    wanted = "_".join(text.split()).casefold()
    names = sorted(zoneinfo.available_timezones())
    found = [name for name in names if name.casefold() == wanted] or [
        name for name in names if name.rpartition("/")[2].casefold() == wanted and "/" in name
    ]
    # A city may stand there under an old name as well, but on one continent.
    if len({name.partition("/")[0] for name in found}) != 1:
        raise Trouble(
            f"“{text.strip()}” is no time zone known here.",
            "Write it like America/New_York, or the name of its largest city.",
        )
    return zoneinfo.ZoneInfo(found[0])
