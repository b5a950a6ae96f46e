"""`poise graph`: the picture of one playbook, on the screen or in a file."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.commands.graph import run
from desktop.errors import Trouble
from desktop.paths import Paths, paths_for, shipped_playbooks

LEAP = str(shipped_playbooks() / "leap.yaml")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path / "home")


def test_mermaid_on_the_screen(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([LEAP], paths) == 0
    out = capsys.readouterr().out
    assert out.startswith('flowchart TD\n    start(["LEAP"]) --> s1\n')
    assert '[["Into Boundaries"]]' in out  # a title, not an id


@pytest.mark.parametrize("words", [["-o", "leap.svg"], ["-o", "leap.txt", "--format", "svg"]])
def test_svg_in_a_file(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([LEAP, *words], paths) == 0
    root = ElementTree.fromstring((tmp_path / words[1]).read_text(encoding="utf-8"))
    assert root.findtext("{*}title") == "LEAP"


def test_titles_come_from_the_files_beside_it_too(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = "poise: 1\nid: {}\ntitle: {}\nsummary: S\nsteps: [{{id: a, title: A, goal: G{}}}]\n"
    lead = ", branches: [{id: b, label: B, playbook: other}]"
    (tmp_path / "one.yaml").write_text(book.format("one", "One", lead))
    (tmp_path / "two.yaml").write_text(book.format("other", "The other", ""))
    assert run([str(tmp_path / "one.yaml")], paths) == 0
    assert "Into The other" in capsys.readouterr().out


def test_a_file_with_mistakes(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("poise: 1\nid: x\n")
    assert run([str(file), "-o", str(tmp_path / "out.svg")], paths) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{file}:1:1: This playbook has no `title`." in told.err
    assert not (tmp_path / "out.svg").exists()
    assert run([str(tmp_path / "none.yaml")], paths) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("phrases", ["[{id: a, title: A, text: T}]", "[{id: A}]"])
def test_a_phrase_file_has_no_paths(paths: Paths, tmp_path: Path, phrases: str) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(f"poise: 1\nid: x\ntitle: X\nphrases: {phrases}\n")
    with pytest.raises(Trouble, match="is a phrase file"):
        run([str(file)], paths)


def test_a_place_that_cannot_be_written(paths: Paths, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        run([LEAP, "-o", str(tmp_path / "none" / "leap.svg")], paths)
