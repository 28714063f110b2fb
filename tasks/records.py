"""The records that tasks hand to each other, and their JSONL files.

A row is one JSON object per line. Reading names the file and line of a row that is not what it
should be; nothing is guessed and no key is ignored.
"""

import dataclasses
import hashlib
import json
import os
import types
import typing
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tasks.errors import DataError

T = TypeVar("T")

MAX_ROW_BYTES = 1_000_000
"""A longer line is refused: no problem of ours comes near, and a 100 MB row must not fill memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One claim of a proof, checkable on its own."""

    rule: str
    """What was applied, e.g. `add`, `divide_both_sides`, `modus_ponens`."""
    claim: str
    """The claim in compact notation, e.g. `37+8=45`: also a line of the compact trace."""
    output: str
    """The value or formula that later steps use."""
    name: str = ""
    """What later formulas call the output; empty where the source does not say."""
    inputs: tuple[str, ...] = ()
    """Names of the givens and outputs it was calculated from."""
    formula: str = ""
    """The claim's left side over these names, in exact arithmetic; empty where there is none."""
    unit: str = ""
    """Unit of the output; empty for a pure number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A number that a prompt states."""

    name: str
    """What formulas call it."""
    value: str
    """In exact arithmetic, e.g. `3/4`."""
    unit: str = ""
    """Unit; empty for a pure number."""
    text: str = ""
    """The sentence of the prompt that states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change that was made to a row on its way into the dataset."""

    name: str
    """What made it, e.g. `scrub`, `noise`, `translate`."""
    version: str
    """Version of that operator."""
    before: str
    """`text_digest` of the row before."""
    after: str
    """The same after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A question with one checkable answer."""

    problem_id: str
    """First 16 hex digits of SHA-256 over the normalised prompt; equal text, equal id."""
    domain: str
    """One of `tasks.problems.DOMAINS`; of real corpora also `word_problems`, `discussion` and `traces`."""
    subtask: str
    """`domain.name`, e.g. `arithmetic.chain`."""
    level: int
    """Difficulty 1-5 from the number of steps: 1-2, 3-4, 5-6, 7-9, 10 and more."""
    language: str
    """`en` or `zh`: the language of the prompt."""
    prompt: str
    """What the model is asked."""
    answer: str
    """Reference answer in the syntax `tasks.verify` parses, without units or \\boxed{}."""
    answer_type: str = ""
    """`number`, `truth`, `expression`, `set`, ...; empty where the source does not say."""
    answer_unit: str = ""
    """Unit of the answer, e.g. `m/s`; empty for a pure number."""
    givens: tuple[Given, ...] = ()
    """What the prompt states, by name; empty where the source does not say."""
    steps: tuple[Step, ...] = ()
    """The proof; empty where the source gives none."""
    solution: str = ""
    """The worked solution in words, in `language`."""
    more_solutions: tuple[str, ...] = ()
    """Further worked solutions that reach the same answer: each is a training trace of its own."""
    checkable: bool = True
    """Whether the judge can tell a right answer from a wrong one. False: `answer` is empty, the solution is
    prose; for supervised training only, never in RL or in the evaluation split."""
    source: str
    """`synthetic` or the name of a corpus, e.g. `gsm8k`."""
    licence: str
    """SPDX identifier of the row's licence; `Apache-2.0` for synthetic rows."""
    split: str
    """`train` or `eval`."""
    provenance: dict[str, str] = field(default_factory=dict)
    """Where exactly the row came from: generator, version, seed and index, or file and row."""
    parents: tuple[str, ...] = ()
    """Ids of the problems this one was made from, the nearest first."""
    operations: tuple[Operation, ...] = ()
    """What was changed since it was drawn or read, in order."""
    verdicts: dict[str, str] = field(default_factory=dict)
    """Check -> what it said, e.g. `reference` -> `correct`."""
    first_version: int = 0
    """Number of the dataset version that held it first; 0 before it is in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedRow:
    """A row that went no further, and why."""

    stage: str
    reason: str
    source: str
    row: str
    """Where it stood: `file:line`, or the problem id."""
    text: str
    """At most 500 characters of it."""


def normalise_prompt(prompt: str) -> str:
    """NFKC, one space for any run of white space, case folded: what makes two prompts the same."""
    return " ".join(unicodedata.normalize("NFKC", prompt).casefold().split())


def problem_id(prompt: str) -> str:
    """The id of a prompt: 16 hex digits, equal for prompts that normalise alike."""
    return hashlib.sha256(normalise_prompt(prompt).encode()).hexdigest()[:16]


def text_digest(problem: Problem) -> str:
    """First 16 hex digits of SHA-256 over the texts of a row: what an `Operation` names."""
    texts = "\0".join((problem.prompt, problem.solution, problem.answer))
    return hashlib.sha256(texts.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def level_of(num_steps: int) -> int:
    """Level 1-5 of a proof with `num_steps` steps.

    Raises:
        ValueError: a proof has at least one step.
    """
    if num_steps < 1:
        raise ValueError(f"a proof has at least 1 step, got {num_steps}")
    return 1 + sum(num_steps > top for top in (2, 4, 6, 9))


@cache
def _fields(record: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """Field name -> type, and the names without a default."""
    fields, hints = dataclasses.fields(record), typing.get_type_hints(record)
    bare = {f.name for f in fields if f.default is f.default_factory is dataclasses.MISSING}
    return {f.name: hints[f.name] for f in fields}, frozenset(bare)


def from_dict(record: type[T], row: Any, *, where: str) -> T:
    """Build `record` from a decoded JSON object, checking keys and the types of values.

    Raises:
        DataError: `row` is not an object, lacks a field, has an unknown key, or a value is of
            another type. `where` (file:line) opens the message.
    """
    try:
        return typing.cast(T, _reader(typing.cast(Any, record))(row))
    except _MisfitError:
        pass  # read again below, to say what is wrong and where
    if not isinstance(row, dict):
        raise DataError(f"{where}: not a {record.__name__}: expected a JSON object, got {type(row).__name__}")
    hints, required = _fields(typing.cast(Any, record))
    unknown = sorted(row.keys() - hints.keys())
    if unknown:
        raise DataError(
            f"{where}: not a {record.__name__}: unexpected key {unknown[0]!r}. Expected {sorted(hints)}."
        )
    missing = sorted(required - row.keys())
    if missing:
        raise DataError(f"{where}: not a {record.__name__}: {missing[0]!r} is missing")
    values = {
        k: v if type(v) is hints[k] else _decode(hints[k], v, where=f"{where}: {k}") for k, v in row.items()
    }
    return record(**values)


class _MisfitError(Exception):
    """A value is not what its reader takes."""


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a decoded JSON value into a `kind`: ten times as fast as `_decode`, and silent."""
    origin, args = _shape(kind)
    if dataclasses.is_dataclass(kind):
        return _record_reader(kind)
    if origin is tuple:
        item = _reader(args[0])
        return lambda value: tuple(map(item, value)) if type(value) is list else _misfit()
    if kind == dict[str, str]:
        return lambda value: dict(value) if _is_texts(value) else _misfit()
    if kind in (str, int, bool):
        return lambda value: value if type(value) is kind else _misfit()
    return lambda value: _decode_or_misfit(kind, value)


