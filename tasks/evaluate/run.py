"""Measure a model on the held-out problems: one record per problem, then the figures over them.

Strict is right in the format of `tasks.chat`; lenient is right wherever the judge finds an answer. A
model that only learns the format gains strictly and not leniently, so both are always reported; the
headline and the gate use strict.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from tasks.artifacts import write_json
from tasks.chat import parse_completion, render_prompt
from tasks.dataset import read_dataset
from tasks.errors import DataError
from tasks.evaluate.records import PROBES, RECORDS, SUMMARY, EvaluationRecord, EvaluationReport
from tasks.evaluate.summary import summarise
from tasks.metrics import MetricsFile
from tasks.params.evaluation import EvaluateParams
from tasks.records import Problem, to_dict, write_jsonl
from tasks.rewards.answer import judge_whole
from tasks.seeds import seed_for
from tasks.verify import Outcome, judge

log = logging.getLogger(__name__)


class Generated(Protocol):
    """One completion."""

    @property
    def text(self) -> str:
        """As generated, special tokens included."""

    @property
    def num_tokens(self) -> int:
        """Its tokens."""

    @property
    def truncated(self) -> bool:
        """It was cut before it ended."""


class Generator(Protocol):
    """`tasks.models.generate.generate` with its model bound, or a fake in a test."""

    def __call__(
        self, prompts: list[str], *, temperature: float, num_samples: int, seed: int
    ) -> Sequence[Sequence[Generated]]:
        """`num_samples` completions for each prompt; temperature 0 is greedy."""


def evaluate_model(params: EvaluateParams, *, data: Path, model: Path, out_dir: Path) -> EvaluationReport:
    """Answer the held-out problems of a dataset version and judge every answer.

    Args:
        params: The `evaluate` section of params.yaml.
        data: Dataset version; its `eval` split is read.
        model: A training step's directory (with `model/` in it) or a Hugging Face folder.
        out_dir: Receives `records.jsonl` and `summary.json`.

    Returns:
        The headline accuracy with its interval, and a row per slice; the same as `summary.json`. The
        same model, data and parameters give the same bytes.

    Raises:
        DataError: the split is damaged or holds no headline problem.
        ModelError: the model cannot be loaded.
    """
    import torch

    from tasks.models.generate import generate, load_model

    torch.set_num_threads(params.num_threads)
    loaded, tokenizer = load_model(model, device=params.device)
    bound = partial(
        generate,
        loaded,
        tokenizer,
        max_new_tokens=params.max_completion_tokens,
        batch_size=params.batch_size,
    )
    return evaluate_generator(params, bound, data=data, out_dir=out_dir)


def evaluate_generator(
    params: EvaluateParams, generate: Generator, *, data: Path, out_dir: Path
) -> EvaluationReport:
    """`evaluate_model` for anything that completes prompts."""
    problems = choose_problems(read_dataset(data, "eval"), params)
    sampled = choose_sampled(problems, params)
    with MetricsFile(out_dir) as metrics:
        work = _Work(generate, params, metrics, total=len(problems) + params.pass_k * len(sampled))
        num_correct = {
            problem.problem_id: _count_correct(problem, samples) for problem, samples in work.sample(sampled)
        }
        records = [
            _record(problem, completion, params, num_correct) for problem, completion in work.answer(problems)
        ]
        records.sort(key=lambda r: (r.group, r.subtask, r.level, r.problem_id))
        write_jsonl(out_dir / RECORDS, records)
        report = summarise(records, params)
        write_json(out_dir / SUMMARY, to_dict(report))
        work.log(**{"eval/accuracy": report.accuracy})
    log.info(
        "evaluate accuracy=%.4f problems=%d undecided=%d", report.accuracy, len(records), report.undecided
    )
    return report


def group_of(problem: Problem, params: EvaluateParams) -> str:
    """Which of `GROUPS` a problem belongs to."""
    if problem.source != "synthetic":
        return "real"
    if params.subtasks and problem.subtask not in params.subtasks:
        return "not_trained"
    if (stream := problem.provenance.get("stream", "")) in PROBES:
        return stream
    return "trained" if problem.level in params.levels else "unseen_level"


def choose_problems(problems: Iterable[Problem], params: EvaluateParams) -> list[Problem]:
    """The problems to answer: every one of the trained subtasks, a bounded number of the others.

    Ids are hashes, so the lowest ids are a sample that no order of the file, seed or model moves.

    Raises:
        DataError: a problem stands in the split twice, or has no answer that can be checked.
    """
    cells: dict[tuple[str, ...], list[Problem]] = {}
    seen: set[str] = set()
    for problem in problems:
        if problem.problem_id in seen:
            raise DataError(
                f"eval split: problem {problem.problem_id} stands there twice; run `reasonloop refresh`"
            )
        if not problem.checkable:
            raise DataError(
                f"eval split: problem {problem.problem_id} of {problem.source} has no answer to "
                "check; run `reasonloop refresh`"
            )
        seen.add(problem.problem_id)
        group = group_of(problem, params)
        cell = (group, problem.source) if group == "real" else (group, problem.subtask, str(problem.level))
        cells.setdefault(cell, []).append(problem)
    most = {"real": params.real_problems, "not_trained": params.untrained_problems}
    return [
        problem
        for cell, rows in sorted(cells.items())
        for problem in sorted(rows, key=lambda p: p.problem_id)[: most.get(cell[0])]
    ]


def choose_sampled(problems: Sequence[Problem], params: EvaluateParams) -> list[Problem]:
    """The headline problems that are sampled for pass@k."""
    headline = [p for p in problems if group_of(p, params) == "trained"]
    return sorted(headline, key=lambda p: p.problem_id)[: params.pass_k_problems]


class _Work:
    """Completions in batches, with a line of progress after each."""

    def __init__(
        self, generate: Generator, params: EvaluateParams, metrics: MetricsFile, *, total: int
    ) -> None:
        self._generate, self._params, self._metrics = generate, params, metrics
        self._total, self._done, self._started = total, 0, time.monotonic()

    def answer(self, problems: Sequence[Problem]) -> Iterator[tuple[Problem, Generated]]:
        """Every problem with its greedy completion."""
        for problem, (completion,) in self._complete(problems, temperature=0.0, num_samples=1):
            yield problem, completion

    def sample(self, problems: Sequence[Problem]) -> Iterator[tuple[Problem, Sequence[Generated]]]:
        """Every problem with `pass_k` completions at temperature 1."""
        return self._complete(problems, temperature=1.0, num_samples=self._params.pass_k)

    def log(self, **values: float) -> None:
        """A line of metrics at the completions done so far."""
        seconds = round(time.monotonic() - self._started, 3)
        self._metrics.write(self._done, of=self._total, seconds=seconds, **values)

    def _complete(
        self, problems: Sequence[Problem], *, temperature: float, num_samples: int
    ) -> Iterator[tuple[Problem, Sequence[Generated]]]:
        # Prompts of like length together: less padding, and short batches end early.
        ordered = sorted(problems, key=lambda p: (len(p.prompt), p.problem_id))
        size = max(1, self._params.batch_size // num_samples)
        for start in range(0, len(ordered), size):
            batch = ordered[start : start + size]
            found = self._generate(
                [render_prompt(problem.prompt) for problem in batch],
                temperature=temperature,
                num_samples=num_samples,
                seed=seed_for(self._params.seed, "evaluate", num_samples, start),
            )
            self._done += num_samples * len(batch)
            self.log()
            yield from zip(batch, found, strict=True)


def strict_outcome(text: str, reference: str) -> Outcome:
    """The verdict over a completion that must be in the strict format."""
    completion = parse_completion(text)
    if completion is None:
        return Outcome.UNPARSABLE
    return judge_whole(completion.answer, reference)


def _count_correct(problem: Problem, samples: Sequence[Generated]) -> int:
    return sum(strict_outcome(sample.text, problem.answer) is Outcome.CORRECT for sample in samples)


def _record(
    problem: Problem, completion: Generated, params: EvaluateParams, num_correct: Mapping[str, int]
) -> EvaluationRecord:
    return EvaluationRecord(
        problem_id=problem.problem_id,
        subtask=problem.subtask,
        domain=problem.domain,
        level=problem.level,
        language=problem.language,
        source=problem.source,
        group=group_of(problem, params),
        reference=problem.answer,
        completion=completion.text,
        strict=strict_outcome(completion.text, problem.answer).value,
        lenient=judge(problem.answer, completion.text, second_opinion=False).outcome.value,
        num_tokens=completion.num_tokens,
        truncated=completion.truncated,
        num_samples=params.pass_k if problem.problem_id in num_correct else 0,
        num_correct=num_correct.get(problem.problem_id, 0),
    )
