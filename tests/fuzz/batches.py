"""Great numbers of inputs in batches, each in a process of its own.

What makes the inputs remembers them (hypothesis does), and an input may hang or take its process
with it: neither reaches further than a batch. `python -m tests.fuzz.X COUNT [SEED] [--no-hostile]`
runs them all; `python -m tests.fuzz.X --again FILE…` repeats inputs that were kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.limits import Outcome, Trial, repository

Take = Callable[[str, bytes], None]
"""Examines an input of a kind."""
Feed = Callable[[int, str, Take], None]
"""Makes so many inputs from a seed and hands them over."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way of making inputs."""

    feed: Feed
    percent: int
    """Of all that are asked for; 0 where it has its own number of them."""
    batch: int = 2_000


@dataclass(frozen=True, slots=True)
class Fuzzer:
    """One module with what it is about."""

    module: str
    what: str
    suffix: str
    """Of the files in which inputs are kept."""
    work: Callable[[Path, random.Random], Callable[[str, bytes], str]]
    """From a folder to write in and a chance to what is done to an input of a kind."""
    sources: dict[str, Source]


def main(fuzzer: Fuzzer, words: list[str]) -> int:
    """Run as many as asked for; the exit code, 1 where an input broke a promise."""
    if words[:1] == ["--batch"]:
        return _batch(fuzzer, words[1], int(words[2]), words[3], Path(words[4]))
    if words[:1] == ["--again"]:
        return _again(fuzzer, [Path(word) for word in words[1:]])
    is_whole = "--no-hostile" not in words
    numbers = [int(word) for word in words if not word.startswith("--")]
    count = numbers[0] if numbers else 1_000
    number = numbers[1] if numbers[1:] else 1
    folder = Path(tempfile.mkdtemp(prefix=f"poise-fuzz-{fuzzer.module.rpartition('.')[2]}-"))
    (folder / "kept").mkdir()
    whole, begun = Outcome(), time.monotonic()
    batches = list(_batches(fuzzer, count, number, is_whole))
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for outcome in workers.map(lambda each: _run(fuzzer, each, folder), batches):
            whole.add(outcome)
            done = f"{whole.total:,} {fuzzer.what}, {time.monotonic() - begun:.0f} s"
            print(f"{done}, {len(whole.broken)} broken", file=sys.stderr, flush=True)
    _report(fuzzer, whole, number)
    if not whole.broken:
        shutil.rmtree(folder)
    return 1 if whole.broken else 0


def _batches(
    fuzzer: Fuzzer, count: int, number: int, is_whole: bool
) -> Iterator[tuple[str, int, str]]:
    """The source, the size and the seed of each."""
    for name, source in fuzzer.sources.items():
        total = count * source.percent // 100
        sizes = [min(source.batch, total - start) for start in range(0, total, source.batch)]
        for place, size in enumerate(sizes if source.percent else [0] * is_whole):
            yield name, size, f"{number}.{name}.{place}"


def hypothesised(kind: str, inputs: st.SearchStrategy[bytes]) -> Feed:
    """What hypothesis makes of a strategy."""

    def feed(count: int, batch_seed: str, take: Take) -> None:
        @seed(batch_seed)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs)
        def look(data: bytes) -> None:
            take(kind, data)

        look()

    return feed


def _run(fuzzer: Fuzzer, batch: tuple[str, int, str], folder: Path) -> Outcome:
    """One batch in its own process; what is at work when that dies is kept."""
    name, count, batch_seed = batch
    at_work = folder / batch_seed
    at_work.mkdir()
    words = [fuzzer.module, "--batch", name, str(count), batch_seed, str(folder)]
    done = subprocess.run([sys.executable, "-m", *words], cwd=repository(), check=False)
    if done.returncode == 0:
        outcome = Outcome(**json.loads((at_work / "outcome.json").read_text()))
    else:
        outcome = Outcome({"broken": 1})
        what = f"The process ended with {done.returncode}; the rest of its batch was not tried.\n"
        for file in at_work.glob(f"*{fuzzer.suffix}"):
            kept = folder / "kept" / f"{file.stem}-{batch_seed}-end{file.suffix}"
            file.rename(kept)
            outcome.broken.append(f"{kept}\n{what}")
        outcome.broken = outcome.broken or [f"(no input was at work)\n{what}"]
    shutil.rmtree(at_work)
    return outcome


def _batch(fuzzer: Fuzzer, name: str, count: int, batch_seed: str, folder: Path) -> int:
    at_work = folder / batch_seed
    work = _repeatable(fuzzer, at_work / "room")
    trial = Trial(work, at_work / f"current{fuzzer.suffix}", folder / "kept", batch_seed)
    fuzzer.sources[name].feed(count, batch_seed, trial.examine)
    (at_work / "outcome.json").write_text(json.dumps(asdict(trial.outcome)))
    return 0


def _again(fuzzer: Fuzzer, files: list[Path]) -> int:
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            word = _repeatable(fuzzer, Path(folder) / "room")(
                file.name.partition("-")[0].removesuffix(fuzzer.suffix), file.read_bytes()
            )
        print(f"{file}: {word}")
    return 0


def _repeatable(fuzzer: Fuzzer, room: Path) -> Callable[[str, bytes], str]:
    """The work, with chances that depend on the input alone."""
    room.mkdir()
    chance = random.Random()
    work = fuzzer.work(room, chance)

    def repeatable(kind: str, data: bytes) -> str:
        chance.seed(hashlib.sha256(data).digest())  # seeding with all of it costs twice its size
        return work(kind, data)

    return repeatable


def _report(fuzzer: Fuzzer, whole: Outcome, number: int) -> None:
    words = ", ".join(f"{count:,} {word}" for word, count in sorted(whole.words.items()))
    print(f"{whole.total:,} {fuzzer.what} (seed {number}): {words}")
    print(f"slowest {whole.slowest_s:.2f} s ({whole.slowest})")
    print(
        f"most memory {whole.most_mb:.0f} MB with Poise's code, "
        f"{whole.peak_mb:.0f} MB with what made the inputs too"
    )
    for each in whole.broken:
        print(f"\nbroke a promise: {each}", file=sys.stderr)
