"""Every answer that was paid for, by the hash of its request, in SQLite; runs may share it.

A request is noted before it is sent and its answer before it is used, so whatever is killed pays for no
answer twice. What was under way at that moment stays noted as unanswered: it may have been paid. One run at
a time holds the folder, by a lock that the kernel frees, so that limits per minute hold for all of them.
"""

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tasks.artifacts import canonical_json
from tasks.data.teach.answers import Answer
from tasks.errors import BusyError, DataError, StepFailedError
from tasks.records import from_dict, to_dict

ANSWERS = "answers.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS requests (
    key TEXT PRIMARY KEY, unanswered INTEGER NOT NULL, answer TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS actions (key TEXT PRIMARY KEY, result TEXT NOT NULL) WITHOUT ROWID;
"""


class Cache:
    """The open cache. It belongs to one thread."""

    def __init__(self, folder: Path) -> None:
        """Open or make it.

        Raises:
            BusyError: Another run holds it.
            StepFailedError: It cannot be opened or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / ANSWERS
        self._lock = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise BusyError(
                f"{folder}: another run uses this cache; wait for it, or name another teach.cache"
            ) from error
        with self._errors():
            self._database = sqlite3.connect(self._path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.executescript(_TABLES)

    def find(self, key: str) -> Answer | None:
        """The answer to a request, if it was paid for.

        Raises:
            DataError: What is stored is no answer.
        """
        with self._errors():
            row = self._database.execute("SELECT answer FROM requests WHERE key=?", (key,)).fetchone()
        if row is None or row[0] is None:
            return None
        where = f"{self._path}: {key}"
        try:
            return from_dict(Answer, json.loads(row[0]), where=where)
        except ValueError as error:
            raise DataError(
                f"{where}: damaged: {error}; move {self._path.parent} away and run again"
            ) from error

    def unanswered(self, key: str) -> int:
        """How often a request was sent without anybody learning whether it was paid."""
        with self._errors():
            row = self._database.execute("SELECT unanswered FROM requests WHERE key=?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def note_sent(self, key: str) -> None:
        """A request is about to be sent."""
        self._write(
            "INSERT INTO requests VALUES (?, 1, NULL) "
            "ON CONFLICT (key) DO UPDATE SET unanswered = unanswered + 1",
            key,
        )

    def note_unpaid(self, key: str) -> None:
        """It came back without an answer and costs nothing."""
        self._write("UPDATE requests SET unanswered = unanswered - 1 WHERE key=?", key)

    def note_answer(self, key: str, answer: Answer) -> None:
        """It was answered; the answer is on the disk when this returns."""
        text = canonical_json(to_dict(answer))
        self._write("UPDATE requests SET unanswered = unanswered - 1, answer = ? WHERE key=?", text, key)

    def find_result(self, key: str) -> str | None:
        """The result of an action that was run before."""
        with self._errors():
            row = self._database.execute("SELECT result FROM actions WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def note_result(self, key: str, result: str) -> None:
        """An action gave this result, and gives it again when a trace is resumed, whatever the clock says."""
        self._write("INSERT OR IGNORE INTO actions VALUES (?, ?)", key, result)

    def _write(self, statement: str, *values: str) -> None:
        with self._errors():
            self._database.execute(statement, values)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StepFailedError(
                f"{self._path}: {error}. Free the disk, or move a damaged file away; the same command goes on"
            ) from error

    def close(self) -> None:
        """Close it and let the next run in."""
        self._database.close()
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
