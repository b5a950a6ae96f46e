"""`poise pack` from the first words to the last."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from desktop.commands.pack import run
from desktop.errors import Trouble
from desktop.packs.signing import can_sign
from desktop.paths import Paths, paths_for
from tests.unit.packs.packing import book, packed, with_entries

with_library = pytest.mark.skipif(not can_sign(), reason="needs the extra poise[sign]")


class Desk:
    """A person's machine, and a folder where packs and playbooks lie about."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.paths: Paths = paths_for(home / "home")
        self.folder = home
        self._capsys = capsys

    def pack(self, *words: str | Path) -> str:
        """What the command prints; it must be done."""
        assert run([str(word) for word in words], self.paths) == 0
        return self._capsys.readouterr().out

    def refused(self, *words: str | Path) -> str:
        """What the person reads when it cannot be done, with the places before it."""
        self._capsys.readouterr()
        with pytest.raises(Trouble) as caught:
            run([str(word) for word in words], self.paths)
        assert caught.value.remedy
        return f"{self._capsys.readouterr().err}{caught.value}"

    def file(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    def files(self) -> set[str]:
        """All files under the home."""
        root = self.folder / "home"
        return {each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


def test_from_a_folder_to_the_agents_and_back(desk: Desk) -> None:
    desk.file("src/a.yaml", book("a", "Old", hello="Hi."))
    build = ("build", desk.folder / "src", "--name", "team", "--owner", "Marta")
    at = ("--made-at", "2026-10-01T09:00Z", "-o", desk.folder)
    first = desk.pack(*build, *at, "--version", "1.0")
    assert first.startswith(f"{desk.folder / 'team-1.0.poisepack'}: 1 file, ")
    assert "not signed" in first
    desk.file("src/a.yaml", book("a", "New", hello="Hello."))
    desk.file("src/b.yaml", book("b"))
    desk.pack(*build, *at, "--version", "1.1")

    assert "No pack is installed" in desk.pack("list")
    assert "In order: 1 playbook, 0 phrase files." in desk.pack(
        "verify", desk.folder / "team-1.0.poisepack"
    )
    assert desk.files() == set()

    told = desk.pack("install", desk.folder / "team-1.0.poisepack", "--yes")
    assert "new      playbook a" in told
    assert "team 1.0 is installed." in told
    told = desk.pack("install", desk.folder / "team-1.1.poisepack", "--yes")
    assert "It follows 1.0." in told
    assert "changed phrases: hello" in told
    assert "poise pack undo team" in told
    assert "nothing to do" in desk.pack("install", desk.folder / "team-1.1.poisepack")
    assert "team 1.1, kept by Marta" in desk.pack("list")

    told = desk.pack("undo", "team", "--yes")
    assert "removed  playbook b" in told
    assert "team 1.0 counts again" in told
    assert "team 1.0, kept by Marta" in desk.pack("list")
    assert "removed  playbook a" in desk.pack("remove", "team", "--yes")
    assert desk.files() == {"config/packs/.lock"}


@pytest.mark.parametrize("words", ["n\n", "\n", "yess\n"])
def test_a_no_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, words)
    file = desk.file("a.poisepack", packed())
    assert run(["install", str(file)], desk.paths) == 1
    assert capsys.readouterr().out.endswith("Install team 1.0? [y/N] Nothing has changed.\n")
    assert desk.files() == set()


def test_a_yes_does_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "Yes\n")
    assert "is installed" in desk.pack("install", desk.file("a.poisepack", packed()))


def test_nobody_there_to_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.file("a.poisepack", packed())
    answer(monkeypatch, "")
    assert "--yes" in desk.refused("install", file)
    monkeypatch.setattr(sys, "stdin", None)
    assert "--yes" in desk.refused("install", file)
    assert desk.files() == set()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"poise: 1\n", "not a pack"),
        (with_entries(("../up.yaml", b"x")), "out of its folder"),
        (packed({"a.yaml": book("a", hello="'Hi {lost}.'")}), "a.yaml:10:44: The placeholder"),
        (packed({"a.yaml": b"", "b.yaml": b""}), "have 2 mistakes"),
    ],
)
def test_what_is_refused_leaves_nothing(desk: Desk, data: bytes, said: str) -> None:
    file = desk.file("a.poisepack", data)
    for words in (("install", file, "--yes"), ("verify", file)):
        assert said in desk.refused(*words)
    assert desk.files() == set()


def test_a_build_with_mistakes_makes_no_file(desk: Desk) -> None:
    desk.file("src/a.yaml", book("a").replace(b"goal", b"goel"))
    words = ("--name", "team", "--version", "1", "--owner", "M", "-o", desk.folder)
    assert "a.yaml:8:5" in desk.refused("build", desk.folder / "src", *words)
    assert list(desk.folder.glob("*.poisepack")) == []
    desk.file("src/a.yaml", book("a"))
    assert "no time" in desk.refused("build", desk.folder / "src", *words, "--made-at", "soon")


def test_an_own_playbook_counts_and_stays(desk: Desk) -> None:
    own = desk.paths.own_playbooks / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_bytes(book("a", "Mine"))
    told = desk.pack("install", desk.file("a.poisepack", packed()), "--yes")
    assert "Not seen: playbook a; your own counts before it." in told
    assert own.read_bytes() == book("a", "Mine")
    assert list(own.parent.iterdir()) == [own]


