"""Playbook files as nobody would write them: mistakes come out, never an exception.

`python -m tests.fuzz.reader COUNT [SEED]`: first files as large as is allowed, then COUNT damaged
copies of the real ones and random documents, one of the latter in ten. Each is read; what is
right is linked with other files, checked, drawn, and in some cases mended.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from desktop.cli import main as poise
from desktop.guide.check import check_paths, gather
from desktop.guide.graph.mermaid import mermaid
from desktop.guide.graph.paths import stops_of
from desktop.guide.graph.svg import svg
from desktop.guide.linking import link
from desktop.guide.lint.linter import lint_paths
from desktop.guide.lint.wordings import read_wordings
from desktop.guide.model import Problem
from desktop.guide.reader import Reading, read
from desktop.guide.source import MAX_BYTES
from tests.fuzz.batches import Fuzzer, Source, Take, hypothesised, main
from tests.fuzz.damage import damaged
from tests.fuzz.documents import DOCUMENTS
from tests.fuzz.limits import repository

_TODAY = date(2026, 1, 31)
_LOOKS, _MENDED, _TOGETHER = 4, 100, 200  # one in so many


def seeds() -> tuple[bytes, ...]:
    """The real files: all playbooks and phrase files there are."""
    root = repository()
    files = sorted([*root.glob("playbooks/*.yaml"), *root.glob("docs/examples/*.yaml")])
    files.append(root / "resources" / "wordings.yaml")
    return tuple(file.read_bytes() for file in files)


class Examiner:
    """Does to a file all that Poise does with playbook files.

    Args:
        folder: Where it may write; nothing else may be in it.
        chance: Which files are checked further.
    """

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance
        self._file = folder / "fuzzed.yaml"
        self._rules = read_wordings([repository() / "resources" / "wordings.yaml"])
        self._others = gather([repository() / "playbooks"])
        self._latest: list[bytes] = []

    def examine(self, data: bytes) -> str:
        """One file; what came of it: "wrong", "right" or, where it was mended, "mended"."""
        self._file.write_bytes(data)
        reading = read(self._file)
        _judge(reading, data)
        look = self._chance.randrange(_LOOKS)  # one of them, as one command is
        if look == 0:
            for problem in read_wordings([self._file]).problems:
                _judge_problem(problem)
        if self._chance.randrange(_TOGETHER) == 0:
            self._check_set(data)
        is_right = reading.playbook is not None or reading.phrase_file is not None
        if not is_right:
            if self._chance.randrange(_MENDED) == 0:
                assert self._mended() == "left"
            return "wrong"
        self._link(reading)
        if look == 1:
            result = lint_paths([self._file], None, self._rules, _TODAY)
            for finding in result.findings:
                _judge_problem(finding.problem)
        if look == 2 and reading.playbook is not None:
            stops = stops_of(reading.playbook, {})
            mermaid(reading.playbook.title, stops).encode()
            svg(reading.playbook.title, reading.playbook.summary, stops).encode()
        if self._chance.randrange(_MENDED) == 0 and self._mended() == "mended":
            return "mended"
        return "right"

    def _link(self, reading: Reading) -> None:
        """With a random choice of the phrase files there are."""
        if reading.playbook is None:
            return
        shared = self._others.shared
        names = self._chance.sample(sorted(shared), self._chance.randrange(len(shared) + 1))
        linked, problems = link(
            reading.playbook, reading.uses, {name: shared[name] for name in names}
        )
        assert len(linked.steps) == len(reading.playbook.steps)
        for problem in problems:
            _judge_problem(problem)
        ids = [phrase.id for step in linked.steps for phrase in step.phrases]
        assert len(ids) == len(set(ids))

    def _check_set(self, data: bytes) -> None:
        """Together with the last few, as the files of one folder."""
        self._latest = [*self._latest[-4:], data]
        folder = self._folder / "set"
        folder.mkdir(exist_ok=True)
        for number, each in enumerate(self._latest):
            (folder / f"{number}.yaml").write_bytes(each)
        shipped = repository() / "playbooks" if self._chance.random() < 0.1 else None
        for problem in check_paths([folder], shipped):
            _judge_problem(problem)
        for finding in lint_paths([folder], shipped, self._rules, _TODAY).findings:
            _judge_problem(finding.problem)

    def _mended(self) -> str:
        """`poise check --fix` does its work once and for all, and never makes a file worse."""
        before = self._file.read_bytes()
        was_right = not read(self._file).problems
        done = self._fix()
        after = self._file.read_bytes()
        if after == before:
            return "left"
        assert was_right, "a file with mistakes was changed"
        assert not read(self._file).problems, f"it was right before: {done}"
        self._fix()
        assert self._file.read_bytes() == after, "there was more to mend"
        return "mended"

    def _fix(self) -> str:
        out = io.StringIO()
        words = ["--home", str(self._folder / "home"), "check", "--fix", str(self._file)]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = poise(words)
        assert code in (0, 1), out.getvalue()
        out.getvalue().encode()
        return out.getvalue()


def _judge(reading: Reading, data: bytes) -> None:
    is_right = reading.playbook is not None or reading.phrase_file is not None
    assert is_right != bool(reading.problems)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in reading.problems:
        _judge_problem(problem)
        assert problem.line <= lines, problem


def _judge_problem(problem: Problem) -> None:
    assert problem.line >= 1, problem
    assert problem.column >= 1, problem
    assert problem.what.endswith("."), problem
    assert problem.remedy.endswith((".", "?")), problem
    told = str(problem)
    assert told.isprintable(), repr(told)
    assert len(told) < 4_000, told[:200]


def hostile() -> Iterator[tuple[str, bytes]]:
    """Files as large as is allowed, made to cost time or memory."""
    head = b"poise: 1\nid: a\ntitle: A\nsummary: S\nsteps:\n"
    step = b"  - {id: s, title: S, goal: G, phrases: [%s]}\n"
    text = b"poise: 1\nid: a\ntitle: A\nphrases: [{id: a, title: A, text: '%s'}]\n"

    def filled(begin: bytes, piece: bytes, end: bytes = b"") -> bytes:
        return begin + piece * ((MAX_BYTES - len(begin) - len(end)) // len(piece)) + end

    for piece in (
        *(b"[", b"{", b"- ", b"? ", b"a: ", b"{a: ", b"[{a: [", b"- - ", b"&a ", b"*a ", b"!a "),
        *(
            b"a: b\n",
            b"- a\n",
            b"a\n",
            b"\n",
            b" ",
            b"#\n",
            b"'",
            b'"',
            b"\\",
            b"|\n",
            b">\n",
            b"%\n",
        ),
        *(b"---\n", b"...\n", b"x", b"x ", b"{customer}", b"{", b"{{", b"\xc3\xa9", b"\xcc\x81"),
        *(b"[],", b"{},", b"[a, b], ", b"a: [\n", b"\t", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\xff"),
        *(
            b"? a\n",
            b"<<: *a\n",
            b"&a [*a, *a]\n",
            b"a: &a\n",
            b"- !!x y\n",
            b"'a': b\n",
            b"!<",
            b"%",
        ),
    ):
        yield "hostile", filled(b"", piece)
        yield "hostile", filled(b"poise: 1\nid: a\ntitle: ", piece)
        yield "hostile", filled(b"steps: [", piece, b"]")
        yield "hostile", filled(b"steps:\n  - id: ", piece)
        yield "hostile", text % (piece.replace(b"\n", b" ").replace(b"'", b"") * 5_000)
    for entry in (
        *(
            b"  - {}\n",
            b"  - {id: s}\n",
            b"  - x\n",
            b"  - []\n",
            b"  - {id: s, title: S, goal: G}\n",
        ),
        *(step % b"{}", step % b"{use: a/b}", step % b"{include: a}", step % b"{use: x}"),
        step % b"{id: a, title: A, text: '{x} {y} {customer}'}",
        b"  - {id: s, title: S, goal: G, branches: [{id: a, label: A, to: t}]}\n",
        b"  - {id: s, title: S, goal: G, branches: [{id: a, label: A, playbook: t}]}\n",
        b"  - {id: s, title: S, goal: G, rung: 9, timer: {length: x, label: y}, capture: [z]}\n",
        b"  - {id: s, title: S, goal: G, outcomes: [solvd], triggers: [x], when: no}\n",
    ):
        yield "hostile", filled(head, entry)
    yield "hostile", head + b"".join(_chain(9_000))
    yield "hostile", head + b"".join(_star(4_000))
    yield "hostile", b"poise: 1\nid: a\ntitle: A\nphrases:\n" + b"".join(_sayings(9_000))
    for count in (18_000, 40_000):
        names = b", ".join(b"k%d: {label: x}" % number for number in range(count))
        yield "hostile", b"poise: 1\nid: a\ntitle: A\nplaceholders: {" + names + b"}\nphrases: []\n"
        yield "hostile", b"{" + b", ".join(b"k%d: v" % number for number in range(count)) + b"}"
    choices = b", ".join(b"c%d" % number for number in range(90_000))
    yield (
        "hostile",
        b"poise: 1\nid: a\ntitle: A\nplaceholders: {x: {label: X, default: no, choices: ["
        + (choices + b"]}}\nphrases: [{id: a, title: A, text: a}]\n"),
    )


def _chain(count: int) -> Iterator[bytes]:
    """Steps of which each leads to the next and back to the first."""
    for number in range(count):
        to = b"[{id: a, label: A, to: s%d}, {id: b, label: B, to: s0}]" % ((number + 1) % count)
        yield b"  - {id: s%d, title: S, goal: G, branches: %s}\n" % (number, to)


def _star(count: int) -> Iterator[bytes]:
    """One step that leads everywhere, and those."""
    branches = (b"{id: b%d, label: B, to: s%d}" % (each, each) for each in range(count))
    yield b"  - {id: first, title: S, goal: G, branches: [%s]}\n" % b", ".join(branches)
    for number in range(count):
        yield b"  - {id: s%d, title: S, goal: G, outcomes: [solved]}\n" % number


def _sayings(count: int) -> Iterator[bytes]:
    for number in range(count):
        text = f"I am sorry, calm down. “{number}” — …"
        yield f"  - {{id: p{number}, title: T, text: '{text}'}}\n".encode()


def _work(folder: Path, chance: random.Random) -> Callable[[str, bytes], str]:
    examiner = Examiner(folder, chance)
    return lambda _, data: examiner.examine(data)


def _hostile(_count: int, _seed: str, take: Take) -> None:
    for kind, data in hostile():
        take(kind, data)


def _damaged(count: int, seed: str, take: Take) -> None:
    chance, real = random.Random(seed), seeds()
    for _ in range(count):
        take("damaged", damaged(chance, real))


FUZZER = Fuzzer(
    "tests.fuzz.reader",
    "files",
    ".yaml",
    _work,
    {
        "hostile": Source(_hostile, 0),
        "damaged": Source(_damaged, 90),
        "document": Source(hypothesised("document", DOCUMENTS), 10, 500),
    },
)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, sys.argv[1:]))
