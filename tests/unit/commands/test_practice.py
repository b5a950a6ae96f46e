"""`poise practice` in a terminal: who there is, a talk, and that nothing is left of it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from desktop.commands.practice import run
from desktop.errors import Trouble
from desktop.paths import Paths, paths_for
from tests.unit.practice.scripts import SMALL, written


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path / "home")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_who_there_is(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--list"], paths) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 6
    assert "late-sofa" in out
    assert not paths.config.exists()


def test_a_broken_file_of_ones_own_is_told(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(paths.config / "practice", SMALL.replace("points: 3", "points: 9"))
    assert run(["--list"], paths) == 1
    told = capsys.readouterr()
    assert f"{path}:14:49: `points` is `9`." in told.err
    assert len(told.out.splitlines()) == 6


def test_a_talk_to_its_end_leaves_no_file(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "nine", "7", "9" * 5000, "¹", *["1"] * 12)
    assert run(["--text", "warm-fridge"], paths) == 0
    out = capsys.readouterr().out
    assert out.startswith("The fridge with the medicine (Stressed · Product failure · Phone)")
    assert "Type a number from 1 to 4" in out
    assert " of 100. " in out
    assert out.endswith("Nothing of this was written down.\n")
    assert not paths.config.parent.exists()


def test_the_record_stays_as_it_is(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.create()
    paths.database.write_bytes(b"what was there before")

    def files() -> dict[Path, tuple[bytes, int]]:
        found = [each for each in paths.config.parent.rglob("*") if each.is_file()]
        return {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in found}

    before = files()
    typed(monkeypatch, *["2"] * 12)
    assert run(["--text", "claim-refused"], paths) == 0
    assert " of 100. " in capsys.readouterr().out
    assert files() == before


@pytest.mark.parametrize("lines", [(), ("",), ("small", "")])
def test_leaving_in_the_middle(
    paths: Paths,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lines: tuple[str, ...],
) -> None:
    written(paths.config / "practice")
    typed(monkeypatch, *lines)
    assert run(["--text"], paths) == 0
    assert "of 100" not in capsys.readouterr().out


def test_nobody_of_that_name(paths: Paths) -> None:
    with pytest.raises(Trouble, match="There is no customer 'nobody'"):
        run(["--text", "nobody"], paths)


def test_who_is_left_out_for_a_mistake_is_told_with_its_place(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(paths.config / "practice", SMALL.replace("points: 3", "points: 9"))
    with pytest.raises(Trouble, match=re.escape(f"mistake: {path}:14:49: `points` is `9`.")):
        run(["--text", "small"], paths)
    typed(monkeypatch, "")
    assert run(["--text"], paths) == 0
    assert f"{path}:14:49: " in capsys.readouterr().err


def test_without_a_display_the_terminal_is_named(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.oslayer.select.has_display", lambda: False)
    with pytest.raises(Trouble, match="poise practice --text"):
        run([], paths)


def test_list_and_text_exclude_each_other(paths: Paths) -> None:
    with pytest.raises(SystemExit) as left:
        run(["--list", "--text"], paths)
    assert left.value.code == 2
