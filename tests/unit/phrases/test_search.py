"""Finding by a few letters: what comes first, and how fast."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.phrases.search import Entry, Index, Moment, fold

OPEN = Entry("Open", "Hello, what happened?", ("greeting", "start"))
REFUND = Entry("Offer a refund", "You get all of it back.", ("money",))
SORRY = Entry("Sorry about it", "We refund the charge.", ("apology",))
CREDIT = Entry("Offer credit", "Instead of money.", ("refund",))
CAFE = Entry("Café à la carte", "Größe und Straße", ())
LEAP = Entry("LEAP", "Listen, empathise, ask, produce.")
QUIT = Entry("Quit Poise")
ALL = [OPEN, REFUND, SORRY, CREDIT, CAFE, LEAP, QUIT]
NAMES = ("open", "refund", "sorry", "credit", "cafe", "leap", "quit")


def ids(query: str, limit: int = 10) -> list[str]:
    return [NAMES[number] for number in Index(ALL).rank(query, limit)]


def test_an_empty_query_gives_the_entries_as_given() -> None:
    assert Index(ALL).rank("", 3) == [0, 1, 2]
    assert Index(ALL).rank(" ?! ", 100) == list(range(len(ALL)))


def test_title_before_tags_before_text() -> None:
    assert ids("refund") == ["refund", "credit", "sorry"]


def test_the_whole_beginning_of_a_title_comes_first() -> None:
    assert ids("off")[:2] == ["refund", "credit"]
    assert ids("offer c")[0] == "credit"
    assert ids("o")[0] == "open"


def test_a_word_start_comes_before_an_inside() -> None:
    entries = [Entry("Reopen"), Entry("Do open")]
    assert Index(entries).rank("open", 5) == [1, 0]


def test_all_words_count_wherever_they_are() -> None:
    assert ids("refund money")[:2] == ["refund", "credit"]
    assert ids("greeting open") == ["open"]


@pytest.mark.parametrize("query", ["cafe", "CAFÉ", "café a", "grosse", "GRÖSSE", "strasse"])
def test_accents_and_case_do_not_matter(query: str) -> None:
    assert ids(query)[0] == "cafe"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("refnud", "refund"),
        ("sory", "sorry"),
        ("lep", "leap"),
        ("qiut", "quit"),
        ("ofer", "refund"),
    ],
)
def test_typing_mistakes(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_a_mistyped_text_is_found_when_nothing_else_is() -> None:
    assert ids("what hapened") == ["open"]


def test_nonsense_finds_nothing() -> None:
    assert ids("zzzzqqqq") == []
    assert ids("x") == []


def test_the_limit() -> None:
    assert len(ids("o", 2)) == 2
    assert ids("o", 0) == []


def test_equal_entries_keep_their_order() -> None:
    same = Index([Entry("Same title")] * 50)
    assert same.rank("same", 50) == same.rank("smae", 50) == list(range(50))


def test_the_moment_decides_between_equals() -> None:
    same = Index([Entry("Same title")] * 5)
    moment = Moment(near=frozenset({4}), here=frozenset({3, 4}), hidden=frozenset({0}))
    for query in ("", "same", "smae", "same title"):
        assert same.rank(query, 9, moment) == [4, 3, 1, 2]
    assert same.rank("same", 2, moment) == [4, 3]


WORDS = st.lists(st.sampled_from(("order", "orders", "re", "refund", "late")), max_size=3)


@settings(deadline=None)
@given(
    query=st.sampled_from(("o", "or", "order", "ref", "re", "fund", "refund order", "late re")),
    rows=st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=12),
    near=st.frozensets(st.integers(0, 3)),
    hidden=st.frozensets(st.integers(0, 11)),
    limit=st.integers(1, 12),
)
def test_the_best_of_all_are_found(
    query: str,
    rows: list[tuple[list[str], list[str], list[str]]],
    near: frozenset[int],
    hidden: frozenset[int],
    limit: int,
) -> None:
    """What is left out because it cannot be among the best is not missed."""
    entries = [Entry(" ".join(a), " ".join(b), tuple(c)) for a, b, c in rows]
    near = frozenset(number for number in near if number < len(entries))
    moment = Moment(near, near, hidden)
    index = Index(entries)
    everything = index.rank(query, len(entries), moment)
    assert index.rank(query, limit, moment) == everything[:limit]
    assert not hidden & set(everything)


def test_folding() -> None:
    assert fold("  It's ÉTÉ—20 %! ") == "its ete 20"
    assert fold("李 ﬁne") == "李 fine"


@settings(deadline=None)
@given(query=st.text(max_size=30), titles=st.lists(st.text(max_size=20), max_size=10))
def test_any_query_gives_some_of_the_entries_once(query: str, titles: list[str]) -> None:
    found = Index(map(Entry, titles)).rank(query, 5)
    assert len(found) == len(set(found)) <= 5
    assert set(found) <= set(range(len(titles)))


def test_rapidfuzz_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from desktop.phrases.search import Entry, Index;"
        "Index([Entry('Open')]).rank('op', 1); sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
