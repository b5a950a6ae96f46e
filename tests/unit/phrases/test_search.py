"""Finding by a few letters: what comes first, and how fast."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.phrases.search import Entry, Index, fold

OPEN = Entry("phrase", "open", "Open", "Hello, what happened?", ("greeting", "start"))
REFUND = Entry("phrase", "refund", "Offer a refund", "You get all of it back.", ("money",))
SORRY = Entry("phrase", "sorry", "Sorry about it", "We refund the charge.", ("apology",))
CREDIT = Entry("phrase", "credit", "Offer credit", "Instead of money.", ("refund",))
CAFE = Entry("phrase", "cafe", "Café à la carte", "Größe und Straße", ())
LEAP = Entry("playbook", "leap", "LEAP", "Listen, empathise, ask, produce.")
QUIT = Entry("command", "quit", "Quit Poise")
ALL = [OPEN, REFUND, SORRY, CREDIT, CAFE, LEAP, QUIT]


def ids(query: str, limit: int = 10) -> list[str]:
    return [entry.id for entry in Index(ALL).rank(query, limit)]


def test_an_empty_query_gives_the_entries_as_given() -> None:
    assert Index(ALL).rank("", 3) == ALL[:3]
    assert Index(ALL).rank(" ?! ", 100) == ALL


def test_title_before_tags_before_text() -> None:
    assert ids("refund") == ["refund", "credit", "sorry"]


def test_the_whole_beginning_of_a_title_comes_first() -> None:
    assert ids("off")[:2] == ["refund", "credit"]
    assert ids("offer c")[0] == "credit"
    assert ids("o")[0] == "open"


def test_a_word_start_comes_before_an_inside() -> None:
    entries = [Entry("phrase", "inside", "Reopen"), Entry("phrase", "start", "Do open")]
    assert [entry.id for entry in Index(entries).rank("open", 5)] == ["start", "inside"]


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
    same = [Entry("phrase", str(number), "Same title") for number in range(50)]
    assert Index(same).rank("same", 50) == same
    assert Index(same).rank("smae", 50) == same


def test_folding() -> None:
    assert fold("  It's ÉTÉ—20 %! ") == "its ete 20"
    assert fold("李 ﬁne") == "李 fine"


@settings(deadline=None)
@given(query=st.text(max_size=30), titles=st.lists(st.text(max_size=20), max_size=10))
def test_any_query_gives_some_of_the_entries_once(query: str, titles: list[str]) -> None:
    entries = [Entry("phrase", str(number), title) for number, title in enumerate(titles)]
    found = Index(entries).rank(query, 5)
    assert len(found) == len({entry.id for entry in found}) <= 5
    assert set(found) <= set(entries)


def test_rapidfuzz_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from desktop.phrases.search import Entry, Index;"
        "Index([Entry('phrase', 'a', 'Open')]).rank('op', 1); sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
