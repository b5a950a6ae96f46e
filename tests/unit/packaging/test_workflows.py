"""What runs on a forge is what people type: workflows keep to the Makefile and the documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LONGEST_MINUTES = 60
KNOWN_ACTIONS = {"actions/checkout", "actions/setup-python", "actions/upload-artifact"}


def jobs() -> list[Any]:
    """Every job of every workflow."""
    return [
        pytest.param(job, id=f"{path.stem}-{name}")
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items()
    ]


def values(job: dict[str, Any], text: str) -> list[str]:
    """A text with `${{ matrix.NAME }}` in it, for each value of the matrix."""
    named = re.search(r"\$\{\{ matrix\.(\w+) \}\}", text)
    if named is None:
        return [text]
    return [text.replace(named[0], value) for value in job["strategy"]["matrix"][named[1]]]


def commands(job: dict[str, Any]) -> list[str]:
    """What its steps run."""
    return [each for step in job["steps"] if "run" in step for each in values(job, step["run"])]


def makefile_words(variable: str) -> list[str]:
    """What the Makefile sets a variable to."""
    found = re.search(rf"^{variable} := \$\(wildcard ([^)]*)\)", makefile(), re.MULTILINE)
    assert found is not None
    return found[1].split()


def makefile() -> str:
    return (ROOT / "Makefile").read_text("utf-8")


def test_there_are_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["packages", "tests"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read(path: Path) -> None:
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    assert "secrets" not in text
    assert "pull_request_target" not in text
    assert "cache" not in text, "what is not installed must be missed"
    assert "continue-on-error" not in text


@pytest.mark.parametrize("job", jobs())
def test_a_job_ends_and_asks_for_no_more_rights(job: dict[str, Any]) -> None:
    assert 0 < job["timeout-minutes"] <= LONGEST_MINUTES
    assert "permissions" not in job
    for runner in values(job, job["runs-on"]):
        assert not runner.endswith("-latest"), "a machine that changes by itself"


@pytest.mark.parametrize("job", jobs())
def test_actions_are_pinned_and_take_no_credentials_along(job: dict[str, Any]) -> None:
    for step in job["steps"]:
        if "uses" in step:
            action, _, commit = step["uses"].partition("@")
            assert action in KNOWN_ACTIONS
            assert re.fullmatch(r"[0-9a-f]{40}", commit)
            if action == "actions/checkout":
                assert step["with"]["persist-credentials"] is False


def test_an_action_has_one_version_everywhere() -> None:
    used = {
        line.split("uses: ")[1]
        for path in WORKFLOWS
        for line in path.read_text("utf-8").splitlines()
        if "uses: " in line
    }
    assert len(used) == len(KNOWN_ACTIONS)
    assert all(re.search(r" # v\d+\.\d+\.\d+$", each) for each in used)


@pytest.mark.parametrize("job", jobs())
def test_each_step_is_a_goal_of_make_or_stands_in_a_document(job: dict[str, Any]) -> None:
    goals = set(re.findall(r"^([a-z-]+):", makefile(), re.MULTILINE))
    windows = (ROOT / "tests" / "windows" / "README.md").read_text("utf-8")
    for command in commands(job):
        words = command.split()
        if words[0] == "make":
            variables = {word.partition("=")[0] for word in words[1:] if "=" in word}
            assert {word for word in words[1:] if "=" not in word} <= goals
            for variable in variables:
                assert f"({variable}=1" in makefile(), "`make` alone does not tell of it"
        elif words[0] == "python":
            assert " ".join(["py", *words[1:]]) in windows, "not what people are told to type"
        else:
            assert command.startswith("apt-get update"), "what README.md asks for, nothing else"
            installed = command.partition("--no-install-recommends ")[2]
            assert installed.split() == ["git", "make", "python3", "ca-certificates"]


@pytest.mark.parametrize("job", jobs())
def test_every_path_is_there(job: dict[str, Any]) -> None:
    for command in commands(job):
        for word in command.split():
            if re.fullmatch(r"[\w./-]+/[\w./-]+|[\w-]+\.(txt|spec)", word):
                is_made = word.startswith(("dist/", "build/"))
                assert is_made or (ROOT / word).exists(), f"there is no {word}"


def test_each_system_runs_the_quick_tests() -> None:
    systems = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))["jobs"]
    assert "make test-quick" in commands(systems["linux"])
    assert "make test-quick" in commands(systems["macos"])
    on_windows = " ".join(commands(systems["windows"])).split()
    assert set(makefile_words("QUICK_TESTS")) <= set(on_windows)


def test_linux_runs_all_that_make_test_runs() -> None:
    linux = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))["jobs"][
        "linux"
    ]
    assert {"make check", "make test-encrypted", "make test-desktop"} <= set(commands(linux))
