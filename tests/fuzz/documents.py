"""Playbooks, phrase files and other documents that nobody wrote, for hypothesis to choose from."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from desktop.guide.phrase_reader import PHRASE_KEYS, PLACEHOLDER_KEYS
from desktop.guide.reader import PHRASE_FILE_KEYS, PLAYBOOK_KEYS
from desktop.guide.step_reader import BRANCH_KEYS, STEP_KEYS, TIMER_KEYS, USE_KEYS
from desktop.guide.vocabulary import Channel, Ending, Manner, Tone, Trigger

Tree = object

_WORDS = (
    *("", " ", "a", "b", "one", "two", "return", "leap", "empathy/x", "a/one", "1", "2", "3", "4"),
    *("{customer}", "{a}", "{{", "}", "{|}", "{|}{|}", "2 min", "1:30", "2027-01-31", "yes", "no"),
    *("channel is chat", "rung >= 2", "medium is email and rung = 1", "choice", "date", "de"),
    *("Calm down.", "I'm sorry.", "Unfortunately no.", "x" * 300, "A long line of words " * 9),
    *("- “ ” — …", "a\nb", "\u0000", "\ud800", "\u2028", "\u202e", "é", "👩\u200d💻", "٣"),
    *(each.value for terms in (Channel, Ending, Manner, Tone, Trigger) for each in terms),
)
WORDS = st.sampled_from(_WORDS) | st.text(max_size=12)
IDS = st.sampled_from(("one", "two", "three", "a", "b", "return", "A", "x-1"))


def _mapping(
    required: dict[str, st.SearchStrategy], optional: tuple[str, ...]
) -> st.SearchStrategy:
    """The required keys, and some of the optional ones with anything below them."""
    rest = st.dictionaries(st.sampled_from(optional), _ANYTHING, max_size=2)
    return st.builds(lambda a, b: {**a, **b}, st.fixed_dictionaries(required), rest)


_ANYTHING: st.SearchStrategy[Tree] = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
_LINES = st.lists(WORDS, max_size=3)
_TEXTS = WORDS | _LINES
_TITLED = {"id": IDS, "title": WORDS}
_WHEN = st.sampled_from(("channel is chat", "medium is spoken", "rung >= 1 and manner is angry"))
_PHRASES = st.lists(
    _mapping({**_TITLED, "text": WORDS}, PHRASE_KEYS)
    | _mapping({**_TITLED, "text": WORDS, "wordings": _TEXTS, "email": _TEXTS}, PHRASE_KEYS)
    | _mapping({**_TITLED, "text": WORDS, "when": _WHEN}, (*PHRASE_KEYS, *USE_KEYS))
    | st.fixed_dictionaries({"use": st.builds("{}/{}".format, IDS, IDS)})
    | st.fixed_dictionaries({"include": IDS}),
    max_size=4,
)
_BRANCHES = st.lists(
    _mapping({"id": IDS, "label": WORDS, "to": IDS}, BRANCH_KEYS)
    | _mapping({"id": IDS, "label": WORDS, "playbook": IDS}, BRANCH_KEYS),
    max_size=3,
)
_STEP_PARTS = {
    "do": _LINES,
    "capture": st.lists(st.sampled_from(("customer", "a", "b")), max_size=2),
    "timer": _mapping({"length": st.sampled_from(("2 min", "x")), "label": WORDS}, TIMER_KEYS),
    "outcomes": st.lists(st.sampled_from(list(Ending)).map(str), max_size=2),
    "phrases": _PHRASES,
    "branches": _BRANCHES,
}
_STEPS = st.lists(
    st.builds(
        lambda head, parts, odd: {**head, **parts, **odd},
        st.fixed_dictionaries({**_TITLED, "goal": WORDS}),
        st.fixed_dictionaries({}, optional=_STEP_PARTS),
        st.dictionaries(st.sampled_from(STEP_KEYS), _ANYTHING, max_size=1),
    ),
    max_size=4,
)
_PLACEHOLDERS = st.dictionaries(
    st.sampled_from(("a", "b", "customer", "A b")) | WORDS,
    _mapping({"label": WORDS}, PLACEHOLDER_KEYS) | _ANYTHING,
    max_size=2,
)
_BEGIN = {"poise": st.sampled_from(("1", "1", "1", "2", "x")), **_TITLED}
TREES: st.SearchStrategy[Tree] = st.one_of(
    _mapping({**_BEGIN, "summary": WORDS, "steps": _STEPS}, PLAYBOOK_KEYS),
    _mapping(
        {**_BEGIN, "summary": WORDS, "placeholders": _PLACEHOLDERS, "steps": _STEPS}, PLAYBOOK_KEYS
    ),
    _mapping({**_BEGIN, "phrases": _PHRASES}, PHRASE_FILE_KEYS),
    _mapping({**_BEGIN, "placeholders": _PLACEHOLDERS, "phrases": _PHRASES}, PHRASE_FILE_KEYS),
    _ANYTHING,
)


def written(tree: Tree, is_flow: bool) -> bytes:
    """A tree as YAML, on one line or on many."""
    text = json.dumps(tree) if is_flow else "\n".join(_block(tree, 0)) + "\n"
    return text.encode("utf-8", "surrogatepass")


DOCUMENTS: st.SearchStrategy[bytes] = st.builds(written, TREES, st.booleans())


def _block(tree: Tree, depth: int) -> list[str]:
    space = "  " * depth
    lines: list[str] = []
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            lines += _entry(f"{space}{_scalar(key)}:", value, depth)
    elif isinstance(tree, list) and tree:
        for item in tree:
            lines += _entry(f"{space}-", item, depth)
    else:
        lines.append(f"{space}{_scalar(tree)}")
    return lines


def _entry(head: str, value: Tree, depth: int) -> list[str]:
    if isinstance(value, dict | list) and value:
        return [head, *_block(value, depth + 1)]
    return [f"{head} {_scalar(value)}"]


def _scalar(value: Tree) -> str:
    if isinstance(value, str) and value and value.isascii() and value.isalnum():
        return value
    return json.dumps(value, ensure_ascii=not isinstance(value, str) or len(value) % 2 == 0)
