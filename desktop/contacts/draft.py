"""The draft of a contact's note, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.contacts.account import Account

_ENDS = (".", "!", "?", "…", ":", ";")


def draft(account: Account) -> str:
    """What may stand in the note: first what the agent wrote, then what the record knows.

    It never holds a phrase's text.
    """
    told = [
        *map(_sentence, account.lines),
        _sentence(" in ".join(filter(None, (_and(account.methods), _duration(account))))),
        _listed("Cause", account.causes),
        _listed("Offered", account.options),
        _listed("Agreed", account.agreed),
        _listed("Promised", account.promises),
        _listed("Noted", account.remarks),
        _listed("Feedback", (*account.scores, *(f"“{each}”" for each in account.feedback))),
        _rungs(account),
    ]
    return " ".join(filter(None, told))


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith(_ENDS) or not line else f"{line}."


def _listed(label: str, words: Iterable[str]) -> str:
    joined = "; ".join(words)
    return _sentence(f"{label}: {joined}") if joined else ""


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _duration(account: Account) -> str:
    if not account.has_length:
        return ""
    minutes = account.minutes
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")


def _rungs(account: Account) -> str:
    return account.ladder[0].upper() + account.ladder[1:] if account.rungs else ""
