"""Traces of a teacher for problems with known answers; what the judge does not accept goes no further."""

import asyncio
import dataclasses
import logging
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tasks.data.stage import MAX_TEXT_CHARS, PROBLEMS, Stage
from tasks.data.teach.accept import Accepted, accept_trace
from tasks.data.teach.actions import Actions
from tasks.data.teach.answers import RefusedError, is_text
from tasks.data.teach.cache import Cache
from tasks.data.teach.dialogue import Trace, converse
from tasks.data.teach.report import DistilReport
from tasks.data.teach.teacher import StoppedError, Teacher
from tasks.data.teach.wire import Wire, is_local
from tasks.errors import DataError
from tasks.params.data import TeachParams
from tasks.records import DroppedRow, Problem, normalise_prompt, read_jsonl
from tasks.verify import judge

log = logging.getLogger(__name__)

SOURCE = "teacher"
"""`Problem.source` of every row kept here."""
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
        out_dir: Empty directory; receives `problems.jsonl` (a row for each trace kept, under the id of its
            problem), `dropped.jsonl` and the counts.

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
    expected = params.samples * sum(1 for _ in read_jsonl(path, Problem))
    if not (params.input_price or params.output_price or is_local(wire.url)):
        log.warning("teach.input_price and teach.output_price are 0: teach.max_cost limits nothing")
    with ExitStack() as open_things:
        cache = open_things.enter_context(Cache(Path(params.cache)))
        teacher = Teacher(params, wire, cache)
        actions = open_things.enter_context(Actions(params, cache)) if params.tools else None
        stage = open_things.enter_context(Stage("distil", out_dir, of=expected))
        run = _Run(params, teacher, actions, stage)
        try:
            await run.ask_all(path)
        finally:
            run.judges.shutdown(wait=True)
            await wire.aclose()
        return run.report(wire.host)


class _Run:
    """One run: asks ahead, settles in order."""

    def __init__(self, params: TeachParams, teacher: Teacher, actions: Actions | None, stage: Stage) -> None:
        self._params, self._teacher, self._actions, self._stage = params, teacher, actions, stage
        self.judges = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._places = asyncio.Semaphore(params.concurrency)
        self._asked, self._solved = set[str](), set[str]()
        self._skipped: Counter[str] = Counter()
        self._of_problem: tuple[str, set[str]] = ("", set())
        self._unasked = self._num_actions = self._num_forged = 0

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
        """Write a result; they come in order of problem and sample."""
        problem, trace = result.problem, result.trace
        if result.refused:
            self._drop(result, result.refused)
        elif trace is None or result.accepted is None:
            self._unasked += 1
        elif self._is_repeated(problem, trace):
            self._drop(result, RefusedError("duplicate", "the same words as an earlier trace"))
        else:
            self._solved.add(problem.problem_id)
            self._num_actions += trace.num_actions
            self._stage.keep(self._row(result, trace, result.accepted))
        self._num_forged += trace.num_forged if trace else 0

    def _is_repeated(self, problem: Problem, trace: Trace) -> bool:
        if self._of_problem[0] != problem.problem_id:
            self._of_problem = (problem.problem_id, set())
        text, seen = normalise_prompt(trace.solution), self._of_problem[1]
        repeated = text in seen
        seen.add(text)
        return repeated

    def _drop(self, result: _Result, error: RefusedError) -> None:
        text = f"{error.detail} | {result.trace.solution}" if result.trace else error.detail
        row = f"{result.problem.problem_id}#{result.sample}"
        self._stage.drop(
            error.reason,
            DroppedRow(
                stage="distil", reason=error.reason, source=SOURCE, row=row, text=text[:MAX_TEXT_CHARS]
            ),
        )

    def _row(self, result: _Result, trace: Trace, accepted: Accepted) -> Problem:
        provenance = {
            **result.problem.provenance,
            "parent": result.problem.problem_id,
            "parent_source": result.problem.source,
            "teacher": self._params.model,
            "teacher_host": self._teacher.host,
            "teacher_served": trace.served_model,
            "teacher_request": trace.request,
            "teacher_sample": str(result.sample),
            "teacher_actions": str(trace.num_actions),
            "steps_proved": str(accepted.proved),
            "steps_unchecked": str(accepted.unchecked),
        }
        return dataclasses.replace(
            result.problem, steps=(), solution=trace.solution, source=SOURCE, provenance=provenance
        )

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
        counts = self._stage.finish(skipped=dict(self._skipped), unasked=self._unasked, cost=cost)
        log.info("distil kept=%d of %d, dropped %s", counts.kept, counts.read, counts.dropped)
        return DistilReport(
            counts=counts,
            num_problems=len(self._asked),
            num_solved=len(self._solved),
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
