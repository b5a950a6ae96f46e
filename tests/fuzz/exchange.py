"""The importers of `desktop.exchange` under damaged and hostile files.

Run `python -m tests.fuzz.exchange COUNT [SEED]`. Each input must end in a harvest or in
`Trouble` within 5 s of computing; a harvest must survive being written as a phrase file and read
again; the whole run must stay below 200 MB.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.errors import Trouble
from desktop.exchange.gathering import Gathering
from desktop.exchange.phrase_file import phrase_file_text
from desktop.exchange.recognise import import_paths, read_data
from desktop.exchange.text_source import MAX_BYTES
from desktop.guide.model import PhraseFile
from desktop.guide.reader import read

LIMIT_S = 5.0
LIMIT_MB = 200

SEEDS: dict[str, tuple[bytes, ...]] = {
    "espanso": (
        b"""\
imports: [_other.yml]
global_vars:
  - {name: who, type: echo, params: {echo: Ann}}
matches:
  - trigger: ":hi"
    replace: "Hello {{who}}, it is {{now}}. $|$ \\\\{x\\\\}"
    word: true
    propagate_case: true
    vars: [{name: now, type: date, params: {format: "%H:%M"}}]
  - triggers: [":a", ":b"]
    label: Order
    form: |
      Your order [[number]] is [[state]].
    form_fields:
      state: {type: choice, values: [sent, late], default: sent}
  - regex: ":r(?P<n>.*)"
    html: "<p>Hi <b>{{n}}</b></p>"
  - trigger: ":c"
    replace: "{{pick}}!"
    vars: [{name: pick, type: random, params: {choices: [Good, Fine]}}]
""",
    ),
    "beeftext": (
        b"""{"fileFormatVersion": 10, "groups": [{"uuid": "{g}", "name": "Mail"}], "combos": [
{"uuid": "{1}", "name": "Hello", "keyword": "hh", "group": "{g}", "enabled": true,
 "snippet": "Hello #{input:Name}, #{cursor} #{date} #{combo:sig} #{key:enter} {x}"},
{"name": "Off", "keyword": "o", "snippet": "x", "enabled": false}]}""",
    ),
    "zendesk": (
        b"""{"macros": [{"id": 1, "title": "Mail::Late", "active": true, "actions": [
{"field": "comment_value_html", "value":
"<p>Dear {{ticket.requester.first_name}},</p><ul><li>a</ul>"},
{"field": "status", "value": "solved"},
{"field": "comment_mode_is_public", "value": "true"}]},
{"title": "B", "actions": [{"field": "comment_value", "value": ["channel:all",
"Ticket {{ticket.id}} {% if x %}y{% endif %}"]}]}], "count": 2}""",
    ),
    "freshdesk": (
        b"""[{"id": 1, "name": "General", "canned_responses": [{"title": "Thanks",
"content": "Hi", "content_html": "<div>Hi {{ticket.requester.name | upcase}}<br>{{x.y}}</div>",
"attachments": [{}]}]}]""",
        b"title;content_html;folder\r\nThanks;<p>Hi {{ticket.agent.name}}</p>;General\r\n",
    ),
    "textexpander": (
        b'hi,"Dear %filltext:name=Name:default=you%, %Y-%m-%d %clipboard%|100%%",Greeting\r\n'
        b'pop,"%fillpopup:name=Size:S:default=M:L% %fillpart:name=p%x%fillpartend%%key:tab%",\r\n',
    ),
    "csv": (
        b"title,text,tags\r\nHello,Hello {customer} {{order}} {|},a;b\r\n",
        b"Hello;Good morning {x\r\nBye;'=1+1\r\n",
        b"poise_phrase,title,tags,for,text,placeholders,file\r\n"
        b'a,A,x,,Hi {customer} {x}{|},"x=Order",f\r\na,A,x,email,Dear {{x}},,f\r\n',
    ),
    "autokey": (b"Hello <cursor>, <date format=%d.%m.> <script name=x args=> <ctrl>+v <enter>\n",),
}
TOKENS = (
    *(
        b"{{",
        b"}}",
        b"{",
        b"}",
        b"{|}",
        b"[[",
        b"]]",
        b"$|$",
        b"%",
        b"%%",
        b"#{",
        b"<",
        b"<a ",
        b">",
    ),
    *(b'"', b"'", b"\\", b"\\u", b"\\ud800", b"&#", b"&amp;", b"<!--", b"<![CDATA[", b"<script>"),
    *(b"\0", b"\r", b"\n", b"\t", b",", b";", b":", b"- ", b"|", b">-", b"*a", b"&a ", b"!!x "),
    *(b"\xff", b"\xc3\xa9", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"[" * 60, b"{" * 60, b'{"a":' * 60, b"9" * 5000, b"1e999", b"NaN", b"null", b"true", b"[]"),
    *(b"ticket.requester.name", b"comment_value", b"%filltext:", b"matches:", b"=cmd|", b"sep=;\n"),
)


PIECES = (
    *(b"<", b"<a ", b"<a href='", b"<!--", b"<![", b"<p>", b"<a href=x>y</a>", b"&amp", b"\\n"),
    *(b"{{", b"{{a}}", b"{{a|b}}", b"{% if %}", b"#{", b"#{input:a}", b"x", b"\\ud800"),
)


def damaged(dice: random.Random, seed: bytes, others: tuple[bytes, ...]) -> bytes:
    """The seed after one to six accidents."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, len(data))
        to = min(len(data), at + dice.randint(0, 40))
        match dice.randrange(7):
            case 0:
                data[at:to] = b""
            case 1:
                data[at:at] = dice.choice(TOKENS)
            case 2:
                data[at:at] = data[at:to] * dice.randint(1, 50)
            case 3:
                data[at:to] = dice.randbytes(to - at)
            case 4:
                data[at:] = b""
            case 5:
                other = dice.choice(others)
                data[at:at] = other[dice.randint(0, len(other)) :][:300]
            case _:
                data[at:at] = dice.choice(TOKENS) * dice.randint(1, 200)
    return bytes(data[:200_000])


