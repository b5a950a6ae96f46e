"""`poise preview`: a picture of every step, and a page that shows them; no display, no record."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cockpit.previewing import step_views
from desktop.commands.preview import run
from desktop.errors import Trouble
from desktop.guide.library import Library
from desktop.guide.reader import read_playbook
from desktop.guide.vocabulary import Channel
from desktop.paths import Paths, paths_for, shipped_playbooks
from tests.systems import needs_file_limits

ROOT = Path(__file__).parents[3]
LATE = """\
poise: 1
id: late
title: Late <parcel>
summary: When it has not come.
placeholders:
  day: {label: Day, example: Monday}
  why: {label: Reason}
steps:
  - id: open
    title: Open
    goal: Let them tell it.
    timer: {length: 2 min, label: Let them speak}
    phrases:
      - {id: one, title: One, text: "{customer}, it comes on {day}, because of {why}."}
      - {id: two, title: Two, text: Only by phone, when: medium is spoken}
    branches: [{id: on, label: Told & done, to: close}]
  - {id: close, title: Close, goal: Say goodbye., outcomes: [solved], supervisor: [A & B]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "books" / "late.yaml"
    made.parent.mkdir()
    made.write_text(LATE, encoding="utf-8")
    return made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path / "home")


def preview(where: Path, *words: str, largest_file: int = 0) -> subprocess.CompletedProcess[bytes]:
    """The program itself, with no display in sight; no file may grow beyond `largest_file`."""

    def limit() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"PYTHONPATH": str(ROOT), "POISE_HOME": str(where / "home")}
    return subprocess.run(
        [sys.executable, "-m", "desktop", "preview", *words],
        capture_output=True,
        cwd=where,
        env=environment,
        timeout=50,
        check=False,
        preexec_fn=limit if largest_file else None,
    )


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def size_of(picture: Path) -> tuple[int, int]:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_a_picture_of_every_step_without_a_display(tmp_path: Path, file: Path) -> None:
    done = preview(tmp_path, str(file), "--theme", "both")
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout.decode().strip() == str(Path("late-preview") / "index.html")
    folder = tmp_path / "late-preview"
    steps = ("01-open", "02-close")
    pictures = [f"{step}-{scheme}.png" for step in steps for scheme in ("dark", "light")]
    assert names(folder) == [*pictures, "index.html"]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall('src="([^"]+)"', page) == [
        f"{step}-{scheme}.png" for step in steps for scheme in ("light", "dark")
    ]
    assert "Late &lt;parcel&gt;" in page
    assert 'Told &amp; done: <a href="#step-2">2. Close</a>' in page
    assert "Supervisor: A &amp; B</p>" in page
    assert not (tmp_path / "home").exists()  # the record least of all


def test_twice_the_pixels(tmp_path: Path, file: Path) -> None:
    for scale in ("1", "2"):
        done = preview(tmp_path, str(file), "--scale", scale, "--out", scale)
        assert done.returncode == 0, done.stderr
    small, large = (size_of(tmp_path / each / "01-open-light.png") for each in "12")
    assert small[0] == 380
    assert large == (2 * small[0], 2 * small[1])


def test_old_pictures_go_and_a_folder_with_other_things_stays(
    tmp_path: Path, file: Path, paths: Paths
) -> None:
    out = tmp_path / "out"
    assert preview(tmp_path, str(file), "--out", str(out)).returncode == 0
    file.write_text(LATE.replace("id: close", "id: end").replace("to: close", "to: end"))
    assert preview(tmp_path, str(file), "--out", str(out)).returncode == 0
    assert names(out) == ["01-open-light.png", "02-end-light.png", "index.html"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "01-mine-light.png").write_text("a picture of my own")
    with pytest.raises(Trouble, match="holds something else"):
        run([str(file), "--out", str(other)], paths)
    assert names(other) == ["01-mine-light.png"]
    with pytest.raises(Trouble, match="cannot be written"):
        run([str(file), "--out", str(file)], paths)


def test_a_broken_file_gives_what_check_says_and_no_pictures(
    tmp_path: Path, file: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    from desktop.commands.check import run as check

    file.write_text(LATE.replace("goal: Let", "gaol: Let").replace("{day}", "{dai}"))
    assert run([str(file), "--out", str(tmp_path / "out")], paths) == 1
    told = capsys.readouterr()
    assert check([str(file)], paths) == 1
    assert told.out == capsys.readouterr().out
    places = [line.removeprefix(f"{file}:") for line in told.out.splitlines()]
    assert [place.split(":")[0] for place in places] == ["11", "14"]
    assert told.err == "No pictures: a file with such mistakes shows nothing.\n"
    assert not (tmp_path / "out").exists()


def test_what_is_missing_elsewhere_leaves_a_gap(tmp_path: Path, file: Path) -> None:
    file.write_text(LATE.replace("    branches:", "      - use: words/none\n    branches:"))
    words = "poise: 1\nid: words\ntitle: W\nphrases: [{id: hi, title: Hi, text: Hi}]\n"
    (file.parent / "words.yaml").write_text(words)
    done = preview(tmp_path, str(file))
    assert done.returncode == 1
    finding, page = done.stdout.decode().splitlines()
    assert finding.startswith(f"{file}:16:14: The phrase file `words` has no phrase `none`.")
    assert (tmp_path / page).is_file()


@needs_file_limits
def test_a_full_disk_is_told_with_its_reason_and_leaves_no_half_picture(
    tmp_path: Path, file: Path
) -> None:
    done = preview(tmp_path, str(file), largest_file=4000)
    assert done.returncode == 1
    picture = Path("late-preview") / "01-open-light.png"
    assert done.stderr.decode() == (
        f"poise: {picture} cannot be written (File too large). "
        "Free some space, or choose another folder.\n"
    )
    assert names(tmp_path / "late-preview") == ["index.html"]
    assert preview(tmp_path, str(file)).returncode == 0  # the folder is still known as its own


def test_the_page_is_in_the_playbooks_language(tmp_path: Path, file: Path) -> None:
    file.write_text(LATE.replace("title: Late", "language: de\ntitle: Late", 1), encoding="utf-8")
    assert preview(tmp_path, str(file)).returncode == 0
    page = (tmp_path / "late-preview" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page


def test_a_phrase_file_has_no_steps(tmp_path: Path, paths: Paths) -> None:
    words = shipped_playbooks() / "phrases-limits.yaml"
    with pytest.raises(Trouble, match="is a phrase file"):
        run([str(words)], paths)


def test_the_words_are_the_examples(file: Path) -> None:
    playbook, _ = read_playbook(file)
    assert playbook is not None
    first, last = step_views(playbook, Channel.CHAT)
    assert first.step is not None
    assert last.step is not None
    [phrase] = first.step.phrases
    assert phrase.text == "Ms Rivera, it comes on Monday, because of ‹Reason›."
    assert phrase.missing == ("Reason",)
    assert (phrase.slot, phrase.chord, phrase.chord_state) == (1, "Ctrl+Shift+1", "active")
    assert (first.step.can_go_back, first.step.can_go_next) == (False, True)
    assert (last.step.can_go_back, last.step.can_go_next) == (True, False)
    spoken = step_views(playbook, Channel.PHONE)[0].step
    assert spoken is not None
    assert [each.slot for each in spoken.phrases] == [1, 2]


def test_private_lines_have_no_keys() -> None:
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    reset = library.playbook("reset")
    assert reset is not None
    for view in step_views(reset, Channel.CHAT):
        assert view.contact is None
        assert view.step is not None
        assert view.step.is_private
        assert not any(each.chord for each in view.step.phrases)
