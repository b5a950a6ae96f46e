"""How quick the pure rooms are. `python -m benchmarks.rooms`.

Reading and searching 5,000 phrases, medians of several runs, as milliseconds of CPU time. The
floor is what cannot be avoided: PyYAML's own C scanner over the same file, and one pass of
`str.find` over the same texts.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from desktop.guide.reader import read_playbook
from desktop.phrases.search import Entry, Index

COUNT = 5000
WORDS = ("order", "refund", "delay", "parcel", "listen", "sorry", "invoice", "café", "account")


def median_ms(work: Callable[[], object], runs: int = 9) -> float:
    """CPU time of one call, the first one not counted."""
    work()
    found = []
    for _ in range(runs):
        start = time.thread_time()
        work()
        found.append((time.thread_time() - start) * 1000)
    return statistics.median(found)


def big_playbook() -> str:
    """A playbook with 5,000 phrases."""
    head = "poise: 1\nid: big\ntitle: Big\nsummary: Big.\nsteps:\n  - id: a\n    title: A\n"
    return f"{head}    goal: G\n    phrases:\n" + "".join(
        f'      - {{id: p-{n}, title: Open {n}, tags: [a, b], text: "Hi {{customer}} {n}"}}\n'
        for n in range(COUNT)
    )


def find_all(query: str, entries: list[Entry]) -> list[int]:
    """The floor of any search: one look at every text."""
    return [each.text.find(query) for each in entries]


def main() -> None:
    """Print the table."""
    dice = random.Random(1)
    print("| work | Poise | floor |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.yaml"
        path.write_text(big_playbook(), encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        ours = median_ms(lambda: read_playbook(path), 5)
        floor = median_ms(lambda: sum(1 for _ in yaml.parse(text, Loader=loader)), 5)
        print(f"| read and check {COUNT} phrases | {ours:.0f} ms | {floor:.0f} ms |")
    entries = [
        Entry(
            f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number}",
            " ".join(dice.choices(WORDS, k=30)),
            (dice.choice(WORDS),),
        )
        for number in range(COUNT)
    ]
    index = Index(entries)
    for query in ("r", "refund", "refnud parcle", "zzzqqq"):
        ours = median_ms(partial(index.rank, query, 20))
        floor = median_ms(partial(find_all, query, entries))
        print(f"| search {COUNT} entries for “{query}” | {ours:.1f} ms | {floor:.1f} ms |")


if __name__ == "__main__":
    main()
