"""One contact as a page that stands alone: for a browser, for paper, and for `app.printing`.

It is laid out with tables, which the text engine that makes the PDF knows; every word of the
record is escaped, and nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from desktop.contacts.account import Account
from desktop.contacts.telling import Line
from desktop.followups.calendar_words import MONTHS, WEEKDAYS
from desktop.guide.vocabulary import Ending

_STYLE = """
body { font-family: "Segoe UI", "DejaVu Sans", sans-serif; font-size: 11pt; color: #16222a;
  background-color: #ffffff; }
@media screen { body { max-width: 44em; margin: 2.2em auto; padding: 0 1.2em; line-height: 1.45; } }
h1 { font-size: 20pt; margin: 0 0 2px 0; }
h2 { font-size: 12pt; color: #1b6570; margin: 22px 0 6px 0; }
p { margin: 0 0 4px 0; }
table { border-collapse: collapse; margin-top: 6px; }
td { padding: 4px 14px 4px 0; vertical-align: top; }
.under { color: #4b5b66; }
.outcome { background-color: #e3eff0; color: #134e57; font-weight: bold; padding: 5px 12px; }
.hard { background-color: #fbe6e2; color: #7c2415; }
.label { color: #4b5b66; white-space: nowrap; }
.note { background-color: #f2f5f7; padding: 10px 14px; }
.time { color: #4b5b66; white-space: nowrap; }
.own { font-style: italic; }
.id { color: #5d6b75; font-size: 9pt; margin-bottom: 8px; }
"""


def page(account: Account, lines: Iterable[Line], contact_id: str, deleted: str = "") -> str:
    """The whole document.

    Args:
        account: The contact in words.
        lines: What happened.
        contact_id: Stands below the name, to find the contact again.
        deleted: Says that it is; "" when it is not.
    """
    who = account.who[:1].upper() + account.who[1:]
    parts = [
        f"<h1>{escape(who)}</h1>",
        f'<p class="under">{_under(account)}</p>',
        f'<p class="id">{escape(contact_id)}</p>',
        f"<p><b>{escape(deleted)}</b></p>" if deleted else "",
        _outcome(account.outcome),
        "<h2>In short</h2>",
        _facts(account),
        _note(account.note),
        "<h2>What happened</h2>",
        _timeline(lines),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(who)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(filter(None, parts))
        + "\n</body></html>\n"
    )


def _under(account: Account) -> str:
    at = account.started_at
    day = f"{WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
    other = account.reference if account.reference != account.who else ""
    parts = (other, account.channel, day, f"{account.minutes} min" if account.has_length else "")
    return escape(" · ".join(filter(None, parts)))


def _outcome(outcome: Ending | None) -> str:
    label = outcome.label if outcome is not None else "Still open"
    is_hard = outcome in (Ending.ENDED_FOR_CONDUCT, Ending.LOST)
    classes = "outcome hard" if is_hard else "outcome"
    return f'<table><tr><td class="{classes}">{label}</td></tr></table>'


def _facts(account: Account) -> str:
    rows = [
        ("About", _one(", ".join(filter(None, (account.trigger, account.manner.lower()))))),
        ("Cause", account.causes),
        *((label, (word,)) for label, word in account.words),
        ("Ways", _one(" · ".join(account.methods))),
        ("Offered", account.options),
        ("Agreed", account.agreed),
        ("Promised", account.promises),
        ("Boundaries", _one(account.ladder) if account.rungs else ()),
        ("Feedback", (*account.scores, *account.feedback)),
        ("Noted", account.remarks),
    ]
    told = [
        f'<tr><td class="label">{escape(label)}</td><td>{"<br>".join(map(escape, words))}</td></tr>'
        for label, words in rows
        if words
    ]
    return f"<table>{''.join(told)}</table>" if told else "<p>Nothing was filled in.</p>"


def _note(note: str) -> str:
    if not note.strip():
        return ""
    words = escape(note.strip()).replace("\n", "<br>")
    cell = f'<table width="100%"><tr><td class="note">{words}</td></tr></table>'
    return f"<h2>Note</h2>{cell}"


def _timeline(lines: Iterable[Line]) -> str:
    rows = []
    for line in lines:
        words = escape(line.text).replace("\n", "<br>")
        style = ' class="own"' if line.is_own else ""
        rows.append(f'<tr><td class="time">{line.at:%H:%M:%S}</td><td{style}>{words}</td></tr>')
    return f"<table>{''.join(rows)}</table>" if rows else "<p>Nothing was written down.</p>"


def _one(word: str) -> tuple[str, ...]:
    return (word,) if word else ()
