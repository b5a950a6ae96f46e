"""A file that a person asked for: whole, never over Poise's own, never in others' way."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.asked_file import asked_file, write_asked
from desktop.cli import main
from desktop.commands.parsing import file_name
from desktop.errors import Trouble
from desktop.paths import Paths, paths_for
from desktop.storage.times import to_text
from tests.unit.insights.records import Written

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def poise(paths: Paths) -> Callable[..., int]:
    """Runs a command beside a record with one contact."""
    record = Written(paths.database)
    at = to_text(datetime.now(UTC))[:16].replace("T", " ")
    record.contact(at, at, "solved")
    record.connection.close()
    return lambda *words: main(["--home", str(paths.data.parent), *map(str, words)])


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    "words",
    [
        ("export", "contacts", "-o"),
        ("export", "phrases", "-o"),
        ("export", "reminders", "--format", "ics", "-o"),
        ("log", "show", "last", "--html"),
        ("log", "show", "last", "--pdf"),
        ("report", "--html"),
        ("schema", "-o"),
    ],
)
def test_poises_own_files_stay_as_they_are(
    poise: Callable[..., int],
    paths: Paths,
    tmp_path: Path,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    link = tmp_path / "link"
    link.symlink_to(paths.database)
    paths.settings_file.write_text("theme: dark\n")
    before = paths.database.read_bytes()
    own = (
        *(paths.database, link, paths.data / "poise.sqlite3-wal", paths.settings_file),
        *(paths.log_file, paths.data / "backups.new", paths.config / ".." / "data" / "any"),
    )
    for each in own:
        assert poise(*words, each) == 1
        told = capsys.readouterr().err
        assert "Poise keeps its own files" in told
        assert told.count("\n") == 1
    assert paths.database.read_bytes() == before
    assert paths.settings_file.read_text() == "theme: dark\n"
    assert link.is_symlink()
    assert not paths.log_file.exists()


def test_a_record_that_is_a_link_to_elsewhere_is_known_there_too(
    paths: Paths, tmp_path: Path
) -> None:
    away = tmp_path / "record"
    away.write_text("contacts")
    paths.database.symlink_to(away)
    for each in (away, paths.database):
        with pytest.raises(Trouble, match="own files"):
            write_asked(each, b"new", paths)
    assert away.read_text() == "contacts"


def test_tables_do_not_go_among_poises_own_files(
    poise: Callable[..., int], paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("report", "--csv", paths.data / "new") == 1
    assert "own files" in capsys.readouterr().err
    assert not (paths.data / "new").exists()


def test_playbooks_may_lie_among_ones_own(
    poise: Callable[..., int], paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    file = paths.own_playbooks / "late.yaml"
    assert poise("new", "playbook", "late", "-o", file) == 0
    assert poise("graph", file, "-o", paths.own_playbooks / "late.svg") == 0
    assert poise("schema", "-o", paths.own_playbooks / "playbook.schema.json") == 0
    capsys.readouterr()
    settings = paths.config / "settings.yaml"
    assert poise("new", "playbook", "other", "-o", settings) == 1
    assert poise("export", "contacts", "-o", file) == 1
    assert not settings.exists()
    assert "late" in file.read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_written_into(poise: Callable[..., int], tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for each in (pipe, link):
        heard: list[str] = []
        reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))  # noqa: B023
        # Waits with what it hears until the writer has left.
        reader.start()
        assert poise("export", "contacts", "-o", each) == 0
        reader.join(20)
        assert '"poise_export"' in heard[0]
        assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_what_was_opened_for_us_is_added_to(paths: Paths, tmp_path: Path) -> None:
    file, link = tmp_path / "all", tmp_path / "stdout"
    file.write_bytes(b"before, ")
    with file.open("ab") as out:
        link.symlink_to(f"/proc/self/fd/{out.fileno()}")
        write_asked(link, b"after", paths)
    assert file.read_bytes() == b"before, after"
    assert link.is_symlink()


def test_a_link_stays_and_what_it_leads_to_is_written(
    poise: Callable[..., int], tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    for name in ("old", "new"):
        target, link = tmp_path / "there" / name, tmp_path / name
        link.symlink_to(target)
        if name == "old":
            target.write_text("old")
        assert poise("export", "contacts", "-o", link) == 0
        assert link.is_symlink()
        assert '"poise_export"' in target.read_text(encoding="utf-8")


def test_a_file_beside_it_is_not_touched(poise: Callable[..., int], tmp_path: Path) -> None:
    stranger = tmp_path / ".out.new"
    stranger.write_text("mine")
    assert poise("export", "contacts", "-o", tmp_path / "out") == 0
    assert poise("log", "show", "last", "--html", tmp_path / "out") == 0
    assert stranger.read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == [".out.new", "home", "out"]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "contacts", "-o"),
        ("log", "show", "last", "--html"),
        ("log", "show", "last", "--pdf"),
        ("report", "--html"),
        ("graph", "x.yaml", "-o"),
        ("schema", "-o"),
        ("new", "playbook", "late", "-o"),
    ],
)
def test_what_names_no_file_is_told_in_a_line(
    poise: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert poise(*words, "") == 1
    assert capsys.readouterr().err.startswith("poise: The name of the file is empty.")
    assert poise(*words, "new/") == 1
    assert capsys.readouterr().err.startswith("poise: new/ is a folder.")
    if words[0] in ("graph", "new"):
        return  # they have other things to say first
    for place, told in (("home", "home is a folder."), ("none/x", "there is no folder")):
        assert poise(*words, place) == 1
        err = capsys.readouterr().err
        assert told in err
        assert err.count("\n") == 1
    assert poise(*words, "home/config/../../" + "x" * 300) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_tables_need_the_name_of_a_folder(
    poise: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert poise("report", "--csv", "") == 1
    assert "The name of the folder is empty." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


@posix_only
def test_what_is_new_is_for_the_owner_alone_and_what_is_there_keeps_its_mode(
    poise: Callable[..., int], tmp_path: Path
) -> None:
    tables = tmp_path / "tables"
    asked = {
        "a.json": ("export", "contacts", "-o"),
        "b.csv": ("export", "reminders", "--format", "csv", "-o"),
        "c.html": ("log", "show", "last", "--html"),
        "d.pdf": ("log", "show", "last", "--pdf"),
        "e.html": ("report", "--html"),
    }
    for name, words in asked.items():
        file = tmp_path / name
        assert poise(*words, file) == 0
        assert mode(file) == 0o600
        file.chmod(0o640)
        assert poise(*words, file) == 0
        assert mode(file) == 0o640
    assert poise("report", "--csv", tables) == 0
    assert {mode(each) for each in tables.iterdir()} == {0o600}
    assert poise("schema", "-o", tmp_path / "schema.json") == 0
    assert mode(tmp_path / "schema.json") == 0o644  # to be shared, and without any customer


def test_half_a_file_is_none(paths: Paths, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("old")

    def fail(path: Path, problem: BaseException) -> None:
        with asked_file(path, paths) as file:
            file.write("x" * 100_000)
            raise problem

    for path in (old, tmp_path / "new"):
        with pytest.raises(Trouble, match="No space left"):
            fail(path, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(KeyboardInterrupt):
            fail(path, KeyboardInterrupt())
    assert old.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["home", "old"]


def test_names_that_are_none() -> None:
    assert file_name("a b") == Path("a b")
    for text in ("", " ", "x/"):
        with pytest.raises(Trouble):
            file_name(text)
