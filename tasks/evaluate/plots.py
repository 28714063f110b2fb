"""The pictures of a retrain: accuracy by stage, the curves of training, how long traces are.

Stages differ in marker as well as in colour.
"""

from collections.abc import Mapping
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from tasks.evaluate.lengths import LONGEST, Lengths, longest
from tasks.evaluate.records import SummaryRow
from tasks.figures import COLOURS, STYLE, Rows, draw_curve, save_png

RIGHT, WRONG = "#0072B2", "#E69F00"
MARKERS = ("o", "s", "D", "^", "o", "v", "P")


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
        save_png(figure, path)


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
        draw_curve(loss, "SFT: loss", sft, {"train/loss": ""})
        draw_curve(
            reward,
            "RL: reward and pass rate",
            grpo,
            {"reward/total": "reward", "reward/pass_rate": "pass rate"},
        )
        draw_curve(heldout, "RL: held-out accuracy", grpo, {"eval/heldout_accuracy": ""}, marker="o")
        draw_curve(length, "RL: tokens per completion", grpo, {"completion/tokens_mean": ""})
        for axes in (reward, heldout):
            axes.set_ylim(-0.02, 1.02)
        loss.set_ylim(bottom=0)
        length.set_ylim(bottom=0)
        heldout.yaxis.set_major_formatter(PercentFormatter(1))
        save_png(figure, path)


def draw_lengths(stages: Mapping[str, Mapping[int, Lengths]], path: Path) -> None:
    """How many steps right and wrong traces have: a row of histograms per stage, a column per level.

    Args:
        stages: Stage label -> level -> traces by their number of steps; the same levels in each.
        path: PNG to write.
    """
    levels = sorted({level for by_level in stages.values() for level in by_level})
    shown = max(longest(lengths) for by_level in stages.values() for lengths in by_level.values())
    with rc_context(STYLE):
        size = (max(6.0, 2.9 * len(levels)), 0.9 + 2.3 * len(stages))
        figure = Figure(figsize=size, layout="constrained")
        grid = figure.subplots(len(stages), len(levels), sharex=True, sharey="col", squeeze=False)
        for panels, (label, by_level) in zip(grid, stages.items(), strict=True):
            for axes, level in zip(panels, levels, strict=True):
                _histogram(axes, by_level[level], shown)
                axes.set_title(f"{label}, level {level}", fontsize=10)
            panels[0].set_ylabel("problems")
        handles, labels = grid[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=2)
        figure.supxlabel("steps of the trace (0: answered at once)", fontsize=10, color="#444444")
        save_png(figure, path)


def _histogram(axes: Axes, lengths: Lengths, shown: int) -> None:
    """Wrong on right, so that a bar is all traces of its length; wrong ones are hatched as well."""
    steps = range(shown + 1)
    right, wrong = lengths.right[: shown + 1], lengths.wrong[: shown + 1]
    axes.bar(steps, right, width=0.85, color=RIGHT, label="right")
    axes.bar(
        steps,
        wrong,
        width=0.85,
        bottom=right,
        color=WRONG,
        hatch="///",
        edgecolor="white",
        linewidth=0,
        label="wrong",
    )
    ticks = steps[:: 2 if shown > 6 else 1]
    axes.set_xticks(ticks, [f"{n}+" if n == LONGEST else str(n) for n in ticks])
    axes.set_xlim(-0.6, max(shown, 2) + 0.6)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(visible=False, axis="x")


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


def _num(rows: Mapping[str, SummaryRow]) -> int:
    return max(row.num_problems for row in rows.values())
