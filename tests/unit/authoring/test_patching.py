"""Changes to hand-written files: what was not changed stays byte for byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.authoring.geometry import Unsure
from desktop.authoring.patching import (
    delete_item,
    insert_item,
    move_item,
    node_at,
    set_key,
)
from desktop.authoring.written import Plain, plain
from desktop.guide.phrase_reader import PHRASE_KEYS
from desktop.guide.reader import reading_of
from desktop.guide.source import ListNode, MapNode, Source, source_of
from desktop.paths import shipped_playbooks

SHIPPED = sorted(shipped_playbooks().glob("phrases-*.yaml"))
PHRASES = ("phrases",)
HAND = """\
# My words.  Do not sort!
poise:   1
id: mine
title:   "Mine"      # the quotes are mine

phrases:
# the first
-  id: one
   title:    One     # aligned
   tags: [ a,b,  c ]
   text: >
     Hello {customer},
     this is   folded.


     Second.

   wordings:
       - 'it''s odd'   # why not
       # before the tab
       - "tab\\there"


# --- a section ---

-     # deeper
      id: two
      title: Two
      text: |-
          literal
            keeps

          lines   # no comment
      # between keys
      tone: warm
        # of two

# of three
- {id: three, title: Three, "text": 'it''s here'}
# the end
"""


def of(text: str) -> Source:
    source = source_of(Path("mine.yaml"), text.encode())
    assert source.root is not None, source.problems
    return source


def phrases(source: Source) -> list[dict[str, Plain]]:
    found = plain(node_at(source, PHRASES))
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


def diff(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = Counter(before.splitlines(True)), Counter(after.splitlines(True))
    return sorted((old - new).elements()), sorted((new - old).elements())


def lines_of_phrase(source: Source, index: int) -> str:
    node = node_at(source, PHRASES)
    assert isinstance(node, ListNode)
    items = [each.start for each in node.items] + [len(source.text)]
    return source.text[items[index] : items[index + 1]]


def changed(source: Source, index: int, key: str, what: Plain) -> Source:
    return set_key(source, ("phrases", index), key, what, PHRASE_KEYS)


def test_what_is_said_again_changes_nothing() -> None:
    source = of(HAND)
    for index, phrase in enumerate(phrases(source)):
        for key, what in phrase.items():
            assert changed(source, index, key, what).text == HAND


def test_a_title_keeps_the_comment_behind_it() -> None:
    after = changed(of(HAND), 0, "title", "First")
    assert diff(HAND, after.text) == (
        ["   title:    One     # aligned\n"],
        ["   title:    First     # aligned\n"],
    )


def test_quotes_stay() -> None:
    after = changed(of(HAND), 0, "wordings", ["that's odd", "tab\there"])
    assert diff(HAND, after.text) == (
        ["       - 'it''s odd'   # why not\n"],
        ["       - 'that''s odd'   # why not\n"],
    )
    after = changed(of(HAND), 0, "wordings", ["it's odd", 'a "quote"\tand a tab'])
    assert diff(HAND, after.text)[1] == ['       - "a \\"quote\\"\\tand a tab"\n']


def test_a_wording_more_and_one_less() -> None:
    after = changed(of(HAND), 0, "wordings", ["it's odd", "new", "tab\there"])
    assert diff(HAND, after.text) == ([], ["       - new\n"])
    after = changed(of(HAND), 0, "wordings", ["tab\there"])
    assert diff(HAND, after.text) == (["       - 'it''s odd'   # why not\n"], [])
    assert "# before the tab" in after.text


def test_one_wording_left_and_none() -> None:
    source = changed(of(HAND), 0, "wordings", [])
    assert "wordings" not in phrases(source)[0]
    assert "# --- a section ---" in source.text


def test_a_block_text_gets_other_lines_in_its_own_indentation() -> None:
    after = changed(of(HAND), 1, "text", "One\n\nTwo")
    assert "          One\n\n          Two\n      # between keys\n" in after.text
    gone, _ = diff(HAND, after.text)
    assert [line.strip() for line in gone] == ["keeps", "lines   # no comment", "literal"]


def test_a_block_text_becomes_short() -> None:
    after = changed(of(HAND), 0, "text", "Hi")
    assert "   text: Hi\n\n   wordings:" in after.text


def test_a_key_in_braces_changes_in_place() -> None:
    after = changed(of(HAND), 2, "text", "now: {customer}")
    assert diff(HAND, after.text)[1] == ['- {id: three, title: Three, "text": "now: {customer}"}\n']


def test_a_key_more_opens_the_braces() -> None:
    after = changed(of(HAND), 2, "tags", ["x", "z"])
    expected = "- id: three\n  title: Three\n  tags: [x, z]\n  text: it's here\n# the end\n"
    assert after.text.endswith(expected)


def test_a_comment_in_braces_is_never_lost() -> None:
    text = HAND.replace("title: Three,", "title: Three, # so\n  ")
    with pytest.raises(Unsure):
        changed(of(text), 2, "tags", ["x"])


def test_new_keys_stand_where_they_are_best_written() -> None:
    after = changed(of(HAND), 1, "tags", ["x"])
    assert "      title: Two\n      tags: [x]\n      text: |-\n" in after.text
    assert diff(HAND, after.text) == ([], ["      tags: [x]\n"])


def test_a_key_goes_with_its_lines_only() -> None:
    after = changed(of(HAND), 1, "tone", "")
    assert diff(HAND, after.text) == (["      tone: warm\n"], [])


def test_moving_takes_the_comments_above_along() -> None:
    after = move_item(of(HAND), PHRASES, 2, 0)
    assert after.text.index("# of three") < after.text.index("- {id: three")
    assert after.text.index("- {id: three") < after.text.index("# the first")
    assert after.text.endswith("        # of two\n# the end\n")
    assert diff(HAND, after.text) == ([], [])


def test_a_section_stays_when_a_phrase_goes() -> None:
    after = delete_item(of(HAND), PHRASES, 0)
    assert "# --- a section ---" in after.text
    assert "# the first" not in after.text
    assert [each["id"] for each in phrases(after)] == ["two", "three"]


def test_the_last_one_is_not_deleted() -> None:
    text = "poise: 1\nid: a\ntitle: A\nphrases:\n  - {id: b, title: B, text: C}\n"
    with pytest.raises(Unsure):
        delete_item(of(text), PHRASES, 0)


@pytest.mark.parametrize("list_text", ["phrases:\n", "phrases: []\n", "phrases: # none yet\n", ""])
def test_a_first_phrase(list_text: str) -> None:
    text = f"poise: 1\nid: a\ntitle: A\n{list_text}# end\n"
    after = insert_item(of(text), PHRASES, 0, {"id": "b", "title": "B", "text": "C"})
    assert "  - id: b\n    title: B\n    text: C\n" in after.text
    assert after.text.endswith("# end\n")
    assert ("# none yet" in text) is ("# none yet" in after.text)


def test_a_list_in_brackets_is_left_alone() -> None:
    text = "poise: 1\nid: a\ntitle: A\nphrases: [{id: b, title: B, text: C}]\n"
    with pytest.raises(Unsure):
        move_item(of(text.replace("}]", "}, {id: d, title: D, text: E}]")), PHRASES, 0, 1)
    after = changed(of(text), 0, "text", "D")
    assert after.text == text.replace("text: C", 'text: "D"')


def test_windows_line_ends_stay() -> None:
    text = HAND.replace("\n", "\r\n")
    source = of(text)
    source = changed(source, 0, "text", "One\n\nTwo lines")
    source = insert_item(source, PHRASES, 1, {"id": "new", "title": "New", "text": "a\nb"})
    source = delete_item(source, PHRASES, 2)
    assert "\n" not in source.text.replace("\r\n", "")


def test_no_break_at_the_end() -> None:
    text = (
        "poise: 1\nid: a\ntitle: A\nphrases:\n- id: b\n  title: B\n  text: C\n- id: d\n  title: D\n"
    )
    text += "  text: E\n  tone: warm"
    source = of(text)
    assert changed(source, 1, "tone", "").text == text.removesuffix("  tone: warm")
    moved = move_item(source, PHRASES, 0, 1)
    assert moved.text.endswith("  tone: warm\n- id: b\n  title: B\n  text: C")
    new = insert_item(source, PHRASES, 2, {"id": "f", "title": "F", "text": "G"})
    assert new.text == text + "\n- id: f\n  title: F\n  text: G"


ODD = st.text(
    st.sampled_from(list("ab Z{}[]:,#'\"\\|>-*&!%@?~\n\t.…’é😀0")), min_size=1, max_size=40
).filter(lambda text: text.strip() == text)


@given(ODD, st.integers(0, 2), st.sampled_from(["title", "text", "tone", "wordings", "spoken"]))
def test_any_text_anywhere(text: str, index: int, key: str) -> None:
    source = of(HAND)
    what: Plain = [text, "and another"] if key in ("wordings", "spoken") else text
    after = changed(source, index, key, what)
    expected = phrases(source)
    expected[index] = {**expected[index], key: what}
    assert phrases(after) == expected
    for other in {0, 1, 2} - {index}:
        assert lines_of_phrase(after, other).rstrip() == lines_of_phrase(source, other).rstrip()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_change_to_every_shipped_phrase(path: Path) -> None:
    source = source_of(path, path.read_bytes())
    node = node_at(source, PHRASES)
    assert isinstance(node, ListNode)
    before = phrases(source)
    for index, item in enumerate(node.items):
        assert isinstance(item, MapNode)
        wanted: list[tuple[str, Plain]] = [
            ("title", "Another: title"),
            ("text", "Short."),
            ("text", "A long sentence that goes on and on. " * 6 + "End."),
            ("text", "Two\n\nparagraphs"),
            ("tone", "firm"),
            ("tone", ""),
            ("tags", ["one", "two words"]),
            ("wordings", ["A", "B: c"]),
            ("wordings", []),
            ("email", ["Dear {customer},\n\nso it is."]),
            ("spoken", []),
        ]
        for key, what in wanted:
            after = changed(source, index, key, what)
            expected: list[dict[str, Plain]] = [dict(each) for each in before]
            expected[index] = {**expected[index], key: what}
            if not what:
                del expected[index][key]
            assert phrases(after) == expected
            assert reading_of(after).phrase_file is not None
            own = set(lines_of_phrase(source, index).splitlines(True))
            gone, _ = diff(source.text, after.text)
            assert set(gone) <= own


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_order_of_every_shipped_file(path: Path) -> None:
    source = source_of(path, path.read_bytes())
    before = phrases(source)
    for index in range(len(before)):
        to = (index * 7 + 3) % len(before)
        after = move_item(source, PHRASES, index, to)
        order = [*before]
        order.insert(to, order.pop(index))
        assert phrases(after) == order
        assert diff(source.text, after.text) == ([], [])
        less = delete_item(source, PHRASES, index)
        assert phrases(less) == before[:index] + before[index + 1 :]
        assert not diff(source.text, less.text)[1]
        more = insert_item(source, PHRASES, index, {"id": "new-one", "title": "N", "text": "T"})
        assert [each["id"] for each in phrases(more)][index] == "new-one"
        assert not diff(source.text, more.text)[0]
        assert delete_item(more, PHRASES, index).text == source.text