def _record_reader(record: Any) -> Callable[[Any], Any]:
    hints, required = _fields(record)
    readers = {name: (hint, _reader(hint)) for name, hint in hints.items()}

    def read(row: Any) -> Any:
        if type(row) is not dict or not required <= row.keys() or not row.keys() <= hints.keys():
            raise _MisfitError
        values = {}
        for name, value in row.items():
            hint, reader = readers[name]
            values[name] = value if type(value) is hint else reader(value)
        return record(**values)

    return read


def _is_texts(value: Any) -> bool:
    return type(value) is dict and all(type(text) is str for text in value.values())


def _misfit() -> typing.NoReturn:
    raise _MisfitError


def _decode_or_misfit(kind: Any, value: Any) -> Any:
    try:
        return _decode(kind, value, where="")
    except DataError as error:
        raise _MisfitError from error


@cache
def _shape(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return typing.get_origin(kind), typing.get_args(kind)


def _decode(kind: Any, value: Any, *, where: str) -> Any:
    origin, args = _shape(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return from_dict(kind, value, where=where)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in args:
            return None
        return _decode(next(a for a in args if a is not type(None)), value, where=where)
    if origin is tuple and isinstance(value, list):
        return tuple(_decode(args[0], v, where=f"{where}[{i}]") for i, v in enumerate(value))
    if origin is dict and isinstance(value, dict):
        return {str(k): _decode(args[1], v, where=f"{where}.{k}") for k, v in value.items()}
    if kind is Any:
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and type(value) is kind:
        return value
    raise DataError(f"{where}: expected {getattr(kind, '__name__', kind)}, got {type(value).__name__}")


def to_dict(record: Any) -> dict[str, Any]:
    """The JSON object of a record; the inverse of `from_dict`."""
    return {name: _encode(getattr(record, name)) for name in _fields(typing.cast(Any, type(record)))[0]}


_PLAIN = {str, int, float, bool, type(None)}


def _encode(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list | tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return {key: _encode(item) for key, item in value.items()}
    return to_dict(value) if dataclasses.is_dataclass(value) else value


def read_jsonl(path: Path, record: type[T]) -> Iterator[T]:
    """The records of a JSONL file, one at a time.

    Raises:
        DataError: the file is missing, or a line is not a `record`; the message names the line.
    """
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    with path.open("rb") as lines:
        for number, raw in enumerate(iter(lambda: lines.readline(MAX_ROW_BYTES + 1), b""), start=1):
            where = f"{path.name}:{number}"
            if len(raw) > MAX_ROW_BYTES:
                raise DataError(f"{where}: longer than {MAX_ROW_BYTES} bytes")
            try:
                row = json.loads(raw)
            except (ValueError, RecursionError) as error:
                raise DataError(f"{where}: not JSON: {error}") from error
            yield from_dict(record, row, where=where)


def write_jsonl(path: Path, rows: Iterable[Any]) -> int:
    """Write records (or plain dicts) as JSONL, flushed to disk; the number of rows.

    Deterministic: sorted keys, UTF-8, no spaces. Lone surrogates are escaped rather than refused.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace") as out:
        for row in rows:
            value = row if isinstance(row, dict) else to_dict(row)
            out.write(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
            count += 1
        out.flush()
        os.fsync(out.fileno())
    return count
