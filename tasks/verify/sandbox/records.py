"""What goes into the sandbox and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tasks.errors import ConfigError, ReasoningError
from tasks.verify.verdict import Outcome

MIN_MEMORY_BYTES = 64 << 20


class SandboxUnavailable(ReasoningError):  # noqa: N818
    """This machine can lock no program in; the message says what is missing and what to install or allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run may use. Whatever goes beyond is killed."""

    seconds: float = 5.0
    """Wall clock from the moment the program's process exists; processor time has the same limit."""
    memory_bytes: int = 512 << 20
    """Address space, the interpreter's own 30 MB included (SymPy preloaded: 200 MB)."""
    output_bytes: int = 1 << 20
    """For each of stdout, stderr and the value of a call."""

    def __post_init__(self) -> None:
        if not (self.seconds > 0 and self.memory_bytes >= MIN_MEMORY_BYTES and self.output_bytes > 0):
            raise ConfigError(
                f"{self}: seconds and output_bytes must be positive, memory_bytes at least {MIN_MEMORY_BYTES}"
            )


class Ending(StrEnum):
    """How a run ended. None of them says that the program did what it should."""

    EXITED = "exited"
    """By itself, with status 0."""
    FAILED = "failed"
    """By itself, with another status: mostly an exception, told in stderr."""
    UNREADABLE = "unreadable"
    """The text is no Python."""
    CRASHED = "crashed"
    """By a signal that we did not send, such as a segmentation fault."""
    DEADLINE = "deadline"
    """Killed after its seconds of wall clock or processor time."""
    OUTPUT_LIMIT = "output limit"
    """Killed because it wrote too much."""
    LOST = "lost"
    """The sandbox itself was lost, twice: nothing is known about the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """One run of a program. All text is the program's and is to be trusted as little."""

    ending: Ending
    exit_code: int | None
    """Exit status; None if it was killed. A program may choose any, so it is no evidence."""
    stdout: str
    """At most `output_bytes`; what is not UTF-8 is replaced."""
    stderr: str
    """As stdout; ends with the traceback of an exception that nobody caught."""
    value: str | None = None
    """In the call form what the function returned, as JSON text; None without one."""
    seconds: float = 0.0
    """Wall clock seen by the caller."""
    cpu_seconds: float = 0.0
    max_memory_bytes: int = 0
    """Largest resident memory."""


@dataclass(frozen=True, slots=True)
class OutputCase:
    """A program that reads stdin and prints."""

    stdin: str
    stdout: str
    """The whole expected output; white space at the ends of lines and of the text does not count."""
    numbers: bool = False
    """Compare word by word, numbers with the judge's rules: `0.5` is `.50`; decimals may be rounded."""


@dataclass(frozen=True, slots=True)
class CallCase:
    """A function that is called once."""

    function: str
    """Its name, or `Class.method` for a class that is made without arguments."""
    arguments: Sequence[Any] | Mapping[str, Any]
    """JSON values: a list for positional, a mapping for named arguments."""
    expected: Any
    """The JSON value it should return. A tuple counts as a list, 2.0 as 2; `true` is not 1."""
    numbers: bool = False
    """Compare floats with the judge's rules instead of exactly."""


Case = OutputCase | CallCase


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """One case of one program."""

    outcome: Outcome
    """`correct`; `wrong`: another result or an exception; `unparsable`: the text is no Python; `undecided`: a
    limit was met, or the sandbox was lost."""
    reason: str
    """In a few words, a metric label: `equal`, `other output`, `deadline` ..."""
    run: RunResult


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """One program."""

    outcome: Outcome
    """`correct` if every case is; else the outcome of the first case that is not."""
    reason: str
    cases: tuple[CaseVerdict, ...]
    """In order; ends with the first case that is not correct unless all were asked for."""

    @property
    def correct(self) -> bool:
        """Whether the program counts as right."""
        return self.outcome is Outcome.CORRECT
