"""A dataset and a model that need no torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.dataset import write_dataset
from tasks.evaluate.records import EvaluationReport
from tasks.evaluate.run import evaluate_generator
from tasks.params.evaluation import EvaluateParams
from tasks.records import Problem, problem_id

SMALL = EvaluateParams(batch_size=8, pass_k_problems=6, real_problems=3, untrained_problems=4)


@dataclass(frozen=True)
class Completion:
    text: str
    num_tokens: int = 5
    truncated: bool = False


Answer = Callable[[str, float, int], str]
"""(question, temperature, sample number) -> completion."""


class FakeGenerator:
    """Completes prompts by rule and remembers how it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.seeds: list[int] = []

    def __call__(
        self, prompts: list[str], *, temperature: float, num_samples: int, seed: int
    ) -> Sequence[Sequence[Completion]]:
        self.seeds.append(seed)
        questions = [p.removeprefix("<|user|>").removesuffix("<|assistant|>") for p in prompts]
        return [[Completion(self.answer(q, temperature, n)) for n in range(num_samples)] for q in questions]


def problem(
    number: int, *, subtask: str = "arithmetic.chain", level: int = 1, source: str = "synthetic"
) -> Problem:
    prompt = f"{subtask} {level} {source}: compute {number}+1."
    return Problem(
        problem_id=problem_id(prompt),
        domain=subtask.partition(".")[0],
        subtask=subtask,
        level=level,
        language="en" if number % 2 else "zh",
        prompt=prompt,
        answer=str(number + 1),
        source=source,
        licence="MIT",
        split="eval",
    )


def eval_problems() -> list[Problem]:
    cells = [
        (s, level) for s in ("arithmetic.chain", "algebra.linear", "logic.entailment") for level in (1, 2, 3)
    ]
    synthetic = [problem(n, subtask=s, level=level) for s, level in cells for n in range(10)]
    real = [problem(n, subtask="word_problems.gsm8k", level=3, source="gsm8k") for n in range(7)]
    return synthetic + real


def dataset(folder: Path, problems: Sequence[Problem] | None = None) -> Path:
    rows = eval_problems() if problems is None else problems
    write_dataset(folder, {("eval", "held-out"): rows}, shard_rows=20, facts={})
    return folder


def right(question: str) -> str:
    return str(int(question.rpartition(" ")[2].partition("+")[0]) + 1)


def always_right(question: str, _temperature: float, _sample: int) -> str:
    return f"<answer>{right(question)}</answer>"


def right_below(limit: int) -> Answer:
    """Right for numbers below `limit`."""
    return lambda q, *_: f"<answer>{right(q) if int(right(q)) <= limit else 'no'}</answer>"


def evaluation(folder: Path, answer: Answer, data: Path, params: EvaluateParams = SMALL) -> EvaluationReport:
    return evaluate_generator(params, FakeGenerator(answer), data=data, out_dir=folder)
