"""What a source of real problems has to say of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.errors import DataError
from tasks.records import Problem


class RowError(DataError):
    """A row is not what its source promises. `reason` is the label it is counted under."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One corpus: its licence, its files, and how a row becomes a problem."""

    licence: str
    """SPDX identifier of all its rows."""
    files: tuple[str, ...]
    """Names below a source's folder, training split only; not used where the setting names a file."""
    hub_configuration: str | None
    """Configuration to load from the Hugging Face hub."""
    parse: Callable[[Mapping[str, Any], str], Problem]
    """(row, `file:line`) -> problem with split `train`. Raises `RowError`."""


def text_of(row: Mapping[str, Any], key: str) -> str:
    """The stripped text under `key`.

    Raises:
        RowError: it is missing, no text, or empty.
    """
    value = row.get(key)
    if not isinstance(value, str):
        raise RowError("missing_key", f"{key!r} is {type(value).__name__}, expected text")
    if not value.strip():
        raise RowError("empty_value", f"{key!r} is empty")
    return value.strip()
