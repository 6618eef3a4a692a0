"""What a database must be able to do to be backed up and restored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from .archive import Manifest
from .rows import Digests


@dataclass(frozen=True)
class DatabaseCopy:
    """What an engine wrote to a file, and what it saw in the database at that same moment."""

    tables: Digests
    migrations: list[str]
    details: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class Engine(ABC):
    name: str  # as Django names it, and as it is written in manifests
    title: str  # for people
    member: str  # the database's name in the zip
    compression: int  # of zipfile

    @abstractmethod
    def copy_database(self, into: Path) -> DatabaseCopy:
        """Write the database as it is at one moment to a new file. DamagedDatabase if it cannot be read."""

    @abstractmethod
    def check_content(self, content: Path, manifest: Manifest) -> None:
        """Refuse a database out of a backup that could not be loaded."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing yet that a restore could replace."""

    @abstractmethod
    def count_rows(self, tables: Iterable[str]) -> dict[str, int]:
        """Of those tables that can be read now."""

    @abstractmethod
    def hold_writers(self) -> AbstractContextManager[None]:
        """Block other writers until `load`, so that nothing is saved after the present database was backed up."""

    @abstractmethod
    def load(self, content: Path, manifest: Manifest, aside: str = "") -> str:
        """Replace the database by this one. DifferentContent if the rows are not those of the manifest.

        With a name in `aside` the present database is moved away under it; the answer says where to.
        """

    @abstractmethod
    def undo(self, saved: Path) -> None:
        """After DifferentContent: bring back the database that was saved before, if it was replaced."""


def get_engine(using: str = DEFAULT_DB_ALIAS) -> Engine:
    from .postgres import Postgres
    from .sqlite import SQLite

    connection = connections[using]
    return SQLite(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else Postgres(connection)
