"""Where Poise keeps its files, and where it finds the ones it came with."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import Trouble

HOME_VARIABLE = "POISE_HOME"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one run; nothing is created before `create`."""

    config: Path
    data: Path
    logs: Path
    runtime: Path
    cache: Path

    @property
    def settings_file(self) -> Path:
        """What the person may edit."""
        return self.config / "settings.yaml"

    @property
    def own_playbooks(self) -> Path:
        """The agent's own playbooks; they replace others with the same id."""
        return self.config / "playbooks"

    @property
    def own_documents(self) -> Path:
        """The team's own templates of briefs and summaries; there may be none."""
        return self.config / "documents"

    @property
    def packs(self) -> Path:
        """The team's playbooks, as installed from packs; there is none before the first."""
        return self.config / "packs"

    @property
    def database(self) -> Path:
        """Contacts and reminders."""
        return self.data / "poise.sqlite3"

    @property
    def encryption_files(self) -> tuple[Path, Path]:
        """Either is there where the record is encrypted; see `encryption.marker`."""
        beside = self.database.with_suffix(".encryption")
        return beside, self.data / "backups" / beside.name

    @property
    def kept_playbooks(self) -> Path:
        """Playbooks as they were last read; made anew where it is missing."""
        return self.cache / "playbooks.sqlite3"

    @property
    def kept_tables(self) -> Path:
        """Settings, look and quirks as they were last read; the same."""
        return self.cache / "tables.json"

    @property
    def log_file(self) -> Path:
        """The newest log; older ones have a number appended."""
        return self.logs / "poise.log"

    @property
    def lock_file(self) -> Path:
        """Held by the running instance.

        It lies beside the database, which it protects: the runtime folder can differ between
        two sessions of the same person.
        """
        return self.data / "poise.lock"

    @property
    def endpoint_file(self) -> Path:
        """Names the local socket of the running instance."""
        return self.runtime / "endpoint"

    def private_folders(self) -> list[Path]:
        """The folders that nobody else is to look into, as far as they are there."""
        folders = (self.config, self.data, self.logs, self.runtime)  # of the cache: no words
        within = (self.data / "backups", self.data / "receipts")
        return [each for each in (*folders, *within) if each.is_dir()]

    def private_files(self) -> list[Path]:
        """The files with words of customers or of the agent, as far as they are there.

        By their names: a folder may hold other files, and may be a link to anywhere.
        """
        own = (
            (self.config, "settings.yaml"),
            (self.data, "poise.*"),
            (self.data, "windows.json"),
            (self.data / "backups", "poise*"),
            (self.data / "receipts", "forgotten-*"),
            (self.logs, "poise.log*"),
            (self.logs, "faults.log"),
        )
        found = (each for folder, names in own for each in sorted(folder.glob(names)))
        return [each for each in found if each.is_file()]

    def create(self) -> None:
        """Make the folders that are missing, for this person's eyes only (mode 0700).

        Raises:
            Trouble: One cannot be made.
        """
        for folder in (self.config, self.data, self.logs, self.runtime, self.own_playbooks):
            try:
                _make_private(folder)
            except OSError as error:
                what = f"The folder {folder} cannot be made ({error.strerror or error})."
                raise Trouble(what, "Check its permissions, or use --home DIR.") from error


def resolve_home(option: str | Path | None, environ: Mapping[str, str]) -> Path | None:
    """The home that was asked for: the `--home` option, else `POISE_HOME`, else None."""
    wanted = str(option) if option else environ.get(HOME_VARIABLE, "")
    return Path(wanted).expanduser().absolute() if wanted.strip() else None


def paths_for(home: Path | None) -> Paths:
    """The folders under `home`, or this person's usual ones when it is None."""
    if home is not None:
        return Paths(
            home / "config", home / "data", home / "logs", home / "runtime", home / "cache"
        )
    import platformdirs  # only here: with a home, a start need not pay for it

    data = platformdirs.user_data_path("poise", appauthor=False)
    return Paths(
        config=platformdirs.user_config_path("poise", appauthor=False),
        data=data,
        logs=platformdirs.user_log_path("poise", appauthor=False),
        # Not XDG_RUNTIME_DIR: a Stream Deck's service or a cron job has none, and without it
        # platformdirs would answer with a folder in /tmp that anybody can make first.
        runtime=data / "runtime",
        cache=platformdirs.user_cache_path("poise", appauthor=False),
    )


def resource(name: str) -> Path:
    """A file or folder of `resources/`, such as `quirks.yaml`."""
    return _shipped("_resources", "resources") / name


def shipped_playbooks() -> Path:
    """The folder of the playbooks that come with Poise."""
    return _shipped("_playbooks", "playbooks")


def installation() -> tuple[str, Path]:
    """How this program came here (bundle, package or checkout), and the folder it lies in."""
    if getattr(sys, "_MEIPASS", None):
        return "bundle", Path(sys.executable).parent
    package = Path(__file__).parent
    return "package" if (package / "_resources").is_dir() else "checkout", package.parent


def _shipped(installed: str, in_checkout: str) -> Path:
    """A folder of files that came with the program.

    A wheel and a PyInstaller bundle carry it inside the package (`desktop/_resources`), a
    checkout beside it. `importlib.resources` would find the same at ten times the cost.
    """
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's bootloader
    package = Path(bundle) / "desktop" if bundle else Path(__file__).resolve().parent
    folder = package / installed
    if bundle or folder.is_dir():
        return folder
    return package.parent / in_checkout


def _make_private(folder: Path) -> None:
    """Like mkdir with parents, but every folder made is private, not only the last."""
    missing: list[Path] = []
    each = folder
    while not each.exists():
        missing.append(each)
        each = each.parent
    for each in reversed(missing):
        each.mkdir(mode=_PRIVATE, exist_ok=True)
    if not folder.is_dir():
        raise OSError("something else has its name")
