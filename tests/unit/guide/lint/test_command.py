"""`poise check` as its author and a build server run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.commands.check import run
from desktop.paths import Paths, paths_for
from tests.systems import mode_of, needs_links
from tests.unit.guide.lint.conftest import HEAD, saying

TIDY = saying("Hello there")
UNTIDY = saying("I’m here").replace("summary: S\n", "summary: S  \n")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = paths_for(tmp_path / "home")
    found.create()
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.yaml"


def test_nothing_to_say(paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(TIDY)
    assert run([str(file)], paths) == 0
    assert run(["--strict", "--fix", "--format", "github", str(file)], paths) == 0
    assert capsys.readouterr() == ("", "")


def test_advice_counts_only_where_it_is_strict(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(UNTIDY, encoding="utf-8")
    assert run([str(file)], paths) == 0
    assert run(["--strict", str(file)], paths) == 1
    out, err = capsys.readouterr()
    first, second, *again = out.splitlines()
    assert first.startswith(f"{file}:4:11: This line ends with spaces.")
    assert first.endswith("[trailing-space]")
    assert second.endswith("[untypable]")
    assert again == [first, second]
    assert err.splitlines()[0] == "2 pieces of advice found. 2 can be mended with --fix."


def test_mending(paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    assert run(["--fix", "--strict", str(file)], paths) == 0
    expected = UNTIDY.replace("S  \n", "S\n").replace("’", "'").replace("\n", "\r\n")
    assert file.read_bytes() == b"\xef\xbb\xbf" + expected.encode()
    assert mode_of(file, 0o640) == 0o640
    assert [each.name for each in file.parent.iterdir() if each.name != "home"] == ["a.yaml"]
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{file}: mended: 1 line without spaces at its end, 1 character made plain"
    ]
    assert err == ""
    before = file.stat()
    assert run(["--fix", str(file)], paths) == 0
    assert file.stat() == before, "a file with nothing to mend is not written"


@pytest.mark.parametrize(
    "text",
    [
        UNTIDY + "oops: 1\n",
        UNTIDY.replace("outcomes: [solved]", "branches: [{id: b, label: B, playbook: none}]"),
    ],
)
def test_a_file_with_mistakes_is_never_touched(paths: Paths, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    before = file.stat()
    assert run(["--fix", str(file)], paths) == 1
    after = file.stat()  # not as a whole: reading may change when it was read last
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert file.read_text(encoding="utf-8") == text


def test_a_read_only_file_is_left_alone(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(UNTIDY, encoding="utf-8")
    file.chmod(0o444)
    assert run(["--fix", str(file)], paths) == 1
    assert f"{file}: not mended: The file is read-only." in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == UNTIDY


@pytest.mark.skipif(sys.platform == "win32", reason="a folder there takes a file in any case")
def test_a_folder_that_takes_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    file = folder / "a.yaml"
    file.write_text(UNTIDY, encoding="utf-8")
    folder.chmod(0o555)
    # Root may do anything, unless it gives that up.
    as_others = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    command = [*as_others, sys.executable, "-m", "desktop", "check", "--fix", str(file)]
    try:
        done = subprocess.run(
            [*command, "--home", str(tmp_path / "home")],
            check=False,
            capture_output=True,
            text=True,
        )
    finally:
        folder.chmod(0o755)
    assert done.returncode == 1
    assert f"{file}: not mended: Permission denied." in done.stderr
    assert file.read_text(encoding="utf-8") == UNTIDY


@needs_links
def test_a_link_stays_a_link(paths: Paths, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "home" / "real.yaml"
    target.write_text(UNTIDY, encoding="utf-8")
    file.symlink_to(target)
    assert run(["--fix", "--strict", str(file)], paths) == 0
    assert file.is_symlink()
    assert "I'm here" in target.read_text(encoding="utf-8")


def test_json(paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(UNTIDY.replace("I’m here", "I’m here to relax"), encoding="utf-8")
    assert run(["--format", "json", "--fix", str(file)], paths) == 1
    document = json.loads(capsys.readouterr().out)
    assert [each["rule"] for each in document["findings"]] == ["forbidden-wording"]
    assert document["mended"][0]["path"] == str(file)
    assert document["failed"] is True


def test_github(paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(UNTIDY + "oops: 1\n", encoding="utf-8")
    place = file.as_posix().replace(":", "%3A")
    assert run(["--format", "github", str(file)], paths) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"::error file={place},line=12,col=1,title=Poise%3A format::A playbook")
    file.write_text(UNTIDY, encoding="utf-8")
    assert run(["--format", "github", "--fix", str(file)], paths) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"::notice file={place},title=Poise%3A mended::1 line without")


def test_a_team_has_its_own_wordings(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TIDY)
    own = paths.config / "wordings.yaml"
    own.write_text("wordings:\n  - {id: x, says: there, reason: it is far., instead: Say here.}\n")
    assert run([str(file)], paths) == 1
    assert "“there”: it is far. Say here. [forbidden-wording]" in capsys.readouterr().out
    own.write_text("wordings:\n  - {id: x}\n")
    assert run([str(file)], paths) == 1
    assert f"{own}:2:5: This wording has no `reason`." in capsys.readouterr().out


def test_the_rules_are_listed(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--rules"], paths) == 0
    assert "dead-end             warning  A step has no way on" in capsys.readouterr().out
    assert run(["--rules", "--format", "json"], paths) == 0
    assert len(json.loads(capsys.readouterr().out)["rules"]) > 20


@pytest.mark.parametrize("words", [[], ["--fix"], ["--format", "xml", "a"], ["--ru"], ["--fixed"]])
def test_wrong_words(paths: Paths, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        run(words, paths)
    assert leaving.value.code == 2
    assert "usage: poise check" in capsys.readouterr().err


def test_one_problem_and_one_piece_of_advice(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(saying("Relax!!", head=HEAD))
    assert run([str(file)], paths) == 1
    assert capsys.readouterr().err == "1 problem and 1 piece of advice found.\n"
