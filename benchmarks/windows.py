"""Poise beside AutoHotkey on Windows. `python -m benchmarks.windows [--write] [--quick]`.

Hotkey release → text in Notepad, for Poise and for the two usual ways of AutoHotkey v2, with a
picture on the clipboard that has to be there afterwards. On Linux it runs in the laboratory
(tests/windows/README.md); on Windows nobody may touch keyboard and mouse meanwhile.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import autohotkey, figures
from desktop import __version__

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / "build" / "benchmarks"
COMMAND = "make bench-windows"
RATIO_MAX = 1.2


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get the phrase into Notepad: how long it took, and what the clipboard had after.

    Args:
        name: Whose way it is.
        times_ms: Of each insertion.
        survived: After how many of them the picture was on the clipboard.
    """

    name: str
    times_ms: tuple[float, ...]
    survived: int


def ways(found: dict[str, Any], hold: str) -> list[Way]:
    """What benchmarks.ways found for one hold: Poise first, then what it is compared with."""
    return [
        Way(name, tuple(times_ms), found["survived"][hold][name])
        for name, times_ms in found["times_ms"][hold].items()
    ]


def section(found: dict[str, Any]) -> str:
    """The figures as a section of the report, with what they were measured on and how."""
    held, tapped = ways(found, "held"), ways(found, "tapped")
    lines = [
        f"Poise {__version__}, Python {found['python']}, AutoHotkey {found['autohotkey']}, "
        f"{found['cores']} cores, {found['system']}. Made by:",
        "",
        f"    {COMMAND}",
        "",
        f"A phrase of {found['characters']} characters into Notepad, by turns in one session; on "
        f"the clipboard a picture of {found['picture_mb']:.1f} MB, which has to be there "
        "afterwards. All act when the chord is released; AutoHotkey's script is "
        "benchmarks/insert.ahk. Poise saves the clipboard while the keys are still down, so it "
        f"matters how long they are: {found['held_ms']} ms, about as long as a finger holds them, "
        "or less than one, as a macro pad taps them.",
        "",
        f"| what | {' | '.join(way.name for way in held)} | aim |",
        f"|---|{'---|' * len(held)}---|",
    ]
    for hold, measured, aim in (("held", held, f"≤ {RATIO_MAX} ×"), ("tapped", tapped, "–")):
        ratio = statistics.median(measured[0].times_ms) / statistics.median(measured[1].times_ms)
        lines += [
            f"| chord {hold}: release → text in Notepad "
            f"| {' | '.join(figures.told(way.times_ms) for way in measured)} | – |",
            "| its median beside AutoHotkey's pasting "
            f"| {ratio:.2f} × |{' – |' * (len(measured) - 1)} {aim} |",
        ]
    survivals = [
        f"{sum(way.survived for way in both)} of {sum(len(way.times_ms) for way in both)}"
        for both in zip(held, tapped, strict=True)
    ]
    lines.append(f"| the picture survived | {' | '.join(survivals)} | always |")
    return "\n".join(lines)


def run(count: int) -> dict[str, Any]:
    """Measure where Windows is, here or in the laboratory.

    Raises:
        SystemExit: It did not get to the end.
    """
    program = autohotkey.fetch(CACHE)
    results = CACHE / "windows.json"
    results.unlink(missing_ok=True)
    # Relative to the checkout: the laboratory has other names for what lies above it.
    files = (str(path.relative_to(Path.cwd())) for path in (program, results))
    measuring = ["-m", "benchmarks.ways", *files, str(count)]
    if sys.platform == "win32":
        code = subprocess.run([sys.executable, *measuring], check=False).returncode
    else:
        from tests.windows import run as laboratory

        code = laboratory.run(["python", *measuring])
    if code:
        raise SystemExit(code)
    found: dict[str, Any] = json.loads(results.read_text("utf-8"))
    return found


def main() -> int:
    """Measure and print; with --write also into benchmarks/results.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results.md")
    parser.add_argument("--quick", action="store_true", help="few repetitions")
    asked = parser.parse_args()
    text = section(run(5 if asked.quick else 30))
    print(text)
    if asked.write:
        figures.write_section(HERE / "results.md", "On Windows", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
