"""A record of very many contacts, the same one each time: three years of a team of 300.

Names and words are made of syllables, so that nobody is in it. Twelve events each.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.contacts.keys import customer_key, reference_key
from desktop.contacts.words import Findable, first_number
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.storage.migrate import migrations, open_database

DAYS = 3 * 365
FIRST_DAY = datetime(2023, 11, 1, tzinfo=UTC)
LAST_MOMENT = FIRST_DAY + timedelta(days=DAYS)

_A_BATCH = 20_000
_CONTACTS_A_CUSTOMER = 6
_OPEN_PROMISES = 0.97
"""After this part of the time, a promise may be open still."""

_STARTS, _ENDS, COMMON = (
    words.split()
    for words in (
        "ba be bri ca cor da del e fa fi gra ha i jo ka kel la lo ma mi na no o pa qui",
        "bert dal den fin gård lach len mar nell ñez ra ric rös sa sen son ta ton vez wick",
        "customer refund invoice delivery called asked again late order wrong charged broken"
        " waiting promised supervisor cancel contract router password login account credit parcel"
        " missing angry calm explained offered agreed policy date documents callback replaced",
    )
)
_PLAYBOOKS = ("leap", "ideal", "cancellation", "boundaries", "hand-over", "seven-steps")
_STEPS = ("listen", "empathise", "ask", "solve")
_CHANNELS = ("chat", "email", "phone", "")
_TRIGGERS, _MANNERS, _ENDINGS = (
    [each.value for each in kind] for kind in (Trigger, Manner, Ending)
)
_HOURS = (7, 21)
_CLOCK = [f"T{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.000Z" for s in range(86_400)]


def rare_words() -> list[str]:
    """Words of which each is in one of some hundred notes, the later ones in fewer."""
    rare = [a + b + c for a, b, c in itertools.product(_STARTS, _ENDS, _ENDS)]
    random.Random(5).shuffle(rare)
    return rare


def _names(count: int) -> list[str]:
    """The customers of so many contacts, some of them twice."""
    dice = random.Random(7)
    parts = [a + b for a, b in itertools.product(_STARTS, _ENDS)]
    firsts = [each.title() for each in dice.sample(parts, 300)]
    lasts = [(a + b).title() for a, b in itertools.product(_STARTS, parts)]
    return [
        f"{dice.choice(firsts)} {dice.choice(lasts)}"
        for _ in range(max(20, count // _CONTACTS_A_CUSTOMER))
    ]


def make(folder: Path, count: int) -> Path:
    """The file with so many contacts; written when there is none of this schema."""
    path = folder / f"contacts-{count}-v{len(migrations())}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half.db")
        half.unlink(missing_ok=True)
        with closing(open_database(half)) as connection:
            for setting in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -200000"):
                connection.execute(f"PRAGMA {setting}").fetchall()
            _fill(connection, count)
            connection.execute("PRAGMA journal_mode = WAL")
        half.rename(path)
    return path


@dataclass(slots=True)
class _Batch:
    contacts: list[tuple[object, ...]]
    events: list[tuple[object, ...]]
    values: list[tuple[object, ...]]
    reminders: list[tuple[object, ...]]
    rows: list[tuple[object, ...]]


_INSERTS = {
    "contacts": "contacts (id, started_at, customer, reference, channel, ended_at, outcome, note,"
    ' "trigger", manner, number, customer_key, reference_key)',
    "events": "contact_events (contact_id, number, at, kind, facts)",
    "values": "contact_values (contact_id, name, value)",
    "reminders": "reminders (id, created_at, due_at, promised_at, zone, text, contact_id, state,"
    " done_at)",
    "rows": "contact_words (rowid, words, facets)",
}


def _fill(connection: sqlite3.Connection, count: int) -> None:
    makers = _contacts(count)
    while True:
        batch = _Batch([], [], [], [], [])
        for maker in itertools.islice(makers, _A_BATCH):
            maker.into(batch)
        if not batch.contacts:
            return
        connection.execute("BEGIN")
        for part, columns in _INSERTS.items():
            marks = ", ".join("?" * (columns.count(",") + 1))
            connection.executemany(f"INSERT INTO {columns} VALUES ({marks})", getattr(batch, part))
        connection.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    moment: datetime
    id: str
    name: str
    reference: str
    channel: str
    playbook: str
    trigger: str
    manner: str
    outcome: str
    note: str
    line: str
    value: str
    promise: str
    is_promise_open: bool

    def into(self, batch: _Batch) -> None:
        day, second = self.moment.date().isoformat(), _second_of(self.moment)
        texts = [self.name, self.note, self.line]
        batch.contacts.append(
            (
                *(self.id, day + _CLOCK[second], self.name, self.reference, self.channel),
                *(day + _CLOCK[second + 900], self.outcome, self.note, self.trigger, self.manner),
                *(self.number, customer_key(self.name), reference_key(self.reference)),
            )
        )
        for place, (kind, facts) in enumerate(self._events(), 1):
            at = day + _CLOCK[second + 60 * place]
            batch.events.append((self.id, place, at, kind, facts))
        if self.value:
            batch.values.append((self.id, "callback_time", self.value))
            texts.append(self.value)
        if self.promise:
            at = day + _CLOCK[second + 600]
            state, done_at = ("open", None) if self.is_promise_open else ("done", at)
            batch.reminders.append(
                ("r" + self.id[1:], at, at, at, "UTC", self.promise, self.id, state, done_at)
            )
            texts.append(self.promise)
        found_by = Findable(
            tuple(texts),
            *(self.reference, self.outcome, self.trigger, self.manner),
            frozenset([self.playbook]),
            bool(self.promise),
        )
        batch.rows.append((self.number, *found_by.row()))

    def _events(self) -> Iterator[tuple[str, str]]:
        book = self.playbook
        yield "started", f'{{"playbook": "{book}"}}'
        for depth, step in enumerate(_STEPS, 1):
            move = "next" if depth > 1 else "start"
            yield (
                "step",
                f'{{"playbook": "{book}", "step": "{step}", "move": "{move}", "depth": {depth}}}',
            )
            yield (
                "insertion",
                f'{{"phrase": "{book}/{step}/first", "wording": 0, "verdict": "inserted",'
                ' "reason": "", "target": "Chat", "ms": 9}',
            )
        yield "details", '{"fields": ["customer", "reference"]}'
        if self.line:
            yield "note", f'{{"text": "{self.line}"}}'
        else:
            yield "set_aside", "{}"
        yield "ended", f'{{"outcome": "{self.outcome}"}}'


def _contacts(count: int) -> Iterator[_Made]:
    dice = random.Random(11)
    names = _names(count)
    customers = _skewed(len(names))
    notes = _notes(dice)
    taken = 0
    for place in range(count):
        moment, is_late = _moment((place + dice.random()) / count)
        number = max(first_number(moment), taken + 1)
        taken = number
        customer = dice.choices(range(len(names)), cum_weights=customers)[0]
        has_reference, has_promise = dice.random() < 0.6, dice.random() < 0.15
        yield _Made(
            number,
            moment,
            f"c-{moment:%Y%m%d-%H%M%S}-{place % 65536:04x}",
            names[customer],
            f"RF-{customer:06}-{dice.randrange(4)}" if has_reference else "",
            dice.choice(_CHANNELS),
            dice.choice(_PLAYBOOKS),
            dice.choice(_TRIGGERS),
            dice.choice(_MANNERS),
            dice.choice(_ENDINGS),
            next(notes),
            next(notes) if dice.random() < 0.3 else "",
            "17:00" if dice.random() < 0.2 else "",
            f"call {names[customer]} re {dice.choice(COMMON)}" if has_promise else "",
            is_late and dice.random() < 0.3,
        )


def _moment(part: float) -> tuple[datetime, bool]:
    """When a contact began that has this part of all before it; and whether that is of late."""
    day, rest = divmod(part * DAYS, 1)
    opens_s, closes_s = (hour * 3600 for hour in _HOURS)
    second = opens_s + int(rest * (closes_s - opens_s))
    return FIRST_DAY + timedelta(days=day, seconds=second), part > _OPEN_PROMISES


def _notes(dice: random.Random) -> Iterator[str]:
    """Notes of 8 to 24 words; the first words of a list come up most."""
    rare = rare_words()
    many = [*COMMON, *rare[:3000]]
    weights = _skewed(len(many))
    while True:
        note = dice.choices(many, cum_weights=weights, k=dice.randint(8, 24))
        if dice.random() < 0.2:
            note.append(dice.choice(rare))
        yield " ".join(note)


def _skewed(count: int) -> list[float]:
    """Running sums of weights, of which the second is half of the first, and so on."""
    return list(itertools.accumulate(1 / (place + 8) for place in range(count)))


def _second_of(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
