"""What a model is trained on: which problems, and in which form."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.artifacts import digest_text
from tasks.chat import render_prompt, render_short, render_trace
from tasks.dataset import read_dataset
from tasks.errors import TrainingError
from tasks.params.training import SftParams
from tasks.records import Problem
from tasks.train.order import endless, order_batches
from tasks.train.weights import trace_weights

SYNTHETIC = "synthetic"
HELDOUT_IN = 50
"""One proof in this many of the training split is kept from SFT and RL, to watch training with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The training split, taken apart."""

    synthetic: list[Problem]
    """Drawn problems of the wanted subtasks."""
    real: list[Problem]
    """Problems of real corpora, once for each of their solutions; those that are not checkable too."""
    heldout: list[Problem]
    """Drawn problems that nothing trains on, in an order that is no order: any prefix is a sample."""


def is_heldout(problem: Problem) -> bool:
    """Whether training must not see a problem. All wordings of one proof go the same way."""
    return int(_proof_of(problem)[:8], 16) % HELDOUT_IN == 0


def _proof_of(problem: Problem) -> str:
    return digest_text(problem.provenance.get("proof", problem.problem_id))


def read_pool(data: Path, subtasks: Sequence[str]) -> Pool:
    """Read the train split.

    Args:
        data: A dataset folder.
        subtasks: Subtasks to keep of the drawn problems; empty keeps all.

    Raises:
        DataError: no dataset, or a damaged one.
        TrainingError: it holds no problem of these subtasks.
    """
    synthetic: list[Problem] = []
    real: list[Problem] = []
    heldout: list[Problem] = []
    for problem in read_dataset(data, "train"):
        if problem.source != SYNTHETIC:
            real += [
                dataclasses.replace(problem, solution=s) for s in (problem.solution, *problem.more_solutions)
            ]
        elif not subtasks or problem.subtask in subtasks:
            (heldout if is_heldout(problem) else synthetic).append(problem)
    if not synthetic or not heldout:
        raise TrainingError(
            f"{data}: {len(synthetic)} training and {len(heldout)} watched problems of "
            f"{list(subtasks) or 'any subtask'}; name subtasks that the dataset holds, or raise "
            "synthesize.num_problems"
        )
    return Pool(
        synthetic=synthetic, real=real, heldout=sorted(heldout, key=lambda p: digest_text(p.problem_id))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Tokenised rows and the order they are trained in."""

    input_ids: list[list[int]]
    """Prompt and completion of every row that occurs."""
    labels: list[list[int]]
    """The same with -100 over the prompt: the loss is over the completion alone."""
    weights: list[float]
    """How much each row counts in the loss, in (0, 1]."""
    batches: list[list[int]]
    """Row numbers, one list for each step."""
    num_too_long: int
    """Problems left out because a form of theirs exceeds `max_tokens`."""

    @property
    def order(self) -> list[int]:
        """Row numbers of all steps, one after the other."""
        return [row for batch in self.batches for row in batch]

    def tokens(self) -> int:
        """Tokens of all rows in `order`, repetitions counted, padding not."""
        return sum(len(self.input_ids[row]) for row in self.order)


def sft_rows(pool: Pool, tokenizer: Any, params: SftParams) -> Rows:
    """Choose, tokenise and order the rows of an SFT run.

    Args:
        pool: The problems.
        tokenizer: Of the model.
        params: The `sft` section.

    Returns:
        `num_steps` batches in order. A batch holds short answers and traces mixed in the share
        asked for: batches of one form would weigh the first token of a short answer several times more,
        and the share of traces would sink. A batch is either of drawn problems or of real ones, so that
        one long text does not pad all others; with `hard_batch_size` also either of levels 1-3 or of 4-5.

    Raises:
        TrainingError: no drawn problem fits `max_tokens`.
    """
    drawn, drawn_long = _encode(pool.synthetic, tokenizer, params.max_tokens)
    real, real_long = _encode(pool.real, tokenizer, params.max_tokens)
    if not drawn:
        raise TrainingError(f"no row fits max_tokens = {params.max_tokens}; raise it")
    encoded = [*drawn, *real]
    ids = [prompt + form for _, prompt, *forms in encoded for form in forms]
    weights = trace_weights([problem for problem, *_ in encoded], params.step_penalty)
    return Rows(
        input_ids=ids,
        labels=[[-100] * len(prompt) + form for _, prompt, *forms in encoded for form in forms],
        weights=[weight for trace in weights for weight in (1.0, trace)],
        batches=order_batches(
            [(n >= len(drawn), problem.level) for n, (problem, *_) in enumerate(encoded)],
            [len(row) for row in ids],
            params,
        ),
        num_too_long=drawn_long + real_long,
    )


def _encode(
    problems: list[Problem], tokenizer: Any, max_tokens: int
) -> tuple[list[tuple[Problem, list[int], list[int], list[int]]], int]:
    """(problem, prompt, short answer, trace) of each problem that fits, the texts as token ids, and how many
    do not fit."""
    if not problems:
        return [], 0
    columns = [
        tokenizer([render(p) for p in problems], add_special_tokens=False, verbose=False)["input_ids"]
        for render in (lambda p: render_prompt(p.prompt), render_short, render_trace)
    ]
    rows = [
        row
        for row in zip(problems, *columns, strict=True)
        if len(row[1]) + max(map(len, row[2:])) <= max_tokens
    ]
    return rows, len(problems) - len(rows)


def judged(pool: Pool) -> list[Problem]:
    """The problems RL may train on: those the judge can decide."""
    return [problem for problem in pool.synthetic if problem.checkable]


def rl_problems(pool: Pool, *, seed: int, count: int) -> list[Problem]:
    """The problems of an RL run, in order, epoch after epoch."""
    problems = judged(pool)
    numbers = endless(len(problems), seed, "rl")
    return [problems[next(numbers)] for _ in range(count)]
