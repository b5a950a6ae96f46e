"""All customers there are to practise with: those that come with Poise, and the team's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.guide.folder import playbook_files
from desktop.guide.model import Problem
from desktop.practice.model import Customer
from desktop.practice.phrasebook import Phrasebook
from desktop.practice.reader import read_customer


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody to practise with, sorted by title, and what is wrong in the files."""

    customers: tuple[Customer, ...]
    problems: tuple[Problem, ...]

    def customer(self, customer_id: str) -> Customer | None:
        """The one with this id."""
        return next((each for each in self.customers if each.id == customer_id), None)


def read_cast(folders: Sequence[Path], phrasebook: Phrasebook, agent: str = "") -> Cast:
    """Read every file of these folders; of two with the same id the later folder's counts.

    Args:
        folders: A folder that does not exist holds nobody.
        phrasebook: Where the ready phrases come from.
        agent: What the agent is called in them; "" for the name that each file brings.
    """
    found: dict[str, Customer] = {}
    problems: list[Problem] = []
    for folder in folders:
        here: dict[str, Path] = {}
        for path in _files(folder, problems):
            reading = read_customer(path, phrasebook, agent)
            problems += reading.problems
            if reading.customer is None:
                continue
            name = reading.customer.id
            if name in here:
                what = f"The id `{name}` is also used in {here[name].name}."
                problems.append(Problem(path, 1, 1, what, "Give each customer an id of their own."))
                continue
            here[name] = path
            found[name] = reading.customer
    customers = sorted(found.values(), key=lambda each: (each.title.casefold(), each.id))
    return Cast(tuple(customers), tuple(problems))


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    try:
        return playbook_files(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        what = f"The folder cannot be read ({error.strerror or error})."
        problems.append(Problem(folder, 1, 1, what, "Check its permissions."))
        return []
