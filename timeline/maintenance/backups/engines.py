"""The interface of a database engine for backups and restores."""

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
    """The contents of the database at the moment when an engine wrote it to a file."""

    tables: Digests
    migrations: list[str]
    details: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class Engine(ABC):
    name: str  # as in Django and in manifests
    title: str  # for people
    member: str  # the file name in the zip
    compression: int  # of zipfile

    @abstractmethod
    def copy_database(self, into: Path) -> DatabaseCopy:
        """Write a consistent copy of the database to a new file. Raises DamagedDatabase if it cannot be read."""

    @abstractmethod
    def check_content(self, content: Path, manifest: Manifest) -> None:
        """Raises BackupError if this database from a backup could not be loaded."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing that a restore would replace."""

    @abstractmethod
    def count_rows(self, tables: Iterable[str]) -> dict[str, int]:
        """Only for tables that can be read."""

    @abstractmethod
    def hold_writers(self) -> AbstractContextManager[None]:
        """Block other writers until `load`, so that nothing is saved after the current database was backed up."""

    @abstractmethod
    def load(self, content: Path, manifest: Manifest, aside: str = "") -> str:
        """Replace the database. Raises DifferentContent if the rows differ from the manifest.

        With a name in `aside`, the current database is moved there, and the return value says where it is.
        """

    @abstractmethod
    def undo(self, saved: Path) -> None:
        """After DifferentContent: restore the database that was saved before, if it was replaced."""


def get_engine(using: str = DEFAULT_DB_ALIAS) -> Engine:
    from .postgres import Postgres
    from .sqlite import SQLite

    connection = connections[using]
    return SQLite(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else Postgres(connection)
