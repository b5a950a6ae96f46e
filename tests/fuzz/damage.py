"""Accidents and malice that befall a playbook on its way from one person to another."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Damage = Callable[[random.Random, bytes], bytes]

MOST_BYTES = 60_000
"""A damaged file is cut here; `hostile` inputs are as large as is allowed."""

TOKENS = (
    *(b"{", b"}", b"{{", b"}}", b"{|}", b"{customer}", b"{x}", b"{ }", b"[", b"]", b",", b": "),
    *(b"- ", b"? ", b"# ", b"#", b"|", b">-", b"|+\n", b">9\n", b"|1-\n", b"'", b'"', b"\\", b"%"),
    *(b"@", b"`", b"~", b"null", b"yes", b"no", b"0x1F", b"1e999", b".nan", b"2027-02-30", b"="),
    *(b"---\n", b"...\n", b"--- |\n", b"%YAML 1.1\n---\n", b"%YAML 9.9\n", b"%TAG ! tag:x,1:\n"),
    *(b"&a ", b"*a", b"&a [*a]", b"<<: *a\n", b"<<: {id: x}\n", b"!!python/object/apply:os.x "),
    *(b"!!binary ", b"!!set ", b"!x ", b"!<tag:yaml.org,2002:str> ", b"!!omap ", b"! ", b"!"),
    *(b'"\\ud800"', b'"\\x07"', b'"\\u2028"', b'"\\U0010FFFF"', b'"\\N\\L\\P\\_"', b'"\\\n"'),
    *(b"\0", b"\x07", b"\x1b[31m", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae"),
    *(b"\r", b"\r\n", b"\n\r", b"\t", b"\n\n\n", b" ", b"\xc2\xa0", b"\xe2\x80\x8b", b"\x0b\x0c"),
    *(b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xef\xbb\xbf"),
    *(b"\xef\xbf\xbe", b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", b"\xcc\x81" * 40),
    *(b"\xd9\xa3", b"\xef\xbc\x91", b"\xe4\xb8\xad\xe6\x96\x87", b"\xc3\x9f", b"\xc4\xb0"),
    *(b"# poise: ignore dead-end", b"# poise: ignore", b"  # poise: ignore forbidden-wording"),
)
KEYS = (
    *(b"poise", b"id", b"title", b"summary", b"language", b"owner", b"review_by", b"triggers"),
    *(b"manners", b"channels", b"private", b"placeholders", b"steps", b"phrases", b"goal", b"do"),
    *(b"avoid", b"checklist", b"ask", b"capture", b"timer", b"rung", b"supervisor", b"outcomes"),
    *(b"breathing", b"in", b"hold", b"out", b"rounds", b"audience"),
    *(b"branches", b"text", b"wordings", b"email", b"spoken", b"languages", b"when", b"tags"),
    *(b"tone", b"use", b"include", b"label", b"key", b"to", b"playbook", b"length", b"example"),
    *(b"type", b"default", b"choices", b"remember", b"record", b"<<", b"wordings", b"says"),
)
VALUES = (
    *(b"", b"1", b"2", b"0", b"-1", b"9" * 400, b"a", b"[]", b"{}", b"[[]]", b"[{}]", b"[a, a]"),
    *(b"{a: b}", b"[a, [b, [c]]]", b"''", b'""', b"' '", b"~", b"yes", b"NO", b"return", b"leap"),
    *(b"boundaries", b"channel is chat", b"rung >= 2 and rung < 9", b"channel is not", b"a and b"),
    *(b"2 min", b"99:99", b"1:30", b"9999 min 9999 s", b"2027-01-31", b"0000-00-00", b"9999-12-31"),
    *(b"phrases-empathy/x", b"empathy/", b"a/b/c", b"../../etc/passwd", b"/dev/zero", b"CON"),
    *(b"'{customer} {|} {|}'", b"'{callback_time'", b"en-US", b"de", b"x" * 3000, b"choice"),
    *(b"{label: A, type: choice, choices: [a, b], default: c}", b"{length: 1 s, label: x}"),
    *(b"{use: a/b}", b"[{use: empathy/x}, {include: openings}]", b"'" + b"{{" * 2000 + b"'"),
    *(b"[{id: a, label: A, to: return, key: n}]", b"|\n  a\n b", b">\n\n\n", b"&x y", b"*x"),
)
_KEY = re.compile(rb"^([ ]*(?:- )?)([a-z_]+):([^\n]*)$", re.MULTILINE)


def damaged(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of the files after one to five accidents."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        match chance.randrange(10):
            case 0 | 1:
                data = _other_bytes(chance, data, seeds)
            case 2 | 3 | 4:
                data = _other_lines(chance, data, seeds)
            case 5 | 6 | 7 | 8:
                data = _other_entry(chance, data)
            case _:
                data = _other_whole(chance, data)
    return data[:MOST_BYTES]


def _other_bytes(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    to = min(len(data), at + chance.choice((1, 1, 2, 5, 40, 400)))
    match chance.randrange(7):
        case 0:
            fresh = b""
        case 1:
            fresh = chance.randbytes(to - at)
        case 2:
            fresh = data[at:to] * chance.randint(2, 60)
        case 3:
            other = chance.choice(seeds)
            fresh = other[chance.randrange(len(other)) :][:300]
        case 4:
            fresh = chance.choice(TOKENS) * chance.choice((1, 2, 50, 500))
        case _:
            fresh, to = chance.choice(TOKENS), chance.choice((at, to))
    return data[:at] + fresh + data[to:]


def _other_lines(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at, many = chance.randrange(len(lines)), chance.choice((1, 1, 1, 2, 5, 20))
    some = lines[at : at + many]
    match chance.randrange(9):
        case 0:
            lines[at : at + many] = []
        case 1:
            lines[at:at] = some * chance.randint(1, 4)
        case 2:
            lines[at : at + many] = reversed(some)
        case 3:
            space = chance.choice((b" ", b"  ", b"    ", b"\t", b"\xc2\xa0", b"- "))
            lines[at : at + many] = [space + line for line in some]
        case 4:
            lines[at : at + many] = [line[chance.randint(1, 3) :] for line in some]
        case 5:
            lines[at : at + many] = [chance.choice((b"", b" ", b"  ")).join(some)]
        case 6:
            other = chance.choice(seeds).split(b"\n")
            start = chance.randrange(len(other))
            lines[at:at] = other[start : start + many]
        case 7:
            lines[at : at + many] = [line + chance.choice(TOKENS) for line in some]
        case _:
            lines[at : at + many] = [chance.choice(TOKENS) + line.lstrip() for line in some]
    return b"\n".join(lines)


def _other_entry(chance: random.Random, data: bytes) -> bytes:
    """A key or value of the format is another one: that gets past YAML, into the reader."""
    found = list(_KEY.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    before, key, value = match.groups()
    match chance.randrange(8):
        case 0:
            key = chance.choice(KEYS)
        case 1:
            key = _mistyped(chance, key)
        case 2:
            value = b" " + chance.choice(VALUES)
        case 3:
            value = b" " + chance.choice(found).group(3).strip()
        case 4:
            value += chance.choice(TOKENS)
        case 5:
            fresh = chance.choice(KEYS) + b": " + chance.choice(VALUES)
            space = b" " * len(before)
            value += b"\n" + space + fresh
        case 6:
            word = b"".join(chance.choice(TOKENS) for _ in range(chance.randint(1, 4)))
            value = b" '" + word.replace(b"'", b"''").replace(b"\n", b" ") + b"'"
        case _:
            value = b" " + _nested(chance)
    return data[: match.start()] + before + key + b":" + value + data[match.end() :]


def _mistyped(chance: random.Random, word: bytes) -> bytes:
    at = chance.randrange(len(word))
    letter = bytes([chance.choice(b"abcdefghijklmnopqrstuvwxyz_-.0 A")])
    return word[:at] + chance.choice((b"", letter, word[at : at + 1] * 2)) + word[at + 1 :]


def _nested(chance: random.Random) -> bytes:
    deep = chance.choice((3, 10, 18, 19, 20, 21, 40, 500))
    first, last = chance.choice(
        ((b"[", b"]"), (b"{a: ", b"}"), (b"[{a: [", b"]}]"), (b"[? ", b"]"))
    )
    is_closed = chance.random() < 0.8
    return first * deep + b"x" + (last * deep if is_closed else b"")


def _other_whole(chance: random.Random, data: bytes) -> bytes:
    """Another way of writing the whole file."""
    match chance.randrange(9):
        case 0:
            form = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "utf-8-sig"))
            return data.decode("utf-8", "replace").encode(form, "replace")
        case 1:
            return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\xe2\x80\xa8")))
        case 2:
            return data.replace(b"  ", chance.choice((b"\t", b" ", b"   ")))
        case 3:
            return data[: chance.randrange(len(data) + 1)]
        case 4:
            return data + chance.choice((b"\n---\n", b"\n")) + data
        case 5:
            return data.replace(*chance.choice(((b"- ", b"-"), (b": ", b":"), (b"'", b'"'))))
        case 6:
            return data.replace(chance.choice(KEYS), chance.choice(KEYS))
        case 7:
            letters = bytes(chance.choice(b" \t.;x,") for _ in range(chance.randint(1, 9)))
            return data.replace(b"\n", letters + b"\n")
        case _:
            old = bytes([chance.choice(data)]) if data else b"a"
            return data.replace(old, chance.choice(TOKENS), chance.choice((1, 5, 50)))
