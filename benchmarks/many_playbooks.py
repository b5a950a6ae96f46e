"""A team with very many playbooks. `python -m benchmarks.many_playbooks [--write]`.

500 playbooks with 10,000 phrases, made of the words of the shipped ones, beside the shipped ones
alone: process start → panel visible (from the second start on, by turns), and what a key costs in
the palette, from its event to the rows painted.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.bench import wait_shown
from desktop.guide.library import Library
from desktop.paths import shipped_playbooks
from tests.rig.poise import Poise
from tests.rig.xserver import Desk

HERE = Path(__file__).resolve().parent
PLAYBOOKS, PHRASES = 500, 20
STARTS = 9


def words_of_shipped() -> tuple[list[str], list[str]]:
    """Titles and texts to make others of."""
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    books = [*library.playbooks(), *(each.as_playbook() for each in library.phrase_files())]
    phrases = [phrase for book in books for step in book.steps for phrase in step.phrases]
    texts = [word for each in phrases for word in each.text.split() if "{" not in word]
    return [word for each in phrases for word in each.title.split()], texts


def write_playbooks(folder: Path) -> None:
    """500 playbooks of four steps with five phrases each; the same ones each time."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(7)
    titles, texts = words_of_shipped()

    def some(words: list[str], least: int, most: int) -> str:
        return " ".join(dice.choices(words, k=dice.randint(least, most))).replace('"', "")

    for number in range(PLAYBOOKS):
        lines = ["poise: 1", f"id: team-{number}", f'title: "{some(titles, 2, 4)} {number}"']
        lines += [f'summary: "{some(texts, 6, 12)}"', "steps:"]
        for step in range(4):
            lines += [f"  - id: step-{step}", f'    title: "{some(titles, 1, 2)}"']
            lines += [f'    goal: "{some(texts, 6, 12)}"', "    phrases:"]
            for phrase in range(PHRASES // 4):
                lines += [
                    f"      - id: phrase-{step}-{phrase}",
                    f'        title: "{some(titles, 2, 5)}"',
                    f"        tags: [{', '.join(dice.choices(('refund', 'delay', 'angry'), k=2))}]",
                    f'        text: "{some(texts, 12, 40)} {{customer}}"',
                ]
        (folder / f"team-{number}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def start_ms(desk: Desk, home: str) -> float:
    """Process start → panel on the screen."""
    poise = Poise(desk, desk.root / home)
    begin = time.monotonic()
    poise.launch()
    wait_shown(desk, poise.pid)
    took = (time.monotonic() - begin) * 1000
    poise.wait_ready()
    poise.close()
    return took


def key_times(desk: Desk, folder: Path) -> dict[str, Any]:
    """What `palette_keys` measured over this folder."""
    command = [sys.executable, "-m", "benchmarks.palette_keys", str(folder)]
    done = subprocess.run(
        command, env=desk.env, cwd=HERE.parent, check=True, capture_output=True, timeout=300
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure() -> str:
    """The table."""
    lines = ["| work | 500 playbooks, 10,000 phrases | shipped ones | aim |", "|---|---:|---:|---|"]
    with Desk() as desk:
        many = desk.root / "many" / "config" / "playbooks"
        write_playbooks(many)
        first = (start_ms(desk, "many"), start_ms(desk, "few"))
        starts = [(start_ms(desk, "many"), start_ms(desk, "few")) for _ in range(STARTS)]
        big, small = (statistics.median(column) for column in zip(*starts, strict=True))
        lines += [
            f"| start → panel visible (n={STARTS}) | {big:.0f} ms ({big / small:.2f} ×) "
            f"| {small:.0f} ms | ≤ 1.5 × |",
            f"| the first start, which reads all | {first[0]:.0f} ms | {first[1]:.0f} ms | – |",
        ]
        print("\n".join(lines[2:]), flush=True)
        cells, made = [], []
        for folder in (many, shipped_playbooks()):
            found = key_times(desk, folder)
            times_ms = found["times_ms"]
            made.append(f"{found['made_ms']:.0f} ms")
            middle, slow = statistics.median(times_ms), figures.percentile(times_ms, 95)
            cells.append(f"{middle:.1f} ms (p95 {slow:.1f}, n={len(times_ms)})")
        lines.append(f"| a key in the palette → rows painted | {' | '.join(cells)} | p95 ≤ 8 ms |")
        lines.append(f"| the palette's index made, once | {' | '.join(made)} | – |")
        print("\n".join(lines[-2:]), flush=True)
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and with `--write` keep it in `results.md`."""
    reader = argparse.ArgumentParser(
        description=__doc__, prog="python -m benchmarks.many_playbooks"
    )
    reader.add_argument("--write", action="store_true", help="write benchmarks/results.md")
    options = reader.parse_args()
    table = measure()
    if options.write:
        command = "`python -m benchmarks.many_playbooks --write`"
        body = f"By {command}; from the second start on nothing is read again.\n\n{table}"
        figures.write_section(HERE / "results.md", "Very many playbooks", body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
