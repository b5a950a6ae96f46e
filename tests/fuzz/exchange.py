"""The importers of `desktop.exchange` under damaged and hostile files.

`python -m tests.fuzz.exchange COUNT [SEED]`. Each input must end in a harvest or in `Trouble`
within 5 s of computing and 200 MB; a harvest must survive being written as a phrase file and read
again.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.errors import Trouble
from desktop.exchange.gathering import Gathering
from desktop.exchange.phrase_file import phrase_file_text
from desktop.exchange.recognise import import_paths, read_data
from desktop.exchange.text_source import MAX_BYTES
from desktop.guide.model import PhraseFile
from desktop.guide.reader import read
from tests.fuzz.batches import Fuzzer, Source, Take, main

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
  - trigger: ":m"
    markdown: "# A **b** _c_ `d` [e](https://f.example/g_h 'i') {{pick}}"
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
    "autokey": (
        b"Hello <cursor>, <date format=%d.%m.> <script name=x args=> <ctrl>+v <enter>\n",
        b'<system command="a \\> b"> ok<capslock><Tab>\n',
    ),
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
    for piece in (b"*", b"**", b"_a", b"** a ", b"[", b"[a](", b"[a](b ", b"`", b"# ", b"**a_"):
        yield (
            "espanso",
            head.replace(b"replace", b"markdown") + piece * (95_000 // len(piece)) + b"'",
        )
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


def _work(folder: Path, _chance: random.Random) -> Callable[[str, bytes], str]:
    return lambda name, data: feed(name, data, folder)


def _hostile(_count: int, _seed: str, take: Take) -> None:
    for name, data in hostile():
        take(name, data)


def _damaged(count: int, seed: str, take: Take) -> None:
    dice, names = random.Random(seed), tuple(SEEDS)
    every = tuple(each for many in SEEDS.values() for each in many)
    for _ in range(count):
        name = dice.choice(names)
        data = damaged(dice, dice.choice(SEEDS[name]), every)
        # What the format was wrongly said to be must not matter either.
        take(name if dice.random() < 0.9 else dice.choice(names), data)


FUZZER = Fuzzer(
    "tests.fuzz.exchange",
    "files",
    ".bin",
    _work,
    {"hostile": Source(_hostile, 0), "damaged": Source(_damaged, 100, 5_000)},
)

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, sys.argv[1:]))
