"""`poise new`: a file to begin with that is right, and never one over another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.commands.new import run
from desktop.errors import Trouble
from desktop.guide.check import check_paths
from desktop.guide.reader import read
from desktop.guide.schema import FILE_NAME, schema_text
from desktop.guide.starter import phrases_text, playbook_text
from desktop.paths import Paths, paths_for, shipped_playbooks
from tests.systems import needs_links


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path / "home")


def test_a_playbook_and_phrases_in_ones_own_folder(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["playbook", "late-parcel"], paths) == 0
    told = capsys.readouterr()
    file = paths.own_playbooks / "late-parcel.yaml"
    assert told.out == f"{file}\n"
    assert f"poise check {file}" in told.err
    assert run(["phrases", "parcel-words", "--title", "Words: “parcels”"], paths) == 0
    assert check_paths([paths.own_playbooks], shipped_playbooks()) == []
    playbook = read(file).playbook
    assert playbook is not None
    assert (playbook.id, playbook.title) == ("late-parcel", "Late parcel")
    assert playbook.review_by is not None
    words = read(paths.own_playbooks / "parcel-words.yaml").phrase_file
    assert words is not None
    assert words.title == "Words: “parcels”"


def test_the_schema_lies_beside_it_and_is_kept_up_to_date(paths: Paths, tmp_path: Path) -> None:
    run(["playbook", "one", "-o", str(tmp_path / "one.yaml")], paths)
    schema = tmp_path / FILE_NAME
    assert schema.read_text(encoding="utf-8") == schema_text()
    first = (tmp_path / "one.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={FILE_NAME}"
    schema.write_text(schema_text().replace("late-parcel", "older"), encoding="utf-8")
    run(["playbook", "two", "-o", str(tmp_path / "two.yaml")], paths)
    assert schema.read_text(encoding="utf-8") == schema_text()
    schema.write_text("mine", encoding="utf-8")
    run(["playbook", "three", "-o", str(tmp_path / "three.yml")], paths)
    assert schema.read_text(encoding="utf-8") == "mine"
    assert not paths.own_playbooks.exists()


def test_a_file_is_never_written_over(paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    with pytest.raises(Trouble, match="is there already, and stays as it is"):
        run(["playbook", "other", "-o", str(file)], paths)
    assert file.read_text() == "mine"


@needs_links
def test_a_link_that_leads_nowhere_is_never_written_over(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Trouble, match="is there already"):
        run(["phrases", "other", "-o", str(tmp_path / "link.yaml")], paths)
    assert not (tmp_path / "nowhere").exists()


def test_an_id_that_another_file_of_the_folder_has(paths: Paths, tmp_path: Path) -> None:
    run(["playbook", "late", "-o", str(tmp_path / "first.yaml")], paths)
    with pytest.raises(Trouble, match=r"first\.yaml has the id `late` already"):
        run(["playbook", "late", "-o", str(tmp_path / "second.yaml")], paths)
    assert run(["phrases", "late", "-o", str(tmp_path / "second.yaml")], paths) == 0
    assert check_paths([tmp_path], shipped_playbooks()) == []


@pytest.mark.parametrize("name", ["Late", "late parcel", "", "../late", "a" * 65, "ü", "a\n"])
def test_what_is_no_id(paths: Paths, name: str) -> None:
    with pytest.raises(Trouble, match="cannot be an id"):
        run(["playbook", name], paths)
    assert not paths.own_playbooks.exists()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("late.txt", "would not be found"),
        ("none/late.yaml", "There is no folder"),
        ("nul\0.yaml", "cannot be written"),
    ],
)
def test_a_place_that_does_not_serve(
    paths: Paths, tmp_path: Path, output: str, message: str
) -> None:
    with pytest.raises(Trouble, match=message):
        run(["playbook", "late", "-o", str(tmp_path / output)], paths)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_title(paths: Paths) -> None:
    with pytest.raises(Trouble, match="The title is empty"):
        run(["playbook", "late", "--title", " \u200b\x07"], paths)


def test_it_says_when_it_takes_the_place_of_a_shipped_one(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["playbook", "leap"], paths)
    assert "It takes the place of `leap`, which came with Poise." in capsys.readouterr().err
    run(["playbook", "leapfrog"], paths)
    assert "takes the place" not in capsys.readouterr().err


def test_a_shipped_one_is_copied_to_be_changed(paths: Paths) -> None:
    assert run(["playbook", "leap", "--copy"], paths) == 0
    file = paths.own_playbooks / "leap.yaml"
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema={FILE_NAME}"
    shipped = (shipped_playbooks() / "leap.yaml").read_text(encoding="utf-8")
    assert rest == shipped
    assert check_paths([file], shipped_playbooks()) == []


@pytest.mark.parametrize("words", [["playbook", "leapfrog"], ["phrases", "leap"]])
def test_what_did_not_come_with_poise_is_not_copied(paths: Paths, words: list[str]) -> None:
    with pytest.raises(Trouble, match=f"No {words[0]} `{words[1]}` came with Poise"):
        run([*words, "--copy"], paths)
    assert not paths.own_playbooks.exists()


def test_a_copy_keeps_its_title(paths: Paths) -> None:
    with pytest.raises(SystemExit) as left:
        run(["playbook", "leap", "--copy", "--title", "Mine"], paths)
    assert left.value.code == 2


@settings(deadline=None)
@given(st.from_regex("[a-z0-9-]{1,64}", fullmatch=True), st.text(min_size=1, max_size=30))
def test_any_id_and_title_give_a_right_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, title: str
) -> None:
    title = " ".join("".join(sign for sign in title if sign.isprintable()).split()) or "T"
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(playbook_text(name, title, date(2028, 2, 29)), encoding="utf-8")
    reading = read(file)
    assert reading.problems == ()
    assert reading.playbook is not None
    assert (reading.playbook.id, reading.playbook.title) == (name, title)
    file.write_text(phrases_text(name, title, date(2028, 2, 29)), encoding="utf-8")
    assert read(file).phrase_file is not None
