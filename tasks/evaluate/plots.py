"""The two pictures of a training run: accuracy by stage, and the curves of training.

Stages differ in marker as well as in colour.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from tasks.evaluate.records import SummaryRow
from tasks.figures import COLOURS, STYLE

MARKERS = ("o", "s", "D", "^", "o", "v", "P")
LINE, LINE_TOO = "#0072B2", "#D55E00"

Rows = Sequence[Mapping[str, float]]
"""Metrics of a step directory, one mapping per training step."""


def draw_accuracy(table: Mapping[str, Mapping[str, SummaryRow]], path: Path) -> None:
    """Dots with 95 % intervals: one band per slice, one dot per stage.

    Args:
        table: Slice -> stage label -> figures, in the order they are to stand.
        path: PNG to write.
    """
    slices = list(table)
    stages = list(dict.fromkeys(stage for row in table.values() for stage in row))
    with rc_context(STYLE):
        figure = Figure(figsize=(8, 1.4 + 0.72 * len(slices)), layout="constrained")
        axes = figure.add_subplot()
        for i, stage in enumerate(stages):
            shift = (i - (len(stages) - 1) / 2) * 0.72 / max(len(stages), 1)
            points = [
                (n + shift, table[name][stage]) for n, name in enumerate(slices) if stage in table[name]
            ]
            _dots(axes, points, label=stage, colour=COLOURS[i % 7], marker=MARKERS[i % 7])
        for n in range(1, len(slices)):
            axes.axhline(n - 0.5, color="#cccccc", linewidth=0.8)
        axes.set_yticks(range(len(slices)), [f"{name}\nn = {_num(table[name])}" for name in slices])
        axes.set_ylim(len(slices) - 0.5, -0.5)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(-0.01, 1.01)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("strict accuracy on held-out problems, 95 % interval")
        figure.legend(loc="outside upper center", ncols=3, handletextpad=0.3)
        _save(figure, path)


def draw_curves(runs: Mapping[str, Rows], path: Path) -> None:
    """The curves of training: SFT loss; GRPO reward and pass rate, held-out accuracy, and length.

    Args:
        runs: `sft` and `grpo`, either may be absent, to their rows of metrics. A panel whose metric was
            never logged says so.
        path: PNG to write.
    """
    sft, grpo = runs.get("sft", ()), runs.get("grpo", ())
    with rc_context(STYLE):
        figure = Figure(figsize=(9, 6), layout="constrained")
        (loss, reward), (heldout, length) = figure.subplots(2, 2)
        _curve(loss, "SFT: loss", sft, {"train/loss": ""})
        _curve(
            reward,
            "RL: reward and pass rate",
            grpo,
            {"reward/total": "reward", "reward/pass_rate": "pass rate"},
        )
        _curve(heldout, "RL: held-out accuracy", grpo, {"eval/heldout_accuracy": ""}, marker="o")
        _curve(length, "RL: tokens per completion", grpo, {"completion/tokens_mean": ""})
        for axes in (reward, heldout):
            axes.set_ylim(-0.02, 1.02)
        loss.set_ylim(bottom=0)
        length.set_ylim(bottom=0)
        heldout.yaxis.set_major_formatter(PercentFormatter(1))
        _save(figure, path)


def _dots(
    axes: Axes, points: list[tuple[float, SummaryRow]], *, label: str, colour: str, marker: str
) -> None:
    ends = [
        [max(0.0, row.strict - row.strict_low) for _, row in points],
        [max(0.0, row.strict_high - row.strict) for _, row in points],
    ]
    axes.errorbar(
        [row.strict for _, row in points],
        [y for y, _ in points],
        xerr=ends,
        fmt=marker,
        color=colour,
        markersize=5.5,
        elinewidth=1.6,
        label=label,
    )


def _curve(axes: Axes, title: str, rows: Rows, names: Mapping[str, str], marker: str | None = None) -> None:
    axes.set_title(title)
    axes.set_xlabel("step")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for (key, label), colour in zip(names.items(), (LINE, LINE_TOO), strict=False):
        points = [(row["step"], row[key]) for row in rows if key in row]
        if not points:
            continue
        steps, values = zip(*points, strict=True)
        axes.plot(steps, values, color=colour, linewidth=1.6, marker=marker, markersize=5, label=label)
    if not axes.lines:
        axes.text(0.5, 0.5, "not logged", transform=axes.transAxes, ha="center", color="#888888")
    elif len(axes.lines) > 1:
        axes.legend(loc="lower right")


def _num(rows: Mapping[str, SummaryRow]) -> int:
    return max(row.num_problems for row in rows.values())


def _save(figure: Any, path: Path) -> None:
    FigureCanvasAgg(figure)
    # Without the version of matplotlib in it, equal figures are equal bytes on every machine.
    figure.savefig(path, dpi=150, metadata={"Software": None})
