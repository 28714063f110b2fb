"""The traces of one problem, gathered into one row."""

import dataclasses
from dataclasses import dataclass, field

from tasks.data.stage import MAX_TRACES
from tasks.data.teach.accept import Accepted
from tasks.data.teach.answers import RefusedError
from tasks.data.teach.dialogue import Trace
from tasks.params.data import TeachParams
from tasks.records import MAX_ROW_BYTES, Problem, normalise_prompt

SOURCE = "teacher"
"""`Problem.source` of every distilled row."""


@dataclass(slots=True)
class Gathered:
    """What has come back for one problem so far."""

    problem: Problem
    num_refused: int = 0
    """Traces that were not kept."""
    _kept: list[tuple[int, Trace, Accepted]] = field(default_factory=list)
    _texts: set[str] = field(default_factory=set)

    @property
    def num_traces(self) -> int:
        """Traces kept."""
        return len(self._kept)

    def add(self, sample: int, trace: Trace, accepted: Accepted) -> RefusedError | None:
        """Keep an accepted trace.

        Returns:
            Why it is not kept all the same: `duplicate`, or `surplus` beyond 16 traces or half of the bytes
            of a row (escaped, texts may double); None if it is.
        """
        text = normalise_prompt(trace.solution)
        if text in self._texts:
            return RefusedError("duplicate", "the same words as an earlier trace")
        size = sum(len(kept.solution.encode()) for _, kept, _ in self._kept) + len(trace.solution.encode())
        if len(self._kept) == MAX_TRACES or (self._kept and size > MAX_ROW_BYTES // 2):
            return RefusedError("surplus", f"the problem has {len(self._kept)} traces")
        self._texts.add(text)
        self._kept.append((sample, trace, accepted))
        return None

    def row(self, params: TeachParams, host: str) -> Problem:
        """The problem with its traces. In its provenance, what differs by trace stands in their order."""
        samples, traces, accepted = zip(*self._kept, strict=True)
        by_trace = {
            "teacher_served": [trace.served_model for trace in traces],
            "teacher_request": [trace.request for trace in traces],
            "teacher_sample": samples,
            "teacher_actions": [trace.num_actions for trace in traces],
            "steps_proved": [found.proved for found in accepted],
            "steps_unchecked": [found.unchecked for found in accepted],
        }
        provenance = {
            **self.problem.provenance,
            "parent": self.problem.problem_id,
            "parent_source": self.problem.source,
            "teacher": params.model,
            "teacher_host": host,
            "traces": f"{len(traces)} of {len(traces) + self.num_refused} accepted",
            **{name: " ".join(map(str, values)) for name, values in by_trace.items()},
        }
        solutions = [trace.solution for trace in traces]
        return dataclasses.replace(
            self.problem,
            steps=(),
            solution=solutions[0],
            more_solutions=tuple(solutions[1:]),
            source=SOURCE,
            provenance=provenance,
        )
