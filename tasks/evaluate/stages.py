"""The stages of one training run side by side: what RL added, and what it did not.

The control is the SFT model trained further for as long as RL took: what time alone would have given.
The worked-traces model shows what the reasoning behaviour gives without the mixture that RL selects from.
A student, where one was trained, is a smaller model that learnt from the RL model.
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.artifacts import METRICS, write_atomic, write_json
from tasks.evaluate.gate import Difference, difference_of, differences_by_subtask, pair_headline
from tasks.evaluate.lengths import lengths_by_level
from tasks.evaluate.records import EvaluationReport, SummaryRow, read_records, read_summary
from tasks.metrics import read_steps
from tasks.params.evaluation import EvaluateParams
from tasks.records import to_dict

log = logging.getLogger(__name__)

LABELS = {
    "base": "Base",
    "sft": "SFT",
    "control": "SFT continued (control)",
    "traces": "SFT on worked traces alone",
    "rl": "SFT + RL",
    "student": "Student of SFT + RL",
}
"""Stage -> how tables and plots name it, in the order they stand. There may be no student."""

CONTROLS = (
    "The control went on from SFT for the CPU time that RL took and keeps its last weights, while RL keeps "
    "its best checkpoint by held-out accuracy on problems of the training split. SFT on worked traces alone "
    "had a number of steps of its own (`controls.traces_steps`; 0: as many as SFT) and no RL time."
)
"""How the controls differ from the line they are compared with; stands under the table of stages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One model's figures."""

    name: str
    """A key of `LABELS`."""
    label: str
    headline: SummaryRow
    """Trained subtasks and levels."""
    unseen_level: SummaryRow | None
    """The same subtasks at levels that were not trained; None when the dataset has none."""
    not_trained: SummaryRow | None
    """Subtasks that were not trained."""
    subtasks: tuple[SummaryRow, ...]
    """The headline by subtask."""
    levels: tuple[SummaryRow, ...]
    """The trained subtasks by level, levels that were not trained included."""
    domains: tuple[SummaryRow, ...]
    """The headline levels of every domain, subtasks that were not trained included."""
    probes: tuple[SummaryRow, ...]
    """Trained subtasks with templates that were held back, and with wider numbers."""
    corpora: tuple[SummaryRow, ...]
    """Held-out rows of each real corpus."""


RowsOf = Callable[[Stage], tuple[SummaryRow, ...]]

