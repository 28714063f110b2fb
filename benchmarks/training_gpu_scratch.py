"""A model from scratch on one machine, SFT and then RL: a part of `benchmarks.training_gpu`."""

import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tasks.dataset import write_dataset
from tasks.evaluate.records import EvaluationRecord, read_records
from tasks.evaluate.run import evaluate_model
from tasks.models.build import build_model
from tasks.params.evaluation import EvaluateParams
from tasks.params.training import GrpoParams, ModelParams, SftParams
from tasks.problems import SUBTASKS, draw_problem
from tasks.problems.spaces import SpaceExhaustedError
from tasks.records import Problem
from tasks.train.grpo import train_grpo
from tasks.train.sft import train_sft

SEED = 23


@dataclass(frozen=True, kw_only=True)
class ScratchSizes:
    """One from-scratch run."""

    model: ModelParams
    sft: SftParams
    grpo: GrpoParams
    subtasks: tuple[str, ...] = tuple(SUBTASKS)
    levels: tuple[int, ...]
    train_problems: int
    """In all; a cell (subtask and level) that has fewer gives all it has."""
    eval_problems: int
    """Of each subtask and level."""


def from_scratch(sizes: ScratchSizes, folder: Path) -> dict[str, float]:
    """Draw, train, evaluate after each; print accuracy by domain and level, and the seconds of each step."""
    seconds: dict[str, float] = {}
    began = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        seconds[name] = round(time.perf_counter() - began, 1)
        began = time.perf_counter()

    data = _draw(sizes, folder / "data")
    model = build_model(sizes.model, data=data, out_dir=folder / "base")
    lap("data_s")
    train_sft(sizes.sft, data=data, model=folder / "base", out_dir=_made(folder / "sft"))
    lap("sft_s")
    train_grpo(sizes.grpo, data=data, model=folder / "sft", out_dir=_made(folder / "grpo"))
    lap("grpo_s")
    asked = EvaluateParams(
        device=sizes.sft.device,
        subtasks=sizes.subtasks,
        levels=sizes.levels,
        max_completion_tokens=sizes.sft.max_tokens,
        batch_size=512,
        pass_k_problems=0,
    )
    reports = {
        stage: evaluate_model(asked, data=data, model=folder / stage, out_dir=_made(folder / f"eval-{stage}"))
        for stage in ("sft", "grpo")
    }
    lap("evaluate_s")
    print(f"\n{model.num_parameters:,} parameters from scratch, strict greedy accuracy, SFT -> RL\n")
    print(_table(*(read_records(folder / f"eval-{stage}") for stage in ("sft", "grpo"))), flush=True)
    accuracy = {f"accuracy_{stage}": round(report.accuracy, 4) for stage, report in reports.items()}
    return {"parameters": model.num_parameters, **accuracy, **seconds}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _draw(sizes: ScratchSizes, folder: Path) -> Path:
    """A dataset of the subtasks in equal shares; eval problems are the project's own eval stream."""
    cells = [(name, level) for name in sizes.subtasks for level in sizes.levels]
    asked = {
        split: {
            problem.problem_id: problem
            for name, level in cells
            for problem in _cell(name, split, level, wanted)
        }
        for split, wanted in (("eval", sizes.eval_problems), ("train", sizes.train_problems // len(cells)))
    }
    found = {("eval", "all"): list(asked["eval"].values())}
    found["train", "all"] = [problem for n, problem in asked["train"].items() if n not in asked["eval"]]
    write_dataset(folder, found, shard_rows=4_096, facts={})
    return folder


def _cell(name: str, split: str, level: int, wanted: int) -> list[Problem]:
    problems: list[Problem] = []
    for index in range(wanted):
        try:
            problems.append(
                draw_problem(name, seed=SEED, split=split, level=level, index=index, language="en")  # type: ignore[arg-type]
            )
        except SpaceExhaustedError:  # a small cell
            break
    return problems


def _table(before: dict[str, EvaluationRecord], after: dict[str, EvaluationRecord]) -> str:
    """Markdown: a row per domain, a column per level; `SFT -> RL (problems)`."""
    cells: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for number, record in before.items():
        for domain in (record.domain, "all"):
            for level in (str(record.level), "all"):
                cells[domain, level].append((record.score, after[number].score))
    levels = sorted({level for _, level in cells})
    domains = [*sorted({domain for domain, _ in cells} - {"all"}), "all"]

    def cell(domain: str, level: str) -> str:
        pairs = cells.get((domain, level), [])
        if not pairs:
            return "-"
        sft, rl = (sum(scores) / len(pairs) for scores in zip(*pairs, strict=True))
        return f"{sft:.1%} -> {rl:.1%} ({len(pairs)})"

    lines = ["| domain | " + " | ".join(f"level {level}" for level in levels) + " |"]
    lines.append("|---" * (len(levels) + 1) + "|")
    lines += [f"| {d} | " + " | ".join(cell(d, level) for level in levels) + " |" for d in domains]
    return "\n".join(lines)
