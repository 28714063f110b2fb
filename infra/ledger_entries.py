"""The lines of the release ledger, and what they add up to. Pure: no MLflow, no clock but `now`.

promote v     v, then the list as it was (without v)
rollback v    the list from v on: everything newer is withdrawn; v is one of the first three
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tasks.artifacts import canonical_json
from tasks.errors import ReleaseError
from tasks.records import to_dict

NUM_STABLE = 3
"""Versions that can be rolled back to, the stable one included."""
MAX_ENTRY_CHARS = 6_000
"""MLflow cuts a longer parameter off."""
MAX_WHY_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger."""

    op: str
    """`promote` or `rollback`."""
    version: int
    """Version of the registered model that is stable from here on."""
    model_id: str
    """MLflow LoggedModel, `m-...`, that the version was registered from."""
    sha256: str
    """Digest over the model's files, as `infra.model_files` takes it."""
    run_id: str
    """MLflow run that made the model."""
    dataset: str
    """Dataset version, the `.dir` md5."""
    commit: str
    """Code revision."""
    evaluation: dict[str, Any] = field(default_factory=dict)
    """What the gate saw; at least `accuracy` and `accuracy_sft_control`."""
    image: str = ""
    """Container image digest; empty where there was none."""
    flow_run: str = ""
    """Prefect flow run."""
    key: str
    """Identity of the request: the same key is entered once."""
    who: str = ""
    why: str = ""
    created: str
    """UTC, ISO 8601, to the second."""


def moved(live: tuple[int, ...], op: str, version: int) -> tuple[int, ...]:
    """The list of live versions, stable first, after one entry.

    Raises:
        ReleaseError: a rollback to a version that is not among the first three, or an unknown `op`.
    """
    if op == "promote":
        return (version, *(other for other in live if other != version))
    if op != "rollback":
        raise ReleaseError(f"release ledger: unknown entry {op!r}; expected 'promote' or 'rollback'")
    if version not in live[:NUM_STABLE]:
        allowed = ", ".join(str(v) for v in live[:NUM_STABLE])
        raise ReleaseError(
            f"cannot roll back to version {version}: "
            + (
                f"the last stable releases are {allowed}; choose one of these"
                if live
                else "nothing is released yet"
            )
        )
    return live[live.index(version) :]


def fold(entries: Iterable[Entry]) -> tuple[int, ...]:
    """All live versions, stable first. The first three can be rolled back to."""
    live: tuple[int, ...] = ()
    for entry in entries:
        live = moved(live, entry.op, entry.version)
    return live


def promotions(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Version -> the entry that promoted it last, in the order of these entries."""
    found: dict[int, Entry] = {}
    for entry in entries:
        if entry.op == "promote":
            found.pop(entry.version, None)
            found[entry.version] = entry
    return found


def encode(entry: Entry) -> str:
    """The text of an entry; `why` is cut off at 500 characters.

    Raises:
        ReleaseError: it is longer than MLflow keeps.
    """
    text = canonical_json({**to_dict(entry), "why": entry.why[:MAX_WHY_CHARS]})
    text = text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate becomes its JSON escape
    if len(text) > MAX_ENTRY_CHARS:
        raise ReleaseError(
            f"release ledger: an entry of {len(text)} characters; MLflow keeps {MAX_ENTRY_CHARS}. "
            "Put fewer numbers into `evaluation`: tables belong to the run"
        )
    return text


def now() -> str:
    """The time of an entry: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
