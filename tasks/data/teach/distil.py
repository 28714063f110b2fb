"""Traces of a teacher for problems with known answers; what the judge does not accept goes no further.

A problem is one row, with the first accepted trace as its solution and the others beside it.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tasks.data.batches import PROBLEMS, encode_row
from tasks.data.stage import MAX_TEXT_CHARS, Stage
from tasks.data.teach.accept import Accepted, accept_trace
from tasks.data.teach.actions import Actions
from tasks.data.teach.answers import RefusedError, is_text
from tasks.data.teach.cache import Cache
from tasks.data.teach.dialogue import Trace, converse
from tasks.data.teach.gather import SOURCE, Gathered
from tasks.data.teach.report import DistilReport
from tasks.data.teach.teacher import StoppedError, Teacher
from tasks.data.teach.wire import Wire, is_local
from tasks.errors import DataError
from tasks.params.data import TeachParams
from tasks.records import DroppedRow, Problem, read_jsonl
from tasks.verify import judge

log = logging.getLogger(__name__)

REJECTED = "rejected.jsonl"
_AHEAD = 4
"""Traces that may be begun, as a multiple of those under way: rows are written in order."""


@dataclass(frozen=True, slots=True)
class _Result:
    """How one trace ended: accepted, refused, or given up because nothing more is asked."""

    problem: Problem
    sample: int
    trace: Trace | None = None
    accepted: Accepted | None = None
    refused: RefusedError | None = None


def distil_traces(params: TeachParams, *, problems: Path, out_dir: Path) -> DistilReport:
    """Ask a teacher for several traces of each problem and keep those that the judge accepts.

    Every answer is in the cache before it is used: after any interruption the same command goes on and pays
    for none of them again.

    Args:
        params: The `teach` section of params.yaml.
        problems: Folder of a data step, or a JSONL file of `Problem`. Held-out rows are left out.
        out_dir: Empty directory; receives `problems.jsonl` (a row for each problem with a trace kept, under
            its id), `dropped.jsonl` (the problems without), `rejected.jsonl` (the traces that were not kept,
            each with its reason) and the counts.

    Returns:
        Counts and costs. A spent budget is no error: `stopped` says so.

    Raises:
        ConfigError: The teacher, its address or its key is missing or refused.
        BusyError: Another run uses the cache.
        DataError: `problems` is missing or holds a row that is not a `Problem`.
        StepFailedError: The provider is out of order; the same command goes on.
        SandboxUnavailable: `tools` is set and no program can be locked in here.
    """
    path = problems / PROBLEMS if problems.is_dir() else problems
    return asyncio.run(_distil(params, path, out_dir))


async def _distil(params: TeachParams, path: Path, out_dir: Path) -> DistilReport:
    wire = Wire(params)
    expected = sum(1 for _ in read_jsonl(path, Problem))
    if not (params.input_price or params.output_price or is_local(wire.url)):
        log.warning("teach.input_price and teach.output_price are 0: teach.max_cost limits nothing")
    with ExitStack() as open_things:
        cache = open_things.enter_context(Cache(Path(params.cache)))
        teacher = Teacher(params, wire, cache)
        actions = open_things.enter_context(Actions(params, cache)) if params.tools else None
        stage = open_things.enter_context(Stage("distil", out_dir, of=expected))
        rejected = open_things.enter_context((out_dir / REJECTED).open("wb"))
        run = _Run(params, teacher, actions, stage, rejected)
        try:
            await run.ask_all(path)
        finally:
            run.judges.shutdown(wait=True)
            await wire.aclose()
        return run.report(wire.host)


class _Run:
    """One run: asks ahead, settles in order."""

    def __init__(
        self,
        params: TeachParams,
        teacher: Teacher,
        actions: Actions | None,
        stage: Stage,
        rejected: BinaryIO,
    ) -> None:
        self._params, self._teacher, self._actions, self._stage = params, teacher, actions, stage
        self._rejected_file = rejected
        self.judges = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._places = asyncio.Semaphore(params.concurrency)
        self._asked = set[str]()
        self._skipped: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._gathered: Gathered | None = None
        self._unasked = self._num_traces = self._num_actions = self._num_forged = 0

    async def ask_all(self, path: Path) -> None:
        """All traces of all problems."""
        begun: deque[asyncio.Task[_Result]] = deque()
        try:
            for problem, sample in self._wanted(path):
                if self._teacher.budget_spent:
                    self._unasked += 1
                    continue
                if len(begun) == _AHEAD * self._params.concurrency:
                    self._settle(await begun.popleft())
                begun.append(asyncio.create_task(self._one(problem, sample)))
            while begun:
                self._settle(await begun.popleft())
            self._write_gathered()
        finally:  # after an error the others ask no more, but what they have paid for is kept
            self._teacher.stop()
            await asyncio.gather(*begun, return_exceptions=True)

    def _wanted(self, path: Path) -> Iterator[tuple[Problem, int]]:
        for problem in read_jsonl(path, Problem):
            reason = self._why_skip(problem)
            if reason:
                self._skipped[reason] += 1
                continue
            self._asked.add(problem.problem_id)
            for sample in range(self._params.samples):
                yield problem, sample

    def _why_skip(self, problem: Problem) -> str:
        if problem.split != "train":
            return "held_out"
        if problem.problem_id in self._asked:
            return "repeated"
        if not is_text(problem.prompt):
            return "bad_text"
        try:
            judge(problem.answer, problem.answer, second_opinion=False)
        except DataError:
            return "bad_reference"
        return ""

    async def _one(self, problem: Problem, sample: int) -> _Result:
        async with self._places:
            try:
                trace = await converse(
                    self._teacher, self._params, problem, sample=sample, actions=self._actions
                )
            except StoppedError:
                return _Result(problem, sample)
            except RefusedError as error:
                return _Result(problem, sample, refused=error)
        loop = asyncio.get_running_loop()
        try:
            accepted = await loop.run_in_executor(self.judges, accept_trace, self._params, problem, trace)
        except RefusedError as error:
            return _Result(problem, sample, trace, refused=error)
        return _Result(problem, sample, trace, accepted)

    def _settle(self, result: _Result) -> None:
        """Take in a result; they come in order of problem and sample."""
        if self._gathered is None or self._gathered.problem is not result.problem:
            self._write_gathered()
            self._gathered = Gathered(result.problem)
        trace, refused = result.trace, result.refused
        if trace is not None and result.accepted is not None:
            refused = self._gathered.add(result.sample, trace, result.accepted)
        if refused:
            self._reject(result, refused)
            self._gathered.num_refused += 1
        elif trace is None:
            self._unasked += 1
        else:
            self._num_traces += 1
            self._num_actions += trace.num_actions
        self._num_forged += trace.num_forged if trace else 0

    def _write_gathered(self) -> None:
        """Write the problem whose last trace has come. One that was given up without a trace has no fate."""
        found, self._gathered = self._gathered, None
        if found and found.num_traces:
            self._stage.keep(found.row(self._params, self._teacher.host))
        elif found and found.num_refused == self._params.samples:
            self._stage.drop("no_accepted_trace", found.problem)

    def _reject(self, result: _Result, error: RefusedError) -> None:
        self._rejected[error.reason] += 1
        text = f"{error.detail} | {result.trace.solution}" if result.trace else error.detail
        row = f"{result.problem.problem_id}#{result.sample}"
        rejected = DroppedRow(
            stage="distil", reason=error.reason, source=SOURCE, row=row, text=text[:MAX_TEXT_CHARS]
        )
        self._rejected_file.write(encode_row(rejected))

    def report(self, host: str) -> DistilReport:
        """The report, when all is settled."""
        tally, cost = self._teacher.tally, self._teacher.budget.spent
        stopped = ""
        if self._unasked:
            stopped = (
                f"the next request might pass teach.max_cost = {self._params.max_cost:g} ({cost:.6g} spent): "
                f"{self._unasked} traces were not finished. Raise it; answers so far are kept"
            )
            log.warning("distil stopped: %s", stopped)
        rejected = dict(sorted(self._rejected.items()))
        counts = self._stage.finish(
            skipped=dict(self._skipped),
            traces=self._num_traces,
            rejected=rejected,
            unasked=self._unasked,
            cost=cost,
        )
        log.info("distil problems=%d of %d, traces=%d", counts.kept, len(self._asked), self._num_traces)
        log.info("distil rejected=%s", rejected)
        return DistilReport(
            counts=counts,
            num_problems=len(self._asked),
            num_traces=self._num_traces,
            rejected=rejected,
            skipped=dict(sorted(self._skipped.items())),
            unasked=self._unasked,
            stopped=stopped,
            teacher=self._params.model,
            host=host,
            requests=tally.requests,
            retries=tally.retries,
            cached=tally.cached,
            resent=tally.resent,
            input_tokens=tally.input_tokens,
            output_tokens=tally.output_tokens,
            cost=cost,
            num_actions=self._num_actions,
            num_forged=self._num_forged,
        )
