"""One YAML file as nodes: what is written is what arrives, and what is refused says where."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.guide.source import MAX_PROBLEMS, ListNode, MapNode, Source, TextNode, read_source

PHRASE = '  - {{id: p-{0}, title: Open {0}, tags: [a, b], text: "Hello {{customer}}, {0}"}}\n'


def source_of(tmp_path: Path, content: str | bytes) -> Source:
    path = tmp_path / "file.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(path)


def only_problem(source: Source) -> tuple[int, int, str]:
    assert len(source.problems) == 1, source.problems
    problem = source.problems[0]
    assert problem.path == source.path
    return problem.line, problem.column, f"{problem.what} {problem.remedy}"


def texts(source: Source) -> dict[str, str]:
    assert isinstance(source.root, MapNode), source.problems
    return {
        key.value: value.value for key, value in source.root.entries if isinstance(value, TextNode)
    }


def test_scalars_arrive_as_written(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "a: no\nb: 12:30\nc: 010\nd: ~\ne: 2024-01-31\nf: 1_000\ng: .5\nh: Yes\ni: null\n"
        "j: 0x1F\nk: =\nl: 1e3\nno: off\n<<: merge\n",
    )
    assert texts(source) == {
        "a": "no",
        "b": "12:30",
        "c": "010",
        "d": "~",
        "e": "2024-01-31",
        "f": "1_000",
        "g": ".5",
        "h": "Yes",
        "i": "null",
        "j": "0x1F",
        "k": "=",
        "l": "1e3",
        "no": "off",
        "<<": "merge",
    }
    assert source.problems == ()


def test_nodes_know_their_place(tmp_path: Path) -> None:
    source = source_of(tmp_path, "steps:\n  - id: é\n    tags: [a, 😀, b]\n")
    assert isinstance(source.root, MapNode)
    steps = source.root.get("steps")
    assert isinstance(steps, ListNode)
    step = steps.items[0]
    assert isinstance(step, MapNode)
    assert (step.line, step.column) == (2, 5)
    tags = step.get("tags")
    assert isinstance(tags, ListNode)
    assert [(tag.line, tag.column) for tag in tags.items] == [(3, 12), (3, 15), (3, 18)]


def test_a_place_within_a_text_of_many_lines(tmp_path: Path) -> None:
    source = source_of(tmp_path, "text: |\n  one\n  two {name}\n")
    assert isinstance(source.root, MapNode)
    text = source.root.get("text")
    assert isinstance(text, TextNode)
    assert source.place_of(text, "{name}") == (3, 7)
    assert source.place_of(text, "not there") == (1, 7)


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_a_file_without_content_is_empty_and_no_problem(tmp_path: Path, content: str) -> None:
    source = source_of(tmp_path, content)
    assert source.root is None
    assert source.problems == ()


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    source = source_of(tmp_path, b"\xef\xbb\xbfa: |\r\n  one\r\n  two\r\nb: x\r\n")
    assert texts(source) == {"a": "one\ntwo\n", "b": "x"}


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("a: b: c\n", 1, 5, "quotes"),
        ("a: 'open\n", 1, 4, "never closed"),
        ("a: [1, 2\nb: 3\n", 2, 2, "quotes"),
        ("a:\n\tb: c\n", 2, 1, "tab"),
        ("a: @here\n", 1, 4, "quotes"),
        ("a: {customer} hello\n", 1, 15, "quotes"),
        ("a: * star\n", 1, 4, "quotes"),
        ("a: 1\na: 2\n", 2, 1, "twice"),
        ("a: &x 1\n", 1, 4, "anchor"),
        ("a: *x\n", 1, 4, "alias"),
        ("a: !!python/object:os.system {}\n", 1, 4, "tag"),
        ("a: !!int 3\n", 1, 4, "tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("? [a]\n: b\n", 1, 3, "key"),
        (b"a: b\nc: \xff\n", 2, 4, "UTF-8"),
        ("a: b".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: b\nc: d\x07e\n", 2, 5, "U+0007"),
        ("a: b\u2028c\n", 1, 5, "U+2028"),
        ("a: \x85b\n", 1, 4, "U+0085"),
        ("[" * 21 + "]" * 21, 1, 21, "20 levels"),
        ("a: " + "x" * 1_000_000, 1, 1, "1 MB"),
    ],
)
def test_refusals_say_where_and_what(
    tmp_path: Path, content: str | bytes, line: int, column: int, words: str
) -> None:
    where_line, where_column, message = only_problem(source_of(tmp_path, content))
    assert words in message
    assert (where_line, where_column) == (line, column), message


def test_soft_problems_do_not_hide_the_rest(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a: 1\na: 2\nb: &x 3\nc: !t 4\nd: *x\ne: fine\n")
    assert [problem.line for problem in source.problems] == [2, 3, 4, 5]
    assert texts(source)["e"] == "fine"


def test_deep_nesting_is_refused_without_exhausting_the_stack(tmp_path: Path) -> None:
    assert "levels" in only_problem(source_of(tmp_path, "[" * 900_000))[2]
    assert "levels" in only_problem(source_of(tmp_path, "- " * 400_000))[2]


def test_an_alias_bomb_does_not_expand(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    source = source_of(tmp_path, "\n".join(lines))
    assert len(source.problems) == MAX_PROBLEMS


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert "cannot be read" in only_problem(read_source(tmp_path / "none.yaml"))[2]
    assert "not an ordinary file" in only_problem(read_source(tmp_path))[2]
    assert "cannot be read" in only_problem(read_source(Path("nul\0byte")))[2]


if sys.platform != "win32":

    def test_a_pipe_does_not_block(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        problem = only_problem(read_source(tmp_path / "pipe.yaml"))
        assert "not an ordinary file" in problem[2]


def test_works_without_the_c_extension(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "a: no\nb: [x, 'y', |\n  z]\n"
    monkeypatch.delattr("yaml.CSafeLoader")
    good = source_of(tmp_path, "a: no\nb: [x, 'y']\n")
    assert texts(good) == {"a": "no"}
    assert len(source_of(tmp_path, content).problems) == 1
    assert len(source_of(tmp_path, '"\\ud800": x').problems) <= 1


_YAMLISH = st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@#\n \t\\x0~é\r"), max_size=60)


@settings(deadline=None, max_examples=300)
@given(content=st.one_of(st.binary(max_size=200), _YAMLISH.map(str.encode)))
def test_no_content_raises(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz-source.yaml"
    path.write_bytes(content)
    source = read_source(path)
    for problem in source.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in str(problem)
