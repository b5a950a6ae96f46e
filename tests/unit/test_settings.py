"""Settings: one table, a file that may be wrong, and never a start that fails for it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop.guide.model import Problem
from desktop.hotkeys.bindings import ACTIONS, DEFAULT_CHORDS, chord_objection
from desktop.settings import TABLE, Settings, default_text, describe
from desktop.settings_file import Reading, add_setting, load, read
from tests.systems import needs_links

REMOVES_NOTHING: dict[str, Any] = {
    **dict.fromkeys((name for name in TABLE if name.startswith("keep_")), 0),
    "backups_daily": 90,
    "backups_weekly": 52,
}
CAREFUL = Settings(remember_chats=False, **REMOVES_NOTHING)


def load_text(tmp_path: Path, content: str) -> tuple[Settings, tuple[Problem, ...]]:
    path = tmp_path / "settings.yaml"
    path.write_text(content, encoding="utf-8")
    return load(path, ACTIONS, chord_objection)


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yaml", ACTIONS, chord_objection) == (Settings(), ())


@pytest.mark.parametrize("content", ["", "# only comments\n", "theme:\n", "hotkeys:\n"])
def test_an_empty_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    assert load_text(tmp_path, content) == (Settings(), ())


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    settings, problems = load_text(
        tmp_path,
        "agent_name: no\ntheme: Dark\ntext_percent: 150 %\nstart_collapsed: yes\n"
        "stop_lines_playbook: ours\ninsert_method: copy\nmodifier_wait_ms: 300 ms\n"
        "show_notifications: off\ncompatibility_hotkeys: yes\n"
        "hotkeys:\n  insert-1: Ctrl+Shift+F1\n  palette: Off\n",
    )
    assert problems == ()
    assert settings == Settings(
        agent_name="no",
        theme="dark",
        text_percent=150,
        start_collapsed=True,
        stop_lines_playbook="ours",
        insert_method="copy",
        modifier_wait_ms=300,
        show_notifications=False,
        compatibility_hotkeys=True,
        hotkeys={"insert-1": "Ctrl+Shift+F1", "palette": "off"},
    )


def test_each_bad_value_keeps_its_default_and_is_told(tmp_path: Path) -> None:
    settings, problems = load_text(
        tmp_path,
        "agent_name: [Sam]\ntheme: drak\ntext_percent: 300\nstart_collapsed: maybe\n"
        "modifier_wait_ms: 1.5\nshow_notification: no\nhotkeys:\n  insert-10: Ctrl+Shift+F1\n"
        "  palete: off\n  next: Ctrl+C\n  back: Ctrl+\n  toggle-panel: []\n  insert-2: off\n",
    )
    assert settings == Settings(hotkeys={"insert-2": "off"})
    places = [(problem.line, problem.column) for problem in problems]
    assert places == [
        *[(1, 13), (2, 8), (3, 15), (4, 18), (5, 19), (6, 1)],
        *[(8, 3), (9, 3), (10, 9), (11, 9), (12, 17)],
    ]
    words = [f"{problem.what} {problem.remedy}" for problem in problems]
    assert "Use auto, light, dark; until then it is auto." in words[1]
    assert "Use 80 to 200; until then it is 100." in words[2]
    assert "Did you mean `show_notifications`?" in words[5]
    assert "Did you mean `palette`?" in words[7]
    assert "used for editing text" in words[8]


def test_shapes_of_numbers(tmp_path: Path) -> None:
    settings, problems = load_text(
        tmp_path,
        'mask:\n  policy: "PX-######"\n  short: "#"\n  remark: # ####\n  list: [a]\n'
        'never_mask:\n  order: "48-##############"\n  all: "################"\n',
    )
    assert settings == Settings(
        mask={"policy": "PX-######"}, never_mask={"order": "48-##############"}
    )
    assert [(problem.line, problem.column) for problem in problems] == [
        *[(3, 10), (4, 10), (5, 9), (8, 8)]
    ]
    words = [f"{problem.what} {problem.remedy}" for problem in problems]
    assert "too short" in words[0]
    assert "Put it in quotes" in words[1]
    assert "Put it in quotes" in words[2]
    assert "let card numbers through" in words[3]


@pytest.mark.parametrize("content", ["- a\n", "text\n", "a: [\n", "\tx", "theme: \x00"])
def test_a_file_of_another_shape(tmp_path: Path, content: str) -> None:
    settings, problems = load_text(tmp_path, content)
    assert settings == CAREFUL
    assert len(problems) == 1
    assert "Until then no setting counts, nothing old is removed" in problems[0].remedy


BEFORE = Settings(
    agent_name="Sam",
    keep_deleted_days=0,
    keep_contacts_days=90,
    remember_chats=True,
    calendar_file="a.ics",
    backups_daily=9,
    mask={"policy": "PX-######"},
    hotkeys={"next": "Ctrl+Alt+F7"},
)


def read_text(tmp_path: Path, content: str, before: Settings | None = None) -> Reading:
    path = tmp_path / "settings.yaml"
    path.write_text(content, encoding="utf-8")
    return read(path, ACTIONS, chord_objection, before)


@pytest.mark.parametrize("content", ['agent_name: "Jo\n', "- a\n", "theme: \x00"])
def test_an_unreadable_file_leaves_what_was_in_force_but_removes_nothing(
    tmp_path: Path, content: str
) -> None:
    reading = read_text(tmp_path, content, BEFORE)
    assert reading.settings == replace(BEFORE, **REMOVES_NOTHING)
    assert set(reading.doubtful) == set(TABLE)
    assert "the settings from before count" in reading.problems[0].remedy


def test_what_removes_is_careful_where_one_of_it_cannot_be_read(tmp_path: Path) -> None:
    for content in (
        "keep_contacts_days: 90\nkeep_deleted_days: 3O0\n",
        "keep_contacts_days: 90\nkeep_deleted_days: []\n",
        "keep_contacts_days: 90\nkeep_deleted_day: 0\n",
        "keep_contacts_days: 90\nbackups_daily: many\n",
        "keep_contacts_days: 90\n---\nkeep_deleted_days: 0\n",
        "keep_contacts_days: 90\nkeep_contacts_days: 900\n",
    ):
        for before in (None, BEFORE):
            reading = read_text(tmp_path, content, before)
            for name, value in REMOVES_NOTHING.items():
                assert getattr(reading.settings, name) == value, (content, name)
                assert reading.doubtful[name] in reading.problems
    told = read_text(tmp_path, "theme: drak\nkeep_deleted_days: 3O0\n")
    assert "until then nothing old is removed." in told.problems[1].remedy
    assert told.doubtful["keep_contacts_days"] == told.problems[1]
    assert read_text(tmp_path, "keep_deleted_days:\n").settings.keep_deleted_days == 30


def test_one_bad_value_is_what_it_was_before_or_does_no_harm(tmp_path: Path) -> None:
    content = "remember_chats: n0\nhide_from_sharing: [no]\nhotkeys: {next: Ctrl+C}\n"
    assert read_text(tmp_path, content).settings == Settings(remember_chats=False)
    in_force = read_text(tmp_path, content, BEFORE).settings
    assert in_force == Settings(remember_chats=True, hotkeys={"next": "Ctrl+Alt+F7"})
    misspelt = "calender_file: b.ics\nremember_chat: no\nhotkey: {next: off}\nmasks: {a: X-####}\n"
    assert read_text(tmp_path, misspelt).settings == Settings(remember_chats=False)
    reading = read_text(tmp_path, misspelt, BEFORE)
    assert reading.settings == Settings(
        calendar_file="a.ics", hotkeys=BEFORE.hotkeys, mask=BEFORE.mask
    )
    assert reading.doubtful["mask"].line == 4


def test_masks_stay_while_one_cannot_be_read(tmp_path: Path) -> None:
    for content in ('mask: {order: "A-####", policy: "#"}', 'mask: "PX-######"', "mask: [a]"):
        reading = read_text(tmp_path, content, BEFORE)
        assert reading.settings.mask["policy"] == "PX-######"
        assert "mask" in reading.doubtful
    assert read_text(tmp_path, 'mask: {order: "A-####"}', BEFORE).settings.mask == {
        "order": "A-####"
    }


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert len(load(tmp_path, ACTIONS, chord_objection)[1]) == 1


@needs_links
def test_a_dead_link_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    assert len(load(tmp_path / "link.yaml", ACTIONS, chord_objection)[1]) == 1


def test_the_default_text_changes_nothing_even_when_uncommented(tmp_path: Path) -> None:
    text = default_text(DEFAULT_CHORDS)
    assert load_text(tmp_path, text) == (Settings(), ())
    uncommented = "\n".join(
        line.removeprefix("# ") for line in text.splitlines()[2:] if not line.startswith("##")
    )
    settings, problems = load_text(tmp_path, uncommented)
    assert problems == ()
    assert settings == Settings(hotkeys=dict(DEFAULT_CHORDS))
    for setting in TABLE.values():
        assert setting.sentence in text


def test_describe_has_a_row_for_each_setting() -> None:
    rows = describe(Settings(theme="dark", hotkeys={"next": "off"}))
    assert [row.name for row in rows] == list(TABLE)
    by_name = {row.name: row for row in rows}
    assert (by_name["theme"].value, by_name["theme"].default) == ("dark", "auto")
    assert by_name["start_collapsed"].value == "no"
    assert by_name["hotkeys"].value == "next: off"
    assert by_name["agent_name"].default == '""'
    assert describe() == describe(Settings())


@hypothesis_settings(deadline=None)
@given(name=st.sampled_from([*TABLE, "x"]), value=st.text(max_size=20))
def test_no_value_raises(name: str, value: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz-settings.yaml"
    path.write_bytes(f"{name}: {value}".encode("utf-8", "surrogatepass"))
    settings, _ = load(path, ACTIONS, chord_objection)
    assert 80 <= settings.text_percent <= 200
    assert settings.theme in TABLE["theme"].choices


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "agent_name: 'Sam O''Neil'\n"),
        ("# mine", "# mine\nagent_name: 'Sam O''Neil'\n"),
        ("theme: dark\n", "theme: dark\nagent_name: 'Sam O''Neil'\n"),
        ("agent_name:\ntheme: dark\n", "agent_name: 'Sam O''Neil'\ntheme: dark\n"),
        ("agent_name: ''  # me\n", "agent_name: 'Sam O''Neil'  # me\n"),
        ('agent_name: ""\r\ntheme: dark\r\n', "agent_name: 'Sam O''Neil'\r\ntheme: dark\r\n"),
        ("{theme: dark}\n", "{agent_name: 'Sam O''Neil', theme: dark}\n"),
        ("{}\n", "{agent_name: 'Sam O''Neil'}\n"),
        ("theme: dark\n...\n", "agent_name: 'Sam O''Neil'\ntheme: dark\n...\n"),
        ("---\ntheme: dark\n...\n", "---\nagent_name: 'Sam O''Neil'\ntheme: dark\n...\n"),
        ("  theme: dark\n", "  agent_name: 'Sam O''Neil'\n  theme: dark\n"),
    ],
)
def test_a_setting_is_put_where_it_belongs(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(before.encode())
    add_setting(path, "agent_name", "Sam O'Neil\n")
    assert path.read_bytes().decode() == after
    settings, problems = load(path, ACTIONS, chord_objection)
    assert (settings.agent_name, problems) == ("Sam O'Neil", ())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [b"theme: d\xfcster\n", b"theme: [dark\n", b"- a list\n", b"agent_name: [a]\n"]
)
def test_a_file_that_nobody_can_read_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(content)
    with pytest.raises(OSError, match=r".") as caught:
        add_setting(path, "agent_name", "Sam")
    assert caught.value.strerror
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_settings_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    add_setting(path, "agent_name", "\udcfc\x00")
    assert load(path, ACTIONS, chord_objection)[0].agent_name == "ü"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists")
def test_a_new_settings_file_is_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    (tmp_path / ".settings.yaml.new").write_text("left over from a run that was killed")
    before = os.umask(0o022)
    try:
        add_setting(path, "agent_name", "Sam")
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        add_setting(path, "agent_name", "Ann")
        assert path.stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)
    assert list(tmp_path.iterdir()) == [path]
