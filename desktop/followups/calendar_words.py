"""Days and hours in plain English words, whatever the computer's language is."""

from __future__ import annotations

from datetime import datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def clock(local: datetime) -> str:
    """`14:05`"""
    return f"{local:%H:%M}"


def day(local: datetime, today: datetime) -> str:
    """`today`, `yesterday`, `tomorrow`, `Thu 26 Nov`, or with the year when that differs."""
    distance = (local.date() - today.date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(distance)
    if near is not None:
        return near
    words = f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}"
    return words if local.year == today.year else f"{words} {local.year}"


def moment(local: datetime) -> str:
    """`Thu 26 Nov 15:00`: for what is read on another day."""
    return (
        f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]} {clock(local)}"
    )
