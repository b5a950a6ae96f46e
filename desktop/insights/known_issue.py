"""Root causes that keep coming back, and a known-issue playbook to begin with for one of them."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop.errors import Bug, Trouble
from desktop.guide.vocabulary import RecordField
from desktop.insights.causes import Causes, cause_key
from desktop.storage.times import to_text

_WORDS = """
    SELECT c.id, c.customer, v.value,
        iif(v.kind = '', :cause, v.kind)
    FROM contacts c CROSS JOIN contact_values v ON v.contact_id = c.id
    WHERE c.started_at >= :first AND c.deleted_at IS NULL AND (
        v.kind IN (:cause, :option, :agreed)
        OR (v.kind = '' AND v.name IN (SELECT value FROM json_each(:names)))
    )
    ORDER BY c.started_at, c.id, v.name
"""
_LONGEST_CAUSE, _LONGEST_TITLE, _LONGEST_LINE = 200, 60, 160
_MOST_LINES = 12
_REVIEW_AFTER = timedelta(days=90)
_LEAST_NAME = 3
_TRIES = 100


@dataclass(frozen=True, slots=True)
class Repeating:
    """A root cause that came back.

    Args:
        cause: In the words in which it was written most.
        count: In how many contacts.
        options, agreed: What was offered and agreed in them; lines that name a customer of one of
            these contacts are left out.
    """

    cause: str
    count: int
    options: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for all writings of this cause."""
        return cause_key(self.cause)


def find_repeating(
    connection: sqlite3.Connection,
    now: datetime,
    *,
    needed: int,
    days: int,
    cause_names: Iterable[str] = (),
) -> tuple[Repeating, ...]:
    """The causes that came in at least `needed` contacts of the last days, the most first."""
    words = {
        "first": to_text(now - timedelta(days=days)),
        "names": json.dumps(sorted(cause_names)),
        "cause": RecordField.ROOT_CAUSE.value,
        "option": RecordField.OPTION.value,
        "agreed": RecordField.AGREED.value,
    }
    causes: dict[str, dict[str, str]] = {}  # by key: the writing in each contact
    others: dict[str, list[tuple[str, str]]] = {}  # by contact: what was offered and agreed
    customers: dict[str, str] = {}
    for contact_id, customer, value, kind in connection.execute(_WORDS, words):
        customers[contact_id] = customer
        if kind != RecordField.ROOT_CAUSE:
            others.setdefault(contact_id, []).append((kind, value))
        elif cause_key(value):
            causes.setdefault(cause_key(value), {}).setdefault(contact_id, value)
    found = []
    for writings in causes.values():
        if len(writings) >= needed:
            counted = Causes()
            for writing in writings.values():
                counted.add(writing)
            names = _names([customers[each] for each in writings])
            said = [each for contact_id in writings for each in others.get(contact_id, ())]
            found.append(
                Repeating(
                    counted.counted()[0][0],
                    len(writings),
                    _lines([text for kind, text in said if kind == RecordField.OPTION], names),
                    _lines([text for kind, text in said if kind == RecordField.AGREED], names),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.count, each.cause)))


def draft_of(repeating: Repeating, template: str, playbook_id: str, today: date) -> str:
    """The text of a playbook about it, made from the shipped known-issue playbook.

    Args:
        template: The text of that file.
        playbook_id: Its own id.
        today: When it is written; it asks to be read again 90 days later.
    """
    cause = _one_line(repeating.cause, _LONGEST_CAUSE)
    title = f"Known issue: {_one_line(repeating.cause, _LONGEST_TITLE)}"
    body = template[template.index("poise: 1") :]
    for old, new in (
        (r"^id: known-issue$", f"id: {playbook_id}"),
        (r"^title: .*$", f"title: {_quoted(title)}"),
        (r"^owner: .*\n", ""),
        (r"^review_by: .*$", f"review_by: {today + _REVIEW_AFTER}"),
        (r"^    record: root-cause$", f"    record: root-cause\n    default: {_quoted(cause)}"),
    ):
        place = re.search(old, body, re.MULTILINE)
        if place is None:
            raise Bug(f"The known-issue playbook has no line like {old}.")
        body = body[: place.start()] + new + body[place.end() :]
    remarks = [
        f"A draft: {repeating.count} contacts had this cause. Check it before you say it, and put",
        "`default: …` behind each placeholder whose words are true for everybody.",
    ]
    for head, lines in (("Offered", repeating.options), ("Agreed", repeating.agreed)):
        if lines:
            remarks += [
                f"{head} in these contacts:",
                *(f"  - {_one_line(line, _LONGEST_LINE)}" for line in lines),
            ]
    return "".join(f"# {each}\n" for each in remarks) + body


def write_draft(repeating: Repeating, template: Path, folder: Path, today: date) -> Path:
    """Write the draft into the agent's own playbooks; never over a file that is there.

    Returns:
        The file.

    Raises:
        Trouble: it cannot be written.
    """
    from desktop.guide.reader import read  # finding causes, at each contact's end, needs no YAML

    name = _id_of(repeating.cause)
    try:
        text = template.read_text(encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _TRIES):
            playbook_id = name if number == 1 else f"{name}-{number}"
            path = folder / f"{playbook_id}.yaml"
            try:
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(draft_of(repeating, text, playbook_id, today))
            except FileExistsError:
                continue
            problems = read(path).problems
            if problems:
                path.unlink()
                raise Bug(f"A draft has mistakes, first of all: {problems[0]}")
            return path
    except OSError as problem:
        what = f"{problem.filename or folder} cannot be written ({problem.strerror or problem})."
        raise Trouble(what, "Free some space, or make the folder writable for you.") from problem
    raise Trouble(f"{folder} has {_TRIES} drafts about this cause.", "Use one, or delete some.")


def _id_of(cause: str) -> str:
    plain = unicodedata.normalize("NFKD", cause.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return f"known-issue-{words or 'draft'}"


def _names(customers: Iterable[str]) -> frozenset[str]:
    """The words of customers' names that are long enough to be one."""
    words = (word for name in customers for word in re.findall(r"\w+", name.casefold()))
    return frozenset(word for word in words if len(word) >= _LEAST_NAME)


def _lines(texts: Sequence[str], names: frozenset[str]) -> tuple[str, ...]:
    """Each text once, on one line, without those that name a customer."""
    lines = dict.fromkeys(
        _one_line(text, _LONGEST_LINE)
        for text in texts
        if not names & set(re.findall(r"\w+", text.casefold()))
    )
    return tuple(line for line in lines if line)[:_MOST_LINES]


def _one_line(text: str, most: int) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _quoted(text: str) -> str:
    """In double quotes, as YAML and JSON have them."""
    return json.dumps(text, ensure_ascii=False)