def test_an_own_playbook_goes_on_counting_when_the_pack_goes(desk: Desk) -> None:
    desk.paths.create()
    own = desk.paths.own_playbooks / "mine.yaml"
    own.write_bytes(book("leap", "Mine"))
    desk.pack("install", desk.file("t.poisepack", packed({"l.yaml": book("leap")})), "--yes")
    told = desk.pack("remove", "team", "--yes")
    assert "removed  playbook leap (your own goes on counting)" in told
    assert own.read_bytes() == book("leap", "Mine")


def test_a_shipped_playbook_is_replaced_visibly(desk: Desk) -> None:
    file = desk.file("a.poisepack", packed({"a.yaml": book("leap")}))
    assert "playbook leap (instead of the shipped one)" in desk.pack("install", file, "--yes")
    assert "(the shipped one counts again)" in desk.pack("remove", "team", "--yes")


def test_older_and_edited_versions_are_told(desk: Desk) -> None:
    new = desk.file("new.poisepack", packed(version="1.1"))
    desk.pack("install", new, "--yes")
    old = desk.file("old.poisepack", packed(version="1.0"))
    assert "Careful: this is older than 1.1" in desk.pack("install", old, "--yes")
    (desk.paths.config / "packs/team/0002-1.0/a.yaml").write_bytes(book("a", "Edited"))
    assert "Changed by hand in the installed version: a.yaml" in desk.pack("list")
    assert "is installed" in desk.pack("install", old, "--yes")
    assert "by hand" not in desk.pack("list")


def test_a_damaged_pack_is_named_and_the_others_are_listed(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        desk.pack("install", desk.file("a.poisepack", packed(name=name)), "--yes")
    (desk.paths.config / "packs/one/current.json").write_text("{}")
    assert run(["list"], desk.paths) == 1
    told = capsys.readouterr()
    assert "two 1.0" in told.out
    assert "`one` is damaged" in told.err
    desk.pack("install", desk.file("a.poisepack", packed(name="one")), "--yes")
    assert "one 1.0" in desk.pack("list")


@pytest.mark.parametrize("words", [("undo", "team"), ("remove", "team"), ("undo", "../up")])
def test_packs_that_are_not_there(desk: Desk, words: tuple[str, ...]) -> None:
    assert "There is no pack called" in desk.refused(*words)


def test_undo_of_the_first_version(desk: Desk) -> None:
    desk.pack("install", desk.file("a.poisepack", packed()), "--yes")
    assert "No earlier version" in desk.refused("undo", "team")


@with_library
def test_a_pinned_key(desk: Desk) -> None:
    team, other = desk.folder / "team.key", desk.folder / "other.key"
    told = desk.pack("key", team)
    fingerprint = told.split("Fingerprint: ")[1].strip()
    desk.pack("key", other)
    assert "there already" in desk.refused("key", team)
    desk.file("src/a.yaml", book("a"))
    build = ("build", desk.folder / "src", "--name", "team", "--owner", "M", "-o", desk.folder)
    desk.pack(*build, "--version", "1.0")
    desk.pack(*build, "--version", "1.1", "--sign", team)
    desk.pack(*build, "--version", "1.2", "--sign", other)
    file = {n: desk.folder / f"team-1.{n}.poisepack" for n in (0, 1, 2)}

    desk.pack("install", file[0], "--yes")
    assert "nobody but its owner" in desk.refused("trust", team)
    assert fingerprint in desk.pack("trust", f"{team}.pub", "--yes")
    assert fingerprint in desk.pack("trust")
    for words in (("install", file[0], "--yes"), ("verify", file[0])):
        assert "is not signed, and you take only" in desk.refused(*words)
    assert "signed with another key" in desk.refused("install", file[2], "--yes")
    assert "signed with the key you trust" in desk.pack("install", file[1], "--yes")
    assert "is not signed" in desk.refused("undo", "team", "--yes")
    assert "signed with the key" in desk.pack("verify", file[2], "--key", f"{other}.pub")

    (desk.paths.config / "packs/team-key.pub").write_text("damaged")
    assert "cannot be read" in desk.refused("install", file[1], "--yes")
    assert "No key is pinned" in desk.pack("trust", "--none", "--yes")
    assert "Careful: the installed version is signed with" in desk.pack("install", file[2], "--yes")
    assert desk.pack("trust") == "No key is pinned.\n"


@with_library
def test_the_signature_may_come_later(desk: Desk) -> None:
    desk.pack("key", desk.folder / "team.key")
    files = {"a.yaml": book("a")}
    desk.pack("install", desk.file("a.poisepack", packed(files)), "--yes")
    from desktop.packs.trust import secret_key_in

    secret = secret_key_in(desk.folder / "team.key")
    signed = desk.file("b.poisepack", packed(files, secret=secret))
    assert "is installed" in desk.pack("install", signed, "--yes")
    assert "rightly signed" in desk.pack("list")
    assert "No earlier version" in desk.refused("undo", "team")


def test_signed_and_nothing_to_verify_it_with(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.packs.archive import SIGNATURE
    from tests.fuzz.packs import SIGNATURE_OF_NOBODY

    monkeypatch.setitem(sys.modules, "nacl.signing", None)
    file = desk.file("a.poisepack", with_entries((SIGNATURE, SIGNATURE_OF_NOBODY)))
    assert "signed, not verified here" in desk.pack("install", file, "--yes")
    assert "poise[sign]" in desk.refused("key", desk.folder / "team.key")
    assert not (desk.folder / "team.key").exists()


def test_words_that_do_not_go_together(desk: Desk) -> None:
    assert "opposite" in desk.refused("trust", desk.folder / "a.pub", "--none", "--yes")
    assert "cannot be read" in desk.refused("trust", desk.folder / "a.pub", "--yes")
    with pytest.raises(SystemExit) as caught:
        run([], desk.paths)
    assert caught.value.code == 2