def hostile() -> Iterator[tuple[str, bytes]]:
    """Inputs as large as is allowed, made to cost time or memory."""
    size = MAX_BYTES - 1_000

    def filled(head: bytes, piece: bytes, tail: bytes = b"") -> bytes:
        return head + piece * ((size - len(head) - len(tail)) // len(piece)) + tail

    for name in ("beeftext", "zendesk", "freshdesk"):
        for piece in (b"[", b"{", b'{"a":', b"[[],", b"[{},", b"{},", b"1,", b'"a",', b"9"):
            yield name, filled(b"[", piece)
            yield name, filled(b"[", piece, b"1]")
    for name, head, first, last, tail in (
        ("beeftext", b'{"combos":[', b'{"snippet":"', b'"},', b"{}]}"),
        (
            *("zendesk", b'{"macros":['),
            *(b'{"actions":[{"field":"comment_value_html","value":"', b'"}]},', b"{}]}"),
        ),
        ("freshdesk", b"[", b'{"title":"a","content_html":"', b'"},', b"{}]"),
    ):
        for piece in PIECES:
            for length in (len(piece), 1_000, 90_000, size - 200):
                yield name, filled(head, first + piece * (length // len(piece)) + last, tail)
    for name in ("csv", "textexpander", "freshdesk"):
        for piece in (b"\n", b",", b'"', b"a\n", b"a,b\n", b'"",', b";", b"a" * 100_000 + b",b\n"):
            yield name, filled(b"title,content\n", piece)
        for cell in (
            b"%",
            b"%filltext:",
            b"{{",
            b"{a}",
            b"%Y ",
            b"<p>",
            b"{{a b c}} ",
            b"%date:a%",
        ):
            row = b"t," + cell * (90_000 // len(cell)) + b"\n"
            yield name, filled(b"title,content\n", row)
            yield name, filled(b"title,content\n", b"t," + cell + b"\n")
    for piece in (b"- a\n", b"[", b"a: [", b"&a [*a, *a]\n", b"x" * 900 + b"\n", b"{{a}}", b"$|$"):
        yield "espanso", b"matches:\n" + piece * (990_000 // len(piece))
        head = b"matches:\n  - trigger: a\n    replace: '"
        yield "espanso", head + piece.replace(b"\n", b" ") * (95_000 // len(piece)) + b"'\n"
    echo = b"  - {name: v%d, type: echo, params: {echo: '%s'}}\n"
    bomb = b"".join(echo % (n, b"{{v%d}}" % (n + 1) * 9) for n in range(500))
    yield "espanso", b"global_vars:\n" + bomb + b"matches: [{trigger: a, replace: '{{v0}} b'}]\n"
    for piece in (b"<", b"<ctrl>+", b"<date ", b"<cursor>", b"a<enter>"):
        yield "autokey", piece * (99_000 // len(piece))
        yield "autokey", piece * (size // len(piece))


def feed(name: str, data: bytes, folder: Path) -> str:
    """One input through its importer, the writer and the reader; what came of it."""
    gathering = Gathering()
    try:
        if name in ("espanso", "autokey"):
            file = folder / ("a.yml" if name == "espanso" else "a.txt")
            file.write_bytes(data)
            found, _ = import_paths([file], name)
        else:
            read_data(data, name, "a", gathering)
            found = gathering.found()
        if not found.phrases:
            return "empty"
        made = PhraseFile("made", "Made", found.phrases, found.placeholders)
        text = phrase_file_text(made)
    except Trouble:
        return "refused"
    out = folder / "out.yaml"
    out.write_text(text, encoding="utf-8", newline="\n")
    reading = read(out)
    assert not reading.problems, reading.problems[0]
    assert reading.phrase_file is not None
    assert reading.phrase_file.phrases == found.phrases
    assert reading.phrase_file.placeholders == found.placeholders
    return "taken"


def main(words: list[str]) -> int:
    """Run as many as asked for; the exit code."""
    count = int(words[0]) if words else 1_000
    seed = int(words[1]) if len(words) > 1 else 1
    dice = random.Random(seed)
    names = tuple(SEEDS)
    every = tuple(each for many in SEEDS.values() for each in many)
    folder = Path(tempfile.mkdtemp(prefix="poise-fuzz-"))
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    # What the format was wrongly said to be must not matter either.
    inputs: Iterator[tuple[str, bytes]] = (
        (
            name if dice.random() < 0.9 else dice.choice(names),
            damaged(dice, dice.choice(SEEDS[name]), every),
        )
        for name in (dice.choice(names) for _ in range(count))
    )
    try:
        for make in (hostile, lambda: inputs):
            slowest = max(slowest, _run(make, folder, outcomes))
    finally:
        shutil.rmtree(folder)
    peak_mb = _peak_mb()
    print(f"{outcomes.total():,} inputs (seed {seed}): {dict(outcomes)}")
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]}), peak {peak_mb:.0f} MB")
    return 0 if slowest[0] < LIMIT_S and peak_mb < LIMIT_MB else 1


def _peak_mb() -> float:
    """The most memory this process had; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(
    make: Callable[[], Iterator[tuple[str, bytes]]], folder: Path, outcomes: Counter[str]
) -> tuple[float, str]:
    slowest = (0.0, "")
    for name, data in make():
        start = time.process_time()
        try:
            outcomes[feed(name, data, folder)] += 1
        except BaseException:
            kept = Path(tempfile.gettempdir()) / f"poise-fuzz-{os.getpid()}.bin"
            kept.write_bytes(data)
            print(f"{name} broke; its input is in {kept}", file=sys.stderr)
            raise
        slowest = max(slowest, (time.process_time() - start, f"{name} {data[:60]!r}…"))
    return slowest


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
