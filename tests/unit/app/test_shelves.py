"""Shipped playbooks, the team's packs, the agent's own: which of them counts, while all change."""

from __future__ import annotations

from pathlib import Path

from desktop.app.shelves import Shelves
from desktop.cli import main
from desktop.guide.library import Library
from desktop.paths import paths_for, shipped_playbooks

BOOK = """\
poise: 1
id: leap
title: {title}
summary: Another one.
steps:
  - {{id: only, title: Only, goal: Listen., outcomes: [solved]}}
"""


def test_a_pack_lies_between_the_shipped_and_the_own(tmp_path: Path) -> None:
    paths = paths_for(tmp_path / "home")
    paths.create()
    shelves = Shelves(paths)
    library = Library(shelves.folders)
    library.load()

    def title() -> str:
        library.refresh()
        found = library.playbook("leap")
        assert found is not None
        return found.title

    assert title() == "LEAP"
    assert shelves.folders() == (shipped_playbooks(), paths.own_playbooks)
    team = tmp_path / "team"
    team.mkdir()
    for number in (1, 2):
        (team / "leap.yaml").write_text(BOOK.format(title=f"Team {number}"), encoding="utf-8")
        words = ["pack", "build", str(team), "--name", "team", "--version", f"{number}.0"]
        assert main([*words, "--owner", "Lead", "-o", str(tmp_path)]) == 0
        pack = str(tmp_path / f"team-{number}.0.poisepack")
        assert main(["--home", str(tmp_path / "home"), "pack", "install", pack, "--yes"]) == 0
        assert title() == f"Team {number}"
    (paths.own_playbooks / "leap.yaml").write_text(BOOK.format(title="Mine"), encoding="utf-8")
    assert title() == "Mine"
    (paths.own_playbooks / "leap.yaml").unlink()
    assert main(["--home", str(tmp_path / "home"), "pack", "undo", "team", "--yes"]) == 0
    assert title() == "Team 1"
    (paths.packs / "team" / "current.json").write_text("broken", encoding="utf-8")
    assert title() == "LEAP"
    assert [each.path.name for each in shelves.problems] == ["current.json"]
    assert set(shelves.watched()) >= {paths.packs, paths.packs / "team"}
