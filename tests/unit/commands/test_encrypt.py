"""`poise encrypt`, and the other commands on an encrypted record."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.doctor import _encryption, _record
from desktop.cli import main
from desktop.commands import encrypt
from desktop.encryption.turning import start_anew
from desktop.errors import Trouble
from desktop.paths import Paths, paths_for
from desktop.remote.server import OnlyOne
from desktop.settings_file import load
from desktop.storage import driver
from desktop.storage.copies import copies_of
from desktop.storage.migrate import open_database
from tests.file_keychain import ROOT, Keychain
from tests.unit.encryption.records import WORDS, fill, readable_in

pytestmark = pytest.mark.plain

PHRASE = "correct horse battery"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    fill(made.database)
    return made


@pytest.fixture(autouse=True)
def keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keychain]:
    yield Keychain(tmp_path / "keychain.json", monkeypatch)
    driver.use(None)


class Poise:
    """The command line, each time as a process of its own would begin."""

    def __init__(self, paths: Paths, patch: pytest.MonkeyPatch) -> None:
        self._home = str(paths.data.parent)
        self._patch = patch

    def __call__(self, *words: str, typed: str = "") -> int:
        driver.use(None)
        self._patch.setattr("sys.stdin", io.StringIO(typed))
        return main([*words, "--home", self._home])


@pytest.fixture
def poise(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Poise:
    return Poise(paths, monkeypatch)


def setting(paths: Paths) -> bool:
    return load(paths.settings_file, (), lambda _chord: "")[0].encrypt_record


def recovery_key(told: str) -> str:
    (line,) = [line.strip() for line in told.splitlines() if line.count("-") == 13]
    return line


def test_on_and_off(poise: Poise, paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert poise("encrypt") == 0
    assert "not encrypted" in capsys.readouterr().out
    assert poise("encrypt", "on") == 0
    key = recovery_key(capsys.readouterr().out)
    assert readable_in(paths.data) == []
    assert setting(paths)
    assert poise("encrypt", "show-key") == 0
    assert capsys.readouterr().out == f"{key}\n"
    assert poise("encrypt") == 0
    assert "opens with the key in the keychain" in capsys.readouterr().out
    assert poise("encrypt", "on") == 0
    assert key not in capsys.readouterr().out
    assert poise("encrypt", "off") == 0
    assert recovery_key(capsys.readouterr().out) == key
    assert {word for _, word in readable_in(paths.data)} == set(WORDS)
    assert not setting(paths)
    assert poise("encrypt", "off") == 0
    assert poise("encrypt", "show-key") == 1
    assert "no key" in capsys.readouterr().err


def test_every_command_reads_and_writes_it(
    poise: Poise, paths: Paths, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert poise("encrypt", "on") == 0
    export = tmp_path / "contacts.json"
    assert poise("export", "contacts", "-o", str(export)) == 0
    assert WORDS[1] in export.read_text(encoding="utf-8")
    assert poise("import", "contacts", str(export)) == 0
    assert poise("log", "search", WORDS[0]) == 0
    assert poise("log", "add", "--note", WORDS[3], "--outcome", "solved") == 0
    assert poise("report", "--days", "360") == 0
    assert poise("backup") == 0
    assert poise("restore", "--list") == 0
    listed = capsys.readouterr().out
    assert "4 contacts" in listed
    assert "cannot be read" not in listed
    assert poise("restore", "newest") == 0
    assert poise("forget", WORDS[0], "--yes") == 0
    export.unlink()
    assert readable_in(paths.data) == []
    assert _record(paths).cannot is None
    assert "on, key in the keychain" in _encryption(paths).note
    assert poise("doctor", "--report", "-") == 0
    assert "    Record: good\n    Encrypted: yes\n" in capsys.readouterr().out


def test_off_is_refused_while_nobody_can_tell_what_the_settings_say(paths: Paths) -> None:
    paths.settings_file.write_text('encrypt_record: yes\nagent_name: "Jo\n')  # it would come back
    with pytest.raises(Trouble, match=r"cannot be written .* Write `encrypt_record: no`"):
        encrypt.run(["off"], paths)


def test_doctor_says_how_it_could_be_turned_on(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _encryption(paths).note == "off; `poise encrypt on` turns it on"
    monkeypatch.setattr(driver, "is_installed", lambda: False)
    assert _encryption(paths).note == 'off; Install it: pip install "poise[encryption]"'
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert "“encryption” in its file's name" in _encryption(paths).note


def test_not_while_poise_runs(
    poise: Poise, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    running = OnlyOne(paths.lock_file)
    assert running.take()
    for way in ("on", "off", "use-key"):
        assert poise("encrypt", way) == 1
        assert "poise ctl quit" in capsys.readouterr().err
    running.release()
    assert driver.is_plain(paths.database)


def test_a_pass_phrase_is_asked_for_when_the_record_is_opened(
    poise: Poise, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("encrypt", "on", "--pass-phrase", typed=f"{PHRASE}\n") == 0
    key = recovery_key(capsys.readouterr().out)
    assert poise("log", "search", "wobble", typed="wrong horse battery\n") == 1
    assert "does not open the record" in capsys.readouterr().err
    assert poise("log", "search", WORDS[0]) == 1
    assert "nothing was entered" in capsys.readouterr().err
    assert poise("log", "search", WORDS[0], typed=f"{PHRASE}\n") == 0
    assert poise("doctor") in (0, 1)
    told = capsys.readouterr().out
    assert "needs a pass phrase, so not looked at" in told
    assert "with a pass phrase" in told
    assert poise("doctor", "--report", "-") == 0
    told = capsys.readouterr().out
    assert "    Record: locked, so not looked at\n    Encrypted: yes\n" in told
    assert poise("encrypt", "use-key", typed=f"{key.lower()}\n") == 0
    assert poise("log", "search", WORDS[0]) == 0


def test_a_lost_key_is_told_and_taken_in_again(
    poise: Poise, paths: Paths, keychain: Keychain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("encrypt", "on") == 0
    key = recovery_key(capsys.readouterr().out)
    keychain.secrets = {}
    for words in (["backup"], ["export", "contacts"], ["encrypt", "show-key"], ["encrypt", "off"]):
        assert poise(*words) == 1
        assert "is not in the keychain of this system any more" in capsys.readouterr().err
    assert "poise encrypt use-key" in str(_record(paths).cannot)
    assert poise("encrypt", "use-key", typed="A" + key[1:] if key[0] != "A" else "B" + key[1:]) == 1
    assert "mistyped" in capsys.readouterr().err
    assert poise("encrypt", "use-key", typed=key) == 0
    assert poise("backup") == 0


def test_what_nobody_can_read_is_not_called_clean(
    poise: Poise, paths: Paths, keychain: Keychain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("encrypt", "on") == 0
    keychain.secrets = {}
    aside = start_anew(paths.database)
    assert aside is not None
    open_database(paths.database).close()
    assert poise("forget", WORDS[0], "--yes") == 1
    told = capsys.readouterr().out
    old = [aside.name, *(copy.path.name for copy in copies_of(paths.database))]
    assert [name for name in old if f"{name} cannot be changed now" in told] == old
    assert len(old) == 3


def test_off_needs_the_key_and_can_be_said_again(
    poise: Poise, paths: Paths, keychain: Keychain
) -> None:
    assert poise("encrypt", "on") == 0
    keychain.become("locked")
    assert poise("encrypt", "off") == 1
    assert not driver.is_plain(paths.database)
    keychain.become("")
    assert poise("encrypt", "off") == 0
    assert driver.is_plain(paths.database)


def test_nothing_of_it_is_imported_where_it_is_off(paths: Paths) -> None:
    look = (
        "import sys, json, importlib\n"
        "from desktop.cli import main\n"
        "from desktop.app import start\n"
        "for name in (*start._ROOMS_WITHOUT_QT, *start._ROOMS_WITH_QT):\n"
        "    importlib.import_module(name)\n"
        "assert main(['--home', sys.argv[1], 'log', 'search', 'quivernaut']) == 0\n"
        "assert main(['--home', sys.argv[1], 'backup']) == 0\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(paths.data.parent)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "desktop.storage.driver" in modules
    roots = {name.partition(".")[0] for name in modules}
    assert roots.isdisjoint({"sqlcipher3", "keyring", "cryptography", "ssl", "urllib3"})
    assert not [name for name in modules if name.startswith("desktop.encryption")]


def test_the_process_that_has_the_record_open_never_imports_keyring(
    poise: Poise, paths: Paths
) -> None:
    assert poise("encrypt", "on") == 0
    look = (
        "import sys, json\n"
        "from desktop.cli import main\n"
        "assert main(['--home', sys.argv[1], 'log', 'search', 'quivernaut']) == 0\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(paths.data.parent)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "sqlcipher3" in modules
    assert {"keyring", "ssl", "urllib.request", "http.client"}.isdisjoint(modules)
