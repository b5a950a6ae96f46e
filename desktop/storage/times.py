"""One way to write a moment into the database: UTC, milliseconds, a Z at the end."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def to_text(moment: datetime) -> str:
    """`2026-11-21T14:05:03.120Z` for an aware moment; such texts sort by time.

    Raises:
        ValueError: the moment has no zone (a bug in the caller: it could mean anything).
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {moment!r}")
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def from_text(text: str) -> datetime:
    """The aware UTC moment that `to_text` wrote.

    Raises:
        ValueError: the text is no ISO 8601 moment.
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def from_text_or_none(text: str | None) -> datetime | None:
    """`from_text` for a column that may be NULL."""
    return None if text is None else from_text(text)


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """An aware moment by the clock of a zone (None: as the C library says), or in UTC where no
    clock there can show it: an old record may hold the last hour of the year 9999."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError, OSError):  # the C library of Windows knows no such year
        return moment.astimezone(UTC)
