"""`poise import` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands.importing import run
from desktop.errors import Trouble
from desktop.guide.check import check_paths
from desktop.paths import Paths, paths_for

ROWS = "title,text\nHi,Hello {order} {{now}}\nEmpty,\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Our Phrases.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path / "home")


def test_it_writes_into_the_own_playbooks_and_says_what_came(
    source: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(source)], paths) == 0
    made = paths.own_playbooks / "our-phrases.yaml"
    assert check_paths([made]) == []
    assert 'title: "From a spreadsheet: Our Phrases"' in made.read_text(encoding="utf-8")
    out = capsys.readouterr().out
    assert "+ hi: Hi\n" in out
    assert "? {order} asks for: Order\n" in out
    assert "- Our Phrases.csv:3: “Empty”: It has no text.\n" in out
    assert f"1 phrase of a spreadsheet written to {made}." in out
    assert "`- include: our-phrases`" in out
    assert [each.name for each in paths.own_playbooks.iterdir()] == [made.name]


def test_it_never_writes_over_a_file(source: Path, paths: Paths) -> None:
    assert run([str(source), "--id", "mine", "--title", "Mine: all"], paths) == 0
    made = paths.own_playbooks / "mine.yaml"
    made.write_text(made.read_text(encoding="utf-8") + "# my own words\n", encoding="utf-8")
    with pytest.raises(Trouble, match="mine.yaml is there already.*--replace"):
        run([str(source), "--id", "mine"], paths)
    assert "my own words" in made.read_text(encoding="utf-8")
    assert run([str(source), "--id", "mine", "--replace"], paths) == 0
    assert "my own words" not in made.read_text(encoding="utf-8")


def test_an_id_that_is_taken_by_another_file_is_refused(source: Path, paths: Paths) -> None:
    assert run([str(source), "--id", "mine"], paths) == 0
    (paths.own_playbooks / "mine.yaml").rename(paths.own_playbooks / "other.yaml")
    with pytest.raises(Trouble, match="other.yaml has the id `mine` already"):
        run([str(source), "--id", "mine"], paths)


def test_a_dry_run_writes_nothing(
    source: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(source), "--dry-run"], paths) == 0
    assert "1 phrase would be written to" in capsys.readouterr().out
    assert not paths.own_playbooks.exists()


def test_another_place(source: Path, paths: Paths, tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    assert run([str(source), "-o", str(out)], paths) == 0
    assert check_paths([out]) == []
    assert not paths.own_playbooks.exists()
    with pytest.raises(Trouble, match="cannot be written"):
        run([str(source), "-o", str(tmp_path / "gone" / "out.yaml")], paths)


def test_nothing_to_take_is_a_failure(
    source: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text("title,text\nEmpty,\n")
    assert run([str(source)], paths) == 1
    assert "Nothing of a spreadsheet could be carried over." in capsys.readouterr().err
    assert not paths.own_playbooks.exists()


def test_a_bad_id_is_refused(source: Path, paths: Paths) -> None:
    with pytest.raises(Trouble, match="`My Own` cannot be an id.*--id my-own"):
        run([str(source), "--id", "My Own"], paths)
