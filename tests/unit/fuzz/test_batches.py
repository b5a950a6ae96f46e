"""What the fuzzers do with an input that breaks a promise, and what they say at the end."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fuzz import limits, packs
from tests.fuzz.batches import main
from tests.fuzz.limits import Outcome, Trial, repository

DYING = """
import os, sys
from pathlib import Path
from tests.fuzz.limits import Trial

folder = Path(sys.argv[1])
work = lambda kind, data: os.abort() if data == b"bad" else "fine"
trial = Trial(work, folder / "current.txt", folder, "x")
for data in (b"a", b"bad"):
    trial.examine("odd", data)
"""


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process holds what all tests before left in it; a fuzzer's has nothing else."""
    monkeypatch.setattr(limits, "MAX_MB", 100_000)


def test_a_module_as_make_fuzz_runs_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(packs.FUZZER, ["60"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("60 packs (seed 1): ")
    assert "broken" not in told
    assert "most memory" in told


def test_an_input_that_raises_is_kept_and_the_others_are_tried(tmp_path: Path) -> None:
    outcome = trial(tmp_path, {b"bad": ValueError("as it should")}, [b"a", b"bad", b"c"])
    assert outcome.words == {"fine": 2, "broken": 1}
    (broken,) = outcome.broken
    assert "ValueError: as it should" in broken
    assert Path(broken.partition("\n")[0]).read_bytes() == b"bad"


def test_a_process_that_dies_leaves_the_input_it_died_of(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(tmp_path)],
        cwd=repository(),
        check=False,
        capture_output=True,
    )
    assert done.returncode != 0
    assert [file.read_bytes() for file in tmp_path.glob("*.txt")] == [b"bad"]


def test_the_figures_of_batches_are_added_up() -> None:
    whole = Outcome()
    whole.add(Outcome({"fine": 2}, 0.5, "slow", 3.0, 40.0, ["a"]))
    whole.add(Outcome({"fine": 1, "wrong": 1}, 0.1, "quick", 5.0, 30.0, ["b"]))
    assert whole == Outcome({"fine": 3, "wrong": 1}, 0.5, "slow", 5.0, 40.0, ["a", "b"])
    assert whole.total == 4


def trial(folder: Path, problems: dict[bytes, Exception], inputs: list[bytes]) -> Outcome:
    def work(_: str, data: bytes) -> str:
        if data in problems:
            raise problems[data]
        return "fine"

    made = Trial(work, folder / "current.txt", folder, "x")
    for data in inputs:
        made.examine("odd", data)
    return made.outcome


def test_what_is_slow_only_once_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_S", 0.05)
    tries: list[bytes] = []

    def work(_: str, data: bytes) -> str:
        tries.append(data)
        begun = time.process_time()
        while data == b"always" or len(tries) == 1:
            if time.process_time() - begun > 0.1:
                break
        return "fine"

    made = Trial(work, tmp_path / "current.txt", tmp_path, "x")
    made.examine("odd", b"once")
    made.examine("odd", b"always")
    assert tries == [b"once"] * 2 + [b"always"] * 3
    assert made.outcome.words == {"fine": 1, "broken": 1}
    (broken,) = made.outcome.broken
    assert " s, " in broken


def test_memory_of_what_made_the_inputs_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {"VmRSS": 40.0, "VmHWM": 40.0}
    monkeypatch.setattr(limits, "_memory_mb", held.__getitem__)
    made = Trial(lambda *_: "fine", tmp_path / "current.txt", tmp_path, "x")
    monkeypatch.setattr(limits, "MAX_MB", 200)
    for before, peak in ((300.0, 310.0), (50.0, 215.0)):
        held.update(VmRSS=before, VmHWM=peak)
        made.examine("odd", b"")
    assert made.outcome.words == {"fine": 1, "broken": 1}
    assert "205 MB" in made.outcome.broken[0]