SLICES: dict[str, RowsOf] = {
    "By subtask": lambda stage: stage.subtasks,
    "By level": lambda stage: stage.levels,
    "By domain, subtasks that were not trained included": lambda stage: stage.domains,
    "Beyond the training's templates and numbers": lambda stage: stage.probes,
    "By real corpus": lambda stage: stage.corpora,
}
"""Title -> the slices that a table of `stages.md` has a column for; a title without slices is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesReport:
    """All stages, and what RL gained."""

    accuracy: float
    """Headline accuracy after RL."""
    accuracy_sft_control: float
    """Headline accuracy of the control."""
    rl_over_control: Difference
    """Paired, over the same problems."""
    rl_over_sft: Difference
    rl_over_traces: Difference
    rl_over_control_by_subtask: tuple[Difference, ...]
    trained_levels: tuple[int, ...]
    """Levels of the headline."""
    stages: tuple[Stage, ...]
    rl_over_student: Difference | None = None
    """What the teacher does better than its student; None without one."""
    teacher_weights: int = 0
    """Weights of the RL model, tied ones once; 0 without a student."""
    student_weights: int = 0


def summarize_stages(
    params: EvaluateParams,
    *,
    base: Path,
    sft: Path,
    control: Path,
    traces: Path,
    rl: Path,
    student: Path | None = None,
    sft_run: Path | None = None,
    grpo_run: Path | None = None,
    student_run: Path | None = None,
    out_dir: Path,
) -> StagesReport:
    """Put the evaluations of the stages together.

    Args:
        params: The `evaluate` section of params.yaml; its seed resamples the intervals.
        base: Evaluation directory of the base model; `sft`, `control`, `traces`, `rl` and `student` likewise.
            All over the same held-out problems.
        sft: See `base`.
        control: See `base`.
        traces: See `base`.
        rl: See `base`.
        student: See `base`; absent where no student was trained.
        sft_run: Directory of the SFT step, for its curves.
        grpo_run: Directory of the GRPO step, for its curves and, with a student, its size.
        student_run: Directory of the student's last step, for its size.
        out_dir: Receives `stages.json`, `stages.md`, `accuracy.png`, `steps.png` (lengths of traces before
            and after RL) and, with either run, `curves.png`.

    Returns:
        The figures of every stage and RL's paired gains.

    Raises:
        DataError: an evaluation is missing, damaged, or over other problems than the rest.
    """
    from tasks.evaluate.plots import (  # matplotlib: not for those who read reports
        draw_accuracy,
        draw_curves,
        draw_lengths,
    )

    given = {"base": base, "sft": sft, "control": control, "traces": traces, "rl": rl, "student": student}
    folders = {name: folder for name, folder in given.items() if folder is not None}
    pairs = {name: pair_headline(rl, folder) for name, folder in folders.items() if name != "rl"}
    summaries = {name: read_summary(folder) for name, folder in folders.items()}
    stages = {name: _stage(name, summary) for name, summary in summaries.items()}
    report = StagesReport(
        accuracy=stages["rl"].headline.strict,
        accuracy_sft_control=stages["control"].headline.strict,
        rl_over_control=difference_of("control", pairs["control"], seed=params.seed),
        rl_over_sft=difference_of("sft", pairs["sft"], seed=params.seed),
        rl_over_traces=difference_of("traces", pairs["traces"], seed=params.seed),
        rl_over_control_by_subtask=differences_by_subtask(pairs["control"], seed=params.seed),
        trained_levels=summaries["rl"].levels,
        stages=tuple(stages.values()),
        rl_over_student=difference_of("student", pairs["student"], seed=params.seed) if student else None,
        teacher_weights=num_weights(grpo_run) if student and grpo_run else 0,
        student_weights=num_weights(student_run) if student_run else 0,
    )
    write_json(out_dir / "stages.json", to_dict(report))
    write_atomic(out_dir / "stages.md", render_stages(report).encode())
    draw_accuracy(accuracy_table(report.stages), out_dir / "accuracy.png")
    curves = {"sft": sft_run, "grpo": grpo_run}
    read = {name: read_steps(run / METRICS) for name, run in curves.items() if run is not None}
    if read:
        draw_curves(read, out_dir / "curves.png")
    lengths = {name: lengths_by_level(read_records(folders[name]).values()) for name in ("sft", "rl")}
    draw_lengths({LABELS[name]: found for name, found in lengths.items()}, out_dir / "steps.png")
    log.info("summarize rl=%.4f control=%.4f", report.accuracy, report.accuracy_sft_control)
    return report


def accuracy_table(stages: tuple[Stage, ...]) -> Mapping[str, Mapping[str, SummaryRow]]:
    """Rows of the accuracy plot: slice -> stage label -> figures."""
    table: dict[str, dict[str, SummaryRow]] = {}
    for stage in stages:
        rows = {row.name: row for row in stage.subtasks}
        rows |= {"unseen level": stage.unseen_level} if stage.unseen_level else {}
        rows |= {"subtasks not trained": stage.not_trained} if stage.not_trained else {}
        rows |= {row.name: row for row in stage.corpora}
        for name, row in rows.items():
            table.setdefault(name, {})[stage.label] = row
    return table


def render_stages(report: StagesReport) -> str:
    """The report as Markdown: the stages, their slices (see `SLICES`), and RL's gains in words."""
    head = ["stage", "strict accuracy (95 %)", "lenient (95 %)", "unseen level", "subtasks not trained"]
    lines = ["## Stages", ""]
    lines += _table(
        [*head, "pass@1", "pass@k", "tokens", "cut"], [_stage_cells(stage) for stage in report.stages]
    )
    lines += ["", _note(report), "", CONTROLS, ""]
    for title, rows_of in SLICES.items():
        if any(rows_of(stage) for stage in report.stages):
            lines += [f"## {title}", "", *_slice_table(report, rows_of), ""]
    lines += ["## What RL gained", ""]
    lines += [
        f"- SFT + RL over {LABELS[d.name]}: {_points(d)}, exact McNemar p = {d.p_value:.2g}."
        for d in (report.rl_over_control, report.rl_over_sft, report.rl_over_traces)
    ]
    if report.rl_over_student:
        lines += [_student_line(report, report.rl_over_student)]
    lines += [f"- {d.name}, over the control: {_points(d)}." for d in report.rl_over_control_by_subtask]
    return "\n".join([*lines, ""])


