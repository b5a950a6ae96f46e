"""Texts, conditions and values as nobody would write them: their own errors, never others.

`python -m tests.fuzz.template COUNT [SEED]`: first texts as long as a phrase may be, then COUNT
others: damaged wordings of the real playbooks, rows of braces, and any text that hypothesis finds.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hypothesis import strategies as st

from desktop.cockpit.speech import Gap, fill, objection
from desktop.guide import conditions
from desktop.guide.check import gather
from desktop.guide.model import Playbook
from desktop.guide.phrase_reader import MAX_PHRASE
from desktop.guide.step_reader import seconds_of
from desktop.guide.vocabulary import Channel, FieldType, Manner, Trigger
from desktop.phrases.template import (
    NAME,
    TemplateError,
    clean,
    clean_lines,
    parse,
)
from desktop.phrases.visible import visible
from desktop.phrases.wording import next_wording
from tests.fuzz.batches import Fuzzer, Source, Take, hypothesised, main
from tests.fuzz.damage import TOKENS
from tests.fuzz.limits import repository

_PIECES = (
    *("{", "}", "{{", "}}", "{|}", "{ }", "{}", "{a}", "{customer}", "{A}", "{a.b}", "{a[0]}"),
    *("{a!r}", "{a:>9}", "{a", "b}", "{__class__}", "{0}", "{a-b}", "{é}", "{" * 30, "}" * 30),
    *(
        " ",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\x1b",
        "‹",
        "›",
        "‹Label›",
        "\u202e",
        "\u2028",
        "\u200b",
        "\ufeff",
    ),
    *("\ud800", "\udcff", "\udce9\udc80", "a\u0301", "👩\u200d💻", "%s", "$x", "\\", "'", '"', "x"),
    *("channel", " is ", " is not ", " and ", "chat", "rung", " >= ", "2", "=", "99", "  ", "min"),
)
_VALUES = (
    "",
    " ",
    "Ann",
    "{a}",
    "}}",
    "{|}",
    "a\nb",
    "\ud800",
    "\udce9",
    "x" * 3000,
    "\u202e",
    "\0",
)
_NAMES = ("a", "b", "customer", "agent", "callback_time")
_BOOK = Playbook("a", "A", "S", ())


def wordings() -> tuple[str, ...]:
    """Every wording of the shipped playbooks and phrase files."""
    found: dict[str, None] = {}
    for _, reading in gather([repository() / "playbooks"]).files:
        book = reading.playbook or (reading.phrase_file and reading.phrase_file.as_playbook())
        for step in book.steps if book else ():
            for phrase in step.phrases:
                found.update(dict.fromkeys(phrase.all_texts()))
    return tuple(found)


def damaged(chance: random.Random, real: Sequence[str]) -> str:
    """A real wording after some accidents, or a row of pieces."""
    if chance.random() < 0.3:
        return "".join(chance.choices(_PIECES, k=chance.randint(0, 30)))
    text = chance.choice(real)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.choice((0, 0, 1, 3, 30)))
        match chance.randrange(5):
            case 0:
                fresh = ""
            case 1:
                fresh = chance.choice(_PIECES) * chance.choice((1, 1, 2, 50))
            case 2:
                fresh = text[at:to] * chance.randint(2, 9)
            case 3:
                fresh = chr(chance.choice((chance.randrange(0x300), chance.randrange(0x110000))))
            case _:
                fresh = chance.choice(TOKENS).decode("utf-8", "surrogateescape")
        text = text[:at] + fresh + text[to:]
    return text


def examine(chance: random.Random, text: str) -> str:
    """A text as all that it could be; "right" where it is a template."""
    _as_condition(text)
    _as_value(text)
    seconds_of(text)
    try:
        template = parse(text)
    except TemplateError as error:
        _judge(error.what, error.remedy)
        return "wrong" if text[error.offset] in "{}" else "somewhere else"
    assert all(NAME.fullmatch(name) for name in template.names)
    values = {name: chance.choice((*_VALUES, text[:50])) for name in _NAMES}
    filled = template.fill(values)
    words = {name: clean(values.get(name, "")) or f"‹{name}›" for name in template.names}
    pieces = [template.literals[0]]
    for name, literal in zip(template.gaps, template.literals[1:], strict=True):
        pieces += (words[name], literal)
    assert filled.text == "".join(pieces)
    assert 0 <= filled.after_cursor <= len(filled.text)
    assert set(filled.missing) == {
        name for name in template.names if not clean(values.get(name, ""))
    }
    assert fill(text, _BOOK, values).after_cursor <= len(fill(text, _BOOK, values).text)
    return "right"


def _judge(what: str, remedy: str) -> None:
    assert visible(what) == what
    assert remedy.endswith(".")


def _as_condition(text: str) -> None:
    try:
        condition = conditions.parse(text)
    except conditions.ConditionError as error:
        _judge(error.what, error.remedy)
        return
    for channel in (None, Channel.CHAT):
        condition.holds(conditions.Situation(channel, Trigger.BILLING, Manner.ANGRY, 2))
        condition.can_hold_on(channel)
    assert conditions.parse(str(condition)) == condition


def _as_value(text: str) -> None:
    word, lines = clean(text), clean_lines(text)
    assert clean(word) == word
    assert clean_lines(lines) == lines
    assert "\n" not in word
    word.encode()
    lines.encode()
    assert visible(text).isprintable()
    for kind in FieldType:
        objection(Gap("a", "A", type=kind), text)
    next_wording(3, [len(text), -len(text), 1])


def hostile() -> Iterator[str]:
    """Texts as long as the reader lets through, made to cost time or memory."""
    for piece in (
        *_PIECES,
        "{a}{|}",
        "{a} and ",
        "1 ",
        "12 min ",
        "rung = 1 and ",
        "'",
        "1.",
        "1,",
    ):
        text = piece * (MAX_PHRASE // len(piece))
        yield f"{text}x"
        yield f"{{{text}}}"


def _work(_folder: Path, chance: random.Random) -> Callable[[str, bytes], str]:
    return lambda _, data: examine(chance, data.decode("utf-8", "surrogatepass"))


def _hostile(_count: int, _seed: str, take: Take) -> None:
    for text in hostile():
        take("hostile", _bytes(text))


def _damaged(count: int, seed: str, take: Take) -> None:
    chance, real = random.Random(seed), wordings()
    for _ in range(count):
        take("damaged", _bytes(damaged(chance, real)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_ANY = st.text() | st.lists(st.sampled_from(_PIECES) | st.text(max_size=3)).map("".join)
FUZZER = Fuzzer(
    "tests.fuzz.template",
    "texts",
    ".txt",
    _work,
    {
        "hostile": Source(_hostile, 0),
        "damaged": Source(_damaged, 80, 10_000),
        "any": Source(hypothesised("any", _ANY.map(_bytes)), 20, 500),
    },
)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, sys.argv[1:]))