def num_weights(run: Path) -> int:
    """Weights of a training step's model, by the heads of its files, in which tied ones stand once."""
    from safetensors import safe_open

    found = 0
    for path in sorted((run / "model").glob("*.safetensors")):
        with safe_open(path, framework="numpy") as tensors:
            found += sum(math.prod(tensors.get_slice(name).get_shape()) for name in tensors.keys())  # noqa: SIM118
    return found


def _student_line(report: StagesReport, difference: Difference) -> str:
    sizes = ""
    if report.student_weights and report.teacher_weights:
        sizes = f" with {report.student_weights:,} weights instead of {report.teacher_weights:,}"
    return (
        f"- Its student{sizes} is {_points(difference)} behind, exact McNemar p = {difference.p_value:.2g}."
    )


def _note(report: StagesReport) -> str:
    num_problems = report.stages[0].headline.num_problems
    return (
        f"Over {num_problems} held-out problems of the trained subtasks and levels; "
        "strict is right in the demanded format, lenient right wherever an answer is found; unseen level and "
        "subtasks not trained are strict; pass@k is from samples at temperature 1; tokens are the mean per "
        "greedy completion; cut is the share that did not end."
    )


def _stage(name: str, summary: EvaluationReport) -> Stage:
    headline = summary.row("group", "trained")
    assert headline is not None, "an evaluation without a headline is not written"
    return Stage(
        name=name,
        label=LABELS[name],
        headline=headline,
        unseen_level=summary.row("group", "unseen_level"),
        not_trained=summary.row("group", "not_trained"),
        subtasks=tuple(r for r in summary.rows if r.by == "subtask" and r.name in summary.subtasks),
        levels=tuple(r for r in summary.rows if r.by == "level"),
        domains=tuple(r for r in summary.rows if r.by == "domain"),
        probes=tuple(r for r in summary.rows if r.by == "probe"),
        corpora=tuple(r for r in summary.rows if r.by == "corpus"),
    )


def _stage_cells(stage: Stage) -> list[str]:
    row = stage.headline
    k = max(row.pass_at, key=int, default="")
    return [
        stage.label,
        _strict(row),
        _lenient(row),
        _strict(stage.unseen_level),
        _strict(stage.not_trained),
        f"{row.pass_at['1']:.1%}" if k else "-",
        f"{row.pass_at[k]:.1%} (k={k})" if k else "-",
        f"{row.tokens_mean:.1f}",
        f"{row.truncated_share:.1%}",
    ]


def _slice_table(report: StagesReport, rows_of: RowsOf) -> list[str]:
    """Two lines per stage, strict and lenient; one column per slice."""
    slices = {row.name: row for stage in report.stages for row in rows_of(stage)}
    names = sorted(slices)
    heads = [_slice_head(slices[name], report.trained_levels) for name in names]
    lines = []
    for stage in report.stages:
        rows = {row.name: row for row in rows_of(stage)}
        lines.append([stage.label, "strict", *(_strict(rows.get(name)) for name in names)])
        lines.append([stage.label, "lenient", *(_lenient(rows.get(name)) for name in names)])
    return _table(["stage", "accuracy (95 %)", *heads], lines)


def _slice_head(row: SummaryRow, trained_levels: tuple[int, ...]) -> str:
    name = row.name
    if row.by == "level":
        name = f"level {name}" if int(name) in trained_levels else f"level {name}, unseen"
    return f"{name} (n = {row.num_problems})"


def _strict(row: SummaryRow | None) -> str:
    return f"{row.strict:.1%} [{row.strict_low:.1%}, {row.strict_high:.1%}]" if row else "-"


def _lenient(row: SummaryRow | None) -> str:
    return f"{row.lenient:.1%} [{row.lenient_low:.1%}, {row.lenient_high:.1%}]" if row else "-"


def _points(difference: Difference) -> str:
    points, low, high = (100 * share for share in (difference.difference, difference.low, difference.high))
    return f"{points:+.1f} points [{low:+.1f}, {high:+.1f}]"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]
